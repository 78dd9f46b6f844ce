"""Edits of statements: what each may change, and what it must leave."""

import random

import pytest

from labels.corpus import LabelledStatement
from labels.taxonomy import Sector
from training.edits import (
    TEST_STOCK,
    TRAINING_STOCK,
    another_speaker,
    hides_speaker,
    mistype,
    move,
    rename,
    retitle,
    surname_of,
)


def statement(**fields: object) -> LabelledStatement:
    given = {
        "text": "Nobody in Devon has shown councillors how the savings are meant to add up.",
        "attribution": "Cllr Jo Marsh, leader of Eastshire County Council",
        "speaker": "Cllr Jo Marsh",
        "role": "leader",
        "organisation": "Eastshire County Council",
        "sector": "local_government",
        "stance": "critical",
        "themes": ["finance"],
    }
    return LabelledStatement.model_validate(given | fields)


@pytest.mark.parametrize("edit", [rename, move, retitle, mistype])
def test_an_edit_keeps_the_labels_and_changes_the_words(edit):
    before = statement()
    after = edit(before, random.Random(1), TEST_STOCK)
    assert after.first == before.first
    assert after.content_hash() != before.content_hash()


@pytest.mark.parametrize("edit", [rename, move, retitle, mistype])
def test_an_edit_that_finds_nothing_to_change_gives_the_same_statement(edit):
    before = statement(text="It is thin.", attribution="a GP", speaker="", organisation="", role="GP")
    assert edit(before, random.Random(1), TEST_STOCK) == before


def test_a_new_surname_stands_wherever_the_old_one_stood():
    before = statement(context="Cllr Marsh told the meeting.")
    after = rename(before, random.Random(1), TEST_STOCK)
    assert "Marsh" not in f"{after.attribution} {after.context} {after.speaker}"
    assert after.speaker.split()[-1] in after.context
    assert after.text == before.text


def test_a_place_is_exchanged_for_one_that_the_statement_does_not_name():
    after = move(statement(), random.Random(1), TEST_STOCK)
    assert "Devon" not in after.text
    assert any(place in after.text for place in TEST_STOCK.places)


def test_a_typing_error_swaps_two_neighbouring_letters_inside_one_word():
    before = statement()
    after = mistype(before, random.Random(1), TEST_STOCK)
    changed = [(a, b) for a, b in zip(before.text.split(), after.text.split(), strict=True) if a != b]
    [(right, wrong)] = changed
    assert sorted(right) == sorted(wrong)
    assert (right[0], right[-1]) == (wrong[0], wrong[-1])


def test_training_and_the_behaviour_tests_put_in_different_names_and_places():
    assert not set(TRAINING_STOCK.surnames) & set(TEST_STOCK.surnames)
    assert not set(TRAINING_STOCK.places) & set(TEST_STOCK.places)


@pytest.mark.parametrize(
    ("fields", "hidden"),
    [
        ({}, True),
        ({"attribution": ""}, False),
        ({"sector": "unknown"}, False),
        ({"context": "Cllr Marsh told the meeting."}, False),
        ({"text": "As a council we can't sign this."}, False),
        ({"text": "Our members were not asked."}, False),
        ({"text": "I'm a GP and I have read it."}, False),
        ({"text": "This Council regrets the plan."}, False),
        ({"text": "My Lords, nobody has read it."}, False),
        ({"text": "My constituents write to me every day."}, False),
        ({"text": "It is thin.", "context": "Unions say that nobody was asked."}, False),
        ({"text": "It is thin.", "context": "The plan was published on Monday."}, True),
    ],
)
def test_another_speaker_fits_only_where_the_attribution_alone_tells_who_speaks(fields, hidden):
    assert hides_speaker(statement(**fields)) is hidden


def test_another_speaker_brings_their_sector_and_leaves_stance_and_words():
    union = statement(attribution="UNISON", speaker="", role="", organisation="UNISON", sector="trade_union")
    after = another_speaker(statement(), [union], random.Random(1))
    assert (after.sector, after.attribution, after.organisation) == (Sector.TRADE_UNION, "UNISON", "UNISON")
    assert (after.stance, after.text, after.themes) == (statement().stance, statement().text, statement().themes)


def test_where_no_other_sector_speaks_the_speaker_stays():
    assert another_speaker(statement(), [statement()], random.Random(1)) == statement()


def test_a_text_that_names_more_places_than_there_are_others_stays_as_it_is():
    before = statement(text=f"Trains call at {', '.join(TEST_STOCK.places)}.")
    assert move(before, random.Random(1), TEST_STOCK) == before


@pytest.mark.parametrize(
    ("speaker", "surname"),
    [
        ("Cllr Jo Marsh", "Marsh"),
        ("Jo Marsh OBE", "Marsh"),
        ("Ms Marsh", "Marsh"),
        ("J. Marsh", "Marsh"),
        ("Jo M.", ""),
        ("NHS England", ""),
        ("Marsh", ""),
        ("the spokesman", ""),
        ("", ""),
    ],
)
def test_a_surname_is_the_last_name_of_a_named_person(speaker, surname):
    assert surname_of(statement(speaker=speaker)) == surname


def test_a_body_that_speaks_has_no_surname():
    assert surname_of(statement(speaker="Healthwatch Eastshire", organisation="Healthwatch Eastshire")) == ""


def test_only_the_speakers_own_title_is_printed_otherwise():
    before = statement(attribution="Cllr Jo Marsh, who beat Cllr Dean Hope", text="Cllr Hope never read it.")
    after = retitle(before, random.Random(1), TEST_STOCK)
    assert after.attribution == "Councillor Jo Marsh, who beat Cllr Dean Hope"
    assert (after.speaker, after.text) == ("Councillor Jo Marsh", before.text)


def test_a_title_that_tells_a_womans_name_from_a_mans_stays():
    before = statement(attribution="Mr Marsh", speaker="Mr Marsh")
    assert retitle(before, random.Random(1), TEST_STOCK) == before
