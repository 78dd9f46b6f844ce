"""Behaviour tests: what must not change an answer, and what must (CheckList, Ribeiro et al. 2020).

Each test turns statements of one's own into pairs and counts the pairs whose answers are as they should be.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from labels.corpus import LabelledStatement
from labels.taxonomy import Sector, Stance
from serving.classifier import Classifier
from serving.model_input import render
from serving.prediction import Prediction
from training.edits import TEST_STOCK, Stock, another_speaker, hides_speaker, mistype, move, rename, retitle

Pair = tuple[LabelledStatement, LabelledStatement]
Edit = Callable[[LabelledStatement, random.Random, Stock], LabelledStatement]
Judge = Callable[[Prediction, Prediction, Pair], bool]
Label = Callable[[LabelledStatement], object]

STATEMENTS_A_CALL = 256


@dataclass(frozen=True)
class Behaviour:
    """One test: how many pairs there were, the share of them that behaved, and the share wanted."""

    name: str
    pairs: int
    share: float
    wanted: float


def behaviour(
    classifier: Classifier,
    statements: Sequence[LabelledStatement],
    turned: Sequence[LabelledStatement] = (),
    *,
    on_step: Callable[[float], None] | None = None,
) -> list[Behaviour]:
    """Return what every behaviour test comes to on these statements.

    `turned` holds pairs side by side that share their source, in which a clause or the attribution is turned
    and a label with it. A test without pairs is left out. `on_step` is given the share done.
    """
    spoken_by_others = list(swapped(statements))
    tests: list[tuple[str, list[Pair], Judge, float]] = [
        ("another name changes nothing", list(edited(statements, rename)), _same_labels, 0.97),
        ("another place changes nothing", list(edited(statements, move)), _same_labels, 0.97),
        ("another title changes nothing", list(edited(statements, retitle)), _same_labels, 0.97),
        ("a typing error changes nothing", list(edited(statements, mistype)), _same_labels, 0.97),
        ("another sector's speaker leaves the stance", spoken_by_others, _same_stance, 0.97),
        ("another sector's speaker turns the sector", spoken_by_others, _second_sector, 0.90),
        ("a turned clause turns the stance", list(turned_pairs(turned, _stance)), _both_stances, 0.90),
        ("a turned attribution turns the sector", list(turned_pairs(turned, _sector)), _both_sectors, 0.90),
    ]
    paired = chain.from_iterable(pair for _, pairs, _, _ in tests for pair in pairs)
    answers = _answers(classifier, paired, on_step)
    return [
        Behaviour(name, len(pairs), sum(judge(answers(a), answers(b), (a, b)) for a, b in pairs) / len(pairs), least)
        for name, pairs, judge, least in tests
        if pairs
    ]


def _answers(
    classifier: Classifier, statements: Iterable[LabelledStatement], on_step: Callable[[float], None] | None
) -> Callable[[LabelledStatement], Prediction]:
    """Classify each distinct input once; return what gives a statement's prediction."""
    distinct = {render(statement): statement for statement in statements}
    waiting = iter(distinct.values())
    found: list[Prediction] = []
    while chunk := list(islice(waiting, STATEMENTS_A_CALL)):
        found += classifier.classify(chunk)
        if on_step:
            on_step(len(found) / len(distinct))
    predictions = dict(zip(distinct, found, strict=True))
    return lambda statement: predictions[render(statement)]


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


def turned_pairs(statements: Sequence[LabelledStatement], label: Label) -> Iterator[Pair]:
    """Yield neighbours that share their source and differ in a label."""
    for first, second in pairwise(statements):
        if first.source == second.source and label(first) is not label(second):
            yield first, second


def _stance(statement: LabelledStatement) -> Stance:
    return statement.stance


def _sector(statement: LabelledStatement) -> Sector:
    return statement.sector


def _same_labels(p: Prediction, q: Prediction, _pair: Pair) -> bool:
    return p.stance.label is q.stance.label and p.sector.label is q.sector.label


def _same_stance(p: Prediction, q: Prediction, _pair: Pair) -> bool:
    return p.stance.label is q.stance.label


def _second_sector(_p: Prediction, q: Prediction, pair: Pair) -> bool:
    return q.sector.label is pair[1].sector


def _both_stances(p: Prediction, q: Prediction, pair: Pair) -> bool:
    return p.stance.label is pair[0].stance and q.stance.label is pair[1].stance


def _both_sectors(p: Prediction, q: Prediction, pair: Pair) -> bool:
    return p.sector.label is pair[0].sector and q.sector.label is pair[1].sector
