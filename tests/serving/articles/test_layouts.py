"""Where the turns of speakers are."""

import pytest

from serving.articles.blocks import BlockType
from serving.articles.document import Document, plain_document


def types(document: Document) -> list[BlockType]:
    return [block.type for block in document.blocks]


def turns(document: Document) -> list[tuple[str, str]]:
    return [
        (block.label, document.text[block.words_start : block.end])
        for block in document.blocks
        if block.type is BlockType.TURN
    ]


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


def test_brackets_on_a_line_below_a_name_are_part_of_the_label():
    document = plain_document(
        "Ruth Ackland\n\n(Harden East) (Lab)\n\nThe hon. Member is late.\n\nTom Hale\n\n(Millbrook) (Con)\n\nI am not."
    )
    assert turns(document) == [
        ("Ruth Ackland, (Harden East) (Lab)", "The hon. Member is late."),
        ("Tom Hale, (Millbrook) (Con)", "I am not."),
    ]
