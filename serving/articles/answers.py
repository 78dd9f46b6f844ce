"""Bullets that are what somebody answered, without marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from serving.articles.blocks import Block, BlockType
from serving.articles.lead_ins import LeadIns
from serving.articles.names import has_role, starts_with_name
from serving.articles.quotes import Span
from serving.articles.reading import Reading
from serving.articles.sources import Found, Method
from serving.articles.statements import Draft, QuoteKind

_MAKES_POINTS = re.compile(
    r"(?:[’']s|(?<=s)[’']|\b(?:his|her|their))\s(?:\w+\s)?points (?:were|are|included):$", re.IGNORECASE
)
"""What leads in to somebody's points in bullets: "Among Jo's other points were:"."""
_CLOSED_LINE = re.compile(r"[^.!?\s(]\s\([\w ]{3,30}\)$")
"""The end of a line in a list of people: "editor, Care Weekly (chair)"."""
_REFERENCE = re.compile(
    r"^(?:at |see |as )?(?:items?|minutes?|append(?:ix|ices)|annex|pages?|paragraphs?|sections?|tables?|figures?|slides?|cop(?:y|ies)|attached|enclosed|report|agenda|ref)\b|\b(?:attached|circulated|enclosed)$",
    re.IGNORECASE,
)
"""What stands in brackets at the end of an entry in minutes and agendas: "(copy attached)", "(Item 33.)"."""
_FIGURE = re.compile(r"£?\d[\d.,]*\s?(?:%|per cent\b|percent\b|out of\b|in \d|of the\b)", re.IGNORECASE)
"""What a share of the answers begins with, which is none: "51% came from the town"."""
_TOLD = re.compile(
    r"(?:the\s)?(?:members?|councillors?|residents?|officers?|governors?|(?:a|one|another|some|several)\s\w+)\s(?:\w+\s)?(?:reported|noted|said|stated|felt|commented|suggested|added|asked|queried|expressed|raised|sought|welcomed)\b",
    re.IGNORECASE,
)
"""How an entry begins that tells what was said: "members reported that"."""
_ITEM = re.compile(r"(?:Apologies|Present|In attendance|Actions?|Matters arising|AOB|Any other business|Dates? of)\b")
"""How an item of minutes begins in which nobody speaks."""
_MINUTED = re.compile(r"\s*\d{1,3}\.\d{1,3}\s")
"""The number of a paragraph of minutes."""


class Answers:
    """The answers of one article; `last` is the block of the latest."""

    def __init__(self, reading: Reading, lead_ins: LeadIns) -> None:
        self.reading = reading
        self.page = reading.page
        self.ladder = reading.ladder
        self.lead_ins = lead_ins
        self.last = -1

    def read(self, number: int, block: Block, spans: Sequence[Span]) -> bool:
        """Read a bullet that is somebody's answer; tell whether it was one."""
        if block.type is not BlockType.BULLET:
            return False
        start, end = block.words_start, block.end
        words = self.page.frame[start:end]
        signature = re.search(
            r"\s*(?:[–—]\s*|\s-\s)(?P<who>[^–—.!?\ue000]{2,80})$|\s*\((?P<in>[^()]{2,80})\)\.?$", words
        )
        if spans or (
            starts_with_name(self.page.document.words(block))
            and has_role(words)
            and (words[-1].isalnum() or _CLOSED_LINE.search(words))
        ):
            return False
        if signature and _REFERENCE.search(signature["in"] or ""):
            return False
        if _lists_somebody(words) or _ITEM.match(words) or words.endswith(":"):
            return False
        signed = self.ladder.signed(signature["who"] or f"({signature['in']})", start) if signature else None
        neighbours = [
            self.page.by_block.get(n)
            for n in (number - 1, number + 1)
            if 0 <= n < len(self.page.document.blocks) and self.page.document.blocks[n].type is BlockType.BULLET
        ]
        quoted = [n for n in neighbours if n and n[0].outer_start == self.page.document.blocks[n[0].block].words_start]
        in_list = (self.last >= 0 and number - self.last <= 2) or bool(quoted)
        in_list = in_list and (self.lead_ins.leads_to(number, block) is not None or self.last >= 0)
        in_list = in_list or self._in_selection(number)
        in_list = in_list and not re.fullmatch(r"\s*\d.*\?\s*", self.page.document.words(block), re.DOTALL)
        in_list = in_list and not _TOLD.match(words)
        in_list = in_list and not _FIGURE.match(words) and not _MINUTED.match(self.page.text, block.start, start)
        if not signed and (not in_list or self._heads_section(number, block)):
            return False
        stop = start + signature.start() if signed and signature else end
        led = self.lead_ins.leads_to(number, block) or self.page.resolver.respondents
        found = signed or (Found(led, Method.LEAD_IN) if led else None)
        self.reading.drafts.append(Draft([(start, stop)], QuoteKind.DIRECT, number, found))
        self.last = number
        return True

    def _heads_section(self, number: int, block: Block) -> bool:
        """Tell whether a bullet is a numbered heading below a list of another kind: "2. What worries them"."""
        words = self.page.document.words(block)
        before = self.page.document.words(self.page.document.blocks[number - 1]) if number else ""
        return words[:1].isdigit() and words[-1].isalnum() and not before[:1].isdigit()

    def _in_selection(self, number: int) -> bool:
        """Tell whether a bullet stands in a list that was announced as answers."""
        before = max(0, self.lead_ins.list_starts[number] - 1)
        lead = self.page.document.words(self.page.document.blocks[before]).rstrip()
        announced = re.search(
            r"\b(?:selection|answers?|comments?|said|repl(?:y|ies)|responses?|in their own words|wrote|told us|respondents)\b",
            lead,
            re.IGNORECASE,
        )
        led = self.lead_ins.leads_to(number, self.page.document.blocks[number])
        makes_points = _MAKES_POINTS.search(lead) is not None and led is not None and led.person is not None
        return lead.endswith(":") and (announced is not None or makes_points)


def _lists_somebody(words: str) -> bool:
    """Tell whether a bullet is one of a list of people: "Rt Hon Jo Marsh, former minister (co-chair)"."""
    named = _RIGHT_HONOURABLE.sub("", words)
    _, comma, told = named.partition(",")
    return bool(comma) and starts_with_name(named) and has_role(told) and _SAYS_SOMETHING.search(named) is None


_RIGHT_HONOURABLE = re.compile(r"^(?:The )?(?:Rt\.? Hon\.?|Right Hon(?:ourable)?)\.? ")
_SAYS_SOMETHING = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|could|can|must|may|do|does|did|I|we|said|says)\b|[.!?:]\s|\s[–—-]\s"
)
"""What a line has that tells something, and not only who somebody is."""
