from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.clock import LocalState, to_utc
from dashboard.store.sources.dates import is_format, localise, parse

FORMATS = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z", "%d %B %Y", "excel")


def cells(*texts):
    return np.array(texts, dtype=object)


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2024-05-01 10:03:07", "2024-05-01T10:03:07"),
        ("01/05/2024 10:03", "2024-05-01T10:03:00"),
        ("1/5/2024 9:03", "2024-05-01T09:03:00"),
        ("29/02/2024", "2024-02-29T00:00:00"),
        ("2024-05-01T10:00:00+0200", "2024-05-01T08:00:00"),
        ("3 March 2024", "2024-03-03T00:00:00"),
        ("45413.5", "2024-05-01T12:00:00"),
        ("", "NaT"),
    ],
)
def test_formats_are_tried_in_order(text, wall):
    parsed = parse(cells(text, "2024-01-01 00:00:00"), FORMATS)
    assert str(parsed.wall[0]) == wall
    assert not parsed.unreadable.any()


@pytest.mark.parametrize(
    "text", ["30/02/2024", "2024-13-01 00:00:00", "2024-05-01 25:00:00", "01-05-2024", "x", "2024"]
)
def test_what_is_no_date_is_unreadable(text):
    parsed = parse(cells(text), FORMATS[:4])
    assert parsed.unreadable[0]
    assert np.isnat(parsed.wall[0])


def test_a_day_and_an_offset_are_noted():
    parsed = parse(cells("01/05/2024", "01/05/2024 00:00", "2024-05-01T10:00:00+0200"), FORMATS)
    assert parsed.day_only.tolist() == [True, False, False]
    assert parsed.zoned.tolist() == [False, False, True]


@pytest.mark.parametrize(("form", "good"), [("%d/%m/%Y", True), ("excel", True), ("%H:%M", False), ("%Q", False)])
def test_a_format_needs_a_whole_date(form, good):
    assert is_format(form) is good


def test_the_ambiguous_hour_is_its_first_occurrence_unless_told():
    parsed = parse(cells("2024-10-27 02:30:00"), FORMATS)
    first, second = localise(parsed, "Europe/Brussels"), localise(parsed, "Europe/Brussels", second=True)
    assert (str(first.instant[0]), str(second.instant[0])) == ("2024-10-27T00:30:00", "2024-10-27T01:30:00")
    assert first.ambiguous[0]
    assert second.ambiguous[0]


def test_the_hour_that_did_not_exist_is_read_as_the_hour_after():
    read = localise(parse(cells("2024-03-31 02:30:00"), FORMATS), "Europe/Brussels")
    assert str(read.instant[0]) == "2024-03-31T01:30:00"
    assert read.nonexistent.tolist() == [True]
    assert not read.ambiguous.any()


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), min_size=1, max_size=30))  # noqa: DTZ001
def test_columns_agree_with_one_by_one(moments):
    whole = [moment.replace(microsecond=0) for moment in moments]
    parsed = parse(cells(*(f"{moment:%Y-%m-%d %H:%M:%S}" for moment in whole)), FORMATS)
    read = localise(parsed, "Europe/Brussels")
    for at, moment in enumerate(whole):
        one = to_utc(moment, "Europe/Brussels")
        assert read.instant[at].astype(object) == one.instant.replace(tzinfo=None)
        assert read.ambiguous[at] == (one.state is LocalState.AMBIGUOUS)
        assert read.nonexistent[at] == (one.state is LocalState.NONEXISTENT)
