"""Keep one worker serving: given the socket, started again when it dies, ended when asked to.

`bentoml serve` has a supervisor of its own, for any number of services and workers; it loads what the worker
loads, a second and a hundred megabytes. `stance serve` has one worker, and needs only this. The socket belongs
to the supervisor, so that requests wait while a worker starts.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from labels.errors import ConfigError

BACKLOG = 2048
START_SECONDS = 60
"""A worker that ends by itself so soon after the start was never ready, and another would end the same way."""
RESTART_SECONDS = 1
STOP_SECONDS = 75
"""How long a worker may take to answer what it accepted: longer than any request may last."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise `ConfigError` if there is no such address or it is taken."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((address[0], port), family=family, backlog=BACKLOG)
    except socket.gaierror as problem:
        raise ConfigError(f"{host}: is no address: {problem.strerror}") from None
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else str(problem)
        raise ConfigError(f"{host}:{port}: can't be listened on: {reason}") from None


class Supervisor:
    """Runs a command that serves a socket, one process at a time.

    `command` makes the command for the file numbers of the socket and of a lifeline; the third argument tells whether
    it is the first, which says where people find it. The lifeline's other end closes with the supervisor, however that
    ends, so that no worker outlives it.
    """

    def __init__(self, listener: socket.socket, command: Callable[[int, int, bool], Sequence[str]]) -> None:
        self._listener = listener
        self._command = command
        self._worker: subprocess.Popen[bytes] | None = None
        # No event: its lock may be held when the signal comes.
        self._stopping = False
        self._lifeline = -1

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT, and return 0; or the first worker's status if it can't start."""
        self._lifeline, own_end = os.pipe()
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            return self._serve()
        finally:
            os.close(self._lifeline)
            os.close(own_end)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _serve(self) -> int:
        first, began = True, time.monotonic()
        while not self._stopping:
            status = self._run_worker(first)
            if self._stopping:
                break
            if first and status > 0 and time.monotonic() - began < START_SECONDS:
                return status
            first = False
            self._pause()
        return 0

    def _pause(self) -> None:
        """Wait before the next worker, but not when asked to stop."""
        until = time.monotonic() + RESTART_SECONDS
        while not self._stopping and time.monotonic() < until:
            time.sleep(0.05)

    def _run_worker(self, first: bool) -> int:
        """Run one worker to its end, and return its status: negative is the signal that killed it."""
        shared = (self._listener.fileno(), self._lifeline)
        # In a session of its own it hears no Ctrl-C: it is ended by the supervisor, once.
        self._worker = subprocess.Popen(self._command(*shared, first), pass_fds=shared, start_new_session=True)
        if self._stopping:  # The signal may have come before there was anybody to pass it on to.
            self._worker.terminate()
        return self._worker.wait()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Have the worker answer what it accepted and end; asked a second time, end it at once."""
        again, self._stopping = self._stopping, True
        if self._worker is None:
            return
        if again:
            self._worker.kill()
            return
        self._worker.terminate()
        deadline = threading.Timer(STOP_SECONDS, self._worker.kill)
        deadline.daemon = True
        deadline.start()
