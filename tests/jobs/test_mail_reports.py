"""Mails of published reports: each reader only those that they may know at the moment of sending, each once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from config.clock import FixedClock
from config.kinds import ReportState, Role
from config.mail import Kind
from dashboard.jobs.mail.reading import NO_ACCESS
from dashboard.jobs.mail.reports import LAG
from dashboard.reports.kinds import kind_of
from dashboard.store import reports as store
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.reports.steps import Step, take
from dashboard.store.engine import Writer
from dashboard.store.reports import NewVersion, Report
from queries.db import Database
from tests.posting import SITE, Post, Sink, listening, settle
from tests.world import at

DIRECTOR = Actor(UUID(int=1), Role.ALGEMEEN_DIRECTEUR, "r1")
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
MONDAY, TUESDAY = at("2026-11-23 08:00"), at("2026-11-24 08:00")
NEWS = {"council": "Er kwamen er 486 binnen.", "college": "Er staan er 430 open.", "contribution": None}


@pytest.fixture
def post(writer: Writer, reader: Database, clock: FixedClock) -> Post:
    """A town, and somebody without mail."""
    made = Post(writer, reader, clock, settle(writer, clock))
    made.do("DELETE FROM subscription")
    return made


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def port(sink: Sink) -> Iterator[int]:
    with listening(sink) as port:
        yield port


def publish(post: Post, kind: str) -> UUID:
    """A first version of a report, published now; its id."""
    own = Report(post.town, kind, str(kind_of(kind).about), "", *OCTOBER)
    report_id = store.find_or_add(post.writer, post.clock, DIRECTOR, own)
    lead = {"news": NEWS[kind], "more": ""} if NEWS[kind] else None
    sections = [{"id": "scope", "lead": None}, {"id": "summary", "lead": lead}]
    frozen = {"kind": kind, "about": {"name": ""}, "sections": sections}
    new = NewVersion(report_id, 1, str(kind_of(kind).reader), [[post.town, None]], None, post.clock.now(), frozen)
    store.keep(post.writer, post.clock, DIRECTOR, post.town, new, {"pdf": b"x"})
    for state in (ReportState.REVIEWED, ReportState.PUBLISHED):
        step(post, report_id, state)
    return report_id


def step(post: Post, report_id: UUID, state: ReportState, **more: Any) -> None:
    taken = Step(report_id, 1, state, **more)
    take(writer=post.writer, clock=post.clock, by=Acting(DIRECTOR, post.town), step=taken)


def told(sink: Sink) -> dict[str, str]:
    """Each mail that was sent, by who it is for."""
    return {str(mail["To"]).split()[0]: _plain(mail) for mail in sink.mails}


def _plain(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def test_each_is_told_of_what_they_may_know_with_its_conclusion_and_the_way_to_it(
    post: Post, sink: Sink, port: int
) -> None:
    readers = {"raad": Role.RAADSLID, "sec": Role.SECRETARIAAT, "baas": Role.ALGEMEEN_DIRECTEUR}
    for name, role in readers.items():
        post.subscribe(post.person(name, role), Kind.REPORT, report_kind="")
    post.clock.advance(timedelta(hours=1))
    made = {kind: publish(post, kind) for kind in NEWS}
    post.clock.set(MONDAY)
    post.look(port)
    mails = told(sink)
    assert "Er werden 3 rapporten gepubliceerd." in mails["Baas"]
    assert "430" in mails["Sec"]  # who prepares agendas
    assert f"486 binnen.\n  {SITE}/rapporten/{made['council']}?version=1" in mails["Raad"]
    assert "Jaarrapport voor de gemeenteraad, 1 okt – 31 okt 2026: Er kwamen er 486 binnen." in mails["Raad"]
    assert f"31 okt 2026\n  {SITE}/rapporten/{made['contribution']}?version=1" in mails["Raad"]
    assert "college" not in mails["Raad"].lower()
    assert "430" not in mails["Raad"]


def test_one_kind_brings_no_other_each_once_and_nothing_is_not_sent(post: Post, sink: Sink, port: int) -> None:
    post.subscribe(post.person("baas", Role.ALGEMEEN_DIRECTEUR), Kind.REPORT, report_kind="college")
    post.clock.advance(timedelta(hours=1))
    publish(post, "college")
    publish(post, "council")
    for moment in (MONDAY, TUESDAY):
        post.clock.set(moment)
        post.look(port)
    [mail] = sink.mails
    assert mail["Subject"] == "Helikopterview: Er werd 1 rapport gepubliceerd"
    assert "486" not in _plain(mail)
    assert post.states() == ["sent", "nothing"]


def test_what_was_published_just_before_a_mail_is_in_the_next_one(post: Post, sink: Sink, port: int) -> None:
    """Its transaction may have begun before the mail was made and end after it."""
    post.subscribe(post.person("baas", Role.ALGEMEEN_DIRECTEUR), Kind.REPORT, report_kind="")
    post.clock.set(MONDAY - LAG / 2)
    publish(post, "college")
    numbers = []
    for moment in (MONDAY, TUESDAY, TUESDAY + timedelta(days=1)):
        post.clock.set(moment)
        post.look(port)
        numbers.append(len(sink.mails))
    assert numbers == [0, 1, 1]


def test_what_was_withdrawn_before_sending_is_not_told(post: Post, sink: Sink, port: int) -> None:
    post.subscribe(post.person("baas", Role.ALGEMEEN_DIRECTEUR), Kind.REPORT, report_kind="")
    post.clock.advance(timedelta(hours=1))
    made = publish(post, "council")
    post.clock.set(MONDAY)
    sink.say = lambda command, to: "451 busy"
    post.look(port)
    assert post.states() == ["waiting"]
    step(post, made, ReportState.WITHDRAWN, reason="Verkeerde cijfers.")
    sink.say = lambda command, to: "250 OK"
    post.clock.advance(timedelta(hours=1))
    post.look(port)
    assert (post.states(), sink.mails) == (["nothing"], [])


@pytest.mark.parametrize(("role", "kind"), [("raadslid", "college"), ("beheerder", ""), ("communicatie", "service")])
def test_who_may_no_longer_see_such_reports_is_left_out(
    post: Post, sink: Sink, port: int, role: str, kind: str
) -> None:
    post.subscribe(post.person("baas", Role.ALGEMEEN_DIRECTEUR), Kind.REPORT, report_kind=kind)
    post.clock.advance(timedelta(hours=1))
    publish(post, "college")
    post.do("UPDATE account_grant SET role = :role", role=role)
    post.clock.set(MONDAY)
    post.look(port)
    assert post.ask("SELECT state, why FROM mail") == [("left_out", NO_ACCESS)]
    assert sink.mails == []


def test_a_digest_names_them_for_who_may_know(post: Post, sink: Sink, port: int) -> None:
    for name, role in (("raad", Role.RAADSLID), ("sec", Role.SECRETARIAAT), ("map", Role.PARTICIPATIE_EXPERT)):
        post.subscribe(post.person(name, role))
    post.clock.advance(timedelta(hours=1))
    publish(post, "college")
    publish(post, "council")
    post.clock.set(MONDAY)
    post.look(port)
    mails = told(sink)
    assert set(mails) == {"Raad", "Sec"}
    assert mails["Sec"].startswith("Er werden 2 rapporten gepubliceerd.")
    assert "Gepubliceerde rapporten\n----" in mails["Raad"]
    assert ("486" in mails["Raad"], "430" in mails["Raad"]) == (True, False)
