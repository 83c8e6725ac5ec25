"""Files of cards: for whom, with which filters, and nothing that was not declared."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import dash
import pytest
from sqlalchemy import select

from config.kinds import PERMISSIONS, REACHES_MEMBERS, Permission, Role
from dashboard.reports.tables import XLSX_TYPE
from dashboard.store.engine import Writer
from dashboard.web import downloads
from dashboard.web.cards import declared
from dashboard.web.context import LARGE_FILES, of
from dashboard.web.listings.library import listings
from queries import region
from queries.tables import audit
from tests.whole_app.people import TOWN, Browser, username

PERIOD = "from=2026-09-01&to=2026-09-30"
TELLING = frozenset({Permission.SEE_CASES, Permission.HANDLE_PROPOSALS, Permission.PUBLISH_CHOICES})
"""What a scope says beside where it holds (`queries.accounts.Person.scope`): on these turns what may be told."""


@pytest.fixture(scope="module")
def everybody(site: dash.Dash) -> dict[Role, Browser]:
    """A logged-in browser for each role."""
    return {role: Browser(site).as_(username(role)) for role in Role}


def test_every_card_can_be_had_by_who_may_see_and_download_it(everybody: dict[Role, Browser]) -> None:
    """The file itself once for each way of being told: a role that is told as another one is asked for what it may."""
    told: set[object] = set()
    for role, browser in everybody.items():
        for page, cards in declared().items():
            for card in cards.values():
                allowed = {Permission.DOWNLOAD, card.permission} <= PERMISSIONS[role]
                way = (page, card.id, TELLING & PERMISSIONS[role], role in REACHES_MEMBERS)
                asked, answer = (PERIOD, 200) if way not in told else ("from=nonsense", 400)
                response = browser.get(f"/download/{page}/{card.id}.csv?{asked}")
                assert response.status_code == (answer if allowed else 403), (role, card.id)
                told |= {way} if allowed else set()


def test_the_file_says_what_it_is(everybody: dict[Role, Browser]) -> None:
    response = everybody[Role.ALGEMEEN_DIRECTEUR].get(
        f"/download/meldingen/stock.csv?{PERIOD}&kind=klacht&service=roads"
    )
    assert response.headers["Content-Disposition"].endswith("meldingen-stock-2026-09-01-2026-09-30.csv")
    lines = response.get_data().decode().splitlines()
    assert lines[0] == "\ufeffTitel;Aansluiting van de stock"
    assert lines[1].startswith('Filters;"Periode: 1 sep – 30 sep 2026; Dienst: roads; Soort: Klacht; Dagen: Werkdagen')
    assert lines[6:8] == ["Stap;Aantal meldingen", "Open, 1 sep;0"]


def test_a_workbook(everybody: dict[Role, Browser]) -> None:
    response = everybody[Role.ALGEMEEN_DIRECTEUR].get(f"/download/meldingen/on-time.xlsx?{PERIOD}")
    assert response.mimetype == XLSX_TYPE
    assert response.get_data()[:2] == b"PK"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/download/meldingen/other.csv", 404),
        ("/download/other/stock.csv", 404),
        ("/download/meldingen/stock.pdf", 404),
        ("/download/meldingen/stock.csv?from=nonsense", 400),
        ("/download/meldingen/stock.csv?from=2026-02-01&to=2026-01-01", 400),
    ],
)
def test_anything_else_is_refused(everybody: dict[Role, Browser], path: str, status: int) -> None:
    assert everybody[Role.ALGEMEEN_DIRECTEUR].get(path).status_code == status


def test_nobody_gets_a_file(site: dash.Dash) -> None:
    response = Browser(site).get(f"/download/meldingen/stock.csv?{PERIOD}")
    assert response.status_code in (302, 401)
    assert b"Titel" not in response.get_data()


def test_what_a_region_may_see_is_asked_in_fixed_grains_only(everybody: dict[Role, Browser]) -> None:
    """Every card with this permission, and the file of each whatever its address says."""
    shown = [(page, card) for page, cards in declared().items() for card in cards.values()]
    regional = [(page, card) for page, card in shown if card.permission is Permission.SEE_REGION]
    assert {page for page, _ in regional} == {"gemeenten"}
    free = "service=roads&area=x&channel=y&kind=klacht&organisation=town&days=calendar"
    for page, card in regional:
        assert card.query.__module__ == "queries.region"
        assert card.reads is region.grain
        paths = (f"/download/{page}/{card.id}.csv?{PERIOD}", f"/download/{page}/{card.id}.csv?{PERIOD}&{free}")
        plain, narrowed = (everybody[Role.REGIO].get(path) for path in paths)
        assert (plain.status_code, plain.get_data()) == (200, narrowed.get_data())
        assert "Kleine aantallen weggelaten" in plain.get_data().decode()


def test_a_region_is_answered_by_its_own_page_only(everybody: dict[Role, Browser]) -> None:
    assert everybody[Role.REGIO].get("/vergelijk").headers["Location"] == "/vergelijk/gemeenten"
    assert everybody[Role.ALGEMEEN_DIRECTEUR].get("/vergelijk/gemeenten").status_code == 403
    for path in ("/meldingen", "/tevredenheid"):
        assert everybody[Role.REGIO].get(path).status_code == 403


# --- lists -------------------------------------------------------------------------------------------------------
LOG = "/download/beheer-logboek/log"
NAMED = {"refused": "run=019d24de-cb10-79e8-98d3-dab63e872cff", "dossiers": "lack=place"}
"""What the address of a list has to name."""


def test_every_list_can_be_had_by_who_may_and_by_nobody_else(everybody: dict[Role, Browser]) -> None:
    """The file itself once for each way of being told, as with cards."""
    told: set[object] = set()
    for role, browser in everybody.items():
        for one in listings().values():
            allowed = {*one.needs, one.permission} <= PERMISSIONS[role]
            way = (one.page, one.id, TELLING & PERMISSIONS[role])
            if allowed and way in told:
                continue
            told |= {way} if allowed else set()
            answer = browser.get(f"/download/{one.page}/{one.id}.csv?{NAMED.get(one.id, PERIOD)}")
            known = 404 if one.id == "refused" else 200  # there is no such run
            assert answer.status_code == (known if allowed else 403), (role, one.page, one.id)
            if answer.status_code == 200:
                assert answer.text.startswith("\ufeffTitel;"), one.id
                assert "no-store" in answer.headers["Cache-Control"]


def test_no_list_has_the_name_of_a_card_and_each_is_of_a_page(site: dash.Dash) -> None:
    cards = {(page, card) for page, own in declared().items() for card in own}
    paths = {page["path"] for page in dash.page_registry.values()}
    assert not cards & set(listings())
    assert {one.path for one in listings().values()} <= paths


def test_the_foot_of_a_page_offers_what_may_be_had(everybody: dict[Role, Browser]) -> None:
    def foot(role: Role, path: str, search: str = "?kind=klacht") -> str:
        return str(everybody[role].call("page-files.children", {"url.pathname": path, "url.search": search}).json)

    assert "/download/meldingen/list.csv?kind=klacht" in foot(Role.MEDEWERKER, "/meldingen")
    assert "download" not in foot(Role.RAADSLID, "/meldingen")
    assert "figures.xlsx" in foot(Role.RAADSLID, "/")
    assert "attention" not in foot(Role.RAADSLID, "/")
    assert "refused" not in foot(Role.BEHEERDER, "/beheer/invoer")
    assert "refused.csv?run=x" in foot(Role.BEHEERDER, "/beheer/invoer", "?run=x")
    assert "waiting.csv" in foot(Role.SECRETARIAAT, "/zitting")


# --- what is written down ----------------------------------------------------------------------------------------
def taken(writer: Writer, action: str = "file_taken") -> list[Any]:
    """What was written: detail, organisation_id and actor_role of each."""
    columns = audit.c.detail, audit.c.organisation_id, audit.c.actor_role
    with writer.transaction() as db:
        return list(db.execute(select(*columns).where(audit.c.action == action)))


def test_each_file_leaves_one_row_before_it_leaves(everybody: dict[Role, Browser], town_writer: Writer) -> None:
    before = taken(town_writer)
    everybody[Role.RAADSLID].get(f"/download/meldingen/stock.csv?{PERIOD}&kind=vraag")
    everybody[Role.BEHEERDER].get(f"{LOG}.xlsx?what=login")
    assert everybody[Role.RAADSLID].get(f"/download/meldingen/list.csv?{PERIOD}").status_code == 403
    card, log = sorted((row for row in taken(town_writer) if row not in before), key=lambda row: row.detail["form"])
    assert (card.organisation_id, card.actor_role) == (TOWN, "raadslid")
    assert (card.detail["place"], card.detail["form"]) == ("meldingen/stock", "csv")
    assert card.detail["filters"].startswith("Periode: 1 sep")
    assert (log.detail["place"], log.detail["form"]) == ("beheer-logboek/log", "xlsx")
    assert log.detail["rows"] > 0
    told = everybody[Role.BEHEERDER].get(f"{LOG}.csv?what=file_taken").text
    assert "haalde het bestand 'Aansluiting van de stock' (CSV) op" in told


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of more than one row counts as a large one."""
    monkeypatch.setattr(downloads, "BATCH", 1)


@pytest.mark.usefixtures("large")
def test_a_large_file_is_sent_as_it_is_read(everybody: dict[Role, Browser], town_writer: Writer) -> None:
    broken = len(taken(town_writer, "file_broken_off"))
    answer = everybody[Role.BEHEERDER].client.get(f"{LOG}.csv", buffered=False)
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers
    assert answer.text.count("\n") > 20
    answer.close()
    assert len(taken(town_writer, "file_broken_off")) == broken


@pytest.mark.usefixtures("large")
def test_who_knows_no_chunks_is_told_the_length(everybody: dict[Role, Browser]) -> None:
    old = {"SERVER_PROTOCOL": "HTTP/1.0"}
    answer = everybody[Role.BEHEERDER].client.get(f"{LOG}.csv", environ_overrides=old, buffered=True)
    assert int(answer.headers["Content-Length"]) == len(answer.data) > 1_000
    assert answer.text.startswith("\ufeffTitel;Logboek")


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_who_goes_away_is_written_down_and_gives_the_turn_back(
    everybody: dict[Role, Browser], town_writer: Writer, form: str
) -> None:
    for _ in range(3):  # more than there are turns
        answer = everybody[Role.BEHEERDER].client.get(f"{LOG}.{form}", buffered=False)
        assert answer.status_code == 200
        next(iter(answer.iter_encoded()))
        answer.close()
    assert form in {row.detail["form"] for row in taken(town_writer, "file_broken_off")}


@pytest.mark.usefixtures("large")
def test_what_fails_on_the_way_does_not_end_like_a_whole_file(
    everybody: dict[Role, Browser], town_writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any) -> Iterator[bytes]:
        yield b"Titel;"
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(downloads, "csv_portions", failing)
    before = len(taken(town_writer, "file_broken_off"))
    answer = everybody[Role.BEHEERDER].client.get(f"{LOG}.csv", buffered=False)
    with pytest.raises(RuntimeError, match="the disk is gone"):
        list(answer.iter_encoded())
    answer.close()
    assert len(taken(town_writer, "file_broken_off")) == before + 1


@pytest.mark.usefixtures("large")
def test_no_more_than_a_few_large_files_at_once(site: dash.Dash, everybody: dict[Role, Browser]) -> None:
    turns = of(site.server).large_files
    held = [turns.acquire(blocking=False) for _ in range(LARGE_FILES)]
    try:
        assert everybody[Role.BEHEERDER].get(f"{LOG}.csv").status_code == 429
    finally:
        for _ in held:
            turns.release()
    assert everybody[Role.BEHEERDER].get(f"{LOG}.csv").status_code == 200


def test_more_than_a_sheet_holds_is_said_beforehand(
    everybody: dict[Role, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "rows_of_sheet", lambda _header: 3)
    refused = everybody[Role.BEHEERDER].get(f"{LOG}.xlsx")
    assert refused.status_code == 400
    assert "hoogstens 3. Neem het als CSV" in refused.text
    assert everybody[Role.BEHEERDER].get(f"{LOG}.csv").status_code == 200


def test_a_file_has_an_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    course = downloads.Course()
    portions = course.followed(iter([b"one", b"two"]))
    assert next(portions) == b"one"
    monkeypatch.setattr(downloads, "monotonic", lambda: monotonic() + downloads.LONGEST + 1)
    with pytest.raises(downloads.TookTooLong):
        next(portions)
    assert not course.whole
