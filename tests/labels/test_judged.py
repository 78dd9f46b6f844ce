from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from labels.annotation import Annotation
from labels.judged import Judged, StoredStatement
from labels.statement import validated

STATEMENT = StoredStatement(id="s-1", text="It closes wards.", kind="direct", split="test")

Give = Callable[..., Annotation]


@pytest.fixture
def give() -> Give:
    """Make an annotation of the statement by Ann at nine on the given day."""

    def make(stance: str, day: int, **fields: Any) -> Annotation:
        usual = {"statement_id": "s-1", "sector": "media", "annotator": "Ann", "created_at": f"2016-11-{day:02}T09:00Z"}
        return validated(Annotation, {**usual, "stance": stance, **fields})

    return make


def test_nothing_counts_where_nobody_gave_labels():
    judged = Judged(STATEMENT)
    assert (judged.current(), judged.labelled(), judged.wants_review()) == (None, None, True)


def test_what_an_annotator_said_last_counts(give: Give):
    judged = Judged(STATEMENT, [give("neutral", 2), give("critical", 3), give("supportive", 1)])
    assert judged.current() == give("critical", 3)


def test_of_two_at_the_same_moment_the_later_row_counts(give: Give):
    assert Judged(STATEMENT, [give("neutral", 1), give("critical", 1)]).current() == give("critical", 1)


def test_a_second_annotators_opinion_does_not_displace_the_first(give: Give):
    judged = Judged(STATEMENT, [give("neutral", 1), give("critical", 2, annotator="Ben")])
    assert judged.current() == give("neutral", 1)
    assert [given.annotator for given in judged.opinions()] == ["Ann", "Ben"]


def test_a_correction_by_anybody_displaces_every_opinion(give: Give):
    correction = give("critical", 2, annotator="Cat", origin="corrected")
    judged = Judged(STATEMENT, [give("neutral", 1), correction, give("supportive", 3)])
    assert judged.current() == correction


@pytest.mark.parametrize(("day", "stance"), [(1, "critical"), (2, "conditional"), (3, "conditional")])
def test_the_newer_of_correction_and_adjudication_counts(give: Give, day: int, stance: str):
    correction = give("critical", 2, origin="corrected")
    assert Judged(STATEMENT, [correction], [give("conditional", day)]).current().stance == stance


def test_opinions_that_differ_want_review_until_somebody_settles_it(give: Give):
    opinions = [give("neutral", 1), give("critical", 2, annotator="Ben")]
    assert Judged(STATEMENT, opinions).wants_review()
    assert not Judged(STATEMENT, opinions, [give("neutral", 3)]).wants_review()
    assert not Judged(STATEMENT, [*opinions, give("neutral", 3, origin="corrected")]).wants_review()


def test_opinions_that_differ_only_in_how_sure_they_are_want_no_review(give: Give):
    assert not Judged(STATEMENT, [give("neutral", 1), give("neutral", 2, annotator="Ben", sure="low")]).wants_review()


def test_an_annotator_who_changed_their_mind_is_not_at_odds_with_themselves(give: Give):
    assert not Judged(STATEMENT, [give("neutral", 1), give("critical", 2)]).wants_review()


def test_the_labelled_statement_has_what_counts_who_gave_it_and_the_second_opinion(give: Give):
    correction = give("critical", 3, annotator="Cat", origin="corrected", themes="pace")
    labelled = Judged(STATEMENT, [give("neutral", 1), give("supportive", 2, annotator="Ben"), correction]).labelled()
    assert labelled.to_record() == {
        "id": "s-1", "text": "It closes wards.", "sector": "media", "stance": "critical", "themes": ["pace"],
        "second": {"sector": "media", "stance": "supportive", "themes": []},
        "kind": "direct", "origin": "corrected", "annotator": "Cat", "split": "test",
    }  # fmt: skip


def test_a_corrected_label_is_no_second_opinion(give: Give):
    assert Judged(STATEMENT, [give("neutral", 1), give("critical", 2, origin="corrected")]).labelled().second is None
