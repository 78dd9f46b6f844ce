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
