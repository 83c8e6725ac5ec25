from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, create_engine, text

from config import grid
from config.clock import FixedClock
from config.errors import DatabaseUnavailable, HelikopterError
from config.grid import Grid, edges
from config.kinds import EventKind
from dashboard.store import migrate
from dashboard.store.engine import Writer
from dashboard.store.migrate import SchemaMismatch, check, current, newest, upgrade
from tests import server
from tests.world import World, story

EVERYTHING = """
SELECT (SELECT string_agg(g::text || g.xmin::text, ',' ORDER BY grid, bucket) FROM grid_edge g),
       (SELECT string_agg(s::text || s.xmin::text, ',' ORDER BY key) FROM setting s),
       (SELECT string_agg(a::text || a.xmin::text, ',') FROM alembic_version a),
       (SELECT string_agg(oid::text || relname || coalesce(rights.all, ''), ',' ORDER BY oid) FROM pg_class
        CROSS JOIN LATERAL (SELECT string_agg(one::text, ' ' ORDER BY one::text) FROM unnest(relacl) one) rights("all")
        WHERE relnamespace IN ('public'::regnamespace, 'published'::regnamespace))
"""


@pytest.fixture
def owner(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def empty() -> Iterator[str]:
    """The owner's address of a database without any table."""
    name = server.create_database(template="template0")
    yield server.url(name)
    server.drop_database(name)


def test_upgrading_again_changes_nothing(database_url: str, owner: Connection) -> None:
    before = owner.execute(text(EVERYTHING)).one()
    owner.rollback()
    upgrade(database_url)
    assert owner.execute(text(EVERYTHING)).one() == before


def test_several_processes_may_upgrade_an_empty_database_at_once(empty: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(upgrade, [empty] * 3))
    engine = create_engine(empty)
    with engine.connect() as connection:
        check(connection)
        assert connection.scalar(text("SELECT count(*) FROM grid_edge")) == sum(len(edges(one)) for one in Grid)
    engine.dispose()


def test_a_newer_schema_is_refused_and_left_as_it_is(database_url: str, owner: Connection) -> None:
    owner.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    owner.commit()
    with pytest.raises(SchemaMismatch) as caught:
        upgrade(database_url)
    assert "9999" in caught.value.text("en")
    assert current(owner) == "9999"
    with pytest.raises(SchemaMismatch):
        check(owner)


def test_an_empty_database_is_not_ours_to_run_on(empty: str) -> None:
    engine = create_engine(empty)
    with engine.connect() as connection, pytest.raises(SchemaMismatch):
        check(connection)
    engine.dispose()


def test_our_own_schema_is_accepted(owner: Connection) -> None:
    check(owner)
    assert current(owner) == newest()


def test_an_old_server_is_refused_in_words(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "OLDEST_SERVER", 990_000)
    with pytest.raises(HelikopterError, match="too old"):
        upgrade(empty)


def test_no_server_is_said_in_words() -> None:
    with pytest.raises(DatabaseUnavailable):
        upgrade("postgresql+psycopg://heli_owner@127.0.0.1:1/none")


def test_the_grid_is_published_as_the_code_knows_it(owner: Connection) -> None:
    rows = owner.execute(text("SELECT grid, bucket, edge FROM grid_edge ORDER BY grid, bucket")).all()
    assert [tuple(row) for row in rows] == [
        (str(one), number, edge) for one in sorted(Grid) for number, edge in enumerate(edges(one))
    ]


def test_a_changed_grid_derives_everything_again(
    database_url: str, owner: Connection, writer: Writer, clock: FixedClock
) -> None:
    world = World(writer, clock)
    world.melding(world.a, story((EventKind.SUBMITTED, "2026-03-02 10:00"), (EventKind.RESOLVED, "2026-03-04 10:00")))
    owner.execute(text("UPDATE closing SET lead_bucket = 0"))
    owner.execute(text("DELETE FROM grid_edge WHERE bucket > 10"))
    owner.execute(text("UPDATE setting SET value = to_jsonb('older'::text) WHERE key = 'grid_version'"))
    owner.commit()
    upgrade(database_url)
    assert owner.scalar(text("SELECT lead_bucket FROM closing")) == grid.bucket(2 * grid.DAY, Grid.SECONDS) == 48
    assert owner.scalar(text("SELECT count(*) FROM grid_edge")) == sum(len(edges(one)) for one in Grid)
    assert owner.scalar(text("SELECT value #>> '{}' FROM setting WHERE key = 'grid_version'")) == grid.version()
