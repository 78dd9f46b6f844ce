"""Words without marks below lines with names, where the article says that they are what each of them said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from serving.articles.blocks import MARK, MAX_HEADING_CHARS, OWN_VOICE, Block, BlockType
from serving.articles.names import has_role, starts_with_name

_ANNOUNCES = re.compile(
    r"\bthis is what (?:they|he|she|each|the candidates) (?:\w+ )?(?:said|told us|answered|replied|wrote)\b"
    r"|\bwhat (?:they|each(?: of them)?|the candidates) (?:said|told us|answered|replied|had to say)\b"
    r"|\bin their own words\b|\b(?:here|below) (?:is|are) (?:what|their|the) (?:\w+ )?(?:answers?|replies|responses|speech(?:es)?|statements|words)\b"
    r"|\b(?:gave|sent) (?:us )?(?:these|the following) (?:answers|replies|statements|responses)\b"
    r"|\b(?:transcripts?|text) of (?:the|their) (?:speeches|answers|statements|presentations)\b"
    r"|^(?:(?:shortened|abridged|edited|full|presentation|speech) )+transcripts?$",
    re.IGNORECASE,
)
"""What says that each name below stands over its own words."""
_OBITUARIES = re.compile(r"\b(?:obituar\w+|in memoriam|remember(?:s|ed|ing)?|tributes?|prize|quiz)\b", re.IGNORECASE)
"""What tells that the names are those of whom others speak."""
_ADVERTISES = re.compile(r"(?:advertisement|sponsored|read more|related)\b", re.IGNORECASE)
MAX_BEFORE_NAMES = 3
MIN_NAME_LINES = 2
_MORE_OF_WHOM = re.compile(r"[^.!?:“”\"]{3,90}")


def below_names(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the paragraphs below names as turns, where a line above says so; none of another text."""
    said = next((i for i, b in enumerate(blocks) if _ANNOUNCES.search(text, b.start, b.end)), None)
    if said is None or _OBITUARIES.search(text, 0, blocks[said].end):
        return []
    first = blocks[said + 1 : said + 1 + MAX_BEFORE_NAMES]
    if not any(starts_with_name(text[block.start : block.end]) for block in first):
        return []
    marked, label, names, above = list(blocks), "", 0, False
    for i in range(said + 1, len(blocks)):
        block, line = blocks[i], text[blocks[i].start : blocks[i].end]
        if block.type in (BlockType.CAPTION, BlockType.HEADING) and starts_with_name(line):
            repeated = above and label.startswith(line)
            label, above, names = label if repeated else line, True, names + (not repeated)
        elif above and block.type is BlockType.HEADING and _tells_more(line):
            label = f"{label} ({line})"
        elif (
            block.type is BlockType.BOILERPLATE
            or _ADVERTISES.match(line)
            or (block.type is BlockType.HEADING and line[-1] not in "?—–")
        ):
            label = ""
        elif label and label.split()[0] in line.split():
            above = False  # "Karen is 34 and nurses in Hexby": the reporter tells who it is.
        elif label and block.type is BlockType.PARAGRAPH and not MARK.search(text, block.start, block.end):
            marked[i], above = replace(block, type=BlockType.TURN, label=label), False
    turns = [block for block in marked if block.type is BlockType.TURN]
    in_person = sum(OWN_VOICE.search(text, block.start, block.end) is not None for block in turns)
    return marked if names >= MIN_NAME_LINES and len(turns) >= names and 2 * in_person >= len(turns) else []


def _tells_more(line: str) -> bool:
    """Tell whether a line below a name gives a post or a group: "MP for Yarrow", "Hands Off Hexby Hospital"."""
    told = len(line) <= MAX_HEADING_CHARS and _MORE_OF_WHOM.fullmatch(line) is not None
    return told and (has_role(line) or all(word[0].isupper() for word in line.split() if len(word) > 3))
