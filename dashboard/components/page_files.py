"""The foot of a page: its lists as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.card import Links

PAGE_FILES = "page-files"
_LIMIT = N_("A workbook (XLSX) holds at most 1,048,576 rows, a CSV any number. Who takes which file stands in the log.")


@dataclass(frozen=True)
class FileOf:
    """A list by its name (final words), and where its files are."""

    name: str
    links: Links


def page_files(files: Sequence[FileOf]) -> list[Component]:
    """The ways to the files of a page; nothing where there are none."""
    if not files:
        return []
    label = t(N_("Lists of this page as files"))
    parts = [html.H2(label), html.Ul([html.Li(_file(one)) for one in files]), html.P(t(_LIMIT), className="secondary")]
    return [html.Nav(parts, className="page-files", **aria(label=label))]


def _file(one: FileOf) -> list[Component | str]:
    ways = (("CSV", one.links.csv), ("XLSX", one.links.xlsx))
    links = [html.A(form, href=href, className="foot-link", **aria(label=f"{form}: {one.name}")) for form, href in ways]
    return [html.Span(one.name), *links]
