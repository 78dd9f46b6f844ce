"""Who wrote an article."""

import pytest

from serving.articles.document import plain_document


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


LETTER = "\n\n".join(f"I have read plan {n}. It is long and it is vague." for n in range(8))


@pytest.mark.parametrize("greeting", ["Until next Friday,", "With best wishes,", "Yours sincerely,"])
def test_who_signs_below_a_greeting_is_the_author(greeting: str):
    text = f"Dear reader,\n\n{LETTER}\n\n{greeting}\n\nRosalind Thayer\n\nEditor"
    assert plain_document(text).byline == "Rosalind Thayer, Editor"


def test_a_contact_at_the_end_is_no_author():
    assert not plain_document(f"{LETTER}\n\nEnds\n\nContact\n\nRosalind Thayer\n\nPress officer").byline


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
