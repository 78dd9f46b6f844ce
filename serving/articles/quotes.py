"""Where the quoted words are: marks of every style, matched within and across paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from serving.articles.blocks import BlockType
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.document import Document

DOUBLE = '“”„‟«»"'
SINGLE = "‘’'‛"
_LETTER = re.compile(r"\w")
_SINGLE_CLOSES = re.compile(r"[,.?!][’'](?!\w)")
"""A single mark that closes a quotation after its stop."""
_MARK = re.compile(f"[{DOUBLE}{SINGLE}]")
_ELISION = re.compile(r"[’'‘](?:\d0s|til\b|em\b|cause\b|twas\b|tis\b|n[’']|bout\b|cos\b|ere\b)", re.IGNORECASE)
_CLOSERS_AFTER = ".,;:!?)]}…—–-/"
MAX_PARAGRAPHS_UNCLOSED = 8


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted words within one block: `text[start:end]`, and with the marks `text[outer_start:outer_end]`.

    `continues` says that the quotation was left open in the paragraph before, `closed` that it ends here.
    """

    block: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    single: bool = False
    continues: bool = False
    closed: bool = True


def find_spans(document: Document, deadline: Deadline = UNLIMITED) -> list[Span]:
    """Return the quoted spans of a document in order, none within another; raise `TooLarge` at the deadline."""
    mended = _with_usual_marks(document.text)
    if mended != document.text:
        spans = find_spans(replace(document, text=mended), deadline)
        return [_with_whole_marks(document.text, span) for span in spans]
    spans = []
    prefers_single = _prefers_single(document)
    curly = _pairs_curly(document.text)
    pending: Span | None = None
    pending_age = 0
    for number, block in enumerate(deadline.watched(document.blocks)):
        if block.type is BlockType.BOILERPLATE:
            continue
        found, orphan = _in_block(document.text, number, block.words_start, block.end, prefers_single, curly)
        aside = block.type in (BlockType.HEADING, BlockType.CAPTION, BlockType.DISPLAY, BlockType.PANEL)
        if pending and not aside:
            pending_age += 1
            if found and found[0].outer_start == block.words_start and found[0].single == pending.single:
                found[0] = replace(found[0], continues=True)
                pending = None
            elif orphan is not None and all(_is_within(span, pending) for span in found if span.start < orphan):
                spans += _whole_paragraphs(document, pending.block, number)
                start = block.words_start
                end = _shrunk(document.text, start, orphan)
                last = Span(number, start, end, start, orphan + 1, pending.single, continues=True)
                found = [last, *(span for span in found if span.start > orphan)]
                pending = None
            elif (
                found or pending_age > MAX_PARAGRAPHS_UNCLOSED or _LEAD_IN.search(document.text, block.start, block.end)
            ):
                pending = None
        spans += [span for span in found if _LETTER.search(document.text, span.start, span.end)]
        if found and not found[-1].closed and not aside:
            pending, pending_age = found[-1], 0
    return [_cut_short(document, span, spans[i + 1 : i + 2]) for i, span in enumerate(spans)]


def _is_within(span: Span, around: Span) -> bool:
    """Tell whether a span may be what a quotation between double marks quotes itself."""
    return span.single and not around.single


_TYPED_DOUBLE = re.compile(r"(?<![\w'])(?:''|‘‘)(?=\w)|(?<=[^\W\d_]|[.,!?])(?:''|’’)(?![\w'’])")
"""A double mark typed as two single ones: "a calamity''"."""
_MARK_APART = re.compile(r"(?<=: )\" (?=[A-Z][^\"\n]{3,}\")")
"""An opening mark with a space after it: "it said: " Nobody here"."""


def _with_usual_marks(text: str) -> str:
    """Return the text, as long as it was, with marks that are typed oddly where and as they are usually put."""
    text = _TYPED_DOUBLE.sub(lambda found: ' "' if text[found.end() : found.end() + 1].isalnum() else '" ', text)
    return _MARK_APART.sub(' "', text)


def _with_whole_marks(text: str, span: Span) -> Span:
    """Return the span with both single marks where two stand for a double one, and with an opening mark that stands apart."""
    start = span.outer_start - (text[span.outer_start - 1 : span.outer_start + 1] in ("''", "‘‘", '" '))
    end = span.outer_end + (text[span.outer_end - 1 : span.outer_end + 1] in ("''", "’’"))
    return replace(span, outer_start=start, outer_end=end)


_LEAD_IN = re.compile(r"\b(?:said|says|added|commented|responded|replied|wrote)(?: today| yesterday)?:$")
"""How a paragraph ends that leads in to other words: what was left open before it doesn't go on after it."""


def _whole_paragraphs(document: Document, after: int, before: int) -> Iterator[Span]:
    """Yield the paragraphs between a quotation's opening and its closing mark, as parts of it."""
    for number in range(after + 1, before):
        block = document.blocks[number]
        if block.type in (BlockType.PARAGRAPH, BlockType.BULLET, BlockType.TURN):
            start = block.words_start
            yield Span(number, start, block.end, start, block.end, continues=True, closed=False)


_ATTRIBUTION_FOLLOWS = re.compile(
    r"[,.?!]\s+(?=(?:(?:he|she|they|(?:[A-Z][\w’'.-]+\s){1,4}?)(?:said|says|added|told|asked|argued|warned|wrote|explained)\b)|(?:said|says|added)\s)"
)


_ATTRIBUTION_ENDS = re.compile(
    r",\s(?=(?:said|says|added|explained|warned)\s(?:[A-Z][\w.’'-]*\s){1,4}[A-Z][\w’'-]+(?:,[^“”\n]{3,120})?\.\s*$)",
    re.MULTILINE,
)
"""What ends words whose closing mark was forgotten, with a name at the end of the paragraph: ", said Jo Marsh, a nurse."."""


def _cut_short(document: Document, span: Span, following: Sequence[Span]) -> Span:
    """Return a span that was never closed, ended where its attribution begins if it has one."""
    if span.closed:
        return span
    goes_on = bool(following) and following[0].continues
    pattern = _ATTRIBUTION_ENDS if goes_on else _ATTRIBUTION_FOLLOWS
    found = pattern.search(document.text, span.start, span.end)
    if not found:
        return span
    return replace(span, end=found.start() + 1, outer_end=found.start() + 1, closed=True)


def _prefers_single(document: Document) -> bool:
    """Tell whether a document's quotations stand between single marks."""
    body = [b for b in document.blocks if b.type not in (BlockType.HEADING, BlockType.BOILERPLATE)]
    doubles = sum(document.text.count(mark, b.start, b.end) for b in body for mark in '“”"')
    singles = sum(
        document.text[b.words_start] in "‘'" or bool(_SINGLE_CLOSES.search(document.text, b.start, b.end)) for b in body
    )
    return singles > 0 and 2 * singles > doubles


_CURLY_CLOSES = re.compile(r"[.,?!]’(?!\w)")
_STRAIGHT_OPENS = re.compile(r"(?:^|[\s(])'\w", re.MULTILINE)


def _pairs_curly(text: str) -> bool:
    """Tell whether curly single marks open and close, so that straight ones are all apostrophes."""
    return "‘" in text and "'" in text and bool(_CURLY_CLOSES.search(text)) and not _STRAIGHT_OPENS.search(text)


def _in_block(
    text: str, number: int, start: int, end: int, prefers_single: bool, curly: bool
) -> tuple[list[Span], int | None]:
    """Return the spans of one block and the first closing mark that closes nothing, if any."""
    spans: list[Span] = []
    orphan: int | None = None
    opened: int | None = None
    depth = 0
    marks = [
        at
        for at in (found.start() for found in _MARK.finditer(text, start, end))
        if not (curly and text[at] == "'") and not _doubles(text, at, start)
    ]
    closings = _openable_singles(text, marks, start, end)
    skip_until = start
    for order, at in enumerate(marks):
        if at < skip_until:
            continue
        mark = text[at]
        if mark in SINGLE:
            if opened is not None:
                continue
            close = closings.get(at)
            turned = mark == "’" and _after(text, at, end).isupper()  # "said: ’We are"
            if close is None and prefers_single and (mark in "‘'" or turned) and _begins_speech(text, at, start, end):
                close_at = end
                spans.append(Span(number, at + 1, end, at, end, single=True, closed=False))
                skip_until = close_at
            elif close is not None and (prefers_single or _balanced(text, at + 1, close)):
                spans.append(Span(number, at + 1, _shrunk(text, at + 1, close), at, close + 1, single=True))
                skip_until = close + 1
            elif prefers_single and orphan is None and mark in "’'" and _ends_quotation(text, at, end):
                orphan = at
            continue
        if opened is None:
            if _opens(text, at, start, end):
                opened = at
            elif orphan is None and mark not in "“„«‟":
                orphan = at
            continue
        if mark == "“" and _nests(text, at, marks, order, start, end):
            depth += 1
            continue
        if depth and mark == "”":
            depth -= 1
            continue
        if _closes(text, at, start, end, reopens=_rest_opens(text, marks[order + 1 : order + 2], start, end)):
            spans.append(_span(text, number, opened, at))
            opened = None
        elif mark != "”":
            # A new quotation begins although the last was never closed.
            cut = _ATTRIBUTION_FOLLOWS.search(text, opened, at)
            stop = cut.start() + 1 if cut else at
            spans.append(Span(number, opened + 1, _shrunk(text, opened + 1, stop), opened, stop))
            opened = at
    if opened is not None and opened + 1 < end:
        spans.append(Span(number, opened + 1, end, opened, end, closed=False))
    return [span for span in spans if _LETTER.search(text, span.start, span.end)], orphan


_DOUBLED = re.compile(r"[“”\"]{2}\w")
"""Two marks where one should open a quotation, as pages have them that were written in two programs."""


def _doubles(text: str, at: int, start: int) -> bool:
    """Tell whether a mark only repeats the one before it, which opens a quotation."""
    return at > start and _DOUBLED.match(text, at - 1) is not None and not _before(text, at - 1, start).strip()


def _nests(text: str, at: int, marks: Sequence[int], order: int, start: int, end: int) -> bool:
    """Tell whether a mark within a quotation opens words quoted inside it: two closing marks follow."""
    if _before(text, at, start).isalnum() or _after(text, at, end).isspace():
        return False
    following = [text[other] for other in marks[order + 1 : order + 12] if text[other] in "“”"]
    return following[:2] == ["”", "”"]


def _span(text: str, number: int, opened: int, closed: int) -> Span:
    start = opened + 1
    while start < closed and (text[start].isspace() or text[start] in DOUBLE):
        start += 1
    return Span(number, start, _shrunk(text, start, closed), opened, closed + 1)


def _shrunk(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _before(text: str, at: int, start: int) -> str:
    return text[at - 1] if at > start else " "


def _after(text: str, at: int, end: int) -> str:
    return text[at + 1] if at + 1 < end else " "


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a double mark, met outside quotations, opens one; a mark turned the wrong way may."""
    before, after, mark = _before(text, at, start), _after(text, at, end), text[at]
    if mark in "“„«‟":
        return at + 1 < end and not (before.isalnum() and (after.isspace() or after in _CLOSERS_AFTER))
    starts_word = before.isspace() or before in "([{—–-/‘'…:"
    return starts_word and not after.isspace() and after not in ".,;:!?)"


def _closes(text: str, at: int, start: int, end: int, reopens: bool) -> bool:
    """Tell whether a double mark, met inside a quotation, closes it."""
    before, after, mark = _before(text, at, start), _after(text, at, end), text[at]
    if mark in "”»":
        return True
    ends_word = not before.isspace() and (after.isspace() or after in _CLOSERS_AFTER or after in DOUBLE + SINGLE)
    if mark == '"':
        # A straight mark between spaces, or between letters, closes as long as what follows can stand alone.
        return ends_word or not (before.isspace() or before in "([—–") or (after.isspace() and not reopens)
    return ends_word


def _rest_opens(text: str, marks: Sequence[int], start: int, end: int) -> bool:
    return any(text[at] in DOUBLE and not _opens(text, at, start, end) for at in marks)


def _balanced(text: str, start: int, end: int) -> bool:
    inner = text[start:end]
    return inner.count("“") == inner.count("”") and inner.count('"') % 2 == 0


def _openable_singles(text: str, marks: Sequence[int], start: int, end: int) -> dict[int, int]:
    """Return for each single mark that can open a quotation where the quotation closes.

    Apostrophes inside and at the end of words are told from closing marks by what stands around
    them; a plural's apostrophe is taken for a closing mark only if nothing better follows.
    """
    singles = [at for at in marks if text[at] in SINGLE]
    found: dict[int, int] = {}
    nearest: int | None = None  # The next unambiguous closing mark after the one looked at.
    doubtful: int | None = None
    for at in reversed(singles):
        before, after = _before(text, at, start), _after(text, at, end)
        can_open = (before.isspace() or before in '([{—–-/“"') and not after.isspace() and text[at] in "‘'’‛"
        if can_open and not _ELISION.match(text, at):
            if text[at] == "’" and nearest is None:
                continue
            close = doubtful if doubtful is not None and (nearest is None or doubtful > nearest) else nearest
            if close is not None:
                found[at] = close
                nearest = doubtful = None
        elif text[at] != "‘" and not before.isspace() and not after.isalnum():
            if (
                before in "sS"
                and after == " "
                and at + 2 < end
                and text[at + 2].islower()
                and not _cue_follows(text, at)
            ):
                doubtful = at
            else:
                nearest, doubtful = at, None
    return found


_CUE_FOLLOWS = re.compile(
    r".\s(?:said|says|he|she|they|according|and|but|in|for|to|is|was|are|were|by|of|on|at|as|with|that|because|the|which|who|while|when|after|it|would|will|has|had)\b"
)


def _cue_follows(text: str, at: int) -> bool:
    return _CUE_FOLLOWS.match(text, at) is not None


def _begins_speech(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a single mark that nothing closes in its paragraph opens words that go on in the next."""
    if _ELISION.match(text, at) or _after(text, at, end).isspace():
        return False
    if at == start:
        return True
    before = text[max(start, at - 3) : at]
    return before[-1:].isspace() and before.strip()[-1:] in ".:,?!" and _after(text, at, end).isupper()


def _ends_quotation(text: str, at: int, end: int) -> bool:
    return text[at - 1] in ".,?!…" and not _after(text, at, end).isalnum()
