"""Labels that the rest of the data contradicts: what to look at again before training on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold

from labels.corpus import LabelledStatement
from labels.errors import DataError
from labels.splits import groups
from training.base import BaseCheckpoint
from training.baselines import HEADS, Features, embedding_features, on_embeddings, on_words, tfidf_features
from training.config import TrainConfig

FOLDS = 5
Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Doubt:
    """A label that classifiers trained without its statement would not have given.

    `margin` is by how much likelier they find `expected` than `given`, between 0 and 1.
    """

    statement: LabelledStatement
    head: str
    given: str
    expected: str
    margin: float

    def record(self) -> dict[str, Any]:
        """Return the doubt with the statement's words, as a row of a file."""
        words = {field: getattr(self.statement, field) for field in ("attribution", "text", "context")}
        label = {"head": self.head, "given": self.given, "expected": self.expected, "margin": round(self.margin, 3)}
        return {"id": self.statement.id, **label, **words}


def screen(
    statements: Sequence[LabelledStatement],
    base: BaseCheckpoint,
    config: TrainConfig,
    progress: Callable[[float], None],
) -> list[Doubt]:
    """Return the doubtful labels of sector and stance, the most doubtful first.

    Every statement is judged by logistic regressions, on words and on the base's frozen states, that saw neither it
    nor any of its source; their mean probabilities go through confident learning. Raises `DataError` if the
    statements come from fewer than `FOLDS` sources.
    """
    found: list[Doubt] = []
    outside = probabilities_outside(statements, base, config, progress)
    for head, (labels, shares) in outside.items():
        given = [labels.index(getattr(statement, head).value) for statement in statements]
        for row, expected in contradicted(np.array(given), shares):
            margin = float(shares[row, expected] - shares[row, given[row]])
            found.append(Doubt(statements[row], head, labels[given[row]], labels[expected], margin))
    return sorted(found, key=lambda doubt: -doubt.margin)


def contradicted(given: npt.NDArray[np.int64], shares: Probabilities) -> list[tuple[int, int]]:
    """Return the rows whose label is contradicted, each with the label expected instead.

    `shares` are out-of-sample probabilities (N, L). A label counts as expected where its probability reaches the
    mean of those that carry it (confident learning: Northcutt, Jiang & Chuang 2021); of several, the likeliest.
    """
    thresholds = np.array(
        [shares[given == label, label].mean() if (given == label).any() else np.inf for label in range(shares.shape[1])]
    )
    confident = np.where(shares >= thresholds, shares, -1.0)
    expected = confident.argmax(axis=1)
    doubted = (confident.max(axis=1) >= 0) & (expected != given)
    return [(int(row), int(expected[row])) for row in np.flatnonzero(doubted)]


def probabilities_outside(
    statements: Sequence[LabelledStatement],
    base: BaseCheckpoint,
    config: TrainConfig,
    progress: Callable[[float], None],
) -> dict[str, tuple[list[str], Probabilities]]:
    """Return for each head its labels in order and every statement's probabilities from folds without its source."""
    source_of = np.empty(len(statements), dtype=np.int64)
    for number, members in enumerate(groups(statements)):
        source_of[members] = number
    if len(set(source_of.tolist())) < FOLDS:
        raise DataError(f"{len(set(source_of.tolist()))} sources of statements (expected at least {FOLDS})")
    states = embedding_features(statements, base, config)
    labels = {head: sorted({getattr(statement, head).value for statement in statements}) for head in HEADS}
    shares = {head: np.zeros((len(statements), len(names))) for head, names in labels.items()}
    for fold, (inside, outside) in enumerate(GroupKFold(FOLDS).split(states, groups=source_of), start=1):
        train, held = [statements[i] for i in inside], [statements[i] for i in outside]
        words = tfidf_features(train, held)
        for head, names in labels.items():
            wanted = [getattr(statement, head).value for statement in train]
            judged = ((on_words, words), (on_embeddings, (states[inside], states[outside])))
            shares[head][outside] = sum(
                _judge(make, features, wanted, names) / len(judged) for make, features in judged
            )
        progress(fold / FOLDS)
    return {head: (names, shares[head]) for head, names in labels.items()}


def _judge(
    make: Callable[[], Any], features: tuple[Features, Features], wanted: Sequence[str], names: Sequence[str]
) -> Probabilities:
    """Return the probabilities of the labels `names` for held-out rows; a label not met in training has none."""
    model = make()
    model.fit(features[0], wanted)
    found = np.zeros((features[1].shape[0], len(names)))
    found[:, [names.index(str(label)) for label in model.classes_]] = model.predict_proba(features[1])
    return found
