"""The job library's own tables, in schema `jobs`: made and brought up to date when a worker starts.

Its SQL names no schema, so every connection says `search_path=jobs`. The comment on the schema tells for which version
of the library the tables are.
"""

from importlib.metadata import version
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

SCHEMA = "jobs"
_WRITER = sql.Identifier("heli_writer")
_LOCK = 4_802_023


def conninfo(url: str) -> str:
    """The same address for psycopg itself, where unqualified names mean the tables of schema `jobs`."""
    address = make_url(url)
    told = {key: value if isinstance(value, str) else ",".join(value) for key, value in address.query.items()}
    told |= address.translate_connect_args(username="user", database="dbname")
    told["options"] = f"{told.get('options', '')} -c search_path={SCHEMA}".strip()
    return make_conninfo("", **told)


def ensure_schema(owner_url: str) -> None:
    """Make the tables, or apply what the library has changed since; nothing half on failure."""
    wanted = library_version()
    with psycopg.connect(conninfo(owner_url)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
        row = connection.execute("SELECT obj_description(%s::regnamespace)", (SCHEMA,)).fetchone()
        found = row[0] if row else None
        if found == wanted:
            return
        for step in migrations_since(found) if found else [SchemaManager.get_schema()]:
            connection.execute(step)
        _grant(connection)
        connection.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(SCHEMA), wanted))


def library_version() -> str:
    """The installed version as the library writes it in the names of its migrations: 03.10.00."""
    return ".".join(part.zfill(2) for part in version("procrastinate").split(".")[:3])


def migrations_since(found: str) -> list[bytes]:
    """The library's own migrations that are newer than version `found`, in order."""
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    return [file.read_bytes() for file in files if file.name.split("_")[0] > found]


def _grant(connection: psycopg.Connection) -> None:
    for right in (
        "USAGE ON SCHEMA {schema}",
        "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema}",
        "USAGE ON ALL SEQUENCES IN SCHEMA {schema}",
    ):
        statement = sql.SQL("GRANT " + right + " TO {writer}")
        connection.execute(statement.format(schema=sql.Identifier(SCHEMA), writer=_WRITER))
