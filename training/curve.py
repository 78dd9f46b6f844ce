"""The learning curve: what the same settings come to on parts of the training data."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

from labels.corpus import LabelledStatement, Origin, Split, json_lines
from labels.errors import DataError
from labels.snapshot import Snapshot
from serving.artifact import load_artifact
from serving.classifier import Classifier
from training.config import TrainConfig
from training.evaluate import Evaluation, evaluate
from training.export import round_weights, write_artifact
from training.run import Reporter, calibrated, plan_from_base, prepare, trained_to

SHA_DIGITS = 12


class Material(StrEnum):
    """Which training statements are learnt from, by where they come from."""

    ALL = "all"
    MODELLED = Origin.MODELLED.value
    WRITTEN = Origin.WRITTEN.value


@dataclass(frozen=True)
class Point:
    """One training of the curve: from which statements, on what share of them, drawn by which seed.

    `settings` are those that are not the default's, as JSON with sorted keys; `labels` begins the data's sha256.
    """

    material: Material
    share: float
    seed: int
    settings: str
    labels: str


@dataclass(frozen=True)
class Measured:
    """A point and what its model came to on the test split."""

    point: Point
    statements: int
    evaluation: Evaluation

    def record(self) -> dict[str, Any]:
        """Return the point and its figures as a row of a file."""
        heads = {
            f"{head}_{name}": round(getattr(getattr(self.evaluation, head), name).value, 4)
            for head in ("stance", "sector")
            for name in ("macro_f1", "accuracy")
        }
        themes = {"themes_micro_f1": round(self.evaluation.themes_micro_f1.value, 4)}
        point = asdict(self.point) | {"settings": json.loads(self.point.settings)}
        return point | {"statements": self.statements} | heads | themes


def points(
    materials: Sequence[Material],
    shares: Sequence[float],
    seeds: Sequence[int],
    config: TrainConfig,
    snapshot: Snapshot,
) -> list[Point]:
    """Return the trainings of a curve, each once: one seed's whole curve before the next seed's."""
    default = TrainConfig().to_dict()
    changed = {name: value for name, value in config.to_dict().items() if name != "seed" and value != default[name]}
    settings = _as_json(changed)
    return [
        Point(material, share, seed, settings, snapshot.sha256[:SHA_DIGITS])
        for seed, material, share in dict.fromkeys(product(seeds, materials, shares))
    ]


def _as_json(settings: Mapping[str, Any]) -> str:
    return json.dumps(settings, sort_keys=True)


def measured_already(file: Path) -> set[Point]:
    """Return the points whose figures a file of records holds; raise `DataError` for one that holds something else."""
    found = set()
    for number, record in json_lines(file):
        try:
            settings = _as_json(record["settings"])
            material, labels = Material(record["material"]), str(record["labels"])
            found.add(Point(material, float(record["share"]), int(record["seed"]), settings, labels))
        except (KeyError, TypeError, ValueError):
            raise DataError(
                f"{file}:{number}: no point of a curve (expected material, share, seed, settings and labels)"
            ) from None
    return found


def part(snapshot: Snapshot, point: Point) -> Snapshot:
    """Return the snapshot with only the point's share of its training statements; the other splits stay whole.

    Of one seed and material, each share holds all smaller ones. Raises `DataError` if no statement is left.
    """
    fitting = [s for s in snapshot.split(Split.TRAIN) if _fits(s, point.material)]
    random.Random(point.seed).shuffle(fitting)
    kept = fitting[: round(point.share * len(fitting))]
    if not kept:
        raise DataError(f"no training statement in {point.share:g} of {point.material} (expected some)")
    held_out = (s for s in snapshot.statements if s.split is not Split.TRAIN)
    return replace(snapshot, statements=(*kept, *held_out))


def _fits(statement: LabelledStatement, material: Material) -> bool:
    return material is Material.ALL or statement.origin.value == material.value


def measure(point: Point, config: TrainConfig, snapshot: Snapshot, tell: Reporter) -> Measured:
    """Train on the point's part of the data and measure the exported model on the test split.

    The model itself is thrown away. Raises `DataError` and `CheckpointError` as a training does.
    """
    config = replace(config, seed=point.seed)
    prepare(config)
    data = part(snapshot, point)
    plan = plan_from_base(config, data)
    trained = trained_to(plan, tell)
    round_weights(trained.model)
    with tempfile.TemporaryDirectory(prefix="stance-curve-") as name:
        folder = Path(name)
        write_artifact(folder, trained.model, plan.source, plan.contract)
        calibrated(folder, data.split(Split.VALIDATION))
        evaluation = evaluate(Classifier(load_artifact(folder)), data.split(Split.TEST))
    return Measured(point, len(data.split(Split.TRAIN)), evaluation)
