"""Rows of fields in JSONL, CSV and Parquet files: read in order, written whole or not at all."""

from __future__ import annotations

import codecs
import csv
import itertools
import json
import math
import re
import secrets
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

from labels.errors import DataError

FORMATS = (".jsonl", ".csv", ".parquet")
READABLE = (*FORMATS, ".ndjson")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_A_GROUP = 1_000
MAX_CELL_CHARS = 10_000_000
UTF_8 = "utf-8"

Row = dict[str, Any]

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Numbered:
    """One row and where it stands: `place` is what an error message names."""

    place: str
    number: int
    row: Row


@dataclass(frozen=True)
class Unreadable:
    """A place that should hold a row and holds something else."""

    place: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Writer(Protocol):
    """Takes rows one by one."""

    def write(self, row: Mapping[str, Any]) -> None:
        """Add one row."""


def read_rows(file: str | Path) -> Iterator[Numbered]:
    """Yield the rows of a JSONL, CSV or Parquet file, or of JSON lines on standard input for "-".

    Raises `DataError`, naming file and line, at the first that can't be read.
    """
    for found in scan_rows(file):
        if isinstance(found, Unreadable):
            raise DataError(str(found))
        yield found


def scan_rows(file: str | Path) -> Iterator[Numbered | Unreadable]:
    """Yield the rows of a file, and in their places those that can't be read.

    After a bad JSON line the next one follows; what comes after broken CSV or Parquet can't be
    told apart, so reading ends there. Raises `DataError` if there is no such file or format.
    """
    if str(file) == "-":
        if sys.stdin is None:
            raise DataError("standard input: is closed")
        yield from scan_json_lines(sys.stdin.buffer, "standard input")
        return
    path = Path(file)
    if path.is_dir():
        raise DataError(f"{path}: is a folder (expected a file)")
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    match path.suffix.lower():
        case ".parquet":
            yield from _scan_parquet(path)
        case ".csv":
            yield from _scan_csv(path)
        case ".jsonl" | ".ndjson":
            with path.open("rb") as lines:
                yield from scan_json_lines(lines, str(path))
        case other:
            known = ", ".join(FORMATS)
            raise DataError(f"{path}: can't read {other or 'a file without an ending'} (expected one of: {known})")


def scan_json_lines(lines: Iterable[bytes], name: str) -> Iterator[Numbered | Unreadable]:
    """Yield the object of each line that is not blank, or why there is none."""
    for number, line in enumerate(lines, 1):
        place = f"{name}:{number}"
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            row: Any = json.loads(text) if text else None
        except UnicodeDecodeError as problem:
            yield Unreadable(place, number, f"not UTF-8 at byte {problem.start} of the line")
        except json.JSONDecodeError as problem:
            yield Unreadable(place, number, f"not JSON: {problem.msg} at column {problem.colno}")
        except (ValueError, RecursionError) as problem:
            reason = "nested too deeply" if isinstance(problem, RecursionError) else "a number is too long"
            yield Unreadable(place, number, f"not JSON that can be read: {reason}")
        else:
            if text and not isinstance(row, dict):
                yield Unreadable(place, number, "not a JSON object")
            elif text:
                yield Numbered(place, number, row)


def _scan_csv(path: Path) -> Iterator[Numbered | Unreadable]:
    """Yield the rows of a CSV file as spreadsheets write them: with commas, semicolons or tabs, in their encodings."""
    encoding = _csv_encoding(path)
    if encoding == UTF_8:
        with path.open("rb") as raw:
            garbled: dict[int, int] = {}
            yield from _scan_csv_lines(_decoded(raw, garbled), str(path), garbled)
        return
    with path.open(encoding=encoding, newline="") as lines:
        try:
            yield from _scan_csv_lines(lines, str(path), {})
        except UnicodeDecodeError as problem:
            yield Unreadable(str(path), 1, f"can't be read as {encoding} from byte {problem.start} on")


def _csv_encoding(path: Path) -> str:
    """Return the encoding of a CSV file: what its mark says, or else UTF-8.

    Where no line with accents is UTF-8 it is Windows-1252, as Excel writes it; one among others that are is garbled.
    """
    fits = other = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            if number == 0 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            if line.isascii():
                continue
            try:
                line.decode(UTF_8)
                fits += 1
            except UnicodeDecodeError:
                other += 1
    return "cp1252" if other and not fits else UTF_8


def _delimiter(header: str) -> str:
    """Return what stands between the columns: most often a comma, a semicolon where Excel counts in German."""
    return max((",", ";", "\t"), key=header.count)


def _scan_csv_lines(lines: Iterable[str], name: str, garbled: dict[int, int]) -> Iterator[Numbered | Unreadable]:
    csv.field_size_limit(MAX_CELL_CHARS)
    source = iter(lines)
    first = next(source, "")
    reader = csv.reader(itertools.chain([first], source), strict=True, delimiter=_delimiter(first))
    try:
        header = [undefused(cell) for cell in next(reader, [])]
        if len(set(header)) < len(header):
            twice = next(name for name in header if header.count(name) > 1)
            yield Unreadable(f"{name}:1", 1, f"two columns are called {twice!r}")
            return
        for cells in reader:
            place = f"{name}:{reader.line_num}"
            if garbled:
                line, byte = garbled.popitem()
                garbled.clear()
                yield Unreadable(f"{name}:{line}", line, f"not UTF-8 at byte {byte} of the line")
            elif cells and len(cells) != len(header):
                reason = f"has {len(cells)} cells, not as many as the header ({len(header)})"
                yield Unreadable(place, reader.line_num, reason)
            elif cells:
                yield Numbered(place, reader.line_num, dict(zip(header, map(undefused, cells), strict=True)))
    except csv.Error as problem:
        yield Unreadable(f"{name}:{reader.line_num}", reader.line_num, f"not CSV: {problem}")


def _decoded(lines: Iterable[bytes], garbled: dict[int, int]) -> Iterator[str]:
    """Yield lines as text; note in `garbled` which byte of which line is not UTF-8."""
    for number, line in enumerate(lines, 1):
        encoding = "utf-8-sig" if number == 1 else "utf-8"
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as problem:
            garbled[number] = problem.start
            yield line.decode(encoding, "replace")


def _scan_parquet(path: Path) -> Iterator[Numbered | Unreadable]:
    import pyarrow
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(path) as table:
            for batch in table.iter_batches(ROWS_A_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield Numbered(f"{path}: row {number}", number, row)
    except (pyarrow.ArrowException, OSError) as problem:
        yield Unreadable(str(path), number + 1, f"not a Parquet file: {_first_line(problem)}")


def check_not_read(output: str | Path, sources: Iterable[str | Path]) -> None:
    """Raise `DataError` if a command would write over a file that it reads; "-" is none."""
    written = Path(output)
    if str(output) == "-" or not written.exists():
        return
    if any(str(source) != "-" and Path(source).exists() and written.samefile(source) for source in sources):
        raise DataError(f"{output}: is the file to read (expected another one to write)")


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """Give an empty file that takes the place of `path` when the block ends without error.

    Raises `DataError` if `path` can't be a file.
    """
    if not path.parent.is_dir():
        raise DataError(f"{path}: the folder {path.parent} does not exist")
    if path.is_dir():
        raise DataError(f"{path}: is a folder (expected a file)")
    # Made here rather than by tempfile, whose files nobody else may read: the umask says who may.
    unfinished = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    unfinished.touch(exist_ok=False)
    try:
        yield unfinished
        if path.exists():
            unfinished.chmod(path.stat().st_mode & 0o777)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def row_writer(file: str | Path, others: Sequence[str] = (), columns: Sequence[str] = ()) -> Iterator[Writer]:
    """Give a writer for a JSONL, CSV or Parquet file, or of JSON lines to standard output for "-".

    The file appears under its name when all rows are written; after an error the old one stays.
    JSON lines are written as they come; the rows of a table are kept in a file beside it, since its columns are
    known only with the last one; without any row they are those of `columns`. Raises `DataError` for what can't be
    written, which names the endings known here and the `others` that the caller writes itself.
    """
    if str(file) == "-":
        yield _JsonWriter(sys.stdout)
        return
    path = Path(file)
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        known = ", ".join((*FORMATS, *others))
        raise DataError(f"{path}: can't write {suffix or 'a file without an ending'} (expected one of: {known})")
    with replacing_file(path) as unfinished:
        if suffix == ".jsonl":
            with unfinished.open("w", encoding="utf-8", newline="") as out:
                yield _JsonWriter(out)
            return
        if suffix == ".csv":
            with tempfile.TemporaryFile("w+", encoding="utf-8", dir=path.parent) as text:
                rows = _CsvWriter(text)
                yield rows
                rows.save(unfinished, columns)
            return
        with tempfile.TemporaryFile(dir=path.parent) as kept:
            groups = _ParquetWriter(kept)
            yield groups
            groups.save(unfinished, columns)


class _JsonWriter:
    def __init__(self, out: IO[str]) -> None:
        self.out = out

    def write(self, row: Mapping[str, Any]) -> None:
        self.out.write(json_text(row) + "\n")


class _CsvWriter:
    """Keeps rows in a file of their own until the last one is there, and all columns are known."""

    def __init__(self, kept: IO[str]) -> None:
        self.kept = kept
        self.columns: dict[str, None] = {}

    def write(self, row: Mapping[str, Any]) -> None:
        self.columns.update(dict.fromkeys(row))
        self.kept.write(json.dumps({column: _cell(value) for column, value in row.items()}) + "\n")

    def save(self, file: Path, columns: Sequence[str]) -> None:
        """Write a header, that of `columns` if there is no row, and the rows, formulas defused."""
        self.kept.seek(0)
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            if header := tuple(self.columns) or columns:
                writer.writerow(defused(_cell(column)) for column in header)
            for line in self.kept:
                cells = json.loads(line)
                writer.writerow([defused(cells.get(column, "")) for column in self.columns])


class _ParquetWriter:
    """Keeps rows in a file of their own, group by group, until the last one is there and the types are known."""

    def __init__(self, kept: IO[bytes]) -> None:
        self.kept = kept
        self.waiting: list[dict[str, Any]] = []
        self.columns: dict[str, None] = {}
        self.schemas: list[Any] = []
        self.sizes: list[int] = []

    def write(self, row: Mapping[str, Any]) -> None:
        self.columns.update(dict.fromkeys(row))
        self.waiting.append(_storable(dict(row)))
        if len(self.waiting) >= ROWS_A_GROUP:
            with _fitting_parquet():
                self._keep()

    def _keep(self) -> None:
        import pyarrow

        table = pyarrow.Table.from_pylist(
            [{c: row.get(c) for c in map(_storable, self.columns)} for row in self.waiting]
        )
        sink = pyarrow.BufferOutputStream()
        with pyarrow.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
        self.sizes.append(self.kept.write(sink.getvalue()))
        self.schemas.append(table.schema)
        self.waiting.clear()

    def save(self, file: Path, columns: Sequence[str]) -> None:
        """Write the rows as one table, of `columns` if there is none; raise `DataError` if a column can't be one."""
        import pyarrow
        from pyarrow import parquet

        with _fitting_parquet():
            if not (self.waiting or self.sizes):
                parquet.write_table(pyarrow.table({column: pyarrow.nulls(0) for column in columns}), file)
                return
            if self.waiting:
                self._keep()
            schema = pyarrow.unify_schemas(self.schemas, promote_options="permissive")
            self.kept.seek(0)
            with parquet.ParquetWriter(file, schema) as writer:
                for size in self.sizes:
                    with pyarrow.ipc.open_stream(self.kept.read(size)) as stream:
                        writer.write_table(pyarrow.Table.from_pylist(stream.read_all().to_pylist(), schema=schema))


@contextmanager
def _fitting_parquet() -> Iterator[None]:
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as problem:
        reason = _first_line(problem)
        raise DataError(f"a column holds values of several types, which Parquet can't: {reason}") from None
    except (pyarrow.ArrowException, OverflowError) as problem:
        raise DataError(f"a column holds what Parquet can't: {_first_line(problem)}") from None


def json_text(value: Any) -> str:
    """Return a value as one line of JSON; a lone surrogate stays the escape that it came as.

    Raises `DataError` for a value that JSON has no form for.
    """
    try:
        return str(_storable(_strict_json(value)))
    except TypeError as problem:
        raise DataError(f"a field holds what JSON can't: {problem}") from None


def _strict_json(value: Any) -> str:
    """Return JSON in which a number that JSON has no form for, as tables hold for empty cells, is null."""
    try:
        return json.dumps(value, ensure_ascii=False, default=_json_value, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=_json_value)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json_value(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a value of the type {type(value).__name__}")


def _storable(value: Any) -> Any:
    """Return a value whose texts UTF-8 can hold."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case list():
            return [_storable(item) for item in value]
        case dict():
            return {_storable(key): _storable(item) for key, item in value.items()}
    return value


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return json_text(value)
    return str(_storable(value))


def defused(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run as a formula.

    A cell that looks defused already gets one more, so that `undefused` gives back every cell.
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _is_number(cell) else cell


def undefused(cell: str) -> str:
    """Take back what `defused` did."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _first_line(problem: BaseException) -> str:
    return str(problem).strip().split("\n", maxsplit=1)[0]
