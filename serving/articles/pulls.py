"""Display quotations: which statement of the article each of them repeats."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from serving.articles.blocks import Block, BlockType
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.document import Document
from serving.articles.names import is_titled
from serving.articles.phrases import MAX_UNNAMED_CHARS
from serving.articles.sources import Found, Method
from serving.articles.statements import Draft, QuoteKind

_WORD = re.compile(r"[^\W_]+")
MIN_SHARE = 0.75
"""The share of a display quotation's words that the statement it repeats must have, in order."""
MIN_HEADING_SHARE = 0.9
"""The same for a heading without quotation marks."""
MAX_COMPARED = 50
"""With how many statements, those that share most words, the order of the words is compared."""
MAX_ORDERED_WORDS = 600
MIN_WORDS = 4


def link_repeats(document: Document, drafts: Sequence[Draft], deadline: Deadline = UNLIMITED) -> list[Draft]:
    """Return the drafts with display quotations linked to what they repeat, and unmarked ones added at the end.

    The drafts themselves are changed. A display quotation is a pull, or a quotation that fills its paragraph and
    repeats a fuller one; it takes the speaker of what it repeats unless its own was found more surely. What repeats
    another is repeated by none. Fragments without a speaker take that of a statement that holds them. Dropped
    are pulls that repeat nothing and that nobody is seen to say: they are terms or adverts. Added are headings without
    marks that repeat a quotation.

    Raises `TooLarge` when the deadline passes.
    """
    linker = _Linker(document, drafts)
    kept = [draft for draft in deadline.watched(drafts) if linker.keeps(draft)]
    covered = {draft.block for draft in kept}
    for number, block in enumerate(deadline.watched(document.blocks)):
        if number not in covered and (heading := linker.repeated_in(number, block)):
            kept.append(heading)
    return kept


class _Linker:
    """An article's statements, found by the words in them."""

    def __init__(self, document: Document, drafts: Sequence[Draft]) -> None:
        self.document = document
        self.body = [draft for draft in drafts if draft.kind not in (QuoteKind.PULL, QuoteKind.FIRST_PERSON)]
        self.words = {id(draft): _tokens(document, draft) for draft in self.body}
        self.with_word: dict[str, list[int]] = {}
        for number, draft in enumerate(self.body):
            for word in set(self.words[id(draft)]):
                self.with_word.setdefault(word, []).append(number)
        self.places: dict[int, dict[str, int]] = {}
        alone = [draft for draft in drafts if draft.kind is QuoteKind.DIRECT and _stands_alone(document, draft)]
        self.alone = frozenset(draft.block for draft in alone)

    def keeps(self, draft: Draft) -> bool:
        """Link a draft to what it repeats; tell whether it is a statement."""
        if draft.kind is QuoteKind.PULL:
            return self._keeps_display(draft)
        if draft.kind is QuoteKind.DIRECT and draft.block in self.alone:
            own = self.words[id(draft)]
            fuller = self._repeated(own, lambda other: other is not draft and self._is_fuller(other, draft))
            if fuller:
                _link(draft, fuller)
        elif draft.found is None:
            own = _tokens(self.document, draft)
            same = self._repeated(own, lambda other: other is not draft and other.found is not None)
            same = same or self._holding(own)
            if same and same.found:
                draft.found = Found(same.found.source, Method.REPEATED)
        elif self._teases(draft) and (same := self._holding(_tokens(self.document, draft), named=True)) and same.found:
            draft.found = Found(same.found.source, Method.REPEATED)
        return True

    def _teases(self, draft: Draft) -> bool:
        """Tell whether an opening gives a few words to somebody whom it does not name: "a plan that one GP called “...”"."""
        source = draft.found.source if draft.found else None
        return (
            source is not None
            and draft.kind is QuoteKind.MIXED
            and draft.parts[0][0] < MAX_UNNAMED_CHARS
            and source.person is None
            and bool(source.role)
            and not (source.plural or source.organisation or source.is_document)
            and len(_tokens(self.document, draft)) >= MIN_WORDS
        )

    def _is_crosshead(self, draft: Draft) -> bool:
        """Tell whether a word in marks, said by nobody, is all of a heading within the article: "'Regrettable'"."""
        heading = self.document.blocks[draft.block]
        one = len(_tokens(self.document, draft)) == 1 and _stands_alone(self.document, draft)
        return one and draft.block > 0 and heading.type is BlockType.HEADING and draft.found is None

    def _keeps_display(self, draft: Draft) -> bool:
        def fits(other: Draft) -> bool:
            """Tell whether it may repeat another: one that nobody is seen to say repeats no reported speech."""
            return draft.found is not None or other.kind is not QuoteKind.INDIRECT

        if self._is_crosshead(draft):
            return False
        tokens = _tokens(self.document, draft)
        if repeated := self._repeated(tokens, fits, display=True):
            _link(draft, repeated)
            return True
        return draft.found is not None

    def repeated_in(self, number: int, block: Block) -> Draft | None:
        """Return a heading or display block without marks as a draft, if it repeats a quotation."""
        if block.type not in (BlockType.HEADING, BlockType.DISPLAY) or is_titled(self.document.words(block)):
            return None
        tokens = _WORD.findall(self.document.words(block).lower())
        if not 5 <= len(tokens) <= 40:
            return None
        repeated = self._repeated(
            tokens, lambda other: other.kind is not QuoteKind.INDIRECT, display=True, least=MIN_HEADING_SHARE
        )
        if repeated is None:
            return None
        found = Found(repeated.found.source, Method.REPEATED) if repeated.found else None
        return Draft([(block.start, block.end)], QuoteKind.PULL, number, found, repeated)

    def _is_fuller(self, other: Draft, draft: Draft) -> bool:
        """Tell whether another statement has more words, or as many where this one has no speaker of its own."""
        more = len(self.words[id(other)]) - len(self.words[id(draft)])
        weak = draft.found is None or draft.found.method in (Method.CARRIED, Method.LEAD_IN)
        return more > 0 or (weak and more == 0)

    def _repeated(
        self, tokens: Sequence[str], fits: Callable[[Draft], bool], *, display: bool = False, least: float = MIN_SHARE
    ) -> Draft | None:
        """Return the fitting statement that has most of the words in their order, if it has enough of them."""
        if len(tokens) < (1 if display else MIN_WORDS):
            return None
        candidates = self._sharing(tokens, fits, least)
        if len(tokens) == 1:
            return next((self.body[n] for n in candidates if len(self.words[id(self.body[n])]) <= 12), None)
        best, best_share = None, 0.0
        for number in sorted(candidates[:MAX_COMPARED]):
            share = _in_order(tokens, self._places(number)) / len(tokens)
            if share > best_share:
                best, best_share = self.body[number], share
        return best if best_share >= least else None

    def _holding(self, tokens: Sequence[str], *, named: bool = False) -> Draft | None:
        """Return the first statement of somebody known, or `named`, in which a few words stand side by side in their order."""
        if len(tokens) < 2:
            return None

        def fits(other: Draft) -> bool:
            return other.found is not None and (not named or other.found.source.person is not None)

        phrase = f" {' '.join(tokens)} "
        for number in sorted(self._sharing(tokens, fits, 1.0)):
            if phrase in f" {' '.join(self.words[id(self.body[number])])} ":
                return self.body[number]
        return None

    def _sharing(self, tokens: Sequence[str], fits: Callable[[Draft], bool], least: float) -> list[int]:
        """Return the numbers of fitting statements with at least a share of the words, those with most first.

        One that lacks the rarest words beyond the share that may be missing can't have enough, so only
        those with one of them are looked at.
        """
        wanted = set(tokens)
        needed = math.ceil(least * len(wanted))
        rarest = sorted(wanted, key=lambda word: (len(self.with_word.get(word, ())), word))
        near = {n for word in rarest[: len(wanted) - needed + 1] for n in self.with_word.get(word, ())}
        shared = Counter({n: len(wanted.intersection(self._places(n))) for n in sorted(near)})
        enough = [n for n, count in shared.most_common() if count >= needed]
        return [n for n in enough if self.body[n].repeats is None and fits(self.body[n])]

    def _places(self, number: int) -> dict[str, int]:
        """Return for each word of a statement its places as a number's bits."""
        if number not in self.places:
            places: dict[str, int] = {}
            for at, word in enumerate(self.words[id(self.body[number])][:MAX_ORDERED_WORDS]):
                places[word] = places.get(word, 0) | 1 << at
            self.places[number] = places
        return self.places[number]


def _link(draft: Draft, repeated: Draft) -> None:
    """Make a draft the display of a statement, with its speaker unless the draft's own is surer."""
    draft.kind, draft.repeats = QuoteKind.PULL, repeated
    unsure = draft.found is None or draft.found.method in (Method.CARRIED, Method.LEAD_IN, Method.SUBJECT)
    if repeated.found and (unsure or not (draft.found and draft.found.source.person)):
        draft.found = Found(repeated.found.source, Method.REPEATED)


def _stands_alone(document: Document, draft: Draft) -> bool:
    block = document.blocks[draft.block]
    return len(draft.parts) == 1 and draft.parts[0][0] - block.words_start <= 2 and block.end - draft.parts[0][1] <= 2


def is_carried(document: Document, draft: Draft) -> bool:
    """Tell whether a statement has its speaker only from the paragraph before, which does not lead in to it by a colon."""
    if draft.found is None or draft.found.method not in (Method.CARRIED, Method.LEAD_IN):
        return False
    before = document.blocks[draft.block - 1] if draft.block else None
    return before is None or document.text[before.end - 1] != ":"


def _tokens(document: Document, draft: Draft) -> list[str]:
    return [word.lower() for start, end in draft.parts for word in _WORD.findall(document.text[start:end])]


def _in_order(tokens: Sequence[str], places: dict[str, int]) -> int:
    """Return how many of the words stand in another list in their order: the longest common subsequence.

    `places` holds the other list's words with their places as bits. Each word is one step on a whole row of
    the usual table (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004).
    """
    width = max((bits.bit_length() for bits in places.values()), default=0)
    full = (1 << width) - 1
    row = full
    for token in tokens[:MAX_ORDERED_WORDS]:
        matched = row & places.get(token, 0)
        row = ((row + matched) | (row - matched)) & full
    return width - row.bit_count()
