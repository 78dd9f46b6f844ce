"""What reading an article has come to so far."""

from __future__ import annotations

from serving.articles.blocks import Block
from serving.articles.deadline import Deadline
from serving.articles.document import Document
from serving.articles.ladder import Ladder
from serving.articles.page import Page
from serving.articles.sources import Source
from serving.articles.statements import Draft


class Reading:
    """One pass over an article's blocks: the statements found, and the block before, boilerplate apart."""

    def __init__(self, document: Document, deadline: Deadline) -> None:
        self.page = Page(document, deadline)
        self.ladder = Ladder(self.page)
        self.drafts: list[Draft] = []
        self.previous: Block | None = None

    def add(self, draft: Draft, source: Source | None, position: int) -> None:
        """Add a statement as the one read last, and note that `source` was spoken of at a position of the text."""
        self.drafts.append(draft)
        self.page.last = draft
        if source:
            self.page.resolver.note(position, source)
