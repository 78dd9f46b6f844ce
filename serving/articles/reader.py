"""Read an article: every statement in it, with who speaks and how that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from serving.articles.attribution import (
    BLANK,
    CONFIDENCE,
    Cue,
    Found,
    Method,
    Resolver,
    Source,
    find_cues,
)
from serving.articles.document import Block, BlockType, Document
from serving.articles.lexicon import VIEW_ADJECTIVES, phrase_pattern
from serving.articles.names import find_names, has_role
from serving.articles.people import Person, parse_description, remember
from serving.articles.pulls import link_repeats
from serving.articles.quotes import Span, find_spans
from serving.articles.sentences import Sentence, split_sentences


class QuoteKind(StrEnum):
    """How the article gives the words."""

    DIRECT = "direct"
    MIXED = "mixed"
    PULL = "pull"
    INDIRECT = "indirect"
    TURN = "turn"
    FIRST_PERSON = "first_person"


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement in an article: where its words stand, who speaks, and how that was found.

    `parts` are the spans of the words in the text, without outer marks, in order; `start` and
    `end` are those of the first and last. `speaker` is None where nothing names a person,
    `method` None where nothing decides who speaks. `repeats` is the number of the statement in
    the same article that a display quotation repeats.
    """

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    kind: QuoteKind
    text: str
    context: str = ""
    speaker: str | None = None
    role: str | None = None
    organisation: str | None = None
    attribution: str = ""
    method: Method | None = None
    confidence: float = 0.0
    repeats: int | None = None


@dataclass(slots=True)
class Draft:
    """A statement while the article is being read."""

    parts: list[tuple[int, int]]
    kind: QuoteKind
    block: int
    found: Found | None = None
    repeats: Draft | None = None
    sentence: Sentence | None = None
    closed: bool = True


def read_article(document: Document, *, first_person: bool = False) -> list[Quote]:
    """Return the statements of an article in the order of its text.

    `first_person` adds the sentences of a byline's author.
    """
    reader = _Reader(document)
    drafts = reader.read()
    if first_person:
        drafts += reader.authors_sentences(drafts)
    drafts = link_repeats(document, drafts)
    drafts.sort(key=lambda draft: draft.parts[0])
    numbers = {id(draft): number for number, draft in enumerate(drafts)}
    return [_quote(document, draft, numbers) for draft in drafts]


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
        person.name if person else None,
        (person.role if person else source.role if source else "") or None,
        (person.organisation if person else source.organisation if source else "") or None,
        (person.phrase() if person else source.phrase if source else ""),
        method,
        CONFIDENCE[method] if method else 0.0,
        numbers.get(id(draft.repeats)) if draft.repeats else None,
    )


_SENTENCE_BREAK = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z£])")
_MARKS = " \t\"'“”‘’"


def carrying_sentence(article: str, start: int, end: int) -> str:
    """Return the sentence around a span, or the end of the paragraph before if the span fills it."""
    paragraph_start = article.rfind("\n", 0, start) + 1
    paragraph_end = article.find("\n", end)
    paragraph = article[paragraph_start : paragraph_end if paragraph_end >= 0 else len(article)]
    carrying = [
        sentence
        for offset, sentence in _offset_sentences(paragraph)
        if paragraph_start + offset < end and paragraph_start + offset + len(sentence) > start
    ]
    found = " ".join(carrying)
    if len(found.strip(_MARKS)) > len(article[start:end].strip(_MARKS)) + len("he said."):
        return found
    before = article[:paragraph_start].rstrip()
    paragraph_before = before[before.rfind("\n") + 1 :]
    return _offset_sentences(paragraph_before)[-1][1] if paragraph_before else ""


def _offset_sentences(paragraph: str) -> list[tuple[int, str]]:
    starts = [0, *(found.end() for found in _SENTENCE_BREAK.finditer(paragraph))]
    ends = [*starts[1:], len(paragraph)]
    return [(start, paragraph[start:end].strip()) for start, end in zip(starts, ends, strict=True)]


# The reader.

ASIDES = (BlockType.HEADING, BlockType.CAPTION, BlockType.DISPLAY, BlockType.PANEL)

_GLUE_BEFORE = re.compile(
    r"^[\s,:;–—-]*(?:that|how|as|whether|of|was|is|to be|the|a|an|it|them|this|these|those)?[\s,:–—-]*$", re.IGNORECASE
)
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:words|view|opinion|eyes) of|[Aa]s far as)\s+")
_VERDICT = re.compile(
    r"^[\s,–—-]*(?:was|is|were|came|comes)\s+(?:the\s+|his\s+|her\s+)?(?:[\w-]+\s+){0,2}?(?:verdict|view|message|response|conclusion|warning|assessment|description|reply|answer|advice|plea|question|retort|summary|phrase|word|words|cry|judgment|way)\s+(?:of|from|by)\s+",
    re.IGNORECASE,
)
_IS_HOW = re.compile(r"^[\s,–—-]*(?:(?:is|was|as|or as|which is|that[’']s)\s+(?:how|what)|as)\s+", re.IGNORECASE)
_BY = re.compile(r"^[\s,–—-]*(?:\w+\s+){0,6}?by\s+")
_OWNED_NOUN = re.compile(
    r"(?P<np>[^,;:\ue000]{2,80}?)[’']s?\s+(?:[\w-]+\s+){0,3}?(?:view|verdict|answer|message|claim|warning|response|reply|assessment|conclusion|comment|comments|description|complaint|question|objection|concern|worry|fear|summary|phrase|words?|advice|plea|letter|statement|email|tweet|submission|speech|write-up|hope|promise|request|argument|point|reaction|term|account)\b[^.\ue000]{0,60}$",
    re.IGNORECASE,
)
_NOUN_FROM = re.compile(
    r"\b(?:message|warning|verdict|response|reply|answer|view|words|question|plea|statement|comment|advice|email|letter|tweet|note)\s+(?:from|of|by)\s+(?P<np>[^,;:\ue000]{2,90})[^\ue000]{0,40}$",
    re.IGNORECASE,
)
_TERM_BEFORE = re.compile(
    r"(?:so-called|known(?: locally| officially)? as|dubbed|nicknamed|entitled|titled|headed|headlined|christened|the (?:word|words|term|phrase|label|acronym|title|slogan|name|heading)|(?:report|paper|document|strategy|programme|booklet|leaflet|project|scheme|initiative|plan|plans),?(?: called)?|\bcalled|the)\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


class _Reader:
    """One pass over an article's blocks, keeping in mind who spoke last."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.spans = find_spans(document)
        self.frame = _blanked(self.text, self.spans)
        self.by_block: dict[int, list[Span]] = {}
        for span in self.spans:
            self.by_block.setdefault(span.block, []).append(span)
        frames = [
            (block.start, self.frame[block.start : block.end])
            for block in document.blocks
            if block.type is not BlockType.BOILERPLATE
        ]
        self.people = remember(frames)
        self.resolver = Resolver(self.people, frame=self.frame)
        self._read_initials()
        self._name_lines()
        self.drafts: list[Draft] = []
        self.last: Draft | None = None
        self.previous: Block | None = None
        self.lead_in: tuple[int, Source | None] | None = None
        self.verbatim = -1

    def _read_initials(self) -> None:
        """Learn initials printed after names: "Dr Alun Pryce-Hart (APH)"."""
        for person in self.people.persons:
            line = self.text[person.position : person.position + 160].split("\n")[0]
            initials = "".join(part[0] for word in person.words for part in re.split(r"[-‑]", word) if part)
            for found in re.findall(r"\(([A-Z]{2,4})\)", line):
                if found == initials or found[0] + found[-1] == initials[0] + initials[-1]:
                    self.resolver.acronyms_of_people.setdefault(found, person)

    def _name_lines(self) -> None:
        """Give people the posts of panel lists, captions and two-line names."""
        blocks = self.document.blocks
        for i, block in enumerate(blocks):
            if block.type not in (BlockType.PANEL, BlockType.CAPTION, BlockType.HEADING, BlockType.BULLET):
                continue
            line = self.text[block.words_start : block.end]
            mentions = [] if line.isupper() else find_names(line)
            if not mentions or mentions[0].start > 3 or mentions[0].sure < 1:
                continue
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
        if self.document.byline:
            mentions = find_names(self.document.byline)
            if mentions and mentions[0].start < 8:
                person = self.people.add(mentions[0], 0)
                person.describe(parse_description(self.document.byline[mentions[0].end :]))

    def read(self) -> list[Draft]:
        """Return the statements found, in the order of reading."""
        for number, block in enumerate(self.document.blocks):
            if block.type is BlockType.BOILERPLATE:
                continue
            if block.type is BlockType.TURN:
                self._read_turn(number, block)
            elif block.type is BlockType.PANEL:
                continue
            elif block.type in ASIDES:
                self._read_aside(number, block)
            else:
                self._read_paragraph(number, block)
            self.previous = block
        return self.drafts

    # Turns.

    def _read_turn(self, number: int, block: Block) -> None:
        if self._interrupts(number, block):
            self._read_paragraph(number, block)
            return
        source = self._turn_source(block)
        start, end = block.words_start, block.end
        if source is None or start >= end:
            return
        if isinstance(source, str):
            self._read_quoted_in_turn(number, block, self.by_block.get(number, []), None)
            return
        found = Found(source, Method.TURN)
        inner = self.by_block.get(number, [])
        if len(inner) == 1 and inner[0].outer_start <= start + 1 and inner[0].outer_end >= end - 1:
            read_out = self._read_out(block)
            found = Found(read_out, Method.LEAD_IN) if read_out else found
            self.drafts.append(
                Draft([(inner[0].start, inner[0].end)], QuoteKind.DIRECT if read_out else QuoteKind.TURN, number, found)
            )
            return
        self._add(Draft([(start, end)], QuoteKind.TURN, number, found), source, block.start)
        self._read_quoted_in_turn(number, block, inner, source)

    def _interrupts(self, number: int, block: Block) -> bool:
        """Tell whether a paragraph of an interview is the interviewer's story: someone is quoted in it."""
        spans = self.by_block.get(number, [])
        if block.body >= 0 or not spans or not re.fullmatch(r"[QA]\d*|Answer|Question", block.label.strip()):
            return False
        sentences = split_sentences(self.text, self.frame, block.words_start, block.end)
        owner = next((s for s in sentences if s.start <= spans[0].outer_start < s.end), sentences[0])
        return self._cue_after(owner, spans[0], block) is not None

    def _read_out(self, block: Block) -> Source | None:
        """Return whose words a turn's paragraph reads out, where the paragraph before leads in to them."""
        if self.previous is None or not self.document.words(self.previous).rstrip().endswith(":"):
            return None
        sentences = split_sentences(self.text, self.frame, self.previous.words_start, self.previous.end)
        return self._source_of_sentence(sentences[-1]) if sentences else None

    def _read_quoted_in_turn(self, number: int, block: Block, spans: Sequence[Span], speaking: Source | None) -> None:
        """Add what a speaker in a turn quotes others as saying."""
        if not spans:
            return
        sentences = split_sentences(self.text, self.frame, block.words_start, block.end)
        for span in spans:
            if speaking and len(_WORD.findall(self.text[span.start : span.end])) < 4:
                continue
            sentence = next((s for s in sentences if s.start <= span.outer_start < s.end), sentences[0])
            found = self._cue_before(sentence, span) or self._cue_after(sentence, span, block)
            if found and (speaking is None or found.source.key != speaking.key):
                self.drafts.append(Draft([(span.start, span.end)], self._kind(sentence, span, block), number, found))

    def _turn_source(self, block: Block) -> Source | str | None:
        """Return who has the turn; "question" for an interviewer's, None where the label tells nothing."""
        label = block.label
        bare = re.sub(r"\s*\([^)]*\)", "", label).strip()
        if re.fullmatch(r"(?:Q\d*|Question(?:er)?|Interviewer)", bare, re.IGNORECASE):
            return "question"
        if re.fullmatch(r"(?:A\d*|Answer)", bare, re.IGNORECASE):
            person = self._interviewee()
            return self.resolver.of(person) if person else None
        if re.fullmatch(
            r"(?:(?:Several )?(?:Hon\.? Members|Noble Lords)|(?:Mr|Madam|Mister) (?:Deputy )?Speaker|The Chair)", bare
        ):
            return Source(None, bare, "", bare)
        if person := self.resolver.acronyms_of_people.get(bare):
            return self.resolver.of(person)
        inside = next(
            (
                named[0]
                for inner in re.findall(r"\(([^)]*)\)", label)
                if (named := find_names(inner)) and named[0].sure >= 1
            ),
            None,
        )
        if inside and (has_role(bare) or bare.startswith("The ")):
            person = self.people.add(inside, block.start)
            person.describe(parse_description(bare))
            return self.resolver.of(person)
        mentions = find_names(bare if not bare.isupper() else bare.title())
        if mentions and (mentions[0].sure >= 1 or self.people.named(mentions[0], block.start)):
            person = self.people.add(mentions[0], block.start)
            described = parse_description(" ".join(re.findall(r"\(([^)]*)\)", label)[:1]))
            after = label[len(bare) :].strip(", ")
            if described or has_role(after):
                person.describe(described or parse_description(after))
            return self.resolver.of(person)
        if re.fullmatch(r"[A-Z]{2,4}", bare):
            initials = [p for p in self.people.persons if "".join(w[0] for w in p.words) == bare]
            return self.resolver.of(initials[0]) if initials else "question"
        if person := self.people.in_post(bare.lower().removeprefix("the "), block.start):
            return self.resolver.of(person)
        return Source(None, bare, "", bare)

    def _interviewee(self) -> Person | None:
        counts: dict[int, int] = {}
        for _, person in self.people.views[:40]:
            counts[id(person)] = counts.get(id(person), 0) + 1
        described = [p for p in self.people.persons if p.role or p.organisation] or self.people.persons
        byline = {p.name for p in self.people.persons if self.document.byline and p.name in self.document.byline}
        candidates = [p for p in described if p.name not in byline]
        return max(candidates, key=lambda p: (counts.get(id(p), 0), -p.position), default=None)

    # Headings, captions and display quotations.

    def _read_aside(self, number: int, block: Block) -> None:
        spans = self.by_block.get(number, [])
        sentence = Sentence(block.start, block.end)
        for span in spans:
            words = self.text[span.start : span.end]
            before, after = self.frame[block.start : span.outer_start], self.frame[span.outer_end : block.end]
            if len(_WORD.findall(words)) < 2 and not after.strip():
                continue
            found = self._cue_after(sentence, span, block) or self._cue_before(sentence, span)
            if found is None and (named := re.match(r"[\s–—,-]*(?=[A-Z])", after)) and find_names(after):
                found = self._signed(after, span.outer_end)
            if found is None and before.rstrip().endswith(":"):
                found = self._headline_name(before, block.start)
            self.drafts.append(Draft([(span.start, span.end)], QuoteKind.PULL, number, found, sentence=sentence))
        if block.type is BlockType.DISPLAY and not spans and len(_WORD.findall(self.document.words(block))) >= 4:
            self.drafts.append(Draft([(block.start, block.end)], QuoteKind.PULL, number))
        pending = self.drafts[-1] if self.drafts else None
        if block.type is BlockType.CAPTION and not spans and pending and pending.found is None and self.previous:
            # A name line below a display quotation.
            if pending.block == number - 1:
                pending.found = self._signed(self.document.words(block), block.start)

    def _headline_name(self, before: str, start: int) -> Found | None:
        mentions = find_names(before)
        for mention in mentions:
            if person := self.people.named(mention, start + len(self.text)):
                return Found(self.resolver.of(person), Method.LEAD_IN)
        return None

    def _signed(self, words: str, at: int) -> Found | None:
        """Return the source that signs words: "– Jo Marsh, leader of ..." or "(GP, north of England)"."""
        bare = words.strip().strip("–—-()[]:, .").strip()
        if not bare or len(bare) > 140 or re.search(r"[.!?]\s", bare):
            return None
        mentions = find_names(bare)
        if mentions and mentions[0].start <= 1 and (mentions[0].sure >= 1 or self.people.named(mentions[0], at)):
            person = self.people.add(mentions[0], at)
            if described := parse_description(bare[mentions[0].end :]):
                person.describe(described)
            return Found(self.resolver.of(person), Method.CAPTION)
        if has_role(bare) and not _finite(bare):
            return Found(Source(None, bare, "", bare), Method.CAPTION)
        return None

    # Paragraphs.

    def _read_paragraph(self, number: int, block: Block) -> None:
        spans = self.by_block.get(number, [])
        if self._is_verbatim(number, block, spans):
            return
        sentences = split_sentences(self.text, self.frame, block.words_start, block.end)
        by_sentence: dict[int, list[Span]] = {}
        for span in spans:
            owner = next((i for i, s in enumerate(sentences) if s.start <= span.outer_start < s.end), 0)
            by_sentence.setdefault(owner, []).append(span)
        quoted = bool(spans)
        for i, sentence in enumerate(sentences):
            inside = by_sentence.get(i, [])
            kept: list[Span] = []
            for span in inside:
                if self._is_term(sentence, span, block, follows=bool(kept)):
                    self._show(span)
                else:
                    kept.append(span)
            if kept:
                self._read_quoted(number, block, sentences, i, kept)
            else:
                self._read_reported(number, sentence, quoted)
        self._note_lead_in(number, block, sentences)

    def _show(self, span: Span) -> None:
        """Let a term stand in the frame as any other words."""
        self.frame = (
            self.frame[: span.outer_start] + self.text[span.outer_start : span.outer_end] + self.frame[span.outer_end :]
        )
        self.resolver.frame = self.frame

    def _read_quoted(
        self, number: int, block: Block, sentences: Sequence[Sentence], i: int, spans: Sequence[Span]
    ) -> None:
        sentence = sentences[i]
        first_of_sentence: Draft | None = None
        for span in spans:
            kind = self._kind(sentence, span, block)
            if span.continues and self.last and not self.last.closed:
                found = self._cue_after(sentence, span, block)
                if self.last.found is None or found is None or found.source.key == self.last.found.source.key:
                    self.last.parts.append((span.start, span.end))
                    self.last.closed = span.closed
                    if self.last.found is None and found:
                        self.last.found = found
                        self.resolver.note(span.end, found.source)
                    first_of_sentence = self.last
                    continue
            found, split = self._attribute(number, block, sentences, i, span, first_of_sentence)
            joined = first_of_sentence or (self.last if split else None)
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
        between = self.frame[sentence.start : span.outer_start]
        since_quote = between.rsplit(BLANK, 1)[-1]
        if found := self._cue_before(sentence, span):
            inherits = earlier is not None and BLANK in between
            split = (
                inherits
                and earlier is not None
                and earlier.found is not None
                and found.source.key == earlier.found.source.key
                and self._is_split(since_quote)
            )
            return found, split
        if found := self._cue_after(sentence, span, block):
            return found, False
        if earlier is not None and (found := self._elliptic(since_quote, span)):
            return found, False
        if earlier is not None and earlier.found is not None:
            method = Method.SPLIT
            return Found(earlier.found.source, method), self._is_split(since_quote)
        opens = not re.search(r"\w", between)
        if opens and (found := self._signed_at_end(span, block)):
            return found, False
        if (
            voice := re.match(
                r"[\s,–—-]*(?:came|went|shouted|was)\s+(?:a|an|the|one|another)\s+(?:voice|shout|call|cry|reply|heckle|answer|response|heckler)\b",
                self.frame[span.outer_end : sentence.end],
            )
        ) or re.match(
            r"[\s,–—-]*(?:shouted|called|cried|yelled) (?:a voice|someone|somebody)",
            self.frame[span.outer_end : sentence.end],
        ):
            del voice
            return None, False
        if opens and (found := self._presented(span, block)):
            return found, False
        if (
            opens
            and i > 0
            and self.last
            and self.last.block == number
            and self.last.found
            and self._tail_is_attribution(sentences, i)
        ):
            return Found(self.last.found.source, Method.SPLIT), True
        if opens and i > 0 and (source := self._source_of_sentence(sentences[i - 1])):
            return Found(
                source, Method.LEAD_IN if self.text[: sentence.start].rstrip().endswith(":") else Method.CARRIED
            ), False
        if opens and (source := self._led_in(number, block)):
            return Found(source, Method.LEAD_IN), False
        if not opens and (found := self._subject(sentence, span)):
            return found, False
        return self._carried(number, block, sentences, i, span, opens), False

    def _signed_at_end(self, span: Span, block: Block) -> Found | None:
        """Return the source that signs words at the end of their paragraph."""
        rest = self.frame[span.outer_end : block.end]
        if BLANK in rest or not re.match(r"\s*(?:[–—(\[-]|[A-Z])", rest):
            return None
        return self._signed(rest, span.outer_end)

    def _presented(self, span: Span, block: Block) -> Found | None:
        """Return the source that a sentence after the words presents: "This was Hamish Trewick, a GP"."""
        rest = self.frame[span.outer_end : block.end]
        found = re.match(r"\s+(?:This|That|It) (?:was|came from|is)\s+", rest)
        if not found:
            return None
        source = self.resolver.starting_at(self.frame, span.outer_end + found.end(), block.end)
        return Found(source, Method.CUE_AFTER) if source else None

    def _elliptic(self, since_quote: str, span: Span) -> Found | None:
        """Return the person of a second half without a verb: "X asked for "...", Y for "..."."""
        found = re.fullmatch(
            r"[\s,;]*(?:and\s+|while\s+)?(?P<who>.{3,60}?)\s+(?:for|on|about|with|of|to|at|that|it|,)?\s*", since_quote
        )
        if not found:
            return None
        mentions = find_names(found["who"])
        if len(mentions) != 1 or mentions[0].start > 0 or mentions[0].end < len(found["who"]):
            return None
        person = self.people.named(mentions[0], span.outer_start)
        return Found(self.resolver.of(person), Method.CUE_BEFORE) if person else None

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
        before = self.frame[sentences[i - 1].start : sentences[i - 1].end]
        if BLANK not in before:
            return False
        tail = before.rsplit(BLANK, 1)[-1]
        return bool(re.search(r"\w", tail)) and len(tail.split()) <= 40

    def _source_of_sentence(self, sentence: Sentence) -> Source | None:
        """Return the source that a whole sentence without quoted words introduces, if it reports speech."""
        cues = [c for c in find_cues(self.frame, sentence.start, sentence.end) if c.kind != "ing"]
        for cue in cues[:4]:
            if source := self.resolver.ending_at(self.frame, sentence.start, cue.start):
                return source
        return self._sentence_subject(sentence) or self._only_person(sentence)

    def _only_person(self, sentence: Sentence) -> Source | None:
        """Return the one person that a sentence names."""
        words = self.frame[sentence.start : sentence.end]
        known = [self.people.named(m, sentence.start + m.start) for m in find_names(words)]
        persons = {id(person): person for person in known if person}
        return self.resolver.of(next(iter(persons.values()))) if len(persons) == 1 else None

    def _sentence_subject(self, sentence: Sentence) -> Source | None:
        words = self.frame[sentence.start : sentence.end]
        mentions = [m for m in find_names(words) if m.sure >= 1 or self.people.named(m, sentence.start + m.start)]
        for mention in mentions[:1]:
            before = words[: mention.start]
            if not re.search(r"\b(?:to|with|by|against|about|than|told|asked|of|for|between)\s+$", before) and (
                person := self.people.named(mention, sentence.start + mention.start)
            ):
                return self.resolver.of(person)
        found = re.match(r"(?:But |And |So |Yet |Then )?(He|She|They)\b", words)
        if found:
            return self.resolver.pronoun(found[1].lower(), sentence.start)
        return None

    # The rungs of the ladder.

    def _cue_before(self, sentence: Sentence, span: Span) -> Found | None:
        """Find a verb before the words with its subject: "X said: ...", "X called it ..."."""
        start, end = sentence.start, span.outer_start
        lead = self.frame[start:end]
        cues = find_cues(self.frame, start, end)
        if match := self._named_by_noun(lead, start):
            return match
        last_blank = lead.rfind(BLANK)
        for cue in reversed(cues):
            if cue.start - start < last_blank and cue.kind != "ing":
                break
            if source := self._subject_of(cue, sentence, cues):
                if last_blank >= 0 and cue.start - start < last_blank:
                    return None
                return Found(source, Method.CUE_BEFORE)
        if found := _last(_ACCORDING.finditer(lead)):
            if source := self.resolver.starting_at(self.frame, start + found.end(), end):
                return Found(source, Method.CUE_BEFORE)
        if found := self._named_by_owner(lead, start):
            return found
        if lead.rstrip().endswith(":") and last_blank < 0:
            owned = re.match(r"\s*(?:His|Her|Its|Their|The|An?|One|Another)\s+[^,:]{2,60}", lead)
            post = (
                self.resolver.phrase_source(owned.group().strip(), start) if owned and has_role(owned.group()) else None
            )
            source = (
                post
                or self._sentence_subject(Sentence(start, end))
                or self._phrase_in(Sentence(start, end))
                or self._only_person(Sentence(start, end))
            )
            if source is None:
                source = self.resolver.phrase_source(lead.rstrip(" :"), start)
            return Found(source, Method.LEAD_IN) if source else None
        return None

    def _named_by_noun(self, lead: str, start: int) -> Found | None:
        tail = lead.rsplit(BLANK, 1)[-1]
        offset = start + len(lead) - len(tail)
        if found := _NOUN_FROM.search(tail):
            if source := self.resolver.starting_at(self.frame, offset + found.start("np"), offset + found.end("np")):
                return Found(source, Method.CUE_BEFORE)
        if found := _OWNED_NOUN.search(tail):
            owner = re.sub(r"^.*\b(?:in|to|for|by|despite|on|of)\s+(?=\S)", "", found["np"])
            if source := self.resolver.ending_at(
                self.frame, offset + found.end("np") - len(owner), offset + found.end("np")
            ):
                return Found(source, Method.CUE_BEFORE)
        return None

    def _named_by_owner(self, lead: str, start: int) -> Found | None:
        """Find whose words they are by "his verdict: ...", "in her reply, ..."."""
        tail = lead.rsplit(BLANK, 1)[-1]
        offset = start + len(lead) - len(tail)
        if found := re.search(
            r"\b([Hh]is|[Hh]er|[Tt]heir)\s+(?:[\w-]+\s+){0,2}?(?:view|verdict|answer|message|claim|warning|response|reply|assessment|conclusion|comment|description|complaint|question|summary|words?|advice|plea|statement)\b[^.\ue000]{0,40}$",
            tail,
        ):
            word = {"his": "he", "her": "she", "their": "they"}[found[1].lower()]
            if source := self.resolver.pronoun(word, offset + found.start()):
                return Found(source, Method.CUE_BEFORE)
        return None

    def _subject_of(self, cue: Cue, sentence: Sentence, cues: Sequence[Cue]) -> Source | None:
        left = self.frame[sentence.start : cue.start]
        after_blank = left.rfind(BLANK) + 1
        near = left[after_blank:]
        inherits = cue.kind == "ing" or re.search(
            r"(?:^|[\s,–—;])(?:and|but|or|then|before|after|yet)\s+(?:(?:also|then|later|even|went on to|\w+ly|has|have|had)\s+)*$",
            near,
        )
        if not inherits:
            if source := self.resolver.ending_at(self.frame, sentence.start + after_blank, cue.start):
                return source
        if inherits:
            for earlier in reversed([c for c in cues if c.start < cue.start and c.kind != "ing"]):
                if source := self._subject_of(earlier, sentence, [c for c in cues if c.start < earlier.start]):
                    return source
            if self.last and self.last.sentence and self.last.sentence.start == sentence.start and self.last.found:
                return self.last.found.source
            return self._sentence_subject(sentence) or self._phrase_subject(sentence)
        return None

    def _phrase_subject(self, sentence: Sentence) -> Source | None:
        """Return the source with which a sentence begins, up to its first verb."""
        words = self.frame[sentence.start : sentence.end]
        found = re.search(
            r"\s(?:is|are|was|were|has|have|had|will|would|could|should|did|does|gave|took|made|went|came|set|put|struck|sounded|wants?|wanted|\w+ed)\s",
            words[:200],
        )
        if not found or re.match(
            r"\s(?:is|are|was|were|has|have|had)\s(?:to be|been|being)\s", words[found.start() : found.start() + 24]
        ):
            return None
        return self.resolver.phrase_source(words[: found.start()], sentence.start)

    def _cue_after(self, sentence: Sentence, span: Span, block: Block) -> Found | None:
        """Find a verb after the words with its subject: "..., said X", "..., X said"."""
        start, end = span.outer_end, sentence.end
        tail = self.frame[start:end]
        stop = tail.find(BLANK)
        reach = tail if stop < 0 else tail[:stop]
        if not reach.strip():
            return None
        if found := re.match(r"[\s,–—-]*(?:according to|in the words of)\s+", reach):
            source = self.resolver.starting_at(self.frame, start + found.end(), start + len(reach))
            return Found(source, Method.CUE_AFTER) if source else None
        if owned := re.match(
            r"[\s,]*in (his|her|their) (?:view|words|opinion|phrase|experience|book|judgment)\b", reach
        ):
            pronoun = {"his": "he", "her": "she", "their": "they"}[owned[1]]
            source = self.resolver.pronoun(pronoun, start)
            return Found(source, Method.CUE_AFTER) if source else None
        for pattern in (_VERDICT,):
            if found := pattern.match(reach):
                if source := self.resolver.starting_at(self.frame, start + found.end(), start + len(reach)):
                    return Found(source, Method.CUE_AFTER)
        offset = start
        if found := _IS_HOW.match(reach):
            offset = start + found.end()
        cues = find_cues(self.frame, offset, start + len(reach))
        gap_to = cues[0].start if cues else -1
        if cues and cues[0].kind != "ing":
            cue = cues[0]
            between = self.frame[offset:gap_to]
            if not re.search(r"\w", between) or re.fullmatch(r"[\s,–—-]*(?:so|and|or so|as|then)\s*", between):
                if self._introduces_next(cue, start + len(reach), stop >= 0, inverted=True):
                    return None
                if cue.speech and (source := self.resolver.starting_at(self.frame, cue.end, start + len(reach))):
                    return Found(source, Method.CUE_AFTER)
                if cue.speech and re.match(
                    r"\s*(?:the|a|an)\s+(?:\w+\s+)?reply|\s*to\b|\s*in\b", self.frame[cue.end : cue.end + 30]
                ):
                    return None
            elif len(between) <= 240 and not re.search(r"[.!?]\s", between.strip(" .")):
                if self._introduces_next(cue, start + len(reach), stop >= 0, inverted=False):
                    return None
                headline = block.type in (*ASIDES, BlockType.BULLET) and len(between.split()) <= 6
                starts_clean = headline or re.match(
                    r"[\s,–—-]*(?:(?:as|or so|so|and|but|or)\s+)?(?:[A-Z]|he\b|she\b|they\b|the\b|an?\b|one\b|another\b|its\b|his\b|her\b|our\b|their\b|who\b|\d)",
                    between,
                )
                if starts_clean and (source := self.resolver.ending_at(self.frame, offset, cue.start)):
                    return Found(source, Method.CUE_AFTER)
        passive = self.frame[sentence.start : span.outer_start]
        if re.search(
            r"\b(?:was|were|is|are|been|being|get|got)\s+(?:[\w-]+\s+){0,3}?(?:described|branded|called|dubbed|labelled|dismissed|condemned|hailed|criticised|attacked|termed|likened|denounced|summed up|praised|welcomed|slammed|characterised)\b[^\ue000]{0,40}$|^\s*(?:Described|Branded|Dubbed|Labelled|Dismissed|Hailed|Condemned)\b",
            passive,
        ):
            if (found := _BY.match(reach)) and (
                source := self.resolver.starting_at(self.frame, start + found.end(), start + len(reach))
            ):
                return Found(source, Method.CUE_AFTER)
        return None

    def _introduces_next(self, cue: Cue, end: int, quote_follows: bool, *, inverted: bool) -> bool:
        """Tell whether a verb after quoted words opens the next quoted words instead ("Bill said: ...")."""
        if not quote_follows:
            return False
        rest = self.frame[cue.end : end].rstrip()
        if inverted:
            return False
        before = self.frame[: cue.start]
        del before
        ends_sentence = self.frame[cue.end : end].strip()
        return bool(
            rest.endswith((":", " that", " as", " was", " is", " it", " of", " the", " a", " be"))
            or (False)
        ) and bool(ends_sentence)

    def _subject(self, sentence: Sentence, span: Span) -> Found | None:
        """Find a sentence's own subject for a fragment without a verb of saying ("X has no doubt ...")."""
        lead = self.frame[sentence.start : span.outer_start]
        if BLANK in lead:
            return None
        if source := self._sentence_subject(Sentence(sentence.start, span.outer_start)):
            return Found(source, Method.SUBJECT)
        if owned := re.match(r"(?:But |And |So )?(His|Her)\s", lead):
            source = self.resolver.pronoun("he" if owned[1] == "His" else "she", sentence.start)
            if source:
                return Found(source, Method.SUBJECT)
        if source := self._phrase_subject(Sentence(sentence.start, span.outer_start)):
            if source.organisation or source.role:
                return Found(source, Method.SUBJECT)
        return None

    def _carried(
        self, number: int, block: Block, sentences: Sequence[Sentence], i: int, span: Span, opens: bool
    ) -> Found | None:
        """Carry over the source that spoke last, where the article's flow allows it."""
        position = span.outer_start
        last = self.resolver.last_spoken(position)
        if last is None:
            return None
        if opens or i > 0:
            return Found(last, Method.CARRIED)
        lead = self.frame[sentences[i].start : span.outer_start]
        if re.match(r"(?:He|She|They|It)\b", lead):
            return Found(last, Method.CARRIED)
        return None

    def _note_lead_in(self, number: int, block: Block, sentences: Sequence[Sentence]) -> None:
        """Remember a paragraph that ends in a colon, or that brings a person in, for the next one."""
        if not sentences:
            return
        words = self.frame[block.words_start : block.end]
        source = None
        if words.rstrip().endswith(":"):
            source = self._source_of_sentence(sentences[-1])
            if source is None:
                source = self._phrase_in(sentences[-1])
            if source and re.match(r"I\b", source.phrase):
                source = None
            self.lead_in = (number, source)
        elif BLANK not in words:
            source = self._source_of_sentence(sentences[-1]) or self._only_person(
                Sentence(block.words_start, block.end)
            )
            if source is None and (linked := re.search(r"\b(?:from|by|of)\s+([^,.]+)\.$", words)):
                groups = self.resolver.phrase_source(linked[1], block.words_start)
                source = groups if groups and groups.plural else None
            if source:
                self.lead_in = (number, source)

    def _led_in(self, number: int, block: Block) -> Source | None:
        """Return the source that the paragraph before leads in to; a whole list of bullets has one lead-in."""
        if self.lead_in is None:
            return None
        at, source = self.lead_in
        between = self.document.blocks[at + 1 : number]
        listed = block.type is BlockType.BULLET and all(b.type is BlockType.BULLET for b in between)
        return source if at == number - 1 or listed else None

    def _phrase_in(self, sentence: Sentence) -> Source | None:
        words = self.frame[sentence.start : sentence.end].rstrip(" :")
        for match in re.finditer(r"\b(?:from|by|of|to)\s+", words):
            mentions = find_names(words[match.end() :][:120])
            if mentions and (mentions[0].start == 0 or has_role(words[match.end() :][: mentions[0].start])):
                if source := self.resolver.starting_at(self.frame, sentence.start + match.end(), sentence.end - 1):
                    return source
        if found := _last(re.finditer(r"\b(?:from|of|by|for|to)\s+", words)):
            return self.resolver.starting_at(self.frame, sentence.start + found.end(), sentence.end - 1)
        mentions = [m for m in find_names(words) if self.people.named(m, sentence.start)]
        if mentions and (person := self.people.named(mentions[-1], sentence.start)):
            return self.resolver.of(person)
        return None

    # Bullets of answers that stand without marks.

    def _is_verbatim(self, number: int, block: Block, spans: Sequence[Span]) -> bool:
        """Read a bullet that is somebody's answer; tell whether it was one."""
        if block.type is not BlockType.BULLET:
            return False
        start, end = block.words_start, block.end
        words = self.frame[start:end]
        signature = re.search(
            r"\s*(?:[–—]\s*|\s-\s)(?P<who>[^–—.!?\ue000]{2,80})$|\s*\((?P<in>[^()]{2,80})\)\.?$", words
        )
        if spans:
            return False
        signed = self._signed(signature["who"] or signature["in"], start) if signature else None
        neighbours = [
            self.by_block.get(n)
            for n in (number - 1, number + 1)
            if 0 <= n < len(self.document.blocks) and self.document.blocks[n].type is BlockType.BULLET
        ]
        quoted = [n for n in neighbours if n and n[0].outer_start == self.document.blocks[n[0].block].words_start]
        in_list = (self.verbatim >= 0 and number - self.verbatim <= 2) or bool(quoted)
        in_list = in_list and (self._led_in(number, block) is not None or self.verbatim >= 0)
        in_list = in_list or self._in_selection(number)
        if not signed and not in_list:
            return False
        stop = start + signature.start() if signed and signature else end
        led = self._led_in(number, block)
        found = signed or (Found(led, Method.LEAD_IN) if led else None)
        self.drafts.append(Draft([(start, stop)], QuoteKind.DIRECT, number, found))
        self.verbatim = number
        return True

    def _in_selection(self, number: int) -> bool:
        """Tell whether a bullet stands in a list that was announced as answers."""
        first = number
        while first > 0 and self.document.blocks[first].type is BlockType.BULLET:
            first -= 1
        lead = self.document.words(self.document.blocks[first]).rstrip()
        announced = re.search(
            r"\b(?:selection|answers?|comments?|said|repl(?:y|ies)|responses?|in their own words|wrote|told us|respondents)\b",
            lead,
            re.IGNORECASE,
        )
        return lead.endswith(":") and announced is not None

    # Reported speech.

    def _read_reported(self, number: int, sentence: Sentence, quoted: bool) -> None:
        source, method = self._reported_source(sentence)
        if source is None:
            return
        in_passing = re.search(r",? according to [^,]*$", self.frame[sentence.start : sentence.end]) is not None
        start, end = sentence.start, sentence.end
        draft = Draft([(start, end)], QuoteKind.INDIRECT, number, Found(source, method), sentence=sentence)
        self._add(draft, None if in_passing else source, sentence.end)

    def _reported_source(self, sentence: Sentence) -> tuple[Source | None, Method]:
        words = self.frame[sentence.start : sentence.end]
        if len(_WORD.findall(words)) < 5 or words.rstrip().endswith(":"):
            return None, Method.SUBJECT
        cues = [c for c in find_cues(self.frame, sentence.start, sentence.end) if c.kind != "ing"]
        for cue in cues[:3]:
            if not self._reports(cue, sentence):
                continue
            rest = self.frame[cue.end : sentence.end].strip(" .")
            left = self.frame[sentence.start : cue.start]
            if not rest or re.fullmatch(r"(?:yesterday|today|last \w+|on \w+day|at .{1,60}|in .{1,40})", rest):
                source = self.resolver.ending_at(self.frame, sentence.start, cue.start)
            elif (
                not cue.form.startswith("t")
                and re.match(r"\s+(?:Mr|Mrs|Ms|Dr|Cllr|Prof|[A-Z]\w+\s[A-Z])", self.frame[cue.end : cue.end + 20])
                and left.rstrip().endswith(",")
            ):
                source = self.resolver.starting_at(self.frame, cue.end, sentence.end)
            else:
                source = self._subject_of(cue, sentence, cues)
            if source:
                return source, Method.CUE_BEFORE if rest else Method.CUE_AFTER
        if (found := _ACCORDING.search(words)) and found.group().lower().startswith("according") and (
            source := self.resolver.starting_at(self.frame, sentence.start + found.end(), sentence.end)
        ):
            return source, Method.CUE_BEFORE
        if found := _view_pattern().search(words):
            if source := self.resolver.ending_at(self.frame, sentence.start, sentence.start + found.start("verb")):
                return source, Method.SUBJECT
        return None, Method.SUBJECT

    def _reports(self, cue: Cue, sentence: Sentence) -> bool:
        rest = self.frame[cue.end : sentence.end]
        if re.search(r"\b(?:not|never|declined to|refused to)\s+$", self.frame[sentence.start : cue.start]):
            return False
        if re.fullmatch(r"[\s.]*", rest):
            last = self.frame[sentence.start : cue.start].rpartition(",")
            clause = re.match(r"\s*(?:as|what|than|which|that)\b", last[2])
            return cue.speech and bool(last[1]) and len(last[2].split()) <= 12 and not clause
        if (
            cue.speech
            and rest.startswith(",")
            and re.search(r",\s[^,]{2,60}\s$", self.frame[sentence.start : cue.start])
        ):
            return True
        if cue.form in _ANY_COMPLEMENT:
            return True
        if cue.form in _WITH_OBJECT:
            return bool(re.match(_WITH_OBJECT[cue.form], rest))
        if cue.speech:
            return bool(re.match(r"\s+(?:(?:\w+\s+){0,6}?that\b|whether\b|how\b|why\b)", rest))
        return False

    def authors_sentences(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the sentences of the byline's author that report nobody else's words."""
        mentions = find_names(self.document.byline)
        person = self.people.named(mentions[0], 0) if mentions else None
        source = self.resolver.of(person) if person else Source(None, "author", self.document.source, "author")
        taken = [part for draft in drafts for part in draft.parts]
        added = []
        for number, block in enumerate(self.document.blocks):
            if block.type is not BlockType.PARAGRAPH:
                continue
            for sentence in split_sentences(self.text, self.frame, block.words_start, block.end):
                if any(start < sentence.end and end > sentence.start for start, end in taken):
                    continue
                if len(_WORD.findall(self.text[sentence.start : sentence.end])) >= 5:
                    draft = Draft([(sentence.start, sentence.end)], QuoteKind.FIRST_PERSON, number)
                    draft.found = Found(source, Method.BYLINE)
                    added.append(draft)
        return added

    # Kinds.

    def _kind(self, sentence: Sentence, span: Span, block: Block) -> QuoteKind:
        words = self.text[span.start : span.end]
        count = len(_WORD.findall(words))
        before = self.frame[sentence.start : span.outer_start]
        after = self.frame[span.outer_end : sentence.end]
        opens = not re.search(r"\w", before)
        stripped = words.lstrip("[(…. ")
        begins_sentence = stripped[:1].isupper() or words.startswith(("…", "...", "["))
        ends = words.rstrip()[-1:] in ".?!,…—–"
        fills = opens and not re.search(r"\w", after)
        if fills or (begins_sentence and (count >= 4 or ends)):
            return QuoteKind.DIRECT
        if begins_sentence and (opens or before.rstrip().endswith(":")):
            return QuoteKind.DIRECT
        if opens and ends and words.rstrip()[-1:] != "–":
            return QuoteKind.DIRECT
        if before.rstrip().endswith(":") and count >= 4:
            return QuoteKind.DIRECT
        return QuoteKind.MIXED

    def _is_term(self, sentence: Sentence, span: Span, block: Block, *, follows: bool) -> bool:
        """Tell whether marked words are a title, a term or scare quotes, which nobody says."""
        words = self.text[span.start : span.end]
        tokens = _WORD.findall(words)
        before = self.frame[sentence.start : span.outer_start]
        after = self.frame[span.outer_end : sentence.end]
        if span.continues or not span.closed or len(tokens) > 9:
            return False
        if words.rstrip()[-1:] in ",.!" and not re.search(r"\w", before.rsplit(BLANK, 1)[-1]):
            return False
        if not re.search(r"\w", before + after):
            return False
        if before.rstrip().endswith(":") and words[:1].isupper() and len(tokens) > 1 and words.rstrip()[-1:] in ".?!":
            return False
        significant = [t for t in tokens if len(t) > 3 or t[:1].isupper()]
        if (
            len(tokens) >= 2
            and significant
            and all(t[:1].isupper() or t.isdigit() for t in significant)
            and not words.rstrip().endswith((",", ".", "!"))
            and (not words.endswith("?") or re.search(r"\w", before))
        ):
            return True
        tail = before.rsplit(BLANK, 1)[-1]
        if re.search(
            r"(?:so-called|known(?: \w+)? as|dubbed|nicknamed|entitled|titled|headed|headlined|the (?:words?|term|phrase|label|acronym|title|slogan|name|heading)s?)\s*$",
            tail,
            re.IGNORECASE,
        ):
            return True
        if re.search(r"\b(?:rated|rating of|graded)\s*$", tail):
            return True
        as_subject = re.match(
            r"\s(?:will|would|is|are|was|were|has|had|have|wasn[’']t|isn[’']t|might|could|may|can|should|matter\w*|mean\w*)\s",
            after,
        )
        if (
            len(tokens) <= 5
            and words[:1].islower()
            and as_subject
            and re.search(r"\b(?:the|an?|this|that|new|any|their|its|his|her|these|those)\s$|\bthat\s$", tail)
        ):
            return True
        if re.search(r"\bwhat\s[^\ue000]{2,40}\scalls?\s+(?:an?\s|the\s)?\s*$", tail):
            return True
        if re.search(r"\b(?:called|named)\s*$", tail) and not self._cue_before(sentence, span):
            return True
        if len(tokens) == 1 and words.islower() and self._far_from_cue(sentence, span):
            return True
        if len(tokens) == 1 and not follows:
            return not (self._cue_before(sentence, span) or self._cue_after(sentence, span, block))
        return False

    def _far_from_cue(self, sentence: Sentence, span: Span) -> bool:
        """Tell whether a marked word stands deep in reported speech, so that it is the reporter's mark."""
        cues = find_cues(self.frame, sentence.start, span.outer_start)
        ends = re.match(r"[\s.,;]*$", self.frame[span.outer_end : sentence.end]) is not None
        return bool(cues) and not ends and len(self.frame[cues[-1].end : span.outer_start].split()) > 4

    def _add(self, draft: Draft, source: Source | None, position: int) -> None:
        self.drafts.append(draft)
        self.last = draft
        if source:
            self.resolver.note(position, source)


@cache
def _view_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s(?P<verb>(?:is|are|was|were|remains?|remained|sounded|seems?|seemed|feels?|felt)\s+(?:(?:also|still|more|less|rather|deeply|very|clearly|not|equally|particularly|\w+ly)\s+)*(?:{phrase_pattern(VIEW_ADJECTIVES)}))\s+(?:that|about|of|over|with|at|whether|how|why)\b"
    )


_ANY_COMPLEMENT = frozenset(
    ["said", "says", "say", "told", "tells", "tell", "argued", "argues", "argue", "warned", "warns", "warn", "claimed", "claims", "claim", "insisted", "insists", "insist", "stressed", "stresses", "emphasised", "emphasises", "suggested", "suggests", "believes", "believe", "thinks", "think", "thought", "feared", "fears", "fear", "fear", "reckon", "reckons", "urged", "urges", "urge", "complained", "complains", "denied", "denies", "admitted", "admits", "conceded", "concedes", "predicted", "predicts", "welcomed", "welcomes", "criticised", "criticises", "condemned", "condemns", "praised", "praises", "questioned", "questions", "reiterated", "demanded", "demands", "lamented", "wondered", "wonders", "contended", "alleged", "cautioned", "cautions", "slammed", "slams", "attacked", "attacks", "highlighted", "reckons", "reckoned", "suspects", "rejected", "rejects", "hopes"]
) | {
    "called for", "calls for", "call for", "calling for", "called on", "calls on", "call on", "calling on", "urging", "warning", "arguing", "demanding", "pointed out", "points out", "point out", "hit out", "hits out",
    "hit back", "spoke out", "drew attention", "took issue", "made clear", "made it clear", "makes clear", "pushed back", "cast doubt", "played down", "paid tribute", "lashed out",
}  # fmt: skip
_WITH_OBJECT = {
    "raised": r"\s+(?:(?:serious|further|similar|his|her|their|its|the|a|some|many|several|new|fresh|grave|real)\s+)*(?:concerns?|questions?|doubts?|fears|objections?|worries|alarm|issue|difficult\w*|point|prospect|possibility)\b",
    "expressed": r"\s+", "expresses": r"\s+", "voiced": r"\s+", "vocalise": r"\s+", "vocalised": r"\s+", "asked": r"\s+(?:whether|if|why|how|when|what|who|that|for|the|\w+ (?:to|why|whether|how))\b",
    "asks": r"\s+(?:whether|if|why|how|when|what|who|that|for)\b", "promised": r"\s+(?:that|to|a|the|more|there|not|not to)\b", "promises": r"\s+(?:that|to)\b", "pledged": r"\s+(?:that|to)\b",
    "agreed": r"\s+(?:that|the|it|with)\b", "accepted": r"\s+(?:that|the|there|it)\b", "acknowledged": r"\s+(?:that|the|there|it)\b", "confirmed": r"\s+(?:that|the|it|there|he|she|they)\b",
    "explained": r"\s+(?:that|how|why|the|it)\b", "added": r"\s+(?:that|his|her|the|it|there|he|she|they|this|STPs?|not|only)\b", "felt": r"\s+(?:that|the|it|there|STPs?|they|this)\b", "feel": r"\s+(?:that|the|it|there|STPs?|they|this)\b",
    "feels": r"\s+(?:that|the|it|there|STPs?|they|this)\b", "noted": r"\s+(?:that|the|how)\b", "concluded": r"\s+(?:that|the|there|it)\b", "concludes": r"\s+(?:that|the|there|it)\b", "states": r"\s+(?:that|the)\b", "stated": r"\s+(?:that|the|there|it)\b",
    "proposed": r"\s+(?:that)\b", "recommended": r"\s+(?:that|a|the)\b", "recommends": r"\s+(?:that|a|the)\b", "hoped": r"\s+(?:that|the|it|to|for|he|she|they|there)\b", "maintained": r"\s+(?:that|the|it|there)\b", "maintains": r"\s+(?:that|the|it)\b",
    "advised": r"\s+(?:that|members|the)\b", "reported": r"\s+(?:that|on|a|the)\b", "announced": r"\s+(?:that|the|a|plans)\b", "supported": r"\s+(?:the|this|that)\b", "supports": r"\s+(?:the|this|that)\b", "backed": r"\s+(?:the|this|that)\b",
    "opposed": r"\s+(?:the|this|that|any)\b", "opposes": r"\s+(?:the|this|that|any)\b", "defended": r"\s+(?:the|his|her|its|their)\b", "dismissed": r"\s+(?:the|claims|fears|suggestions|talk|concerns|this|that|it)\b",
    "described": r"\s+(?:the|it|this|how|them|his|her|STPs?|a)\b", "endorsed": r"\s+(?:the|this|that)\b", "outlined": r"\s+(?:the|how|his|her|what)\b", "spoke": r"\s+(?:of|against|in favour|for|about)\b", "echoed": r"\s+(?:the|that|this|his|her|those)\b",
    "disputes": r"\s+(?:this|that|the|it|any)\b", "disputed": r"\s+(?:this|that|the|it|any)\b", "finds": r"\s+that\b", "wrote": r"\s+(?:that|to)\b", "recognised": r"\s+(?:that|the)\b", "wanted": r"\s+to know\b", "wants": r"\s+(?:to know|every|all|the|more|to see)\b", "found": r"\s+that\b", "assumes": r"\s+(?:that|the)\b", "recorded": r"\s+that\b", "replied": r"\s+that\b", "responded": r"\s+that\b", "undertook": r"\s+to\b", "cautioned": r"\s+", "say": r"\s+",
    "estimates": r"\s+(?:that|the|it)\b", "estimated": r"\s+(?:that|the|it)\b", "expects": r"\s+(?:that|the|it|to)\b", "expected": r"\s+(?:that|the|it)\b", "recalled": r"\s+(?:that|the|how|a)\b", "observed": r"\s+(?:that|how)\b",
}  # fmt: skip


def _finite(words: str) -> bool:
    return (
        re.search(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|do|does|did|can|could)\b", words) is not None
    )


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    found = None
    for found in matches:  # noqa: B007
        pass
    return found


def _blanked(text: str, spans: Sequence[Span]) -> str:
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.outer_start], BLANK * (span.outer_end - span.outer_start)]
        at = span.outer_end
    return "".join([*pieces, text[at:]])
