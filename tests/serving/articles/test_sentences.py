"""Sentences of paragraphs in which quoted words are blanked out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.articles.sentences import BLANK, MAX_QUOTATIONS, find_stop, split_sentences


def sentences(text: str) -> list[str]:
    frame = re.sub(r"“[^”]*”", lambda found: BLANK * len(found.group()), text)
    return [text[s.start : s.end] for s in split_sentences(text, frame, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "stop"),
    [("said Dr. Hale. He left", 13), ("said A. B. Hale?", 15), ("said Dr. Hale", -1), ("in 2.5 years", -1)],
)
def test_the_first_stop_is_the_one_that_ends_a_sentence_and_not_an_abbreviation(text, stop):
    assert find_stop(text) == stop


def test_a_last_mark_is_no_stop_where_something_must_follow():
    assert find_stop("said Jo Hale.", at_end=False) == -1


@pytest.mark.parametrize(
    "parts",
    [
        ["It is late.", "We go home."],
        ["Why?", "Nobody knew!", "Then… it began."],
        ["It cost £2.5m.", "The bill came.", "£3m was left."],
        ["The board sat.", "(It rose at six.)", "It left."],
        ["The trust met in Harden.", "“We are late,” it said."],
        ["It met in 2016.", "12 members came."],
    ],
)
def test_a_sentence_ends_at_its_mark_before_a_capital_a_figure_or_a_quotation(parts):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize("short", ["Mr", "Mrs", "Dr", "Prof", "Cllr", "Rev", "St", "Rt", "J", "A. J"])
def test_a_title_or_an_initial_with_a_full_stop_ends_no_sentence(short):
    assert sentences(f"Nobody asked {short}. Hale about the plan. He left.") == [
        f"Nobody asked {short}. Hale about the plan.",
        "He left.",
    ]


def test_a_full_stop_before_a_small_letter_ends_no_sentence():
    assert sentences("The plan, vol. two of it, is e.g. late.") == ["The plan, vol. two of it, is e.g. late."]


def test_marks_of_sentences_within_quoted_words_end_no_sentence():
    assert sentences("“It is late. It is dear,” Ruth Ackland said.") == ["“It is late. It is dear,” Ruth Ackland said."]


def test_quoted_words_that_end_in_a_full_stop_end_their_sentence():
    assert sentences("Jo said: “It is late.” The road outside was closed.") == [
        "Jo said: “It is late.”",
        "The road outside was closed.",
    ]


@pytest.mark.parametrize(
    "text", ["She called it “a sham” The end.", "“It is late,” Ruth Ackland said.", "The “plan” Harden wrote was thin."]
)
def test_quoted_words_without_a_full_stop_end_no_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize("attribution", ["Ruth Ackland asked.", "She said.", "Ruth Ackland asked on Monday."])
def test_an_attribution_after_a_question_belongs_to_the_sentence_of_the_question(attribution):
    assert sentences(f"“Is it late?” {attribution} Nobody knew.") == [f"“Is it late?” {attribution}", "Nobody knew."]


def test_offsets_are_those_of_the_text_and_not_of_the_part_that_is_read():
    text = "Skipped. It is late. We go home."
    assert [text[s.start : s.end] for s in split_sentences(text, text, 9, len(text))] == ["It is late.", "We go home."]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Dr", "Hale", ".", " ", "“It is late.”", "“a sham”", "said", "?", "(", ")", "2", "\u00a0"]),
        max_size=30,
    )
)
def test_sentences_ascend_never_overlap_and_leave_out_no_word(pieces):
    text = "".join(pieces)
    frame = re.sub(r"“[^”]*”", lambda found: BLANK * len(found.group()), text)
    at = 0
    for sentence in split_sentences(text, frame, 0, len(text)):
        assert at <= sentence.start < sentence.end
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()


def test_a_sentence_of_very_many_quotations_is_cut():
    text = f"He said {'“no” and ' * 200}left."
    frame = re.sub("“[^”]*”", lambda marked: BLANK * len(marked.group()), text)
    sentences = split_sentences(text, frame, 0, len(text))
    assert len(sentences) == 4
    assert max(frame.count(f" {BLANK}", s.start, s.end) for s in sentences) <= MAX_QUOTATIONS + 1
    assert " ".join(text[s.start : s.end] for s in sentences) == text
