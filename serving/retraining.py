"""A retraining in a process of its own, which the service starts and asks after, and which outlives it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from labels.errors import NotInstalled
from labels.location import state_folder
from labels.retrain_lock import INHERITED, RetrainLock, holder, take_lock
from labels.retrainings import Retraining, Retrainings, RetrainingState

NEEDED = ("training", "torch", "transformers", "datasets", "sklearn", "onnx")
LOG_FILE = "retrain.log"
NICENESS = 10
SILENT_SECONDS = 3600
"""A retraining tells of itself far more often; one on a machine that is gone never does again."""


def start_retraining(retrainings: Retrainings, *, full: bool, promote: bool) -> str:
    """Start a retraining and return its id.

    Raises `NotInstalled` where nothing can be trained, `RetrainingHeld` while another is under way, `StoreError` if
    the store fails.
    """
    if lacking := [name for name in NEEDED if find_spec(name) is None]:
        raise NotInstalled(f"retraining needs the module {lacking[0]!r}, which is not installed with this service")
    folder = state_folder(os.environ)
    lock = take_lock(folder)
    try:
        retraining_id = uuid.uuid4().hex[:12]
        lock.say(retraining_id, os.getpid())
        retrainings.add(retraining_id, {"full": full, "promote": promote})
        try:
            _start(retraining_id, full=full, promote=promote, lock=lock, folder=folder)
        except OSError as problem:
            retrainings.end(retraining_id, RetrainingState.FAILED, {"error": f"can't be started: {problem.strerror}"})
            raise
    finally:
        lock.close()
    return retraining_id


def checked(retraining: Retraining, retrainings: Retrainings) -> Retraining:
    """Return a retraining, as failed if it is said to be under way and its process is gone.

    Processes on another machine can't be seen from here: there it has failed when it has been silent for long.
    """
    if retraining.state is not RetrainingState.RUNNING:
        return retraining
    if retraining.host != socket.gethostname():
        silent = datetime.now(UTC) - retraining.updated_at
        return _silent(retraining) if silent.total_seconds() > SILENT_SECONDS else retraining
    if holder(state_folder(os.environ)) == retraining.id:
        return retraining
    # It may have ended since it was read.
    again = retrainings.get(retraining.id)
    if again.state is not RetrainingState.RUNNING:
        return again
    return _failed(again, "its process ended before it was done")


def _silent(retraining: Retraining) -> Retraining:
    since = retraining.updated_at.isoformat(timespec="seconds")
    return _failed(retraining, f"nothing was heard of it from {retraining.host} since {since}")


def _failed(retraining: Retraining, error: str) -> Retraining:
    return replace(retraining, state=RetrainingState.FAILED, result={"error": error})


def _start(retraining_id: str, *, full: bool, promote: bool, lock: RetrainLock, folder: Path) -> None:
    """Start `stance retrain` in a session of its own, and hand it the lock; raise `OSError` if that fails."""
    kind, goes_live = "--full" if full else "--quick", "--promote" if promote else "--no-promote"
    command = [sys.executable, "-m", "training", "retrain", "--job", retraining_id, kind, goes_live]
    with (folder / LOG_FILE).open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=Path(__file__).parent.parent,
            env=os.environ | {INHERITED: str(lock.descriptor)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock.descriptor],
            start_new_session=True,
        )
    # Requests come first.
    os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    # Whoever ends before its parent waits to be asked how it ended.
    threading.Thread(target=process.wait, daemon=True).start()
