from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from labels.errors import SHOWN_VALUE_CHARS, InvalidInput, TooLarge
from labels.statement import MAX_PHRASE_CHARS, MAX_TEXT_CHARS, Statement, normalise, validated

WORDS = "Councillor Pargeter said no."
LONG_FIELDS = ("text", "context")
PHRASES = ("id", "attribution", "speaker", "role", "organisation", "source")
FIELDS = (*LONG_FIELDS, *PHRASES)
INVISIBLE = [*"\u00ad\u200b\u200e\u200f\u2060\u2064\ufeff", *map(chr, range(0x202A, 0x202F)), "\u2066", "\u2069"]

few = settings(max_examples=100, deadline=None, derandomize=True)
awkward = st.text(st.one_of(st.sampled_from("eo=\u0301\u0308\u0338\u200b\u00ad \t\u1100\u1161\u0958"), st.characters()))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def refusal(**fields: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        validated(Statement, {"text": WORDS, **fields})
    return caught.value


@few
@given(awkward)
@example("e\u200b\u0301")
@example("=\u00ad\u0338")
def test_normalising_twice_changes_nothing_more(text: str):
    assert normalise(normalise(text)) == normalise(text)


@few
@given(awkward)
@example("e\u200b\u0301")
def test_normalised_text_is_in_nfc(text: str):
    assert unicodedata.is_normalized("NFC", normalise(text))


@few
@given(st.lists(st.text(string.ascii_letters + string.digits + string.punctuation, min_size=1), min_size=1))
def test_plain_words_and_marks_stay_as_they_are(words: list[str]):
    assert normalise(" ".join(words)) == " ".join(words)


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_without_width_is_taken_out_of_a_word(character: str):
    assert normalise(f"trans{character}formation") == "transformation"


@pytest.mark.parametrize(
    "text",
    [
        "The 👩🏽‍⚕️ on our ward 👨‍👩‍👧‍👦 agree ❤️",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "بیماران می‌خواهند",
        "המטופלים לא נשאלו",
        "क्\u200dष",
    ],
    ids=["emoji with joiners", "flag of England", "Persian with non-joiner", "Hebrew", "Devanagari with joiner"],
)
def test_joined_emoji_and_other_scripts_survive(text: str):
    assert normalise(text) == text


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n", "\u00a0", "\u2009", "\u2028", "\u3000", " \n\n "])
def test_white_space_of_any_kind_becomes_one_space(blank: str):
    assert normalise(f"{blank}no{blank}money{blank}") == "no money"


def test_letters_with_marks_are_composed():
    assert normalise("cafe\u0301") == "caf\u00e9"


@pytest.mark.parametrize(
    "text", ["We do NOT — repeat, not — support it!", "“No”, said Dr Quayle…", "½ of the ﬁgure, 10² beds, £4m™"]
)
def test_case_marks_and_compatibility_characters_stay(text: str):
    assert normalise(text) == text


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0e", "\x1b", "\x7f"], ids=ascii)
def test_a_control_character_is_refused_with_its_position(character: str):
    expected = f"text: has control character U+{ord(character):04X} at position 2"
    assert str(refusal(text=f"no{character}pe")) == f"{expected} (expected text without control characters)"


@pytest.mark.parametrize("character", [0xD800, 0xDC80, 0xDFFF], ids=hex)
def test_a_lone_surrogate_is_refused_in_a_message_that_can_be_printed(character: int):
    message = str(refusal(text=f"no{chr(character)}pe")).encode().decode()
    assert message.startswith(f"text: has control character U+{character:04X} at position 2 ")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", ["a\x00b", "a\ud800b"], ids=ascii)
def test_every_field_refuses_control_characters_and_surrogates(field: str, value: str):
    problem = refusal(**{field: value})
    assert (problem.field, problem.expected) == (field, "text without control characters")


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_may_be_as_long_as_its_limit_and_no_longer(field: str):
    limit = MAX_TEXT_CHARS if field in LONG_FIELDS else MAX_PHRASE_CHARS
    assert len(getattr(validated(Statement, {"text": WORDS, field: "n" * limit}), field)) == limit
    problem = refusal(**{field: "n" * (limit + 1)})
    assert isinstance(problem, TooLarge)
    assert str(problem) == f"{field}: has {limit + 1} characters (expected at most {limit} characters)"


def test_a_text_that_normalising_makes_too_long_is_refused_as_it_would_be_when_read_again():
    twice_as_long_in_nfc = "\u0958" * MAX_TEXT_CHARS
    assert isinstance(refusal(text=twice_as_long_in_nfc), TooLarge)


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\ufeff\u00ad", None])
def test_a_statement_without_words_is_refused(text: str | None):
    assert str(refusal(text=text)) == "text: is empty (expected the speaker's words)"


def test_a_missing_text_is_named():
    with pytest.raises(InvalidInput, match=r"^text: is missing \(expected a value\)$"):
        validated(Statement, {"context": "She rose to speak."})


def test_a_whole_number_is_an_id():
    assert validated(Statement, {"text": "No.", "id": 5}).id == "5"


@pytest.mark.parametrize(
    ("field", "value"),
    [(f, v) for f in FIELDS for v in (5, 1.5, True, ["no"], {"a": "no"}, b"no") if not (f == "id" and v == 5)],
)
def test_a_value_that_is_not_text_is_refused_with_field_value_and_expectation(field: str, value: object):
    assert str(refusal(**{field: value})) == f"{field}: got {value!r} (expected a string)"


@pytest.mark.parametrize("record", [None, 3, "no", ["no"]])
def test_what_is_no_object_is_refused_with_its_value(record: object):
    with pytest.raises(InvalidInput) as caught:
        validated(Statement, record)  # type: ignore[arg-type]
    assert str(caught.value) == f"got {record!r} (expected an object with a field 'text')"


@few
@given(st.sampled_from(FIELDS), json_values)
def test_any_json_value_is_accepted_or_refused_in_one_line_that_names_the_field(field: str, value: object):
    try:
        message = f"{field}: {getattr(validated(Statement, {'text': WORDS, field: value}), field)}"
    except InvalidInput as problem:
        message = str(problem)
    assert message.encode().startswith(f"{field}: ".encode())
    assert len(message.splitlines()) == 1


def test_a_long_value_is_cut_in_the_message():
    shown = str(refusal(speaker=["Winifred"] * 100)).removeprefix("speaker: got ").removesuffix(" (expected a string)")
    assert len(shown) == SHOWN_VALUE_CHARS
    assert shown.endswith("...")


@pytest.mark.parametrize("unknown", [[1, None], {"a": {"b": object()}}, b"\xff", "a\x00\ud800", "n" * 10**5], ids=type)
def test_an_unknown_field_of_any_type_is_ignored(unknown: object):
    assert validated(Statement, {"text": WORDS, "page": unknown, 7: unknown}) == validated(Statement, {"text": WORDS})


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "text"])
def test_null_and_nothing_are_the_same_in_an_optional_field(field: str):
    assert validated(Statement, {"text": WORDS, field: None}) == validated(Statement, {"text": WORDS})


def test_a_statement_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        validated(Statement, {"text": WORDS}).text = "Yes."


@pytest.mark.parametrize("field", FIELDS)
def test_the_content_hash_depends_on_text_context_and_speaker_alone(field: str):
    before = validated(Statement, {"text": WORDS})
    after = validated(Statement, {"text": WORDS, field: "Winifred Oakshott"})
    assert (before.content_hash() != after.content_hash()) == (field not in {"id", "source"})


@pytest.mark.parametrize("field", ["speaker", "role", "organisation"])
def test_beside_a_printed_attribution_the_content_hash_leaves_the_speakers_details_out(field: str):
    printed = validated(Statement, {"text": WORDS, "attribution": "Winifred Oakshott, a nurse"})
    detailed = validated(Statement, {**printed.model_dump(), field: "Winifred Oakshott"})
    assert printed.content_hash() == detailed.content_hash()


def test_an_attribution_is_composed_where_none_is_printed():
    parts = {"speaker": "Bob Poe", "role": "", "organisation": "Unison"}
    assert validated(Statement, {"text": WORDS, **parts}).attribution_phrase() == "Bob Poe, Unison"


def test_the_content_hash_tells_where_one_field_ends():
    joined = validated(Statement, {"text": "no money"})
    apart = validated(Statement, {"text": "no", "context": "money"})
    moved = validated(Statement, {"text": "no", "attribution": "money"})
    assert len({joined.content_hash(), apart.content_hash(), moved.content_hash()}) == 3


def test_the_content_hash_is_the_same_for_texts_that_normalise_alike():
    one, other = "Our caf\u00e9 closes.", " Our\u00a0cafe\u0301 clo\u00adses.\n"
    assert validated(Statement, {"text": one}).content_hash() == validated(Statement, {"text": other}).content_hash()
