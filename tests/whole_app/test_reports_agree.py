"""A report holds the numbers of the pages: for each kind, for each role that makes one, and in each of its files."""

import io
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import docx
import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from sqlalchemy import text

from config.clock import FixedClock
from config.errors import Forbidden
from config.kinds import OWN_SERVICES, PERMISSIONS, Permission, Role
from config.language import use_language
from config.settings import with_role
from dashboard.cards.library import CARDS, named
from dashboard.charts.contents import Plain
from dashboard.charts.frozen import thaw
from dashboard.charts.spec import Rows, Table
from dashboard.jobs.reports import freezing, making
from dashboard.reports.kinds import About, Kind, kinds
from dashboard.reports.report_annex import MOST_ROWS, on_paper
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from dashboard.store.requests import Task
from queries.accounts import Person, account_id_of, find_person
from queries.db import Database
from queries.registry import MEASURES
from tests.conftest import NOW
from tests.reports.reading import UNSEEN, structure
from tests.whole_app.people import PASSWORD, Browser, add
from tests.whole_app.test_numbers_agree import Town, fill, read_csv, table_rows, town  # noqa: F401 - a fixture

FIRST, LAST = "2026-01-01", "2026-10-31"
NO_REMARKS = pd.DataFrame(columns=["block", "text", "author_role", "written_at"])
MAKERS = [role for role in Role if Permission.MAKE_REPORTS in PERMISSIONS[role]]
MEMBERS = {About.ORGANISATION: "", About.SERVICE: "groen", About.AREA: "centrum"}
EVERY_KIND = pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)


@pytest.fixture(scope="module")
def desk(town: Town) -> Iterator["Desk"]:  # noqa: F811
    writer, reader = Writer(with_role(town.url, "heli_writer")), Database(with_role(town.url, "heli_reader"))
    yield Desk(town, writer, reader)
    writer.close()
    reader.close()


class Desk:
    """Where reports are made, by an account for each role that sees the whole town."""

    def __init__(self, town: Town, writer: Writer, reader: Database) -> None:  # noqa: F811
        self.town, self.writer, self.reader, self.clock = town, writer, reader, FixedClock(NOW)
        self.hashed = hash_password(PASSWORD)
        self.known: set[Role] = set()
        self.made: dict[str, tuple[dict[str, Any], dict[str, bytes]]] = {}

    def username(self, role: Role) -> str:
        """The account with this role in the whole town."""
        if role not in self.known:
            grant = NewGrant(self.town.world.a, role, all_services=role in OWN_SERVICES)
            add(self.writer, self.clock, f"reports-{role}", grant, password_hash=self.hashed)
            self.known.add(role)
        return f"reports-{role}"

    def person(self, role: Role) -> Person:
        """Who has this role."""
        with self.writer.transaction() as connection:
            number = account_id_of(connection, self.username(role))
            found = find_person(connection, number, NOW) if number else None
        assert found
        return found

    def task(self, kind: Kind, role: Role) -> Task:
        """What is asked of the worker."""
        asked = {"kind": kind.id, "member": MEMBERS[kind.about], "first_day": FIRST, "last_day": LAST}
        return Task(self.town.world.a, None, asked, Actor(self.person(role).account_id, role))

    def make(self, kind: Kind) -> tuple[dict[str, Any], dict[str, bytes]]:
        """What a version of the general director froze, and its files; made once."""
        if kind.id not in self.made:
            done = making.make(self.reader, self.writer, self.clock, self.task(kind, Role.ALGEMEEN_DIRECTEUR))
            assert done.result
            key = {"r": done.result["report"], "v": done.result["version"]}
            with self.writer.transaction() as connection:
                files = "SELECT format, content FROM report_file WHERE report_id = :r AND version = :v"
                kept = {row.format: bytes(row.content) for row in connection.execute(text(files), key)}
                told = "SELECT frozen FROM report_version WHERE report_id = :r AND version = :v"
                self.made[kind.id] = connection.scalar(text(told), key), kept
        return self.made[kind.id]

    def charts(self, kind: Kind, role: Role) -> list[Any]:
        """The charts that somebody's report of a kind would freeze."""
        asked, scopes = making.asked_of(self.task(kind, role)), partial(making.scope_in, self.person(role))
        with self.reader.read() as db:
            own = partial(scopes, db, self.town.world.a)
            frozen = freezing.freeze(db, own, asked, freezing.Made(1, NOW, role), NO_REMARKS)
        return [block["chart"] for block in blocks(frozen)]


def blocks(frozen: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for section in frozen["sections"] for block in section["blocks"]]


def rows_of(block: dict[str, Any]) -> list[list[str]]:
    with use_language("nl"):
        return [[plain(cell) for cell in row] for row in thaw(block["chart"]).table.rows()]


def rows_on_paper(block: dict[str, Any]) -> list[list[str]]:
    """What a document has room for; the workbook holds the rest."""
    spec = thaw(block["chart"])
    if isinstance(spec.content, Plain):
        return rows_of(block)
    with use_language("nl"):
        rows = on_paper(spec.table).rows()
    return [[plain(cell) for cell in row] for row in rows] if len(rows) <= MOST_ROWS else []


def plain(words: str) -> str:
    """Words without what a line does to them."""
    return re.sub(r"\s", "", UNSEEN.sub("", words))


def query_of(frozen: dict[str, Any], kind: Kind, section: str) -> str:
    """The address of a page with what a part of a report asks."""
    own = next(one for one in kind.sections if one.id == section)
    about = {About.SERVICE: [("service", "groen")], About.AREA: [("area", "centrum")]}.get(kind.about, [])
    pairs = [("from", frozen["first_day"]), ("to", frozen["last_day"]), *about, *own.filters.items()]
    return "&".join(f"{name}={value}" for name, value in pairs)


@EVERY_KIND
def test_each_file_holds_each_number(desk: Desk, kind: Kind) -> None:
    frozen, files = desk.make(kind)
    expected = [row for block in blocks(frozen) for row in rows_on_paper(block)]
    assert len(expected) > 3
    assert missing(expected, rows_of_pdf(files["pdf"])) == []
    assert missing(expected, rows_of_docx(files["docx"])) == []
    assert set(files) == set(kind.formats)
    filed = numbers_of_xlsx(files["xlsx"])
    for block in blocks(frozen):
        # further right on the same lines stand the numbers of the chart
        assert [row for row in numbers_in(block) if row not in [one[: len(row)] for one in filed]] == [], block["id"]
    if "pptx" in files:
        [stock] = [block for block in blocks(frozen) if block["id"].endswith("meldingen/stock")]
        said = numbers_of_pptx(files["pptx"])
        assert {abs(row[-1]) for row in numbers_in(stock)} <= {abs(number) for number in said}


def numbers_in(block: dict[str, Any]) -> list[list[float]]:
    """The numbers of each row of a chart."""
    table = thaw(block["chart"]).table
    keys = [column.key for column in table.columns if column.numeric]
    return [[digits(row[key]) for key in keys if not pd.isna(row[key])] for row in table.records()]


def digits(number: float) -> float:
    """As many as a spreadsheet keeps."""
    return float(f"{float(number):.12g}")


def missing(expected: list[list[str]], found: list[list[str]]) -> list[list[str]]:
    return [row for row in expected if row not in found]


def rows_of_pdf(pdf: bytes) -> list[list[str]]:
    return [[plain(cell.text) for cell in row.of("TD", "TH")] for row in structure(pdf).of("TR")]


def rows_of_docx(file: bytes) -> list[list[str]]:
    tables = docx.Document(io.BytesIO(file)).tables
    return [[plain(cell.text) for cell in row.cells] for table in tables for row in table.rows]


def numbers_of_xlsx(xlsx: bytes) -> list[list[float]]:
    book = load_workbook(io.BytesIO(xlsx))
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    return [[digits(cell) for cell in row if isinstance(cell, int | float)] for row in rows]


def numbers_of_csv(rows: list[list[str]], table: Table) -> list[list[float]]:
    """The numbers of each row, as a Dutch file writes them."""
    places = [place for place, column in enumerate(table.columns) if column.numeric]
    return [[digits(float(row[place].replace(",", "."))) for place in places if row[place]] for row in rows]


def numbers_of_pptx(pptx: bytes) -> list[float]:
    slides = Presentation(io.BytesIO(pptx)).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    series = [one for chart in charts for plot in chart.plots for one in plot.series]
    return [digits(value) for one in series for value in one.values if value is not None]


@EVERY_KIND
def test_each_chart_says_what_the_page_says(desk: Desk, kind: Kind) -> None:
    """In its table on the page of the role that it is meant for, and in the file of that table."""
    frozen, _ = desk.make(kind)
    browser = Browser(desk.town.site).as_(desk.username(kind.reader))
    told = [(section["id"], block) for section in frozen["sections"] for block in section["blocks"]]
    for section, block in told:
        page, _, card = block["id"].removeprefix(f"{section}/").partition("/")
        if not card or page == "programma":  # numbers of the registry, and cards without a page
            continue
        query, own = query_of(frozen, kind, section), named(f"{page}/{card}")
        spec, rows = thaw(block["chart"]), rows_of(block)
        filed = read_csv(browser.get(f"/download/{page}/{card}.csv?{query}").data)
        assert numbers_of_csv(filed, spec.table) == numbers_in(block), block["id"]
        if spec.empty or spec.phone or isinstance(spec.content, Rows | Plain):  # the page shows it otherwise
            continue
        [shown] = fill(browser, query, card, page=page, group=own.group)
        assert [[plain(cell) for cell in row] for row in table_rows(shown)] == rows, block["id"]


@pytest.mark.parametrize("role", [Role.SCHEPEN, Role.DIENSTHOOFD])
def test_whoever_sees_the_whole_town_makes_the_same_report(desk: Desk, role: Role) -> None:
    frozen, _ = desk.make(kinds()["college"])
    assert desk.charts(kinds()["college"], role) == [block["chart"] for block in blocks(frozen)]


def test_a_report_for_the_council_counts_nothing_under_embargo(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a council member sees it, whoever makes it; without its guard it would tell more."""
    sheet = kinds()["neighbourhood"]
    told = [block["chart"] for block in blocks(desk.make(sheet)[0])]
    assert told == desk.charts(sheet, Role.RAADSLID)
    monkeypatch.setattr(freezing, "as_read_by", lambda scope, _role: scope)
    assert told != desk.charts(sheet, Role.ALGEMEEN_DIRECTEUR)


def test_who_may_not_make_reports_makes_none(desk: Desk) -> None:
    for role in set(Role) - set(MAKERS) - {Role.REGIO}:
        with pytest.raises(Forbidden):
            making.make(desk.reader, desk.writer, desk.clock, desk.task(kinds()["climate"], role))


@EVERY_KIND
def test_a_kind_names_only_what_its_reader_may_know_and_no_single_cases(kind: Kind) -> None:
    may = PERMISSIONS[kind.reader]
    cards = [named(name) for section in kind.sections for name in section.cards]
    measures = [MEASURES[name] for section in kind.sections for name, _ in section.figures]
    assert {card.permission for card in cards} | {one.permission for one in measures} <= may
    assert Permission.SEE_CASES not in {card.permission for card in cards}
    assert not {"voorstellen/not-started"} & {name for section in kind.sections for name in section.cards}


def test_every_card_that_is_named_is_one() -> None:
    known = {f"{page}/{card.id}" for page, cards in CARDS.items() for card in cards}
    assert {name for kind in kinds().values() for section in kind.sections for name in section.cards} <= known
