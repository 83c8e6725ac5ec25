"""What each database role may do, asked of the database by doing it or by its own catalogue."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from config.clock import FixedClock
from config.kinds import EventKind as K
from config.settings import with_role
from dashboard.store.engine import Writer
from dashboard.store.retention.words import ERASE_WORDS, WORDS_REMOVED, erase_words
from dashboard.store.roles import APPEND_ONLY, PRIVATE, PUBLIC, READER, ROLES, WRITER
from queries.tables import metadata
from tests.fold import Event
from tests.world import World, at, story

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
TABLES = sorted(metadata.tables)


@pytest.fixture
def owner(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def rights(owner: Connection, role: str, table: str) -> set[str]:
    question = text("SELECT has_table_privilege(:role, :table, :what)")
    asked = {what: {"role": role, "table": table, "what": what} for what in RIGHTS}
    return {what for what, values in asked.items() if owner.scalar(question, values)}


def test_the_writer_appends_events_and_never_changes_or_removes_one(owner: Connection) -> None:
    assert set(APPEND_ONLY) == {"event", "subject"}
    found = {table: rights(owner, WRITER, table) for table in TABLES}
    usual = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert found == {table: {"SELECT", "INSERT"} if table in APPEND_ONLY else usual for table in TABLES}


def test_the_reader_reads_and_nothing_about_accounts_or_what_people_did(owner: Connection) -> None:
    accounts = {"account", "account_grant", "account_visit", "saved_view", "one_time_link", "login_attempt"}
    assert set(PRIVATE) == accounts | {"audit", "subscription", "mail"}
    found = {table: rights(owner, READER, table) for table in TABLES}
    assert found == {table: set() if table in PRIVATE else {"SELECT"} for table in TABLES}


def test_the_public_sees_no_table_of_ours(owner: Connection) -> None:
    assert [table for table in [*TABLES, "alembic_version"] if rights(owner, PUBLIC, table)] == []
    columns = text(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND has_any_column_privilege(:role, oid, 'SELECT, INSERT, UPDATE, REFERENCES')"
    )
    assert owner.scalar(columns, {"role": PUBLIC}) == 0


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_more_than_its_name_says(owner: Connection, role: str) -> None:
    powers = owner.execute(
        text("SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = :r"),
        {"r": role},
    ).one()
    makes = "SELECT has_schema_privilege(:r, 'public', 'CREATE') OR has_schema_privilege(:r, 'published', 'CREATE')"
    member = "SELECT count(*) FROM pg_auth_members WHERE member = CAST(:r AS regrole)"
    assert not any(powers)
    assert owner.scalar(text(makes), {"r": role}) is False
    assert owner.scalar(text(member), {"r": role}) == 0


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (WRITER, "UPDATE event SET occurred_at = now()"),
        (WRITER, "DELETE FROM event"),
        (WRITER, "TRUNCATE event"),
        (WRITER, "UPDATE subject SET source_key = 'x'"),
        (WRITER, "DELETE FROM subject"),
        (WRITER, "ALTER TABLE melding ADD COLUMN x int"),
        (WRITER, "CREATE TABLE public.mine (x int)"),
        (READER, "INSERT INTO setting VALUES ('x', '1')"),
        (READER, "DELETE FROM outbox"),
        (READER, "SELECT * FROM account"),
        (READER, "SELECT * FROM account_grant"),
        (READER, "SELECT * FROM audit"),
        (READER, "SELECT * FROM one_time_link"),
        (READER, "SELECT * FROM login_attempt"),
        (PUBLIC, "SELECT * FROM melding"),
        (PUBLIC, "SELECT * FROM organisation"),
        (PUBLIC, "SELECT * FROM setting"),
        (PUBLIC, "SELECT * FROM alembic_version"),
    ],
)
def test_what_a_role_may_not_do_the_database_refuses(database_url: str, role: str, statement: str) -> None:
    engine = create_engine(with_role(database_url, role))
    with engine.connect() as connection, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connection.execute(text(statement))
    engine.dispose()


WRITTEN = (K.SUBMITTED, "2026-03-02 10:00", {"payload": {"title": "x", "number": "7", "street": "Kerkstraat"}})


def test_erasing_takes_words_only_and_only_where_a_tombstone_stands(world: World, database_url: str) -> None:
    """Called by the writer with all subjects: of one no text was removed, of one the removal was taken back."""
    removed = (K.TEXT_REMOVED, "2026-04-02 10:00")
    stories = {
        "erased": story(WRITTEN, (K.RELOCATED, "2026-03-03 10:00", {"payload": {"street": "Plein"}}), removed),
        "kept": story(WRITTEN),
        "taken back": [*story(WRITTEN, removed), Event(3, K.VOID, at("2026-04-03 10:00"), voids_seq=2)],
    }
    engine = create_engine(with_role(database_url, WRITER))
    with engine.begin() as connection:
        subjects = world.add(connection, world.a, *stories.values())
        before = connection.execute(text(EVENTS)).mappings().all()
        assert [erase_words(connection, town, subjects) for town in (world.b, world.a, world.a)] == [0, 1, 0]
        after = connection.execute(text(EVENTS)).mappings().all()
    engine.dispose()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(old["subject_id"], set(old["payload"]) - set(new["payload"])) for old, new in changed] == [
        (subjects[0], {"title"})
    ]
    assert [{**old, "payload": new["payload"]} for old, new in changed] == [new for _, new in changed]


EVENTS = "SELECT * FROM event ORDER BY subject_id, seq"


@pytest.mark.parametrize("role", [READER, PUBLIC])
def test_nobody_else_erases(database_url: str, role: str) -> None:
    engine = create_engine(with_role(database_url, role))
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("SELECT public.erase_words(1, '{}')"))
    engine.dispose()


def test_the_functions_that_erase_are_those_of_the_code(owner: Connection) -> None:
    """And nothing else runs with the rights of the owner."""
    found = {row.proname: row for row in owner.execute(text(FUNCTIONS))}
    assert {name: row.prosrc for name, row in found.items()} == {
        "words_removed": WORDS_REMOVED,
        "erase_words": ERASE_WORDS,
    }
    assert {name: (row.prosecdef, row.proconfig) for name, row in found.items()} == {
        "words_removed": (False, None),
        "erase_words": (True, ['search_path=""']),
    }


FUNCTIONS = "SELECT proname, prosrc, prosecdef, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
