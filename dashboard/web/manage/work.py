"""How the work stands that was asked of the worker."""

import pandas as pd
from dash.development.base_component import Component

from dashboard.components.manage.work import is_open, work_block, work_lines
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from queries.manage.work import latest_work


def work_rows(desk: Desk) -> pd.DataFrame:
    """What is open, and the latest that was asked."""
    with services().db.read() as db:
        return latest_work(db, desk.town.number)


def standing(page: str, desk: Desk) -> Component:
    """The lines about work for a page."""
    return work_block(page, work_rows(desk), desk.town.zone)


def look_again(page: str, desk: Desk) -> tuple[list[Component], bool]:
    """The lines as they are now, and whether all is done."""
    rows = work_rows(desk)
    return work_lines(page, rows, desk.town.zone), not is_open(rows)
