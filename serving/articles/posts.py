"""Whom a post or an epithet means: "the council leader", "its chair", "the driver"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from serving.articles.descriptions import KIND_BEFORE_NAME, Description, leading_body, parse_description
from serving.articles.epithets import MEDICAL, PRONOUN_OF_KIND, REACH_CHARS, means
from serving.articles.lexicon import (
    BODIES,
    ROLE_HEADS,
    phrase_pattern,
)
from serving.articles.memory import Memory
from serving.articles.names import find_names, has_role
from serving.articles.people import Person, is_of_a_holder
from serving.articles.phrases import (
    KIN_BEFORE,
    MAX_TOLD_CHARS,
    MAX_UNNAMED_CHARS,
    NO_MODIFIER,
    bare_phrase,
    fits_pronoun,
    last_match,
)
from serving.articles.sentences import BLANK
from serving.articles.sources import Source

_DETERMINER = r"(?:the|a|an|one|another|its|their|his|her|our|this|that|these|some|many|most|several|both|two|three|four|five|six|local|senior|other|few|fewer|any|every|each|no)"


@cache
def _post_pattern() -> re.Pattern[str]:
    heads = phrase_pattern(ROLE_HEADS)
    return re.compile(
        rf"(?:^|(?<=[\s(]))(?P<np>(?:(?P<det>{_DETERMINER})\s+)?(?P<mods>(?:{NO_MODIFIER}[\w’'&-]+\s+){{0,6}}?)(?P<head>{heads})s?(?P<after>\s+(?:for|of|at|from|in|with|on|to|who|speaking)\s+[^,;\ue000]{{2,110}})?)$",
        re.IGNORECASE,
    )


AMBIGUOUS_POSTS = frozenset(
    """
    source assistant worker user member lead head operator peer rep reader leader mind chief teller medic
    associate witness expert owner patient partner resident
    """.split()
)
"""Posts whose names are other words too; alone they name nobody."""

_NO_POSTS = frozenset("opponent colleague neighbour rival friend counterpart successor predecessor guest host".split())
"""What somebody is to another, beside which a post may be told."""
_UNNAMED_POSTS = frozenset("source insider official executive person".split())
"""What an article goes on to call somebody whom it does not name."""

_MY_SOURCE = re.compile(r"[Mm]y (?:source|informant|mole|spy|correspondent|man|woman)")
"""What a writer goes on to call somebody whom they do not name."""

_UNNAMED_SUBJECT = re.compile(
    r"(?:^|(?<=[.\ue000]\s))(?P<np>(?:An?|One|Another)\s[^,.;:\ue000]{3,80}?),?\s(?:was|is|were|who|said|says|told|put|went|agreed|added|sounded|\w+ed)\b",
    re.MULTILINE,
)

MAX_BULLET_CHARS = 240
"""How far the headline of an article reaches, with the bullets or the summary under it."""

MAX_TOGETHER_CHARS = 80
"""How far apart the names of some may stand who are named together."""
MAX_TITLE_CHARS = 10
"""How long the title may be with which a paragraph begins before a name."""
_NEXT_NAMED = frozenset("chief boss head leader expert campaigner activist figure official".split())
"""Posts that the end of an opening tells vaguely whose holder the next paragraph begins with."""

_TOP = frozenset("head boss chief".split())

_TOP_POST = re.compile(
    r"(?<!deputy )(?<!vice )(?<!assistant )\b(?:chief executive|chief officer|chief|director general|director-general|general secretary|chair|chairman|chairwoman|president|head|leader)$",
    re.IGNORECASE,
)
"""Posts whose holders an opening may call a body's head or boss."""

_OF_RANK = re.compile(r"\b(?:leading|top|senior|eminent|hospital)\b", re.IGNORECASE)
_OF_THE_BIGGEST = re.compile(
    r"\b(?:biggest|largest|main|leading)\s(?:[\w’'-]+\s){0,2}?(?:union|organisation|body|college|charity|association|regulator|watchdog|think.tank)$"
    r"|\b(?:union|regulator|watchdog|charity|think.tank)\s(?:boss|chief|leader|head)$",
    re.IGNORECASE,
)
"""A body told by its size alone, or by its kind: "the leader of the biggest doctors' union", "a union boss"."""
_KINDS_OF_BODIES = {
    "union": r"\b(?:[Uu]nion|UNISON|Unison|Unite|GMB|College|Association|Federation|Society|BMA|RCN|RCM)\b",
    "watchdog": r"\b(?:[Ww]atchdog|[Rr]egulator|Healthwatch|Commission|Ofsted|NHS Improvement|Office)\b",
    "regulator": r"\b(?:[Ww]atchdog|[Rr]egulator|Commission|Ofsted|NHS Improvement|Monitor|Office)\b",
    "charity": r"\b(?:[Cc]harity|Age UK|Mencap|Mind|Trust|Foundation|Society)\b",
    "think": r"\b(?:[Tt]hink[ -]tank|Fund|Institute|Trust|Foundation|Centre)\b",
    "college": r"\bCollege\b", "association": r"\bAssociation\b", "organisation": r"\b(?:Association|Federation|Network)\b",
}  # fmt: skip
"""Names of bodies of the kinds by which an opening tells them."""
_ADVISERS = frozenset("lawyer solicitor barrister economist academic".split())
_TELLS_OF_TRADE = re.compile(
    r"\b(?:law|legal|clients?|cases?|claims|speciali[sz]es?|represents?|chambers|LLP|solicitors?|barristers?|universit\w+|institute|econom\w+|research\w*|professor|teaches|lectures)\b",
    re.IGNORECASE,
)
"""What shows in the paragraph that names somebody that they are the lawyer or economist of the opening."""
_OF_THE_LAND = re.compile(
    r"\b(?:country|nation|England|Britain|UK)[’']s\s(?:[\w’'-]+\s){0,3}?(?:most senior|top|leading|foremost)\s|\bhead of the (?:country|nation)[’']s\s"
    r"|\b(?:most senior|top|leading)\s(?:[\w’'-]+\s){1,3}?in (?:the country|England|Britain)$"
)
"""Somebody told by a rank in the land: "the country's most senior midwife"."""
_OF_SOME_BODY = re.compile(
    r"\bof an?\s(?:[\w’'-]+\s){0,3}?(?:body|group|organisation|union|charity|association|think tank|trust)$"
)
"""A body not named of which somebody is the head: "the head of a health body"."""
_OF_MEMBERS = re.compile(r"\b(?:[Cc]ouncil(?! of)|[Cc]ommittee|[Pp]anel)\b")
"""Bodies of councillors or Members, which are led but speak for no trade."""
_LEADS_A_BODY = re.compile(
    r"(?<!deputy )(?<!vice )(?<!assistant )\b(?:chief executive|CEO|general secretary|regional secretary|branch secretary|chair|chairman|chairwoman|president|director)(?:$| of\b(?! governors| trustees))",
    re.IGNORECASE,
)
_WHO_LEADS = re.compile(r" who (?:wants|hopes|leads|runs|chairs|heads|would)\b")
_WITH_A_HOST = re.compile(r"(?:But |And )?(?:On|In|At) [^.;:\n]{3,80} with [A-Z][^,.;:\n]{3,60}, ")
"""On whose programme somebody speaks: "On Sunday Briefing with Jo Bell, "."""
_TWO = re.compile(r"(?:(?:the|its|their|[\w’'-]+[’']s)\s)*(?:two|both)\s", re.IGNORECASE)
_AREAS = frozenset("finance strategy nursing medical operations workforce estates commissioning transformation".split())
"""Words that a post may be known by where its head has another name: "the finance lead", "director of finance"."""

_ANY_TITLE = ("", "Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Dame", "Prof", "Professor")

_OF_COUNCILLORS = ("Cllr", "Coun", "Councillor")
_TITLES_OF_POSTS = {
    **dict.fromkeys("leader mayor councillor".split(), ("", "Cllr", "Coun", "Councillor", "Mr", "Mrs", "Ms")),
    **dict.fromkeys(
        "chief executive chair chairman chairwoman head boss director president secretary mp".split(), _ANY_TITLE
    ),
    **dict.fromkeys("gp doctor consultant surgeon".split(), ("Dr", "Mr", "Mrs", "Ms", "Miss", "Prof")),
    **dict.fromkeys("lawyer solicitor barrister economist academic".split(), _ANY_TITLE),
    **dict.fromkeys(("chief executive", "chief officer", "general secretary", "managing director"), _ANY_TITLE),
    **dict.fromkeys(("member", "cabinet member"), _OF_COUNCILLORS),
    **dict.fromkeys("minister commissioner".split(), (*_ANY_TITLE, "Lord", "Lady", "Baroness")),
}
"""Posts that an article's opening may tell before the name, with the titles that their holders may have."""

_OWNED_POST = re.compile(r"[A-Z][\w’'& -]{2,60}?(?:[’']s|(?<=s)[’'])\s")
"""A post with the name of the body whose it is: "Hexby City Council's cabinet member for health"."""
_PARENT_OF = re.compile(
    r"(?P<whose>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2})(?:[’']s|(?<=s)[’'])\s(?:late\s|elderly\s)?(?:mother|father|mum|dad)\b"
)
"""Whose parent somebody is."""
_OPENS_QUOTED = re.compile(rf"{BLANK}+\s(?:\w+ly\s)?\w+\s*")
"""A paragraph up to its first source: quoted words and a verb."""
_CAMPAIGNS = re.compile(r"\b(?:chair\w*|campaign\w*|organiser|member|founder|secretary|co-?ordinator|activist)\b")
"""What somebody may be who campaigns."""
_HAS_SPOKEN = re.compile(r"\s(?:has |have |had |today |yesterday )*\w+(?:ed|said|told)?(?: today| yesterday)?\.?\s*")
"""What follows whoever is told of at the end of an opening."""
_POLITICIAN = re.compile(r"\b(?:backbencher|politician|MP|minister|secretary|whip)$", re.IGNORECASE)


def _has_post(person: Person, phrase: str, head: str) -> bool:
    """Tell whether a person may hold a post; a council's leader is not the leader of a group on it."""
    of_a_body = re.search(r"\b(?:leader|boss|chief) of\b|council leader", phrase, re.IGNORECASE)
    lesser = of_a_body and re.search(r"\bgroup\b|opposition", person.role, re.IGNORECASE)
    return head.lower() in person.role.lower().split() and not lesser and not is_of_a_holder(person, head)


def _same_body(one: str, other: str) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return a <= b or b <= a or len(a & b) >= 2


def _is_of_another(person: Person, body: str) -> bool:
    """Tell whether a person is of one body named and not of another: of Unison, where "the head of NHS England" is meant."""
    if not body[:1].isupper() or not person.organisation[:1].isupper():
        return False
    known = f"{person.role} {person.organisation} {person.description}"
    letters = "".join(word[0] for word in known.split() if word[0].isupper())
    words = [word for word in re.findall(r"[\w&]+", body) if word[0].isupper() and word != "NHS"]
    return bool(words) and not any(word in known or (len(word) > 2 and word in letters) for word in words)


_OF_WHERE = re.compile(r"\s(?:of|at|for|from|in)\s")
"""What links several in a post to where they have it."""
_BODY_GOES_ON = re.compile(r"[A-Z][\w’'&-]*\s(?:(?:[A-Z][\w’'&-]*|of|for|and)\s){0,8}(?:of|for)\s\Z")
"""The beginning of a body's name with "of" in it: "Marl Federation of Care Homes spokesman"."""


@dataclass(frozen=True, slots=True)
class _Post:
    """A phrase with a post in it: "the trust's medical director for surgery"."""

    phrase: str
    det: str
    mods: str
    head: str
    after: str
    several: bool
    described: Description
    position: int

    @classmethod
    def of(cls, found: re.Match[str], clause: str, position: int) -> _Post:
        """Return a match of the pattern of posts by its parts; `position` is where the phrase ends in the article."""
        phrase, mods, head = found["np"].strip(), found["mods"] or "", found["head"]
        led = _BODY_GOES_ON.search(clause, 0, found.start("np")) if mods[:1].isupper() and not found["det"] else None
        if led:
            phrase, mods = f"{led.group()}{phrase}", f"{led.group()}{mods}"
        several = clause[found.end("head") : found.end("head") + 1].lower() == "s"
        det, after = (found["det"] or "").lower(), found["after"] or ""
        where = after if _OF_WHERE.match(after) and not has_role(mods) else ""
        one = f"{mods}{head}{where}"  # Of "GP leaders" none is told to be a GP.
        described = parse_description(one if several else phrase)
        return cls(phrase, det, mods, head, after, several, described, position)

    @property
    def start(self) -> int:
        """Return where the phrase begins in the article."""
        return self.position - len(self.phrase)

    @property
    def is_bare(self) -> bool:
        """Tell whether it is a post with "the" and nothing else."""
        return self.det == "the" and not self.mods and not self.after

    @property
    def is_definite(self) -> bool:
        """Tell whether it means somebody in particular."""
        return (
            self.det in ("the", "its", "their", "his", "her", "our")
            or re.search(r"\w[’']s?\s", self.mods) is not None
            or (not self.det and bool(self.mods[:1].isupper()))
        )


@dataclass(slots=True)
class Posts(Memory):
    """The sources that posts and epithets stand for."""

    def _counterpart(self, found: re.Match[str], start: int) -> Source | None:
        last = self.last_spoken(start)
        last_person = last.person if last else None
        where = (found["where"] or "").lower()
        for person in self.people.persons:
            known = f"{person.organisation} {person.description}".lower()
            if person is not last_person and where and any(word in known for word in re.findall(r"[a-z]{4,}", where)):
                return self.of(person)
        role = last_person.role if last_person else ""
        return Source(None, role, found["where"] or "", found.group())

    def _other_of_two(self, found: re.Match[str], position: int) -> Person | None:
        """Return the one of two just named who is not in view: "her colleague", "his namesake"."""
        position -= len(found.group())
        focus = self._in_focus(position)
        if focus is None:
            return None
        others = [p for p in self.people.persons if p is not focus and p.position < position]
        if found["same"]:
            others = [p for p in others if p.surname == focus.surname]
        else:
            others = [p for p in others if position - p.last_seen(position) <= REACH_CHARS]
        return max(others, key=lambda p: p.last_seen(position), default=None)

    def _post(self, clause: str, position: int) -> Source | None:
        """Return whom a phrase with a post means: who holds it, or somebody without a name."""
        if _MY_SOURCE.fullmatch(clause) and (last := self.last_spoken(position)) and last.person is None:
            return last
        found = _post_pattern().search(clause)
        if not found or re.match(r"(?:no|neither|none)\s", found["np"], re.IGNORECASE):
            return None
        post = _Post.of(found, clause, position)
        if post.det in ("his", "her") and (child := self._child_of_named(post)):
            return self.of(child)
        if post.several and post.det == "the" and (together := self._named_in_post(post)):
            return together
        if _TWO.match(post.phrase) and (both := self._only_two(post)):
            return both
        if self._may_be_named_later(post) and (person := self._told_later(post) or self._first_named(post)):
            return self.of(person)
        if re.search(r"\s(?:said|told|who\s+\w+ed)\b", post.after) and not re.match(r"\s+who", post.after):
            return None
        if not post.several and (post.is_definite or (not post.det and not post.after)):
            person = self._prime_minister(post) or self._named_holder(post)
            if person is None and post.is_bare and (same := self._unnamed_holder(post)):
                return same
            if person := person or self._newcomer(post):
                return self.of(person)
        if post.head.lower() in AMBIGUOUS_POSTS and not post.det and not post.mods and not post.after:
            return None
        return self._nameless(post)

    def _named_in_post(self, post: _Post) -> Source | None:
        """Return the two or three who were named in a post together: "Officials Ann Hale and Tom Orme", then "the officials"."""
        holders = [p for p in self.people.persons if p.role.lower().split()[-1:] == [post.head.lower()]]
        near = [p for p in holders if p.position < post.start <= p.position + MAX_TOLD_CHARS]
        together = len(near) in (2, 3) and near[-1].position - near[0].position < MAX_TOGETHER_CHARS
        return self._together(near) if together and len(near) == len(holders) else None

    def _only_two(self, post: _Post) -> Source | None:
        """Return the two with a post of whom an article tells, wherever it names them: "Two MPs have written"."""
        head = post.head.lower().removesuffix("s")
        holders = [p for p in self.people.persons if head in p.role.lower().split()]
        if len(holders) != 2:
            return None
        first, second = sorted(person.position for person in holders)
        near = 0 < first - post.position <= REACH_CHARS and not re.search(r"[.!?]\s|\n", self.frame[first:second])
        known = post.det in ("the", "both") or "’s" in post.mods or "'s" in post.mods
        return self._together(holders) if near or known else None

    def _may_be_named_later(self, post: _Post) -> bool:
        """Tell whether an opening may call somebody so whom the article names afterwards: "A council leader has"."""
        if post.several or post.position >= MAX_UNNAMED_CHARS:
            return False
        if post.det:
            return post.det in ("a", "an", "one", "the")
        # "Chair of Marl GP committee says": headlines leave articles out.
        headed = (
            post.phrase[:1].isupper() and post.after.startswith((" of ", " at ")) and post.start <= MAX_BULLET_CHARS
        )
        headed = headed or (post.head in _TOP and post.mods[:1].isupper() and post.start <= MAX_BULLET_CHARS)
        return headed or _OWNED_POST.match(post.phrase) is not None

    def _child_of_named(self, post: _Post) -> Person | None:
        """Return whom "her daughter" means where the parent was brought in as theirs: "Jo Marsh's mother, Ann, died"."""
        if post.head.lower() not in ("daughter", "son") or post.mods or post.after:
            return None
        begin = max(0, post.start - REACH_CHARS)
        parent = last_match(_PARENT_OF.finditer(self.frame, begin, max(begin, post.start)))
        if parent is None:
            return None
        mentions = find_names(self.frame, parent.start("whose"), parent.end("whose"))
        return self.people.named(mentions[0], mentions[0].start) if len(mentions) == 1 else None

    def _unnamed_holder(self, post: _Post) -> Source | None:
        """Return who has spoken without a name in a post that the phrase gives and nothing else."""
        if same := self._heard_as(post.head, post.position):
            return same
        if post.head.lower() in ("source", "insider") and (last := self.last_spoken(post.start)):
            if last.person is None and not last.plural and has_role(last.role):
                return last
        if post.head.lower() in _UNNAMED_POSTS:
            return self._unnamed_before(post.start)
        return None

    def _named_holder(self, post: _Post) -> Person | None:
        """Return who was said to hold a post."""
        words = (post.described.role or f"{post.mods}{post.head}").strip().lower()
        body = post.described.organisation
        body = self._full(body, post.position) if body.isupper() else body
        person = self._chair_of_body(post.head, post.position) if post.det in ("its", "their") else None
        person = person or self._holder(words, post.head, body, post.position)
        if person is None and post.det == "the":
            person = self._meant(post.phrase, post.described.organisation, post.position)
        return person

    def _prime_minister(self, post: _Post) -> Person | None:
        """Return who spoke last where no post is told of them and nobody was said to be prime minister."""
        if post.phrase.lower() != "the prime minister" or self.people.in_post("prime minister", post.position):
            return None
        last = self.last_spoken(post.start)
        if last is None or last.person is None or last.person.role or last.person.honorific:
            return None
        begin = self.frame.rfind("\n", 0, post.start) + 1
        told = self.frame[begin : post.start]
        hosted = _WITH_A_HOST.fullmatch(told) is not None
        if not (hosted or told.rstrip().endswith(BLANK)) or last.person.position > MAX_UNNAMED_CHARS:
            return None
        last.person.role = post.phrase[len("the ") :]
        return last.person

    def _newcomer(self, post: _Post) -> Person | None:
        """Return who was just brought in, with a name and without this post."""
        if post.det == "the" and post.head == "MP" and (near := self._in_focus(post.position)):
            if _POLITICIAN.search(near.role):  # "the North Marl MP", who has no other name
                return near
        if post.head in ("man", "woman") and _WHO_LEADS.match(post.after) and (last := self.last_spoken(post.start)):
            one = last.person  # "Jo Marsh has claimed. The woman who leads the group said"
            return one if one and fits_pronoun(one, PRONOUN_OF_KIND[post.head]) else None
        if post.det == "the" and not post.head.lower().startswith("spokes") and (one := self._named_above(post.start)):
            one.describe(post.described)
            return one
        if post.det == "the" and (post.mods or post.after) and (led_to := self._led_to(post.start)):
            led_to.describe(post.described)
            return led_to
        if post.is_definite and post.described.organisation and not post.head.lower().startswith("spokes"):
            person = self._just_brought_in(post.start, post.head)
            if person and person.role.lower().split()[-1:] not in (["boss"], ["chief"]):
                person.role = person.description = ""  # "His opponent": no post.
                person.describe(post.described)
            return person
        return None

    def _nameless(self, post: _Post) -> Source:
        """Return somebody without a name, with post and body as the phrase gives them."""
        described, after, head = post.described, post.after, post.head
        organisation = self._full(described.organisation, post.position)
        if described.organisation == post.phrase:
            organisation = ""
        role = described.role or f"{post.mods}{head}".strip()
        if re.match(r"\s+(?:for|at|from)\s+", after) and not organisation:
            where = re.sub(r"^\s+(?:for|at|from)\s+(?:the\s+)?", "", after)
            kind = KIND_BEFORE_NAME.match(where)
            body = leading_body(where[kind.end() :] if kind else where)
            organisation = self._full(body, post.position)
            owned = re.match(r"\s+(?:for|at|from)\s+(the\s+[\w -]+)$", after)
            if not organisation and owned and owned[1].split()[-1] in BODIES:
                organisation = self._full(owned[1], post.position)
        if not organisation and head.lower().startswith("spokes") and not post.mods:
            organisation = self._body_just_heard(post.position)
        plural = post.several or (not after and post.phrase.endswith(f"{head}s"))
        printed = f"{role}s" if plural and not after and not role.endswith("s") else role
        return Source(None, bare_phrase(printed), organisation, bare_phrase(post.phrase), plural=plural)

    def _body_just_heard(self, position: int) -> str:
        """Return the body that spoke last, for whom "a spokesman" goes on: "The trust said ... A spokesman said"."""
        spoken_at, last = self._last_turn(position)
        spoke = last is not None and last.role.startswith("spokes")
        if (
            last is None
            or last.person
            or (last.role and not spoke)
            or last.plural
            or position - spoken_at > REACH_CHARS
        ):
            return ""
        return last.organisation

    def _heard_as(self, head: str, position: int) -> Source | None:
        """Return who spoke last, if that is somebody without a name in this post: "the spokesman added"."""
        last = self.last_spoken(position)
        unnamed = last and last.person is None and not last.names and not last.plural
        return last if last and unnamed and last.role.lower().split()[-1:] == [head.lower()] else None

    def _unnamed_before(self, position: int) -> Source | None:
        """Return the one without a name with whom the paragraph began: "A senior figure was blunter ... the source said"."""
        begin = self.frame.rfind("\n", 0, position) + 1
        found = last_match(_UNNAMED_SUBJECT.finditer(self.frame, begin, position))
        if found is None or self._last_seen(position, "")[0] >= found.start():
            return None
        return self.phrase_source(found["np"], found.start())

    def _chair_of_body(self, head: str, position: int) -> Person | None:
        """Return the one who chairs a body where another presides over the debate: "its chair"."""
        if self.people.presiding is None or not head.lower().startswith("chair"):
            return None
        chairs = [
            p for p in self.people.persons
            if p is not self.people.presiding and p.position < position and re.search(r"\bchair", p.role, re.IGNORECASE)
        ]  # fmt: skip
        independent = [p for p in chairs if not re.search(r"\b(?:clinical|deputy|vice)\b", p.role)] or chairs
        return independent[0] if len(independent) == 1 else None

    def _aged(self, segment: str, position: int) -> Person | None:
        """Return whom "the 38-year-old" means after a relative was named: the one to whom the relative belongs."""
        focus = self._in_focus(position)
        if focus is None or not (focus.relative or self._is_kin(focus)):
            return None
        age = re.search(r"\d{1,3}(?=-year-old)", segment)
        if age and re.search(
            rf"\b{age.group()}\b", self.frame[focus.position : min(position - len(segment), focus.position + 60)]
        ):
            return focus
        views = [(at, p) for at, p in self.people.views if at < focus.position and focus.position - at <= REACH_CHARS]
        return views[-1][1] if views else None

    def _is_kin(self, person: Person) -> bool:
        """Tell whether somebody was brought in as another's kin: "her son Jacob", "with five-month-old Edie"."""
        before = self.frame[max(0, person.position - 40) : person.position]
        return (len(person.words) == 1 and KIN_BEFORE.search(before.rstrip()) is not None) or before.rstrip().endswith(
            "-old"
        )

    def _meant(self, phrase: str, organisation: str, position: int) -> Person | None:
        """Return whom an epithet means: "the driver" who was just named, "the man from the council" at a round table."""
        kind = re.match(r"the\s(man|woman)\s(?:from|at)\s(?P<body>.+)", phrase)
        if kind:
            body = self._full(organisation or kind["body"], position)
            fitting = [
                p
                for p in self.people.persons
                if p.organisation
                and body
                and _same_body(p.organisation, body)
                and fits_pronoun(p, PRONOUN_OF_KIND[kind[1]])
            ]
            return fitting[0] if len(fitting) == 1 else None
        person = self._in_focus(position)
        if person is None or is_of_a_holder(person, phrase.rsplit(maxsplit=1)[-1]):
            return None
        last = self.last_spoken(position)
        told = self.frame[max(person.position, position - MAX_TOLD_CHARS) : position - len(phrase)]
        return person if means(phrase, person, told, heard=bool(last and last.person is person)) else None

    def _just_brought_in(self, position: int, head: str) -> Person | None:
        """Return the person of whom no post is told with whom the paragraph began: "Jo Marsh came next. The trust's director said".

        A "hospital boss" of no body named is a body's chief too.
        """
        person = self._in_focus(position)
        begin = self.frame.rfind("\n", 0, position) + 1
        if person and person.role.lower().split()[-1:] in (["boss"], ["chief"]) and " " not in person.organisation:
            return person if head.lower() in ("boss", "chief", "executive") else None
        if person is None or (person.role and not _NO_POSTS & set(person.role.lower().split()[:2])):
            return None
        return person if begin <= person.position < position else None

    def _named_above(self, position: int) -> Person | None:
        """Return the one person in the paragraph before, named first in it and without a post, where this one begins.

        "Jo Marsh said it would close." and then "The shadow health secretary said".
        """
        if position and self.frame[position - 1] != "\n":
            return None
        before, end = self._paragraph_before(position)
        seen = {id(person): (at, person) for at, person in reversed(self.people.views) if before <= at < end}
        if len(seen) != 1:
            return None
        at, person = next(iter(seen.values()))
        return person if at <= before + MAX_TITLE_CHARS and not person.role else None

    def _led_to(self, position: int) -> Person | None:
        """Return the one person without a post whom the paragraph before brought in, where this one opens with their words.

        "Dr Jo Marsh had a short answer." and then "“Share the record,” said the clinical lead at Millbrook CCG.".
        """
        begin = self.frame.rfind("\n", 0, position) + 1
        if not _OPENS_QUOTED.fullmatch(self.frame, begin, position):
            return None
        before, end = self._paragraph_before(position)
        if BLANK in self.frame[before:end]:
            return None
        told = [p for p in self.people.persons if before <= p.position < end]
        return told[0] if len(told) == 1 and not told[0].role else None

    def _told_later(self, post: _Post) -> Person | None:
        """Return the one person in a post whom the opening calls "a council leader" and names only later."""
        phrase, mods, head = post.phrase, post.mods, post.head
        wanted = [word.lower() for word in (*mods.split(), head)]
        if (
            self.people.presiding
            and re.match(r"(?:the|an?)\s", phrase, re.IGNORECASE)
            and not mods
            and head.lower().startswith("chair")
        ):
            return self.people.presiding
        holders = [p for p in self.people.persons if _has_post(p, phrase, head)]
        fitting = [p for p in holders if all(w in f"{p.role} {p.organisation} {p.description}".lower() for w in wanted)]
        fitting = [p for p in fitting if not _is_of_another(p, post.described.organisation)]
        if not fitting and (area := [w for w in wanted[:-1] if w in _AREAS]):
            fitting = [p for p in self.people.persons if p.role and all(w in p.role.lower() for w in area)]
        if not fitting and head.lower() in _TOP:
            fitting = self._top_of(phrase)
        if not fitting and _OF_THE_BIGGEST.search(phrase):
            fitting = self._at_top_below(post)
        if not fitting and _OF_THE_LAND.search(phrase):
            fitting = self._next_at_top(post)
        if not fitting and head.lower() in MEDICAL - {"gp"} and _OF_RANK.search(mods):
            doctors = [p for p in self.people.persons if p.role.lower().split(" ")[-1] in MEDICAL]
            fitting = [p for p in doctors if p.position > post.position]
        return fitting[0] if len(fitting) == 1 else None

    def _at_top_below(self, post: _Post) -> list[Person]:
        """Return those with the highest post of some body who are named soon after an opening."""
        reach = range(post.position, post.position + MAX_TOLD_CHARS)
        near = [p for p in self.people.persons if p.position in reach and _LEADS_A_BODY.search(p.role)]
        kind = next((kind for word, kind in _KINDS_OF_BODIES.items() if word in post.phrase.lower()), None)
        return [p for p in near if kind and re.search(kind, f"{p.organisation} {self._paragraph_of(p)}")]

    @staticmethod
    def _leads_some_body(person: Person) -> bool:
        """Tell whether somebody has a body's highest post: not its director of finance, nor a committee's chair."""
        told = f"{person.organisation} {person.description}"
        return (
            _LEADS_A_BODY.search(person.role) is not None and " of " not in person.role and not _OF_MEMBERS.search(told)
        )

    def _next_at_top(self, post: _Post) -> list[Person]:
        """Return the one named soon after an opening who leads a body, or with whom a paragraph begins and of whom no post is told."""
        reach = range(post.position, post.position + REACH_CHARS)
        near = [p for p in self.people.persons if p.position in reach and p is not self.author]
        if leading := [p for p in near if self._leads_some_body(p)]:
            return leading[:1]
        opens = near and near[0].position - self.frame.rfind("\n", 0, near[0].position) <= MAX_TITLE_CHARS
        return near[:1] if opens and not near[0].role else []

    def _top_of(self, phrase: str) -> list[Person]:
        """Return those whose posts are the highest of the body of which an opening tells the head or boss."""
        words = re.findall(
            r"[A-Z][\w&]+|\b\w+\b",
            re.sub(r"^.*?\b(?:of|at)\b", "", phrase) if " of " in phrase or " at " in phrase else phrase,
        )
        bodies = {word for word in words if word[:1].isupper() and word not in ("NHS", "The", "A")}
        initials = "".join(word[0] for word in words if word[:1].isupper())
        if len(initials) >= 3:
            bodies.add(initials)  # "the head of the Royal College of Nursing" is the RCN's.
        letters = "".join(
            word[0] for word in words if word.islower() and word not in ("the", "its", "of", "and", "a")
        ).upper()
        bodies |= {letters[-3:]} if len(letters) >= 3 else set()
        return [
            p for p in self.people.persons
            if _TOP_POST.search(p.role) and bodies & set(re.findall(r"\w+", f"{p.role} {p.organisation} {p.description}"))
        ]  # fmt: skip

    def _first_named(self, post: _Post) -> Person | None:
        """Return the first person named after an opening that tells a post alone, if no other post is told of them.

        "A council leader has attacked the plan. Cllr Jo Marsh said ..." says who the leader is.
        """
        phrase, head, position = post.phrase, post.head, post.position
        if follows := self._named_below(post):
            return follows
        whole = " ".join((*post.mods.split()[-1:], head)).lower()  # "chief officer"
        titles = _TITLES_OF_POSTS.get(whole) or _TITLES_OF_POSTS.get(head.lower())
        persons = [p for p in self.people.persons if p is not self.author]
        named = next((p for p in persons if p.position > position), None)
        if earlier := [p for p in persons if p.position <= position]:
            named = earlier[0] if len(earlier) == 1 and self._in_headline(earlier[0].position) else None
        if titles and named and titles is _ANY_TITLE and self._is_linked(post, named):
            titles = (
                *titles,
                "Cllr",
                "Councillor",
                "Lord",
                "Lady",
                "Baroness",
            )  # "The chair of the network has warned"
        if named and head.lower() in _ADVISERS and not _TELLS_OF_TRADE.search(self._paragraph_of(named)):
            return None  # "A lawyer has warned that it is too dear. Jo Marsh, 29, bought her flat in May."
        if titles is None or named is None or named.position - position > REACH_CHARS:
            return None
        # A councillor may have another post besides.
        if named.role and not (head.lower() == "councillor" and named.honorific in _OF_COUNCILLORS):
            return None
        if position < named.position < self._sentences_end(position):
            return None
        others = [p for p in persons if p is not named and _has_post(p, phrase, head)]
        others = [p for p in others if not _is_of_another(p, post.described.organisation)]
        if named.honorific not in titles or others:
            return None
        named.describe(parse_description(phrase))
        return named

    def _paragraph_of(self, person: Person) -> str:
        """Return the paragraph in which a person is first named."""
        begin = self.frame.rfind("\n", 0, person.position) + 1
        end = self.frame.find("\n", person.position)
        return self.frame[begin : end if end >= 0 else len(self.frame)]

    def _is_linked(self, post: _Post, person: Person) -> bool:
        """Tell whether the paragraph that names somebody speaks of the body of a post that opened the one before."""
        opens = self.frame.startswith(post.phrase[:MAX_TITLE_CHARS], self.frame.rfind("\n", 0, post.position) + 1)
        words = post.described.organisation.split()
        if not opens or len(words) < 2:
            return False
        letters = "".join(word[0] for word in words if word[0].isupper())
        return re.search(rf"\b{letters}\b|\b(?:the|its) {words[-1].lower()}\b", self._paragraph_of(person)) is not None

    def _named_below(self, post: _Post) -> Person | None:
        """Return with whom the next paragraph begins after an opening that tells vaguely who: "..., a health chief has warned."."""
        end = self.frame.find("\n", post.position)
        of_some_body = _OF_SOME_BODY.search(post.phrase)
        vague = post.det in ("a", "an") or (post.det == "the" and of_some_body)
        if not vague or post.head.lower() not in _NEXT_NAMED or end < 0:
            return None
        begins = post.start == 0 or self.frame[post.start - 1] == "\n"
        if not begins and not _HAS_SPOKEN.fullmatch(self.frame, post.position, end):
            return None
        while self.frame[end : end + 1].isspace():
            end += 1
        named = next((p for at, p in self.people.views if end <= at <= end + MAX_TITLE_CHARS), None)
        if named is None:
            return None
        leads = _TOP_POST.search(named.role) or (of_some_body and self._leads_some_body(named))
        if of_some_body and _OF_MEMBERS.search(f"{named.organisation} {named.description}"):
            return None
        if post.head.lower() in (*_TOP, "leader") and not leads:
            return None
        if post.head.lower() in ("campaigner", "activist") and named.role and not _CAMPAIGNS.search(named.role):
            return None
        return None if _is_of_another(named, post.described.organisation) else named

    def _holder(self, words: str, head: str, organisation: str, position: int) -> Person | None:
        wanted = f"{words}".replace("co chair", "co-chair")
        if organisation and not organisation.lower().startswith(("the ", "its ", "their ")):
            named = [p for p in self.people.persons if p.organisation and _same_body(p.organisation, organisation)]
            for person in named:
                if wanted.split()[-1] in person.role.lower().split():
                    return person
            if organisation[:1].isupper() and not any(
                _same_body(p.organisation, organisation) for p in self.people.persons if p.organisation
            ):
                return None
        return self.people.in_post(wanted, position) or (
            self.people.in_post(head.lower(), position) if len(wanted.split()) == 1 else None
        )
