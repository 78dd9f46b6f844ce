"""Collections of articles: files, folders, globs and JSON lines, one article at a time and in order."""

from __future__ import annotations

import gc
import glob
import itertools
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

from labels.errors import DataError, InvalidInput, StanceError, TooLarge, shorten
from labels.records import Row, Unreadable, scan_rows
from labels.statement import MAX_PHRASE_CHARS
from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.document import Document, plain_document
from serving.articles.formats import ENDINGS, html_document, read_file
from serving.articles.reader import Quote, QuoteKind, read_article
from serving.articles.topic import headline, is_about_stps, under_headline

LINES = (".jsonl", ".ndjson")
READ_ENDINGS = (*ENDINGS, *LINES)
TEXT_FIELDS = ("title", "published", "source")
MAX_SECONDS = 20.0
"""Processor time for one article: hundreds of times what an ordinary one takes."""


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


def find_articles(arguments: Sequence[str], leave_out: Path | None = None) -> Iterator[Pending]:
    """Yield the articles that files, folders, globs and "-" (JSON lines) name, in order, each id once.

    What is in a folder is read in the order of its names; files of kinds not known are passed over there, and
    everywhere the file `leave_out`. Raises `DataError` for an argument that names nothing.
    """
    seen: dict[str, int] = {}
    for argument in arguments:
        for pending in _named_by(argument, leave_out):
            name = pending.id
            while name in seen:
                seen[pending.id] += 1
                name = f"{pending.id}~{seen[pending.id]}"
            seen[name] = 1
            yield pending if name == pending.id else replace(pending, id=name)


def check_arguments(arguments: Sequence[str]) -> None:
    """Raise `DataError` for the first argument that names no file, folder or pattern with files."""
    for argument in arguments:
        if argument != "-" and not Path(argument).exists() and not _matching(argument):
            raise DataError(f"{argument}: no such file or folder")


def _matching(pattern: str) -> list[Path]:
    # Path.glob takes no absolute pattern, so that a quoted "/home/me/*.pdf" would fail.
    return [path for name in sorted(glob.glob(pattern, recursive=True)) if (path := Path(name)).is_file()]  # noqa: PTH207


def _named_by(argument: str, leave_out: Path | None) -> Iterator[Pending]:
    path = Path(argument)
    if argument == "-":
        yield from _lines(argument, "stdin")
        return
    if path.is_dir():
        files: Iterable[Path | Pending] = _files_below(path)
    else:
        files = [path] if path.exists() else _matching(argument)
    for file in files:
        if isinstance(file, Pending):
            yield file
        elif leave_out is None or not leave_out.exists() or not file.exists() or not file.samefile(leave_out):
            yield from _file(file)


def _files_below(folder: Path) -> Iterator[Path | Pending]:
    """Yield the readable files of a folder and its folders, hidden ones left out; or why a folder can't be read."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as problem:
        yield Pending(str(folder), problem=f"{folder}: {problem.strerror}")
        return
    for entry in entries:
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


def article_document(record: Mapping[str, Any], deadline: Deadline = UNLIMITED) -> Document:
    """Return the document of an article's record: `text` or `html`, with `title`, `published` and `source`.

    Raises `InvalidInput` for a record without words or with a value that is no text, and `TooLarge` when the
    deadline passes.
    """
    for field in ("text", "html", *TEXT_FIELDS):
        if not isinstance(record.get(field) or "", str):
            raise InvalidInput(f"got {shorten(record[field])}", field=field, expected="a string")
        if field in TEXT_FIELDS and len(record.get(field) or "") > MAX_PHRASE_CHARS:
            most = f"at most {MAX_PHRASE_CHARS} characters"
            raise TooLarge(f"has {len(record[field])} characters", field=field, expected=most)
    text, html = record.get("text"), record.get("html")
    if not (text or html):
        raise InvalidInput("is missing", field="text", expected="the article's words in 'text', or a page in 'html'")
    if text and html:
        raise InvalidInput("is given beside 'text'", field="html", expected="one of the two")
    try:
        document = plain_document(text, deadline=deadline) if text else html_document(html or "", deadline)
    except DataError as problem:
        raise InvalidInput(str(problem), field="html") from None
    except TooLarge as problem:
        raise TooLarge(problem.error, field="text" if text else "html", expected=problem.expected) from None
    if not document.text.strip():
        raise InvalidInput("holds no words", field="text" if text else "html", expected="the words of an article")
    given = {field: record[field] for field in TEXT_FIELDS if record.get(field)}
    return replace(document, **given)


def read_pending(pending: Pending, *, first_person: bool = False, seconds: float = MAX_SECONDS) -> Extracted:
    """Read one article; what can't be read, or not in so many seconds, gives an error and no statements."""
    try:
        with time_limit(seconds):
            if pending.problem:
                raise DataError(pending.problem)
            document = read_file(pending.path) if pending.path else article_document(pending.record or {})
            quotes = read_article(document, first_person=first_person)
            return Extracted(pending.id, tuple(statement_records(pending.id, document, quotes)))
    except OSError as problem:
        return Extracted(pending.id, error=f"{pending.id}: {problem.strerror or problem}")
    except OutOfTime:
        return Extracted(pending.id, error=f"{pending.id}: takes too long to read (expected at most {seconds:g} s)")
    except StanceError as problem:
        text = str(problem)
        return Extracted(pending.id, error=text if pending.path or pending.problem else f"{pending.id}: {text}")


class OutOfTime(BaseException):
    """Reading an article took too long; no `Exception`, lest a library that catches those goes on reading."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` if what is done within takes more of the processor's time.

    The system signals a process's main thread alone, and not on Windows: elsewhere nothing is limited.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    collecting = False

    def note(phase: str, _info: dict[str, int]) -> None:
        nonlocal collecting
        collecting = phase == "start"

    def stop(_signal: int, frame: FrameType | None) -> None:
        if not collecting and not _is_unheard(frame):
            raise OutOfTime

    gc.callbacks.append(note)
    before = signal.signal(signal.SIGPROF, stop)
    # What swallows the first signal, or does not hear it, meets the next.
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.1)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:  # A last signal may have come before the timer was stopped.
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        gc.callbacks.remove(note)


def _is_unheard(frame: FrameType | None) -> bool:
    """Tell whether Python would print and drop what is raised here, in a finaliser or what the collector calls."""
    callbacks = {code for call in gc.callbacks if (code := getattr(call, "__code__", None))}
    while frame:
        if frame.f_code.co_name == "__del__" or frame.f_code in callbacks:
            return True
        if frame.f_globals.get("__name__") in ("weakref", "_weakrefset"):
            return True
        frame = frame.f_back
    return False


RECORD_FIELDS = (
    "article", "id", "text", "start", "end", "parts", "kind", "context", "stp_article", "attribution", "speaker", "role",
    "organisation", "method", "confidence",
)  # fmt: skip
"""The fields that every record of an article's statement has."""


def statement_records(article: str, document: Document, quotes: Sequence[Quote]) -> Iterator[Row]:
    """Yield an article's statements as records, in the order of the text."""
    known = {name: value for name in TEXT_FIELDS if (value := getattr(document, name))}
    title, about_stps = headline(document), is_about_stps(document)
    for number, quote in enumerate(quotes):
        record: Row = {
            "article": article,
            "id": f"{article}#{number + 1}",
            "text": quote.text,
            "start": quote.start,
            "end": quote.end,
            "parts": [list(part) for part in quote.parts],
            "kind": str(quote.kind),
            "context": under_headline(title, quote.context),
            "stp_article": about_stps,
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
