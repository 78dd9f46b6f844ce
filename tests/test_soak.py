"""The short form of `make soak`."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from tests.bench.load import Service
from tests.soak import Soaked, faults, fuzz, soak


class Broken(BaseHTTPRequestHandler):
    """Describes a path that answers with 200, and answers with 500."""

    def do_GET(self) -> None:
        described = {"/broken": {"get": {"responses": {"200": {"description": "fine"}}}}}
        body = json.dumps({"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": described}).encode()
        self.send_response(200 if self.path == "/docs.json" else 500)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def broken() -> Iterator[str]:
    """The address of a service that does not do what it describes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Broken) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_requests_made_from_the_description_are_answered_as_it_says(tiny_model: Path, tmp_path: Path, serve_one):
    with serve_one(tiny_model, tmp_path, STANCE_RETRAIN_CONFIG=str(tmp_path / "none.toml")) as client:
        sent, fault = fuzz(str(client.base_url).rstrip("/"), 200, examples=5)
        assert fault == ""
        assert sent >= 200
        assert client.get("/readyz").status_code == 200


def test_an_answer_that_is_not_as_described_is_found(broken: str):
    sent, fault = fuzz(broken, 10, examples=5)
    assert sent == 0
    assert "Server error" in fault


def test_clients_are_answered_and_memory_is_looked_at(tiny_model: Path, tmp_path: Path, serve_one):
    running = serve_one(tiny_model, tmp_path)
    with running as client:
        port = client.base_url.port
        assert port
        told: list[int] = []
        found = soak(
            Service(port, "statements", wrapped=True),
            psutil.Process(running.process.pid),
            64,
            6,
            0.5,
            lambda so_far: told.append(so_far.answered),
        )
    assert told == sorted(told)
    assert (found.failed, len(found.megabytes)) == (0, 6)
    assert found.answered >= 64
    assert found.megabytes[-1] > 50


def test_failed_answers_and_memory_that_grows_are_faults():
    steady = [90.0, 95.0, 98.0, 99.0, 100.0, 104.0, 101.0]
    assert faults("", Soaked(10, 0, steady)) == []
    assert [said.split(":")[0] for said in faults("status 500", Soaked(10, 2, [*steady, 106.0]))] == [
        "an answer was not as described",
        "2 answers failed (expected none)",
        "memory grew by 6.0% (expected at most 5%)",
    ]
