import gc
import io
import json
import sys
import time
import weakref
from pathlib import Path
from typing import Any

import pytest

from labels.errors import DataError, InvalidInput, TooLarge
from serving.articles.collection import (
    OutOfTime,
    Pending,
    article_document,
    check_arguments,
    find_articles,
    read_pending,
    time_limit,
)

QUOTE = "“We oppose the plan in full,” said Cllr Jo Marsh, leader of Eastshire County Council."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("news/b.txt", "news/a.txt", "news/deeper/c.txt", "news/.hidden.txt", "news/notes.xlsx"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(QUOTE)
    (tmp_path / "news" / "d.jsonl").write_text(f'{{"id": "x", "text": "{QUOTE}"}}\n\n{{"text": "No."}}\noops\n')
    return tmp_path


def ids(*arguments: str, **options: Any) -> list[str]:
    return [pending.id for pending in find_articles(arguments, **options)]


def test_a_folder_is_read_in_the_order_of_its_names(folder: Path):
    lines = ["x", "news/d.jsonl:3", "news/d.jsonl:4"]
    assert ids("news") == ["news/a.txt", "news/b.txt", *lines, "news/deeper/c.txt"]


def test_arguments_are_read_in_their_order(folder: Path):
    assert ids("news/b.txt", "news/*.txt") == ["news/b.txt", "news/a.txt", "news/b.txt~2"]
    assert ids("**/c.txt", f"{folder}/news/a.txt") == ["news/deeper/c.txt", f"{folder}/news/a.txt"]


def test_no_two_articles_have_one_id(folder: Path):
    (folder / "twice.jsonl").write_text(
        "".join(f'{{"id": "{name}", "text": "x"}}\n' for name in ("a", "a~2", "a", "a"))
    )
    assert ids("twice.jsonl") == ["a", "a~2", "a~3", "a~4"]


def test_standard_input_is_read_as_json_lines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 7, "text": "x"}\n{"id": "", "text": "y"}\n'))
    )
    assert ids("-") == ["7", "stdin:2"]


def test_the_file_that_is_written_is_not_read(folder: Path):
    assert "news/a.txt" not in ids("news", leave_out=folder / "news" / "a.txt")


def test_an_argument_that_names_nothing_is_an_error(folder: Path):
    check_arguments(["news", "news/*.txt", "-"])
    for nothing in ("newz", "*.pdf"):
        with pytest.raises(DataError, match="no such file or folder"):
            check_arguments(["news", nothing])


def test_a_record_keeps_what_is_known_of_its_article():
    record = {"text": QUOTE, "title": "Row", "published": "2016-11-03", "source": "Gazette", "page": 4}
    [statement] = read_pending(Pending("a", record=record)).records
    assert {key: statement[key] for key in ("article", "id", "title", "published", "source")} == {
        "article": "a", "id": "a#1", "title": "Row", "published": "2016-11-03", "source": "Gazette",
    }  # fmt: skip
    assert QUOTE[statement["start"] : statement["end"]] == statement["text"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "text: is missing (expected the article's words in 'text', or a page in 'html')"),
        ({"text": 5}, "text: got 5 (expected a string)"),
        ({"text": QUOTE, "html": "<p>x</p>"}, "html: is given beside 'text' (expected one of the two)"),
        ({"text": " \n\u00a0"}, "text: holds no words (expected the words of an article)"),
        ({"html": "<img>"}, "html: holds no words (expected the words of an article)"),
        ({"html": "<b>" * 999}, "html: is nested too deeply (expected at most 250 tags within each other)"),
        ({"text": QUOTE, "published": 2016}, "published: got 2016 (expected a string)"),
        ({"text": QUOTE, "title": "x" * 501}, "title: has 501 characters (expected at most 500 characters)"),
    ],
)
def test_a_record_that_is_no_article_says_which_field_is_wrong(record: dict[str, Any], message: str):
    with pytest.raises(InvalidInput) as caught:
        article_document(record)
    assert str(caught.value) == message


def test_a_text_too_long_names_its_field():
    with pytest.raises(TooLarge, match=r"^text: has 2,000,001 characters"):
        article_document({"text": "x" * 2_000_001})


def test_an_unreadable_article_is_an_error_that_names_it(folder: Path):
    (folder / "bad.pdf").write_text("no")
    assert read_pending(Pending("bad.pdf", Path("bad.pdf"))).error.startswith("bad.pdf: is no PDF that can be read")
    assert read_pending(Pending("gone.txt", Path("gone.txt"))).error == "gone.txt: no such file"
    assert read_pending(Pending("x", record={"text": ""})).error.startswith("x: text: is missing")
    *_, oops = find_articles(["news/d.jsonl"])
    assert read_pending(oops).error == "news/d.jsonl:4: not JSON: Expecting value at column 1"


def test_an_article_that_takes_too_long_is_an_error():
    article = Pending("slow", record={"text": f"{QUOTE}\n" * 20_000})
    found = read_pending(article, seconds=0.2)
    assert (found.records, found.error) == ((), "slow: takes too long to read (expected at most 0.2 s)")


def test_the_time_limit_ends_with_its_block():
    with time_limit(0.05):
        pass
    assert sum(i * i for i in range(1_000_000)) > 0


def busy(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_the_time_limit_waits_for_a_finaliser_to_end():
    class Slow:
        def __del__(self) -> None:
            busy(0.2)

    def drop_it_and_go_on() -> None:
        Slow()
        busy(5)

    with pytest.raises(OutOfTime), time_limit(0.05):
        drop_it_and_go_on()


def test_the_time_limit_waits_for_what_the_collector_calls():
    def slow(_phase: str, _info: dict[str, int]) -> None:
        busy(0.2)

    def collect_and_go_on() -> None:
        gc.collect()
        busy(5)

    gc.callbacks.append(slow)
    try:
        with pytest.raises(OutOfTime), time_limit(0.05):
            collect_and_go_on()
    finally:
        gc.callbacks.remove(slow)


def test_the_time_limit_waits_for_what_a_weak_reference_calls():
    class Forgotten:
        pass

    def forget_and_go_on() -> None:
        forgotten = Forgotten()
        weakref.finalize(forgotten, busy, 0.2)
        del forgotten
        busy(5)

    with pytest.raises(OutOfTime), time_limit(0.05):
        forget_and_go_on()


def test_the_time_limit_waits_for_what_is_called_while_garbage_is_collected():
    class Circle:
        def __init__(self) -> None:
            self.itself = self

    def collect_and_go_on() -> None:
        circle = Circle()
        kept = weakref.ref(circle, lambda _: busy(0.2))
        del circle
        gc.collect()
        assert kept() is None
        busy(5)

    with pytest.raises(OutOfTime), time_limit(0.05):
        collect_and_go_on()


def test_records_are_json_values(folder: Path):
    found = read_pending(Pending("news/a.txt", Path("news/a.txt")))
    assert json.loads(json.dumps(found.records)) == list(found.records)
