"""The retrainings that were asked for, how far each is and what came of it."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update

from labels.database import Database
from labels.errors import InvalidInput, shorten
from labels.tables import retraining_table


class RetrainingState(StrEnum):
    """What has become of a retraining."""

    RUNNING = "running"
    PROMOTED = "promoted"
    PASSED = "passed"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Retraining:
    """A retraining: where it runs, what was asked, its stage, the share of that that is done, what came of it."""

    id: str
    host: str
    settings: dict[str, Any]
    state: RetrainingState
    stage: str
    share: float
    result: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class Retrainings:
    """The retrainings in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, retraining_id: str, settings: dict[str, Any]) -> None:
        """Add a retraining that begins now; raise `StoreError` if the database fails."""
        now = datetime.now(UTC)
        row = {
            "id": retraining_id,
            "host": socket.gethostname(),
            "settings": json.dumps(settings),
            "state": RetrainingState.RUNNING.value,
            "stage": "starting",
            "share": 0.0,
            "result": "{}",
            "created_at": now,
            "updated_at": now,
        }
        with self._database.writing() as connection:
            connection.execute(insert(retraining_table), row)

    def move(self, retraining_id: str, stage: str, share: float) -> None:
        """Say how far a retraining is; raise `StoreError` if the database fails."""
        self._update(retraining_id, stage=stage, share=share)

    def end(self, retraining_id: str, state: RetrainingState, result: dict[str, Any]) -> None:
        """Say what came of a retraining; raise `StoreError` if the database fails."""
        self._update(retraining_id, state=state.value, share=1.0, result=json.dumps(result))

    def _update(self, retraining_id: str, **columns: Any) -> None:
        changed = update(retraining_table).where(retraining_table.c.id == retraining_id)
        with self._database.writing() as connection:
            connection.execute(changed.values(**columns, updated_at=datetime.now(UTC)))

    def get(self, retraining_id: str = "") -> Retraining:
        """Return the retraining of this id, the latest without one.

        Raises `InvalidInput` if there is none, `StoreError` if the database fails.
        """
        query = select(retraining_table).order_by(retraining_table.c.number.desc()).limit(1)
        if retraining_id:
            query = query.where(retraining_table.c.id == retraining_id)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            found = f"got {shorten(retraining_id)}" if retraining_id else "nobody has retrained yet"
            raise InvalidInput(found, field="id", expected="the id of a retraining")
        fields = {name: row[name] for name in ("id", "host", "stage", "share", "created_at", "updated_at")}
        settings, result = json.loads(row["settings"]), json.loads(row["result"])
        return Retraining(**fields, settings=settings, result=result, state=RetrainingState(row["state"]))
