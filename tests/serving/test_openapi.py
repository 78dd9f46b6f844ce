from typing import Any

import httpx
import pytest

from labels.statement import MAX_TEXT_CHARS
from serving.error_answers import STATUSES, ErrorAnswer


@pytest.fixture(scope="module")
def docs(service: httpx.Client) -> Any:
    return service.get("/docs.json").json()


@pytest.mark.parametrize("path", ["/classify", "/score_article", "/model", "/retrain", "/retrain_status"])
def test_every_error_is_described_in_its_one_form(docs: Any, path: str):
    responses = docs["paths"][path]["post"]["responses"]
    for status in STATUSES.values():
        schema = responses[str(status)]["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/ErrorAnswer"}
    assert docs["components"]["schemas"]["ErrorAnswer"]["properties"].keys() == ErrorAnswer.model_fields.keys()


def test_every_reference_leads_to_a_schema(docs: Any):
    def references(value: Any) -> set[str]:
        if isinstance(value, list):
            return {found for item in value for found in references(item)}
        if not isinstance(value, dict):
            return set()
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(item) for item in value.values()))

    known = {f"#/components/schemas/{name}" for name in docs["components"]["schemas"]}
    assert references(docs) <= known


def test_the_page_to_try_things_out_loads_the_description(service: httpx.Client):
    assert "swagger" in service.get("/").text
    assert service.get("/docs.json").json()["openapi"] == "3.1.0"


def test_the_length_of_a_text_is_described(docs: Any):
    text = docs["components"]["schemas"]["ArticleStatement"]["properties"]["text"]
    assert (text["minLength"], text["maxLength"]) == (1, MAX_TEXT_CHARS)
