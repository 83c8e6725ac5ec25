"""What events mean: the one set-based reading that derives every current state and milestone from them.

`projection(keys)` is a chain of CTEs ending in one row set a derived table (`melding_row`, `closing_row`, ...).
`dashboard.store.project` writes those rows for one click, an import or a full rebuild alike; `melding_at` and its
kin read the very same chain for 'as known at an earlier instant'. The plain recomputation in the tests is its oracle.

Rules: events order by (instant, rank of the stage, seq); an event dated before receipt counts at receipt; instants
count in whole seconds; a further outcome on a closed melding changes its outcome; only a closed melding reopens.
'Last known' values are packed into one number, order first, so that one window per melding suffices; and what was only
received and closed, as most in an export of states, goes without windows (`brief`).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CTE, Connection, Table, bindparam, text

from queries.projections import melding, melding_children
from queries.tables import Instant


def projection(keys: str, *, as_of: bool = False) -> str:
    """The CTE chain for the subjects of `keys`, a SELECT of (k, organisation_id, subject_id)
    where k is any number of its own for each.

    With `as_of`, only events that occurred up to the bound parameter `as_of` count.
    """
    known = "e.occurred_at <= :as_of" if as_of else "true"
    events = melding.EVENTS.replace("{known}", known)
    stages = f"{melding.STAYS}{melding.CLOSINGS}{melding.RECEIVED}{melding.DEADLINES}{melding.ROWS}"
    return f"keys AS ({keys}),{events}{stages}{melding_children.CHILDREN}"


def plan_for_many(connection: Connection) -> None:
    """Plan for many subjects in this transaction: hash joins only.

    The estimates of so long a chain, and of tables that were just filled, invite nested loops over all subjects, and
    sorts where a hash is at hand.
    """
    for setting in ("enable_nestloop = off", "enable_mergejoin = off", "work_mem = '32MB'"):
        connection.execute(text(f"SET LOCAL {setting}"))


def plan_as_usual(connection: Connection) -> None:
    """Plan as usual again in the rest of the transaction; the room to sort in stays as it was set."""
    for setting in ("enable_nestloop", "enable_mergejoin"):
        connection.execute(text(f"SET LOCAL {setting} = on"))


def columns_of(table: Table) -> str:
    """The column list of a derived table, as every `<table>_row` gives it."""
    return ", ".join(f'"{column.name}"' for column in table.columns)


def table_at(table: Table, as_of: datetime, organisation_ids: Sequence[int]) -> CTE:
    """A derived table of these organisations as known at an earlier instant: slower than the table, and the same."""
    keys = (
        "SELECT row_number() OVER () AS k, organisation_id, subject_id FROM subject "
        "WHERE organisation_id = ANY(:organisations)"
    )
    rows = f"WITH {projection(keys, as_of=True)} SELECT {columns_of(table)} FROM {table.name}_row"
    typed = text(rows).bindparams(bindparam("as_of", as_of, Instant), organisations=list(organisation_ids))
    return typed.columns(*table.columns).cte(f"{table.name}_then")
