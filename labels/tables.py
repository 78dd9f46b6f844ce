"""The tables of the label store; `labels/migrations` makes and changes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)
from sqlalchemy.types import TypeDecorator

HASH_CHARS = 64
ID_CHARS = 32


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone: kept in UTC, also by SQLite, which knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the database keeps it."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _key() -> Column[Any]:
    return Column("number", Integer, primary_key=True)


def _content_hash() -> Column[Any]:
    return Column("content_hash", String(HASH_CHARS), nullable=False, unique=True)


def _statement() -> Column[Any]:
    return Column("statement", Integer, ForeignKey("statements.number"), nullable=False, index=True)


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, Text, nullable=False) for name in names]


def _moment() -> Column[Any]:
    return Column("created_at", UtcDateTime, nullable=False)


def _judgement(name: str, metadata: MetaData) -> Table:
    """Return a table of labels that somebody gave; its rows are never changed."""
    return Table(
        name,
        metadata,
        _key(),
        _statement(),
        _content_hash(),
        Column("labels_hash", String(HASH_CHARS), nullable=False),
        *_texts("sector", "stance", "themes", "sure", "annotator", "origin", "guide_version", "note"),
        _moment(),
    )


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

statement_table = Table(
    "statements",
    metadata,
    _key(),
    _content_hash(),
    Column("id", Text, nullable=False, unique=True),
    *_texts("text", "context", "attribution", "speaker", "role", "organisation", "source"),
    Column("kind", Text),
    Column("split", Text),
    Column("stp_article", Boolean, nullable=False, server_default=false()),
)

annotation_table = _judgement("annotations", metadata)
adjudication_table = _judgement("adjudications", metadata)

review_table = Table(
    "reviewed_predictions",
    metadata,
    _key(),
    _statement(),
    _content_hash(),
    *_texts("model_version", "sector", "stance", "themes", "reviewer"),
    Column("sector_confidence", Float, nullable=False),
    Column("stance_confidence", Float, nullable=False),
    _moment(),
)

promotion_table = Table(
    "promotions",
    metadata,
    _key(),
    *_texts("version", "kind", "actor", "reason", "figures"),
    _moment(),
)

retraining_table = Table(
    "retrainings",
    metadata,
    _key(),
    Column("id", String(ID_CHARS), nullable=False, unique=True),
    *_texts("host", "settings", "state", "stage", "result"),
    Column("share", Float, nullable=False),
    _moment(),
    Column("updated_at", UtcDateTime, nullable=False),
)
