"""Sentences of a paragraph in which quoted words are blanked out."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from serving.articles.lexicon import phrase_pattern, speech_forms

BLANK = "\ue000"
"""Stands for each character of quoted words, so that offsets stay."""
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
MAX_SENTENCE_CHARS = 2_000
MAX_QUOTATIONS = 60
"""How many quotations one sentence may hold."""
_QUOTED = re.compile(rf"{BLANK}+")
_BOUNDARY = re.compile(
    r"[.!?…][)\]]*(?:\s+)(?=[A-Z£“\"‘'(\d\[\ue000])|(?<=\ue000)\s+(?=[A-Z\ue000£])|(?<=[a-z]{3})[.!?](?=[A-Z][a-z]+\s)"
)
"""Where a sentence ends; a page's line ends may be lost, and no space left: "...in private.The plan"."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Cllr|Coun|Rev|Revd|Sir|St|[Hh]on|Gen|Col|Capt|Sgt|Jr|Sr|No|vs|v|etc|e\.g|i\.e|approx|Rt|Ald|Ltd|Inc|Co|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|[A-Z])$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text, `text[start:end]`."""

    start: int
    end: int


@cache
def _attribution_pattern() -> re.Pattern[str]:
    """Match an attribution that ends a sentence: words that follow "...!" in the same sentence."""
    verbs = phrase_pattern(speech_forms())
    return re.compile(
        rf"\s+(?:[A-Z][\w’'.-]*|the|The|A|a)(?:\s[\w’'.-]+){{0,5}}?\s(?:{verbs})(?=[.,]?\s*$|[.,]|\s(?:at|in|on|during|to|after|before|yesterday|today|last|afterwards|later|drily|with|and)\b[^\ue000]*$)"
        rf"|\s+(?:He|She|They)\s(?:{verbs})(?=\s*[.,]|\s(?:at|in|on|to|after|drily|with)\b)"
    )


def find_stop(text: str, marks: str = ".!?", *, at_end: bool = True) -> int:
    """Return where the first mark stands that ends a sentence, -1 if none does; "Dr. Hale" goes on.

    Without `at_end` a mark that nothing follows does not count.
    """
    for found in re.finditer(rf"[{re.escape(marks)}](?:\s|$)" if at_end else rf"[{re.escape(marks)}]\s", text):
        mark = found.start()
        if text[mark] != "." or not _ABBREVIATION.search(text[max(0, mark - 12) : mark]):
            return mark
    return -1


def split_sentences(text: str, frame: str, start: int, end: int) -> list[Sentence]:
    """Return the sentences of `frame[start:end]`; `text` holds the words that are blank in the frame."""
    cuts = []
    at = start
    while found := _BOUNDARY.search(frame, at, end):
        at = found.end()
        mark = found.start()
        if frame[mark] == "." and _ABBREVIATION.search(frame[max(start, mark - 12) : mark]):
            continue
        if frame[mark].isspace():
            if not _closes_sentence(text, mark):
                continue
            if frame[found.end()] != BLANK and _attribution_pattern().match(
                frame, mark, min(end, _next_stop(frame, found.end(), end))
            ):
                continue
        cuts.append(found.end())
    edges = list(_cut_long(frame, [start, *cuts, end]))
    return [Sentence(a, _trim(frame, a, b)) for a, b in itertools.pairwise(edges) if frame[a:b].strip()]


def _cut_long(frame: str, edges: list[int]) -> Iterator[int]:
    """Yield the edges with more between those with too many of the reporter's words or quotations between them."""
    for at, following in itertools.pairwise(edges):
        yield at
        short = following - at <= MAX_SENTENCE_CHARS
        if short and len(_QUOTED.findall(frame, at, following)) <= MAX_QUOTATIONS:
            continue
        words = quotations = 0
        for i in range(at, following):
            words += frame[i] != BLANK
            quotations += frame[i] != BLANK and frame[i - 1] == BLANK
            if (words > MAX_SENTENCE_CHARS or quotations > MAX_QUOTATIONS) and frame[i].isspace():
                yield i + 1
                words = quotations = 0
    yield edges[-1]


def count_words(text: str) -> int:
    """Return how many words a text has; "GP-led" and "don't" are one each."""
    return len(WORD.findall(text))


def sentence_at(sentences: Sequence[Sentence], position: int) -> int:
    """Return the number of the sentence in which a place lies."""
    return max(0, bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1)


def _next_stop(frame: str, at: int, end: int) -> int:
    found = re.compile(r"[.!?](?:\s|$)|\ue000").search(frame, at, end)
    return found.start() + 1 if found else end


def _closes_sentence(text: str, at: int) -> bool:
    """Tell whether quoted words that end before `at` end in a full stop or the like."""
    inner = text[max(0, at - 4) : at].rstrip("”’\"'»“ ")
    return inner[-1:] in ".!?…"


def _trim(frame: str, start: int, end: int) -> int:
    while end > start and frame[end - 1].isspace():
        end -= 1
    return end
