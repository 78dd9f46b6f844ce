import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyarrow import parquet

from serving.artifact import read_contract
from serving.classifier import Classifier
from serving.score import CHUNK

Run = Callable[..., "subprocess.CompletedProcess[str]"]

QUOTES = [
    {"text": "We back the plan in full.", "attribution": "Wyre CCG", "page": 3},
    {"text": "Nobody asked the wards.", "attribution": "=UNISON(1)", "page": 4},
]


def csv_rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text().splitlines()))


@pytest.fixture
def stance(run_stance: Run, tiny_model: Path) -> Run:
    return lambda command, *rest, **options: run_stance(command, *rest, "--model", tiny_model, **options)


@pytest.fixture
def quotes(tmp_path: Path) -> Path:
    file = tmp_path / "quotes.jsonl"
    file.write_text("".join(json.dumps(quote) + "\n" for quote in QUOTES))
    return file


@pytest.mark.parametrize("written", ["", "text,attribution\n"])
def test_a_file_without_statements_is_told_of(stance: Run, tmp_path: Path, written: str):
    file = tmp_path / "quotes.csv"
    file.write_text(written)
    done = stance("classify", file)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"stance: {file}: holds no statement\n")


def test_serving_stops_at_once_where_labels_cannot_be_kept_and_shows_no_password(run_stance: Run):
    url = "postgresql://me:secret@127.0.0.1:1/labels"
    done = run_stance("serve", env={**os.environ, "STANCE_DATABASE_URL": url})
    assert done.returncode == 1
    assert done.stderr.startswith("stance: postgresql+psycopg://me:***@127.0.0.1:1/labels: ")
    assert len(done.stderr.splitlines()) == 1


def test_one_statement_is_answered_in_json_when_nobody_watches(stance: Run):
    done = stance("classify", "We back the plan.", "--attribution", "Wyre CCG", "--context", "Asked about beds")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) >= {"sector", "stance", "themes", "review", "model_version"}


def test_a_file_comes_back_in_order_with_all_its_fields(stance: Run, quotes: Path):
    done = stance("classify", quotes)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [{key: row[key] for key in QUOTES[0]} for row in rows] == QUOTES
    assert all("stance" in row for row in rows)


def test_standard_input_is_read_as_json_lines(stance: Run, quotes: Path):
    done = stance("classify", "-", input=quotes.read_text())
    assert done.stdout == stance("classify", quotes).stdout


def test_csv_in_and_out_keeps_cells_and_defuses_formulas(stance: Run, quotes: Path, tmp_path: Path):
    assert stance("classify", quotes, "-o", tmp_path / "out.csv").returncode == 0
    rows = csv_rows(tmp_path / "out.csv")
    assert [row["attribution"] for row in rows] == ["Wyre CCG", "'=UNISON(1)"]
    assert all(float(row["stance_confidence"]) > 0 for row in rows)
    assert stance("classify", tmp_path / "out.csv", "-o", tmp_path / "again.csv").returncode == 0
    again = csv_rows(tmp_path / "again.csv")
    assert [row["stance"] for row in again] == [row["input_stance"] for row in again]


def test_parquet_holds_one_column_a_result(stance: Run, quotes: Path, tmp_path: Path):
    assert stance("classify", quotes, "-o", tmp_path / "out.parquet").returncode == 0
    table = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["page"] for row in table] == [3, 4]
    assert isinstance(table[0]["sector_confidence"], float)


def test_bad_rows_are_counted_and_the_others_written(stance: Run, tmp_path: Path):
    file = tmp_path / "mixed.jsonl"
    file.write_text('{"text": "Yes."}\n{"text": ""}\n{"text": "No."}\n')
    done = stance("classify", file, "-o", tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert ["error" in row for row in rows] == [False, True, False]
    assert done.returncode == 1
    assert done.stderr.strip() == f"stance: {file}: 1 of 3 rows could not be classified; see their field 'error'"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.jsonl"], "missing.jsonl: no such file"),
        ([""], "text: is empty (expected the speaker's words)"),
        (["Yes.", "-o", "out.xml"], "out.xml: can't write .xml (expected one of: .jsonl, .csv, .parquet)"),
        (["Yes.", "-o", "no/such/out.csv"], "no/such/out.csv: the folder no/such does not exist"),
    ],
)
def test_a_domain_error_is_one_line_and_exit_1(stance: Run, tmp_path: Path, arguments: list[str], message: str):
    done = stance("classify", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"stance: {message}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["letter.txt", "folder"])
def test_what_is_there_and_holds_no_rows_is_refused_not_classified_by_its_name(stance: Run, tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("We object.")
    done = stance("classify", name, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"stance: {name}: ")


def test_a_text_longer_than_a_file_name_may_be_is_a_text(stance: Run):
    assert stance("classify", "We object. " * 100).returncode == 0


def test_whole_numbers_are_ids_too(stance: Run, tmp_path: Path):
    (tmp_path / "q.jsonl").write_text('{"id": 12, "text": "No."}\n')
    assert json.loads(stance("classify", tmp_path / "q.jsonl").stdout)["id"] == 12


def test_a_full_disk_is_one_line(stance: Run, quotes: Path):
    with Path("/dev/full").open("w") as full:
        done = stance("classify", quotes, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.strip() == "stance: No space left on device"


def test_a_line_that_is_not_json_keeps_its_place_in_the_output(stance: Run, tmp_path: Path):
    file = tmp_path / "broken.jsonl"
    file.write_text('{"text": "Yes."}\n{oops\n{"text": "No."}\n')
    done = stance("classify", file, "-o", tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert done.returncode == 1
    assert ["stance" in row for row in rows] == [True, False, True]
    assert rows[1]["error"].startswith(f"{file}:2: not JSON")


def test_a_file_is_not_written_over_while_it_is_read(stance: Run, quotes: Path):
    before = quotes.read_bytes()
    done = stance("classify", str(quotes), "-o", str(quotes))
    assert (done.returncode, quotes.read_bytes()) == (1, before)
    assert done.stderr == f"stance: {quotes}: is the file to read (expected another one to write)\n"


def test_a_table_without_the_words_is_refused_with_its_columns(stance: Run, tmp_path: Path):
    (tmp_path / "q.csv").write_text("Quote,Speaker\nNo.,Ann\n")
    done = stance("classify", str(tmp_path / "q.csv"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("q.csv: has no column 'text' (found: 'Quote', 'Speaker')\n")


def test_a_misspelt_column_is_told(stance: Run, tmp_path: Path):
    (tmp_path / "q.csv").write_text("text,atribution,page\nNo.,Ann,3\n")
    done = stance("classify", str(tmp_path / "q.csv"))
    assert done.returncode == 0
    assert done.stderr.endswith("q.csv: the column 'atribution' is not read (is it 'attribution'?)\n")


def test_a_column_beside_the_field_that_it_resembles_is_one_of_the_callers_own(stance: Run, tmp_path: Path):
    (tmp_path / "q.csv").write_text("text,source,sources\nNo.,a page,two\n")
    assert stance("classify", str(tmp_path / "q.csv")).stderr == ""


def test_the_name_of_a_file_that_is_not_there_is_no_statement(stance: Run):
    done = stance("classify", "quotes.cvs")
    assert (done.returncode, done.stderr) == (1, "stance: quotes.cvs: no such file\n")


def test_wrong_usage_exits_2(stance: Run, quotes: Path):
    assert stance("classify", quotes, "--attribution", "x").returncode == 2
    assert stance("classify", "Yes.", "--colour").returncode == 2


def test_a_missing_model_is_one_line(run_stance: Run, tmp_path: Path):
    for command in (["classify", "Yes."], ["serve"], ["models", "show"]):
        done = run_stance(*command, "--model", tmp_path / "nowhere")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "nowhere: no contract.json here" in done.stderr


def test_the_model_can_be_named_in_the_environment(run_stance: Run, tmp_path: Path):
    done = run_stance("models", "show", env={"STANCE_MODEL": str(tmp_path / "elsewhere"), "PATH": "/usr/bin:/bin"})
    assert "elsewhere: no contract.json here" in done.stderr


def test_models_show_prints_the_contract(stance: Run, tiny_model: Path):
    done = stance("models", "show", "--json")
    assert json.loads(done.stdout) == json.loads(read_contract(tiny_model).model_dump_json())


def test_a_reader_that_leaves_early_is_no_error(tiny_model: Path, tmp_path: Path, run_stance: Run):
    file = tmp_path / "many.jsonl"
    file.write_text('{"text": "No."}\n' * (CHUNK * 4))
    command = f"'{run_stance.stance}' classify '{file}' --model '{tiny_model}' | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_batch_answers_what_the_classifier_answers(stance: Run, quotes: Path, classifier: Classifier):
    from labels.statement import Statement

    expected = classifier.classify([Statement.model_validate(quote) for quote in QUOTES])
    rows = [json.loads(line) for line in stance("classify", quotes).stdout.splitlines()]
    assert [row["stance"] for row in rows] == [p.stance.model_dump(mode="json") for p in expected]
