from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from labels.check import Finding, carries, check, is_fragment, report
from labels.corpus import LabelledStatement
from labels.errors import DataError

Write = Callable[..., Path]
FIRST = "The chair promised that every ward in Thornbeck stays open until the spring."
OTHER = "Half of our carers drive forty miles a day and nobody pays for their petrol."
CODES = {"sector": "media", "stance": "neutral"}


def record(text: str = FIRST, **fields: object) -> dict[str, object]:
    return {"id": "k-1", "text": text, **CODES, **fields}


@pytest.fixture
def found(write_lines: Write) -> Callable[..., list[tuple[int, str, str]]]:
    """Check records in one file; give each finding's line, rule and text."""

    def run(*records: object) -> list[tuple[int, str, str]]:
        file = write_lines(*records)
        findings = check([file])
        assert {finding.file for finding in findings} <= {file}
        return [(finding.line, finding.rule, finding.text.replace(str(file), "FILE")) for finding in findings]

    return run


Found = Callable[..., list[tuple[int, str, str]]]


def test_the_shipped_data_has_no_findings():
    assert report(check()) == ""


def test_statements_in_order_give_no_finding(found: Found):
    assert found(record(), "", record(OTHER, id="k-2")) == []


@pytest.mark.parametrize("missing", [{"id": ""}, {"id": None}])
def test_a_statement_without_id_is_found(found: Found, missing: dict[str, object]):
    assert found(record(), record(OTHER, **missing)) == [(2, "id", "has no id")]


def test_an_id_that_stands_twice_is_found_in_another_file_too(write_lines: Write):
    first, second = write_lines(record(), name="a.jsonl"), write_lines("", record(OTHER), name="b.jsonl")
    assert check([first, second]) == [Finding(second, 2, "id", f"k-1 stands at {first}:1 too")]


def test_a_text_without_a_word_is_found(found: Found):
    assert found(record("…!?")) == [(1, "text", "has no word in it")]


@pytest.mark.parametrize("count", [400, 401])
def test_a_text_may_have_four_hundred_words_and_no_more(found: Found, count: int):
    findings = found(record(" ".join(f"W{i}" for i in range(count))))
    assert findings == ([] if count == 400 else [(1, "text", "has 401 words (expected at most 400)")])


@pytest.mark.parametrize("text", ["“No plan.”", "‘No plan.’", '"No plan."', " “No plan.” "])
def test_a_text_in_quotation_marks_is_found(found: Found, text: str):
    assert [(line, rule) for line, rule, _ in found(record(), record(text, id="k-2"))] == [(2, "text")]


@pytest.mark.parametrize("text", ["“No,” said Ida. “Never.”", "“No plan” is what she wrote.", "It is a “plan”"])
def test_marks_inside_a_text_are_left_alone(found: Found, text: str):
    assert found(record(text)) == []


FRAGMENT = 'its context lacks the sentence that carries it (guide, "Text")'


@pytest.mark.parametrize("context", [None, "", "Mr Fenwright called the plan a sad charade."])
@pytest.mark.parametrize("fields", [{"kind": "mixed"}, {}], ids=["by its kind", "by its looks"])
def test_a_fragment_whose_context_does_not_carry_it_is_found(found: Found, fields: dict[str, str], context: str | None):
    assert found(record("a sad parade", context=context, **fields)) == [(1, "fragment", FRAGMENT)]


def test_a_fragment_in_its_sentence_is_in_order(found: Found):
    assert found(record("a sad, slow parade", context="It is “A sad slow parade”, Mr Fenwright said.")) == []


@pytest.mark.parametrize(
    ("text", "kind", "fragment"),
    [
        ("a sad parade", None, True),
        ("a sad parade.", None, False),
        ("a sad parade?”", None, False),
        ("A sad parade", None, False),
        ("sad " * 8, None, True),
        ("sad " * 9, None, False),
        ("a sad parade", "direct", False),
        ("A sad parade.", "mixed", True),
    ],
)
def test_a_fragment_is_told_by_its_kind_or_else_by_its_looks(
    labelled: Callable[..., LabelledStatement], text: str, kind: str | None, fragment: bool
):
    assert is_fragment(labelled(text=text, kind=kind)) is fragment


@pytest.mark.parametrize(
    ("context", "carried"),
    [("They lost two beds in May.", True), ("TWO — beds?", True), ("two bedsteads", False), ("beds, two", False)],
)
def test_a_context_carries_whole_words_in_their_order(context: str, carried: bool):
    assert carries(context, "two beds") is carried


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({}, "duplicate"),
        ({"role": "a nurse", "attribution": ""}, "near-duplicate"),
        ({"context": "In May."}, "near-duplicate"),
    ],
)
def test_a_copy_is_found_and_names_the_first(found: Found, change: dict[str, str], rule: str):
    findings = found(record(), record(OTHER, id="k-2"), record(id="k-3", **change))
    assert findings == [(3, rule, "100% of its word runs stand at FILE:1 (k-1)")]


def test_an_abridged_copy_is_found_as_a_near_duplicate(found: Found):
    abridged = FIRST.removesuffix(" until the spring.") + " for now."
    assert found(record(), record(abridged, id="k-2")) == [
        (2, "near-duplicate", "78% of its word runs stand at FILE:1 (k-1)")
    ]


def test_one_source_in_two_splits_is_found(found: Found):
    one, other = record(source="p-9", split="train"), record(OTHER, id="k-2", source="p-9", split="test")
    assert found(one, other) == [(2, "leakage", "is for test, and FILE:1 for train: one source, p-9")]


RETOLD = "The chair promised that every ward in Thornbeck will be shut by Easter."


def test_a_near_duplicate_in_another_split_is_found_below_the_share_of_a_copy(found: Found):
    findings = found(record(split="train"), record(RETOLD, id="k-2", split="validation"))
    assert findings == [(2, "leakage", "is for validation, and FILE:1 for train: a near-duplicate")]


IN_OTHER_WORDS = [
    "Trains to Thornbeck stop at nine, so night nurses have had to sleep on the ward.",
    "Night nurses sleep on the ward, as the last trains to Thornbeck go at nine.",
    OTHER,
    "Whatever the plan says about beds, it leaves dentists out.",
]


@pytest.mark.parametrize(("origin", "leaks"), [("modelled", True), ("written", False)])
def test_what_seems_to_retell_an_original_in_another_split_is_found_if_it_has_one(
    found: Found, origin: str, leaks: bool
):
    splits = ["train", "test", "train", "train"]
    lines = [
        record(text, id=f"k-{i}", origin=origin, split=split)
        for i, (text, split) in enumerate(zip(IN_OTHER_WORDS, splits, strict=True))
    ]
    why = "is for test, and FILE:1 for train: retells the same original, it seems"
    assert found(*lines) == ([(2, "leakage", why)] if leaks else [])


@pytest.mark.parametrize("text", [OTHER, RETOLD], ids=["one source", "near-duplicate"])
def test_statements_without_a_split_leak_nothing(found: Found, text: str):
    one, other = record(source="p-9", split="train"), record(text, id="k-2", source="p-9")
    assert found(other, one) == []


@pytest.mark.parametrize(
    ("line", "rule", "text"),
    [
        ('{"id" 5}', "json", "not JSON: Expecting ':' delimiter at column 7"),
        ("[]", "json", "not a JSON object"),
        ('{"id": "k-2", "text": "No.", "sector": "media"}', "field", "stance: is missing (expected a value)"),
        (
            '{"id": [2], "text": "No.", "sector": "media", "stance": "neutral"}',
            "field",
            "id: got [2] (expected a string)",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_a_finding(found: Found, line: str, rule: str, text: str):
    assert found(record(), line) == [(2, rule, text)]


@pytest.mark.parametrize("bad", ["not JSON", "[]", "{}"])
def test_the_lines_after_one_that_cannot_be_read_are_still_checked(found: Found, bad: str):
    assert [line for line, _, _ in found(bad, record(id=""))] == [1, 2]


def test_the_files_after_one_that_cannot_be_read_are_still_checked(write_lines: Write):
    broken, other = write_lines("not JSON", name="a.jsonl"), write_lines(record(id=""), name="b.jsonl")
    assert [(finding.file, finding.rule) for finding in check([broken, other])] == [(broken, "json"), (other, "id")]


@pytest.mark.parametrize(
    "line", [b'{"text": "caf\xe9"}', b'{"text": ' + b"[" * 100_000], ids=["not UTF-8", "nested too deeply"]
)
def test_a_file_that_python_cannot_read_is_a_finding(tmp_path: Path, line: bytes):
    file = tmp_path / "labels.jsonl"
    file.write_bytes(line + b"\n")
    assert [(finding.file, finding.line) for finding in check([file])] == [(file, 1)]


def test_findings_are_sorted_by_file_and_line_and_told_as_lines(write_lines: Write):
    second = write_lines(record("…!?", id="k-2"), record(OTHER, id=""), name="b.jsonl")
    first = write_lines(record(id=""), name="a.jsonl")
    assert report(check([second, first])).splitlines() == [
        f"{first}:1: id: has no id",
        f"{second}:1: text: has no word in it",
        f"{second}:2: id: has no id",
    ]


def test_a_path_that_does_not_exist_is_an_error_and_no_finding(tmp_path: Path):
    with pytest.raises(DataError, match="nowhere: no labelled data here"):
        check([tmp_path / "nowhere"])
