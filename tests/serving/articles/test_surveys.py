"""Surveys: which group was asked, and which answers are theirs."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.sources import Method
from serving.articles.surveys import MAX_SURVEY_LEAD_CHARS, respondents

ASKED = "A survey of 212 practice managers shows little love for the plan."
WHO = "practice managers"


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


# Who was asked.


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("A survey of 212 practice managers shows it.", "practice managers"),
        ("A poll of GPs shows it.", "GPs"),
        ("A survey among practice nurses was published.", "practice nurses"),
        ("A questionnaire sent to 300 practice managers shows it.", "practice managers"),
        ("A survey completed by 90 ward managers and nurses shows it.", "ward managers and nurses"),
        ("The survey went to more than 1,200 nurses.", "nurses"),
        ("We heard from 40 hospital consultants in our survey.", "hospital consultants"),
        ("The poll drew replies from 40 midwives.", "midwives"),
        ("The magazine asked all 40 practice managers in its survey.", "practice managers"),
        ("The magazine asked every GP in Harden for its survey.", "GPs"),
        ("More than 300 nurses and care assistants took part in the survey.", "nurses and care assistants"),
        ("Only 44 councillors replied to the questionnaire.", "councillors"),
        ("Some 40 nurses answered. They wrote anonymously.", "nurses"),
    ],
)
def test_the_group_that_a_survey_asked_is_read_from_the_opening(text, group):
    source = respondents(text)
    assert source
    assert (source.person, source.role, source.organisation, source.plural) == (None, group, "", True)
    assert source.phrase == f"{group}, respondents to a survey"


@pytest.mark.parametrize(
    "text",
    [
        "Some 40 nurses answered the call of the ward.",
        "Some 300 nurses met in the hall to hear of the survey.",
        "A survey of roads was made.",
        "The survey of 30 others and 40 sources was made.",
        "",
    ],
)
def test_where_no_survey_is_reported_or_no_group_was_asked_nobody_answered(text):
    assert respondents(text) is None


def test_the_group_is_read_from_the_opening_alone():
    lead = "x " * ((MAX_SURVEY_LEAD_CHARS - len(ASKED)) // 2)
    assert respondents(lead + ASKED)
    assert respondents(f"{lead}{'x ' * 40}{ASKED}") is None


# Whose the answers are.


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("More than half said the plan was “far too rushed”.", "More than half"),
        ("Two thirds said the plan was “far too rushed”.", "Two thirds"),
        ("Just 60 per cent said the plan was “far too rushed”.", "Just 60 per cent"),
        ("Some of them called the plan “far too rushed”.", "Some of them"),
        ("Half of the respondents said the plan was “far too rushed”.", "Half of the respondents"),
        ("“It is far too rushed,” wrote one.", "one"),
    ],
)
def test_a_part_of_those_who_answered_is_of_the_group_that_was_asked(text, part):
    [quote] = read(f"{ASKED}\n\n{text}")
    assert (quote.speaker, quote.role) == (None, WHO)
    assert quote.attribution == f"{part} ({WHO}, respondents to a survey)"


def test_a_part_of_people_is_of_no_group_where_no_survey_is_reported():
    [quote] = read("The practice managers met.\n\nMore than half said the plan was “far too rushed”.")
    assert quote.role == "More than half"


def test_a_quoted_bullet_that_nobody_signs_is_an_answer_and_not_the_last_speakers():
    quote = read(f"{ASKED}\n\n“We are tired,” said Ruth Ackland.\n\n• “It is all far too fast and nobody asked us.”")[
        -1
    ]
    assert (quote.speaker, quote.role, quote.method) == (None, WHO, Method.LEAD_IN)


def test_bullets_announced_as_answers_are_those_of_the_group_that_was_asked():
    quotes = read(
        f"{ASKED}\n\nIn their own words:\n\n• It is all far too fast and nobody asked us.\n\n"
        "• We were told in the corridor about the closure."
    )
    assert [(quote.kind, quote.role, quote.method) for quote in quotes] == [(QuoteKind.DIRECT, WHO, Method.LEAD_IN)] * 2


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Ward nurses were asked too. Half said the plan was “far too rushed”.", "Ward nurses"),
        ("Patients at the gate had no form. “It is far too rushed,” said one.", "Patients"),
        ("Half of the ward nurses said the plan was “far too rushed”.", "Half of the ward nurses"),
    ],
)
def test_a_group_named_nearer_is_not_swallowed_by_those_whom_the_survey_asked(text, group):
    quote = read(f"{ASKED}\n\n{text}")[-1]
    assert (quote.speaker, quote.role) == (None, group)


def test_the_group_that_was_asked_stays_the_surveys_where_it_is_named_again():
    [quote] = read(f"{ASKED}\n\nManagers are tired of it. Half said the plan was “far too rushed”.")
    assert (quote.role, quote.attribution) == (WHO, f"Half ({WHO}, respondents to a survey)")
