"""Epithets: what an article calls somebody just named instead of the name, as "the 71-year-old" or "the driver"."""

from __future__ import annotations

import re
from functools import cache

from serving.articles.lexicon import ROLE_HEADS, phrase_pattern
from serving.articles.people import Person

PRONOUN_OF_KIND = {
    "man": "he", "father": "he", "son": "he", "husband": "he", "widower": "he", "boy": "he", "grandfather": "he", "dad": "he", "gentleman": "he", "chap": "he", "bloke": "he", "lad": "he",
    "woman": "she", "mother": "she", "daughter": "she", "wife": "she", "widow": "she", "girl": "she", "grandmother": "she", "mum": "she", "lady": "she",
}  # fmt: skip
"""Words for somebody that decide the pronoun."""
LIFE = re.compile(
    r"(?:the\s)(?:[\w’'-]+\s){0,3}?(?:\d{1,3}-year-old(?:\s(?!who\b)[a-z-]+){0,2}|[a-z]+-of-\w+|(?:mother|father|mum|dad)\sof\s(?:\w+)(?!\s[A-Z])|(?P<kind>(?:great-)?grand(?:mother|father)|widower|widow|pensioner)(?:\sof\s\w+)?)",
    re.IGNORECASE,
)
"""What age and family call somebody, whatever their post is."""
REACH_CHARS = 700
"""How far back the one whom an epithet means may have been named."""
MEDICAL = frozenset(
    "gp doctor consultant surgeon clinician medic physician geriatrician psychiatrist paediatrician".split()
)
_NO_EPITHET = re.compile(
    r"(?:spokes\w+|source|insider|judge|coroner|reporter|correspondent|interviewer|minister)$", re.IGNORECASE
)
_OFFICES = frozenset(
    "director executive secretary treasurer officer chair chairman chairwoman president commissioner".split()
)
"""Posts that somebody not named may hold as well as the one in view."""

_OF_GOVERNMENT = re.compile(r"\b(?:secretary|minister|chancellor)\b")
"""Posts whose holders are called "the cabinet minister"."""
_ONCE = ("former ", "retired ", "one-time ", "veteran ", "ex-")
"""What somebody was before, which reporters tell in place of the name."""


@cache
def _epithet() -> re.Pattern[str]:
    heads = phrase_pattern([*ROLE_HEADS, *PRONOUN_OF_KIND])
    return re.compile(
        rf"the\s+(?P<mods>(?:(?!who\b|of\b)(?:[a-z][\w-]*|GP|NHS|A&E|Tory|Labour|Lib Dem)\s+){{0,3}}?)(?P<head>{heads})",
        re.IGNORECASE,
    )


def means(phrase: str, person: Person, told: str, *, heard: bool) -> bool:
    """Tell whether "the driver" and the like may mean the person last in view.

    `told` is what was printed since the person came in, `heard` whether the person spoke last. Nobody is meant by a
    post of which nothing was told before: "Jane Bell waited. “We are full,” the surgeon said" is some surgeon.
    """
    if phrase.lower() == "the cabinet minister":
        return _OF_GOVERNMENT.search(person.role.lower()) is not None
    found = _epithet().fullmatch(phrase)
    known_by_party = found is not None and found["mods"].strip().lower() in ("shadow", "former", "opposition")
    if (
        found is None
        or (_NO_EPITHET.search(found["head"]) and not known_by_party)
        or re.search(r"\bdeputy|vice\b", found["mods"])
    ):
        return False
    head = found["head"].lower()
    kind = PRONOUN_OF_KIND.get(head, "")
    if kind and person.pronoun and kind != person.pronoun:
        return False
    words = [word for word in (*found["mods"].split(), head) if len(word) > 2 or word == "GP"]
    printed = f"{person.role} {person.description}".lower()
    if _brings_in(told, head) and not _has_stem(printed, head):
        return False
    if head in PRONOUN_OF_KIND or (person.honorific in ("Dr", "Prof", "Professor") and head in MEDICAL):
        return True
    if found["mods"].lower().startswith(_ONCE) and (heard or "\n" not in told):
        return True
    if person.role:
        return any(_has_stem(printed, word) for word in words)
    near = heard or "\n" not in told
    return (near and head not in _OFFICES) or any(_has_stem(told.lower(), word) for word in words)


def _brings_in(told: str, head: str) -> bool:
    """Tell whether somebody else of the kind was brought in: "a driver", "one of the drivers", "The driver"."""
    return re.search(rf"\b(?:an?|one|another|The)\s(?:[\w-]+\s){{0,3}}?{re.escape(head)}s?\b", told) is not None


def _has_stem(text: str, word: str) -> bool:
    stem = word.lower()[: max(4, len(word) - 3)]
    return re.search(rf"\b{re.escape(stem)}", text) is not None
