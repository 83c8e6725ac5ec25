"""A hostile page: nothing is fetched, nothing but InvalidInput raised, and time and memory stay those of the page."""

import json
import socket
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import InvalidInput
from dashboard.store.sources import lblod_html
from dashboard.store.sources.lblod import read_decisions
from dashboard.store.sources.lblod_graph import MOST_STATEMENTS, MOST_TEXT, Graph, Text
from dashboard.store.sources.lblod_html import DEEPEST, End, Start, events

BASE = "https://town.example/p"
SOUP = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = st.sampled_from(
    [
        "<", ">", "</", "/>", "<!--", "-->", "--!>", "<!", "<?", "&", "&#", "&#x", ";", '"', "'", "=", "`", "\0", "\n",
        "<p", "<div", "</div>", "<li>", "<table>", "<tr>", "<td>", "</table>", "<a ", "</a>", "<b>", "</b>", "<script>",
        "</script>", '<script type="application/ld+json">', "<title>", "<template>", "<svg>", "<base href=", "<br>",
        " vocab=http://data.vlaanderen.be/ns/besluit#", " prefix='a: b: c'", " property=", " typeof=", " resource=",
        " about=", " rel=", " rev=", " href=", " content=", " datatype=", " lang=nl", "Besluit ", "besluit:Zitting",
        "prov:generated", "eli:title ", "besluit:gevolg", "http://[", "https://x.example:a/", "[dct:x]", "_:b", "#",
        "javascript:x", "9999-99-99", "Goedgekeurd", "{", "}", "[", "]", '{"@context":', '"@id":', '"@type":',
        '"@graph":[', "::", " ", ",", ":", "null", "1e999", '"\\ud800"', "é", "\ud7ff",
    ]
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_words):
        raise AssertionError("something was asked of the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def answers(content: bytes, media_type: str | None = None) -> None:
    """Either rows, or a sentence in both languages; anything else that is raised fails the test."""
    with suppress(InvalidInput):
        for problem in read_decisions(content, base=BASE, media_type=media_type).problems:
            assert problem.text("nl") != problem.text("en")
            problem.text("nl").encode()


@SOUP
@given(content=st.binary(max_size=300), begin=st.sampled_from([b"", b"<", b"{", b"[", b"\xff\xfe", b"<?xml "]))
def test_bytes(content, begin):
    answers(begin + content)


@SOUP
@given(pieces=st.lists(PIECES, max_size=60), begin=st.sampled_from(["<p>", "<?xml?>", "{", "["]))
def test_soup(pieces, begin):
    answers((begin + "".join(pieces)).encode("utf-8", "replace"), "text/html; charset=utf-8")


@SOUP
@given(pieces=st.lists(PIECES, max_size=60))
def test_every_start_has_its_end(pieces):
    open_elements = set()
    with suppress(InvalidInput):
        for event in events("".join(pieces)):
            if isinstance(event, Start):
                assert event.within in open_elements | {0}
                open_elements.add(event.number)
            elif isinstance(event, End):
                open_elements.remove(event.number)
        assert open_elements == set()


KEYS = """@context @id @type @value @language @graph @included @nest @reverse @list @set @base @vocab @container @index
@import t t:u besluit:behandelt prov:generated dct:subject eli:title"""
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.sampled_from(["", "#a", "_:b", "besluit:Besluit", "http://["])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(KEYS.split()),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=25,
)


@SOUP
@given(document=JSON)
def test_json_of_any_shape(document):
    answers(json.dumps(document).encode())


def test_contexts_and_entities_by_address_are_not_fetched():
    remote = (
        b'{"@context": ["http://169.254.169.254/c", {"@import": "file:///etc/passwd", "a": {"@context": "http://x/"}}]}'
    )
    assert "169.254.169.254" in read_decisions(remote, base=BASE).problems[0].text("en")
    answers(
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><html><link rel="x" href="/y"/>&b;'
    )


BOMBS = {
    "formatting that is never closed": "".join(
        f"<b a={n}><p>" for n in range(20_000)
    ),  # a tree of HTML5: 10 GB and more
    "comments": "<!--x-->" * 20_000,
    "an end that never comes": "<!--" * 20_000,
    "quotes without an end": "<p a='" * 20_001,
    "a tag without an end": "<p" + " a" * 20_000,
    "spaces": "<p a" + " " * 200_000 + "=",
    "ends of nothing": "<i>" * 200 + "</x></i><i>" * 5_000,
    "digits": "<p a=&#" + "9" * 100_000 + ";>&#" + "9" * 100_000,
}


@pytest.mark.parametrize("page", BOMBS.values(), ids=BOMBS)
def test_bombs_cost_what_they_weigh(page):
    """Each of these takes minutes or all memory where something is looked at twice; here, well under a second."""
    assert sum(1 for _ in events(page)) < 3 * len(page)
    answers(page.encode())


TOO_MUCH = {
    "depth": "<div>" * (DEEPEST + 1),
    "elements": "<br>" * 1_001,
    "texts within texts": "<p vocab='http://v/'>" + "<b property=t>" * 100 + "x" * (MOST_TEXT // 100 + 1),
}


@pytest.mark.parametrize("page", TOO_MUCH.values(), ids=TOO_MUCH)
def test_limits(monkeypatch, page):
    monkeypatch.setattr(lblod_html, "MOST_ELEMENTS", 1_000)
    with pytest.raises(InvalidInput, match="is not read"):
        read_decisions(page.encode(), base=BASE)


def test_statements_and_texts_are_limited():
    graph = Graph(_statements=MOST_STATEMENTS - 1)
    graph.add("a", "b", "c")
    with pytest.raises(InvalidInput):
        graph.add("a", "b", "d")
    with pytest.raises(InvalidInput):
        Graph(_text=MOST_TEXT).add("a", "b", Text("x"))
