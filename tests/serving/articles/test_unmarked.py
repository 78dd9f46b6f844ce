"""Statements printed without marks."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.sources import Method


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


READ_OUT = (
    "Why was nobody in Millbrook asked about the ward, and when will the board publish the letters that families of "
    "the town sent to it in the spring of last year? They would like to know."
)


@pytest.mark.parametrize(
    ("lead", "statements"),
    [
        ("Jo Marsh, a retired nurse, asked the following question:", 1),
        ("Jo Marsh, a retired nurse, submitted a question which read:", 1),
        ("Jo Marsh, a retired nurse, asked this written question:", 1),
        ("Jo Marsh, a retired nurse, looked at the ward:", 0),
        ("A porter looked at this question:", 0),
    ],
)
def test_what_minutes_read_out_without_marks_is_who_asked_its(lead, statements):
    quotes = [quote for quote in read(f"{lead}\n\n{READ_OUT}\n\nThe board moved on.") if quote.text == READ_OUT]
    assert [(quote.kind, quote.speaker, quote.method) for quote in quotes] == [
        (QuoteKind.TURN, "Jo Marsh", Method.LEAD_IN)
    ] * statements


def test_a_short_question_read_out_is_a_turn_though_it_looks_like_a_heading():
    text = "Mrs Ruth Ackland asked the following question:\n\nWill the ward at Harden close?\n\nThe chair thanked her."
    assert [quote.speaker for quote in read(text) if quote.text == "Will the ward at Harden close?"] == ["Ruth Ackland"]


def test_words_after_a_colon_without_marks_are_the_speakers_as_long_as_nobody_else_is_told_of():
    text = (
        "Jo Marsh, a retired nurse, said: We were promised a ward of our own and it never came. It was all talk. "
        "Colin Yarrow said that the ward would open in May."
    )
    assert [(quote.text.split()[0], quote.speaker) for quote in read(text)] == [
        ("We", "Jo Marsh"),
        ("Colin", "Colin Yarrow"),
    ]


def test_a_statement_led_in_to_goes_on_over_a_paragraph_without_a_voice_and_ends_at_the_notes():
    text = (
        "Full statement from Jo Marsh, chair of Harden Trust:\n\nWe know how much the ward means to people here.\n\n"
        "The ward has fourteen beds, and nine of them stood empty in May.\n\nWe will publish our plans in June.\n\n"
        "Notes to editors: the trust has three hospitals."
    )
    assert [(quote.kind, quote.speaker) for quote in read(text)] == [(QuoteKind.TURN, "Jo Marsh")] * 3
