"""Statements in, predictions out: streaming, in order, with nothing of the input lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from labels.errors import StanceError
from labels.records import Numbered, Row, Unreadable
from labels.statement import ArticleStatement, Statement, validated
from serving.classifier import Classifier
from serving.prediction import Prediction

CHUNK = 256
RESULT_FIELDS = (*Prediction.model_fields, "sector_confidence", "stance_confidence", "error")
KEPT_AS = "input_"


def classify_rows(classifier: Classifier, rows: Iterable[Numbered | Unreadable], *, flat: bool) -> Iterator[Row]:
    """Yield each row with its prediction's fields, in order.

    All fields of the input stay; one that bears the name of a result becomes `input_<name>`. A row
    that can't be read or classified gets the field `error` and no others. `flat` gives each result a
    column of its own, for CSV and Parquet.
    """
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        checked = [_checked(numbered, classifier) for numbered in chunk]
        predictions = iter(classifier.classify([s for s in checked if isinstance(s, Statement)]))
        for numbered, statement in zip(chunk, checked, strict=True):
            row = {} if isinstance(numbered, Unreadable) else numbered.row
            kept = {_kept_name(key, row): value for key, value in row.items()}
            if isinstance(statement, Statement):
                yield kept | prediction_fields(next(predictions), flat=flat)
            else:
                yield kept | {"error": statement}


def _kept_name(key: str, row: Row) -> str:
    """Return `key`, or where a result bears that name the first `input_...` that is free."""
    if key not in RESULT_FIELDS:
        return key
    name = KEPT_AS + key
    while name in row:
        name = KEPT_AS + name
    return name


def _checked(numbered: Numbered | Unreadable, classifier: Classifier) -> Statement | str:
    if isinstance(numbered, Unreadable):
        return str(numbered)
    try:
        statement = validated(ArticleStatement, numbered.row)
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


def classify_records(classifier: Classifier, records: Sequence[Row]) -> Iterator[Row]:
    """Yield each record of an article's statement with what the model says of it, in order.

    The record's own `parts` are spans of the article; in how many pieces the model read a long text is
    `model_parts`. A record that can't be classified gets the field `error` instead.
    """
    checked = check_records(classifier, records)
    predictions = classifier.classify([s for s in checked if isinstance(s, Statement)])
    return joined(records, checked, predictions)


def check_records(classifier: Classifier, records: Sequence[Row]) -> list[Statement | str]:
    """Return the statement of each record, or why it can't be classified."""
    # An article's id may be longer than a statement's, and is not looked at.
    return [_checked(Numbered(str(record["id"]), 0, {**record, "id": ""}), classifier) for record in records]


def joined(
    records: Sequence[Row], checked: Sequence[Statement | str], predictions: Iterable[Prediction]
) -> Iterator[Row]:
    """Yield each record with the prediction for its statement, or its error."""
    answers = iter(predictions)
    for record, statement in zip(records, checked, strict=True):
        if isinstance(statement, Statement):
            fields = next(answers).model_dump(mode="json")
            fields["model_parts"] = fields.pop("parts")
            yield record | fields
        else:
            yield record | {"error": statement}


FLAT_FIELDS = (
    "sector", "sector_confidence", "stance", "stance_confidence", "themes", "review", "context_shortened",
    "model_version", "model_parts",
)  # fmt: skip
"""The columns in which the model's answer to an article's statement is flattened."""


def flattened(record: Row) -> Row:
    """Return the record of an article's statement with one value a column, for CSV and Parquet."""
    flat: Row = {}
    for key, value in record.items():
        match key:
            case "parts":
                flat[key] = ";".join(f"{start}-{end}" for start, end in value)
            case "sector" | "stance":
                flat[key], flat[f"{key}_confidence"] = value["label"], value["confidence"]
            case "themes":
                flat[key] = ";".join(theme["label"] for theme in value)
            case _:
                flat[key] = value
    return flat
