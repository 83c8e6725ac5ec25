"""The frames of /beheer/kwaliteit."""

import pandas as pd

from config.errors import NotFound
from config.kinds import Permission
from dashboard.components.manage.quality import FILTERS
from dashboard.components.rows import records
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from queries.filters import WITHOUT
from queries.manage import quality as queries
from queries.manage.quality import Lack


def lack_rows(desk: Desk) -> pd.DataFrame:
    """What lacks, by source."""
    with services().db.read() as db:
        return queries.lacking(db, desk.town.number)


def lack_in(text: str) -> Lack:
    """What the address asks about. Raises NotFound."""
    try:
        return Lack(text)
    except ValueError:
        raise NotFound() from None


def source_in(desk: Desk, lacks: pd.DataFrame) -> tuple[int | None, str]:
    """Number and name of the source that the address names; none for all together."""
    asked = desk.asked.get("source")
    for row in records(lacks):
        if str(row.source_id) == asked:
            return int(row.source_id), str(row.source)
    return None, ""


def dossier_rows(desk: Desk, lack: Lack, source_id: int | None) -> pd.DataFrame:
    """The numbers of what lacks something."""
    with services().db.read() as db:
        return queries.dossiers(db, desk.town.number, lack, source_id)


def filtered(lack: Lack) -> str:
    """The address of the same meldingen with their texts, for who may see cases; empty otherwise.

    The period is the longest named one, since the filters of that page always have one.
    """
    may = current_user().may(Permission.SEE_CASES) and lack in FILTERS
    return f"/meldingen?period=12m&{FILTERS[lack]}={WITHOUT}" if may else ""
