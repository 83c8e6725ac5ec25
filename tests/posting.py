"""A mail server to send to, and somebody who asked for mail: for the tests of mail."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from time import sleep
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import insert, text

from config.cadence import Cadence
from config.clock import FixedClock
from config.kinds import Role
from config.mail import Kind
from config.settings import Settings, SmtpTls
from dashboard.jobs.mail import sending
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.subscriptions import NewSubscription, subscribe
from dashboard.store.engine import Writer
from queries.db import Database
from queries.tables import organisation

SECRET = "k" * 48
SITE = "https://helikopter.example.org"


class Sink:
    """Takes every mail, unless `say` has an answer for it: by the command (RCPT, DATA) and the address that it is for.

    Text answers; None hangs up without one.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.say: Callable[[str, str], str | None] = lambda command, address: "250 OK"

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, answers: list) -> list:
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list) -> str | None:
        answer = self.say("RCPT", address)
        if answer is not None and answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._answer(server, answer)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str | None:
        answer = self.say("DATA", envelope.rcpt_tos[0])
        if answer is None or answer.startswith("250"):
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.mails.append(found)
        return self._answer(server, answer)

    def _answer(self, server: Any, answer: str | None) -> str:
        if answer is None:
            server.transport.abort()
        return answer or "451 gone"


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """A mail server on a free port of this machine."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(line: socket.socket, answer: bytes, drip: float) -> None:
    """Send an answer, a byte at a time when it has to drip."""
    if not drip:
        return line.sendall(answer)
    with suppress(OSError):
        for byte in answer:
            line.sendall(bytes([byte]))
            sleep(drip)
    return None


@contextmanager
def scripted(*answers: bytes | None, drip: float = 0.0) -> Iterator[tuple[int, threading.Event]]:
    """A server that says these things, one for each command (DATA's content is one too), and None to hang up; after the
    last it says nothing more. Gives its port, and an event that is set once it has nothing more to say."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 scripted\r\n")
            for answer in answers:
                said = heard.readline()
                if answer is None or not said:
                    break
                say(line, answer, drip)
            else:
                done.set()
                heard.read()
        done.set()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1]), done
    finally:
        listener.close()
        thread.join(5)


TOWN = 7


def settle(writer: Writer, clock: FixedClock) -> int:
    """A town without anything in it; returns its number."""
    row = {"organisation_id": TOWN, "code": "town", "kind": "municipality", "time_zone": "Europe/Brussels"}
    made = {"holiday_calendar": "BE", "created_at": clock.now()}
    with writer.transaction() as connection:
        connection.execute(insert(organisation).values(row | made))
    return TOWN


class Post:
    """Somebody in an organisation with an address and a digest on working days at eight; the clock says Sunday."""

    def __init__(self, writer: Writer, reader: Database, clock: FixedClock, organisation_id: int) -> None:
        self.writer, self.reader, self.clock, self.town = writer, reader, clock, organisation_id
        self.an = self.person("an")
        self.digest = self.subscribe(self.an)

    def person(self, name: str, role: Role = Role.MEDEWERKER, **more: Any) -> UUID:
        """An account with an address."""
        new = NewAccount(name, more.pop("display_name", name.title()), mail_address=f"{name}@town.example", **more)
        grant = NewGrant(self.town, role, all_services=True)
        return create_account(writer=self.writer, clock=self.clock, actor=COMMAND_LINE, new=new, grant=grant)

    def subscribe(self, account_id: UUID, kind: Kind = Kind.DIGEST, **more: Any) -> UUID:
        """A subscription of theirs, by default a digest on working days at eight."""
        asked: dict[str, Any] = {"kind": kind, "cadence": Cadence.DAILY, "weekday": 0, "hour": 8} | more
        actor = Actor(account_id, "medewerker", "r1")
        held: dict[str, Any] = {"writer": self.writer, "clock": self.clock, "actor": actor}
        return subscribe(**held, account_id=account_id, new=NewSubscription(**asked))

    def settings(self, port: int, **more: Any) -> Settings:
        """As on a machine that sends mail by this port."""
        said: dict[str, Any] = {
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_tls": SmtpTls.NONE,
            "smtp_timeout": 0.3,
            "mail_from": "Town <no-reply@town.example>",
            "base_url": SITE,
            "secret_key": SecretStr(SECRET),
        }
        return Settings(**said | more)

    def look(self, port: int, **more: Any) -> int:
        """One look of the worker."""
        return sending.look(self.settings(port, **more), self.reader, self.writer, self.clock)

    def ask(self, question: str, **values: Any) -> list[tuple]:
        """Rows of the database."""
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(question), values)]

    def do(self, statement: str, **values: Any) -> None:
        """Change something in the database behind the back of what is tested."""
        with self.writer.transaction() as connection:
            connection.execute(text(statement), values)

    def states(self) -> list[str]:
        """How far each mail came, in the order in which they were due."""
        return [row[0] for row in self.ask("SELECT state FROM mail ORDER BY due_at, mail_id")]
