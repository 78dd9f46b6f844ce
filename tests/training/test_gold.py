import json
from pathlib import Path

import pytest

from labels.errors import DataError
from training.gold import carrying_sentence, read_annotated_articles

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
    assert statement.context == "She called it “a wish list” and asked for the figures."


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
