"""Subscriptions are of one person, and a link in a mail stops exactly one."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from config.cadence import Cadence
from config.clock import FixedClock
from config.errors import InvalidInput, NotFound
from config.mail import Kind
from dashboard.store.actions import accounts, subscriptions
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.subscriptions import MOST, NewSubscription, is_active, stop_by_link, token_of
from dashboard.store.engine import Writer
from queries.db import Database
from tests.posting import SECRET, Post, settle
from tests.world import at

KINDS: dict[str, dict[str, Any]] = {
    "a view without one": {"kind": Kind.VIEW},
    "an alert without a number": {"kind": Kind.ALERT, "grace": 1},
    "an alert without grace": {"kind": Kind.ALERT, "measure": "open", "part": ""},
    "a digest about a number": {"kind": Kind.DIGEST, "measure": "open"},
    "reports without which": {"kind": Kind.REPORT},
    "a digest about reports": {"kind": Kind.DIGEST, "report_kind": ""},
    "an hour that is none": {"kind": Kind.DIGEST, "hour": 24},
}


@pytest.fixture
def post(writer: Writer, reader: Database, clock: FixedClock) -> Post:
    return Post(writer, reader, clock, settle(writer, clock))


def by(post: Post, account_id: UUID) -> dict[str, Any]:
    actor = Actor(account_id, "medewerker", "r1")
    return {"writer": post.writer, "clock": post.clock, "actor": actor, "account_id": account_id}


@pytest.mark.parametrize("what", KINDS)
def test_what_is_not_whole_is_refused(post: Post, what: str) -> None:
    asked: dict[str, Any] = {"cadence": Cadence.WEEKLY, "weekday": 0, "hour": 8} | KINDS[what]
    with pytest.raises(InvalidInput):
        subscriptions.subscribe(**by(post, post.an), new=NewSubscription(**asked))


def test_the_same_twice_and_too_many_are_refused_and_a_view_of_another_is_not_found(post: Post) -> None:
    with pytest.raises(InvalidInput):
        post.subscribe(post.an)
    with pytest.raises(NotFound):
        post.subscribe(post.an, Kind.VIEW, view_id=uuid4())
    for n in range(MOST - 1):
        post.subscribe(post.an, Kind.ALERT, measure=f"m{n}", part="", grace=1)
    with pytest.raises(InvalidInput):
        post.subscribe(post.an, Kind.ALERT, measure="open", part="", grace=1)


def test_each_kind_of_report_is_asked_once_and_the_log_says_which(post: Post) -> None:
    for kind in ("", "council"):
        post.subscribe(post.an, Kind.REPORT, report_kind=kind)
        with pytest.raises(InvalidInput):
            post.subscribe(post.an, Kind.REPORT, report_kind=kind)
    rows = post.ask("SELECT detail ->> 'report_kind' FROM audit WHERE detail ->> 'kind' = 'report'")
    assert sorted(map(str, (kind for (kind,) in rows))) == ["", "council"]


@pytest.mark.parametrize("act", [subscriptions.stop, subscriptions.go_on, subscriptions.remove])
def test_nobody_changes_what_another_asked(post: Post, act: Any) -> None:
    before = post.ask("SELECT * FROM subscription")
    with pytest.raises(NotFound):
        act(**by(post, post.person("bo")), subscription_id=post.digest)
    assert post.ask("SELECT * FROM subscription") == before


def test_who_stops_and_goes_on_is_told_from_then_on_and_each_leaves_a_row(post: Post) -> None:
    subscriptions.stop(**by(post, post.an), subscription_id=post.digest)
    post.clock.set(at("2026-12-10 12:00"))
    subscriptions.go_on(**by(post, post.an), subscription_id=post.digest)
    assert post.ask("SELECT active, told_until, next_at FROM subscription") == [
        (True, post.clock.now(), at("2026-12-11 08:00"))
    ]
    subscriptions.remove(**by(post, post.an), subscription_id=post.digest)
    rows = post.ask("SELECT action, actor_id FROM audit WHERE action LIKE '%subscribed' ORDER BY action")
    assert rows == [(action, post.an) for action in ("subscribed", "subscribed", "unsubscribed", "unsubscribed")]


def follow(post: Post, token: str, secret: str = SECRET) -> None:
    stop_by_link(writer=post.writer, clock=post.clock, request_id="r1", secret=secret, token=token)


def test_a_link_stops_its_own_subscription_and_no_other(post: Post) -> None:
    other = post.subscribe(post.an, Kind.ALERT, measure="open", part="", grace=1)
    token = token_of(SECRET, post.town, post.digest)
    assert is_active(writer=post.writer, secret=SECRET, token=token)
    follow(post, token)
    follow(post, token)
    assert post.ask("SELECT subscription_id FROM subscription WHERE active") == [(other,)]
    assert len(post.ask("SELECT 1 FROM audit WHERE action = 'unsubscribed'")) == 1


def test_a_forged_link_means_nothing(post: Post) -> None:
    token = token_of(SECRET, post.town, post.digest)
    named, _, signature = token.rpartition(".")
    forged = [
        "",
        ".",
        "..",
        named,
        f"{named}.",
        f"{named}.{signature[:-1]}",
        f"{named}.{signature[::-1]}",
        f"{post.town}.{uuid4().hex}.{signature}",
        token_of("another secret", post.town, post.digest),
        f"{named}.\u00e9\udcff",
    ]
    for one in forged:
        with pytest.raises(NotFound):
            follow(post, one)
    assert post.ask("SELECT active FROM subscription") == [(True,)]


def test_an_address_that_mail_cannot_go_to_is_refused(post: Post) -> None:
    said: dict[str, Any] = {"writer": post.writer, "clock": post.clock, "actor": COMMAND_LINE, "account_id": post.an}
    for wrong in ("an", "an@", "a n@town.example", "an@town.example\r\nBcc: x@y.z", "An <an@town.example>", "a@b@c.d"):
        with pytest.raises(InvalidInput):
            accounts.change_address(**said, address=wrong)
    accounts.change_address(**said, address=" an.peeters+mail@town.example ")
    assert post.ask("SELECT mail_address FROM account") == [("an.peeters+mail@town.example",)]
    told = post.ask("SELECT detail FROM audit WHERE action = 'mail_address_changed'")
    assert told == [({"any": True},)]
