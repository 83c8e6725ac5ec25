"""Looking for words in a whole database, and at what must stay when they go."""

from typing import Any

from sqlalchemy import Connection, text

from queries.tables import DERIVED

GONE = {
    "melding": {"title", "text_removed_day"},
    "evaluation": {"follow_up"},
    "proposal": {"title", "text", "text_removed", "text_removed_day"},
}
"""The columns that erasing empties, or with which it says so. Rows of `photo` go."""
_TABLES = """
SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""


def holding(connection: Connection, word: str) -> set[str]:
    """The tables, of all there are, with a row in which a word stands in any column, as text or as bytes."""
    found = set()
    for table in connection.scalars(text(_TABLES)).all():
        there = f"SELECT EXISTS (SELECT FROM {table} t WHERE strpos(t::text, :word) + strpos(t::text, :bytes) > 0)"
        if connection.scalar(text(there), {"word": word, "bytes": word.encode().hex()}):
            found.add(table.removeprefix("public."))
    return found


def derived(connection: Connection, *organisations: int) -> dict[str, list[Any]]:
    """All derived rows of organisations but for words and photos."""
    rows = {}
    for table in DERIVED:
        names = [column.name for column in table.columns if column.name not in GONE.get(table.name, set())]
        listed = ", ".join(f'"{name}"' for name in names)
        statement = f"SELECT {listed} FROM {table.name} WHERE organisation_id = ANY(:o) ORDER BY 1, 2, 3"
        if table.name != "photo":
            rows[table.name] = [tuple(row) for row in connection.execute(text(statement), {"o": list(organisations)})]
    return rows
