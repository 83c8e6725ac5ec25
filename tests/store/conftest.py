"""One database for the tests of the loader; each test has a town of its own in it."""

from collections.abc import Iterator

import pytest

from config.clock import FixedClock
from config.settings import with_role
from dashboard.store.engine import Writer
from tests import server
from tests.deliveries import Town


@pytest.fixture(scope="module")
def shared_writer() -> Iterator[Writer]:
    """The writing side of one database for the tests of a file."""
    name = server.create_database()
    side = Writer(with_role(server.url(name), "heli_writer"))
    yield side
    side.close()
    server.drop_database(name)


@pytest.fixture
def town(shared_writer: Writer, clock: FixedClock) -> Town:
    """A town of its own for each test."""
    return Town(shared_writer, clock)
