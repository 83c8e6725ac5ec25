from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DataError, InternalError

from config.errors import DatabaseUnavailable
from dashboard.store.engine import Writer
from queries.db import Database, TooSlow, fetch

COUNT = text("SELECT count(*) FROM setting")
ADD = text("INSERT INTO setting VALUES ('added', '1')")


@pytest.fixture
def own(database_url: str) -> Iterator[Database]:
    """A reading side with the owner's rights: what it refuses, the transaction refuses."""
    side = Database(database_url)
    yield side
    side.close()


def test_all_numbers_of_a_page_are_of_one_moment(reader: Database, database_url: str) -> None:
    engine = create_engine(database_url)
    with reader.read() as db:
        before = db.scalar(COUNT)
        with engine.begin() as other:
            other.execute(ADD)
        assert db.scalar(COUNT) == before
    with reader.read() as db:
        assert db.scalar(COUNT) == (before or 0) + 1
    engine.dispose()


@pytest.mark.parametrize("statement", ["INSERT INTO setting VALUES ('x', '1')", "CREATE TABLE x (y int)"])
def test_reading_never_writes_whatever_the_role_may(own: Database, statement: str) -> None:
    with pytest.raises(InternalError, match="read-only transaction"), own.read() as db:
        db.execute(text(statement))


def test_every_connection_has_an_end_to_its_patience(reader: Database) -> None:
    with reader.read() as db:
        assert db.scalar(text("SHOW statement_timeout")) == "30s"
        assert db.scalar(text("SHOW transaction_isolation")) == "repeatable read"


def test_a_failure_does_not_tell_what_was_asked_for(reader: Database, writer: Writer) -> None:
    asked, values = text("SELECT CAST(:word AS int) + 0 * :secret"), {"word": "1" * 99, "secret": "jan.peeters"}
    with pytest.raises(DataError) as read, reader.read() as db:
        db.execute(asked, values)
    with pytest.raises(DataError) as written, writer.transaction() as connection:
        connection.execute(asked, values)
    assert "jan.peeters" not in f"{read.value} {written.value}"


def test_a_slow_question_is_said_in_words_and_the_next_one_answered(reader: Database) -> None:
    with pytest.raises(TooSlow), reader.read() as db:
        _without_patience(db)
    with reader.read() as db:
        assert db.scalar(text("SHOW statement_timeout")) == "30s"


def _without_patience(db: Connection) -> None:
    db.execute(text("SET LOCAL statement_timeout = '20ms'"))
    db.execute(text("SELECT pg_sleep(5)"))


def test_a_lost_connection_is_said_in_words_and_the_next_one_made(own: Database, database_url: str) -> None:
    with pytest.raises(DatabaseUnavailable), own.read() as db:
        _after_losing_it(db, database_url)
    with own.read() as db:
        assert db.scalar(COUNT) is not None


def _after_losing_it(db: Connection, database_url: str) -> None:
    number = db.scalar(text("SELECT pg_backend_pid()"))
    engine = create_engine(database_url)
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:n, 5000)"), {"n": number})
    engine.dispose()
    db.scalar(COUNT)


def test_no_server_is_said_in_words() -> None:
    side = Database("postgresql+psycopg://heli_reader@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnavailable), side.read() as db:
        db.scalar(COUNT)
    side.close()


def test_a_frame_has_its_columns_also_without_rows(reader: Database) -> None:
    with reader.read() as db:
        frame = fetch(db, text("SELECT key, value FROM setting WHERE key = :key"), {"key": "nothing"})
    assert list(frame.columns) == ["key", "value"]
    assert frame.empty


def test_instants_come_in_utc(reader: Database) -> None:
    with reader.read() as db:
        found = db.scalar(text("SELECT timestamptz '2026-11-22 14:32 Europe/Brussels'"))
    assert found == datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
    assert found.tzinfo == UTC
