"""What happened and shows in the numbers: campaigns, planting days, new rules, storms; written by people."""

from datetime import timedelta

import pandas as pd
from sqlalchemy import Column, ColumnElement, Connection, or_, select

from queries.db import fetch
from queries.filters import Filters, Scope
from queries.narrowing import of_organisations
from queries.tables import annotation

BEFORE = timedelta(days=366)
"""How long before the period charts may begin: those of what is expected show a year."""
ANNOTATIONS = [
    *("organisation_id", "annotation_id", "first_day", "last_day", "kind", "words", "text"),
    *("category", "theme", "area", "written_role"),
]


def annotations(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The annotations of the period and of the year before it, first ones first.

    Of another category, theme or neighbourhood than those that the filters ask for there are none; what is about all of
    them stays. Columns: ANNOTATIONS (category, theme and area null where it is about all).
    """
    own = annotation.c
    days = own.last_day >= filters.first_day - BEFORE, own.first_day <= filters.last_day
    about = (own.category, filters.categories), (own.theme, filters.themes), (own.area, filters.areas)
    asked = [_about(column, codes) for column, codes in about if codes]
    ours = own.organisation_id.in_(scope.organisation_ids), *of_organisations(annotation, filters.organisations)
    found = select(*(own[name] for name in ANNOTATIONS)).where(*ours, *days, *asked)
    return fetch(db, found.order_by(own.first_day, own.last_day, own.annotation_id))


def _about(column: Column, codes: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.in_(codes))
