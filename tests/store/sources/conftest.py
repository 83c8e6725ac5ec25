"""A small mapping and a way to read a file with it, up to the staged events."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from config.clock import FixedClock
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.tabular import CSV, deliver
from dashboard.store.staging import Delivery, Refusal, Suspicion

HEADER = "id;in;due;out;state;dept;kind;hood;via;lat;lon"
MAPPING = """
[organisation]
code = "town"
[source]
code = "desk"
name = "Desk"
[file]
separator = ";"
[columns]
source_key = "id"
received = "in"
deadline = "due"
closed = "out"
status = "state"
service = "dept"
category = "kind"
area = "hood"
channel = "via"
lon = "lon"
lat = "lat"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
[values.status]
"Open" = "open"
"Busy" = "in_treatment"
"Done" = "resolved"
"Withdrawn" = "withdrawn"
"""
DEFAULTS = {
    "in": "2024-05-01 10:00",
    "due": "",
    "out": "",
    "state": "Open",
    "dept": "Roads",
    "kind": "Pothole",
    "hood": "Centre",
    "via": "Web",
    "lat": "51.05",
    "lon": "3.72",
}


@dataclass
class Told:
    """What a file gave."""

    events: pd.DataFrame
    refusals: list[Refusal]
    suspicions: list[Suspicion]
    names: dict[str, dict[str, str]]
    delivery: Delivery
    read: int

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(row.line, row.reason.format(**row.params)) for row in self.refusals]

    @property
    def remarks(self) -> list[tuple[int, str]]:
        return [(row.line, row.kind.format(**row.params)) for row in self.suspicions]

    def of(self, kind: str) -> pd.DataFrame:
        return self.events[self.events["kind"] == kind].set_index("source_key")


def line(key: str, **cells: str) -> str:
    """A row of the small file, with defaults for what is not given (`in_` for column in)."""
    told = DEFAULTS | {name.rstrip("_"): value for name, value in cells.items()}
    return ";".join([key, *(told[name] for name in HEADER.split(";")[1:])])


def file_of(*lines: str) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


@pytest.fixture
def row() -> Callable[..., str]:
    return line


@pytest.fixture
def table() -> Callable[..., str]:
    return file_of


@pytest.fixture
def mapping_text() -> str:
    return MAPPING


@pytest.fixture
def tell(tmp_path: Path, clock: FixedClock) -> Callable[..., Told]:
    """Read text or bytes as a file with the small mapping; pairs of (old, new) change the mapping first."""

    def read(content: str | bytes, *changes: tuple[str, str], name: str = "file.csv", kind: str = CSV) -> Told:
        text = MAPPING
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with deliver(path, parse_mapping(text, "m.toml"), kind=kind, organisation_id=1, clock=clock) as delivery:
            batches = list(delivery.batches)
            names: dict[str, dict[str, str]] = {}
            for batch in batches:
                names |= batch.names
            return Told(
                events=pd.concat([batch.events for batch in batches]),
                refusals=[row for batch in batches for row in batch.refusals],
                suspicions=[row for batch in batches for row in batch.suspicions],
                names=names,
                delivery=delivery,
                read=sum(batch.read for batch in batches),
            )

    return read
