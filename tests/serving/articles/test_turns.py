"""Turns: whose they are, and what in an interview is the interviewer's own story."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import QuoteKind, read_article

INTERVIEW = (
    "Ruth Ackland is a nurse.\n\nQ: Is it late?\n\nA: It is late for all of us.\n\n{}\n\n"
    "Q: Will it close?\n\nA: It will."
)


def answers(told: str) -> list[str]:
    quotes = read_article(plain_document(INTERVIEW.format(told)))
    return [quote.text for quote in quotes if quote.kind is QuoteKind.TURN]


@pytest.mark.parametrize(
    "told",
    [
        "My son is a porter. He says the ward is short of beds.",
        "The minister came in May. He says there is money for it all.",
        "Tom Hale runs the trust. He says there is money for it all.",
    ],
)
def test_an_answer_in_which_somebody_else_says_something_stays_an_answer(told):
    assert told in answers(told)


@pytest.mark.parametrize("told", ["She laughs and looks at the window.", "She shows me the new ward, and then my bus."])
def test_what_the_interviewer_tells_of_the_one_who_answers_is_no_answer(told):
    assert told not in answers(told)


@pytest.mark.parametrize("met", ["met her at work", "talks to a nurse", "sits down with her"])
def test_who_is_said_to_have_met_the_other_is_not_the_one_who_answers(met):
    text = INTERVIEW.replace("is a nurse.", f"runs a ward. Tom Hale {met}. Tom Hale has a cold.").format("We wait.")
    quotes = read_article(plain_document(text))
    assert {quote.speaker for quote in quotes if quote.kind is QuoteKind.TURN} == {"Ruth Ackland"}
