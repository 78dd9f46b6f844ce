"""The label store: every label that anybody gave a statement, none ever overwritten.

A correction is a new row. What is there already, by its content hash, is not added again. A batch
is kept whole or not at all, and once a verb has returned, what it added outlives the process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import Column, Connection, Table, insert, select, update

from labels.annotation import Annotation, ReviewedPrediction, check_has_been
from labels.corpus import LabelledStatement, Origin
from labels.database import Database, attach_database, open_database
from labels.errors import InvalidInput, shorten
from labels.judged import Judged, StoredStatement
from labels.rows import (
    SECOND_ANNOTATOR,
    Place,
    Row,
    annotations_of,
    judgement_row,
    labels_key,
    record,
    review_row,
    statement_row,
)
from labels.statement import Statement, with_id
from labels.submission import Fate, Outcome, Submission
from labels.tables import adjudication_table, annotation_table, review_table, statement_table

# SQLite takes 32,766 values in one query, PostgreSQL 65,535.
_VALUES_A_QUERY = 1_000
_PIECES = ("speaker", "role", "organisation")
_FILLED_LATER = (*_PIECES, "source", "kind", "split", "stp_article")
_SAME = ("labels_hash", "guide_version", "note")


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
    def open(cls, url: str, *, must_exist: bool = False) -> Self:
        """Open the store at `url`, made and migrated where needed.

        Raises `StoreError` if that fails, or if it `must_exist` and its file does not.
        """
        return cls(open_database(url, must_exist=must_exist))

    @classmethod
    def attach(cls, url: str) -> Self:
        """Return the store at `url`, which somebody has opened before; connects when it is first used.

        Raises `StoreError` if the URL is none of a database.
        """
        return cls(attach_database(url))

    @property
    def database(self) -> Database:
        """Return the database, which holds more than labels."""
        return self._database

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
        that another statement has or that none has and for a time yet to come, `StoreError` if the
        database fails.
        """
        _check_have_been(made, "annotations")
        with self._database.writing() as connection:
            new, places = _add_statements(connection, given)
            found = _places_of(connection, made, places, "annotations")
            rows = [judgement_row(a, p) for a, p in zip(made, found, strict=True)]
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
            made = [a for statement in given for a in annotations_of(statement, now)]
            found = [places[a.statement_id] for a in made]
            rows = [judgement_row(a, p, timeless=True) for a, p in zip(made, found, strict=True)]
            kept = _insert_new(connection, annotation_table, _unsaid(connection, rows))
        return _added(new, made, found, kept)

    def submit(self, given: Sequence[Submission], now: datetime, *, strict: bool = False) -> list[Outcome]:
        """Add what people handed in `now`, in one transaction; return what became of each, in order.

        Without a time of its own, a submission that repeats what counts already is known. One whose
        id another statement has, or whose time is yet to come, is refused and the rest goes in; with
        `strict` nothing does. Raises `StoreError` if the database fails.
        """
        named = [with_id(submission) for submission in given]
        with self._database.writing() as connection:
            refused = _refused(connection, named, now)
            if strict and refused:
                return [refused.get(i, Outcome(Fate.LEFT_OUT)) for i in range(len(named))]
            taken = {i: submission for i, submission in enumerate(named) if i not in refused}
            outcomes = refused | _submitted(connection, taken, now)
        return [outcomes[i] for i in range(len(named))]

    def clashes(self, given: Sequence[Statement]) -> set[int]:
        """Return the positions of the statements that can't be added, as another has their id.

        Raises `StoreError` if the database fails.
        """
        named = [with_id(statement) for statement in given]
        with self._database.reading() as connection:
            return set(_clashes(connection, named, [statement.content_hash() for statement in named]))

    def adjudicate(self, made: Sequence[Annotation]) -> int:
        """Add decisions on stored statements in one transaction; return how many were new.

        Raises `InvalidInput` for an id that no statement has and for a time yet to come,
        `StoreError` if the database fails.
        """
        _check_have_been(made, "adjudications")
        with self._database.writing() as connection:
            found = _places_of(connection, made, {}, "adjudications")
            rows = [judgement_row(a, p) for a, p in zip(made, found, strict=True)]
            return len(_insert_new(connection, adjudication_table, rows))

    def add_reviews(self, reviewed: Sequence[ReviewedPrediction]) -> int:
        """Add predictions that a person looked at in one transaction; return how many were new.

        Raises `InvalidInput` for an id that no statement has and for a time yet to come,
        `StoreError` if the database fails.
        """
        _check_have_been(reviewed, "reviews")
        with self._database.writing() as connection:
            found = _places_of(connection, reviewed, {}, "reviews")
            rows = [review_row(r, place) for r, place in zip(reviewed, found, strict=True)]
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
        return [record(ReviewedPrediction, row) for row in found]

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
        return [statement for statement, waits in self._by_need() if waits]

    def settled(self) -> list[Statement]:
        """Return the statements that nobody needs to look at; raise `StoreError` if the database fails."""
        return [statement for statement, waits in self._by_need() if not waits]

    def _by_need(self) -> list[tuple[Statement, bool]]:
        """Return each statement, and whether a person should look at it."""
        with self._database.reading() as connection:
            looked_at = {row["id"] for row in _of_statements(connection, review_table)}
            everything = list(_all_judged(connection))
        passed_over = [not judged.annotations and judged.statement.id in looked_at for judged in everything]
        return [
            (judged.statement, judged.wants_review() and not passed)
            for judged, passed in zip(everything, passed_over, strict=True)
        ]


def _check_have_been(made: Sequence[Annotation | ReviewedPrediction], field: str) -> None:
    now = datetime.now(UTC)
    for position, given in enumerate(made):
        check_has_been(given.created_at, now, f"{field}.{position}.created_at")


def _add_statements(connection: Connection, given: Sequence[Statement]) -> tuple[list[Statement], dict[str, Place]]:
    """Add the statements that are new; return them, and the place of each given id."""
    named = [with_id(statement) for statement in given]
    hashes = [statement.content_hash() for statement in named]
    for position in _clashes(connection, named, hashes):
        found = f"got {shorten(named[position].id)}, which another statement has"
        raise InvalidInput(found, field=f"statements.{position}.id", expected="an id of its own, or none")
    rows = [statement_row(statement, key) for statement, key in zip(named, hashes, strict=True)]
    stored = {row["content_hash"]: row for row in _where(connection, statement_table, "content_hash", set(hashes))}
    _fill(connection, rows, stored)
    new = {row["content_hash"] for row in _insert_new(connection, statement_table, rows)}
    keys = _where(connection, statement_table, "content_hash", set(hashes))
    places = {row["content_hash"]: Place(row["number"], row["id"], row["content_hash"]) for row in keys}
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


def _refused(connection: Connection, named: Sequence[Submission], now: datetime) -> dict[int, Outcome]:
    """Return the outcome of each position that can't be added."""
    problems: dict[int, InvalidInput] = {}
    for position in _clashes(connection, named, [submission.content_hash() for submission in named]):
        found = f"got {shorten(named[position].id)}, which another statement has"
        problems[position] = InvalidInput(found, field="id", expected="an id of its own, or none")
    for position, submission in enumerate(named):
        try:
            check_has_been(submission.created_at or now, now, "created_at")
        except InvalidInput as problem:
            problems[position] = problem
    return {position: Outcome(Fate.REFUSED, problem=problem) for position, problem in problems.items()}


def _submitted(connection: Connection, taken: dict[int, Submission], now: datetime) -> dict[int, Outcome]:
    """Add the submissions; return the outcome of each position."""
    _, places = _add_statements(connection, list(taken.values()))
    # Of two in one batch the later counts: the moments keep their order.
    moments = {position: now + timedelta(microseconds=position) for position in taken}
    rows = {i: judgement_row(given.annotation(moments[i]), places[given.id]) for i, given in taken.items()}
    fresh = _unrepeated(connection, rows, {i for i, given in taken.items() if given.created_at})
    kept = {id(row) for row in _insert_new(connection, annotation_table, [rows[i] for i in fresh])}
    added = {i for i in fresh if id(rows[i]) in kept}
    seen = ((taken[i].reviewed(moments[i]), places[taken[i].id]) for i in added)
    _insert_new(connection, review_table, [review_row(review, place) for review, place in seen if review])
    return {i: Outcome(Fate.ADDED if i in added else Fate.KNOWN, places[given.id].id) for i, given in taken.items()}


def _unrepeated(connection: Connection, rows: dict[int, Row], timed: Collection[int]) -> list[int]:
    """Return the positions of rows that say something new, or have a time of their own.

    A request sent again must add nothing, and a correction taken back and made again must count.
    """
    about = {row["statement"] for row in rows.values()}
    newest: dict[tuple[int, str | None], Row] = {}
    settled = [(row, None) for row in _where(connection, adjudication_table, "statement", about)]
    given = [(row, _voice(row)) for row in _where(connection, annotation_table, "statement", about)]
    for row, voice in sorted([*given, *settled], key=lambda pair: pair[0]["created_at"]):
        newest[row["statement"], voice] = row
    fresh = []
    for position, row in rows.items():
        key = (row["statement"], _voice(row))
        last = newest.get(key)
        if position not in timed and last and all(row[name] == last[name] for name in _SAME):
            continue
        fresh.append(position)
        if last is None or row["created_at"] >= last["created_at"]:
            newest[key] = row
    return fresh


def _voice(row: Row) -> str | None:
    """Return whose last word counts beside this row: its annotator's, or for a correction anybody's."""
    return None if row["origin"] == Origin.CORRECTED else str(row["annotator"])


def _fill(connection: Connection, rows: Iterable[Row], stored: dict[str, Row]) -> None:
    """Give stored statements what they lacked: a split that came late must still hold."""
    for row in rows:
        there = stored.get(row["content_hash"], row)
        # Where the pieces are all that is told of the speaker, another piece would make it another statement.
        kept = () if there["attribution"] else _PIECES
        lacking = {name: row[name] for name in _FILLED_LATER if row[name] and not there[name] and name not in kept}
        if lacking:
            there |= lacking
            connection.execute(
                update(statement_table).where(statement_table.c.number == there["number"]).values(lacking)
            )


def _insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Row]:
    """Insert the rows whose content hash is not there, each once; return them."""
    by_hash: dict[str, Row] = {}
    for row in rows:
        by_hash.setdefault(row["content_hash"], row)
    known = _values(connection, table.c.content_hash, by_hash.keys())
    new = [row for key, row in by_hash.items() if key not in known]
    if new:
        connection.execute(insert(table), new)
    return new


def _unsaid(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a file that its store does not hold already, under whichever time and note.

    A second label comes without its annotator's name: anybody's but the first's can be the one.
    """
    about = {row["statement"] for row in rows}
    tables = (annotation_table, adjudication_table)
    stored = [row for table in tables for row in _where(connection, table, "statement", about)]
    said = {row["labels_hash"] for row in stored}
    given = defaultdict(set)
    for row in stored:
        given[labels_key(row)].add(row["annotator"])
    first = {row["statement"]: row["annotator"] for row in rows if row["annotator"] != SECOND_ANNOTATOR}
    return [
        row
        for row in rows
        if row["labels_hash"] not in said
        and not (row["annotator"] == SECOND_ANNOTATOR and given[labels_key(row)] - {first.get(row["statement"])})
    ]


def _places_of(
    connection: Connection, made: Sequence[Annotation | ReviewedPrediction], places: dict[str, Place], field: str
) -> list[Place]:
    """Return the place of each one's statement: one of `places`, or else one that is stored."""
    wanted = {given.statement_id for given in made} - places.keys()
    stored = _where(connection, statement_table, "id", wanted)
    everywhere = {row["id"]: Place(row["number"], row["id"], row["content_hash"]) for row in stored} | places
    for position, given in enumerate(made):
        if given.statement_id not in everywhere:
            raise _unknown(given.statement_id, f"{field}.{position}.statement_id")
    return [everywhere[given.statement_id] for given in made]


def _unknown(statement_id: str, field: str) -> InvalidInput:
    return InvalidInput(f"got {shorten(statement_id)}", field=field, expected="the id of a statement in the store")


def _added(new: Sequence[Statement], made: Sequence[Annotation], found: Sequence[Place], kept: Sequence[Row]) -> Added:
    ids = {place.number: place.id for place in found}
    added = tuple(record(Annotation, {**row, "id": ids[row["statement"]]}) for row in kept)
    return Added(tuple(new), added, len(made) - len(added))


def _all_judged(connection: Connection, statement_id: str | None = None) -> Iterator[Judged]:
    """Yield the statements in their order, or the one of this id, with what was said of them."""
    said: dict[Table, dict[int, list[Annotation]]] = {}
    for table in (annotation_table, adjudication_table):
        said[table] = defaultdict(list)
        for row in _of_statements(connection, table, statement_id):
            said[table][row["statement"]].append(record(Annotation, row))
    query = select(statement_table).order_by(statement_table.c.number)
    if statement_id is not None:
        query = query.where(statement_table.c.id == statement_id)
    for stored in connection.execute(query).mappings():
        number, statement = stored["number"], record(StoredStatement, dict(stored))
        yield Judged(statement, said[annotation_table][number], said[adjudication_table][number])


def _of_statements(connection: Connection, table: Table, statement_id: str | None = None) -> list[Row]:
    """Return a table's rows in the order in which they came in, each with its statement's id."""
    query = select(statement_table.c.id, table).join(statement_table).order_by(table.c.number)
    if statement_id is not None:
        query = query.where(statement_table.c.id == statement_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _where(connection: Connection, table: Table, column: str, values: Collection[Any]) -> Iterator[Row]:
    """Yield the rows whose column holds one of the values, those of one value in the order in which they came in."""
    for some in _chunks(values):
        query = select(table).where(table.c[column].in_(some)).order_by(table.c.number)
        for row in connection.execute(query).mappings():
            yield dict(row)


def _values(connection: Connection, column: Column[Any], wanted: Collection[str]) -> set[str]:
    """Return the wanted values that the column holds."""
    found = (connection.scalars(select(column).where(column.in_(some))) for some in _chunks(wanted))
    return {value for some in found for value in some}


def _chunks(values: Collection[Any]) -> Iterator[list[Any]]:
    in_order = sorted(values)
    for start in range(0, len(in_order), _VALUES_A_QUERY):
        yield in_order[start : start + _VALUES_A_QUERY]
