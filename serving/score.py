"""Statements in, predictions out: streaming, in order, with nothing of the input lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from labels.errors import StanceError
from labels.records import Numbered, Row
from labels.statement import Statement, validated
from serving.classifier import Classifier
from serving.prediction import Prediction

CHUNK = 256
RESULT_FIELDS = (*Prediction.model_fields, "sector_confidence", "stance_confidence", "error")
KEPT_AS = "input_"


def classify_rows(classifier: Classifier, rows: Iterable[Numbered], *, flat: bool) -> Iterator[Row]:
    """Yield each row with its prediction's fields, in order.

    All fields of the input stay; one that bears the name of a result becomes `input_<name>`. A row
    that can't be classified gets the field `error` and no others. `flat` gives each result a
    column of its own, for CSV and Parquet.
    """
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        checked = [_checked(numbered, classifier) for numbered in chunk]
        predictions = iter(classifier.classify([s for s in checked if isinstance(s, Statement)]))
        for numbered, statement in zip(chunk, checked, strict=True):
            kept = {f"{KEPT_AS}{key}" if key in RESULT_FIELDS else key: value for key, value in numbered.row.items()}
            if isinstance(statement, Statement):
                yield kept | prediction_fields(next(predictions), flat=flat)
            else:
                yield kept | {"error": statement}


def _checked(numbered: Numbered, classifier: Classifier) -> Statement | str:
    try:
        statement = validated(Statement, numbered.row)
        classifier.check(statement)
    except StanceError as problem:
        return f"{numbered.place}: {problem}"
    return statement


def prediction_fields(prediction: Prediction, *, flat: bool) -> dict[str, Any]:
    """Return a prediction as JSON values, or as one value a column."""
    if not flat:
        return prediction.model_dump(mode="json")
    record: Mapping[str, Any] = prediction.model_dump(mode="json")
    return {
        "sector": prediction.sector.label.value,
        "sector_confidence": prediction.sector.confidence,
        "stance": prediction.stance.label.value,
        "stance_confidence": prediction.stance.confidence,
        "themes": ";".join(theme.label for theme in prediction.themes),
    } | {key: record[key] for key in ("review", "parts", "context_shortened", "model_version")}
