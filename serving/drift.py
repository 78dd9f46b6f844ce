"""Whether what is asked of a model still looks like what it was measured on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labels.taxonomy import Sector, Stance
from serving.artifact import Profile
from serving.prediction import Prediction

CONFIDENCE_EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
WINDOW = 2_000
LEAST_PREDICTIONS = 500
EVERY = 100
LEAST_SHARE = 0.001

Shares = npt.NDArray[np.float64]


class Outcome(NamedTuple):
    """What of a prediction is compared; a window of whole predictions would take megabytes."""

    sector: Sector
    stance: Stance
    sector_confidence: float
    stance_confidence: float


def outcome(prediction: Prediction) -> Outcome:
    """Return what of a prediction is compared."""
    sector, stance = prediction.sector, prediction.stance
    return Outcome(sector.label, stance.label, sector.confidence, stance.confidence)


def profile(outcomes: Iterable[Outcome]) -> Profile:
    """Return how often each label is given, and with which confidence; the shares of each field sum to 1.

    Raises `ValueError` if there are none.
    """
    sectors, stances, sure_of_sector, sure_of_stance = zip(*outcomes, strict=True)
    return Profile(
        sector=_label_shares(sectors, tuple(Sector)),
        stance=_label_shares(stances, tuple(Stance)),
        sector_confidence=_confidence_shares(sure_of_sector),
        stance_confidence=_confidence_shares(sure_of_stance),
    )


def stability_index(expected: Sequence[float], found: Sequence[float]) -> float:
    """Return the population stability index of two distributions over the same bins.

    The sum of (found - expected) * ln(found / expected) (Siddiqi 2006, "Credit Risk Scorecards"): below 0.1 they
    are alike, above 0.25 they differ much. A share below `LEAST_SHARE` counts as that.
    """
    one, other = _floored(expected), _floored(found)
    return float(((other - one) * np.log(other / one)).sum())


class DriftWatch:
    """Compares the latest `WINDOW` predictions with a model's reference."""

    def __init__(self, reference: Profile) -> None:
        self.reference = reference
        self._latest: deque[Outcome] = deque(maxlen=WINDOW)
        self._since = 0

    def add(self, predictions: Sequence[Prediction]) -> dict[str, float]:
        """Take in predictions; return the stability index of each field of a profile, or {} until it is time.

        That is after every `EVERY` predictions, from `LEAST_PREDICTIONS` on.
        """
        self._latest.extend(map(outcome, predictions))
        self._since += len(predictions)
        if len(self._latest) < LEAST_PREDICTIONS or self._since < EVERY:
            return {}
        self._since = 0
        expected, found = self.reference.model_dump(), profile(self._latest).model_dump()
        return {field: stability_index(expected[field], found[field]) for field in expected}


def _label_shares(given: Sequence[str], labels: Sequence[str]) -> tuple[float, ...]:
    return tuple(given.count(label) / len(given) for label in labels)


def _confidence_shares(given: Sequence[float]) -> tuple[float, ...]:
    counts, _ = np.histogram(given, CONFIDENCE_EDGES)
    return tuple(float(count) / len(given) for count in counts)


def _floored(shares: Sequence[float]) -> Shares:
    floored: Shares = np.maximum(np.asarray(shares, dtype=np.float64), LEAST_SHARE)
    total: Shares = floored / floored.sum()
    return total
