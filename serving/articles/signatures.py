"""Lines above or below a quotation that tell whose it is."""

from __future__ import annotations

import re
from functools import cached_property

from serving.articles.blocks import Block, BlockType
from serving.articles.introductions import find_bodies
from serving.articles.names import has_role, is_name_line, starts_with_name
from serving.articles.reading import Reading
from serving.articles.sources import Found, Method, Source
from serving.articles.statements import Draft, QuoteKind
from serving.articles.surveys import is_kind_line, is_post_line, is_surveyed

_PRESENTS_ONE = re.compile(r"(?:One|An?|Another|The) [^.!?]{3,120}:$")
"""A line that leads in to the words of one: "One ward manager in Kent:"."""
_PICTURED = re.compile(r"\b(?:left|right|centre|pictured|at|with|outside|during|on \w+day|listens?|speaks|looks)\b")
"""What tells that a line stands under a picture."""
_DASHED = re.compile(r"[–—-]\s*[A-Z]")
MAX_SIGNATURE_WORDS = 8
MAX_POST_CHARS = 140


class Signatures:
    """The lines of one article that sign a quotation; `under_name` is the block of the last one so signed."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.page = reading.page
        self.ladder = reading.ladder
        self.under_name = -1

    def of(self, number: int, block: Block) -> Found | None:
        """Return who is named by a line above or below a quotation that fills its paragraph."""
        if (line := self.post_lines.get(number)) is not None:
            words = self.page.document.words(line)
            return self.ladder.signed(words, line.start) or self.ladder.signed(f"({words})", line.start)
        return (
            self._named_above(number, block)
            or self._in_list_of_names(number)
            or self._dashed_below(number, block)
            or self._signed_below(number, block)
        )

    def _in_list_of_names(self, number: int) -> Found | None:
        """Return whom the line above names where two quotations or more stand each under a name and a comma."""
        line = self.names_above.get(number)
        return self.ladder.signed(self.page.document.words(line), line.start) if line else None

    @cached_property
    def names_above(self) -> dict[int, Block]:
        """Return the lines that begin with a name, by the quotation that stands alone under each, if there are two or more."""
        blocks = self.page.document.blocks
        lines = {
            n: blocks[n - 1] for n in self.page.by_block if n and self._opens_alone(n) and self._is_named(blocks[n - 1])
        }
        # Words without a name above the first line: the lines stand below what they sign.
        below = any(n > 1 and n - 2 in self.page.by_block and not self._has_its_name(n - 2) for n in lines)
        return lines if len(lines) > 1 and not below else {}

    def _is_named(self, block: Block) -> bool:
        """Tell whether a line is a name and more: "Jo Marsh, who founded Patients First"."""
        words = self.page.document.words(block)
        line = block.type in (BlockType.CAPTION, BlockType.HEADING) and words[-1].isalnum()
        _, comma, told = words.partition(", ")
        tells = has_role(told) or told[:1].isupper() or told.startswith("who ")
        return bool(line and comma) and tells and starts_with_name(words) and _PICTURED.search(told) is None

    def _opens_alone(self, number: int) -> bool:
        """Tell whether a paragraph is nothing but the beginning of a quotation, or a whole one."""
        spans, block = self.page.by_block[number], self.page.document.blocks[number]
        alone = len(spans) == 1 and spans[0].outer_start <= block.words_start and spans[0].outer_end >= block.end
        return alone and block.type is BlockType.PARAGRAPH and not spans[0].continues

    def _has_its_name(self, number: int) -> bool:
        """Tell whether the quotation that ends in a paragraph stands under a name, or has one in its sentence."""
        first = number
        while first - 1 in self.page.by_block and self.page.by_block[first][0].continues:
            first -= 1
        return not self._opens_alone(first) or self._is_named(self.page.document.blocks[first - 1])

    @cached_property
    def post_lines(self) -> dict[int, Block]:
        """Return the lines that give no more than posts, by the quotation to which each belongs: all above or all below.

        One such line beside one quotation may be a heading, except in a survey.
        """
        blocks = self.page.document.blocks
        ends = {n: self._last_of(n) for n in self.page.by_block if self.is_whole(n, blocks[n])}
        below = {
            n: blocks[end + 1] for n, end in ends.items() if end + 1 < len(blocks) and self._is_post(blocks[end + 1])
        }
        above = {n: blocks[n - 1] for n in ends if n and self._is_post(blocks[n - 1])}
        first = min((lines[min(lines)].start for lines in (below, above) if lines), default=0)
        lines = below if any(line.start == first for line in below.values()) else above
        lines = {
            n: line
            for n, line in lines.items()
            if n == 0 or not _PRESENTS_ONE.match(self.page.document.words(blocks[n - 1]))
        }
        dashed = any(self.page.text[line.start] in "–—-" for line in lines.values())
        return lines if len(lines) > 1 or (lines and (dashed or is_surveyed(self.page.text))) else {}

    def _last_of(self, number: int) -> int:
        """Return the last block of a quotation that may run over several."""
        while number + 1 in self.page.by_block and not self.page.by_block[number][-1].closed:
            if not self.page.by_block[number + 1][0].continues:
                break
            number += 1
        return number

    def _is_post(self, block: Block) -> bool:
        """Tell whether a block is a line that gives no more than a post."""
        if block.type in (BlockType.TURN, BlockType.BOILERPLATE, BlockType.PANEL):
            return False
        words = self.page.document.words(block)
        if block.end - block.start > MAX_POST_CHARS:
            return False
        return is_post_line(words) or (is_kind_line(words) and is_surveyed(self.page.text))

    def _named_above(self, number: int, block: Block) -> Found | None:
        """Return whom the line above names where each quotation of a list stands alone under its speaker's name."""
        if number < 2 or not self.is_whole(number, block):
            return None
        heads, line = self.page.document.blocks[number - 2], self.page.document.blocks[number - 1]
        listed = heads.type is BlockType.HEADING or self.under_name == number - 2
        if line.type not in (BlockType.CAPTION, BlockType.HEADING) or not listed:
            return None
        words = self.page.document.words(line)
        if line.type is BlockType.CAPTION:
            return self.ladder.signed(words, line.start)
        body = self.under_name == number - 2 and [name for _, name in find_bodies(words)] == [words]
        return Found(Source(None, "", words, words), Method.CAPTION) if body else None

    def _dashed_below(self, number: int, block: Block) -> Found | None:
        """Return who signs a whole quotation in the line below it by a dash and a name: "- Jo Marsh, chair of the trust"."""
        if not self.is_whole(number, block):
            return None
        blocks, last = self.page.document.blocks, self._last_of(number)
        if last + 1 >= len(blocks) or not self._is_dashed(blocks[last + 1]):
            return None
        # Several such lines are a list of people.
        if last + 2 < len(blocks) and self._is_dashed(blocks[last + 2]):
            return None
        line = blocks[last + 1]
        return self.ladder.signed(self.page.text[line.start : line.end], line.start)

    def _is_dashed(self, block: Block) -> bool:
        """Tell whether a line is a dash and a name, or more about who it is, and no sentence."""
        line = self.page.text[block.start : block.end]
        return _DASHED.match(line) is not None and is_name_line(line.rstrip("."))

    def _signed_below(self, number: int, block: Block) -> Found | None:
        """Return who signs a whole quotation in the line below it by a post and a place: "GP, Northtown"."""
        blocks = self.page.document.blocks
        if number + 1 >= len(blocks) or blocks[number + 1].type not in (BlockType.HEADING, BlockType.CAPTION):
            return None
        line = self.page.document.words(blocks[number + 1])
        post, comma, place = line.partition(", ")
        if not comma or not has_role(post) or not place[:1].isupper() or len(line.split()) > MAX_SIGNATURE_WORDS:
            return None
        if starts_with_name(line) or not self.is_whole(number, block):
            return None
        return self.ladder.signed(line, blocks[number + 1].start)

    def is_whole(self, number: int, block: Block) -> bool:
        """Tell whether a paragraph is one quotation and nothing else."""
        spans = self.page.by_block.get(number, [])
        return (
            block.type is BlockType.PARAGRAPH
            and len(spans) == 1
            and not spans[0].continues
            and spans[0].outer_start <= block.words_start
            and spans[0].outer_end >= block.end
        )

    def read(self, number: int, found: Found) -> None:
        """Read a quotation that fills its paragraph under or over its speaker's name."""
        [span] = self.page.by_block[number]
        draft = Draft([(span.start, span.end)], QuoteKind.DIRECT, number, found, closed=span.closed)
        self.reading.add(draft, found.source, span.outer_end)
        self.under_name = number
