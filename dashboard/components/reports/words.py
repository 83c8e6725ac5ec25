"""What the pages of reports share: states, titles, moments, links to files."""

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.errors import NotFound
from config.kinds import ReportState
from config.language import N_, moment, number, t
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.reports.frame import file_address
from dashboard.components.reports.periods import Span
from dashboard.reports.kinds import Kind, kind_of

Row = Mapping[Any, Any]
STATES: dict[ReportState, str] = {
    ReportState.MADE: N_("Made"),
    ReportState.REVIEWED: N_("Reviewed"),
    ReportState.ON_AGENDA: N_("On the agenda"),
    ReportState.PUBLISHED: N_("Published"),
    ReportState.WITHDRAWN: N_("Withdrawn"),
}
_ICONS = {
    ReportState.MADE: Icon.RUNNING,
    ReportState.REVIEWED: Icon.GOOD,
    ReportState.ON_AGENDA: Icon.WAITING,
    ReportState.PUBLISHED: Icon.STAGE_PUBLISHED,
    ReportState.WITHDRAWN: Icon.ENDED,
}
_ENDINGS = {"pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX", "pptx": "PPTX"}


def state_mark(state: str) -> html.Span:
    """How far a version came, with its mark."""
    one = ReportState(state)
    return html.Span([icon(_ICONS[one]), t(STATES[one])], className="stage")


def known_kind(name: str) -> Kind | None:
    """The kind of this name; None for one that is no longer made."""
    try:
        return kind_of(name)
    except NotFound:
        return None


def kind_words(name: str) -> str:
    """What a kind is called, in the reader's language."""
    kind = known_kind(name)
    return str(kind.name) if kind else name


def span_words(row: Row) -> str:
    """The period of a report."""
    return Span(row["first_day"], row["last_day"]).name


def title_words(row: Row, member: str = "") -> str:
    """'Maandrapport voor het college, okt 2026'; `member`: the name of the service or area that it is about."""
    return ", ".join(filter(None, (kind_words(row["kind"]), member, span_words(row))))


def version_words(version: int) -> str:
    """Version 3."""
    return t(N_("Version {n}"), n=number(version))


def as_of_words(row: Row, zone: str) -> str:
    """Up to when the data goes."""
    return moment(row["as_of"], zone) if row["as_of"] is not None else "–"


def file_links(row: Row, formats: Iterable[str], title: str) -> html.Span:
    """Links to the files of a version."""
    version = version_words(row["version"])
    links: list[Component] = [
        html.A(
            _ENDINGS.get(one, one.upper()),
            href=file_address(row["report_id"], row["version"], one),
            **aria(label=t(N_("{title}, {version}, as {format}"), title=title, version=version, format=one.upper())),
        )
        for one in sorted(formats, key=lambda one: list(_ENDINGS).index(one) if one in _ENDINGS else 9)
    ]
    return html.Span(links or "–", className="report-files")
