"""Blocks and offsets of a plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.errors import TooLarge
from serving.articles.deadline import Deadline
from serving.articles.document import MAX_ARTICLE_CHARS, BlockType, Document, Piece, pieced_document, plain_document


def types(document: Document) -> list[BlockType]:
    return [block.type for block in document.blocks]


def paragraphs(document: Document) -> list[str]:
    return [document.words(block) for block in document.blocks]


def turns(document: Document) -> list[tuple[str, str]]:
    return [
        (block.label, document.text[block.words_start : block.end])
        for block in document.blocks
        if block.type is BlockType.TURN
    ]


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


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        ("Why the plan fails\n\nBy Ruth Ackland", "Ruth Ackland"),
        ("Why the plan fails\n\nWritten by Ruth Ackland, chair of the CCG", "Ruth Ackland, chair of the CCG"),
        ("Why the plan fails\n\nRuth Ackland", "Ruth Ackland"),
        ("Why the plan fails\n\nBy the end of the year it was dead.", ""),
        ("Why the plan fails\n\nIt has no money.", ""),
    ],
)
def test_the_byline_is_the_author_named_near_the_top(lines, byline):
    assert plain_document(lines).byline == byline


# Turns.


def test_hansard_lines_are_turns_and_the_paragraphs_after_one_are_its_speakers():
    document = plain_document(
        "Health plans\n\nRuth Ackland (Harden) (Lab): I beg to move.\n\nThe plan has no money.\n\n"
        "The Minister for Health (Philip Marsh): The plan is sound."
    )
    assert turns(document) == [
        ("Ruth Ackland (Harden) (Lab)", "I beg to move."),
        ("Ruth Ackland (Harden) (Lab)", "The plan has no money."),
        ("The Minister for Health (Philip Marsh)", "The plan is sound."),
    ]


def test_a_peer_with_a_place_in_the_title_has_turns():
    document = plain_document("Lord Hale of Harden (Con): The plan is late.\n\nBaroness Ackland (Lab): It is not.")
    assert [label for label, _ in turns(document)] == ["Lord Hale of Harden (Con)", "Baroness Ackland (Lab)"]


def test_a_heading_ends_a_turn_but_a_question_in_it_does_not():
    document = plain_document(
        "Chair: We begin.\n\nWho is here?\n\nRuth Ackland: I am.\n\nItem two\n\nThe board turned to the ward."
    )
    assert turns(document) == [("Chair", "We begin."), ("Chair", "Who is here?"), ("Ruth Ackland", "I am.")]
    assert types(document)[-2:] == [BlockType.HEADING, BlockType.PARAGRAPH]


@pytest.mark.parametrize(
    "labels",
    [
        ("Q", "A"),
        ("Q1", "A1"),
        ("Chair", "Ruth Ackland"),
        ("HH", "RA"),
        pytest.param(
            ("Interviewer", "Ruth Ackland"),
        ),
    ],
)
def test_questions_and_answers_of_an_interview_are_turns(labels):
    question, answer = labels
    document = plain_document(f"{question}: Is the plan ready?\n\n{answer}: It is not.")
    assert turns(document) == [(question, "Is the plan ready?"), (answer, "It is not.")]


def test_names_on_lines_of_their_own_head_turns_where_parliament_speaks():
    document = plain_document(
        "Baroness Ackland (Lab)\n\nMy Lords, the plan has no money.\n\n"
        "Lord Hale (Con)\n\nI do not agree with the noble Baroness."
    )
    assert types(document) == [BlockType.CAPTION, BlockType.TURN, BlockType.CAPTION, BlockType.TURN]
    assert [label for label, _ in turns(document)] == ["Baroness Ackland (Lab)", "Lord Hale (Con)"]


def test_brackets_on_a_line_below_a_name_are_part_of_the_label():
    document = plain_document(
        "Ruth Ackland\n\n(Harden East) (Lab)\n\nThe hon. Member is late.\n\nTom Hale\n\n(Millbrook) (Con)\n\nI am not."
    )
    assert turns(document) == [
        ("Ruth Ackland, (Harden East) (Lab)", "The hon. Member is late."),
        ("Tom Hale, (Millbrook) (Con)", "I am not."),
    ]


def test_names_on_lines_of_their_own_head_no_turns_where_what_follows_is_mostly_quoted():
    document = plain_document(
        "Ruth Ackland (Lab)\n\nThe plan is “late”, she told the town.\n\nTom Hale (Con)\n\nThe ward will stay open."
    )
    assert turns(document) == []


def test_names_on_lines_of_their_own_head_no_turns_elsewhere():
    document = plain_document("Ruth Ackland\n\nThe plan has no money.\n\nTom Hale\n\nNobody was asked about it.")
    assert turns(document) == []


@pytest.mark.parametrize(
    "lines",
    [
        "Ruth Ackland: “It is late.”\n\nTom Hale: “It is not.”",
        "Location: Harden\n\nDate: Monday",
        "Beds: forty of them.\n\nCost: far too high.",
        "Ruth Ackland: the background\n\nTom Hale: the other side of it",
        "Ruth Ackland: It is late.\n\nNobody else spoke at the meeting.",
    ],
)
def test_quoted_words_after_a_name_facts_and_a_single_label_are_no_turns(lines):
    assert turns(plain_document(lines)) == []


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


# Questions and answers.

FAQ = (
    "{}\n\nWhat is the plan?\n\nIt is a plan for care. We wrote it with our partners.\n\nWill my ward close?\n\n"
    "No ward will close. We want our nurses nearer home.\n\nWho decides?\n\nThe boards decide. We publish it all.\n\n"
    "How can I have my say?\n\nWe will hold three meetings in May.{}"
)


@pytest.mark.parametrize("opening", ["Your questions on the plan", "Ruth Ackland leads the plan in Harden."])
def test_questions_that_an_organisation_answers_are_no_interview(opening):
    assert turns(plain_document(FAQ.format(opening, ""))) == []


@pytest.mark.parametrize(
    ("opening", "close"),
    [
        ("We interviewed Ruth Ackland in Harden.", ""),
        ("Ruth Ackland sat down with the Echo.", ""),
        ("Ruth Ackland takes our questions.", ""),
        ("Questions on the plan", " I will be there myself."),
    ],
)
def test_answers_of_a_person_introduced_as_interviewed_or_that_say_i_are_turns(opening, close):
    assert len(turns(plain_document(FAQ.format(opening, close)))) == 4


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


def test_a_paragraph_in_its_own_voice_between_turns_goes_on_with_the_first():
    narration = [f"The committee took item {n} as read and moved on." for n in range(12)]
    spoken = [
        "Dr Obi: She was lucky with the day.",
        "And Mrs Coyle is right. We have been poor at that.",
        "Mr Bell: I shall hold you to it.",
    ]
    document = plain_document("\n\n".join([*narration, *spoken, "The item closed."]))
    said = [document.words(block) for block in document.blocks if block.type is BlockType.TURN]
    assert said == spoken


def test_a_heading_in_capitals_with_a_colon_is_no_turn():
    document = plain_document("STP WORKSTREAM: STROKE SERVICES\n\nAnn Hale: We met.\n\nTom Orme: We did.")
    assert types(document)[0] is not BlockType.TURN


LETTER = "\n\n".join(f"I have read plan {n}. It is long and it is vague." for n in range(8))


@pytest.mark.parametrize("greeting", ["Until next Friday,", "With best wishes,", "Yours sincerely,"])
def test_who_signs_below_a_greeting_is_the_author(greeting: str):
    text = f"Dear reader,\n\n{LETTER}\n\n{greeting}\n\nRosalind Thayer\n\nEditor"
    assert plain_document(text).byline == "Rosalind Thayer, Editor"


def test_a_contact_at_the_end_is_no_author():
    assert not plain_document(f"{LETTER}\n\nEnds\n\nContact\n\nRosalind Thayer\n\nPress officer").byline


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


UNSIGNED = (
    "LETTER: Will our MP say something\n\nWhen I read that our beds may go I did not know what to do.\n\n"
    "It seemed to me a waste of effort to write to anybody, but I have changed my mind."
)


def test_the_name_below_a_letter_is_its_authors():
    assert plain_document(f"{UNSIGNED}\n\nGraham Robson,\n\nHoath Road, Marl").byline == "Graham Robson"


def test_the_name_that_ends_a_columns_headline_is_its_authors():
    document = plain_document(UNSIGNED.replace("Will our MP say something", "our beds - Laura Hewson-Boyd MP"))
    assert document.byline == "Laura Hewson-Boyd MP"


def test_of_two_names_below_a_piece_neither_is_its_author():
    assert plain_document(f"{UNSIGNED}\n\nGraham Robson, chair\n\nAnn Hale, vice-chair").byline == ""


def test_a_name_below_a_report_without_an_i_is_nobodys_signature():
    report = "\n\n".join(["Beds to go", *["The trust will shut the ward that opened in May."] * 6, "Graham Robson"])
    assert plain_document(report).byline == ""
