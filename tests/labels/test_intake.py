from __future__ import annotations

from datetime import UTC, datetime

import pytest

from labels.intake import take_rows
from labels.store import LabelStore
from labels.submission import Fate

NOW = datetime(2016, 11, 3, 9, 30, tzinfo=UTC)
GOOD = {"text": "It closes wards.", "sector": "media", "stance": "critical"}
BAD = [{"text": "No.", "sector": "quangos", "stance": "critical"}, [], {**GOOD, "prediction": {"sector": "media"}}]
CLASHING = [{**GOOD, "id": "s-1"}, {**GOOD, "id": "s-1", "text": "It opens wards."}]


def test_each_row_has_its_outcome_in_its_place(store: LabelStore):
    rows = [BAD[0], GOOD, BAD[1], GOOD, BAD[2]]
    outcomes = take_rows(store, rows, NOW)
    assert [o.fate for o in outcomes] == [Fate.REFUSED, Fate.ADDED, Fate.REFUSED, Fate.KNOWN, Fate.REFUSED]
    assert [str(o.problem).partition(" (")[0] for o in outcomes if o.problem] == [
        "sector: got 'quangos'",
        "got []",
        "prediction.stance: is missing",
    ]
    assert len(store.export()) == 1


@pytest.mark.parametrize("rows", [[GOOD, BAD[0]], CLASHING], ids=["a bad row", "an id of another"])
def test_with_strict_one_bad_row_keeps_all_out(store: LabelStore, rows: list[object]):
    outcomes = take_rows(store, rows, NOW, strict=True)
    assert [outcome.fate for outcome in outcomes] == [Fate.LEFT_OUT, Fate.REFUSED]
    assert store.export() == []


def test_with_strict_good_rows_go_in(store: LabelStore):
    assert [outcome.fate for outcome in take_rows(store, [GOOD], NOW, strict=True)] == [Fate.ADDED]
    assert len(store.export()) == 1
