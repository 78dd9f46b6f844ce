"""Edits of a statement that leave its labels as they are, or change them in a known way.

Training draws on them so that the model does not go by names, places and slips of the pen; the behaviour
tests (`training.behaviour`) put in names and places that training does not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labels.corpus import LabelledStatement
from labels.taxonomy import Sector


@dataclass(frozen=True)
class Stock:
    """Surnames and places to put in."""

    surnames: tuple[str, ...]
    places: tuple[str, ...]


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TRAINING_STOCK = Stock(
    surnames=_words(
        """
        Abbott Barker Chowdhury Davenport Ellison Farrell Greenhalgh Hussain Inman Joshi Kershaw Langley Mensah
        Norris O'Hara Pickering Rahman Seddon Thornton Upton Whitaker
        """
    ),
    places=_words(
        """
        Barnsley Bath Bedfordshire Birmingham Bolton Bradford Buckinghamshire Calderdale Croydon Derby
        Doncaster Dudley Ealing Exeter Herefordshire Hull Ipswich Luton Newcastle Northamptonshire Plymouth
        Rotherham Salford Stockport Sunderland Telford Wakefield Walsall Wigan York
        """
    ),
)
TEST_STOCK = Stock(
    surnames=_words(
        """
        Ashworth Banerjee Coyle Dunmore Eke Fairweather Gill Hallam Ibbotson Jessop Kaur Lomax Mistry Nuttall
        Oyelaran Penrose Quigley Rowbotham Sadiq Tranter Underhill
        """
    ),
    places=_words(
        """
        Bristol Cheshire Cornwall Cumbria Derbyshire Devon Dorset Durham Essex Gloucestershire Hampshire Kent
        Lancashire Leeds Leicester Lincolnshire Manchester Norfolk Northumberland Nottinghamshire Oxfordshire
        Shropshire Somerset Staffordshire Suffolk Surrey Sussex Wiltshire Worcestershire Yorkshire
        """
    ),
)
TITLES = {
    "Mr": "Ms",
    "Ms": "Mr",
    "Mrs": "Mr",
    "Cllr": "Councillor",
    "Councillor": "Cllr",
    "Prof": "Professor",
    "Professor": "Prof",
}
SPEAKER_FIELDS = ("attribution", "speaker", "role", "organisation")
MIN_TYPO_LETTERS = 7
_NO_NAMES = frozenset("Mr Ms Mrs Dr Cllr Councillor Coun Prof Professor Sir Dame Lord Lady Baroness of the MP".split())
_ALL_PLACES = re.compile(rf"\b(?:{'|'.join((*TRAINING_STOCK.places, *TEST_STOCK.places))})\b")
_SPEAKS_FROM = re.compile(
    r"\b(?:as (?:a|an|the)|we,? the|our (?:members|council|trust|ccg|union|patients|residents))\b"
)


def rename(statement: LabelledStatement, rng: random.Random, stock: Stock) -> LabelledStatement:
    """Give the speaker another surname wherever it is printed; the same statement where none is."""
    words = [word for word in statement.speaker.split() if word not in _NO_NAMES and word[0].isupper()]
    if not words or words[-1] not in statement.attribution:
        return statement
    return _replaced(statement, {words[-1]: rng.choice([name for name in stock.surnames if name != words[-1]])})


def move(statement: LabelledStatement, rng: random.Random, stock: Stock) -> LabelledStatement:
    """Put other places for the well-known ones that the statement names; the same where that can't be done."""
    found = sorted(
        {
            place
            for name in ("attribution", "text", "context")
            for place in _ALL_PLACES.findall(getattr(statement, name))
        }
    )
    others = [place for place in stock.places if place not in found]
    if not found or len(found) > len(others):
        return statement
    return _replaced(statement, dict(zip(found, rng.sample(others, len(found)), strict=True)))


def retitle(statement: LabelledStatement, _rng: random.Random, _stock: Stock) -> LabelledStatement:
    """Change the title before the speaker's name to another for the same post, where there is one."""
    found = [title for title in TITLES if re.search(rf"\b{title}\b", statement.attribution)]
    return _replaced(statement, {found[0]: TITLES[found[0]]}) if found else statement


def mistype(statement: LabelledStatement, rng: random.Random, _stock: Stock) -> LabelledStatement:
    """Swap two letters inside one long lower-case word of the text; the same statement where it has none."""
    words = [m for m in re.finditer(r"\b[a-z]+\b", statement.text) if len(m.group()) >= MIN_TYPO_LETTERS]
    if not words:
        return statement
    word = rng.choice(words)
    at = word.start() + rng.randrange(1, len(word.group()) - 2)
    text = statement.text
    return statement.model_copy(update={"text": text[:at] + text[at + 1] + text[at] + text[at + 2 :]})


def hides_speaker(statement: LabelledStatement) -> bool:
    """Tell whether the attribution alone says who speaks, so that another's can stand in its place."""
    if not statement.attribution or statement.sector is Sector.UNKNOWN:
        return False
    around = f"{statement.text} {statement.context}".lower()
    names = [word for word in statement.speaker.split() if word not in _NO_NAMES]
    known = [*names[-1:], statement.organisation, statement.role]
    return not _SPEAKS_FROM.search(around) and not any(name.lower() in around for name in known if name)


def with_speaker_of(statement: LabelledStatement, other: LabelledStatement) -> LabelledStatement:
    """Return the statement as said by the speaker of another one, with that speaker's sector."""
    return statement.model_copy(update={name: getattr(other, name) for name in (*SPEAKER_FIELDS, "sector")})


def another_speaker(
    statement: LabelledStatement, others: Sequence[LabelledStatement], rng: random.Random
) -> LabelledStatement:
    """Return the statement as said by a random one of `others` of another sector, whose sector it then has.

    Words, stance and themes stay. Eight are drawn; where all have the statement's own sector, the same statement
    is returned. Raises `IndexError` where there are no others.
    """
    for _ in range(8):
        other = rng.choice(others)
        if other.sector is not statement.sector:
            return with_speaker_of(statement, other)
    return statement


def _replaced(statement: LabelledStatement, words: Mapping[str, str]) -> LabelledStatement:
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
    fields = ("text", "context", "attribution", "speaker", "organisation")
    return statement.model_copy(
        update={name: pattern.sub(lambda found: words[found.group()], getattr(statement, name)) for name in fields}
    )
