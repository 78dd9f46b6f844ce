"""What an article tells of all statements in it."""

from __future__ import annotations

import pytest

from serving.articles.document import plain_document
from serving.articles.formats import html_document
from serving.articles.topic import headline, is_about_stps, under_headline

BODY = "The beds will close in May. The STP says so.\n\n“It is thin,” said Jo Marsh of the Harden STP."


def test_the_headline_is_the_title_that_is_given():
    assert headline(plain_document(f"Harden beds\n\n{BODY}", title="A plan for Harden")) == "A plan for Harden"


def test_without_a_title_the_headline_is_the_heading_at_the_top():
    assert headline(plain_document(f"Harden beds to close under plan\n\n{BODY}")) == "Harden beds to close under plan"


@pytest.mark.parametrize(
    "above",
    [
        "Harden Echo\nNEWS | SPORT | OPINION",
        "NEWS RELEASE\n\nEmbargoed until 00.01, Tuesday 14 February 2017",
        "News",
        "21.09.16",
        "Special offer\n\nBy Ann Orme of the Harden Echo",
    ],
)
def test_what_stands_above_the_headline_is_passed_over(above: str):
    text = f"{above}\n\nHarden beds to close under plan\n\n{BODY}"
    assert headline(plain_document(text)) == "Harden beds to close under plan"


def test_a_short_headline_is_one_where_no_longer_follows():
    assert headline(plain_document(f"Harden beds\n\nTuesday 14 February 2017\n\n{BODY}")) == "Harden beds"


def test_the_house_stands_before_the_title_of_its_debate():
    text = f"House of Commons\n\nTuesday 7 March 2017\n\nBeds in Harden and Marl\n\n{BODY}"
    assert headline(plain_document(text)) == "House of Commons: Beds in Harden and Marl"


def test_the_headline_of_a_page_is_its_title_without_the_paper():
    page = f"<title>Harden beds to close | The Echo</title><h1>Harden beds to close</h1><p>{BODY}</p>"
    assert headline(html_document(page)) == "Harden beds to close"


@pytest.mark.parametrize("text", [BODY, ""])
def test_an_article_may_have_no_headline(text):
    assert headline(plain_document(text)) == ""


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (BODY, True),
        ("The sustainability and transformation plan is late.\n\nNo STP was asked.", True),
        ("The beds will close in May, and an STP may follow.", True),
        ("The beds will close in May.", False),
        ("The STPX drive in the stps2 server failed. STPX is a brand.", False),
    ],
)
def test_an_article_that_names_the_plans_is_about_them(text, about):
    assert is_about_stps(plain_document(text)) is about


def test_the_title_counts_too():
    assert is_about_stps(plain_document("The beds will close in May.", title="STP: the verdict"))


@pytest.mark.parametrize(
    ("title", "context", "found"),
    [
        ("Beds to close", "“It is thin,” she said.", "Beds to close “It is thin,” she said."),
        ("Beds to close", "", "Beds to close"),
        ("", "“It is thin,” she said.", "“It is thin,” she said."),
        ("Beds to close", "Beds to close: “It is thin”", "Beds to close: “It is thin”"),
    ],
)
def test_the_context_stands_below_the_headline_once(title, context, found):
    assert under_headline(title, context) == found
