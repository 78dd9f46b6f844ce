"""Display quotations: which statement each repeats."""

import random

import pytest

from labels.errors import TooLarge
from serving.articles.blocks import BlockType
from serving.articles.deadline import Deadline
from serving.articles.document import Piece, pieced_document, plain_document
from serving.articles.pulls import MAX_ORDERED_WORDS, link_repeats
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.sources import Method
from serving.articles.statements import Draft

SAID = "“Nobody ever asked the nurses about this plan, not once,” said Ruth Ackland, a GP in Harden."


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


def with_display(display: str) -> list[Quote]:
    return read(f"Ward to shut\n\nThe board met on Monday to talk about the ward.\n\n{display}\n\n{SAID}")


@pytest.mark.parametrize(
    "display",
    [
        pytest.param(
            "“Nobody ever asked the nurses about this plan, not once.”",
        ),
        "“NOBODY EVER ASKED THE NURSES ABOUT THIS PLAN”",
        "“Nobody asked the nurses”",
        "“Nobody ever asked … about this plan”",
        "“Nobody asked the nurses about the plan”",
        "Nobody ever asked the nurses about this plan",
    ],
    ids=["whole", "capitals", "abridged", "ellipsis", "altered", "no marks"],
)
def test_a_display_quotation_is_linked_to_what_it_repeats_and_takes_its_speaker(display):
    pull, quote = with_display(display)
    assert (pull.kind, pull.repeats) == (QuoteKind.PULL, 1)
    assert pull.text == display.strip("“”")
    assert (pull.speaker, pull.role, pull.method) == ("Ruth Ackland", "GP", Method.REPEATED)
    assert (quote.kind, quote.repeats) == (QuoteKind.DIRECT, None)


@pytest.mark.parametrize(
    "display",
    ["“The nurses have never once had a say in it”", "“About the nurses, once, nobody asked the plan”"],
    ids=["other words", "another order"],
)
def test_words_that_the_article_does_not_give_in_that_order_are_a_statement_of_their_own(display):
    first, second = with_display(display)
    assert (first.repeats, second.repeats) == (None, None)
    assert first.kind is QuoteKind.DIRECT


def test_the_statement_with_most_of_the_words_is_the_one_repeated():
    quotes = read(
        "“Nobody asked the nurses about it”\n\n“Nobody ever asked the porters about it,” said Tom Hale.\n\n"
        "“Nobody asked the nurses about it at all,” said Ruth Ackland."
    )
    assert quotes[0].repeats == 2
    assert quotes[0].speaker == "Ruth Ackland"


def test_a_display_quotation_may_stand_below_what_it_repeats():
    quote, pull = read(f"{SAID}\n\nThe road was closed.\n\n“Nobody ever asked the nurses”")
    assert (quote.kind, pull.kind, pull.repeats) == (QuoteKind.DIRECT, QuoteKind.PULL, 0)


def test_a_short_quotation_within_a_paragraph_is_never_a_pull():
    quotes = read(f"{SAID}\n\n“Nobody ever asked the nurses,” she added.")
    assert [quote.kind for quote in quotes] == [QuoteKind.DIRECT, QuoteKind.DIRECT]


def test_a_fragment_without_a_speaker_takes_the_speaker_of_the_statement_it_repeats():
    first, second = read(
        "The road was shut. That is “a fig leaf for cuts to beds”.\n\n"
        "Ruth Ackland called the plan “a fig leaf for cuts to beds”."
    )
    assert (first.speaker, first.method, first.repeats) == ("Ruth Ackland", Method.REPEATED, None)
    assert (second.speaker, second.method) == ("Ruth Ackland", Method.CUE_BEFORE)


@pytest.mark.parametrize(
    ("fragment", "speaker"), [("gross muddle", "Ruth Ackland"), ("muddle gross", None), ("gross money", None)]
)
def test_a_fragment_of_two_words_belongs_to_who_says_just_these(fragment: str, speaker: str | None):
    first, _ = read(
        f"A surgery in Harden was shut for “{fragment}” in May.\n\n"
        "“We saw gross muddle and no money,” said Ruth Ackland, a GP in Harden."
    )
    assert (first.text, first.speaker) == (fragment, speaker)


def test_a_headline_that_quotes_is_linked():
    pull, quote = read(f"GP leader: ‘Nobody asked the nurses’\n\nThe board met on Monday.\n\n{SAID}")
    assert (pull.kind, pull.text, pull.repeats) == (QuoteKind.PULL, "Nobody asked the nurses", 1)
    assert pull.speaker == quote.speaker == "Ruth Ackland"


@pytest.mark.parametrize("heading", ["The ‘success regime’ explained", "“Hospital at home” in Harden"])
def test_a_term_in_a_heading_that_repeats_nothing_is_no_statement(heading):
    assert [quote.kind for quote in read(f"{heading}\n\nThe board met.\n\n{SAID}")] == [QuoteKind.DIRECT]


def test_a_heading_that_shares_too_few_words_is_no_pull():
    assert [quote.kind for quote in with_display("Nurses were asked nothing about the new plan")] == [QuoteKind.DIRECT]


@pytest.mark.parametrize("display", ["We will not give in now", "“We will not give in now”"])
def test_a_display_block_that_repeats_nothing_and_that_nobody_signs_is_no_statement(display):
    pieces = [Piece("The board met on Monday."), Piece(display, BlockType.DISPLAY)]
    assert read_article(pieced_document(pieces)) == []


def test_a_name_line_below_a_fragment_of_the_reporters_sentence_does_not_sign_it():
    [quote] = read("The road was shut. That is “a fig leaf for cuts”.\n\nTom Hale, leader, Harden council")
    assert (quote.kind, quote.speaker) == (QuoteKind.MIXED, None)


def test_a_display_block_that_begins_with_a_name_signs_the_display_quotation_above_it_and_is_none_itself():
    [pull] = read_article(
        pieced_document(
            [
                Piece("“We will not give in”", BlockType.DISPLAY),
                Piece("Tom Hale, leader, Harden council", BlockType.DISPLAY),
            ]
        )
    )
    assert (pull.text, pull.speaker, pull.role, pull.method) == (
        "We will not give in",
        "Tom Hale",
        "leader",
        Method.CAPTION,
    )


def test_a_name_line_below_a_display_block_signs_it():
    [pull] = read_article(
        pieced_document(
            [
                Piece("“We will not give in”", BlockType.DISPLAY),
                Piece("Tom Hale, leader, Harden council", BlockType.CAPTION),
            ]
        )
    )
    assert (pull.kind, pull.speaker, pull.role, pull.method) == (QuoteKind.PULL, "Tom Hale", "leader", Method.CAPTION)


def test_of_two_quotations_that_stand_alone_and_say_the_same_only_one_repeats_the_other():
    alone = "“Nobody ever asked the nurses about this plan”"
    quotes = read(f"The board met on Monday.\n\n{alone}\n\n{alone}")
    assert [(quote.kind, quote.repeats) for quote in quotes] == [(QuoteKind.PULL, 1), (QuoteKind.DIRECT, None)]


def test_words_beyond_the_longest_list_compared_are_not_looked_at():
    long = " ".join(f"word{number}" for number in range(MAX_ORDERED_WORDS + 50))
    pull, _ = read(f"Ward to shut\n\nThe board met.\n\n“word3 word4 word5 word6”\n\n“{long},” said Ruth Ackland.")
    assert pull.repeats == 1
    late, _ = read(
        f"Ward to shut\n\nThe board met.\n\n“word640 word641 word642 word643”\n\n“{long},” said Ruth Ackland."
    )
    assert late.repeats is None


def lone_quotations(number: int) -> str:
    words = "plan ward bed nurse trust council money cuts care road board hospital service people patient risk".split()
    chance = random.Random(5)
    return "\n\n".join(f"“{' '.join(chance.choices(words, k=20)).capitalize()}.”" for _ in range(number))


def test_hundreds_of_lone_quotations_in_the_same_words_are_linked_in_seconds():
    document = plain_document(lone_quotations(600))
    quotes = read_article(document, deadline=Deadline.after(6))
    assert len(quotes) == 600


def test_linking_ends_at_the_deadline():
    document = plain_document(lone_quotations(50))
    drafts = [Draft([(b.start + 1, b.end - 1)], QuoteKind.DIRECT, n) for n, b in enumerate(document.blocks)]
    assert len(link_repeats(document, drafts, Deadline.after(60))) == 50
    with pytest.raises(TooLarge, match="takes too long"):
        link_repeats(document, drafts, Deadline(1, -1))
