"""The blocks of a text: what each is for, and what tells them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MARK = re.compile(r"[“”\"‘]")
"""A mark that may open a quotation."""
MAX_HEADING_CHARS = 140
MAX_HEADLINE_CHARS = 220
MAX_NAME_LINE_CHARS = 180
"""How long a heading, a headline and a line with a name may be."""
CONTACT = re.compile(
    r"(?:(?:press|media|for)\s)?(?:contacts?|enquiries|ends)\b|notes? (?:to|for) editors?", re.IGNORECASE
)
"""What stands above the name of a press officer, who wrote nothing."""
SAID_WITH_DASH = re.compile(
    r"\b(?:said|says|added|wrote|writes)(?:\s[^,.;:]{2,40})?\s?[–—-]\s*$|^[A-Z][\w.’'-]*(?:\s[A-Z][\w’'-]+){1,4},\s[^.!?]{3,140}\s(?:said|says|commented)\s*$"
)
"""A verb of speech that leads in with a dash in place of the colon, or with nothing: "and said in July 2006 –"."""
OWN_VOICE = re.compile(r"(?<![\w’'])(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|us)\b")
"""How somebody speaks in the first person."""
FIRST_PERSON = re.compile(r"(?<![\w’'])(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
"""The same, but for "me" and "us", which other people's words hold too."""
SINGULAR = re.compile(r"(?<![\w’'])(?:I(?![\w.’'-]*\d)|I[’'](?:m|ve|d|ll)|[Mm]y|[Mm]yself)\b")
"""How somebody speaks of themselves alone."""


class BlockType(StrEnum):
    """What a block of an article is for."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    CAPTION = "caption"
    PANEL = "panel"
    DISPLAY = "display"
    TURN = "turn"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text, `text[start:end]`; `body` is where its words begin.

    `body` leaves out a bullet's sign and the name before a speaker's turn; `label` is that name,
    for the later paragraphs of a turn too.
    """

    start: int
    end: int
    type: BlockType
    body: int = -1
    label: str = ""

    @property
    def words_start(self) -> int:
        """Return where the words begin."""
        return self.start if self.body < 0 else self.body


ASIDES = (BlockType.HEADING, BlockType.CAPTION, BlockType.DISPLAY, BlockType.PANEL)
"""Blocks that stand beside the running text."""
