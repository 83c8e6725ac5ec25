"""The frames of /beheer/logboek, narrowed by its address."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.components.manage.log import ACTIONS
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.values import Values
from queries.manage import log as queries
from queries.manage.log import PAGE, Narrowing

NAMES = ("who", "what", "from", "to")


def narrowing(desk: Desk) -> Narrowing:
    """What the address asks for; what cannot be read is left out."""
    values = Values(desk.asked)
    first, last = values.day_or_none("from"), values.day_or_none("to")
    zone = ZoneInfo(desk.town.zone)
    starts = [
        datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last and last + timedelta(days=1)) if day
    ]
    since = starts[0] if first else None
    before = starts[-1] if last else None
    action = values.choice("what", ACTIONS, optional=True)
    return Narrowing(_account(values.text("who", optional=True)), action, since, before)


def _account(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def asked_by(desk: Desk) -> dict[str, str]:
    """The part of the address that narrows."""
    return {name: desk.asked[name] for name in NAMES if desk.asked.get(name)}


def log_rows(desk: Desk, *, limit: int = PAGE + 1, offset: int = 0) -> pd.DataFrame:
    """The rows that the address asks for, newest first."""
    with services().writer.transaction() as db:
        return queries.log(db, desk.town.number, narrowing(desk), limit=limit, offset=offset)


def actor_rows(desk: Desk) -> pd.DataFrame:
    """Who did something."""
    with services().writer.transaction() as db:
        return queries.actors(db, desk.town.number)


def address_of(desk: Desk, filled: dict[str, Any]) -> str:
    """The search string of the filters that were filled in."""
    chosen = {name: str(filled[name])[:100] for name in NAMES if filled.get(name)}
    base = desk.search().removeprefix("?")
    return "?" + "&".join(part for part in (base, urlencode(chosen)) if part)
