"""Fixtures for every test: a throw-away server, a fresh migrated database, a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection

from config.clock import FixedClock
from config.language import use_language
from config.settings import with_role
from dashboard.store.engine import Writer
from queries.db import Database
from tests import server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Start one server for all workers, in the process that starts them."""
    if not hasattr(config, "workerinput"):
        server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it again."""
    if not hasattr(config, "workerinput"):
        server.stop()


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """Every test begins in Dutch, whatever the one before spoke."""
    with use_language("nl"):
        yield


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The one browser of this process, opened by the first test that asks."""
    from tests import browsing  # costs half a second, and most tests need no browser

    with browsing.started() as opened:
        yield opened


@pytest.fixture
def clock() -> FixedClock:
    """Sunday 22 November 2026, 14:32 in Brussels."""
    return FixedClock(NOW)


@pytest.fixture
def database_url() -> Iterator[str]:
    """The owner's address of an empty database of this schema, gone after the test."""
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    """The writing side of `database_url`."""
    side = Writer(with_role(database_url, "heli_writer"))
    yield side
    side.close()


@pytest.fixture
def reader(database_url: str) -> Iterator[Database]:
    """The reading side of `database_url`."""
    side = Database(with_role(database_url, "heli_reader"))
    yield side
    side.close()


@pytest.fixture
def db(reader: Database) -> Iterator[Connection]:
    """One snapshot of `database_url`, taken at the first question."""
    with reader.read() as connection:
        yield connection
