"""What stands beside the running text: captions, standfirsts, headlines, display quotations."""

from __future__ import annotations

import re

from serving.articles.blocks import FIRST_PERSON, Block, BlockType
from serving.articles.names import find_names, is_name, starts_with_name
from serving.articles.pulls import is_carried
from serving.articles.reading import Reading
from serving.articles.reported import reported_source
from serving.articles.sentences import Sentence, count_words
from serving.articles.sources import Found, Method
from serving.articles.statements import Draft, QuoteKind
from serving.articles.turns import Turns

_CREDIT = re.compile(r"\s*(?:\(|\b)(?:Image|Picture|Photo|Photograph|Credit|Pic)s?(?: by\b|:)[^\n]*$")
"""What ends a caption: "(Image: Ambermouth Live)"."""
_NEW_CLAUSE = re.compile(r"\s(?:as|while|after|but|despite)\s")
"""What parts a headline's quoted words from a clause about others: "Doctors call plan “unsafe” as trust insists"."""
MAX_STANDFIRST = 3
"""Below which block no standfirst stands any more."""
MIN_STANDFIRST_WORDS = 7
MAX_DISPLAY_CHARS = 400
"""How long a quotation can be that is displayed without marks over the name of its speaker."""


class Captions:
    """The asides of one article."""

    def __init__(self, reading: Reading, turns: Turns) -> None:
        self.reading = reading
        self.page = reading.page
        self.ladder = reading.ladder
        self.turns = turns

    def _read_caption(self, number: int, block: Block) -> None:
        """Read what a caption reports of the person with whom it begins: "Jo Marsh says the ward will close"."""
        credit = _CREDIT.search(self.page.text, block.start, block.end)
        sentence = Sentence(block.start, credit.start() if credit else block.end)
        names = find_names(self.page.frame, sentence.start, sentence.end)
        if not names or names[0].start != sentence.start:
            return
        source, method = reported_source(self.ladder, sentence)
        if source and source.person and method is not Method.SUBJECT:
            found = Found(source, method)
            self.reading.drafts.append(Draft([(sentence.start, sentence.end)], QuoteKind.INDIRECT, number, found))

    def _read_standfirst(self, number: int, block: Block) -> None:
        """Read what the line below a headline reports, or what an interviewer puts: "Mr Hale says you were late"."""
        blocks = self.page.document.blocks
        put = number + 1 < len(blocks) and blocks[number + 1].type is BlockType.TURN and self.turns.is_interview
        below = 0 < number <= MAX_STANDFIRST and blocks[0].type is BlockType.HEADING
        sentence = Sentence(block.start, block.end)
        if not (put or below) or count_words(self.page.frame[block.start : block.end]) < MIN_STANDFIRST_WORDS:
            return
        source, method = reported_source(self.ladder, sentence)
        asks = self.page.text[block.end - 1] == "?"
        if source and method is not Method.SUBJECT and ((below and not asks) or source.person):
            self.reading.drafts.append(
                Draft([(block.start, block.end)], QuoteKind.INDIRECT, number, Found(source, method))
            )

    def read(self, number: int, block: Block) -> None:
        """Read what an aside quotes or reports, or who is named below a display quotation."""
        spans = self.page.by_block.get(number, [])
        if block.type is BlockType.CAPTION and not spans:
            self._read_caption(number, block)
        if block.type is BlockType.HEADING and not spans:
            self._read_standfirst(number, block)
        sentence = Sentence(block.start, block.end)
        for span in spans:
            before, after = self.page.frame[block.start : span.outer_start], self.page.frame[span.outer_end : block.end]
            lead = self.ladder.cue_before(sentence, span) if _NEW_CLAUSE.match(after) and before.strip() else None
            found = lead or self.ladder.cue_after(sentence, span, block) or self.ladder.cue_before(sentence, span)
            if found is None and re.match(r"[\s–—,-]*(?=[A-Z])", after) and find_names(after):
                found = self.ladder.signed(after, span.outer_end)
            if found is None and before.rstrip().endswith(":"):
                found = self.ladder.headline_name(before, block.start)
            self.reading.drafts.append(
                Draft([(span.start, span.end)], QuoteKind.PULL, number, found, sentence=sentence)
            )
        named = (
            block.type is BlockType.DISPLAY
            and starts_with_name(self.page.document.words(block))
            and self.page.text[block.end - 1].isalnum()
        )
        if (
            block.type is BlockType.DISPLAY
            and not spans
            and not named
            and count_words(self.page.document.words(block)) >= 4
        ):
            self.reading.drafts.append(Draft([(block.start, block.end)], QuoteKind.PULL, number))
        pending = self.reading.drafts[-1] if self.reading.drafts else None
        if (
            (block.type is BlockType.CAPTION or named)
            and not spans
            and pending
            and (pending.found is None or is_carried(self.page.document, pending))
            and self.reading.previous
        ):
            # A name line below a display quotation.
            words = self.page.document.words(block)
            below = pending.block == number - 1 and pending.kind not in (QuoteKind.MIXED, QuoteKind.TURN)
            if below and not (self._heads_article(number) and is_name(words)):
                named_below = self.ladder.signed(words.title() if words.isupper() else words, block.start)
                pending.found = named_below or pending.found

    def _heads_article(self, number: int) -> bool:
        """Tell whether no paragraph stands above a block: a bare name below a headline is the reporter's."""
        return all(block.type is not BlockType.PARAGRAPH for block in self.page.document.blocks[:number])

    def displayed_over_name(self, number: int, block: Block) -> Found | None:
        """Return who says a short paragraph without marks that is set over a line with a name, between the reporter's own."""
        blocks = self.page.document.blocks
        if not 0 < number < len(blocks) - 2 or block.end - block.start > MAX_DISPLAY_CHARS:
            return None
        before, line, after = blocks[number - 1], blocks[number + 1], blocks[number + 2]
        around = (before, block, after)
        if line.type is not BlockType.CAPTION or any(b.type is not BlockType.PARAGRAPH for b in around):
            return None
        own = [FIRST_PERSON.search(self.page.frame, b.words_start, b.end) is not None for b in around]
        if own != [False, True, False] or number in self.page.by_block:
            return None
        return self.ladder.signed(self.page.document.words(line), line.start)
