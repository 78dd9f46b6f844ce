"""Lines that lead in to the next paragraph or to a list."""

from serving.articles.document import plain_document
from serving.articles.reader import Quote, read_article
from serving.articles.sources import Method


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


def test_a_colon_gives_the_next_paragraph_to_whom_it_names():
    [quote] = read("Jo Marsh, who chairs the board, went on:\n\n“It is all far too fast.”")
    assert (quote.speaker, quote.method) == ("Jo Marsh", Method.LEAD_IN)


def test_a_list_with_semicolons_is_all_of_whom_it_is_led_in_by():
    text = (
        "Jo Marsh, a retired nurse, also said that:\n\nthe ward was “safe and loved by the whole town”;\n\n"
        "the plan was “written far away by men who never saw it”.\n\nThe board met on Monday."
    )
    assert [quote.speaker for quote in read(text)] == ["Jo Marsh", "Jo Marsh"]


def test_somebody_to_whom_a_paragraph_turns_at_its_end_speaks_next():
    text = (
        "“It is a good plan,” said Colin Yarrow, who chairs the board. Next to him sat Jo Marsh, a retired nurse, "
        "shaking her head.\n\n“It is a plan for closing wards.”"
    )
    assert [quote.speaker for quote in read(text)] == ["Colin Yarrow", "Jo Marsh"]
