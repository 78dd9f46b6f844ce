"""Figures of the exported model, as the serving classifier answers; nothing here touches torch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import confusion_matrix

from labels.corpus import LabelledStatement
from labels.taxonomy import Sector, Stance, Theme
from serving.classifier import Classifier
from serving.prediction import Prediction
from training.behaviour import Behaviour, behaviour

BOOTSTRAP_ROUNDS = 1000
CONFIDENCE_BINS = 10
CHUNK = 256
CODES: dict[str, tuple[str, ...]] = {"sector": tuple(Sector), "stance": tuple(Stance)}

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Figure:
    """A metric with its 95% bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


@dataclass(frozen=True)
class HeadFigures:
    """Accuracy and macro-F1 of one head; `calibration_error` is the expected calibration error."""

    accuracy: Figure
    macro_f1: Figure
    calibration_error: float | None = None


@dataclass(frozen=True)
class Answers:
    """Labels of statements, one entry a statement: what a model said, or what is right."""

    sector: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    themes: tuple[tuple[str, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.stance)


@dataclass(frozen=True)
class Evaluation:
    """Everything measured on one set of labelled statements.

    `answers` are those of the model named `model_version`, in the order of the statements; `measured_on` names what
    was measured (see there).
    """

    statements: int
    sector: HeadFigures
    stance: HeadFigures
    themes_micro_f1: Figure
    themes_macro_f1: Figure
    reviewed: float
    unreviewed_stance_accuracy: float
    unreviewed_both_accuracy: float
    stance_confusion: list[list[int]]
    sector_confusion: list[list[int]]
    stance_accuracy_by: dict[str, dict[str, tuple[int, float]]]
    errors: list[dict[str, Any]] = field(repr=False)
    either_annotator: dict[str, float] = field(default_factory=dict)
    behaviour: list[Behaviour] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers, repr=False)
    measured_on: str = ""
    model_version: str = ""

    def summary(self) -> dict[str, float]:
        """Return the headline figures."""
        return {
            "test_statements": float(self.statements),
            "stance_macro_f1": self.stance.macro_f1.value,
            "stance_accuracy": self.stance.accuracy.value,
            "sector_accuracy": self.sector.accuracy.value,
            "sector_macro_f1": self.sector.macro_f1.value,
            "themes_micro_f1": self.themes_micro_f1.value,
            "share_for_review": self.reviewed,
            "unreviewed_stance_accuracy": self.unreviewed_stance_accuracy,
        }


def evaluate(
    classifier: Classifier,
    statements: Sequence[LabelledStatement],
    turned: Sequence[LabelledStatement] = (),
    *,
    on_step: Callable[[float], None] | None = None,
) -> Evaluation:
    """Classify labelled statements and return how well that went; `turned` are pairs for the behaviour tests.

    `on_step` is given the share of the behaviour tests done, which take most of the time.
    """
    predictions = predicted(classifier, statements)
    gold = {head: [getattr(s, head).value for s in statements] for head in CODES}
    found = {head: [getattr(p, head).label.value for p in predictions] for head in CODES}
    gold_themes = np.array([[theme in s.themes for theme in Theme] for s in statements])
    found_themes = np.array([[theme in {t.label for t in p.themes} for theme in Theme] for p in predictions])
    micro, macro = theme_figures(gold_themes, found_themes)
    kept = np.array([not p.review for p in predictions])
    right = {head: np.array(gold[head]) == np.array(found[head]) for head in CODES}
    calibration = {
        head: calibration_error([getattr(p, head).confidence for p in predictions], right[head]) for head in CODES
    }
    return Evaluation(
        statements=len(statements),
        sector=head_figures(gold["sector"], found["sector"], calibration["sector"]),
        stance=head_figures(gold["stance"], found["stance"], calibration["stance"]),
        themes_micro_f1=micro,
        themes_macro_f1=macro,
        reviewed=float(1 - kept.mean()),
        unreviewed_stance_accuracy=_share(right["stance"][kept]),
        unreviewed_both_accuracy=_share((right["stance"] & right["sector"])[kept]),
        stance_confusion=confusion_matrix(gold["stance"], found["stance"], labels=CODES["stance"]).tolist(),
        sector_confusion=confusion_matrix(gold["sector"], found["sector"], labels=CODES["sector"]).tolist(),
        stance_accuracy_by=_stance_by_slice(statements, right["stance"]),
        errors=_errors(statements, predictions),
        either_annotator=_either(statements, predictions),
        behaviour=behaviour(classifier, statements, turned, on_step=on_step),
        answers=answers_of(predictions),
        measured_on=measured_on(statements, turned, classifier.precision),
        model_version=classifier.contract.model_version,
    )


def predicted(classifier: Classifier, statements: Sequence[LabelledStatement]) -> list[Prediction]:
    """Return the predictions for any number of statements, in order."""
    found: list[Prediction] = []
    for start in range(0, len(statements), CHUNK):
        found += classifier.classify(statements[start : start + CHUNK])
    return found


def answers_of(predictions: Sequence[Prediction]) -> Answers:
    """Return the labels that predictions give."""
    return Answers(
        tuple(p.sector.label.value for p in predictions),
        tuple(p.stance.label.value for p in predictions),
        tuple(tuple(theme.label.value for theme in p.themes) for p in predictions),
    )


def measured_on(statements: Sequence[LabelledStatement], turned: Sequence[LabelledStatement], precision: str) -> str:
    """Return a sha256 of everything but the model that its figures depend on: two models with the same can be compared.

    Labels belong to it, as the turned pairs are chosen by them, and the precision that the processor computes in.
    """
    digest = hashlib.sha256(f"{precision}\n".encode())
    for part in (statements, turned):
        for statement in part:
            labels = [statement.sector, statement.stance, *sorted(statement.themes)]
            digest.update(" ".join([statement.content_hash(), statement.source, *labels, "\n"]).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def head_figures(gold: Sequence[str], found: Sequence[str], calibration: float | None = None) -> HeadFigures:
    """Return accuracy and macro-F1 over the classes that the gold labels have, with intervals."""
    accuracy, macro_f1 = head_samples(gold, found)
    return HeadFigures(interval(accuracy), interval(macro_f1), calibration)


def head_samples(gold: Sequence[str], found: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Return accuracy and macro-F1 of each of the `resamples`, which are the same for any answers to as many."""
    classes = sorted({*gold, *found})
    cells = np.array([classes.index(g) * len(classes) + classes.index(f) for g, f in zip(gold, found, strict=True)])
    one_hot = np.eye(len(classes) ** 2)[cells]
    confusion = (resamples(len(gold)) @ one_hot).reshape(-1, len(classes), len(classes))
    right = np.diagonal(confusion, axis1=1, axis2=2)
    support = confusion.sum(axis=2)
    by_class = f1(right, confusion.sum(axis=1) - right, support - right)
    return right.sum(axis=1) / len(gold), mean_over_present(by_class, support)


def theme_figures(gold: BoolArray, found: BoolArray) -> tuple[Figure, Figure]:
    """Return micro- and macro-F1 of the themes, arrays of shape (N, 14), with intervals."""
    micro, macro = theme_samples(gold, found)
    return interval(micro), interval(macro)


def theme_samples(gold: BoolArray, found: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return micro- and macro-F1 of the themes, arrays of shape (N, 14), of each of the `resamples`."""
    weights = resamples(len(gold))
    true, extra, missed = (weights @ cells for cells in (gold & found, ~gold & found, gold & ~found))
    micro = f1(true.sum(axis=1), extra.sum(axis=1), missed.sum(axis=1))
    macro = mean_over_present(f1(true, extra, missed), support=true + missed)
    return micro, macro


def mean_over_present(by_class: FloatArray, support: FloatArray) -> FloatArray:
    """Return the mean of each row over the classes that the row's gold labels have.

    A resample that drew no statement of a rare class says nothing about it.
    """
    present = support > 0
    mean: FloatArray = (by_class * present).sum(axis=1) / present.sum(axis=1).clip(min=1)
    return mean


def f1(true: FloatArray, extra: FloatArray, missed: FloatArray) -> FloatArray:
    """Return F1 from counts of true positives, false positives and false negatives; 0 where none."""
    score: FloatArray = 2 * true / np.maximum(2 * true + extra + missed, 1e-12)
    return score


def resamples(size: int) -> FloatArray:
    """Return how often each of `size` statements is drawn: once each in row 0, then at random (Efron 1979)."""
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=BOOTSTRAP_ROUNDS)
    return np.vstack([np.ones(size), drawn])


def interval(values: FloatArray) -> Figure:
    """Return the value of row 0 with the 95% percentile interval of the other rows."""
    low, high = np.quantile(values[1:], [0.025, 0.975])
    return Figure(float(values[0]), float(low), float(high))


def calibration_error(confidence: Sequence[float], right: np.ndarray) -> float:
    """Return the expected calibration error over bins of equal size (Nixon et al. 2019)."""
    order = np.argsort(confidence)
    bins = np.array_split(order, min(CONFIDENCE_BINS, len(order)))
    gaps = [abs(np.asarray(confidence)[b].mean() - right[b].mean()) * len(b) for b in bins]
    return float(sum(gaps) / len(order))


def _share(right: np.ndarray) -> float:
    return float(right.mean()) if len(right) else 0.0


def _stance_by_slice(
    statements: Sequence[LabelledStatement], right: np.ndarray
) -> dict[str, dict[str, tuple[int, float]]]:
    slices = {
        "sector": [s.sector.value for s in statements],
        "kind": [s.kind.value if s.kind else "not given" for s in statements],
        "attribution": ["given" if s.attribution else "missing" for s in statements],
    }
    return {
        name: {value: (values.count(value), _share(right[np.array(values) == value])) for value in sorted(set(values))}
        for name, values in slices.items()
    }


def _errors(statements: Sequence[LabelledStatement], predictions: Sequence[Prediction]) -> list[dict[str, Any]]:
    """Return the statements with a wrong sector or stance, the surest mistakes first."""
    wrong = [
        {
            "id": s.id,
            "text": s.text,
            "context": s.context,
            "attribution": s.attribution,
            "sector": s.sector.value,
            "predicted_sector": p.sector.label.value,
            "stance": s.stance.value,
            "predicted_stance": p.stance.label.value,
            "confidence": p.stance.confidence,
        }
        for s, p in zip(statements, predictions, strict=True)
        if s.stance is not p.stance.label or s.sector is not p.sector.label
    ]
    return sorted(wrong, key=lambda error: -error["confidence"])


def _either(statements: Sequence[LabelledStatement], predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return, where all statements have a second label, how often the answer is one of the two."""
    if not all(s.second for s in statements):
        return {}
    pairs = [(s, s.second, p) for s, p in zip(statements, predictions, strict=True) if s.second]
    return {
        "stance": float(np.mean([p.stance.label in (s.stance, second.stance) for s, second, p in pairs])),
        "sector": float(np.mean([p.sector.label in (s.sector, second.sector) for s, second, p in pairs])),
    }
