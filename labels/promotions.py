"""Which version of the model is live, and which ones were: a list that only grows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from labels.database import Database
from labels.errors import ModelError
from labels.tables import promotion_table


class PromotionKind(StrEnum):
    """Whether a version came to be live for itself, or because the one after it was taken back."""

    PROMOTE = "promote"
    ROLLBACK = "rollback"


@dataclass(frozen=True)
class Promotion:
    """A version that came to be live: when, by whom, why, and with which figures."""

    number: int
    version: str
    kind: PromotionKind
    actor: str
    reason: str
    figures: dict[str, Any]
    created_at: datetime


class Promotions:
    """The list of promotions in a database; "" stands for the version that the package ships."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Promotion]:
        """Return every promotion, the oldest first; raise `StoreError` if the database fails."""
        with self._database.reading() as connection:
            return _all(connection)

    def latest(self) -> Promotion | None:
        """Return the promotion of the live version, None where none was ever promoted.

        Raises `StoreError` if the database fails.
        """
        with self._database.reading() as connection:
            newest = select(promotion_table).order_by(promotion_table.c.number.desc()).limit(1)
            row = connection.execute(newest).mappings().first()
        return _promotion(row) if row else None

    def promote(
        self, version: str, actor: str, reason: str, figures: dict[str, Any], *, instead_of: str | None = None
    ) -> Promotion:
        """Make a version live, and return its promotion.

        Raises `ModelError` if it is live already, or if it was compared with `instead_of` and another is live by
        now; `StoreError` if the database fails.
        """
        with self._database.writing() as connection:
            live = _stack(_all(connection))[-1]
            if live == version:
                raise ModelError(f"version {_name(version)}: is live already")
            if instead_of is not None and live != instead_of:
                raise ModelError(
                    f"version {_name(version)}: was compared with {_name(instead_of)}, but by now {_name(live)} is live"
                )
            return _add(connection, version, PromotionKind.PROMOTE, actor, reason, figures)

    def roll_back(self, actor: str, reason: str, figures: dict[str, Any]) -> Promotion:
        """Make the version live that was so before the present one, and return its promotion.

        Raises `ModelError` if there was none, `StoreError` if the database fails.
        """
        with self._database.writing() as connection:
            stack = _stack(_all(connection))
            if len(stack) < 2:
                raise ModelError(
                    f"version {_name(stack[-1])}: no other was live before it (expected one to go back to)"
                )
            return _add(connection, stack[-2], PromotionKind.ROLLBACK, actor, reason, figures)

    def before(self) -> str | None:
        """Return the version that `roll_back` would make live, None where there is none."""
        stack = _stack(self.all())
        return stack[-2] if len(stack) > 1 else None


def _stack(made: Iterable[Promotion]) -> list[str]:
    """Return the versions that one can go back through, the live one last; the shipped one was there first."""
    stack = [""]
    for promotion in made:
        if promotion.kind is PromotionKind.ROLLBACK:
            stack.pop()
        else:
            stack.append(promotion.version)
    return stack


def _name(version: str) -> str:
    return version or "shipped with the package"


def _all(connection: Connection) -> list[Promotion]:
    rows = connection.execute(select(promotion_table).order_by(promotion_table.c.number)).mappings()
    return [_promotion(row) for row in rows]


def _promotion(row: Any) -> Promotion:
    columns = {**row, "kind": PromotionKind(row["kind"]), "figures": json.loads(row["figures"])}
    return Promotion(**columns)


def _add(
    connection: Connection, version: str, kind: PromotionKind, actor: str, reason: str, figures: dict[str, Any]
) -> Promotion:
    now = datetime.now(UTC)
    row = {
        "version": version,
        "kind": kind.value,
        "actor": actor,
        "reason": reason,
        "figures": json.dumps(figures),
        "created_at": now,
    }
    number = connection.execute(insert(promotion_table).returning(promotion_table.c.number), row).scalar_one()
    return Promotion(number, version, kind, actor, reason, figures, now)
