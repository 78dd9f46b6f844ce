"""Torch, ONNX, batch and HTTP agree: one statement has one answer, whoever asks."""

import json
from pathlib import Path

import httpx
import numpy as np
import pytest

from labels.corpus import LabelledStatement
from labels.statement import Statement
from serving.artifact import Contract, load_artifact
from serving.classifier import Classifier
from serving.model_input import encode
from serving.prediction import Scores, probabilities
from training.base import find_base
from training.config import TrainConfig
from training.export import describe, round_weights, write_artifact
from training.loop import predict_logits
from training.model import build_model

TOLERANCE = 0.02


@pytest.fixture(scope="module")
def pair(tiny_config: TrainConfig, small_statements: list[LabelledStatement], tmp_path_factory: pytest.TempPathFactory):
    """The probabilities of one model in torch, and its exported folder."""
    base = find_base(tiny_config.base)
    model = build_model(base.folder, tiny_config)
    round_weights(model)
    folder = tmp_path_factory.mktemp("skew") / "model"
    folder.mkdir()
    contract: Contract = write_artifact(folder, model, base, describe(base, tiny_config, "0" * 64))
    logits = predict_logits(model, small_statements, load_artifact(folder).layout, tiny_config)
    return probabilities(Scores(*(head.numpy() for head in logits)), contract), folder


def test_torch_and_the_served_model_agree(pair: tuple[Scores, Path], small_statements: list[LabelledStatement]):
    in_torch, folder = pair
    classifier = Classifier.load(folder)
    served = probabilities(classifier.logits(encode(classifier.artifact.layout, small_statements)), classifier.contract)
    for ours, theirs in zip(served, in_torch, strict=True):
        assert np.abs(ours - theirs).max() < TOLERANCE


def test_batch_and_http_give_the_same_answer(
    service: httpx.Client, run_stance, tiny_model: Path, small_statements: list[LabelledStatement], tmp_path: Path
):
    rows = [s.model_dump(include={"id", "text", "context", "attribution"}) for s in small_statements[:40]]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    batch = [json.loads(line) for line in run_stance("classify", file, "--model", tiny_model).stdout.splitlines()]
    http = service.post("/classify", json={"statements": rows}).json()["predictions"]
    for one, other in zip(batch, http, strict=True):
        assert one["stance"]["label"] == other["stance"]["label"]
        assert one["sector"]["label"] == other["sector"]["label"]
        assert one["stance"]["probabilities"] == pytest.approx(other["stance"]["probabilities"], abs=TOLERANCE)


def test_a_single_statement_on_the_command_line_gets_that_answer_too(
    service: httpx.Client, run_stance, tiny_model: Path
):
    statement = {"text": "Nobody asked the wards.", "attribution": "UNISON", "context": "Asked about the plan"}
    asked = ["--attribution", statement["attribution"], "--context", statement["context"], "--model", tiny_model]
    answer = json.loads(run_stance("classify", statement["text"], *asked).stdout)
    served = service.post("/classify", json={"statements": [statement]}).json()["predictions"][0]
    assert answer == {key: value for key, value in served.items() if key != "id"}


def test_a_labelled_statement_is_rendered_like_a_plain_one(
    classifier: Classifier, small_statements: list[LabelledStatement]
):
    plain = [Statement.model_validate(s.model_dump()) for s in small_statements]
    assert encode(classifier.artifact.layout, plain) == encode(classifier.artifact.layout, small_statements)
