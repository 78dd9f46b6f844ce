"""Whole articles: which statements are found, of which kind, joined how."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.errors import TooLarge
from serving.articles.deadline import Deadline
from serving.articles.document import Document, plain_document
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.sources import CONFIDENCE, Method


def read(text: str, *, first_person: bool = False) -> list[Quote]:
    return read_article(plain_document(text), first_person=first_person)


def parts(text: str) -> list[list[str]]:
    document = plain_document(text)
    return [[document.text[start:end] for start, end in quote.parts] for quote in read_article(document)]


def test_words_that_end_in_a_question_and_go_on_in_the_next_paragraph_are_one_statement():
    text = "Mr Tolley had not finished.\n\nHe added: “With the ward gone, where are they to go?\n\n“Nobody says.”"
    [quote] = read(text)
    assert quote.kind is QuoteKind.DIRECT
    assert parts(text) == [["With the ward gone, where are they to go?", "Nobody says."]]


# Kinds.


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We are not ready for it,” said Ruth Ackland.", QuoteKind.DIRECT),
        ("Ruth Ackland said: “We are not ready.”", QuoteKind.DIRECT),
        ("Ruth Ackland said: “No.”", QuoteKind.DIRECT),
        ("“no money at all,” said Ruth Ackland.", QuoteKind.DIRECT),
        ("Ruth Ackland called it “a fig leaf for cuts”.", QuoteKind.MIXED),
        ("The plan “will never work”, Ruth Ackland warned.", QuoteKind.MIXED),
        ("Ruth Ackland said the plan “has no money”.", QuoteKind.MIXED),
        ("Ruth Ackland said that the plan had no money.", QuoteKind.INDIRECT),
    ],
)
def test_whole_sentences_are_direct_fragments_mixed_and_words_without_marks_indirect(text, kind):
    assert [quote.kind for quote in read(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("Ruth Ackland said that the plan had no money behind it.", Method.CUE_BEFORE),
        ("Ruth Ackland told the board that the plan had no money.", Method.CUE_BEFORE),
        ("Ruth Ackland asked that the ward be kept.", Method.CUE_BEFORE),
        ("Ruth Ackland called for the ward to be kept.", Method.CUE_BEFORE),
        ("Ruth Ackland raised concerns about the ward.", Method.CUE_BEFORE),
        ("The plan has no money behind it, according to Ruth Ackland.", Method.CUE_BEFORE),
        ("The plan had no money behind it, Ruth Ackland said.", Method.CUE_AFTER),
        ("Ruth Ackland was sceptical that the plan would save money.", Method.SUBJECT),
        ("Ruth Ackland is deeply worried about the ward.", Method.SUBJECT),
        ("Ruth Ackland was of the view that the ward would close.", Method.SUBJECT),
        ("Ruth Ackland is of the opinion that the ward will close.", Method.SUBJECT),
        ("Ruth Ackland has serious doubts about the ward.", Method.SUBJECT),
        ("Ruth Ackland had no misgivings about the ward.", Method.SUBJECT),
        *(
            (f"Ruth Ackland {reports}.", Method.CUE_BEFORE)
            for reports in (
                "queried the figures for the ward",
                "indicated that the ward would close",
                "clarified that the ward would stay",
                "speculated that the ward would close",
                "anticipated that the ward would close",
                "accused the board of hiding the figures",
                "blamed the board for the closure",
                "applauded the nurses of the ward",
                "appealed for calm on the ward",
                "doubted whether the ward would open",
                "threatened to leave the ward",
                "ruled out a new ward",
                "described sleeping in a chair beside the bed",
                "advised him to wait for the report",
            )
        ),
        ("Ruth Ackland has written to the board, warning that the ward would close.", Method.CUE_BEFORE),
        ("Ruth Ackland left the board, saying it had no money.", Method.CUE_BEFORE),
        ("Ruth Ackland left on Monday, telling the board the ward was unsafe.", Method.CUE_BEFORE),
    ],
)
def test_reported_speech_is_the_whole_sentence_with_its_speaker(text, method):
    [quote] = read(text)
    assert (quote.kind, quote.text, quote.speaker, quote.method) == (QuoteKind.INDIRECT, text, "Ruth Ackland", method)


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Ackland did not say that the plan had no money.",
        "Ruth Ackland refused to say whether the ward would close.",
        "Ruth Ackland raised the cup to the nurses of the ward.",
        "Ruth Ackland opened the new ward in Harden on Monday.",
        "Ruth Ackland said so.",
        "Ruth Ackland asked not to be named in the report.",
        "Ruth Ackland questioned the nurses about the ward.",
        "Ruth Ackland recalled the story of the ward.",
        "Ruth Ackland laughed that night on the ward.",
        "It is said that the plan has no money.",
    ],
)
def test_what_was_not_said_and_what_is_no_speech_is_no_statement(text):
    assert read(text) == []


def test_a_participle_of_saying_reports_for_a_group_too():
    [quote] = read("Solicitors have written to the trust, saying it broke the law.")
    assert (quote.kind, quote.speaker, quote.role) == (QuoteKind.INDIRECT, None, "Solicitors")


def test_a_sentence_with_quoted_words_is_not_reported_speech_as_well():
    quotes = read("Ruth Ackland said that the plan was “a fig leaf” for cuts.")
    assert [quote.kind for quote in quotes] == [QuoteKind.MIXED]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “footprint” covers three counties.",
        "The report, entitled “A Better Future for Harden”, was published on Monday.",
        "The choir sang “Abide With Me” at the vigil.",
        "The trust was rated “inadequate” by inspectors.",
        "The scheme is known as “hospital at home” across the county.",
        "Each of the new “vanguard” sites has a board.",
        "A scheme dubbed “care closer to home” will shut wards.",
        "They fear that the “integrated care hub” will be small.",
        pytest.param(
            "The “success regime” was set up in 2015 and covers three counties.",
        ),
        "Nurses went over to “discharge to assess” in May.",
        "The board put off its “big bang” approach until May.",
        "Ruth Ackland said that nurses would move to “integrated care hubs”.",
        "In line 3 “hospital closure” should read “ward move”.",
        "The last line of it should read “a ward move and no closure”.",
        "The trust’s motto is “care for all of us”.",
        "“Place-based care” means care in one town.",
        "In her latest blog, “The ward that nobody wanted”, Ruth Ackland counts the beds.",
        "The second scenario (“Beds move to Harden by spring”) was chosen by the board.",
        "She came to the debate “Who pays for the ward of the future” with her son.",
    ],
)
def test_scare_quotes_titles_and_terms_are_no_quoted_statements(text):
    assert [quote for quote in read(text) if quote.kind is not QuoteKind.INDIRECT] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Ackland called it a plan for “empty care hubs”.",
        "Ruth Ackland spoke of a “big bang” for the ward.",
    ],
)
def test_what_somebody_calls_a_thing_is_quoted_and_no_term(text):
    assert [(quote.kind, quote.speaker) for quote in read(text)] == [(QuoteKind.MIXED, "Ruth Ackland")]


# Joining.


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("“The plan,” said Ruth Ackland, “is a fig leaf.”", ["The plan,", "is a fig leaf."]),
        ("“It hides the cuts,” said Ruth Ackland. “We know.”", ["It hides the cuts,", "We know."]),
        ("“Is it late?” asked Ruth Ackland. “Yes, it is.”", ["Is it late?", "Yes, it is."]),
        ("‘It’s late,’ Ruth Ackland says. ‘We can’t go on.’", ["It’s late,", "We can’t go on."]),
        ("Ruth Ackland called it “a fig leaf” that would “hollow out” the ward.", ["a fig leaf", "hollow out"]),
        (
            "Ruth Ackland said “it is late”, “it is dear” and “it is wrong”.",
            ["it is late", "it is dear", "it is wrong"],
        ),
        (
            "Ruth Ackland said: “It is late.\n\n“It is dear.\n\n“It is wrong.”",
            ["It is late.", "It is dear.", "It is wrong."],
        ),
        (
            "Ruth Ackland said: “It is late.\n\nIt is dear.\n\nIt is wrong.”",
            ["It is late.", "It is dear.", "It is wrong."],
        ),
        (
            "“No,” said Ruth Ackland. “They did it.\n\n“The ward is shut,” she added.",
            ["No,", "They did it.", "The ward is shut,"],
        ),
    ],
)
def test_what_one_attribution_splits_and_what_one_sentence_or_quotation_holds_is_one_statement(text, joined):
    assert parts(text) == [joined]
    assert read(text)[0].speaker == "Ruth Ackland"


def test_a_speaker_carried_over_gives_way_to_the_one_whom_a_later_paragraph_of_the_quotation_names():
    text = "“It is late,” said Ruth Ackland.\n\n“We are tired of it all.\n\n“We are worn out,”{}"
    assert [quote.speaker for quote in read(text.format(" said Tom Hale."))] == ["Ruth Ackland", "Tom Hale"]
    assert parts(text.format(" said Tom Hale."))[1] == ["We are tired of it all.", "We are worn out,"]
    assert [quote.speaker for quote in read(text.format(""))] == ["Ruth Ackland", "Ruth Ackland"]


@pytest.mark.parametrize(
    "text",
    [
        "“It is a fig leaf,” said Ruth Ackland, adding: “Nobody asked us.”",
        "“It is a fig leaf,” said Ruth Ackland.\n\n“Nobody asked us,” she added.",
        "Ruth Ackland said the plan “will never work”. She added that nurses were “worn out and ill”.",
        "Ruth Ackland said the plan was “too fast”, while Tom Hale called it “too dear”.",
        "Ruth Ackland said: “It is a fig leaf.” Tom Hale said: “Nobody asked us.”",
    ],
)
def test_what_is_said_anew_or_by_another_is_a_statement_of_its_own(text):
    assert [len(quote.parts) for quote in read(text)] == [1, 1]


def test_brackets_of_the_editor_and_ellipses_stay_in_the_words():
    [quote] = read("Ruth Ackland said: “[The plan] is … too fast, and they [the board] know it.”")
    assert quote.text == "[The plan] is … too fast, and they [the board] know it."


def test_start_and_end_are_those_of_the_first_and_last_part_and_marks_are_left_out():
    text = "“The plan,” said Ruth Ackland, “is a fig leaf.”"
    [quote] = read(text)
    assert (quote.start, quote.end) == (text.index("The plan"), text.index("”", 20))
    assert quote.parts == ((1, 10), (text.index("is a"), quote.end))


def test_statements_come_in_the_order_of_the_text():
    quotes = read(
        "Ruth Ackland said that it was late.\n\n“It is dear,” said Tom Hale.\n\nRuth Ackland called it “a fig leaf”."
    )
    assert [quote.kind for quote in quotes] == [QuoteKind.INDIRECT, QuoteKind.DIRECT, QuoteKind.MIXED]
    assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)


# Context.


def test_the_context_is_the_sentence_that_carries_the_words():
    [quote] = read("It rained all day. Ruth Ackland called the plan “a fig leaf” for cuts. The road was closed.")
    assert quote.context == "Ruth Ackland called the plan “a fig leaf” for cuts."


def test_the_context_of_words_that_fill_their_paragraph_ends_the_paragraph_before():
    quote = read("The board met. Ruth Ackland was blunt about the ward:\n\n“It will shut in May.”")[-1]
    assert quote.context == "Ruth Ackland was blunt about the ward:"


# Layouts.


def test_boilerplate_and_readers_comments_hold_no_statements():
    quotes = read(
        "Ward to shut\n\n“It will shut,” said Ruth Ackland.\n\nThe road was closed.\n\n"
        "Read more: ‘No money left’, says Tom Hale\n\n2 comments\n\n“A disgrace,” said Jo Marsh."
        "\n\n“Hear, hear,” said Ann Pike."
    )
    assert [quote.text for quote in quotes] == ["It will shut,"]


def test_hansard_lines_are_turns_with_member_and_office():
    quotes = read(
        "Health plans\n\nRuth Ackland (Harden) (Lab): I beg to move.\n\nThe plan has no money.\n\n"
        "Tom Hale: Will she give way?\n\nThe Minister for Health (Philip Marsh): The plan is sound."
    )
    assert [(quote.speaker, quote.text) for quote in quotes] == [
        ("Ruth Ackland", "I beg to move."),
        ("Ruth Ackland", "The plan has no money."),
        ("Tom Hale", "Will she give way?"),
        ("Philip Marsh", "The plan is sound."),
    ]
    assert {(quote.kind, quote.method) for quote in quotes} == {(QuoteKind.TURN, Method.TURN)}
    assert quotes[-1].role == "Minister for Health"


def test_names_on_lines_of_their_own_in_parliament_speak_what_follows():
    quotes = read(
        "House of Lords\n\nBaroness Ackland (Lab)\n\nMy Lords, the plan is late.\n\nNobody was asked.\n\n"
        "Lord Hale of Harden (Con)\n\nI do not agree with the noble Baroness."
    )
    assert [quote.speaker for quote in quotes] == ["Baroness Ackland", "Baroness Ackland", "Lord Hale of Harden"]


def test_constituency_and_party_on_a_line_below_a_name_leave_the_speech_to_the_name():
    quotes = read(
        "House of Commons\n\nRuth Ackland\n\n(Harden East) (Lab)\n\nThe hon. Member is late with his plan.\n\n"
        "Tom Hale\n\n(Millbrook) (Con)\n\nI do not agree with the hon. Lady at all."
    )
    assert [(quote.speaker, quote.kind) for quote in quotes] == [
        ("Ruth Ackland", QuoteKind.TURN),
        ("Tom Hale", QuoteKind.TURN),
    ]


def test_a_report_that_quotes_politicians_below_their_names_is_no_record_of_speeches():
    quotes = read(
        "Ruth Ackland (Lab)\n\nMs Ackland told the Herald: “My hon. Friend is quite wrong.”\n\n"
        "Tom Hale (Con)\n\nMr Hale told the Herald: “The ward will stay open.”"
    )
    assert [(quote.kind, quote.speaker, quote.text) for quote in quotes] == [
        (QuoteKind.DIRECT, "Ruth Ackland", "My hon. Friend is quite wrong."),
        (QuoteKind.DIRECT, "Tom Hale", "The ward will stay open."),
    ]


@pytest.mark.parametrize("chair", ["The Chair", "Mr Deputy Speaker"])
def test_who_is_in_the_chair_by_name_in_brackets_has_the_turn(chair):
    quotes = read(f"{chair} (Tom Hale): We begin.\n\nRuth Ackland: It is late.")
    assert [quote.speaker for quote in quotes] == ["Tom Hale", "Ruth Ackland"]


INTERVIEW = (
    "Ruth Ackland is chief executive of Colne Valley NHS Trust.\n\nQ: Is the plan ready?\n\nA: It is not.\n\n"
    "{}\n\nQ: Why?\n\nA: Because beds cost money."
)


@pytest.mark.parametrize(
    "told",
    [
        "By the door she laughs and looks back at the ward.",
        "We were talking to each other in the corridor of the ward.",
        "The porter shows me a bed with no mattress.",
    ],
)
def test_an_interviewers_own_story_between_two_turns_is_not_the_interviewees(told):
    assert [quote.text for quote in read(INTERVIEW.format(told))] == ["It is not.", "Because beds cost money."]


def test_a_paragraph_of_an_answer_that_tells_no_story_of_the_interview_stays_the_answers():
    told = "The porter carries a bed with no mattress."
    assert told in [quote.text for quote in read(INTERVIEW.format(told))]


def test_what_tells_a_story_in_a_debate_stays_the_speakers():
    quotes = read(
        "Ruth Ackland: It is late.\n\nJo Marsh: It is.\n\nThe porter shows me an empty bed.\n\nTom Hale: So be it."
    )
    assert [quote.speaker for quote in quotes] == ["Ruth Ackland", "Jo Marsh", "Jo Marsh", "Tom Hale"]


def test_words_that_a_report_gives_to_the_speaker_of_a_turn_by_name_are_quoted_by_it():
    quotes = read(
        "Ruth Ackland: It is late.\n\nTom Hale: Is it?\n\nRuth Ackland: It is.\n\n“We are tired,” Ruth Ackland says."
        "\n\nTom Hale: Why is that?"
    )
    assert [(quote.text, quote.kind) for quote in quotes if quote.kind is not QuoteKind.TURN] == [
        ("We are tired,", QuoteKind.DIRECT)
    ]


def test_answers_of_an_interview_are_the_interviewees_and_questions_are_no_statements():
    quotes = read(
        "Ruth Ackland is chief executive of Colne Valley NHS Trust.\n\nQ: Is the plan ready?\n\nA: It is not, and "
        "it never was.\n\nWe need the money first.\n\nQ: Why?\n\nA: Because beds cost money."
    )
    assert [quote.text for quote in quotes] == [
        "It is not, and it never was.",
        "We need the money first.",
        "Because beds cost money.",
    ]
    assert {(quote.speaker, quote.role, quote.kind) for quote in quotes} == {
        ("Ruth Ackland", "chief executive", QuoteKind.TURN)
    }


def test_initials_printed_after_names_mean_them_in_turns_and_minutes():
    quotes = read("Ruth Ackland (RA), chair\nTom Hale (TH), leader\n\nRA: It is late.\n\nTH: It is not late.")
    assert [quote.speaker for quote in quotes] == ["Ruth Ackland", "Tom Hale"]
    [minuted] = read("Ruth Ackland (RA), the chair, opened the item.\n\nRA said that the plan had no money.")
    assert minuted.speaker == "Ruth Ackland"


def test_what_a_turn_quotes_another_as_saying_is_the_others():
    quotes = read(
        "Ruth Ackland: I asked him. The chair, Tom Hale, told me: “There is no money for it.”\n\nAnn Pike: I know."
    )
    assert next((quote.kind, quote.speaker) for quote in quotes if "I asked" not in quote.text) == (
        QuoteKind.DIRECT,
        "Tom Hale",
    )


def test_points_of_minutes_are_reported_speech_without_their_numbers():
    quotes = read("Minutes\n\n3.1 The chair, Ruth Ackland, sat.\n3.2 The chair said that the ward would close in May.")
    assert [(quote.text, quote.speaker) for quote in quotes] == [
        ("The chair said that the ward would close in May.", "Ruth Ackland")
    ]


def test_wrapped_lines_do_not_cut_a_quotation():
    text = (
        "The plan for the valley was published on Monday and it has no\nmoney behind it at all, as nurses have "
        "known\nsince the spring of last year, when it was\nfirst drawn up.\n\n“We were never asked about any of this, "
        "and we will not\nnow be told to like it by those who were,” said Ruth\nAckland, chair of Millbrook CCG.\n"
    )
    quote = next(quote for quote in read(text) if quote.kind is QuoteKind.DIRECT)
    assert quote.text.startswith("We were never")
    assert quote.text.endswith("those who were,")
    assert (quote.speaker, quote.organisation) == ("Ruth Ackland", "Millbrook CCG")


@pytest.mark.parametrize("text", ["", "\n\n", "“", "””", "Nobody spoke.", "“…”"])
def test_an_article_in_which_nobody_speaks_has_no_statements(text):
    assert read(text) == []


# Properties.

PIECES = [
    *"“”‘’\"'«»„", "\n", "\n\n", " ", ". ", ", ", ": ", "? ", "… ", "[", "]", "(", ")", "– ", "• ", "\u00a0", "  ",
    "Ruth Ackland ", "Tom Hale, leader of Harden council, ", "Dr Nair ", "said ", "she said", "told the board that ",
    "the trust ", "According to ", "nurses’ ", "the plan is late", "It has no money behind it", "adding ", "Q: ", "A: ",
    "Ruth Ackland: ", "By Ruth Ackland\n", "Present:\n", "2 comments\n", "(Lab)", "My Lords, ", "(Con)", "said one",
]  # fmt: skip
articles = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
anything = st.one_of(
    articles, st.text(alphabet=st.sampled_from("“”‘’\"'«» \n.,:aBé\u2028\U0001f600"), max_size=200), st.text()
)


def sound(document: Document, quotes: list[Quote]) -> None:
    """Check what holds for the statements of every article."""
    at = 0
    for number, quote in enumerate(quotes):
        assert at <= quote.start
        at = quote.start
        assert (quote.start, quote.end) == (quote.parts[0][0], quote.parts[-1][1])
        assert " ".join(document.text[start:end] for start, end in quote.parts) == quote.text
        edges = [edge for part in quote.parts for edge in part]
        assert all(start <= end for start, end in quote.parts)
        assert edges == sorted(edges)
        assert edges[-1] <= len(document.text)
        assert (quote.confidence == CONFIDENCE[quote.method]) if quote.method else (quote.confidence == 0)
        assert quote.method or not (quote.speaker or quote.role or quote.organisation or quote.attribution)
        if quote.repeats is not None:
            assert quote.kind is QuoteKind.PULL
            assert quote.repeats != number
            assert quotes[quote.repeats].kind is not QuoteKind.FIRST_PERSON


@settings(max_examples=250, deadline=None)
@given(anything, st.booleans())
def test_parts_cut_exactly_the_reported_words_and_ascend_without_overlap(text, first_person):
    document = plain_document(text)
    sound(document, read_article(document, first_person=first_person))


@settings(max_examples=200, deadline=None)
@given(anything.map(lambda text: text.replace("\r", "")))
def test_the_statements_are_the_same_for_every_style_of_line_end(text):
    assert read(text) == read(text.replace("\n", "\r\n")) == read(text.replace("\n", "\r"))


@settings(max_examples=100, deadline=None)
@given(articles)
def test_reading_twice_gives_the_same(text):
    assert read(text) == read(text)


@pytest.mark.parametrize("mark", [*"“”‘’\"'«»„"])
def test_an_article_of_nothing_but_marks_and_one_with_a_mark_after_every_word_are_read(mark):
    assert read(mark * 5_000) == []
    document = plain_document(f"{mark}Ruth Ackland said{mark} the plan{mark} is {mark}late.\n" * 60)
    sound(document, read_article(document))


OPINION = (
    "Why the plan fails\n\nBy Ruth Ackland, chair of Millbrook CCG\n\nThe plan was published on Monday.\n\n"
    "Tom Hale said: “It is a good plan.”"
)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_a_whole_article_from_windows_or_an_old_mac_reads_as_any_other(line_end):
    assert read(OPINION.replace("\n", line_end), first_person=True) == read(OPINION, first_person=True)


def test_reading_that_takes_longer_than_it_may_ends_in_one_line():
    with pytest.raises(TooLarge, match=r"takes too long to read \(expected an article that is read in 0\.05 s\)"):
        read_article(plain_document('"a" ' * 4_000), deadline=Deadline.after(0.05))


def test_an_article_that_is_read_in_time_is_read_as_without_a_limit():
    document = plain_document("“We are tired,” said Ruth Ackland.\n\n“It is late,” she added.")
    assert read_article(document, deadline=Deadline.after(5)) == read_article(document)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruth Ackland called the plan a “fig leaf” hiding the cuts.",
        "Ruth Ackland described it as a “perfect storm” facing the trust.",
        "Ruth Ackland said it was a “done deal” already.",
        "Ruth Ackland called it an “empty gesture” towards nurses.",
    ],
)
def test_a_fragment_that_passes_judgement_is_no_term_whatever_follows_it(sentence):
    [quote] = read(sentence)
    assert (quote.kind, quote.speaker) == (QuoteKind.MIXED, "Ruth Ackland")


def test_a_minister_who_was_not_met_is_not_the_person_named_last():
    *_, quote = read("Ruth Ackland came by bus from Harden.\n\n“It will all be done in good time,” the minister said.")
    assert (quote.speaker, quote.role) == (None, "minister")


def test_one_members_speech_under_their_name_is_a_record_too():
    text = (
        "Ruth Ackland\n(Harden) (Lab)\nI thank the hon. Gentleman.\nI have one question for him.\nMy constituents wait."
    )
    assert [(quote.kind, quote.speaker) for quote in read(text)] == [(QuoteKind.TURN, "Ruth Ackland")] * 3


def test_a_place_in_a_plans_name_is_no_person_for_whom_a_spokeswoman_speaks():
    quote = read("“It is late,” said a spokeswoman for the Marlby, Stowe Regis and Lunt plan.")[0]
    assert quote.speaker is None


@pytest.mark.parametrize("post", ["consultant", "chief executive", "surgeon"])
def test_a_post_whose_holder_was_not_named_is_not_that_of_the_person_named_last(post):
    *_, quote = read(f"Jane Bell waited nine hours on a trolley.\n\n“We are full every night,” the {post} said.")
    assert (quote.speaker, quote.role) == (None, post)


def test_what_somebody_calls_a_plan_is_no_term_even_in_the_fields_own_words():
    [quote] = read("Ruth Ackland called the plan “do nothing”.")
    assert (quote.kind, quote.speaker) == (QuoteKind.MIXED, "Ruth Ackland")


def test_a_request_in_the_passive_reports_no_words():
    assert read("Patients were asked by the receptionist to wait outside the ward.") == []


def test_a_comma_in_a_later_line_turns_no_sentence_round():
    text = "The chief executive, Mr Colin Yarrow, says the beds are not needed.\n\nMrs E. Tranter\nMill Lane, Harden"
    assert [quote.speaker for quote in read(text)] == ["Colin Yarrow"]


def test_posts_on_social_media_are_turns_of_their_handles():
    quotes = read("@harden_gp: Nobody asked us about it.\n\n@CllrMarsh: Same here, not once.")
    assert [(quote.kind, quote.speaker, quote.attribution) for quote in quotes] == [
        (QuoteKind.TURN, None, "@harden_gp"),
        (QuoteKind.TURN, None, "@CllrMarsh"),
    ]


def test_a_numbered_line_that_quotes_describes_nobody():
    text = '14.32 Cllr Jo Marsh (Lab, Stowe) is on her feet. "This is a plan to shut a hospital," she says.'
    [quote] = read(text)
    assert (quote.speaker, quote.role, quote.organisation, quote.attribution) == (
        "Jo Marsh",
        None,
        None,
        "Cllr Jo Marsh",
    )
