from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labels.corpus import LabelledStatement
from labels.errors import DataError
from labels.statement import Statement, validated
from labels.store import LabelStore
from serving.label_commands import labels

SAID = {"sector": "media", "sector_confidence": 0.9, "stance": "neutral", "model_version": "m1"}
ROWS = [
    {"text": "The beds go.", "attribution": "Lin Parr", "stance_confidence": 0.9, **SAID},
    {"text": "Nobody costed it.", "attribution": "Cllr Marsh", "stance_confidence": 0.3, **SAID},
    {"text": "Working as one helps.", "attribution": "Dee Alder", "stance_confidence": 0.5, **SAID},
]
LABELS = {"sector": "media", "stance": "critical"}


def queue(*arguments: str | Path) -> Result:
    return CliRunner().invoke(labels, ["queue", *map(str, arguments)])


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the label store that the environment names."""
    url = f"sqlite:///{tmp_path / 'labels.db'}"
    monkeypatch.setenv("STANCE_DATABASE_URL", url)
    return url


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of JSON lines."""

    def write_lines(*rows: object) -> Path:
        file = tmp_path / "rows.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return file

    return write_lines


def test_of_a_file_of_predictions_the_most_doubtful_come_first(write: Callable[..., Path]):
    result = queue(write(*ROWS), "-n", "2")
    assert result.exit_code == 0
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == [ROWS[1]["text"], ROWS[2]["text"]]
    assert result.stderr.endswith("2 statements to label\n")


def test_statements_that_the_store_has_labels_for_are_left_out(write: Callable[..., Path], url: str):
    with LabelStore.open(url) as store:
        store.add_labelled([validated(LabelledStatement, {**ROWS[1], **LABELS})], datetime.now(UTC))
    found = [json.loads(line)["text"] for line in queue(write(*ROWS)).stdout.splitlines()]
    assert found == [ROWS[2]["text"], ROWS[0]["text"]]


def test_without_a_file_the_stores_unlabelled_statements_are_queued(url: str, tiny_model: Path):
    with LabelStore.open(url) as store:
        store.add([Statement(id="s-1", text="The beds go.")])
    result = queue("--model", tiny_model)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["s-1"]


def test_bare_statements_are_classified_with_the_model(write: Callable[..., Path], tiny_model: Path):
    [line] = queue(write({"text": "The beds go."}), "--model", tiny_model).stdout.splitlines()
    assert json.loads(line)["prediction"]["model_version"] != ""


def test_a_bad_row_is_told_the_rest_is_queued_and_the_command_fails(write: Callable[..., Path]):
    file = write(ROWS[0], {**ROWS[1], "text": ""}, ROWS[2])
    result = queue(file)
    assert len(result.stdout.splitlines()) == 2
    assert f"stance: {file}:2: text: is empty" in result.stderr
    assert isinstance(result.exception, DataError)
    assert str(result.exception) == f"{file}: 1 rows could not be read"


def test_what_a_spreadsheet_fills_in_goes_into_the_store(write: Callable[..., Path], tmp_path: Path, url: str):
    assert queue(write(*ROWS), "-o", tmp_path / "queue.csv").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "queue.csv").read_text().splitlines()))
    with (tmp_path / "filled.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, **LABELS, "annotator": "Ann"} for row in rows)
    assert CliRunner().invoke(labels, ["import", str(tmp_path / "filled.csv"), "--store"]).exit_code == 0
    with LabelStore.open(url) as store:
        assert {s.text for s in store.export()} == {row["text"] for row in ROWS}
        assert {s.annotator for s in store.export()} == {"Ann"}


def test_a_queue_is_not_written_over_what_it_was_read_from(write: Callable[..., Path]):
    file = write(*ROWS)
    done = queue(file, "-o", file)
    assert isinstance(done.exception, DataError)
    assert len(file.read_text().splitlines()) == len(ROWS)


def test_whoever_fills_in_a_queue_settles_what_others_differed_on(url: str, tmp_path: Path, tiny_model: Path):
    both = [validated(LabelledStatement, {"text": "Beds go.", "sector": "media", "stance": stance, "annotator": name})
            for stance, name in (("critical", "Ann"), ("neutral", "Ben"))]  # fmt: skip
    with LabelStore.open(url) as store:
        store.add_labelled(both, datetime.now(UTC))
    assert queue("-o", tmp_path / "queue.csv", "--model", tiny_model).exit_code == 0
    [row] = csv.DictReader((tmp_path / "queue.csv").read_text().splitlines())
    with (tmp_path / "filled.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, row.keys())
        writer.writeheader()
        writer.writerow({**row, "sector": "media", "stance": "neutral", "annotator": "Cid"})
    assert CliRunner().invoke(labels, ["import", str(tmp_path / "filled.csv"), "--store"]).exit_code == 0
    with LabelStore.open(url) as store:
        [statement] = store.export()
        assert (statement.stance, statement.annotator, store.wanting_review()) == ("neutral", "Cid", [])


def test_a_models_predictions_are_no_labels(write: Callable[..., Path], url: str):
    done = CliRunner().invoke(labels, ["import", str(write(ROWS[0])), "--store"])
    assert done.exit_code == 1
    assert "holds a model's prediction, 'stance_confidence' (expected labels that somebody gave)" in done.output
    with LabelStore.open(url) as store:
        assert store.export() == []


def test_tasks_for_label_studio_are_written_whole(write: Callable[..., Path], tmp_path: Path):
    assert queue(write(*ROWS), "-o", tmp_path / "tasks.json").exit_code == 0
    assert len(json.loads((tmp_path / "tasks.json").read_text())) == 3


@pytest.mark.parametrize("arguments", [["-n", "0"], ["-n", "1001"], ["a", "b"]], ids=" ".join)
def test_wrong_usage_exits_two(arguments: list[str]):
    assert queue(*arguments).exit_code == 2


def test_a_file_that_is_not_there_is_named():
    assert str(queue("nowhere.jsonl").exception) == "nowhere.jsonl: no such file"
