"""The pages of reports without data, and the ids of their parts."""

from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.page_head import page_head

PAGE, PATH = "rapporten", "/rapporten"
NAME = N_("Reports")
ONE, COMPARED = "rapport", "rapport-vergelijk"
"""The names of the pages of one report, and of two of its versions."""
VERSION, LEFT, RIGHT = "version", "a", "b"
"""Keys of the address: which version is shown, and which two stand beside each other."""
DOWNLOADS = "/download/rapport"
BESIDE = "report-beside"
"""The `type` of the ids of what stands beside the parts of a report."""


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    WAITING = "reports-waiting"
    LIST = "reports-list"
    NEW = "reports-new"
    WORK = "reports-work"
    HEAD = "report-head"
    PANEL = "report-panel"
    TEXT = "report-text"
    SEEN = "report-seen"
    """Which remarks stand there: {part: id of the remark}."""
    COMPARISON = "report-comparison"


class Form(StrEnum):
    """Everything that has buttons on these pages."""

    NEW = "new"
    REMARK = "remark"
    AGAIN = "again"
    REVIEW = "review"
    AGENDA = "agenda"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


def list_frame() -> Component:
    """The page of all reports."""
    return html.Div(
        [
            page_head(PAGE, t(NAME)),
            html.Div(id=said_id(PAGE), className="said", role="status", tabIndex=-1),
            dcc.Store(id=turn_id(PAGE)),
            html.Div(
                [
                    html.Div(
                        [
                            html.Section(id=Part.WAITING, **aria(label=t(N_("What waits for you")))),
                            html.Section(_waiting(), id=Part.LIST, **aria(label=t(NAME))),
                        ]
                    ),
                    html.Div(
                        [
                            html.Section(id=Part.WORK, **aria(label=t(N_("Being made")))),
                            html.Section(id=Part.NEW, **aria(label=t(N_("New report")))),
                        ],
                        className="reports-side",
                    ),
                ],
                className="reports",
            ),
        ]
    )


def one_frame() -> Component:
    """The page of one report."""
    return html.Div(
        [
            html.Div(html.Div(html.H1(t(N_("One report"))), className="page-head"), id=Part.HEAD),
            html.Div(id=said_id(ONE), className="said", role="status", tabIndex=-1),
            dcc.Store(id=turn_id(ONE)),
            dcc.Store(id=Part.SEEN),
            html.Div(
                [
                    html.Article(_waiting(), id=Part.TEXT, className="report-text"),
                    html.Div(id=Part.PANEL, className="report-panel"),
                ],
                className="report",
            ),
        ]
    )


def compared_frame() -> Component:
    """The page of two versions."""
    return html.Div(html.Div(html.H1(t(N_("Two versions"))), className="page-head"), id=Part.COMPARISON)


def _waiting() -> Component:
    return html.Div(className="skeleton-chart manage-skeleton")


def beside_id(block: str) -> dict[str, str]:
    """The id of what stands beside a part of a report; '' is the whole report."""
    return {"type": BESIDE, "block": block}


def address(report_id: Any, version: Any = None) -> str:
    """The address of a report, and of one of its versions."""
    return f"{PATH}/{report_id}" + (f"?{VERSION}={version}" if version is not None else "")


def compare_address(report_id: Any, left: int, right: int) -> str:
    """The address of two versions beside each other."""
    return f"{PATH}/{report_id}/vergelijk?{LEFT}={left}&{RIGHT}={right}"


def file_address(report_id: Any, version: int, ending: str) -> str:
    """The address of a version as a file."""
    return f"{DOWNLOADS}/{report_id}/{version}.{ending}"
