"""Rows of fields in JSONL, CSV and Parquet files: read in order, written whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from labels.errors import DataError

FORMATS = (".jsonl", ".csv", ".parquet")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_A_GROUP = 1_000
MAX_CELL_CHARS = 10_000_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Numbered:
    """One row and where it stands: `place` is what an error message names."""

    place: str
    row: Row


class Writer(Protocol):
    """Takes rows one by one."""

    def write(self, row: Mapping[str, Any]) -> None:
        """Add one row."""


def read_rows(file: str | Path) -> Iterator[Numbered]:
    """Yield the rows of a JSONL, CSV or Parquet file, or of JSON lines on standard input for "-".

    Raises `DataError`, naming file and line, where a row can't be read.
    """
    if str(file) == "-":
        yield from _json_rows(sys.stdin, "standard input")
        return
    path = Path(file)
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    match path.suffix.lower():
        case ".parquet":
            yield from _parquet_rows(path)
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as lines:
                yield from _guarded(_csv_rows(lines, str(path)), str(path))
        case ".jsonl" | ".ndjson":
            with path.open(encoding="utf-8-sig") as lines:
                yield from _guarded(_json_rows(lines, str(path)), str(path))
        case other:
            raise DataError(
                f"{path}: can't read {other or 'a file without an ending'} (expected one of: {', '.join(FORMATS)})"
            )


def _guarded(rows: Iterator[Numbered], name: str) -> Iterator[Numbered]:
    try:
        yield from rows
    except UnicodeDecodeError as problem:
        raise DataError(f"{name}: not UTF-8 at byte {problem.start}") from None


def _json_rows(lines: IO[str], name: str) -> Iterator[Numbered]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as problem:
            reason = getattr(problem, "msg", "nested too deeply")
            raise DataError(f"{place}: not JSON: {reason}") from None
        if not isinstance(row, dict):
            raise DataError(f"{place}: not a JSON object")
        yield Numbered(place, row)


def _csv_rows(lines: IO[str], name: str) -> Iterator[Numbered]:
    csv.field_size_limit(MAX_CELL_CHARS)
    reader = csv.DictReader(lines, strict=True)
    try:
        for row in reader:
            place = f"{name}:{reader.line_num}"
            if None in row or None in row.values():
                raise DataError(
                    f"{place}: has another number of cells than the header ({len(reader.fieldnames or ())})"
                )
            yield Numbered(place, {key: undefused(value) for key, value in row.items()})
    except csv.Error as problem:
        raise DataError(f"{name}:{reader.line_num}: not CSV: {problem}") from None


def _parquet_rows(path: Path) -> Iterator[Numbered]:
    import pyarrow
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(path) as table:
            for batch in table.iter_batches(ROWS_A_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield Numbered(f"{path}: row {number}", row)
    except pyarrow.ArrowInvalid as problem:
        raise DataError(f"{path}: not a Parquet file: {str(problem).splitlines()[0]}") from None


@contextmanager
def row_writer(file: str | Path) -> Iterator[Writer]:
    """Give a writer for a JSONL, CSV or Parquet file, or of JSON lines to standard output for "-".

    The file appears under its name when all rows are written; after an error the old one stays.
    """
    if str(file) == "-":
        yield _JsonWriter(sys.stdout)
        return
    path = Path(file)
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise DataError(
            f"{path}: can't write {suffix or 'a file without an ending'} (expected one of: {', '.join(FORMATS)})"
        )
    if not path.parent.is_dir():
        raise DataError(f"{path}: the folder {path.parent} does not exist")
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as out:
            writer = _JsonWriter(out) if suffix == ".jsonl" else _TableWriter()
            yield writer
            if isinstance(writer, _TableWriter) and suffix == ".csv":
                writer.save_csv(out)
        if isinstance(writer, _TableWriter) and suffix == ".parquet":
            writer.save_parquet(unfinished)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


class _JsonWriter:
    def __init__(self, out: IO[str]) -> None:
        self.out = out

    def write(self, row: Mapping[str, Any]) -> None:
        self.out.write(json.dumps(row, ensure_ascii=False) + "\n")


class _TableWriter:
    """Keeps the rows, since a table's columns are known only when the last one has come."""

    def __init__(self) -> None:
        self.rows: list[Mapping[str, Any]] = []

    def write(self, row: Mapping[str, Any]) -> None:
        self.rows.append(row)

    def columns(self) -> list[str]:
        """Return every field that any row has, in order of first appearance."""
        return list(dict.fromkeys(key for row in self.rows for key in row))

    def save_csv(self, out: IO[str]) -> None:
        """Write a header and the rows, formulas defused."""
        columns = self.columns()
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows([defused(_cell(row.get(column))) for column in columns] for row in self.rows)

    def save_parquet(self, file: str) -> None:
        """Write the rows as one table; raise `DataError` if a column mixes types."""
        import pyarrow
        from pyarrow import parquet

        columns = self.columns()
        try:
            table = pyarrow.Table.from_pylist([{c: row.get(c) for c in columns} for row in self.rows])
        except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as problem:
            raise DataError(f"a column holds values of several types, which Parquet can't: {problem}") from None
        parquet.write_table(table, file)


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def defused(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not _is_number(cell) else cell


def undefused(cell: str) -> str:
    """Take back what `defused` did."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
