"""What the worker still has to do: 'being derived again', until it is done."""

from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from dashboard.components.icon import Icon, icon
from dashboard.components.manage.frame import notice
from dashboard.components.rows import records

EVERY = 2_000
"""Milliseconds between two looks at work that is under way."""
DOING = {
    "derive": N_("The numbers are being derived again. Until that is done pages show them as they were."),
    "calendar": N_("Days and numbers are being derived again. Until that is done pages show them as they were."),
    "void_run": N_("The run is being taken out. Until that is done pages show the numbers as they were."),
    "judge_areas": N_("The file with boundaries is being checked."),
    "use_areas": N_("Everything with a place goes into its new area; meanwhile pages show some of both."),
    "take_areas_back": N_("Everything with a place goes back into its area; meanwhile pages show some of both."),
    "assign_areas": N_("Everything with a place goes into its area; meanwhile pages show some of both."),
    "dossier_files": N_("The files of a decision dossier are being made anew."),
    "retention": N_("What is due is being erased."),
}
DONE = {
    "derive": N_("Derived again on {when}: {n} dossiers."),
    "calendar": N_("Days and numbers were derived again on {when}: {n} dossiers."),
    "void_run": N_("A run was taken out on {when}: {n} meldingen changed."),
    "judge_areas": N_("A file with boundaries was checked on {when}: {n} areas."),
    "use_areas": N_("Boundaries were taken into use on {when}: {n} dossiers moved to another area."),
    "take_areas_back": N_("Boundaries were taken back on {when}: {n} dossiers moved to another area."),
    "assign_areas": N_("Put into areas on {when}: {n} dossiers moved to another area."),
    "dossier_files": N_("The files of a decision dossier were made anew on {when}."),
    "retention": N_("Erased what was due on {when}: {n}."),
}
_FAILED = N_("This could not be done: {why}")
_WAITS = N_("It waits for the worker (python -m dashboard work).")


def work_id(page: str) -> str:
    """The id of the lines about work on a page."""
    return f"{page}-work"


def pulse_id(page: str) -> str:
    """The id of the clock that looks again."""
    return f"{page}-pulse"


def is_open(work: pd.DataFrame) -> bool:
    """Whether anything is still to be done."""
    return bool(work["ended_at"].isna().any())


def work_block(page: str, work: pd.DataFrame, zone: str) -> Component:
    """The lines, in a place that the page's clock fills again."""
    return html.Div(work_lines(page, work, zone), id=work_id(page), className="manage-work", role="status")


def work_lines(page: str, work: pd.DataFrame, zone: str) -> list[Component]:
    """A line for each request that is open, and for the latest one; a clock while one is open."""
    lines = [_line(row, zone) for row in records(work)]
    clock = [dcc.Interval(id=pulse_id(page), interval=EVERY)] if is_open(work) else []
    return [*lines, *clock]


def _line(row: Any, zone: str) -> Component:
    if pd.isna(row.ended_at):
        waits = f" {t(_WAITS)}" if pd.isna(row.started_at) else ""
        return notice(t(DOING[row.kind]) + waits)
    if row.problem:
        return html.P([icon(Icon.BAD), t(_FAILED, why=t(row.problem, **row.params))], className="trouble")
    done = t(DONE[row.kind], when=moment(row.ended_at, zone), n=number(row.count or 0))
    return html.P([icon(Icon.GOOD), html.Span(done)], className="secondary work-done")
