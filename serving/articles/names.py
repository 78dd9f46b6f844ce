"""What a personal name, a post and a body look like in print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from serving.articles.lexicon import (
    HONORIFICS,
    LOWER_NAME_PARTS,
    NOT_NAMES,
    ORG_WORDS,
    ROLE_HEADS,
    given_names,
    phrase_pattern,
    places,
)

CAPITALISED = r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|[’'](?=[A-ZÀ-Þ])|[-‑](?=[^\W\d_]))*"
HONORIFIC = rf"(?:the\s+)?(?:Rt\.?\s+Hon\.?\s+)?(?:{phrase_pattern(HONORIFICS)})\b\.?"
_PARTICLES = "|".join(LOWER_NAME_PARTS)

# A run of capitalised words, with initials and particles: "Dr A. J. van der Berg".
_ABBREVIATED = r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Cllr|Clr|Coun|Rev|Revd|Hon|Rt|Sgt|Capt|Col|Ald|Fr|St)\."
_TOKEN = rf"(?:{_ABBREVIATED}(?=\s)|[A-Z]\.(?:\s?[A-Z]\.)*(?=\s)|(?:(?:al|el|ul|ur)[-‑]|[dl][’'])?{CAPITALISED})"
RUN = re.compile(rf"(?<![\w’'-]){_TOKEN}(?:\s+(?:(?:{_PARTICLES})\s+){{0,3}}{_TOKEN}){{0,14}}")
_WORD = re.compile(r"\S+")
POST_NOMINALS = frozenset(
    "MP MEP MSP AM OBE CBE MBE DBE KBE BEM QPM QC KC JP DL FRCP FRCGP FRCS FRCN FRCPsych FRSA FFPH MRCGP MD DSc PhD RN".split()
)
"""Letters after a name."""
_SURNAME_PARTS = frozenset((*LOWER_NAME_PARTS, "ó", "ní", "nic", "uí", "mac", "st", "abu", "ul"))
"""Words with which a surname of several words begins."""
_PEERS = ("Lord", "Lady", "Baroness", "Baron", "Viscount", "Earl")
_PLACE_STARTS = frozenset(
    """
    St Saint Royal Queen King Prince Princess Port Fort Mount Lake Loch
    """.split()
)


Word = tuple[str, int, int]
"""A word of a run of capitalised words: its letters, its start and its end in the text."""


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text: where it stands, its title, its words, and how sure it is a person's.

    `sure` is 2 after a title or with a known given name, 1 for two or three words that could be a
    name, 0 for one word.
    """

    start: int
    end: int
    honorific: str
    words: tuple[str, ...]
    sure: int

    @property
    def surname(self) -> str:
        """Return the last word, with the particles before it left out."""
        return self.words[-1]


def is_surname(words: Sequence[str]) -> bool:
    """Tell whether the words of a name hold no given name: "Hale", "van der Berg", "Ó Briain"."""
    return all(word.lower() in _SURNAME_PARTS and word not in given_names() for word in words[:-1])


def find_names(text: str, start: int = 0, end: int | None = None) -> list[NameMention]:
    """Return the possible names of persons in `text[start:end]`, in order."""
    if start == 0 and end is None and len(text) <= MAX_KEPT_CHARS:
        return list(_names_of(text))
    return _find(text, start, len(text) if end is None else end)


MAX_KEPT_CHARS = 1_000


@lru_cache(maxsize=2_048)
def _names_of(text: str) -> tuple[NameMention, ...]:
    """Return the names in a short text; the rungs of the ladder ask for one sentence's many times."""
    return tuple(_find(text, 0, len(text)))


def _find(text: str, start: int, end: int) -> list[NameMention]:
    found: list[NameMention] = []
    for run in RUN.finditer(text, start, end):
        found += [mention for mention in _in_run(run) if not found or mention.start >= found[-1].end]
    return found


_CALLED_BODY = re.compile(
    r"\b(?:think[- ]tanks?|charity|charities|union|consultancy|consultants|firm|company|regulator|magazine|website|newspaper|body|campaign group|pressure group)\s$"
)
"""What stands before the name of a body, whatever words that is made of: "the think-tank Civic Futures"."""


MAX_LED_CHARS = 24
"""How far before a name is read what shows it to be part of another."""
_STREET = re.compile(r"\s(?:Road|Street|Avenue|Lane|Close|Drive|Crescent|Gardens|Terrace),\s\Z")
"""What stands before a place: "of Hoath Road, Aldham Hatch"."""
_NUMBERED = re.compile(r"[A-Z]\w+\s\d\s\Z")
"""What stands before the rest of a body's name: "Battling 4 Kelby Lives"."""
_ALSO_SURNAMES = frozenset(
    """
    Green North South East West Western Park Hall Lane Street Road Forest Vale Hills Bay Town River Read Still Winter Summer March
    Nurse English Welsh Upper New Head Best Page
    """.split()
)
"""Words of places, parties, seasons and the like by which people are called too."""
_SURNAMES_AFTER_A_NAME = frozenset("May Still Read".split())
"""Words that with a capital right after a given name can be nothing else."""
_MAY_END_IN_SURNAME = _ALSO_SURNAMES | _SURNAMES_AFTER_A_NAME
_SHOWS_PERSON_BEFORE = re.compile(r"[’']s\s$|\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Cllr|Coun|Councillor|Sir|Dame)\.?\s$")
_SHOWS_PERSON_AFTER = re.compile(
    r"(?:\s(?:OBE|CBE|MBE))?(?:\s(?:says|said|told|warned|warns|added|adds|argued|argues|explained|explains|believes|insisted|agreed|who)\b"
    r"|,\s(?:\d\d\b|(?P<told>[^.;:\n]{3,70})))"
)
"""What follows a person's name: a verb of saying, an age, or perhaps a post."""
_LONE_AFTER = re.compile(
    r"\s(?:has\s|also\s)?(?:says|said|told|warned|warns|added|adds|argued|argues|explained|explains|believes|insisted|agreed|blamed|blames|concludes|concluded|continues|continued)\b|\s*$"
)


_PARTIES = frozenset("Tory Labour Conservative Lib Dem Liberal Democrat Green".split())
"""Parties that may follow a name without a comma."""


def _in_run(run: re.Match[str]) -> list[NameMention]:
    """Return the mention of a person that a run of capitalised words makes, if it makes one."""
    if _is_in_another_name(run):
        return []
    if run.group().isupper() and (capitals := _in_capitals(run)):
        return [capitals]
    if " " not in run.group() and run.group().isalpha():  # Most runs are one word that begins a sentence.
        return _of_one_word(run)
    whole = [
        (found.group().rstrip("."), run.start() + found.start(), run.start() + found.end())
        for found in _WORD.finditer(run.group())
    ]
    ends = whole[-1][0]
    surnamed = _ends_in_surname(run, whole) if ends in _MAY_END_IN_SURNAME or ends in POST_NOMINALS else -1
    words, letters = _without_letters(whole)
    honorific, first = _title(words, surnamed)
    chosen = _with_peerage(run, honorific, words[first:])
    if not chosen or len(chosen) > 5:
        return []
    if len(chosen) > 2 and not honorific and _after_a_place(run, chosen):
        chosen = chosen[1:]  # "the Mayor of Hexby Desmond Hale"
    posted = len(chosen) > 1 and not honorific and _is_pre_nominal(chosen[0][0], chosen[1][0])
    if posted:
        chosen = chosen[1:]  # "Organiser Keeley Trembath", "Organiser Trembath"
    names = tuple(word for word, _, _ in chosen)
    begin = words[max(0, first - len(honorific.split()))][1] if honorific else chosen[0][1]
    end = letters or chosen[-1][2]
    if run.string[end - 1 : end] == "." and len(names[-1]) > 1:
        end -= 1
    royal = _is_royal(run, names, begin, end)
    if (not honorific and _begins_as_place(names, royal)) or (len(names) == 1 and len(names[0]) < 2):
        return []
    sure = 2 if honorific or royal else int(posted) if len(names) == 1 else _how_sure(names)
    return [NameMention(begin, end, honorific, names, sure)]


MAX_CAPITAL_WORDS = 3
_HOUSES = frozenset(
    "Centre Close Cottage Court Drive Farm Gardens Hall Hill House Lane Lodge Manor Mews Park Place Road Street Tower Ward".split()
)
"""Last words of places that are called after people: "JASMINE COURT"."""


def _in_capitals(run: re.Match[str]) -> NameMention | None:
    """Return the person whom words in capitals name, with which a report opens: "JO MARSH has promised"."""
    words = run.group().split()
    names = tuple(word.title() for word in words)
    if (
        not 2 <= len(words) <= MAX_CAPITAL_WORDS
        or names[0] not in given_names()
        or not run.group().replace(" ", "").isalpha()
    ):
        return None
    if any(name in ORG_WORDS or name in NOT_NAMES or len(name) < 3 for name in names) or names[-1] in _HOUSES:
        return None
    before = run.string[max(0, run.start() - 2) : run.start()]
    follows = run.end() == len(run.string) or any(
        shows.match(run.string, run.end()) for shows in (_SHOWS_PERSON_AFTER, _CAPITALS_ACT)
    )
    return NameMention(run.start(), run.end(), "", names, 2) if before in ("", "\n", "\n\n") and follows else None


_CAPITALS_ACT = re.compile(r"\s(?:has|have|is|was|wants|wanted|fears|hopes|pledged|vowed|welcomed|criticised|called)\b")
"""What follows a name in capitals that opens a report."""


def _is_in_another_name(run: re.Match[str]) -> bool:
    """Tell whether a run belongs to what is no person's: a body called after one, a street, a numbered thing."""
    text, start = run.string, run.start()
    if run.group().startswith("Save "):
        return True  # "Save Melford Stroke" is a campaign.
    led = max(0, start - MAX_LED_CHARS)
    if text[start - 1 : start] == " " and _CALLED_BODY.search(text, max(0, start - 24), start):
        return True
    if text[start - 2 : start] == ", " and _STREET.search(text, led, start):
        return True
    return start > 4 and text[start - 2].isdigit() and _NUMBERED.search(text, led, start) is not None


def _of_one_word(run: re.Match[str]) -> list[NameMention]:
    word = run.group()
    named = len(word) > 1 and word not in NOT_NAMES and word not in ORG_WORDS and word not in _PLACE_STARTS
    named = named or (word in _ALSO_SURNAMES and _LONE_AFTER.match(run.string, run.end()) is not None)
    return [NameMention(run.start(), run.end(), "", (word,), 0)] if named else []


def _without_letters(words: Sequence[Word]) -> tuple[list[Word], int | None]:
    """Return words without the letters or the party after a name, and where letters that belong to it end."""
    kept, letters = list(words), None
    while len(kept) > 2 and kept[-1][0] in POST_NOMINALS:
        letters = letters or kept[-1][2]
        kept.pop()
    while len(kept) > 2 and _is_unspelled(kept[-1][0]) and kept[0][0] in given_names():
        kept.pop()  # "Jo Marsh DONIW chair"
    while len(kept) > 2 and kept[-1][0] in _PARTIES and kept[0][0] in given_names():
        kept.pop()  # "Jo Marsh Tory MP for Hexby"
        letters = None
    return kept, letters


def _is_unspelled(word: str) -> bool:
    """Tell whether a word is a body's initials."""
    return len(word) > 3 and word.isupper() and word.isalpha()


def _title(words: Sequence[Word], surnamed: int) -> tuple[str, int]:
    """Return the honorific before a name, "" where there is none, and which word the name begins with."""
    honorific, first = "", 0
    for i, (word, _, _) in enumerate(words):
        if word in HONORIFICS and i + 1 < len(words):
            honorific, first = (f"{honorific} {word}" if honorific and first == i else word), i + 1
        elif i != surnamed and _is_no_part(words, i, after_title=bool(honorific) and first == i):
            honorific, first = "", i + 1
    return honorific, first


def _with_peerage(run: re.Match[str], honorific: str, chosen: list[Word]) -> list[Word]:
    """Return a peer's name with the place that belongs to it: "Lord Marsh of Hexby"."""
    if len(chosen) != 1 or not honorific or honorific.rsplit(maxsplit=1)[-1] not in _PEERS:
        return chosen
    name, start, end = chosen[0]
    place = re.match(rf"\s+of\s+({CAPITALISED}(?:\s{CAPITALISED})?)", run.string[end:])
    return [(f"{name} of {' '.join(place[1].split())}", start, end + place.end())] if place else chosen


def _is_royal(run: re.Match[str], names: Sequence[str], begin: int, end: int) -> bool:
    """Tell whether a name is a prince's, and not that of what is called after one: "at the Princess Ada"."""
    royal = names[0] in ("Prince", "Princess") and len(names) == 2 and bool(_LONE_AFTER.match(run.string, end))
    return royal and not run.string.endswith("the ", 0, begin)


def _begins_as_place(names: Sequence[str], royal: bool) -> bool:
    """Tell whether words without a title are a place's name."""
    return (names[0] in _PLACE_STARTS and not royal) or "St" in names or (len(names) > 1 and _is_place(names))


def _is_place(names: Sequence[str]) -> bool:
    """Tell whether words without a title are a place's name, or end in one and begin with no given name: "Save Wigan"."""
    single, several = places()
    if f"{names[0]} {names[1]}" in several:
        return True
    return names[-1] in single and not _could_be_given(names[0]) and len(names[0]) > 1


def _ends_in_surname(run: re.Match[str], words: Sequence[Word]) -> int:
    """Return the number of a run's word that names a place, party or season and here a person: "Ann Green, a nurse"; or -1."""
    last = len(words) - 1
    if last > 0 and words[last][0] in _SURNAMES_AFTER_A_NAME and words[last - 1][0] in given_names():
        return last if words[last - 1][0] not in NOT_NAMES else -1
    while last > 1 and words[last][0] in POST_NOMINALS:
        last -= 1
    if last < 1 or words[last][0] not in _ALSO_SURNAMES or words[last - 1][0] not in given_names():
        return -1
    before, begin = run.string, words[last - 1][1]
    if before.endswith((" of ", " in ", " for ", " at ", " near "), max(0, begin - 6), begin):
        return -1  # "MP for Chester West, chair of"
    head = before[max(0, begin - 40) : begin]
    if _SHOWS_PERSON_BEFORE.search(head) or any(found.end() == len(head.rstrip()) for found in role_heads(head)):
        return last
    after = _SHOWS_PERSON_AFTER.match(run.string, words[last][2])
    return last if after and (after["told"] is None or has_role(after["told"])) else -1


def _is_no_part(words: Sequence[Word], i: int, *, after_title: bool) -> bool:
    """Tell whether a word of a run can be no part of a name, so that a name begins only after it."""
    word = words[i][0]
    if "-of-" in word or word.startswith(("Ex-", "Vice-", "Co-", "Anti-", "Pro-", "Non-")):
        return True  # "Father-of-three Jo Marsh"
    beside = (words[i - 1][0] if i else "", words[i + 1][0] if i + 1 < len(words) else "")
    initials = word == "A" and any(len(other) == 1 for other in beside)  # "A J Marsh", "R A Marsh"
    if word in NOT_NAMES and not (after_title or initials or _is_known_given(words, i)):
        return True
    if word in ORG_WORDS or (word.isupper() and len(word) > 3 and word.capitalize() in ORG_WORDS):
        return True
    acronym = len(word) > 1 and word.isupper() and "-" not in word and len(words) > 1
    return acronym and not all(w[0].isupper() for w in words if w[0].isalpha())


def _how_sure(names: Sequence[str]) -> int:
    """Return how sure it is that several words without a title are a person's name."""
    first, known = names[0], given_names()
    if first in known or first.split("-")[0] in known or (len(first) == 1 and first != "A"):
        return 2 if len(names) <= 4 else 1
    return int(sum(name.lower() not in _SURNAME_PARTS for name in names) <= 3)


def _after_a_place(run: re.Match[str], words: list[Word]) -> bool:
    """Tell whether the first word of a run ends a post before a name: "officer for the College of Midwives Ann Hale"."""
    ends = (" of ", " for ", " at ", "North ", "South ", "East ", "West ", "Greater ")
    led = run.string.endswith(ends, max(0, words[0][1] - 8), words[0][1]) or (
        run.string.endswith(" and ", 0, words[0][1])
        and _FIRST_PLACE.search(run.string, max(0, words[0][1] - 40), words[0][1]) is not None
    )
    return led and not _could_be_given(words[0][0]) and _could_be_given(words[1][0])


_FIRST_PLACE = re.compile(r"\b(?:for|of|in)\s(?:[A-Z][\w’'-]+\s){1,3}and\s$")
"""The first of two places before a name: "MP for Morley and Mitcham Ann Hale"."""


def _is_pre_nominal(word: str, following: str) -> bool:
    """Tell whether a sentence's first word is a post before a name: "Organiser Trembath", "Plumber Ivo Tull"."""
    if _could_be_given(word):
        return False
    return word.lower() in _posts() or (_TRADE.search(word) is not None and _could_be_given(following))


_TRADE = re.compile(r"(?:man|woman|er|or|ist|ian|ant|ee)$")


def _could_be_given(word: str) -> bool:
    return word in given_names() or word.split("-", maxsplit=1)[0] in given_names()


@cache
def _posts() -> frozenset[str]:
    return frozenset(ROLE_HEADS)


def _is_known_given(words: Sequence[Word], i: int) -> bool:
    """Tell whether a word that is also a month or the like begins a name here ("May Coker")."""
    if words[i][0] not in given_names() or i + 1 >= len(words):
        return False
    following = words[i + 1][0]
    return following not in NOT_NAMES and following not in ORG_WORDS and not following[:1].isdigit()


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{phrase_pattern(ROLE_HEADS)})(?![\w-])", re.IGNORECASE)


def role_heads(text: str) -> list[re.Match[str]]:
    """Return where a text has the last word of a post."""
    return list(_heads().finditer(text))


def has_role(text: str) -> bool:
    """Tell whether a text names a post."""
    return _heads().search(text) is not None


def is_name(text: str) -> bool:
    """Tell whether a text is a person's name and nothing else."""
    text = text.strip()
    if text.isupper() and len(text) > 5:
        text = text.title()
    mentions = find_names(text)
    return len(mentions) == 1 and mentions[0].sure >= 1 and mentions[0].start == 0 and mentions[0].end == len(text)


_SMALL_WORDS = frozenset(
    "a an and as at between but by for from in into nor not of on onto or over per so than the to under up via vs with without".split()
)


def is_titled(text: str) -> bool:
    """Tell whether a text is written as titles are: two words or more, all but the small ones with capitals."""
    words = re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", text)
    matter = [word for word in words if word not in _SMALL_WORDS]
    begins = words[:1] and (words[0][0].isupper() or words[0][0].isdigit() or words[0] in ("a", "an", "the"))
    return len(words) > 1 and bool(begins and matter) and all(word[0].isupper() or word[0].isdigit() for word in matter)


def starts_with_name(text: str) -> bool:
    """Tell whether a text begins with a person's name."""
    mentions = find_names(text[:120])
    return bool(mentions) and mentions[0].start == len(text[:120]) - len(text[:120].lstrip()) and mentions[0].sure >= 1


_NAME_LINE = re.compile(r"\s*(?:[–—-]\s*)?(?P<name>[^,:;(–—|/]{3,60}?)\s*(?:[,(–—|/]|\s-\s|$)(?P<rest>.*)$", re.DOTALL)


def is_name_line(words: str) -> bool:
    """Tell whether a line is a name with a post, as under a picture or a display quotation."""
    if re.search(r"[.!?][\"'”’)]?$|[“”\":]|\s(?:said|says|commented)$", words) or words.count(" ") > 24:
        return False
    found = _NAME_LINE.match(words)
    if not found or not is_name(found["name"]):
        return False
    rest = found["rest"].strip(" )")
    return not rest or ((has_role(rest) or rest[:1].isupper()) and len(rest.split()) <= 18)
