"""The worker makes reports: of what who asks may see, never of less than the name says, and no version twice."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from config.kinds import EventKind as K
from config.kinds import ReportState, Role
from config.settings import with_role
from dashboard.jobs.reports import making
from dashboard.store import reports as store
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.reports.asking import ask_report
from dashboard.store.actions.reports.remarking import remark
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.engine import Writer
from dashboard.store.requests import do_next
from queries.accounts import as_read_by
from queries.db import Database
from queries.filters import Reach, Scope
from queries.reports import formats, reports, version_of
from tests import server
from tests.desk import CLEAN, GREEN, Desk
from tests.reporting import OCTOBER, frozen
from tests.world import story

WHOLE = "This report tells of the whole organisation; somebody who sees only some services cannot make it."
NO_MEMBER = "There is no such service or neighbourhood in your organisation."


class Office(Desk):
    """A desk of which the worker makes reports."""

    def __init__(self, writer: Writer, database: Database) -> None:
        super().__init__(writer)
        self.database = database
        self.whole = Scope.whole(self.world.a, self.world.predecessor)
        self.director = self.somebody("directeur", Role.ALGEMEEN_DIRECTEUR)
        self.head = self.somebody("groen", Role.DIENSTHOOFD, GREEN)

    def somebody(self, name: str, role: Role, *services: int, town: int | None = None) -> Acting:
        grant = NewGrant(town or self.world.a, role, services or None, all_services=not services)
        made = create_account(**self.held, actor=COMMAND_LINE, new=NewAccount(name, name.title()), grant=grant)
        return Acting(Actor(made, role, name), town or self.world.a)

    def make(self, by: Acting | None = None, kind: str = "managementteam", member: str = "", **more: Any) -> Any:
        """Ask for a report and let the worker make it; what its row then says: a problem, or report and version."""
        named: dict[str, Any] = {"kind": kind, "member": member, "first_day": OCTOBER[0], "last_day": OCTOBER[1]}
        ask_report(**self.held, by=by or self.director, **named | more)
        assert do_next(self.writer, self.clock, making.kinds_of(self.database))
        row = self.ask("SELECT problem, result FROM work_request ORDER BY ended_at DESC, asked_at DESC LIMIT 1")[0]
        return row.problem or (UUID(row.result["report"]), row.result["version"])

    def version(self, one: tuple[UUID, int], scope: Scope | None = None) -> dict[str, Any]:
        with self.database.read() as db:
            return version_of(db, scope or self.whole, ReportState.MADE, *one)


@pytest.fixture(scope="module")
def shared() -> Iterator[Office]:
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    database = Database(with_role(server.url(name), "heli_reader"))
    yield Office(writer, database)
    writer.close()
    database.close()
    server.drop_database(name)


@pytest.fixture
def office(shared: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """With files that cost nothing: what stands in them is tested where they are made."""
    monkeypatch.setattr(making, "files_of", lambda told, _digest, kind, _look: {str(one): b"x" for one in kind.formats})
    with shared.writer.transaction() as connection:
        for table in ("report", "report_version", "report_file", "report_remark", "report_step", "work_request"):
            connection.execute(text(f"DELETE FROM {table}"))
    return shared


def test_a_version_with_the_remarks_keeps_the_numbers_and_one_with_new_numbers_does_not(office: Office) -> None:
    first = office.make()
    report_id, _ = first
    block = office.version(first)["frozen"]["sections"][0]["id"]
    remark(**office.held, by=office.director, report_id=report_id, block=block, text="Let op.")
    assert office.make(base=1) == (report_id, 2)
    old, new = office.version(first), office.version((report_id, 2))
    assert new["frozen"]["sections"] == old["frozen"]["sections"]
    assert (new["frozen"]["base"], new["as_of"]) == (1, old["as_of"])
    assert [one["text"] for one in new["frozen"]["remarks"]] == ["Let op."]
    assert old["frozen"]["remarks"] == []
    assert old["hash"] != new["hash"]
    assert office.make() == (report_id, 3)
    with office.database.read() as db:
        assert reports(db, office.whole, ReportState.MADE)["version"].to_list() == [3]
        assert formats(db, office.whole, report_id, 3) == ("docx", "pdf", "pptx", "xlsx")


def test_a_sheet_of_a_service_tells_of_that_service_whoever_makes_it(office: Office) -> None:
    for service in (GREEN, GREEN, CLEAN):
        office.world.melding(office.world.a, story((K.SUBMITTED, "2026-10-05 10:00", {"service_id": service})))
    made = office.make(kind="service", member="groen")
    own = Scope((Reach(office.world.a, frozenset({GREEN})), Reach(office.world.predecessor, frozenset({GREEN}))))
    there, elsewhere = office.version(made, own), replace(own, reaches=(Reach(office.world.a, frozenset({CLEAN})),))
    again = office.make(office.head, kind="service", member="groen")
    assert again == (made[0], 2)
    assert office.version(again)["frozen"]["sections"] == there["frozen"]["sections"]
    assert "Er kwamen 2 meldingen binnen" in str(there["frozen"]["sections"])
    with office.database.read() as db:
        assert reports(db, elsewhere, ReportState.MADE).empty
        assert reports(db, own, ReportState.MADE)["version"].to_list() == [2]


def test_who_sees_some_services_makes_no_report_that_tells_of_all(office: Office) -> None:
    area = office.ask("SELECT code FROM area WHERE organisation_id = :o ORDER BY code LIMIT 1", o=office.world.a)[
        0
    ].code
    for kind, member in (("managementteam", ""), ("college", ""), ("neighbourhood", area)):
        assert office.make(office.head, kind, member) == WHOLE
    assert office.make(office.head, "service", "netheid") == NO_MEMBER
    assert office.make(kind="service", member="nergens") == NO_MEMBER
    assert office.make(kind="neighbourhood", member="nergens") == NO_MEMBER
    assert office.ask("SELECT * FROM report") == [], "nothing is left of what could not be made"


def test_who_may_no_longer_and_what_there_is_not(office: Office) -> None:
    clerk = office.somebody("klerk", Role.SECRETARIAAT)
    stranger = office.somebody("vreemd", Role.ALGEMEEN_DIRECTEUR, town=office.world.b)
    forbidden = "You do not have access to this."
    assert office.make(clerk) == forbidden
    assert office.make(replace(stranger, organisation_id=office.world.a)) == forbidden
    assert office.make(Acting(Actor(UUID(int=99), Role.ALGEMEEN_DIRECTEUR, "r"), office.world.a)) == forbidden
    nothing = "This page or item does not exist."
    assert office.make(kind="geheim") == nothing
    assert office.make(base=7) == nothing


def test_two_workers_at_once_make_two_versions(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = office.make()
    drawn = making._drawn
    beside: list[bool] = []

    def slow(*asked: Any) -> Any:
        found = drawn(*asked)
        if not beside:
            beside.append(True)
            new = replace(found[0], frozen=frozen(version=2))
            store.keep(office.writer, office.clock, office.director.actor, office.world.a, new, {"pdf": b"the other"})
        return found

    monkeypatch.setattr(making, "_drawn", slow)
    assert office.make() == (first[0], 3)
    kept = office.ask("SELECT version FROM report_version ORDER BY version")
    assert [row.version for row in kept] == [1, 2, 3]


def test_what_a_role_knows_of_a_version_follows_from_its_reader(office: Office) -> None:
    """By the parts of a scope: of every role that sees reports, beside every reader."""
    one = office.make()
    for reader in (Role.RAADSLID, Role.SCHEPEN, Role.ALGEMEEN_DIRECTEUR):
        with office.writer.transaction() as connection:
            connection.execute(text("UPDATE report_version SET reader = :r"), {"r": reader})
        for role in (Role.RAADSLID, Role.COMMUNICATIE, Role.MEDEWERKER, Role.BURGEMEESTER):
            may = reader is Role.RAADSLID or role in (Role.MEDEWERKER, Role.BURGEMEESTER)
            with office.database.read() as db:
                found = reports(db, as_read_by(office.whole, role), ReportState.MADE)
            assert (not found.empty) == may, (reader, role, one)
