"""What to label next: statements of which the model is unsure, each unlike those before it.

Unsure alone would fill a page with one quotation in fifty newspapers; unlike alone with what the model
knows. The worth of a statement is the product of its doubt and its distance from all that are labelled
or picked already. Distance is measured on words (TF-IDF), not on the model's probabilities: these are
alike wherever the model is unsure, whatever the statements are about.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labels.annotation import Predicted
from labels.similarity import words
from labels.statement import Statement

MOST_PICKS = 1_000
POOL = 2_000
"""Only among so many of the most doubtful statements are unlike ones looked for."""

_FloatArray = npt.NDArray[np.float64]
_Weights = dict[str, float]


@dataclass(frozen=True)
class Candidate:
    """A statement that could be labelled, and what the model says of it."""

    statement: Statement
    predicted: Predicted


def pick(candidates: Iterable[Candidate], number: int, settled: Sequence[Statement] = ()) -> list[Candidate]:
    """Return at most `number` candidates to label next, the most worthwhile first.

    Leaves out the `settled` statements and all but the first of equal ones. Reads any number of
    candidates in the memory of `POOL` and of a hash for each.
    """
    done = {statement.content_hash() for statement in settled}
    pool = heapq.nlargest(POOL, _unequal(candidates, done), key=lambda candidate: candidate.predicted.doubt())
    return _unlike(pool, min(number, len(pool)), settled)


def _unequal(candidates: Iterable[Candidate], done: set[str]) -> Iterator[Candidate]:
    seen = set(done)
    for candidate in candidates:
        key = candidate.statement.content_hash()
        if key not in seen:
            seen.add(key)
            yield candidate


def _unlike(pool: Sequence[Candidate], number: int, settled: Sequence[Statement]) -> list[Candidate]:
    """Return the picks: greedily the one of most worth, given those before it."""
    weights = _tf_idf([_wording(candidate.statement) for candidate in pool], [_wording(s) for s in settled])
    index = _Index(weights[: len(pool)])
    nearest = np.zeros(len(pool))
    for text in weights[len(pool) :]:
        np.maximum(nearest, index.similarities(text), out=nearest)
    doubts = np.array([candidate.predicted.doubt() for candidate in pool])
    picked: list[int] = []
    for _ in range(number):
        worth = doubts * (1 - nearest)
        worth[picked] = -1
        best = int(worth.argmax())
        picked.append(best)
        np.maximum(nearest, index.similarities(weights[best]), out=nearest)
    return [pool[position] for position in picked]


def _wording(statement: Statement) -> str:
    """Return the words that tell what labelling a statement can teach: of speaker and subject."""
    return f"{statement.attribution_phrase()} {statement.text}"


def _tf_idf(*groups: Sequence[str]) -> list[_Weights]:
    """Return the words of each text of all groups with their weights, of length 1 (Salton and Buckley 1988)."""
    counts = [Counter(words(text)) for texts in groups for text in texts]
    holders = Counter(word for count in counts for word in count)
    rarity = {word: math.log((1 + len(counts)) / (1 + number)) + 1 for word, number in holders.items()}
    return [_of_length_one({word: n * rarity[word] for word, n in count.items()}) for count in counts]


def _of_length_one(weights: Mapping[str, float]) -> _Weights:
    length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


class _Index:
    """Which texts hold a word, and with what weight."""

    def __init__(self, texts: Sequence[_Weights]) -> None:
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for position, text in enumerate(texts):
            for word, weight in text.items():
                holders[word].append((position, weight))
        self._size = len(texts)
        self._holders = {word: _columns(held) for word, held in holders.items()}

    def similarities(self, text: _Weights) -> _FloatArray:
        """Return the cosine of every indexed text with this one."""
        cosines = np.zeros(self._size)
        for word, weight in text.items():
            if word in self._holders:
                positions, weights = self._holders[word]
                cosines[positions] += weight * weights
        return cosines


def _columns(held: Sequence[tuple[int, float]]) -> tuple[npt.NDArray[np.int64], _FloatArray]:
    positions, weights = zip(*held, strict=True)
    return np.array(positions), np.array(weights)
