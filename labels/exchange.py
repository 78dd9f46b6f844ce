"""Labelled statements in other people's formats: JSONL, CSV, Parquet and Label Studio, both ways.

`label_studio.xml` is the labelling configuration that the Label Studio format goes with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labels.corpus import LabelledStatement, Labels, Origin, to_jsonl
from labels.errors import DataError, InvalidInput
from labels.records import Numbered, Row, Unreadable, replacing_file, row_writer, scan_rows
from labels.splits import assign_splits
from labels.statement import ArticleStatement, validated, with_id

if TYPE_CHECKING:
    from labels.store import LabelStore

LABEL_STUDIO = ".json"
LABEL_FIELDS = tuple(Labels.model_fields)
SECOND_PREFIX = "second_"
PREDICTED = "stance_confidence"
"""A column of what `stance classify` and `stance score` write: nobody has looked at these labels."""
QUEUED = "doubt"
"""A column of what `stance labels queue` writes, for somebody to fill in the labels."""


@dataclass
class Imported:
    """What became of the rows of an import; `waiting` ones come from a queue and have no labels yet."""

    added: list[LabelledStatement] = field(default_factory=list)
    known: int = 0
    rejected: list[str] = field(default_factory=list)
    waiting: int = 0


@dataclass(frozen=True)
class Stored:
    """What became of the rows of an import into the label store."""

    statements: int = 0
    labels: int = 0
    known: int = 0
    rejected: list[str] = field(default_factory=list)
    waiting: int = 0


@dataclass(frozen=True)
class Waiting:
    """A row of a labelling queue that nobody has filled in yet."""

    place: str


@dataclass(frozen=True)
class Placed:
    """A labelled statement and where it stands, as an error message names it."""

    place: str
    statement: LabelledStatement


def import_labels(file: Path, into: Path, existing: Sequence[LabelledStatement], *, strict: bool = False) -> Imported:
    """Add the labelled statements of `file` to the JSONL file `into`.

    Bad rows are reported with their place and the rest goes in; with `strict`, one bad row and
    nothing does. A statement whose text, context and attribution are there already is not added
    again. New ones get an id where they have none, and a split that keeps groups together.
    """
    done = Imported()
    hashes = {statement.content_hash() for statement in existing}
    ids = {statement.id for statement in existing}
    for found in scan_labelled_statements(file):
        if isinstance(found, Unreadable):
            done.rejected.append(str(found))
            continue
        if isinstance(found, Waiting):
            done.waiting += 1
            continue
        statement = with_id(found.statement)
        if statement.content_hash() in hashes:
            done.known += 1
        elif statement.id in ids:
            done.rejected.append(_clash(found))
        else:
            hashes.add(statement.content_hash())
            ids.add(statement.id)
            done.added.append(statement)
    if strict and done.rejected:
        return Imported(known=done.known, rejected=done.rejected, waiting=done.waiting)
    everything = assign_splits([*existing, *done.added])
    done.added = everything[len(existing) :]
    _append(into, done.added)
    return done


def import_to_store(file: Path, store: LabelStore, now: datetime, *, strict: bool = False) -> Stored:
    """Add the labelled statements of `file` to the store, as made `now`, in one transaction.

    Bad rows are reported with their place and the rest goes in; with `strict`, one bad row and
    nothing does. Labels that the store holds already are not added again. Raises `DataError` if
    the file can't be read, `StoreError` if the store can't be written.
    """
    scanned = list(scan_labelled_statements(file))
    placed = [found for found in scanned if isinstance(found, Placed)]
    clashing = {placed[i].place for i in store.clashes([found.statement for found in placed])}
    rejected = [
        str(found) if isinstance(found, Unreadable) else _clash(found)
        for found in scanned
        if isinstance(found, Unreadable) or (isinstance(found, Placed) and found.place in clashing)
    ]
    waiting = sum(isinstance(found, Waiting) for found in scanned)
    if strict and rejected:
        return Stored(rejected=rejected, waiting=waiting)
    added = store.add_labelled([found.statement for found in placed if found.place not in clashing], now)
    return Stored(len(added.statements), len(added.annotations), added.known, rejected, waiting)


def _clash(found: Placed) -> str:
    return f"{found.place}: id: got {with_id(found.statement).id!r}, which another statement has"


def _append(into: Path, statements: Sequence[LabelledStatement]) -> None:
    if not statements:
        return
    before = into.read_text(encoding="utf-8") if into.is_file() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    with replacing_file(into) as unfinished:
        unfinished.write_text(before + to_jsonl(statements), encoding="utf-8")


def export_labels(statements: Iterable[LabelledStatement], output: str) -> int:
    """Write the statements to a JSONL, CSV, Parquet or Label Studio (.json) file; return how many."""
    if Path(output).suffix.lower() == LABEL_STUDIO:
        with replacing_file(Path(output)) as unfinished:
            tasks = [to_task(statement) for statement in statements]
            unfinished.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return len(tasks)
    flat = Path(output).suffix.lower() in (".csv", ".parquet")
    total = 0
    with row_writer(output, [LABEL_STUDIO]) as writer:
        for statement in statements:
            writer.write(to_row(statement) if flat else statement.to_record())
            total += 1
    return total


def to_row(statement: LabelledStatement) -> Row:
    """Return a statement as one value a column: themes with semicolons, the second label unfolded."""
    record = statement.model_dump(mode="json", exclude={"second", "themes"})
    row: Row = {key: value for key, value in record.items() if value is not None}
    row |= {"themes": ";".join(statement.themes), "stp_article": "true" if statement.stp_article else ""}
    if statement.second:
        second = statement.second
        row |= {f"{SECOND_PREFIX}sector": second.sector.value, f"{SECOND_PREFIX}stance": second.stance.value}
        row |= {f"{SECOND_PREFIX}themes": ";".join(second.themes), f"{SECOND_PREFIX}sure": second.sure}
    return row


def from_row(row: Mapping[str, Any]) -> Row:
    """Return a row with empty cells left out and the second label folded; undoes `to_row`."""
    kept = {key: value for key, value in row.items() if value not in ("", None)}
    second = {key: kept.pop(f"{SECOND_PREFIX}{key}") for key in LABEL_FIELDS if f"{SECOND_PREFIX}{key}" in kept}
    return {**kept, "second": second} if second else kept


def scan_labelled_rows(file: Path) -> Iterator[Numbered | Unreadable]:
    """Yield the rows of a JSONL, CSV, Parquet or Label Studio (.json) file, bad ones in their places."""
    if file.suffix.lower() != LABEL_STUDIO:
        yield from scan_rows(file)
        return
    try:
        tasks = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{file}: no such file") from None
    except OSError as problem:
        raise DataError(f"{file}: can't be read: {problem.strerror}") from None
    except (ValueError, RecursionError) as problem:
        reason = "nested too deeply" if isinstance(problem, RecursionError) else problem
        raise DataError(f"{file}: not JSON: {reason}") from None
    if not isinstance(tasks, list):
        raise DataError(f"{file}: not a Label Studio export (expected a list of tasks)")
    for number, task in enumerate(tasks, 1):
        place = f"{file}: task {number}"
        try:
            yield Numbered(place, number, from_task(task, place))
        except DataError as problem:
            yield Unreadable(place, number, str(problem).removeprefix(f"{place}: "))


def scan_labelled_statements(file: Path) -> Iterator[Placed | Waiting | Unreadable]:
    """Yield the labelled statements of a file, and in their places the rows that hold none."""
    for found in scan_labelled_rows(file):
        if isinstance(found, Unreadable):
            yield found
            continue
        if _is_waiting(found.row):
            yield Waiting(found.place)
            continue
        if PREDICTED in found.row:
            reason = f"holds a model's prediction, '{PREDICTED}' (expected labels that somebody gave)"
            yield Unreadable(found.place, found.number, reason)
            continue
        try:
            yield Placed(found.place, validated(LabelledStatement, from_row(found.row)))
        except InvalidInput as problem:
            yield Unreadable(found.place, found.number, str(problem))


def _is_waiting(row: Mapping[str, Any]) -> bool:
    """Tell whether a row comes from a queue and has no label in any cell, nor a column whose name was changed."""
    labels = ("sector", "stance", "themes")
    given = [
        value for name, value in row.items() if name.strip().lower().removeprefix(SECOND_PREFIX) in (*labels, "sure")
    ]
    return QUEUED in row and not any(value.strip() if isinstance(value, str) else value for value in given)


def to_task(statement: LabelledStatement) -> Row:
    """Return a Label Studio task: the statement as data, each label as one annotation."""
    known = set(ArticleStatement.model_fields) | {"origin", "kind", "split", "sure", "annotator"}
    record = statement.model_dump(mode="json", exclude={"second"})
    data = {key: value for key, value in record.items() if key in known and value not in (None, False)}
    if statement.second:
        data[f"{SECOND_PREFIX}sure"] = statement.second.sure
    annotations = [{"result": _results(labels)} for labels in (statement.first, statement.second) if labels]
    return {"data": data, "annotations": annotations}


def _results(labels: Labels) -> list[Row]:
    choices = {"sector": [labels.sector.value], "stance": [labels.stance.value], "themes": list(labels.themes)}
    return [
        {"from_name": head, "to_name": "text", "type": "choices", "value": {"choices": chosen}}
        for head, chosen in choices.items()
        if chosen
    ]


def from_task(task: Any, place: str) -> Row:
    """Return a Label Studio task as a row: first annotation, then second.

    Cancelled annotations count for nothing. A task of a queue that has no other is a row without labels. Raises
    `DataError` for any other task without one, and for an annotation of another shape.
    """
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        raise DataError(f"{place}: not a Label Studio task (expected an object with 'data')")
    annotations = task.get("annotations") or []
    if not isinstance(annotations, list):
        raise DataError(f"{place}: 'annotations' is not a list")
    given = [a for a in annotations if isinstance(a, dict) and not a.get("was_cancelled")]
    if not given and QUEUED in task["data"]:
        return dict(task["data"])
    if not given:
        raise DataError(f"{place}: has no annotation (export the annotated tasks only)")
    data = dict(task["data"])
    sure = data.pop(f"{SECOND_PREFIX}sure", "")
    row: Row = {"origin": Origin.IMPORTED, **data, **_choices(given[0], place)}
    if len(given) > 1:
        row["second"] = _choices(given[1], place) | ({"sure": sure} if sure else {})
    return row


def _choices(annotation: Mapping[str, Any], place: str) -> Row:
    try:
        chosen = {r["from_name"]: list(r["value"]["choices"]) for r in annotation["result"] if "from_name" in r}
    except (TypeError, KeyError):
        raise DataError(f"{place}: an annotation is not one of choices (expected label_studio.xml's)") from None
    heads = {head: chosen[head][0] for head in ("sector", "stance") if chosen.get(head)}
    return {**heads, "themes": chosen.get("themes", [])}
