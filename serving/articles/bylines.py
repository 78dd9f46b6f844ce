"""Who wrote an article: the byline near its top, or the name below it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from serving.articles.blocks import CONTACT, MARK, MAX_HEADING_CHARS, MAX_NAME_LINE_CHARS, SINGULAR, Block, BlockType
from serving.articles.names import has_role, is_name, starts_with_name


def byline(text: str, blocks: Sequence[Block]) -> str:
    """Return the author named near the top ("By Jo Marsh, leader of ...") or the words after "By"."""
    blocks = [block for block in blocks if block.type is not BlockType.BOILERPLATE]
    for i, block in enumerate(blocks[:6]):
        words = text[block.start : block.end]
        if block.type is BlockType.CAPTION and is_name(words.strip()):
            if _is_pictured(text, blocks, i, words.strip()):
                continue
            return words
        found = re.match(r"(?:[Bb]y|BY|[Ww]ords:?|[Ww]ritten by)\s+(.{3,120})$", words, re.DOTALL)
        if found and starts_with_name(found[1]):
            return found[1]
        written = _WRITTEN_BY.search(words)
        if written and is_name(written["who"]):
            return written["who"]
        if i == 0 and (own := _OF_A_COLUMN.search(words)) and is_name(own["who"]) and _speaks_alone(text, blocks):
            return own["who"]
    return _signature(text, blocks) or _signed_letter(text, blocks)


_WRITTEN_BY = re.compile(r",\s(?:writes|argues)\s(?P<who>(?:[A-Z][\w.’'-]*\s){1,4}[A-Z][\w’'-]*)$")
"""How a line below a headline names who wrote the article: "The plans deserve better, writes Jo Marsh"."""


def _is_pictured(text: str, blocks: Sequence[Block], number: int, name: str) -> bool:
    """Tell whether a line that is a name stands under a picture: it stands there twice, or the article goes on to tell of its bearer.

    The last paragraphs may tell of the author: "Jo Marsh leads the council's Labour group".
    """
    beside = (*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2])
    if any(text[b.start : b.end].strip() == name for b in beside):
        return True
    told = (b for b in blocks[number + 1 : -3] if b.type is BlockType.PARAGRAPH)
    return any(text.find(name, b.start + 1, b.end) >= 0 for b in told)


_OF_A_COLUMN = re.compile(r"\s[–—-]\s(?P<who>(?:[A-Z][\w.’'-]*\s){1,4}[A-Z][\w’'-]*)$")
"""How the headline of a column ends that names who wrote it: "The fight goes on - Jo Marsh MP"."""
MIN_OWN_SENTENCES = 2
_IS_LETTER = re.compile(r"\s*letters?\b[\s:–—-]", re.IGNORECASE)
"""The headline of a letter to a paper."""


def _speaks_alone(text: str, blocks: Sequence[Block]) -> bool:
    """Tell whether paragraphs that quote nobody say "I" or "my", as a letter or a column does."""
    own = (
        b
        for b in blocks
        if b.type is BlockType.PARAGRAPH
        and not MARK.match(text, b.start)
        and SINGULAR.search(_MARKED.sub("", text[b.start : b.end]))
    )
    least = 1 if _IS_LETTER.match(text) else MIN_OWN_SENTENCES
    return sum(1 for _ in itertools.islice(own, least)) == least


_MARKED = re.compile(r"[“\"][^“”\"]*[”\"]")
"""Words between marks, which may say "I" of somebody else."""
MAX_BELOW_LETTER = 3
"""How many lines may stand from the name below a letter on."""


def _signed_letter(text: str, blocks: Sequence[Block]) -> str:
    """Return the name below a piece in the first person: "Jo Marsh, / Hoath Road, Hexby"."""
    if any(CONTACT.match(text, block.start) for block in blocks[-2 * MAX_BELOW_LETTER :]):
        return ""
    signed = [line for block in blocks[-MAX_BELOW_LETTER - 1 :] if (line := _signs(text, block))]
    return signed[0] if len(signed) == 1 and _speaks_alone(text, blocks) else ""


def _signs(text: str, block: Block) -> str:
    """Return a line that names somebody, with a post or a place perhaps, of whom nothing is told above it."""
    line = text[block.start : block.end].rstrip(" ,")
    if block.type not in (BlockType.HEADING, BlockType.CAPTION) or len(line) > MAX_HEADING_CHARS:
        return ""
    named = is_name(line) or (starts_with_name(line) and has_role(line) and line[-1].isalnum())
    return line if named and text.find(line[:MIN_LINE_CHARS]) == block.start else ""


MIN_LINE_CHARS = 12
"""How much of a line is looked for above it."""


_GREETING = re.compile(
    r"(?:Until (?:next|then|tomorrow|\w+day)|Yours|Best|With (?:best|kind|warm|every)|Kind|Warm|Regards|Sincerely|See you|Have a good|Thank you|Thanks|Cheers|Over and out)\b[\w ,’']{0,40}[,.]?$"
)


def _signature(text: str, blocks: Sequence[Block]) -> str:
    """Return who signs below a greeting at the end: "Yours, / Jo Marsh / Editor"."""
    for i in range(max(1, len(blocks) - 12), len(blocks)):
        greeting, line = text[blocks[i - 1].start : blocks[i - 1].end], text[blocks[i].start : blocks[i].end]
        if _GREETING.match(greeting) and len(line) < MAX_NAME_LINE_CHARS and starts_with_name(line):
            role = text[blocks[i + 1].start : blocks[i + 1].end] if i + 1 < len(blocks) else ""
            return f"{line}, {role}" if is_name(line) and len(role) < 60 and has_role(role) else line
    return ""
