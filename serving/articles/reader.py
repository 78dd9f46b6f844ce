"""Read an article: every statement in it, with who speaks and how that was found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from labels.errors import TooLarge
from serving.articles.blocks import OWN_VOICE, Block, BlockType
from serving.articles.cues import find_cues
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.document import Document
from serving.articles.introductions import find_bodies
from serving.articles.ladder import ASIDES, VOICE, Ladder
from serving.articles.names import find_names, has_role, starts_with_name
from serving.articles.page import Page
from serving.articles.pulls import is_carried, link_repeats
from serving.articles.quotes import Span
from serving.articles.reported import asker, reported_source
from serving.articles.sentences import BLANK, Sentence, sentence_at, split_sentences
from serving.articles.sources import CONFIDENCE, Found, Method, Source, without_clause
from serving.articles.statements import Draft, Quote, QuoteKind, carrying_sentence
from serving.articles.surveys import is_kind_line, is_post_line, is_surveyed
from serving.articles.terms import is_slogan, is_term, kind_of
from serving.articles.turns import Turns, read_out

__all__ = ["Quote", "QuoteKind", "carrying_sentence", "read_article"]

_READS_OUT = re.compile(
    r"(?:\b(?:following|this)\s(?:\w+\s)?(?:question|statement|reply|response|motion|message|letter)|\b(?:question|statement)\b[^.]*\b(?:read|as follows|asked|submitted)|\b(?:replied|responded|answered|stated|said)\s(?:\w+\s)?as follows)[^.]*:$|^[^.:]{3,80}\b(?:asked|replied|responded|answered)(?:\s(?:the|Mr|Mrs|Ms|Dr|Cllr|Councillor)\s[^.:]{3,50})?:$",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:^|\b(?:following|full|in|issued) )(?:(?:an?|the|this|joint|full|press) )*(?:statement|comment|message|response|letter|observations) (?:from|by|of) [^.]{3,160}:$",
    re.IGNORECASE,
)
"""A line that leads in to a whole statement: "A statement from Jo Marsh, chair of the board:"."""
_SAID = re.compile(r"\b(?:said|says|added|commented|stated|explained)(?: today| yesterday| this \w+)?:$")
"""A line that leads in to what somebody says, be it without marks."""
_SAID_UNMARKED = re.compile(r"[^:\n]{5,200}\b(?:said|says|added|commented|stated):\s+(?=[A-Z](?:[^\s]+\s){6})")
"""What leads in to words that stand without marks in the same paragraph."""
_AT_SECOND_HAND = re.compile(r"(?:As|What|Here|How)\b|.*\bwhat\b", re.DOTALL)
"""How a line begins that only announces what somebody says: "Here is what the trust said:"."""
_OUR_REPORTER = re.compile(r"(?:Our|My) (?:\w+ )?(?:reporter|correspondent|editor|colleague|photographer)\b")
"""How a paper speaks of its own in the first person."""
MAX_WITHOUT_VOICE = 2
"""How many paragraphs of a statement may follow one another without "I" or "we"."""
_STATEMENT_ENDS = re.compile(
    r"(?:[-–—*\s]*ends?\b[-–—*\s.]*$|notes? (?:to|for) editors?|(?:further|more) information|(?:press|media) (?:contact|enquiries|office)|contacts?\b|about (?:us|the)\b)",
    re.IGNORECASE,
)
"""What stands below a statement."""
_INITIALS = re.compile(r"[A-Z]{2,4}(?=\s[a-z])")
_STRAY_MARKS = ' \n"“‘'
"""A mark after a colon that opens nothing, as the words open again in the next paragraph."""
_FIRST_PERSON = re.compile(r"(?<![\w’'])(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_YOU_SAID = re.compile(
    r"\b[Yy]ou(?:[’']ve| have)?\s(?:\w+\s){0,2}?(?:said|say|called?|described?|told|wrote|talk(?:ed)? of|spoke of|warned|argued)\b[^.?\ue000]*$"
)
_LOOKS_ON = re.compile(
    r"^(?:Also|Next|First|Last|Then|Among|Up|Sitting|Standing|Watching|Listening|Waiting|Another)\b[^.]*\b(?:was|came|sat|stood|is|comes)\b"
    r"|\b(?:looking|looked|looks) (?:up|on|round|across|over|at|down|unmoved|unconvinced)\b|\b(?:shook|shakes|shaking) (?:his|her) head\b"
    r"|\b(?:laugh|smil|nodd|shrugg?|sigh|paus|grimac|winc|frown|snort|grinn)(?:ed|es|s|ing)\b"
    r"|\braised? (?:a|his|her) (?:hand|eyebrow)\b|\b(?:stood|got|stands|gets|rose) (?:up|to (?:his|her) feet)\b|\b(?:was|is|were) (?:\w+ )?on (?:his|her) feet\b"
    r"|\b(?:was|is|remains|remained|seemed|seems|sounds|sounded) (?:\w+ )?(?:blunter|blunt|unmoved|unconvinced|unimpressed|undaunted|unrepentant|sceptical|less sanguine|furious|scathing)\b"
)
"""What somebody does who is about to speak."""
_CREDIT = re.compile(r"\s*(?:\(|\b)(?:Image|Picture|Photo|Photograph|Credit|Pic)s?(?: by\b|:)[^\n]*$")
"""What ends a caption: "(Image: Ambermouth Live)"."""
_NEW_CLAUSE = re.compile(r"\s(?:as|while|after|but|despite)\s")
"""What parts a headline's quoted words from a clause about others: "Doctors call plan “unsafe” as trust insists"."""
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
_TOLD_AFTER = re.compile(r",?\s[^.;:\ue000]{4,160}\s(?:told|said)(?:\s[^.,;:\ue000]{2,60})?\.?")
"""What follows words that a group wants and somebody named says: "..., Jo Marsh told the Echo."."""
_MINUTED = re.compile(r"\s*\d{1,3}\.\d{1,3}\s")
"""The number of a paragraph of minutes."""
_SAYS_NOTHING = re.compile(
    r"I beg to move,?|To lie upon the Table\.?|(?:Good (?:morning|afternoon|evening)|Hello|Thank you|Thanks)(?:,? [\w’' ]{2,30})?[.!]?"
)
"""What a Member says before the words of a motion, the note below a petition, and greetings."""
_PRESENTS_ONE = re.compile(r"(?:One|An?|Another|The) [^.!?]{3,120}:$")
"""A line that leads in to the words of one: "One ward manager in Kent:"."""
_SOMEBODY_SAID = re.compile(
    r"(?:But |And |Yet |However, )?(?:[Tt]hey|[Hh]e|[Ss]he|It)\s(?:had\s|has\s|have\s)?(?:also\s|then\s|later\s)?(?:said|added|claimed|argued|warned|insisted|stressed)\sthat\s(?=[^.]{0,100}\b(?:is|are|was|were|will|would|could|can|should|may|might|must|had|has|have|did|do|does|needs?|wants?)\b)"
)
"""What reports somebody's words, be it not told whose: "They said that people could die"."""
MIN_AUTHORS_WORDS = 5
"""How many words what an author says must have."""
MAX_SIGNATURE_WORDS = 8
MAX_POST_CHARS = 140
MAX_STANDFIRST = 3
"""Below which block no standfirst stands any more."""
MIN_STANDFIRST_WORDS = 7
MAX_LISTED = 20
"""How many paragraphs a list may have of what somebody said."""
MAX_DISPLAY_CHARS = 400
"""How long a quotation can be that is displayed without marks over the name of its speaker."""
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def read_article(
    document: Document,
    *,
    first_person: bool = False,
    deadline: Deadline = UNLIMITED,
    max_statements: int | None = None,
) -> list[Quote]:
    """Return the statements of an article in the order of its text.

    `first_person` adds the paragraphs of a byline's author. Raises `TooLarge` when the deadline passes, and as soon
    as more than `max_statements` are found; display quotations that repeat others count too.
    """
    reader = _Reader(document, deadline, max_statements)
    drafts = reader.read()
    if first_person:
        drafts += reader.authors_statements(drafts)
    drafts = link_repeats(document, drafts, deadline)
    drafts.sort(key=lambda draft: draft.parts[0])
    numbers = {id(draft): number for number, draft in enumerate(drafts)}
    return [_quote(document, draft, numbers) for draft in deadline.watched(drafts)]


def _quote(document: Document, draft: Draft, numbers: dict[int, int]) -> Quote:
    source = draft.found.source if draft.found else None
    person = source.person if source else None
    method = draft.found.method if draft.found else None
    return Quote(
        draft.parts[0][0],
        draft.parts[-1][1],
        tuple(draft.parts),
        draft.kind,
        " ".join(document.text[start:end] for start, end in draft.parts),
        carrying_sentence(document.text, draft.parts[0][0], draft.parts[-1][1]),
        person.name if person else source.names or None if source else None,
        (person.role if person else without_clause(source.role) if source else "") or None,
        (person.organisation if person else source.organisation if source else "") or None,
        (person.phrase() if person else source.phrase if source else ""),
        method,
        CONFIDENCE[method] if method else 0.0,
        numbers.get(id(draft.repeats)) if draft.repeats else None,
    )


def _list_starts(blocks: Sequence[Block]) -> list[int]:
    """Return for each block where the run of bullets begins in which it stands, or its own number."""
    starts: list[int] = []
    for number, block in enumerate(blocks):
        goes_on = number > 0 and block.type is blocks[number - 1].type is BlockType.BULLET
        starts.append(starts[-1] if goes_on else number)
    return starts


def _runs(sentences: Sequence[Sentence], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end that follow on one another and hold nothing that is taken."""
    run: tuple[int, int] | None = None
    for sentence in sentences:
        if any(start < sentence.end and end > sentence.start for start, end in taken):
            if run:
                yield run
            run = None
        else:
            run = (run[0] if run else sentence.start, sentence.end)
    if run:
        yield run


class _Reader:
    """One pass over an article's blocks, keeping in mind who spoke last."""

    def __init__(self, document: Document, deadline: Deadline, max_statements: int | None) -> None:
        self.deadline = deadline
        self.max_statements = max_statements
        self.page = Page(document, deadline)
        self.ladder = Ladder(self.page)
        self.turns = Turns(self.ladder)
        self.drafts: list[Draft] = []
        self.previous: Block | None = None
        self.lead_in: tuple[int, Source | None] | None = None
        self.verbatim = -1
        self.under_name = -1
        self.reading_out: tuple[int, Source] | None = None
        self.in_statement = False
        self.statement_from = -1
        self.list_starts = _list_starts(document.blocks)

    def read(self) -> list[Draft]:
        """Return the statements found, in the order of reading."""
        for number, block in enumerate(self.deadline.watched(self.page.document.blocks)):
            if block.type is BlockType.BOILERPLATE:
                continue
            if block.type is BlockType.TURN:
                self._read_turn(number, block)
            elif block.type is BlockType.PANEL or self._is_read_out(number, block):
                pass
            elif block.type in ASIDES:
                self._read_aside(number, block)
            elif (below := self._displayed_over_name(number, block)) is not None:
                self.drafts.append(Draft([(block.start, block.end)], QuoteKind.PULL, number, below))
            elif (named := self._signed(number, block)) is not None:
                self._read_whole(number, named)
            else:
                self._read_paragraph(number, block)
            self.previous = block
            self._check_number()
        return self.drafts

    def _check_number(self) -> None:
        if self.max_statements is not None and len(self.drafts) > self.max_statements:
            raise TooLarge(f"holds {len(self.drafts)} statements or more", expected=f"at most {self.max_statements}")

    def _read_turn(self, number: int, block: Block) -> None:
        if self.turns.interrupts(number, block):
            self._read_paragraph(number, block)
            return
        source = self.turns.source(block)
        start, end = block.words_start, block.end
        if start >= end or _SAYS_NOTHING.fullmatch(self.page.text, start, end):
            return
        if source is None:
            if self.turns.is_interview or not block.label:
                self._add(Draft([(start, end)], QuoteKind.TURN, number, None), None, block.start)
            return
        if isinstance(source, str):
            self._read_question(number, block)
            return
        found = Found(source, Method.TURN)
        inner = self.page.by_block.get(number, [])
        if len(inner) == 1 and inner[0].outer_start <= start + 1 and inner[0].outer_end >= end - 1:
            other = read_out(self.ladder, self.previous)
            found = Found(other, Method.LEAD_IN) if other else found
            self.drafts.append(
                Draft([(inner[0].start, inner[0].end)], QuoteKind.DIRECT if other else QuoteKind.TURN, number, found)
            )
            return
        self._add(Draft([(start, end)], QuoteKind.TURN, number, found), source, block.start)
        self._read_quoted_in_turn(number, block, inner, source)

    def _read_question(self, number: int, block: Block) -> None:
        """Add what an interviewer quotes: others, whose words may be reported too, and the one who answers, as "you"."""
        self._read_quoted_in_turn(number, block, self.page.by_block.get(number, []), None)
        for sentence in split_sentences(self.page.text, self.page.frame, block.words_start, block.end):
            if BLANK not in self.page.frame[sentence.start : sentence.end]:
                source, method = reported_source(self.ladder, sentence)
                if source and source.person and find_names(self.page.frame, sentence.start, sentence.end):
                    found = Found(source, method)
                    self.drafts.append(Draft([(sentence.start, sentence.end)], QuoteKind.INDIRECT, number, found))

    def _read_quoted_in_turn(self, number: int, block: Block, spans: Sequence[Span], speaking: Source | None) -> None:
        """Add what a speaker in a turn quotes others as saying."""
        if not spans:
            return
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        for span in spans:
            if speaking and len(_WORD.findall(self.page.text[span.start : span.end])) < 4:
                continue
            sentence = sentences[sentence_at(sentences, span.outer_start)]
            found = self.ladder.cue_before(sentence, span) or self.ladder.cue_after(sentence, span, block)
            said = speaking is None and _YOU_SAID.search(self.page.frame, sentence.start, span.outer_start)
            if said and (answering := self.turns.interviewee):
                found = Found(self.page.resolver.of(answering), Method.CUE_BEFORE)
            if found and (speaking is None or found.source.key != speaking.key):
                self.drafts.append(Draft([(span.start, span.end)], kind_of(self.ladder, sentence, span), number, found))

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
            self.drafts.append(Draft([(sentence.start, sentence.end)], QuoteKind.INDIRECT, number, found))

    def _read_standfirst(self, number: int, block: Block) -> None:
        """Read what the line below a headline reports, or what an interviewer puts: "Mr Hale says you were late"."""
        blocks = self.page.document.blocks
        put = number + 1 < len(blocks) and blocks[number + 1].type is BlockType.TURN and self.turns.is_interview
        below = 0 < number <= MAX_STANDFIRST and blocks[0].type is BlockType.HEADING
        sentence = Sentence(block.start, block.end)
        if not (put or below) or len(_WORD.findall(self.page.frame[block.start : block.end])) < MIN_STANDFIRST_WORDS:
            return
        source, method = reported_source(self.ladder, sentence)
        if source and method is not Method.SUBJECT and (below or source.person):
            self.drafts.append(Draft([(block.start, block.end)], QuoteKind.INDIRECT, number, Found(source, method)))

    def _read_aside(self, number: int, block: Block) -> None:
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
            self.drafts.append(Draft([(span.start, span.end)], QuoteKind.PULL, number, found, sentence=sentence))
        named = (
            block.type is BlockType.DISPLAY
            and starts_with_name(self.page.document.words(block))
            and self.page.text[block.end - 1].isalnum()
        )
        if (
            block.type is BlockType.DISPLAY
            and not spans
            and not named
            and len(_WORD.findall(self.page.document.words(block))) >= 4
        ):
            self.drafts.append(Draft([(block.start, block.end)], QuoteKind.PULL, number))
        pending = self.drafts[-1] if self.drafts else None
        if (
            (block.type is BlockType.CAPTION or named)
            and not spans
            and pending
            and (pending.found is None or is_carried(self.page.document, pending))
            and self.previous
        ):
            # A name line below a display quotation.
            if pending.block == number - 1 and pending.kind is not QuoteKind.MIXED:
                words = self.page.document.words(block)
                named_below = self.ladder.signed(words.title() if words.isupper() else words, block.start)
                pending.found = named_below or pending.found

    def _displayed_over_name(self, number: int, block: Block) -> Found | None:
        """Return who says a short paragraph without marks that is set over a line with a name, between the reporter's own."""
        blocks = self.page.document.blocks
        if not 0 < number < len(blocks) - 2 or block.end - block.start > MAX_DISPLAY_CHARS:
            return None
        before, line, after = blocks[number - 1], blocks[number + 1], blocks[number + 2]
        around = (before, block, after)
        if line.type is not BlockType.CAPTION or any(b.type is not BlockType.PARAGRAPH for b in around):
            return None
        own = [_FIRST_PERSON.search(self.page.frame, b.words_start, b.end) is not None for b in around]
        if own != [False, True, False] or number in self.page.by_block:
            return None
        return self.ladder.signed(self.page.document.words(line), line.start)

    def _signed(self, number: int, block: Block) -> Found | None:
        """Return who is named by a line above or below a quotation that fills its paragraph."""
        if (line := self.post_lines.get(number)) is not None:
            words = self.page.document.words(line)
            return self.ladder.signed(words, line.start) or self.ladder.signed(f"({words})", line.start)
        return self._named_above(number, block) or self._signed_below(number, block)

    @cached_property
    def post_lines(self) -> dict[int, Block]:
        """Return the lines that give no more than posts, by the quotation to which each belongs: all above or all below.

        One such line beside one quotation may be a heading, except in a survey.
        """
        blocks = self.page.document.blocks
        ends = {n: self._last_of(n) for n in self.page.by_block if self._is_whole(n, blocks[n])}
        below = {
            n: blocks[end + 1] for n, end in ends.items() if end + 1 < len(blocks) and self._is_post(blocks[end + 1])
        }
        above = {n: blocks[n - 1] for n in ends if n and self._is_post(blocks[n - 1])}
        first = min((lines[min(lines)].start for lines in (below, above) if lines), default=0)
        lines = below if any(line.start == first for line in below.values()) else above
        lines = {
            n: line
            for n, line in lines.items()
            if n == 0 or not _PRESENTS_ONE.match(self.page.document.words(blocks[n - 1]))
        }
        dashed = any(self.page.text[line.start] in "–—-" for line in lines.values())
        return lines if len(lines) > 1 or (lines and (dashed or is_surveyed(self.page.text))) else {}

    def _last_of(self, number: int) -> int:
        """Return the last block of a quotation that may run over several."""
        while number + 1 in self.page.by_block and not self.page.by_block[number][-1].closed:
            if not self.page.by_block[number + 1][0].continues:
                break
            number += 1
        return number

    def _is_post(self, block: Block) -> bool:
        """Tell whether a block is a line that gives no more than a post."""
        if block.type in (BlockType.TURN, BlockType.BOILERPLATE, BlockType.PANEL):
            return False
        words = self.page.document.words(block)
        if block.end - block.start > MAX_POST_CHARS:
            return False
        return is_post_line(words) or (is_kind_line(words) and is_surveyed(self.page.text))

    def _named_above(self, number: int, block: Block) -> Found | None:
        """Return whom the line above names where each quotation of a list stands alone under its speaker's name."""
        if number < 2 or not self._is_whole(number, block):
            return None
        heads, line = self.page.document.blocks[number - 2], self.page.document.blocks[number - 1]
        listed = heads.type is BlockType.HEADING or self.under_name == number - 2
        if line.type not in (BlockType.CAPTION, BlockType.HEADING) or not listed:
            return None
        words = self.page.document.words(line)
        if line.type is BlockType.CAPTION:
            return self.ladder.signed(words, line.start)
        body = self.under_name == number - 2 and [name for _, name in find_bodies(words)] == [words]
        return Found(Source(None, "", words, words), Method.CAPTION) if body else None

    def _signed_below(self, number: int, block: Block) -> Found | None:
        """Return who signs a whole quotation in the line below it by a post and a place: "GP, Northtown"."""
        blocks = self.page.document.blocks
        if number + 1 >= len(blocks) or blocks[number + 1].type not in (BlockType.HEADING, BlockType.CAPTION):
            return None
        line = self.page.document.words(blocks[number + 1])
        post, comma, place = line.partition(", ")
        if not comma or not has_role(post) or not place[:1].isupper() or len(line.split()) > MAX_SIGNATURE_WORDS:
            return None
        if starts_with_name(line) or not self._is_whole(number, block):
            return None
        return self.ladder.signed(line, blocks[number + 1].start)

    def _is_whole(self, number: int, block: Block) -> bool:
        """Tell whether a paragraph is one quotation and nothing else."""
        spans = self.page.by_block.get(number, [])
        return (
            block.type is BlockType.PARAGRAPH
            and len(spans) == 1
            and not spans[0].continues
            and spans[0].outer_start <= block.words_start
            and spans[0].outer_end >= block.end
        )

    def _read_whole(self, number: int, found: Found) -> None:
        """Read a quotation that fills its paragraph under its speaker's name."""
        [span] = self.page.by_block[number]
        draft = Draft([(span.start, span.end)], QuoteKind.DIRECT, number, found, closed=span.closed)
        self._add(draft, found.source, span.outer_end)
        self.under_name = number

    def _read_paragraph(self, number: int, block: Block) -> None:
        spans = self.page.by_block.get(number, [])
        if self._is_verbatim(number, block, spans):
            return
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        if not spans and self._read_unmarked(number, block, sentences):
            return
        by_sentence: dict[int, list[Span]] = {}
        for span in spans:
            owner = sentence_at(sentences, span.outer_start)
            by_sentence.setdefault(owner, []).append(span)
        for i, sentence in enumerate(self.deadline.watched(sentences)):
            inside = by_sentence.get(i, [])
            kept: list[Span] = []
            slogan: Span | None = None
            for span in inside:
                self.deadline.check()
                if slogan and self.page.frame[slogan.outer_end : span.outer_start] == " and ":
                    slogan = span  # "Placards reading “Save us” and “Hands off”"
                    self.page.show(span)
                elif is_term(self.ladder, sentence, span, block, follows=bool(kept)):
                    slogan = span if is_slogan(self.page.frame[sentence.start : span.outer_start]) else None
                    self.page.show(span)
                else:
                    kept.append(span)
            if kept:
                self._read_quoted(number, block, sentences, i, kept)
            else:
                self._read_reported(number, sentence)
        self._note_lead_in(number, block, sentences)

    def _read_unmarked(self, number: int, block: Block, sentences: Sequence[Sentence]) -> bool:
        """Read what follows "Jo Marsh said:" in a paragraph whose marks were left out; tell whether it was no more than that."""
        said = _SAID_UNMARKED.match(self.page.text, block.words_start, block.end)
        if said is None or not sentences or said.end() > sentences[0].end or _AT_SECOND_HAND.match(said.group()):
            return False
        own = [sentences[0], *itertools.takewhile(self._tells_of_nobody, sentences[1:])]
        start, end = said.end(), own[-1].end - (self.page.text[own[-1].end - 1] in '”"’')
        found = self.ladder.cue_before(sentences[0], Span(number, start, end, start, end))
        if found is None or not (found.source.person or found.source.organisation):
            return False
        self._add(Draft([(start, end)], QuoteKind.DIRECT, number, found), found.source, end)
        for sentence in sentences[len(own) :]:
            self._read_reported(number, sentence)
        return True

    def _tells_of_nobody(self, sentence: Sentence) -> bool:
        """Tell whether a sentence names nobody and reports nothing, so that it may go on with words without marks."""
        named = any(mention.sure for mention in find_names(self.page.frame, sentence.start, sentence.end))
        return not named and reported_source(self.ladder, sentence)[0] is None

    def _read_quoted(
        self, number: int, block: Block, sentences: Sequence[Sentence], i: int, spans: Sequence[Span]
    ) -> None:
        sentence = sentences[i]
        first_of_sentence: Draft | None = None
        before = len(self.drafts)
        for span in spans:
            self.deadline.check()
            kind = kind_of(self.ladder, sentence, span)
            if span.continues and self.page.last and not self.page.last.closed:
                found = self.ladder.cue_after(sentence, span, block)
                if self.page.last.found and self.page.last.found.method is Method.CARRIED and found:
                    self.page.last.found = None
                if self.page.last.found is None or found is None or found.source.key == self.page.last.found.source.key:
                    self.page.last.parts.append((span.start, span.end))
                    self.page.last.closed = span.closed
                    if self.page.last.found is None and found:
                        self.page.last.found = found
                        self.page.resolver.note(span.end, found.source)
                    first_of_sentence = self.page.last
                    continue
            found, split = self._attribute(number, block, sentences, i, span, first_of_sentence)
            joined = first_of_sentence or (self.page.last if split else None)
            if joined and found and self._joins(joined, kind, found, split):
                joined.parts.append((span.start, span.end))
                joined.closed = span.closed
                if kind is QuoteKind.DIRECT and joined.kind is QuoteKind.MIXED and split:
                    joined.kind = QuoteKind.DIRECT
                first_of_sentence = joined
                continue
            draft = Draft([(span.start, span.end)], kind, number, found, sentence=sentence, closed=span.closed)
            self._add(draft, found.source if found else None, span.outer_end)
            first_of_sentence = draft
        self._gather_fragments(before)

    def _gather_fragments(self, before: int) -> None:
        """Let a sentence's fragments be one statement where only what follows the last tells whose all are: "..., Jo Marsh said"."""
        if len(self.drafts) < before + 2:
            return
        earlier, last = self.drafts[before:-1], self.drafts[-1]
        if last.kind is not QuoteKind.MIXED or last.found is None:
            return
        own = (draft.found for draft in earlier if draft.found and draft.found.method is not Method.CARRIED)
        if last.found.method is not Method.CUE_AFTER or any(own):
            return
        last.parts = [part for draft in earlier for part in draft.parts] + last.parts
        self.drafts[before:] = [last]

    def _joins(self, draft: Draft, kind: QuoteKind, found: Found, split: bool) -> bool:
        if draft.found is None or draft.found.source.key != found.source.key:
            return False
        if split:
            return True
        return found.method is Method.SPLIT or (kind is draft.kind is QuoteKind.MIXED)

    def _attribute(
        self, number: int, block: Block, sentences: Sequence[Sentence], i: int, span: Span, earlier: Draft | None
    ) -> tuple[Found | None, bool]:
        """Return who speaks and whether the words go on with the last statement."""
        sentence = sentences[i]
        between = self.page.frame[sentence.start : span.outer_start]
        since_quote = between.rsplit(BLANK, 1)[-1]
        glued = self.page.text[max(0, span.outer_start - 1)] in ".!?"  # "It shut.“Never,” said Jo Marsh."
        if not glued and (found := self.ladder.cue_before(sentence, span)):
            if found.source.person is None and _TOLD_AFTER.fullmatch(self.page.frame, span.outer_end, sentence.end):
                told = self.ladder.cue_after(sentence, span, block)
                if told and told.source.person:
                    return told, False
            same = earlier is not None and earlier.found is not None and found.source.key == earlier.found.source.key
            return found, same and BLANK in between and self._is_split(since_quote)
        if found := self.ladder.cue_after(sentence, span, block):
            return found, False
        if found := self.ladder.credited_at_end(sentence, span):
            return found, False
        if earlier is not None and (found := self.ladder.elliptic(since_quote, span)):
            return found, False
        if earlier is not None and earlier.found is not None:
            return Found(earlier.found.source, Method.SPLIT), self._is_split(since_quote)
        opens = not re.search(r"\w", between)
        if self.ladder.is_unnamed_voice(sentence, span):
            return None, False
        if opens and (found := self.ladder.presented(span, block) or self.ladder.signed_at_end(span, block)):
            return found, False
        if (
            opens
            and i > 0
            and self.page.last
            and self.page.last.block == number
            and self.page.last.found
            and self._tail_is_attribution(sentences, i)
        ):
            return Found(self.page.last.found.source, Method.SPLIT), True
        if opens and i > 0 and (source := self.ladder.source_of_sentence(sentences[i - 1])):
            before = self.page.text[max(0, sentence.start - 8) : sentence.start].rstrip()
            return Found(source, Method.LEAD_IN if before.endswith(":") else Method.CARRIED), False
        if opens and (source := self._led_in(number, block)):
            return Found(source, Method.LEAD_IN), False
        if not opens and (told := self.ladder.told_below(block)):
            return told, False
        if not opens and (source := self._listed_in(number)):
            return Found(source, Method.LEAD_IN), False
        if not opens and (found := self.ladder.subject(sentence, span)):
            return found, False
        last = self.page.last
        if opens and last and last.block == number and last.found is None and self._after_a_voice(sentences, i):
            return None, False
        if opens and block.type is BlockType.BULLET and (asked := self.page.resolver.respondents):
            return Found(asked, Method.LEAD_IN), False
        return self.ladder.carried(sentences, i, span, opens), False

    def _after_a_voice(self, sentences: Sequence[Sentence], i: int) -> bool:
        """Tell whether the words before were a voice's without a name: what goes on is so too."""
        if i == 0:
            return False
        before = self.page.frame[sentences[i - 1].start : sentences[i - 1].end]
        return VOICE.match(before.rsplit(BLANK, 1)[-1]) is not None

    def _is_split(self, between: str) -> bool:
        """Tell whether the words between two quoted runs only say who speaks."""
        words = between.strip(" ,.;:–—-")
        if between.rstrip().endswith(":"):
            return False
        return len(words.split()) <= 25 and not re.search(
            r"\b(?:adding|and (?:added|said|told)|before adding|that|calling|describing|warning|as)\b", words
        )

    def _tail_is_attribution(self, sentences: Sequence[Sentence], i: int) -> bool:
        """Tell whether the sentence before ends in an attribution of the words before it."""
        before = self.page.frame[sentences[i - 1].start : sentences[i - 1].end]
        if BLANK not in before:
            return False
        tail = before.rsplit(BLANK, 1)[-1]
        return bool(re.search(r"\w", tail)) and len(tail.split()) <= 40

    def _note_lead_in(self, number: int, block: Block, sentences: Sequence[Sentence]) -> None:
        """Remember a paragraph that ends in a colon, or that brings a person in, for the next one."""
        if not sentences:
            return
        words = self.page.frame[block.words_start : block.end]
        source = None
        if words.rstrip(_STRAY_MARKS).endswith(":"):
            source = self.ladder.post_before(words) or self.ladder.source_of_sentence(sentences[-1])
            if source is None:
                source = self.ladder.phrase_in(sentences[-1])
            if source and re.match(r"I\b", source.phrase):
                source = None
            self.lead_in = (number, source)
        elif BLANK in words:
            ends = self.page.frame[sentences[-1].start : sentences[-1].end]
            if BLANK not in ends and (source := self._turns_to(sentences[-1])):
                self.lead_in = (number, source)
        elif BLANK not in words:
            source = self.ladder.source_of_sentence(sentences[-1]) or self.ladder.only_person(
                Sentence(block.words_start, block.end)
            )
            if source is None and (linked := re.search(r"\b(?:from|by|of)\s+([^,.]+)\.$", words)):
                groups = self.page.resolver.phrase_source(linked[1], block.words_start)
                source = groups if groups and groups.plural else None
            if source:
                self.lead_in = (number, source)

    def _turns_to(self, sentence: Sentence) -> Source | None:
        """Return the one person to whom a paragraph turns at its end: "Then I remembered Jo, looking up from her desk."."""
        source = self.ladder.only_person(sentence)
        words = self.page.frame[sentence.start : sentence.end]
        return source if source and _LOOKS_ON.search(words) else None

    def _led_in(self, number: int, block: Block) -> Source | None:
        """Return the source that the paragraph before leads in to; a whole list of bullets has one lead-in."""
        if self.lead_in is None:
            return None
        at, source = self.lead_in
        listed = block.type is BlockType.BULLET and self.list_starts[number] <= at + 1
        between = self.page.document.blocks[at + 1 : number]
        follows = all(b.type is BlockType.BOILERPLATE for b in between)  # "Read more" after "Jo Marsh said:".
        return source if follows or listed else None

    def _listed_in(self, number: int) -> Source | None:
        """Return the source of a list of what somebody said, with a semicolon after each but the last: "She also said:"."""
        if self.lead_in is None or self.lead_in[1] is None:
            return None
        at, source = self.lead_in
        if number - at > MAX_LISTED:
            return None
        led, *items = (self.page.frame[b.start : b.end].rstrip() for b in self.page.document.blocks[at:number])
        last = self.page.document.blocks[number]
        goes_on = bool(items) or self.page.text[last.end - 1] == ";"
        listed = led.endswith(":") and goes_on and all(item.endswith(";") for item in items)
        return source if listed else None

    def _is_verbatim(self, number: int, block: Block, spans: Sequence[Span]) -> bool:
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
        signed = self.ladder.signed(signature["who"] or f"({signature['in']})", start) if signature else None
        neighbours = [
            self.page.by_block.get(n)
            for n in (number - 1, number + 1)
            if 0 <= n < len(self.page.document.blocks) and self.page.document.blocks[n].type is BlockType.BULLET
        ]
        quoted = [n for n in neighbours if n and n[0].outer_start == self.page.document.blocks[n[0].block].words_start]
        in_list = (self.verbatim >= 0 and number - self.verbatim <= 2) or bool(quoted)
        in_list = in_list and (self._led_in(number, block) is not None or self.verbatim >= 0)
        in_list = in_list or self._in_selection(number)
        in_list = in_list and not re.fullmatch(r"\s*\d.*\?\s*", self.page.document.words(block), re.DOTALL)
        in_list = in_list and not _TOLD.match(words)
        in_list = in_list and not _FIGURE.match(words) and not _MINUTED.match(self.page.text, block.start, start)
        if not signed and (not in_list or self._heads_section(number, block)):
            return False
        stop = start + signature.start() if signed and signature else end
        led = self._led_in(number, block) or self.page.resolver.respondents
        found = signed or (Found(led, Method.LEAD_IN) if led else None)
        self.drafts.append(Draft([(start, stop)], QuoteKind.DIRECT, number, found))
        self.verbatim = number
        return True

    def _heads_section(self, number: int, block: Block) -> bool:
        """Tell whether a bullet is a numbered heading below a list of another kind: "2. What worries them"."""
        words = self.page.document.words(block)
        before = self.page.document.words(self.page.document.blocks[number - 1]) if number else ""
        return words[:1].isdigit() and words[-1].isalnum() and not before[:1].isdigit()

    def _is_read_out(self, number: int, block: Block) -> bool:
        """Read a paragraph without marks that is a question or statement read out; tell whether it was one."""
        asked = block.type is BlockType.HEADING and self.page.text[block.end - 1] == "?"
        if not (asked or block.type is BlockType.PARAGRAPH) or number in self.page.by_block:
            return False
        if self.reading_out and self.reading_out[0] == number - 1 and self._goes_on_reading(number, block):
            self._read_out(number, block, self.reading_out[1])
            return True
        if self.lead_in is None or self.lead_in[0] != number - 1:
            return False
        last = self.page.document.blocks[number - 1]
        before = self.page.document.words(last)
        source = self.lead_in[1]
        if source is None:
            return False
        self.in_statement = self._opens_statement(number, block, before)
        if not (self.in_statement or _READS_OUT.search(before) or self._says_unmarked(block, before, source)):
            return False
        led = self.in_statement or source.person or find_cues(self.page.frame, last.start, last.end)
        if not led:
            return False
        self._read_out(number, block, source)
        return True

    def _opens_statement(self, number: int, block: Block, before: str) -> bool:
        """Tell whether a line leads in to a statement that is printed without marks, from this paragraph on."""
        if block.type is not BlockType.PARAGRAPH or not _STATES.search(before):
            return False
        self.statement_from = number
        own = OWN_VOICE.search(self.page.text, block.start, block.end) is not None
        return own or self._comes_back(number)

    def _says_unmarked(self, block: Block, before: str, source: Source) -> bool:
        """Tell whether a line leads in to words in the first person that are printed without marks."""
        if block.type is not BlockType.PARAGRAPH or not (source.person or source.organisation):
            return False
        if _AT_SECOND_HAND.match(before) or _OUR_REPORTER.match(self.page.text, block.start):
            return False
        own = _FIRST_PERSON.search(self.page.text, block.start, block.end)
        return own is not None and _SAID.search(before) is not None

    def _read_out(self, number: int, block: Block, source: Source) -> None:
        """Add a paragraph that is read out."""
        found = Found(source, Method.LEAD_IN)
        self._add(Draft([(block.words_start, block.end)], QuoteKind.TURN, number, found), source, block.end)
        self.reading_out = (number, source)

    def _goes_on_reading(self, number: int, block: Block) -> bool:
        """Tell whether a paragraph after one that was read out goes on with it: in the first person, and reporting nobody.

        A statement may say neither "I" nor "we" for a paragraph or two, if it comes back to them or ends there.
        """
        if block.type is not BlockType.PARAGRAPH or _STATEMENT_ENDS.match(self.page.text, block.start):
            return False
        own = OWN_VOICE if self.in_statement else _FIRST_PERSON
        speaks = own.search(self.page.text, block.start, block.end) is not None
        if not speaks and not (self.in_statement and self._comes_back(number)):
            return False
        if self.in_statement and speaks:
            return True
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        return reported_source(self.ladder, sentences[0])[0] is None

    def _comes_back(self, number: int) -> bool:
        """Tell whether a statement soon says "I" or "we" again, or ends where a heading or note stands below it."""
        following = self.page.document.blocks[number + 1 : number + 1 + MAX_WITHOUT_VOICE]
        for block in following:
            if block.type is not BlockType.PARAGRAPH or _STATEMENT_ENDS.match(self.page.text, block.start):
                return True
            if OWN_VOICE.search(self.page.text, block.start, block.end):
                return True
        return len(following) < MAX_WITHOUT_VOICE and number - self.statement_from < MAX_WITHOUT_VOICE

    def _in_selection(self, number: int) -> bool:
        """Tell whether a bullet stands in a list that was announced as answers."""
        before = max(0, self.list_starts[number] - 1)
        lead = self.page.document.words(self.page.document.blocks[before]).rstrip()
        announced = re.search(
            r"\b(?:selection|answers?|comments?|said|repl(?:y|ies)|responses?|in their own words|wrote|told us|respondents)\b",
            lead,
            re.IGNORECASE,
        )
        return lead.endswith(":") and announced is not None

    def _read_reported(self, number: int, sentence: Sentence) -> None:
        source, method = reported_source(self.ladder, sentence)
        if source is None:
            if _SOMEBODY_SAID.match(self.page.frame, sentence.start, sentence.end):
                draft = Draft([(sentence.start, sentence.end)], QuoteKind.INDIRECT, number, None, sentence=sentence)
                self._add(draft, None, sentence.end)
                return
            self._note_asker(sentence)
            return
        if source.person and source.person is self.page.author:
            return  # "Jo Marsh reports", below the headline of her own article.
        in_passing = re.search(r",? according to [^,]*$", self.page.frame[sentence.start : sentence.end]) is not None
        in_passing = in_passing and not source.is_document
        start, end = sentence.start, sentence.end
        draft = Draft([(start, end)], QuoteKind.INDIRECT, number, Found(source, method), sentence=sentence)
        self._add(draft, None if in_passing else source, sentence.end)

    def _note_asker(self, sentence: Sentence) -> None:
        """Note who asks in a sentence that reports nothing, or whose initials it begins with: the next "she" may be they."""
        if source := asker(self.ladder, sentence):
            self.page.resolver.note(sentence.end, source)
            return
        if initials := _INITIALS.match(self.page.frame, sentence.start, sentence.end):
            source = self.page.resolver.phrase_source(initials.group(), sentence.start)
            if source and source.person:
                self.page.resolver.note(sentence.end, source)

    def authors_statements(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return what the byline's author says: of each paragraph the sentences that report nobody else's words, together."""
        source = (
            self.page.resolver.of(self.page.author)
            if self.page.author
            else Source(None, "author", self.page.document.source, "author")
        )
        found = Found(source, Method.BYLINE)
        taken = [part for draft in drafts for part in draft.parts]
        added = []
        for number, block in enumerate(self.deadline.watched(self.page.document.blocks)):
            if block.type is not BlockType.PARAGRAPH:
                continue
            sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
            for start, end in _runs(sentences, taken):
                if len(_WORD.findall(self.page.text[start:end])) >= MIN_AUTHORS_WORDS:
                    added.append(Draft([(start, end)], QuoteKind.FIRST_PERSON, number, found))
        return added

    def _add(self, draft: Draft, source: Source | None, position: int) -> None:
        self.drafts.append(draft)
        self.page.last = draft
        if source:
            self.page.resolver.note(position, source)
