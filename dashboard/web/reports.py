"""What the pages of reports ask, and what the reader may know and do: rights come from the grants alone.

A person may know of a version in more than one way: who makes reports of all that they reach, who puts them on agendas
once they are reviewed, and everybody who may see reports once they are published.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection

from config.clock import ZONE
from config.errors import NotFound
from config.kinds import PERMISSIONS, Organ, Permission, ReportState, SittingState
from dashboard.components.form import Option
from dashboard.components.reports.listed import Formats, May, Names, title_of
from dashboard.components.reports.new import Offer
from dashboard.components.reports.panel import One
from dashboard.components.reports.shown import Beside, Standing
from dashboard.components.reports.words import Row, known_kind
from dashboard.components.sittings.words import long_when, organ_words
from dashboard.reports.kinds import About, kinds
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.sittings import Rows, plain
from queries.accounts import Person
from queries.filters import Filters, Scope
from queries.names import limited_to, names
from queries.options import options
from queries.organisations import organisations
from queries.reports import (
    formats,
    formats_of,
    reaches_version,
    remarks,
    report_file_of,
    report_work,
    reports,
    reports_on,
    steps,
    version_of,
    versions,
)
from queries.sittings import sitting_of, sittings

LEAST = {
    Permission.MAKE_REPORTS: ReportState.MADE,
    Permission.PUBLISH_REPORTS: ReportState.REVIEWED,
    Permission.SEE_REPORTS: ReportState.PUBLISHED,
}
"""How far a version has come at least for who may know of it by each right."""
_ASKED = timedelta(days=7)
"""So long what could not be made is told."""


@dataclass(frozen=True)
class Sight:
    """A way to know of versions: within a scope, those that have come at least so far."""

    scope: Scope
    least: ReportState


def sights(person: Person) -> tuple[Sight, ...]:
    """All ways in which somebody may know of versions."""
    return tuple(Sight(person.scope(right), least) for right, least in LEAST.items() if person.may(right))


def sight_of(person: Person, permission: Permission) -> Sight:
    """Which versions somebody may act upon with a right; reviewing is done with what is made."""
    return Sight(person.scope(permission), LEAST.get(permission, ReportState.MADE))


def listed(db: Connection) -> Rows:
    """The last version of each report that the reader may know of, the latest period first."""
    every = _each(reports(db, one.scope, one.least) for one in sights(current_user()))
    last = {row["report_id"]: row for row in sorted(every, key=lambda row: int(row["version"]))}
    return sorted(last.values(), key=lambda row: (row["last_day"], row["made_at"]), reverse=True)


def _each(frames: Iterable[pd.DataFrame]) -> Rows:
    """The versions of several answers, each once."""
    return list({(row["report_id"], row["version"]): row for frame in frames for row in plain(frame)}.values())


def reached(db: Connection, permission: Permission) -> list[tuple[UUID, int]]:
    """The last versions that the reader may act upon with a right."""
    person = current_user()
    if not person.may(permission):
        return []
    sight = sight_of(person, permission)
    return [(row["report_id"], row["version"]) for row in plain(reports(db, sight.scope, sight.least))]


def formats_in(db: Connection, rows: Sequence[Row]) -> Formats:
    """The files of these versions."""
    found: dict[tuple[UUID, int], tuple[str, ...]] = {}
    for sight in sights(current_user()):
        found |= formats_of(db, sight.scope, [row["report_id"] for row in rows])
    return found


def names_in(db: Connection) -> Names:
    """What services and areas are called."""
    scopes = [sight.scope for sight in sights(current_user())]
    found: dict[tuple[str, str], str] = {}
    for scope in scopes:
        for about in (About.SERVICE, About.AREA):
            rows = names(db, scope, str(about))
            found |= {(str(about), code): name for code, name in zip(rows["code"], rows["name"], strict=True)}
    return found


def may_of(person: Person) -> May:
    """What somebody may do with reports at all."""
    return May(
        make=person.may(Permission.MAKE_REPORTS),
        remark=person.may(Permission.MAKE_REPORTS) and person.may(Permission.WRITE_NOTES),
        review=person.may(Permission.REVIEW_REPORTS),
        publish=person.may(Permission.PUBLISH_REPORTS),
    )


def work_in(db: Connection) -> Rows:
    """What was asked that the reader could have asked, and is not made; nothing for who makes none."""
    person = current_user()
    if not person.may(Permission.MAKE_REPORTS):
        return []
    scope = person.scope(Permission.MAKE_REPORTS)
    return [row for row in plain(report_work(db, scope, now() - _ASKED)) if _makes(db, scope, row)]


def _makes(db: Connection, scope: Scope, row: Row) -> bool:
    """Whether who makes reports in a scope could have asked for this one too."""
    within = [one.service_ids for one in scope.reaches if one.organisation_id == row["organisation_id"]]
    if None in within:
        return True
    known = names(db, scope, str(About.SERVICE))
    own = known[(known["organisation_id"] == row["organisation_id"]) & (known["code"] == row["asked"].get("member"))]
    return any(key in limit for limit in within if limit is not None for key in own["key"])


def offers(db: Connection) -> list[Offer]:
    """What the reader can have made, of each organisation in which a role of theirs makes reports."""
    person = current_user()
    giving = [grant for grant in person.grants if Permission.MAKE_REPORTS in PERMISSIONS[grant.role]]
    if not giving:
        return []
    scope = person.scope(Permission.MAKE_REPORTS)
    towns = organisations(db, scope).set_index("organisation_id")["name"]
    return [_offer(db, scope, one, str(towns[one])) for one in dict.fromkeys(grant.organisation_id for grant in giving)]


def _offer(db: Connection, scope: Scope, organisation_id: int, town: str) -> Offer:
    """Who reaches some services makes only the sheets of those."""
    whole = limited_to(db, scope, organisation_id) is None
    today = now().date()
    known = options(db, scope.of([organisation_id]), Filters(today, today))
    members = {
        about: [Option(row["code"], row["name"]) for row in _members(known, about)]
        for about in (About.SERVICE, About.AREA)
    }
    offered = [kind for kind in kinds().values() if whole or kind.about is About.SERVICE]
    return Offer(
        organisation_id,
        town,
        [kind for kind in offered if kind.about is About.ORGANISATION or members[kind.about]],
        members,
    )


def _members(known: pd.DataFrame, about: About) -> Rows:
    found = known[(known["dimension"] == str(about)) & (known["name"] != "")]
    return plain(found.sort_values("name"))


@dataclass(frozen=True)
class Found:
    """A version as the reader may know it: its row with what is frozen, and the sight by which it is known."""

    row: Row
    sight: Sight


def found(db: Connection, report_id: UUID, version: int | None = None) -> Found:
    """One version, by default the last one that the reader may know of. Raises NotFound."""
    for sight in sights(current_user()):
        with suppress(NotFound):
            number = _last(db, sight, report_id) if version is None else version
            return Found(version_of(db, sight.scope, sight.least, report_id, number), sight)
    raise NotFound()


def _last(db: Connection, sight: Sight, report_id: UUID) -> int:
    known = versions(db, sight.scope, sight.least, report_id)
    if known.empty:
        raise NotFound()
    return int(known["version"].iloc[0])


def file_of(db: Connection, report_id: UUID, version: int, ending: str) -> tuple[Row, bytes]:
    """A version and its file. Raises NotFound."""
    for sight in sights(current_user()):
        with suppress(NotFound):
            return report_file_of(db, sight.scope, sight.least, report_id, version, ending)
    raise NotFound()


def known_versions(db: Connection, report_id: UUID) -> Rows:
    """The versions of a report that the reader may know of, the last first."""
    every = _each(versions(db, one.scope, one.least, report_id) for one in sights(current_user()))
    return sorted(every, key=lambda row: int(row["version"]), reverse=True)


def allowed(db: Connection, permission: Permission, row: Row) -> bool:
    """Whether the reader may act upon this version with a right: they reach all of it with that very right."""
    person = current_user()
    if not person.may(permission):
        return False
    sight = sight_of(person, permission)
    return reaches_version(db, sight.scope, sight.least, row["report_id"], row["version"])


def check_allowed(db: Connection, permission: Permission, row: Row) -> None:
    """Raise NotFound unless `allowed`."""
    if not allowed(db, permission, row):
        raise NotFound()


def may_with(db: Connection, row: Row) -> May:
    """What the reader may do with this version."""
    make = allowed(db, Permission.MAKE_REPORTS, row)
    return May(
        make=make,
        remark=make and current_user().may(Permission.WRITE_NOTES),
        review=allowed(db, Permission.REVIEW_REPORTS, row),
        publish=allowed(db, Permission.PUBLISH_REPORTS, row),
    )


def one_of(db: Connection, known: Found, may: May) -> One:
    """A version with all that stands beside its text."""
    row, scope = known.row, known.sight.scope
    every = known_versions(db, row["report_id"])
    numbers = {one["version"] for one in every}
    acts = may.make or may.review or may.publish
    done = [
        one if acts else one | {"reason": None}  # why it was once withdrawn is for who works on it
        for one in plain(steps(db, scope, row["report_id"]))
        if one["version"] in numbers
    ]
    offered = _open_sittings(db, row) if may.publish else {}
    named = {
        sitting: words
        for sitting in {one["sitting_id"] for one in done if one["sitting_id"]}
        if (words := _sitting(db, sitting))
    }
    pending = may.make and _pending(row["frozen"], standing(db, known))
    under_way = may.make and any(_is_of(one, row) for one in work_in(db))
    member = str(row["frozen"]["about"]["name"])
    files = formats(db, scope, row["report_id"], row["version"])
    zone = row["frozen"]["town"]["zone"]
    return One(row, member, every, done, files, named | offered, list(offered), zone, may, pending, under_way)


def _is_of(asked: Row, row: Row) -> bool:
    told = asked["asked"]
    days = [row[name].isoformat() for name in ("first_day", "last_day")]
    same = [told["kind"], told.get("member") or "", told["first_day"], told["last_day"]] == [
        row["kind"],
        row["member"],
        *days,
    ]
    return asked["ended_at"] is None and same and asked["organisation_id"] == row["organisation_id"]


def _pending(frozen: Row, standing_now: dict[str, Standing]) -> bool:
    held = {one["block"]: one["text"] for one in frozen["remarks"]}
    return held != {block: one.text for block, one in standing_now.items()}


def standing(db: Connection, known: Found) -> dict[str, Standing]:
    """The remarks that stand beside a report now, by their part."""
    rows = plain(remarks(db, known.sight.scope, known.row["report_id"]))
    return {
        row["block"]: Standing(row["remark_id"], row["text"], row["author_role"], row["written_at"]) for row in rows
    }


def beside_of(db: Connection, known: Found, may: May) -> Beside:
    """What stands beside the parts, as far as the reader may know: who only reads sees what the version holds."""
    held = {one["block"]: one for one in known.row["frozen"]["remarks"]}
    now_there = standing(db, known) if may.make else {}
    zone = known.row["frozen"]["town"]["zone"]
    return Beside(held, now_there, zone, sees=may.make, writes=may.remark)


def _open_sittings(db: Connection, row: Row) -> dict[Any, str]:
    """The sittings to come of the organ of this kind of report, by their id, the first one first."""
    kind, person = known_kind(row["kind"]), current_user()
    if kind is None or kind.organ is None or not person.may(Permission.SEE_SITTINGS):
        return {}
    rows = plain(sittings(db, person.scope(Permission.SEE_SITTINGS), now()))
    return {one["sitting_id"]: sitting_words(one) for one in rows if _fits(one, row, kind.organ)}


def _fits(one: Row, row: Row, organ: Organ) -> bool:
    planned = one["state"] != SittingState.CANCELLED and not one["begun"]
    return bool(planned and one["organ"] == organ and one["organisation_id"] == row["organisation_id"])


def _sitting(db: Connection, sitting_id: UUID) -> str:
    """What a sitting is called; '' for who may not know of it."""
    person = current_user()
    if not person.may(Permission.SEE_SITTINGS):
        return ""
    try:
        return sitting_words(sitting_of(db, person.scope(Permission.SEE_SITTINGS), sitting_id, now()).to_dict())
    except NotFound:
        return ""


def sitting_words(row: Row) -> str:
    """'College van burgemeester en schepenen, maandag 23 november 2026, 14:00'."""
    return f"{organ_words(row)}, {long_when(row)}"


def on_agenda(sitting_id: UUID) -> list[tuple[str, Row]]:
    """The reports on the agenda of a sitting that the reader may know of, each with its title."""
    ways = sights(current_user())
    with services().db.read() as db:
        rows = _each(reports_on(db, one.scope, one.least, sitting_id) for one in ways)
        names_there = names_in(db) if rows else {}
    return [(title_of(row, names_there), row) for row in rows]


def zone_in(db: Connection, rows: Sequence[Row]) -> str:
    """The time zone of the organisations of these reports: that of the first."""
    number = next((row["organisation_id"] for row in rows), None)
    towns = _towns(db)
    return str(towns.get(number, ZONE))


def _towns(db: Connection) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for sight in sights(current_user()):
        known = organisations(db, sight.scope)
        found |= dict(zip(known["organisation_id"], known["time_zone"], strict=True))
    return found


def report_in(text: Any) -> UUID:
    """The id of a report in an address. Raises NotFound for what is none."""
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound() from None


def now() -> datetime:
    """The present instant."""
    return services().clock.now()
