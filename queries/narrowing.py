"""Scope and filters as conditions on a derived table: every question uses these, so that all narrow alike."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, false, or_, select

from config.vocabularies import proposal_stages
from queries.filters import WITHOUT, Filters, Scope
from queries.tables import area, category, channel, organisation, organisation_successor, service, theme

PUBLISHED = "published"


def within(table: FromClause, scope: Scope) -> ColumnElement[bool]:
    """Rows of `table` (with organisation_id and service_id) that `scope` reaches."""
    whole = [reach.organisation_id for reach in scope.reaches if reach.service_ids is None]
    limited = [
        and_(table.c.organisation_id == reach.organisation_id, table.c.service_id.in_(reach.service_ids))
        for reach in scope.reaches
        if reach.service_ids is not None
    ]
    return or_(false(), table.c.organisation_id.in_(whole), *limited)


STANDING = tuple(code for code, stage in proposal_stages().items() if code == PUBLISHED or stage.group == "course")
"""The stages of proposals that passed moderation and were not refused, withdrawn or merged since."""


def stage_of(table: FromClause, scope: Scope) -> ColumnElement[str]:
    """Where a proposal stands, as far as this scope may know; null when it may not know of the proposal."""
    return table.c.stage if scope.embargoed else table.c.public_stage


def known(table: FromClause, scope: Scope) -> list[ColumnElement[bool]]:
    """Rows of a derived table of proposals of which `scope` may know, whatever their stage.

    What names no service yet is everybody's within its organisation.
    """
    limited = [reach.organisation_id for reach in scope.reaches if reach.service_ids is not None]
    unassigned = and_(table.c.organisation_id.in_(limited), table.c.service_id.is_(None))
    return [or_(within(table, scope), unassigned), *([] if scope.embargoed else [table.c.public_stage.is_not(None)])]


def allowed(scope: Scope, filters: Filters) -> Filters:
    """The filters that count for proposals: no services for who knows only what is public, since the service of a
    proposal may be that of an execution planned under a choice that is not."""
    return filters if scope.embargoed else replace(filters, services=())


def proposals(table: FromClause, scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    """Rows of a derived table of proposals that scope and filters leave; without stages those that stand."""
    return whatever_stage(table, scope, replace(filters, stages=filters.stages or STANDING))


def whatever_stage(table: FromClause, scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    """The same, but without stages in any: also what waits for moderation, was refused, withdrawn or merged."""
    services = allowed(scope, filters).services
    dimensions = ((area, filters.areas), (theme, filters.themes), (service, services))
    narrowed = [_has_code(table, dimension, codes) for dimension, codes in dimensions if codes]
    stages = [stage_of(table, scope).in_(filters.stages)] if filters.stages else []
    return [*known(table, scope), *stages, *of_organisations(table, filters.organisations), *narrowed]


def of_organisations(table: FromClause, codes: Sequence[str]) -> list[ColumnElement[bool]]:
    """Rows of the organisations with these codes and of their predecessors; no condition without codes."""
    if not codes:
        return []
    start = select(organisation.c.organisation_id).where(organisation.c.code.in_(codes))
    line = start.cte(recursive=True)
    earlier = select(organisation_successor.c.from_id).where(organisation_successor.c.to_id == line.c.organisation_id)
    return [table.c.organisation_id.in_(select(line.union(earlier).c.organisation_id))]


def chosen(table: FromClause, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of all coded filters on `table`."""
    dimensions = (
        (area, filters.areas),
        (category, filters.categories),
        (service, filters.services),
        (channel, filters.channels),
    )
    narrowed = [_has_code(table, dimension, codes) for dimension, codes in dimensions if codes]
    return [*of_organisations(table, filters.organisations), *narrowed]


def _has_code(table: FromClause, dimension: Table, codes: Sequence[str]) -> ColumnElement[bool]:
    """Rows with one of these codes; '-' takes the rows without."""
    key = f"{dimension.name}_id"
    matching: Select[tuple[int]] = select(dimension.c[key]).where(
        dimension.c.organisation_id == table.c.organisation_id, dimension.c.code.in_(codes)
    )
    named = table.c[key].in_(matching)
    return or_(named, table.c[key].is_(None)) if WITHOUT in codes else named
