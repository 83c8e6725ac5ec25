"""The commands with which the first people come in."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from typer.testing import CliRunner, Result

from config.clock import SystemClock
from dashboard.cli.users import users
from dashboard.store.actions.links import find_link
from dashboard.store.engine import Writer
from queries.accounts import Person, account_id_of, find_person
from queries.filters import Reach
from queries.tables import account, audit, organisation, service

TOWN = 5


@pytest.fixture
def run(database_url: str, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command on a database with one town and one service."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    with writer.transaction() as connection:
        row = {"organisation_id": TOWN, "code": "town", "kind": "municipality", "time_zone": "Europe/Brussels"}
        made = {"holiday_calendar": "BE", "created_at": SystemClock().now()}
        connection.execute(insert(organisation).values(row | made))
        connection.execute(insert(service).values({"organisation_id": TOWN, "service_id": 9, "code": "roads"}))

    def invoke(*words: str, **more: Any) -> Result:
        return CliRunner().invoke(users, [*words, "--language", "en"], env={"COLUMNS": "200"}, **more)

    return invoke


def add(run: Any, *more: str) -> Result:
    far = () if "--service" in more else ("--all-services",)
    done: Result = run("add", "An", "--name", "An Naam", "--organisation", "town", "--role", "diensthoofd", *far, *more)
    return done


def person(connection: Connection) -> Person:
    account_id = account_id_of(connection, "an")
    assert account_id is not None
    found = find_person(connection, account_id, SystemClock().now())
    assert found is not None
    return found


def test_an_account_is_made_with_a_link_that_works(run: Any, writer: Writer) -> None:
    done = add(run, "--service", "roads", "--reads", "en")
    assert done.exit_code == 0
    token = re.search(r"http://127\.0\.0\.1:8050/toegang/(\S+)", done.output)
    assert token
    assert find_link(writer=writer, clock=SystemClock(), token=token[1]).username == "an"
    with writer.transaction() as connection:
        found = person(connection)
    assert found.language == "en"
    assert found.grants[0].reaches == (Reach(TOWN, frozenset({9})),)


def test_a_role_is_given_and_taken(run: Any, writer: Writer) -> None:
    add(run)
    assert run("grant", "an", "--organisation", "town", "--role", "beheerder").exit_code == 0
    with writer.transaction() as connection:
        assert [str(role) for role in person(connection).roles] == ["diensthoofd", "beheerder"]
    assert run("revoke", "an", "1").exit_code == 0
    with writer.transaction() as connection:
        assert [str(role) for role in person(connection).roles] == ["beheerder"]


def test_the_list_shows_every_role(run: Any) -> None:
    add(run, "--service", "roads", "--until", "2999-12-31")
    output = run("list").output
    assert "An Naam" in output
    assert "diensthoofd" in output
    assert "2999-12-31" in output


def test_a_closed_account_is_listed_as_closed_and_opened_again(run: Any) -> None:
    add(run)
    assert run("disable", "an").exit_code == 0
    assert "an (closed)" in run("list").output
    assert run("enable", "an").exit_code == 0
    assert "closed" not in run("list").output


def test_a_password_is_asked_twice_and_not_shown(run: Any, writer: Writer) -> None:
    add(run)
    typed = "vier paarden lopen langs de vaart\n"
    done = run("password", "an", input=typed * 2)
    assert done.exit_code == 0
    assert "paarden" not in done.output
    with writer.transaction() as connection:
        assert connection.execute(select(account.c.password_hash)).scalar_one().startswith("$argon2id$")


def test_language_link_and_refused_logins(run: Any, writer: Writer) -> None:
    add(run)
    assert run("language", "an", "en").exit_code == 0
    assert run("mail", "an", "an@town.example").exit_code == 0
    with writer.transaction() as connection:
        assert connection.scalar(select(account.c.mail_address)) == "an@town.example"
    assert run("mail", "an").exit_code == 0
    assert "/toegang/" in run("link", "an").output
    with writer.transaction() as connection:
        assert person(connection).language == "en"
        row = connection.execute(select(audit).limit(1)).one()._asdict()
        blocked = {"audit_id": account_id_of(connection, "an"), "action": "login_blocked"}
        connection.execute(insert(audit).values(row | blocked))
    assert "blocked after too many attempts" in run("refused", "--organisation", "town").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("link", "nobody"), "There is no account with user name nobody."),
        (("revoke", "an", "7"), "does not exist"),
        (("language", "an", "fr"), "not valid"),
        (("mail", "an", "An <an@town.example>"), "not one e-mail address"),
        (("grant", "an", "--organisation", "nowhere", "--role", "raadslid"), "no organisation with code nowhere"),
        (("grant", "an", "--organisation", "town", "--role", "schepen", "--service", "x"), "no service with code x"),
        (("grant", "an", "--organisation", "town", "--role", "raadslid", "--until", "x"), "x is not a date"),
        (("grant", "an", "--organisation", "town", "--role", "schepen"), "limited to services"),
        (("add", "b", "--name", "B", "--organisation", "town", "--role", "medewerker"), "limited to services"),
        (("add", "an", "--name", "A", "--organisation", "town", "--role", "raadslid"), "already an account"),
        (("password", "an"), "at least 12 characters"),
    ],
)
def test_what_cannot_be_is_one_clear_line(run: Any, words: tuple[str, ...], told: str) -> None:
    add(run)
    done = run(*words, input="kort\nkort\n")
    assert done.exit_code == 1
    assert told in done.output
    assert "Traceback" not in done.output
