from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from labels.annotation import Annotation, ReviewedPrediction
from labels.corpus import LabelledStatement, Origin, read_corpus
from labels.database import open_database
from labels.errors import DataError, InvalidInput
from labels.statement import Statement, validated
from labels.store import LabelStore
from tests.labels.killing import WRITER, killed

Make = Callable[..., LabelledStatement]
Give = Callable[..., Annotation]

NOW = datetime(2016, 11, 3, 9, 30, tzinfo=UTC)
LATER = datetime(2016, 11, 4, tzinfo=UTC)
CLOSES = Statement(id="s-1", text="It closes wards.", attribution="Lin Parr")


@pytest.fixture
def give() -> Give:
    """Make an annotation; any field can be given."""

    def make(stance: str = "critical", **fields: Any) -> Annotation:
        usual = {"statement_id": "s-1", "sector": "media", "annotator": "Ann", "created_at": NOW}
        return validated(Annotation, {**usual, "stance": stance, **fields})

    return make


def test_an_annotation_comes_back_as_it_was_given(store: LabelStore, give: Give):
    annotation = give(
        themes="pace;finance", sure="low", origin="corrected", guide_version="7", note="So it says: 👩🏽‍⚕️"
    )
    added = store.add([CLOSES], [annotation])
    assert (added.statements, added.annotations, added.known) == ((CLOSES,), (annotation,), 0)
    assert list(store.judged("s-1").annotations) == [annotation]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({"speaker": "Jo Marsh, chair"}, {"speaker": "Jo Marsh", "role": "chair"}),
        ({"role": "chair", "organisation": "Marl CCG"}, {"speaker": "chair", "organisation": "Marl CCG"}),
    ],
)
def test_a_speaker_told_in_other_pieces_changes_nothing_of_what_is_stored(
    store: LabelStore, first: dict[str, str], again: dict[str, str]
):
    told = Statement(id="s-1", text="No.", **first)
    store.add([told], [])
    store.add([Statement(id="s-1", text="No.", **again)], [])
    stored = store.judged("s-1").statement
    assert (stored.attribution_phrase(), stored.content_hash()) == (told.attribution_phrase(), told.content_hash())


def test_the_pieces_of_a_printed_attribution_may_come_later(store: LabelStore):
    store.add([CLOSES], [])
    store.add([CLOSES.model_copy(update={"speaker": "Lin Parr"})], [])
    assert store.judged("s-1").statement.speaker == "Lin Parr"


def test_a_correction_is_a_new_row_and_the_old_one_stays(store: LabelStore, give: Give):
    store.add([CLOSES], [give("neutral")])
    store.add([], [give("critical", annotator="Ben", origin="corrected", created_at=LATER)])
    assert [given.stance for given in store.judged("s-1").annotations] == ["neutral", "critical"]
    assert store.current("s-1").annotator == "Ben"


def test_a_correction_taken_back_counts(store: LabelStore, give: Give):
    moments = [NOW.replace(minute=minute) for minute in range(3)]
    for stance, moment in zip(("critical", "neutral", "critical"), moments, strict=True):
        store.add([CLOSES], [give(stance, origin="corrected", created_at=moment)])
    assert store.current("s-1") == give("critical", origin="corrected", created_at=moments[2])
    assert len(store.judged("s-1").annotations) == 3


def test_a_batch_sent_again_adds_nothing(store: LabelStore, give: Give):
    batch = [CLOSES], [give(), give("neutral", annotator="Ben")]
    store.add(*batch)
    again = store.add(*batch)
    assert (again.statements, again.annotations, again.known) == ((), (), 2)
    assert len(store.judged("s-1").annotations) == 2


def test_a_repeat_within_a_batch_is_kept_once(store: LabelStore, give: Give):
    added = store.add([CLOSES, CLOSES], [give(), give()])
    assert (added.statements, added.annotations, added.known) == ((CLOSES,), (give(),), 1)


@pytest.mark.parametrize(
    "other",
    [{"stance": "neutral"}, {"sector": "unknown"}, {"themes": "pace"}, {"sure": "low"}, {"annotator": "Ben"},
     {"origin": "corrected"}, {"guide_version": "7"}, {"note": "."}, {"created_at": LATER}],
    ids=lambda fields: next(iter(fields)),
)  # fmt: skip
def test_annotations_that_differ_in_one_field_are_two(store: LabelStore, give: Give, other: dict[str, Any]):
    store.add([CLOSES], [give(), give(**other)])
    assert len(store.judged("s-1").annotations) == 2


def test_one_moment_in_two_time_zones_is_one(store: LabelStore, give: Give):
    store.add([CLOSES], [give(created_at="2016-11-03T09:30:00Z"), give(created_at="2016-11-03T10:30:00+01:00")])
    assert [given.created_at for given in store.judged("s-1").annotations] == [NOW]


def test_the_same_words_are_one_statement_under_its_first_id(store: LabelStore, give: Give):
    store.add([CLOSES], [give()])
    namesake = CLOSES.model_copy(update={"id": "other"})
    added = store.add([namesake], [give("neutral", statement_id="other")])
    assert added.statements == ()
    assert added.annotations == (give("neutral"),)


def test_a_statement_without_id_gets_one_from_its_words(store: LabelStore):
    [added] = store.add([Statement(text="No.")]).statements
    assert added.id == f"h-{added.content_hash()}"
    assert store.judged(added.id).statement.text == "No."


def test_that_a_statement_is_from_an_article_about_stps_is_kept(store: LabelStore, labelled: Make):
    store.add_labelled([labelled()], NOW)
    assert [statement.stp_article for statement in store.export()] == [False]
    store.add_labelled([labelled(stp_article=True)], NOW)
    assert [statement.stp_article for statement in store.export()] == [True]


def test_the_same_words_from_two_speakers_are_two_statements(store: LabelStore, labelled: Make):
    given = [labelled(speaker="Jane Roe", attribution=""), labelled(speaker="Bob Poe", attribution="", sector="media")]
    store.add_labelled([statement.model_copy(update={"id": ""}) for statement in given], NOW)
    assert {(s.speaker, s.sector) for s in store.export()} == {(s.speaker, s.sector) for s in given}


def test_a_known_statement_gains_what_it_lacked_and_keeps_what_it_has(store: LabelStore, labelled: Make):
    store.add([Statement(id="t-1", text=labelled().text, source="page-1")])
    store.add_labelled([labelled(source="page-2", split="test", kind="direct")], NOW)
    kept = store.judged("t-1").statement
    assert (kept.source, kept.split, kept.kind) == ("page-1", "test", "direct")


@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "in two"])
def test_an_id_of_another_statement_is_refused_with_its_place(store: LabelStore, at_once: bool):
    other = Statement(id="s-1", text="It opens wards.")
    batch = [CLOSES, other] if at_once else [other]
    if not at_once:
        store.add([CLOSES])
    with pytest.raises(InvalidInput) as caught:
        store.add(batch)
    place = f"statements.{len(batch) - 1}.id"
    assert str(caught.value) == f"{place}: got 's-1', which another statement has (expected an id of its own, or none)"


def test_an_annotation_of_no_statement_is_refused_and_the_batch_with_it(store: LabelStore, give: Give):
    with pytest.raises(InvalidInput) as caught:
        store.add([CLOSES], [give(), give(statement_id="nobody's")])
    field = "annotations.1.statement_id"
    assert str(caught.value) == f"""{field}: got "nobody's" (expected the id of a statement in the store)"""
    with pytest.raises(InvalidInput, match=r"^statement_id: got 's-1'"):
        store.current("s-1")


def test_labels_from_a_day_to_come_are_refused_whatever_they_are(store: LabelStore, give: Give):
    store.add([CLOSES])
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    fields = {"model_version": "m1", "sector_confidence": 0.9, "stance_confidence": 0.4}
    review = ReviewedPrediction(**{**dict(give()), **fields, "created_at": tomorrow})
    for verb, name, given in [
        (lambda made: store.add([], made), "annotations", give(created_at=tomorrow)),
        (store.adjudicate, "adjudications", give(created_at=tomorrow)),
        (store.add_reviews, "reviews", review),
    ]:
        with pytest.raises(InvalidInput) as caught:
            verb([given])
        found = f"{name}.0.created_at: got '{tomorrow.isoformat()}', which is yet to come"
        assert str(caught.value) == f"{found} (expected a date and time that has been)"


def test_labels_from_a_clock_that_is_a_minute_ahead_go_in(store: LabelStore, give: Give):
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert store.add([CLOSES], [give(created_at=soon)]).annotations


def test_adjudications_and_reviews_are_idempotent_and_need_a_statement(store: LabelStore, give: Give):
    fields = {"model_version": "m1", "sector_confidence": 0.9, "stance_confidence": 0.4, "reviewer": "Ann"}
    about = {"statement_id": "s-1", "sector": "media", "stance": "neutral", "themes": ["pace"], "created_at": NOW}
    review = validated(ReviewedPrediction, {**fields, **about})
    with pytest.raises(InvalidInput, match=r"^adjudications\.0\.statement_id: got 's-1'"):
        store.adjudicate([give()])
    with pytest.raises(InvalidInput, match=r"^reviews\.0\.statement_id: got 's-1'"):
        store.add_reviews([review])
    store.add([CLOSES])
    assert [store.adjudicate([give(), give()]), store.adjudicate([give()])] == [1, 0]
    assert [store.add_reviews([review, review]), store.add_reviews([review])] == [1, 0]
    assert store.judged("s-1").adjudications == [give()]
    assert store.reviews("s-1") == [review]


def test_labelled_statements_come_out_as_they_went_in(store: LabelStore):
    given = read_corpus()[::20]
    assert len(given) > 200
    assert all(statement.second for statement in given)
    store.add_labelled(given, NOW)
    assert store.export() == given


def test_an_import_again_adds_nothing_and_takes_no_correction_back(store: LabelStore, give: Give, labelled: Make):
    second = {"sector": "media", "stance": "neutral"}
    given = [labelled(id="s-1", second=second), labelled(id="s-2", text="No.", second={**second, "stance": "critical"})]
    store.add_labelled(given, NOW)
    store.add([], [give(origin="corrected", created_at=LATER)])
    again = store.add_labelled(given, LATER.replace(day=5))
    assert (again.statements, again.annotations, again.known) == ((), (), 4)
    assert store.current("s-1").origin is Origin.CORRECTED


def test_an_export_brought_back_adds_nothing(store: LabelStore, give: Give):
    opinions = [give("neutral"), give("critical", annotator="Ben", note="See page 2.")]
    store.add([CLOSES], opinions)
    store.add([], [give("supportive", annotator="Cat", origin="corrected", note="No.", created_at=LATER)])
    store.add([Statement(id="s-2", text="No.")], [give(statement_id="s-2")])
    store.adjudicate([give("neutral", statement_id="s-2", annotator="Dee", created_at=LATER)])
    before = store.export()
    assert store.add_labelled(before, LATER.replace(day=5)).annotations == ()
    assert store.export() == before


def test_a_second_label_that_agrees_with_the_first_is_kept(store: LabelStore, labelled: Make):
    given = labelled(second={"sector": "nhs_provider", "stance": "neutral"})
    assert len(store.add_labelled([given], NOW).annotations) == 2


def test_statements_without_labels_or_with_labels_at_odds_want_review(store: LabelStore, give: Give):
    bare, odd, settled, agreed, passed_over = (Statement(id=f"s-{i}", text=f"Ward {i}.") for i in range(5))
    said = [
        (odd, "neutral", "Ann"),
        (odd, "critical", "Ben"),
        (settled, "neutral", "Ann"),
        (settled, "critical", "Ben"),
    ]
    said += [(agreed, "neutral", "Ann"), (agreed, "neutral", "Ben")]
    annotations = [give(stance, statement_id=s.id, annotator=annotator) for s, stance, annotator in said]
    store.add([bare, odd, settled, agreed, passed_over], annotations)
    store.adjudicate([give("neutral", statement_id=settled.id)])
    prediction = {"sector": "media", "stance": "neutral", "sector_confidence": 0.3, "stance_confidence": 0.3}
    about = {"statement_id": passed_over.id, "model_version": "m1", "created_at": NOW}
    store.add_reviews([validated(ReviewedPrediction, {**prediction, **about})])
    assert [statement.id for statement in store.wanting_review()] == [bare.id, odd.id]
    assert [statement.id for statement in store.settled()] == [settled.id, agreed.id, passed_over.id]


def test_a_batch_larger_than_one_query_goes_in(store: LabelStore, give: Give):
    given = [Statement(id=f"s-{i}", text=f"Ward {i} closes.") for i in range(2_500)]
    made = [give(statement_id=statement.id) for statement in given]
    assert len(store.add(given, made).annotations) == len(store.export()) == 2_500


def test_labels_that_the_taxonomy_no_longer_knows_are_named_with_their_statement(
    store: LabelStore, database_url: str, give: Give
):
    store.add([CLOSES], [give()])
    database = open_database(database_url)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE annotations SET sector = 'quangos'")
    database.close()
    with pytest.raises(DataError, match=r"^the label store's statement 's-1': sector: got 'quangos'"):
        store.export()


def test_a_store_opened_again_holds_what_was_added(database_url: str, give: Give):
    with LabelStore.open(database_url) as store:
        store.add([CLOSES], [give()])
    with LabelStore.open(database_url) as store:
        assert store.current("s-1") == give()


def test_32_writers_at_once_leave_every_annotation_there_once(database_url: str):
    writers, each = 32, 4
    command = [sys.executable, WRITER, "race", database_url, str(writers), str(each)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with LabelStore.open(database_url) as store:
        found = [a for i in range(3) for a in store.judged(f"s-{i}").annotations]
    expected = {f"writer {i}": each for i in range(writers)} | {"everybody": each}
    assert Counter(given.annotator for given in found) == expected


@pytest.mark.kill
def test_kill_9_loses_nothing_acknowledged_and_leaves_no_half_batch(database_url: str, kills: int):
    size, acknowledged = 40, set()
    chance = random.Random(5)
    for _ in range(kills):
        acknowledged |= set(killed("batches", database_url, size, chance=chance))
        with LabelStore.open(database_url) as store:
            found = Counter(a.annotator for i in range(3) for a in store.judged(f"s-{i}").annotations)
        assert set(found.values()) == {size}
        assert acknowledged <= found.keys()


@pytest.mark.kill
def test_kill_9_during_an_import_loses_no_file_that_was_in_and_leaves_none_in_part(database_url: str, kills: int):
    size, acknowledged = 40, set()
    chance = random.Random(6)
    for _ in range(kills):
        acknowledged |= set(killed("imports", database_url, size, chance=chance))
        with LabelStore.open(database_url) as store:
            found = Counter(statement.annotator for statement in store.export())
        assert set(found.values()) == {size}
        assert acknowledged <= found.keys()
