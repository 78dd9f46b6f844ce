"""Articles from files: plain text, HTML, PDF and Word, each by a library that is kept for it."""

from __future__ import annotations

import io
import re
import statistics
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from labels.errors import DataError, StanceError, shorten
from serving.articles.document import BlockType, Document, Piece, pieced_document, plain_document

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_HTML_CHARS = 5_000_000
MAX_HTML_DEPTH = 400
MAX_PDF_PAGES = 500

TEXT_ENDINGS = (".txt", ".text", ".md")
HTML_ENDINGS = (".html", ".htm", ".xhtml")
ENDINGS = (*TEXT_ENDINGS, *HTML_ENDINGS, ".pdf", ".docx")


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
            if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise DataError("is binary (expected text)")
            document = plain_document(decoded(data))
        else:
            raise DataError(f"can't read {ending} (expected one of: {', '.join(ENDINGS)})")
    except StanceError as problem:
        raise DataError(f"{name}: {problem}") from None
    if not document.text.strip():
        raise DataError(f"{name}: holds no text (a scanned page needs text recognition first)")
    return document


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8 or UTF-16 by their mark, the page's own word for HTML, else as they look."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = re.search(rb"""charset=["']?([\w-]+)""", data[:2048])
    for encoding in (named[1].decode("ascii") if named else "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _looks_like_html(data: bytes) -> bool:
    return (
        re.match(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", data[:512], re.IGNORECASE)
        is not None
    )


# HTML.

_BLOCK_TAGS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "figcaption",
    "div",
    "td",
    "dd",
    "dt",
    "pre",
    "section",
    "article",
    "aside",
    "main",
    "header",
    "footer",
    "nav",
    "ul",
    "ol",
    "table",
    "tr",
    "figure",
    "form",
    "body",
    "dl",
)
_LEAVES = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "div", "td", "dd", "dt", "pre")
_LEFT_OUT = re.compile(
    r"\b(?:nav|menu|cookie|consent|share|social|related|comment|promo|advert|newsletter|signup|sign-up|subscribe|footer|breadcrumb|sidebar|recommend|trending|most-read|popup|modal|banner)",
    re.IGNORECASE,
)
_DISPLAYED = re.compile(r"pull-?quote|pullout|display-?quote|callout|highlight", re.IGNORECASE)
_INLINE_TYPES = {"figcaption": BlockType.CAPTION, "li": BlockType.BULLET}


def html_document(html: str) -> Document:
    """Return the main text of a page as a document.

    trafilatura says which paragraphs are the article's; they are then taken from the page itself, in
    order and with their tags, so that no quotation between them is lost. `<q>` and marked-off quotations
    without marks get the marks that a browser shows. Raises `DataError`.
    """
    import trafilatura
    from lxml import etree
    from lxml import html as lxml_html

    if len(html) > MAX_HTML_CHARS:
        raise DataError(f"has {len(html):,} characters of HTML (expected at most {MAX_HTML_CHARS:,})")
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))
    try:
        tree = lxml_html.document_fromstring(
            html, parser=lxml_html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
        )
    except (etree.LxmlError, ValueError) as problem:
        raise DataError(f"is no HTML that can be read: {_line(problem)}") from None
    if _depth(tree) > MAX_HTML_DEPTH:
        raise DataError(f"is nested more than {MAX_HTML_DEPTH} deep")
    for gone in tree.xpath("//script|//style|//noscript|//template|//svg|//iframe|//button|//select|//textarea"):
        gone.drop_tree()
    _mark_quotations(tree)
    try:
        found = trafilatura.bare_extraction(
            etree.tostring(tree, encoding="unicode", method="html"),
            favor_recall=True, include_comments=False, include_tables=True, with_metadata=True, fast=True,
        )  # fmt: skip
    # trafilatura and what it calls raise whatever a page makes them raise; the page is then read without it.
    except Exception:  # noqa: BLE001
        found = None
    main = _squashed(getattr(found, "text", "") or "")
    pieces = list(_pieces(tree, main))
    title, published, source, author = (str(getattr(found, name, None) or "") for name in ("title", "date", "sitename", "author"))
    if not pieces:
        pieces = [Piece(line) for line in (getattr(found, "text", "") or "").split("\n")]
    document = pieced_document(pieces, title, published, source)
    return document if document.byline else replace(document, byline=author.split(";")[0].strip())


def _depth(tree: Any) -> int:
    deepest = 0
    stack = [(tree, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        if deepest > MAX_HTML_DEPTH:
            return deepest
        stack.extend((child, depth + 1) for child in element)
    return deepest


def _mark_quotations(tree: Any) -> None:
    """Put into the text the marks that a browser draws around `<q>`."""
    for element in tree.iter("q"):
        outer = sum(1 for parent in element.iterancestors("q"))
        opening, closing = ("“", "”") if outer % 2 == 0 else ("‘", "’")
        if element.text_content().strip()[:1] in '“"‘':
            continue
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing


def _pieces(tree: Any, main: str) -> Iterator[Piece]:
    """Yield the paragraphs between the first and the last that belong to the main text."""
    leaves = [element for element in tree.iter(*_LEAVES) if not any(True for _ in element.iterchildren(*_BLOCK_TAGS))]
    texts = [_squashed(_visible(element)) for element in leaves]
    ours = [bool(text) and text in main for text in texts]
    long_ones = [i for i, (text, kept) in enumerate(zip(texts, ours, strict=True)) if kept and len(text) > 60]
    if not long_ones:
        return
    parents = {leaves[i].getparent() for i in long_ones}
    first, last = long_ones[0], long_ones[-1]
    for i, (element, text) in enumerate(zip(leaves, texts, strict=True)):
        if not text:
            continue
        near = first <= i <= last and (
            element.getparent() in parents or element.tag in ("blockquote", "p", "figcaption") or _displayed(element)
        )
        heading = element.tag == "h1" and i <= first
        after = i > last and ours[i] and element.getparent() in parents
        before = i < first and ours[i] and (element.getparent() in parents or element.tag == "p")
        if (heading or near or after or before) and not _left_out(element):
            yield _piece(element, text)


def _visible(element: Any) -> str:
    for line_break in element.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    return str(element.text_content())


def _left_out(element: Any) -> bool:
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in ("nav", "footer", "form"):
            return True
        if ancestor.tag in ("body", "html", "article", "main"):
            continue
        marks = f"{ancestor.get('class', '')} {ancestor.get('id', '')}"
        if _LEFT_OUT.search(marks) and not _DISPLAYED.search(marks):
            return True
    return False


def _displayed(element: Any) -> bool:
    return element.tag == "aside" or any(
        ancestor.tag == "aside" or _DISPLAYED.search(ancestor.get("class", ""))
        for ancestor in (element, *element.iterancestors())
    )


def _piece(element: Any, text: str) -> Piece:
    if element.tag[0] == "h" and element.tag[1:].isdigit():
        return Piece(text, BlockType.HEADING)
    if element.tag in _INLINE_TYPES:
        return Piece(text, _INLINE_TYPES[element.tag])
    if _displayed(element):
        return Piece(text, BlockType.DISPLAY)
    quoted = element.tag == "blockquote" or element.getparent() is not None and element.getparent().tag == "blockquote"
    if quoted and not re.search(r"[“”\"‘]", text) and len(text.split()) > 3 and element.tag in ("p", "blockquote"):
        return Piece(f"“{text}”")
    return Piece(text)


def _squashed(text: str) -> str:
    return " ".join(text.split())


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
    """Leave out page numbers and what stands at the same height on three pages or more."""
    pages = len({line.page for line in lines})
    counts = Counter((re.sub(r"\d+", "#", line.text), round(line.top / 4)) for line in lines)
    kept = []
    for line in lines:
        running = pages >= 3 and counts[(re.sub(r"\d+", "#", line.text), round(line.top / 4))] >= min(3, pages)
        if not running and not re.fullmatch(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d+)?", line.text, re.IGNORECASE):
            kept.append(line)
    return kept


_BULLET_START = re.compile(r"[•·▪◦●‣∙■□○*]\s|[–-]\s+[A-Z“]|\(?[a-z\d]{1,2}[.)]\s")


def _joined(lines: Sequence[_Line]) -> Iterator[Piece]:
    """Yield paragraphs: lines go together unless a gap, a short last line or a bullet parts them."""
    if not lines:
        return
    gaps = [
        a.bottom - b.top for a, b in zip(lines, lines[1:], strict=False) if a.page == b.page and a.bottom >= b.top - 1
    ]
    height = statistics.median(line.top - line.bottom for line in lines) or 1.0
    usual = statistics.median(gaps) if gaps else 0.0
    edge = statistics.quantiles([line.right for line in lines], n=10)[-1] if len(lines) > 1 else lines[0].right
    text = lines[0].text
    for before, line in zip(lines, lines[1:], strict=False):
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
            yield Piece(text)
            text = line.text
        elif text.endswith(("\ufffe", "\x02", "\u00ad")):
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}"
    yield Piece(text)


# Word.


def docx_document(data: bytes) -> Document:
    """Return the paragraphs and table cells of a Word file as a document; raise `DataError`."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
            if unpacked > MAX_UNPACKED_BYTES:
                raise DataError(f"unpacks to {unpacked:,} bytes (expected at most {MAX_UNPACKED_BYTES:,})")
        word = docx.Document(io.BytesIO(data))
        pieces = list(_word_pieces(word))
        properties = word.core_properties
        title, created = properties.title or "", properties.created
    except (
        zipfile.BadZipFile,
        OpcError,
        KeyError,
        ValueError,
        NotImplementedError,
        EOFError,
        OSError,
        etree.LxmlError,
        zipfile.LargeZipFile,
        RuntimeError,
        AttributeError,
        IndexError,
        TypeError,
    ) as problem:
        if isinstance(problem, StanceError):
            raise
        raise DataError(f"is no Word file that can be read: {_line(problem)}") from None
    return pieced_document(pieces, title, created.date().isoformat() if created else "")


def _word_pieces(word: Any) -> Iterator[Piece]:
    for block in word.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                seen: list[Any] = []
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        yield from (Piece(paragraph.text) for paragraph in cell.paragraphs)
            continue
        style = (block.style.name if block.style is not None else "") or ""
        kind = (
            BlockType.HEADING
            if style.startswith(("Heading", "Title"))
            else BlockType.BULLET
            if style.startswith("List")
            else None
        )
        yield Piece(block.text, kind)


def _line(problem: BaseException) -> str:
    return shorten(str(problem).strip().split("\n", maxsplit=1)[0] or type(problem).__name__)
