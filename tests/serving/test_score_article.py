import itertools
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from labels.errors import TooLarge
from serving.article_answers import (
    MAX_STATEMENTS,
    ArticleInput,
    ScoredStatement,
    article_records,
    summarise,
)
from serving.articles.collection import Pending, read_pending
from serving.classifier import Classifier
from serving.score import classify_records

TEXT = (
    "“We oppose the sustainability and transformation plan in full,” said Cllr Jo Marsh, leader of Eastshire "
    "County Council.\r\n\r\nDee Alder, the trust’s chief executive, said: “Working as one system is the only way.”\r\n"
)
HTML = f"<html><body><nav>Home</nav><article><p>{'</p><p>'.join(TEXT.splitlines())}</p></article></body></html>"


def asked(service: httpx.Client, **article: Any) -> httpx.Response:
    return service.post("/score_article", json={"article": article})


def test_a_text_is_answered_with_its_statements_and_their_sum(service: httpx.Client, classifier: Classifier):
    answer = asked(service, text=TEXT, title="Row", published="2016-11-03", id="a7").json()
    extracted = read_pending(Pending("a7", record={"text": TEXT, "title": "Row"})).records
    for statement, record in zip(answer["statements"], extracted, strict=True):
        assert {key: statement[key] for key in record.keys() - {"article", "title"}} == {
            key: value for key, value in record.items() if key not in ("article", "title")
        }
        assert statement["stance"]["label"]
        assert statement["sector"]["label"]
    assert [statement["id"] for statement in answer["statements"]] == ["a7#1", "a7#2"]
    assert answer["summary"]["statements"] == 2
    assert sum(answer["summary"]["stance"].values()) == 2
    assert answer["summary"]["about_stps"] == 2 - answer["summary"]["stance"].get("unrelated", 0)
    assert answer["model_version"] == classifier.contract.model_version


def test_a_page_gives_the_statements_of_its_text(service: httpx.Client):
    from_page, from_text = asked(service, html=HTML).json(), asked(service, text=TEXT).json()
    assert [s["text"] for s in from_page["statements"]] == [s["text"] for s in from_text["statements"]]
    assert from_page["summary"] == from_text["summary"]


def test_an_article_without_statements_has_an_empty_sum(service: httpx.Client):
    answer = asked(service, text="The board met on Monday.").json()
    assert (answer["statements"], answer["summary"]["statements"], answer["summary"]["stance"]) == ([], 0, {})


@pytest.mark.parametrize(
    ("body", "field", "error"),
    [
        ({}, "article", "is missing"),
        ({"article": "x"}, "article", "got 'x'"),
        ({"article": {}}, "text", "is missing"),
        ({"article": {"text": " \n"}}, "text", "holds no words"),
        ({"article": {"text": 5}}, "article.text", "got 5"),
        ({"article": {"text": "x", "html": "<p>x</p>"}}, "html", "is given beside 'text'"),
        ({"article": {"html": "<img>"}}, "html", "holds no words"),
        ({"article": {"html": "<b>" * 999}}, "html", "is nested too deeply"),
        ({"article": {"text": "x", "title": ["y"]}}, "article.title", "got ['y']"),
    ],
)
def test_a_bad_article_is_answered_with_what_and_where(
    service: httpx.Client, body: dict[str, Any], field: str, error: str
):
    answer = service.post("/score_article", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["error"].startswith(error)


def test_an_article_longer_than_the_limit_is_too_large(service: httpx.Client):
    answer = asked(service, text="x" * 500_001)
    assert (answer.status_code, answer.json()["error"]) == (413, "has 500001 characters")


def test_an_article_of_too_many_statements_is_too_large(service: httpx.Client):
    answer = asked(service, text="Jo Marsh said: “We oppose it.”\n" * (MAX_STATEMENTS + 1))
    assert (answer.status_code, answer.json()["field"]) == (413, "article")


@pytest.mark.parametrize("text", ["\x00“We oppose it all,” she said.", "“\ue000 is odd,” said Jo Marsh.", '"' * 5_000])
def test_odd_characters_are_no_error_of_the_service(service: httpx.Client, text: str):
    assert asked(service, text=text).status_code == 200


def test_a_repeated_statement_counts_once(classifier: Classifier):
    text = f"Row over plan\n\n{TEXT}\n\n“We oppose the sustainability and transformation plan”\n"
    records = classify_records(classifier, article_records(ArticleInput(text=text), 60))
    statements = [ScoredStatement.model_validate(record) for record in records]
    assert [statement.kind for statement in statements].count("pull") == 1
    assert sum(summarise(statements).stance.values()) == 2


def hostile(chars: int) -> str:
    """Return names without end: each is looked for among all before it."""
    made = ["".join(letters).title() for letters in itertools.product("bdfgklmnprst", "aeiou", "bdfgklmnprst", "aeiou")]
    pairs = itertools.islice(itertools.permutations(made, 2), chars // 12)
    return ", ".join(f"Ann {first} {second}" for first, second in pairs)[:chars]


def test_reading_and_nothing_else_has_a_limit_of_processor_time():
    article = ArticleInput(text=hostile(450_000))
    before = time.thread_time()
    with pytest.raises(TooLarge, match=r"^article: takes too long to read"):
        article_records(article, 0.5)
    assert time.thread_time() - before < 2


def test_an_article_that_takes_too_long_to_read_is_too_large_and_the_service_goes_on(
    tiny_model: Path, tmp_path: Path, serve_one
):
    with serve_one(tiny_model, tmp_path, STANCE_MAX_READING_SECONDS="1") as service:
        answer = asked(service, text=hostile(490_000))
        assert answer.status_code == 413
        assert (answer.json()["field"], answer.json()["error"]) == ("article", "takes too long to read")
        assert asked(service, text=TEXT).status_code == 200


def test_statements_beyond_the_limit_are_not_even_linked():
    article = ArticleInput(text="\n\n".join(f"“Ward {n} of the plan will not close now.”" for n in range(9_000)))
    before = time.thread_time()
    with pytest.raises(TooLarge, match=f"^article: holds .* {MAX_STATEMENTS}\\)$"):
        article_records(article, 60)
    assert time.thread_time() - before < 5
