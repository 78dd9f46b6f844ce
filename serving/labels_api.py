"""What `POST /labels` does: rows of labels in, the fate of each out."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import JSONResponse, Response

from labels.errors import TooLarge
from labels.intake import take_rows
from labels.store import LabelStore
from labels.submission import Fate, Outcome
from serving.error_answers import ErrorAnswer
from serving.http import JsonBody, json_response

EXAMPLE: JsonValue = {
    "text": "Nobody has shown us how the savings add up.",
    "attribution": "Cllr Jo Marsh, leader of Eastshire County Council",
    "sector": "local_government",
    "stance": "critical",
    "themes": ["finance", "engagement"],
    "annotator": "Ann Orme",
    "note": "",
}


class LabelsRequest(JsonBody):
    """Labels that people gave statements, one object each; with `strict`, all of them or none."""

    model_config = ConfigDict(json_schema_extra={"example": {"annotations": [EXAMPLE]}})
    form: ClassVar[str] = '{"annotations": [{"text": ..., "sector": ..., "stance": ...}, ...]}'

    annotations: list[JsonValue] = Field(min_length=1)
    strict: bool = False


class RowAnswer(BaseModel):
    """What became of one row: under which statement's id it is stored, or why it is not."""

    result: Fate
    id: str = ""
    error: str = ""
    field: str = ""
    expected: str = ""


class LabelsAnswer(BaseModel):
    """How many rows were added, known already and refused, and what became of each, in order."""

    added: int
    known: int
    refused: int
    results: list[RowAnswer]


class LabelsRefused(ErrorAnswer):
    """Nothing was stored: the first row's error, and what became of each."""

    results: list[RowAnswer]


def answer_labels(store: LabelStore, request: LabelsRequest, most: int, now: datetime) -> Response:
    """Store the rows of a request of at most `most`; what the answer says is stored is on the disk.

    Raises `TooLarge` for more rows, `StoreError` if the store fails.
    """
    rows = request.annotations
    if len(rows) > most:
        found = f"has {len(rows)} rows"
        raise TooLarge(found, field="annotations", expected=f"at most {most} in one request")
    outcomes = take_rows(store, rows, now, strict=request.strict)
    results = [_row_answer(position, outcome) for position, outcome in enumerate(outcomes)]
    counts = {fate: sum(outcome.fate is fate for outcome in outcomes) for fate in Fate}
    if counts[Fate.ADDED] or counts[Fate.KNOWN]:
        added, known, refused = counts[Fate.ADDED], counts[Fate.KNOWN], counts[Fate.REFUSED]
        return json_response(LabelsAnswer(added=added, known=known, refused=refused, results=results))
    first = next(row for row in results if row.result is Fate.REFUSED)
    answer = LabelsRefused(error=first.error, field=first.field, expected=first.expected, results=results)
    return JSONResponse(answer.model_dump(mode="json"), status_code=422)


def _row_answer(position: int, outcome: Outcome) -> RowAnswer:
    answer = RowAnswer(result=outcome.fate, id=outcome.statement_id)
    if outcome.problem is None:
        return answer
    problem, place = outcome.problem, f"annotations.{position}"
    where = f"{place}.{problem.field}" if problem.field else place
    return answer.model_copy(update={"error": problem.error, "field": where, "expected": problem.expected})
