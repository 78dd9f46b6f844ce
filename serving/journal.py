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


class Journal:
    """A file beside the output that holds the records of finished articles, each closed by a mark.

    The records of one article and its mark are written in one piece and flushed; what stands behind the
    last mark was cut off by a crash and is dropped on resuming.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
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
        end = 0
        if self.path.exists():
            with self.path.open("rb") as lines:
                for line in lines:
                    mark = _mark(line)
                    if line.endswith(b"\n") and mark is not None:
                        self.done[mark[DONE]] = mark.get("error", "")
                        end = lines.tell()
        self.file = self.path.open("r+b" if self.path.exists() else "w+b")
        self.file.truncate(end)
        self.file.seek(end)

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

    def finish(self, form: Callable[[Row], Row]) -> None:
        """Put the records, each in its last form, where the output belongs, and remove the journal.

        The output appears whole or not at all; until it is there the journal stays.
        """
        os.fsync(self.file.fileno())
        with row_writer(self.output) as writer:
            for record in self.records():
                writer.write(form(record))
        self.file.close()
        self.path.unlink()

    def close(self) -> None:
        """Leave the journal for another run to resume."""
        self.file.close()


def _mark(line: bytes) -> Row | None:
    if not line.startswith(b'{"' + DONE.encode()):
        return None
    try:
        mark: Row = json.loads(line)
    except ValueError:
        return None
    return mark
