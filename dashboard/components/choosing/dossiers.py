"""The decision dossiers of a round: the versions that were made, and the buttons that ask for the next one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from dashboard.components.aria import aria
from dashboard.components.choosing.frame import PAGE, Form
from dashboard.components.form import Button, button, result
from dashboard.components.icon import Icon, icon
from dashboard.components.rows import records

DOWNLOADS = "/download/dossier"
MAKE, DRAFT = Button("save", N_("Make the dossier")), Button("draft", N_("Make a draft of it"))
_ENDINGS = {"pdf": "PDF", "docx": "DOCX"}
_WHAT = N_("Every choice that counts with its motivation, for who decides: as PDF to read and as DOCX for the minutes.")
_WAITS = N_("Once a choice is approved, the dossier can be made here.")
_BUSY = N_("The dossier is being made; it appears here by itself.")
ANEW = N_("Something in it was removed; its files are being made anew.")


def block(
    rows: pd.DataFrame, work: Mapping[str, Any] | None, zone: str, *, may: bool, counting: bool, pending: bool
) -> list[Component]:
    """The versions and the buttons. `rows` and `work` as of `queries.dossiers`; `counting`: a choice counts already."""
    versions = [_version(row, zone) for row in records(rows)]
    return [
        html.H3(t(N_("Decision dossier")), className="choosing-dossier-head"),
        html.P(t(_WHAT if counting or versions else _WAITS), className="secondary"),
        *_buttons(may=may, counting=counting, pending=pending),
        *_standing(work),
        *([html.Ul(versions, className="choosing-dossiers")] if versions else []),
    ]


def _buttons(*, may: bool, counting: bool, pending: bool) -> list[Component]:
    shown = [*([MAKE] if counting else []), *([DRAFT] if pending else [])]
    if not may or not shown:
        return []
    return [
        html.Div([button(PAGE, Form.DOSSIER, one) for one in shown], className="form-buttons"),
        result(PAGE, Form.DOSSIER),
    ]


def _standing(work: Mapping[str, Any] | None) -> list[Component]:
    """What is under way, or why it failed."""
    if work is None:
        return []
    if work["ended_at"] is None:
        return [html.P([icon(Icon.CLOCK), html.Span(t(_BUSY))], className="choosing-warning", role="status")]
    why = t(N_("The dossier could not be made: {why}"), why=t(work["problem"], **work["params"]))
    return [html.P([icon(Icon.BAD), html.Span(why)], className="choosing-warning")]


def _version(row: Any, zone: str) -> html.Li:
    words = N_("Draft, version {n}") if row.draft else N_("Version {n}")
    version = t(words, n=number(row.version))
    places = t(N_("1 place")) if row.places == 1 else t(N_("{n} places"), n=number(row.places))
    known = [moment(row.made_at, zone), places, check_words(row.hash)]
    return html.Li(
        [
            html.Div([html.B(version), file_links(row.dossier_id, version, row.formats)], className="choosing-head"),
            html.P(" · ".join(known), className="secondary"),
            *_removed(row),
        ]
    )


def check_words(digest: str) -> str:
    """The check code of a dossier: 'controle 8f41-c2a9'."""
    return t(N_("check {check}"), check=f"{digest[:4]}-{digest[4:8]}")


def file_links(dossier_id: Any, version: str, files: int) -> Component:
    """Links to both files of a version; none while they are made anew (`files` is how many there are)."""
    links = [
        html.A(name, href=f"{DOWNLOADS}/{dossier_id}.{ending}", **aria(label=_as(version, name)))
        for ending, name in _ENDINGS.items()
    ]
    return html.Span(links if files else [], className="choosing-dossier-files")


def _as(version: str, name: str) -> str:
    return t(N_("{version} as {name}"), version=version, name=name)


def _removed(row: Any) -> list[Component]:
    """What was erased of it since."""
    if not row.formats:
        return [html.P(t(ANEW), className="secondary")]
    if not row.removed:
        return []
    words = N_("1 text or photo of a citizen was removed since.")
    told = t(words) if row.removed == 1 else t(N_("{n} texts or photos of citizens were removed since."), n=row.removed)
    return [html.P(told, className="secondary")]
