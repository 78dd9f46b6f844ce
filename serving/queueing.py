"""Rows of statements or predictions as candidates for labelling, and picks as rows to label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from pydantic import BaseModel

from labels.annotation import Predicted
from labels.corpus import Origin
from labels.errors import InvalidInput
from labels.exchange import QUEUED
from labels.queue import Candidate
from labels.records import Numbered, Row, Unreadable
from labels.statement import ArticleStatement, Phrase, Statement, validated
from serving.prediction import Prediction
from serving.score import CHUNK

Classify = Callable[[Sequence[Statement]], Sequence[Prediction]]
Check = Callable[[Statement], None]

LABELS_TO_FILL = ("sector", "stance", "themes", "annotator")


class _Said(BaseModel):
    """Where a row may hold a prediction: beside the statement, as a scored file has it, or apart."""

    model_version: Phrase = ""
    prediction: Predicted | None = None


def scan_candidates(
    rows: Iterable[Numbered | Unreadable], classify: Classify, check: Check
) -> Iterator[Candidate | Unreadable]:
    """Yield a candidate for each row, or why it is none.

    A row that holds a prediction is taken at its word; the others are classified, many at once, once
    `check` has found that each can be.
    """
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        read = [_read(row, check) for row in chunk]
        found = [item for item in read if not isinstance(item, Unreadable)]
        candidates = complete(found, classify([item for item in found if isinstance(item, Statement)]))
        for item in read:
            yield item if isinstance(item, Unreadable) else next(candidates)


def complete(read: Sequence[Candidate | Statement], predictions: Iterable[Prediction]) -> Iterator[Candidate]:
    """Yield the candidates, with the prediction for each bare statement, in order."""
    unknown = iter(predictions)
    for item in read:
        yield Candidate(item, predicted(next(unknown))) if isinstance(item, Statement) else item


def read_candidate(row: object, check: Check) -> Candidate | Statement:
    """Return a row as a candidate, or as the statement that is still to be classified.

    Raises `InvalidInput` if it is neither, or can't be classified.
    """
    statement = validated(ArticleStatement, row)
    said = validated(_Said, row)
    if said.model_version:
        return Candidate(statement, validated(Predicted, row))
    if said.prediction:
        return Candidate(statement, said.prediction)
    check(statement)
    return statement


def predicted(prediction: Prediction) -> Predicted:
    """Return a prediction's labels and how sure the model was."""
    return validated(Predicted, prediction.model_dump(mode="json"))


def _read(row: Numbered | Unreadable, check: Check) -> Candidate | Statement | Unreadable:
    if isinstance(row, Unreadable):
        return row
    try:
        return read_candidate(row.row, check)
    except InvalidInput as problem:
        return Unreadable(row.place, row.number, str(problem))


def to_record(candidate: Candidate) -> Row:
    """Return a pick as a row that can come back with labels: the statement, the doubt, the prediction."""
    said = candidate.predicted.model_dump(mode="json", exclude={"sure"})
    return _filled(candidate.statement) | {"doubt": _doubt(candidate), "prediction": said}


def to_columns(candidate: Candidate) -> Row:
    """Return a pick with one value a column, and columns to fill in.

    Whoever fills them in has the last word, also where others differed: a correction.
    """
    said = candidate.predicted
    return {
        **_filled(candidate.statement),
        **dict.fromkeys(LABELS_TO_FILL, ""),
        "origin": Origin.CORRECTED.value,
        "doubt": _doubt(candidate),
        "predicted_sector": said.sector.value,
        "predicted_stance": said.stance.value,
        "predicted_themes": ";".join(said.themes),
        "model_version": said.model_version,
    }


def to_task(candidate: Candidate) -> Row:
    """Return a pick as a Label Studio task, without the prediction: it would sway whoever labels.

    By its doubt the task is known as one of a queue, also where nobody has labelled it.
    """
    return {"data": {**candidate.statement.model_dump(), QUEUED: _doubt(candidate)}}


def _filled(statement: Statement) -> Row:
    return {name: value for name, value in statement.model_dump().items() if value}


def _doubt(candidate: Candidate) -> float:
    return round(candidate.predicted.doubt(), 4)
