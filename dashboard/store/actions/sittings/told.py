"""Decisions that another system published (LBLOD), laid beside the items of sittings by number or address.

What was recorded here is never overwritten: a decision that says otherwise is reported, not linked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, or_, select

from config.clock import Clock, local_day
from config.errors import InvalidInput
from config.kinds import Organ, SittingResult, SittingState
from dashboard.store.actions.sittings.held import DECIDED_ABOUT, Held, locked_sitting, subjects_there, zone_of
from dashboard.store.actions.sittings.planning import check_uri
from dashboard.store.actions.sittings.recording import LONGEST_NUMBER, Result, write
from dashboard.store.actions.subject_turn import Acting, turn
from dashboard.store.actions.writing import Writing
from queries.tables import sitting, sitting_item


@dataclass(frozen=True)
class Told:
    """A decision as it was published; what was not told is empty or None."""

    uri: str
    number: str = ""
    organ: Organ | None = None
    day: date | None = None
    result: SittingResult | None = None


@dataclass(frozen=True)
class Report:
    """What became of each decision, by its address: linked to items, known already, none that fits, or no telling
    which: several fit, or another result was recorded."""

    linked: tuple[str, ...]
    known: tuple[str, ...]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """An item as a decision is compared with it; `day` is the local day of its sitting."""

    item_id: UUID
    sitting_id: UUID
    organ: str
    day: date
    number: str | None
    uri: str | None
    result: str | None


def record_told(*, writer: Writing, clock: Clock, by: Acting, decisions: Sequence[Told]) -> Report:
    """Link published decisions to items; told again, it changes nothing. One audit row when something was linked."""
    with writer.transaction() as connection:
        items = _items(connection, by.organisation_id, clock.now(), decisions)
        subjects = subjects_there(connection, by.organisation_id, [one.item_id for one in items])
    with turn(writer, clock, by, [], topics=DECIDED_ABOUT, beside=subjects) as held:
        items = [one for one in _items(held.connection, by.organisation_id, held.now, decisions) if one in items]
        fitting, report = matched(decisions, items)
        sittings = dict.fromkeys(one.sitting_id for fits in fitting.values() for one in fits)
        for sitting_id in sittings:
            there = locked_sitting(held.connection, by.organisation_id, sitting_id)
            rows = _rows(held.connection, by.organisation_id, sitting_id)
            beside = Held(held, there, rows, zone_of(held.connection, by.organisation_id))
            for told, fits in fitting.items():
                for one in fits:
                    if one.sitting_id == sitting_id:
                        _link(beside, rows[one.item_id], told)
        if fitting:
            n: dict[str, Any] = {
                name: len(getattr(report, name)) for name in ("linked", "known", "unmatched", "ambiguous")
            }
            held.record(action="decisions_linked", **n)
    return report


def matched(decisions: Sequence[Told], items: Iterable[Item]) -> tuple[dict[Told, list[Item]], Report]:
    """The items that each decision is linked to, and what became of every decision.

    An item fits by its address; else by its number, where it has no address yet, and organ and day do not say
    otherwise. Several items fit together when they stand on one agenda.
    """
    known = list(items)
    fitting = {told: _fitting(told, known) for told in decisions if is_usable(told)}
    times = Counter(one.item_id for fits in fitting.values() for one in fits)
    kinds: dict[str, list[str]] = {name: [] for name in ("linked", "known", "unmatched", "ambiguous")}
    linked = {}
    for told in decisions:
        fits = fitting.get(told, [])
        what = _what(told, fits, twice=any(times[one.item_id] > 1 for one in fits))
        kinds[what].append(told.uri)
        if what == "linked":
            linked[told] = [one for one in fits if not _is_known(told, one)]
    return linked, Report(**{name: tuple(uris) for name, uris in kinds.items()})


def is_usable(told: Told) -> bool:
    """Whether a decision can be kept: it has an address, and a number that is no text."""
    try:
        check_uri(told.uri)
    except InvalidInput:
        return False
    return bool(told.uri.strip()) and len(told.number) <= LONGEST_NUMBER and told.result != SittingResult.POSTPONED


def _what(told: Told, fits: Sequence[Item], *, twice: bool) -> str:
    if not fits:
        return "unmatched"
    if twice or len({one.sitting_id for one in fits}) > 1 or any(_contradicts(told, one) for one in fits):
        return "ambiguous"
    return "known" if all(_is_known(told, one) for one in fits) else "linked"


def _fitting(told: Told, items: Sequence[Item]) -> list[Item]:
    by_uri = [one for one in items if one.uri == told.uri.strip()]
    if by_uri or not told.number.strip():
        return by_uri
    return [one for one in items if one.uri is None and _same_number(told, one) and _can_be(told, one)]


def _same_number(told: Told, item: Item) -> bool:
    return item.number is not None and _plain(item.number) == _plain(told.number)


def _plain(number: str) -> str:
    return " ".join(number.split()).casefold()


def _can_be(told: Told, item: Item) -> bool:
    organ = told.organ is None or item.organ == told.organ
    return organ and (told.day is None or item.day == told.day)


def _contradicts(told: Told, item: Item) -> bool:
    """What was amended is told as approved by who publishes it."""
    said = None if told.result is None else str(told.result)
    same = {said, str(SittingResult.AMENDED)} if said == SittingResult.APPROVED else {said}
    return said is not None and item.result is not None and item.result not in same


def _is_known(told: Told, item: Item) -> bool:
    recorded = item.result is not None or told.result is None
    return item.uri == told.uri.strip() and recorded


def _link(held: Held, row: Row[Any], told: Told) -> None:
    result = row.result or (told.result and str(told.result))
    number, uri = row.number or " ".join(told.number.split()) or None, told.uri.strip()
    if result is None:
        held.update_item(row, number=number, uri=uri)
        return
    days = {"signed_on": row.signed_on, "published_on": row.published_on}
    write(held, row, Result(SittingResult(result), number or "", uri, **days))


def _items(connection: Connection, organisation_id: int, now: datetime, decisions: Sequence[Told]) -> list[Item]:
    """The items of sittings that have begun which have a number or address."""
    if not decisions:
        return []
    own, its = sitting_item.c, sitting.c
    zone = zone_of(connection, organisation_id)
    both = sitting_item.join(sitting, (its.organisation_id == own.organisation_id) & (its.sitting_id == own.sitting_id))
    begun = its.starts_at <= now, its.state != str(SittingState.CANCELLED)
    named = or_(own.number.is_not(None), own.uri.is_not(None))
    not_postponed = own.result.is_distinct_from(str(SittingResult.POSTPONED))
    columns = own.item_id, own.sitting_id, its.organ, its.starts_at, own.number, own.uri, own.result
    found = select(*columns).select_from(both).where(own.organisation_id == organisation_id, *begun, named)
    rows: Iterable[Row[Any]] = connection.execute(found.where(not_postponed).order_by(its.starts_at, own.place))
    return [_item(row, zone) for row in rows]


def _item(row: Row[Any], zone: str) -> Item:
    day = local_day(row.starts_at, zone)
    return Item(row.item_id, row.sitting_id, row.organ, day, row.number, row.uri, row.result)


def _rows(connection: Connection, organisation_id: int, sitting_id: UUID) -> dict[UUID, Row[Any]]:
    own = sitting_item.c
    of_it = own.organisation_id == organisation_id, own.sitting_id == sitting_id
    rows: Mapping[UUID, Row[Any]] = {
        row.item_id: row for row in connection.execute(select(sitting_item).where(*of_it).with_for_update())
    }
    return dict(rows)
