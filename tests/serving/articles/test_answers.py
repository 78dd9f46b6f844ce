"""Bullets that are answers."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.sources import Method


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


@pytest.mark.parametrize(
    ("brackets", "signs"),
    [("large practice, north", True), ("A ward in Harden", True), ("it was May", False), ("2016", False)],
)
def test_brackets_after_a_quoted_bullet_sign_it_without_a_name(brackets, signs):
    [quote] = read(f"The plan\n\nThe board sent these round:\n\n• “It is all far too fast.” ({brackets})")
    expected = (None, brackets, Method.CAPTION) if signs else (None, None, None)
    assert (quote.speaker, quote.role, quote.method) == expected


def test_bullets_announced_as_answers_are_statements_of_nobody_by_name():
    quotes = read(
        "What respondents wrote\n\nA selection of answers:\n\n• It is all far too fast and nobody asked us.\n\n"
        "• We were told in the corridor about the closure."
    )
    assert [(quote.kind, quote.speaker) for quote in quotes] == [(QuoteKind.DIRECT, None)] * 2
    assert quotes[0].text == "It is all far too fast and nobody asked us."


def test_bullets_announced_as_nothing_are_no_statements():
    assert read("The plan\n\nThe plan has two aims:\n\n• To move care out of the wards.\n\n• To save the money.") == []
