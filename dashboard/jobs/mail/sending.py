"""The worker's look at mail: what is due is made, rendered with the rights of the moment, and handed to the server."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from config.clock import Clock
from config.errors import DatabaseUnavailable
from config.language import N_, moment, t, use_language
from config.mail import Crossing, Kind
from config.settings import Settings
from dashboard.jobs.mail.alert import alert_letter, find, judge
from dashboard.jobs.mail.digest import digest
from dashboard.jobs.mail.letter import Envelope, Letter, address, as_bytes, message_of
from dashboard.jobs.mail.reading import LeftOut, Making, Reader, reader_of
from dashboard.jobs.mail.reports import report_letter
from dashboard.jobs.mail.saved_view import view_letter
from dashboard.jobs.mail.smtp import Broken, Later, Never, Server, Silent, Unusable
from dashboard.store.actions.subscriptions import token_of
from dashboard.store.engine import Writer
from dashboard.store.mailing import Due, LostTurn, Mailroom, mailroom
from queries.db import Database
from queries.targets import State

MOST, LONGEST = 50, 20.0
"""So many mails, and seconds in which a new one is begun, are one look: a worker that must stop waits for its end."""
_BREAKS = 2
"""So many mails in a row whose connection broke say that it is the server, not the mail."""
_ERROR = N_("The mail could not be made. The log of the worker says why.")
_REMARK = N_("An earlier mail, of {when}, may not have reached you. What it told is in this one as well.")
STOP, MANAGE = "/abonnement/stop", "/abonnementen"

log = structlog.get_logger()


def look(settings: Settings, database: Database, writer: Writer, clock: Clock) -> int:
    """Send what is due; returns 0 when nothing is, so that the next look can wait. Does nothing without a server.

    Raises DatabaseUnavailable.
    """
    if not settings.sends_mail:
        return 0
    with mailroom(writer, clock) as room:
        if room is None:
            return 0
        room.take_up()
        room.make_due()
        return _Round(settings, database, writer, clock, room).send()


class _Round:
    """One look: one connection to the server, for as long as it holds."""

    def __init__(self, settings: Settings, database: Database, writer: Writer, clock: Clock, room: Mailroom) -> None:
        self._settings, self._database, self._writer = settings, database, writer
        self._clock, self._room, self._server = clock, room, Server(settings)
        self._broken = 0

    def send(self) -> int:
        """Send one after another; returns how many were taken up."""
        began, count = monotonic(), 0
        try:
            while count < MOST and monotonic() - began < LONGEST:
                due = self._room.next()
                if due is None:
                    break
                count += 1
                if not self._attended(due):
                    break
            return count
        finally:
            self._server.close()

    def _attended(self, due: Due) -> bool:
        """Bring one mail as far as it goes; False when the server is of no use to the next ones."""
        try:
            return self._attend(due)
        except LostTurn:
            log.warning("mail_taken_over", mail=str(due.mail_id))
            return True

    def _attend(self, due: Due) -> bool:
        try:
            return self._send(due)
        except LeftOut as error:
            self._room.left_out(due, error.why)
        except (LostTurn, DatabaseUnavailable, OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("mail_not_made", mail=str(due.mail_id), kind=due.kind)
            self._room.later(due, _ERROR)
        return True

    def _send(self, due: Due) -> bool:
        now = self._clock.now()
        reader = reader_of(self._writer, due, now)
        with use_language(reader.person.language):
            due, letter = self._written(due, reader, now)
            if letter is None:
                self._room.nothing(due, now)
                return True
            envelope = self._envelope(due, reader, now)
            content = as_bytes(message_of(letter, envelope))
        return self._hand_over(_Whole(due, reader.address, content, now))

    def _written(self, due: Due, reader: Reader, now: datetime) -> tuple[Due, Letter | None]:
        """The letter, with what an alert found kept before it is sent."""
        with self._database.read() as db:
            making = Making(db, reader.person, due, now, self._settings.link)
            if due.kind is Kind.DIGEST:
                return due, digest(making)
            if due.kind is Kind.VIEW:
                return due, view_letter(making, reader.view) if reader.view else None
            if due.kind is Kind.REPORT:
                return due, report_letter(making)
            found = find(making)
            due = self._judged(due, found.standing)
            crossing = due.crossing or Crossing.NONE
            return due, None if crossing is Crossing.NONE else alert_letter(making, found, crossing)

    def _judged(self, due: Due, standing: State) -> Due:
        if due.crossing is not None:
            return due
        crossing, run = judge(standing, beyond=due.beyond, run=due.run, grace=due.grace)
        self._room.judged(due, crossing, run)
        return replace(due, crossing=crossing, run=run)

    def _envelope(self, due: Due, reader: Reader, now: datetime) -> Envelope:
        token = token_of(self._settings.secret(), due.organisation_id, due.subscription_id)
        return Envelope(
            sender=self._settings.sender(),
            reader=address(reader.person.display_name, reader.address),
            mail_id=due.mail_id,
            at=now,
            stop=self._settings.link(f"{STOP}/{token}"),
            manage=self._settings.link(MANAGE),
            remark=t(_REMARK, when=moment(due.doubtful_at, due.zone)) if due.doubtful_at else "",
        )

    def _hand_over(self, whole: "_Whole") -> bool:
        due, room = whole.due, self._room
        sender = self._settings.sender().addr_spec
        try:
            self._server.hand_over(sender, whole.address, whole.content, partial(room.handing, due))
        except Unusable as error:
            at = room.later(due, error.why, error.answer)
            room.all_later(at or whole.now, error.why)
            log.warning("mail_server_unusable", why=error.why, answer=error.answer)
            return False
        except Broken as error:
            room.later(due, error.why, error.answer)
            self._broken += 1
            return self._broken < _BREAKS
        except Later as error:
            room.later(due, error.why, error.answer)
        except Never as error:
            room.failed(due, error.why, error.answer)
        except Silent as error:
            room.uncertain(due, error.why)
        else:
            room.sent(due, whole.now)
        self._broken = 0
        return True


@dataclass(frozen=True)
class _Whole:
    """A mail that is ready: for which address, its bytes, and up to when it tells what happened."""

    due: Due
    address: str
    content: bytes
    now: datetime
