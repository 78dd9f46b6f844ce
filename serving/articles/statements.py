"""Statements: what reading an article gives, and the sentence that carries one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from serving.articles.sentences import Sentence
from serving.articles.sources import Found, Method


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


@lru_cache(maxsize=4)
def _offset_sentences(paragraph: str) -> list[tuple[int, str]]:
    starts = [0, *(found.end() for found in _SENTENCE_BREAK.finditer(paragraph))]
    ends = [*starts[1:], len(paragraph)]
    return [(start, paragraph[start:end].strip()) for start, end in zip(starts, ends, strict=True)]
