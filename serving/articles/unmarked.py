"""Statements printed without marks: questions and statements read out, words after a colon."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from serving.articles.blocks import FIRST_PERSON, OWN_VOICE, Block, BlockType
from serving.articles.cues import find_cues
from serving.articles.lead_ins import LeadIns
from serving.articles.names import find_names
from serving.articles.quotes import Span
from serving.articles.reading import Reading
from serving.articles.reported import reported_source
from serving.articles.sentences import Sentence, split_sentences
from serving.articles.sources import Found, Method, Source
from serving.articles.statements import Draft, QuoteKind

_READS_OUT = re.compile(
    r"(?:\b(?:following|this)\s(?:\w+\s)?(?:question|statement|reply|response|motion|message|letter)|\b(?:question|statement)\b[^.]*\b(?:read|as follows|asked|submitted)|\b(?:replied|responded|answered|stated|said)\s(?:\w+\s)?as follows)[^.]*:$|^[^.:]{3,80}\b(?:asked|replied|responded|answered)(?:\s(?:the|Mr|Mrs|Ms|Dr|Cllr|Councillor)\s[^.:]{3,50})?:$",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:^|\b(?:following|full|in|issued) )(?:(?:an?|the|this|joint|full|press) )*(?:statement|comment|message|response|letter|observations) (?:from|by|of) [^.]{3,160}:$|\b(?:speech|statement|letter|reply|answer|response|remarks) in full:$|\bfull (?:speech|statement|reply|response|remarks):$"
    r"|\b(?:put out|issued|released|published|sent(?: out)?|made|posted|gave) (?:this|the following|an?|his|her|their|its) (?:[\w-]+ ){0,2}?"
    r"(?:statement|message|comment|reply|response|letter|post)\b[^.:]{0,60}:$"
    r"|\b(?:posted|wrote|writes) (?:this )?on (?:Facebook|Twitter|social media|(?:his|her|its|their|the) (?:[\w-]+ )?(?:blog|website|page))\b[^.:]{0,40}:$",
    re.IGNORECASE,
)
"""A line that leads in to a whole statement: "A statement from Jo Marsh, chair of the board:"."""
_SAID = re.compile(r"\b(?:said|says|added|commented|stated|explained)(?: today| yesterday| this \w+)?:$")
"""A line that leads in to what somebody says, be it without marks."""
_NAMED = re.compile(r"[A-Z][^,.!?:\n]{4,80}(?:,\s[^,.!?:\n]{2,80}|,[^.!?:\n]{2,80},\s[A-Z][^,.!?:\n]{2,80})?:")
"""A line that is a name with a post: "BMA chair Dr Jo Marsh:"."""
_SAID_UNMARKED = re.compile(r"[^:\n]{5,200}\b(?:said|says|added|commented|stated):\s+(?=[A-Z](?:[^\s]+\s){6})")
"""What leads in to words that stand without marks in the same paragraph."""
_AT_SECOND_HAND = re.compile(r"(?:As|What|Here|How)\b|.*\bwhat\b", re.DOTALL)
"""How a line begins that only announces what somebody says: "Here is what the trust said:"."""
_OUR_REPORTER = re.compile(r"(?:Our|My) (?:\w+ )?(?:reporter|correspondent|editor|colleague|photographer)\b")
"""How a paper speaks of its own in the first person."""
_OF_THE_SPEAKER = re.compile(r"(?:She|He)\b")
"""How the paper goes on about somebody whose statement it has printed."""
MAX_WITHOUT_VOICE = 2
"""How many paragraphs of a statement may follow one another without "I" or "we"."""
_STATEMENT_ENDS = re.compile(
    r"(?:[-–—*\s]*ends?\b[-–—*\s.]*$|notes? (?:to|for) editors?|(?:further|more) information|(?:press|media) (?:contact|enquiries|office)|contacts?\b|about (?:us|the)\b|(?:read )?more[ .…]*$)",
    re.IGNORECASE,
)
"""What stands below a statement."""


class Unmarked:
    """The statements without marks of one article."""

    def __init__(self, reading: Reading, lead_ins: LeadIns) -> None:
        self.reading = reading
        self.page = reading.page
        self.ladder = reading.ladder
        self.lead_ins = lead_ins
        self.reading_out: tuple[int, Source] | None = None
        self.in_statement = False
        self.statement_from = -1

    def read(self, number: int, block: Block) -> bool:
        """Read a paragraph without marks that is a question or statement read out; tell whether it was one."""
        asked = block.type is BlockType.HEADING and self.page.text[block.end - 1] == "?"
        if not (asked or block.type is BlockType.PARAGRAPH) or number in self.page.by_block:
            return False
        if self.reading_out and self.reading_out[0] == number - 1 and self._goes_on_reading(number, block):
            self._read_out(number, block, self.reading_out[1])
            return True
        if (named := self._under_name(number)) is not None:
            self.in_statement, self.statement_from = True, number
            self._read_out(number, block, named)
            return True
        if self.lead_ins.last is None or self.lead_ins.last[0] != number - 1:
            return False
        last = self.page.document.blocks[number - 1]
        before = self.page.document.words(last)
        source = self.lead_ins.last[1]
        if source is None:
            return False
        self.in_statement = self._opens_statement(number, block, before)
        if not (self.in_statement or _READS_OUT.search(before) or self._says_unmarked(number, block, before, source)):
            return False
        led = self.in_statement or source.person or find_cues(self.page.frame, last.start, last.end)
        if not led:
            return False
        self._read_out(number, block, source)
        return True

    def _under_name(self, number: int) -> Source | None:
        """Return whose name stands above a paragraph of a page without marks that has statements under names."""
        line = self.page.document.blocks[number - 1]
        if self.page.by_block or self.reading_out is None or line.type is not BlockType.CAPTION:
            return None
        signed = self.ladder.signed(self.page.document.words(line), line.start)
        return signed.source if signed else None

    def _opens_statement(self, number: int, block: Block, before: str) -> bool:
        """Tell whether a line leads in to a statement that is printed without marks, from this paragraph on."""
        if block.type is not BlockType.PARAGRAPH or not _STATES.search(before):
            return False
        self.statement_from = number
        own = OWN_VOICE.search(self.page.text, block.start, block.end) is not None
        return own or self._comes_back(number)

    def _says_unmarked(self, number: int, block: Block, before: str, source: Source) -> bool:
        """Tell whether a line leads in to words in the first person that are printed without marks."""
        if block.type is not BlockType.PARAGRAPH or not (source.person or source.organisation):
            return False
        if _AT_SECOND_HAND.match(before) or _OUR_REPORTER.match(self.page.text, block.start):
            return False
        said = _SAID.search(before)
        if not self.page.by_block and (said or (source.person and _NAMED.fullmatch(before))):
            # The whole page has lost its marks.
            self.statement_from = number
            own = OWN_VOICE.search(self.page.text, block.start, block.end) is not None
            self.in_statement = own or self._comes_back(number)
            return self.in_statement
        return said is not None and FIRST_PERSON.search(self.page.text, block.start, block.end) is not None

    def _read_out(self, number: int, block: Block, source: Source) -> None:
        """Add a paragraph that is read out."""
        found = Found(source, Method.LEAD_IN)
        self.reading.add(Draft([(block.words_start, block.end)], QuoteKind.TURN, number, found), source, block.end)
        self.reading_out = (number, source)

    def _goes_on_reading(self, number: int, block: Block) -> bool:
        """Tell whether a paragraph after one that was read out goes on with it: in the first person, and reporting nobody.

        A statement may say neither "I" nor "we" for a paragraph or two, if it comes back to them or ends there.
        """
        if block.type is not BlockType.PARAGRAPH or _STATEMENT_ENDS.match(self.page.text, block.start, block.end):
            return False
        if self.reading_out and self.reading_out[1].person and _OF_THE_SPEAKER.match(self.page.text, block.start):
            return False
        if self.page.document.words(block).endswith(":") or _OUR_REPORTER.match(self.page.text, block.start):
            return False
        if not self.page.by_block and self._is_told_of_another(block):
            return False
        own = OWN_VOICE if self.in_statement else FIRST_PERSON
        speaks = own.search(self.page.text, block.start, block.end) is not None
        if not speaks and not (self.in_statement and self._comes_back(number)):
            return False
        if self.in_statement and speaks:
            return True
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        return reported_source(self.ladder, sentences[0])[0] is None

    def _is_told_of_another(self, block: Block) -> bool:
        """Tell whether a paragraph reports what somebody with a name says, as an article does and a statement seldom."""
        first = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)[0]
        source = reported_source(self.ladder, first)[0]
        return source is not None and source.person is not None

    def _comes_back(self, number: int) -> bool:
        """Tell whether a statement soon says "I" or "we" again, or ends where a heading or note stands below it."""
        following = self.page.document.blocks[number + 1 : number + 1 + MAX_WITHOUT_VOICE]
        for block in following:
            if block.type is not BlockType.PARAGRAPH or _STATEMENT_ENDS.match(self.page.text, block.start, block.end):
                return True
            if OWN_VOICE.search(self.page.text, block.start, block.end):
                return bool(self.page.by_block) or not self._is_told_of_another(block)
        return len(following) < MAX_WITHOUT_VOICE and number - self.statement_from < MAX_WITHOUT_VOICE

    def read_after_colon(self, number: int, block: Block, sentences: Sequence[Sentence]) -> int:
        """Read what follows "Jo Marsh said:" in a paragraph whose marks were left out; return how many sentences that are."""
        said = _SAID_UNMARKED.match(self.page.text, block.words_start, block.end)
        if said is None or not sentences or said.end() > sentences[0].end or _AT_SECOND_HAND.match(said.group()):
            return 0
        own = [sentences[0], *itertools.takewhile(self._tells_of_nobody, sentences[1:])]
        start, end = said.end(), own[-1].end - (self.page.text[own[-1].end - 1] in '”"’')
        found = self.ladder.cue_before(sentences[0], Span(number, start, end, start, end))
        if found is None or not (found.source.person or found.source.organisation):
            return 0
        self.reading.add(Draft([(start, end)], QuoteKind.DIRECT, number, found), found.source, end)
        return len(own)

    def _tells_of_nobody(self, sentence: Sentence) -> bool:
        """Tell whether a sentence names nobody and reports nothing, so that it may go on with words without marks."""
        named = any(mention.sure for mention in find_names(self.page.frame, sentence.start, sentence.end))
        return not named and reported_source(self.ladder, sentence)[0] is None
