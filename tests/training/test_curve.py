"""The learning curve: which parts are trained on, and the file of what they come to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labels.corpus import LabelledStatement, Origin, Split
from labels.errors import DataError
from labels.snapshot import Snapshot, freeze
from tests import plain
from training.config import TrainConfig
from training.curve import Material, Point, measured_already, part, points

FIGURES = {"stance_macro_f1", "stance_accuracy", "sector_macro_f1", "sector_accuracy", "themes_micro_f1"}


@pytest.fixture(scope="module")
def snapshot(small_statements: list[LabelledStatement]) -> Snapshot:
    """A few hundred of the shipped statements."""
    return freeze(small_statements)


def ids(snapshot: Snapshot, split: Split) -> set[str]:
    return {s.id for s in snapshot.split(split)}


def test_a_part_leaves_the_held_out_splits_whole(snapshot: Snapshot):
    few = part(snapshot, Point(Material.ALL, 0.1, 1, "{}", ""))
    assert len(few.split(Split.TRAIN)) == round(0.1 * len(snapshot.split(Split.TRAIN)))
    assert ids(few, Split.VALIDATION) == ids(snapshot, Split.VALIDATION)
    assert ids(few, Split.TEST) == ids(snapshot, Split.TEST)


def test_a_larger_share_of_one_seed_holds_the_smaller(snapshot: Snapshot):
    shares = [ids(part(snapshot, Point(Material.ALL, share, 1, "{}", "")), Split.TRAIN) for share in (0.25, 0.5, 1.0)]
    assert shares[0] < shares[1] < shares[2] == ids(snapshot, Split.TRAIN)


def test_another_seed_draws_other_statements(snapshot: Snapshot):
    one, other = (part(snapshot, Point(Material.ALL, 0.5, seed, "{}", "")) for seed in (1, 2))
    assert ids(one, Split.TRAIN) != ids(other, Split.TRAIN)


@pytest.mark.parametrize("material", [Material.MODELLED, Material.WRITTEN])
def test_a_material_is_told_by_the_origin(snapshot: Snapshot, material: Material):
    found = part(snapshot, Point(material, 1.0, 1, "{}", "")).split(Split.TRAIN)
    wanted = {s.id for s in snapshot.split(Split.TRAIN) if s.origin is Origin(material.value)}
    assert {s.id for s in found} == wanted != ids(snapshot, Split.TRAIN)


def test_a_part_without_statements_is_refused(snapshot: Snapshot):
    with pytest.raises(DataError, match=r"^no training statement in 0\.0001 of all \(expected some\)$"):
        part(snapshot, Point(Material.ALL, 0.0001, 1, "{}", ""))


def test_a_curve_takes_one_seed_after_the_other_and_each_point_once(snapshot: Snapshot):
    found = points([Material.ALL], [0.5, 1.0, 0.5], [2, 1, 2], TrainConfig(), snapshot)
    assert [(point.share, point.seed) for point in found] == [(0.5, 2), (1.0, 2), (0.5, 1), (1.0, 1)]


def test_points_of_other_settings_are_others(tmp_path: Path, snapshot: Snapshot):
    settings = (TrainConfig(epochs=epochs, seed=9) for epochs in (6, 2))
    one, other = (points([Material.ALL], [1.0], [1], config, snapshot)[0] for config in settings)
    assert (one.settings, other.settings) == ("{}", '{"epochs": 2}')
    file = tmp_path / "curve.jsonl"
    row = {"material": "all", "share": 1.0, "seed": 1, "settings": {"epochs": 2}, "labels": snapshot.sha256[:12]}
    file.write_text(f"{json.dumps(row)}\n", encoding="utf-8")
    assert measured_already(file) == {other}


def test_points_of_other_data_are_others(snapshot: Snapshot, small_statements: list[LabelledStatement]):
    less = freeze(small_statements[1:])
    one, other = (points([Material.ALL], [1.0], [1], TrainConfig(), data)[0] for data in (snapshot, less))
    assert one.settings == other.settings
    assert one != other


def test_a_file_of_something_else_is_refused(tmp_path: Path):
    file = tmp_path / "curve.jsonl"
    file.write_text(
        '{"material": "all", "share": 1.0, "seed": 1, "settings": {}, "labels": "0"}\n{"text": "no point"}\n',
        encoding="utf-8",
    )
    with pytest.raises(
        DataError, match=r"curve\.jsonl:2: no point of a curve \(expected material, share, seed, settings and labels\)$"
    ):
        measured_already(file)


def test_the_command_trains_what_the_file_lacks_and_adds_its_figures(run_stance, tmp_path: Path, tiny_base: Path):
    data, settings = plain.write(tmp_path)
    settings.write_text(
        "".join(
            f"{key} = {json.dumps(value)}\n" for key, value in {**plain.TRAIN_SETTINGS, "base": str(tiny_base)}.items()
        ),
        encoding="utf-8",
    )
    output = tmp_path / "curve.jsonl"
    command = ("curve", "--labels", data, "--config", settings, "-o", output, "--share", "0.05")
    first = run_stance(*command)
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    again = run_stance(*command, "--share", "1")
    assert again.stderr.replace("\n", " ").rstrip().endswith("1 of them new")
    small, whole = (json.loads(line) for line in output.read_text(encoding="utf-8").splitlines())
    assert (small["statements"], whole["statements"]) == (24, 480)
    assert whole.keys() > FIGURES
    assert whole["stance_macro_f1"] > 0.9 > small["stance_macro_f1"]


def test_a_curve_that_can_not_be_written_is_refused_before_the_work(run_stance, tmp_path: Path):
    done = run_stance("curve", "-o", tmp_path / "nowhere" / "curve.jsonl")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "nowhere" in done.stderr
