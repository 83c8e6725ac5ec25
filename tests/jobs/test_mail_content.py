"""What mails say: each reader only what they may see at the moment of sending, and nothing when there is nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from config.clock import FixedClock
from config.kinds import EventKind as K
from config.kinds import Role
from config.mail import Crossing, Kind
from dashboard.jobs.mail import alert
from dashboard.jobs.mail.reading import CLOSED, NO_ACCESS, NO_ADDRESS, NO_ROLE, NO_VIEW
from dashboard.store.actions import accounts, views
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.engine import Writer
from dashboard.store.project import project
from queries.db import Database
from queries.targets import State
from tests.posting import SITE, Post, Sink, listening
from tests.world import World, at, story

MONDAY = at("2026-11-23 08:00")
GREEN = {"service_id": 1, "payload": {"category_id": 1, "area_id": 1}}


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    """Two meldingen that are long overdue, in the first town; one in the other."""
    made = World(writer, clock)
    for town in (made.a, made.a, made.b):
        made.melding(town, story((K.SUBMITTED, "2026-09-01 09:00", GREEN)))
    return made


@pytest.fixture
def post(world: World, writer: Writer, reader: Database, clock: FixedClock) -> Post:
    """Somebody who handles meldingen of the first town, whose digest is due on Monday."""
    return Post(writer, reader, clock, world.a)


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def port(sink: Sink) -> Iterator[int]:
    with listening(sink) as port:
        yield port


def words(sink: Sink, kind: str = "plain") -> str:
    body = sink.mails[-1].get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_digest_says_what_needs_its_reader_and_what_changed_with_ways_to_both(
    post: Post, world: World, sink: Sink, port: int
) -> None:
    post.clock.advance(timedelta(hours=1))
    world.melding(world.a, story((K.SUBMITTED, "2026-11-22 15:00", GREEN)))
    world.melding(world.b, story((K.SUBMITTED, "2026-11-22 15:00", GREEN)))
    post.clock.set(MONDAY)
    post.look(port)
    said = words(sink)
    assert "- 2 meldingen zijn over tijd en staan nog open" in said
    assert f"{SITE}/meldingen#meldingen-overdue-title" in said
    assert "- 1 melding is binnengekomen" in said
    assert (
        str(sink.mails[-1]["Subject"]).strip()
        == "Helikopterview, 23 nov 2026: 2 meldingen zijn over tijd en staan nog open"
    )
    assert post.ask("SELECT told_until FROM subscription") == [(MONDAY,)]


def test_it_speaks_the_language_of_its_reader(post: Post, sink: Sink, port: int) -> None:
    accounts.change_language(**_said(post), account_id=post.an, language="en")
    post.clock.set(MONDAY)
    post.look(port)
    assert "- 2 meldingen are overdue and still open" in words(sink)
    assert "<html lang='en'>" in words(sink, "html")


def test_who_sees_no_single_melding_is_not_told_of_any(post: Post, world: World, sink: Sink, port: int) -> None:
    post.subscribe(post.person("raad", Role.RAADSLID))
    post.subscribe(post.person("map", Role.COMMUNICATIE))
    post.clock.advance(timedelta(hours=1))
    world.melding(world.a, story((K.SUBMITTED, "2026-11-22 15:00", GREEN)))
    post.do("UPDATE subscription SET active = false WHERE account_id = :a", a=post.an)
    post.clock.set(MONDAY)
    post.look(port)
    assert [str(mail["To"]) for mail in sink.mails] == ["Raad <raad@town.example>"]
    assert "1 melding is binnengekomen" in words(sink)
    assert "Wat op u wacht" not in words(sink)
    assert sorted(post.states()) == ["nothing", "sent"]


def test_nothing_to_tell_is_not_sent_and_counts_as_told(post: Post, sink: Sink, port: int) -> None:
    post.do("DELETE FROM melding")
    post.do("DELETE FROM moment")
    post.clock.set(MONDAY)
    post.look(port)
    assert (post.states(), sink.mails) == (["nothing"], [])
    assert post.ask("SELECT told_until FROM subscription") == [(MONDAY,)]


def _said(post: Post) -> dict[str, Any]:
    return {"writer": post.writer, "clock": post.clock, "actor": COMMAND_LINE}


def _view(post: Post, path: str = "/meldingen") -> Any:
    new = views.NewView(post.an, "Mijn <b>blik</b>", path, "service=groen")
    return views.save_view(writer=post.writer, clock=post.clock, new=new)


LOSSES = {
    CLOSED: lambda post: accounts.disable(**_said(post), account_id=post.an),
    NO_ROLE: lambda post: accounts.revoke_role(**_said(post), account_id=post.an, grant_no=1),
    NO_ADDRESS: lambda post: accounts.change_address(**_said(post), account_id=post.an, address=""),
}


@pytest.mark.parametrize("why", LOSSES)
def test_what_is_lost_between_due_and_sending_counts(post: Post, sink: Sink, port: int, why: str) -> None:
    post.clock.set(MONDAY)
    sink.say = lambda command, to: "451 busy"
    post.look(port)
    assert post.states() == ["waiting"]
    LOSSES[why](post)
    sink.say = lambda command, to: "250 OK"
    post.clock.advance(timedelta(days=1))
    post.look(port)
    assert post.ask("SELECT state, why FROM mail") == [("left_out", why)]
    assert sink.mails == []


def test_a_view_tells_what_its_charts_conclude_with_its_filters(post: Post, sink: Sink, port: int) -> None:
    post.do("UPDATE subscription SET active = false")
    post.subscribe(post.an, Kind.VIEW, view_id=_view(post))
    post.clock.set(MONDAY)
    post.look(port)
    assert str(sink.mails[-1]["Subject"]) == "Helikopterview: Mijn <b>blik</b>"
    assert f"{SITE}/meldingen?service=groen" in words(sink)
    assert words(sink).count("\n- ") > 3
    assert "Mijn &lt;b&gt;blik&lt;/b&gt;" in words(sink, "html")
    assert "<b>" not in words(sink, "html")
    assert "http" not in words(sink, "html").replace(SITE, "")


def test_a_view_that_is_gone_or_closed_to_its_reader_is_not_sent(post: Post, sink: Sink, port: int) -> None:
    gone, kept = (
        _view(post),
        views.save_view(writer=post.writer, clock=post.clock, new=views.NewView(post.an, "andere", "/meldingen", "")),
    )
    post.do("UPDATE subscription SET active = false")
    for view_id in (gone, kept):
        post.subscribe(post.an, Kind.VIEW, view_id=view_id)
    views.remove_view(writer=post.writer, account_id=post.an, view_id=gone)
    post.do("UPDATE account_grant SET role = 'communicatie'")
    post.clock.set(MONDAY)
    post.look(port)
    assert sorted(why for (why,) in post.ask("SELECT why FROM mail")) == sorted([NO_VIEW, NO_ACCESS])


def test_names_add_no_header_and_no_markup(post: Post, sink: Sink, port: int) -> None:
    evil = "An\r\nBcc: all@town.example\r\n\r\n<script>x</script>\u2028"
    post.do("UPDATE account SET display_name = :n", n=evil)
    post.clock.set(MONDAY)
    post.look(port)
    mail = sink.mails[-1]
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "an@town.example"
    assert "\n" not in mail["To"].addresses[0].display_name
    assert "<script" not in words(sink, "html")


def test_an_alert_tells_a_crossing_once_after_its_grace_and_its_end_once(
    post: Post, world: World, sink: Sink, port: int
) -> None:
    post.do("UPDATE subscription SET active = false")
    columns = "organisation_id, target_id, measure, part, direction, goal, amber, red, valid_from"
    post.do(
        f"INSERT INTO target ({columns}) VALUES (:o, 1, 'open', '', 'at_most', 3, 3, 5, '2020-01-01')",
        o=world.a,
    )
    post.subscribe(post.an, Kind.ALERT, measure="open", part="", grace=2)
    subjects = [world.melding(world.a, story((K.SUBMITTED, "2026-11-20 09:00", GREEN))) for _ in range(2)]
    told = []
    for day, closed in (("23", False), ("24", False), ("25", False), ("26", True), ("27", True)):
        post.clock.set(at(f"2026-11-{day} 08:00"))
        if closed and day == "26":
            with world.writer.transaction() as connection:
                for one in subjects:
                    again = story((K.SUBMITTED, "2026-11-20 09:00"), (K.RESOLVED, "2026-11-25 09:00"))[1:]
                    world.append(connection, world.a, one, again)
                project(connection, world.a, subjects)
        post.look(port)
        told.append(len(sink.mails))
    assert told == [0, 1, 1, 1, 2]
    assert [str(mail["Subject"]) for mail in sink.mails] == [
        "Helikopterview: Open meldingen: voorbij het doel",
        "Helikopterview: Open meldingen: weer binnen het doel",
    ]


@pytest.mark.parametrize(
    ("seen", "grace", "expected"),
    [
        ("bbb", 1, "c--"),
        ("bbb", 2, "-c-"),
        ("bgbb", 2, "---c"),
        ("bub", 2, "--c"),  # unknown breaks no row
        ("uuu", 1, "---"),
        ("bbggb", 1, "c-r-c"),
        ("bbgbgg", 2, "-c---r"),
    ],
)
def test_alerts_wait_for_so_many_checks_in_a_row(seen: str, grace: int, expected: str) -> None:
    states = {"b": State.BAD, "g": State.GOOD, "u": State.UNKNOWN}
    beyond, run, told = False, 0, ""
    for one in seen:
        crossing, run = alert.judge(states[one], beyond=beyond, run=run, grace=grace)
        told += "-" if crossing is Crossing.NONE else crossing[0]
        if crossing is not Crossing.NONE:
            beyond, run = crossing is Crossing.CROSSED, 0
    assert told == expected
