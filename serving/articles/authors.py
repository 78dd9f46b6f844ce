"""What the author of an article says: everything that is nobody else's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from serving.articles.blocks import BlockType
from serving.articles.page import Page
from serving.articles.sentences import Sentence, count_words, split_sentences
from serving.articles.sources import Found, Method, Source
from serving.articles.statements import Draft, QuoteKind

MIN_AUTHORS_WORDS = 5
"""How many words what an author says must have."""


def authors_statements(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return what the byline's author says: of each paragraph the sentences that report nobody else's words, together."""
    source = page.resolver.of(page.author) if page.author else Source(None, "author", page.document.source, "author")
    found = Found(source, Method.BYLINE)
    taken = [part for draft in drafts for part in draft.parts]
    added = []
    for number, block in enumerate(page.deadline.watched(page.document.blocks)):
        if block.type is not BlockType.PARAGRAPH:
            continue
        sentences = split_sentences(page.text, page.frame, block.words_start, block.end)
        for start, end in _runs(sentences, taken):
            if count_words(page.text[start:end]) >= MIN_AUTHORS_WORDS:
                added.append(Draft([(start, end)], QuoteKind.FIRST_PERSON, number, found))
    return added


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
