"""A world for the tests of a file."""

from collections.abc import Iterator

import pytest

from config.clock import FixedClock
from config.settings import with_role
from dashboard.store.engine import Writer
from tests import server
from tests.conftest import NOW
from tests.world import World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Two towns in a database of their own; what a test adds is rolled back by it."""
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    yield World(writer, FixedClock(NOW))
    writer.close()
    server.drop_database(name)
