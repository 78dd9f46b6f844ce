import pytest

from labels.records import Numbered, Unreadable
from serving.classifier import Classifier
from serving.score import CHUNK, classify_records, classify_rows


def numbered(*rows: dict[str, object]) -> list[Numbered]:
    return [Numbered(f"quotes.jsonl:{i}", i, row) for i, row in enumerate(rows, 1)]


def test_unknown_fields_are_kept_whatever_they_hold(classifier: Classifier):
    odd = {"text": "No.", "tags": ["a", 1], "when": None, "nested": {"x": 1.5}}
    row = next(classify_rows(classifier, numbered(odd), flat=False))
    assert {key: row[key] for key in odd} == odd


def test_a_field_named_like_a_result_is_kept_under_another_name(classifier: Classifier):
    row = next(classify_rows(classifier, numbered({"text": "No.", "stance": "critical"}), flat=False))
    assert row["input_stance"] == "critical"
    assert row["stance"]["label"] in row["stance"]["probabilities"]


def test_scoring_what_was_scored_before_loses_nothing(classifier: Classifier):
    given = {"text": "No.", "stance": "second", "input_stance": "first"}
    row = next(classify_rows(classifier, numbered(given), flat=True))
    assert (row["input_stance"], row["input_input_stance"]) == ("first", "second")


def test_a_line_that_cannot_be_read_keeps_its_place(classifier: Classifier):
    broken = Unreadable("quotes.jsonl:2", 2, "not a JSON object")
    rows = list(classify_rows(classifier, [*numbered({"text": "Yes."}), broken], flat=True))
    assert rows[1] == {"error": "quotes.jsonl:2: not a JSON object"}


def test_order_is_kept_across_chunks(classifier: Classifier):
    rows = [{"text": "No. " * (1 + i % 7), "n": i} for i in range(CHUNK + 20)]
    assert [row["n"] for row in classify_rows(classifier, numbered(*rows), flat=True)] == list(range(CHUNK + 20))


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ({"text": ""}, "quotes.jsonl:2: text: is empty (expected the speaker's words)"),
        ({"quote": "No."}, "quotes.jsonl:2: text: is missing (expected a value)"),
        ({"text": 7}, "quotes.jsonl:2: text: got 7 (expected a string)"),
        ({"text": "No.", "attribution": 7}, "quotes.jsonl:2: attribution: got 7 (expected a string)"),
    ],
)
def test_a_bad_row_gets_an_error_and_its_neighbours_their_answers(
    classifier: Classifier, bad: dict[str, object], error: str
):
    first, middle, last = classify_rows(classifier, numbered({"text": "Yes."}, bad, {"text": "No."}), flat=True)
    assert middle == bad | {"error": error}
    assert "error" not in first | last
    assert first["stance"]
    assert last["stance"]


def test_an_attribution_without_end_fails_its_own_row_only(classifier: Classifier):
    rows = numbered({"text": "Yes."}, {"text": "No.", "attribution": "x1 " * 150})
    first, second = classify_rows(classifier, rows, flat=True)
    assert "stance" in first
    assert "attribution: has" in second["error"]


def test_flat_results_hold_one_value_a_column(classifier: Classifier):
    row = next(classify_rows(classifier, numbered({"text": "No."}), flat=True))
    assert all(isinstance(value, str | float | bool | int) for value in row.values())
    assert set(row) >= {
        "sector",
        "sector_confidence",
        "stance",
        "stance_confidence",
        "themes",
        "review",
        "model_version",
    }


def test_the_id_of_a_long_address_hinders_no_statement(classifier: Classifier):
    [record] = classify_records(classifier, [{"id": "https://a.example/" + "x" * 600 + "#1", "text": "No."}])
    assert "error" not in record
    assert record["id"].endswith("#1")
