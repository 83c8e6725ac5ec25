"""Categories that the municipalities of a region share, by the facts in `config/data/regional_categories.csv`."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from config.kinds import DATA


@dataclass(frozen=True)
class RegionalCategory:
    """One row of the file."""

    code: str
    label_nl: str
    label_en: str

    def label(self, language: str) -> str:
        """The words on screen in 'nl' or 'en'."""
        return self.label_nl if language == "nl" else self.label_en


@lru_cache(maxsize=1)
def regional_categories() -> dict[str, RegionalCategory]:
    """The shared categories by code, in the order of the file."""
    with (DATA / "regional_categories.csv").open(encoding="utf-8", newline="") as file:
        rows = [RegionalCategory(**row) for row in csv.DictReader(line for line in file if not line.startswith("#"))]
    return {row.code: row for row in rows}
