"""All lists that can be had as a file, by page and name."""

from functools import cache

from config.errors import NotFound
from dashboard.web.listings import cases, managed, places
from dashboard.web.listings.listing import Listing


@cache
def listings() -> dict[tuple[str, str], Listing]:
    """Every list, by its page and its own name."""
    every = (*cases.listings(), *places.listings(), *managed.listings())
    return {(one.page, one.id): one for one in every}


def find_listing(page: str, name: str) -> Listing:
    """One list. Raises NotFound."""
    try:
        return listings()[page, name]
    except KeyError:
        raise NotFound() from None
