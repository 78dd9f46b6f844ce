"""What an article tells of all statements in it: its headline, and whether it is about STPs."""

from __future__ import annotations

import re

from serving.articles.blocks import BlockType
from serving.articles.document import Document

_STPS = re.compile(r"\bSTPs?\b|\bsustainability and transformation\b", re.IGNORECASE)


def headline(document: Document) -> str:
    """Return the title of an article, or the heading with which it begins, or ""."""
    first = document.blocks[0] if document.blocks else None
    opening = document.words(first) if first and first.type is BlockType.HEADING else ""
    return document.title or opening


def is_about_stps(document: Document) -> bool:
    """Tell whether an article names the plans, in what it shows or in its title.

    A local paper that tells of a ward's closure often names the plan behind it only once.
    """
    return _STPS.search(f"{document.title}\n{document.text}") is not None


def under_headline(headline: str, context: str) -> str:
    """Return a statement's context below the headline, which often alone names what the article is about."""
    if not headline or headline in context:
        return context
    return f"{headline} {context}".rstrip()
