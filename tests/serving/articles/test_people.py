"""The memory of an article: who was named, with which post of which body, and who is meant later."""

import pytest

from serving.articles.descriptions import parse_description
from serving.articles.introductions import remember
from serving.articles.names import find_names
from serving.articles.people import People, Person, pronoun_of


def memory(*paragraphs: str) -> People:
    """Remember paragraphs that stand one after the other with an empty line between them."""
    frames, at = [], 0
    for paragraph in paragraphs:
        frames.append((at, paragraph))
        at += len(paragraph) + 2
    return remember(frames)


def meant(people: People, words: str, position: int = 10_000) -> str | None:
    """Return the name of the person whom a mention means."""
    [mention] = find_names(words)
    person = people.named(mention, position)
    return person.name if person else None


def only(people: People) -> Person:
    [person] = people.persons
    return person


# Posts and bodies.


# Persons.


def test_a_person_has_name_title_pronoun_post_and_body():
    person = only(memory("Mrs Ruth Ackland, chair of Millbrook CCG, spoke."))
    assert (person.name, person.surname, person.honorific, person.pronoun) == ("Ruth Ackland", "Ackland", "Mrs", "she")
    assert (person.role, person.organisation) == ("chair", "Millbrook CCG")
    assert person.phrase() == "Mrs Ruth Ackland, chair of Millbrook CCG"


def test_a_peers_name_keeps_the_title():
    assert only(memory("Baroness Ackland, a surgeon, spoke.")).name == "Baroness Ackland"


@pytest.mark.parametrize(
    ("name", "pronoun"),
    [
        ("Ruth Ackland", "she"),
        ("Tom Hale", "he"),
        ("Jo Marsh", ""),
        ("Mr Jo Marsh", "he"),
        ("Dame Jo Marsh", "she"),
        ("Dr Tom Hale", "he"),
    ],
)
def test_a_title_or_else_the_given_name_decides_the_pronoun(name, pronoun):
    assert pronoun_of(find_names(name)[0]) == pronoun


def test_a_post_printed_later_is_added_and_a_second_post_does_not_replace_the_first():
    people = memory("Ruth Ackland spoke.", "Ruth Ackland, chair of Millbrook CCG, sat.", "Ruth Ackland, a nurse, left.")
    assert (only(people).role, only(people).organisation) == ("chair", "Millbrook CCG")


def test_a_person_first_named_by_title_and_surname_gets_the_full_name_printed_later():
    person = only(memory("Mr Hale, leader of Harden council, spoke.", "Tom Hale sat down."))
    assert person.name == "Tom Hale"


@pytest.mark.parametrize("mention", ["Ackland", "Ms Ackland", "Dr Ackland", "Ruth Ackland", "Dr Ruth Ackland", "Ruth"])
def test_surname_title_and_given_name_mean_the_person_who_bears_them(mention):
    people = memory("Ruth Ackland, chair of Millbrook CCG, met Tom Hale, leader of Harden council.")
    assert meant(people, mention) == "Ruth Ackland"


@pytest.mark.parametrize("mention", ["Mr Ackland", "Peter Ackland", "Marsh", "Mr Ruth"])
def test_another_sex_given_name_or_surname_means_nobody_known(mention):
    assert meant(memory("Ruth Ackland, chair of Millbrook CCG, spoke."), mention) is None


def test_a_surname_means_the_person_last_in_view_who_bears_it():
    paragraphs = ["Sarah Hale, a nurse, spoke.", "Peter Hale, a GP, sat.", "Sarah Hale rose.", "Hale left."]
    people, article = memory(*paragraphs), "\n\n".join(paragraphs)
    assert meant(people, "Hale", article.index("sat")) == "Peter Hale"
    assert meant(people, "Hale", article.index("rose")) == "Sarah Hale"


def test_of_two_with_a_surname_the_title_decides():
    people = memory("Mr Peter Hale, a GP, and Mrs Sarah Hale, a nurse, spoke.")
    assert (meant(people, "Mrs Hale"), meant(people, "Mr Hale")) == ("Sarah Hale", "Peter Hale")


def test_a_title_and_surname_mean_the_person_of_that_surname_and_not_a_relative_called_by_a_given_name():
    people = memory("Peter Marsh, 60, waited on the ward. His father Brian stood by.")
    assert (meant(people, "Mr Marsh"), meant(people, "Brian Marsh")) == ("Peter Marsh", "Brian Marsh")


def test_a_grown_child_called_by_a_given_name_is_not_given_the_parents_surname():
    people = memory("Peter Marsh, 60, waited on the ward. His daughter Gemma stood by.")
    assert (meant(people, "Mr Marsh"), meant(people, "Gemma")) == ("Peter Marsh", "Gemma")


@pytest.mark.parametrize(
    ("printed", "meant_by"), [("Cllr", "Councillor"), ("Councillor", "Cllr"), ("Professor", "Prof")]
)
def test_of_two_with_a_surname_a_title_written_another_way_decides_too(printed, meant_by):
    people = memory(f"{printed} Tom Marsh sat.", "Dr Peter Marsh sat too.")
    assert (meant(people, f"{meant_by} Marsh"), meant(people, "Dr Marsh")) == ("Tom Marsh", "Peter Marsh")


@pytest.mark.parametrize(
    ("given", "name", "pronoun"),
    [
        ("gave her name only as Ruth", "Ruth", "she"),
        ("would give his first name as Winston", "Winston", "he"),
        ("would give their name only as Winnow", "Winnow", ""),
    ],
)
def test_one_name_given_by_somebody_in_a_post_is_a_person_in_it(given, name, pronoun):
    person = only(memory(f"The hall was full. A nurse from the estate, who {given}, rose."))
    assert (person.name, person.pronoun, person.role) == (name, pronoun, "nurse from the estate")


def test_the_person_last_in_view_is_the_one_a_pronoun_fits():
    paragraphs = ["Ruth Ackland, a GP, met Tom Hale, a nurse.", "Jo Marsh, a porter, came."]
    people, at = memory(*paragraphs), len(paragraphs[0])
    assert people.last_seen(at, "she").name == "Ruth Ackland"
    assert people.last_seen(at, "he").name == "Tom Hale"
    assert people.last_seen(at).name == "Tom Hale"
    assert people.last_seen(10_000, "she").name == "Jo Marsh"
    assert memory("Nobody came.").last_seen(10) is None


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("chair", "Ruth Ackland"),
        ("chairman", "Ruth Ackland"),
        ("council leader", "Tom Hale"),
        ("leader", "Tom Hale"),
        ("deputy leader", "Ann Pike"),
        ("medical director", None),
    ],
)
def test_a_post_means_its_holder_and_no_deputy(post, name):
    people = memory(
        "Ruth Ackland is chair of Millbrook CCG.",
        "Tom Hale is leader of Harden council.",
        "Ann Pike is deputy leader of Harden council.",
    )
    holder = people.in_post(post, 10_000)
    assert (holder.name if holder else None) == name


def test_of_two_in_a_post_the_one_last_in_view_is_meant():
    paragraphs = ["Ruth Ackland, chair of Millbrook CCG, met Tom Hale, chair of Harden LMC.", "Ms Ackland sat."]
    people, at = memory(*paragraphs), len(paragraphs[0])
    assert people.in_post("chair", at).name == "Tom Hale"
    assert people.in_post("chair", 10_000).name == "Ruth Ackland"
    assert people.in_post("chair", 10_000, "he").name == "Tom Hale"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("the trust", "Colne Valley NHS Trust"),
        ("The council", "Harden Council"),
        ("LGA", "Local Government Association"),
        ("the union", ""),
        ("Colne Valley", "Colne Valley"),
    ],
)
def test_a_body_is_meant_by_its_kind_or_by_its_initials(short, full):
    people = memory("Colne Valley NHS Trust met Harden Council.", "The Local Government Association (LGA) sat.")
    assert people.full_body(short, 10_000) == full


@pytest.mark.parametrize(
    ("named", "short"),
    [
        ("BMA", "the union"),
        ("Harden LMC", "the medical committee"),
        ("Harden Local Medical Committee", "the LMC"),
    ],
)
def test_a_body_is_of_a_kind_whether_its_name_is_long_or_short(named, short):
    assert memory(f"The {named} met.").full_body(short, 10_000) == named


def test_of_two_bodies_of_a_kind_the_one_named_last_is_meant():
    people = memory("Colne Valley NHS Trust met.", "Millbrook Community NHS Trust met.")
    assert people.full_body("the trust", 20) == "Colne Valley NHS Trust"
    assert people.full_body("the trust", 10_000) == "Millbrook Community NHS Trust"


def test_a_relative_called_by_a_given_name_has_the_surname_of_the_person_before():
    people = memory("Ann Marsh, a nurse, wept. Her husband Brian stood by.")
    assert "Brian Marsh" in [person.name for person in people.persons]


def test_persons_are_remembered_in_the_order_of_the_text():
    people = memory("Tom Hale spoke.", "Ruth Ackland spoke.", "Ann Pike spoke.")
    assert [person.name for person in people.persons] == ["Tom Hale", "Ruth Ackland", "Ann Pike"]
    assert [position for position, _ in people.views] == sorted(position for position, _ in people.views)


def test_bodies_and_places_are_not_remembered_as_persons():
    assert memory("Colne Valley NHS Trust met in Harden on Monday with the Royal College of Nursing.").persons == []


@pytest.mark.parametrize("party", ["Lab", "Con", "Lib Dem", "Labour", "Lab/Co-op", "Con, Harden East", "Ind"])
def test_the_party_in_brackets_after_a_name_is_no_body_that_they_speak_for(party):
    assert parse_description(party).organisation == ""
    [person] = memory(f"Cllr Jo Marsh ({party}), leader of Harden Council, spoke.").persons
    assert (person.role, person.organisation) == ("leader", "Harden Council")


def test_a_post_ends_before_the_next_persons_name():
    first, second = memory("Ruth Ackland is a GP and Tom Hale is a nurse.").persons
    assert (first.description, second.description) == ("a GP", "a nurse")
