from typing import Any

import httpx
import pytest

from labels.statement import MAX_TEXT_CHARS
from serving.error_answers import STATUSES, ErrorAnswer

ERROR = "#/components/schemas/ErrorAnswer"
REFUSED = "#/components/schemas/LabelsRefused"


@pytest.fixture(scope="module")
def docs(service: httpx.Client) -> Any:
    return service.get("/docs.json").json()


PATHS = ["/classify", "/labels", "/model", "/queue", "/retrain", "/retrain_status", "/score_article"]


def test_every_path_to_which_one_posts_is_described(docs: Any):
    assert sorted(path for path, methods in docs["paths"].items() if "post" in methods) == PATHS


@pytest.mark.parametrize("path", PATHS)
def test_every_error_is_described_in_its_one_form(docs: Any, path: str):
    responses = docs["paths"][path]["post"]["responses"]
    for status in {*STATUSES.values(), 500}:
        schema = responses[str(status)]["content"]["application/json"]["schema"]
        if (path, status) == ("/labels", 422):
            assert schema == {"anyOf": [{"$ref": REFUSED}, {"$ref": ERROR}]}
        else:
            assert schema == {"$ref": ERROR}
    assert docs["components"]["schemas"]["ErrorAnswer"]["properties"].keys() == ErrorAnswer.model_fields.keys()


def test_labels_that_are_refused_are_described_with_what_became_of_each_row(service: httpx.Client, docs: Any):
    refused = service.post("/labels", json={"annotations": [{"text": "Nobody asked us."}]})
    assert refused.status_code == 422
    described = docs["components"]["schemas"]["LabelsRefused"]
    assert described["properties"].keys() == refused.json().keys()
    rows = docs["components"]["schemas"][described["properties"]["results"]["items"]["$ref"].rpartition("/")[2]]
    assert rows["properties"].keys() == refused.json()["results"][0].keys()


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


def test_the_page_of_the_api_loads_the_description_and_nothing_from_elsewhere(service: httpx.Client):
    shown = service.get("/api").text
    assert 'url: "docs.json"' in shown
    assert "://" not in shown
    assert service.get("/static_content/swagger-ui-bundle.js").status_code == 200
    assert service.get("/docs.json").json()["openapi"] == "3.1.0"


def test_the_description_is_of_this_service_and_of_what_programs_ask(docs: Any):
    assert docs["info"]["title"] == "stance"
    assert "BentoML" not in docs["info"]["description"]
    assert "/read" not in docs["paths"]


def test_the_length_of_a_text_is_described(docs: Any):
    text = docs["components"]["schemas"]["ArticleStatement"]["properties"]["text"]
    assert (text["minLength"], text["maxLength"]) == (1, MAX_TEXT_CHARS)
