"""What an article tells of all statements in it: its headline, and whether it is about STPs."""

from __future__ import annotations

import re
from itertools import takewhile

from serving.articles.blocks import BlockType
from serving.articles.document import Document

_STPS = re.compile(r"\bSTPs?\b|\bsustainability and transformation\b", re.IGNORECASE)


_HOUSES = ("House of Commons", "House of Lords", "Westminster Hall")
LEAST_WORDS = 4
"""The words of a headline; a shorter line above one is the paper's name, a section or a date."""
TOP_LINES = 6
"""Among how many lines at the top of an article its headline is."""
_NO_HEADLINE = re.compile(
    r" \| |^[\[(]|^(?:Asked )?By\s|^Issue\b|^Venue\b|\b(?:embargo|for immediate|issued|posted by)|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d",
    re.IGNORECASE,
)
"""What stands above an article and is no headline: a row of links, a byline, a date, a notice, who is in the chair."""


def headline(document: Document) -> str:
    """Return the title of an article, or the heading with which it begins, or "".

    Where the first heading is too short for a headline, as a masthead is, the next is taken that isn't.
    """
    if document.title:
        return document.title
    above = list(takewhile(lambda block: block.type is not BlockType.PARAGRAPH, document.blocks[:TOP_LINES]))
    if not above or above[0].type is not BlockType.HEADING:
        return ""
    headings = [document.words(block) for block in above if block.type is BlockType.HEADING]
    found = next((heading for heading in headings if _is_headline(heading)), headings[0])
    # Whoever speaks in a House speaks in Parliament, which the debate's title does not tell.
    return f"{headings[0]}: {found}" if found != headings[0] in _HOUSES else found


def _is_headline(heading: str) -> bool:
    return len(heading.split()) >= LEAST_WORDS and _NO_HEADLINE.search(heading) is None


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
