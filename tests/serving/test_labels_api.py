"""`POST /labels` on the real service, with real databases."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from labels.corpus import Origin
from labels.store import LabelStore

ROW = {"text": "It closes wards.", "attribution": "Lin Parr", "sector": "media", "stance": "critical"}
KEY = "k3y!"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of the label store that the service of this module uses."""
    return f"sqlite:///{tmp_path_factory.mktemp('labels') / 'labels.db'}"


@pytest.fixture(scope="module")
def running(
    serve_tiny: Callable[..., Any], url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, Path]]:
    """A client of a service that has a label store and no key, and the service's log."""
    service = serve_tiny(tmp_path_factory.mktemp("service"), STANCE_DATABASE_URL=url)
    with service as client:
        yield client, service.log


@pytest.fixture(scope="module")
def client(running: tuple[httpx.Client, Path]) -> httpx.Client:
    """The client alone."""
    return running[0]


def hand_in(client: httpx.Client, *rows: object, **fields: object) -> httpx.Response:
    return client.post("/labels", json={"annotations": list(rows), **fields})


def test_a_correction_over_http_counts_and_keeps_what_the_model_had_said(client: httpx.Client, url: str):
    [said] = client.post("/classify", json={"statements": [ROW]}).json()["predictions"]
    answer = hand_in(client, {**ROW, "annotator": "Ann", "note": "Not the editor.", "prediction": said})
    [result] = answer.json()["results"]
    assert (answer.status_code, answer.json()["added"], result["result"]) == (200, 1, "added")
    with LabelStore.open(url) as store:
        counts, [review] = store.current(result["id"]), store.reviews(result["id"])
    assert (counts.stance, counts.annotator, counts.origin) == ("critical", "Ann", Origin.CORRECTED)
    assert counts.note == "Not the editor."
    assert (review.model_version, review.stance) == (said["model_version"], said["stance"]["label"])


def test_a_request_sent_again_adds_nothing(client: httpx.Client):
    row = {**ROW, "text": "It is sent twice."}
    first, again = hand_in(client, row).json(), hand_in(client, row).json()
    assert (again["added"], again["known"]) == (0, 1)
    assert again["results"][0]["id"] == first["results"][0]["id"]


def test_a_refused_row_is_told_with_its_place_and_the_rest_goes_in(client: httpx.Client):
    answer = hand_in(client, {**ROW, "text": "One."}, {**ROW, "text": "Two.", "stance": "angry"}, "three")
    body = answer.json()
    assert (answer.status_code, body["added"], body["known"], body["refused"]) == (200, 1, 0, 2)
    assert [row["result"] for row in body["results"]] == ["added", "refused", "refused"]
    assert (body["results"][1]["field"], body["results"][1]["error"]) == ("annotations.1.stance", "got 'angry'")
    assert (body["results"][2]["field"], body["results"][2]["error"]) == ("annotations.2", "got 'three'")


@pytest.mark.parametrize(
    ("rows", "strict", "results"),
    [
        ([{**ROW, "stance": "angry"}], False, ["refused"]),
        ([{**ROW, "text": "Good."}, {**ROW, "stance": "angry"}], True, ["left_out", "refused"]),
    ],
    ids=["no good row", "strict"],
)
def test_where_nothing_goes_in_the_answer_is_an_error(
    client: httpx.Client, rows: list[object], strict: bool, results: list[str]
):
    answer = hand_in(client, *rows, strict=strict)
    body = answer.json()
    assert answer.status_code == 422
    assert (body["error"], body["field"]) == ("got 'angry'", f"annotations.{len(rows) - 1}.stance")
    assert [row["result"] for row in body["results"]] == results


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"annotations": []}, 422, "annotations"),
        ({"annotations": ROW}, 422, "annotations"),
        ({}, 422, "annotations"),
        ({"annotations": [ROW], "strict": "perhaps"}, 422, "strict"),
        ({"annotations": [ROW] * 1001}, 413, "annotations"),
    ],
    ids=["no row", "a row alone", "nothing", "strict", "too many"],
)
def test_a_request_that_is_none_is_answered_with_what_was_expected(
    client: httpx.Client, body: object, status: int, field: str
):
    answer = client.post("/labels", json=body)
    assert (answer.status_code, answer.json()["field"]) == (status, field)


def test_the_service_says_at_its_start_who_may_write(running: tuple[httpx.Client, Path]):
    _, log = running
    assert "STANCE_API_KEY is not set: only requests from this machine may write" in log.read_text()


def test_what_a_proxy_forwards_may_not_write(client: httpx.Client):
    answer = client.post("/labels", json={"annotations": [ROW]}, headers={"X-Forwarded-For": "127.0.0.1"})
    assert answer.status_code == 403
    assert set(answer.json()) == {"error", "field", "expected"}


def test_the_documentation_shows_what_to_send(client: httpx.Client):
    schema = client.get("/docs.json").json()["paths"]["/labels"]["post"]["requestBody"]
    assert "annotations" in str(schema)


def test_with_a_key_writing_needs_it_and_asking_does_not(
    serve_tiny: Callable[..., Any], tmp_path: Path, postgres_database: str
):
    service = serve_tiny(tmp_path, STANCE_DATABASE_URL=postgres_database, STANCE_API_KEY=KEY)
    with service as client:
        assert client.post("/classify", json={"statements": [ROW]}).status_code == 200
        refused = hand_in(client, ROW)
        assert (refused.status_code, refused.json()["field"]) == (401, "Authorization")
        client.headers["authorization"] = f"Bearer {KEY}"
        assert hand_in(client, ROW).json()["added"] == 1
    assert KEY not in service.log.read_text()
    with LabelStore.open(postgres_database) as store:
        assert len(store.export()) == 1


@pytest.mark.kill
def test_kill_9_loses_no_label_that_was_answered(
    serve_tiny: Callable[..., Any], tmp_path: Path, database_url: str, kills: int
):
    chance = random.Random(7)
    answered: list[str] = []
    for life in range(kills):
        before = len(answered)
        service = serve_tiny(tmp_path, STANCE_DATABASE_URL=database_url)
        with service as client:
            writing = threading.Thread(target=keep_handing_in, args=(str(client.base_url), life, answered))
            writing.start()
            while len(answered) < before + 3:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.2))
            service.kill()
            writing.join()
        with LabelStore.open(database_url, must_exist=True) as store:
            kept = {statement.text for statement in store.export()}
        assert set(answered) <= kept
        assert len(kept) % 5 == 0, "a batch of five is there in part"


def keep_handing_in(address: str, life: int, answered: list[str]) -> None:
    """Hand in batches of five until nobody answers; note what was answered as added."""
    with httpx.Client(base_url=address, timeout=30) as client:
        for batch in range(10_000):
            texts = [f"Ward {i} closes in batch {batch} of life {life}." for i in range(5)]
            try:
                answer = hand_in(client, *({**ROW, "text": text} for text in texts))
            except httpx.TransportError:
                return
            assert answer.json()["added"] == 5
            answered += texts
