"""Rows of a set of Signalen by melding, oldest first, with what is wrong with them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isnan
from typing import Any

import numpy as np

from dashboard.store.sources.cells import Cells
from dashboard.store.sources.coordinates import PLACE_FIELDS, read_places
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.dimensions import Dimensions
from dashboard.store.sources.findings import Findings, Judge
from dashboard.store.sources.mapping import TableMapping
from dashboard.store.sources.moments import Dates
from dashboard.store.sources.signalen_files import Sheet
from dashboard.store.sources.signalen_steps import Row
from dashboard.store.sources.steps import UNKNOWN
from dashboard.store.sources.values import for_message

ABOUT = "_signal_id"
Reason = tuple[str, dict[str, Any]]
Facts = Mapping[str, np.ndarray]
_SATISFIED = {"true": True, "t": True, "false": False, "f": False}


@dataclass
class Rows:
    """Rows of one file by key of their melding; `first` is where the oldest stands in the file, `wrong` a reason to
    refuse the melding, `strange` how many rows are about meldingen that nobody knows."""

    of: dict[str, list[Row]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, Reason] = field(default_factory=dict)
    strange: int = 0
    latest: np.datetime64 = NAT


@dataclass
class Reader:
    """Reads the files beside signals.csv with the means of the converter of that file."""

    mapping: TableMapping
    dates: Dates
    dimensions: Dimensions
    known: frozenset[str]

    def rows(self, sheet: Sheet, facts: Facts, wrong: Mapping[int, Reason], when: str = "created_at") -> Rows:
        """The rows of a file in order of `when`; `facts` has one value a row, `wrong` the reasons by position."""
        at, unreadable = self.moments(sheet, when, needed=True)
        reasons, found = {**unreadable, **wrong}, Rows(latest=np.fmax.reduce(at, initial=NAT))
        numbers, keys = sheet.get("id").tolist(), sheet.get(ABOUT).tolist()
        lists = {name: values.tolist() if values.dtype == object else list(values) for name, values in facts.items()}
        for position in np.lexsort((sheet.lines, _numeric(numbers), at)).tolist():
            key = keys[position]
            if key not in self.known:
                found.strange += 1
            elif position in reasons:
                found.wrong.setdefault(key, reasons[position])
            else:
                told = {name: values[position] for name, values in lists.items()}
                row = Row(numbers[position], at[position], int(sheet.lines[position]), told)
                found.of.setdefault(key, []).append(row)
                found.first.setdefault(key, position)
        return found

    def moments(
        self, sheet: Sheet, column: str, *, field_: str = "received", needed: bool = False
    ) -> tuple[np.ndarray, dict[int, Reason]]:
        """A column of dates as instants, and why some cannot be read, by position."""
        judge = Judge(np.arange(len(sheet.lines)), Findings(1))
        cells = Cells({field_: sheet.get(column)}, np.zeros(len(sheet.lines)), {})
        read = self.dates.read(field_, cells, judge, needed=needed)
        refusals, _ = judge.findings.take(0)
        place = {row.line: f"{sheet.name}, {sheet.lines[row.line]}: {column}" for row in refusals}
        return read.instant, {row.line: (row.reason, row.params | {"column": place[row.line]}) for row in refusals}

    def codes(self, dimension: str, sheet: Sheet) -> np.ndarray:
        """Codes of a dimension as the mapping reads them from this file; None where it does not."""
        used = self.mapping.columns.named()
        names = {name: used[name] for name in (dimension, f"{dimension}_code") if name in used}
        cells = {name: sheet.columns[column] for name, column in names.items() if column in sheet.columns}
        size = len(sheet.lines)
        return self.dimensions.codes(dimension, cells, size) if cells else np.full(size, None, dtype=object)

    def states(self, sheet: Sheet, meanings: Mapping[str, str]) -> tuple[Facts, dict[int, Reason]]:
        """The states of a file, in lower case; those without a meaning are wrong."""
        texts = [text.casefold() for text in sheet.get("state").tolist()]
        unknown = [at for at, text in enumerate(texts) if text not in meanings]
        place = f"{sheet.name}, {{}}: state"
        reasons = {
            at: (
                UNKNOWN,
                {"column": place.format(sheet.lines[at]), "value": for_message(sheet.get("state")[at], word=True)},
            )
            for at in unknown
        }
        return {"state": np.array(texts, dtype=object)}, reasons

    def categories(self, sheet: Sheet) -> tuple[Facts, dict[int, Reason]]:
        """Category, service and promised date of each assignment."""
        deadline, wrong = self.moments(sheet, "deadline", field_="deadline")
        codes = {name: self.codes(name, sheet) for name in ("category", "service")}
        return codes | {"deadline": deadline}, wrong

    def places(self, sheet: Sheet) -> Facts:
        """Longitude and latitude (None: no usable place) and area."""
        used = self.mapping.columns.named()
        cells = {name: sheet.get(used[name]) for name in PLACE_FIELDS if name in used}
        places = read_places(cells, self.mapping, len(sheet.lines))
        sides = {"lon": places.lon.tolist(), "lat": places.lat.tolist()}
        told = {name: _array([None if isnan(value) else value for value in side]) for name, side in sides.items()}
        return told | {"area": self.codes("area", sheet)}


def _numeric(numbers: Iterable[str]) -> np.ndarray:
    return np.array([int(text) if text.isascii() and text.isdigit() else 0 for text in numbers], dtype=float)


def with_made(sheet: Sheet) -> Sheet:
    """A file with the columns that are made from its own: `category` and `area`, and `departments` in one order."""
    made = dict(sheet.columns)
    if "sub" in made:
        pairs = zip(sheet.get("main_slug"), sheet.get("sub_slug"), strict=True)
        made["category"] = _array([f"{main}.{sub}" if main and sub else sub for main, sub in pairs])
    if "departments" in made:
        made["departments"] = _array([", ".join(sorted(text.split(", "))) for text in made["departments"]])
    if "stadsdeel" in made or "area_name" in made:
        names = zip(sheet.get("area_name"), sheet.get("stadsdeel"), strict=True)
        made["area"] = _array([name or district for name, district in names])
        made["area_code"] = sheet.get("area_code")
    return replace(sheet, columns=made)


def answers(sheet: Sheet) -> Sheet:
    """Feedback with a number of its own for each answer of a melding, and whether the citizen was satisfied."""
    counts: Counter[str] = Counter()
    numbers = []
    for key, asked in zip(sheet.get(ABOUT), sheet.get("created_at"), strict=True):
        stem = "".join(filter(str.isdigit, asked))[:14]
        counts[f"{key}/{stem}"] += 1
        more = counts[f"{key}/{stem}"]
        numbers.append(stem if more == 1 else f"{stem}-{more}")
    satisfied = [_SATISFIED.get(text.casefold()) for text in sheet.get("is_satisfied")]
    return replace(sheet, columns=sheet.columns | {"id": _array(numbers), "resolved": _array(satisfied)})


def _array(texts: list[Any]) -> np.ndarray:
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found
