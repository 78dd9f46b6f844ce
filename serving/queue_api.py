"""What `POST /queue` does: statements in, those to label next out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from labels.annotation import Predicted
from labels.errors import InvalidInput, TooLarge
from labels.queue import MOST_PICKS, Candidate, pick
from labels.statement import ArticleStatement, Statement, validated
from labels.store import LabelStore
from serving.classifier import Classifier
from serving.http import JsonBody, json_response
from serving.prediction import Prediction
from serving.queueing import complete, read_candidate, to_record

EXAMPLES: JsonValue = [
    {"text": "It is a plan for closing wards.", "attribution": "Save Our Wards campaigner Lin Parr"},
    {"text": "Working as one system is the only way.", "attribution": "Trust chief executive Dee Alder"},
]


class QueueRequest(JsonBody):
    """Statements, each with its prediction where there is one, and how many of them to label."""

    model_config = ConfigDict(json_schema_extra={"example": {"statements": EXAMPLES, "number": 1}})
    form: ClassVar[str] = '{"statements": [{"text": ...}, ...], "number": 50}'

    statements: list[JsonValue] = Field(min_length=1)
    number: int = Field(default=50, ge=1, le=MOST_PICKS)


class Queued(ArticleStatement):
    """A statement to label: the model's doubt, 0 to 1, and what it said."""

    doubt: float
    prediction: Predicted


class QueueAnswer(BaseModel):
    """The statements to label, the most worthwhile first."""

    queue: list[Queued]
    model_version: str


def read_queue(request: QueueRequest, classifier: Classifier, most: int) -> list[Candidate | Statement]:
    """Return the candidates of a request, and the statements that are still to be classified.

    Raises `TooLarge` for more than `most`, `InvalidInput` for the first that is none.
    """
    rows = request.statements
    if len(rows) > most:
        raise TooLarge(f"has {len(rows)} statements", field="statements", expected=f"at most {most} in one request")
    return [_read(position, row, classifier) for position, row in enumerate(rows)]


def answer_queue(
    store: LabelStore,
    read: Sequence[Candidate | Statement],
    predictions: Sequence[Prediction],
    number: int,
    version: str,
) -> Response:
    """Return which of what was read to label next, without those that the store has labels for.

    `predictions` are those of the statements that came without. Raises `StoreError` if the store fails.
    """
    picked = pick(complete(read, predictions), number, store.settled())
    queue = [validated(Queued, to_record(candidate)) for candidate in picked]
    return json_response(QueueAnswer(queue=queue, model_version=version))


def _read(position: int, row: JsonValue, classifier: Classifier) -> Candidate | Statement:
    try:
        return read_candidate(row, classifier.check)
    except InvalidInput as problem:
        where = f"statements.{position}.{problem.field}".rstrip(".")
        raise type(problem)(problem.error, field=where, expected=problem.expected) from None
