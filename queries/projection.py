"""What events mean: the one set-based reading that derives every current state and milestone from them.

`projection(keys, topic)` is a chain of CTEs ending in one row set a derived table (`melding_row`, `stay_row`, ...).
`dashboard.store.project` writes those rows for one click, an import or a full rebuild alike; `melding_at` and its
kin read the very same chain for 'as known at an earlier instant'. The plain recomputation in the tests is its oracle.

Rules of a melding: events order by (instant, rank of the stage, seq); an event dated before receipt counts at receipt;
instants count in whole seconds; a further outcome on a closed melding changes its outcome; only a closed melding
reopens. 'Last known' values are packed into one number, order first, so that one window per melding suffices; and what
was only received and closed, as most in an export of states, goes without windows (`brief`). The other topics have
their rules in `queries.projections`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import CTE, Connection, Table, bindparam, text

from config.topics import Topic
from queries.projections import melding, melding_children, participation, programme, proposals
from queries.tables import DERIVED_OF, Instant


def _melding(*, as_of: bool = False) -> str:
    events = melding.EVENTS.replace("{known}", "e.occurred_at <= :as_of" if as_of else "true")
    stages = f"{melding.STAYS}{melding.CLOSINGS}{melding.RECEIVED}{melding.DEADLINES}{melding.ROWS}"
    return f"{events}{stages}{melding_children.CHILDREN}"


_CHAINS: dict[Topic, Callable[..., str]] = {
    Topic.MELDING: _melding,
    Topic.PROPOSAL: proposals.chain,
    Topic.ACTIVITY: participation.activity,
    Topic.PARTICIPANT: participation.participant,
    Topic.COMMUNICATION: participation.communication,
    Topic.DELIVERABLE: programme.deliverable,
    Topic.CONTACT: programme.contact,
}


def projection(keys: str, topic: Topic, *, as_of: bool = False) -> str:
    """The CTE chain of a topic for the subjects of `keys`, a SELECT of (k, organisation_id, subject_id)
    where k is any number of its own for each.

    With `as_of`, only events that occurred up to the bound parameter `as_of` count.
    """
    return f"keys AS ({keys}),{_CHAINS[topic](as_of=as_of)}"


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
    topic = next(topic for topic, tables in DERIVED_OF.items() if table in tables)
    keys = (
        "SELECT row_number() OVER () AS k, organisation_id, subject_id FROM subject "
        "WHERE organisation_id = ANY(:organisations) AND topic = :topic"
    )
    rows = f"WITH {projection(keys, topic, as_of=True)} SELECT {columns_of(table)} FROM {table.name}_row"
    values = {"organisations": list(organisation_ids), "topic": topic}
    typed = text(rows).bindparams(bindparam("as_of", as_of, Instant), **values)
    return typed.columns(*table.columns).cte(f"{table.name}_then")
