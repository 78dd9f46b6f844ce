"""Turns: whose they are, and what in an interview is the interviewer's own story."""

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import QuoteKind, read_article

INTERVIEW = (
    "Ruth Ackland is a nurse.\n\nQ: Is it late?\n\nA: It is late for all of us.\n\n{}\n\n"
    "Q: Will it close?\n\nA: It will."
)


def answers(told: str) -> list[str]:
    quotes = read_article(plain_document(INTERVIEW.format(told)))
    return [quote.text for quote in quotes if quote.kind is QuoteKind.TURN]


@pytest.mark.parametrize(
    "told",
    [
        "My son is a porter. He says the ward is short of beds.",
        "The minister came in May. He says there is money for it all.",
        "Tom Hale runs the trust. He says there is money for it all.",
    ],
)
def test_an_answer_in_which_somebody_else_says_something_stays_an_answer(told):
    assert told in answers(told)


@pytest.mark.parametrize("told", ["She laughs and looks at the window.", "She shows me the new ward, and then my bus."])
def test_what_the_interviewer_tells_of_the_one_who_answers_is_no_answer(told):
    assert told not in answers(told)


@pytest.mark.parametrize("met", ["met her at work", "talks to a nurse", "sits down with her"])
def test_who_is_said_to_have_met_the_other_is_not_the_one_who_answers(met):
    text = INTERVIEW.replace("is a nurse.", f"runs a ward. Tom Hale {met}. Tom Hale has a cold.").format("We wait.")
    quotes = read_article(plain_document(text))
    assert {quote.speaker for quote in quotes if quote.kind is QuoteKind.TURN} == {"Ruth Ackland"}


def turns(text: str) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in read_article(plain_document(text)) if quote.kind == "turn"]


def test_a_turn_may_begin_with_a_quoted_word_and_go_on():
    text = "Cllr Ann Hale: Will it shut?\nMr Tom Orme: It may.\nCllr Ann Hale: 'May' is doing a lot of work there."
    assert turns(text)[-1] == ("Ann Hale", "'May' is doing a lot of work there.")


def test_a_statement_read_out_goes_on_in_the_next_paragraph_in_the_first_person():
    text = (
        "Mrs Ann Hale had sent a statement, which was read out as follows:\n\n"
        "My husband was in the unit at Harden by noon, and I am glad of it.\n\n"
        "I am not against change.\n\n"
        "The board noted the statement."
    )
    assert [said for _, said in turns(text)] == [
        "My husband was in the unit at Harden by noon, and I am glad of it.",
        "I am not against change.",
    ]


LETTERED = (
    "Ann Hale runs three wards. Tom Orme met her in May\n\n"
    "Q Why you?\n\nI asked them that.\n\n"
    "Q Tell me about the wards.\n\nThey are full.\n\nWe open another in June.\n\n"
    "Q The trust’s chairman, Ivo Tull, says you are too late.\n\nHe is right.\n\n"
    "Q You called it a “shambles” in March. Why?\n\nI was tired."
)


def test_what_follows_a_question_after_a_bare_letter_is_the_answer_however_it_ends():
    assert turns(LETTERED) == [
        ("Ann Hale", words)
        for words in (
            "I asked them that.",
            "They are full.",
            "We open another in June.",
            "He is right.",
            "I was tired.",
        )
    ]


def test_a_question_may_report_others_and_quote_the_one_who_answers():
    others = [quote for quote in read_article(plain_document(LETTERED)) if quote.kind in ("indirect", "mixed")]
    assert [(quote.speaker, quote.text) for quote in others] == [
        ("Ivo Tull", "The trust’s chairman, Ivo Tull, says you are too late."),
        ("Ann Hale", "shambles"),
    ]


UNNAMED = """The last word: Petra Lisle

Petra Lisle ran the Harrow Vale plan for two years. We interviewed her in her kitchen.

Were you surprised?

I was not. I had read the figures, and so had my chairman.

{put}

I did, and I would do it again. My board backed me.

Who told you to stop?

Nobody told me. I stopped because we had run out of money and of friends.

And has it worked?

Better than I feared. I see nurses in my village now.

What comes next?

I am planting trees, and I mean to see them grow.

{after}

“Mind the dog,” she says.
"""


def spoken(put: str, after: str) -> str:
    quotes = read_article(plain_document(UNNAMED.format(put=put, after=after)))
    return "\n".join(quote.text for quote in quotes if quote.kind is QuoteKind.TURN)


def test_what_an_interviewer_puts_without_asking_is_no_answer():
    assert "You closed" not in (said := spoken("You closed two wards in a winter.", "I shall write it all down."))
    assert "I did, and I would do it again." in said
    assert "You can close a ward" in spoken(
        "You can close a ward and still keep it open.", "I shall write it all down."
    )


def test_the_reporters_leaving_ends_the_last_answer():
    assert "gate" not in (
        said := spoken("You closed two wards.", "She walks me to the gate, past a poster for a fair.")
    )
    assert "I am planting trees" in said
    assert "no saint" in spoken("You closed two wards.", "She was no saint, my mother, and I am none.")


PICTURED = """Beds in Marlshire

Photo of Neil Baxter Neil Baxter Shadow Minister (Health) 12:45, 14 September 2016

I beg to move,

That this House
has considered the plans.

I am grateful to my hon. Friend. Nobody has shown how the plans add up.

Photo of Ray Oddy Ray Oddy Labour, Thornley

Does my hon. Friend agree that the beds are needed?"""


def test_the_line_below_a_speakers_picture_tells_the_name_and_the_post():
    quotes = [quote for quote in read_article(plain_document(PICTURED)) if quote.kind is QuoteKind.TURN]
    assert [(quote.speaker, quote.role) for quote in quotes] == [
        ("Neil Baxter", "Shadow Minister"),
        ("Ray Oddy", None),
    ]
    assert "add up" in quotes[0].text


LINKED = """NHS: Plans Debate
Full Debate: Read Full Debate
Main Page: Carla Imber (Speaker - Hexby)Department Debates - View all Carla Imber's debates with the Department
(8 years, 2 months ago)
Commons Chamber
I call the Minister to move the motion, which I hope will be short.
Neil Baxter Portrait Neil Baxter (Marl East) (Lab)
I beg to move that the plans are made in secret, as my hon. Friends will know.
Ray Oddy Portrait Ray Oddy (Thornley) (Lab)
Does my hon. Friend agree that the beds are needed?"""


def test_a_line_with_links_to_a_speakers_page_tells_the_name():
    quotes = read_article(plain_document(LINKED))
    assert [quote.speaker for quote in quotes] == ["Carla Imber", "Neil Baxter", "Ray Oddy"]
