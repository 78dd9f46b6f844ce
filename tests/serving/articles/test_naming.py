"""The ways in which reporters tell who speaks, each in a short passage of `tests/articles/passages.jsonl`."""

import json
from pathlib import Path
from typing import Any

import pytest

from serving.articles.document import plain_document
from serving.articles.reader import read_article

PASSAGES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "articles" / "passages.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage["way"] for passage in PASSAGES])
def test_the_passage_tells_who_speaks(passage: dict[str, Any]):
    quotes = read_article(plain_document(passage["text"]))
    for wanted in passage["said"]:
        quote = next((quote for quote in quotes if wanted["words"] in quote.text), None)
        assert quote, f"{wanted['words']!r} was not found"
        assert quote.speaker == wanted["speaker"], wanted["words"]
        if wanted["speaker"] is None:
            assert wanted["known"].lower() in f"{quote.attribution} {quote.organisation}".lower()
        if "body" in wanted:
            assert quote.organisation == wanted["body"], wanted["words"]
        if "post" in wanted:
            assert quote.role == wanted["post"], wanted["words"]
    for words in passage.get("unsaid", ()):
        assert not any(words in quote.text for quote in quotes), f"{words!r} is no statement"
