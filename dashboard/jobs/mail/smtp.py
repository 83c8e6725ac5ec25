"""The conversation with a mail server, step by step: each way that it can end means something else for the mail.

The library's own `sendmail` sends a mail and the point that ends it in one go. Here something is done in between: what
is written before that point decides whether a mail can be tried again (docs/adr/0043-mail.md).
"""

import re
import select
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from config.language import N_
from config.settings import Settings, SmtpTls

PARTS = 6
"""So many times the patience for one answer may a whole mail, or the greeting, take: a server that answers one byte at
a time never exceeds the first."""
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}")
_GOING_AWAY = 421
UNREACHABLE = N_("The mail server cannot be reached.")
NO_TLS = N_("The mail server could not prove who it is, or offers no encryption.")
NO_LOGIN = N_("The mail server did not accept our name and password.")
OUR_FAULT = N_("The mail server does not accept mail from us.")
BROKEN = N_("The connection to the mail server broke before the mail was whole.")
SILENT = N_("The mail server had the whole mail and did not answer. Nobody knows whether it went out.")
REFUSED = N_("The mail server refused the mail.")
BUSY = N_("The mail server could not take the mail now.")


class Failed(Exception):
    """A mail did not go out. `why` is a sentence of the catalogue, `answer` the codes that the server gave."""

    def __init__(self, why: str, answer: str | None = None) -> None:
        self.why, self.answer = why, answer
        super().__init__(why)


class Unusable(Failed):
    """The server can be used for no mail at all now."""


class Broken(Failed):
    """The connection ended before the server had the whole mail: nothing went out."""


class Later(Failed):
    """The server said: not now (4xx)."""


class Never(Failed):
    """The server said: not this one (5xx)."""


class Silent(Failed):
    """The server had the whole mail, and its answer never came."""


class Server:
    """A connection that is made when the first mail needs it and kept for the next ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, sender: str, reader: str, content: bytes, before_end: Callable[[], None]) -> None:
        """Send a mail; returns when the server took it. `before_end` is called once the server has all of it but the
        point that ends it: when that raises, the mail does not go out. Raises a kind of Failed."""
        smtp = self._connected()
        try:
            with _in_time(smtp):
                self._begin(smtp, sender, reader)
                self._tell(smtp, content)
                before_end()
                self._end(smtp)
        except (Later, Never):
            self._forget_mail(smtp)
            raise
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        """Say goodbye, if there is a connection."""
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException), _in_time(self._smtp):
                self._smtp.quit()
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        try:
            smtp = self._greeted()
            try:
                with _in_time(smtp):
                    self._prove(smtp)
            except BaseException:
                smtp.close()
                raise
        except smtplib.SMTPAuthenticationError as error:
            raise Unusable(NO_LOGIN, _codes(error.smtp_code, error.smtp_error)) from error
        except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
            raise Unusable(NO_TLS) from error
        except smtplib.SMTPResponseException as error:
            raise Unusable(UNREACHABLE, _codes(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unusable(UNREACHABLE) from error
        return smtp

    def _greeted(self) -> smtplib.SMTP:
        asked = self._settings
        host, port, name = asked.smtp_host or "", asked.smtp_port, asked.sender().domain
        if asked.smtp_tls is SmtpTls.TLS:
            return _EncryptedLine(host, port, name, timeout=asked.smtp_timeout, context=ssl.create_default_context())
        return _Line(host, port, name, timeout=asked.smtp_timeout)

    def _prove(self, smtp: smtplib.SMTP) -> None:
        """Encryption first; a server without it gets nothing from us."""
        asked = self._settings
        smtp.ehlo_or_helo_if_needed()
        if asked.smtp_tls is SmtpTls.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if asked.smtp_user is not None and asked.smtp_password is not None:
            smtp.login(asked.smtp_user, asked.smtp_password.get_secret_value())

    def _begin(self, smtp: smtplib.SMTP, sender: str, reader: str) -> None:
        with _broken_off(Broken, BROKEN):
            code, said = smtp.mail(sender)
            if code >= 400:
                raise Unusable(OUR_FAULT, _codes(code, said))
            _accept(*smtp.rcpt(reader))
            _accept(*smtp.docmd("DATA"))

    def _tell(self, smtp: smtplib.SMTP, content: bytes) -> None:
        with _broken_off(Broken, BROKEN):
            smtp.send(content)
            if smtp.sock is None or select.select([smtp.sock], [], [], 0)[0]:  # it has nothing to say yet: it hung up
                raise smtplib.SMTPServerDisconnected

    def _end(self, smtp: smtplib.SMTP) -> None:
        with _broken_off(Silent, SILENT):
            smtp.send(b".\r\n")
            _accept(*smtp.getreply())

    def _forget_mail(self, smtp: smtplib.SMTP) -> None:
        """Ready for the next mail on the same connection, or without one when that does not go."""
        try:
            with _in_time(smtp):
                if smtp.rset()[0] >= 400:
                    self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


class _Line(smtplib.SMTP):
    """A connection whose greeting cannot take for ever either."""

    def connect(self, *where: Any, **more: Any) -> tuple[int, bytes]:
        with _in_time(self):
            return super().connect(*where, **more)


class _EncryptedLine(smtplib.SMTP_SSL):
    """The same, encrypted from the start."""

    def connect(self, *where: Any, **more: Any) -> tuple[int, bytes]:
        with _in_time(self):
            return super().connect(*where, **more)


@contextmanager
def _in_time(smtp: smtplib.SMTP) -> Iterator[None]:
    """End the connection when a conversation takes longer than any answer could make it."""
    limit = threading.Timer(PARTS * smtp.timeout, _hang_up, [smtp])
    limit.daemon = True
    limit.start()
    try:
        yield
    finally:
        limit.cancel()


def _hang_up(smtp: smtplib.SMTP) -> None:
    with suppress(OSError):
        if smtp.sock is not None:
            smtp.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _broken_off(kind: type[Failed], why: str) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise kind(why) from error


def _accept(code: int, said: bytes) -> None:
    """Go on, or say what the server's answer means for this mail."""
    if code == _GOING_AWAY:
        raise Unusable(UNREACHABLE, _codes(code, said))
    if code >= 500:
        raise Never(REFUSED, _codes(code, said))
    if code >= 400 or code < 200:
        raise Later(BUSY, _codes(code, said))


def _codes(code: int, said: bytes | str) -> str:
    """The codes of an answer; its words can hold addresses, and stay out."""
    told = said.encode("ascii", "replace") if isinstance(said, str) else said
    enhanced = _ENHANCED.match(told)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)
