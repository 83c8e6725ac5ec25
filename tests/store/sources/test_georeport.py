"""GeoReport v2 to staged events: JSON and XML, pages of a server, and a clear word for everything else."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from config.errors import HelikopterError, ImportRefused
from dashboard.store.sources import fetching, georeport
from dashboard.store.sources.documents import REQUEST_MARKS, records
from dashboard.store.sources.fetching import fetch, shown_address
from dashboard.store.sources.georeport import GEOREPORT, Asked, deliver_georeport
from dashboard.store.sources.mapping import TableMapping, of_meldingen, parse_mapping

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
MAPPING = (EXAMPLES / "georeport.toml").read_text(encoding="utf-8")


def mapping(more: str = "") -> TableMapping:
    return of_meldingen(parse_mapping(MAPPING + more, "m.toml", GEOREPORT), GEOREPORT)


@pytest.fixture
def tell(clock) -> Callable:
    """What a location gives: (delivery, batches)."""

    def read(location, more="", **asked):
        wanted = Asked(str(location), **asked)
        with deliver_georeport(wanted, mapping(more), organisation_id=1, clock=clock) as delivery:
            return delivery, list(delivery.batches)

    return read


def facts(batches) -> list[tuple]:
    """(key, kind, UTC) of each event, in order."""
    rows = [row for batch in batches for row in batch.events.itertuples()]
    return sorted((row.source_key, row.kind, f"{row.occurred_at:%m-%d %H:%M}") for row in rows)


def said(batches) -> list[str]:
    found = [(row.line, row.reason, row.params) for batch in batches for row in batch.refusals]
    found += [(row.line, row.kind, row.params) for batch in batches for row in batch.suspicions]
    return [f"{line}: {sentence.format(**params)}" for line, sentence, params in found]


def request(key: int, **more) -> dict:
    told = {"service_request_id": key, "status": "open", "requested_datetime": f"2024-01-02T{key % 24:02}:00:00Z"}
    return told | more


def as_xml(requests: list[dict]) -> str:
    fields = ["".join(f"<{name}>{value or ''}</{name}>" for name, value in told.items()) for told in requests]
    return f"<?xml version='1.0' encoding='UTF-8'?><service_requests><request>{'</request><request>'.join(fields)}" + (
        "</request></service_requests>"
    )


def test_the_example_is_told_whole(tell):
    delivery, batches = tell(EXAMPLES / "georeport.json", services=str(EXAMPLES / "georeport_services.xml"))
    assert facts(batches) == [
        ("1001", "submitted", "01-02 08:15"),
        ("1002", "resolved", "01-05 08:30"),
        ("1002", "submitted", "01-02 18:48"),
        ("1003", "in_treatment", "01-03 09:00"),
        ("1003", "submitted", "01-03 06:00"),
        ("1004", "forwarded_external", "01-04 08:30"),
        ("1004", "submitted", "01-04 06:00"),
    ]
    events = batches[0].events
    first = events[events["source_key"] == "1001"].iloc[0]
    assert (first["service"], first["category"], first["lon"], first["lat"]) == ("wegen", "W-01", 3.7212, 51.0541)
    assert f"{first['deadline']:%d %H:%M}" == "16 16:00"
    assert events["inferred"].all()
    assert batches[0].names["category"]["V-02"] == "Straatlamp stuk"
    assert set(delivery.dropped_columns()) == {"status_notes", "description", "address", "zipcode", "media_url"}
    assert [sentence.split(";")[0] for sentence in said(batches)] == [
        "5: status: the state onbekend is not in the mapping",
        "3: The place 51.0702 / 3.7402 fits the area with its two numbers exchanged",
        "4: 1 rows have a placeholder as their place",
    ]
    assert delivery.as_of() == datetime(2024, 1, 5, 8, 30, tzinfo=UTC)


def test_xml_tells_the_same_as_json(tell, tmp_path):
    told = json.loads((EXAMPLES / "georeport.json").read_text(encoding="utf-8"))
    (tmp_path / "r.xml.gz").write_bytes(gzip.compress(as_xml(told).encode()))
    _, batches = tell(tmp_path / "r.xml.gz")
    assert facts(batches) == facts(tell(EXAMPLES / "georeport.json")[1])


def test_wrappers_lists_and_objects_of_other_servers(tell, tmp_path):
    told = {"service_request_id": [7], "agency_responsible": [{"recipient": ["Wegen"]}], "status": ["open"]}
    answer = {"requests": [{"request": [told | {"requested_datetime": ["2024-01-02T09:00:00Z"]}, {"status": "open"}]}]}
    (tmp_path / "r.json").write_text(json.dumps(answer))
    _, batches = tell(tmp_path / "r.json")
    assert batches[0].events["service"].tolist() == ["wegen"]
    assert said(batches) == ["2: There is no key in column service_request_id."]


def test_the_group_of_a_service_can_be_used(tell):
    services = str(EXAMPLES / "georeport_services.xml")
    _, batches = tell(EXAMPLES / "georeport.json", '[columns]\narea = "group"\n', services=services)
    assert batches[0].names["area"] == {"wegen": "Wegen", "verlichting": "Verlichting"}


ONE = json.dumps([request(1)])
BAD = [
    ("", "is empty"),
    ("[]", "holds no requests"),
    ("<service_requests/>", "holds no requests"),
    ('{"requests": []}', "holds no requests"),
    (ONE[:-1], "is cut off: it ends on line 1"),
    (ONE[:-9], "is cut off"),
    ('[{"service_request_id": 1, "open": tru', "is cut off"),
    (as_xml([request(1)])[:-5], "is cut off"),
    (as_xml([request(1)])[:-20], "is cut off"),
    ('[{"a": }]', "is not written as it should be: line 1, column 8"),
    ("<a><b></a>", "mismatched tag"),
    ("<!DOCTYPE html><html><title>Log <b>in</b></title>", "is a web page, not GeoReport: Log in"),
    ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML entities or a document type"),
    ("<!DOCTYPE a SYSTEM 'a.dtd'><service_requests/>", "XML entities or a document type"),
    ("naam;datum\n1;2", "is neither JSON nor XML. It begins with: naam;datum 1;2"),
    ('[{"code": 403, "description": "No jurisdiction"}]', "answers with an error instead: No jurisdiction"),
    ("<errors><error><code>404</code><description>Unknown id</description></error></errors>", "Unknown id"),
    ('[{"service_code": "1", "description": "x"}]', "is not an answer of GeoReport"),
    ('{"type": "FeatureCollection"}', "is not an answer of GeoReport"),
    ("[" * 100_000, "is nested too deeply"),
    ("<a>" * 100_000 + "</a>" * 100_000, "is nested too deeply"),
    ('[{"service_request_id": "é"}]'.encode("latin-1"), "is not written in UTF-8"),
    ("<?xml version='1.0' encoding='klingon'?><a/>", "unknown encoding"),
    (gzip.compress(ONE.encode())[:-9], "is cut off"),
    (b"\x00\x01\x02", "is neither JSON nor XML"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_what_is_no_geo_report_is_refused_in_words(tell, tmp_path, content, sentence):
    (tmp_path / "r.json").write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(HelikopterError) as raised:
        tell(tmp_path / "r.json")
    assert sentence in raised.value.text("en")
    assert raised.value.text("nl") != raised.value.text("en")


def test_another_encoding_can_be_named():
    content = json.dumps([{"service_request_id": 1, "status": "été"}], ensure_ascii=False).encode("windows-1252")
    assert records(content, "f", marks=REQUEST_MARKS, encoding="windows-1252")[0]["status"] == "été"


def test_a_file_that_is_too_large_or_not_there(tell, tmp_path, monkeypatch):
    with pytest.raises(ImportRefused, match=r"The file no\.json does not exist"):
        tell(tmp_path / "no.json")
    monkeypatch.setattr(georeport, "LARGEST", 10)
    with pytest.raises(ImportRefused, match="is larger than"):
        tell(EXAMPLES / "georeport.json")
    with pytest.raises(HelikopterError, match="--since and --until ask a web address"):
        tell(EXAMPLES / "georeport.json", since=datetime(2024, 1, 1, tzinfo=UTC))


Answer = Callable[[dict[str, str]], tuple[int, bytes]]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A web server of our own: its address, and the parameters of each request that it got."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()})
            status, body = answer(asked[-1])
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
            self.send_header("Content-Length", str(len(body) + 9 * (status == 299)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words) -> None:
            """Silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_words) -> None:
            """Who asked may have hung up."""

    with Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}/requests.json", asked
        finally:
            running.shutdown()
            thread.join()


def paged(pages: list[list[dict]], then: list[dict]) -> Answer:
    """Numbered pages, and after them `then`."""

    def answer(asked):
        number = int(asked["page"])
        return 200, json.dumps(pages[number - 1] if number <= len(pages) else then).encode()

    return answer


PAGES = [[request(1), request(2)], [request(3), request(4, email="x")], [request(5)]]


@pytest.mark.parametrize("then", [[], PAGES[2], PAGES[0]])
def test_pages_are_read_until_an_empty_or_repeated_one(tell, clock, then):
    with server(paged(PAGES, then)) as (address, asked):
        delivery, batches = tell(f"{address}?jurisdiction_id=x&api_key=secret&page=9")
    assert [event[0] for event in facts(batches)] == ["1", "2", "3", "4", "5"]
    assert [page["page"] for page in asked] == ["1", "2", "3", "4"]
    assert {page["jurisdiction_id"] for page in asked} == {"x"}
    assert (delivery.as_of(), delivery.file_name) == (clock.now(), address)
    assert delivery.dropped_columns() == ("email",)  # named, although the first page did not have it
    assert [int(row) for batch in batches for row in batch.events["row_no"]] == [1, 2, 3, 4, 5]


def test_a_server_without_pages_and_one_that_says_404_after_the_last(tell):
    with server(lambda _asked: (200, json.dumps(PAGES[0]).encode())) as (address, asked):
        assert len(facts(tell(address)[1])) == 2
        assert len(asked) == 2
        tell(address, '[fetch]\npage = ""\n')
        assert "page" not in asked[2]
    ended = lambda asked: (200, json.dumps(PAGES[0]).encode()) if asked["page"] == "1" else (404, b"none")  # noqa: E731
    with server(ended) as (address, _):
        assert len(facts(tell(address)[1])) == 2


def test_a_period_is_asked_in_stretches(tell):
    with server(paged([PAGES[0]], [])) as (address, asked):
        since, until = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)
        tell(address, "[fetch]\ndays = 31\n", since=since, until=until)
    assert [(one["start_date"], one["end_date"], one["page"]) for one in asked] == [
        ("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "1"),
        ("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2"),
        ("2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", "1"),  # the same page again: nothing new here
    ]


def test_pages_without_end_are_left(tell, monkeypatch):
    monkeypatch.setattr(georeport, "MOST_PAGES", 3)
    with (
        server(lambda asked: (200, json.dumps([request(int(asked["page"]))]).encode())) as (address, _),
        pytest.raises(ImportRefused, match="gives ever more pages; it was left after 3"),
    ):
        tell(address)


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (500, b"<html>oops", "answers with an error: HTTP 500 Internal Server Error."),
        (403, b'[{"code": 403, "description": "Wrong key"}]', "answers with an error: HTTP 403 Wrong key."),
        (404, b"", "HTTP 404"),
        (302, b"file:///etc/passwd", "is not allowed"),
        (302, b"ftp://a.example/r", "ftp://a.example/r is not a web address of http or https."),
        (302, b"/again", "HTTP 302"),
        (299, ONE.encode(), "broke off in the middle of its answer"),
        (200, b"<html><h1>Sorry</h1>", "is a web page, not GeoReport: Sorry"),
        (200, ONE.encode() + b" " * 300, "is larger than 0 MB"),
    ],
)
def test_a_server_that_fails_is_said(tell, monkeypatch, status, body, sentence):
    monkeypatch.setattr(fetching, "LARGEST", 300)
    with server(lambda _asked: (status, body)) as (address, _), pytest.raises(ImportRefused) as raised:
        tell(address)
    assert sentence in raised.value.text("en")
    assert raised.value.text("nl") != raised.value.text("en")


def test_a_server_that_does_not_answer(clock):
    waiting = threading.Event()

    def answer(_asked):
        waiting.wait(5)
        return 200, b"[]"

    with server(answer) as (address, _):
        with pytest.raises(ImportRefused, match=r"did not answer within 0\.05 seconds"):
            fetch(address, 0.05)
        waiting.set()
    with pytest.raises(ImportRefused, match="cannot be reached"):
        fetch(address, 5)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a/b", "http://", "http://a:b/", "http://a b/", "://"])
def test_only_addresses_of_the_web(address):
    with pytest.raises(ImportRefused, match="is not a web address"):
        fetch(address, 5)


def test_an_address_is_shown_without_what_is_secret():
    assert shown_address("https://me:pass@town.example/r.json?api_key=1#x") == "https://town.example/r.json"
