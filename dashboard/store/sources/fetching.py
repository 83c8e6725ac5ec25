"""What a web address answers: http and https only, within limits of time and size, and a sentence when it does not."""

from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
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
_HEADERS = {"User-Agent": "Helikopterview", "Accept": "application/json, application/xml;q=0.9, text/xml;q=0.8"}

_NOT_WEB = N_("{address} is not a web address of http or https.")
_STATUS = N_("{address} answers with an error: HTTP {status} {reason}.")
_UNREACHABLE = N_("{address} cannot be reached: {problem}.")
_SLOW = N_("{address} did not answer within {seconds} seconds.")
_BROKEN = N_("{address} broke off in the middle of its answer. Try again.")


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
    shown = _checked(address)
    try:
        with _web().open(Request(address, headers=_HEADERS), timeout=seconds) as answer:  # noqa: S310 (scheme checked)
            return b"".join(_blocks(answer, shown, seconds))
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


def _checked(address: str) -> str:
    """The address as shown. Raises ImportRefused when it is not one of the web."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or not address.isascii() or any(sign.isspace() for sign in address):
        raise ImportRefused(_NOT_WEB, address=address.partition("?")[0][:200])
    return shown_address(address)


class _Redirects(HTTPRedirectHandler):
    """Follows an address to another one of the web only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        try:
            _checked(newurl)
        except ImportRefused:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _web() -> OpenerDirector:
    """Only what is needed: nothing that reads files or ftp."""
    director = OpenerDirector()
    handlers = (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, _Redirects, HTTPErrorProcessor)
    for handler in handlers:
        director.add_handler(handler())
    return director


def _blocks(answer: HTTPResponse, shown: str, seconds: int) -> Iterator[bytes]:
    begun, size = monotonic(), 0
    while block := answer.read1(_BLOCK):
        size += len(block)
        if size > LARGEST:
            raise ImportRefused(TOO_LARGE, file=shown, most=LARGEST >> 20)
        if monotonic() - begun > seconds * _PATIENCE:
            raise ImportRefused(_SLOW, address=shown, seconds=seconds * _PATIENCE)
        yield block
    if answer.length:
        raise ImportRefused(_BROKEN, address=shown)
