"""Mail by a real server: dead, slow, refusing, breaking off; and workers that die or work at once."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from config.clock import FixedClock
from config.errors import InvalidInput
from config.mail import State
from config.settings import SmtpTls, with_role
from dashboard.jobs.mail import sending, smtp
from dashboard.jobs.mail.letter import Letter, Line, Section
from dashboard.jobs.mail.reading import Making
from dashboard.store.actions import subscriptions
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from dashboard.store.mailing import LostTurn, mailroom
from queries.db import Database
from tests.posting import Post, Sink, free_port, listening, scripted, settle
from tests.world import at

ROOT = Path(__file__).parents[2]
MONDAY = at("2026-11-23 08:00")
SILENT_SERVER = (b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
"""Takes the whole mail and never answers."""


def plain_letter(making: object) -> Letter:
    return Letter(
        "Subject", "Opening.", [Section("Title", [Line(".a line that begins with a point")])], Line("On", "x")
    )


@pytest.fixture
def post(writer: Writer, reader: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Somebody whose digest is due."""
    monkeypatch.setattr(sending, "digest", plain_letter)
    made = Post(writer, reader, clock, settle(writer, clock))
    clock.set(MONDAY)
    return made


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def port(sink: Sink) -> Iterator[int]:
    with listening(sink) as port:
        yield port


def test_a_mail_goes_out_once_and_says_who_it_is_for_and_how_to_stop_it(post: Post, sink: Sink, port: int) -> None:
    assert post.look(port) == 1
    assert post.look(port) == 0
    [mail] = sink.mails
    [(mail_id, ended)] = post.ask("SELECT mail_id, ended_at FROM mail WHERE state = 'sent'")
    assert ended == MONDAY
    assert (mail["From"], mail["To"]) == ("Town <no-reply@town.example>", "An <an@town.example>")
    assert mail["Message-ID"] == f"<{mail_id.hex}@town.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = str(mail["List-Unsubscribe"]).strip("<>")
    words, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert stop in words
    assert stop in page
    assert "- .a line that begins with a point\n" in words.replace("\r", "")


def test_without_a_server_nothing_is_due_and_nothing_is_lost(post: Post, sink: Sink, port: int) -> None:
    assert post.look(port, smtp_host=None) == 0
    assert post.states() == []
    post.look(port)
    assert len(sink.mails) == 1


def test_after_days_without_a_worker_one_mail_tells_all(post: Post, sink: Sink, port: int) -> None:
    post.clock.set(at("2026-12-01 12:00"))
    post.look(port)
    assert post.ask("SELECT due_at, state FROM mail") == [(at("2026-12-01 08:00"), "sent")]
    assert post.ask("SELECT next_at FROM subscription") == [(at("2026-12-02 08:00"),)]


def test_a_dead_server_is_tried_after_pauses_that_grow_and_then_given_up(post: Post, sink: Sink, port: int) -> None:
    dead, tried = free_port(), []
    for _ in range(8):
        post.look(dead)
        [(next_at, why)] = post.ask("SELECT next_at, why FROM mail")
        tried.append((next_at - post.clock.now()) // timedelta(minutes=1))
        assert why == smtp.UNREACHABLE
        post.clock.set(next_at)
    assert tried == [1, 2, 4, 8, 16, 32, 60, 60]
    assert post.look(port) == 1
    assert post.states() == ["sent"]


def test_what_is_tried_for_three_days_is_given_up_and_told_in_the_next(post: Post, sink: Sink, port: int) -> None:
    post.look(free_port())
    post.clock.set(MONDAY + timedelta(hours=71, minutes=58))
    post.do("UPDATE mail SET attempts = 20")
    post.look(free_port())
    assert post.states() == ["given_up"]
    assert post.ask("SELECT told_until < :m FROM subscription", m=MONDAY) == [(True,)]
    post.clock.set(at("2026-11-27 08:00"))
    post.look(port)
    assert post.states() == ["given_up", "sent"]


def test_a_dead_server_is_asked_once_for_many_mails(post: Post) -> None:
    for name in ("bo", "cis", "dee"):
        post.clock.set(MONDAY - timedelta(hours=1))
        post.subscribe(post.person(name))
    post.clock.set(MONDAY)
    assert post.look(free_port()) == 1
    assert post.look(free_port()) == 0
    assert sorted(post.ask("SELECT state, attempts FROM mail")) == [("waiting", 0)] * 3 + [("waiting", 1)]


@pytest.mark.parametrize(
    ("command", "answer", "state", "told"),
    [
        ("RCPT", "450 4.2.1 busy", "waiting", "450 4.2.1"),
        ("RCPT", "550 5.1.1 no an@town.example here", "failed", "550 5.1.1"),
        ("DATA", "451 later", "waiting", "451"),
        ("DATA", "554 5.7.1 no", "failed", "554 5.7.1"),
    ],
)
def test_a_refusal_of_one_holds_up_no_other(
    post: Post, sink: Sink, port: int, command: str, answer: str, state: str, told: str
) -> None:
    post.clock.set(MONDAY - timedelta(hours=1))
    post.subscribe(post.person("bo"))
    post.clock.set(MONDAY)
    sink.say = lambda asked, to: answer if (asked, to) == (command, "an@town.example") else "250 OK"
    assert post.look(port) == 2
    assert [str(mail["To"]) for mail in sink.mails] == ["Bo <bo@town.example>"]
    assert sink.connections == 1
    assert sorted(post.ask("SELECT state, answer FROM mail WHERE state <> 'sent'")) == [(state, told)]


def test_a_mail_that_cannot_be_made_holds_up_no_other(
    post: Post, sink: Sink, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.clock.set(MONDAY - timedelta(hours=1))
    bo = post.person("bo")
    post.subscribe(bo)
    post.clock.set(MONDAY)

    def poisoned(making: Making) -> Letter:
        if making.due.account_id == post.an:
            raise ZeroDivisionError
        return plain_letter(making)

    monkeypatch.setattr(sending, "digest", poisoned)
    post.look(port)
    assert [str(mail["To"]) for mail in sink.mails] == ["Bo <bo@town.example>"]
    assert sorted(post.states()) == ["sent", "waiting"]


@pytest.mark.parametrize("script", [(b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", None), (b"250 hi\r\n",), ()])
def test_a_server_that_breaks_off_or_falls_silent_before_the_end_gets_it_again(
    post: Post, sink: Sink, port: int, script: tuple[bytes | None, ...]
) -> None:
    with scripted(*script) as (broken, _):
        post.look(broken)
    assert post.states() == ["waiting"]
    post.clock.advance(timedelta(minutes=1))
    post.look(port)
    assert (post.states(), len(sink.mails)) == (["sent"], 1)


def test_a_server_that_hangs_up_in_the_middle_of_a_mail_gets_it_again(
    post: Post, sink: Sink, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Letter("Subject", "word\r\n" * 2_000_000, [], Line("On", "x"))
    with monkeypatch.context() as patch, scripted(*SILENT_SERVER, None) as (broken, _):
        patch.setattr(sending, "as_bytes", lambda message: long.opening.encode())
        post.look(broken, smtp_timeout=5.0)
    assert post.ask("SELECT state, why FROM mail") == [("waiting", smtp.BROKEN)]
    post.clock.advance(timedelta(minutes=1))
    post.look(port)
    assert (post.states(), len(sink.mails)) == (["sent"], 1)


def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(post: Post, sink: Sink, port: int) -> None:
    post.look(port, smtp_tls=SmtpTls.STARTTLS)
    assert post.ask("SELECT state, why FROM mail") == [("waiting", smtp.NO_TLS)]
    assert sink.mails == []


def test_a_server_that_answers_byte_by_byte_is_left_too(post: Post) -> None:
    with scripted(b"2" * 2_000, drip=0.02) as (slow, _):
        post.look(slow, smtp_timeout=0.1)
    assert post.states() == ["waiting"]


def test_a_server_that_takes_all_and_hangs_up_leaves_it_uncertain_and_the_next_one_tells(
    post: Post, sink: Sink, port: int
) -> None:
    sink.say = lambda command, to: None if command == "DATA" else "250 OK"
    post.look(port)
    assert post.states() == [State.UNCERTAIN]
    sink.say = lambda command, to: "250 OK"
    post.clock.advance(timedelta(hours=20))
    assert post.look(port) == 0
    assert len(sink.mails) == 1
    post.clock.set(at("2026-11-24 08:00"))
    post.look(port)
    assert post.states() == [State.UNCERTAIN, State.SENT]
    assert "23 nov 2026 08:00" in sink.mails[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    post.clock.set(at("2026-11-25 08:00"))
    post.look(port)
    assert "23 nov 2026 08:00" not in sink.mails[2].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_server_that_takes_all_and_never_answers_is_left_in_time(post: Post) -> None:
    with scripted(*SILENT_SERVER) as (slow, _):
        post.look(slow)
    assert post.states() == [State.UNCERTAIN]


def test_its_reader_can_have_an_uncertain_mail_sent_again_under_the_same_number(
    post: Post, sink: Sink, port: int
) -> None:
    sink.say = lambda command, to: None if command == "DATA" else "250 OK"
    post.look(port)
    sink.say = lambda command, to: "250 OK"
    [(mail_id,)] = post.ask("SELECT mail_id FROM mail")
    actor = Actor(post.an, "medewerker", "r1")
    held = {"writer": post.writer, "clock": post.clock, "actor": actor, "organisation_id": post.town}
    subscriptions.send_again(**held, mail_id=mail_id, account_id=post.an)  # type: ignore[arg-type]
    post.look(port)
    assert post.states() == ["sent"]
    assert sink.mails[0]["Message-ID"] == sink.mails[1]["Message-ID"]


def stop(post: Post) -> None:
    actor = Actor(post.an, "medewerker", "r1")
    held = {"writer": post.writer, "clock": post.clock, "actor": actor, "account_id": post.an}
    subscriptions.stop(**held, subscription_id=post.digest)  # type: ignore[arg-type]


def test_what_is_stopped_while_a_worker_has_it_is_not_tried_again(post: Post, sink: Sink, port: int) -> None:
    def busy(command: str, to: str) -> str:
        stop(post)
        return "451 busy"

    sink.say = busy
    post.look(port)
    sink.say = lambda command, to: "250 OK"
    post.clock.advance(timedelta(hours=2))
    post.look(port)
    assert sink.mails == []
    assert post.ask("SELECT state, why FROM mail") == [("left_out", subscriptions.STOPPED)]


def test_nobody_has_a_mail_sent_again_that_was_stopped(post: Post, sink: Sink, port: int) -> None:
    sink.say = lambda command, to: "550 no"
    post.look(port)
    sink.say = lambda command, to: "250 OK"
    stop(post)
    [(mail_id,)] = post.ask("SELECT mail_id FROM mail")
    beheerder = Actor(post.person("bea"), "beheerder", "r2")
    held = {"writer": post.writer, "clock": post.clock, "actor": beheerder, "organisation_id": post.town}
    with pytest.raises(InvalidInput, match="stopped"):
        subscriptions.send_again(**held, mail_id=mail_id)  # type: ignore[arg-type]
    post.look(port)
    assert (post.states(), sink.mails) == (["failed"], [])


@pytest.fixture
def child(post: Post, database_url: str) -> Iterator[subprocess.Popen[str]]:
    """A worker of its own process; it is told the port of a server and where to stand still."""
    command = [sys.executable, "-m", "tests.jobs.mail_in_child", database_url, MONDAY.isoformat()]
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    yield process
    process.kill()
    process.communicate()


def killed(child: subprocess.Popen[str], port: int, where: str, reached: threading.Event | None = None) -> None:
    """Let it work until it stands still in mid-send, and kill it there."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{port} {where}\n")
    child.stdin.flush()
    assert child.stdout.readline() == "sending\n"
    assert reached is None or reached.wait(10)
    child.send_signal(signal.SIGKILL)
    child.wait(10)


def taken_over(post: Post, port: int, left: str) -> None:
    """Look until the database let go of what the killed one held."""
    ends = monotonic() + 10
    while post.states() == [left] and monotonic() < ends:
        post.look(port)


def test_a_worker_killed_before_the_mail_was_whole_sends_it_later_once(
    post: Post, sink: Sink, port: int, child: subprocess.Popen[str]
) -> None:
    killed(child, port, "before-end")
    assert (post.states(), sink.mails) == (["sending"], [])
    taken_over(post, port, "sending")
    assert (post.states(), len(sink.mails)) == (["sent"], 1)


def test_a_worker_killed_before_the_answer_came_does_not_send_it_twice(
    post: Post, sink: Sink, port: int, child: subprocess.Popen[str]
) -> None:
    with scripted(*SILENT_SERVER) as (silent, _):
        killed(child, silent, "answer")
    assert post.states() == ["handing"]
    taken_over(post, port, "handing")
    assert (post.states(), sink.mails) == ([State.UNCERTAIN], [])


def test_two_workers_at_once_send_each_mail_once(post: Post, sink: Sink, port: int, database_url: str) -> None:
    post.clock.set(MONDAY - timedelta(hours=1))
    for number in range(6):
        post.subscribe(post.person(f"p{number}"))
    post.clock.set(MONDAY)
    writers = [Writer(with_role(database_url, "heli_writer")) for _ in range(3)]
    begin = threading.Barrier(len(writers))

    def work(side: Writer) -> None:
        begin.wait()
        for _ in range(4):
            sending.look(post.settings(port), post.reader, side, post.clock)

    threads = [threading.Thread(target=work, args=(side,)) for side in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for side in writers:
        side.close()
    assert len({str(mail["Message-ID"]) for mail in sink.mails}) == len(sink.mails) == 7


def test_who_lost_the_turn_cannot_end_a_mail(post: Post, sink: Sink, port: int) -> None:
    with mailroom(post.writer, post.clock) as room:
        assert room is not None
        room.make_due()
        due = room.next()
        assert due is not None
        post.do("UPDATE mail SET state = 'waiting'")  # as the next worker does
        with pytest.raises(LostTurn):
            room.handing(due)
        with mailroom(post.writer, post.clock) as other:
            assert other is None


def test_what_was_given_up_on_is_not_made_twice_for_one_moment(post: Post, sink: Sink, port: int) -> None:
    post.look(port)
    post.do("UPDATE subscription SET next_at = :m", m=MONDAY)
    post.look(port)
    assert post.states() == ["sent"]
    assert len(sink.mails) == 1
