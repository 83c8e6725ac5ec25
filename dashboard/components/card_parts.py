"""The ids of the parts of a chart card, shared by layout and callbacks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """The parts of a card that callbacks speak to: the `type` of their ids."""

    CARD = "card"
    FILL = "card-fill"
    TABLE = "card-table"
    ROWS = "card-rows"
    GRAPH = "card-graph"
    DEFINE = "card-define"
    DEFINED = "card-defined"
    DEFINITION = "card-definition"
    GRID = "card-grid"
    GRID_LABEL = "card-grid-label"
    RETRY = "card-retry"
    RELOAD = "card-reload"


class Group(StrEnum):
    """Cards are filled in two groups: what is seen first, and what lies below the fold."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Place:
    """Where a card stands: its page, its group and its own name."""

    page: str
    group: Group
    card: str

    def id(self, part: Part) -> dict[str, str]:
        """The component id of one part of this card."""
        return {"type": part, "page": self.page, "group": self.group, "card": self.card}


def heading_id(page: str, card: str) -> str:
    """The id of a card's title, to which an address can lead."""
    return f"{page}-{card}-title"


def pattern(part: Part, **keys: Any) -> dict[str, Any]:
    """An id pattern over all cards: `page`, `group` and `card` are names, MATCH or ALL."""
    return {"type": part} | keys
