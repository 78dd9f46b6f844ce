import json
from pathlib import Path

import pytest

from labels.errors import DataError
from serving.articles.statements import carrying_sentence
from serving.classifier import Classifier
from training.evaluate import evaluate
from training.gold import read_annotated_articles

ARTICLE = """Wyre plan goes to board
The draft was sent to NHS England on Friday. Nobody outside the board has seen it.
“We were told about it by a reporter,” said Cllr Ann Orme, who leads the borough.
She called it “a wish list” and asked for the figures. The CCG would not comment.
"""


def span(words: str) -> list[int]:
    start = ARTICLE.index(words)
    return [start, start + len(words)]


def gold_file(folder: Path, **record: object) -> Path:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    file = folder / "gold.jsonl"
    file.write_text(json.dumps({"file": "a.txt", "sector": "local_government", "stance": "critical"} | record) + "\n")
    return file


def test_a_fragment_gets_the_sentence_that_carries_it(tmp_path: Path):
    start, end = span("a wish list")
    statement = read_annotated_articles(gold_file(tmp_path, start=start, end=end, kind="mixed"))[0]
    assert statement.text == "a wish list"
    assert statement.context == "Wyre plan goes to board She called it “a wish list” and asked for the figures."


@pytest.mark.parametrize(("more", "about"), [("", False), ("The STP is late. No STP is not.\n", True)])
def test_a_statement_knows_whether_its_article_is_about_stps(tmp_path: Path, more: str, about: bool):
    start, end = span("a wish list")
    file = gold_file(tmp_path, start=start, end=end)
    (tmp_path / "a.txt").write_text(ARTICLE + more, encoding="utf-8")
    assert read_annotated_articles(file)[0].model_dump()["stp_article"] is about


def test_words_that_fill_their_sentence_get_the_end_of_the_paragraph_before():
    start, end = span("The draft was sent to NHS England on Friday.")
    assert carrying_sentence(ARTICLE, start, end) == "Wyre plan goes to board"


def test_parts_are_joined_and_the_attribution_composed(tmp_path: Path):
    parts = [span("We were told"), span("by a reporter")]
    record = {"start": parts[0][0], "end": parts[1][1], "parts": parts, "kind": "pull"}
    statement = read_annotated_articles(gold_file(tmp_path, **record, speaker="Ann Orme", role="leader"))[0]
    assert statement.text == "We were told by a reporter"
    assert (statement.speaker, statement.role, statement.kind) == ("Ann Orme", "leader", "direct")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"file": "b.txt", "start": 0, "end": 3}, "gold.jsonl:1: no article .*b.txt"),
        ({"start": 0, "end": 3, "stance": "cross"}, "gold.jsonl:1: stance: got 'cross'"),
        ({"start": "x", "end": 3}, "gold.jsonl:1: "),
    ],
)
def test_a_bad_record_is_named_by_file_and_line(tmp_path: Path, record: dict[str, object], message: str):
    with pytest.raises(DataError, match=message):
        read_annotated_articles(gold_file(tmp_path, **record))


STANCES = Path(__file__).parents[1] / "articles"


@pytest.mark.parametrize(("file", "least"), [("stances-1.jsonl", 0.54), ("stances-2.jsonl", 0.545)])
def test_the_shipped_model_reads_statements_of_articles_better_for_knowing_the_article(file: str, least: float):
    classifier = Classifier.load()
    statements = read_annotated_articles(STANCES / file)
    assert len(statements) == 240
    alone = [s.model_copy(update={"stp_article": False}) for s in statements]
    found, found_alone = (evaluate(classifier, given).stance.accuracy.value for given in (statements, alone))
    assert found >= max(least, found_alone + 0.02)
