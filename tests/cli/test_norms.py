"""Norms from the command line: dated, audited, and seen in the numbers at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from config.clock import SystemClock, local_day
from dashboard.__main__ import cli
from dashboard.store.engine import Writer
from tests.deliveries import Town, melding

NORMS = (
    "SELECT category_id, n, unit, valid_from::text, valid_to::text FROM norm WHERE organisation_id = :o ORDER BY 1, 4"
)
ON_TIME = "SELECT number, on_time, deadline_origin FROM melding WHERE organisation_id = :o ORDER BY number"


@pytest.fixture
def town(writer: Writer) -> Town:
    """A town with one melding closed after eight working days, and one of another day."""
    town = Town(writer, SystemClock())
    town.load(
        melding("1", "2024-03-04 10:00", "2024-03-14 10:00", number="1"),
        melding("2", "2024-06-03 10:00", "2024-06-13 10:00", number="2"),
    )
    return town


@pytest.fixture
def run(database_url: str, town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `norms ...` in that town."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def invoke(*words: str, of: str = town.code) -> Result:
        told = ["norms", *words, "--organisation", of, "--language", "en"]
        return CliRunner().invoke(cli, told, env={"COLUMNS": "200"})

    return invoke


def test_a_norm_judges_what_was_received_since(run: Any, town: Town) -> None:
    assert "2 meldingen" in run("set", "--days", "5", "--from", "2024-05-01").output
    assert town.rows(ON_TIME) == [("1", None, None), ("2", False, "norm")]
    assert town.damage() == []


def test_a_new_norm_ends_the_former(run: Any, town: Town) -> None:
    run("set", "--days", "5", "--from", "2024-01-01")
    run("set", "--days", "20", "--unit", "calendar_day", "--from", "2024-06-01")
    assert town.rows(NORMS) == [
        (None, 5, "working_day", "2024-01-01", "2024-05-31"),
        (None, 20, "calendar_day", "2024-06-01", None),
    ]
    assert town.rows(ON_TIME) == [("1", False, "norm"), ("2", True, "norm")]


def test_a_norm_set_before_a_known_one_ends_there(run: Any, town: Town) -> None:
    for days, first in (("5", "2024-06-01"), ("6", "2024-01-01"), ("7", "2024-06-01")):
        run("set", "--days", days, "--from", first)
    assert [row[1:] for row in town.rows(NORMS)] == [
        (6, "working_day", "2024-01-01", "2024-05-31"),
        (7, "working_day", "2024-06-01", None),
    ]


def test_a_category_has_its_own_norm_from_today(run: Any, town: Town) -> None:
    run("set", "--days", "5", "--from", "2024-01-01")
    assert run("set", "--category", "boom", "--days", "10").exit_code == 0
    today = local_day(SystemClock().now(), "Europe/Brussels")
    (own,) = [row for row in town.rows(NORMS) if row[0] is not None]
    assert date.fromisoformat(own[3]) in (today, today - timedelta(days=1))
    assert town.rows(ON_TIME) == [("1", False, "norm"), ("2", False, "norm")]
    listed = run("list").output
    assert [word in listed for word in ("boom", "(all others)", "working days", "2024-01-01")] == [True] * 4


def test_each_norm_has_one_audit_row(run: Any, town: Town) -> None:
    run("set", "--days", "5", "--from", "2024-01-01")
    audit = "SELECT action, actor_role, detail ->> 'n', detail ->> 'valid_from' FROM audit WHERE organisation_id = :o"
    assert town.rows(audit) == [("norm_set", "command_line", "5", "2024-01-01")]


@pytest.mark.parametrize(
    ("words", "of", "told"),
    [
        (("--from", "mei"), None, "mei is not a date"),
        (("--category", "x"), None, "no category with code x"),
        ((), "nowhere", "no organisation with code nowhere"),
    ],
)
def test_what_cannot_be_is_one_clear_line(run: Any, town: Town, words: tuple[str, ...], of: str, told: str) -> None:
    done = run("set", "--days", "5", *words, of=of or town.code)
    assert done.exit_code == 1
    assert told in done.output
    with town.writer.transaction() as connection:
        assert connection.scalar(text("SELECT count(*) FROM norm")) == 0
        assert connection.scalar(text("SELECT count(*) FROM audit")) == 0
    assert "no norms yet" in run("list").output
