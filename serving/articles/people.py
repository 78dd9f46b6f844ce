"""Who has been named in an article, with which post in which body; and who is meant later."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from serving.articles.descriptions import Description
from serving.articles.lexicon import (
    HONORIFICS,
    given_names,
)
from serving.articles.names import NameMention, is_surname

PEERS = ("Lord", "Lady", "Baroness", "Baron", "Viscount", "Earl")


@dataclass(slots=True)
class Person:
    """A person in an article, with what is printed about them."""

    words: tuple[str, ...]
    position: int
    honorific: str = ""
    pronoun: str = ""
    role: str = ""
    organisation: str = ""
    description: str = ""
    seen: list[int] = field(default_factory=list)
    relative: bool = False

    def last_seen(self, position: int) -> int:
        """Return where the person was last in view before a place, or where they were first met."""
        at = bisect_right(self.seen, position)
        return self.seen[at - 1] if at else self.position

    @property
    def name(self) -> str:
        """Return the fullest name printed, without a title; a peer's with it."""
        peer = self.honorific in PEERS and len(self.words) == 1
        return f"{self.honorific} {self.words[0]}" if peer else " ".join(self.words)

    @property
    def surname(self) -> str:
        """Return the last word of the name."""
        return self.words[-1]

    def phrase(self) -> str:
        """Return what the article prints about the person, as one phrase."""
        title = f"{self.honorific} " if self.honorific and not self.name.startswith(self.honorific) else ""
        known = self.description or ", ".join(part for part in (self.role, self.organisation) if part)
        return f"{title}{self.name}, {known}" if known else f"{title}{self.name}"

    def describe(self, description: Description) -> None:
        """Add a post and body, unless better ones are known."""
        if description.role and not self.role:
            self.role, self.description = description.role, description.text
            self.organisation = description.organisation or self.organisation
        elif description.organisation and not self.organisation:
            self.organisation = description.organisation
            if description.text not in self.description:
                self.description = f"{self.description}, {description.text}".strip(", ")


@dataclass(slots=True)
class BodyMention:
    """A body's name where it stands in the text."""

    position: int
    name: str
    group: bool = False


@dataclass(slots=True)
class People:
    """The memory of an article: persons, bodies, and who was in view where."""

    persons: list[Person] = field(default_factory=list)
    bodies: list[BodyMention] = field(default_factory=list)
    acronyms: dict[str, str] = field(default_factory=dict)
    views: list[tuple[int, Person]] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_given: dict[str, list[Person]] = field(default_factory=dict)
    presiding: Person | None = None

    def add(self, mention: NameMention, position: int) -> Person:
        """Return the person that a mention names, remembering one not met before."""
        words = mention.words
        half = len(words) // 2
        if half > 1 and words[:half] == words[half:]:  # A caption and the sentence after it.
            words = words[:half]
            mention = replace(mention, words=words)
        same = self.named(mention, position)
        if same is None:
            same = Person(words, position)
            self.persons.append(same)
            self._index(same)
        named_alone = same.relative and same.words == words[:1]
        if len(words) > len(same.words) and (words[-1] == same.surname or named_alone):
            same.words = words
            self._index(same)
        if mention.honorific and not same.honorific:
            same.honorific = mention.honorific
        if not same.pronoun:
            same.pronoun = pronoun_of(mention)
        return same

    def _index(self, person: Person) -> None:
        title = person.surname.partition(" of ")[0]  # "Lord Prior of Ashdown" is "Lord Prior" afterwards.
        for index, key in (
            (self.by_surname, person.surname),
            (self.by_surname, title),
            (self.by_given, person.words[0]),
        ):
            known = index.setdefault(key, [])
            if person not in known:
                known.append(person)

    def named(self, mention: NameMention, position: int) -> Person | None:
        """Return the person already known whom a mention means, or None.

        A full name must agree in its first word or initial; a surname with a title in pronoun. Of
        several, the last one met before `position` is meant.
        """
        words = mention.words[-1:] if is_surname(mention.words) else mention.words
        if mention.honorific and len(words) == 2:
            ending = [p for p in self.by_surname.get(words[-1], []) if len(p.words) > 2 and p.words[-2:] == words]
            if ending:
                return self._nearest(ending, position)  # "Ms Sen Roy", who is Leela Sen Roy
        candidates = [p for p in self.by_surname.get(words[-1], []) if fits_title(p, mention)]
        if not candidates and mention.honorific and len(words) == 2:
            candidates = self.by_surname.get("-".join(words), [])  # "Mr Fenn Glass", who is Jo Fenn-Glass
            words = words[-1:] if candidates else words
        if (
            not candidates
            and len(words) == 1
            and (not mention.honorific or mention.honorific in ("Sir", "Dame", "Sister", "Lady", "Lord"))
        ):
            candidates = self.by_given.get(words[0], [])
        if not candidates and len(words) > 1:
            candidates = [p for p in self.by_surname.get(" ".join(words[1:]), []) if p.words[0] == words[0]]
            candidates = candidates or [p for p in self.by_given.get(words[0], []) if p.relative and len(p.words) == 1]
        if not candidates:
            return None
        if mention.honorific and len(words) == 1:
            pronoun = pronoun_of(mention)
            candidates = [p for p in candidates if pronoun and p.pronoun == pronoun] or candidates
            candidates = [p for p in candidates if not p.relative and p.position <= position] or candidates
            candidates = [p for p in candidates if _same_title(p.honorific, mention.honorific)] or candidates
        if len(words) > 1:
            full = [p for p in candidates if p.words[0] == words[0]] or [p for p in candidates if len(p.words) > 1]
            candidates = full or [p for p in candidates if len(p.words) == 1]
            if not candidates:
                return None
        return self._nearest(candidates, position)

    def _nearest(self, candidates: list[Person], position: int) -> Person:
        if len(candidates) == 1:
            return candidates[0]
        before = [p for p in candidates if p.position <= position]
        if not before:
            return candidates[0]
        return max(before, key=lambda person: person.last_seen(position))

    def see(self, position: int, person: Person) -> None:
        """Note that a person is in view at a place in the text."""
        self.views.append((position, person))
        insort(person.seen, position)

    def last_seen(self, position: int, pronoun: str = "") -> Person | None:
        """Return the person most lately in view before a place whom the pronoun may mean."""
        at = bisect_right(self.views, position, key=lambda view: view[0])
        for i in range(at - 1, -1, -1):
            person = self.views[i][1]
            if not pronoun or not person.pronoun or person.pronoun == pronoun:
                return person
        return None

    def in_post(self, post: str, position: int, pronoun: str = "") -> Person | None:
        """Return the person last met before a place (or else first after it) who holds a post."""
        wanted = [word.lower() for word in post.split()]
        if self.presiding and post.lower() in ("chair", "chairman", "chairwoman", "moderator"):
            return self.presiding
        holders = [
            p
            for p in self.persons
            if (p.role or p.honorific) and _holds(p, wanted) and not (pronoun and p.pronoun and p.pronoun != pronoun)
        ]
        if not holders:
            return None
        holders = [p for p in holders if not _deputises(p, wanted)]
        if wanted == ["council", "leader"]:
            holders = [p for p in holders if "group" not in p.role.lower()]
        if not holders:
            return None
        before = [p for p in holders if p.position <= position]
        return max(before, key=lambda p: p.last_seen(position)) if before else holders[0]

    def full_body(self, name: str, position: int) -> str:
        """Return the full name of a body mentioned as "the trust", by an acronym or by a part of its name."""
        bare = re.sub(r"^(?:the|The|its|their|a)\s+", "", name).strip()
        if bare in self.acronyms:
            return self.acronyms[bare]
        known = [mention for mention in self.bodies if len(mention.name) > len(bare)]
        if bare.isupper() and 3 <= len(bare) <= 6 and (spelled := [m for m in known if _initials(m.name) == bare]):
            return _last_before(spelled, position).name
        kinds = [mention for mention in self.bodies if mention.name.lower() != bare.lower()]
        if bare[:1].isupper():
            # "RCN Winter Watch campaign" is no fuller name of the RCN, as "Hexby Council" is of Hexby.
            begins = not (bare.isupper() and len(bare) > 2)
            fuller = [m for m in known if m.name.endswith(f" {bare}") or (begins and m.name.startswith(f"{bare} "))]
            fuller = [m for m in fuller if not _joins_two_of(m.name, bare)]
            if fuller and len(bare.split()) == 1 and bare not in ("NHS", "Labour"):
                return _last_before(fuller, position).name
            if not (bare.isupper() and bare.lower() in _KINDS_OF_BODY):
                return bare
        of_campaigners = bare.lower().split()[-1:] in (["group"], ["campaign"])
        fitting = [m for m in kinds if (m.group and of_campaigners) or _is_kind(m.name, bare)]
        fitting = [m for m in fitting if not _joins_two_of(m.name, bare)]
        if (kind := bare.lower().split()[-1:]) in (["trust"], ["hospital"]):
            # A trust of hospitals is either, but rather what its name says.
            fitting = [m for m in fitting if kind[0] in m.name.lower()] or fitting
        return _last_before(fitting, position).name if fitting else bare if bare.isupper() else ""


def _joins_two_of(name: str, kind: str) -> bool:
    """Tell whether what looks like one name is that of two bodies of a kind: "Hexby Council and Marl Council"."""
    one, joined, other = name.partition(" and ")
    return bool(joined) and kind.lower() in one.lower().split() and kind.lower() in other.lower().split()


def _initials(name: str) -> str:
    """Return the letters with which the words of a body's name begin that have a capital."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _last_before(mentions: list[BodyMention], position: int) -> BodyMention:
    before = [m for m in mentions if m.position <= position]
    return before[-1] if before else mentions[0]


_KINDS_OF_BODY = {
    "lmc": r"\bLMC\b|[Ll]ocal [Mm]edical [Cc]ommittee",
    "medical committee": r"\bLMC\b|[Ll]ocal [Mm]edical [Cc]ommittee",
    "union": r"\b(?:UNISON|Unison|Unite|GMB|BMA|RCN|RCM|MiP|Union|TUC|Workers|WORKERS|Employees|Managers in Partnership|Medical Association|College of (?:Nursing|Midwives))\b",
    "council": r"\bCouncil\b|\bcouncil\b",
    "authority": r"\bCouncil\b|\bAuthority\b|\bcouncil\b",
    "trust": r"\bTrust\b|\btrust\b|\bHospitals?\b|\bInfirmary\b|\bHealthcare\b",
    "hospital": r"\bHospitals?\b|\bInfirmary\b|\bTrust\b|\bhospitals?\b",
    "ccg": r"\bCCGs?\b|Clinical Commissioning Group",
    "commissioner": r"\bCCGs?\b|Clinical Commissioning Group",
    "charity": r"\b(?:Age UK|Mind|Mencap|Macmillan|Marie Curie|Healthwatch|Alliance|Foundation|Charity|Hospice|Trust|Voices|Concern|Society|UK|Carers)\b",
    "think tank": r"\b(?:Fund|Nuffield Trust|Health Foundation|IPPR|Reform|Institute|Exchange|Centre|Foundation)\b",
    "thinktank": r"\b(?:Fund|Nuffield Trust|Health Foundation|IPPR|Reform|Institute|Exchange|Centre|Foundation)\b",
    "regulator": r"\b(?:NHS Improvement|CQC|Monitor|Care Quality Commission|GMC)\b",
    "college": r"\bCollege\b",
    "association": r"\bAssociation\b|\bBMA\b|\bLGA\b",
    "department": r"\bDepartment\b",
    "group": r"\b(?:[Gg]roup|[Cc]ampaign|Save|Keep|Defend|Alliance|Action|Watch|Forum|Voices|Friends)\b",
    "campaign": r"\b(?:[Gg]roup|[Cc]ampaign|Save|Keep|Defend|Alliance|Action)\b",
    "party": r"\b(?:Labour|Conservatives?|Liberal Democrats?|Lib Dems?|Greens?|Party)\b",
    "watchdog": r"\b(?:Healthwatch|NAO|National Audit Office|CQC|Scrutiny)\b",
    "firm": r"\b(?:Ltd|LLP|Limited|plc|Consulting|Solutions|Systems|Partners|Associates)\b",
    "company": r"\b(?:Ltd|LLP|Limited|plc|Consulting|Solutions|Systems|Pharma|Technologies)\b",
    "committee": r"\b[Cc]ommittee\b",
    "partnership": r"\b[Pp]artnership\b|\bSTP\b",
    "stp": r"\bSTP\b|\b[Pp]artnership\b",
    "federation": r"\b[Ff]ederation\b",
    "foundation": r"\bFoundation\b",
    "confederation": r"\bConfederation\b",
    "body": r"\w",
    "organisation": r"\w",
}


@lru_cache(maxsize=4_096)
def _is_kind(name: str, kind: str) -> bool:
    last = kind.lower().split()[-1]
    two = " ".join(kind.lower().split()[-2:])  # "the respected think tank"
    pattern = _KINDS_OF_BODY.get(two) or _KINDS_OF_BODY.get(last) or rf"\b{re.escape(last)}\b"
    if last in ("body", "organisation"):
        return False
    return re.search(pattern, name, re.IGNORECASE if pattern.startswith(r"\b" + last) else 0) is not None


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a post or body in small letters; a hyphen holds two together."""
    return tuple(re.findall(r"[\w-]+", text.lower()))


def _deputises(person: Person, wanted: list[str]) -> bool:
    lesser = {"deputy", "vice", "assistant", "former", "shadow", "ex", "opposition"}
    if wanted[-1] == "frontbencher":
        lesser -= {"shadow", "opposition"}
    return bool(lesser & set(_words(person.role)) - set(wanted))


_OF_THE_HOLDER = re.compile(
    r"\b(?:wife|husband|widow|widower|son|daughter|mother|father|brother|sister|partner|friend|ally|critic|opponent|rival|fan"
    r"|supporter|aide|adviser|assistant|secretary|successor|predecessor) (?:of|to) (?:the|its|their|our|his|her)\b"
)
"""What somebody is to another, whose post is told: "a friend of the chair"."""


def is_of_a_holder(person: Person, post: str) -> bool:
    """Tell whether a post that is printed of a person is another's, to whom they are something."""
    told = (person.description or person.role).lower()
    found = _OF_THE_HOLDER.search(told)
    return found is not None and post.lower() in told[found.end() :]


def _holds(person: Person, wanted: list[str]) -> bool:
    """Tell whether all words of a post, or its head and body, are among what is printed of a person."""
    role = _words(f"{person.role} {_POST_OF_TITLE.get(person.honorific, '')}")
    if not role or (wanted[-1] not in role and wanted[-1] not in _SAME_POST.get(role[-1], ())):
        return False
    if is_of_a_holder(person, wanted[-1]):
        return False
    every = {*role, *_words(f"{person.organisation} {person.description}")}
    return all(
        word in every
        or word
        in (
            "local",
            "then",
            "new",
            "former",
            "senior",
            "same",
            "trust",
            "council",
            "board",
            "own",
            "independent",
            "labour",
            "conservative",
            "tory",
            "local",
            "longtime",
            "veteran",
        )
        or word == wanted[-1]
        for word in wanted
    )


_POST_OF_TITLE = {
    "Prof": "professor",
    "Professor": "professor",
    "Dr": "doctor",
    "Cllr": "councillor",
    "Councillor": "councillor",
    "Coun": "councillor",
    "Rev": "vicar",
    "Canon": "canon",
}
_SAME_POST = {
    "chairman": ("chair",), "chairwoman": ("chair",), "chair": ("chairman", "chairwoman"), "mp": ("politician", "backbencher"),
    "councillor": ("politician",), "backbencher": ("mp",), "gp": ("doctor",), "consultant": ("doctor", "surgeon"), "surgeon": ("consultant", "doctor"),
    "director": ("boss",), "executive": ("boss",), "campaigner": ("activist",),
    "secretary": ("frontbencher",), "minister": ("frontbencher",), "spokesman": ("frontbencher",), "spokeswoman": ("frontbencher",),
}  # fmt: skip


def _same_title(one: str, other: str) -> bool:
    return one == other or (bool(one) and _POST_OF_TITLE.get(one) == _POST_OF_TITLE.get(other, other))


def fits_title(person: Person, mention: NameMention) -> bool:
    """Tell whether a name's title and its first word may be a person's."""
    pronoun = HONORIFICS.get(mention.honorific.split()[-1], "") if mention.honorific else ""
    if pronoun and person.pronoun and pronoun != person.pronoun:
        return False
    if not is_surname(mention.words) and not is_surname(person.words):
        first, known = mention.words[0], person.words[0]
        return (
            first == known
            or (first[0] == known[0] and (len(first) == 1 or len(known) == 1))
            or _short_for(first, known)
        )
    return True


_SHORT_NAMES = (
    "Andrew Andy Drew|Anthony Tony|Benjamin Ben|Catherine Cath Cathy Kate Katie|Christopher Chris|Christine Chris|Daniel Dan Danny|David Dave|Deborah Debbie Deb|Edward Ed Eddie Ted|"
    "Elizabeth Liz Beth Lizzie Betty|Frederick Fred|Gregory Greg|James Jim Jimmy Jamie|Jennifer Jen Jenny|Jeffrey Jeff|Joanna Jo|Joanne Jo|John Jon Jack|Jonathan Jon|Joseph Joe|Joshua Josh|"
    "Katherine Kate Kath Kathy Katie|Kenneth Ken|Margaret Maggie Meg|Matthew Matt|Michael Mike Mick|Nicholas Nick|Nicola Nicky|Patricia Pat Trish|Patrick Pat Paddy|Peter Pete|Philip Phil|"
    "Raymond Ray|Rebecca Becky Becca|Richard Rick Dick|Robert Rob Bob Bobby|Ronald Ron|Samantha Sam|Samuel Sam|Stephen Steve|Steven Steve|Stephanie Steph|Stuart Stu|Susan Sue|Suzanne Sue|Terence Terry|"
    "Thomas Tom|Timothy Tim|Victoria Vicky Vicki|William Will Bill Billy|Alexander Alex|Alexandra Alex|Charles Charlie|Geoffrey Geoff|Gerald Gerry|Harold Harry|Leonard Len|Lawrence Larry|Rosalind Ros|Rosemary Rosie"
)


@cache
def short_forms() -> dict[str, set[str]]:
    """Return for each given name those that it is another form of: "Bob" and "Robert"."""
    forms: dict[str, set[str]] = {}
    for group in _SHORT_NAMES.split("|"):
        names = set(group.split())
        for name in names:
            forms.setdefault(name, set()).update(names)
    return forms


def _short_for(first: str, second: str) -> bool:
    return second in short_forms().get(first, ())


def pronoun_of(mention: NameMention) -> str:
    """Return the pronoun that a title or a given name decides, or ""."""
    for title in mention.honorific.split():
        if pronoun := HONORIFICS.get(title, ""):
            return pronoun
    return given_names().get(mention.words[0], "") if len(mention.words) > 1 else ""
