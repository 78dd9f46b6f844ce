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
TITLES = {"Cllr": "Councillor", "Councillor": "Cllr", "Prof": "Professor", "Professor": "Prof"}
"""Two ways to print one title. "Mr" and "Ms" are two people's."""
SPEAKER_FIELDS = ("attribution", "speaker", "role", "organisation")
MIN_TYPO_LETTERS = 7
_NO_NAMES = frozenset("Mr Ms Mrs Dr Cllr Councillor Coun Prof Professor Sir Dame Lord Lady Baroness of the MP".split())
_ALL_PLACES = re.compile(rf"\b(?:{'|'.join((*TRAINING_STOCK.places, *TEST_STOCK.places))})\b")
_POST_NOMINALS = frozenset("MP MPs OBE MBE CBE FRCP FRCN JP KC QC PhD".split())
_BODIES = _words(
    """
    association authority authorities board bodies body borough cabinet campaign ccg ccgs charity college committee
    company conference council councils department firm government group hospital hospitals house organisation
    paper party practice practices report society surgery survey trust trusts union unions
    """
)
_PEOPLE = _words(
    """
    campaigner campaigners carer carers charities clients clinicians colleagues commissioners constituency
    constituents consultant councillor councillors customers doctor doctors employers gp gps hon journalists
    leader leaders lords managers member members midwives mp mps nurse nurses officer officers officials
    patients peers pharmacists physiotherapists profession providers readers researchers residents staff
    therapists trustees volunteers
    """
)


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})"


_CUES = _any(
    _words("add added argued asked believes called confirmed explained felt heard notes replied said say says told")
)
_SHOWS_SPEAKER = re.compile(
    "|".join(
        rf"\b{pattern}\b"
        for pattern in (
            r"as (?:a|an|the|one of)",
            r"(?:i'm|i am|i was|i've been|been|we're|we are|us|we,?) (?:a|an|the|one of)",
            rf"(?:we|us),? (?:as )?{_any(_PEOPLE)}",
            rf"(?:my|our|this) (?:own |right )?(?:\w+ )?{_any(_BODIES + _PEOPLE)}",
            rf"(?:{_any(_BODIES + _PEOPLE)}|he|she|they) {_CUES}",
            rf"(?:according to|asked by|told|said|says) (?:the |a |one )?(?:\w+ )?{_any(_BODIES + _PEOPLE)}",
            r"my lords",
            r"minutes",
        )
    )
)
"""Words from which a reader may gather who speaks, without the attribution."""


def rename(statement: LabelledStatement, rng: random.Random, stock: Stock) -> LabelledStatement:
    """Give the speaker another surname wherever it is printed; the same statement where there is none."""
    surname = surname_of(statement)
    if not surname or surname not in statement.attribution:
        return statement
    return _replaced(statement, {surname: rng.choice([name for name in stock.surnames if name != surname])})


def surname_of(statement: LabelledStatement) -> str:
    """Return the speaker's surname; nothing where the speaker is no named person."""
    words = [word for word in statement.speaker.split() if word not in _POST_NOMINALS]
    names = [word for word in words if word not in _NO_NAMES]
    initials = [word for word in names if word.rstrip(".").isupper() and len(word.rstrip(".")) == 1]
    named = len(words) > 1 and all(word[0].isupper() and (not word.isupper() or word in initials) for word in names)
    if not named or not names or names[-1] in initials or statement.speaker == statement.organisation:
        return ""
    return names[-1]


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
    """Print the title before the speaker's name in another way, where there is one."""
    before_name = re.compile(
        rf"\b({'|'.join(TITLES)})\b\.?(?= (?:[A-Z][\w.'-]* )*{re.escape(surname_of(statement))}\b)"
    )
    if not surname_of(statement) or not before_name.search(statement.attribution):
        return statement
    printed = {name: getattr(statement, name) for name in ("attribution", "speaker")}
    return statement.model_copy(
        update={name: before_name.sub(lambda title: TITLES[title[1]], text) for name, text in printed.items()}
    )


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
    names = [word for word in statement.speaker.split() if word not in _NO_NAMES | _POST_NOMINALS]
    known = [*names[-1:], statement.organisation, statement.role]
    return not _SHOWS_SPEAKER.search(around) and not any(name.lower() in around for name in known if name)


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
