"""What hostile and clumsy clients do to a service, each in a short form; all beside a client that must be served."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from serving.classifier import available_cores
from serving.middleware import CLIENT_GONE

JSON = {"content-type": "application/json"}
GOOD = {"statements": [{"text": "Nobody asked the wards.", "attribution": "UNISON"}]}
LONG = {"statements": [{"text": "The savings of this plan are not real. " * 16}] * 4000}  # seconds of work
LONG_ALLOWED = {"STANCE_MAX_STATEMENTS": "4000", "STANCE_MAX_SECONDS": "60"}
PATIENCE = 60


def address(service: httpx.Client) -> tuple[str, int]:
    return service.base_url.host, service.base_url.port or 80


def served(service: httpx.Client) -> bool:
    return service.post("/classify", json=GOOD, timeout=PATIENCE).status_code == 200


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def figure(service: httpx.Client, *parts: str) -> float:
    """Return the sum of the metrics whose line holds all of `parts`."""
    lines = service.get("/metrics", timeout=PATIENCE).text.splitlines()
    found = [line for line in lines if not line.startswith("#") and all(part in line for part in parts)]
    return sum(float(line.rsplit(" ", 1)[1]) for line in found)


def gone(service: httpx.Client) -> float:
    """Return how many requests ended because their client went away."""
    return figure(service, "request_total{", f'http_response_code="{CLIENT_GONE}"')


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{" * 5, 422),
        (b"[" * 200_000, 422),
        (b'{"statements": ' + b'[{"text": ' * 50_000, 422),
        (b'{"statements": [{"text": "x", "depth": ' + b"[" * 150 + b"]" * 150 + b"}]}", 200),
        (b'{"statements": [{"text": "No."}], "statements": 5}', 422),
        (b'{"statements": 5, "statements": [{"text": "No."}]}', 200),
        (b'{"statements": [{"text": NaN}]}', 422),
        (b'{"statements": [{"text": "No.", "score": -Infinity}]}', 200),
        (b'{"statements": [{"text": 1e999}]}', 422),
        (b'{"statements": [{"text": "\\udc00 and \\ud800"}]}', 422),
        (b'{"statements": [{"text": "\xff\xfe"}]}', 422),
        (b"\xef\xbb\xbf{}", 422),
        ("{}".encode("utf-16"), 422),
    ],
)
def test_odd_json_is_answered_and_never_with_an_error_of_the_service(service: httpx.Client, body: bytes, status: int):
    answer = service.post("/classify", content=body, headers=JSON, timeout=PATIENCE)
    assert answer.status_code == status
    assert answer.json().keys() >= ({"error", "field", "expected"} if status == 422 else {"predictions"})


def test_a_megabyte_of_headers_is_refused(service: httpx.Client):
    answer = service.post("/classify", json=GOOD, headers={"x-long": "y" * 1_000_000}, timeout=PATIENCE)
    assert (answer.status_code, answer.json()["field"]) == (431, "headers")


def test_half_open_connections_do_not_keep_others_from_being_served(service: httpx.Client):
    idle = [socket.create_connection(address(service)) for _ in range(100)]
    try:
        for connection in idle[::2]:
            connection.sendall(b"POST /classify HTTP/1.1\r\nHost: x\r\nContent-Le")
        assert served(service)
    finally:
        for connection in idle:
            connection.close()


def test_a_client_that_sends_slowly_is_answered_when_it_is_done(service: httpx.Client):
    body = json.dumps(GOOD).encode()

    def drops() -> Iterator[bytes]:
        for start in range(0, len(body), 20):
            time.sleep(0.05)
            yield body[start : start + 20]

    with ThreadPoolExecutor(1) as other:
        slow = other.submit(service.post, "/classify", content=drops(), headers=JSON, timeout=PATIENCE)
        assert served(service)
        assert slow.result().status_code == 200


def test_clients_that_vanish_leave_no_work_behind(service: httpx.Client):
    body = json.dumps({"statements": GOOD["statements"] * 1000}).encode()
    head = b"POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    before = gone(service)
    for _ in range(5):
        with socket.create_connection(address(service)) as client:
            client.sendall(head + body)
    until(lambda: gone(service) == before + 5)
    until(lambda: figure(service, "stance_queue_rows") == 0)
    assert served(service)


def test_sixty_four_clients_at_once_are_all_served(service: httpx.Client):
    with ThreadPoolExecutor(64) as clients:
        answers = list(clients.map(lambda _: served(service), range(256)))
    assert all(answers)


def test_figures_that_cannot_be_read_are_answered_at_once_and_the_service_goes_on(
    tiny_model: Path, tmp_path: Path, serve_one
):
    with serve_one(tiny_model, tmp_path, TMPDIR=str(tmp_path)) as client:
        (figures,) = tmp_path.glob("stance-metrics-*")
        assert {file.name.rpartition("_")[0] for file in figures.glob("*.db")} >= {
            "counter", "histogram", "gauge_all", "gauge_livesum", "gauge_mostrecent",
        }  # fmt: skip
        broken = figures / "counter_77777.db"
        broken.touch()
        assert client.get("/metrics", timeout=10).status_code == 500
        broken.unlink()
        assert client.get("/metrics", timeout=10).status_code == 200
        assert served(client)


@pytest.fixture
def lone_service(tiny_model: Path, tmp_path: Path, serve_one) -> Iterator[tuple[psutil.Process, httpx.Client]]:
    """A service for one test alone, to be ended: its process, and a client of it."""
    running = serve_one(tiny_model, tmp_path, **LONG_ALLOWED)
    with running as client:
        yield psutil.Process(running.process.pid), client


def test_a_full_queue_is_answered_with_503_and_when_to_come_again(tiny_model: Path, tmp_path: Path, serve_one):
    allowed = LONG_ALLOWED | {"STANCE_MAX_WAITING": "1"}
    with serve_one(tiny_model, tmp_path, **allowed) as client, ThreadPoolExecutor(1) as other:
        accepted = other.submit(client.post, "/classify", json=LONG, timeout=PATIENCE)
        until(lambda: figure(client, "stance_queue_rows") > 0)
        refused = client.post("/classify", json={"statements": GOOD["statements"] * 100}, timeout=PATIENCE)
        assert (refused.status_code, int(refused.headers["retry-after"]) >= 1) == (503, True)
        assert refused.json().keys() == {"error", "field", "expected"}
        assert served(client)
        assert accepted.result().status_code == 200
        assert figure(client, "stance_refused_total") == 1


def test_articles_of_clients_that_hung_up_keep_no_more_threads_than_there_are(
    lone_service: tuple[psutil.Process, httpx.Client],
):
    process, client = lone_service
    (worker,) = process.children()
    body = json.dumps({"article": {"html": "<li>a b" * 60_000}}).encode()
    head = f"POST /score_article HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    before = worker.num_threads()
    for _ in range(16):
        with socket.create_connection(address(client)) as connection:
            connection.sendall(f"{head}\r\n\r\n".encode() + body)
            time.sleep(0.1)
    assert worker.num_threads() <= before + 2 * available_cores()
    assert served(client)


def test_a_terminated_service_answers_what_it_accepted(lone_service: tuple[psutil.Process, httpx.Client]):
    process, client = lone_service
    with ThreadPoolExecutor(1) as other, httpx.Client(base_url=client.base_url) as watcher:
        accepted = other.submit(client.post, "/classify", json=LONG, timeout=PATIENCE)
        until(lambda: figure(watcher, "stance_queue_rows") > 0)
        process.terminate()
        assert len(accepted.result().json()["predictions"]) == len(LONG["statements"])
    process.wait(PATIENCE)


def test_a_killed_worker_is_replaced(lone_service: tuple[psutil.Process, httpx.Client]):
    process, client = lone_service
    (worker,) = process.children()
    worker.kill()
    with httpx.Client(base_url=client.base_url) as fresh:
        until(lambda: _answers(fresh))


def _answers(client: httpx.Client) -> bool:
    try:
        return client.post("/classify", json=GOOD, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
