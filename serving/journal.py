"""The unfinished output of a long run: what is done survives a crash, and nothing is there twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from labels.errors import DataError
from labels.records import Row, json_text, row_writer

DONE = "article_done"
RUN = "run"


class Journal:
    """A file beside the output that holds the records of finished articles, each closed by a mark.

    The records of one article and its mark are written in one piece and flushed; what stands behind the
    last mark was cut off by a crash and is dropped on resuming. The first line says which run began it.
    """

    def __init__(self, output: Path, run: str = "") -> None:
        self.output = output
        self.run = run
        self.path = output.with_name(f"{output.name}.part")
        self.done: dict[str, str] = {}

    def open(self, *, resume: bool) -> None:
        """Begin, or go on where an interrupted run stopped.

        Raises `DataError` if an interrupted run is there and `resume` was not asked for, or if the folder is not.
        """
        if not self.output.parent.is_dir():
            raise DataError(f"{self.output}: the folder {self.output.parent} does not exist")
        if self.output.is_dir():
            raise DataError(f"{self.output}: is a folder (expected a file)")
        if self.path.exists() and not resume:
            raise DataError(
                f"{self.path}: an interrupted run is here (expected --resume to go on with it, or no such file)"
            )
        self.file = self.path.open("r+b" if self.path.exists() else "w+b")
        end = self._read()
        self.file.truncate(end)
        self.file.seek(end)
        if not end:
            self.file.write(f"{json_text({RUN: self.run})}\n".encode())
            self.file.flush()

    def _read(self) -> int:
        """Note what is done; return where that ends."""
        end = 0
        for line in self.file:
            mark = _mark(line)
            if mark is None:
                continue
            end = self.file.tell()
            if RUN in mark and mark[RUN] != self.run:
                self.file.close()
                raise DataError(f"{self.path}: was begun by `{mark[RUN]}` (expected the same again: `{self.run}`)")
            if DONE in mark:
                self.done[mark[DONE]] = mark.get("error", "")
        return end

    def add(self, article: str, records: Sequence[Mapping[str, Any]], error: str = "") -> None:
        """Add a finished article."""
        mark = {DONE: article} | ({"error": error} if error else {})
        self.file.write("".join(f"{json_text(row)}\n" for row in (*records, mark)).encode("utf-8"))
        self.file.flush()
        self.done[article] = error

    def records(self) -> Iterator[Row]:
        """Yield the records of all finished articles, in the order of their finishing."""
        self.file.flush()
        with self.path.open("rb") as lines:
            for line in lines:
                if _mark(line) is None:
                    yield json.loads(line)

    def finish(self, form: Callable[[Row], Row], columns: Sequence[str] = ()) -> None:
        """Put the records, each in its last form, where the output belongs, and remove the journal.

        The output appears whole or not at all; until it is there the journal stays. A table without rows has `columns`.
        """
        os.fsync(self.file.fileno())
        with row_writer(self.output, columns=columns) as writer:
            for record in self.records():
                writer.write(form(record))
        self.file.close()
        self.path.unlink()

    def close(self) -> None:
        """Leave the journal for another run to resume, if there is anything in it."""
        if not self.file.closed:
            self.file.close()
            if not self.done:
                self.path.unlink()


def _mark(line: bytes) -> Row | None:
    """Return the mark that a line is; None for a record, or for a line that was cut off."""
    if not line.startswith((f'{{"{DONE}"'.encode(), f'{{"{RUN}"'.encode())) or not line.endswith(b"\n"):
        return None
    try:
        mark: Row = json.loads(line)
    except ValueError:
        return None
    return mark
