"""One quoted statement, and the one normalisation of its text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from labels.errors import InvalidInput, TooLarge, shorten

M = TypeVar("M", bound=BaseModel)
S = TypeVar("S", bound="Statement")

MAX_TEXT_CHARS = 20_000
MAX_PHRASE_CHARS = 500

# Characters with no width that split words for a tokeniser; joiners stay, scripts and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_WHITE_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return `text` in NFC, without invisible characters, with single spaces.

    Words, marks, case and negations stay as they are: cleaning must never change a label.
    """
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text))).strip()


def _clean(value: Any, limit: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "a string")
    if found := _FORBIDDEN.search(value):
        context = {"character": f"U+{ord(found.group()):04X}", "position": found.start()}
        raise PydanticCustomError("control_character", "text without control characters", context)
    text = normalise(value) if len(value) <= limit else value
    if len(text) > limit:
        raise PydanticCustomError("too_long", "at most {limit} characters", {"limit": limit, "length": len(text)})
    return text


def _clean_text(value: Any) -> str:
    return _clean(value, MAX_TEXT_CHARS)


def _clean_phrase(value: Any) -> str:
    return _clean(value, MAX_PHRASE_CHARS)


def _not_empty(value: Any) -> str:
    if not (text := _clean_text(value)):
        raise PydanticCustomError("empty", "the speaker's words")
    return text


def _clean_id(value: Any) -> str:
    return str(value) if type(value) is int else _clean_phrase(value)


def _described(most: int, least: int = 0) -> WithJsonSchema:
    """Return how the service's description tells the length, which the validators look at."""
    return WithJsonSchema({"type": "string", **({"minLength": least} if least else {}), "maxLength": most})


Identifier = Annotated[str, BeforeValidator(_clean_id)]
Words = Annotated[str, BeforeValidator(_not_empty), _described(MAX_TEXT_CHARS, least=1)]
Text = Annotated[str, BeforeValidator(_clean_text), _described(MAX_TEXT_CHARS)]
Phrase = Annotated[str, BeforeValidator(_clean_phrase), _described(MAX_PHRASE_CHARS)]


class Statement(BaseModel):
    """What one speaker says about one thing, with what the source prints about the speaker.

    `text` holds the speaker's words without the outer marks, `context` the carrying sentence or
    what is needed to read them, `attribution` the printed phrase (guide, "Text"). `source` names
    the page or deck that the statement came from.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Identifier = ""
    text: Words
    context: Text = ""
    attribution: Phrase = ""
    speaker: Phrase = ""
    role: Phrase = ""
    organisation: Phrase = ""
    source: Phrase = ""

    def attribution_phrase(self) -> str:
        """Return the printed attribution, or one composed of speaker, role and organisation."""
        return self.attribution or ", ".join(part for part in (self.speaker, self.role, self.organisation) if part)

    def content_hash(self) -> str:
        """Return 16 hexadecimal digits that depend on the words and on who is said to have said them, alone."""
        content = "\x00".join((self.text, self.context, self.attribution_phrase()))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


class ArticleStatement(Statement):
    """A statement to classify, and whether the article that it is taken from is about STPs.

    In such an article few statements name the plans, and most that don't are about them all the same.
    """

    stp_article: Annotated[bool, BeforeValidator(lambda value: value or False)] = False


def with_id(statement: S) -> S:
    """Return the statement with an id made of its content hash where it has none."""
    return statement if statement.id else statement.model_copy(update={"id": f"h-{statement.content_hash()}"})


def validated(model: type[M], record: object) -> M:
    """Return `record` as a `model`.

    Raises `InvalidInput` for the first field that does not fit, `TooLarge` if it is too long.
    """
    if not isinstance(record, Mapping):
        raise InvalidInput(f"got {shorten(record)}", expected="an object with a field 'text'")
    try:
        return model.model_validate(record)
    except ValidationError as problem:
        raise invalid_input(problem) from None


def invalid_input(problem: ValidationError) -> InvalidInput:
    """Translate the first of pydantic's errors into one line of our own."""
    first = problem.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    context = first.get("ctx", {})
    match first["type"]:
        case "json_invalid":
            found = first["msg"].removeprefix("Invalid JSON: ")
            return InvalidInput(f"is not JSON: {found}", field=field or "body", expected="a JSON object")
        case "too_short":
            return InvalidInput("is empty", field=field, expected=f"at least {context['min_length']} item")
        case "model_type" | "model_attributes_type" if context.get("class_name", "").endswith("Statement"):
            return InvalidInput(f"got {shorten(first['input'])}", field=field, expected="an object with a field 'text'")
        case "missing":
            return InvalidInput("is missing", field=field, expected="a value")
        case "too_long" if "length" in context:
            return TooLarge(f"has {context['length']} characters", field=field, expected=first["msg"])
        case "control_character":
            found = f"has control character {context['character']} at position {context['position']}"
            return InvalidInput(found, field=field, expected=first["msg"])
        case "empty":
            return InvalidInput("is empty", field=field, expected=first["msg"])
    expected = first["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return InvalidInput(f"got {shorten(first['input'])}", field=field, expected=expected)
