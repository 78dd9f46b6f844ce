from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from labels.corpus import DATA_FOLDER, LabelledStatement, Split
from labels.errors import DataError
from labels.snapshot import Snapshot, freeze, take_snapshot
from labels.taxonomy import TAXONOMY_VERSION, Stance

Make = Callable[..., LabelledStatement]
SPLITS = ("train", "validation", "test")


@pytest.fixture
def three(labelled: Make) -> list[LabelledStatement]:
    """One statement for each split."""
    second = {"sector": "media", "stance": "neutral", "themes": ["pace"]}
    return [
        labelled(id=split, text=f"Words {split} alone.", themes=["finance"], second=second, split=split)
        for split in SPLITS
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"sector": "media"},
        {"stance": "critical"},
        {"themes": []},
        {"sure": "low"},
        {"second": None},
        {"second": {"sector": "media", "stance": "critical", "themes": ["pace"]}},
        {"second": {"sector": "media", "stance": "neutral"}},
        {"text": "Other words."},
        {"attribution": "Ida Fenwright, nurse"},
        {"split": "train"},
    ],
    ids=str,
)
def test_the_hash_changes_with_every_label_word_and_split(
    labelled: Make, three: list[LabelledStatement], change: dict[str, object]
):
    changed = labelled(**{**three[2].to_record(), **change})
    assert freeze([*three[:2], changed]).sha256 != freeze(three).sha256


@pytest.mark.parametrize(("changed", "same"), [("train", False), ("validation", False), ("test", True)])
def test_statements_held_out_for_the_test_leave_the_hash_of_what_a_model_is_made_from(
    three: list[LabelledStatement], changed: str, same: bool
):
    others = [s.model_copy(update={"stance": Stance.CRITICAL}) if s.split == changed else s for s in three]
    assert (freeze(others).training_sha256 == freeze(three).training_sha256) is same


def test_the_hash_changes_when_a_statement_goes(three: list[LabelledStatement]):
    assert freeze(three[:2]).sha256 != freeze(three).sha256


def test_the_hash_changes_with_the_taxonomy_version(three: list[LabelledStatement], monkeypatch: pytest.MonkeyPatch):
    before = freeze(three).sha256
    monkeypatch.setattr("labels.snapshot.TAXONOMY_VERSION", "next")
    assert freeze(three).sha256 != before


def test_neither_the_order_nor_the_names_of_the_files_change_the_snapshot(
    write_lines: Callable[..., Path], three: list[LabelledStatement]
):
    one, other = write_lines(*three[:2], name="a.jsonl"), write_lines(three[2], name="b.jsonl")
    single = write_lines(*reversed(three), name="c.jsonl")
    assert take_snapshot([one, other]) == take_snapshot([other, one]) == take_snapshot([single])


def test_the_order_of_two_peoples_labels_of_one_statement_does_not_change_the_snapshot(three: list[LabelledStatement]):
    namesake = three[0].model_copy(update={"stance": Stance.CRITICAL})
    assert freeze([*three, namesake]).sha256 == freeze([namesake, *three]).sha256


def test_a_snapshot_is_sorted_by_id_and_split(three: list[LabelledStatement]):
    snapshot = freeze(three)
    assert [s.id for s in snapshot.statements] == ["test", "train", "validation"]
    assert [[s.id for s in snapshot.split(split)] for split in Split] == [["train"], ["validation"], ["test"]]


def test_statements_without_a_split_get_one(labelled: Make):
    statements = [labelled(id=f"s{i}", text=f"word{i} alone", origin="modelled") for i in range(20)]
    snapshot = freeze(statements)
    assert sum(len(snapshot.split(split)) for split in Split) == 20


@pytest.mark.parametrize("missing", SPLITS)
def test_a_split_without_statements_is_refused_by_name(
    write_lines: Callable[..., Path], three: list[LabelledStatement], missing: str
):
    file = write_lines(*(s for s in three if s.split != missing))
    with pytest.raises(DataError, match=f"has no statement in the split '{missing}'"):
        take_snapshot([file])


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    """The snapshot of the shipped data."""
    return take_snapshot()


def test_the_shipped_data_is_whole_and_keeps_its_splits(shipped: Snapshot):
    lines = [line for file in DATA_FOLDER.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(shipped.statements) == len(lines)
    assert [len(shipped.split(s)) for s in Split] == [sum(f'"split": "{s}"' in line for line in lines) for s in Split]
    assert shipped.taxonomy_version == TAXONOMY_VERSION


def test_the_shipped_test_split_holds_modelled_statements_only(shipped: Snapshot):
    assert {s.origin for s in shipped.split(Split.TEST)} == {"modelled"}
