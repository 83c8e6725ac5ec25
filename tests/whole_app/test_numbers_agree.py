"""The same number on the page, in its file, by the command line and worked out plainly from the events."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import dash
import pytest
from openpyxl import load_workbook
from pydantic import SecretStr
from typer.testing import CliRunner

import app  # noqa: TID251 - the whole app is what is tested
from config.clock import FixedClock
from config.kinds import EventKind, Role
from config.settings import Settings, with_role
from config.topics import Topic
from config.vocabularies import reason_term
from dashboard.__main__ import cli
from dashboard.components.card_parts import Part
from dashboard.components.key_figures import KINDS
from dashboard.components.kpi_words import value_words
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from dashboard.web.keys import Key
from queries.filters import Filters, Scope
from queries.key_figures import PARTS
from tests import server, sites
from tests.conftest import NOW
from tests.fold import Event
from tests.markup import components
from tests.queries.plain import Plain
from tests.queries.plain_choices import PlainChoices
from tests.queries.plain_proposals import PlainProposals
from tests.queries.test_choice_measures import lived
from tests.whole_app.people import PASSWORD, SECRET, Browser, add
from tests.world import World, at, story

K = EventKind
QUESTIONS = (
    "from=2026-09-01&to=2026-09-30",
    "from=2026-06-15&to=2026-11-22&days=calendar",
    "from=2026-06-01&to=2026-10-31&service=groen&area=centrum",
    "from=2026-01-01&to=2026-11-22&category=put&category=-&kind=melding",
    "from=2026-03-01&to=2026-03-31&channel=web",
)


@dataclass(frozen=True)
class Town:
    """A town in use: its app, its address, and what really happened."""

    site: dash.Dash
    url: str
    world: World
    histories: list[list[Event]]
    lives: list[list[Event]]
    """Of proposals."""


def drawn(chance: Random) -> list[Event]:
    """A melding that came in this year and went the usual ways."""
    month, day, hour = chance.randint(1, 11), chance.randint(1, 20), chance.randint(7, 18)
    payload = {key: chance.randint(1, 2) for key in ("category_id", "area_id", "channel_id") if chance.random() < 0.8}
    begun = f"2026-{month:02}-{day:02} {hour:02}:00"
    steps: list[Any] = [(K.SUBMITTED, begun, {"service_id": chance.randint(1, 3), "payload": payload})]
    for kind in chance.choice(((), (K.RESOLVED,), (K.RESOLVED,), (K.WAITING_ON_CITIZEN, K.IN_TREATMENT, K.WITHDRAWN))):
        day += chance.randint(0, 2)
        steps.append((kind, f"2026-{month:02}-{day:02} {hour + 1:02}:30"))
    if steps[-1][0] is K.RESOLVED and chance.random() < 0.3:
        steps.append((K.REOPENED, f"2026-{month:02}-28 09:00"))
    return [event for event in story(*steps) if event.occurred_at <= NOW]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    name, clock, chance = server.create_database(), FixedClock(NOW), Random(7)
    url = server.url(name)
    writer = Writer(with_role(url, "heli_writer"))
    world = World(writer, clock)
    histories = [history for history in (drawn(chance) for _ in range(150)) if history]
    lives = [lived(chance) for _ in range(60)]
    with writer.transaction() as connection:
        world.add(connection, world.a, *lives, topic=Topic.PROPOSAL)
        world.add(connection, world.b, *lives[:10], topic=Topic.PROPOSAL)
        world.add(connection, world.a, *histories)
        world.add(connection, world.b, *histories[:20])
    hashed = hash_password(PASSWORD)
    add(writer, clock, "directeur", NewGrant(world.a, Role.ALGEMEEN_DIRECTEUR), password_hash=hashed)
    folder = tmp_path_factory.mktemp("data")
    settings = Settings(database_url=url, data_dir=folder, secret_key=SecretStr(SECRET))
    site = app.create_app(settings, clock=clock)
    yield Town(site, url, world, histories, lives)
    sites.close(site)
    writer.close()
    server.drop_database(name)


def plain_numbers(town: Town, query: str) -> dict[str, int]:
    """Worked out one melding after another."""
    asked: dict[str, list[str]] = {}
    for pair in query.split("&"):
        key, value = pair.split("=")
        asked.setdefault(key, []).append(value)
    filters = Filters.from_query(asked, date(2026, 11, 22))
    plain = Plain(town.histories, None, filters)
    following = date.fromordinal(filters.last_day.toordinal() + 1)
    stock = {
        "open_start": plain.open_before(filters.first_day),
        "received": plain.received(),
        "reopened": plain.reopenings(),
        "closed": len(plain.closed()),
        "open_end": plain.open_before(following),
    }
    return stock | plain.on_time()


def page_numbers(town: Town, browser: Browser, query: str) -> dict[str, int]:
    """Read from the tables of the cards, as the browser gets them."""
    cards = fill(browser, query, "stock", "on-time")
    stock = [cells[-1] for cells in table_rows(cards[0])]
    parts = table_rows(cards[1])[0]
    return as_numbers(stock, [parts[1], parts[2], parts[3], parts[6], parts[7]])


def file_numbers(browser: Browser, query: str, ending: str) -> dict[str, int]:
    """Read from the downloads of the same cards."""
    read = read_csv if ending == "csv" else read_xlsx
    stock = [row[-1] for row in read(browser.get(f"/download/meldingen/stock.{ending}?{query}").data)]
    parts = read(browser.get(f"/download/meldingen/on-time.{ending}?{query}").data)[0]
    return as_numbers(stock, [parts[1], parts[2], parts[3], parts[6], parts[7]])


def as_numbers(stock: list[Any], parts: list[Any]) -> dict[str, int]:
    flows = ("open_start", "received", "reopened", "closed", "open_end")
    names = (*flows, "on_time", "closed_late", "open_late", "too_early", "without_norm")
    return dict(zip(names, (count(value) for value in [*stock, *parts]), strict=True))


def count(cell: Any) -> int:
    """The size of a change; what was closed stands with a minus sign."""
    return abs(int(str(cell).replace("\N{MINUS SIGN}", "-")))


def fill(browser: Browser, query: str, *cards: str, page: str = "meldingen", group: str = "above") -> list[Any]:
    """Ask for the content of some cards as the page does whose reader looks at tables."""
    key = next(key for key in browser.site.callback_map if Part.FILL in key and f'"{page}"' in key)
    ids = [{"type": str(Part.FILL), "page": page, "group": group, "card": card} for card in cards]
    entry = browser.site.callback_map[key]
    inputs: list[dict[str, Any]] = [{"id": str(Key.URL), "property": "search", "value": f"?{query}"}]
    reload_id = json.loads(entry["inputs"][1]["id"]) | {"group": group}
    inputs.append({"id": reload_id, "property": entry["inputs"][1]["property"], "value": None})
    inputs.append({"id": str(Key.VERSION), "property": "data", "value": None})
    body = {"output": key, "outputs": [{"id": one, "property": "children"} for one in ids], "inputs": inputs}
    looks = [
        {"id": one | {"type": str(Part.CARD)}, "property": "className", "value": "block view-table"} for one in ids
    ]
    answer = browser.post_callback(body | {"state": [looks], "changedPropIds": []})
    assert answer.status_code == 200, answer.text
    filled = answer.get_json()["response"]
    return [components(filled[json.dumps(one, sort_keys=True, separators=(",", ":"))]["children"]) for one in ids]


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict) and "props" in node:
        yield node
        yield from walk(node["props"].get("children"))
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)


def words(node: Any) -> str:
    if isinstance(node, list):
        return "".join(words(child) for child in node)
    if isinstance(node, dict):
        return words(node["props"].get("children"))
    return "" if node is None else str(node)


def table_rows(card: Any) -> list[list[str]]:
    """The body of a card's table; thousands are never reached, so every count is plain digits."""
    body = next(node for node in walk(card) if node["type"] == "Tbody")
    rows = [node for node in walk(body) if node["type"] == "Tr"]
    return [[words(cell) for cell in walk(row) if cell["type"] in ("Td", "Th")] for row in rows]


def read_csv(data: bytes) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    return rows_below_header(rows)


def read_xlsx(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return rows_below_header([list(row) for row in sheet.iter_rows(values_only=True)])


def rows_below_header(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows after the column heads, which follow the empty line below the header block."""
    empty = max(n for n, row in enumerate(rows) if not any(cell not in (None, "") for cell in row))
    return rows[empty + 2 :]


def figures(browser: Browser, query: str) -> list[tuple[str, str]]:
    """Value and basis of each key figure on the overview, as the browser gets them."""
    key = next(key for key in browser.site.callback_map if "overview-figures" in key)
    answer = browser.call(key, {f"{Key.URL}.search": f"?{query}"})
    assert answer.status_code == 200, answer.text
    row = answer.get_json()["response"]["overview-figures"]["children"]
    found = [node for node in walk(components(row)) if node["props"].get("className") == "kpi"]
    return [(_said(one, "kpi-value").split()[0], _said(one, "kpi-basis")) for one in found]


def _said(figure: Any, part: str) -> str:
    return next((words(node) for node in walk(figure) if node["props"].get("className") == part), "")


def command_rows(town: Town, query: str, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Any]:
    """Read from `python -m dashboard measures --format json`, by measure and part."""
    monkeypatch.setenv("DATABASE_URL", town.url)
    options = [part for pair in query.split("&") for part in (f"--{pair.split('=')[0]}", pair.split("=")[1])]
    result = CliRunner().invoke(cli, ["measures", *options, "--organisation", "aalst-aan-zee", "--format", "json"])
    assert result.exit_code == 0, result.output
    return {(row["measure"], row["part"]): row for row in json.loads(result.stdout)["measures"]}


def command_numbers(numbers: dict[tuple[str, str], Any]) -> dict[str, int]:
    """The same counts as those of the page."""
    counts = {key: row["value"] for key, row in numbers.items()}
    stock = [counts["open", "at the start"], *(counts[name, ""] for name in ("received", "reopened", "closed", "open"))]
    parts = [numbers["on_time", ""]["numerator"]]
    parts += [counts["on_time", part] for part in ("closed late", "open and late", "too early", "without norm")]
    return as_numbers(stock, parts)


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_same_number_everywhere(town: Town, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(town.site).as_("directeur")
    expected = plain_numbers(town, query)
    assert expected["received"] > 0
    assert page_numbers(town, browser, query) == expected
    assert file_numbers(browser, query, "csv") == expected
    assert file_numbers(browser, query, "xlsx") == expected
    told = command_rows(town, query, monkeypatch)
    assert command_numbers(told) == expected
    row = figures(browser, query)
    assert [value for value, _ in row] == [
        value_words(told[measure, part]["value"], KINDS[measure])[0] for measure, part in PARTS.items()
    ]
    judged = expected["on_time"] + expected["closed_late"] + expected["open_late"]
    assert row[0][0] == str(expected["open_end"])
    assert row[1][1] == (f"{expected['on_time']} van {judged}" if judged >= 5 else f"n = {judged}, minstens 5 nodig")


@pytest.mark.parametrize("query", ["from=2026-01-01&to=2026-11-22", "from=2026-03-01&to=2026-05-10&theme=water"])
def test_the_same_choices_everywhere(town: Town, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the cards, in the list, in the file, by the command line and worked out plainly."""
    browser = Browser(town.site).as_("directeur")
    asked = {key: [value] for key, value in (pair.split("=") for pair in query.split("&"))}
    filters = Filters.from_query(asked, NOW.date())
    own = PlainChoices(PlainProposals(town.lives, Scope.whole(town.world.a), filters))
    decided, motivated = own.motivated()
    why = {reason: n for (outcome, reason), n in own.reasons().items() if outcome == "selected" and reason}
    assert 0 < motivated < decided
    [told] = fill(browser, query, "coverage", page="motivering", group="below")
    rows = [[int(cell) for cell in row[1:3]] for row in table_rows(told)]
    assert [sum(column) for column in zip(*rows, strict=True)] == [motivated, decided]
    [reasons] = fill(browser, query, "why", page="motivering")
    named = {reason_term(code, {}).label("nl"): n for code, n in why.items()}
    assert {name: int(n) for name, n in table_rows(reasons) if name in named} == named
    filed = read_csv(browser.get(f"/download/motivering/why.csv?{query}").data)
    assert {name: int(n) for name, n in filed if name in named} == named
    listed = browser.call(
        next(key for key in browser.site.callback_map if "motivations-found" in key), {"url.search": f"?{query}"}
    )
    assert f"{decided} plekken, de laatste eerst." in str(listed.get_json())
    numbers = command_rows(town, query, monkeypatch)
    one = numbers["motivation_coverage", ""]
    assert (one["numerator"], one["denominator"]) == (motivated, decided)
    shares = {part.removeprefix("selected: "): row for (name, part), row in numbers.items() if name == "choice_reasons"}
    assert {code: shares[code]["numerator"] for code in why} == why


def test_the_towns_really_differ() -> None:
    """Should the drawing ever become trivial, the test above would prove nothing."""
    kinds = {event.kind for seed in range(30) for event in drawn(Random(seed))}
    assert {K.REOPENED, K.WITHDRAWN, K.RESOLVED, K.WAITING_ON_CITIZEN} <= kinds
    assert at("2026-11-22 14:32") == NOW
