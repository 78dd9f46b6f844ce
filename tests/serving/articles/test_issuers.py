"""Whose document it is that speaks."""

import pytest

from serving.articles.document import plain_document
from serving.articles.issuers import issuers
from serving.articles.reader import read_article


def speaking_body(text: str) -> str | None:
    return read_article(plain_document(text))[-1].organisation


@pytest.mark.parametrize(
    "told",
    [
        "A study by the Orme Fund, published today, looks at every plan.",
        "A new study that came out last night from the Orme Fund looks at every plan.",
        "The Orme Fund has brought out a study of every plan.",
        "Last week the Orme Fund’s latest study was on every table.",
        "So said the Orme Fund this morning in its newest study of the plans.",
        "The Orme Fund has found in a study of the plans that money is short.",
        "In a study for ministers, the Orme Fund ‘begs’ them to think again.",
        "The study of the Orme Fund is out.",
        "This is the study in which the Orme Fund looks at every plan.",
    ],
)
def test_a_document_speaks_for_the_body_that_brought_it_out(told: str):
    assert speaking_body(f"{told}\n\nThe study says the plans are “a leap in the dark”.") == "Orme Fund"


def test_a_letter_of_people_with_a_name_of_their_own_speaks_for_them():
    text = "A letter from Save Our Wards was read out.\n\nThe letter said: “You have betrayed us.”"
    assert speaking_body(text) == "Save Our Wards"


def test_a_body_known_by_its_kind_alone_has_its_document():
    text = "Costs will rise, according to an institute report.\n\nThis is “a matter of survival”, the report says."
    assert speaking_body(text) == "institute"


def test_its_report_is_that_of_the_body_which_began_the_paragraph():
    text = "The Orme Fund looked at the plans. Its report found that “nobody was asked”."
    assert speaking_body(text) == "Orme Fund"


@pytest.mark.parametrize(
    "told",
    [
        "Unison wrote to Marl Council about a report on the plans.",
        "Marl Council will look into a report that beds are to go.",
        "A report, seen by the Herald, was left on a train.",
        "Marl Council gave money for a report to the committee.",
    ],
)
def test_a_document_does_not_speak_for_a_body_that_it_is_not_said_to_come_from(told: str):
    assert not speaking_body(f"{told}\n\nThe report says the plans are “a leap in the dark”.")


def test_the_document_told_of_last_comes_first():
    text = "A report by the Orme Fund was long. A report by the Marl Trust was short. "
    assert [who for _, who in issuers(text, "report", 0, len(text))] == ["Marl Trust", "Orme Fund"]
