"""What an author says themselves."""

from serving.articles.document import plain_document
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.sources import Method


def read(text: str, *, first_person: bool = False) -> list[Quote]:
    return read_article(plain_document(text), first_person=first_person)


OPINION = (
    "Why the plan fails\n\nBy Ruth Ackland, chair of Millbrook CCG\n\nThe plan was published on Monday. It has no "
    "money behind it, and I know.\n\nTom Hale said: “It is a good plan.”"
)


def test_an_authors_own_paragraphs_are_statements_only_if_asked_for():
    assert [quote.text for quote in read(OPINION)] == ["It is a good plan."]
    *own, other = read(OPINION, first_person=True)
    assert [quote.text for quote in own] == [
        "The plan was published on Monday. It has no money behind it, and I know.",
    ]
    assert {(quote.kind, quote.speaker, quote.organisation, quote.method) for quote in own} == {
        (QuoteKind.FIRST_PERSON, "Ruth Ackland", "Millbrook CCG", Method.BYLINE)
    }
    assert other.speaker == "Tom Hale"


def test_what_an_author_reports_of_others_parts_what_is_the_authors_own():
    told = "behind it. The trust says that it has. I do not believe that for a minute."
    text = OPINION.replace("behind it, and I know.", told)
    *own, _ = read(text, first_person=True)
    assert [quote.text for quote in own if quote.kind is QuoteKind.FIRST_PERSON] == [
        "The plan was published on Monday. It has no money behind it.",
        "I do not believe that for a minute.",
    ]


def test_a_piece_without_a_byline_has_an_author_without_a_name():
    quotes = read("The plan was published on Monday, and I do not like it.", first_person=True)
    assert [(quote.speaker, quote.role) for quote in quotes] == [(None, "author")]
