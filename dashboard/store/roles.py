"""Database roles: what writing, reading and the public may do, granted anew after every migration.

The owner makes and migrates; the writer appends and projects but can never change or remove an event, other than by
`erase_words` (`dashboard.store.retention.words`); the reader only reads, and nothing about accounts or what people did;
the public sees only the views of schema `published`.
"""

from sqlalchemy import Connection, text

from queries.tables import (
    account,
    account_grant,
    account_visit,
    audit,
    event,
    login_attempt,
    mail,
    metadata,
    one_time_link,
    saved_view,
    subject,
    subscription,
)

WRITER, READER, PUBLIC = "heli_writer", "heli_reader", "heli_public"
ROLES = (WRITER, READER, PUBLIC)
APPEND_ONLY = (event.name, subject.name)
_PRIVATE_TABLES = (
    *(account, account_grant, account_visit, saved_view, one_time_link, login_attempt, audit),
    *(subscription, mail),
)
PRIVATE = tuple(table.name for table in _PRIVATE_TABLES)
ERASING = "public.erase_words(integer, uuid[])"
"""Changes events as their owner; only the writer may call it."""
_LOCK = 4_802_021


def ensure_roles(connection: Connection) -> None:
    """Make the roles (shared by all databases of a server) and let the present user take them."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    known = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    for role in ROLES:
        if role not in known:
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        if not connection.scalar(
            text("SELECT pg_has_role(current_user, CAST(:role AS name), 'MEMBER')"), {"role": role}
        ):
            connection.execute(text(f"GRANT {role} TO CURRENT_USER"))


def grant(connection: Connection) -> None:
    """Give each role exactly what it needs on every table there is now."""
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS published"))
    everyone = ", ".join(ROLES)
    connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}"))
    connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {WRITER}, {READER}"))
    connection.execute(text(f"REVOKE ALL ON SCHEMA public FROM {PUBLIC}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA published TO {PUBLIC}"))
    for name in metadata.tables:
        rights = "SELECT, INSERT" if name in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(text(f"GRANT {rights} ON {name} TO {WRITER}"))
        if name not in PRIVATE:
            connection.execute(text(f"GRANT SELECT ON {name} TO {READER}"))
    connection.execute(text(f"REVOKE ALL ON FUNCTION {ERASING} FROM PUBLIC, {everyone}"))
    connection.execute(text(f"GRANT EXECUTE ON FUNCTION {ERASING} TO {WRITER}"))
    connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA published TO {PUBLIC}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {WRITER}, {READER}"))
