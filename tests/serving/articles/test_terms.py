"""Marked words that nobody says: terms, and where words like them are somebody's own."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import Quote, QuoteKind, read_article


def fragments(text: str) -> list[Quote]:
    return [quote for quote in read_article(plain_document(text)) if quote.kind is QuoteKind.MIXED]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruth Ackland promised “safe wards” by spring.",
        "Ruth Ackland called for “better care”.",
        "Ruth Ackland warned of “dangerous wards”.",
        "Ruth Ackland complained of “overstretched teams” on nights.",
        "The plan means “overstretched teams”, Ruth Ackland said.",
    ],
)
def test_two_words_that_a_verb_of_speech_governs_are_said_though_they_end_as_terms_do(sentence):
    [quote] = fragments(sentence)
    assert quote.speaker == "Ruth Ackland"


def test_a_second_fragment_after_and_is_said_as_the_first_was():
    [quote] = fragments("Ruth Ackland warned of “dangerous wards” and “overstretched teams”.")
    assert quote.text == "dangerous wards overstretched teams"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruth Ackland said that nurses would move to “integrated care hubs”.",
        "Activity will move to nine “neighbourhood hubs” by May.",
        "The harbour trust’s “do nothing” gap is £231m.",
        "Nurses were shown the “left shift” on a slide.",
    ],
)
def test_two_words_that_a_preposition_or_determiner_places_far_from_any_verb_of_speech_are_a_term(sentence):
    assert fragments(sentence) == []


@pytest.mark.parametrize("words", ["do nothing", "step up", "step down"])
def test_plain_words_that_the_field_uses_too_are_no_term_where_somebody_says_them(words):
    [quote] = fragments(f"Ruth Ackland told the board to “{words}”.")
    assert quote.speaker == "Ruth Ackland"
