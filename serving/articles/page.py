"""An article as the rungs of attribution see it: its words, the frame around its quotations, its people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from serving.articles.attribution import Resolver
from serving.articles.blocks import BlockType
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.descriptions import parse_description
from serving.articles.document import Document
from serving.articles.introductions import remember
from serving.articles.names import find_names, has_role
from serving.articles.people import Person
from serving.articles.quotes import Span, find_spans
from serving.articles.sentences import BLANK
from serving.articles.statements import Draft
from serving.articles.surveys import respondents

_PRESIDES = re.compile(
    r"\((?:(?:event|panel|round ?table|debate)\s)?(?:chair(?:man|woman|ing|ed)?|moderator)\)\s*$", re.IGNORECASE
)
"""How the list of a round table tells who is in its chair."""
_PRESENT = re.compile(r"(?:Members )?(?:PRESENT|Present):?\s")
_CHAIRS = re.compile(r"\s\((?:in the )?[Cc]hair(?:man|woman|person)?\)")
"""How minutes tell who chairs their meeting: "Present: Councillors J Marsh (Chairman), P Lund"."""
MAX_HEAD_BLOCKS = 30
_LISTED = re.compile(
    r"(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,4}) \(?(?P<initials>[A-Z]{2,4}|[A-Z]{1,3}[a-z])\)? [–—-]?\s?(?P<post>[A-Z][^.\n]{2,90})"
)
"""How the list of those present at a meeting gives a name, initials and post: "Dr Jo Marsh JM Clinical Chair"."""
MAX_LIST_BLOCKS = 80
"""Below which block of minutes no list of those present stands."""
BOOK_CHARS = 200_000


class Page:
    """An article while it is read.

    `frame` is the text with quoted words blanked out, so that offsets stay; `last` the statement read last.
    Making one raises `TooLarge` when the deadline passes.
    """

    def __init__(self, document: Document, deadline: Deadline = UNLIMITED) -> None:
        self.document = document
        self.text = document.text
        self.deadline = deadline
        self.spans = find_spans(document, deadline)
        self.frame = _blanked(self.text, self.spans)
        self.by_block: dict[int, list[Span]] = {}
        for span in self.spans:
            self.by_block.setdefault(span.block, []).append(span)
        frames = [
            (block.start, self.frame[block.start : block.end])
            for block in document.blocks
            if block.type is not BlockType.BOILERPLATE
        ]
        self.people = remember(frames, deadline)
        self.resolver = Resolver(self.people, frame=self.frame)
        self.resolver.respondents = respondents(self.frame)
        self._read_initials()
        self._name_lines()
        self._who_presides()
        self.author = self.resolver.author = self._author()
        self.last: Draft | None = None

    def _read_initials(self) -> None:
        """Learn initials printed after names: "Dr Alun Pryce-Hart (APH)", and "Jo Marsh JM Chair" in lists of those present."""
        for block in self.deadline.watched(self.document.blocks[:MAX_LIST_BLOCKS]):
            if (listed := _LISTED.fullmatch(self.text, block.start, block.end)) and has_role(listed["post"]):
                self._add_listed(block.start, listed)
        for person in self.deadline.watched(self.people.persons):
            line = self.text[person.position : person.position + 160].split("\n")[0]
            initials = "".join(part[0] for word in person.words for part in re.split(r"[-‑]", word) if part)
            for found in re.findall(r"\(([A-Z]{2,4})\)", line):
                if found == initials or found[0] + found[-1] == initials[0] + initials[-1]:
                    self.resolver.acronyms_of_people.setdefault(found, person)

    def _add_listed(self, at: int, listed: re.Match[str]) -> None:
        """Take in one of those present, with initials and post."""
        mentions = find_names(listed["name"])
        if len(mentions) != 1 or mentions[0].end != len(listed["name"]) or len(mentions[0].words) < 2:
            return
        initials = listed["initials"]
        if initials[0] == mentions[0].words[0][0] and mentions[0].words[-1][0] in initials[1:]:
            person = self.people.add(mentions[0], at)
            person.describe(parse_description(listed["post"]))
            self.resolver.acronyms_of_people.setdefault(initials, person)

    def _name_lines(self) -> None:
        """Give people the posts of panel lists, captions and two-line names."""
        blocks = self.document.blocks
        for i, block in enumerate(self.deadline.watched(blocks)):
            if block.type not in (BlockType.PANEL, BlockType.CAPTION, BlockType.HEADING, BlockType.BULLET):
                continue
            line = self.text[block.words_start : block.end]
            mentions = [] if line.isupper() else find_names(line)
            if not mentions or mentions[0].start > 3 or mentions[0].sure < 1:
                continue
            if BLANK in self.frame[block.words_start : block.end]:
                continue  # A bullet that quotes somebody.
            rest = re.sub(r"^\s*\([A-Z]{2,4}\)", "", line[mentions[0].end :]).strip(" ,–—-:|()")
            person = self.people.named(mentions[0], block.start)
            described = parse_description(rest)
            if (
                not rest
                and i + 1 < len(blocks)
                and (following := self.document.words(blocks[i + 1]))
                and len(following) < 120
            ):
                described = (
                    parse_description(following) if has_role(following) and following[-1] not in '.!?”’"' else described
                )
            if person is None and (described.role or block.type is BlockType.PANEL):
                person = self.people.add(mentions[0], block.start)
            if person and described:
                person.describe(described)
            if person and block.type is not BlockType.HEADING and _PRESIDES.search(line):
                self.people.presiding = person
        if self.document.byline:
            mentions = find_names(self.document.byline)
            if mentions and mentions[0].start < 8:
                person = self.people.add(mentions[0], 0)
                person.describe(parse_description(self.document.byline[mentions[0].end :]))

    def _who_presides(self) -> None:
        """Learn from the list of those present who is in the chair of the meeting that the minutes are of."""
        for block in self.document.blocks[:MAX_HEAD_BLOCKS]:
            line = self.text[block.start : block.end]
            if (present := _PRESENT.match(line)) and (chairs := _CHAIRS.search(line, present.end())):
                mentions = find_names(line[: chairs.start()].rstrip())
                if mentions and mentions[-1].end >= len(line[: chairs.start()].rstrip()):
                    self.people.presiding = self.people.add(mentions[-1], block.start + mentions[-1].start)
                return

    def _author(self) -> Person | None:
        """Return the author whom the byline names."""
        mentions = find_names(self.document.byline)
        return self.people.named(mentions[0], 0) if mentions else None

    def show(self, span: Span) -> None:
        """Let a term stand in the frame as any other words; in a text as long as a book it stays blank."""
        if len(self.text) > BOOK_CHARS:
            return
        self.frame = (
            self.frame[: span.outer_start] + self.text[span.outer_start : span.outer_end] + self.frame[span.outer_end :]
        )
        self.resolver.frame = self.frame


def _blanked(text: str, spans: Sequence[Span]) -> str:
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.outer_start], BLANK * (span.outer_end - span.outer_start)]
        at = span.outer_end
    return "".join([*pieces, text[at:]])
