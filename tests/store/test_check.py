"""`check` finds every kind of damage in what was derived, names it, and `rebuild` repairs it."""

import pytest
from sqlalchemy import create_engine, text

from config.clock import FixedClock
from config.settings import with_role
from dashboard.store.check import check, rebuild
from dashboard.store.engine import Writer
from tests import server
from tests.conftest import NOW
from tests.deliveries import Town, melding, step

TOLD = [
    *melding("a", "2026-03-02 10:00", "2026-03-05 10:00"),
    *melding("b", "2026-03-03 10:00"),
    step("a", "citizen_notified", "2026-03-05", extra={"moment": "afgehandeld", "channel": "e-mail"}),
    step("b", "advice_requested", "2026-03-04", partner="brandweer", extra={"ref": "1"}),
    step("b", "task_created", "2026-03-04", partner="politie", extra={"ref": "1"}),
    step("b", "decision_taken", "2026-03-05", extra={"ref": "1", "organ": "college"}),
    step("a", "evaluated", "2026-03-09", extra={"ref": "1", "score": 4, "resolved": True}),
]


@pytest.fixture(scope="module")
def owner():
    """Owner of a database with two towns; what a test does there is undone."""
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    towns = [Town(writer, FixedClock(NOW), code) for code in ("aa", "bb")]
    for town in towns:
        town.load(TOLD)
    writer.close()
    engine = create_engine(server.url(name))
    yield engine
    engine.dispose()
    server.drop_database(name)


@pytest.fixture
def connection(owner):
    with owner.connect() as connection:
        yield connection


def found(connection):
    return [difference.text("en") for difference in check(connection)]


def test_nothing_is_wrong(connection):
    assert found(connection) == []
    assert rebuild(connection) == 4
    assert found(connection) == []


NEW = "'019a0000-0000-7000-8000-000000000001'"


def both(table):
    return [f"missing {table}", f"surplus {table}"]


DAMAGE = {
    "UPDATE melding SET title = 'x' WHERE organisation_id = 1 AND open": both("melding"),
    "UPDATE melding SET lon = 3.7, lat = 51 WHERE organisation_id = 1 AND open": both("melding"),
    "UPDATE closing SET lead_seconds = lead_seconds + 1 WHERE organisation_id = 1": [
        "missing closing",
        "surplus closing",
    ],
    "UPDATE closing SET organisation_id = 2 WHERE organisation_id = 1": ["missing closing", "bb surplus closing"],
    "UPDATE stay SET left_at = NULL WHERE organisation_id = 1 AND left_at IS NOT NULL": [
        "missing stay",
        "surplus stay",
    ],
    "DELETE FROM closing WHERE organisation_id = 1": ["missing closing"],
    "DELETE FROM stay WHERE organisation_id = 1 AND left_at IS NULL": ["missing stay"],
    "DELETE FROM advice WHERE organisation_id = 1": ["missing advice"],
    "DELETE FROM task WHERE organisation_id = 1": ["missing task"],
    "DELETE FROM notification WHERE organisation_id = 1": ["missing notification"],
    "DELETE FROM decision WHERE organisation_id = 1": ["missing decision"],
    "DELETE FROM evaluation WHERE organisation_id = 1": ["missing evaluation"],
    "INSERT INTO notification SELECT (jsonb_populate_record(n, '{\"notification_no\": 9}')).* "
    "FROM notification n WHERE organisation_id = 1": ["surplus notification"],
    f"UPDATE stay SET subject_id = {NEW} WHERE organisation_id = 1 AND left_at IS NULL": [
        "missing stay",
        "surplus stay",
    ],
    f"INSERT INTO task SELECT (jsonb_populate_record(t, jsonb_build_object('subject_id', {NEW}))).* FROM task t "
    "WHERE organisation_id = 1": ["surplus task"],
}
SENTENCES = {
    "missing": "{0}: 1 rows of {1} are missing or differ from what the events say.",
    "surplus": "{0}: 1 rows of {1} are not what the events say.",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_named_and_repaired(connection, damage):
    assert connection.execute(text(damage)).rowcount == 1
    words = [("aa " + name).split()[-3:] for name in DAMAGE[damage]]
    expected = [SENTENCES[side].format(town, table) for town, side, table in words]
    assert found(connection) == expected
    rebuild(connection)
    assert found(connection) == []


def test_a_melding_that_vanished_is_counted_twice_over(connection):
    connection.execute(text("DELETE FROM melding WHERE organisation_id = 1 AND open"))
    assert found(connection) == [
        "aa: 1 rows of melding are missing or differ from what the events say.",
        "aa: 1 subjects have events but were never received.",
    ]
    rebuild(connection)
    assert found(connection) == []


def test_an_event_that_bypassed_the_projection_is_found(connection):
    connection.execute(
        text(
            "INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, inferred, payload, "
            "revision) SELECT organisation_id, subject_id, 99, 'withdrawn', now(), now(), false, '{}', 0 FROM melding "
            "WHERE organisation_id = 2 AND open"
        )
    )
    tables = {line.split(" rows of ")[1].split()[0] for line in found(connection)}
    assert tables == {"melding", "closing", "stay", "advice", "task", "moment"}
    rebuild(connection)
    assert found(connection) == []


def test_a_difference_in_dutch(connection):
    connection.execute(text("DELETE FROM closing WHERE organisation_id = 1"))
    [difference] = check(connection)
    assert difference.text("nl") == "aa: 1 rijen van closing ontbreken of wijken af van wat de gebeurtenissen zeggen."


def test_a_calendar_that_ends_too_soon_is_named(connection):
    norm = "INSERT INTO norm VALUES (1, 1, NULL, 'closing', 20, 'working_day', '1900-01-01', NULL)"
    connection.execute(text(norm))
    connection.execute(text("DELETE FROM calendar WHERE organisation_id = 1 AND day > '2026-03-10'"))
    rebuild(connection)
    assert found(connection) == ["aa: 2 meldingen have a norm, but the calendar ends too soon."]
