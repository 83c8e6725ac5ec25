"""Bring a database to the schema of this version: migrations, roles, and the published duration grid."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from config.errors import DatabaseUnavailable, HelikopterError
from config.grid import Grid, edges, version
from config.language import N_
from dashboard.store.project import project_all
from dashboard.store.roles import ensure_roles, grant

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_SERVER = 150_000
_LOCK = 4_802_020


class SchemaMismatch(HelikopterError):
    """The database was made by another version of the application."""

    code = "schema_mismatch"
    message = N_("The database has schema {found}; this version of Helikopterview does not know it. Update first.")


def upgrade(url: str) -> None:
    """Migrate the database at the owner's `url`. Safe to run by several processes at once; nothing half on failure.

    Raises SchemaMismatch on a newer schema, DatabaseUnavailable when the server does not answer.
    """
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _check_server(connection)
            _migrate(connection)
            ensure_roles(connection)
            grant(connection)
            _fill_grid(connection)
    except OperationalError as error:
        raise DatabaseUnavailable() from error
    finally:
        engine.dispose()


def current(connection: Connection) -> str | None:
    """The revision of the database, or None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this version of the application needs."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def check(connection: Connection) -> None:
    """Refuse to run on another schema than ours. Raises SchemaMismatch."""
    if current(connection) != newest():
        raise SchemaMismatch(found=current(connection))


def _check_server(connection: Connection) -> None:
    found = int(connection.scalar(text("SHOW server_version_num")) or 0)
    if found < OLDEST_SERVER:
        raise HelikopterError(
            N_("PostgreSQL {found} is too old; version 15 or newer is needed."), found=found // 10_000
        )


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise SchemaMismatch(found=current(connection)) from error


def _fill_grid(connection: Connection) -> None:
    """Publish the grid; when it changed, everything quantised with the old one is derived again."""
    known = connection.scalar(text("SELECT value #>> '{}' FROM setting WHERE key = 'grid_version'"))
    if known == version():
        return
    connection.execute(text("DELETE FROM grid_edge"))
    rows = [{"g": grid, "b": number, "e": edge} for grid in Grid for number, edge in enumerate(edges(grid))]
    connection.execute(text("INSERT INTO grid_edge (grid, bucket, edge) VALUES (:g, :b, :e)"), rows)
    connection.execute(
        text(
            "INSERT INTO setting (key, value) VALUES ('grid_version', to_jsonb(CAST(:v AS text))) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ),
        {"v": version()},
    )
    for organisation in connection.scalars(text("SELECT organisation_id FROM organisation")).all():
        project_all(connection, organisation)
