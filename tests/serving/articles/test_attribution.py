"""Who said it: the ladder of methods, on short articles."""

import pytest

from serving.articles.cues import find_cues
from serving.articles.document import plain_document
from serving.articles.reader import Quote, read_article
from serving.articles.sources import CONFIDENCE, Method


def read(text: str) -> list[Quote]:
    return read_article(plain_document(text))


def said(text: str, words: str) -> Quote:
    """Return the one statement that holds some words."""
    [quote] = [quote for quote in read(text) if words in quote.text and quote.text != text]
    return quote


# Verbs.


@pytest.mark.parametrize(
    ("sentence", "forms"),
    [
        ("Ruth Ackland said the plan was late.", ["said"]),
        ("Ruth Ackland hit out at the plan.", ["hit out"]),
        ("Nurses fear the plan.", ["fear"]),
        ("She told the board, adding that it was late.", ["told", "adding"]),
        ("The plan was described by many.", []),
        ("He asked her to say no.", ["asked"]),
        ("They heard the fears and our claims.", []),
        ("I said so.", []),
        ("He took the opportunity to warn them.", ["warn"]),
        ("Tom Hale weighs in on the plan, and she cast doubt on it.", ["weighs in", "cast doubt"]),
        ("She shot back, and he ruled out the plan.", ["shot back", "ruled out"]),
    ],
)
def test_verbs_of_saying_are_cues_but_not_passives_infinitives_nouns_or_the_writers_own(sentence, forms):
    assert [cue.form for cue in find_cues(sentence, 0, len(sentence))] == forms


def test_a_cue_stands_where_its_verb_stands_and_speech_is_told_from_a_view():
    sentence = "Ruth Ackland said it; Tom Hale criticised it."
    cues = find_cues(sentence, 0, len(sentence))
    assert [sentence[cue.start : cue.end] for cue in cues] == ["said", "criticised"]
    assert [cue.speech for cue in cues] == [True, False]


# The ladder. "“We are tired" is what is asked about.

WHO = "Ruth Ackland"


@pytest.mark.parametrize(
    ("text", "speaker", "method"),
    [
        ("“We are tired,” said Ruth Ackland.", WHO, Method.CUE_AFTER),
        ("“We are tired,” Ruth Ackland said.", WHO, Method.CUE_AFTER),
        ("“We are tired,” said Dr. Ruth Ackland, a GP.", WHO, Method.CUE_AFTER),
        ("“We are tired,” Mrs. Ruth Ackland said.", WHO, Method.CUE_AFTER),
        ("Dr Ruth Ackland, who is chair of the Lunt Trust said: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("“We are tired,” Ruth Ackland, chair of Millbrook CCG, told the Harden Herald.", WHO, Method.CUE_AFTER),
        ("“We are tired”, according to Ruth Ackland.", WHO, Method.CUE_AFTER),
        ("“We are tired” is how Ruth Ackland, a GP, put it.", WHO, Method.CUE_AFTER),
        ("“We are tired” was the verdict of Ruth Ackland.", WHO, Method.CUE_AFTER),
        ("“We are tired,” Ruth Ackland told Tom Hale.", WHO, Method.CUE_AFTER),
        ("Ruth Ackland said: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("Ruth Ackland, who is a GP, told the meeting: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("Ruth Ackland told Tom Hale: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("Asked by Tom Hale about it, Ruth Ackland said: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("Ruth Ackland stood up and said: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("Ruth Ackland’s answer to Tom Hale: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("In a letter to the board, Ruth Ackland wrote: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("A letter from Ruth Ackland says: “We are tired.”", WHO, Method.CUE_BEFORE),
        ("Ruth Ackland: “We are tired.”", WHO, Method.LEAD_IN),
        ("Ruth Ackland said:\n\n“We are tired.”", WHO, Method.LEAD_IN),
        ("Ruth Ackland, a GP in Harden, was blunt about it.\n\n“We are tired.”", WHO, Method.LEAD_IN),
        ("Ruth Ackland, a GP, does not like the plan. “We are tired.”", WHO, Method.CARRIED),
        ("“It is late,” said Ruth Ackland.\n\n“We are tired.”", WHO, Method.CARRIED),
        ("The board met on Monday.\n\n“We are tired”\n\nRuth Ackland, chair, Millbrook CCG", WHO, Method.CAPTION),
        ("The board met on Monday.\n\n“We are tired.” – Ruth Ackland, Millbrook CCG", WHO, Method.CAPTION),
        ("Chair: Who begins?\n\nRuth Ackland: We are tired.", WHO, Method.TURN),
        (
            "“We are tired of it all”\n\nIt was late.\n\n“We are so tired of it all,” said Ruth Ackland.",
            WHO,
            Method.REPEATED,
        ),
    ],
)
def test_a_speaker_is_found_by_the_surest_rung_that_decides(text, speaker, method):
    quote = next(quote for quote in read(text) if "We are tired" in quote.text)
    assert (quote.speaker, quote.method) == (speaker, method)
    assert quote.confidence == CONFIDENCE[method]


@pytest.mark.parametrize(
    "verb",
    """queried snapped sighed laughed intervened ventured shot-back fired-back chimed-in piped-up broke-in butted-in
    called-out""".split(),
)
def test_a_speaker_may_follow_any_verb_that_is_printed_after_quoted_words(verb):
    quote = said(f"The board sat. “We are tired,” {verb.replace('-', ' ')} Ruth Ackland.", "We are tired")
    assert (quote.speaker, quote.method) == (WHO, Method.CUE_AFTER)


def test_called_after_a_cry_names_who_cried_and_elsewhere_what_a_thing_is_named():
    assert said("The board sat. “Are we tired?” called Ruth Ackland.", "tired").speaker == WHO
    assert said("Nobody knew why “the tired plan” called Ruth Ackland away.", "tired").speaker is None


def test_a_post_in_small_letters_may_open_the_attribution_after_quoted_words():
    quote = said("“We are tired,” practice nurse Ann Pike said.", "We are tired")
    assert (quote.speaker, quote.role, quote.method) == ("Ann Pike", "practice nurse", Method.CUE_AFTER)


@pytest.mark.parametrize("told", ["was told by", "was warned by", "has been assured by", "was reminded by"])
def test_who_told_a_board_is_the_speaker_and_not_the_board(told):
    quote = said(f"The board {told} Ruth Ackland that it was “the end of the road”.", "end of the road")
    assert (quote.speaker, quote.method) == (WHO, Method.CUE_BEFORE)


def test_what_is_somebodys_leads_in_to_their_words():
    quote = said(
        "Ruth Ackland, a GP, met the board.\n\nHer objection, though, was a simpler one: “We are tired.”", "tired"
    )
    assert (quote.speaker, quote.method) == (WHO, Method.LEAD_IN)


def test_the_i_who_asked_is_the_author_named_in_the_byline():
    text = "The chief executive met us on Monday.\n\n“Who will pay for it?” I asked.\n\nNobody knew."
    assert said(f"Why the plan fails\n\nBy Ruth Ackland\n\n{text}", "pay").speaker == WHO
    assert said(text, "pay").speaker is None


def test_the_source_of_a_fragment_may_be_the_subject_of_its_sentence():
    quote = said("Ruth Ackland has no doubt that the plan is “dead in the water”.", "dead")
    assert (quote.speaker, quote.method) == (WHO, Method.SUBJECT)


def test_a_fragment_after_another_keeps_its_speaker():
    quotes = read("The plan “has no money” and is “a fig leaf for cuts”, Ruth Ackland warned.")
    assert quotes[-1].speaker == WHO


def test_a_speaker_named_after_two_fragments_of_a_sentence_said_both():
    quotes = read("The plan is “too fast” and “too dear”, says Ruth Ackland, chair of Millbrook CCG.")
    assert {quote.speaker for quote in quotes} == {WHO}


def test_a_sure_rung_is_trusted_more_than_a_guess_and_null_is_trusted_not_at_all():
    assert CONFIDENCE[Method.CUE_AFTER] > CONFIDENCE[Method.LEAD_IN] > CONFIDENCE[Method.SUBJECT]
    assert CONFIDENCE[Method.SUBJECT] > CONFIDENCE[Method.CARRIED] > 0
    assert set(CONFIDENCE) == set(Method)


@pytest.mark.parametrize(
    "text",
    [
        "Somebody had to say it. “We are tired.” The hall went quiet.",
        "“We are tired,” he said.",
        "She joined the trust in 2015.\n\n“We are tired,” she said.",
        "“We are tired.”\n\nRuth Ackland, a GP in Harden, came later.",
        "Posters hung on the wall of the ward.\n\n“We are tired.”\n\nThe road was closed.",
        "“We are tired,” came a voice from the back. Ruth Ackland looked up.",
    ],
)
def test_where_nothing_decides_the_speaker_is_null_and_never_a_guess(text):
    quote = said(text, "We are tired")
    assert (quote.speaker, quote.role, quote.organisation, quote.method, quote.attribution) == (
        None,
        None,
        None,
        None,
        "",
    )
    assert quote.confidence == 0


# What is printed of the speaker.


@pytest.mark.parametrize(
    ("tail", "role", "organisation"),
    [
        ("said Ruth Ackland, co-chair of NHS Clinical Commissioners.", "co-chair", "NHS Clinical Commissioners"),
        ("said Ruth Ackland, policy director at the Nuffield Trust.", "policy director", "Nuffield Trust"),
        ("said Ruth Ackland – a surgeon.", "surgeon", None),
        ("said Ruth Ackland (Millbrook CCG).", None, "Millbrook CCG"),
        ("said Ruth Ackland, who chairs Millbrook CCG.", "chair", "Millbrook CCG"),
        ("said Ruth Ackland, 72, a retired nurse.", "retired nurse", None),
        ("said Colne Valley NHS Trust chief executive Ruth Ackland.", "chief executive", "Colne Valley NHS Trust"),
        ("said Harden council leader Ruth Ackland.", "leader", "Harden council"),
        ("said Harden council’s cabinet member for care, Ruth Ackland.", "cabinet member for care", "Harden council"),
        ("said the chair of Millbrook CCG, Ruth Ackland.", "chair", "Millbrook CCG"),
        ("said Harden East MP Ruth Ackland.", "Harden East MP", None),
        ("said Ruth Ackland.", None, None),
    ],
)
def test_appositions_posts_before_the_name_and_possessives_describe_the_speaker(tail, role, organisation):
    quote = said(f"“We are tired of all this,” {tail}", "We are tired")
    assert (quote.speaker, quote.role, quote.organisation) == (WHO, role, organisation)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Ruth Ackland MP said: “We are tired.”",
        ),
        pytest.param(
            "“We are tired,” said the BMA’s Dr Ruth Ackland.",
        ),
        "Father-of-three Ruth Ackland said: “We are tired.”",
        "“We are tired,” said Dr Ruth Ackland of the BMA.",
        "Dr Ruth Ackland said: “We are tired.”",
    ],
)
def test_letters_after_and_bodies_before_a_name_leave_it_a_persons(text):
    assert said(text, "We are tired").speaker == WHO


@pytest.mark.parametrize(
    ("post", "role", "organisation"),
    [
        ("Organiser", "Organiser", None),
        ("Driver", "Driver", None),
        ("Campaign Group Organiser", "Organiser", "Campaign Group"),
    ],
)
def test_a_post_printed_as_a_word_of_the_name_is_the_speakers_role(post, role, organisation):
    quote = said(f"{post} Keeley Trembath said: “We are tired.”", "We are tired")
    assert (quote.speaker, quote.role, quote.organisation) == ("Keeley Trembath", role, organisation)


@pytest.mark.parametrize("post", ["proposer", "seconder"])
def test_who_moves_a_motion_has_a_post(post):
    quote = said(f"The board sat. “We are tired,” said the {post}.", "We are tired")
    assert (quote.speaker, quote.role) == (None, post)


@pytest.mark.parametrize(
    ("lead", "role"),
    [
        ("Those who came from Harden with him as porters", "porters"),
        ("What they wish managers", "managers"),
        ("I believe managers", "managers"),
    ],
)
def test_a_word_that_ends_one_phrase_and_begins_another_is_no_part_of_a_post(lead, role):
    assert said(f"{lead} said: “We are tired.”", "We are tired").role == role


@pytest.mark.parametrize("where", ["near", "outside"])
def test_who_stands_near_a_person_is_not_that_person(where):
    quote = said(f"A porter {where} Ann Pike said: “We are tired.”", "We are tired")
    assert (quote.speaker, quote.role) == (None, f"porter {where} Ann Pike")


def test_a_place_whose_name_reads_like_a_persons_is_neither_speaker_nor_body():
    quote = said("A porter in Harden Row said: “We are tired.”", "We are tired")
    assert (quote.speaker, quote.role, quote.organisation) == (None, "porter", None)
    assert quote.attribution == "porter in Harden Row"


def test_the_clause_after_according_to_somebody_is_no_description_of_them():
    [quote] = read("According to Ruth Ackland, the plan has no money behind it.")
    assert (quote.speaker, quote.role, quote.attribution) == (WHO, None, WHO)


# Who is meant later.

TWO = (
    "Ruth Ackland, chief executive of Colne Valley NHS Trust, met Tom Hale, leader of Harden Council.\n\n"
    "The road was closed.\n\n"
)


@pytest.mark.parametrize(
    ("attribution", "speaker"),
    [
        ("Ackland said", "Ruth Ackland"),
        ("Ms Ackland said", "Ruth Ackland"),
        ("Mr Hale said", "Tom Hale"),
        ("she said", "Ruth Ackland"),
        ("he said", "Tom Hale"),
        ("said the chief executive", "Ruth Ackland"),
        ("the council leader said", "Tom Hale"),
        ("said the leader of Harden Council", "Tom Hale"),
        ("said the medical director", None),
        ("said Mr Ackland", "Ackland"),
    ],
)
def test_surname_title_pronoun_and_post_mean_whom_the_article_named(attribution, speaker):
    assert said(f"{TWO}“We are tired,” {attribution}.", "We are tired").speaker == speaker


def test_a_surname_means_the_person_last_in_view_who_bears_it():
    quotes = read(
        "Sarah Hale, a nurse, and Peter Hale, a GP, spoke.\n\n“One,” Sarah Hale said.\n\n“Two of us,” Hale said.\n\n"
        "Peter Hale rose.\n\n“Three of us,” Hale said."
    )
    assert [quote.speaker for quote in quotes] == ["Sarah Hale", "Sarah Hale", "Peter Hale"]


def test_a_person_named_in_full_only_later_is_meant_by_an_earlier_title_and_surname():
    quote = said("“We are tired,” Ms Ackland said.\n\nRuth Ackland is chair of Millbrook CCG.", "tired")
    assert (quote.speaker, quote.role) == ("Ruth Ackland", "chair")


@pytest.mark.parametrize("post", ["The council’s leader", "The council leader", "Council leader"])
def test_a_post_before_a_name_is_remembered_for_later(post):
    quote = said(f"{post}, Tom Hale, spoke.\n\nThe road was closed.\n\n“We are tired,” the leader said.", "tired")
    assert (quote.speaker, quote.role) == ("Tom Hale", "leader")


def test_the_counterpart_at_another_body_is_the_person_of_that_body():
    text = (
        "“We are ready,” said Ruth Ackland, chief executive of Colne Valley NHS Trust.\n\n"
        "Tom Hale, chief executive of Millbrook Community Trust, listened.\n\n"
        "{} at Millbrook said: “We are not.”"
    )
    for phrase in ("Her opposite number", "Her counterpart", "Her neighbour", "Her colleague"):
        assert said(text.format(phrase), "We are not").speaker == "Tom Hale"


def test_a_counterpart_whom_the_article_does_not_name_has_the_post_and_body_but_no_name():
    quote = said(
        "“We are ready,” said Ruth Ackland, chief executive of Colne Valley NHS Trust.\n\n"
        "Her opposite number at Millbrook said: “We are not.”",
        "We are not",
    )
    assert (quote.speaker, quote.role, quote.organisation) == (None, "chief executive", "Millbrook")


@pytest.mark.parametrize(
    ("attribution", "role", "organisation"),
    [
        ("the trust said", None, "Colne Valley NHS Trust"),
        ("said the council", None, "Harden Council"),
        ("NHS England said", None, "NHS England"),
        ("UNISON said", None, "UNISON"),
        ("a spokesman for the trust said", "spokesman", "Colne Valley NHS Trust"),
        ("said a spokeswoman for NHS England", "spokeswoman", "NHS England"),
        ("a spokeswoman said", "spokeswoman", None),
        ("a nurse said", "nurse", None),
        ("said one GP, who asked not to be named", "GP", None),
        ("the report says", "report", None),
        ("said campaigners", "campaigners", None),
    ],
)
def test_bodies_unnamed_people_groups_and_documents_speak_without_a_name(attribution, role, organisation):
    quote = said(f"{TWO}“We are tired of this,” {attribution}.", "We are tired")
    assert (quote.speaker, quote.role, quote.organisation) == (None, role, organisation)
    assert quote.method is Method.CUE_AFTER


def test_a_body_called_by_its_initials_has_its_full_name():
    text = "The Local Government Association (LGA) replied.\n\nThe LGA said: “We are tired.”"
    assert said(text, "We are tired").organisation == "Local Government Association"


def test_it_means_the_document_or_body_that_spoke_last():
    quotes = read("The plan for the valley says: “Beds will close.” It adds: “Care will move home.”")
    assert [(quote.role, quote.speaker) for quote in quotes] == [("plan", None), ("plan", None)]


@pytest.mark.parametrize(
    ("short", "named", "full"),
    [
        ("the union", "The BMA", "BMA"),
        ("the LMC", "Harden Local Medical Committee", "Harden Local Medical Committee"),
        ("the medical committee", "Harden LMC", "Harden LMC"),
    ],
)
def test_a_body_is_meant_by_its_kind_even_if_its_name_is_no_longer_than_the_kind(short, named, full):
    quote = said(f"{named} met on Monday.\n\n“We are tired,” {short} said.", "We are tired")
    assert (quote.speaker, quote.organisation) == (None, full)


def test_what_a_document_goes_on_to_say_is_said_by_the_person_who_spoke_in_it():
    for opening in ("In an email to the board,", "In her angry email to the board,"):
        text = f"{opening} Ruth Ackland wrote: “The ward is shut.” The email goes on: “We are tired.”"
        assert said(text, "We are tired").speaker == WHO


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Ackland said: “The ward is shut.” The email goes on: “We are tired.”",
        "In a letter, Ruth Ackland said: “The ward is shut.” The email goes on: “We are tired.”",
        "In an email, Ruth Ackland said: “It is shut.” "
        + "The road was closed. " * 20
        + "The email adds: “We are tired.”",
    ],
    ids=["no document", "another document", "far away"],
)
def test_a_document_that_nobody_is_said_to_speak_in_speaks_for_itself(text):
    quote = said(text, "We are tired")
    assert (quote.speaker, quote.role) == (None, "email")


# Who is met but never named, and who is named without a post.


@pytest.mark.parametrize(
    ("stranger", "pronoun", "role"),
    [
        ("Outside stood a man from Marlby with two sticks.", "he", "man"),
        ("Outside stood a woman from Marlby with two sticks.", "she", "woman"),
        ("Then a retired nurse from Marlby got up.", "she", "retired nurse"),
        ("Then a retired nurse from Marlby got up.", "he", "retired nurse"),
    ],
)
def test_a_pronoun_means_the_stranger_whom_its_paragraph_brought_in(stranger, pronoun, role):
    text = f"Ruth Ackland, a GP, met Tom Hale, a porter.\n\n{stranger} “We are tired,” {pronoun} said."
    quote = said(text, "We are tired")
    assert (quote.speaker, quote.role, quote.organisation) == (None, role, None)
    assert quote.method is Method.CUE_AFTER


@pytest.mark.parametrize(
    "paragraph",
    [
        "Outside stood a man from Marlby. “We are tired,” she said.",
        "She looked like a nurse from Marlby. “We are tired,” she said.",
        "Once a porter, now a nurse from Marlby, she spoke. “We are tired,” she said.",
        "Nobody had asked a nurse’s mother about it. “We are tired,” she said.",
        "Outside stood a woman from Marlby.\n\n“We are tired,” she said.",
        "“It is late,” she said. Outside stood a woman from Marlby. “We are tired,” she said.",
        "Outside a woman from Marlby met Ruth Ackland. “We are tired,” she said.",
    ],
    ids=["other sex", "likeness", "description", "possessive", "other paragraph", "who has the word", "named since"],
)
def test_a_pronoun_means_no_stranger_whom_its_paragraph_did_not_bring_in_as_a_speaker(paragraph):
    assert said(f"Ruth Ackland met the board.\n\n{paragraph}", "We are tired").speaker == WHO


def test_a_stranger_of_whom_the_sentence_itself_tells_is_not_its_speaker():
    quote = read("Ruth Ackland met the board.\n\nA nurse from Marlby, she said, wept over the ward.")[-1]
    assert quote.speaker == WHO


def test_a_definite_post_does_not_mean_who_was_named_without_one_before():
    quote = said("Ruth Ackland came by bus.\n\n“We are tired,” the campaigner said.", "We are tired")
    assert (quote.speaker, quote.role) == (None, "campaigner")


def test_a_definite_post_means_nobody_who_has_another_post():
    quote = said("Ruth Ackland, a GP, came by bus.\n\n“We are tired,” the campaigner said.", "We are tired")
    assert (quote.speaker, quote.role) == (None, "campaigner")


LATER = "\n\nThe plan was written by Ruth Ackland, director of finance, and Tom Hale, leader of Harden council."


@pytest.mark.parametrize(
    ("post", "speaker"),
    [
        ("the finance lead", "Ruth Ackland"),
        ("a finance chief", "Ruth Ackland"),
        ("the council leader", "Tom Hale"),
        ("the council leaders", None),
    ],
)
def test_a_post_in_the_opening_means_its_one_holder_whom_the_article_names_later(post, speaker):
    assert said(f"The board sat. “We are tired,” {post} said.{LATER}", "We are tired").speaker == speaker


def test_a_post_in_the_opening_means_nobody_whose_field_of_work_is_another():
    text = "“We are tired,” the estates lead said.\n\nRuth Ackland is director of finance."
    assert said(text, "We are tired").speaker is None


def test_a_field_of_work_that_two_who_are_named_later_share_means_neither():
    text = "“We are tired,” the finance lead said.\n\nRuth Ackland is director of finance. Tom Hale is head of finance."
    assert said(text, "We are tired").speaker is None


def test_they_means_the_group_that_spoke_last():
    quote = said("Campaigners said: “It is late.”\n\n“We are tired,” they said.", "We are tired")
    assert (quote.speaker, quote.role) == (None, "Campaigners")


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Respondents were blunt. “It is all too fast,” wrote one.", "fast", "Respondents"),
        (
            "More than half of respondents said the plan was “far too rushed”.",
            "rushed",
            "More than half of respondents",
        ),
        ("Critics have called the plan “a sham”.", "sham", "Critics"),
    ],
)
def test_a_group_answering_a_survey_is_never_a_name(text, words, role):
    quote = said(text, words)
    assert (quote.speaker, quote.role) == (None, role)


def test_panel_lists_give_posts_and_bodies_to_surnames():
    quotes = read(
        "Around the table\n\nRuth Ackland, chief executive, Colne Valley NHS Trust\nTom Hale, leader, Harden council"
        "\n\nThe talk turned to money at once.\n\n“There is none,” said Ackland.\n\n“There never was,” Hale said."
    )
    assert [(quote.speaker, quote.role, quote.organisation) for quote in quotes] == [
        ("Ruth Ackland", "chief executive", "Colne Valley NHS Trust"),
        ("Tom Hale", "leader", "Harden council"),
    ]


def test_a_speaker_carried_over_is_the_last_who_spoke_and_not_the_one_merely_mentioned():
    quotes = read("“It is late,” Ruth Ackland told Tom Hale.\n\n“We are tired.”")
    assert [quote.speaker for quote in quotes] == [WHO, WHO]


def test_a_new_person_who_takes_another_view_leads_in_to_the_next_quotation():
    quotes = read(
        "“It is late,” said Ruth Ackland.\n\nTom Hale, leader of Harden council, took a different view."
        "\n\n“It is not late at all.”"
    )
    assert [quote.speaker for quote in quotes] == ["Ruth Ackland", "Tom Hale"]


def test_quotations_before_and_after_one_verb_are_given_to_their_own_speakers():
    quotes = read("“It is late,” said Ruth Ackland, while Tom Hale said: “It is not late at all.”")
    assert [quote.speaker for quote in quotes] == ["Ruth Ackland", "Tom Hale"]


# Two who speak at once.


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Ackland and Tom Hale said: “We will fight it.”",
        "“We will fight it,” said Ruth Ackland and Tom Hale.",
        "“We will fight it,” said Ruth Ackland, chair of Harden CCG, and Tom Hale, leader of Harden Council.",
        "Drs Ruth Ackland and Tom Hale wrote: “We will fight it.”",
        "MPs Ruth Ackland and Tom Hale said: “We will fight it.”",
        "Ruth Ackland is a GP. Tom Hale is a nurse. “We will fight it,” Ackland and Hale said.",
    ],
)
def test_two_who_speak_at_once_are_both_named(text):
    quote = read(text)[-1]
    assert (quote.text.rstrip(".,"), quote.speaker) == ("We will fight it", "Ruth Ackland and Tom Hale")
    assert quote.attribution.count("Ruth Ackland") == quote.attribution.count("Tom Hale") == 1


def test_two_who_speak_at_once_share_their_body_alone():
    shared = read("Ruth Ackland of Harden CCG and Tom Hale of Harden CCG said: “We will fight it.”")[0]
    apart = read("Ruth Ackland of Harden CCG and Tom Hale of Stowe CCG said: “We will fight it.”")[0]
    assert (shared.organisation, shared.role) == ("Harden CCG", None)
    assert (apart.organisation, apart.role) == (None, None)
    assert apart.attribution == "Ruth Ackland, of Harden CCG; Tom Hale, of Stowe CCG"


def test_they_are_the_two_who_spoke_last():
    quote = read("Ruth Ackland and Tom Hale said the plan was late.\n\n“It is not ready,” they added.")[-1]
    assert quote.speaker == "Ruth Ackland and Tom Hale"


def test_a_person_and_a_body_that_speak_at_once_are_both_in_the_attribution():
    [quote] = read("Tom Hale and the council said the plan was late and thin.")
    assert (quote.speaker, quote.organisation, quote.attribution) == (None, "council", "Tom Hale; the council")


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Ackland met Mrs Bell, and Tom Hale said: “We will fight it.”",
        "Ruth Ackland asked why, and Tom Hale said: “We will fight it.”",
        "In a letter to Ruth Ackland and Mrs Bell, Tom Hale said: “We will fight it.”",
        "“We will fight it,” said Tom Hale and Ruth Ackland agreed with him.",
        "“We will fight it,” said Tom Hale, and Ruth Ackland was glad.",
        "Ruth Ackland and everyone in the room heard it when Tom Hale said: “We will fight it.”",
    ],
)
def test_one_who_speaks_beside_another_who_does_not_is_named_alone(text):
    assert said(text, "We will fight it").speaker == "Tom Hale"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Campaigner Oakenby said: “We will fight it.”", "Oakenby"),
        ("“We will fight it,” said campaigner Oakenby. Jim Oakenby runs a shop.", "Jim Oakenby"),
        ("Jim Oakenby runs a shop. Campaigner Oakenby said: “We will fight it.”", "Jim Oakenby"),
    ],
)
def test_a_post_before_a_surname_is_no_given_name(text, name):
    quote = said(text, "We will fight it")
    assert (quote.speaker, (quote.role or "").lower()) == (name, "campaigner")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("When the ward opened nurses said it was far too small for them.", "nurses"),
        ("After the unit was closed patients said they had to travel.", "patients"),
        ("Before its doors opened retired nurses said it was too small.", "retired nurses"),
    ],
)
def test_the_verb_of_a_clause_before_a_group_is_no_part_of_its_name(text, group):
    [quote] = read(text)
    assert quote.role == group


def test_a_group_is_not_its_own_body():
    [quote] = read("Nurses said that the plan was late and thin.")
    assert (quote.role, quote.organisation) == ("Nurses", None)


@pytest.mark.parametrize(
    "text",
    [
        "NHS England and NHS Improvement said: “We were consulted.”",
        "A joint statement from NHS England and NHS Improvement said: “We were consulted.”",
        "“We were consulted,” said NHS England and NHS Improvement.",
    ],
)
def test_two_bodies_that_speak_at_once_are_both_named(text):
    quote = said(text, "We were consulted")
    assert (quote.speaker, quote.organisation) == (None, "NHS England and NHS Improvement")


def test_a_body_whose_name_holds_an_and_stays_one():
    quote = said("Harden and Stowe Council said: “We were consulted.”", "We were consulted")
    assert quote.organisation == "Harden and Stowe Council"


def test_she_is_the_one_in_the_post_with_which_the_paragraph_began_and_not_who_spoke_before():
    text = (
        "Cllr Pell said that was not good enough.\n\n4.3 The Chair thanked officers. She asked that the plan come back."
    )
    assert [(quote.speaker, quote.role) for quote in read(text)] == [("Pell", None), (None, "Chair")]


def test_the_chair_of_a_round_table_is_who_its_list_says_and_not_a_chair_by_post():
    text = (
        "Participants\n\nAnn Hale, contributing editor, Harden Weekly (chair)\n\n"
        "Dr Tom Orme, clinical chair, Harden CCG\n\n"
        "The doors were shut at nine and the coffee was poured.\n\n“Are we tired?” asked the chair."
    )
    assert said(text, "Are we tired").speaker == "Ann Hale"


def test_who_speaks_between_two_commas_is_not_the_group_before_them():
    quote = said("A plan with fewer ward nurses, warned Ruth Ackland, a GP, was “a fairy tale”.", "fairy tale")
    assert quote.speaker == "Ruth Ackland"


def test_a_name_after_a_persons_verb_is_what_they_speak_of():
    quote = said("Ruth Ackland, a GP, said Mr Orme had been dealt “a rotten hand”.", "rotten hand")
    assert quote.speaker == "Ruth Ackland"


def test_the_leader_of_a_council_is_not_the_leader_of_a_group_on_it():
    text = (
        "The leader of Harden Council has called the plan “a mess”.\n\nCllr Ann Hale (Lab) said she had read it.\n\n"
        "The Conservative group leader, Cllr Tom Orme, told the council to wait.\n\n"
        "“I will wait,” the council leader said."
    )
    assert [quote.speaker for quote in read(text) if quote.kind in ("mixed", "direct")] == ["Ann Hale", "Ann Hale"]
