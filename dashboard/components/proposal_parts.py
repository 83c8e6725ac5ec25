"""Small parts of the page of one proposal, and the addresses that it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dash import html
from dash.development.base_component import Component

from config.language import N_, current_language, number, t
from config.vocabularies import indicators
from dashboard.components.case_parts import Header, told
from dashboard.components.icon import Icon, icon

_DECIMALS_BELOW = 10
"""Smaller amounts are told with a decimal where they have one."""


@dataclass(frozen=True)
class Ways:
    """Where links lead; an empty address is one that the reader may not follow.

    `proposals` and `meldingen` are the addresses of the lists, `search` the filters that go along. `around` is the list
    of proposals near this one. `radii` leads to the same page for other distances (metres). `follow_up` is the page on
    which chosen places are followed up.
    """

    proposals: str = ""
    meldingen: str = ""
    search: str = ""
    around: str = ""
    radii: Mapping[int, str] = field(default_factory=dict)
    follow_up: str = ""

    def proposal(self, subject_id: UUID) -> str:
        """The page of a proposal."""
        return f"{self.proposals}/{subject_id}{self.search}"

    def melding(self, subject_id: UUID) -> str:
        """The page of a melding."""
        return f"{self.meldingen}/{subject_id}"


def proposal_title(row: Header) -> str:
    """The title of a proposal, or what stands for it."""
    return told(row["title"]) or t(N_("Text removed"))


def proposal_words(row: Header) -> str:
    """Number and title of a proposal."""
    return " · ".join(filter(None, (told(row["number"]), proposal_title(row))))


def amount(indicator: str, value: float) -> str:
    """A gain in the unit of its indicator: 95 kWp."""
    whole = float(value).is_integer() or value >= _DECIMALS_BELOW
    words = number(value, decimals=0 if whole else 1)
    known = indicators().get(indicator)
    return f"{words}\u00a0{known.unit}" if known and known.unit else words


def indicator_words(code: str) -> str:
    """The name of an indicator; one that nobody knows is shown as it is."""
    known = indicators().get(code)
    return known.label(current_language()) if known else code


def euros(value: Any) -> str:
    """A cost: 106.000 euro."""
    return t(N_("{n} euro"), n=number(value))


def embargo() -> Component:
    """What is not public yet, with its padlock."""
    return html.Span([icon(Icon.PADLOCK), t(N_("Under embargo"))], className="status status-attention")
