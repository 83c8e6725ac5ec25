"""The names of the filters and the ids of their parts, shared by layout and callbacks."""

from enum import StrEnum

from config.language import N_

BAR, LINE, SHOW, OPEN, DRAWER, PROBLEM, SEEN = (
    "filter-bar",
    "filter-line",
    "filter-show",
    "filter-open",
    "filter-drawer",
    "filter-problem",
    "filter-seen",
)
FROM, TO = "from", "to"
EVERYTHING = "everything"
"""The name under which 'clear filters' clears all of them."""


class Name(StrEnum):
    """The filters, in their order in the bar; the values are also the keys of the address."""

    PERIOD = "period"
    ORGANISATION = "organisation"
    AREA = "area"
    CATEGORY = "category"
    SERVICE = "service"
    CHANNEL = "channel"
    KIND = "kind"
    DAYS = "days"
    POPULATION = "population"


class Part(StrEnum):
    """The parts of a filter that callbacks speak to: the `type` of their ids."""

    CELL = "filter-cell"
    TEXT = "filter-text"
    CONTROL = "filter-control"
    OPTIONS = "filter-options"
    CLEAR = "filter-clear"


class Place(StrEnum):
    """The two copies of each filter: the row on a wide screen, the drawer on a phone."""

    BAR = "bar"
    DRAWER = "drawer"


LABELS: dict[Name, str] = {
    Name.PERIOD: N_("Period"),
    Name.ORGANISATION: N_("Organisation"),
    Name.AREA: N_("Neighbourhood"),
    Name.CATEGORY: N_("Category"),
    Name.SERVICE: N_("Service"),
    Name.CHANNEL: N_("Channel"),
    Name.KIND: N_("Kind"),
    Name.DAYS: N_("Days"),
    Name.POPULATION: N_("Counting"),
}
CODED = (Name.ORGANISATION, Name.AREA, Name.CATEGORY, Name.SERVICE, Name.CHANNEL)
"""Filters with codes of a dimension: any number of them can be chosen."""


def part_id(part: Part, name: str, place: Place) -> dict[str, str]:
    """The id of one part of one copy of a filter."""
    return {"type": part, "name": name, "place": place}
