"""The label store's records as rows of its tables, and back; what makes two rows the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from labels.annotation import Annotation, ReviewedPrediction
from labels.corpus import LabelledStatement, Labels
from labels.errors import DataError, InvalidInput, shorten
from labels.judged import StoredStatement
from labels.statement import Statement, validated, with_id

SECOND_ANNOTATOR = "second"
"""Who is named for the second label of a labelled statement, which carries no name of its own."""

Row = dict[str, Any]
_M = TypeVar("_M", bound=BaseModel)


class Place(NamedTuple):
    """Where a statement stands in the store."""

    number: int
    id: str
    content_hash: str


def annotations_of(statement: LabelledStatement, now: datetime) -> Iterator[Annotation]:
    """Yield the labels of a statement as annotations made `now`, the first annotator's first."""
    by = {"statement_id": with_id(statement).id, "origin": statement.origin, "created_at": now}
    yield Annotation(**{**dict(statement.first), **by, "annotator": statement.annotator})
    if statement.second:
        yield Annotation(**{**dict(statement.second), **by, "annotator": SECOND_ANNOTATOR})


def statement_row(statement: Statement, key: str) -> Row:
    """Return a statement as a row under its content hash."""
    fields = statement.model_dump(mode="json")
    row = {name: fields.get(name) for name in StoredStatement.model_fields}
    return row | {"stp_article": bool(row["stp_article"]), "content_hash": key}


def judgement_row(given: Annotation, place: Place, *, timeless: bool = False) -> Row:
    """Return an annotation as a row; its content hash leaves the time out where nobody gave one."""
    labels = {**_labels(given), "annotator": given.annotator, "origin": given.origin.value}
    labels_hash = _hash(place.content_hash, labels)
    about = {"guide_version": given.guide_version, "note": given.note}
    content_hash = labels_hash if timeless else _hash(labels_hash, {**about, "at": given.created_at.isoformat()})
    hashes = {"labels_hash": labels_hash, "content_hash": content_hash}
    return {**labels, **about, **hashes, "statement": place.number, "created_at": given.created_at}


def review_row(given: ReviewedPrediction, place: Place) -> Row:
    """Return a prediction that somebody looked at as a row."""
    own = {"model_version", "reviewer", "sector_confidence", "stance_confidence"}
    row = {**_labels(given), **given.model_dump(include=own)}
    content_hash = _hash(place.content_hash, {**row, "at": given.created_at.isoformat()})
    return {**row, "content_hash": content_hash, "statement": place.number, "created_at": given.created_at}


def labels_key(row: Row) -> tuple[Any, ...]:
    """Return what two rows share that give one statement the same labels."""
    return (row["statement"], *(row[name] for name in Labels.model_fields))


def _labels(given: Labels) -> Row:
    heads = {"sector": given.sector.value, "stance": given.stance.value, "themes": ";".join(given.themes)}
    return {**heads, "sure": given.sure}


def _hash(start: str, content: Row) -> str:
    return hashlib.sha256(f"{start}\n{json.dumps(content, sort_keys=True)}".encode()).hexdigest()


def record(model: type[_M], row: Mapping[str, Any]) -> _M:
    """Return a row as a record; raise `DataError` if it holds codes that the taxonomy lacks."""
    try:
        return validated(model, {**row, "statement_id": row["id"]})
    except InvalidInput as problem:
        raise DataError(f"the label store's statement {shorten(row['id'])}: {problem}") from None
