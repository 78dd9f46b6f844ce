"""What is said of a retraining whose process may be gone."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from labels.database import Database, open_database
from labels.retrain_lock import held_lock
from labels.retrainings import Retraining, Retrainings, RetrainingState
from labels.tables import retraining_table
from serving.retraining import SILENT_SECONDS, checked

ELSEWHERE = "another-machine"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Return a database of its own, beside a state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    database = open_database(f"sqlite:///{tmp_path / 'labels.db'}")
    yield database
    database.close()


@pytest.fixture
def told(database: Database) -> Callable[..., Retraining]:
    """Return what is said of a retraining on `host` of which nothing has been heard for `seconds`."""
    retrainings = Retrainings(database)

    def tell(host: str, seconds: float) -> Retraining:
        retrainings.add("a", {})
        heard = datetime.now(UTC) - timedelta(seconds=seconds)
        with database.writing() as connection:
            connection.execute(update(retraining_table).values(host=host, updated_at=heard))
        return checked(retrainings.get("a"), retrainings)

    return tell


def test_one_elsewhere_runs_as_long_as_it_is_heard_of(told: Callable[..., Retraining]):
    assert told(ELSEWHERE, SILENT_SECONDS - 60).state is RetrainingState.RUNNING


def test_one_elsewhere_has_failed_when_nothing_was_heard_of_it_for_long(told: Callable[..., Retraining]):
    found = told(ELSEWHERE, SILENT_SECONDS + 60)
    assert found.state is RetrainingState.FAILED
    assert found.result["error"].startswith(f"nothing was heard of it from {ELSEWHERE} since 2")


def test_one_here_has_failed_as_soon_as_its_process_is_gone(told: Callable[..., Retraining]):
    found = told(socket.gethostname(), 0)
    assert (found.state, found.result) == (RetrainingState.FAILED, {"error": "its process ended before it was done"})


def test_one_here_runs_however_silent_while_its_process_is_there(told: Callable[..., Retraining], tmp_path: Path):
    (tmp_path / "stance").mkdir()
    with held_lock(tmp_path / "stance", "a"):
        assert told(socket.gethostname(), SILENT_SECONDS + 60).state is RetrainingState.RUNNING


def test_one_that_has_ended_elsewhere_stays_as_it_ended(database: Database):
    retrainings = Retrainings(database)
    retrainings.add("a", {})
    retrainings.end("a", RetrainingState.PASSED, {})
    with database.writing() as connection:
        long_ago = datetime.now(UTC) - timedelta(seconds=SILENT_SECONDS + 60)
        connection.execute(update(retraining_table).values(host=ELSEWHERE, updated_at=long_ago))
    assert checked(retrainings.get("a"), retrainings).state is RetrainingState.PASSED
