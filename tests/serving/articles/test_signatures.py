"""Lines that sign quotations."""

from serving.articles.blocks import BlockType
from serving.articles.document import Piece, pieced_document, plain_document
from serving.articles.reader import Quote, read_article
from serving.articles.sources import Method


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


def test_quotations_that_stand_alone_under_names_are_those_of_the_names_above():
    text = (
        "What they said\n\nJo Marsh, council leader\n\n“It is a plan for closing wards.”\n\nColin Yarrow, trust chair"
        "\n\n“Change is the only way.”\n\nUNISON\n\n“Our members were told by press release.”"
    )
    assert [(quote.speaker, quote.organisation) for quote in read(text)] == [
        ("Jo Marsh", "council"),
        ("Colin Yarrow", "trust"),
        (None, "UNISON"),
    ]


def test_a_name_line_within_the_running_text_names_nobody_who_speaks_below_it():
    text = "“It is late,” said Tom Hale.\n\nJo Marsh, council leader\n\n“We were never asked about it at all.”"
    assert read(text)[-1].speaker == "Tom Hale"


def test_a_line_with_post_and_place_below_a_whole_quotation_signs_it():
    pieces = [
        Piece("“It is all far too fast for a practice of our size.”", BlockType.PARAGRAPH),
        Piece("Practice manager, Harden", BlockType.HEADING),
    ]
    [quote] = read_article(pieced_document(pieces))
    assert (quote.speaker, quote.role, quote.method) == (None, "Practice manager, Harden", Method.CAPTION)


def test_one_line_with_a_post_beside_one_quotation_may_be_a_heading():
    [quote] = read("Ward sister\n\n“It is all far too fast.”\n\nThe board met on Monday.")
    assert quote.method is None


def test_a_line_with_a_dash_and_a_name_below_a_whole_quotation_signs_it():
    text = "The board met.\n\n“We have asked many.\n\n“They will be heard.”\n– Dr. Jo Marsh, chair of the Hexby Trust."
    [quote] = read(text)
    assert (quote.speaker, quote.role, quote.organisation) == ("Jo Marsh", "chair", "Hexby Trust")


def test_several_lines_with_a_dash_and_a_name_below_a_quotation_are_a_list():
    [quote] = read("The board met.\n\n“We have asked many people.”\n\n- Jo Marsh, chair\n\n- Ann Pell, vice chair")
    assert quote.speaker is None


def test_a_line_with_a_dash_and_a_name_does_not_outdo_the_sentence():
    [quote] = read("The board met.\n\n“We have asked many,” said Ruth Tate, a nurse.\n\n- Jo Marsh, chair")
    assert quote.speaker == "Ruth Tate"
