"""What the list of motivations looks for, kept in the address beside the filters: words, an outcome and a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from config.plain import storable
from queries.choices import OUTCOMES
from queries.motivations import LONGEST

TEXT, OUTCOME, REASON = "q", "outcome", "reason"
KEYS = (TEXT, OUTCOME, REASON)
_LONGEST_CODE = 80


@dataclass(frozen=True)
class Look:
    """Words, an outcome and a reason (codes); empty: all."""

    text: str = ""
    outcome: str = ""
    reason: str = ""

    @classmethod
    def of(cls, search: str) -> "Look":
        """What an address looks for; an outcome that it does not know is all of them."""
        query: Mapping[str, list[str]] = parse_qs(search.removeprefix("?"))
        text, outcome, reason = (storable(query.get(key, [""])[-1]) for key in KEYS)
        return cls(text[:LONGEST], outcome if outcome in OUTCOMES else "", reason[:_LONGEST_CODE])

    def search(self, query: str, **changes: Any) -> str:
        """The search string with these filters (a query string), and with what is looked for, some of it changed."""
        told = replace(self, **changes)
        chosen = zip(KEYS, (told.text, told.outcome, told.reason), strict=True)
        more = urlencode([(key, value) for key, value in chosen if value])
        return "?" + "&".join(part for part in (query, more) if part)


def look_query(search: str) -> str:
    """The part of a search string that tells what is looked for, to keep it when filters change."""
    return Look.of(search).search("").removeprefix("?")
