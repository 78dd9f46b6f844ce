"""The label store: every label that anybody gave a statement, none ever overwritten.

A correction is a new row. What is there already, by its content hash, is not added again. A batch
is kept whole or not at all, and once a verb has returned, what it added outlives the process.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self, TypeVar

from pydantic import BaseModel
from sqlalchemy import Column, Connection, Table, insert, select, update

from labels.annotation import Annotation, ReviewedPrediction
from labels.corpus import LabelledStatement, Labels
from labels.database import Database, open_database
from labels.errors import DataError, InvalidInput, shorten
from labels.judged import Judged, StoredStatement
from labels.statement import Statement, validated, with_id
from labels.tables import adjudication_table, annotation_table, review_table, statement_table

DEFAULT_URL = "sqlite:///stance.db"
SECOND_ANNOTATOR = "second"
"""Who is named for the second label of a labelled statement, which carries no name of its own."""

# SQLite takes 32,766 values in one query, PostgreSQL 65,535.
_VALUES_A_QUERY = 1_000
_FILLED_LATER = ("speaker", "role", "organisation", "source", "kind", "split")

_Row = dict[str, Any]
_M = TypeVar("_M", bound=BaseModel)


class _Place(NamedTuple):
    """Where a statement stands in the store."""

    number: int
    id: str
    content_hash: str


@dataclass(frozen=True)
class Added:
    """What a batch brought: new statements, new annotations under their statements' ids, and repeats."""

    statements: tuple[Statement, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    known: int = 0


class LabelStore:
    """Statements and what people said of them, in SQLite or PostgreSQL; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str = DEFAULT_URL) -> Self:
        """Open the store at `url`, made and migrated where needed; raise `StoreError` if that fails."""
        return cls(open_database(url))

    def close(self) -> None:
        """Close the store's connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, given: Sequence[Statement], made: Sequence[Annotation] = ()) -> Added:
        """Add statements, and annotations of these or of stored ones, in one transaction.

        A statement that is there already keeps its id, and gains what it lacked; an annotation is
        there already if everything in it is, its time included. Raises `InvalidInput` for an id
        that another statement has or that none has, `StoreError` if the database fails.
        """
        with self._database.writing() as connection:
            new, places = _add_statements(connection, given)
            found = _places_of(connection, made, places, "annotations")
            rows = [_judgement(a, p) for a, p in zip(made, found, strict=True)]
            kept = _insert_new(connection, annotation_table, rows)
        return _added(new, made, found, kept)

    def add_labelled(self, given: Sequence[LabelledStatement], now: datetime) -> Added:
        """Add labelled statements, each label as one annotation made `now`, in one transaction.

        Labels that their annotator gave this statement before, at any time, are there already.
        Raises `InvalidInput` for an id that another statement has, `StoreError` if the database
        fails.
        """
        with self._database.writing() as connection:
            new, places = _add_statements(connection, given)
            made = [a for statement in given for a in _annotations_of(statement, now)]
            found = [places[a.statement_id] for a in made]
            rows = [_judgement(a, p, timeless=True) for a, p in zip(made, found, strict=True)]
            kept = _insert_new(connection, annotation_table, _unsaid(connection, rows))
        return _added(new, made, found, kept)

    def clashes(self, given: Sequence[Statement]) -> set[int]:
        """Return the positions of the statements that can't be added, as another has their id.

        Raises `StoreError` if the database fails.
        """
        named = [with_id(statement) for statement in given]
        with self._database.reading() as connection:
            return set(_clashes(connection, named, [statement.content_hash() for statement in named]))

    def adjudicate(self, made: Sequence[Annotation]) -> int:
        """Add decisions on stored statements in one transaction; return how many were new.

        Raises `InvalidInput` for an id that no statement has, `StoreError` if the database fails.
        """
        with self._database.writing() as connection:
            found = _places_of(connection, made, {}, "adjudications")
            rows = [_judgement(a, p) for a, p in zip(made, found, strict=True)]
            return len(_insert_new(connection, adjudication_table, rows))

    def add_reviews(self, reviewed: Sequence[ReviewedPrediction]) -> int:
        """Add predictions that a person looked at in one transaction; return how many were new.

        Raises `InvalidInput` for an id that no statement has, `StoreError` if the database fails.
        """
        with self._database.writing() as connection:
            found = _places_of(connection, reviewed, {}, "reviews")
            rows = [_review(r, place) for r, place in zip(reviewed, found, strict=True)]
            return len(_insert_new(connection, review_table, rows))

    def current(self, statement_id: str) -> Annotation | None:
        """Return the labels of a statement that count (`Judged.current`), None where it has none.

        Raises `InvalidInput` if no statement has this id, `StoreError` if the database fails.
        """
        return self.judged(statement_id).current()

    def judged(self, statement_id: str) -> Judged:
        """Return a statement with everything that was said of it.

        Raises `InvalidInput` if no statement has this id, `StoreError` if the database fails.
        """
        with self._database.reading() as connection:
            for judged in _all_judged(connection, statement_id):
                return judged
        raise _unknown(statement_id, "statement_id")

    def reviews(self, statement_id: str) -> list[ReviewedPrediction]:
        """Return the predictions of a statement that people looked at, in the order in which they came in.

        Raises `StoreError` if the database fails.
        """
        with self._database.reading() as connection:
            found = _of_statements(connection, review_table, statement_id)
        return [_record(ReviewedPrediction, row) for row in found]

    def export(self) -> list[LabelledStatement]:
        """Return every statement that has labels, with those that count and the second annotator's.

        Raises `StoreError` if the database fails.
        """
        with self._database.reading() as connection:
            labelled = [judged.labelled() for judged in _all_judged(connection)]
        return [statement for statement in labelled if statement]

    def wanting_review(self) -> list[Statement]:
        """Return the statements that a person should look at (`Judged.wants_review`).

        Without labels and yet reviewed, a statement was passed over on purpose. Raises
        `StoreError` if the database fails.
        """
        with self._database.reading() as connection:
            looked_at = {row["id"] for row in _of_statements(connection, review_table)}
            waiting = [judged for judged in _all_judged(connection) if judged.wants_review()]
        return [judged.statement for judged in waiting if judged.annotations or judged.statement.id not in looked_at]


def _add_statements(connection: Connection, given: Sequence[Statement]) -> tuple[list[Statement], dict[str, _Place]]:
    """Add the statements that are new; return them, and the place of each given id."""
    named = [with_id(statement) for statement in given]
    hashes = [statement.content_hash() for statement in named]
    for position in _clashes(connection, named, hashes):
        found = f"got {shorten(named[position].id)}, which another statement has"
        raise InvalidInput(found, field=f"statements.{position}.id", expected="an id of its own, or none")
    rows = [_statement(statement, key) for statement, key in zip(named, hashes, strict=True)]
    stored = {row["content_hash"]: row for row in _where(connection, statement_table, "content_hash", set(hashes))}
    _fill(connection, rows, stored)
    new = {row["content_hash"] for row in _insert_new(connection, statement_table, rows)}
    keys = _where(connection, statement_table, "content_hash", set(hashes))
    places = {row["content_hash"]: _Place(row["number"], row["id"], row["content_hash"]) for row in keys}
    first = dict(zip(reversed(hashes), reversed(named), strict=True))
    added = [first[key] for key in dict.fromkeys(hashes) if key in new]
    return added, {s.id: places[key] for s, key in zip(named, hashes, strict=True)}


def _clashes(connection: Connection, named: Sequence[Statement], hashes: Sequence[str]) -> Iterator[int]:
    """Yield the positions of statements whose id is another's, in the store or before them."""
    stored = _where(connection, statement_table, "id", {statement.id for statement in named})
    holders = {row["id"]: row["content_hash"] for row in stored}
    for position, (statement, key) in enumerate(zip(named, hashes, strict=True)):
        if holders.setdefault(statement.id, key) != key:
            yield position


def _fill(connection: Connection, rows: Iterable[_Row], stored: dict[str, _Row]) -> None:
    """Give stored statements what they lacked: a split that came late must still hold."""
    for row in rows:
        there = stored.get(row["content_hash"], row)
        lacking = {name: row[name] for name in _FILLED_LATER if row[name] and not there[name]}
        if lacking:
            there |= lacking
            connection.execute(
                update(statement_table).where(statement_table.c.number == there["number"]).values(lacking)
            )


def _insert_new(connection: Connection, table: Table, rows: Sequence[_Row]) -> list[_Row]:
    """Insert the rows whose content hash is not there, each once; return them."""
    by_hash: dict[str, _Row] = {}
    for row in rows:
        by_hash.setdefault(row["content_hash"], row)
    known = _values(connection, table.c.content_hash, by_hash.keys())
    new = [row for key, row in by_hash.items() if key not in known]
    if new:
        connection.execute(insert(table), new)
    return new


def _unsaid(connection: Connection, rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows of a file that its store does not hold already, under whichever time and note.

    A second label comes without its annotator's name: anybody's but the first's can be the one.
    """
    about = {row["statement"] for row in rows}
    tables = (annotation_table, adjudication_table)
    stored = [row for table in tables for row in _where(connection, table, "statement", about)]
    said = {row["labels_hash"] for row in stored}
    given = defaultdict(set)
    for row in stored:
        given[_labels_key(row)].add(row["annotator"])
    first = {row["statement"]: row["annotator"] for row in rows if row["annotator"] != SECOND_ANNOTATOR}
    return [
        row
        for row in rows
        if row["labels_hash"] not in said
        and not (row["annotator"] == SECOND_ANNOTATOR and given[_labels_key(row)] - {first.get(row["statement"])})
    ]


def _labels_key(row: _Row) -> tuple[Any, ...]:
    return (row["statement"], *(row[name] for name in Labels.model_fields))


def _places_of(
    connection: Connection, made: Sequence[Annotation | ReviewedPrediction], places: dict[str, _Place], field: str
) -> list[_Place]:
    """Return the place of each one's statement: one of `places`, or else one that is stored."""
    wanted = {given.statement_id for given in made} - places.keys()
    stored = _where(connection, statement_table, "id", wanted)
    everywhere = {row["id"]: _Place(row["number"], row["id"], row["content_hash"]) for row in stored} | places
    for position, given in enumerate(made):
        if given.statement_id not in everywhere:
            raise _unknown(given.statement_id, f"{field}.{position}.statement_id")
    return [everywhere[given.statement_id] for given in made]


def _unknown(statement_id: str, field: str) -> InvalidInput:
    return InvalidInput(f"got {shorten(statement_id)}", field=field, expected="the id of a statement in the store")


def _annotations_of(statement: LabelledStatement, now: datetime) -> Iterator[Annotation]:
    by = {"statement_id": with_id(statement).id, "origin": statement.origin, "created_at": now}
    yield Annotation(**{**dict(statement.first), **by, "annotator": statement.annotator})
    if statement.second:
        yield Annotation(**{**dict(statement.second), **by, "annotator": SECOND_ANNOTATOR})


def _added(
    new: Sequence[Statement], made: Sequence[Annotation], found: Sequence[_Place], kept: Sequence[_Row]
) -> Added:
    ids = {place.number: place.id for place in found}
    added = tuple(_record(Annotation, {**row, "id": ids[row["statement"]]}) for row in kept)
    return Added(tuple(new), added, len(made) - len(added))


def _statement(statement: Statement, key: str) -> _Row:
    fields = statement.model_dump(mode="json")
    return {name: fields.get(name) for name in StoredStatement.model_fields} | {"content_hash": key}


def _judgement(given: Annotation, place: _Place, *, timeless: bool = False) -> _Row:
    """Return an annotation as a row; its content hash leaves the time out where nobody gave one."""
    labels = {**_labels(given), "annotator": given.annotator, "origin": given.origin.value}
    labels_hash = _hash(place.content_hash, labels)
    about = {"guide_version": given.guide_version, "note": given.note}
    content_hash = labels_hash if timeless else _hash(labels_hash, {**about, "at": given.created_at.isoformat()})
    hashes = {"labels_hash": labels_hash, "content_hash": content_hash}
    return {**labels, **about, **hashes, "statement": place.number, "created_at": given.created_at}


def _review(given: ReviewedPrediction, place: _Place) -> _Row:
    own = {"model_version", "reviewer", "sector_confidence", "stance_confidence"}
    row = {**_labels(given), **given.model_dump(include=own)}
    content_hash = _hash(place.content_hash, {**row, "at": given.created_at.isoformat()})
    return {**row, "content_hash": content_hash, "statement": place.number, "created_at": given.created_at}


def _labels(given: Labels) -> _Row:
    heads = {"sector": given.sector.value, "stance": given.stance.value, "themes": ";".join(given.themes)}
    return {**heads, "sure": given.sure}


def _hash(start: str, content: _Row) -> str:
    return hashlib.sha256(f"{start}\n{json.dumps(content, sort_keys=True)}".encode()).hexdigest()


def _all_judged(connection: Connection, statement_id: str | None = None) -> Iterator[Judged]:
    """Yield the statements in their order, or the one of this id, with what was said of them."""
    said: dict[Table, dict[int, list[Annotation]]] = {}
    for table in (annotation_table, adjudication_table):
        said[table] = defaultdict(list)
        for row in _of_statements(connection, table, statement_id):
            said[table][row["statement"]].append(_record(Annotation, row))
    query = select(statement_table).order_by(statement_table.c.number)
    if statement_id is not None:
        query = query.where(statement_table.c.id == statement_id)
    for stored in connection.execute(query).mappings():
        number, statement = stored["number"], _record(StoredStatement, dict(stored))
        yield Judged(statement, said[annotation_table][number], said[adjudication_table][number])


def _of_statements(connection: Connection, table: Table, statement_id: str | None = None) -> list[_Row]:
    """Return a table's rows in the order in which they came in, each with its statement's id."""
    query = select(statement_table.c.id, table).join(statement_table).order_by(table.c.number)
    if statement_id is not None:
        query = query.where(statement_table.c.id == statement_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _where(connection: Connection, table: Table, column: str, values: Collection[Any]) -> Iterator[_Row]:
    """Yield the rows whose column holds one of the values."""
    for some in _chunks(values):
        for row in connection.execute(select(table).where(table.c[column].in_(some))).mappings():
            yield dict(row)


def _values(connection: Connection, column: Column[Any], wanted: Collection[str]) -> set[str]:
    """Return the wanted values that the column holds."""
    found = (connection.scalars(select(column).where(column.in_(some))) for some in _chunks(wanted))
    return {value for some in found for value in some}


def _chunks(values: Collection[Any]) -> Iterator[list[Any]]:
    in_order = sorted(values)
    for start in range(0, len(in_order), _VALUES_A_QUERY):
        yield in_order[start : start + _VALUES_A_QUERY]


def _record(model: type[_M], row: Mapping[str, Any]) -> _M:
    """Return a row as a record; raise `DataError` if it holds codes that the taxonomy lacks."""
    try:
        return validated(model, {**row, "statement_id": row["id"]})
    except InvalidInput as problem:
        raise DataError(f"the label store's statement {shorten(row['id'])}: {problem}") from None
