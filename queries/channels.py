"""How meldingen come in."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, Date, Integer, cast, func, select, tuple_

from queries import tables
from queries.db import fetch
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.narrowing import chosen, within


def channel_mix(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Meldingen received in the period, by channel and month, area and category apart.

    Columns: by ('', 'month', 'area' or 'category'), part (first day of the month, or a name; null without, and for
    ''), channel (name; null without), n (count).
    """
    own = facts(db, scope, filters)
    table = own.melding
    month = cast(func.date_trunc("month", table.c.received_day), Date).label("month")
    keys = (table.c.organisation_id, table.c.channel_id, month, table.c.area_id, table.c.category_id)
    each = select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.received_day))
    rows = each.group_by(*keys).subquery().c
    whole, apart = (rows.organisation_id, rows.channel_id), (rows.month, rows.area_id, rows.category_id)
    sets = func.grouping_sets(tuple_(*whole), *(tuple_(*whole, column) for column in apart))
    n = cast(func.sum(rows.n), Integer).label("n")
    counted = select(*whole, *apart, func.grouping(*apart).label("grouped"), n)
    found = named(fetch(db, counted.group_by(sets)), names(db, scope, "channel"), "channel_id", channel="name")
    parts = [_part(db, scope, found, by) for by in _BY]
    return pd.concat(parts, ignore_index=True)


_BY = {"": 0b111, "month": 0b011, "area": 0b101, "category": 0b110}
"""What PostgreSQL's grouping() says of the rows of each part: a 1 for what they are not grouped by."""


def _part(db: Connection, scope: Scope, found: pd.DataFrame, by: str) -> pd.DataFrame:
    own = found[found["grouped"] == _BY[by]]
    if by in ("area", "category"):
        own = named(own, names(db, scope, by), f"{by}_id", part="name")
    frame = own.assign(by=by) if "part" in own else own.assign(by=by, part=own[by] if by else None)
    counted = summed(frame, ["by", "part", "channel"], ["n"])
    return counted.sort_values(["n", "part", "channel"], ascending=[False, True, True])


def channel_mix_by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The part of `channel_mix` by month. Columns: month (first day), channel (name; null without), n (count)."""
    own = facts(db, scope, filters)
    table = own.melding
    month = cast(func.date_trunc("month", table.c.received_day), Date).label("month")
    keys: Sequence = (table.c.organisation_id, table.c.channel_id, month)
    counted = select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.received_day))
    found = fetch(db, counted.group_by(*keys))
    told = named(found, names(db, scope, "channel"), "channel_id", channel="name")
    return summed(told, ["month", "channel"], ["n"]).sort_values(["month", "channel"]).reset_index(drop=True)


def first_contact(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Contacts in the period, whatever kind of melding is chosen. One row: answered (at once), contacts (counts)."""
    own = facts(db, scope, filters)
    table = own.of(tables.contact)
    counts = (func.count().filter(table.c.answered).label("answered"), func.count().label("contacts"))
    narrowed = (within(table, scope), *chosen(table, filters), own.in_period(table.c.made_day))
    return fetch(db, select(*counts).select_from(table).where(*narrowed))
