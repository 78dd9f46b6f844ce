"""Whose verb it is that reports something."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import read_article


def speakers(text: str) -> list[str | None]:
    return [quote.speaker for quote in read_article(plain_document(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Hale welcomed the money but warned that the ward would still close.",
        "Ann Hale of Care UK, which speaks for small homes, took a softer line but warned that the ward would close.",
        "Ann Hale said campaigners had expected it but warned that the ward would close.",
    ],
)
def test_a_second_verb_has_the_subject_of_the_first(sentence: str):
    assert set(speakers(sentence)) == {"Ann Hale"}


def test_a_participle_has_the_person_whom_with_brings_in_for_its_subject():
    assert speakers("There was anger, with Ann Hale calling the plan “a cruel trick”.") == ["Ann Hale"]


def test_the_sentence_after_a_clause_leads_in_with_its_own_subject():
    text = "After ministers agreed that the ward will go, Ann Hale said:\n\n“Nobody here will forgive this.”"
    assert speakers(text) == ["Ann Hale"]


def test_a_verb_without_a_subject_goes_on_with_who_spoke_last():
    text = "Ann Hale said the ward was full.\n\nBut added that nobody had been turned away, and that “no one will be”."
    assert speakers(text)[-1] == "Ann Hale"
