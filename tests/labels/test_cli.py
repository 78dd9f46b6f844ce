from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labels.cli import labels
from labels.corpus import LabelledStatement, Split, read_corpus, to_jsonl
from labels.errors import DataError, StanceError, StoreError
from labels.snapshot import take_snapshot
from labels.stats import count
from labels.store import LabelStore

Make = Callable[..., LabelledStatement]
STANCE = Path(sys.executable).with_name("stance")


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(labels, [str(argument) for argument in arguments])


def stance(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(STANCE), "labels", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def statements(labelled: Make) -> list[LabelledStatement]:
    """Two statements in two splits, the first labelled twice."""
    second = {"sector": "nhs_provider", "stance": "critical"}
    return [
        labelled(id="a", text="Nobody asked us.", split="train", second=second, themes="pace"),
        labelled(id="b", text="The beds stay.", split="test", origin="modelled"),
    ]


@pytest.fixture
def data(tmp_path: Path, statements: list[LabelledStatement]) -> Path:
    """The statements as a JSONL file."""
    file = tmp_path / "data.jsonl"
    file.write_text(to_jsonl(statements), encoding="utf-8")
    return file


def test_check_says_on_standard_error_that_all_is_well(data: Path):
    result = invoke("check", data)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 statements, nothing to mend\n"


def test_check_prints_each_finding_and_fails(write_lines: Callable[..., Path], statements: list[LabelledStatement]):
    file = write_lines(*statements, "{}", statements[0])
    result = invoke("check", file)
    assert [line.split(": ")[:2] for line in result.stdout.splitlines()] == [
        [f"{file}:3", "field"],
        [f"{file}:4", "duplicate"],
        [f"{file}:4", "id"],
    ]
    assert isinstance(result.exception, DataError)
    assert str(result.exception) == "3 to mend in the labelled data"


def test_stats_prints_the_counts_as_json(data: Path, statements: list[LabelledStatement]):
    assert json.loads(invoke("stats", data, "--json").stdout) == count(statements)


def test_stats_prints_a_line_for_each_count(data: Path, statements: list[LabelledStatement]):
    lines = invoke("stats", data).stdout.splitlines()
    assert len(lines) == sum(1 + len(numbers) for numbers in count(statements).values())
    assert [line.split() for line in lines if line.split()[-1] == "nhs_provider"] == [["2", "nhs_provider"]]


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet", ".json"])
def test_exported_statements_can_be_imported_and_a_second_time_are_known(
    tmp_path: Path, data: Path, statements: list[LabelledStatement], ending: str
):
    (tmp_path / "into").mkdir()
    out, into = tmp_path / f"out{ending}", tmp_path / "into" / "more.jsonl"
    assert invoke("export", out, "--from", data).stderr == "2 statements written\n"
    assert invoke("import", out, "--into", into).stderr == f"2 added to {into}, 0 known already, 0 rejected\n"
    assert invoke("import", out, "--into", into).stderr == f"0 added to {into}, 2 known already, 0 rejected\n"
    assert read_corpus([into]) == statements


@pytest.mark.parametrize("given", ["the file", "its folder"])
def test_export_does_not_write_over_what_it_reads(data: Path, given: str):
    before = data.read_bytes()
    source = data if given == "the file" else data.parent
    result = invoke("export", data, "--from", source, "--split", "test")
    assert (result.exit_code, data.read_bytes()) == (1, before)
    assert str(result.exception) == f"{data}: is the file to read (expected another one to write)"


def test_export_writes_one_split_alone_to_standard_output(data: Path):
    result = invoke("export", "-", "--from", data, "--split", "test")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["b"]
    assert result.stderr == "1 statements written\n"


@pytest.mark.parametrize(
    ("strict", "kept", "reason"),
    [([], ["a"], "1 rows rejected"), (["--strict"], [], "1 rows rejected, so nothing was added")],
    ids=["lenient", "strict"],
)
def test_import_names_the_bad_row_and_fails(
    write_lines: Callable[..., Path], strict: list[str], kept: list[str], reason: str
):
    file = write_lines(
        {"id": "a", "text": "No.", "sector": "media", "stance": "critical"}, {"id": "b", "text": "No.", "sector": "it"}
    )
    into = write_lines(name="more.jsonl")
    result = invoke("import", file, "--into", into, *strict)
    assert result.stderr.startswith(f"{file}:2: sector: got 'it' (expected 'national_nhs', ")
    assert isinstance(result.exception, DataError)
    assert str(result.exception) == f"{file}: {reason}"
    assert [s.id for s in read_corpus([into])] == kept


def test_import_into_the_data_folder_knows_the_statements_of_every_file_there(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("labels.cli.DATA_FOLDER", tmp_path)
    result = invoke("import", data, "--into", tmp_path / "other.jsonl")
    assert result.stderr == f"0 added to {tmp_path / 'other.jsonl'}, 2 known already, 0 rejected\n"
    assert not (tmp_path / "other.jsonl").exists()


def test_import_elsewhere_compares_with_the_file_it_goes_into_alone(tmp_path: Path, data: Path):
    result = invoke("import", data, "--into", tmp_path / "other.jsonl")
    assert result.stderr == f"2 added to {tmp_path / 'other.jsonl'}, 0 known already, 0 rejected\n"


def test_import_into_a_file_of_another_ending_adds_a_statement_once(tmp_path: Path, data: Path):
    (tmp_path / "into").mkdir()
    into = tmp_path / "into" / "more.ndjson"
    for _ in range(2):
        invoke("import", data, "--into", into)
    assert not into.exists() or len(read_corpus([into])) == 2


def test_own_labels_without_splits_can_be_imported_and_trained_on(tmp_path: Path):
    own, into = tmp_path / "own.csv", tmp_path / "labels.jsonl"
    rows = [f"The ward of Upper Wick{i} was{i} never{i} asked{i} about{i} beds{i},media,critical" for i in range(40)]
    own.write_text("\n".join(["text,sector,stance", *rows]) + "\n", encoding="utf-8")
    assert invoke("import", own, "--into", into).exit_code == 0
    snapshot = take_snapshot([into])
    assert [len(snapshot.split(split)) for split in Split] == [30, 4, 6]


def test_import_into_a_folder_that_does_not_exist_is_refused(tmp_path: Path, data: Path):
    result = invoke("import", data, "--into", tmp_path / "no" / "more.jsonl")
    assert isinstance(result.exception, DataError)
    assert str(result.exception).endswith(f"the folder {tmp_path / 'no'} does not exist")


def test_import_into_what_is_a_folder_is_refused(tmp_path: Path, data: Path, labelled: Make):
    folder = tmp_path / "into"
    folder.mkdir()
    (folder / "other.jsonl").write_text(to_jsonl([labelled()]), encoding="utf-8")
    assert isinstance(invoke("import", data, "--into", folder).exception, StanceError)


def test_agreement_prints_the_figures_of_each_head_as_json(data: Path):
    figures = json.loads(invoke("agreement", data).stdout)
    assert [(f["head"], f["statements"], f["observed"]) for f in figures] == [
        ("sector", 1, 1.0),
        ("stance", 1, 0.0),
        ("themes", 1, 0.0),
    ]
    assert set(figures[0]) == {"head", "statements", "observed", "kappa", "alpha"}


def test_agreement_joins_the_labels_of_one_id_in_several_files(
    data: Path, write_lines: Callable[..., Path], statements: list[LabelledStatement]
):
    colleague = write_lines(statements[1], name="colleague.jsonl")
    assert json.loads(invoke("agreement", data, colleague).stdout)[0]["statements"] == 2


def test_what_goes_into_the_store_comes_out_of_it(data: Path, tmp_path: Path, database_url: str):
    result = invoke("import", data, "--store", database_url)
    told = "2 statements and 3 labels added to the store, 0 labels known already, 0 rejected\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", told)
    again = invoke("import", data, "--store", database_url)
    assert again.stderr.startswith("0 statements and 0 labels added to the store, 3 labels known already")
    assert invoke("export", tmp_path / "out.jsonl", "--store", database_url).stderr == "2 statements written\n"
    assert (tmp_path / "out.jsonl").read_text() == data.read_text()
    assert len(invoke("export", "-", "--store", database_url, "--split", "test").stdout.splitlines()) == 1


def test_the_store_is_the_environments_unless_a_url_is_given(
    data: Path, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("STANCE_DATABASE_URL", database_url)
    assert invoke("import", data, "--store").exit_code == 0
    assert invoke("export", tmp_path / "out.jsonl", "--store").stderr == "2 statements written\n"


def test_export_from_a_mistyped_file_of_labels_makes_none(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'lables.db'}"
    result = invoke("export", tmp_path / "out.jsonl", "--store", url)
    assert isinstance(result.exception, StoreError)
    assert str(result.exception) == f"{url}: no such file"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("strict", "stored"), [([], 1), (["--strict"], 0)], ids=["the rest goes in", "strict"])
def test_bad_rows_are_kept_from_the_store_and_told_in_their_order(
    write_lines: Callable[..., Path], labelled: Make, database_url: str, strict: list[str], stored: int
):
    good, clashing = labelled(), labelled(text="Other words under the same id.")
    file = write_lines("{}", good, clashing, "[]")
    result = invoke("import", file, "--store", database_url, *strict)
    assert [line.partition(": ")[::2] for line in result.stderr.splitlines()[:3]] == [
        (f"{file}:1", "sector: is missing (expected a value)"),
        (f"{file}:3", "id: got 't-1', which another statement has"),
        (f"{file}:4", "not a JSON object"),
    ]
    assert isinstance(result.exception, DataError)
    with LabelStore.open(database_url) as store:
        assert len(store.export()) == stored


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere"],
        ["stats", "nowhere"],
        ["agreement", "nowhere"],
        ["import", "nowhere.csv", "--into", "more.jsonl"],
        ["export", "out.xlsx", "--from", "nowhere"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_missing_input_is_a_data_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
):
    monkeypatch.chdir(tmp_path)
    problem = invoke(*arguments).exception
    assert isinstance(problem, DataError)
    assert str(problem).startswith("nowhere")


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["import"],
        ["export"],
        ["stats", "--xml"],
        ["export", "-", "--split", "exam"],
        ["import", "a", "b"],
        ["import", "a", "--into", "b", "--store", "c"],
        ["export", "a", "--from", "b", "--store", "c"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_two(arguments: list[str]):
    assert invoke(*arguments).exit_code == 2


def test_the_installed_command_checks_a_file(data: Path):
    done = stance("check", data)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 statements, nothing to mend\n")


def test_a_domain_error_of_the_installed_command_is_one_line_and_exit_one(tmp_path: Path):
    done = stance("check", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    expected = f"{tmp_path / 'nowhere'}: no labelled data here (expected a JSONL file or a folder of them)"
    assert done.stderr == f"stance: {expected}\n"


def test_wrong_usage_of_the_installed_command_exits_two_and_prints_no_result():
    done = stance("export", "-", "--split", "exam")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'exam' is not one of" in done.stderr
