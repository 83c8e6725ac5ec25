"""What a page opens with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lead:
    """`news` is the conclusion of a page, `more` the figures behind it; both are final sentences."""

    news: str
    more: str = ""
