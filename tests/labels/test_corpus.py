from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.corpus import (
    Kind,
    LabelledStatement,
    Labels,
    Origin,
    Split,
    data_files,
    json_lines,
    read_corpus,
    read_located,
    to_jsonl,
)
from labels.errors import DataError, InvalidInput
from labels.statement import validated
from labels.taxonomy import Sector, Stance, Theme

RECORD = {"id": "c-1", "text": "The plan is thin.", "sector": "media", "stance": "critical"}
CODED = [("sector", Sector), ("stance", Stance), ("kind", Kind), ("origin", Origin), ("split", Split)]

few = settings(max_examples=40, deadline=None, derandomize=True)
phrases = st.text("abcdefg äé 'ß“”\"\\,;:=+-@{}\u200f😀€\n\t", max_size=30)
sectors, stances = st.sampled_from(Sector), st.sampled_from([s for s in Stance if s is not Stance.UNRELATED])
themes = st.lists(st.sampled_from(Theme), max_size=4)
second_labels = st.fixed_dictionaries({"sector": sectors, "stance": stances, "themes": themes, "sure": phrases})
labelled_statements = st.fixed_dictionaries(
    {"text": phrases.map("The {} plan".format), "sector": sectors, "stance": stances, "themes": themes},
    optional={
        **dict.fromkeys(["id", "context", "attribution", "speaker", "role", "organisation", "source"], phrases),
        "second": st.none() | second_labels,
        "kind": st.none() | st.sampled_from(Kind),
        "origin": st.sampled_from(Origin),
        "split": st.none() | st.sampled_from(Split),
        "annotator": phrases,
        "sure": phrases,
    },
).map(lambda record: validated(LabelledStatement, record))


def refusal(**fields: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        validated(LabelledStatement, {**RECORD, **fields})
    return caught.value


@pytest.mark.parametrize("cell", ["finance;pace", "finance, pace", " finance  pace ", "pace;finance;"])
def test_a_cell_of_themes_is_split_at_semicolons_commas_and_blanks(cell: str):
    assert validated(LabelledStatement, {**RECORD, "themes": cell}).themes == (Theme.FINANCE, Theme.PACE)


@pytest.mark.parametrize("nothing", ["", " ", None, [], ()])
def test_no_themes_can_be_written_in_every_way(nothing: object):
    assert validated(LabelledStatement, {**RECORD, "themes": nothing}).themes == ()


@few
@given(st.lists(st.sampled_from(Theme)))
def test_themes_stand_once_each_in_the_taxonomys_order(given_themes: list[Theme]):
    found = validated(LabelledStatement, {**RECORD, "themes": given_themes}).themes
    assert list(found) == sorted(set(given_themes), key=list(Theme).index)


@pytest.mark.parametrize(("field", "codes"), CODED)
@pytest.mark.parametrize("value", ["Praising", 5, [], "critical "])
def test_a_wrong_code_is_refused_with_field_value_and_every_code(field: str, codes: type, value: object):
    message = str(refusal(**{field: value}))
    assert message.startswith(f"{field}: got {value!r} (expected ")
    assert all(f"'{code}'" in message for code in codes)


@pytest.mark.parametrize("field", ["sector", "stance"])
def test_a_missing_label_is_named(field: str):
    with pytest.raises(InvalidInput, match=rf"^{field}: is missing \(expected a value\)$"):
        validated(LabelledStatement, {key: value for key, value in RECORD.items() if key != field})


def test_a_wrong_theme_is_named_by_its_place_in_the_list():
    message = str(refusal(themes="finance;money"))
    assert message.startswith("themes.1: got 'money' (expected 'accountability', ")


@pytest.mark.parametrize("value", [5, True, {"finance": 1}])
def test_themes_of_another_type_are_refused(value: object):
    assert str(refusal(themes=value)).startswith(f"themes: got {value!r} (expected ")


@pytest.mark.parametrize(
    ("second", "field"),
    [
        ({"sector": "media", "stance": "cross"}, "second.stance"),
        ({"sector": "media", "stance": "critical", "themes": ["money"]}, "second.themes.0"),
        ({"stance": "critical"}, "second.sector"),
        ("critical", "second"),
    ],
)
def test_a_fault_in_the_second_label_is_named_by_its_path(second: object, field: str):
    assert refusal(second=second).field == field


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"stance": "unrelated", "themes": ["finance"]}, "themes"),
        ({"second": {"sector": "media", "stance": "unrelated", "themes": ["finance"]}}, "second.themes"),
    ],
    ids=["first label", "second label"],
)
def test_themes_of_an_unrelated_statement_are_refused_naming_field_and_value(fields: dict[str, object], path: str):
    problem = refusal(**fields)
    assert "no themes where the stance is 'unrelated'" in problem.expected
    assert problem.field == path
    assert "finance" in problem.error


@pytest.mark.parametrize("value", ["hi\x00gh", "hi\ud800gh"], ids=ascii)
@pytest.mark.parametrize("where", ["first label", "second label"])
def test_certainty_refuses_control_characters_and_surrogates(where: str, value: str):
    second = {"sector": "media", "stance": "critical", "sure": value}
    assert "control character" in str(refusal(**({"sure": value} if where == "first label" else {"second": second})))


def test_the_labels_that_count_can_be_had_apart_from_the_statement():
    record = {**RECORD, "themes": ["pace"], "sure": "low", "second": {"sector": "research", "stance": "neutral"}}
    expected = Labels(sector=Sector.MEDIA, stance=Stance.CRITICAL, themes=(Theme.PACE,), sure="low")
    assert validated(LabelledStatement, record).first == expected


def test_a_record_holds_the_fields_that_hold_something_in_a_fixed_order():
    given_fields = {"split": "train", "source": "deck-9", "second": {"sector": "media", "stance": "neutral"}, **RECORD}
    record = validated(LabelledStatement, {**given_fields, "kind": None, "speaker": ""}).to_record()
    assert list(record) == ["id", "text", "sector", "stance", "themes", "second", "origin", "source", "split"]
    assert record["second"] == {"sector": "media", "stance": "neutral", "themes": []}


@few
@given(st.lists(labelled_statements, max_size=4))
def test_statements_written_as_json_lines_are_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, statements: list[LabelledStatement]
):
    file = tmp_path_factory.getbasetemp() / "round-trip.jsonl"
    file.write_text(to_jsonl(statements), encoding="utf-8")
    assert read_corpus([file]) == statements


def test_statements_keep_the_order_of_files_and_lines(write_lines: Callable[..., Path]):
    late = write_lines({**RECORD, "id": "z"}, {**RECORD, "id": "y"}, name="late.jsonl")
    early = write_lines({**RECORD, "id": "a"}, name="early.jsonl")
    assert [s.id for s in read_corpus([late, early])] == ["z", "y", "a"]


def test_a_folders_files_are_read_by_name_and_others_left_alone(write_lines: Callable[..., Path]):
    for name in ("b.jsonl", "a.jsonl", "notes.txt"):
        folder = write_lines(RECORD, name=name).parent
    assert [file.name for file in data_files([folder])] == ["a.jsonl", "b.jsonl"]


def test_blank_lines_count_as_lines_and_hold_nothing(write_lines: Callable[..., Path]):
    file = write_lines("", RECORD, "  ", {**RECORD, "id": "c-2"})
    assert [(item.file, item.line, item.statement.id) for item in read_located([file])] == [
        (file, 2, "c-1"),
        (file, 4, "c-2"),
    ]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path):
    path = tmp_path / "nowhere"
    with pytest.raises(DataError) as caught:
        data_files([path])
    assert str(caught.value) == f"{path}: no labelled data here (expected a JSONL file or a folder of them)"


def test_a_folder_without_json_lines_is_refused(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("no labels")
    with pytest.raises(DataError, match="no labelled data here"):
        data_files([tmp_path])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": }', "not JSON: Expecting value at column 10"),
        ('{"text":', "not JSON: Expecting value at column 9"),
        ("[1]", "not a JSON object"),
        ('"no"', "not a JSON object"),
        ('{"text": "No.", "sector": "media"}', "stance: is missing (expected a value)"),
        ('{"sector": "media", "stance": "critical", "text": 5}', "text: got 5 (expected a string)"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(write_lines: Callable[..., Path], line: str, reason: str):
    file = write_lines(RECORD, "", line)
    with pytest.raises(DataError) as caught:
        read_corpus([file])
    assert str(caught.value) == f"{file}:3: {reason}"


@pytest.mark.parametrize(
    "line",
    [b'{"text": "caf\xe9"}', b'{"text": ' + b"[" * 100_000, b'{"text": ' + b"1" * 5000 + b"}"],
    ids=["not UTF-8", "nested too deeply", "a number of 5000 digits"],
)
def test_a_line_that_python_cannot_read_is_a_data_error_that_names_the_file(tmp_path: Path, line: bytes):
    file = tmp_path / "labels.jsonl"
    file.write_bytes(line + b"\n")
    with pytest.raises(DataError) as caught:
        list(json_lines(file))
    assert str(caught.value).startswith(f"{file}")
