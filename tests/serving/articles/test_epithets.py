"""What an article calls somebody just named instead of the name."""

import pytest

from serving.articles.document import plain_document
from serving.articles.epithets import means
from serving.articles.people import Person
from serving.articles.reader import read_article

NOBODY_NAMED = None


def speaker(text: str) -> str | None:
    *_, quote = read_article(plain_document(text))
    return quote.speaker


@pytest.mark.parametrize(
    ("opening", "epithet"),
    [
        ("Ray Pocock, who has driven a minibus for 19 years, came by bus.", "driver"),
        ("Ray Pocock has nursed in Harden since 1998.", "nurse"),
        ("Ray Pocock has sat on patient panels for a decade.", "patient leader"),
        ("Ray Pocock has lost two friends on the ward.", "71-year-old"),
        ("Ray Pocock came with his sons.", "father-of-two"),
        ("Ray Pocock came with his sons.", "grandfather of six"),
        ("Dr Ray Pocock, clinical chair of Harden CCG, was the first to laugh.", "GP"),
        ("Ray Pocock, a ward cleaner at the infirmary, came by bus.", "ward cleaner"),
        ("Ray Pocock said that nobody had asked him.", "engineer"),
    ],
)
def test_an_epithet_means_the_person_of_whom_its_words_were_told(opening, epithet):
    assert speaker(f"{opening}\n\n“We are tired,” the {epithet} said.") == "Ray Pocock"


@pytest.mark.parametrize(
    ("opening", "epithet"),
    [
        ("Ray Pocock was seen by a driver from Harden.", "driver"),
        ("Ray Pocock came by bus.", "surgeon"),
        ("Ray Pocock, a ward cleaner at the infirmary, came by bus.", "councillor"),
        ("Ray Pocock said that nobody had asked him.", "spokeswoman"),
        ("Ray Pocock said that nobody had asked him.", "director"),
        ("Mr Ray Pocock said that nobody had asked him.", "woman"),
    ],
)
def test_a_post_of_which_nothing_was_told_means_nobody_named(opening, epithet):
    assert speaker(f"{opening}\n\n“We are tired,” the {epithet} said.") is NOBODY_NAMED


def test_somebody_else_of_the_kind_who_was_brought_in_is_meant_rather():
    person = Person(("Ray", "Pocock"), 0)
    assert means("the driver", person, "Ray Pocock drives a bus.", heard=True)
    assert not means("the driver", person, "Ray Pocock met a driver.", heard=True)


def test_the_one_of_a_round_table_who_is_from_a_body_is_the_man_from_it():
    text = (
        "Ann Hale, chief executive of Harden Hospitals, and Tom Orme, director of care at Millbrook Council, met.\n\n"
        "“Who pays?” asked Ms Hale.\n\n“We do,” said the man from the council."
    )
    assert speaker(text) == "Tom Orme"


@pytest.mark.parametrize(
    ("opening", "following"),
    [
        ("A council leader has called the plan “a mess”.", "Cllr Ann Hale said she had read it twice."),
        ("The head of the ambulance service called the plan “a mess”.", "Ann Hale told the board so on Monday."),
        ("A hospital boss has called the plan “a mess”.", "Dr Ann Hale was speaking to the board."),
    ],
)
def test_a_post_in_the_opening_is_that_of_the_first_person_named_of_whom_no_other_is_told(opening, following):
    [quote, *_] = read_article(plain_document(f"{opening}\n\n{following}"))
    assert quote.speaker == "Ann Hale"


@pytest.mark.parametrize(
    ("opening", "following"),
    [
        ("A council leader has called the plan “a mess”.", "Ann Hale, a nurse, said she had read it twice."),
        ("A council leader has called the plan “a mess”.", "Dr Ann Hale said she had read it twice."),
        ("A spokesman has called the plan “a mess”.", "Ann Hale said she had read it twice."),
    ],
)
def test_a_post_in_the_opening_is_not_that_of_somebody_with_another_post_or_title(opening, following):
    [quote, *_] = read_article(plain_document(f"{opening}\n\n{following}"))
    assert quote.speaker is NOBODY_NAMED
