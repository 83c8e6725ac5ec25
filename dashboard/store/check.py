"""`db check` and `db rebuild`: the derived tables against the events that they come from."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from config.language import N_, number, t
from config.topics import Topic
from dashboard.store.loader import bulk
from dashboard.store.project import CHOSEN, create_key_table, project_keys, topics_chosen
from dashboard.store.retention.words import HAS_WORDS, STANDS, WRITTEN
from dashboard.store.turns import wait_for_sources
from queries.projection import columns_of, plan_for_many, projection
from queries.tables import DERIVED_OF

_ORPHANS = """
SELECT count(DISTINCT e.subject_id) FROM event e
LEFT JOIN event v ON v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id AND v.voids_seq = e.seq
LEFT JOIN ({counted}) c ON c.organisation_id = e.organisation_id AND c.subject_id = e.subject_id
WHERE e.organisation_id = :organisation AND e.kind <> 'void' AND v.seq IS NULL AND c.subject_id IS NULL
""".format(
    counted=" UNION ALL ".join(f"SELECT organisation_id, subject_id FROM {tables[0]}" for tables in DERIVED_OF.values())
)

_BEYOND_CALENDAR = """
SELECT count(*) FROM melding m WHERE m.organisation_id = :organisation AND m.deadline_at IS NULL AND EXISTS (
    SELECT FROM norm n WHERE n.organisation_id = m.organisation_id AND n.phase = 'closing'
    AND (n.category_id = m.category_id OR n.category_id IS NULL)
    AND n.valid_from <= m.received_day AND (n.valid_to IS NULL OR n.valid_to >= m.received_day))
"""

_LEFT = (
    f"SELECT count(*) FROM event e WHERE e.organisation_id = :organisation AND {HAS_WORDS.format(e='e')} AND {STANDS}"
)


@dataclass(frozen=True)
class Difference:
    """What is wrong in one organisation: an English sentence of the catalogue and how many rows it concerns."""

    organisation: str
    sentence: str
    table: str
    rows: int

    def text(self, language: str | None = None) -> str:
        """The difference as one line."""
        words = t(self.sentence, language, table=self.table, rows=number(self.rows, language))
        return f"{self.organisation}: {words}"


def check(connection: Connection, organisation_id: int | None = None) -> list[Difference]:
    """Everything in the derived tables that the events do not say, or say and is not there; empty when all agrees.

    Of one organisation, or of all.
    """
    with bulk(connection):
        chosen = [one for one in organisations(connection) if organisation_id in (None, one[0])]
        return [found for number_, code in chosen for found in _check_one(connection, number_, code)]


def rebuild(connection: Connection) -> int:
    """Derive everything from the events again, and drop what no event tells of; returns how many subjects count."""
    with bulk(connection):
        return sum(_rebuild_one(connection, number_) for number_, _ in organisations(connection))


def _rebuild_one(connection: Connection, organisation_id: int) -> int:
    wait_for_sources(connection, organisation_id)
    _choose(connection, organisation_id)
    return project_keys(connection)


def _choose(connection: Connection, organisation_id: int) -> None:
    """Put every subject of which there is an identity or a derived row into `project_key`."""
    create_key_table(connection)
    derived = [
        f"SELECT organisation_id, subject_id, '{topic}' FROM {table} WHERE organisation_id = :organisation"
        for topic, tables in DERIVED_OF.items()
        for table in tables
    ]
    subjects = "SELECT organisation_id, subject_id, topic FROM subject WHERE organisation_id = :organisation"
    chosen = " UNION ".join([subjects, *derived])
    connection.execute(
        text(f"INSERT INTO project_key (organisation_id, subject_id, topic) {chosen} ORDER BY 2"),
        {"organisation": organisation_id},
    )


def organisations(connection: Connection) -> list[tuple[int, str]]:
    """(number, code) of each organisation."""
    rows = connection.execute(text("SELECT organisation_id, code FROM organisation ORDER BY organisation_id"))
    return [(row.organisation_id, row.code) for row in rows]


def _check_one(connection: Connection, organisation_id: int, code: str) -> list[Difference]:
    values = {"organisation": organisation_id}
    _choose(connection, organisation_id)
    connection.execute(text("ANALYZE project_key"))  # without it a large town on fresh tables is planned as a handful
    plan_for_many(connection)
    found = [
        different for topic in topics_chosen(connection) for different in _differences(connection, topic, values, code)
    ]
    unreached = connection.scalar(text(_BEYOND_CALENDAR), values)
    if unreached:
        found.append(
            Difference(code, N_("{rows} meldingen have a norm, but the calendar ends too soon."), "melding", unreached)
        )
    left = connection.scalar(text(_LEFT), values | WRITTEN)
    if left:
        found.append(Difference(code, N_("{rows} events still hold texts that were removed."), "event", left))
    orphans = connection.scalar(text(_ORPHANS), values)
    if orphans:
        found.append(Difference(code, N_("{rows} subjects have events but were never received."), "event", orphans))
    return found


_SIDES = {
    "missing": N_("{rows} rows of {table} are missing or differ from what the events say."),
    "surplus": N_("{rows} rows of {table} are not what the events say."),
}


def _differences(connection: Connection, topic: Topic, values: dict[str, int], code: str) -> list[Difference]:
    counts = connection.execute(text(_comparison(topic)), values).one()._mapping
    return [
        Difference(code, sentence, table.name, counts[f"{table.name}_{side}"])
        for table in DERIVED_OF[topic]
        for side, sentence in _SIDES.items()
        if counts[f"{table.name}_{side}"]
    ]


def _comparison(topic: Topic) -> str:
    counts = []
    for table in DERIVED_OF[topic]:
        columns = columns_of(table)
        told = f"SELECT {columns} FROM {table.name}_row"
        kept = f"SELECT {columns} FROM {table.name} WHERE organisation_id = :organisation"
        counts.append(f"(SELECT count(*) FROM ({told} EXCEPT ALL {kept}) d) AS {table.name}_missing")
        counts.append(f"(SELECT count(*) FROM ({kept} EXCEPT ALL {told}) d) AS {table.name}_surplus")
    return f"WITH {projection(CHOSEN.format(topic=topic), topic)} SELECT {', '.join(counts)}"
