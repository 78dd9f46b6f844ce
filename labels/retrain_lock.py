"""One retraining at a time: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from labels.errors import RetrainingHeld

LOCK_FILE = "retrain.lock"
TRIES = 10
PAUSE_SECONDS = 0.1
INHERITED = "STANCE_RETRAIN_LOCK"
"""The variable that tells a process of the descriptor through which it was handed the lock."""


class RetrainLock:
    """A lock that is held, as an open file descriptor; whoever inherits the descriptor holds it too."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def say(self, retraining_id: str, process: int) -> None:
        """Write down who holds the lock, for those who come upon it."""
        holder = {"id": retraining_id, "pid": process, "since": datetime.now(UTC).isoformat(timespec="seconds")}
        os.pwrite(self.descriptor, json.dumps(holder).ljust(200).encode(), 0)

    def close(self) -> None:
        """Let go of the lock here; one who has inherited it keeps it."""
        os.close(self.descriptor)


def take_lock(folder: Path) -> RetrainLock:
    """Return the lock of a state folder; raise `RetrainingHeld`, which says who has it, if another has.

    It is tried for a second: one who only looks whether it is held, holds it for a moment.
    """
    descriptor = _open(folder)
    for _ in range(TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return RetrainLock(descriptor)
        time.sleep(PAUSE_SECONDS)
    holder = _read(descriptor)
    os.close(descriptor)
    who = "retraining {id}, process {pid}, since {since}".format_map({"id": "?", "pid": "?", "since": "?"} | holder)
    raise RetrainingHeld(f"another retraining is under way: {who} (expected one at a time)")


@contextmanager
def held_lock(folder: Path, retraining_id: str) -> Iterator[RetrainLock]:
    """Hold the lock of a state folder in this process, or the one that it was handed by its parent."""
    inherited = os.environ.pop(INHERITED, "")
    lock = RetrainLock(int(inherited)) if inherited else take_lock(folder)
    try:
        os.set_inheritable(lock.descriptor, False)
        lock.say(retraining_id, os.getpid())
        yield lock
    finally:
        lock.close()


def holder(folder: Path) -> str:
    """Return the id of the retraining that is under way, "" where none is."""
    descriptor = _open(folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return str(_read(descriptor).get("id", "?"))
    finally:
        os.close(descriptor)
    return ""


def _open(folder: Path) -> int:
    return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _read(descriptor: int) -> dict[str, Any]:
    try:
        found = json.loads(os.pread(descriptor, 1000, 0))
    except ValueError:  # Its holder has not written yet.
        return {}
    return found if isinstance(found, dict) else {}
