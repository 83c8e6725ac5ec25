"""Gemeenten vergelijken: on fixed grains, with small numbers withheld."""

from datetime import date
from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts.compare_lead import ALL, WHOLE_YEAR, month_label, region_lead
from dashboard.charts.compare_months import category_name
from dashboard.components.choices import Choice, Option, choice_bar
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual, today
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries import region
from queries.filters import Filters

PAGE, PATH = "gemeenten", "/vergelijk/gemeenten"
NAME = N_("Compare municipalities")
BAR = "region-choices"
YEARS = 5
cards.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    return html.Div([page_head(PAGE, t(NAME)), html.Div(id=BAR), *cards.cards_layout(PAGE)])


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=50,
    permission=Permission.SEE_REGION,
    section=Section.POLICY,
)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(BAR, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
)
def show_head(search: str | None, _version: int | None) -> tuple[list[Any], Component]:
    """What stands beside each other, and what else can be chosen."""
    filters = region.grain(filters_or_usual(search or "")[0])
    scope = current_scope(Permission.SEE_REGION)
    with services().db.read() as db:
        found, codes = region.received(db, scope, filters), region.regional_codes(db, scope)
        chosen = region.category_of(db, scope, filters)
    return lead_words(region_lead(found, filters)), choice_bar(
        choices(filters, list(codes["category"]), chosen, today())
    )


def choices(filters: Filters, codes: list[str], chosen: str | None, day: date) -> list[Choice]:
    """Years, months that are over, and shared categories, each with the address that keeps the other two."""
    own = (chosen,) if chosen else ()
    first, year = filters.first_day, region.is_year(filters)
    years = [day.year - back for back in range(YEARS)]
    months = [month for month in range(1, 13) if date(first.year, month, 1) < day.replace(day=1)]
    whole = Option(t(WHOLE_YEAR), _address(_year(first.year, own)), year)
    options = [
        Option(month_label(one), _address(_month(first.year, one, own)), not year and one == first.month)
        for one in months
    ]
    named = sorted((category_name(code), code) for code in codes)
    kinds = [Option(name, _address(_of(filters, (code,))), code == chosen) for name, code in named]
    return [
        Choice(t(N_("Year")), str(first.year), [_of_year(filters, one, own, day) for one in years]),
        Choice(t(N_("Month")), t(WHOLE_YEAR) if year else month_label(first.month), [whole, *options]),
        Choice(
            t(N_("Shared category")),
            category_name(chosen) if chosen else t(ALL),
            [Option(t(ALL), _address(_of(filters, ())), chosen is None), *kinds],
        ),
    ]


def _of_year(filters: Filters, year: int, own: tuple[str, ...], day: date) -> Option:
    """The same month of another year where that is over, else the whole year."""
    month = filters.first_day.replace(year=year, day=1)
    asked = (
        _year(year, own) if region.is_year(filters) or month >= day.replace(day=1) else _month(year, month.month, own)
    )
    return Option(str(year), _address(asked), year == filters.first_day.year)


def _year(year: int, own: tuple[str, ...]) -> Filters:
    return Filters(date(year, 1, 1), date(year, 12, 31), categories=own)


def _month(year: int, month: int, own: tuple[str, ...]) -> Filters:
    day = date(year, month, 1)
    return region.grain(Filters(day, day, categories=own))


def _of(filters: Filters, own: tuple[str, ...]) -> Filters:
    return Filters(filters.first_day, filters.last_day, categories=own)


def _address(filters: Filters) -> str:
    return f"{dash.get_relative_path(PATH)}?{filters.to_query()}"
