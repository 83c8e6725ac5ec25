"""Which organ decided: by its classification, else by the words of its name."""

import csv
import re
from collections.abc import Iterable
from functools import cache

from config.kinds import DATA, Organ

_SCHEME = re.compile(r"https?://data\.vlaanderen\.be/id/concept/BestuursorgaanClassificatieCode/([0-9a-fA-F-]+)/?")
_NAMES = (
    (Organ.DISTRICTSORGAAN, r"district(sraad|scollege|sburgemeester)\b"),
    (Organ.GEMEENTERAAD, r"gemeenteraad\b"),
    (Organ.COLLEGE, r"(college van (de )?burgemeester en (de )?schepenen|schepencollege|cbs)\b"),
    (Organ.BURGEMEESTER, r"burgemeester\b"),
    (Organ.VAST_BUREAU, r"vast bureau\b"),
    (Organ.ALGEMEEN_DIRECTEUR, r"algemeen directeur\b"),
)
_BEGIN = r"(de |het |besluiten van (de |het )?|zitting van (de |het )?)?"


@cache
def _classifications() -> dict[str, Organ | None]:
    with (DATA / "lblod_organs.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: Organ(row["organ"]) if row["organ"] else None for row in rows}


def organ_of(classifications: Iterable[str], labels: Iterable[str]) -> Organ | None:
    """The organ of these classifications (addresses) or names; None when it is none of ours, or they contradict."""
    found = [_SCHEME.fullmatch(address.strip()) for address in classifications]
    codes = {match[1].lower() for match in found if match}
    known = {_classifications()[code] for code in codes if code in _classifications()}
    if not known:
        known = {_named(label) for label in labels} - {None}
    return known.pop() if len(known) == 1 else None


def _named(label: str) -> Organ | None:
    """By how a name begins: a committee of the council is not the council."""
    words = " ".join(label.casefold().split())
    return next((organ for organ, name in _NAMES if re.match(_BEGIN + name, words)), None)
