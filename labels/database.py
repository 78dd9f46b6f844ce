"""The database under the label store: opened, migrated, one writer at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from labels.errors import StoreBusy, StoreError, shorten

WAIT_SECONDS = 30
PAUSE_SECONDS = 0.01
HEAD = "0003"
"""The newest revision of the tables."""
EXPECTED_URL = "sqlite:///FILE or postgresql://USER@HOST/DATABASE"

_WRITES = "writes"
_MIGRATION_LOCK = 7_369_011
_LOCK_NOT_AVAILABLE = "55P03"


class Database:
    """A migrated SQLite or PostgreSQL database; `url` is shown without its password."""

    def __init__(self, engine: Engine) -> None:
        self.url = _shown(engine.url)
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self._writer = engine.execution_options(**{_WRITES: True})
        # Several SELECTs of one export must see one and the same moment; SQLite's always do.
        self._reader = engine if self._sqlite else engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is now, throughout.

        Raises `StoreError` if the database can't be read.
        """
        with self._clear_errors(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that writes; all of it is kept at the end, or none.

        Raises `StoreBusy` if others write for longer than `WAIT_SECONDS`, `StoreError` if the
        database can't be written.
        """
        with self._clear_errors(), self._writer.begin() as connection:
            if not self._sqlite:
                _limit_wait(connection)
                connection.execute(text("LOCK TABLE statements IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def migrate(self) -> None:
        """Bring the tables up to date; a second process waits and finds it done.

        Raises `StoreError` if the database was made by a newer version.
        """
        with self._clear_errors():
            with self._engine.begin() as connection:
                if self._is_current(connection):
                    return
            with self._writer.begin() as connection:
                if not self._sqlite:
                    _limit_wait(connection)
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                if not self._is_current(connection):
                    from labels.migrating import upgrade  # Alembic takes time to load, and is seldom needed.

                    upgrade(connection)

    def _is_current(self, connection: Connection) -> bool:
        found = _revision(connection)
        if found in (None, HEAD):
            return found == HEAD
        from labels.migrating import knows

        if not knows(found):
            raise StoreError(f"{self.url}: has revision {shorten(found)} of the tables (expected at most {HEAD!r})")
        return False

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout:
            raise StoreBusy(f"{self.url}: no free connection for {WAIT_SECONDS} s") from None
        except IntegrityError:
            raise  # A broken constraint is a mistake of this program, not of its user.
        except DBAPIError as problem:
            if _is_busy(problem.orig):
                raise StoreBusy(f"{self.url}: others have been writing for {WAIT_SECONDS} s") from problem
            reason = str(problem.orig).strip().splitlines()[0]
            raise StoreError(f"{self.url}: {reason}") from problem


def open_database(url: str, *, must_exist: bool = False) -> Database:
    """Return the database at `url`, migrated; a SQLite file is made where there is none.

    Raises `StoreError` if it can't be used, if a newer version made it, or if it `must_exist` and
    its file does not.
    """
    parsed = _parsed(url)
    if must_exist and parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise StoreError(f"{_shown(parsed)}: no such file")
    database = Database(_engine(parsed))
    try:
        database.migrate()
    except BaseException:
        database.close()
        raise
    return database


def attach_database(url: str) -> Database:
    """Return the database at `url` as it is, not connected yet; raise `StoreError` for another URL."""
    return Database(_engine(_parsed(url)))


def absolute_url(url: str) -> str:
    """Return the URL, of a SQLite file with its whole path; raise `StoreError` if it is none of a database."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return url
    return f"sqlite:///{Path(parsed.database or '').absolute()}"


def check_absolute(url: str) -> None:
    """Raise `StoreError` for a SQLite file that another working folder would not find."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_absolute():
        raise StoreError(f"the database's URL: got {_shown(parsed)!r} (expected a whole path, sqlite:////FOLDER/FILE)")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(f"the database's URL: got {shorten(url)} (expected {EXPECTED_URL})") from None
    shown, backend = _shown(parsed), parsed.get_backend_name()
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreError(f"the database's URL: got {shown!r}, which is kept nowhere (expected sqlite:///FILE)")
    if backend not in ("sqlite", "postgresql", "postgres"):
        raise StoreError(f"the database's URL: got {shown!r} (expected {EXPECTED_URL})")
    return parsed.set(drivername="sqlite" if backend == "sqlite" else "postgresql+psycopg")


def _shown(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{url.database or ''}"
    return url.render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A connection may have died since it was last used: the server was restarted.
    return create_engine(url, connect_args={"connect_timeout": WAIT_SECONDS}, pool_pre_ping=True, hide_parameters=True)


def _prepare_sqlite(connection: Any, _: object) -> None:
    # Python's module must not begin transactions of its own: `_begin_sqlite` does.
    connection.isolation_level = None
    _write_ahead(connection)
    for setting in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}").close()


def _write_ahead(connection: Any) -> None:
    # SQLite waits for no other here, but refuses at once: of several that open a new file, one sets it.
    last_moment = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as problem:
            if not _is_busy(problem) or time.monotonic() > last_moment:
                raise
        time.sleep(PAUSE_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that has read first can't wait for another's end.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _limit_wait(connection: Connection) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))


def _revision(connection: Connection) -> str | None:
    """Return the revision of the tables, which Alembic keeps in one of its own, or None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _is_busy(problem: BaseException | None) -> bool:
    if getattr(problem, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
        return True
    return str(getattr(problem, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
