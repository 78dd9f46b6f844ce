from __future__ import annotations

import csv
import io
import json
import math
import os
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from labels.errors import DataError
from labels.records import (
    FORMATS,
    FORMULA_STARTS,
    ROWS_A_GROUP,
    Numbered,
    defused,
    read_rows,
    row_writer,
    scan_rows,
    undefused,
)

few = settings(max_examples=40, deadline=None, derandomize=True)
cells = st.text() | st.text("=+-@'\t\r\n\",;1", max_size=5)
tables = st.lists(st.fixed_dictionaries({"text": cells, "page": cells}), max_size=4)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def write(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    with row_writer(file) as writer:
        for row in rows:
            writer.write(row)
    return file


def read(file: Path) -> list[dict[str, Any]]:
    return [numbered.row for numbered in read_rows(file)]


def refusal(file: Path) -> str:
    with pytest.raises(DataError) as caught:
        read(file)
    return str(caught.value).replace(str(file), "FILE")


@pytest.mark.parametrize("ending", FORMATS)
@few
@given(tables)
@example([{"text": "'=1+1", "page": "a\rb\r\nc\n"}])
def test_rows_of_text_come_back_equal(
    tmp_path_factory: pytest.TempPathFactory, ending: str, rows: list[dict[str, str]]
):
    assert read(write(tmp_path_factory.getbasetemp() / f"round-trip{ending}", rows)) == rows


@few
@given(st.lists(st.dictionaries(st.text(), json_values, max_size=3), max_size=3))
def test_json_lines_keep_every_kind_of_value(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]):
    assert read(write(tmp_path_factory.getbasetemp() / "any.jsonl", rows)) == rows


@few
@given(st.lists(st.fixed_dictionaries({"a": st.none() | st.lists(st.text(), max_size=2), "b": st.integers(0, 9)})))
def test_parquet_keeps_lists_numbers_and_nothing(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]):
    assert read(write(tmp_path_factory.getbasetemp() / "any.parquet", rows)) == rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "true"), (False, "false"), (7, "7"), (-0.5, "-0.5"), (["é"], '["é"]'), ({"a": 1}, '{"a": 1}')],
)
def test_a_csv_cell_holds_other_values_as_text(tmp_path: Path, value: object, cell: str):
    assert read(write(tmp_path / "a.csv", [{"n": "x", "value": value}])) == [{"n": "x", "value": cell}]


@pytest.mark.parametrize(("ending", "nothing"), [(".csv", ""), (".parquet", None)])
def test_a_table_has_every_column_that_any_row_has(tmp_path: Path, ending: str, nothing: object):
    rows = read(write(tmp_path / f"a{ending}", [{"a": "1"}, {"b": "2", "a": "3"}]))
    assert [list(row.items()) for row in rows] == [[("a", "1"), ("b", nothing)], [("a", "3"), ("b", "2")]]


@few
@given(cells)
@example("'=1+1")
@example("''=1+1")
@example("'tis")
def test_defusing_is_undone_exactly(cell: str):
    assert undefused(defused(cell)) == cell


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+cuts", "-cuts", "@SUM(A1)", "\t=1+1", "\r=1+1", "-1+cmd|' /C calc'!A0", "+44 1632 960000", "=1"],
)
def test_a_cell_that_a_spreadsheet_would_run_is_written_defused(tmp_path: Path, formula: str):
    file = write(tmp_path / "a.csv", [{"text": formula}])
    with file.open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [["text"], [f"'{formula}"]]


@pytest.mark.parametrize("cell", ["-5", "+0.25", "-1e-3", "5", "cuts = closures", "'quoted'", "", " =1"])
def test_numbers_and_harmless_cells_are_written_as_they_are(cell: str):
    assert defused(cell) == cell


def test_a_column_name_that_a_spreadsheet_would_run_is_defused_and_comes_back(tmp_path: Path):
    file = write(tmp_path / "a.csv", [{"=HYPERLINK(1)": "x"}])
    assert not file.read_text(encoding="utf-8").startswith(FORMULA_STARTS)
    assert read(file) == [{"=HYPERLINK(1)": "x"}]


def test_a_place_names_file_and_line_and_blank_lines_count(tmp_path: Path):
    jsonl, table = tmp_path / "a.jsonl", tmp_path / "a.csv"
    jsonl.write_text('{"a": 1}\n\n{"a": 2}\n')
    table.write_text("a\n1\n\n2\n")
    assert [row.place for row in read_rows(jsonl)] == [f"{jsonl}:1", f"{jsonl}:3"]
    assert [row.place for row in read_rows(table)] == [f"{table}:2", f"{table}:4"]


def test_a_parquet_row_is_named_by_its_number_over_all_batches(tmp_path: Path):
    file = write(tmp_path / "a.parquet", [{"n": n} for n in range(1, ROWS_A_GROUP + 3)])
    assert all(row.place == f"{file}: row {row.row['n']}" for row in read_rows(file))
    assert len(read(file)) == ROWS_A_GROUP + 2


def test_rows_are_given_before_a_later_bad_line_is_reached(tmp_path: Path):
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1}\n{\n')
    rows = read_rows(file)
    assert next(rows).row == {"a": 1}
    with pytest.raises(DataError, match=":2: not JSON"):
        next(rows)


@pytest.mark.parametrize("name", ["a.jsonl", "a.NDJSON", "a.csv"])
def test_a_byte_order_mark_is_no_part_of_the_first_row(tmp_path: Path, name: str):
    file = tmp_path / name
    file.write_text('"a"\n1\n' if name.endswith("csv") else '{"a": "1"}\n', encoding="utf-8-sig")
    assert read(file) == [{"a": "1"}]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": }', "not JSON: Expecting value at column 7"),
        ('["a"]', "not a JSON object"),
        ("5", "not a JSON object"),
        ("[" * 100_000, "not JSON that can be read: nested too deeply"),
    ],
    ids=["broken", "list", "number", "nested"],
)
def test_a_bad_json_line_is_named_by_file_and_line(tmp_path: Path, line: str, reason: str):
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"a": 1}}\n{line}\n')
    assert refusal(file) == f"FILE:2: {reason}"


def test_a_number_of_thousands_of_digits_is_a_bad_json_line(tmp_path: Path):
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"a": {"1" * 5000}}}\n')
    assert refusal(file) == "FILE:1: not JSON that can be read: a number is too long"


@pytest.mark.parametrize("line", ["1", "1,2,3", "1,2,3,4"])
def test_a_csv_row_with_another_number_of_cells_is_named_by_line(tmp_path: Path, line: str):
    file = tmp_path / "a.csv"
    file.write_text(f"a,b\n1,2\n{line}\n")
    cells = line.count(",") + 1
    assert refusal(file) == f"FILE:3: has {cells} cells, not as many as the header (2)"


@pytest.mark.parametrize("line", ['"1"2,3', '"1,2'], ids=["text after a quote", "open quote"])
def test_broken_csv_quoting_is_named_by_line(tmp_path: Path, line: str):
    file = tmp_path / "a.csv"
    file.write_text(f"a,b\n{line}\n")
    assert refusal(file).startswith("FILE:2: not CSV: ")


def test_a_csv_with_two_columns_of_one_name_is_refused_rather_than_lose_one(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_text("text,page,text\none,2,three\n")
    assert "text" in refusal(file)


@pytest.mark.parametrize("good_lines", [0, 5000])
@pytest.mark.parametrize(("ending", "line"), [(".jsonl", b'{"a": "tea"}\n'), (".csv", b"tea\n")])
def test_a_line_that_is_not_utf_8_is_refused_with_the_place_of_the_byte(
    tmp_path: Path, ending: str, line: bytes, good_lines: int
):
    before = line * good_lines + line.replace(b"tea", "thé".encode())
    file = tmp_path / f"a{ending}"
    file.write_bytes(before + line.replace(b"tea", b"\xe9"))
    assert refusal(file) == f"FILE:{good_lines + 2}: not UTF-8 at byte {line.index(b'tea')} of the line"


def test_a_garbled_csv_row_keeps_its_place_and_the_next_ones_follow(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"a\n\xc3\xb3ne\ntw\xe9\nthree\n")
    rows = list(scan_rows(file))
    assert [row.row["a"] if isinstance(row, Numbered) else str(row) for row in rows] == [
        "óne",
        f"{file}:3: not UTF-8 at byte 2 of the line",
        "three",
    ]


def test_rewriting_a_file_keeps_who_may_read_it(tmp_path: Path):
    file = write(tmp_path / "a.jsonl", [{"a": "1"}])
    file.chmod(0o600)
    assert write(file, [{"a": "2"}]).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PAR1 no PAR1"])
def test_what_is_no_parquet_file_is_refused_in_one_line(tmp_path: Path, content: bytes):
    file = tmp_path / "a.parquet"
    file.write_bytes(content)
    assert refusal(file).startswith("FILE: not a Parquet file: ")
    assert len(refusal(file).splitlines()) == 1


def test_a_damaged_parquet_file_is_refused(tmp_path: Path):
    file = write(tmp_path / "a.parquet", [{"text": f"bed {n}"} for n in range(500)])
    content = bytearray(file.read_bytes())
    content[20:200] = b"\xaa" * 180
    file.write_bytes(content)
    assert refusal(file).startswith("FILE: ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.xlsx", "can't read .xlsx (expected one of: .jsonl, .csv, .parquet)"),
        ("a", "can't read a file without an ending (expected one of: .jsonl, .csv, .parquet)"),
    ],
)
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, name: str, reason: str):
    (tmp_path / name).write_text("a")
    assert refusal(tmp_path / name) == f"FILE: {reason}"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str):
    file = tmp_path / "a.csv"
    file.write_text(f'text{delimiter}attribution\r\n"£90m, \nthey say; so"{delimiter}Zoë\r\n', encoding, newline="")
    assert [row.row for row in read_rows(file)] == [{"text": "£90m, \nthey say; so", "attribution": "Zoë"}]


@pytest.mark.parametrize("content", [b"\xff\xfet\x00e", b"\xff\xfea\x00\n\x00\x00\xd8x\x00"])
def test_broken_utf_16_is_an_error_with_the_place(tmp_path: Path, content: bytes):
    (tmp_path / "a.csv").write_bytes(content)
    assert "can't be read as utf-16" in refusal(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.jsonl", "no such file"), ("folder.csv", "is a folder (expected a file)")]
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, reason: str):
    (tmp_path / "folder.csv").mkdir()
    assert refusal(tmp_path / name) == f"FILE: {reason}"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.xlsx", "can't write .xlsx (expected one of: .jsonl, .csv, .parquet)"),
        ("a", "can't write a file without an ending (expected one of: .jsonl, .csv, .parquet)"),
        ("no/a.jsonl", "the folder {folder}/no does not exist"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, name: str, reason: str):
    file = tmp_path / name
    with pytest.raises(DataError) as caught:
        write(file, [{"a": "1"}])
    assert str(caught.value) == f"{file}: {reason.format(folder=tmp_path)}"
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_folder_is_refused(tmp_path: Path):
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(DataError, match=r"a\.jsonl"):
        write(tmp_path / "a.jsonl", [{"a": "1"}])


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt])
def test_an_unfinished_output_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, ending: str, problem: type[BaseException]
):
    def breaking_off() -> Iterator[dict[str, str]]:
        yield {"a": "1"}
        assert file.read_bytes() == b"old"
        raise problem

    file = tmp_path / f"a{ending}"
    file.write_bytes(b"old")
    with pytest.raises(problem):
        write(file, breaking_off())
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_finished_output_replaces_the_old_file_and_leaves_nothing_else(tmp_path: Path, ending: str):
    file = tmp_path / f"a{ending}"
    file.write_bytes(b"old")
    assert read(write(file, [{"a": "1"}])) == [{"a": "1"}]
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o777 == 0o644


def test_the_umask_says_who_may_read_a_new_file(tmp_path: Path):
    before = os.umask(0o077)
    try:
        write(tmp_path / "a.jsonl", [{"a": "1"}])
    finally:
        os.umask(before)
    assert (tmp_path / "a.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_number_that_json_has_no_form_for_is_written_as_null(tmp_path: Path):
    write(tmp_path / "a.jsonl", [{"page": math.nan, "nested": [{"most": math.inf}], "kept": 0.5}])
    assert json.loads((tmp_path / "a.jsonl").read_text()) == {"page": None, "nested": [{"most": None}], "kept": 0.5}


@pytest.mark.parametrize("values", [(1, "x"), ([1], "x"), ({"a": 1}, 5)])
def test_a_parquet_column_of_several_types_is_refused_in_one_line(tmp_path: Path, values: tuple[object, object]):
    with pytest.raises(DataError, match="several types") as caught:
        write(tmp_path / "a.parquet", [{"a": value} for value in values])
    assert len(str(caught.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    "value", ["no \ud83d", {}, 2**70, math.inf, b"no", date(2016, 10, 21)], ids=lambda value: ascii(value)[:30]
)
def test_a_row_is_written_whole_or_refused_as_a_data_error(tmp_path: Path, ending: str, value: object):
    file = tmp_path / f"a{ending}"
    with suppress(DataError):
        write(file, [{"text": "No.", "extra": value}])
        assert [row["text"] for row in read(file)] == ["No."]
    assert [path for path in tmp_path.iterdir() if path != file] == []


def test_a_date_in_a_parquet_file_can_be_written_as_json(tmp_path: Path):
    parquet.write_table(pyarrow.table({"published": [date(2016, 10, 21)]}), tmp_path / "a.parquet")
    rows = read(tmp_path / "a.parquet")
    assert read(write(tmp_path / "a.jsonl", rows)) == [{"published": "2016-10-21"}]


def test_a_dash_reads_json_lines_from_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"a": 1}\n\n{\n')))
    rows = read_rows("-")
    assert next(rows).place == "standard input:1"
    with pytest.raises(DataError, match=r"^standard input:3: not JSON"):
        next(rows)


def test_standard_input_that_is_not_utf_8_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"a": "\xe9"}\n'), encoding="utf-8"))
    with pytest.raises(DataError, match=r"^standard input"):
        list(read_rows("-"))


def test_a_dash_writes_json_lines_to_standard_output(capsys: pytest.CaptureFixture[str]):
    with row_writer("-") as writer:
        writer.write({"a": "é\n"})
    assert capsys.readouterr().out == '{"a": "é\\n"}\n'


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_long_table_is_not_held_in_memory(tmp_path: Path, ending: str):
    write(tmp_path / f"warm{ending}", [{"a": "1"}])
    tracemalloc.start()
    write(tmp_path / f"long{ending}", ({"number": str(i), "text": f"{i} " * 600} for i in range(12_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / f"long{ending}").exists()
    # All of it would be 40 MB and more.
    assert peak < 12_000_000


def test_a_column_that_comes_late_is_empty_in_the_rows_before_it(tmp_path: Path):
    def rows() -> Iterator[dict[str, Any]]:
        for i in range(ROWS_A_GROUP + 2):
            late = {"late": i, "inside": {"a": 1, "b": [i]}} if i >= ROWS_A_GROUP else {"inside": {"a": 1}}
            yield {"a": None if i < ROWS_A_GROUP else "x", **late}

    found = read(write(tmp_path / "late.parquet", rows()))
    assert list(found[0]) == ["a", "inside", "late"]
    assert (found[0]["a"], found[0]["late"], found[0]["inside"]) == (None, None, {"a": 1, "b": None})
    assert found[-1] == {"a": "x", "inside": {"a": 1, "b": [ROWS_A_GROUP + 1]}, "late": ROWS_A_GROUP + 1}


def test_a_parquet_column_whose_type_changes_late_is_refused_and_leaves_nothing(tmp_path: Path):
    with pytest.raises(DataError, match="several types"):
        write(tmp_path / "a.parquet", ({"a": i if i <= ROWS_A_GROUP else "x"} for i in range(ROWS_A_GROUP + 2)))
    assert list(tmp_path.iterdir()) == []
