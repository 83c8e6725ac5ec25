"""An address that somebody typed in: https and the public internet only, whatever it leads to or its name means."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config.errors import ImportRefused
from dashboard.store.sources import fetching
from dashboard.store.sources.fetching import NotPublic, Rules, answer_of, is_public
from dashboard.store.sources.lblod import fetch_decisions

PUBLIC = Rules(public=True)
DECISION = b'<p vocab="http://data.vlaanderen.be/ns/besluit#" typeof=Besluit resource=#b></p>'


class Handler(BaseHTTPRequestHandler):
    """`/to` leads to `/page`, `/out` to where the server says."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        if self.path == "/page":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(DECISION)
            return
        self.send_response(302)
        self.send_header("Location", "/page" if self.path == "/to" else "http://192.168.0.1/")
        self.end_headers()

    def log_message(self, *_words) -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        running.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.215.14", True),
        ("2a00:1450:400e:80d::200e", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (is not listened to)
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
    ],
)
def test_what_is_public(number, public):
    assert is_public(number) is public


def test_the_answer_says_from_where_it_came_in_the_end(server):
    answer = answer_of(f"http://127.0.0.1:{server.server_port}/to", 5, Rules())
    assert answer.address == f"http://127.0.0.1:{server.server_port}/page"
    assert (answer.content, answer.media_type) == (DECISION, "text/html; charset=utf-8")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]"])
def test_the_own_network_is_not_asked(server, host):
    with pytest.raises(NotPublic, match="is not on the public internet") as raised:
        fetch_decisions(f"https://{host}:{server.server_port}/page", 5)
    assert server.asked == []
    assert raised.value.text("nl") != raised.value.text("en")


def test_only_https_is_asked(server):
    with pytest.raises(ImportRefused, match="is not an address of https"):
        fetch_decisions(f"http://127.0.0.1:{server.server_port}/page", 5)
    assert server.asked == []


def test_a_redirect_is_held_to_the_same_rules(server, monkeypatch):
    """The first step is let through by hand: what it leads to is not."""
    monkeypatch.setattr(fetching, "_PublicHandler", fetching.HTTPHandler)
    real = fetching._checked
    own = lambda address, rules: address if str(server.server_port) in address else real(address, rules)  # noqa: E731
    monkeypatch.setattr(fetching, "_checked", own)
    with pytest.raises(ImportRefused, match=r"http://192\.168\.0\.1/ is not an address of https"):
        answer_of(f"http://127.0.0.1:{server.server_port}/out", 5, PUBLIC)


def names(*numbers: str) -> list[tuple]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]


def test_what_was_looked_at_is_what_is_connected_to(monkeypatch):
    asked: list[tuple[str, int]] = []

    def connect(place, *_more):
        asked.append(place)
        raise OSError("closed")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_words, **_more: names("93.184.215.14", "93.184.215.15"))
    with pytest.raises(ImportRefused, match="cannot be reached"):
        answer_of("https://town.example/p", 5, PUBLIC)
    assert asked == [("93.184.215.14", 443), ("93.184.215.15", 443)]


def test_a_name_of_which_one_address_is_not_public_is_not_asked(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_words, **_more: names("93.184.215.14", "10.0.0.1"))
    with pytest.raises(NotPublic):
        answer_of("https://town.example/p", 5, PUBLIC)


def test_an_answer_that_is_too_large(server):
    with pytest.raises(ImportRefused, match="answers with more than 0 MB") as raised:
        answer_of(f"http://127.0.0.1:{server.server_port}/page", 5, Rules(largest=10))
    assert raised.value.text("nl") != raised.value.text("en")
