"""Read an article: every statement in it, with who speaks and how that was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from labels.errors import TooLarge
from serving.articles.answers import Answers
from serving.articles.authors import authors_statements
from serving.articles.blocks import ASIDES, SAID_WITH_DASH, Block, BlockType
from serving.articles.captions import Captions
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.document import Document
from serving.articles.ladder import VOICE
from serving.articles.lead_ins import LeadIns
from serving.articles.names import find_names
from serving.articles.pulls import link_repeats
from serving.articles.quotes import Span
from serving.articles.reading import Reading
from serving.articles.reported import asker, reported_source
from serving.articles.sentences import BLANK, Sentence, count_words, sentence_at, split_sentences
from serving.articles.signatures import Signatures
from serving.articles.sources import CONFIDENCE, Found, Method, Source, without_clause
from serving.articles.statements import Draft, Quote, QuoteKind, carrying_sentence
from serving.articles.terms import is_slogan, is_term, kind_of
from serving.articles.turns import Turns, read_out
from serving.articles.unmarked import Unmarked

__all__ = ["Quote", "QuoteKind", "carrying_sentence", "read_article"]

_INITIALS = re.compile(r"[A-Z]{2,4}(?=\s[a-z])")
_YOU_SAID = re.compile(
    r"\b[Yy]ou(?:[’']ve| have)?\s(?:\w+\s){0,2}?(?:said|say|called?|described?|told|wrote|talk(?:ed)? of|spoke of|warned|argued)\b[^.?\ue000]*$"
)
_TOLD_AFTER = re.compile(r",?\s[^.;:\ue000]{4,160}\s(?:told|said)(?:\s[^.,;:\ue000]{2,60})?\.?")
"""What follows words that a group wants and somebody named says: "..., Jo Marsh told the Echo."."""
_ENDS_WITH_SOURCE = re.compile(r",\s(?:says|say|said|warns|claims)\s[^,;:]{3,80}")
"""How a headline or bullet ends that tells at its end who says all of it: "Trust “will say anything”, says ex-chief"."""
_SAYS_NOTHING = re.compile(
    r"I beg to move,?|To lie upon the Table\.?|(?:Good (?:morning|afternoon|evening)|Hello|Thank you|Thanks)(?:,? [\w’' ]{2,30})?[.!]?"
)
"""What a Member says before the words of a motion, the note below a petition, and greetings."""
_SOMEBODY_SAID = re.compile(
    r"(?:But |And |Yet |However, )?(?:[Tt]hey|[Hh]e|[Ss]he|It)\s(?:had\s|has\s|have\s)?(?:also\s|then\s|later\s)?(?:said|added|claimed|argued|warned|insisted|stressed)\sthat\s(?=[^.]{0,100}\b(?:is|are|was|were|will|would|could|can|should|may|might|must|had|has|have|did|do|does|needs?|wants?)\b)"
)
"""What reports somebody's words, be it not told whose: "They said that people could die"."""


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
        drafts += authors_statements(reader.page, drafts)
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


class _Reader:
    """One pass over an article's blocks, keeping in mind who spoke last."""

    def __init__(self, document: Document, deadline: Deadline, max_statements: int | None) -> None:
        self.deadline = deadline
        self.max_statements = max_statements
        self.reading = Reading(document, deadline)
        self.page = self.reading.page
        self.ladder = self.reading.ladder
        self.turns = Turns(self.ladder)
        self.lead_ins = LeadIns(self.ladder)
        self.captions = Captions(self.reading, self.turns)
        self.signatures = Signatures(self.reading)
        self.unmarked = Unmarked(self.reading, self.lead_ins)
        self.answers = Answers(self.reading, self.lead_ins)

    def read(self) -> list[Draft]:
        """Return the statements found, in the order of reading."""
        for number, block in enumerate(self.deadline.watched(self.page.document.blocks)):
            if block.type is BlockType.BOILERPLATE:
                continue
            if block.type is BlockType.TURN:
                self._read_turn(number, block)
            elif block.type is BlockType.PANEL or self.unmarked.read(number, block):
                pass
            elif block.type in ASIDES:
                self.captions.read(number, block)
            elif (below := self.captions.displayed_over_name(number, block)) is not None:
                self.reading.drafts.append(Draft([(block.start, block.end)], QuoteKind.PULL, number, below))
            elif (named := self.signatures.of(number, block)) is not None:
                self.signatures.read(number, named)
            else:
                self._read_paragraph(number, block)
            self.reading.previous = block
            self._check_number()
        return self.reading.drafts

    def _check_number(self) -> None:
        if self.max_statements is not None and len(self.reading.drafts) > self.max_statements:
            raise TooLarge(
                f"holds {len(self.reading.drafts)} statements or more", expected=f"at most {self.max_statements}"
            )

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
                self.reading.add(Draft([(start, end)], QuoteKind.TURN, number, None), None, block.start)
            return
        if isinstance(source, str):
            self._read_question(number, block)
            return
        found = Found(source, Method.TURN)
        inner = self.page.by_block.get(number, [])
        if len(inner) == 1 and inner[0].outer_start <= start + 1 and inner[0].outer_end >= end - 1:
            other = read_out(self.ladder, self.reading.previous)
            found = Found(other, Method.LEAD_IN) if other else found
            self.reading.drafts.append(
                Draft([(inner[0].start, inner[0].end)], QuoteKind.DIRECT if other else QuoteKind.TURN, number, found)
            )
            return
        self.reading.add(Draft([(start, end)], QuoteKind.TURN, number, found), source, block.start)
        self._read_quoted_in_turn(number, block, inner, source)

    def _read_question(self, number: int, block: Block) -> None:
        """Add what an interviewer quotes: others, whose words may be reported too, and the one who answers, as "you"."""
        self._read_quoted_in_turn(number, block, self.page.by_block.get(number, []), None)
        for sentence in split_sentences(self.page.text, self.page.frame, block.words_start, block.end):
            if BLANK not in self.page.frame[sentence.start : sentence.end]:
                source, method = reported_source(self.ladder, sentence)
                if source and source.person and find_names(self.page.frame, sentence.start, sentence.end):
                    found = Found(source, method)
                    self.reading.drafts.append(
                        Draft([(sentence.start, sentence.end)], QuoteKind.INDIRECT, number, found)
                    )

    def _read_quoted_in_turn(self, number: int, block: Block, spans: Sequence[Span], speaking: Source | None) -> None:
        """Add what a speaker in a turn quotes others as saying."""
        if not spans:
            return
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        for span in spans:
            if speaking and count_words(self.page.text[span.start : span.end]) < 4:
                continue
            sentence = sentences[sentence_at(sentences, span.outer_start)]
            found = self.ladder.cue_before(sentence, span) or self.ladder.cue_after(sentence, span, block)
            said = speaking is None and _YOU_SAID.search(self.page.frame, sentence.start, span.outer_start)
            if said and (answering := self.turns.interviewee):
                found = Found(self.page.resolver.of(answering), Method.CUE_BEFORE)
            if found and (speaking is None or found.source.key != speaking.key):
                self.reading.drafts.append(
                    Draft([(span.start, span.end)], kind_of(self.ladder, sentence, span), number, found)
                )

    def _read_paragraph(self, number: int, block: Block) -> None:
        spans = self.page.by_block.get(number, [])
        if self.answers.read(number, block, spans):
            return
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        if not spans and (taken := self.unmarked.read_after_colon(number, block, sentences)):
            for sentence in sentences[taken:]:
                self._read_reported(number, sentence)
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
            elif not self._leads_on(number, sentence):
                self._read_reported(number, sentence)
        self.lead_ins.note(number, block, sentences)

    def _leads_on(self, number: int, sentence: Sentence) -> bool:
        """Tell whether a line without a stop only leads in to words in marks below it: "Jo Marsh, CEO, Open Gate said"."""
        following = self.page.by_block.get(number + 1)
        opens = following and following[0].outer_start == self.page.document.blocks[number + 1].words_start
        return bool(opens) and SAID_WITH_DASH.search(self.page.frame[sentence.start : sentence.end]) is not None

    def _read_quoted(
        self, number: int, block: Block, sentences: Sequence[Sentence], i: int, spans: Sequence[Span]
    ) -> None:
        sentence = sentences[i]
        first_of_sentence: Draft | None = None
        before = len(self.reading.drafts)
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
            self.reading.add(draft, found.source if found else None, span.outer_end)
            first_of_sentence = draft
        self._gather_fragments(before)

    def _gather_fragments(self, before: int) -> None:
        """Let a sentence's fragments be one statement where only what follows the last tells whose all are: "..., Jo Marsh said"."""
        if len(self.reading.drafts) < before + 2:
            return
        earlier, last = self.reading.drafts[before:-1], self.reading.drafts[-1]
        if last.kind is not QuoteKind.MIXED or last.found is None:
            return
        own = (draft.found for draft in earlier if draft.found and draft.found.method is not Method.CARRIED)
        if last.found.method is not Method.CUE_AFTER or any(own):
            return
        last.parts = [part for draft in earlier for part in draft.parts] + last.parts
        self.reading.drafts[before:] = [last]

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
        bullet = block.type is BlockType.BULLET
        if bullet and _ENDS_WITH_SOURCE.fullmatch(self.page.frame, span.outer_end, sentence.end):
            if told := self.ladder.cue_after(sentence, span, block):
                return told, False
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
        if opens and (source := self.lead_ins.leads_to(number, block)):
            return Found(source, Method.LEAD_IN), False
        if not opens and (told := self.ladder.told_below(sentence, block)):
            return told, False
        if not opens and (source := self.lead_ins.lists(number)):
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

    def _read_reported(self, number: int, sentence: Sentence) -> None:
        source, method = reported_source(self.ladder, sentence)
        if source is None:
            if _SOMEBODY_SAID.match(self.page.frame, sentence.start, sentence.end):
                draft = Draft([(sentence.start, sentence.end)], QuoteKind.INDIRECT, number, None, sentence=sentence)
                self.reading.add(draft, None, sentence.end)
                return
            self._note_asker(sentence)
            return
        if source.person and source.person is self.page.author:
            return  # "Jo Marsh reports", below the headline of her own article.
        in_passing = re.search(r",? according to [^,]*$", self.page.frame[sentence.start : sentence.end]) is not None
        in_passing = in_passing and not source.is_document
        start, end = sentence.start, sentence.end
        draft = Draft([(start, end)], QuoteKind.INDIRECT, number, Found(source, method), sentence=sentence)
        self.reading.add(draft, None if in_passing else source, sentence.end)

    def _note_asker(self, sentence: Sentence) -> None:
        """Note who asks in a sentence that reports nothing, or whose initials it begins with: the next "she" may be they."""
        if source := asker(self.ladder, sentence):
            self.page.resolver.note(sentence.end, source)
            return
        if initials := _INITIALS.match(self.page.frame, sentence.start, sentence.end):
            source = self.page.resolver.phrase_source(initials.group(), sentence.start)
            if source and source.person:
                self.page.resolver.note(sentence.end, source)
