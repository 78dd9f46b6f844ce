"""Lines that lead in to what somebody says in the next paragraph, or in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from serving.articles.blocks import SAID_WITH_DASH, Block, BlockType
from serving.articles.ladder import Ladder
from serving.articles.phrases import PRONOUN_OF_OWNER
from serving.articles.sentences import BLANK, Sentence
from serving.articles.sources import Source

_STRAY_MARKS = ' \n"“‘'
"""A mark after a colon that opens nothing, as the words open again in the next paragraph."""
_LOOKS_ON = re.compile(
    r"^(?:Also|Next|First|Last|Then|Among|Up|Sitting|Standing|Watching|Listening|Waiting|Another)\b[^.]*\b(?:was|came|sat|stood|is|comes)\b"
    r"|\b(?:looking|looked|looks) (?:up|on|round|across|over|at|down|unmoved|unconvinced)\b|\b(?:shook|shakes|shaking) (?:his|her) head\b"
    r"|\b(?:laugh|smil|nodd|shrugg?|sigh|paus|grimac|winc|frown|snort|grinn)(?:ed|es|s|ing)\b"
    r"|\braised? (?:a|his|her) (?:hand|eyebrow)\b|\b(?:stood|got|stands|gets|rose) (?:up|to (?:his|her) feet)\b|\b(?:was|is|were) (?:\w+ )?on (?:his|her) feet\b"
    r"|\b(?:was|is|remains|remained|seemed|seems|sounds|sounded) (?:\w+ )?(?:blunter|blunt|unmoved|unconvinced|unimpressed|undaunted|unrepentant|sceptical|less sanguine|furious|scathing)\b"
)
"""What somebody does who is about to speak."""
_THEIRS = re.compile(
    r"\b(?P<whose>[Hh]is|[Hh]er|[Tt]heir) (?:full )?(?:speech|statement|letter|reply|answer|response|remarks)(?: in full)?:$|\b(?P<makes>[Hh]is|[Hh]er|[Tt]heir) (?:\w+ )?points (?:were|are|included):$"
)
"""A lead-in that tells by a pronoun whose words follow: "Here is her speech in full:"."""
_TOPIC = re.compile(
    r"On (?!(?:\w+day|Twitter|Facebook)\b)(?:[^.:!?](?!\b(?:said|says|added|told|wrote)\b|\b(?:is|had) an?\b|\bwas \w+:))*:"
)
"""A line that tells about what somebody named above says something: "On the clinics that the plan would open:"."""
MAX_LISTED = 20
"""How many paragraphs a list may have of what somebody said."""


class LeadIns:
    """The lead-ins of one article; `last` is the number of the latest's block, and the source."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self.page = ladder.page
        self.list_starts = _list_starts(ladder.page.document.blocks)
        self.last: tuple[int, Source | None] | None = None

    def note(self, number: int, block: Block, sentences: Sequence[Sentence]) -> None:
        """Remember a paragraph that ends in a colon, or that brings a person in, for the next one."""
        if not sentences:
            return
        words = self.page.frame[block.words_start : block.end]
        if _TOPIC.fullmatch(words):
            above = self.page.document.blocks[max(0, number - 1)]
            if above.type is BlockType.CAPTION and (
                signed := self.ladder.signed(self.page.document.words(above), number)
            ):
                self.last = (number, signed.source)
            return
        source = None
        if words.rstrip(_STRAY_MARKS).endswith(":") or SAID_WITH_DASH.search(words):
            source = self.ladder.post_before(words) or self.ladder.source_of_sentence(sentences[-1])
            if source is None:
                source = self.ladder.phrase_in(sentences[-1])
            if source and re.match(r"I\b", source.phrase):
                source = None
            if source is None and (owned := _THEIRS.search(words)):
                owner = PRONOUN_OF_OWNER[(owned["whose"] or owned["makes"]).lower()]
                source = self.page.resolver.pronoun(owner, block.words_start + owned.start())
            self.last = (number, source)
        elif BLANK in words:
            ends = self.page.frame[sentences[-1].start : sentences[-1].end]
            if BLANK not in ends and (source := self._turns_to(sentences[-1])):
                self.last = (number, source)
        elif BLANK not in words:
            source = self.ladder.source_of_sentence(sentences[-1]) or self.ladder.only_person(
                Sentence(block.words_start, block.end)
            )
            if source is None and (linked := re.search(r"\b(?:from|by|of)\s+([^,.]+)\.$", words)):
                groups = self.page.resolver.phrase_source(linked[1], block.words_start)
                source = groups if groups and groups.plural else None
            if source:
                self.last = (number, source)

    def _turns_to(self, sentence: Sentence) -> Source | None:
        """Return the one person to whom a paragraph turns at its end: "Then I remembered Jo, looking up from her desk."."""
        source = self.ladder.only_person(sentence)
        words = self.page.frame[sentence.start : sentence.end]
        return source if source and _LOOKS_ON.search(words) else None

    def leads_to(self, number: int, block: Block) -> Source | None:
        """Return the source that the paragraph before leads in to; a whole list of bullets has one lead-in."""
        if self.last is None:
            return None
        at, source = self.last
        listed = block.type is BlockType.BULLET and self.list_starts[number] <= at + 1
        between = self.page.document.blocks[at + 1 : number]
        follows = all(b.type is BlockType.BOILERPLATE for b in between)  # "Read more" after "Jo Marsh said:".
        return source if follows or listed else None

    def lists(self, number: int) -> Source | None:
        """Return the source of a list of what somebody said, with a semicolon after each but the last: "She also said:"."""
        if self.last is None or self.last[1] is None:
            return None
        at, source = self.last
        if number - at > MAX_LISTED:
            return None
        led, *items = (self.page.frame[b.start : b.end].rstrip() for b in self.page.document.blocks[at:number])
        last = self.page.document.blocks[number]
        goes_on = bool(items) or self.page.text[last.end - 1] == ";"
        listed = led.endswith(":") and goes_on and all(item.endswith(";") for item in items)
        return source if listed else None


def _list_starts(blocks: Sequence[Block]) -> list[int]:
    """Return for each block where the run of bullets begins in which it stands, or its own number."""
    starts: list[int] = []
    for number, block in enumerate(blocks):
        goes_on = number > 0 and block.type is blocks[number - 1].type is BlockType.BULLET
        starts.append(starts[-1] if goes_on else number)
    return starts
