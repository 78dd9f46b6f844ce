"""Display quotations: which statement of the article each of them repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from serving.articles.attribution import Found, Method
from serving.articles.document import BlockType, Document
from serving.articles.statements import Draft, QuoteKind

_WORD = re.compile(r"[^\W_]+")
MIN_SHARE = 0.75
"""The share of a display quotation's words that the statement it repeats must have, in order."""


def link_repeats(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with display quotations linked to what they repeat, and unmarked ones added.

    A display quotation takes the speaker of the statement that it repeats. A heading's marked words that
    repeat nothing and that nobody is said to have said are dropped: they are terms.
    """
    body = [draft for draft in drafts if draft.kind not in (QuoteKind.PULL, QuoteKind.FIRST_PERSON)]
    words = {id(draft): _tokens(document, draft) for draft in body}
    kept: list[Draft] = []
    alone = {draft.block for draft in drafts if draft.kind is QuoteKind.DIRECT and _stands_alone(document, draft)}
    for draft in drafts:
        display = draft.kind is QuoteKind.PULL
        if not display and not (draft.block in alone and draft.kind is QuoteKind.DIRECT):
            if draft.found is None and (
                same := _repeated(
                    words[id(draft)], [(o, words[id(o)]) for o in body if o is not draft and o.found], display=False
                )
            ):
                draft.found = same.found and Found(same.found.source, Method.REPEATED)
            kept.append(draft)
            continue
        others = [
            other
            for other in body
            if other is not draft and (display or _fuller(words[id(other)], words[id(draft)], draft))
        ]
        repeated = _repeated(_tokens(document, draft), [(other, words[id(other)]) for other in others], display=display)
        if repeated is None and not display:
            kept.append(draft)
            continue
        if repeated is not None:
            draft.kind, draft.repeats = QuoteKind.PULL, repeated
            if repeated.found and (
                draft.found is None
                or draft.found.method in (Method.CARRIED, Method.LEAD_IN, Method.SUBJECT)
                or not draft.found.source.person
            ):
                draft.found = Found(repeated.found.source, Method.REPEATED)
        elif draft.found is None and len(_tokens(document, draft)) < 4:
            continue
        kept.append(draft)
    covered = {draft.block for draft in kept}
    for number, block in enumerate(document.blocks):
        if number in covered or block.type not in (BlockType.HEADING, BlockType.DISPLAY):
            continue
        tokens = _WORD.findall(document.words(block).lower())
        if _is_title(document.words(block)):
            continue
        if 5 <= len(tokens) <= 40 and (
            repeated := _repeated(
                tokens, [(o, words[id(o)]) for o in body if o.kind is not QuoteKind.INDIRECT], display=True, least=0.9
            )
        ):
            found = Found(repeated.found.source, Method.REPEATED) if repeated.found else None
            kept.append(Draft([(block.start, block.end)], QuoteKind.PULL, number, found, repeated))
    return kept


def _is_title(words: str) -> bool:
    """Tell whether all words that matter begin with capitals, as a debate's or a report's name has it."""
    long = [word for word in re.findall(r"[^\W_]+", words) if len(word) > 3]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _fuller(words: Sequence[str], own: Sequence[str], draft: Draft) -> bool:
    """Tell whether another statement has more words, or as many where this one has no speaker of its own."""
    weak = draft.found is None or draft.found.method in (Method.CARRIED, Method.LEAD_IN)
    return len(words) > len(own) or (weak and len(words) == len(own))


def _stands_alone(document: Document, draft: Draft) -> bool:
    block = document.blocks[draft.block]
    return len(draft.parts) == 1 and draft.parts[0][0] - block.words_start <= 2 and block.end - draft.parts[0][1] <= 2


def _tokens(document: Document, draft: Draft) -> list[str]:
    return [word.lower() for start, end in draft.parts for word in _WORD.findall(document.text[start:end])]


def _repeated(
    tokens: Sequence[str], others: Sequence[tuple[Draft, list[str]]], *, display: bool, least: float = MIN_SHARE
) -> Draft | None:
    """Return the statement that has most of the words in their order, if it has enough of them."""
    if len(tokens) < (1 if display else 4):
        return None
    if len(tokens) == 1:
        return next((other for other, words in others if tokens[0] in words and len(words) <= 12), None)
    wanted = set(tokens)
    best, best_share = None, 0.0
    for other, words in others:
        if len(wanted.intersection(words)) < least * len(wanted):
            continue
        share = _in_order(tokens, words) / len(tokens)
        if share > best_share:
            best, best_share = other, share
    return best if best_share >= least else None


def _in_order(tokens: Sequence[str], words: Sequence[str]) -> int:
    """Return the length of the longest common subsequence of two short lists of words."""
    row = [0] * (len(words) + 1)
    for token in tokens[:120]:
        previous = 0
        for j, word in enumerate(words[:600], 1):
            kept = row[j]
            row[j] = previous + 1 if token == word else max(row[j], row[j - 1])
            previous = kept
    return row[-1]
