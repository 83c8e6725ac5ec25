"""What a proposal is and where it stands, as far as the reader may know."""

from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, select

from config.errors import NotFound
from queries import tables
from queries.db import fetch
from queries.facts import Facts
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import known, stage_of
from queries.tables.published import CHOSEN, EXECUTION, ONLY_PROPOSED


def header_of(db: Connection, own: Facts, subject_id: UUID) -> pd.Series:
    """The header of a proposal, as `queries.proposal_case` tells it. Raises NotFound where nothing may be known."""
    found = fetch(db, _one(own).where(tables.proposal.c.subject_id == subject_id, *known(tables.proposal, own.scope)))
    if found.empty:
        raise NotFound()
    areas = names(db, own.scope, "area")
    header = named(with_names(db, own.scope, found), areas, "area_id", area_code="code").iloc[0]
    return header if own.scope.embargoed else _as_public(header)


def with_names(db: Connection, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with theme_id, area_id and service_id beside their names: theme, area, service (null without)."""
    for dimension in ("theme", "area", "service"):
        frame = named(frame, names(db, scope, dimension), f"{dimension}_id", **{dimension: "name"})
    return frame


def _one(own: Facts) -> Select:
    """A proposal beside its organisation and source."""
    proposal, source, organisation = tables.proposal, tables.source.c, tables.organisation.c
    same = and_(source.organisation_id == proposal.c.organisation_id, source.source_id == proposal.c.source_id)
    own_zone = organisation.organisation_id == proposal.c.organisation_id
    beside = own.with_horizon(proposal).join(tables.organisation, own_zone).outerjoin(tables.source, same)
    return select(
        *(column for column in proposal.c if column.name != "stage"),
        stage_of(proposal, own.scope).label("stage"),
        organisation.time_zone.label("zone"),
        organisation.code.label("organisation_code"),
        source.name.label("source"),
        own.horizon.label("as_of"),
        _undisclosed().label("undisclosed"),
    ).select_from(beside)


def _undisclosed() -> ColumnElement[bool]:
    """Whether the last choice about a proposal is not published."""
    proposal, choice = tables.proposal.c, tables.selection.c
    same = and_(choice.organisation_id == proposal.organisation_id, choice.subject_id == proposal.subject_id)
    return select(choice.version).where(same, choice.current, choice.published_at.is_(None)).exists()


_PUBLIC = (
    *(
        "organisation_id",
        "subject_id",
        "number",
        "title",
        "text",
        "text_removed",
        "text_removed_day",
        "theme_id",
        "theme",
        "area_id",
        "area",
    ),
    *("area_code", "street", "lon", "lat", "h3_10", "submitted_at", "submitted_day", "published_at", "published_day"),
    *("votes", "support", "stage", "zone", "organisation_code", "source", "as_of"),
)
_PUBLIC_OF_CHOICE = ("cost_estimated", "explained_at", "explained_day")
_PUBLIC_OF_PLACE = ("next_steps",)
_PUBLIC_OF_EXECUTION = ("due_on", "planned_at", "planned_day", "started_at", "started_day")
_PUBLIC_OF_RESULT = ("realised_at", "realised_day", "cost_actual")
SINCE = {
    ONLY_PROPOSED: "published_at",
    "planned": "planned_at",
    "in_execution": "started_at",
    "realised": "realised_at",
}
"""When the public saw it come to a stage; a choice when that was published."""


def _as_public(header: pd.Series) -> pd.Series:
    """What of a header everybody may know: as in the views of the public."""
    stage = header["stage"]
    known: dict[str, Any] = {str(name): value for name, value in header.items()}
    known["cost_estimated"] = known["cost_public"]
    told = [
        *_PUBLIC,
        *(_PUBLIC_OF_CHOICE if stage != ONLY_PROPOSED else ()),
        *(_PUBLIC_OF_PLACE if stage in CHOSEN else ()),
        *(_PUBLIC_OF_EXECUTION if stage in EXECUTION else ()),
        *(_PUBLIC_OF_RESULT if stage == "realised" else ()),
    ]
    since = header[SINCE.get(stage, "explained_at")]
    hidden: dict[str, Any] = dict.fromkeys(known.keys() - set(told))
    undated = [milestone for milestone in header["undated"] if f"{milestone}_day" in told]
    hidden |= {f"{milestone}_day": None for milestone in undated}
    shown = {"stage_since": since, "undisclosed": False, "undated": undated}
    return pd.Series(known | hidden | shown, dtype=object)
