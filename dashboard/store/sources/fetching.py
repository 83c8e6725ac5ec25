"""What a web address answers: http and https only, within limits of time and size, and a sentence when it does not.

Who asks says by `Rules` whether the address may be anywhere (a command of an administrator) or must be public (what
somebody typed into a page): then only https, and never a machine of the own network.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from config.errors import ImportRefused
from config.language import N_

LARGEST = 100 << 20
"""Bytes of one answer or file: it is held in memory as a whole."""
TOO_LARGE = N_("{file} is larger than {most} MB. Fetch it in smaller pages, or split it.")
_BLOCK = 1 << 16
_PATIENCE = 10  # times the patience for one sign of life: so long a whole answer may take
_AGENT = "Helikopterview"
_DATA = "application/json, application/xml;q=0.9, text/xml;q=0.8"

_NOT_WEB = N_("{address} is not a web address of http or https.")
_STATUS = N_("{address} answers with an error: HTTP {status} {reason}.")
_UNREACHABLE = N_("{address} cannot be reached: {problem}.")
_SLOW = N_("{address} did not answer within {seconds} seconds.")
_BROKEN = N_("{address} broke off in the middle of its answer. Try again.")
_NOT_HTTPS = N_("{address} is not an address of https; others are not fetched.")
_NOT_PUBLIC = N_("{address} is not on the public internet; it is not fetched.")
_TOO_LARGE_ANSWER = N_("{address} answers with more than {most} MB; it is not read.")


@dataclass(frozen=True)
class Rules:
    """Where an address may lie and how much it may answer."""

    public: bool = False
    largest: int | None = None  # bytes; None: LARGEST
    accept: str = _DATA


@dataclass(frozen=True)
class Answer:
    """What an address answered, and from which address in the end."""

    content: bytes
    address: str
    media_type: str


class NotPublic(ImportRefused):
    """An address that may not be asked: it lies in the own network, or nowhere."""


class Refused(ImportRefused):
    """An address that answers with an error of HTTP: `number` says which, `body` what came with it."""

    def __init__(self, address: str, number: int, reason: str, body: bytes = b"") -> None:
        super().__init__(_STATUS, address=address, status=number, reason=reason)
        self.address, self.number, self.body = address, number, body


def is_address(text: str) -> bool:
    """Whether a text means a web address and not a file."""
    return "://" in text


def shown_address(address: str) -> str:
    """An address as it may be shown and kept: without what may be secret in it (user, password, query)."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def fetch(address: str, seconds: int) -> bytes:
    """The bytes that an address answers with. Raises Refused for an error of HTTP, ImportRefused for any other."""
    return answer_of(address, seconds, Rules()).content


def answer_of(address: str, seconds: int, rules: Rules) -> Answer:
    """What an address answers under these rules. Raises Refused for an error of HTTP, ImportRefused for any other."""
    shown = _checked(address, rules)
    request = Request(address, headers={"User-Agent": _AGENT, "Accept": rules.accept})  # noqa: S310 (scheme checked)
    try:
        with _web(rules).open(request, timeout=seconds) as answer:
            content = b"".join(_blocks(answer, shown, seconds, rules))
            return Answer(content, answer.geturl(), answer.headers.get("Content-Type", ""))
    except HTTPError as error:
        with error:
            raise Refused(shown, error.code, " ".join(str(error.reason).split()), _beginning(error)) from None
    except TimeoutError:
        raise ImportRefused(_SLOW, address=shown, seconds=seconds) from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise ImportRefused(_SLOW, address=shown, seconds=seconds) from None
        raise ImportRefused(_UNREACHABLE, address=shown, problem=str(error.reason)) from None
    except (HTTPException, OSError):
        raise ImportRefused(_BROKEN, address=shown) from None


def _beginning(error: HTTPError) -> bytes:
    with suppress(HTTPException, OSError):
        return error.read(_BLOCK)
    return b""


def _checked(address: str, rules: Rules) -> str:
    """The address as shown. Raises ImportRefused when it is not one of the web, or not one to ask under these rules."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or not address.isascii() or any(sign.isspace() for sign in address):
        raise ImportRefused(_NOT_WEB, address=address.partition("?")[0][:200])
    if rules.public and parts.scheme != "https":
        raise ImportRefused(_NOT_HTTPS, address=shown_address(address))
    return shown_address(address)


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet: not of an own network, this machine, or a group."""
    address = ip_address(number.partition("%")[0])
    return address.is_global and not address.is_multicast


def _connected(place: tuple[str, int], *more: Any) -> socket.socket:
    """A connection to a public address: what is looked at is what is connected to, whatever a name says a moment later.

    Raises NotPublic when any address of the name is another.
    """
    host, port = place
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not all(map(is_public, numbers)):
        raise NotPublic(_NOT_PUBLIC, address=host)
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), *more)
    return socket.create_connection((numbers[-1], port), *more)


class _PublicConnection(HTTPSConnection):
    """Looks where it connects to; the certificate is still that of the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connected


class _PublicHandler(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_PublicConnection, req)


class _Redirects(HTTPRedirectHandler):
    """Follows an address to another one only that might have been asked itself."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        try:
            _checked(newurl, self._rules)
        except ImportRefused:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _web(rules: Rules) -> OpenerDirector:
    """Only what is needed: nothing that reads files or ftp. What must be public goes through no proxy, which would
    reach for us what we may not."""
    director = OpenerDirector()
    ways: tuple[BaseHandler, ...] = (ProxyHandler(), HTTPHandler(), HTTPSHandler())
    if rules.public:
        ways = (_PublicHandler(),)
    for handler in (*ways, HTTPDefaultErrorHandler(), _Redirects(rules), HTTPErrorProcessor()):
        director.add_handler(handler)
    return director


def _blocks(answer: HTTPResponse, shown: str, seconds: int, rules: Rules) -> Iterator[bytes]:
    begun, size = monotonic(), 0
    most = LARGEST if rules.largest is None else rules.largest
    while block := answer.read1(_BLOCK):
        size += len(block)
        if size > most and rules.largest is not None:
            raise ImportRefused(_TOO_LARGE_ANSWER, address=shown, most=most >> 20)
        if size > most:
            raise ImportRefused(TOO_LARGE, file=shown, most=most >> 20)
        if monotonic() - begun > seconds * _PATIENCE:
            raise ImportRefused(_SLOW, address=shown, seconds=seconds * _PATIENCE)
        yield block
    if answer.length:
        raise ImportRefused(_BROKEN, address=shown)
