import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.errors import DataError
from labels.records import Row
from serving.journal import Journal

RECORDS = {name: [{"article": name, "id": f"{name}#{n}", "text": "“é\n”"} for n in (1, 2)] for name in ("a", "b", "c")}

WHOLE = [record for records in RECORDS.values() for record in records]


def as_it_is(record: Row) -> Row:
    return record


@pytest.fixture
def output(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "out.jsonl"


def opened(output: Path, run: str = "stance extract", *, resume: bool = False) -> Journal:
    journal = Journal(output, run)
    journal.open(resume=resume)
    return journal


def begun(output: Path) -> None:
    journal = opened(output)
    for name, records in RECORDS.items():
        journal.add(name, records, "c: is binary" if name == "c" else "")
    journal.close()


def test_the_output_holds_all_records_in_order_and_the_journal_is_gone(output: Path):
    journal = opened(output)
    for name, records in RECORDS.items():
        journal.add(name, records)
    journal.finish(as_it_is)
    assert [json.loads(line) for line in output.read_text().splitlines()] == WHOLE
    assert list(output.parent.iterdir()) == [output]


@given(st.floats(0, 1))
@settings(deadline=None)
def test_wherever_a_crash_cuts_the_journal_resuming_loses_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, share: float
):
    output = tmp_path_factory.mktemp("cut") / "out.jsonl"
    begun(output)
    part = output.with_name("out.jsonl.part")
    whole = part.read_bytes()
    part.write_bytes(whole[: int(share * len(whole))])
    journal = opened(output, resume=True)
    for name, records in RECORDS.items():
        if name not in journal.done:
            journal.add(name, records)
    journal.finish(as_it_is)
    assert [json.loads(line) for line in output.read_text().splitlines()] == WHOLE


def test_errors_are_remembered(output: Path):
    begun(output)
    journal = opened(output, resume=True)
    assert journal.done == {"a": "", "b": "", "c": "c: is binary"}
    journal.close()


def test_an_interrupted_run_is_not_overwritten(output: Path):
    begun(output)
    with pytest.raises(DataError, match="an interrupted run is here"):
        opened(output)


def test_another_command_does_not_go_on_with_a_run(output: Path):
    begun(output)
    with pytest.raises(DataError, match=r"was begun by `stance extract` \(expected the same again: `stance score`"):
        opened(output, "stance score", resume=True)
    resumed = opened(output, resume=True)
    assert resumed.done.keys() == RECORDS.keys()
    resumed.close()


def test_a_run_that_did_nothing_leaves_nothing(output: Path):
    opened(output).close()
    assert list(output.parent.iterdir()) == []


def test_an_output_that_cant_be_written_is_an_error_at_once(tmp_path: Path):
    with pytest.raises(DataError, match=r"the folder .* does not exist"):
        opened(tmp_path / "no" / "out.jsonl")
    with pytest.raises(DataError, match="is a folder"):
        opened(tmp_path)
