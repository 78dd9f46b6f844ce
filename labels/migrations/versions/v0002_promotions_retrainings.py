"""Make the tables of promotions and retrainings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the step."""
    op.create_table(
        "promotions",
        sa.Column("number", sa.Integer, primary_key=True),
        *_texts("version", "kind", "actor", "reason", "figures"),
        _moment("created_at"),
    )
    op.create_table(
        "retrainings",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False),
        *_texts("host", "settings", "state", "stage", "result"),
        sa.Column("share", sa.Float, nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.UniqueConstraint("id"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("retrainings")
    op.drop_table("promotions")


def _texts(*names: str) -> list[Any]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str) -> Any:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
