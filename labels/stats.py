"""How many statements there are of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from labels.corpus import LabelledStatement, Split
from labels.taxonomy import Sector, Stance, Theme

Counts = dict[str, dict[str, int]]


def count(statements: Sequence[LabelledStatement]) -> Counts:
    """Return counts by stance, sector, theme, origin, kind, certainty, second label and split."""
    return {
        "stance": _in_order(Stance, (s.stance for s in statements)),
        "sector": _in_order(Sector, (s.sector for s in statements)),
        "themes": _in_order(Theme, (theme for s in statements for theme in s.themes)),
        "origin": _in_order((), (s.origin for s in statements)),
        "kind": _in_order((), (s.kind or "not given" for s in statements)),
        "sure": _in_order((), (s.sure or "not given" for s in statements)),
        "second label": _in_order((), ("yes" if s.second else "no" for s in statements)),
        "split": _in_order(Split, (s.split or "not assigned" for s in statements)),
    }


def _in_order(codes: Iterable[Any], found: Iterable[Any]) -> dict[str, int]:
    counts = Counter(str(item) for item in found)
    return {str(code): counts.pop(str(code), 0) for code in codes} | dict(counts.most_common())
