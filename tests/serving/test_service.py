import json
from pathlib import Path

import httpx
import pytest

from labels.corpus import LabelledStatement
from serving.artifact import read_contract
from serving.classifier import Classifier

JSON = {"content-type": "application/json"}


def classify(service: httpx.Client, *statements: dict[str, object]) -> httpx.Response:
    return service.post("/classify", json={"statements": list(statements)})


def test_http_answers_what_the_classifier_answers(
    service: httpx.Client, classifier: Classifier, small_statements: list[LabelledStatement]
):
    sent = small_statements[:24]
    body = classify(service, *(s.model_dump(include={"id", "text", "context", "attribution"}) for s in sent)).json()
    for answer, statement, expected in zip(body["predictions"], sent, classifier.classify(sent), strict=True):
        assert answer["id"] == statement.id
        for head in ("sector", "stance"):
            # What stands beside a statement in a batch changes the last digits in bfloat16.
            probabilities = getattr(expected, head).probabilities
            assert answer[head]["probabilities"] == pytest.approx(probabilities, abs=0.005)
    assert body["model_version"] == classifier.contract.model_version


def test_http_answers_a_lone_statement_exactly_as_the_classifier_does(
    service: httpx.Client, classifier: Classifier, small_statements: list[LabelledStatement]
):
    for statement in small_statements[:8]:
        sent = statement.model_dump(include={"id", "text", "context", "attribution"})
        [answer] = classify(service, sent).json()["predictions"]
        [expected] = classifier.classify([statement])
        heads = {"sector", "stance"}
        assert {head: answer[head] for head in heads} == expected.model_dump(mode="json", include=heads)


def test_a_speaker_may_be_sent_as_name_role_and_organisation(service: httpx.Client):
    composed = classify(service, {"text": "No.", "speaker": "Ann Orme", "role": "chair", "organisation": "Wyre CCG"})
    printed = classify(service, {"text": "No.", "attribution": "Ann Orme, chair, Wyre CCG"})
    assert composed.json() == printed.json()


def test_unknown_fields_are_ignored(service: httpx.Client):
    assert classify(service, {"text": "No.", "colour": {"deep": [1]}}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "error"),
    [
        ('{"statements": [{"text": "Yes."}, {"text": " "}]}', "statements.1.text", "is empty"),
        ('{"statements": [{"text": 5}]}', "statements.0.text", "got 5"),
        ('{"statements": [{"context": "x"}]}', "statements.0.text", "is missing"),
        ('{"statements": [{"text": "x", "attribution": ["y"]}]}', "statements.0.attribution", "got ['y']"),
        ('{"statements": [{"text": "a\\u0000b"}]}', "statements.0.text", "has control character U+0000 at position 1"),
        ('{"statements": []}', "statements", "is empty"),
        ('{"statements": "x"}', "statements", "got 'x'"),
        ('{"statements": [null]}', "statements.0", "got None"),
        ("{}", "statements", "is missing"),
        ("[1]", "", "got [1]"),
        ("", "body", "is not JSON: EOF while parsing a value at line 1 column 0"),
        (
            '{"statements": [{"text": "\\ud800"}]}',
            "body",
            "is not JSON: unexpected end of hex escape at line 1 column 33",
        ),
    ],
)
def test_a_bad_request_is_answered_with_what_where_and_what_was_expected(
    service: httpx.Client, body: str, field: str, error: str
):
    answer = service.post("/classify", content=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.json() | {"expected": ""} == {"error": error, "field": field, "expected": ""}
    assert answer.json()["expected"]


@pytest.mark.parametrize(
    ("path", "body", "form"),
    [
        ("/classify", '[{"text": "Yes."}]', '{"statements": [{"text": ..., "attribution": ...}, ...]}'),
        ("/classify", '{"text": "Yes."}', '{"statements": [{"text": ..., "attribution": ...}, ...]}'),
        ("/classify", '{"statements": ["Yes."]}', "an object with a field 'text'"),
        ("/score_article", '"Yes."', '{"article": {"text": ..., "title": ...}}'),
        ("/labels", "[]", '{"annotations": [{"text": ..., "sector": ..., "stance": ...}, ...]}'),
        ("/queue", "{}", '{"statements": [{"text": ...}, ...], "number": 50}'),
        ("/retrain", "[]", '{"full": false, "promote": true}'),
        ("/retrain_status", "7", '{"id": "..."}'),
    ],
)
def test_a_body_of_another_form_is_answered_with_the_form_wanted(
    service: httpx.Client, path: str, body: str, form: str
):
    answer = service.post(path, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["expected"]) == (422, form)


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [("POST", "/clasify", 404, "what GET /docs.json tells of"), ("GET", "/classify", 405, "POST")],
)
def test_a_wrong_address_is_answered_with_what_is_served(
    service: httpx.Client, method: str, path: str, status: int, expected: str
):
    answer = service.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(f"{method} '{path}' is not ")
    assert answer.json()["expected"] == expected
    assert answer.headers.get("Allow") == (expected if status == 405 else None)
    assert answer.headers["X-Request-ID"]


def test_a_text_longer_than_the_limit_is_too_large(service: httpx.Client):
    answer = classify(service, {"text": "x" * 100_000})
    assert answer.status_code == 413
    assert answer.json() == {
        "error": "has 100000 characters",
        "field": "statements.0.text",
        "expected": "at most 20000 characters",
    }


def test_more_statements_than_the_limit_are_too_large(service: httpx.Client):
    answer = classify(service, *[{"text": "No."}] * 1001)
    assert (answer.status_code, answer.json()["field"]) == (413, "statements")


def test_a_body_longer_than_the_limit_is_too_large(service: httpx.Client):
    answer = service.post("/classify", content=b" " * 8_000_001, headers=JSON)
    assert (answer.status_code, answer.json()["field"]) == (413, "body")


def test_the_contract_of_the_model_in_use_is_shown(service: httpx.Client, tiny_model: Path):
    assert service.post("/model").json() == json.loads(read_contract(tiny_model).model_dump_json())


def test_a_body_for_the_contract_may_be_empty_and_must_be_an_object_otherwise(service: httpx.Client):
    assert [service.post("/model", json=body).status_code for body in ({}, [1], "x")] == [200, 422, 422]


def test_health_metrics_and_documentation_are_there(service: httpx.Client):
    assert service.get("/livez").status_code == 200
    assert "bentoml_service_request_total" in service.get("/metrics").text
    schema = service.get("/docs.json").json()
    assert {"/classify", "/model"} <= schema["paths"].keys()
    assert "statements" in json.dumps(schema["paths"]["/classify"]["post"]["requestBody"])
