"""The oldest source that has delivered tells up to when the data goes."""

from datetime import UTC, datetime

import pandas as pd

from dashboard.web.freshness import summary

COLUMNS = ["organisation_id", "source", "as_of", "late"]
OLD, NEW = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)


def test_oldest_counts_and_late_ones_are_named_once():
    rows = [(1, "never", None, True), (1, "app", OLD, True), (2, "app", NEW, True), (1, "balie", NEW, False)]
    found = summary(pd.DataFrame(rows, columns=COLUMNS))
    assert found.as_of == OLD
    assert found.late == ("never", "app")


def test_nothing_delivered_yet():
    assert summary(pd.DataFrame([], columns=COLUMNS)).as_of is None
    assert summary(pd.DataFrame([(1, "app", None, False)], columns=COLUMNS)).as_of is None
