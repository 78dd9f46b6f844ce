"""Predicates that tell a view without a verb of speech, and those that only look so."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import QuoteKind, read_article

OPENING = "Dr Orla Finch, a GP in Marl, met Cllr Rory Kent, leader of Marl Council.\n\n"


def speakers(predicate: str) -> list[str | None]:
    sentence = f"Dr Finch {predicate}."
    quotes = read_article(plain_document(OPENING + sentence))
    return [quote.speaker for quote in quotes if quote.kind is QuoteKind.INDIRECT and quote.text == sentence]


@pytest.mark.parametrize(
    "predicate",
    [
        "is relaxed about the merger",
        "was of one mind with the nurses that the rota had failed",
        "has her doubts about the savings",
        "takes a dim view of the consultation",
        "cannot see the sense of a third site",
        "sees the listening exercise as a way of buying time",
        "regards the seven weeks as window dressing",
        "puts the queue down to three closed surgeries",
        "puts the number of lost beds at more than ninety",
        "attributes the overspend to agency staff",
        "calls it a closure",
        "denies this",
        "would rather build a team than a wing",
        "would settle for a pause in the talks",
        "wants the merger scrapped by Easter",
        "wants no part in the new board",
        "has come out against the merger",
        "thinks otherwise",
        "makes no secret of her opinion that one site is enough",
        "was not convinced by the journey times",
    ],
)
def test_a_predicate_of_view_gives_the_sentence_to_its_subject(predicate: str):
    assert speakers(predicate) == ["Orla Finch"]


@pytest.mark.parametrize(
    "predicate",
    [
        "wants to see the accounts",
        "wanted a word with the porter",
        "put the papers down to answer the door",
        "was seen by a surgeon on Friday",
        "neither denies this nor confirms it",
        "called it a day at nine",
        "came out of the room at noon",
        "held a surgery on Saturday",
        "would like a seat",
    ],
)
def test_a_deed_in_like_words_tells_no_view(predicate: str):
    assert speakers(predicate) == []


def test_what_a_paper_puts_at_a_figure_is_nobodys_view():
    quotes = read_article(
        plain_document("The business case, seen by the Echo, puts the number of lost beds at ninety.")
    )
    assert quotes == []


def test_people_told_by_what_they_do_hold_a_view():
    [quote] = read_article(plain_document("Those who drew up the rota are confident that it will hold."))
    assert quote.attribution == "Those who drew up the rota"
