"""A worker that sends one mail in a process of its own, so that a test can kill it in mid-send."""

import sys
import threading
from datetime import datetime

import pytest

from config.clock import FixedClock
from config.settings import with_role
from dashboard.jobs.mail import sending
from dashboard.store.engine import Writer
from dashboard.store.mailing import Due, Mailroom
from queries.db import Database
from tests.jobs.test_mail_sending import plain_letter
from tests.posting import Post


def main(database_url: str, now: str) -> None:
    clock = FixedClock(datetime.fromisoformat(now))
    writer, reader = Writer(with_role(database_url, "heli_writer")), Database(with_role(database_url, "heli_reader"))
    port, where = sys.stdin.readline().split()
    handing = Mailroom.handing

    def announced(room: Mailroom, due: Due) -> None:
        if where == "answer":
            handing(room, due)
        sys.stdout.write("sending\n")
        sys.stdout.flush()
        if where == "before-end":
            threading.Event().wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Mailroom, "handing", announced)
        patch.setattr(sending, "digest", plain_letter)
        settings = Post.settings(None, int(port), smtp_timeout=60.0)  # type: ignore[arg-type]
        sending.look(settings, reader, writer, clock)


if __name__ == "__main__":
    main(*sys.argv[1:])
