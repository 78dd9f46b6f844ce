"""One retraining at a time, and none that outlives its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labels.errors import RetrainingHeld
from labels.retrain_lock import INHERITED, held_lock, holder, take_lock

HOLD = """
import sys, time
from pathlib import Path
from labels.retrain_lock import held_lock
with held_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(60)
"""


def holding(folder: Path, name: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(folder), name]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_the_second_is_told_who_holds_the_lock(tmp_path: Path):
    process = holding(tmp_path, "first")
    try:
        with pytest.raises(RetrainingHeld, match=rf"^another .*: retraining first, process {process.pid}, since 20"):
            take_lock(tmp_path)
        assert holder(tmp_path) == "first"
    finally:
        end(process)


def test_a_lock_ends_with_a_process_that_is_killed(tmp_path: Path):
    process = holding(tmp_path, "first")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert holder(tmp_path) == ""
    with held_lock(tmp_path, "second"):
        assert holder(tmp_path) == "second"
    assert holder(tmp_path) == ""


def test_looking_does_not_take_the_lock_away_from_one_who_wants_it(tmp_path: Path):
    lock = take_lock(tmp_path)
    lock.close()
    for _ in range(50):
        assert holder(tmp_path) == ""
        take_lock(tmp_path).close()


def test_a_lock_that_is_handed_on_is_held_by_the_child_alone(tmp_path: Path):
    lock = take_lock(tmp_path)
    lock.say("mine", os.getpid())
    environment = {**os.environ, INHERITED: str(lock.descriptor)}
    process = holding(tmp_path, "childs", env=environment, pass_fds=[lock.descriptor])
    try:
        lock.close()
        assert holder(tmp_path) == "childs"
        with pytest.raises(RetrainingHeld, match=rf"process {process.pid}"):
            take_lock(tmp_path)
    finally:
        end(process)
    time.sleep(0.05)
    assert holder(tmp_path) == ""
