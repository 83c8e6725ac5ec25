"""Every chart that a test of this folder makes can also be kept, whatever the test itself is about."""

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.charts.spec import ChartSpec
from tests.charts.keeping import kept_as_it_was


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[ChartSpec]]:
    """The charts that this test made so far; when it ends each is frozen and thawed."""
    charts: list[ChartSpec] = []
    begin = ChartSpec.__init__

    def remembered(self: ChartSpec, *values: Any, **named: Any) -> None:
        begin(self, *values, **named)
        charts.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(ChartSpec, "__init__", remembered)
        yield charts
    for spec in charts:
        kept_as_it_was(spec)
