"""Asides that give a sentence to somebody, and asides that only look so."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import QuoteKind, read_article

OPENING = "Dr Orla Finch, a GP in Marl, met Cllr Rory Kent, leader of Marl Council.\n\n"


def speakers(sentence: str) -> list[str | None]:
    quotes = read_article(plain_document(OPENING + sentence))
    return [quote.speaker for quote in quotes if quote.kind is QuoteKind.INDIRECT and quote.text == sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The rota, Dr Finch reminded colleagues, was written for ten.",
        "The rota, Dr Finch said over tea, was written for ten.",
        "The rota was written for ten, Dr Finch told the county's scrutiny panel on Tuesday.",
        "The rota is written for ten, laments Dr Orla Finch of the surgery in Bell Lane.",
        "Unless the rota changes, Dr Finch has made clear to the board, she will leave.",
        "Two surgeries will close by Easter, runs the warning from Dr Finch.",
    ],
)
def test_an_aside_with_a_verb_of_speech_gives_the_rest_to_its_subject(sentence: str):
    assert speakers(sentence) == ["Orla Finch"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The rota, which Dr Finch posted on the wall, was written for ten.",
        "The rota was dropped in June, the day after Dr Finch agreed to sign it.",
        "The papers were handed out, Dr Finch laughed, and the clock struck nine.",
        "After the vote, which Dr Finch recorded on her telephone, the room emptied.",
        "Will the rota, Dr Finch wondered, ever be full?",
    ],
)
def test_an_aside_that_tells_a_deed_or_a_question_reports_nothing(sentence: str):
    assert speakers(sentence) == []


def test_a_pronoun_in_an_aside_means_who_spoke_last():
    article = "“It is too late,” said Dr Orla Finch, a GP in Marl. The rota, she went on, was written for ten."
    assert [quote.speaker for quote in read_article(plain_document(article))] == ["Orla Finch"] * 2
