"""Captions and display quotations."""

from serving.articles.blocks import BlockType
from serving.articles.document import Piece, pieced_document
from serving.articles.reader import QuoteKind, read_article


def test_a_caption_that_reports_is_read_without_its_credit():
    pieces = [
        Piece("Ruth Ackland is a campaigner.", BlockType.PARAGRAPH),
        Piece("Ruth Ackland, who led the march, says the fight goes on (Image: The Echo)", BlockType.CAPTION),
        Piece("The hospital, where staff fear closure (Image: The Echo)", BlockType.CAPTION),
    ]
    [quote] = read_article(pieced_document(pieces))
    assert (quote.text, quote.speaker) == (
        "Ruth Ackland, who led the march, says the fight goes on",
        "Ruth Ackland",
    )


def displayed(line: Piece) -> list[tuple[str, str | None]]:
    """Return the words and speaker of what stands displayed over a line, between two paragraphs of a report."""
    pieces = [
        Piece("Ruth Ackland chairs the board at Harden, which met on Monday.", BlockType.PARAGRAPH),
        Piece("We have never seen a winter like this one", BlockType.PARAGRAPH),
        line,
        Piece("The board will meet again in the spring.", BlockType.PARAGRAPH),
    ]
    quotes = read_article(pieced_document(pieces))
    return [(quote.text, quote.speaker) for quote in quotes if quote.kind is QuoteKind.PULL]


def test_a_paragraph_displayed_without_marks_over_a_name_is_the_names():
    signed = displayed(Piece("Ruth Ackland, chair", BlockType.CAPTION))
    assert signed == [("We have never seen a winter like this one", "Ruth Ackland")]


def test_a_paragraph_over_a_line_of_the_report_is_no_display_quotation():
    assert displayed(Piece("The meeting lasted three hours.", BlockType.PARAGRAPH)) == []


def test_a_headline_is_its_speakers_up_to_a_clause_about_others():
    pieces = [
        Piece("Marsh calls plan “a sham” as trust says wards are safe", BlockType.HEADING),
        Piece("Jo Marsh, who leads the council, spoke on Monday.", BlockType.PARAGRAPH),
    ]
    quotes = read_article(pieced_document(pieces))
    assert [(quote.text, quote.speaker) for quote in quotes] == [("a sham", "Jo Marsh")]
