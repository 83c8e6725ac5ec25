"""The ids of components that exist once; those of cards stand in `dashboard.components.card`."""

from enum import StrEnum


class Key(StrEnum):
    """Ids that callbacks of more than one module speak to."""

    URL = "url"
    VERSION = "version"
    """The data version that the page shows: whoever shows data takes it as an input, and asks again when it moves."""
