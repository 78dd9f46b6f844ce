from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from labels.corpus import Origin
from labels.errors import InvalidInput
from labels.statement import validated
from labels.store import LabelStore
from labels.submission import Fate, Submission

Hand = Callable[..., Submission]

NOW = datetime(2016, 11, 3, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SEEN = {
    "model_version": "m1",
    "sector": "media",
    "stance": "neutral",
    "themes": ["pace"],
    "sector_confidence": 0.9,
    "stance_confidence": 0.4,
}


@pytest.fixture
def hand() -> Hand:
    """Make a submission about one statement; any field can be given."""

    def make(stance: str = "critical", **fields: Any) -> Submission:
        usual = {"id": "s-1", "text": "It closes wards.", "sector": "media", "annotator": "Ann"}
        return validated(Submission, {**usual, "stance": stance, **fields})

    return make


def fates(store: LabelStore, *given: Submission, at: datetime = NOW, strict: bool = False) -> list[Fate]:
    return [outcome.fate for outcome in store.submit(given, at, strict=strict)]


def stances(store: LabelStore) -> list[str]:
    return [given.stance.value for given in store.judged("s-1").annotations]


def test_a_submission_is_a_correction_made_now_and_counts(store: LabelStore, hand: Hand):
    store.submit([hand("neutral", origin="imported")], NOW)
    assert fates(store, hand("critical", annotator="Ben", note="Read it again."), at=LATER) == [Fate.ADDED]
    counts = store.current("s-1")
    assert (counts.stance, counts.annotator, counts.origin) == ("critical", "Ben", Origin.CORRECTED)
    assert (counts.created_at, counts.note) == (LATER, "Read it again.")


def test_a_submission_sent_again_is_known(store: LabelStore, hand: Hand):
    assert fates(store, hand()) == [Fate.ADDED]
    assert fates(store, hand(), at=LATER) == [Fate.KNOWN]
    assert stances(store) == ["critical"]


def test_a_submission_with_its_own_time_is_known_whatever_came_after_it(store: LabelStore, hand: Hand):
    first = hand("critical", created_at=NOW)
    store.submit([first, hand("neutral", created_at=LATER)], LATER)
    assert fates(store, first, at=LATER) == [Fate.KNOWN]


def test_a_correction_taken_back_and_made_again_counts(store: LabelStore, hand: Hand):
    for day, stance in enumerate(("critical", "neutral", "critical")):
        assert fates(store, hand(stance), at=NOW + timedelta(days=day)) == [Fate.ADDED]
    assert store.current("s-1").created_at == NOW + timedelta(days=2)


def test_a_correction_repeated_after_somebody_elses_counts(store: LabelStore, hand: Hand):
    store.submit([hand("critical")], NOW)
    store.submit([hand("neutral", annotator="Ben")], LATER)
    assert fates(store, hand("critical"), at=LATER + timedelta(days=1)) == [Fate.ADDED]
    assert store.current("s-1").stance == "critical"


def test_independent_opinions_are_compared_with_their_annotators_alone(store: LabelStore, hand: Hand):
    store.submit([hand("critical", origin="imported")], NOW)
    store.submit([hand("neutral", origin="imported", annotator="Ben")], NOW)
    assert fates(store, hand("critical", origin="imported"), at=LATER) == [Fate.KNOWN]


def test_in_one_batch_the_later_of_two_counts(store: LabelStore, hand: Hand):
    batch = [hand("critical"), hand("neutral"), hand("neutral"), hand("critical")]
    assert fates(store, *batch) == [Fate.ADDED, Fate.ADDED, Fate.KNOWN, Fate.ADDED]
    assert store.current("s-1").stance == "critical"


def test_another_note_on_the_same_labels_is_new(store: LabelStore, hand: Hand):
    assert fates(store, hand(), hand(note="Page 2.")) == [Fate.ADDED, Fate.ADDED]


def test_the_prediction_that_was_seen_is_kept_once(store: LabelStore, hand: Hand):
    for _ in range(2):
        store.submit([hand(prediction=SEEN)], NOW)
    [review] = store.reviews("s-1")
    assert (review.model_version, review.reviewer, review.stance) == ("m1", "Ann", "neutral")
    assert review.themes == ("pace",)


def test_an_outcome_names_the_statement_as_the_store_does(store: LabelStore, hand: Hand):
    store.submit([hand()], NOW)
    [outcome] = store.submit([hand("neutral", id="other")], LATER)
    assert outcome.statement_id == "s-1"


@pytest.mark.parametrize(
    ("bad", "field", "error"),
    [
        ({"text": "Other words."}, "id", "got 's-1', which another statement has"),
        (
            {"created_at": "2016-11-05T00:00:00Z"},
            "created_at",
            "got '2016-11-05T00:00:00+00:00', which is yet to come",
        ),
    ],
    ids=["id", "time"],
)
def test_what_is_refused_is_told_and_the_rest_goes_in(
    store: LabelStore, hand: Hand, bad: dict[str, str], field: str, error: str
):
    outcomes = store.submit([hand(), hand(**bad)], NOW)
    assert [outcome.fate for outcome in outcomes] == [Fate.ADDED, Fate.REFUSED]
    assert isinstance(outcomes[1].problem, InvalidInput)
    assert (outcomes[1].problem.field, outcomes[1].problem.error) == (field, error)


def test_with_strict_nothing_goes_in_beside_what_is_refused(store: LabelStore, hand: Hand):
    assert fates(store, hand(), hand(text="Other words."), strict=True) == [Fate.LEFT_OUT, Fate.REFUSED]
    assert store.export() == []


def test_an_empty_batch_adds_nothing(store: LabelStore):
    assert store.submit([], NOW) == []
