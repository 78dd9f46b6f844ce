"""Articles from files: plain text, HTML, PDF and Word, each by a library that is kept for it."""

from __future__ import annotations

import io
import itertools
import logging
import re
import statistics
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from labels.errors import DataError, StanceError, shorten
from labels.statement import MAX_PHRASE_CHARS
from serving.articles.blocks import BlockType
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.document import Document, Piece, pieced_document, plain_document
from serving.articles.names import starts_with_name
from serving.articles.surveys import is_post_line

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_WORD_XML_BYTES = 20_000_000
MAX_HTML_CHARS = 5_000_000
MAX_PAGE_CHARS = 1_000_000
MAX_PDF_PAGES = 500

TEXT_ENDINGS = (".txt", ".text", ".md")
HTML_ENDINGS = (".html", ".htm", ".xhtml")
ENDINGS = (*TEXT_ENDINGS, *HTML_ENDINGS, ".pdf", ".docx")


# It warns of every page that it finds nothing in; what that means for an article is said here.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8"),
)
_CHARSET = re.compile(
    rb"""charset=["']?(windows-125[0-8]|iso-8859-(?:[2-9]|1[013-6])|koi8-r|macintosh|shift_jis|euc-jp|euc-kr|big5|gb18030)\b""",
    re.IGNORECASE,
)


def read_file(path: Path) -> Document:
    """Return the document in a file.

    Raises `DataError`, in one line, for a file that is missing, too large, damaged, protected or of a kind not
    known.
    """
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    if (size := path.stat().st_size) > MAX_FILE_BYTES:
        raise DataError(f"{path}: has {size:,} bytes (expected at most {MAX_FILE_BYTES:,})")
    return read_bytes(path.read_bytes(), str(path))


def read_bytes(data: bytes, name: str) -> Document:
    """Return the document in the bytes of a file called `name`; raise `DataError` as `read_file` does."""
    ending = Path(name).suffix.lower()
    try:
        if ending == ".pdf" or data.startswith(b"%PDF-"):
            document = pdf_document(data)
        elif ending == ".docx":
            document = docx_document(data)
        elif ending in HTML_ENDINGS or (ending not in TEXT_ENDINGS and _looks_like_html(data)):
            document = html_document(decoded(data))
        elif ending in TEXT_ENDINGS or not ending:
            if b"\x00" in data[:4096] and not _encoding(data).startswith(("utf-16", "utf-32")):
                raise DataError("is binary (expected text)")
            document = plain_document(decoded(data))
        else:
            raise DataError(f"can't read {ending} (expected one of: {', '.join(ENDINGS)})")
    except StanceError as problem:
        raise DataError(f"{name}: {problem}") from None
    if not document.text.strip():
        scanned = " (a scanned page needs text recognition first)" if data.startswith(b"%PDF-") else ""
        raise DataError(f"{name}: holds no text{scanned}")
    return document


def decoded(data: bytes) -> str:
    """Return bytes as text: by their byte-order mark, as UTF-8, by the page's own word, else as Windows wrote it.

    What stands for no character becomes U+FFFD; a null byte is left out.
    """
    return data.decode(_encoding(data), "replace").removeprefix("\ufeff").replace("\x00", "")


def _encoding(data: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked:
        return marked
    if wide := _wide_encoding(data):
        return wide
    read = data.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    # A file that was cut, or has one bad byte among many good signs, is UTF-8 all the same.
    if not bad or bad * 2 < len(read.encode("utf-8")) - len(read) - 2 * bad:
        return "utf-8"
    named = _CHARSET.search(data[:2048])
    # Browsers read what calls itself Latin 1 as Windows does: its quotation marks are nowhere in Latin 1.
    return named[1].decode("ascii").lower() if named else "cp1252"


def _wide_encoding(data: bytes) -> str | None:
    """Return the kind of UTF-16 that bytes without a mark look like: every other byte is null."""
    head = data[:2000]
    nulls = [head[first::2].count(0) for first in (0, 1)]
    if len(head) < 8 or max(nulls) < 0.4 * len(head) or min(nulls) > 0.02 * len(head):
        return None
    return "utf-16-be" if nulls[0] > nulls[1] else "utf-16-le"


def _looks_like_html(data: bytes) -> bool:
    return (
        re.match(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", data[:512], re.IGNORECASE)
        is not None
    )


# HTML.

_BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = (
    "//head|//script|//style|//noscript|//template|//svg|//iframe|//button|//select|//textarea|//object|//video|//audio"
    "|//*[@hidden or contains(translate(@style, ' ', ''), 'display:none')]"
)
_LEFT_OUT = re.compile(
    r"\b(?:nav|menu|cookie|consent|share|social|related|comment|promo|advert|newsletter|signup|sign-up|subscribe|footer|"
    r"breadcrumb|sidebar|recommend|trending|most-read|popup|modal|banner)",
    re.IGNORECASE,
)
_DISPLAYED = re.compile(r"pull-?quote|pullout|display-?quote|callout|highlight", re.IGNORECASE)
_LINE_BREAK = "\u2028"
MIN_SURE_CHARS = 60
"""A paragraph at least this long can show where the article begins and ends."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words between two borders of blocks; `owner` is the innermost block around them."""

    owner: Any
    text: str


def html_document(html: str, deadline: Deadline = UNLIMITED) -> Document:
    """Return the main text of a page as a document.

    trafilatura says which paragraphs are the article's; they are then taken from the page itself, in
    order and with their tags, so that no quotation between them is lost. `<q>` and marked-off quotations
    without marks get the marks that a browser shows. Raises `DataError`, and `TooLarge` when the deadline passes.
    """
    import trafilatura
    from lxml import etree

    if len(html) > MAX_HTML_CHARS:
        raise DataError(f"has {len(html):,} characters of HTML (expected at most {MAX_HTML_CHARS:,})")
    tree = _tree(html)
    shown = sum(map(len, tree.xpath("//body//text()[not(parent::script or parent::style)]")))
    if shown > MAX_PAGE_CHARS:
        raise DataError(f"shows {shown:,} characters (expected at most {MAX_PAGE_CHARS:,})")
    try:
        found = trafilatura.bare_extraction(
            etree.tostring(tree, encoding="unicode", method="html"),
            favor_recall=True, include_comments=False, include_tables=True, with_metadata=True, fast=True,
            date_extraction_params={"original_date": True, "extensive_search": False},  # the other way loads every locale: 3 s
        )  # fmt: skip
    # trafilatura and what it calls raise whatever a page makes them raise; the page is then read without it.
    except Exception:
        found = None
    printed = _printed_author(tree)
    for unseen in deadline.watched(tree.xpath(_UNSEEN)):
        if unseen.getparent() is not None:
            unseen.drop_tree()
    main = str(getattr(found, "text", None) or "")
    pieces = _article(list(deadline.watched(_runs(tree))), _bare(main), deadline)
    known = {name: _phrase(getattr(found, name, None)) for name in ("title", "date", "sitename", "author")}
    document = pieced_document(pieces, known["title"], known["date"], known["sitename"], deadline)
    author = known["author"].split(";")[0].strip()
    return (
        document
        if document.byline
        else replace(document, byline=author if starts_with_name(author) else printed or author)
    )


_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:by|byline|meta|authors?|writers?)(?:$|[\s_-])")
_BEFORE_AUTHOR = re.compile(r"^(?:[^|]{0,40}?\b)?(?:[Bb]y|[Ww]ords|[Ww]ritten by):?\s+")
MAX_BYLINE_CHARS = 160
MAX_BYLINES = 20
"""How many elements are looked at for a byline, however a page nests them."""


def _printed_author(tree: Any) -> str:
    """Return the author whom a page prints in an element of a byline's class: "30 March 2017 | By Jo Marsh"."""
    classed = tree.xpath("//p[@class] | //div[@class] | //span[@class] | //address[@class]")
    for element in itertools.islice((e for e in classed if _BYLINE_CLASS.search(e.get("class"))), MAX_BYLINES):
        words = " ".join(element.text_content().split())
        if len(words) <= MAX_BYLINE_CHARS:
            parts = (_BEFORE_AUTHOR.sub("", part.strip()) for part in re.split(r"[|·•]", words))
            if named := next((part for part in parts if starts_with_name(part)), ""):
                return named
    return ""


def _tree(html: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    html = html.lstrip("\ufeff").replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    parser = lxml_html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(html, parser=parser)
    except (etree.LxmlError, ValueError) as problem:
        raise DataError(f"is no HTML that can be read: {_line(problem)}") from None
    # libxml2 stops reading where a page is nested too deeply, and says so only here.
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise DataError("is nested too deeply (expected at most 250 tags within each other)")
    return tree


def _runs(tree: Any) -> Iterator[_Run]:
    """Yield the paragraphs of a page in order: what stands between two borders of blocks, or two empty lines."""
    from lxml import etree

    owner, words = tree, [""]

    def flushed() -> Iterator[_Run]:
        yield from (_Run(owner, text) for text in _paragraphs("".join(words)))
        words.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCK_TAGS:
            yield from flushed()
            owner = element if event == "start" or element.getparent() is None else _block_around(element)
        elif element.tag == "br" and event == "start":
            words.append(_LINE_BREAK)
        elif element.tag == "q":
            words.append(_quotation_mark(element, event))
        words.append((element.text if event == "start" else element.tail) or "")
    yield from flushed()


def _block_around(element: Any) -> Any:
    around = (parent for parent in element.iterancestors() if parent.tag in _BLOCK_TAGS)
    return next(around, element.getroottree().getroot())


def _quotation_mark(element: Any, event: str) -> str:
    """Return the mark that a browser draws at the start or end of `<q>`, unless the page has it in its text."""
    if (element.text or "").lstrip()[:1] in ("“", '"', "‘"):
        return ""
    outer = sum(1 for _ in element.iterancestors("q"))
    return ("“”" if outer % 2 == 0 else "‘’")[event == "end"]


def _article(runs: Sequence[_Run], main: str, deadline: Deadline) -> Iterator[Piece]:
    """Yield the paragraphs from the first to the last that belong to the main text, and what belongs to them."""
    bare = [_bare(run.text) for run in runs]
    ours = [bool(words) and words in main for words in deadline.watched(bare)]
    sure = [i for i, run in enumerate(runs) if ours[i] and len(run.text) > MIN_SURE_CHARS]
    holders = _holders([runs[i] for i in sure])
    if not sure:
        yield from (_piece(run, holders) for run in runs if not _left_out(run.owner, holders))
        return
    container = _containers(runs)
    containers = {container[runs[i].owner] for i in sure}
    first, last = sure[0], sure[-1]
    for i, run in enumerate(deadline.watched(runs)):
        beside = container[run.owner] in containers
        if i < first:
            kept = run.owner.tag == "h1" or (ours[i] and (beside or run.owner.tag == "p"))
        elif i > last:
            kept = ours[i] and beside
        else:
            kept = beside or ours[i] or run.owner.tag == "p" or _set_apart(run.owner, holders)
        if kept and not _left_out(run.owner, holders):
            yield _piece(run, holders)


def _containers(runs: Sequence[_Run]) -> dict[Any, Any]:
    """Return for each owner of paragraphs the block that holds them and their neighbours."""
    owners = {run.owner for run in runs}
    return {
        owner: owner
        if owner.getparent() is None or any(child.tag in _BLOCK_TAGS for child in owner)
        else owner.getparent()
        for owner in owners
    }


def _holders(runs: Sequence[_Run]) -> set[Any]:
    """Return the elements that hold half of the main text or more: what they are called leaves nothing out."""
    held: Counter[Any] = Counter()
    for run in runs:
        for element in (run.owner, *run.owner.iterancestors()):
            held[element] += len(run.text)
    total = sum(len(run.text) for run in runs)
    return {element for element, chars in held.items() if 2 * chars >= total and element.tag != "p"}


def _left_out(owner: Any, holders: set[Any]) -> bool:
    within_quotation = False
    for element in (owner, *owner.iterancestors()):
        if element in holders or element.tag in ("body", "html"):
            return False
        within_quotation = within_quotation or element.tag in ("blockquote", "figure")
        source_line = element.tag == "footer" and (
            within_quotation or any(parent.tag in ("blockquote", "figure") for parent in element.iterancestors())
        )
        if element.tag in ("nav", "footer", "form") and not source_line:
            return True
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if _LEFT_OUT.search(marks) and not _DISPLAYED.search(marks) and not source_line:
            return True
    return False


def _set_apart(owner: Any, holders: set[Any]) -> bool:
    """Tell whether an element is of a quotation, a picture or a display, which stand in a box of their own."""
    boxes = ("blockquote", "figure", "figcaption")
    return _displayed(owner, holders) or any(element.tag in boxes for element in (owner, *owner.iterancestors()))


def _displayed(owner: Any, holders: set[Any]) -> bool:
    """Tell whether an element is of a display: one within the article, however what holds all of it is called."""
    within = itertools.takewhile(
        lambda element: element not in holders and element.tag not in ("body", "html", "article", "main"),
        (owner, *owner.iterancestors()),
    )
    return any(element.tag == "aside" or _DISPLAYED.search(element.get("class", "")) for element in within)


def _piece(run: _Run, holders: set[Any]) -> Piece:
    tag, text = run.owner.tag, run.text
    if tag in _HEADINGS:
        return Piece(text, BlockType.HEADING)
    if tag == "li":
        return Piece(text, BlockType.BULLET)
    around = {element.tag for element in (run.owner, *run.owner.iterancestors())}
    if tag == "figcaption" or ("blockquote" in around and (tag == "footer" or re.match(r"[–—-]", text))):
        return Piece(text, BlockType.CAPTION)
    if _displayed(run.owner, holders):
        return Piece(text, BlockType.DISPLAY)
    if "blockquote" in around and not re.search(r"[“”\"‘]", text) and len(text.split()) > 3 and not is_post_line(text):
        return Piece(f"“{text}”")
    return Piece(text)


def _paragraphs(text: str) -> list[str]:
    """Return what stands between empty lines; one line break is a space."""
    parted = re.split(rf"{_LINE_BREAK}(?:[^\S{_LINE_BREAK}]*{_LINE_BREAK})+", text)
    return [words for part in parted if (words := _squashed(part))]


def _squashed(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    """Return the letters and digits of a text, which is all that two ways of reading a page agree on."""
    return "".join(re.findall(r"[^\W_]+", text))


def _phrase(value: object) -> str:
    return _squashed(str(value or ""))[:MAX_PHRASE_CHARS]


# PDF.


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int


def pdf_document(data: bytes) -> Document:
    """Return the text of a PDF as a document, its lines joined to paragraphs; raise `DataError`."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = "password" in str(problem).lower()
        raise DataError(
            "is locked by a password" if locked else f"is no PDF that can be read: {_line(problem)}"
        ) from None
    try:
        if len(pdf) > MAX_PDF_PAGES:
            raise DataError(f"has {len(pdf)} pages (expected at most {MAX_PDF_PAGES})")
        lines = [line for number in range(len(pdf)) for line in _page_lines(pdf, number)]
        meta = pdf.get_metadata_dict()
    except pypdfium2.PdfiumError as problem:
        raise DataError(f"is no PDF that can be read: {_line(problem)}") from None
    finally:
        pdf.close()
    return pieced_document(_joined(_without_running_heads(lines)), str(meta.get("Title") or ""))


def _page_lines(pdf: Any, number: int) -> Iterator[_Line]:
    page = pdf[number]
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        text = textpage.get_text_range(0, count) if count else ""
        at = 0
        for raw in text.split("\n"):
            words = raw.strip()
            if words:
                first = min(at + len(raw) - len(raw.lstrip()), count - 1)
                last = min(at + len(raw.rstrip()) - 1, count - 1)
                left, bottom, _, top = textpage.get_charbox(first, loose=True)
                _, _, right, _ = textpage.get_charbox(max(first, last), loose=True)
                yield _Line(words, left, right, top, bottom, number)
            at += len(raw) + 1
    finally:
        textpage.close()
        page.close()


def _without_running_heads(lines: Sequence[_Line]) -> list[_Line]:
    """Leave out page numbers and what stands at the same height at the edge of three pages, or of both of two."""
    by_page: dict[int, list[_Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    edges = {line for page in by_page.values() for line in _edge_lines(page)}
    counts = Counter(_place(line) for line in edges)
    repeated = max(2, min(3, len(by_page)))
    return [
        line
        for line in lines
        if not (line in edges and (counts[_place(line)] >= repeated or _PAGE_NUMBER.fullmatch(line.text)))
    ]


_PAGE_NUMBER = re.compile(r"(?:[–-]\s*)?(?:page\s+)?\d{1,4}(?:\s+(?:of|/)\s+\d+)?(?:\s*[–-])?", re.IGNORECASE)


def _edge_lines(page: Sequence[_Line]) -> list[_Line]:
    by_height = sorted(page, key=lambda line: -line.top)
    return [*by_height[:3], *by_height[-3:]]


def _place(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.top / 4)


_BULLET_START = re.compile(r"[•·▪◦●‣∙■□○*]\s|[–-]\s+[A-Z“]|\(?[a-z\d]{1,2}[.)]\s")


def _joined(lines: Sequence[_Line]) -> Iterator[Piece]:
    """Yield paragraphs: lines go together unless a gap, a short last line or a bullet parts them."""
    if not lines:
        return
    pairs = list(itertools.pairwise(lines))
    gaps = [a.bottom - b.top for a, b in pairs if a.page == b.page and a.bottom >= b.top - 1]
    height = statistics.median(line.top - line.bottom for line in lines) or 1.0
    usual = statistics.median(gaps) if gaps else 0.0
    edge = statistics.quantiles([line.right for line in lines], n=10)[-1] if len(lines) > 1 else lines[0].right
    text = lines[0].text
    for before, line in pairs:
        new_page = before.page != line.page
        gap = before.bottom - line.top
        ends = re.search(r"[.!?:][\"'”’)]*$", before.text) is not None
        short = before.right < edge - 0.12 * max(edge - line.left, 1)
        apart = (
            (not new_page and gap > usual + 0.45 * height)
            or (new_page and (ends or short))
            or (short and ends)
            or _BULLET_START.match(line.text)
            or abs((line.top - line.bottom) - (before.top - before.bottom)) > 0.35 * height
            or (short and not ends and before.right < line.left + 0.6 * (edge - line.left) and line.text[:1].isupper())
        )
        if apart:
            yield Piece(_unbroken(text))
            text = line.text
        elif text.endswith(_HYPHENS):
            text += line.text
        else:
            text = f"{text} {line.text}"
    yield Piece(_unbroken(text))


_HYPHENS = ("\ufffe", "\x02", "\u00ad")
_BROKEN = re.compile(r"(\w*)[\ufffe\x02\u00ad](\w?)")
_HYPHENATED = re.compile(r"(?:self|well|long|short|high|low|cross|vice|half|full|much|ill|non|anti|\d+)", re.IGNORECASE)


def _unbroken(text: str) -> str:
    """Return text without the hyphens that part a word at the end of a line; those of "self-made" and of names stay."""

    def mended(found: re.Match[str]) -> str:
        kept = found[2].isupper() or found[2].isdigit() or _HYPHENATED.fullmatch(found[1])
        return f"{found[1]}{'-' if kept else ''}{found[2]}"

    return _BROKEN.sub(mended, text)


# Word.

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


_NO_TITLE = "Word Document"
"""What python-docx says of a file that has no properties."""


def docx_document(data: bytes) -> Document:
    """Return the paragraphs of a Word file, with those of tables and text boxes, as a document; raise `DataError`."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    if data.startswith(_OLD_OR_LOCKED):
        raise DataError("is locked by a password, or of an old Word (expected an open .docx)")
    try:
        _check_unpacked(data)
        word = docx.Document(io.BytesIO(data))
        pieces = list(_word_pieces(word))
        properties = word.core_properties
        title, created = properties.title or "", properties.created
        title = "" if title == _NO_TITLE else title
    # What python-docx, zipfile and lxml raise for a damaged file: it may lack any part that they look for.
    except (
        zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OpcError, etree.LxmlError, OSError, EOFError,
        LookupError, ValueError, TypeError, AttributeError, RuntimeError, AssertionError,
    ) as problem:  # fmt: skip
        raise DataError(f"is no Word file that can be read: {_line(problem)}") from None
    return pieced_document(pieces, _phrase(title), created.date().isoformat() if created else "")


def _check_unpacked(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
    everything = sum(entry.file_size for entry in entries)
    if everything > MAX_UNPACKED_BYTES:
        raise DataError(f"unpacks to {everything:,} bytes (expected at most {MAX_UNPACKED_BYTES:,})")
    written = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if written > MAX_WORD_XML_BYTES:
        raise DataError(f"unpacks to {written:,} bytes of XML (expected at most {MAX_WORD_XML_BYTES:,})")


_WORD_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT_RUN, _TEXT_BOX = (f"{_WORD_SPACE}{name}" for name in ("p", "r", "txbxContent"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORD_SIGNS = {
    f"{_WORD_SPACE}{name}": sign
    for name, sign in (("t", ""), ("tab", " "), ("br", _LINE_BREAK), ("cr", _LINE_BREAK), ("noBreakHyphen", "-"))
}


def _word_pieces(word: Any) -> Iterator[Piece]:
    """Yield all paragraphs in the order of the file: in tables, text boxes, fields and tracked insertions too."""
    from docx.text.paragraph import Paragraph

    kinds: dict[str, BlockType | None] = {}
    for paragraph in word.element.body.iter(_PARAGRAPH):
        texts = _word_text(paragraph)
        around = {ancestor.tag for ancestor in paragraph.iterancestors()} if texts else set()
        # A text box is there twice: as it is, and for old programs.
        if not texts or _FALLBACK in around:
            continue
        name = paragraph.style or ""
        if name not in kinds:
            style = Paragraph(paragraph, word).style
            kinds[name] = _style_kind((style.name if style is not None else "") or "")
        yield from (Piece(text, BlockType.DISPLAY if _TEXT_BOX in around else kinds[name]) for text in texts)


def _style_kind(style: str) -> BlockType | None:
    if style.startswith(("Heading", "Title")):
        return BlockType.HEADING
    if style.startswith("List"):
        return BlockType.BULLET
    return BlockType.CAPTION if style == "Caption" else None


def _word_text(paragraph: Any) -> list[str]:
    """Return the text of a paragraph without that of text boxes within it, parted at doubled line breaks."""
    words = [
        _WORD_SIGNS[part.tag] or part.text or ""
        for part in paragraph.iter(*_WORD_SIGNS)
        if part.getparent().tag == _TEXT_RUN and next(part.iterancestors(_PARAGRAPH)) is paragraph
    ]
    return _paragraphs("".join(words)) if words else []


def _line(problem: BaseException) -> str:
    return shorten(str(problem).strip().split("\n", maxsplit=1)[0] or type(problem).__name__)
