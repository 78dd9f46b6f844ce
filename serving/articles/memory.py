"""What a reader keeps in mind of an article: its people, and who spoke and was seen where."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from serving.articles.epithets import REACH_CHARS
from serving.articles.names import NameMention, find_names
from serving.articles.people import People, Person
from serving.articles.phrases import (
    MAX_SEGMENT_CHARS,
    MAX_TOLD_CHARS,
    SENTENCE_END,
    bare_phrase,
    could_be_body,
    fits_pronoun,
    last_match,
)
from serving.articles.sources import Source

_ACTED_ON_BY = re.compile(
    r"\b(?:[Pp]ressed|[Aa]sked|[Cc]hallenged|[Qq]uestioned|[Pp]ushed|[Ii]nterrupted|[Hh]eckled|[Pp]rompted|[Tt]old|[Uu]rged|[Rr]eminded|[Cc]ornered|[Qq]uizzed) (?:\w+ )?by (?:[\w’'-]+ ){0,4}$"
)
_IN_A_CLAUSE = re.compile(
    r",\swho\s(?:took over|succeeded|replaced|inherited|will be (?:replaced|succeeded|followed))\b[^,.;\n]*$"
)
"""What stands before the name of one whose post another has: "The GP, who took over last year from Jo Marsh"."""
_CAPITALS = r"[A-Z][\w&’'-]*(?:\s(?:(?:of|for|the|and|in)\s)?[A-Z][\w&’'-]*){1,6}"
"""Two words or more with capitals, as a body's name."""

_KINDS_TOLD = frozenset(
    "agency association campaign charity company consultancy firm group organisation partnership provider think-tank union".split()
)
"""Kinds of bodies whose names often don't tell them."""

MAX_BRACKET_CHARS = 120
_IN_BRACKETS = re.compile(r"[^()\n]{0,120}\)\.?\s")
"""What follows a name in brackets, which is told beside who the sentence is about."""


@dataclass(slots=True)
class Memory(ABC):
    """The people of an article and who spoke last, with what any way to a source needs of them."""

    people: People
    acronyms_of_people: dict[str, Person] = field(default_factory=dict)
    spoken: list[tuple[int, Source]] = field(default_factory=list)
    frame: str = ""
    respondents: Source | None = None
    author: Person | None = None

    def note(self, position: int, source: Source) -> None:
        """Remember that a source spoke at a place."""
        self.spoken.append((position, source))

    def last_spoken(self, position: int) -> Source | None:
        """Return the source that spoke last before a place."""
        return self._last_turn(position)[1]

    def _last_turn(self, position: int) -> tuple[int, Source | None]:
        at = bisect_right(self.spoken, position, key=lambda pair: pair[0])
        return self.spoken[at - 1] if at else (-1, None)

    def _met(self, mention: NameMention, start: int) -> Person | None:
        """Return the person whom a mention means; one not met before unless it may be a body's name."""
        person = self.people.named(mention, start + mention.start)
        if person is None and (
            mention.honorific or mention.sure == 2 or (mention.sure == 1 and not could_be_body(mention))
        ):
            person = self.people.add(mention, start + mention.start)
        return person

    def _together(self, persons: Sequence[Person | None]) -> Source | None:
        """Return several persons as one source, with the body that they share, or None if one is not known."""
        known = [person for person in persons if person]
        if len(known) < len(persons) or len({id(person) for person in known}) < 2:
            return None
        bodies = {person.organisation for person in known}
        shared = bodies.pop() if len(bodies) == 1 else ""
        phrase = "; ".join(person.phrase() for person in known)
        names = f"{', '.join(person.name for person in known[:-1])} and {known[-1].name}"
        return Source(None, "", shared, phrase, plural=True, names=names)

    def _known(self, mention: NameMention, start: int) -> bool:
        return self.people.named(mention, start + mention.start) is not None

    def _paragraph_before(self, position: int) -> tuple[int, int]:
        """Return where the paragraph begins and ends that stands before the one in which a place lies."""
        end = max(0, self.frame.rfind("\n", 0, position))
        while end > 0 and self.frame[end - 1].isspace():
            end -= 1
        return self.frame.rfind("\n", 0, end) + 1, end

    def _sentences_start(self, position: int) -> int:
        """Return where the sentence or line begins in which a place lies."""
        ends = last_match(SENTENCE_END.finditer(self.frame, max(0, position - MAX_SEGMENT_CHARS), position))
        return ends.end() if ends else max(0, position - MAX_SEGMENT_CHARS)

    def _last_seen(self, position: int, word: str) -> tuple[int, Person | None]:
        views = self.people.views
        for i in range(bisect_right(views, position, key=lambda view: view[0]) - 1, -1, -1):
            if not word or (fits_pronoun(views[i][1], word) and not self._only_acts_on(views[i][0], position)):
                return views[i]
        return -1, None

    def _only_acts_on(self, seen_at: int, position: int) -> bool:
        """Tell whether a name stands where another is meant by the pronoun after it: "Pressed by Jo Marsh, he"."""
        closes = self.frame.find(")", seen_at, min(position, seen_at + MAX_BRACKET_CHARS)) >= 0
        if closes and _IN_BRACKETS.match(self.frame, seen_at, position):
            return True
        begin = self.frame.find(", who ", max(0, seen_at - 100), seen_at)
        if begin >= 0 and _IN_A_CLAUSE.search(self.frame, begin, seen_at):
            return True
        if position - seen_at > MAX_SEGMENT_CHARS or not _ACTED_ON_BY.search(self.frame, max(0, seen_at - 60), seen_at):
            return False
        return re.fullmatch(r"[^.;\n\ue000]*,\s(?:\w+\s){0,2}", self.frame[seen_at:position]) is not None

    def _in_focus(self, position: int) -> Person | None:
        """Return the person named or heard last before a place, if that is not far back."""
        seen_at, person = self._last_seen(position, "")
        spoken_at, last = self._last_turn(position)
        if last and spoken_at > seen_at:
            seen_at, person = spoken_at, last.person
        return person if position - seen_at <= REACH_CHARS else None

    def _sentences_end(self, position: int) -> int:
        """Return where the sentence or line ends in which a place lies."""
        found = SENTENCE_END.search(self.frame, position)
        return found.start() if found else len(self.frame)

    def _in_headline(self, position: int) -> bool:
        """Tell whether a place is in a line that ends in no full stop, as headlines and captions do."""
        end = self.frame.find("\n", position)
        return end >= 0 and self.frame[end - 1] != "."

    def _full(self, organisation: str, position: int) -> str:
        if not organisation:
            return ""
        full = self.people.full_body(organisation, position) or self._of_kind(organisation, position)
        return full or re.sub(r"^(?:the|its|their)\s+", "", organisation)

    def _of_kind(self, phrase: str, position: int) -> str:
        """Return the body that was called what a phrase calls it: "Otley Elders, a charity" or "the charity Otley Elders"."""
        kind = bare_phrase(phrase)
        if kind not in _KINDS_TOLD:
            return ""
        told = re.compile(
            rf"(?i:\b{kind})\s(?P<name>{_CAPITALS})(?=[\s,.;:’'])|(?P<before>{_CAPITALS}),\san?\s(?:(?!(?:of|by|for|with|and|that)\s)[\w’'-]+\s){{0,4}}?{kind}\b"
        )
        found = last_match(told.finditer(self.frame, max(0, position - MAX_TOLD_CHARS), position))
        return (found["name"] or found["before"]) if found else ""

    def of(self, person: Person) -> Source:
        """Return a person as a source."""
        return Source(person, person.role, person.organisation, person.phrase())

    def _subject_from(self, begin: int, verb: int) -> Source | None:
        """Return the source with which a sentence begins, or that stands right before its verb."""
        mentions = find_names(self.frame, begin, verb)
        if mentions and not self.frame[begin : mentions[0].start].strip():
            person = self.people.named(mentions[0], mentions[0].start)
            if person and re.match(r"[’']", self.frame[mentions[0].end :][:1]) is None:
                return self.of(person)
        source = self.ending_at(self.frame, begin, verb)
        return source if source and (source.person or source.organisation or source.plural) else None

    @abstractmethod
    def ending_at(self, text: str, start: int, end: int) -> Source | None:
        """Return the source that the phrase before a verb names."""

    @abstractmethod
    def starting_at(self, text: str, start: int, end: int) -> Source | None:
        """Return the source that the phrase after a verb names."""

    @abstractmethod
    def phrase_source(self, segment: str, start: int) -> Source | None:
        """Return the source that a phrase without a person's name stands for."""

    @abstractmethod
    def pronoun(self, word: str, position: int, before: str = "") -> Source | None:
        """Return whom a pronoun means."""
