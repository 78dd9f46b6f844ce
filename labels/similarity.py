"""Near-duplicates: statements that share so many word runs that one gives the other away."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SHINGLE_WORDS = 4
NEAR = 0.5
MIN_RUNS = 4
TOO_COMMON = 50

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class NearPair:
    """Positions of two texts and the share of the shorter one's word runs found in the other."""

    first: int
    second: int
    containment: float


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
