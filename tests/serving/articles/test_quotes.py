"""Quoted spans: which marks open and close them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.errors import TooLarge
from serving.articles.deadline import Deadline
from serving.articles.document import plain_document
from serving.articles.quotes import Span, find_spans


def spans(text: str) -> list[tuple[str, Span]]:
    document = plain_document(text)
    return [(document.text[span.start : span.end], span) for span in find_spans(document)]


def quoted(text: str) -> list[str]:
    return [words for words, _ in spans(text)]


@pytest.mark.parametrize(
    "marks",
    ["“”", '""', "‘’", "''", "„”", "«»"],
    ids=["curly", "straight", "single", "straight single", "low", "angle"],
)
def test_a_pair_of_marks_of_every_style_holds_a_quotation(marks):
    opening, closing = marks
    text = f"{opening}The beds are going,{closing} said Ruth Ackland."
    [(words, span)] = spans(text)
    assert words == "The beds are going,"
    assert text[span.outer_start : span.outer_end] == f"{opening}The beds are going,{closing}"
    assert span.closed
    assert not span.continues
    assert span.single == (opening in "‘'")


@pytest.mark.parametrize("marks", ["””", "““", "”“", '“"', '"”', "’’"])
def test_marks_turned_the_wrong_way_or_of_two_styles_still_pair(marks):
    opening, closing = marks
    assert quoted(f"{opening}The beds are going,{closing} said Ruth Ackland.") == ["The beds are going,"]


def test_a_closing_mark_turned_the_wrong_way_does_not_open_the_rest_of_the_paragraph():
    text = "“The beds are going,“ said Ruth Ackland, “and nobody asked.”"
    assert quoted(text) == ["The beds are going,", "and nobody asked."]


@pytest.mark.parametrize("apostrophe", ["’", "'"])
@pytest.mark.parametrize(
    "words",
    [
        "It’s the trust’s plan and it isn’t ours,",
        "We asked for the nurses’ views and got none,",
        "If the doctors’ leaders will not come, we’ll go to them,",
        "The ’90s plan was better,",
        "Let ’em try,",
    ],
)
def test_an_apostrophe_inside_single_marks_closes_nothing(words, apostrophe):
    words = words.replace("’", apostrophe)
    opening = "‘" if apostrophe == "’" else "'"
    text = f"{opening}{words}{apostrophe} said Ruth Ackland. {opening}We are tired.{apostrophe}"
    assert quoted(text) == [words, "We are tired."]


@pytest.mark.parametrize(
    "text",
    [
        "The nurses’ rota and the patients’ group were discussed by the trust’s board.",
        "The nurses' rota and the patients' group were discussed by the trust's board.",
        "It was James’ plan in the ’90s, and the Jameses’ before that.",
        "The ward is 12' wide and 8'6\" high.",
    ],
)
def test_apostrophes_and_measures_hold_no_quotation(text):
    assert quoted(text) == []


def test_a_single_mark_after_a_plural_closes_where_a_verb_of_saying_follows():
    assert quoted("‘That is the view of the nurses’ said Ruth Ackland.") == ["That is the view of the nurses"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“He told us ‘no more money’ and left,” said Ruth Ackland.", "He told us ‘no more money’ and left,"),
        ("\"He told us 'no more money' and left,\" said Jo.", "He told us 'no more money' and left,"),
        ("‘He told us “no more money” and left,’ said Ruth Ackland.", "He told us “no more money” and left,"),
        ("“It’s the ‘trust’s’ plan, the nurses’ leaders say.”", "It’s the ‘trust’s’ plan, the nurses’ leaders say."),
        ('‘He told us "no more money",’ said Ruth Ackland.', 'He told us "no more money",'),
        pytest.param(
            "“He told the board “there is no money” and left,” said Ruth Ackland.",
            "He told the board “there is no money” and left,",
        ),
    ],
)
def test_marks_within_marks_stay_in_the_outer_quotation(text, words):
    assert quoted(text) == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“[The plan] is … too fast,” said Ruth Ackland.", "[The plan] is … too fast,"),
        ("(“It is too fast,” said Ruth Ackland.)", "It is too fast,"),
        ("“ It is too fast, ” said Ruth Ackland.", "It is too fast,"),
        ("Ruth Ackland called it—“a fig leaf”—twice.", "a fig leaf"),
    ],
)
def test_brackets_ellipses_spaces_and_dashes_at_the_marks_change_nothing(text, words):
    assert quoted(text) == [words]


def test_quotations_side_by_side_are_two():
    assert quoted("“Stop!” “Why?” asked Ruth Ackland.") == ["Stop!", "Why?"]


@pytest.mark.parametrize("text", ["“”", "“…”", "‘’", '"', "”", "Nobody spoke."])
def test_marks_around_no_words_hold_nothing(text):
    assert quoted(text) == []


def test_a_quotation_never_closed_ends_before_its_attribution():
    assert quoted("“It is too fast, said Ruth Ackland. The road was closed.") == ["It is too fast,"]


def test_a_quotation_never_closed_ends_where_the_next_begins():
    found = quoted("“It is too fast, said Ruth Ackland. The road was closed. “It is too dear.”")
    assert found == ["It is too fast,", "It is too dear."]


def test_a_closing_mark_that_nothing_opened_holds_nothing():
    assert quoted("It is too fast,” said Ruth Ackland. “It is too dear.”") == ["It is too dear."]


@pytest.mark.parametrize("marks", ["“”", "‘’"])
def test_a_quotation_with_reopened_marks_goes_on_over_paragraphs(marks):
    opening, closing = marks
    found = spans(
        f"Ruth Ackland said: {opening}It is too fast.\n\n{opening}It is too dear.\n\n{opening}So we vote no.{closing}"
    )
    assert [words for words, _ in found] == ["It is too fast.", "It is too dear.", "So we vote no."]
    assert [(span.continues, span.closed) for _, span in found] == [(False, False), (True, False), (True, True)]


@pytest.mark.parametrize("marks", ["“”", "‘’"])
def test_a_quotation_with_one_closing_mark_at_the_end_takes_in_the_paragraphs_between(marks):
    opening, closing = marks
    found = spans(
        f"Ruth Ackland said: {opening}It is too fast.\n\nIt is too dear.\n\nSo we vote no.{closing}"
        "\n\nThe road was closed."
    )
    assert [words for words, _ in found] == ["It is too fast.", "It is too dear.", "So we vote no."]
    assert [span.continues for _, span in found] == [False, True, True]


def test_straight_marks_reopened_in_the_next_paragraph_continue():
    found = spans('Ruth Ackland said: "It is too fast.\n\n"It is too dear."')
    assert [(words, span.continues) for words, span in found] == [("It is too fast.", False), ("It is too dear.", True)]


def test_a_quotation_left_open_takes_in_no_paragraph_if_nothing_ever_closes_it():
    assert quoted("Ruth Ackland said: “It is too fast.\n\nThe board left.\n\nThe road was closed.") == [
        "It is too fast."
    ]


def test_a_new_quotation_after_a_paragraph_in_between_does_not_continue():
    found = spans("Ruth Ackland said: “It is too fast.”\n\n“It is too dear,” said Tom Hale.")
    assert [span.continues for _, span in found] == [False, False]


def test_a_heading_between_two_paragraphs_does_not_break_a_quotation():
    found = spans("Ruth Ackland said: “It is too fast.\n\n“Nobody asked” about the vote\n\n“It is too dear.”")
    assert [(words, span.continues) for words, span in found] == [
        ("It is too fast.", False),
        ("Nobody asked", False),
        ("It is too dear.", True),
    ]


def test_boilerplate_holds_no_quotation():
    assert quoted("Sign up to our newsletter for “the best health news”") == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"“”‘’\"'«»„", "\n\n", " ", " the nurses", "It is late", ", ", ".", "said Jo"]), max_size=40
    )
)
def test_spans_ascend_never_overlap_and_stay_in_their_blocks(pieces):
    document = plain_document("".join(pieces))
    at = 0
    for span in find_spans(document):
        block = document.blocks[span.block]
        assert at <= span.outer_start <= span.start <= span.end <= span.outer_end <= block.end
        assert block.words_start <= span.outer_start
        at = span.outer_end


def test_finding_spans_ends_at_the_deadline():
    with pytest.raises(TooLarge, match="takes too long"):
        find_spans(plain_document("“No,” she said."), Deadline(1, -1))
