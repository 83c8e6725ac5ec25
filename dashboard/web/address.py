"""The address bar is the state of a page: its search string becomes filters, and nothing else does."""

from datetime import date
from urllib.parse import parse_qs

from config.clock import ZONE, local_day
from config.errors import InvalidInput
from dashboard.web.context import services
from queries.filters import Filters, Period


def today() -> date:
    """The local day on which this request is made."""
    return local_day(services().clock.now(), ZONE)


def filters_of(search: str) -> Filters:
    """The filters in '?from=...&to=...', as seen today. Raises InvalidInput."""
    return Filters.from_query(parse_qs(search.removeprefix("?")), today())


def usual_filters() -> Filters:
    """What a page shows when its address says nothing."""
    return Filters.for_period(Period.LAST_12_WEEKS, today())


def filters_or_usual(search: str) -> tuple[Filters, InvalidInput | None]:
    """The filters of an address; when it cannot be read the usual ones, with what is wrong with it."""
    try:
        return filters_of(search), None
    except InvalidInput as error:
        return usual_filters(), error
