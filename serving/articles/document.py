"""A text with typed blocks and character offsets: what the rest of the reader works on."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from labels.errors import TooLarge
from serving.articles.blocks import (
    MAX_HEADING_CHARS,
    MAX_HEADLINE_CHARS,
    MAX_NAME_LINE_CHARS,
    SAID_WITH_DASH,
    Block,
    BlockType,
)
from serving.articles.bylines import byline
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.layouts import in_turns
from serving.articles.names import has_role, is_name_line, starts_with_name

MAX_ARTICLE_CHARS = 2_000_000
OPENING_MARKS = "“‘\"'„«‟"
CLOSING_MARKS = "”’\"'»“"


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text, its blocks in order, and what is known of it."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    published: str = ""
    source: str = ""
    byline: str = ""

    def words(self, block: Block) -> str:
        """Return the text of a block."""
        return self.text[block.start : block.end]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph from a format that says where paragraphs end, and perhaps what they are."""

    text: str
    type: BlockType | None = None


def plain_document(
    text: str, title: str = "", published: str = "", source: str = "", deadline: Deadline = UNLIMITED
) -> Document:
    r"""Return the document of a plain text; only the ends of its lines are changed, to `\\n`.

    Raises `TooLarge` for a text of more than `MAX_ARTICLE_CHARS` characters, and when the deadline passes.
    """
    text = check_size(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    spans = list(_paragraphs(text))
    typed = _typed(text, [(start, end, None) for start, end in spans], title, deadline)
    return Document(text, tuple(in_turns(text, typed, deadline)), title, published, source, byline(text, typed))


def pieced_document(
    pieces: Iterable[Piece], title: str = "", published: str = "", source: str = "", deadline: Deadline = UNLIMITED
) -> Document:
    """Return the document of paragraphs that a format gave; they are joined by empty lines.

    Raises `TooLarge` as `plain_document` does.
    """
    spans: list[tuple[int, int, BlockType | None]] = []
    texts: list[str] = []
    at = 0
    for piece in deadline.watched(pieces):
        words = " ".join(piece.text.split())
        if words:
            spans.append((at, at + len(words), piece.type))
            texts.append(words)
            at += len(words) + 2
            if at > MAX_ARTICLE_CHARS:
                raise TooLarge(f"has more than {MAX_ARTICLE_CHARS} characters", expected="a shorter article")
    text = "\n\n".join(texts)
    typed = _typed(text, spans, title, deadline)
    return Document(text, tuple(in_turns(text, typed, deadline)), title, published, source, byline(text, typed))


def check_size(text: str) -> str:
    """Return the text; raise `TooLarge` if it is longer than an article can be."""
    if len(text) > MAX_ARTICLE_CHARS:
        limit = f"at most {MAX_ARTICLE_CHARS:,}"
        raise TooLarge(f"has {len(text):,} characters", expected=limit)
    return text


# Paragraphs of plain text.

_LINE = re.compile(r"[^\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})+(?!\s?[ap]\.?m\b)|[•·▪◦●‣∙*■□○–—-]|\(?[a-z]\)|\(?\d{1,2}[.)])\s+(?=\S)"
)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*$")
WRAPPED_WIDTH = 110


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs: lines, or runs of lines where the text was wrapped to a width."""
    lines = []
    for found in _LINE.finditer(text):
        start, end = _trimmed(text, found.start(), found.end())
        if start < end:
            lines.append((start, end))
    if not _is_wrapped(text, lines):
        yield from lines
        return
    width = max(end - start for start, end in lines)
    run: tuple[int, int] | None = None
    for start, end in lines:
        words = text[start:end]
        joins = run and not text[run[1] : start].count("\n") > 1 and not _BULLET.match(words)
        if run and joins and not _is_cut_short(text[_line_start(text, run[1]) : run[1]], width):
            run = (run[0], end)
            continue
        if run:
            yield run
        run = (start, end)
    if run:
        yield run


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _is_cut_short(line: str, width: int) -> bool:
    """Tell whether a wrapped line is the last of its paragraph: it ends a sentence well before the edge."""
    return len(line) < 0.7 * width and bool(_SENTENCE_END.search(line))


def _is_wrapped(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    if len(lines) < 6:
        return False
    lengths = sorted(end - start for start, end in lines)
    if lengths[-1] > WRAPPED_WIDTH or lengths[-1] < 40:
        return False
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if text[a[1] : b[0]].count("\n") == 1]
    full = [a for a, _ in pairs if a[1] - a[0] >= 0.6 * lengths[-1]]
    running_on = [a for a in full if not _SENTENCE_END.search(text[a[0] : a[1]])]
    return len(pairs) >= 0.4 * len(lines) and len(running_on) >= 0.4 * len(pairs)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# Types of blocks.

_CLOSED = re.compile(r"[”\"»]|[’'](?!\w)")
"""A mark that may close a quotation."""


@cache
def _boilerplate() -> re.Pattern[str]:
    lines = (
        r"(?:we|this (?:web)?site) uses? cookies|.{0,40}\bcookies?\b.{0,60}\b(?:policy|accept|browser|experience|consent|continue)",
        r"(?:accept|reject|manage) (?:all )?(?:cookies|preferences)?$",
        r"sign[ -]?up (?:to|for|now|here|today)|sign up$|subscribe|already a subscriber|log ?in\b|register (?:now|here|for free|to)",
        r"(?:click|tap) here|follow (?:us|@)|like us on|find us on|download our app|get our (?:free )?(?:app|newsletter)",
        r"read (?:more|next|also|the full)\b(?!.*[.”\"]$)|see also\b|more on this|more:|related (?:stories|articles|content|topics|links|news)",
        r"most (?:read|popular|viewed|shared)|trending|recommended (?:for you|reading)|you (?:might|may) also (?:like|be interested)",
        r"share (?:this|on|via|article)|share$|tweet this|print this|email this|e-mail this|copy link|whatsapp$|facebook$|twitter$|linkedin$",
        r"(?:(?:advert(?:isement|ising)?|hide ad)\s*)+$|sponsored (?:content|by)|promoted (?:content|stories)",
        r"(?:\d+ )?comments?(?: \(\d+\))?$|post a comment|leave a (?:comment|reply)|join the (?:conversation|discussion|debate)|have your say",
        r"(?:please )?(?:keep (?:it|comments|your comments|the (?:discussion|conversation)|to the)|be respectful|report (?:this|abuse)|comments? (?:are|on this|must|should|close)|all comments|our (?:comment|community) (?:rules|guidelines))",
        r"(?:©|\(c\)|copyright)\b|all rights reserved|terms (?:and conditions|of use)|privacy (?:policy|notice)|skip to (?:main )?content",
        r"back to top|next article|previous article|view (?:all|more|gallery|comments)|load more|show more|tags?:|topics?:|filed under|categories:",
        r"got a story|have you (?:got|been|had)\b.*\btell us|tell us your|contact (?:our|the) newsdesk|send (?:us )?your (?:stories|letters)|to (?:contact|advertise)",
        r"(?:this is an edited version|(?:this )?(?:interview|conversation) (?:has been |was )?(?:lightly )?(?:edited|condensed))|question put and agreed|motion lapsed|resolved,?$|\[?interruption|(?:house|sitting) adjourned|sitting suspended|on resuming\b",
        r"full debate: |department debates - |\(\d+ (?:year|month|week|day)s?\b[^)]{0,30} ago\)$|(?:commons|lords) chamber$|alert me about debates",
        r"for (?:more|the latest) (?:news|stories|updates)|stay up to date|never miss",
        r"[^“”\"]{0,120}\bto (?:suggest|nominate|respond|reply|submit|send|take part|get in touch|comment)\b[^.“”\"]{0,120}[,;] (?:please )?(?:e-?mail|write to|call|ring|contact|visit|tweet)\b[^.“”\"]{0,60}\.?$",
    )
    return re.compile("(?:" + "|".join(lines) + ")", re.IGNORECASE)


_COMMENTS = re.compile(
    r"(?:\d+ )?(?:reader(?:s[’'])? )?comments?(?: \(\d+\))?$|have your say$|join the (?:conversation|discussion)\b|leave a (?:comment|reply)$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:related|recommended|trending|most (?:read|popular|viewed)|more (?:on this|stories|from)|you (?:may|might) also)\b[^.]*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\s*(?:pictured?|photo(?:graph)?s?|images?|caption|video|watch|above|below|left|right)\b\s*(?::|–|-|by\b)",
    re.IGNORECASE,
)
_PANEL = re.compile(
    r"(?:the )?(?:round[- ]?table )?(?:panel(?:lists?)?|participants|attendees|speakers|present|in attendance|around the table|"
    r"who was (?:there|who)|those (?:present|taking part)|members present|contributors)\b[^.]{0,40}:?$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\W*(?:[A-Z][\w.’'-]*\s){1,4}(?:\w+ly\s|also\s)?(?:said|says|added|thought|felt|believed|argued|agreed|told)\b.*[.!?][\"”’]?$"
)
"""What shows a line to be a sentence of the article, not one of a list of people."""
_QUESTION_TIME = re.compile(
    r"-?\s*hansard(?: -)*(?: excerpts?)?|read (?:full )?debate.*|\d{1,2}[.:]\d{2}\s?[ap]\.?m\.?|several hon\. members:?(?:\s+rose)?\W*|.{0,60}\brose\s?[—–-]+|rose\W*|(?:column|\d{1,2} [A-Z][a-z]+ 20\d\d\b.*: ?column)\s*\d+",
    re.IGNORECASE,
)


_DATED = re.compile(r"\s*date \d{4}-\d\d-\d\d\s+(?=\S)")
"""The date of a saved page, before its first words."""


_GLUED_ADVERT = re.compile(r"(?:Hide Ad|Advertisement)+(?=[A-Z“\"‘'])")
"""An advert's label that has grown together with the paragraph after it."""


def _typed(
    text: str, spans: Sequence[tuple[int, int, BlockType | None]], title: str, deadline: Deadline
) -> list[Block]:
    blocks: list[Block] = []
    in_panel = in_comments = False
    elsewhere = 0
    for i, (start, end, given) in enumerate(deadline.watched(spans)):
        words = text[start:end]
        bullet = _BULLET.match(words)
        leads = (
            bullet
            or (_DATED.match(words) if i == 0 else None)
            or (words[:5] in ("Hide ", "Adver") and _GLUED_ADVERT.match(words))
        )
        body = start + leads.end() if leads else -1
        kind = given or _block_type(words, bullet is not None)
        if i == 0 and kind is BlockType.PARAGRAPH and len(spans) > 1 and _is_headline(words, title):
            kind = BlockType.HEADING
        if _COMMENTS.match(words) and 2 * i > len(spans):
            in_comments = True
        if in_comments:
            kind = BlockType.BOILERPLATE
        if kind is not BlockType.BOILERPLATE and _PANEL.match(words):
            in_panel, kind = True, BlockType.HEADING
        elif (
            in_panel
            and len(words) <= MAX_NAME_LINE_CHARS
            and starts_with_name(text[max(body, start) : end])
            and not _SAYS.match(words)
        ):
            kind = BlockType.PANEL
        else:
            in_panel = False
        if _ELSEWHERE.match(words) and len(words) < MAX_HEADING_CHARS:
            elsewhere, kind = 8, BlockType.BOILERPLATE
        elif elsewhere and len(words) < MAX_HEADING_CHARS and not _SENTENCE_END.search(words):
            elsewhere, kind = elsewhere - 1, BlockType.BOILERPLATE
        else:
            elsewhere = 0
        blocks.append(Block(start, end, kind, body))
    return [
        replace(block, type=BlockType.BOILERPLATE) if _leads_elsewhere(text, block, following) else block
        for block, following in itertools.zip_longest(blocks, blocks[1:])
    ]


def _leads_elsewhere(text: str, block: Block, following: Block | None) -> bool:
    """Tell whether a line is the headline of another article, under which stands "Read more"."""
    if following is None or text[following.start : following.end].lower() not in ("read more", "read more:"):
        return False
    words = text[block.start : block.end]
    return len(words) <= MAX_HEADLINE_CHARS and not _SENTENCE_END.search(words)


def _is_headline(words: str, title: str) -> bool:
    """Tell whether an article's first line is its headline: its title, or words that end in no full stop."""
    if " ".join(words.split()) == " ".join(title.split()):
        return True
    return len(words) <= MAX_HEADLINE_CHARS and not re.search(r"[.:;,][\"'”’)\]]*$|[\"”]", words)


def _block_type(words: str, is_bullet: bool) -> BlockType:
    if len(words) < 400 and _boilerplate().match(words):
        return BlockType.BOILERPLATE
    if _QUESTION_TIME.fullmatch(words):
        return BlockType.BOILERPLATE
    if is_bullet:
        return BlockType.BULLET
    if len(words) <= MAX_NAME_LINE_CHARS and is_name_line(words):
        return BlockType.CAPTION
    if _CAPTION.match(words):
        return BlockType.CAPTION
    if (
        len(words) <= MAX_HEADING_CHARS
        and not re.search(r"[.!…:;,][\"'”’)\]]*$|\bsaid:\s[\"“‘]$|[a-z\d)%][.!?]\s+[“\"‘']|[a-z]\.\s[A-Z]", words)
        and not (words[0] in OPENING_MARKS and (words[-1] in CLOSING_MARKS or not _CLOSED.search(words, 1)))
        and not (words[-1] == "?" and _LEADS_IN.search(words))
        and not _TELLS.search(words)
        and not SAID_WITH_DASH.search(words)
        and not (words[0] in OPENING_MARKS and _SIGNED.search(words) and has_role(words))
    ) or (words[0] in OPENING_MARKS and _CROSSHEAD.fullmatch(words)):
        return BlockType.HEADING
    return BlockType.PARAGRAPH


_LEADS_IN = re.compile(r":\s[“\"‘][^”\"’]+\?$")
"""Speech that a short paragraph opens with a question, and that goes on in the next: "He added: “Who decided this?"."""
_TELLS = re.compile(
    r"\b(?:said|says|added|asked|replied|answered|told\s\w+|argued|warned|explained)\b(?:[^:]*:\s[“\"‘].*[”\"’]$|(?:\s\w+){0,3}\sthat\b.{20})"
)
"""What shows a line to be a sentence that lacks its stop: "One of them asked the chair: “Why us?”"."""
_SIGNED = re.compile(r"[.!?…][”\"’']\s*(?:[–—-]\s*|\(|(?=[A-Z]))(?P<who>[^“”\"]{2,80})$")
"""What ends a short paragraph that is a quotation signed by a post: "“They meant well.” Chief nurse"."""
_CROSSHEAD = re.compile(r"[“\"‘'][^\W_]+(?:[\s-][^\W_]+)?[”\"’']|[‘'][^\W_]+(?:[\s-][^\W_]+){0,5}[’']")
"""A heading of a word or two in marks within an article, in single ones of a few: "'A sticking plaster for wards'"."""
