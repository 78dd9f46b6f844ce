"""Whom and what an article introduces."""

import pytest

from labels.errors import TooLarge
from serving.articles.deadline import Deadline
from serving.articles.introductions import find_bodies, remember


def test_bodies_are_found_without_the_words_that_open_their_sentence():
    text = "But Colne Valley NHS Trust met Ruth Ackland. The Local Government Association sat."
    found = list(find_bodies(text))
    assert [name for _, name in found] == ["Colne Valley NHS Trust", "Local Government Association"]
    assert all(text[at:].startswith(name) for at, name in found)


def test_a_person_and_a_body_are_not_one_bodys_name():
    assert [name for _, name in find_bodies("Tom Hale and the council met Harden county and district council")] == [
        "Harden county and district council"
    ]


def test_remembering_ends_at_the_deadline():
    with pytest.raises(TooLarge, match="takes too long"):
        remember([(0, "Ruth Ackland met Tom Hale.")], Deadline(1, -1))


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Ruud van der Meulen", "Dr van der Meulen"),
        ("Aoife Ó Briain", "Ms Ó Briain"),
        ("Hassan al-Khatib", "Mr al-Khatib"),
        ("Lord Prior of Ashdown", "Lord Prior"),
        ("Sivakumar Thirunavukkarasu", "Mr Thirunavukkarasu"),
    ],
)
def test_a_surname_of_several_words_or_of_no_known_given_name_means_who_was_named_in_full(first, later):
    people = remember([(0, f"{first} came by bus. {later} spoke.")])
    assert [person.name for person in people.persons] == [first]


def test_a_post_in_brackets_is_that_of_the_one_before():
    people = remember([(0, "Present: Cllr Ann Hale (Chair), Cllr Tom Orme, Mrs Ivy Dunn")])
    assert not [person.role for person in people.persons if person.surname in ("Orme", "Dunn") and person.role]


def test_what_was_done_to_somebody_is_no_post_of_theirs():
    [person, *_] = remember([(0, "Ray Pocock was seen by a surgeon from Harden.")]).persons
    assert person.role == ""


def test_whom_somebody_is_married_to_tells_no_post_of_theirs():
    people = remember([(0, "Ward sister Jean Maplin, who is married to the council leader’s cousin, spoke.")])
    assert [person.role for person in people.persons] == ["Ward sister"]


def test_a_date_before_a_body_is_no_part_of_its_name():
    assert [name for _, name in find_bodies("In March the Lunt LMC wrote.")] == ["Lunt LMC"]
