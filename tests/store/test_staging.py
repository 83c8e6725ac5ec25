"""From a DataFrame to the database: whatever stands in a cell arrives as it is, or is refused in one line."""

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from config.errors import DatabaseUnavailable, ImportRefused
from config.plain import plain, storable
from dashboard.store import staging
from dashboard.store.staging import STAGED, copying, create_staged, sending
from tests.deliveries import frame, step

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def staged(shared_writer):
    """Copies frames and gives back the rows of `staged`, by name of column."""

    def copy(*frames):
        with shared_writer.transaction() as connection:
            create_staged(connection)
            with copying(connection) as append:
                for one in frames:
                    append(one)
            rows = connection.execute(text("SELECT * FROM staged ORDER BY row_no")).mappings()
            return [dict(row) for row in rows]

    return copy


def titles(values, dtype=object):
    events = frame([step(str(number), "submitted", AT) for number in range(len(values))])
    events["title"] = pd.Series(values, dtype=dtype)
    return events


TEXTS = [
    "tab\there",
    "line\nfeed",
    "carriage\r\nreturn",
    "back\\slash",
    "\\N",
    "\\.",
    "\\n",
    "\\\\t",
    "ends with \\",
    "\"double\" and 'single' quotes; a , comma | pipe",
    "emoji 🌳👩🏽‍🚒 é ß 中文 \u202e \ufeff",
    "NULL",
    "nan",
    "\u2028\x0b\x7f\x1f",
    " spaces kept ",
]


@pytest.mark.parametrize("dtype", [object, "str", "category"])
def test_every_text_arrives_as_it_is(staged, dtype):
    assert [row["title"] for row in staged(titles(TEXTS, dtype))] == TEXTS


def test_what_is_missing_is_missing(staged):
    given = ["x", None, np.nan, pd.NA, ""]
    assert [row["title"] for row in staged(titles(given))] == ["x", None, None, None, None]
    assert [row["title"] for row in staged(titles(["x", None], "str"))] == ["x", None]
    assert [row["title"] for row in staged(titles(["", ""]))] == [None, None]


def test_what_no_database_keeps_is_left_out(staged):
    given = ["zero\x00byte", "\x00", "half \ud83d pair"]
    assert [row["title"] for row in staged(titles(given))] == ["zerobyte", None, "half ? pair"]


def test_details_with_escapes_that_jsonb_refuses(staged):
    events = frame([step("a", "submitted", AT)])
    events["extra"] = r'{"system": "a\u0000b\ud83d", "ref": "\\u0000", "by": "\u00e9"}'
    assert staged(events)[0]["extra"] == {"system": "ab?", "ref": r"\u0000", "by": "é"}


def test_numbers_and_truth(staged):
    events = frame([step(str(number), "submitted", AT) for number in range(3)])
    events["row_no"] = np.array([2, 3, 2**31 - 1], dtype="int64")
    events["source_key"] = np.array([7, 8, 9], dtype="int64")
    events["lon"] = [3.7174243, 0.1 + 0.2, np.nan]
    events["lat"] = np.array([51.5, -1e-7, 5], dtype="float64")
    events["inferred"] = pd.Series([True, None, False], dtype=object)
    rows = staged(events)
    assert [row["row_no"] for row in rows] == [2, 3, 2**31 - 1]
    assert [row["source_key"] for row in rows] == ["7", "8", "9"]
    assert [row["lon"] for row in rows] == [3.7174243, 0.1 + 0.2, None]
    assert [row["lat"] for row in rows] == [51.5, -1e-7, 5]
    assert [row["inferred"] for row in rows] == [True, None, False]
    events["inferred"] = pd.array([False, pd.NA, True], dtype="boolean")
    assert [row["inferred"] for row in staged(events)] == [False, None, True]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_instants_of_any_precision_and_zone(staged, unit):
    events = frame([step("a", "submitted", AT), step("b", "submitted", AT)])
    given = pd.Series(pd.DatetimeIndex([AT.replace(microsecond=0 if unit == "s" else 250_000), pd.NaT]))
    for zone in ("UTC", "Europe/Brussels", "America/New_York"):
        events["deadline"] = given.dt.tz_convert(zone).astype(f"datetime64[{unit}, {zone}]")
        told = [row["deadline"] for row in staged(events)]
        assert told == [AT.replace(microsecond=0 if unit == "s" else 250_000), None]


def test_microseconds_and_years_long_ago(staged):
    moments = [datetime(1962, 2, 28, 23, 59, 59, 123456, UTC), datetime(2299, 12, 31, 23, 59, 59, 999999, UTC)]
    events = frame([step(str(number), "submitted", at) for number, at in enumerate(moments)])
    assert [row["occurred_at"] for row in staged(events)] == moments


def test_batches_follow_each_other_and_may_be_empty(staged):
    one, two = frame([step("a", "submitted", AT)]), frame([step("b", "submitted", AT, row_no=9)])
    assert [row["source_key"] for row in staged(one, frame([]), two)] == ["a", "b"]
    assert staged(frame([])) == []
    assert list(frame([]).columns) == STAGED


@pytest.mark.parametrize(
    ("column", "value"), [("extra", "{no json"), ("row_no", "two"), ("inferred", "maybe"), ("row_no", 2**40)]
)
def test_a_value_that_does_not_fit_is_refused_in_one_line(staged, column, value):
    events = frame([step("a", "submitted", AT)])
    events[column] = pd.Series([value], dtype=object)
    with pytest.raises(ImportRefused, match="the database cannot keep") as refused:
        staged(events)
    assert "\n" not in refused.value.text("nl")


def test_a_refused_delivery_with_strange_names_is_recorded(town):
    odd = step("a", "submitted", AT, title="é\x00\ud800", extra={"by": "x\x00"})
    report = town.load([odd], file_name="caf\udce9.csv")
    assert report.loaded == 1
    [(name,)] = town.rows("SELECT file_name FROM import_run WHERE organisation_id = :o")
    assert name == "caf?.csv"
    assert town.rows("SELECT title FROM melding WHERE organisation_id = :o") == [("é?",)]


def test_values_in_terms_of_json():
    given = {"n": np.int64(3), "f": np.float32(0.5), "nan": float("nan"), "b": np.bool_(True), "d": AT, 1: ("x\0",)}
    expected = {"n": 3, "f": 0.5, "nan": None, "b": True, "d": "2026-03-02 10:00:00+00:00", "1": ["x"]}
    assert plain(given) == expected
    assert storable("plain") == "plain"


def never() -> None:
    raise AssertionError("nobody hangs up here")


def send_all(blocks, write, hang_up=never, stop=False):
    """Send these blocks, and then stop as by Ctrl-C when told to."""
    with sending(write, hang_up) as send:
        for block in blocks:
            send(block)
        if stop:
            raise KeyboardInterrupt


def test_blocks_arrive_in_order_one_at_a_time():
    arrived, inside, most = [], [], []

    def write(block):
        inside.append(block)
        most.append(len(inside))
        time.sleep(0.001)
        arrived.append(inside.pop())

    send_all(range(50), write)
    assert arrived == list(range(50))
    assert set(most) == {1}


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_a_block_that_fails_is_never_passed_over(fails_at):
    """The last one is told at the end, the others by the next block."""
    arrived = []

    def write(block):
        if block == fails_at:
            raise ValueError(block)
        arrived.append(block)

    with pytest.raises(ValueError, match=str(fails_at)):
        send_all(range(3), write)
    assert arrived == list(range(fails_at))


def test_who_stops_lets_a_block_under_way_arrive():
    arrived = []

    def write(block):
        time.sleep(0.05)
        arrived.append(block)

    with pytest.raises(KeyboardInterrupt):
        send_all(["last"], write, stop=True)
    assert arrived == ["last"]


def test_who_stops_hangs_up_on_a_line_that_stands_still(monkeypatch):
    monkeypatch.setattr(staging, "PATIENCE", 0.05)
    hung_up = threading.Event()
    with pytest.raises(KeyboardInterrupt):
        send_all(["never arrives"], lambda _block: hung_up.wait(30), hung_up.set, stop=True)
    assert hung_up.is_set()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_import_can_be_stopped_while_the_server_stands_still(shared_writer, monkeypatch):
    monkeypatch.setattr(staging, "PATIENCE", 0.05)
    begun = time.monotonic()
    with pytest.raises((KeyboardInterrupt, DatabaseUnavailable)):
        stop_while_the_server_stands_still(shared_writer)
    assert time.monotonic() - begun < 10


def stop_while_the_server_stands_still(writer):
    events = titles(["x" * 1000] * 20_000)  # more than sockets hold
    with writer.transaction() as connection:
        pid = connection.connection.driver_connection.info.backend_pid
        create_staged(connection)
        try:
            with copying(connection) as append:
                os.kill(pid, signal.SIGSTOP)
                append(events)
                raise KeyboardInterrupt
        finally:
            os.kill(pid, signal.SIGCONT)
