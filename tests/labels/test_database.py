from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

import labels.database
from labels import tables
from labels.database import HEAD, Database, absolute_url, attach_database, check_absolute, open_database
from labels.errors import StanceError, StoreBusy, StoreError


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database, of either kind."""
    opened = open_database(database_url)
    yield opened
    opened.close()


def test_the_migrations_make_the_tables_that_the_store_uses(database: Database):
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        assert context.get_current_revision() == HEAD


def test_a_database_of_a_newer_version_is_refused_with_both_revisions(database: Database, database_url: str):
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as caught:
        open_database(database_url)
    assert str(caught.value) == f"{database.url}: has revision '9999' of the tables (expected at most {HEAD!r})"


def test_a_migration_that_fails_halfway_leaves_nothing_behind(database_url: str):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE adjudications (bets TEXT)")
    with pytest.raises(StoreError, match=r"adjudications.* already exists"):
        open_database(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == ["adjudications"]
        connection.exec_driver_sql("DROP TABLE adjudications")
    engine.dispose()
    open_database(database_url).close()


def test_nothing_of_a_write_that_fails_is_kept(database: Database):
    with pytest.raises(StoreError, match="bets"), database.writing() as connection:  # noqa: PT012
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.exec_driver_sql("DELETE FROM bets")
    with database.reading() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == HEAD


def test_a_reader_sees_one_moment_throughout_and_waits_for_no_writer(database: Database):
    query = "SELECT count(*) FROM alembic_version"
    with database.reading() as reader:
        before = reader.exec_driver_sql(query).scalar()
        with database.writing() as writer:
            writer.exec_driver_sql("DELETE FROM alembic_version")
        assert reader.exec_driver_sql(query).scalar() == before == 1
    with database.reading() as reader:
        assert reader.exec_driver_sql(query).scalar() == 0


def test_a_second_writer_that_waits_too_long_is_told_to_try_again(database_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(labels.database, "WAIT_SECONDS", 1)
    first, second = open_database(database_url), open_database(database_url)
    with first.writing(), pytest.raises(StoreBusy) as caught, second.writing():
        pass
    assert str(caught.value) == f"{second.url}: others have been writing for 1 s"
    first.close()
    second.close()


def test_many_can_open_a_new_database_at_once(database_url: str):
    with ThreadPoolExecutor(8) as threads:
        for database in threads.map(open_database, [database_url] * 8):
            database.close()


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path):
    database = open_database(f"sqlite:///{tmp_path / 'labels.db'}")
    with database.reading() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    database.close()
    assert settings == ["wal", 2, 1]


def test_a_new_sqlite_file_is_opened_once_the_one_who_was_first_at_it_is_done(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "labels.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as threads:
        opened = threads.submit(open_database, f"sqlite:///{tmp_path / 'labels.db'}")
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.5)
        other.execute("COMMIT")
        opened.result().close()
    other.close()


def test_a_new_sqlite_file_that_another_keeps_to_itself_is_named_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(labels.database, "WAIT_SECONDS", 1)
    other = sqlite3.connect(tmp_path / "labels.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(StoreBusy, match="others have been writing for 1 s"):
        open_database(f"sqlite:///{tmp_path / 'labels.db'}")
    assert 1 <= time.monotonic() - begun < 5
    other.close()


def test_the_postgres_of_a_common_url_gets_the_driver_that_is_installed(postgres: str):
    plain = postgres.replace("postgresql+psycopg://", "postgres://")
    database = open_database(plain)
    assert database.url.startswith("postgresql+psycopg://")
    database.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("labels.db", "got 'labels.db' (expected sqlite:///FILE or postgresql://USER@HOST/DATABASE)"),
        ("mysql://me:pw@h/d", "got 'mysql://me:***@h/d' (expected sqlite:///FILE or postgresql://USER@HOST/DATABASE)"),
        ("sqlite://", "got 'sqlite:///', which is kept nowhere (expected sqlite:///FILE)"),
        ("sqlite:///:memory:", "got 'sqlite:///:memory:', which is kept nowhere (expected sqlite:///FILE)"),
    ],
)
def test_a_url_of_no_database_is_refused_without_its_password(url: str, message: str):
    with pytest.raises(StoreError) as caught:
        open_database(url)
    assert str(caught.value) == f"the database's URL: {message}"


def test_a_database_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(StoreError) as caught:
        open_database("postgresql://me:secret@127.0.0.1:1/labels")
    assert str(caught.value).startswith("postgresql+psycopg://me:***@127.0.0.1:1/labels: ")
    assert "refused" in str(caught.value)


def test_a_folder_that_is_not_there_and_a_file_of_something_else_are_named(tmp_path: Path):
    other = tmp_path / "notes.db"
    other.write_text("Not a database at all. " * 100)
    for url, reason in [
        (f"sqlite:///{tmp_path / 'no' / 'labels.db'}", "unable to open database file"),
        (f"sqlite:///{other}", "file is not a database"),
    ]:
        with pytest.raises(StoreError) as caught:
            open_database(url)
        assert str(caught.value) == f"{url}: {reason}"
        assert isinstance(caught.value, StanceError)


def test_a_file_that_must_exist_is_not_made(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'lables.db'}"
    with pytest.raises(StoreError) as caught:
        open_database(url, must_exist=True)
    assert str(caught.value) == f"{url}: no such file"
    assert list(tmp_path.iterdir()) == []


def test_a_database_is_attached_without_being_touched(tmp_path: Path):
    attach_database(f"sqlite:///{tmp_path / 'labels.db'}").close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["sqlite:///labels.db", "sqlite+pysqlite:///labels.db"])
def test_a_file_gets_its_whole_path(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"got 'sqlite:///labels.db' \(expected a whole path"):
        check_absolute(url)
    assert absolute_url(url) == f"sqlite:///{tmp_path}/labels.db"
    check_absolute(absolute_url(url))


def test_a_server_is_the_same_from_every_folder():
    url = "postgresql://me:secret@db/labels"
    check_absolute(url)
    assert absolute_url(url) == url


def test_an_old_database_file_is_brought_to_writing_ahead(tmp_path: Path):
    file = tmp_path / "labels.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()
    open_database(f"sqlite:///{file}").close()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
