"""Behaviour tests: what must not change an answer, and what must (CheckList, Ribeiro et al. 2020).

Each test turns statements of one's own into pairs and counts the pairs whose answers are as they should be.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from labels.corpus import LabelledStatement
from serving.classifier import Classifier
from serving.prediction import Prediction
from training.edits import TEST_STOCK, Stock, another_speaker, hides_speaker, mistype, move, rename, retitle

TURNED_CLAUSES = Path(__file__).parents[1] / "labels" / "behaviour"
"""Pairs of statements in which one clause is turned, and the stance with it; never trained on."""

Pair = tuple[LabelledStatement, LabelledStatement]
Edit = Callable[[LabelledStatement, random.Random, Stock], LabelledStatement]
Judge = Callable[[Prediction, Prediction, Pair], bool]


@dataclass(frozen=True)
class Behaviour:
    """One test: how many pairs there were, the share of them that behaved, and the share wanted."""

    name: str
    pairs: int
    share: float
    wanted: float


def behaviour(
    classifier: Classifier, statements: Sequence[LabelledStatement], turned: Sequence[LabelledStatement] = ()
) -> list[Behaviour]:
    """Return what every behaviour test comes to on these statements.

    `turned` holds pairs side by side that share their source, in which a clause is turned and the stance
    with it. A test without pairs is left out.
    """
    spoken_by_others = list(swapped(statements))
    tests: list[tuple[str, list[Pair], Judge, float]] = [
        ("another name changes nothing", list(edited(statements, rename)), _same_labels, 0.97),
        ("another place changes nothing", list(edited(statements, move)), _same_labels, 0.97),
        ("another title changes nothing", list(edited(statements, retitle)), _same_labels, 0.97),
        ("a typing error changes nothing", list(edited(statements, mistype)), _same_labels, 0.97),
        ("another sector's speaker leaves the stance", spoken_by_others, _same_stance, 0.97),
        ("another sector's speaker turns the sector", spoken_by_others, _second_sector, 0.90),
        ("a turned clause turns the stance", list(turned_pairs(turned)), _both_stances, 0.90),
    ]
    return [
        Behaviour(name, len(pairs), _share(classifier, pairs, judge), least)
        for name, pairs, judge, least in tests
        if pairs
    ]


def edited(statements: Sequence[LabelledStatement], edit: Edit) -> Iterator[Pair]:
    """Yield the statements that an edit changes, each with its changed form; the same ones every time."""
    for statement in statements:
        changed = edit(statement, random.Random(f"{edit.__name__}:{statement.content_hash()}"), TEST_STOCK)
        if changed.content_hash() != statement.content_hash():
            yield statement, changed


def swapped(statements: Sequence[LabelledStatement]) -> Iterator[Pair]:
    """Yield the statements whose speaker only the attribution tells, each as said by another sector's speaker."""
    usable = [statement for statement in statements if hides_speaker(statement)]
    for statement in usable:
        other = another_speaker(statement, usable, random.Random(f"speaker:{statement.content_hash()}"))
        if other.sector is not statement.sector:
            yield statement, other


def turned_pairs(statements: Sequence[LabelledStatement]) -> Iterator[Pair]:
    """Yield neighbours that share their source and differ in stance."""
    for first, second in pairwise(statements):
        if first.source == second.source and first.stance is not second.stance:
            yield first, second


def _share(classifier: Classifier, pairs: Sequence[Pair], judge: Judge) -> float:
    first = classifier.classify([a for a, _ in pairs])
    second = classifier.classify([b for _, b in pairs])
    return sum(judge(p, q, pair) for pair, p, q in zip(pairs, first, second, strict=True)) / len(pairs)


def _same_labels(p: Prediction, q: Prediction, _pair: Pair) -> bool:
    return p.stance.label is q.stance.label and p.sector.label is q.sector.label


def _same_stance(p: Prediction, q: Prediction, _pair: Pair) -> bool:
    return p.stance.label is q.stance.label


def _second_sector(_p: Prediction, q: Prediction, pair: Pair) -> bool:
    return q.sector.label is pair[1].sector


def _both_stances(p: Prediction, q: Prediction, pair: Pair) -> bool:
    return p.stance.label is pair[0].stance and q.stance.label is pair[1].stance
