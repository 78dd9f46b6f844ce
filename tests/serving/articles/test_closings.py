"""What stands after quoted words and tells whose they are."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import Quote, read_article


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


@pytest.mark.parametrize(
    "closing",
    [
        ", said Ann Hale.",
        ", Ann Hale said.",
        ", according to Ann Hale.",
        " was the verdict of Ann Hale.",
        ", to use Ann Hale’s words.",
    ],
)
def test_words_are_whose_the_end_of_their_sentence_tells(closing: str):
    [quote] = read(f"“It is a leap in the dark”{closing}")
    assert quote.speaker == "Ann Hale"


def test_the_next_paragraph_may_tell_whose_words_these_are():
    [quote] = read(
        "The plan is “a leap in the dark and we have no rope”.\n\nThose were the words of Ann Hale, a nurse."
    )
    assert (quote.speaker, quote.role) == ("Ann Hale", "nurse")


def test_a_verb_that_opens_the_next_words_closes_none():
    quotes = read("“We are full.” Ann Hale said: “Nobody told us.” Tom Orme said nothing.")
    assert [quote.speaker for quote in quotes if quote.text == "Nobody told us."] == ["Ann Hale"]
