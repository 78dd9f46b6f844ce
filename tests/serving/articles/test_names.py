"""Names of persons in print."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.articles.names import find_names, has_role, is_name, is_titled, role_heads, starts_with_name


def names(text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in find_names(text)]


@pytest.mark.parametrize(
    "name",
    [
        "Ruth Ackland",
        "Zbigniew Kowalczyk",
        "Dr A. J. van der Berg",
        "Prof Sir Tom Hale",
        "Jo O’Neill",
        "Anne-Marie D'Souza",
        "Cllr Tom Hale",
        "Mrs Hale",
        "Baroness Ackland",
        "Siân Pryce-Hughes",
        "May Coker",
    ],
)
def test_a_name_with_its_title_initials_and_particles_is_one_name(name):
    assert names(f"{name} spoke.")[0] == name
    assert is_name(name)


def test_the_place_in_a_peers_title_is_part_of_the_name():
    [mention] = find_names("They heard Baroness Ackland of West Harden speak.")[:1]
    assert (mention.honorific, mention.words) == ("Baroness", ("Ackland of West Harden",))


@pytest.mark.parametrize("name", ["Dr. Priya Nair", "Prof. Priya Nair", "Mr. Tom Hale"])
def test_a_title_may_have_a_full_stop(name):
    [mention] = find_names(f"{name} spoke.")
    assert (mention.honorific, mention.surname, mention.sure) == (name.split(".")[0], name.split()[-1], 2)


def test_title_and_words_of_a_name_are_told_apart():
    [mention] = find_names("On Monday Prof Sir Tom Hale spoke.")
    assert (mention.honorific, mention.words, mention.surname) == ("Prof Sir", ("Tom", "Hale"), "Hale")


def test_a_full_stop_after_a_name_is_not_part_of_it():
    assert names("They asked Tom Hale.") == ["Tom Hale"]


@pytest.mark.parametrize(
    "text",
    [
        "Colne Valley NHS Trust met.",
        "Harden Council met.",
        "Queen Elizabeth Hospital closed.",
        "St Mary’s closed.",
        "The plan is late.",
        "On Monday it rained.",
        "the Sustainability and Transformation Plan",
    ],
)
def test_bodies_places_and_capitalised_words_are_no_sure_names(text):
    assert not [mention for mention in find_names(text) if mention.sure]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Ruth Ackland spoke.", 2),
        ("Mr Ackland spoke.", 2),
        ("J. Ackland spoke.", 2),
        ("Thrain Oakenby spoke.", 1),
        ("Ackland spoke.", 0),
    ],
)
def test_a_title_or_known_given_name_makes_a_name_sure_and_a_single_word_leaves_it_open(text, sure):
    assert [mention.sure for mention in find_names(text)] == [sure]


def test_a_possessive_ends_a_name():
    assert names("Ruth Ackland’s plan and Tom Hale's letter") == ["Ruth Ackland", "Tom Hale"]


def test_two_names_in_a_sentence_are_two():
    assert names("Ms Ackland and Mr Hale met Jo Marsh.") == ["Ms Ackland", "Mr Hale", "Jo Marsh"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Organiser Keeley Trembath spoke.", "Keeley Trembath"),
        ("Organiser Thrain Oakenby spoke.", "Thrain Oakenby"),
        ("Father-of-three Jo Marsh spoke.", "Jo Marsh"),
        ("Mother-of-two Thrain Oakenby spoke.", "Thrain Oakenby"),
    ],
)
def test_a_post_or_kin_in_capitals_before_a_name_is_no_part_of_it(text, name):
    assert names(text) == [name]


def test_a_month_that_is_a_given_name_too_is_a_name_only_before_a_surname():
    assert names("In May Coker’s ward shut; May Coker spoke in May.")[-1] == "May Coker"


def test_only_the_part_asked_for_is_read():
    assert [m.words for m in find_names("Ruth Ackland met Tom Hale today.", 13)] == [("Tom", "Hale")]


@pytest.mark.parametrize("text", ["Ruth Ackland spoke", "the chair Ruth Ackland", "Ackland", "Harden Council", ""])
def test_a_name_with_anything_else_is_not_only_a_name(text):
    assert not is_name(text)


def test_a_name_in_capitals_is_a_name():
    assert is_name("RUTH ACKLAND")


@pytest.mark.parametrize(
    ("text", "starts"),
    [("Ruth Ackland, chair", True), ("  Ruth Ackland", True), ("The chair, Ruth Ackland", False), ("", False)],
)
def test_a_line_may_start_with_a_name(text, starts):
    assert starts_with_name(text) is starts


@pytest.mark.parametrize("text", ["chief executive", "Vice chair", "vice-chair", "a retired nurse", "MP for Harden"])
def test_a_post_is_told_with_a_hyphen_or_a_space_and_in_any_case(text):
    assert has_role(text)


@pytest.mark.parametrize("text", ["chairs were stacked", "headed north", "the ward"])
def test_a_word_that_only_begins_like_a_post_is_none(text):
    assert not has_role(text)


def test_posts_are_found_where_they_stand():
    text = "chair of the trust and GP"
    assert [text[head.start() : head.end()] for head in role_heads(text)] == ["chair", "GP"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Dr", "Mr.", "Ruth", "Ackland", "of", "van", "J.", "NHS", "Trust", "The", "’s", ",", "\n", "MP"]
        ),
        max_size=16,
    )
)
def test_names_ascend_never_overlap_and_hold_their_words(pieces):
    text = " ".join(pieces)
    at = 0
    for mention in find_names(text):
        assert at <= mention.start < mention.end <= len(text)
        assert mention.words
        assert mention.words[-1].split()[-1] in text[mention.start : mention.end]
        at = mention.end


@pytest.mark.parametrize("text", ["Campaigner Oakenby", "Organiser Trembath"])
def test_a_surname_after_a_post_is_a_persons_name(text):
    [mention] = find_names(text)
    assert (mention.words, mention.sure) == ((text.split()[1],), 1)


@pytest.mark.parametrize("text", ["A Plan for All of Us", "Who Pays for the Ward?", "Agenda 2020", "Act Now"])
def test_a_title_has_capitals_in_all_but_its_small_words(text):
    assert is_titled(text)


@pytest.mark.parametrize(
    "text", ["A plan for all of us", "We do not want it", "Harden", "", "the of", "No ward will close"]
)
def test_a_sentence_or_a_single_word_is_no_title(text):
    assert not is_titled(text)
