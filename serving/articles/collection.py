"""Collections of articles: files, folders, globs and JSON lines, one article at a time and in order."""

from __future__ import annotations

import glob
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from labels.errors import DataError, InvalidInput, StanceError, shorten
from labels.records import Row, Unreadable, scan_rows
from serving.articles.document import Document, plain_document
from serving.articles.formats import ENDINGS, html_document, read_file
from serving.articles.reader import Quote, QuoteKind, read_article

LINES = (".jsonl", ".ndjson")
READ_ENDINGS = (*ENDINGS, *LINES)
TEXT_FIELDS = ("title", "published", "source")


@dataclass(frozen=True, slots=True)
class Pending:
    """An article that has not been read yet: its id, and its file or its record.

    `problem` says why there is none to read.
    """

    id: str
    path: Path | None = None
    record: Row | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What reading one article gave: records of its statements, or why it can't be read."""

    id: str
    records: tuple[Row, ...] = ()
    error: str = ""


def find_articles(arguments: Sequence[str]) -> Iterator[Pending]:
    """Yield the articles that files, folders, globs and "-" (JSON lines) name, in order, each id once.

    What is in a folder is read in the order of its names; files of kinds not known are passed over there.
    Raises `DataError` for an argument that names nothing.
    """
    seen: dict[str, int] = {}
    for argument in arguments:
        for pending in _named_by(argument):
            times = seen[pending.id] = seen.get(pending.id, 0) + 1
            yield pending if times == 1 else replace(pending, id=f"{pending.id}~{times}")


def check_arguments(arguments: Sequence[str]) -> None:
    """Raise `DataError` for the first argument that names no file, folder or pattern with files."""
    for argument in arguments:
        if argument != "-" and not Path(argument).exists() and not any(glob.iglob(argument, recursive=True)):
            raise DataError(f"{argument}: no such file or folder")


def _named_by(argument: str) -> Iterator[Pending]:
    path = Path(argument)
    if argument == "-":
        yield from _lines(argument, "stdin")
    elif path.is_dir():
        for file in _files_below(path):
            yield from _file(file)
    elif path.exists():
        yield from _file(path)
    else:
        for name in sorted(glob.glob(argument, recursive=True)):
            if Path(name).is_file():
                yield from _file(Path(name))


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the readable files of a folder and its folders, hidden ones left out."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _files_below(entry)
        elif entry.suffix.lower() in READ_ENDINGS:
            yield entry


def _file(path: Path) -> Iterator[Pending]:
    if path.suffix.lower() in LINES:
        yield from _lines(path, str(path))
    else:
        yield Pending(str(path), path)


def _lines(file: str | Path, name: str) -> Iterator[Pending]:
    for row in scan_rows(file):
        own = f"{name}:{row.number}"
        if isinstance(row, Unreadable):
            yield Pending(own, problem=str(row))
            continue
        given = row.row.get("id")
        chosen = str(given) if isinstance(given, str | int) and not isinstance(given, bool) and given != "" else own
        yield Pending(chosen, record=row.row)


def article_document(record: Mapping[str, Any]) -> Document:
    """Return the document of an article's record: `text` or `html`, with `title`, `published` and `source`.

    Raises `InvalidInput` for a record without words or with a value that is no text.
    """
    for field in ("text", "html", *TEXT_FIELDS):
        if not isinstance(record.get(field) or "", str):
            raise InvalidInput(f"got {shorten(record[field])}", field=field, expected="a string")
    text, html = record.get("text"), record.get("html")
    if not (text or html):
        raise InvalidInput("is missing", field="text", expected="the article's words in 'text', or a page in 'html'")
    if text and html:
        raise InvalidInput("is given beside 'text'", field="html", expected="one of the two")
    document = plain_document(text) if text else html_document(html or "")
    given = {field: record[field] for field in TEXT_FIELDS if record.get(field)}
    return replace(document, **given)


def read_pending(pending: Pending, *, first_person: bool = False) -> Extracted:
    """Read one article; what can't be read gives an error and no statements."""
    try:
        if pending.problem:
            raise DataError(pending.problem)
        document = read_file(pending.path) if pending.path else article_document(pending.record or {})
        quotes = read_article(document, first_person=first_person)
    except OSError as problem:
        return Extracted(pending.id, error=f"{pending.id}: {problem.strerror or problem}")
    except StanceError as problem:
        text = str(problem)
        return Extracted(pending.id, error=text if pending.path or pending.problem else f"{pending.id}: {text}")
    return Extracted(pending.id, tuple(statement_records(pending.id, document, quotes)))


def statement_records(article: str, document: Document, quotes: Sequence[Quote]) -> Iterator[Row]:
    """Yield an article's statements as records, in the order of the text."""
    known = {name: value for name in TEXT_FIELDS if (value := getattr(document, name))}
    for number, quote in enumerate(quotes):
        record: Row = {
            "article": article,
            "id": f"{article}#{number + 1}",
            "text": quote.text,
            "start": quote.start,
            "end": quote.end,
            "parts": [list(part) for part in quote.parts],
            "kind": str(quote.kind),
            "context": quote.context,
            "attribution": quote.attribution,
            "speaker": quote.speaker,
            "role": quote.role,
            "organisation": quote.organisation,
            "method": str(quote.method) if quote.method else None,
            "confidence": quote.confidence,
        }
        if quote.kind is QuoteKind.PULL:
            record["repeats"] = None if quote.repeats is None else f"{article}#{quote.repeats + 1}"
        yield record | known


def chunked(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of at most `size` items."""
    source = iter(items)
    while chunk := list(itertools.islice(source, size)):
        yield chunk
