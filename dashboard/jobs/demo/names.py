"""The names of every code that a town hall of the demo uses."""

from functools import lru_cache

from dashboard.jobs.demo.facts import handling
from dashboard.jobs.demo.halls import Hall, halls
from dashboard.jobs.demo.neighbours import neighbours
from dashboard.jobs.demo.programme.wishes import programme
from dashboard.jobs.demo.region import region

Names = dict[str, dict[str, str]]
"""Per dimension, the name of each code."""


def names(hall: Hall) -> Names:
    """The name of every code of a town hall, per dimension."""
    return _names(hall.code)


@lru_cache(maxsize=64)
def _names(code: str) -> Names:
    hall = halls()[code]
    own = _of_town(code) if hall.full else _of_neighbour(code)
    channels = {code: channel.name for code, channel in handling().channels.items()}
    own["theme"] = {one: theme.name for one, theme in programme().themes.items()}
    return own | {"area": {village.code: village.name for village in hall.place.villages}, "channel": channels}


def _of_town(code: str) -> Names:
    known = handling()
    services = {one: service.name for one, service in known.services.items()}
    if code == region().town.code:
        services |= {known.reorganisation.into: known.reorganisation.name}
    return {
        "service": services,
        "category": {one: category.name for one, category in known.categories.items()},
        "partner": {one: partner.name for one, partner in known.partners.items()},
    }


def _of_neighbour(code: str) -> Names:
    known = neighbours()
    return {
        "service": known.services_of(code),
        "category": {one: known.name_of(category, code) for one, category in known.categories.items()},
        "partner": {"andere_overheid": "Andere overheid"},
    }
