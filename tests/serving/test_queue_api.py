"""`POST /queue` on the real service."""

from __future__ import annotations

import httpx
import pytest

SAID = {"sector": "media", "sector_confidence": 0.9, "stance": "neutral", "model_version": "m1"}
SURE = {"text": "The beds go.", "attribution": "Lin Parr", "prediction": {**SAID, "stance_confidence": 0.9}}
UNSURE = {"text": "Nobody costed it.", "attribution": "Cllr Marsh", "prediction": {**SAID, "stance_confidence": 0.3}}


def ask(service: httpx.Client, *statements: object, **fields: object) -> httpx.Response:
    return service.post("/queue", json={"statements": list(statements), **fields})


def texts(answer: httpx.Response) -> list[str]:
    return [item["text"] for item in answer.json()["queue"]]


def test_the_most_doubtful_statement_comes_first_with_its_prediction(service: httpx.Client):
    answer = ask(service, SURE, UNSURE)
    assert texts(answer) == [UNSURE["text"], SURE["text"]]
    first = answer.json()["queue"][0]
    assert first["doubt"] == pytest.approx(1 - 0.9 * 0.3)
    assert first["prediction"].items() >= UNSURE["prediction"].items()


def test_no_more_than_wanted_are_queued(service: httpx.Client):
    assert len(texts(ask(service, SURE, UNSURE, number=1))) == 1


def test_bare_statements_are_classified_by_the_model_in_use(service: httpx.Client):
    answer = ask(service, {"text": "Working as one helps.", "id": 7}).json()
    [queued] = answer["queue"]
    assert queued["id"] == "7"
    assert queued["prediction"]["model_version"] == answer["model_version"]


@pytest.mark.parametrize("about", [True, False])
def test_a_statement_is_judged_as_classify_judges_it(service: httpx.Client, about: bool):
    row = {"text": "Demand rises every year.", "attribution": "a hospital spokesman", "stp_article": about}
    [said] = service.post("/classify", json={"statements": [row]}).json()["predictions"]
    [queued] = ask(service, row).json()["queue"]
    assert queued["stp_article"] is about
    assert queued["prediction"]["stance_confidence"] == said["stance"]["confidence"]


def test_a_statement_that_was_labelled_is_left_out(service: httpx.Client):
    row = {"text": "It is labelled by now.", "sector": "media", "stance": "critical"}
    assert texts(ask(service, row)) == [row["text"]]
    assert service.post("/labels", json={"annotations": [row]}).status_code == 200
    assert texts(ask(service, row)) == []


def test_what_is_queued_can_be_handed_in_as_it_came(service: httpx.Client):
    [queued] = ask(service, {**SURE, "text": "It goes round."}).json()["queue"]
    row = {**queued, "sector": "media", "stance": "critical"}
    assert service.post("/labels", json={"annotations": [row]}).json()["added"] == 1


@pytest.mark.parametrize(
    ("statements", "fields", "status", "field"),
    [
        ([SURE, {"text": ""}], {}, 422, "statements.1.text"),
        (["The beds go."], {}, 422, "statements.0"),
        (
            [{**SURE, "prediction": {**SAID, "stance_confidence": 2}}],
            {},
            422,
            "statements.0.prediction.stance_confidence",
        ),
        ([{"text": "x" * 20_001}], {}, 413, "statements.0.text"),
        ([], {}, 422, "statements"),
        ([SURE], {"number": 0}, 422, "number"),
        ([SURE], {"number": 1001}, 422, "number"),
        ([SURE] * 1001, {}, 413, "statements"),
    ],
)
def test_a_bad_request_is_answered_with_its_place(
    service: httpx.Client, statements: list[object], fields: dict[str, int], status: int, field: str
):
    answer = ask(service, *statements, **fields)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert set(answer.json()) == {"error", "field", "expected"}
