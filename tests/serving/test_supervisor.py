"""The process above the one that serves."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from labels.errors import ConfigError
from serving import supervisor
from serving.supervisor import Supervisor, listen
from tests.conftest import free_port

SUPERVISED = """
import sys
from serving import supervisor
from serving.supervisor import Supervisor, listen
supervisor.RESTART_SECONDS = 0.1
with listen("127.0.0.1", 0) as listener:
    worker = lambda socket, lifeline, first: [sys.executable, "-c", sys.argv[1], str(socket), str(lifeline), str(first)]
    sys.exit(Supervisor(listener, worker).run())
"""
SAYS_WHO = "import os, sys, time; print(os.getpid(), sys.argv[3], flush=True); "
SLEEPS = SAYS_WHO + "time.sleep(60)"
IS_DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPS
ENDS_ITSELF = "import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit(5)); " + SLEEPS
HOLDS_ON = (
    "from serving.worker import end_with_supervisor; import sys; end_with_supervisor(int(sys.argv[2])); " + SLEEPS
)

Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a supervisor, whose workers run a piece of Python."""
    begun = []

    def start_one(worker: str) -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", SUPERVISED, worker], stdout=subprocess.PIPE, text=True)
        begun.append(process)
        return process

    yield start_one
    for process in begun:
        for child in psutil.Process(process.pid).children() if process.poll() is None else ():
            child.kill()
        process.kill()
        process.communicate()


def next_worker(process: subprocess.Popen[str]) -> tuple[int, str]:
    number, first = process.stdout.readline().split()
    return int(number), first


def test_a_worker_that_was_killed_is_replaced_by_one_that_is_not_the_first(start: Start):
    process = start(SLEEPS)
    killed, first = next_worker(process)
    os.kill(killed, signal.SIGKILL)
    fresh, second = next_worker(process)
    assert fresh != killed
    assert (first, second) == ("True", "False")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_is_asked_to_end_and_waited_for(number: signal.Signals, start: Start):
    process = start(ENDS_ITSELF)
    worker, _ = next_worker(process)
    process.send_signal(number)
    assert process.wait(10) == 0
    assert not psutil.pid_exists(worker)


def test_a_worker_that_does_not_end_is_killed_at_the_second_asking(start: Start):
    process = start(IS_DEAF)
    worker, _ = next_worker(process)
    process.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.terminate()
    assert process.wait(10) == 0
    assert not psutil.pid_exists(worker)


def test_no_worker_outlives_its_supervisor(start: Start):
    process = start(HOLDS_ON)
    worker, _ = next_worker(process)
    process.kill()
    psutil.Process(worker).wait(10)


def test_a_first_worker_that_cannot_start_is_the_last():
    asked = []

    def fails(_socket: int, _lifeline: int, first: bool) -> list[str]:
        asked.append(first)
        return [sys.executable, "-c", "raise SystemExit(3)"]

    with listen("127.0.0.1", 0) as listener:
        assert Supervisor(listener, fails).run() == 3
    assert asked == [True]


def test_a_worker_that_has_served_for_long_is_replaced_whatever_its_status(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "START_SECONDS", 0)
    monkeypatch.setattr(supervisor, "RESTART_SECONDS", 0)
    asked = []

    def fails(_socket: int, _lifeline: int, first: bool) -> list[str]:
        asked.append(first)
        end = "os.kill(os.getppid(), signal.SIGTERM); time.sleep(60)" if len(asked) == 3 else "raise SystemExit(3)"
        return [sys.executable, "-c", f"import os, signal, time; {end}"]

    with listen("127.0.0.1", 0) as listener:
        assert Supervisor(listener, fails).run() == 0
    assert asked == [True, False, False]


def test_requests_wait_while_no_worker_is_there():
    port = free_port()
    request = b"GET / HTTP/1.1\r\n\r\n"
    with listen("127.0.0.1", port) as listening, socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(request)
        # A worker comes only now.
        worker, _ = listening.accept()
        with worker:
            assert worker.recv(len(request)) == request
            worker.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 204")


@pytest.mark.parametrize(
    ("host", "reason"), [("127.0.0.1", "Address already in use"), ("203.0.113.1", "Cannot assign requested address")]
)
def test_an_address_that_cannot_be_had_is_named_with_the_reason(host: str, reason: str):
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as caught:
            listen(host, port)
    assert str(caught.value) == f"{host}:{port}: can't be listened on: {reason}"


def test_a_host_that_nobody_knows_is_named():
    with pytest.raises(ConfigError, match=r"^no host at all: is no address: "):
        listen("no host at all", 0)


def test_the_signals_mean_what_they_meant_when_serving_has_ended():
    before = signal.getsignal(signal.SIGTERM)
    with listen("127.0.0.1", 0) as listener:
        Supervisor(listener, lambda *_: [sys.executable, "-c", "raise SystemExit(3)"]).run()
    assert signal.getsignal(signal.SIGTERM) is before


def test_serving_ends_with_one_line_where_the_port_is_taken(run_stance, tmp_path: Path):
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = run_stance("serve", "--port", port)
    assert done.returncode == 1
    assert done.stderr == f"stance: 127.0.0.1:{port}: can't be listened on: Address already in use\n"


def test_a_model_that_does_not_fit_ends_serving_with_one_line(run_stance, tmp_path: Path):
    began = time.monotonic()
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "STANCE_DATABASE_URL": ""}
    done = run_stance("serve", "--port", free_port(), "--model", tmp_path, env=environment)
    assert done.returncode == 1
    assert done.stderr.startswith(f"stance: {tmp_path}: no contract.json here")
    assert len(done.stderr.splitlines()) == 1
    assert time.monotonic() - began < supervisor.START_SECONDS


def test_files_of_the_folder_that_it_is_started_in_are_not_taken_for_its_modules(run_stance, tmp_path: Path):
    (tmp_path / "labels.py").write_text("raise SystemExit('not this one')")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "STANCE_DATABASE_URL": ""}
    done = run_stance("serve", "--port", free_port(), "--model", "nowhere", env=environment, cwd=tmp_path)
    assert "no contract.json here" in done.stderr
