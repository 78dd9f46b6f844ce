"""Whom a document, a body or a group stands for: "the letter", "the trust", "ward nurses", "one of them"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from serving.articles.descriptions import ORG_RUN, leading_body
from serving.articles.epithets import REACH_CHARS
from serving.articles.issuers import issuers
from serving.articles.lexicon import (
    BODIES,
    DOCUMENTS,
    GROUPS,
    NOT_NAMES,
    phrase_pattern,
)
from serving.articles.memory import Memory
from serving.articles.names import find_names, role_heads
from serving.articles.people import People, Person
from serving.articles.phrases import (
    LETTERS,
    MAX_SEGMENT_CHARS,
    MAX_TOLD_CHARS,
    OBJECT_BEFORE,
    bare_phrase,
    joins_two,
    last_match,
    part_of,
)
from serving.articles.sentences import BLANK
from serving.articles.sources import Source


@cache
def _document_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<np>(?:(?P<det>the|a|an|its|their|his|her|this|that|one|another|whose)\s+)?(?P<mods>(?:[\w’'&.-]+\s+){{0,7}}?)(?P<head>{phrase_pattern(DOCUMENTS)})(?:\s(?-i:[A-Z\d]{{1,3}}))?(?P<after>\s+(?:by|from|for|to|of|in|on|sent|published|written|put|seen|leaked|drawn|released|issued|prepared|produced|compiled|commissioned|submitted|circulated|obtained|presented|tabled|considered|posted)\s+[^,;\ue000]{{2,220}})?)$",
        re.IGNORECASE,
    )


@cache
def _group_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=\s))(?P<np>(?:[\w’'&%.-]+\s+){{0,8}}?(?P<head>{phrase_pattern(GROUPS)})(?P<bracket>\s+\([^)]*\))?(?P<after>\s+(?:in|from|at|on|of|across|for|with|to|close to|who|that|within|opposed|answering|responding|including|among|interviewed|asked|surveyed|polled|questioned|present|involved|affected|campaigning|fighting|battling|marching|protesting|calling)\b[^,;\ue000]{{0,110}})?)$",
    )


@cache
def _body_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s(]))(?P<np>(?:the|its|their|our|his|her|a|one|this|that|each)\s+(?:[\w’'&-]+\s+){{0,4}}?(?:{phrase_pattern(BODIES)}))$",
        re.IGNORECASE,
    )


@cache
def _one_body_pattern() -> re.Pattern[str]:
    """Match a body of which only the kind and the place are told: "every practice in the cluster"."""
    return re.compile(
        rf"(?:^|(?<=\s))(?:every|each|another|one|an?)\s(?:[\w’'-]+\s){{0,3}}?(?:{phrase_pattern(BODIES)})\s(?:in|from|at|across|on)\s[^,;\ue000]{{2,60}}$",
        re.IGNORECASE,
    )


_WROTE_IN = re.compile(
    r"\b(?P<verb>set out|sets out|wrote|written|made|spelled out|spelt out|outlined|expressed|raised|put|explained|warned|complained|detailed)\s[^.\n\ue000]{0,80}?"
    rf"\bin (?:an?|their|his|her|its) (?:[\w-]+ ){{0,3}}?(?P<what>{LETTERS})\b"
)
"""Somebody who sets something out in a letter, which speaks for them afterwards."""

_CAMPAIGNING = re.compile(
    r"\s*(?:[\w’'-]+\s){1,3}?(?:campaigning|fighting|battling|marching|protesting|calling)\s(?:to|for|against|over)\s"
)
"""People told by what they do for or against a body, which doesn't speak: "Organisers campaigning to save the trust"."""

_PREPOSITION = re.compile(r"^(?:with|from|for|of|by|to|in|at|for which|which) ")
"""What a group's name never begins with, though the words found for it may."""
_PUBLIC = re.compile(
    r"^[A-Z]{2,6}$|\b(?:Commission|Agency|Council|Department|Office|Government|Trust|Association|England)\b"
)
"""Bodies that nobody calls a group or a party."""
_ALONE_AGAIN = frozenset(("the group", "the party", "the campaign", "the union", "the charity", "the association"))
"""What the body that spoke last is called again."""
FAR_BACK = 100
"""How many statements back the document may lie that "the paper" means."""


@cache
def _issued(head: str) -> re.Pattern[str]:
    """Match the verb with which a body issues a document of a kind: "published its latest report"."""
    return re.compile(
        rf"\b(?P<verb>(?:published|publishes|released|releases|issued|issues|produced|launched|unveiled|brought out|put out)\s(?:today\s|yesterday\s)?(?:an?|its|their|the)\s(?:[\w’'-]+\s){{0,3}}?{re.escape(head)})\b"
    )


@cache
def _in_one(head: str) -> re.Pattern[str]:
    """Match what tells that a body speaks in a document of a kind: "in a letter to the minister"."""
    return re.compile(rf"\b[Ii]n (?:an?|its|their) (?:[\w-]+ ){{0,3}}?{re.escape(head)}\b")


_ALONE_IN_HEADLINES = frozenset("watchdog regulator union charity council trust college inspectorate ombudsman".split())
"""Bodies that headlines call by their kind alone: "Plans unsafe, says watchdog"."""
_OF_A_GROUP = re.compile(r"\sof\s(?!them\b|those$|the rest\b)(?:the\s)?(?P<group>.+)$", re.IGNORECASE)


@cache
def _group_named() -> re.Pattern[str]:
    """Match a group with the two words before it: "senior ward nurses"."""
    several = phrase_pattern(word for word in GROUPS if word.endswith("s") and word != "others")
    return re.compile(rf"(?:[\w’'-]+\s+){{0,2}}\b(?:{several})\b", re.IGNORECASE)


_SAID_BY_OTHERS = re.compile(r"^(?:it|he|she|they|(?:the|an?)\s[\w-]+)\s(?:said|says|told\s\w+)\s(?:that\s)?")
"""What stands before a group of which another tells: "it said senior staff"."""
_LOWER_OWNER = re.compile(r"(?:[Tt]he|[Ii]ts)\s+(?P<who>(?:[a-z-]+\s){0,2}?[a-z-]+)(?:[’']s|(?<=s)[’'])\s(?:[\w-]+\s)*")
"""The body, called by its kind, that has a document: "the association's latest figures"."""
_COUNTED = re.compile(r"^(?:[\w’'-]+\s)*?(?:both|all|some|these|those|\d[\d,]*)\s", re.IGNORECASE)
"""What stands before a group that is counted or pointed at, with the verb before that: "invited both chairs"."""
_OWNER_IN_NAME = re.compile(
    r"(?:\w+\s)?(?P<body>[A-Z][\w-]+(?:[’']s|(?<=s)[’'])\s(?:Fund|Alliance|Association|Society|Federation|Union|Forum))\s"
)
"""A body whose name begins with its owner, before the kind of document: "King’s Fund quarterly survey"."""
_OF_A_NUMBER = re.compile(
    r"\bOf (?:the )?(?:\d[\d,]*) (?P<group>[^,\ue000]{3,60}?)(?: (?:which|who|that|in|from)\b[^,\ue000]*)?, $"
)
"""Those of whom a number follows: "Of 97 authorities which replied, 52 said"."""


def _is_of(asked: Source, group: str) -> bool:
    """Tell whether a group as named is the one that a survey asked."""
    words = set(re.findall(r"\w+", group.lower()))
    return bool(words & {*re.findall(r"\w+", asked.role.lower()), "respondents", "replies", "participants"})


def _is_speaking_body(name: str, people: People) -> bool:
    words = name.split()
    if name in people.acronyms or any(mention.name == name for mention in people.bodies):
        return True
    return (
        re.search(
            r"\b(?:NHS|Council|Trust|CCGs?|UNISON|Unison|Unite|GMB|BMA|RCN|RCM|[Cc]ouncil|Association|[Ff]ederation|College|Union|Society|Fund|Foundation|Department|Treasury|Healthwatch|Party|Downing Street|No 10|Number 10|Whitehall|Labour|Conservatives|Tories|Lib Dems|Liberal Democrats|Greens|UKIP|"
            r"Confederation|Providers|Commission|Institute|Board|Committee|Group|Campaign|Hospitals?|Partnership|Alliance|Forum|Network|Age UK|Mencap|Mind|LGA|ADASS|CQC|Monitor|Improvement|Government|England|Authority|Office|Campaign|Club|Trusts)\b",
            name,
        )
        is not None
        and len(words) < 12
    )


_THE_OWNER = re.compile(r"\b[Tt]he\s(?P<who>[A-Za-z][\w&-]*(?:\s[\w&-]+){0,4}?)[’']s?\s")


@dataclass(slots=True)
class Bodies(Memory):
    """The sources that documents, bodies and groups are."""

    def _bodies_together(self, segment: str, start: int) -> Source | None:
        """Return two bodies, or one of two places, as a source: "NHS England and NHS Improvement", "A and B Council"."""
        run = last_match(ORG_RUN.finditer(segment))
        if run is None or run.end() < len(segment):
            return None
        if " and " not in run.group():
            return self._body_and_the_body(segment, run)
        one, _, other = run.group().rpartition(" and ")
        if not _is_speaking_body(other, self.people):
            return None
        several = _is_speaking_body(one, self.people)
        if not several and any(m.sure == 2 or self._known(m, start) for m in find_names(one)):
            return None  # A person and a body.
        before = segment[: run.start()]
        issued = re.fullmatch(r"(?P<what>.*)\s(?:from|by|for)\s+(?:the\s)?", before)
        if OBJECT_BEFORE.search(before) and not (issued and _document_pattern().search(issued["what"])):
            return None
        return Source(None, "", run.group(), run.group(), plural=several)

    def _pair_before(self, position: int) -> Source | None:
        """Return those several whom "the pair" or "the three" means: who spoke last together, or two just named."""
        spoken_at, last = self._last_turn(position)
        views = [view for view in self.people.views if view[0] < position]
        if last and last.plural and (not views or spoken_at >= views[-1][0]):
            return last
        if len(views) < 2 or not joins_two(self.frame[views[-2][0] + len(views[-2][1].name) : views[-1][0]]):
            return last if last and last.plural else None
        return self._together([person for _, person in views[-2:]])

    def _with_initials(self, initials: str) -> Person | None:
        """Return the one person whose names begin with these letters, where the article goes by initials."""
        if not self.acronyms_of_people:
            return None
        found = [p for p in self.people.persons if "".join(word[0] for word in p.words) == initials]
        return found[0] if len(found) == 1 else None

    def _one_of_them(self, phrase: str, position: int) -> Source:
        """Return "one" of the group named last in the paragraph, else of a survey's respondents, else who spoke last."""
        begin = self.frame.rfind("\n", max(0, position - 300), position) + 1 or max(0, position - 300)
        before = self.frame[begin : max(begin, position - len(phrase))].replace(BLANK, " ")
        groups = [
            _COUNTED.sub("", found.group())
            for found in _group_named().finditer(before)
            if not found.group().startswith(("any ", "no ", "more "))
        ]
        whole = _OF_A_GROUP.search(phrase)
        asked = self.respondents
        if asked and any(
            _is_of(asked, group) for group in ([whole["group"]] if whole else groups[-1:] or [asked.role])
        ):
            return part_of(asked, phrase)
        if counted := _OF_A_NUMBER.search(before):
            return Source(None, counted["group"], "", f"{phrase} of {counted['group']}", plural=True)
        if " of " in phrase and (whole or not groups):
            return Source(None, phrase, "", phrase, plural=True)
        if phrase.lower() == "another" and (one := self._one_unnamed_heard(begin, position)):
            return one
        if groups:
            group = bare_phrase(_PREPOSITION.sub("", groups[-1]))
            several = phrase.lower() not in ("one", "another")
            return Source(None, group, "", f"{phrase} ({group})", plural=several)
        last = self.last_spoken(position)
        if last and last.person is None and last.plural:
            return last
        if phrase.lower() == "another" and (one := self._one_unnamed_heard(0, position)):
            return one
        return Source(None, phrase, "", phrase)

    def _one_unnamed_heard(self, begin: int, position: int) -> Source | None:
        """Return another of the kind of the one without a name who has spoken since a place: "One nurse said"."""
        spoken_at, last = self._last_turn(position)
        if last is None or last.person or last.plural or spoken_at < begin or not role_heads(last.role):
            return None
        return Source(None, last.role, "", f"another {last.role}")

    def _document(self, clause: str, position: int) -> Source | None:
        found = _document_pattern().search(clause)
        if not found or not found["np"].strip():
            return None
        det, mods, after, head = found["det"] or "", found["mods"] or "", found["after"] or "", found["head"]
        numbered = clause[found.end("head") : found.end("head") + 3].strip().isupper()
        if not (det or mods) and not (head[:1].isupper() and (after or numbered)):
            return None
        if (
            not det
            and mods
            and not mods[:1].isupper()
            and mods.split()[0].lower()
            not in ("board", "council", "leaked", "draft", "official", "internal", "new", "published", "early")
        ):
            return None
        organisation = ""
        if linked := re.match(
            r"\s+(?:by|from|for|of|sent by|published by|written by|put out by|issued by|prepared (?:by|for)|produced (?:by|for)|compiled (?:by|for)|commissioned by|submitted by|circulated by|posted(?:\s\w+)? by)\s+(?:the\s+)?(.+)$",
            after,
        ):
            organisation = leading_body(linked[1])
            if mention := next((m for m in find_names(linked[1]) if m.sure >= 1 and m.start == 0), None):
                if re.match(r"\s+(?:by|from)", after) and (person := self.people.named(mention, position)):
                    return self.of(person)
            if not organisation and re.match(r"\s+(?:by|from|for)\s+the\s", after):
                organisation = self.people.full_body(linked[1], position)
        if not organisation:
            whole = _OWNER_IN_NAME.match(mods)
            owned = re.search(r"([A-Z][\w&’' -]*?)(?:[’']s|(?<=s)[’'])\s", mods)
            organisation = (
                whole["body"] if whole else owned[1] if owned else leading_body(mods) if ORG_RUN.match(mods) else ""
            )
        if not organisation and (keeper := _LOWER_OWNER.fullmatch(f"{det} {mods}")):
            organisation = self.people.full_body(keeper["who"], position)
        if det.lower() in ("the", "this") and (author := self._author_of(head, position)):
            return author
        if det.lower() in ("the", "this") and not (mods or after) and (writer := self._writers_of(head, position)):
            return writer
        if det.lower() in ("his", "her"):
            writer = self.pronoun("he" if det.lower() == "his" else "she", position)
            if writer:
                return writer
        if det.lower() == "whose" and not organisation:
            organisation = self._owner_before(position - len(clause))
        if det.lower() in ("its", "their") and not organisation:
            organisation = self._owner_in_sentence(position) or (
                self._body_in_view(position) if det.lower() == "its" else ""
            )
        last = self._last_document(position)
        if not organisation and last and last.organisation and det.lower() in ("the", "its", "this"):
            organisation = last.organisation
        if not (organisation or mods or after) and det.lower() in ("the", "this"):
            organisation = self._issuer_of(head, position)
        role = re.sub(r"^.*[’']s?\s+", "", f"{mods}{head}").strip() or head
        return Source(None, bare_phrase(role), self._full(organisation, position), bare_phrase(found["np"].strip()))

    def _owner_before(self, at: int) -> str:
        """Return the body whose document it is that "whose" brings in: "the Ouse Trust, whose board paper says"."""
        before = self.frame[max(0, at - MAX_SEGMENT_CHARS) : at].rstrip(" ,")
        run = last_match(ORG_RUN.finditer(before))
        return leading_body(run.group()) or run.group() if run and run.end() == len(before) else ""

    def _owner_in_sentence(self, position: int) -> str:
        """Return the body that its sentence brought in as an owner: "the CCG's plan was disliked, its statement said"."""
        owners = _THE_OWNER.finditer(self.frame, self._sentences_start(position), position)
        owner = last_match(owners)
        return self.people.full_body(owner["who"], position) if owner else ""

    def _author_of(self, head: str, position: int) -> Source | None:
        """Return who spoke last, if it was in the document of this kind: "In a letter, Jo Marsh said ... The letter adds"."""
        spoken_at, last = self._last_turn(position)
        if last is None or last.person is None or position - spoken_at > MAX_SEGMENT_CHARS:
            return None
        before = self.frame[max(0, spoken_at - MAX_TOLD_CHARS) : spoken_at + 1]
        written = re.search(rf"\b[Ii]n (?:an?|his|her|their|its) (?:\w+ ){{0,3}}?{re.escape(head)}\b", before)
        near = written and (
            len(before) - written.start() <= MAX_SEGMENT_CHARS
            or re.search(r"\b(?:wrote|writes|written)\b[^\n]{0,20}\ue000", before)
        )
        return last if near else None

    def _writers_of(self, head: str, position: int) -> Source | None:
        """Return who set something out in a letter that speaks now: "The three set it out in a letter. The letter says"."""
        written = last_match(_WROTE_IN.finditer(self.frame, max(0, position - REACH_CHARS), position))
        if written is None or written["what"] != head.lower():
            return None
        source = self._subject_from(self._sentences_start(written.start()), written.start("verb"))
        return source if source and (source.person or source.plural) else None

    def _issuer_of(self, head: str, position: int) -> str:
        """Return the body that issued the document of a kind that was told of last: "Marl CCG brought out its report"."""
        begin = max(0, position - REACH_CHARS)
        if issued := last_match(_issued(head).finditer(self.frame, begin, position)):
            source = self._subject_from(self._sentences_start(issued.start()), issued.start("verb"))
            if source and source.person is None and source.organisation[:1].isupper():
                return source.organisation
        for at, who in issuers(self.frame, head, begin, position):
            if who.islower() or _is_speaking_body(who, self.people) or self._is_no_person(who, at):
                return self._full(who, at)
        spoken_at, last = self._last_turn(position)
        if last is None or last.person or last.is_document or not last.organisation[:1].isupper():
            return ""
        sentence = self._sentences_start(spoken_at - 1)
        told = spoken_at >= begin and _in_one(head).search(self.frame, sentence, self._sentences_end(spoken_at))
        return last.organisation if told else ""

    def _is_no_person(self, name: str, position: int) -> bool:
        """Tell whether several capitalised words are nobody's name: "Save Our Wards"."""
        return len(name.split()) > 2 and not any(m.sure == 2 or self._known(m, position) for m in find_names(name))

    def _last_document(self, position: int) -> Source | None:
        for at, source in reversed(self.spoken[-FAR_BACK:]):
            if at < position and source.person is None and source.role and source.role.split()[-1].lower() in DOCUMENTS:
                return source
        return None

    def _body(self, clause: str, position: int) -> Source | None:
        if _CAMPAIGNING.match(clause):
            return None
        words = clause.split()
        named = words[-1] in BODIES if len(words) > 1 else clause in _ALONE_IN_HEADLINES
        named = named or clause.endswith("think tank")
        if len(words) <= 4 and clause.islower() and named and not {"the", "its", "their"} & {*words}:
            # As headlines have it: "case not made, clinical senate finds".
            return Source(None, "", self.people.full_body(clause, position) or clause, clause)
        if " for the " in clause and words[0] not in NOT_NAMES and ORG_RUN.fullmatch(clause):
            return Source(None, "", clause, clause)  # "111 Voices for the NHS"
        if found := _body_pattern().search(clause):
            phrase = found["np"]
            if re.match(r"(?:the|its|their|his|her|our|this|that)\s", phrase, re.IGNORECASE):
                full = self.people.full_body(phrase, position) or self._of_kind(phrase, position)
                alone = phrase.lower() in _ALONE_AGAIN and self._spoke_just_before(position - len(phrase))
                if not full and (alone or phrase.lower().endswith((" organisation", " body"))):
                    full = self._body_in_view(position)
                capital = re.search(r"[A-Z].*$", phrase[4:])
                return Source(None, "", full or (capital.group() if capital else bare_phrase(phrase)), phrase)
        if found := _one_body_pattern().search(clause):
            return Source(None, found.group(), "", found.group())
        if found := re.search(
            rf"([A-Z][\w&’' -]*?)(?:[’']s|(?<=s)[’'])\s+(?:[\w-]+\s+){{0,3}}(?:{phrase_pattern(BODIES)}|leadership|bosses|managers|members|staff|doctors)$",
            clause,
        ):
            name = leading_body(found[1]) or found[1]
            return Source(None, re.sub(r"^.*?[’']s?\s+", "", found.group()), self._full(name, position), found.group())
        runs = list(ORG_RUN.finditer(clause))
        if runs and runs[-1].end() == len(clause):
            name = leading_body(runs[-1].group()) or runs[-1].group()
            words = name.split()
            while len(words) > 1 and words[0] in (
                "But",
                "And",
                "The",
                "However",
                "Meanwhile",
                "Yesterday",
                "In",
                "For",
                "At",
                "As",
            ):
                words = words[1:]
            name = " ".join(words)
            before = clause[: runs[-1].start()]
            if _is_speaking_body(name, self.people) and not OBJECT_BEFORE.search(before):
                return Source(None, "", self._full(name, position), name)
        if found := re.search(r"\b(?:the|its)\s+([A-Z][\w&-]+)$", clause):
            full = self.people.full_body(found[1], position)
            if full != found[1] and full:
                return Source(None, "", full, found.group())
        return None

    def _spoke_just_before(self, position: int) -> bool:
        """Tell whether the last turn was in this sentence or the one before, and no public body's."""
        spoken_at, last = self._last_turn(position)
        before = self._sentences_start(max(0, self._sentences_start(position) - 2))
        return last is not None and spoken_at >= before and _PUBLIC.search(last.organisation) is None

    def _body_in_view(self, position: int) -> str:
        """Return the body that "the organisation" means: the one that spoke last, or with which a paragraph began."""
        spoken_at, last = self._last_turn(position)
        if last and last.person is None and last.organisation[:1].isupper() and position - spoken_at <= REACH_CHARS:
            return last.organisation
        near = [body for body in self.people.bodies if 0 < position - body.position <= REACH_CHARS]
        opens = [body for body in near if self._opens_paragraph(body.position)]
        return opens[-1].name if opens else ""

    def _opens_paragraph(self, position: int) -> bool:
        """Tell whether a place, or the article before it, begins a paragraph."""
        before = self.frame[max(0, position - 5) : position].removesuffix("The ")
        return not before or before.endswith("\n")

    def _body_and_the_body(self, segment: str, run: re.Match[str]) -> Source | None:
        """Return two bodies of which the second has an article: "Unison and the GMB"."""
        before = segment[: run.start()]
        if not before.endswith(" and the ") or not _is_speaking_body(run.group(), self.people):
            return None
        one = last_match(ORG_RUN.finditer(before))
        if one is None or one.end() != len(before) - len(" and the "):
            return None
        if not _is_speaking_body(one.group(), self.people) or OBJECT_BEFORE.search(before[: one.start()]):
            return None
        return Source(None, "", f"{one.group()} and {run.group()}", segment[one.start() :], plural=True)

    def _group(self, clause: str, position: int) -> Source | None:
        clause = clause[:1].lower() + clause[1:] if clause[1:2].islower() else clause
        found = _group_pattern().search(clause)
        if not found:
            return None
        phrase = bare_phrase(_SAID_BY_OTHERS.sub("", found["np"]))
        if (
            found["head"] in ("one", "some", "others", "people", "figures", "users", "players", "members")
            and len(phrase.split()) > 6
            and not found["after"]
        ):
            return None
        before = clause[: found.start("np")]
        if OBJECT_BEFORE.search(before):
            return None
        organisation = ""
        if linked := re.search(r"\s(?:from|at|of|in)\s+(?:the\s+)?([A-Z].+)$", found["after"] or ""):
            body = leading_body(linked[1])
            organisation = (
                body
                if body and any(w in body for w in ("Council", "Trust", "CCG", "NHS", "Hospital", "Union", "Party"))
                else ""
            )
        if not organisation and (keeper := _LOWER_OWNER.match(clause)):
            organisation = self.people.full_body(keeper["who"], position)
        return Source(None, phrase, organisation, phrase, plural=True)
