"""Every chart that a test of this folder makes can also be kept, and what a builder made also printed, whatever the
test itself is about."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.charts.spec import ChartSpec
from dashboard.reports.charts.picture import picture_of
from dashboard.reports.pictures import HALF_WIDTH
from tests.charts.keeping import kept_as_it_was
from tests.reports.drawing import outside, overlaps


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[ChartSpec]]:
    """The charts that this test made so far; when it ends each is frozen and thawed, those of builders are drawn."""
    charts: list[ChartSpec] = []
    built: list[ChartSpec] = []
    begin = ChartSpec.__init__

    def remembered(self: ChartSpec, *values: Any, **named: Any) -> None:
        begin(self, *values, **named)
        charts.append(self)
        by = sys._getframe(1).f_globals["__name__"]
        if by.startswith("dashboard.charts.") and by != "dashboard.charts.frozen":
            built.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(ChartSpec, "__init__", remembered)
        yield charts
    for spec in charts:
        kept_as_it_was(spec)
    for spec in built:
        svg = picture_of(spec, HALF_WIDTH)
        assert svg is None or (overlaps(svg), outside(svg)) == ([], [])
