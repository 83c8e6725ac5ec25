"""What /zitting asks, and whose act a button is: rights come from the grants, never from what a browser sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pandas as pd

from config.errors import InvalidInput, NotFound
from config.kinds import PERMISSIONS, Permission
from dashboard.components.sittings.agenda import May
from dashboard.components.sittings.calendar import coming, unrecorded
from dashboard.components.sittings.frame import ITEM, ONE
from dashboard.store.actions.sittings.agenda import Marked
from dashboard.store.actions.subject_turn import Acting, Seen
from dashboard.web.auth import current_actor, current_scope, current_user, require
from dashboard.web.context import services
from dashboard.web.dispatch import UNKNOWN
from queries.organisations import organisations
from queries.sittings import agenda, sitting_of, sittings
from queries.undecided import Waiting, waiting

LARGEST_SEQ = 2**31 - 1
Row = Mapping[Any, Any]
Rows = list[dict[Any, Any]]


@dataclass(frozen=True)
class View:
    """What the page shows: the calendar, the chosen sitting with its agenda (None: there is none), and what waits."""

    rows: Rows
    chosen: Row | None
    named: bool
    """Whether the address names it; else it is the next one."""
    items: Rows
    item: Row | None
    """The item that the address names, of the chosen agenda."""
    waiting: Waiting
    may: May


def view_of(search: str | None) -> View:
    """What an address shows; one that names no sitting the next one, else the last with results to record."""
    scope, now = current_scope(Permission.SEE_SITTINGS), services().clock.now()
    wanted = id_in(search, ONE)
    with services().db.read() as db:
        rows = plain(sittings(db, scope, now))
        sitting_id = wanted or _usual(rows)
        chosen = None
        if sitting_id is not None:
            try:
                chosen = plain(sitting_of(db, scope, sitting_id, now).to_frame().T)[0]
            except NotFound:
                chosen = None
        items = plain(agenda(db, scope, sitting_id, now)) if sitting_id and chosen else []
        waits = waiting(db, scope, now)
    item = next((one for one in items if one["item_id"] == id_in(search, ITEM)), None)
    return View(rows, chosen, wanted is not None, items, item, waits, may())


def _usual(rows: Sequence[Row]) -> UUID | None:
    found = [*coming(rows)[:1], *unrecorded(rows)[-1:], *rows[-1:]]
    chosen: UUID | None = found[0]["sitting_id"] if found else None
    return chosen


def may() -> May:
    """What the reader may do on this page."""
    person = current_user()
    return May(
        record=person.may(Permission.RECORD_DECISIONS),
        cases=person.may(Permission.SEE_CASES),
        proposals=person.may(Permission.HANDLE_PROPOSALS),
    )


def plain(frame: pd.DataFrame) -> Rows:
    """The rows of a frame, with None where there is nothing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def id_in(search: str | None, key: str) -> UUID | None:
    """The id that an address names; None for none, and for what is no id."""
    return id_or_none(parse_qs((search or "").removeprefix("?")).get(key, [""])[-1])


def id_or_none(text: Any) -> UUID | None:
    """The id in a text; None for what is none."""
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Own:
    """The organisation in which somebody records decisions, its time zone, and as whom they do."""

    by: Acting
    zone: str


def own(organisation_id: int | None = None) -> Own:
    """Where the reader records: that organisation, else the first of their grants. Raises Forbidden, and NotFound for
    another's."""
    person = require(Permission.RECORD_DECISIONS)
    giving = [one for one in person.grants if Permission.RECORD_DECISIONS in PERMISSIONS[one.role]]
    number = giving[0].organisation_id if organisation_id is None else organisation_id
    scope = person.scope(Permission.RECORD_DECISIONS)
    reach = next((one for one in scope.reaches if one.organisation_id == number), None)
    role = next(
        (one.role for one in giving if any(each.organisation_id == number for each in one.reaches)), giving[0].role
    )
    if reach is None:
        raise NotFound()
    with services().db.read() as db:
        towns = organisations(db, scope).set_index("organisation_id")["time_zone"]
    by = Acting(replace(current_actor(), role=str(role)), number, reach.service_ids)
    return Own(by, str(towns[number]))


@dataclass(frozen=True)
class Shown:
    """What the page showed when a button was pressed, as the browser tells it; read field by field."""

    raw: Any

    def sitting(self) -> tuple[UUID, int]:
        """The sitting and its change. Raises InvalidInput."""
        found = id_or_none(self._get("sitting"))
        if found is None:
            raise InvalidInput(UNKNOWN)
        return found, _whole(self._get("no"))

    def marked(self, items: Sequence[str]) -> list[Marked]:
        """Those items of the agenda. Raises InvalidInput for one that was not shown."""
        shown = self._get("agenda")
        found = []
        for key in items:
            told, item = shown.get(key) if isinstance(shown, dict) else None, id_or_none(key)
            if item is None or not isinstance(told, list) or len(told) != 2:
                raise InvalidInput(UNKNOWN)
            found.append(Marked(item, _whole(told[0]), _seen(told[1])))
        return found

    def waiting(self, key: str) -> tuple[Seen, ...]:
        """What a line that waits is about. Raises InvalidInput for one that was not shown."""
        shown = self._get("waiting")
        if not isinstance(shown, dict) or key not in shown:
            raise InvalidInput(UNKNOWN)
        return _seen(shown[key])

    def _get(self, name: str) -> Any:
        return self.raw.get(name) if isinstance(self.raw, dict) else None


def seen_of(view: View) -> dict[str, Any]:
    """What a view shows, as the browser keeps it (`frame.Part.SEEN`)."""
    lines = [*plain(view.waiting.lines), *plain(view.waiting.choices)]
    agenda_ = {str(item["item_id"]): [int(item["change_no"]), _pairs(item["seen"])] for item in view.items}
    told = {"agenda": agenda_, "waiting": {str(line["key"]): _pairs(line["seen"]) for line in lines}}
    if view.chosen is None:
        return told
    return told | {"sitting": str(view.chosen["sitting_id"]), "no": int(view.chosen["change_no"])}


def _pairs(seen: Sequence[tuple[UUID, int]]) -> list[list[Any]]:
    return [[str(subject), seq] for subject, seq in seen]


def _seen(raw: Any) -> tuple[Seen, ...]:
    pairs = [one for one in raw if isinstance(one, list) and len(one) == 2] if isinstance(raw, list) else []
    found = [Seen(subject, _whole(seq)) for subject, seq in ((id_or_none(one[0]), one[1]) for one in pairs) if subject]
    if not isinstance(raw, list) or len(found) != len(raw):
        raise InvalidInput(UNKNOWN)
    return tuple(found)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LARGEST_SEQ:
        raise InvalidInput(UNKNOWN)
    return value


def now() -> datetime:
    """The present instant."""
    return services().clock.now()
