"""Rows of labels as they come from outside, into the label store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from labels.errors import InvalidInput
from labels.statement import validated
from labels.store import LabelStore
from labels.submission import Fate, Outcome, Submission


def take_rows(store: LabelStore, rows: Sequence[object], now: datetime, *, strict: bool = False) -> list[Outcome]:
    """Store the rows as handed in `now`, in one transaction; return what became of each, in order.

    With `strict` one bad row keeps all out. Raises `StoreError` if the store fails.
    """
    read = [_read(row) for row in rows]
    good = [item for item in read if isinstance(item, Submission)]
    if strict and len(good) < len(rows):
        return [item if isinstance(item, Outcome) else Outcome(Fate.LEFT_OUT) for item in read]
    stored = iter(store.submit(good, now, strict=strict))
    return [item if isinstance(item, Outcome) else next(stored) for item in read]


def _read(row: object) -> Submission | Outcome:
    try:
        return validated(Submission, row)
    except InvalidInput as problem:
        return Outcome(Fate.REFUSED, problem=problem)
