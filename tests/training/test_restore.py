"""A model folder is enough to train its model further."""

import shutil
from dataclasses import replace
from pathlib import Path

import onnx
import pytest
import torch
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel, PreTrainedModel

from labels.corpus import LabelledStatement
from labels.errors import ArtifactError
from serving.artifact import load_artifact, read_contract, save_contract
from serving.classifier import Classifier
from serving.model_input import encode
from training.base import find_base
from training.config import TrainConfig
from training.export import ENCODER_CONFIG, describe, round_weights, write_artifact
from training.loop import predict_logits
from training.model import StanceModel, build_model, depth, with_layers
from training.restore import restore_model, weights_of
from training.run import Reporter, train_model

SIZES = {"hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 96}
KINDS = {
    "bert": lambda: BertModel(BertConfig(**SIZES, max_position_embeddings=130), add_pooling_layer=False),
    "mpnet": lambda: MPNetModel(
        MPNetConfig(**SIZES, vocab_size=30522, max_position_embeddings=132, pad_token_id=0), add_pooling_layer=False
    ),
}


@pytest.fixture(params=KINDS)
def base(request: pytest.FixtureRequest, tiny_base: Path, tmp_path: Path) -> Path:
    torch.manual_seed(6)
    encoder: PreTrainedModel = KINDS[request.param]()
    encoder.save_pretrained(tmp_path / "base")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copyfile(tiny_base / name, tmp_path / "base" / name)
    return tmp_path / "base"


def exported(base: Path, config: TrainConfig, folder: Path, *, layers: int = 0) -> tuple[StanceModel, Path]:
    """A model with other weights in every place, none of which is like another, and its folder."""
    config = replace(config, base=str(base), layers=layers)
    model = build_model(base, config)
    model = with_layers(model, layers) if layers else model
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    round_weights(model)
    folder.mkdir()
    source = find_base(str(base))
    write_artifact(folder, model, source, describe(source, config, "0" * 64))
    return model, folder


def test_a_restored_model_answers_as_the_exported_one(
    base: Path, tiny_config: TrainConfig, small_statements: list[LabelledStatement], tmp_path: Path
):
    _, folder = exported(base, tiny_config, tmp_path / "model")
    restored, artifact = restore_model(folder, tiny_config), load_artifact(folder)
    found = predict_logits(restored, small_statements, artifact.layout, tiny_config)
    expected = Classifier(artifact, exact=True).logits(encode(artifact.layout, small_statements))
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.numpy() == pytest.approx(theirs, abs=1e-4)


def test_every_weight_comes_back_and_no_other(base: Path, tiny_config: TrainConfig, tmp_path: Path):
    model, folder = exported(base, tiny_config, tmp_path / "model")
    found = weights_of(onnx.load(folder / "model.onnx").graph)
    wanted = dict(model.named_parameters())
    assert found.keys() == wanted.keys()
    assert all(torch.allclose(torch.tensor(found[name]), wanted[name], atol=1e-6) for name in wanted)


def test_weights_with_the_same_numbers_all_come_back(tiny_base: Path, tiny_config: TrainConfig, tmp_path: Path):
    fresh = build_model(tiny_base, tiny_config)
    source = find_base(str(tiny_base))
    write_artifact(tmp_path, fresh, source, describe(source, tiny_config, "0" * 64))
    restored = dict(restore_model(tmp_path, tiny_config).named_parameters())
    assert all(torch.allclose(restored[name], p, atol=1e-2) for name, p in fresh.named_parameters())


def test_a_model_that_does_not_say_how_it_is_built_is_restored_by_its_base(
    base: Path, tiny_config: TrainConfig, tmp_path: Path
):
    model, folder = exported(base, tiny_config, tmp_path / "model", layers=2)
    silent = onnx.load(folder / "model.onnx")
    assert [entry.key for entry in silent.metadata_props] == [ENCODER_CONFIG]
    del silent.metadata_props[:]
    onnx.save(silent, folder / "model.onnx")
    save_contract(folder, read_contract(folder))
    restored = restore_model(folder, tiny_config)
    assert depth(restored) == 2
    wanted = dict(model.named_parameters())
    assert all(torch.allclose(p, wanted[name], atol=1e-6) for name, p in restored.named_parameters())


def test_a_model_without_its_base_is_restored_where_it_says_how_it_is_built(
    base: Path, tiny_config: TrainConfig, tmp_path: Path
):
    _, folder = exported(base, tiny_config, tmp_path / "model")
    shutil.rmtree(base)
    assert depth(restore_model(folder, tiny_config)) == SIZES["num_hidden_layers"]


def test_a_model_of_another_make_is_refused(tiny_base: Path, tiny_config: TrainConfig, tmp_path: Path):
    _, folder = exported(tiny_base, tiny_config, tmp_path / "model")
    other = onnx.load(folder / "model.onnx")
    for node in other.graph.node:
        node.name = node.name.replace("stance_head", "opinion")
    onnx.save(other, folder / "model.onnx")
    save_contract(folder, read_contract(folder))
    with pytest.raises(ArtifactError, match=r"no weights of stance_head\.0\.bias in it"):
        restore_model(folder, tiny_config)


def test_training_from_a_model_keeps_what_it_knew(
    tiny_model: Path, small_data: Path, tiny_config: TrainConfig, silent: Reporter, tmp_path: Path
):
    few = replace(tiny_config, epochs=1, learning_rate=1e-6, base="all-MiniLM-L6-v2")
    run = train_model(few, [small_data], tmp_path / "further", silent, baselines=False, start=tiny_model)
    before = load_artifact(tiny_model).contract
    assert run.contract.metrics["stance_macro_f1"] == pytest.approx(before.metrics["stance_macro_f1"], abs=0.03)
    assert (run.contract.base_model, run.contract.base_sha256) == (before.base_model, before.base_sha256)
    assert run.contract.config["base"] == before.config["base"]
    assert run.contract.model_version != before.model_version
