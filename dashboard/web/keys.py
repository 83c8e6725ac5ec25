"""The ids of components that exist once; those of cards stand in `dashboard.components.card`."""

from enum import StrEnum


class Key(StrEnum):
    """Ids that callbacks of more than one module speak to."""

    URL = "url"
