"""Labels that the rest of the data contradicts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from labels.corpus import LabelledStatement, to_jsonl
from labels.errors import DataError
from labels.taxonomy import Stance
from tests import plain
from training.base import find_base
from training.config import load_config
from training.screen import contradicted, screen

WRONG = {f"p-{number}" for number in range(0, 120, 10)}
TURNED = {
    Stance.SUPPORTIVE: Stance.CRITICAL,
    Stance.CRITICAL: Stance.CONDITIONAL,
    Stance.CONDITIONAL: Stance.SUPPORTIVE,
}


@pytest.fixture(scope="module")
def data() -> list[LabelledStatement]:
    """Plain statements, of which a few carry a stance that their word does not tell."""
    numbered = [s.model_copy(update={"id": f"p-{number}"}) for number, s in enumerate(plain.corpus()[:240])]
    return [s.model_copy(update={"stance": TURNED[s.stance]}) if s.id in WRONG else s for s in numbered]


def test_wrong_labels_among_plain_ones_come_first(data: list[LabelledStatement], tiny_base: Path):
    told: list[float] = []
    doubts = screen(data, find_base(str(tiny_base)), load_config(None, {"base": str(tiny_base)}), told.append)
    stances = [d.statement.id for d in doubts if d.head == "stance"]
    assert len(WRONG & set(stances[: len(WRONG)])) >= 0.75 * len(WRONG)
    assert all(d.given == getattr(d.statement, d.head) != d.expected for d in doubts)
    assert [d.margin for d in doubts] == sorted((d.margin for d in doubts), reverse=True)
    assert told == [0.2, 0.4, 0.6, 0.8, 1.0]


def test_a_label_is_contradicted_only_by_one_that_reaches_its_own_mean():
    given = np.array([0, 0, 1, 1])
    shares = np.array([[0.9, 0.1], [0.45, 0.55], [0.2, 0.8], [0.7, 0.3]])
    # The mean of label 0 among its own is 0.675, of label 1 0.55: row 1 reaches the latter, row 3 the former.
    assert contradicted(given, shares) == [(1, 1), (3, 0)]
    shares[1] = [0.48, 0.52]
    assert contradicted(given, shares) == [(3, 0)]


def test_a_label_that_nobody_carries_is_never_expected():
    assert contradicted(np.array([0, 0]), np.array([[0.2, 0.8], [0.9, 0.1]])) == []


def test_too_few_sources_are_refused(tiny_base: Path, data: list[LabelledStatement]):
    one_page = [s.model_copy(update={"source": "a page"}) for s in data]
    with pytest.raises(DataError, match=r"^1 sources of statements \(expected at least 5\)$"):
        screen(one_page, find_base(str(tiny_base)), load_config(None, {"base": str(tiny_base)}), lambda share: None)


def test_the_command_lists_doubts_as_json_lines_and_says_how_many(
    run_stance, tmp_path: Path, data: list[LabelledStatement], tiny_base: Path
):
    file = tmp_path / "data.jsonl"
    file.write_text(to_jsonl(data), encoding="utf-8")
    done = run_stance("screen", "--labels", str(file), "--base", str(tiny_base), "-o", str(tmp_path / "doubts.jsonl"))
    assert (done.returncode, done.stdout) == (0, "")
    rows = [json.loads(line) for line in (tmp_path / "doubts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows if row["head"] == "stance"} & WRONG) >= 0.75 * len(WRONG)
    assert rows[0].keys() == {"id", "head", "given", "expected", "margin", "attribution", "text", "context"}
    assert "of 240 labels of stance are doubtful" in done.stderr


def test_a_file_that_can_not_be_written_is_refused_before_the_work(run_stance, tmp_path: Path):
    done = run_stance("screen", "-o", str(tmp_path / "nowhere" / "doubts.jsonl"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "nowhere" in done.stderr
    assert "judging" not in done.stderr
