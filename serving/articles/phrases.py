"""Noun phrases: what they are made of, whoever they mean."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from serving.articles.lexicon import (
    BODIES,
    DOCUMENTS,
    GROUPS,
    ORG_WORDS,
    ROLE_HEADS,
    phrase_pattern,
)
from serving.articles.names import NameMention, role_heads
from serving.articles.people import Person
from serving.articles.sources import Source

LEAD_WORDS = re.compile(
    r"^(?:[\s,–—-]*(?:and|but|so|yet|or|as|while|when|after|before|if|in the same|because|although|though|however|meanwhile|yesterday|today|last \w+|this \w+|earlier|later|elsewhere|afterwards|however|then|now|still|indeed|here|where|that|what|for|in addition|at the same time|on the other hand|by contrast)\b[\s,]*)+",
    re.IGNORECASE,
)

NO_MODIFIER = r"(?!(?:I|a|an|the|each|every|any|more|of|to|in|from|with|by|at|on|for|into|it|them|they|he|she|him|what|which|that|than|about|was|were|is|are|be|been|has|had|have|wish|believe|came|come|all|no|not|if|when|where|who|whom|as|like|against|between|through|behind|before|after)\s)"
"""No word that ends one phrase and begins another stands before a post."""

SENTENCE_END = re.compile(r"[.!?](?:\s|(?<=[a-z]{3}.)(?=[A-Z][a-z]+\s))|\n")
"""Where a sentence or line ends, also where no space was left after it."""

PRONOUN_OF_OWNER = {"his": "he", "her": "she", "their": "they"}

LETTERS = "letter|email|memo|submission|statement|blog|article|column|message|petition|note|post"
"""What somebody writes that speaks for them afterwards."""

MAX_SEGMENT_CHARS = 420
"""How far before a verb its subject may begin."""

MAX_UNNAMED_CHARS = 700
"""How far the opening of an article reaches, in which people may stand without their names."""

MAX_TOLD_CHARS = 1_500
"""How far back it may be told what somebody is whom an epithet means."""

OBJECT_BEFORE = re.compile(
    r"\b(?:to|with|from|by|against|about|than|like|told|asked|met|of|for|at|on|in|near|outside|behind|alongside|and|between|via|over|under|replaced|succeeded|urged|reminded|criticised|praised|before)\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_JOINED = re.compile(
    r"(?:,[^,]{2,80},|,\s(?:chief|CEO|chair|chairman|chairwoman|leader|director|MP|head|president)\b[^,]{2,80}?|\s+(?:of|from|at)\s[^,]{2,60})?\s+and\s+(?:(?P<post>[^,.;:]{2,60})\s)??",
    re.IGNORECASE,
)
"""What joins two names that are one subject: "and", with perhaps what the first is before it and the second after."""

_CAPITALS = re.compile(
    rf"(?:A|AN|THE|[A-Z]{{3,}})(?:\s[A-Z]{{3,}})*(?=\s(?:[a-z]+\s){{0,2}}(?:{phrase_pattern([*GROUPS, *ROLE_HEADS, *BODIES])})\b)"
    rf"|(?:[A-Z]{{3,}}\s){{0,2}}(?i:{phrase_pattern(word for word in GROUPS if word.islower() and len(word) > 5)})(?=\s[a-z]|$)"
)
"""The capitals with which newspapers begin an article: "BOSSES at the hospital", "ANGRY residents of Marl"."""


def without_capitals(segment: str) -> str:
    """Return a phrase with its first words in small letters where they are printed in capitals and name nobody."""
    begins = segment[:3].replace(" ", "")[:2]
    found = _CAPITALS.match(segment) if begins.isalpha() and begins.isupper() else None
    if found is None or any(word in ORG_WORDS for word in found.group().split()):
        return segment
    return found.group().lower() + segment[found.end() :]


def last_match(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    """Return the last of some matches, if there is one."""
    return next(iter(deque(matches, maxlen=1)), None)


_OF_A_PLACE = re.compile(r"[A-Z][\w-]+(?:[’']s|(?<=s)[’'])")
"""Where the second of two is from: "Hexby's Jo Marsh and Marl's Tom Orme"."""


def joins_two(between: str) -> bool:
    """Tell whether the words between two names make the two one subject."""
    found = _JOINED.fullmatch(between)
    if found is None:
        return False
    post = found["post"] or ""
    return (
        not post or _OF_A_PLACE.fullmatch(post) is not None or any(head.end() == len(post) for head in role_heads(post))
    )


def part_of(respondents: Source, phrase: str) -> Source:
    """Return those of a survey's respondents whom a phrase counts."""
    return replace(respondents, phrase=f"{phrase} ({respondents.phrase})")


def fits_pronoun(person: Person, pronoun: str) -> bool:
    """Tell whether a pronoun may mean a person."""
    return not person.pronoun or person.pronoun == pronoun


def bare_phrase(phrase: str) -> str:
    """Return a noun phrase without the determiner before it."""
    return re.sub(
        r"^(?:the|a|an|one|another|its|their|his|her|our|whose)\s+", "", " ".join(phrase.split()), flags=re.IGNORECASE
    )


def could_be_body(mention: NameMention) -> bool:
    """Tell whether what looks like a person's name has a word in capitals, as bodies' names do."""
    return mention.sure < 2 and any(word.isupper() and len(word) > 1 for word in mention.words)


KIN_BEFORE = re.compile(
    r"(?:[’']s?|\b(?:his|her|their))\s(?:\w+\s)?(?:son|daughter|grandson|granddaughter|wife|husband|mother|father|sister|brother|niece|nephew|partner|mum|dad)$",
    re.IGNORECASE,
)

_SUBCLAUSE = re.compile(
    r"\b(?:after|because|while|when|before|since|until|that|as|although|though|if|where|whether|which|but|and)\s+"
    r"(?=(?:the|a|an|its|his|her|their|one|some|many|several|those)\s|[A-Z])|\bbut\s+(?=[a-z]+s$)"
)

_ADVERBIAL = re.compile(
    r"(?:in|at|on|by|for|from|with|under|to|of|about|during|over|between|among|across|through|despite)\s+",
    re.IGNORECASE,
)

FRACTION = re.compile(
    r"(?:(?:about|nearly|almost|over|under|only|just|some|well|fully|as many as|more than|fewer than|up to)\s+)*"
    r"(?:\d[\d,.]*(?:%|\s?per cent)?|one|two|three|four|five|six|seven|eight|nine|ten|half|most|many|few|several|hundreds|dozens|"
    r"[\w-]+ per cent|a (?:third|quarter|handful|majority|minority|few|fifth))"
    r"(?:\s(?:person|people)?\s?in\s(?:\w+)|\s(?:thirds|quarters|fifths))?"
    r"(?:\sof\s(?:them|those\b.*|the rest|the .*|.*respondents.*|.*replies.*))?",
    re.IGNORECASE,
)

_UNNAMED = re.compile(r"(?P<np>(?:an?|one|another|somebody|someone)\s+[\w’' -]{2,70})$", re.IGNORECASE)


def last_clauses(segment: str) -> list[str]:
    """Return the words after a segment's last conjunction, and after its last comma, without words that lead in."""
    commas = [found.end() for found in re.finditer(r",\s|;\s|\s[–—]\s", segment) if found.end() < len(segment)]
    whole = segment[commas[-1] if commas else 0 :]
    found = [
        match.end()
        for match in _SUBCLAUSE.finditer(whole)
        if match.start() > 0 and match.end() < len(whole) and not _in_a_plans_name(whole, match)
    ]
    pieces = [whole[found[-1] :], whole] if found else [whole]
    bare = [LEAD_WORDS.sub("", _WHEN_IT.sub("", piece)).strip() for piece in pieces]
    return [piece for piece in bare if not _ADVERBIAL.match(piece)] or [_ADVERBIAL.sub("", bare[-1])]


def _in_a_plans_name(words: str, conjunction: re.Match[str]) -> bool:
    """Tell whether "and" stands between two places in a document's name: "the Wold and Marsh plan"."""
    before = words[: conjunction.start()]
    if re.search(r"[A-Z][\w’'-]+\s$", before) is None:
        return False
    if before.endswith(_GO_WITH_ANOTHER) or (
        _BODY_BEGINS.fullmatch(before) and _body_and_post().fullmatch(words, conjunction.end())
    ):
        return True
    return _plans_second_place().fullmatch(words, conjunction.end()) is not None


_GO_WITH_ANOTHER = ("Sustainability ", "Health ", "Overview ")
"""What stands before "and" in the field's names: "Sustainability and Transformation Partnership"."""
_BODY_BEGINS = re.compile(r"(?:.*,\s)?(?:[Aa]n?|[Tt]he|[Ii]ts)\s(?:(?:[A-Z][\w’'-]*|of|for|the),?\s){1,6}")
"""A body's name up to its "and": "A Marl and Orston NHS Trust spokesman"."""


@cache
def _body_and_post() -> re.Pattern[str]:
    """Match the rest of such a name with the post after it."""
    return re.compile(rf"(?:(?:[A-Z][\w’'&-]*|of|for)\s)+(?:[a-z]+\s){{0,2}}(?:{phrase_pattern(ROLE_HEADS)})")


@cache
def _plans_second_place() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][\w’'-]+\s)+(?:[a-z]+\s){{0,4}}(?:{phrase_pattern(DOCUMENTS)})")


_WHEN_IT = re.compile(
    r"^\s*(?:when|after|once|before|since|until|while|if)\s+(?:the|its|their|a|an)\s+(?:\w+\s){1,3}?"
    r"(?:\w+ed|(?:was|were)(?:\s(?:\w+ed|over))?|came|went|began|met|left|fell|rose|shut)\s+(?=[a-z])",
    re.IGNORECASE,
)
"""A clause that no comma parts from the subject after it: "When the ward opened nurses said"."""

IN_A_DOCUMENT = re.compile(
    r"(?:in\s)?(?:an?|its|their)\s(?:[\w-]+\s){0,3}?(?:statement|letter|email|message|reply|report|paper|blog)\s(?!to\s|by\s|from\s|for\s|of\s).*\s(?:the|its)\s",
    re.IGNORECASE,
)

IN_A_LETTER = re.compile(
    r"(?:in\s)?(?:an?|its|their)\s(?:[\w-]+\s){0,3}?(?:statement|letter|email|message|reply|report|paper|blog)\s(?=(?:the|its)\s)",
    re.IGNORECASE,
)
"""What no comma parts from the subject right after it: "In a short statement the charity"."""

PREPARED_FOR = re.compile(
    r"(?:an?|the)\s(?:[\w-]+\s){0,3}?(?:report|paper|letter|document|briefing|analysis|study)\s(?:(?:prepared|produced|compiled|commissioned|drawn up)\s(?:by|for)|(?:presented|submitted|sent|put|given|taken|made|delivered)\sto)\s",
    re.IGNORECASE,
)
"""A document of which it is told for whom it was made: it speaks, not who has seen it."""

OF_PEOPLE = re.compile(
    r"(?:the|an?|its|their|this|that)\s(?:[\w’'-]+\s){0,4}?(?:survey|poll|study|review|analysis|petition|questionnaire)\s(?:of|by|from|among|signed by)\s",
    re.IGNORECASE,
)
"""A document of or by people, where it speaks and not they: "a survey of 900 patients"."""


def unnamed_one(clause: str, _position: int) -> Source | None:
    """Return somebody of whom only a description is given: "a lobsterman at the back"."""
    found = _UNNAMED.fullmatch(clause)
    if not found or len(clause.split()) > 10:
        return None
    return Source(None, bare_phrase(clause), "", bare_phrase(clause))
