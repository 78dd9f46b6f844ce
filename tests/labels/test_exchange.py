from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import labels
from labels.corpus import Kind, LabelledStatement, Origin, Split, read_corpus, to_jsonl
from labels.errors import DataError, StanceError
from labels.exchange import Imported, export_labels, from_row, from_task, import_labels, to_row, to_task
from labels.records import row_writer
from labels.statement import validated
from labels.taxonomy import Sector, Stance, Theme

Make = Callable[..., LabelledStatement]
FORMATS = (".jsonl", ".csv", ".parquet", ".json")
NEUTRAL = {"sector": "media", "stance": "neutral"}

few = settings(max_examples=60, deadline=None, derandomize=True)
heads = {"sector": st.sampled_from(Sector), "stance": st.sampled_from(list(Stance)[:-1])}
label_sets = st.fixed_dictionaries({**heads, "themes": st.lists(st.sampled_from(Theme), max_size=3)})
optional_fields = {
    "kind": st.sampled_from(Kind),
    "origin": st.sampled_from(Origin),
    "split": st.sampled_from(Split),
    "second": label_sets,
    "sure": st.sampled_from(["high", "low"]),
    "source": st.sampled_from(["page-1", "page-2"]),
}


@pytest.fixture
def statements(labelled: Make) -> list[LabelledStatement]:
    """Statements that between them have every field and some awkward text."""
    return [
        labelled(
            id="x-1", text="=cuts + closures", split="train", origin="modelled", themes="finance;pace", sure="low"
        ),
        labelled(
            id="x-2",
            text="“No”, said my mum 👩🏽‍⚕️; and I, too",
            context="Asked by Ida Fenwright,\n'a nurse'",
            attribution="Desmond Pargeter, councillor, Upper Wick",
            speaker="Desmond Pargeter",
            role="councillor",
            organisation="Upper Wick Town Council",
            source="page-7",
            kind="first_person",
            second={"sector": "media", "stance": "conditional", "themes": ["pace", "engagement"]},
            origin="corrected",
            split="validation",
        ),
        labelled(
            id="x-3", text="-5", stance="unrelated", second={"sector": "media", "stance": "unrelated"}, split="test"
        ),
    ]


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Return the file that imports go to; its folder holds nothing yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "imported.jsonl"


def task(*annotations: dict[str, Any], **data: Any) -> dict[str, Any]:
    return {"data": {"text": "The plan is thin.", **data}, "annotations": list(annotations)}


def annotation(**chosen: list[str]) -> dict[str, Any]:
    return {"result": [{"from_name": head, "value": {"choices": codes}} for head, codes in chosen.items()]}


def there_and_back(statements: list[LabelledStatement], tmp_path: Path, into: Path, ending: str) -> Imported:
    export_labels(statements, str(tmp_path / f"out{ending}"))
    return import_labels(tmp_path / f"out{ending}", into, [])


@pytest.mark.parametrize("ending", FORMATS)
def test_exported_statements_are_imported_equal(
    tmp_path: Path, into: Path, statements: list[LabelledStatement], ending: str
):
    done = there_and_back(statements, tmp_path, into, ending)
    assert done == Imported(added=statements)
    assert read_corpus([into]) == statements


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    "field", [{"annotator": "ida"}, {"second": {**NEUTRAL, "sure": "low"}}], ids=["annotator", "second certainty"]
)
def test_who_labelled_and_how_sure_survive_export_and_import(
    tmp_path: Path, into: Path, labelled: Make, ending: str, field: dict[str, Any]
):
    statement = labelled(split="train", **field)
    assert there_and_back([statement], tmp_path, into, ending).added == [statement]


@few
@given(label_sets, st.fixed_dictionaries({}, optional=optional_fields))
def test_a_flat_row_holds_the_whole_statement(given_labels: dict[str, Any], fields: dict[str, Any]):
    statement = validated(LabelledStatement, {"id": "x", "text": "No money.", **given_labels, **fields})
    row = to_row(statement)
    assert all(isinstance(value, str) for value in row.values())
    assert validated(LabelledStatement, from_row(row)) == statement


def test_empty_cells_are_left_out_of_a_row():
    row = {"text": "No.", "sector": "media", "kind": "", "split": None, "second_sector": "", "second_stance": ""}
    assert from_row(row) == {"text": "No.", "sector": "media"}


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_that_breaks_off_leaves_the_old_file(
    tmp_path: Path, statements: list[LabelledStatement], ending: str
):
    def breaking_off() -> Iterator[LabelledStatement]:
        yield statements[0]
        raise KeyError

    file = tmp_path / f"out{ending}"
    file.write_bytes(b"old")
    with pytest.raises(KeyError):
        export_labels(breaking_off(), str(file))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_into_a_folder_that_does_not_exist_is_refused(tmp_path: Path, labelled: Make, ending: str):
    with pytest.raises(DataError, match="does not exist"):
        export_labels([labelled()], str(tmp_path / "no" / f"out{ending}"))


def test_an_export_tells_how_many_statements_it_wrote(tmp_path: Path, statements: list[LabelledStatement]):
    totals = {export_labels(statements, str(tmp_path / f"out{ending}")) for ending in FORMATS}
    assert totals == {3}


@pytest.mark.parametrize("ending", FORMATS)
def test_importing_a_file_again_changes_nothing(
    tmp_path: Path, into: Path, statements: list[LabelledStatement], ending: str
):
    there_and_back(statements, tmp_path, into, ending)
    before = into.read_bytes()
    again = import_labels(tmp_path / f"out{ending}", into, read_corpus([into]))
    assert again == Imported(known=3)
    assert into.read_bytes() == before


def test_a_statement_that_stands_twice_in_a_file_is_imported_once(write_lines: Callable[..., Path], into: Path):
    same_words = {"text": "The plan is thin.", **NEUTRAL}
    file = write_lines(same_words, {**same_words, "text": " The\u00a0plan is\u200b thin.\n", "source": "page-2"})
    done = import_labels(file, into, [])
    assert (len(done.added), done.known, len(read_corpus([into]))) == (1, 1, 1)


def test_the_same_words_from_two_speakers_are_two_statements(write_lines: Callable[..., Path], into: Path):
    words = {"text": "We support the plan.", **NEUTRAL}
    file = write_lines({**words, "speaker": "Jane Roe"}, {**words, "speaker": "Bob Poe", "organisation": "Unison"})
    assert [added.speaker for added in import_labels(file, into, []).added] == ["Jane Roe", "Bob Poe"]


def test_a_statement_without_id_gets_one_from_its_content(write_lines: Callable[..., Path], into: Path):
    (added,) = import_labels(write_lines({"text": "No.", **NEUTRAL}), into, []).added
    assert added.id == f"h-{added.content_hash()}"


BAD = "stance: got 'cross' (expected 'supportive', 'conditional', 'critical', 'neutral' or 'unrelated')"


@pytest.fixture(params=FORMATS)
def mixed_file(request: pytest.FixtureRequest, tmp_path: Path, labelled: Make) -> tuple[Path, str]:
    """A file of a good, a bad and a good row, and the place of the bad one."""
    ending = request.param
    file = tmp_path / f"mixed{ending}"
    given_statements = [labelled(id=f"x-{i}", text=f"Words {i} alone.") for i in range(3)]
    given_statements[1] = given_statements[1].model_copy(update={"stance": Stance.CRITICAL})
    export_labels(given_statements, str(file))
    if ending == ".parquet":
        rows = [to_row(s) for s in given_statements]
        rows[1]["stance"] = "cross"
        with row_writer(file) as writer:
            for row in rows:
                writer.write(row)
    else:
        file.write_bytes(file.read_bytes().replace(b"critical", b"cross"))
    places = {".jsonl": ":2", ".csv": ":3", ".parquet": ": row 2", ".json": ": task 2"}
    return file, f"{file}{places[ending]}"


def test_a_bad_row_is_reported_with_its_place_and_the_rest_taken(mixed_file: tuple[Path, str], into: Path):
    file, place = mixed_file
    done = import_labels(file, into, [])
    assert done.rejected == [f"{place}: {BAD}"]
    assert [s.id for s in read_corpus([into])] == ["x-0", "x-2"]


@pytest.mark.parametrize("strict", [False, True])
def test_rows_of_a_queue_that_nobody_filled_in_wait_and_are_no_mistakes(tmp_path: Path, into: Path, strict: bool):
    file = tmp_path / "queue.csv"
    file.write_text("text,sector,stance,themes,doubt\nNo.,media,critical,,0.4\nYes.,,,,0.3\n", encoding="utf-8")
    done = import_labels(file, into, [], strict=strict)
    assert ([s.text for s in done.added], done.rejected, done.waiting) == (["No."], [], 1)


def test_a_queue_whose_columns_were_renamed_does_not_wait(tmp_path: Path, into: Path):
    file = tmp_path / "queue.csv"
    file.write_text("text,Sector,Stance,doubt\nNo.,media,critical,0.4\n", encoding="utf-8")
    done = import_labels(file, into, [])
    assert (len(done.rejected), done.waiting) == (1, 0)


def test_blanks_in_the_cells_of_a_queue_are_no_labels(tmp_path: Path, into: Path):
    file = tmp_path / "queue.csv"
    file.write_text("text,sector,stance,doubt\nNo., , ,0.4\n", encoding="utf-8")
    assert import_labels(file, into, []).waiting == 1


def test_a_row_that_is_of_no_queue_must_have_labels(tmp_path: Path, into: Path):
    file = tmp_path / "labels.csv"
    file.write_text("text,sector,stance\nYes.,,\n", encoding="utf-8")
    assert import_labels(file, into, []).rejected == [f"{file}:2: sector: is missing (expected a value)"]


def test_the_endings_that_can_be_written_are_told_with_label_studios(tmp_path: Path):
    with pytest.raises(DataError, match=r"can't write \.xlsx \(expected one of: \.jsonl, \.csv, \.parquet, \.json\)"):
        export_labels([], str(tmp_path / "out.xlsx"))


def test_a_strict_import_takes_nothing_where_a_row_is_bad(mixed_file: tuple[Path, str], into: Path):
    file, place = mixed_file
    assert import_labels(file, into, [], strict=True) == Imported(rejected=[f"{place}: {BAD}"])
    assert not into.exists()


def test_a_strict_import_of_good_rows_takes_them_all(tmp_path: Path, into: Path, statements: list[LabelledStatement]):
    export_labels(statements, str(tmp_path / "out.csv"))
    assert import_labels(tmp_path / "out.csv", into, [], strict=True).added == statements


@pytest.mark.parametrize("broken", ["{", "[]"])
def test_a_line_that_cannot_be_parsed_is_reported_and_the_rest_taken(
    write_lines: Callable[..., Path], into: Path, broken: str
):
    file = write_lines({"text": "No.", **NEUTRAL}, broken, {"text": "Yes.", **NEUTRAL})
    done = import_labels(file, into, [])
    assert [s.text for s in read_corpus([into])] == ["No.", "Yes."]
    assert len(done.rejected) == 1
    assert done.rejected[0].startswith(f"{file}:2: not ")


def test_an_id_that_another_statement_has_is_reported_and_not_taken(
    write_lines: Callable[..., Path], into: Path, labelled: Make
):
    file = write_lines({"id": "t-1", "text": "Other words.", **NEUTRAL})
    done = import_labels(file, into, [labelled(id="t-1")])
    assert done == Imported(rejected=[f"{file}:1: id: got 't-1', which another statement has"])


def test_an_id_that_stands_twice_in_one_file_is_taken_once(write_lines: Callable[..., Path], into: Path):
    file = write_lines(*({"id": "x", "text": text, **NEUTRAL} for text in ("Yes.", "No.")))
    done = import_labels(file, into, [])
    assert [s.text for s in done.added] == ["Yes."]
    assert done.rejected == [f"{file}:2: id: got 'x', which another statement has"]


@pytest.mark.parametrize("split", Split)
def test_an_imported_statement_joins_the_split_of_its_source(
    write_lines: Callable[..., Path], into: Path, labelled: Make, split: Split
):
    file = write_lines({"text": "Other words.", "source": "page-7", **NEUTRAL})
    (added,) = import_labels(file, into, [labelled(source="page-7", split=split)]).added
    assert added.split is split


def test_imported_statements_of_a_new_source_go_to_training(write_lines: Callable[..., Path], into: Path):
    (added,) = import_labels(write_lines({"text": "Other words.", **NEUTRAL}), into, []).added
    assert (added.split, added.origin) == (Split.TRAIN, Origin.IMPORTED)


def test_an_import_that_would_straddle_splits_adds_nothing(
    write_lines: Callable[..., Path], into: Path, labelled: Make
):
    file = write_lines({"text": "Other words.", "source": "page-7", "split": "test", **NEUTRAL})
    with pytest.raises(DataError, match="straddles the splits test, train"):
        import_labels(file, into, [labelled(source="page-7", split="train")])
    assert not into.exists()


@pytest.mark.parametrize("last", ["\n", ""], ids=["with a final line break", "without"])
def test_an_import_keeps_what_the_file_held_before(
    write_lines: Callable[..., Path], into: Path, labelled: Make, last: str
):
    old = labelled(id="old", split="train")
    into.write_text(to_jsonl([old]).rstrip("\n") + last, encoding="utf-8")
    done = import_labels(write_lines({"text": "New words.", **NEUTRAL}), into, [old])
    assert read_corpus([into]) == [old, *done.added]


def test_an_import_touches_no_other_file(write_lines: Callable[..., Path], into: Path):
    neighbour = into.with_suffix(".tmp")
    neighbour.write_text("somebody's notes")
    import_labels(write_lines({"text": "New words.", **NEUTRAL}), into, [])
    assert {path.name: path.exists() for path in (into, neighbour)} == {into.name: True, neighbour.name: True}
    assert neighbour.read_text() == "somebody's notes"


XML = Path(labels.__file__).parent / "label_studio.xml"


@pytest.mark.parametrize(("head", "codes"), [("sector", Sector), ("stance", Stance), ("themes", Theme)])
def test_label_studio_offers_exactly_the_taxonomys_codes(head: str, codes: type):
    choices = ElementTree.parse(XML).find(f"Choices[@name='{head}']")
    assert [choice.get("value") for choice in choices] == [code.value for code in codes]
    assert choices.get("choice") == ("multiple" if head == "themes" else "single-radio")


def test_label_studio_shows_fields_that_a_task_has(labelled: Make):
    shown = {text.get("value") for text in ElementTree.parse(XML).iter("Text")}
    assert shown == {"$attribution", "$context", "$text"}
    assert shown <= {f"${field}" for field in to_task(labelled())["data"]}


def test_a_tasks_results_fit_the_labelling_configuration(statements: list[LabelledStatement]):
    configured = {(choices.get("name"), choices.get("toName")) for choices in ElementTree.parse(XML).iter("Choices")}
    results = [r for a in to_task(statements[1])["annotations"] for r in a["result"]]
    assert {(result["from_name"], result["to_name"]) for result in results} <= configured
    assert {result["type"] for result in results} == {"choices"}


def test_a_task_gives_its_first_and_second_annotation():
    first, second = annotation(sector=["media"], stance=["critical"], themes=["pace"]), annotation(stance=["neutral"])
    row = from_task(task(first, second, annotation(), source="page-7"), "here")
    assert row == {
        "text": "The plan is thin.",
        "source": "page-7",
        "origin": "imported",
        "sector": "media",
        "stance": "critical",
        "themes": ["pace"],
        "second": {"stance": "neutral", "themes": []},
    }


def test_a_cancelled_annotation_counts_for_nothing():
    cancelled = {**annotation(stance=["critical"]), "was_cancelled": True}
    row = from_task(task(cancelled, annotation(stance=["neutral"])), "here")
    assert row["stance"] == "neutral"
    assert "second" not in row


def test_results_without_a_name_count_for_nothing():
    given_annotation = annotation(stance=["neutral"])
    given_annotation["result"].insert(0, {"type": "relation", "from_id": "a", "to_id": "b"})
    assert from_task(task(given_annotation), "here")["stance"] == "neutral"


@pytest.mark.parametrize("given_task", [None, 5, [], {}, {"data": None}, {"data": "The plan is thin."}])
def test_what_is_no_task_is_refused_with_its_place(given_task: object):
    with pytest.raises(DataError, match=r"^here: not a Label Studio task \(expected an object with 'data'\)$"):
        from_task(given_task, "here")


@pytest.mark.parametrize("annotations", [None, [], [5], [{"was_cancelled": True, "result": []}]])
def test_a_task_without_annotation_is_refused_with_its_place(annotations: object):
    with pytest.raises(DataError, match=r"^here: has no annotation"):
        from_task({"data": {"text": "No."}, "annotations": annotations}, "here")


def test_a_task_of_a_queue_that_nobody_has_labelled_waits(write_lines: Callable[..., Path], into: Path):
    queued = {"data": {"text": "No.", "doubt": 0.4}, "annotations": [{"was_cancelled": True, "result": []}]}
    done = import_labels(write_lines(json.dumps([queued]), name="tasks.json"), into, [])
    assert (done.rejected, done.waiting) == ([], 1)


@pytest.mark.parametrize(
    "annotations",
    [
        5,
        [{"result": None}],
        [{"result": [5]}],
        [{"result": [{"from_name": "stance"}]}],
        [{"result": [{"from_name": "stance", "value": None}]}],
        [{"result": [{"from_name": "stance", "value": {"choices": 5}}]}],
        [{"result": [{"from_name": ["stance"], "value": {"choices": ["neutral"]}}]}],
    ],
    ids=str,
)
def test_an_annotation_of_another_shape_is_refused_with_its_place(write_lines: Any, into: Path, annotations: object):
    file = write_lines(json.dumps([{"data": {"text": "No."}, "annotations": annotations}]), name="tasks.json")
    try:
        problems = import_labels(file, into, []).rejected
    except StanceError as problem:
        problems = [str(problem)]
    assert [problem.startswith(f"{file}: task 1: ") for problem in problems] == [True]


def test_a_task_without_annotation_is_reported_and_the_rest_taken(write_lines: Callable[..., Path], into: Path):
    good = task(annotation(sector=["media"], stance=["neutral"]))
    file = write_lines(json.dumps([task(text="Nobody has read this."), good]), name="tasks.json")
    done = import_labels(file, into, [])
    assert [line.startswith(f"{file}: task 1: has no annotation") for line in done.rejected] == [True]
    assert [s.text for s in done.added] == ["The plan is thin."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{}", "not a Label Studio export (expected a list of tasks)"),
        (b"[", "not JSON: "),
        (b'["caf\xe9"]', "not JSON: "),
        (b"[" * 100_000, "not JSON: "),
        (None, "no such file"),
    ],
    ids=["object", "broken", "not UTF-8", "nested", "missing"],
)
def test_a_file_that_is_no_label_studio_export_is_refused_by_name(
    tmp_path: Path, into: Path, content: bytes | None, reason: str
):
    file = tmp_path / "tasks.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        import_labels(file, into, [])
    assert str(caught.value).startswith(f"{file}: {reason}")
