"""A mistake is corrected over HTTP, the model retrained and exchanged, and nobody who asks meanwhile notices.

Everything is real: service, database, processes. Only the model is tiny.
"""

from __future__ import annotations

import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from labels.corpus import LabelledStatement
from labels.errors import NotInstalled
from labels.promotions import Promotions
from labels.retrain_lock import holder
from labels.retrainings import Retrainings
from labels.store import LabelStore
from serving.artifact import read_contract
from serving.error_answers import error_response
from serving.models import UNFINISHED, ModelVersions
from serving.retraining import start_retraining
from tests import plain
from tests.retrain_kills import Kills

SECONDS = 120
A_SECOND = 20


@pytest.fixture
def state(tmp_path: Path, plain_model: Path, retrain_config: Path) -> dict[str, str]:
    """The environment of a service whose live model is the plain one."""
    url = f"sqlite:///{tmp_path / 'labels.db'}"
    with LabelStore.open(url) as store:
        Promotions(store.database).promote(ModelVersions(tmp_path).add(plain_model), "test", "", {})
    return {
        "STANCE_MODEL": "",
        "STANCE_DATABASE_URL": url,
        "STANCE_RETRAIN_CONFIG": str(retrain_config),
        "OMP_NUM_THREADS": "1",
    }


@pytest.fixture
def client(state: dict[str, str], tmp_path: Path, serve_live: Callable[..., Any]) -> Iterator[httpx.Client]:
    with serve_live(tmp_path, **state) as client:
        yield client


def rows(statements: list[LabelledStatement]) -> list[dict[str, object]]:
    return [{**s.to_record(), "annotator": "Ann", "origin": "corrected"} for s in statements]


def ask(client: httpx.Client, statement: LabelledStatement) -> dict[str, Any]:
    sent = {"text": statement.text, "attribution": statement.attribution}
    answer = client.post("/classify", json={"statements": [sent]})
    answer.raise_for_status()
    return answer.json()["predictions"][0]


def retrained(client: httpx.Client) -> dict[str, Any]:
    """Retrain, wait for the end, and return what came of it."""
    started = client.post("/retrain", json={})
    assert started.status_code == 200, started.text
    deadline = time.monotonic() + SECONDS
    while (status := client.post("/retrain_status", json=started.json()).json())["state"] == "running":
        assert time.monotonic() < deadline, status
        time.sleep(0.2)
    return status


class SteadyClient(threading.Thread):
    """Asks twenty times a second, until told to stop; keeps every status and the versions that answered."""

    def __init__(self, url: str, statement: LabelledStatement) -> None:
        super().__init__()
        self.url, self.statement = url, statement
        self.stop = threading.Event()
        self.failures: list[str] = []
        self.versions: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.url, timeout=30) as client:
            while not self.stop.wait(1 / A_SECOND):
                try:
                    self.versions.append(ask(client, self.statement)["model_version"])
                except httpx.HTTPError as problem:
                    self.failures.append(repr(problem))


def test_a_corrected_mistake_is_gone_after_retraining_and_no_request_fails(client: httpx.Client, plain_model: Path):
    *corrected, unseen = plain.corrections(13)
    assert ask(client, unseen)["stance"]["label"] != plain.UNKNOWN_STANCE
    assert client.post("/labels", json={"annotations": rows(corrected)}).json()["added"] == 12
    steady = SteadyClient(str(client.base_url), unseen)
    steady.start()
    try:
        status = retrained(client)
        assert status["state"] == "promoted", status
        version = status["result"]["challenger"]
        deadline = time.monotonic() + 30
        while ask(client, unseen)["model_version"] != version and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
    finally:
        steady.stop.set()
        steady.join()
    assert steady.failures == []
    # One change, never back.
    assert list(dict.fromkeys(steady.versions)) == [read_contract(plain_model).model_version, version]
    assert steady.versions == sorted(steady.versions, key=[read_contract(plain_model).model_version, version].index)
    assert ask(client, unseen)["stance"]["label"] == plain.UNKNOWN_STANCE
    assert f'stance_model{{version="{version}"}} 1.0' in client.get("/metrics").text


def test_a_poisoned_batch_is_refused_over_http_and_a_second_retraining_meanwhile(client: httpx.Client):
    before = ask(client, plain.corpus()[0])["model_version"]
    assert client.post("/labels", json={"annotations": rows(plain.poison(80))}).json()["added"] == 80
    first = client.post("/retrain", json={}).json()["id"]
    second = client.post("/retrain", json={})
    assert second.status_code == 409
    assert f"retraining {first}" in second.json()["error"]
    deadline = time.monotonic() + SECONDS
    while (status := client.post("/retrain_status", json={}).json())["state"] == "running":
        assert time.monotonic() < deadline, status
        time.sleep(0.2)
    assert (status["id"], status["state"]) == (first, "refused")
    assert any("stance macro-F1, held out" in reason for reason in status["result"]["reasons"])
    time.sleep(1.5)
    assert ask(client, plain.corpus()[0])["model_version"] == before


def test_a_retraining_whose_process_is_killed_is_told_as_failed(client: httpx.Client, tmp_path: Path):
    client.post("/labels", json={"annotations": rows(plain.corrections(12))})
    name = client.post("/retrain", json={}).json()["id"]
    [process] = [p for p in psutil.process_iter(["cmdline"]) if name in (p.info["cmdline"] or [])]
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    status = client.post("/retrain_status", json={"id": name}).json()
    assert (status["state"], status["result"]) == ("failed", {"error": "its process ended before it was done"})
    assert holder(tmp_path / "stance") == ""


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [({"ful": True}, 422, "ful"), ({"full": "maybe"}, 422, "full")],
)
def test_a_request_that_can_not_be_meant_starts_nothing(
    service: httpx.Client, body: dict[str, object], status: int, field: str
):
    answer = service.post("/retrain", json=body)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert service.post("/retrain_status", json={}).json()["error"] == "nobody has retrained yet"


def test_retraining_from_elsewhere_is_refused_and_asking_how_it_goes_is_not(service: httpx.Client):
    proxied = {"X-Forwarded-For": "10.0.0.1"}
    assert service.post("/retrain", json={}, headers=proxied).status_code == 403
    assert service.post("/retrain_status", json={}, headers=proxied).status_code == 422


def test_where_nothing_can_be_trained_retraining_is_told_to_be_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setitem(sys.modules, "torch", None)
    with LabelStore.open(f"sqlite:///{tmp_path / 'labels.db'}") as store, pytest.raises(NotInstalled) as caught:
        start_retraining(Retrainings(store.database), full=False, promote=True)
    assert str(caught.value) == "retraining needs the module 'torch', which is not installed with this service"
    assert error_response(caught.value).status_code == 501


def test_kills_at_random_moments_leave_whole_versions_and_a_retraining_that_can_be_finished(
    tmp_path: Path, plain_model: Path, retrain_config: Path
):
    kills = Kills(tmp_path, plain_model, retrain_config, random.Random(21))
    with kills.running():
        for _ in range(12):
            kills.once()
        kills.finish()
    assert kills.killed >= 4
    assert not list(tmp_path.glob(f"{UNFINISHED}*"))
