"""Make the tables of statements, annotations, adjudications and reviewed predictions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = ("statements", "annotations", "adjudications", "reviewed_predictions")
STATEMENT = ("text", "context", "attribution", "speaker", "role", "organisation", "source")
JUDGEMENT = ("sector", "stance", "themes", "sure", "annotator", "origin", "guide_version", "note")
PREDICTION = ("model_version", "sector", "stance", "themes", "reviewer")


def upgrade() -> None:
    """Make the step."""
    optional = (sa.Column("kind", sa.Text), sa.Column("split", sa.Text))
    statement_id = (sa.Column("id", sa.Text, nullable=False), sa.UniqueConstraint("id"))
    _create("statements", *statement_id, *_texts(STATEMENT), *optional)
    for name in ("annotations", "adjudications"):
        labels_hash = sa.Column("labels_hash", sa.String(64), nullable=False)
        _create(name, *_of_a_statement(), labels_hash, *_texts(JUDGEMENT))
    confidences = (sa.Column(f"{head}_confidence", sa.Float, nullable=False) for head in ("sector", "stance"))
    _create("reviewed_predictions", *_of_a_statement(), *_texts(PREDICTION), *confidences)
    for name in TABLES[1:]:
        op.create_index(f"ix_{name}_statement", name, ["statement"])


def downgrade() -> None:
    """Take it back."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _create(name: str, *items: Any) -> None:
    number = sa.Column("number", sa.Integer, primary_key=True)
    content_hash = sa.Column("content_hash", sa.String(64), nullable=False)
    op.create_table(name, number, content_hash, *items, sa.UniqueConstraint("content_hash"))


def _of_a_statement() -> list[Any]:
    return [
        sa.Column("statement", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["statements.number"]),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _texts(names: tuple[str, ...]) -> list[Any]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
