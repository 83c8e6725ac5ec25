"""What each database role may do, asked of the database by doing it or by its own catalogue."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from config.settings import with_role
from dashboard.store.roles import APPEND_ONLY, PRIVATE, PUBLIC, READER, ROLES, WRITER
from queries.tables import metadata

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
TABLES = sorted(metadata.tables)


@pytest.fixture
def owner(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


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
    assert set(PRIVATE) == accounts | {"audit"}
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
