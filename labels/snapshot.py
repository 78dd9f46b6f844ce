"""A frozen view of the labelled data: what exactly a model was trained on, and measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from labels.corpus import LabelledStatement, Split, read_corpus
from labels.errors import DataError
from labels.splits import assign_splits
from labels.taxonomy import TAXONOMY_VERSION


@dataclass(frozen=True)
class Snapshot:
    """Labelled statements, each with a split.

    `sha256` is of all of them; `training_sha256` of those that make a model, training and validation, so that
    statements held out later leave it as it was.
    """

    statements: tuple[LabelledStatement, ...]
    sha256: str
    training_sha256: str
    taxonomy_version: str = TAXONOMY_VERSION

    def split(self, split: Split) -> list[LabelledStatement]:
        """Return the statements of one split."""
        return [s for s in self.statements if s.split is split]


def take_snapshot(paths: Sequence[Path] = ()) -> Snapshot:
    """Return the labelled data of `paths` (the shipped data by default) as a snapshot.

    Raises `DataError` if a file can't be read or a split is empty.
    """
    snapshot = freeze(read_corpus(paths))
    for split in Split:
        if not snapshot.split(split):
            raise DataError(f"the labelled data has no statement in the split '{split}' (expected some in each split)")
    return snapshot


def freeze(statements: Sequence[LabelledStatement]) -> Snapshot:
    """Return the statements with their splits assigned, sorted by id, and hashed."""
    with_lines = [(_line(statement), statement) for statement in assign_splits(statements)]
    ordered = sorted(with_lines, key=lambda pair: (pair[1].id, pair[1].content_hash(), pair[0]))
    learned = (line for line, statement in ordered if statement.split is not Split.TEST)
    whole = _digest(line for line, _ in ordered)
    return Snapshot(tuple(statement for _, statement in ordered), whole, _digest(learned))


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256(f"taxonomy {TAXONOMY_VERSION}\n".encode())
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()


def _line(statement: LabelledStatement) -> str:
    return json.dumps(statement.to_record(), sort_keys=True, ensure_ascii=False) + "\n"
