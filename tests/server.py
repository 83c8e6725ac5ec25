"""The PostgreSQL server of a test run: `TEST_DATABASE_URL` when given, else an embedded one without durability.

Every database is a copy of one migrated template.
"""

import os
from contextlib import ExitStack
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from dashboard.store.migrate import upgrade

_TEMPLATE = "HELI_TEST_TEMPLATE"
_SERVER = "HELI_TEST_SERVER"
_started = ExitStack()


def start() -> None:
    """Start (or find) the server and make the template; workers find both in the environment."""
    given = os.environ.get("TEST_DATABASE_URL")
    os.environ[_SERVER] = given or _start_embedded()
    os.environ[_TEMPLATE] = name = f"heli_template_{uuid4().hex[:12]}"
    _maintain(f"CREATE DATABASE {name}")
    upgrade(url(name))


def stop() -> None:
    """Remove the template and stop what was started here."""
    _maintain(f"DROP DATABASE IF EXISTS {os.environ[_TEMPLATE]} WITH (FORCE)")
    _started.close()


def url(database: str) -> str:
    """The owner's address of a database on the server."""
    return make_url(os.environ[_SERVER]).set(database=database).render_as_string(hide_password=False)


def create_database(template: str | None = None) -> str:
    """A fresh copy of the migrated template, or of another one; returns its name."""
    name = f"heli_test_{uuid4().hex[:12]}"
    source = template or os.environ[_TEMPLATE]
    _maintain(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")  # a fifth of the time of WAL_LOG
    return name


def drop_database(name: str) -> None:
    """Remove a database, also when somebody is still connected."""
    _maintain(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _maintain(statement: str) -> None:
    engine = create_engine(os.environ[_SERVER], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _start_embedded() -> str:
    from dashboard.store.embedded import throwaway

    return _started.enter_context(throwaway()).url("postgres")
