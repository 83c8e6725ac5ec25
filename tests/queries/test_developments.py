"""What happened since the last visit: only kinds that happened, by local day, within the scope."""

from uuid import uuid4

from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import EventKind as K
from dashboard.store.engine import Writer
from queries.db import Database
from queries.developments import developments
from queries.filters import Reach, Scope
from tests.world import World, at, story

SINCE = at("2026-11-20 08:00")
GREEN, CLEAN = {"service_id": 1}, {"service_id": 2}
EARLIER = story((K.SUBMITTED, "2026-11-20 07:59", GREEN), (K.RESOLVED, "2026-11-20 07:59:59", GREEN))
WHOLE = story(
    (K.SUBMITTED, "2026-11-19 10:00", GREEN),
    (K.ADVICE_REQUESTED, "2026-11-19 11:00", {"payload": {"ref": "x", "partner_id": 1}}),
    (K.ADVICE_RECEIVED, "2026-11-20 09:00", {"payload": {"ref": "x", "partner_id": 1}}),
    (K.DECISION_TAKEN, "2026-11-20 10:00", {"payload": {"ref": "d", "organ": "college", "result": "approved"}}),
    (K.RESOLVED, "2026-11-20 11:00"),
    (K.REOPENED, "2026-11-20 23:30", {"actor_role": "citizen"}),
    (K.RESOLVED, "2026-11-21 00:30"),
    (K.EVALUATED, "2026-11-22 09:00", {"payload": {"ref": "e", "score": 4}}),
)
NEW = story((K.SUBMITTED, "2026-11-21 12:00", CLEAN))
IMPORT = """
INSERT INTO import_run (organisation_id, run_id, source_id, state, started_at, finished_at, report)
VALUES (:o, :run, 1, :state, :at, :at, CAST(:report AS jsonb))
"""


def told(reader: Database, scope: Scope) -> list[tuple]:
    with reader.read() as db:
        found = developments(db, scope, SINCE)
    columns = ["day", "kind", "melding_kind", "who", "result", "n"]
    rows = found[columns].astype(object).where(found[columns].notna(), None)
    return [(row[0].isoformat()[5:], *row[1:]) for row in rows.itertuples(index=False)]


def test_what_happened_since_by_day_and_within_the_scope(writer: Writer, reader: Database, clock: FixedClock) -> None:
    world = World(writer, clock)
    for life in (EARLIER, WHOLE, NEW, NEW):
        world.melding(world.a, life)
    world.melding(world.b, NEW)
    with writer.transaction() as connection:
        for state, changed, moment in (
            ("merged", 3, "2026-11-21 18:00"),
            ("merged", 0, "2026-11-21 19:00"),
            ("refused", 9, "2026-11-21 20:00"),
        ):
            values = {"o": world.a, "run": uuid4(), "state": state, "at": at(moment)}
            report = f'{{"loaded": {changed}, "updated": 0}}'
            connection.execute(text(IMPORT), values | {"report": report})
    of_green = [
        ("11-22", "evaluation", None, None, None, 1),
        ("11-21", "closed", "melding", None, None, 1),
        ("11-20", "reopened", "melding", None, None, 1),
        ("11-20", "closed", "melding", None, None, 1),
        ("11-20", "decision", None, "college", "approved", 1),
        ("11-20", "advice", None, "Brandweer", None, 1),
    ]
    of_clean = ("11-21", "received", "melding", None, None, 2)
    imported = ("11-21", "import", None, "World", None, 3)
    assert told(reader, Scope.whole(world.a)) == [of_green[0], imported, of_clean, *of_green[1:]]
    assert told(reader, Scope((Reach(world.a, frozenset({1})),))) == of_green
    assert told(reader, Scope((Reach(world.a, frozenset({2})),))) == [of_clean]
    assert told(reader, Scope(())) == []
