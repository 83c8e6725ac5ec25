"""What the workbench shows, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from config.criteria import are_weights
from config.language import N_
from dashboard.components.choosing.frame import PATH

PER_PAGE = 15


class Show(StrEnum):
    """Which candidates are listed, by what was said of them."""

    ALL = "alle"
    OPEN = "open"
    SELECTED = "gekozen"
    NOT_SELECTED = "niet-gekozen"
    DEFERRED = "uitgesteld"
    UNWRITTEN = "zonder-tekst"
    PENDING = "goed-te-keuren"


SHOWS: dict[Show, str] = {
    Show.ALL: N_("All candidates"),
    Show.OPEN: N_("Without outcome"),
    Show.SELECTED: N_("Chosen"),
    Show.NOT_SELECTED: N_("Not chosen"),
    Show.DEFERRED: N_("Deferred"),
    Show.UNWRITTEN: N_("Motivation missing"),
    Show.PENDING: N_("Waits for approval"),
}


class View(StrEnum):
    """How they are shown."""

    LIST = "lijst"
    MAP = "kaart"


class Panel(StrEnum):
    """What is open above the list."""

    NONE = ""
    RULES = "regels"
    NEW = "nieuw"


@dataclass(frozen=True)
class Look:
    """Round, place that is written about, weights that were moved (None: those of the round), and what is listed."""

    round_id: UUID | None = None
    place: UUID | None = None
    weights: tuple[tuple[str, int], ...] | None = None
    area: str = ""
    show: Show = Show.ALL
    view: View = View.LIST
    page: int = 1
    panel: Panel = Panel.NONE

    def moved(self) -> dict[str, int] | None:
        """The weights of the address."""
        return None if self.weights is None else dict(self.weights)

    def search(self, **changes: Any) -> str:
        """The search string of this, with changes; another list begins at its first page."""
        if changes.keys() & {"area", "show", "round_id", "weights", "view"}:
            changes = {"page": 1} | changes
        look = replace(self, **changes)
        told = {
            "ronde": look.round_id,
            "plek": look.place,
            "gewichten": None if look.weights is None else weights_text(dict(look.weights)),
            "wijk": look.area or None,
            "toon": None if look.show is Show.ALL else look.show,
            "zicht": None if look.view is View.LIST else look.view,
            "blad": None if look.page == 1 else look.page,
            "paneel": look.panel or None,
        }
        return f"?{urlencode({name: str(value) for name, value in told.items() if value is not None})}"

    def address(self, **changes: Any) -> str:
        """The address of this, with changes."""
        return f"{PATH}{self.search(**changes)}"


def weights_text(weights: Mapping[str, int]) -> str:
    """Weights as an address tells them: support-60,gain.trees-40."""
    return ",".join(f"{code}-{weight}" for code, weight in weights.items())


def look_of(search: str | None) -> Look:
    """What an address says; what cannot be read says nothing."""
    told = {name: values[-1] for name, values in parse_qs((search or "").removeprefix("?")).items()}
    return Look(
        round_id=_id(told.get("ronde")),
        place=_id(told.get("plek")),
        weights=_weights(told.get("gewichten")),
        area=told.get("wijk", "")[:100],
        show=_member(Show, told.get("toon"), Show.ALL),
        view=_member(View, told.get("zicht"), View.LIST),
        page=_page(told.get("blad", "1")),
        panel=_member(Panel, told.get("paneel"), Panel.NONE),
    )


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _weights(text: str | None) -> tuple[tuple[str, int], ...] | None:
    told = [one.rpartition("-") for one in (text or "")[:1_000].split(",")]
    known = {code: int(weight) for code, _, weight in told if weight.isascii() and weight.isdigit() and len(weight) < 4}
    return tuple(known.items()) if len(known) == len(told) and are_weights(known) else None


def _member(kind: Any, text: str | None, usual: Any) -> Any:
    return kind(text) if text in list(kind) else usual


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) > 0 else 1
