"""Near-duplicates, which share word runs, and retellings, which share rare words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

SHINGLE_WORDS = 4
NEAR = 0.5
MIN_RUNS = 4
TOO_COMMON = 50
RETOLD = 0.33

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class NearPair:
    """Positions of two texts and the share of the shorter one's word runs found in the other."""

    first: int
    second: int
    containment: float


@dataclass(frozen=True)
class RetoldPair:
    """Positions of two texts and the cosine of their words, rare ones counting most."""

    first: int
    second: int
    cosine: float


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, without marks."""
    return _WORD.findall(text.casefold())


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of `SHINGLE_WORDS` words; a shorter text is one run."""
    found = words(text)
    last = max(len(found) - SHINGLE_WORDS, 0)
    return frozenset(tuple(found[i : i + SHINGLE_WORDS]) for i in range(last + 1)) if found else frozenset()


def near_pairs(texts: Sequence[str], threshold: float = NEAR) -> Iterator[NearPair]:
    """Yield the pairs of texts whose containment is at least `threshold`.

    Containment (Broder 1997) is |A ∩ B| / min(|A|, |B|) over word shingles, so an abridged
    copy is found too. Runs that stand in more than `TOO_COMMON` texts join nothing, and a text of
    fewer than `MIN_RUNS` runs (a fragment of a few ordinary words) only its exact likeness.
    """
    runs = [shingles(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, found in enumerate(runs):
        for run in found:
            holders[run].append(position)
    shared: Counter[tuple[int, int]] = Counter()
    for positions in holders.values():
        if len(positions) <= TOO_COMMON:
            shared.update((a, b) for i, a in enumerate(positions) for b in positions[i + 1 :])
    for (a, b), common in sorted(shared.items()):
        shorter = min(len(runs[a]), len(runs[b]))
        if common >= threshold * shorter and (shorter >= MIN_RUNS or runs[a] == runs[b]):
            yield NearPair(a, b, common / shorter)


def retold_pairs(texts: Sequence[str], threshold: float = RETOLD) -> Iterator[RetoldPair]:
    """Yield the pairs of texts that seem to tell the same thing in other words.

    Each text is the set of its words, weighted by inverse document frequency (Spärck Jones 1972). Pairs that
    have only words in common that stand in more than `TOO_COMMON` texts are not looked at: they are near to nothing.
    """
    vocabularies = [set(words(text)) for text in texts]
    frequency = Counter(word for vocabulary in vocabularies for word in vocabulary)
    squared = {word: math.log(len(texts) / count) ** 2 for word, count in frequency.items()}
    norms = [math.sqrt(sum(squared[word] for word in sorted(vocabulary))) for vocabulary in vocabularies]
    holders: dict[str, list[int]] = defaultdict(list)
    for position, vocabulary in enumerate(vocabularies):
        for word in vocabulary:
            if frequency[word] <= TOO_COMMON:
                holders[word].append(position)
    together = {pair for positions in holders.values() for pair in combinations(positions, 2)}
    for a, b in sorted(together):
        shared = vocabularies[a] & vocabularies[b]
        cosine = sum(squared[word] for word in shared) / ((norms[a] * norms[b]) or 1.0)
        if cosine >= threshold:
            yield RetoldPair(a, b, cosine)
