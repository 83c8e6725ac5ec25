"""Reports: what was made of which kind about what, how far each version came, what it says and its files.

A version tells of all that who asked for it could see, as far as the role may know that it is meant for (`reader`). So
who may know of one reaches all of it and may know at least what that role may. What was published for the council is
public within the organisation.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH, distinct_on

from config.errors import NotFound
from config.kinds import ReportState, Role
from queries.accounts import as_read_by
from queries.db import fetch
from queries.dossiers import reaches
from queries.filters import Filters, Scope
from queries.tables import report, report_file, report_remark, report_step, report_version, work_request

REPORT = "report"
"""The kind of the work that makes one (`dashboard.store.actions.requests.Work`)."""
ORDER = (ReportState.MADE, ReportState.WITHDRAWN, ReportState.REVIEWED, ReportState.ON_AGENDA, ReportState.PUBLISHED)
"""From least to most: what was withdrawn is again for who made it."""
_PAST = 2**31
"""No version has this number."""
COLUMNS = [
    *("organisation_id", "report_id", "kind", "about", "member", "first_day", "last_day", "version", "state"),
    *("state_at", "sitting_id", "reason", "made_at", "made_role", "as_of", "hash", "reader"),
]


def reports(db: Connection, scope: Scope, least: ReportState) -> pd.DataFrame:
    """The last version of each report that has come at least so far and may be known; the latest period first.

    Columns: COLUMNS. state: how far the version came, state_at: since when; sitting_id: on whose agenda; reason: why it
    was withdrawn; as_of: up to when its data goes.
    """
    found = _known(db, scope, least, report.c.organisation_id.in_(scope.organisation_ids))
    last = found.sort_values("version").drop_duplicates("report_id", keep="last")
    return last.sort_values(["last_day", "made_at"], ascending=False, ignore_index=True)[COLUMNS]


def versions(db: Connection, scope: Scope, least: ReportState, report_id: UUID) -> pd.DataFrame:
    """The versions of one report that may be known, the last first. Columns as of `reports`; empty for another one."""
    found = _known(db, scope, least, report.c.report_id == report_id)
    return found.sort_values("version", ascending=False, ignore_index=True)[COLUMNS]


def reaches_version(db: Connection, scope: Scope, least: ReportState, report_id: UUID, version: int) -> bool:
    """Whether a version may be known and a scope reaches all that it tells of: to read what was published for the
    council takes less than to act upon it, or to read what is written beside it."""
    own = report_version.c
    rows = _known(db, scope, least, and_(report.c.report_id == report_id, own.version == version))
    return any(reaches(scope, reach) for reach in rows["reach"])


def version_of(db: Connection, scope: Scope, least: ReportState, report_id: UUID, version: int) -> dict[str, Any]:
    """One version: COLUMNS, and what is frozen of it. Raises NotFound for one that may not be known."""
    if not 0 < version < _PAST:
        raise NotFound()
    found = _known(db, scope, least, and_(report.c.report_id == report_id, report_version.c.version == version))
    if found.empty:
        raise NotFound()
    own = report_version.c
    this = own.organisation_id == int(found["organisation_id"].iloc[0]), own.report_id == report_id
    frozen = db.scalar(select(own.frozen).where(*this, own.version == version))
    row: dict[Any, Any] = found[COLUMNS].to_dict("records")[0]
    return row | {"frozen": frozen}


def report_file_of(
    db: Connection, scope: Scope, least: ReportState, report_id: UUID, version: int, ending: str
) -> tuple[dict[str, Any], bytes]:
    """A version (COLUMNS) and its file. Raises NotFound as `version_of`, and where there is no such file."""
    found = version_of(db, scope, least, report_id, version)
    own = report_file.c
    this = own.organisation_id == found["organisation_id"], own.report_id == report_id, own.version == version
    content = db.scalar(select(own.content).where(*this, own.format == ending))
    if content is None:
        raise NotFound()
    return found, bytes(content)


def formats(db: Connection, scope: Scope, report_id: UUID, version: int) -> tuple[str, ...]:
    """The endings of the files of a version, in order."""
    own = report_file.c
    here = own.organisation_id.in_(scope.organisation_ids), own.report_id == report_id, own.version == version
    return tuple(db.scalars(select(own.format).where(*here).order_by(own.format)))


def formats_of(db: Connection, scope: Scope, report_ids: Collection[UUID]) -> dict[tuple[UUID, int], tuple[str, ...]]:
    """The same of each version of several reports, by their id and the version."""
    own = report_file.c
    here = own.organisation_id.in_(scope.organisation_ids), own.report_id.in_(report_ids)
    found: dict[tuple[UUID, int], tuple[str, ...]] = {}
    for row in db.execute(select(own.report_id, own.version, own.format).where(*here).order_by(own.format)):
        key = row.report_id, row.version
        found[key] = (*found.get(key, ()), row.format)
    return found


def remarks(db: Connection, scope: Scope, report_id: UUID) -> pd.DataFrame:
    """What stands beside the parts of a report now, one a part, in the order in which it was written.

    Columns: block, text, written_at, author_role, remark_id.
    """
    own = report_remark.c
    here = own.organisation_id.in_(scope.organisation_ids), own.report_id == report_id
    told = select(own.block, own.text, own.written_at, own.author_role, own.remark_id).where(*here)
    newest = told.ext(distinct_on(own.block)).order_by(own.block, own.written_at.desc(), own.remark_id.desc())
    found = fetch(db, newest)
    standing = found[found["text"] != ""].sort_values("written_at", ignore_index=True)
    return standing[["block", "text", "written_at", "author_role", "remark_id"]]


def steps(db: Connection, scope: Scope, report_id: UUID) -> pd.DataFrame:
    """What was done with the versions of a report, in order.

    Columns: version, state, at, by_role, sitting_id, reason.
    """
    own = report_step.c
    here = own.organisation_id.in_(scope.organisation_ids), own.report_id == report_id
    columns = own.version, own.state, own.at, own.by_role, own.sitting_id, own.reason
    return fetch(db, select(*columns).where(*here).order_by(own.step_no))


def report_work(db: Connection, scope: Scope, since: datetime, most: int = 5) -> pd.DataFrame:
    """The last reports that were asked for after a moment and are not made, or could not be made; the latest first.

    Of what was asked more than once only the last time counts. Columns: organisation_id, asked (kind, member,
    first_day, last_day), asked_at, ended_at (null: under way), problem, params.
    """
    own = work_request.c
    asked = own.organisation_id.in_(scope.organisation_ids), own.kind == REPORT, own.asked_at > since
    # the version whose numbers are taken over does not make it another report
    same = own.organisation_id, own.asked.op("-")("base")
    columns = own.organisation_id, own.asked, own.asked_at, own.ended_at, own.problem, own.params
    last = select(*columns).where(*asked).ext(distinct_on(*same)).order_by(*same, own.asked_at.desc())
    found = fetch(db, last)
    unmade = found[found["ended_at"].isna() | found["problem"].notna()]
    return unmade.sort_values("asked_at", ascending=False, ignore_index=True).head(most)


def reports_waiting(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many reports are reviewed, on no agenda and not published yet, whatever the filters. One row: count."""
    found = reports(db, scope, ReportState.REVIEWED)
    return pd.DataFrame({"count": [int((found["state"] == ReportState.REVIEWED).sum())]})


def reports_on(db: Connection, scope: Scope, least: ReportState, sitting_id: UUID) -> pd.DataFrame:
    """The versions that were put on the agenda of a sitting and are not withdrawn. Columns as of `reports`."""
    found = _known(db, scope, least, true())
    here = (found["sitting_id"] == sitting_id) & found["state"].isin([ReportState.ON_AGENDA, ReportState.PUBLISHED])
    return found[here].sort_values("state_at", ignore_index=True)[COLUMNS]


def _known(db: Connection, scope: Scope, least: ReportState, *where: ColumnElement[bool]) -> pd.DataFrame:
    """Versions within the organisations of a scope that may be known and have come at least so far."""
    found = fetch(db, _versions().where(report.c.organisation_id.in_(scope.organisation_ids), *where))
    found["state"] = found["state"].fillna(str(ReportState.MADE))
    may = [
        ORDER.index(ReportState(row["state"])) >= ORDER.index(least) and _may_know(scope, row)
        for row in found.to_dict("records")
    ]
    return found[pd.Series(may, index=found.index, dtype=bool)]


def _may_know(scope: Scope, row: Mapping[Any, Any]) -> bool:
    state, reader = ReportState(row["state"]), Role(row["reader"])
    if state is ReportState.PUBLISHED and reader is Role.RAADSLID:
        return True
    return reaches(scope, row["reach"]) and (_knows(scope, reader) or (scope.agenda and state in _ON_THE_WAY))


_ON_THE_WAY = (ReportState.REVIEWED, ReportState.ON_AGENDA, ReportState.PUBLISHED)
"""Who prepares agendas may read what goes on one."""


def _knows(scope: Scope, reader: Role) -> bool:
    """Whether a scope may know at least what a role may: single cases, and what is not public."""
    told = as_read_by(Scope(scope.reaches), reader)
    return scope.cases >= told.cases and scope.embargoed >= told.embargoed


def _versions() -> Select:
    last = _last_steps()
    own, told, step = report.c, report_version.c, last.c
    same = and_(told.organisation_id == own.organisation_id, told.report_id == own.report_id)
    of_it = and_(
        *(step.organisation_id == own.organisation_id, step.report_id == own.report_id, step.version == told.version)
    )
    columns = (
        *(own.organisation_id, own.report_id, own.kind, own.about, own.member, own.first_day, own.last_day),
        *(told.version, told.made_at, told.made_role, told.as_of, told.hash, told.reader, told.reach),
        *(step.state, func.coalesce(step.at, told.made_at).label("state_at"), step.sitting_id, step.reason),
    )
    joined = report.join(report_version, same).outerjoin(last, of_it)
    return select(*columns).select_from(joined)


def _last_steps() -> Any:
    own = report_step.c
    key = own.organisation_id, own.report_id, own.version
    return (
        select(*key, own.state, own.at, own.sitting_id, own.reason)
        .ext(distinct_on(*key))
        .order_by(*key, own.step_no.desc())
        .subquery("last_step")
    )


def made_after(db: Connection, scope: Scope, moment: datetime) -> pd.DataFrame:
    """The versions that were published after a moment. Columns as of `reports`."""
    found = _known(db, scope, ReportState.PUBLISHED)
    later = found[found["state_at"] > moment]
    return later.sort_values("state_at", ascending=False, ignore_index=True)[COLUMNS]


def published_news(db: Connection, scope: Scope, moment: datetime) -> pd.DataFrame:
    """The versions that were published after a moment, with what they say first, the latest first.

    Columns: COLUMNS; subject: name of the service or area that it is about, '' for all of the organisation; news: its
    first conclusion in the words of the report, null when it has none.
    """
    own, found = report_version.c, made_after(db, scope, moment)
    first = func.jsonb_path_query_first(own.frozen, cast(_NEWS, JSONPATH), type_=JSONB).label("news")
    subject = func.coalesce(own.frozen[("about", "name")].astext, "").label("subject")
    key = own.organisation_id, own.report_id, own.version
    here = own.organisation_id.in_(scope.organisation_ids), own.report_id.in_(found["report_id"].unique().tolist())
    told, names = fetch(db, select(*key, subject, first).where(*here)), [one.name for one in key]
    return found.merge(told.astype(found[names].dtypes.to_dict()), on=names, how="left")


_NEWS = "$.sections[*].lead.news"


def may_be_told(scope: Scope, reader: Role) -> bool:
    """Whether anything published for a role can be for who has this scope; of what, `made_after` decides."""
    return bool(scope.reaches) and (reader is Role.RAADSLID or scope.agenda or _knows(scope, reader))
