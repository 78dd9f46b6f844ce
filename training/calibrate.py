"""Temperatures and thresholds, fitted on the validation split."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score

from serving.artifact import Temperatures, Thresholds
from serving.prediction import FloatArray, Scores, softmax

IntArray = npt.NDArray[np.int64]

TEMPERATURE_BOUNDS = (0.2, 5.0)
THEME_GRID = np.arange(0.15, 0.66, 0.05)
WANTED_ACCURACY = 0.93
MOST_REVIEWED = {"stance": 0.30, "sector": 0.10}


def fit_temperatures(logits: Scores, sector: IntArray, stance: IntArray, themes: FloatArray) -> Temperatures:
    """Return the temperatures that give the gold labels the least cross-entropy (Guo et al. 2017)."""
    return Temperatures(
        sector=_best_temperature(lambda t: _cross_entropy(softmax(logits.sector / t), sector)),
        stance=_best_temperature(lambda t: _cross_entropy(softmax(logits.stance / t), stance)),
        themes=_best_temperature(lambda t: _binary_cross_entropy(logits.themes / t, themes)),
    )


def _best_temperature(loss: Callable[[float], float]) -> float:
    found = minimize_scalar(loss, bounds=TEMPERATURE_BOUNDS, method="bounded")
    return round(float(found.x), 4)


def _cross_entropy(probabilities: FloatArray, gold: IntArray) -> float:
    return float(-np.log(probabilities[np.arange(len(gold)), gold] + 1e-12).mean())


def _binary_cross_entropy(logits: FloatArray, gold: FloatArray) -> float:
    return float((np.logaddexp(0, logits) - gold * logits).mean())


def fit_thresholds(scores: Scores, sector: IntArray, stance: IntArray, themes: FloatArray) -> Thresholds:
    """Return the theme threshold of the best micro-F1, and the review thresholds.

    A review threshold is the lowest at which what stays unmarked is right `WANTED_ACCURACY` of
    the time, or the one that marks `MOST_REVIEWED` of the statements, whichever marks fewer.
    """
    theme = max(THEME_GRID, key=lambda t: f1_score(themes, scores.themes >= t, average="micro", zero_division=0))
    return Thresholds(
        themes=round(float(theme), 2),
        review_sector=review_threshold(scores.sector, sector, MOST_REVIEWED["sector"]),
        review_stance=review_threshold(scores.stance, stance, MOST_REVIEWED["stance"]),
    )


def review_threshold(probabilities: FloatArray, gold: IntArray, most_reviewed: float) -> float:
    """Return the confidence below which a person should look at a statement."""
    confidence, right = probabilities.max(axis=-1), probabilities.argmax(axis=-1) == gold
    highest = float(np.quantile(confidence, most_reviewed))
    for threshold in np.sort(confidence[confidence < highest]):
        if right[confidence >= threshold].mean() >= WANTED_ACCURACY:
            return round(float(threshold), 4)
    return round(highest, 4)
