import json
from pathlib import Path

import pytest

from labels.corpus import LabelledStatement, to_jsonl
from labels.exchange import export_labels
from serving.artifact import read_contract


def test_evaluate_prints_every_figure_and_error_as_json(run_stance, tiny_model: Path, small_data: Path, tmp_path: Path):
    done = run_stance("evaluate", small_data, "--model", tiny_model, "--json", "-o", tmp_path / "report")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures == json.loads((tmp_path / "report" / "evaluation.json").read_text()) | {"baselines": {}}
    assert len(figures["errors"]) <= figures["statements"]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_only_the_test_split_is_measured_where_splits_are_named(
    run_stance, tiny_model: Path, small_statements: list[LabelledStatement], tmp_path: Path, ending: str
):
    file = tmp_path / f"labelled{ending}"
    export_labels(small_statements, str(file))
    figures = json.loads(run_stance("evaluate", file, "--model", tiny_model, "--json").stdout)
    assert figures["statements"] == sum(s.split == "test" for s in small_statements)


def test_statements_without_a_split_are_all_measured_and_read_from_standard_input(
    run_stance, tiny_model: Path, small_statements: list[LabelledStatement]
):
    lines = to_jsonl([s.model_copy(update={"split": None}) for s in small_statements[:30]])
    done = run_stance("evaluate", "-", "--model", tiny_model, "--json", input=lines)
    assert json.loads(done.stdout)["statements"] == 30


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "No.", "sector": "media", "stance": "cross"}', ":1: stance: got 'cross' (expected"),
        ('{"text": "No.", "sector": "media", "stance": "neutral", "split": "train"}', ": no statement to measure on"),
        ("", ": no statement to measure on"),
    ],
)
def test_what_cannot_be_measured_is_one_line(run_stance, tiny_model: Path, tmp_path: Path, line: str, message: str):
    file = tmp_path / "labelled.jsonl"
    file.write_text(line)
    done = run_stance("evaluate", file, "--model", tiny_model)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"stance: {file}{message}" in done.stderr


def test_train_takes_settings_from_flags_and_leaves_a_whole_model(
    run_stance, tiny_base: Path, small_data: Path, tmp_path: Path
):
    (tmp_path / "c.toml").write_text(f'base = "{tiny_base}"\nepochs = 3\nmax_tokens = 128\npad_lengths = [128]\n')
    model = tmp_path / "model"
    flags = ["--labels", small_data, "--config", tmp_path / "c.toml", "--epochs", "1", "--no-baselines", "-o", model]
    done = run_stance("train", *flags)
    assert done.returncode == 0, done.stderr
    contract = read_contract(model)
    assert contract.config["epochs"] == 1
    assert contract.base_model == "tiny-bert"
    assert {path.name for path in model.iterdir()} >= {"MODEL_CARD.md", "confusion_stance.png", "evaluation.json"}
    assert "this model" in done.stdout
    assert "epoch 1: loss" in done.stderr


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--base", "no-such-base"], "base 'no-such-base': no model.safetensors there"),
        (["--dropout", "7"], "dropout: got 7.0 (expected a number from 0 to 1)"),
        (["--labels", "nowhere.jsonl"], "nowhere.jsonl: no labelled data here"),
    ],
)
def test_a_run_that_cannot_start_is_one_line_and_writes_nothing(
    run_stance, tmp_path: Path, flags: list[str], message: str
):
    done = run_stance("train", *flags, "-o", tmp_path / "model", cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_a_base_that_is_no_folder_with_weights_is_refused(run_stance, tiny_base: Path, tmp_path: Path):
    done = run_stance("train", "--base", tiny_base / "model.safetensors", "-o", tmp_path / "model")
    assert done.returncode == 1
    assert "no model.safetensors there" in done.stderr
