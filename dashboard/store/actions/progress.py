"""Following up what was chosen: plan, begin, end, cost, outcomes, photos, next steps; and taking the last one back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text

from config.clock import Clock, local_day, to_utc
from config.errors import InvalidInput
from config.language import N_, day
from config.plain import has_control
from config.topics import FOLLOWED
from config.topics import ProposalEvent as Kind
from dashboard.store.actions.proposal_changes import MOST, check_known
from dashboard.store.actions.proposal_turn import Acting, Seen, Turn, turn
from dashboard.store.actions.proposals import ENDED, Done, message_of
from dashboard.store.actions.writing import Writing
from dashboard.store.blobs import DatabaseBlobs
from dashboard.store.pictures import clean
from queries.tables import photo, service

SELECTED, PLANNED, IN_EXECUTION, REALISED = "selected", "planned", "in_execution", "realised"
CHOSEN = (SELECTED, PLANNED, IN_EXECUTION, REALISED)
"""The stages of what is chosen by a choice that counts, or is being carried out."""
LONGEST_ALT = 300
BEFORE, AFTER = "before", "after"
MOMENTS: Mapping[str, Collection[str]] = {BEFORE: CHOSEN, AFTER: (REALISED,)}
"""Moments of photos, and the stages in which a photo of that moment can be."""
_NOT_CHOSEN = N_("This place is not chosen, or its choice does not count yet. Nothing was changed.")
_BEGUN = N_("The works here have begun already. Nothing was changed.")
_DONE = N_("This place was realised already. Nothing was changed.")
_NOT_DONE = N_("This place is not realised yet; say that first. Nothing was changed.")
_PAST_DUE = N_("The day by which it should be done lies in the past.")
_FUTURE = N_("This day has not come yet.")
_EARLY = N_("This cannot lie before {day}: that is the day of what was told before it.")
_COST = N_("A cost is a number of euro that is not below nought.")
_VALUE = N_("An outcome is a number that is not below nought.")
_NO_STEPS = N_("Write what happens next.")
_NO_ALT = N_("Say in words what the photo shows: not everybody can see it.")
_LONG_ALT = N_("The description of a photo has at most {n} characters, on one line.")
_SAME = N_("This photo is with this place already. Nothing was changed.")
_GONE = N_("Only what was told last, and told here, can be taken back. Nothing was changed.")


def plan(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, due: date, service_id: int | None = None) -> Done:
    """Say by which day a chosen place should be realised, and by which service; again when that changes.

    Raises InvalidInput, NotFound, Overtaken.
    """
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, (SELECTED, PLANNED))
        check_known(held, service, service_id)
        if due < local_day(held.now, _course(held, seen.subject_id).time_zone):
            raise InvalidInput(_PAST_DUE)
        details = {"due": due.isoformat()}
        seq = held.tell(seen.subject_id, Kind.EXECUTION_PLANNED, details, service_id=service_id)
        held.record(seen.subject_id, action="execution_planned", **details, service_id=service_id)
    return Done((Seen(seen.subject_id, seq),))


def start(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, on: date | None = None) -> Done:
    """Say that the works began, today or on an earlier day. Raises InvalidInput, NotFound, Overtaken."""
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, (SELECTED, PLANNED))
        at = _moment(held, seen.subject_id, on)
        seq = held.tell(seen.subject_id, Kind.EXECUTION_STARTED, at=at)
        held.record(seen.subject_id, action="execution_started", **_told_on(on))
    return Done((Seen(seen.subject_id, seq),))


def realise(
    *,
    writer: Writing,
    clock: Clock,
    by: Acting,
    seen: Seen,
    on: date | None = None,
    cost: float | None = None,
) -> Done:
    """Say that a chosen place is realised, today or on an earlier day, and for how many euro where that is known.

    Raises InvalidInput, NotFound, Overtaken.
    """
    _check_amount(cost, _COST)
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, (SELECTED, PLANNED, IN_EXECUTION))
        at = _moment(held, seen.subject_id, on)
        seq = held.tell(seen.subject_id, Kind.REALISED, {"cost_actual": cost}, at=at)
        held.record(seen.subject_id, action="place_realised", cost=cost, **_told_on(on))
    return Done((Seen(seen.subject_id, seq),))


def tell_cost(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, cost: float) -> Done:
    """Say what a realised place cost, in euro, also to correct it. Raises InvalidInput, NotFound, Overtaken."""
    _check_amount(cost, _COST)
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, (REALISED,))
        # told of the moment of realisation: the day on which it was realised stays
        at = min(held.now, _course(held, seen.subject_id).realised_at + timedelta(seconds=1))
        seq = held.tell(seen.subject_id, Kind.REALISED, {"cost_actual": cost}, at=at)
        held.record(seen.subject_id, action="place_cost_told", cost=cost)
    return Done((Seen(seen.subject_id, seq),))


def measure(
    *, writer: Writing, clock: Clock, by: Acting, seen: Seen, indicator: str, value: float, on: date | None = None
) -> Done:
    """Say what a realised place yields of one indicator; what is told last holds.

    Raises InvalidInput, NotFound, Overtaken.
    """
    _check_amount(value, _VALUE)
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, (REALISED,))
        at = _moment(held, seen.subject_id, on, indicator)
        details = {"indicator": indicator, "value": value}
        seq = held.tell(seen.subject_id, Kind.OUTCOME_MEASURED, details, at=at)
        held.record(seen.subject_id, action="outcome_measured", **details, **_told_on(on))
    return Done((Seen(seen.subject_id, seq),))


def tell_next_steps(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, words: str) -> Done:
    """Say for the public what happens next with a chosen place; what is told last holds.

    Raises InvalidInput, NotFound, Overtaken.
    """
    steps = message_of(words)
    if not steps:
        raise InvalidInput(_NO_STEPS)
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, CHOSEN)
        seq = held.tell(seen.subject_id, Kind.NEXT_STEPS_TOLD, {"text": steps})
        held.record(seen.subject_id, action="next_steps_told")
    return Done((Seen(seen.subject_id, seq),))


def add_photo(
    *,
    writer: Writing,
    clock: Clock,
    by: Acting,
    seen: Seen,
    content: bytes,
    moment: str,
    alt: str,
    publish: bool,
) -> Done:
    """Add a photo of before or after the works, drawn anew. With `publish` (by who may moderate) it is published in the
    same act, by an event of its own as every photo; without, it waits in moderation.

    Raises InvalidInput, NotFound, Overtaken.
    """
    words, picture = _alt_of(alt), clean(content)
    with turn(writer, clock, by, [seen]) as held:
        check(held, seen.subject_id, MOMENTS.get(moment, ()))
        key = DatabaseBlobs(held.connection, clock).keep(by.organisation_id, picture)
        _check_new(held, seen.subject_id, key)
        details = {"photo": key, "alt": words, "moment": moment}
        seq = held.tell(seen.subject_id, Kind.PHOTO_ADDED, details)
        if publish:
            held.tell(seen.subject_id, Kind.PHOTO_PUBLISHED, {"photo": key})
        held.record(seen.subject_id, action="photo_added", photo=key, moment=moment, published=publish)
    return Done((Seen(seen.subject_id, seq),))


def take_back(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, event: int) -> None:
    """Void the last of what was told here of a place: `event` is its seq. A photo goes with its publication.

    Raises InvalidInput, NotFound, Overtaken.
    """
    with turn(writer, clock, by, [seen]) as held:
        names = {"o": by.organisation_id, "s": seen.subject_id}
        last = held.connection.execute(text(_LAST), names | {"kinds": [str(kind) for kind in FOLLOWED]}).first()
        if last is None or last.seq != event:
            raise InvalidInput(_GONE)
        shown = held.connection.scalars(text(_SHOWN), names | {"photo": last.photo, "seq": event})
        for seq in [*shown, event]:
            held.tell(seen.subject_id, Kind.VOID, voids=seq)
        held.record(seen.subject_id, action="progress_taken_back", kind=last.kind)


_LIVE = """
SELECT e.seq, e.kind, e.payload ->> 'photo' AS photo FROM event e
WHERE e.organisation_id = :o AND e.subject_id = :s AND e.source_id IS NULL AND NOT EXISTS (
    SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
    AND v.voids_seq = e.seq)
"""
_LAST = f"{_LIVE} AND e.kind = ANY(:kinds) ORDER BY e.seq DESC LIMIT 1"
_SHOWN = f"{_LIVE} AND e.kind = '{Kind.PHOTO_PUBLISHED}' AND e.payload ->> 'photo' = :photo AND e.seq > :seq"


def check(held: Turn, subject_id: UUID, allowed: Collection[str]) -> None:
    """Raise InvalidInput, in words, for a place whose stage does not allow what is told of it."""
    stage = held.proposals[subject_id].stage
    if stage in allowed:
        return
    if stage not in CHOSEN:
        raise InvalidInput(ENDED.get(stage, _NOT_CHOSEN))
    if REALISED in allowed:
        raise InvalidInput(_NOT_DONE)
    raise InvalidInput(_DONE if stage == REALISED else _BEGUN)


_COURSE = """
SELECT o.time_zone, p.realised_at,
       greatest(p.submitted_at, p.decided_at, p.planned_at, p.started_at, p.realised_at, g.measured_at) AS since
FROM proposal p JOIN organisation o USING (organisation_id)
LEFT JOIN gain g ON g.organisation_id = p.organisation_id AND g.subject_id = p.subject_id AND g.indicator = :indicator
WHERE p.organisation_id = :o AND p.subject_id = :s
"""


def _course(held: Turn, subject_id: UUID, indicator: str = "") -> Row[Any]:
    """The time zone there, when it was realised, and when the last happened that later things come after."""
    names = {"o": held.by.organisation_id, "s": subject_id, "indicator": indicator}
    return held.connection.execute(text(_COURSE), names).one()


def _moment(held: Turn, subject_id: UUID, on: date | None, indicator: str = "") -> datetime | None:
    """The instant of what happened on a local day, None for now: noon there, but after what went before it, so that the
    order of events stays that of the course. Raises InvalidInput for a day to come, or before that."""
    row = _course(held, subject_id, indicator)
    if on is None or on == local_day(held.now, row.time_zone):
        return None
    if on > local_day(held.now, row.time_zone):
        raise InvalidInput(_FUTURE)
    if on < (first := local_day(row.since, row.time_zone)):
        raise InvalidInput(_EARLY, day=day(first))
    noon = to_utc(datetime.combine(on, time(12)), row.time_zone).instant
    after: datetime = row.since + timedelta(seconds=1)
    return max(noon, after)


def _told_on(on: date | None) -> dict[str, str]:
    return {"day": on.isoformat()} if on else {}


def _check_amount(amount: float | None, problem: str) -> None:
    if amount is not None and not 0 <= amount <= MOST:
        raise InvalidInput(problem)


def _alt_of(raw: str) -> str:
    words = " ".join(raw.split())
    if not words:
        raise InvalidInput(_NO_ALT)
    if len(words) > LONGEST_ALT or has_control(words):
        raise InvalidInput(_LONG_ALT, n=LONGEST_ALT)
    return words


def _check_new(held: Turn, subject_id: UUID, key: str) -> None:
    own = photo.c
    same = own.organisation_id == held.by.organisation_id, own.subject_id == subject_id, own.photo == key
    if held.connection.scalar(select(own.photo).where(*same)) is not None:
        raise InvalidInput(_SAME)
