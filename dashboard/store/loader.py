"""The one way in for data from outside: rows to staging, checked as a whole, merged in one transaction, one report.

Nothing is half written: either everything of a delivery counts, or nothing does. A delivery that tells the same again
changes nothing. Each run can be voided (`dashboard.store.voiding`).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError

from config.clock import Clock, local_day
from config.errors import ImportRefused, NotFound
from config.ids import new_id
from config.language import N_
from config.plain import storable
from dashboard.store.areas.boundaries import Boundaries, boundaries_of
from dashboard.store.blobs import DatabaseBlobs
from dashboard.store.details import check_details
from dashboard.store.engine import Writer
from dashboard.store.located import UNTOLD, placed
from dashboard.store.merge import merge, touched
from dashboard.store.organisations import ensure_calendar, ensure_dimension, ensure_source
from dashboard.store.project import create_key_table, project_keys, topics_chosen
from dashboard.store.report import Report
from dashboard.store.retention.pictures import drop_told_of_erased
from dashboard.store.retention.words import erase_told
from dashboard.store.staging import (
    DIMENSIONS,
    UNFIT,
    Delivery,
    Refusal,
    Suspicion,
    check_staged,
    copying,
    create_staged,
)
from dashboard.store.told_before import refuse_older
from dashboard.store.turns import wait_for_source
from queries.tables import DERIVED_OF, import_run

__all__ = ["MERGING", "PROJECTING", "READING", "Progress", "Report", "bulk", "load"]

Progress = Callable[[str, int], None]
"""Called with a step (an English sentence of the catalogue) and how many rows it has done."""

READING, MERGING, PROJECTING = N_("Reading rows"), N_("Comparing with what is known"), N_("Deriving the numbers")
MERGED, REFUSED = "merged", "refused"


def load(writer: Writer, clock: Clock, delivery: Delivery, progress: Progress | None = None) -> Report:
    """Load a delivery. Raises ImportRefused (of the source, or when no row could be read); then nothing changed."""
    started, begun = clock.now(), time.perf_counter()
    report = Report(new_id(clock))
    tell = progress or (lambda _step, _done: None)
    try:
        with writer.transaction() as connection, bulk(connection), _contradictions():
            as_of = _load(connection, clock, delivery, report, tell)
            report.seconds = round(time.perf_counter() - begun, 3)
            _record(connection, clock, delivery, report, MERGED, started, as_of)
    except ImportRefused as refusal:
        with writer.transaction() as connection:
            report.refuse(Refusal(0, refusal.message, refusal.params))
            _record(connection, clock, delivery, report, REFUSED, started)
        raise
    return report


@contextmanager
def _contradictions() -> Iterator[None]:
    """A delivery that the database refuses, as told twice in one first delivery, is refused like any other."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        problem = getattr(error.orig, "diag", None) and error.orig.diag.message_detail  # type: ignore[union-attr]
        raise ImportRefused(UNFIT, problem=problem or type(error.orig).__name__) from error


# a session that has used a temporary table cannot change this any more, and does not need to
_TEMP_BUFFERS = "SELECT set_config('temp_buffers', '64MB', true) WHERE pg_my_temp_schema() = 0"


@contextmanager
def bulk(connection: Connection) -> Iterator[None]:
    """Room to sort in, and instants in JSON always in UTC; for this transaction only."""
    for setting in ("timezone = 'UTC'", "work_mem = '128MB'", "jit = off", "default_statistics_target = 10"):
        connection.execute(text(f"SET LOCAL {setting}"))
    connection.execute(text(_TEMP_BUFFERS))
    yield


def _load(connection: Connection, clock: Clock, delivery: Delivery, report: Report, tell: Progress) -> datetime:
    organisation_id = delivery.organisation_id
    town = connection.execute(text(_TOWN), {"id": organisation_id}).first()
    if town is None:
        raise NotFound(N_("This organisation does not exist."))
    wait_for_source(connection, organisation_id, delivery.source_code)
    boundaries = boundaries_of(connection, organisation_id)
    names = _stage(connection, delivery, report, tell, clock.now(), boundaries)
    if report.read and not connection.scalar(text("SELECT EXISTS (SELECT FROM staged)")):
        raise ImportRefused(
            N_("None of the {read} rows could be read; see the reasons in the report."), read=report.read
        )
    check_staged(connection)
    _keep_pictures(connection, clock, delivery)
    tell(MERGING, report.read)
    first, last = connection.execute(text(_SPAN)).one()
    as_of = _as_of(clock, delivery, last)
    days = [local_day(moment, town.time_zone) for moment in (first, last, clock.now()) if moment is not None]
    ensure_calendar(connection, organisation_id, min(days), max(days))
    for dimension in DIMENSIONS:
        codes = _codes(connection, dimension, names[dimension])
        ensure_dimension(connection, organisation_id, dimension, codes, local_day(as_of, town.time_zone))
    source_id = ensure_source(connection, organisation_id, delivery.source_code, delivery.source_name)
    if delivery.made is not None:
        refuse_older(connection, organisation_id, source_id, delivery.made)
        report.made = delivery.made.isoformat()
    create_key_table(connection)
    report.events, left = merge(
        connection,
        organisation=(organisation_id, town.code),
        source=(source_id, delivery.source_code),
        run=report.run_id,
        now=clock.now(),
        as_of=as_of,
        snapshot=delivery.snapshot,
    )
    erase_told(connection, organisation_id, source_id, clock.now())
    keys = touched(connection, organisation_id, report.run_id)
    report.loaded = _not_counted(connection)
    report.updated = keys - report.loaded
    report.unchanged = (connection.scalar(text(_MELDINGEN)) or 0) - keys
    tell(PROJECTING, keys)
    _learn_that_it_notifies(connection, organisation_id, source_id)
    project_keys(connection)
    drop_told_of_erased(connection, organisation_id, source_id, clock.now())
    _suspect_unreceived(connection, report)
    _suspect(report, _OLDER, left)
    values = {"organisation": organisation_id, "run": report.run_id, "source": source_id}
    _suspect(report, _REOPENED, connection.scalar(text(_INFERRED), values))
    _suspect(report, _ELSEWHERE, connection.scalar(text(_SAME_FILE), values | {"hash": _digest(delivery)}))
    _move_as_of(connection, organisation_id, source_id, as_of)
    return as_of


def _keep_pictures(connection: Connection, clock: Clock, delivery: Delivery) -> None:
    blobs = DatabaseBlobs(connection, clock)
    for picture in delivery.pictures():
        blobs.keep(delivery.organisation_id, picture)


_TOWN = "SELECT code, time_zone FROM organisation WHERE organisation_id = :id"
_SPAN = "SELECT min(occurred_at), max(occurred_at) FROM staged"
_MELDINGEN = "SELECT count(*) FROM (SELECT FROM staged GROUP BY source_key) m"
_OLDER = N_("{count} cases were left as they are: a later delivery has told more of them.")
_REOPENED = N_("{count} closings are no longer told: those meldingen count as reopened.")
_ELSEWHERE = N_("This very file was imported into another source {count} times: its cases may count twice.")
_INFERRED = """
SELECT count(*) FROM event WHERE organisation_id = :organisation AND import_run_id = :run AND kind = 'reopened'
AND payload ? 'reopens'
"""
_SAME_FILE = """
SELECT count(*) FROM import_run WHERE organisation_id = :organisation AND source_id <> :source AND state = 'merged'
AND file_sha256 = :hash
"""


_NOTIFIES = """
UPDATE source SET notifies = true WHERE organisation_id = :o AND source_id = :s AND NOT notifies
AND EXISTS (SELECT FROM staged WHERE kind = 'citizen_notified') RETURNING source_id
"""
_ALL_OF_SOURCE = """
INSERT INTO project_key (organisation_id, subject_id, topic) SELECT organisation_id, subject_id, topic FROM subject
WHERE organisation_id = :o AND source_id = :s AND topic = 'melding'
EXCEPT SELECT organisation_id, subject_id, topic FROM project_key ORDER BY subject_id
"""


def _learn_that_it_notifies(connection: Connection, organisation_id: int, source_id: int) -> None:
    """From the first message on, who was not told counts as not told, in all that this source has told before."""
    values = {"o": organisation_id, "s": source_id}
    if connection.scalar(text(_NOTIFIES), values) is not None:
        connection.execute(text(_ALL_OF_SOURCE), values)


def _suspect(report: Report, remark: str, count: int | None) -> None:
    if count:
        report.suspect(Suspicion(remark, 0, {"count": count}))


def _digest(delivery: Delivery) -> str | None:
    return delivery.file_sha256() if callable(delivery.file_sha256) else delivery.file_sha256


_COUNTED = """
SELECT count(*) FROM project_key k WHERE k.topic = '{topic}' AND NOT EXISTS (
    SELECT FROM {table} t WHERE t.organisation_id = k.organisation_id AND t.subject_id = k.subject_id)
"""


def _not_counted(connection: Connection) -> int:
    """How many of the subjects in `project_key` have no derived row."""
    topics = topics_chosen(connection)
    asked = (text(_COUNTED.format(topic=topic, table=DERIVED_OF[topic][0].name)) for topic in topics)
    return sum(connection.scalar(statement) or 0 for statement in asked)


def _suspect_unreceived(connection: Connection, report: Report) -> None:
    remark = N_("Of {count} cases something was told, but not how they began: they are not counted yet.")
    _suspect(report, remark, _not_counted(connection))


def _stage(
    connection: Connection,
    delivery: Delivery,
    report: Report,
    tell: Progress,
    now: datetime,
    boundaries: Boundaries,
) -> dict[str, dict[str, str]]:
    create_staged(connection)
    names: dict[str, dict[str, str]] = {dimension: {} for dimension in DIMENSIONS}
    with copying(connection) as append:
        for batch in delivery.batches:
            check_details(batch.events, now)
            append(placed(batch.events, boundaries))
            report.add(batch)
            for dimension, found in batch.names.items():
                names[dimension] |= found
            tell(READING, report.read)
    dropped = delivery.dropped_columns
    report.dropped_columns = dropped() if callable(dropped) else dropped
    return names


def _codes(connection: Connection, dimension: str, names: dict[str, str]) -> dict[str, str]:
    columns = ("area", "told_area") if dimension == "area" else (dimension,)
    told = " UNION ".join(f"SELECT {column} FROM staged WHERE {column} IS NOT NULL" for column in columns)
    return {code: names.get(code, code) for code in connection.scalars(text(told)) if code != UNTOLD}


def _as_of(clock: Clock, delivery: Delivery, latest: datetime | None) -> datetime:
    """Up to when the delivery tells: what it says, or its latest event, and never later than now."""
    told = delivery.as_of() if callable(delivery.as_of) else delivery.as_of
    if latest is not None and latest > clock.now() + _TOMORROW:
        raise ImportRefused(N_("Something is dated {moment}, which is still to come."), moment=f"{latest:%Y-%m-%d}")
    return min(max(filter(None, (told or clock.now(), latest))), clock.now())


_TOMORROW = timedelta(days=1)


def _move_as_of(connection: Connection, organisation_id: int, source_id: int, as_of: datetime | None) -> None:
    connection.execute(
        text("UPDATE source SET as_of = greatest(as_of, :as_of) WHERE organisation_id = :o AND source_id = :s"),
        {"as_of": as_of, "o": organisation_id, "s": source_id},
    )


def _record(
    connection: Connection,
    clock: Clock,
    delivery: Delivery,
    report: Report,
    state: str,
    started: datetime,
    as_of: datetime | None = None,
) -> None:
    source_id = ensure_source(connection, delivery.organisation_id, delivery.source_code, delivery.source_name)
    connection.execute(
        import_run.insert().values(
            organisation_id=delivery.organisation_id,
            run_id=report.run_id,
            source_id=source_id,
            state=state,
            file_name=delivery.file_name and storable(delivery.file_name),
            file_sha256=_digest(delivery),
            as_of=as_of,
            started_at=started,
            finished_at=clock.now(),
            report=report.to_json(),
        )
    )
