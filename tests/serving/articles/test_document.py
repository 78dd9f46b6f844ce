"""Blocks and offsets of a plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.errors import TooLarge
from serving.articles.blocks import BlockType
from serving.articles.deadline import Deadline
from serving.articles.document import MAX_ARTICLE_CHARS, Document, Piece, pieced_document, plain_document


def types(document: Document) -> list[BlockType]:
    return [block.type for block in document.blocks]


def paragraphs(document: Document) -> list[str]:
    return [document.words(block) for block in document.blocks]


# Text and offsets.


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_style_of_line_end_becomes_a_newline(line_end):
    document = plain_document(f"Beds to close{line_end}{line_end}The ward will shut in May.")
    assert document.text == "Beds to close\n\nThe ward will shut in May."
    assert paragraphs(document) == ["Beds to close", "The ward will shut in May."]


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert plain_document("\ufeffThe ward will shut.").text == "The ward will shut."


def test_no_break_and_doubled_spaces_stay_inside_a_block_and_are_left_out_around_it():
    document = plain_document("\u00a0 The plan\u00a0has  no money. \u00a0\n")
    assert document.text == "\u00a0 The plan\u00a0has  no money. \u00a0\n"
    assert paragraphs(document) == ["The plan\u00a0has  no money."]


@pytest.mark.parametrize("separator", ["\n", "\n\n\n", "\f", "\v", "\u2028", "\u2029", "\x85"])
def test_every_kind_of_line_separator_ends_a_paragraph(separator):
    document = plain_document(f"The ward will shut.{separator}The road is closed.")
    assert paragraphs(document) == ["The ward will shut.", "The road is closed."]


@pytest.mark.parametrize("text", ["", "   \n\n \t\n", "\ufeff"])
def test_a_text_without_words_has_no_blocks(text):
    assert plain_document(text).blocks == ()


def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_is_not():
    longest = "a" * MAX_ARTICLE_CHARS
    assert len(plain_document(longest).text) == MAX_ARTICLE_CHARS
    with pytest.raises(TooLarge):
        plain_document(longest + "a")


def test_title_date_and_source_are_kept():
    document = plain_document("The ward will shut.", "Ward to shut", "2016-11-02", "Harden Herald")
    assert (document.title, document.published, document.source) == ("Ward to shut", "2016-11-02", "Harden Herald")


WRAPPED = """The plan for the valley was published on Monday and it has no
money behind it at all, the board of the trust was told in a
meeting that went on until nine.
The road outside the hospital was closed for the whole of that
evening, and the last bus had gone by the time the vote was
taken.

“We were never asked about any of this, and we will not now be
told to like it,” said Ruth Ackland, chair of Millbrook CCG.
"""


def test_lines_wrapped_to_a_width_are_one_paragraph_up_to_a_short_line_that_ends_a_sentence():
    found = paragraphs(plain_document(WRAPPED))
    assert len(found) == 3
    assert found[0].startswith("The plan for")
    assert found[0].endswith("until nine.")
    assert found[1].startswith("The road")
    assert found[1].endswith("\ntaken.")
    assert found[2].endswith("Millbrook CCG.")


def test_bullets_in_a_wrapped_text_begin_paragraphs_of_their_own():
    bullets = "• a first point that the board of the trust came back to more\nthan once\n• a second point\n"
    found = paragraphs(plain_document(WRAPPED + bullets))
    assert [words[:8] for words in found[-2:]] == ["• a firs", "• a seco"]


def test_lines_that_were_not_wrapped_are_paragraphs_each():
    lines = [f"The board of the trust met for the {nth} time on Monday." for nth in ("1st", "2nd", "3rd", "4th", "5th")]
    lines += ["Nobody came.", "Nobody was told of it."]
    assert paragraphs(plain_document("\n".join(lines))) == lines


# Types.


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Beds to close in Harden", BlockType.HEADING),
        ("Who will pay for it?", BlockType.HEADING),
        ("Beds will close in Harden.", BlockType.PARAGRAPH),
        ("“Nobody asked us”", BlockType.PARAGRAPH),
        ("‘Nobody asked us’", BlockType.HEADING),
        ("The hall was loud. “Shame” was one cry", BlockType.PARAGRAPH),
        ("The board heard that " + "very " * 30 + "much would change", BlockType.PARAGRAPH),
        ("• Beds will close", BlockType.BULLET),
        ("- Beds will close", BlockType.BULLET),
        ("3.1 Beds will close.", BlockType.BULLET),
        ("(a) Beds will close", BlockType.BULLET),
        ("4. Beds will close", BlockType.BULLET),
        ("Ruth Ackland", BlockType.CAPTION),
        ("Ruth Ackland, chair of Millbrook CCG", BlockType.CAPTION),
        ("RUTH ACKLAND, chair of Millbrook CCG", BlockType.CAPTION),
        ("Pictured: campaigners outside the ward", BlockType.CAPTION),
        ("Ruth Ackland, chair of Millbrook CCG, spoke.", BlockType.PARAGRAPH),
    ],
)
def test_a_block_is_typed_by_what_it_looks_like(line, kind):
    assert types(plain_document(line)) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies to give you the best experience on our site.",
        "This website uses cookies",
        "Accept all cookies",
        "Sign up to our daily newsletter",
        "Subscribe",
        "Already a subscriber? Log in here",
        "Read more: Beds to close in Harden",
        "Share this article",
        "Advertisement",
        "12 comments",
        "Please keep comments respectful and on the subject.",
        "Follow us on Twitter",
        "All rights reserved.",
        "Skip to main content",
        "Most read",
        "Got a story? Ring us.",
        "This interview has been edited for length.",
        "Question put and agreed to.",
        "Motion lapsed (Standing Order No. 10).",
        "3.45 pm",
        "Column 312",
    ],
)
def test_what_surrounds_an_article_on_its_page_is_boilerplate(line):
    assert types(plain_document(line)) == [BlockType.BOILERPLATE]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices in the firm that runs the ward fell on Tuesday.",
        "More than 200 people came to the meeting in Harden.",
        "Comments from patients were read to the board, and the plan was sent back.",
        "Follow-up visits will end in May, the trust said.",
        pytest.param(
            "Keep Harden Hospital Open campaigner Jo Marsh said: “We will not stop.”",
        ),
    ],
)
def test_a_sentence_that_begins_like_boilerplate_is_a_paragraph(line):
    assert types(plain_document(line)) == [BlockType.PARAGRAPH]


def test_all_that_follows_the_heading_of_readers_comments_is_boilerplate():
    document = plain_document(
        "Ward to shut\n\nThe ward will shut in May.\n\nNobody was asked.\n\nThe board left.\n\n2 comments\n\n"
        "Jo from Harden said: “This is a disgrace.”\n\n“Hear, hear,” said another reader."
    )
    assert types(document)[1:4] == [BlockType.PARAGRAPH] * 3
    assert types(document)[4:] == [BlockType.BOILERPLATE] * 3


def test_headlines_below_related_stories_are_boilerplate_until_a_sentence_follows():
    document = plain_document("Related stories\nWard to shut\n‘No money left’ for nurses\nThe board met on Monday.")
    assert types(document) == [BlockType.BOILERPLATE] * 3 + [BlockType.PARAGRAPH]


@pytest.mark.parametrize(
    "heading", ["Around the table", "Panel", "Roundtable participants", "Present:", "The speakers"]
)
def test_names_below_the_heading_of_a_panel_are_its_list_and_what_follows_is_not(heading):
    document = plain_document(
        f"{heading}\nRuth Ackland, chief executive, Colne Valley NHS Trust\n• Tom Hale, leader, Harden council\n"
        "The talk turned to money at once."
    )
    assert types(document) == [BlockType.HEADING, BlockType.PANEL, BlockType.PANEL, BlockType.PARAGRAPH]


def test_the_words_of_a_bullet_begin_after_its_sign():
    document = plain_document("3.2 The chair welcomed members.")
    assert document.text[document.blocks[0].words_start :] == "The chair welcomed members."


# Documents of pieces.


def test_pieces_are_joined_by_empty_lines_with_single_spaces_and_keep_the_types_they_bring():
    document = pieced_document(
        [Piece("The  plan\nis late."), Piece(" \n "), Piece("Nobody asked us", BlockType.DISPLAY), Piece("Ends.")]
    )
    assert document.text == "The plan is late.\n\nNobody asked us\n\nEnds."
    assert types(document) == [BlockType.PARAGRAPH, BlockType.DISPLAY, BlockType.PARAGRAPH]


def test_pieces_over_the_limit_are_refused():
    with pytest.raises(TooLarge):
        pieced_document(Piece("a" * 1000) for _ in range(MAX_ARTICLE_CHARS // 1000 + 1))


lines_of_text = st.lists(
    st.sampled_from(
        ["", "Ruth Ackland", "Q: Why?", "A: No money.", "• Beds will close", "Present:", "Share this", "  ",
         "The plan for the valley was published on Monday and it has no", "“Nobody asked us,” he said.", "Ward to shut"]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(lines_of_text)
def test_blocks_ascend_never_overlap_and_hold_all_words_without_spaces_around_them(lines):
    document = plain_document("\n".join(lines))
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.words_start <= block.end
        assert not document.text[at : block.start].strip()
        assert document.words(block) == document.words(block).strip() != ""
        at = block.end
    assert not document.text[at:].strip()


@settings(max_examples=150, deadline=None)
@given(st.one_of(lines_of_text.map("\n".join), st.text(max_size=300).map(lambda text: text.replace("\r", ""))))
def test_a_document_is_the_same_for_every_style_of_line_end(text):
    assert (
        plain_document(text) == plain_document(text.replace("\n", "\r\n")) == plain_document(text.replace("\n", "\r"))
    )


# Headlines.

LONG_HEADLINE = (
    "Campaigners say the plan to close the maternity ward at the hospital in Harden and to move all of its beds to "
    "Stowe Regis by spring will put mothers and babies at risk"
)


@pytest.mark.parametrize(
    "headline", [LONG_HEADLINE, "Union boss says the plan will fail…", "Plan will fail, says union!"]
)
def test_a_first_line_that_ends_in_no_full_stop_is_the_headline(headline):
    assert types(plain_document(f"{headline}\n\nThe board met on Monday.")) == [
        BlockType.HEADING,
        BlockType.PARAGRAPH,
    ]


def test_a_first_line_that_is_the_title_is_the_headline_whatever_it_ends_in():
    text = "Hospital plan is unsafe. Nurses say it will fail.\n\nThe board met on Monday."
    assert (
        types(plain_document(text, title="Hospital plan is unsafe.  Nurses say it will fail."))[0] is BlockType.HEADING
    )
    assert types(plain_document(text))[0] is BlockType.PARAGRAPH


def test_an_only_line_is_no_headline():
    assert types(plain_document(LONG_HEADLINE)) == [BlockType.PARAGRAPH]


def test_making_a_document_ends_at_the_deadline():
    with pytest.raises(TooLarge, match="takes too long"):
        plain_document("The board met.\n\nIt was late.", deadline=Deadline(1, -1))
    with pytest.raises(TooLarge, match="takes too long"):
        pieced_document([Piece("The board met.")], deadline=Deadline(1, -1))


def test_a_short_paragraph_that_ends_in_a_quoted_question_is_no_heading():
    assert types(plain_document("Ann Hale has not missed a Tuesday since 1994. “Where else would I go?”"))[0] is (
        BlockType.PARAGRAPH
    )


def test_the_headline_above_read_more_is_of_another_article():
    document = plain_document(
        "Beds will close in May.\n\nThird of nurses ‘have had enough’\n\nRead more\n\n“It is thin,” said Jo Marsh."
    )
    assert [block.type for block in document.blocks][1:3] == [BlockType.BOILERPLATE, BlockType.BOILERPLATE]


@pytest.mark.parametrize(
    "line",
    [
        "After a long silence one of them asked the chair: “Why us?”",
        "“Beds First” organiser Jo Marsh said outside the hall that nobody could tell what would come of it",
    ],
)
def test_a_sentence_without_its_stop_that_tells_what_was_said_is_no_heading(line):
    document = plain_document(f"Beds to close\n\nBeds will close in May.\n\n{line}\n\nThe hall was full.")
    assert document.blocks[2].type is BlockType.PARAGRAPH
