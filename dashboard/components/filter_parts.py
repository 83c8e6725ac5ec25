"""The names of the filters and the ids of their parts, shared by layout and callbacks."""

from collections.abc import Collection
from dataclasses import dataclass
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
    THEME = "theme"
    STAGE = "stage"
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
    Name.THEME: N_("Theme"),
    Name.STAGE: N_("Standing"),
    Name.CATEGORY: N_("Category"),
    Name.SERVICE: N_("Service"),
    Name.CHANNEL: N_("Channel"),
    Name.KIND: N_("Kind"),
    Name.DAYS: N_("Days"),
    Name.POPULATION: N_("Counting"),
}
CODED = (Name.ORGANISATION, Name.AREA, Name.THEME, Name.STAGE, Name.CATEGORY, Name.SERVICE, Name.CHANNEL)
"""Filters with codes: any number of them can be chosen."""
WITHOUT_NAMES: dict[str, str] = {
    Name.AREA: N_("Without neighbourhood"),
    Name.THEME: N_("Without theme"),
    Name.CATEGORY: N_("Without category"),
    Name.SERVICE: N_("Without service"),
    Name.CHANNEL: N_("Without channel"),
}


@dataclass(frozen=True)
class Option:
    """One thing to choose: `n` meldingen received, or proposals submitted, in the period have it."""

    code: str
    name: str
    n: int


class About(StrEnum):
    """What the numbers of a page count."""

    MELDINGEN = "meldingen"
    PROPOSALS = "proposals"
    CHOICES = "choices"
    CLIMATE = "climate"


NAMES: dict[About, tuple[Name, ...]] = {
    About.MELDINGEN: tuple(name for name in Name if name not in (Name.THEME, Name.STAGE)),
    About.PROPOSALS: (Name.PERIOD, Name.ORGANISATION, Name.AREA, Name.THEME, Name.STAGE, Name.SERVICE),
    About.CHOICES: (Name.PERIOD, Name.ORGANISATION, Name.AREA, Name.THEME, Name.SERVICE),
    About.CLIMATE: (Name.ORGANISATION, Name.AREA, Name.THEME, Name.SERVICE),
}
"""The filters that count for it; a bar holds these and no other."""


def about_of(names: Collection[str]) -> About:
    """What the page of a bar with these filters counts."""
    if Name.THEME not in names:
        return About.MELDINGEN
    if Name.PERIOD not in names:
        return About.CLIMATE
    return About.PROPOSALS if Name.STAGE in names else About.CHOICES


def part_id(part: Part, name: str, place: Place) -> dict[str, str]:
    """The id of one part of one copy of a filter."""
    return {"type": part, "name": name, "place": place}
