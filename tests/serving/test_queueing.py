from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from labels.errors import InvalidInput
from labels.queue import Candidate
from labels.records import Numbered, Row, Unreadable
from labels.statement import Statement, validated
from labels.submission import Submission
from serving.classifier import Classifier
from serving.queueing import predicted, read_candidate, scan_candidates, to_columns, to_record, to_task

SAID = {
    "sector": "media",
    "stance": "neutral",
    "themes": ["pace"],
    "sector_confidence": 0.8,
    "stance_confidence": 0.5,
    "model_version": "m1",
}
ROW = {"id": "s-1", "text": "It closes wards.", "attribution": "Lin Parr"}


def numbered(*rows: Row) -> Iterator[Numbered]:
    yield from (Numbered(f"in:{number}", number, row) for number, row in enumerate(rows, 1))


def nothing(statements: Sequence[Statement]) -> list[object]:
    """Classify as many statements as a file of predictions leaves over."""
    assert not statements
    return []


def accept(_: Statement) -> None:
    """Find every statement fit to be classified."""


@pytest.mark.parametrize("row", [{**ROW, **SAID}, {**ROW, "prediction": SAID}], ids=["beside", "apart"])
def test_a_row_that_holds_a_prediction_needs_no_model(row: Row):
    [candidate] = scan_candidates(numbered(row), nothing, accept)
    assert isinstance(candidate, Candidate)
    assert candidate.predicted.doubt() == pytest.approx(0.6)


def test_a_bare_statement_is_classified_in_its_place(classifier: Classifier):
    found = list(scan_candidates(numbered({**ROW, **SAID}, ROW), classifier.classify, classifier.check))
    [answer] = classifier.classify([Statement(**ROW)])
    assert [item.predicted.model_version for item in found] == ["m1", answer.model_version]
    assert found[1].predicted.stance_confidence == answer.stance.confidence


def test_labels_without_a_prediction_are_no_prediction(classifier: Classifier):
    [found] = scan_candidates(numbered({**ROW, "sector": "media", "stance": ""}), classifier.classify, classifier.check)
    assert found.predicted.model_version == classifier.contract.model_version


def test_a_row_that_is_none_is_told_with_its_place_and_the_rest_goes_on():
    unreadable = Unreadable("in:1", 1, "not JSON")
    rows = [unreadable, *numbered({"text": ""}, {**ROW, **SAID, "stance": "angry"}, {**ROW, **SAID})]
    found = list(scan_candidates(rows, nothing, accept))
    assert [str(item).partition(" (")[0] for item in found[:3]] == [
        "in:1: not JSON",
        "in:1: text: is empty",
        "in:2: stance: got 'angry'",
    ]
    assert isinstance(found[3], Candidate)


def test_what_cannot_be_classified_is_refused():
    def refuse(statement: Statement) -> None:
        raise InvalidInput("is too long", field="text")

    with pytest.raises(InvalidInput, match=r"^text: is too long"):
        read_candidate(ROW, refuse)


@pytest.fixture
def candidate() -> Candidate:
    """A pick to write down."""
    [found] = scan_candidates(numbered({**ROW, **SAID}), nothing, accept)
    assert isinstance(found, Candidate)
    return found


def test_a_pick_comes_back_with_labels_as_a_submission(candidate: Candidate):
    record = to_record(candidate)
    assert record["doubt"] == 0.6
    submission = validated(Submission, {**record, "sector": "patient_public", "stance": "critical"})
    assert submission.content_hash() == candidate.statement.content_hash()
    assert submission.prediction == candidate.predicted


def test_a_pick_in_columns_has_empty_ones_for_the_labels(candidate: Candidate):
    row = to_columns(candidate)
    assert {key: row[key] for key in ("sector", "stance", "themes", "annotator")} == dict.fromkeys(
        ("sector", "stance", "themes", "annotator"), ""
    )
    assert (row["predicted_sector"], row["predicted_themes"], row["doubt"]) == ("media", "pace", 0.6)


def test_a_task_holds_every_field_that_is_shown_and_no_prediction(candidate: Candidate):
    task = to_task(candidate)
    assert set(task) == {"data"}
    assert {"text", "attribution", "context"} <= task["data"].keys()


def test_the_models_answer_keeps_its_labels_and_confidences(classifier: Classifier):
    [answer] = classifier.classify([Statement(**ROW)])
    said = predicted(answer)
    assert (said.sector, said.sector_confidence) == (answer.sector.label, answer.sector.confidence)
    assert said.themes == tuple(theme.label for theme in answer.themes)
