"""/rapporten as anybody can ask for it: who knows of which version, what a button does, and who takes a file."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import PERMISSIONS, Organ, Permission, ReportState, Role
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.reports.frame import BESIDE, ONE, PAGE, Form, Part
from dashboard.store.actions.accounts import NewGrant, grant_role
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.reports.steps import Step, take
from dashboard.store.actions.sittings import planning
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.engine import Writer
from dashboard.web import reports as read
from queries import reports
from tests.reporting import frozen, keep
from tests.whole_app.people import FORMER_TOWN, GREEN, OTHER_TOWN, ROADS, TOWN, Browser, guarded, id_of, username
from tests.whole_app.test_every_callback import NASTY

S = ReportState
WHOLE: list[Any] = [[TOWN, None], [FORMER_TOWN, None]]
Version = tuple[UUID, int]
WAY = (S.REVIEWED, S.ON_AGENDA, S.PUBLISHED)
LEADS = {Role.ALGEMEEN_DIRECTEUR, Role.BURGEMEESTER, Role.SCHEPEN, Role.DIENSTHOOFD}
"""Who makes reports; in these tests each reaches all services."""
KNOWS = {
    ("managementteam", S.MADE): LEADS,
    ("managementteam", S.REVIEWED): LEADS | {Role.SECRETARIAAT},
    ("managementteam", S.PUBLISHED): LEADS | {Role.SECRETARIAAT, Role.MEDEWERKER},
    ("council", S.MADE): LEADS,
    ("council", S.ON_AGENDA): LEADS | {Role.SECRETARIAAT},
    ("council", S.PUBLISHED): LEADS | {Role.SECRETARIAAT, Role.MEDEWERKER, Role.COMMUNICATIE, Role.RAADSLID},
}
"""By hand: who knows of a version of which kind once it has come how far."""


SERVICE = (
    "INSERT INTO service_version (organisation_id, service_id, valid_from, name) VALUES (:o, :s, '2019-01-01', :name)"
)


class Shelf:
    """Reports of the town, each of a member of its own so that they are different ones."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        self.by = Acting(Actor(uuid4(), Role.ALGEMEEN_DIRECTEUR, "r"), TOWN)
        at = clock.now() + timedelta(days=8)
        held: dict[str, Any] = {"writer": writer, "clock": clock, "by": self.by}
        with writer.transaction() as connection:
            for number, name in ((GREEN, "Groendienst"), (ROADS, "Wegen")):
                connection.execute(text(SERVICE), {"o": TOWN, "s": number, "name": name})
        organs = Organ.COLLEGE, Organ.GEMEENTERAAD
        self.sittings = {organ: planning.plan(**held, sitting=planning.Sitting(organ, at)) for organ in organs}

    def version(self, kind: str = "managementteam", state: S = S.MADE, *, reach: Any = WHOLE, **more: Any) -> Version:
        self.clock.advance(timedelta(seconds=1))
        member = more.pop("member", str(uuid4()))
        one = keep(self.writer, self.clock, TOWN, frozen(kind, **more), reach=reach, member=member)
        organ = {"college": Organ.COLLEGE, "council": Organ.GEMEENTERAAD}.get(kind)
        for each in WAY[: WAY.index(state) + 1] if state in WAY else ():
            if organ is not None or each is not S.ON_AGENDA:
                sitting = self.sittings[organ] if organ and each is S.ON_AGENDA else None
                take(writer=self.writer, clock=self.clock, by=self.by, step=Step(*one, each, sitting, organ=organ))
        return one

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def states(self, one: Version) -> list[str]:
        asked = "SELECT state FROM report_step WHERE report_id = :r ORDER BY step_no"
        return [state for (state,) in self.rows(asked, r=one[0])]


@pytest.fixture(scope="module")
def shelf(town_writer: Writer, time: FixedClock) -> Shelf:
    return Shelf(town_writer, time)


def callback_with(browser: Browser, output: str) -> str:
    return next(str(key) for key in browser.site.callback_map if output in key)


def listed(browser: Browser) -> str:
    """Everything on the page of all reports."""
    names = [callback_with(browser, f"{part}.children") for part in (Part.LIST, Part.NEW)]
    told = [browser.call(name, {"url.search": "", "version.data": 1}).get_json()["response"] for name in names]
    return json.dumps(told, ensure_ascii=False)


def offered(browser: Browser) -> str:
    """The kinds that can be asked for."""
    name = callback_with(browser, f"{Part.NEW}.children")
    return str(browser.call(name, {"url.search": ""}).text)


def page(browser: Browser, one: Version, *, version: bool = True) -> str:
    """Everything on the page of one version."""
    search = f"?version={one[1]}" if version else ""
    names = [callback_with(browser, f"{part}.children") for part in (Part.HEAD, Part.TEXT)]
    address = {"url.search": search, "url.pathname": f"/rapporten/{one[0]}", "version.data": 1}
    told = [browser.call(name, address).get_json()["response"] for name in names]
    return json.dumps(told, ensure_ascii=False)


def compared(browser: Browser, report_id: Any, left: Any, right: Any) -> str:
    name = callback_with(browser, f"{Part.COMPARISON}.children")
    address = {"url.search": f"?a={left}&b={right}", "url.pathname": f"/rapporten/{report_id}/vergelijk"}
    return str(browser.call(name, address).text)


def press(browser: Browser, one: Version, form: str, act: str = "save", fields: Any = None, **more: Any) -> Any:
    """Press a button of the page of a version, as Dash sends it."""
    subject = more.get("subject", f"{one[0]}/{one[1]}")
    button = {"act": act, "form": form, "page": ONE, "subject": subject, "type": str(FormPart.ACT)}
    named = [{"form": form, "name": name, "page": ONE, "type": str(FormPart.FIELD)} for name in fields or {}]
    name = next(key for key in browser.site.callback_map if f"{turn_id(ONE)}.data" in key and said_id(ONE) in key)
    declared = [
        (item.component_id_str(), item.component_property) for item in browser.site.callback_map[name]["output"]
    ]
    result = {"form": form, "page": ONE, "type": str(FormPart.RESULT)}
    places = [{"type": BESIDE, "block": form.partition("/")[2]}] if form.startswith(Form.REMARK) else []
    body = {
        "output": name,
        "outputs": [
            [{"id": item, "property": "error"} for item in named],
            [{"id": result, "property": "children"}],
            [{"id": item, "property": "children"} for item in places],
            *({"id": item, "property": prop} for item, prop in declared[3:]),
        ],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [
            [{"id": item, "property": "value", "value": (fields or {})[item["name"]]} for item in named],
            {"id": str(Part.SEEN), "property": "data", "value": more.get("seen")},
            {"id": "url", "property": "search", "value": f"?version={one[1]}"},
            {"id": "url", "property": "pathname", "value": f"/rapporten/{one[0]}"},
        ],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return browser.post_callback(body)


def ask(browser: Browser, form: str, fields: dict[str, Any]) -> Any:
    """Ask for a report on the page of all of them."""
    button = {"act": "save", "form": form, "page": PAGE, "subject": "", "type": str(FormPart.ACT)}
    named = [{"form": form, "name": name, "page": PAGE, "type": str(FormPart.FIELD)} for name in fields]
    name = next(key for key in browser.site.callback_map if f"{turn_id(PAGE)}.data" in key and said_id(PAGE) in key)
    result = {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}
    declared = [
        (item.component_id_str(), item.component_property) for item in browser.site.callback_map[name]["output"]
    ]
    return browser.post_callback(
        {
            "output": name,
            "outputs": [
                [{"id": item, "property": "error"} for item in named],
                [{"id": result, "property": "children"}],
                *({"id": item, "property": prop} for item, prop in declared[2:]),
            ],
            "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
            "state": [[{"id": item, "property": "value", "value": fields[item["name"]]} for item in named]],
            "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
        }
    )


@pytest.fixture(scope="module")
def versions(shelf: Shelf) -> dict[tuple[str, S], Version]:
    return {key: shelf.version(*key) for key in KNOWS}


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.REGIO, Role.BEHEERDER, Role.PARTICIPATIE_EXPERT)]
)
def test_each_role_knows_of_what_is_meant_for_it(site: dash.Dash, versions: Any, role: Role) -> None:
    browser = Browser(site).as_(username(role))
    found = listed(browser)
    for key, (report_id, version) in versions.items():
        may = role in KNOWS[key]
        assert (str(report_id) in found) == may, key
        assert ("Er staan er 430 open." in page(browser, (report_id, version))) == may, key
        response = browser.get(f"/download/rapport/{report_id}/{version}.pdf")
        assert response.status_code == (200 if may else 404), key
        assert not may or response.data == b"the pdf"
    assert ("Nieuw rapport" in found) == (role in LEADS)


@guarded
def test_a_council_member_gets_nothing_that_is_not_meant_for_the_council(
    site: dash.Dash, versions: Any, monkeypatch: pytest.MonkeyPatch, guard: bool
) -> None:
    if not guard:
        monkeypatch.setattr(reports, "_may_know", lambda _scope, _row: True)
    meant, hidden = versions["council", S.PUBLISHED], versions["managementteam", S.PUBLISHED]
    browser = Browser(site).as_(username(Role.RAADSLID))
    assert str(meant[0]) in listed(browser)
    assert (str(hidden[0]) in listed(browser)) != guard
    assert (browser.get(f"/download/rapport/{hidden[0]}/1.pdf").status_code == 200) != guard
    early = versions["council", S.ON_AGENDA]
    assert str(early[0]) not in listed(browser), "how far it came is another guard"
    if not guard:
        monkeypatch.setattr(reports, "ORDER", [S.PUBLISHED] * 5)
        assert browser.get(f"/download/rapport/{early[0]}/1.pdf").status_code != 200
        monkeypatch.setattr(reports, "ORDER", (S.PUBLISHED, *reversed(list(S))))
        assert browser.get(f"/download/rapport/{early[0]}/1.pdf").status_code == 200


def test_who_reaches_some_services_knows_of_what_tells_of_those_only(
    site: dash.Dash, shelf: Shelf, somebody: Any
) -> None:
    green = shelf.version("service", reach=[[TOWN, [GREEN]], [FORMER_TOWN, [GREEN + 100]]])
    roads, whole = shelf.version("service", reach=[[TOWN, [ROADS]]]), shelf.version("service")
    browser = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    found = listed(browser)
    assert str(green[0]) in found
    assert str(roads[0]) not in found
    assert str(whole[0]) not in found
    assert "Dienstblad" in offered(browser)
    assert "Jaarrapport voor de gemeenteraad" not in offered(browser), "such a report tells of all services"
    assert press(browser, roads, Form.REVIEW).status_code == 200
    assert shelf.states(roads) == []
    press(browser, green, Form.REVIEW)
    assert shelf.states(green) == ["reviewed"]


@guarded
def test_a_right_for_some_services_is_no_right_on_what_another_role_shows(
    site: dash.Dash, shelf: Shelf, somebody: Any, time: FixedClock, monkeypatch: pytest.MonkeyPatch, guard: bool
) -> None:
    if not guard:
        monkeypatch.setattr(read, "check_allowed", lambda _db, _permission, _row: None)
    name = somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,)))
    both: dict[str, Any] = {"writer": shelf.writer, "clock": time, "actor": COMMAND_LINE}
    grant_role(**both, account_id=id_of(site, name), grant=NewGrant(TOWN, Role.SECRETARIAAT))
    one, browser = shelf.version(state=S.REVIEWED), Browser(site).as_(name)
    assert "Er staan er 430 open." in page(browser, one)
    press(browser, one, Form.WITHDRAW, fields={"reason": "Zo wil ik het."})
    assert (shelf.states(one)[-1] == "withdrawn") != guard


def test_who_reaches_some_services_only_reads_what_was_published_for_the_council(
    site: dash.Dash, shelf: Shelf, somebody: Any
) -> None:
    one = shelf.version("council", S.PUBLISHED)
    press(Browser(site).as_(username(Role.BURGEMEESTER)), one, f"{Form.REMARK}/figures", fields={"text": "Nog niet."})
    mine = [Browser(site).as_(somebody(NewGrant(TOWN, role, (GREEN,)))) for role in (Role.SCHEPEN, Role.DIENSTHOOFD)]
    for browser in mine:
        assert "Er staan er 430 open." in page(browser, one)
        assert "Nog niet." not in page(browser, one), "it is in no version that was published"
        press(browser, one, f"{Form.REMARK}/figures", fields={"text": "Van één dienst"})
        press(browser, one, Form.AGAIN, "numbers")
    limited = Browser(site).as_(somebody(NewGrant(TOWN, Role.SECRETARIAAT, (GREEN,))))
    press(limited, one, Form.WITHDRAW, fields={"reason": "Zo wil ik het."})
    assert shelf.states(one)[-1] == "published"
    assert [text for (text,) in shelf.rows("SELECT text FROM report_remark WHERE report_id = :r", r=one[0])] == [
        "Nog niet."
    ]


def test_another_town_and_what_is_no_report(site: dash.Dash, versions: Any) -> None:
    foreign = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR, OTHER_TOWN))
    for one in versions.values():
        assert str(one[0]) not in listed(foreign)
        assert "bestaat niet" in page(foreign, one)
        assert foreign.get(f"/download/rapport/{one[0]}/1.pdf").status_code == 404
        assert "bestaat niet" in compared(foreign, one[0], 1, 1)
    own = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    known = versions["council", S.MADE][0]
    for strange in (
        f"{uuid4()}/1.pdf",
        f"{known}/0.pdf",
        f"{known}/99.pdf",
        f"{known}/{10**12}.pdf",
        f"{known}/1.xlsx",
    ):
        assert own.get(f"/download/rapport/{strange}").status_code == 404, strange
    for left in ("", "x", "0", "-1", "9" * 30, "²"):
        assert "bestaat niet" in compared(own, known, left, 1)
    assert "Er zijn geen verschillen." in compared(own, known, 1, 1)


def test_each_download_stands_in_the_log(site: dash.Dash, shelf: Shelf, versions: Any) -> None:
    report_id, version = versions["council", S.PUBLISHED]
    before = shelf.rows("SELECT count(*) FROM audit WHERE action = 'report_downloaded'")[0][0]
    browser = Browser(site).as_(username(Role.RAADSLID))
    told = browser.get(f"/download/rapport/{report_id}/{version}.pdf").headers
    assert "rapport-council" in told["Content-Disposition"]
    assert told["Cache-Control"] == "no-store"
    browser.open(f"/download/rapport/{report_id}/{version}.pdf", "HEAD")
    rows = shelf.rows("SELECT actor_role, subject_id, detail FROM audit WHERE action = 'report_downloaded' ORDER BY at")
    assert len(rows) == before + 1
    assert ("raadslid", report_id, {"version": version, "format": "pdf"}) in rows


def test_from_remark_to_published_by_the_buttons_of_the_page(site: dash.Dash, shelf: Shelf) -> None:
    one = shelf.version("college")
    director, clerk, member = (
        Browser(site).as_(username(role)) for role in (Role.ALGEMEEN_DIRECTEUR, Role.SECRETARIAAT, Role.RAADSLID)
    )
    written = press(director, one, f"{Form.REMARK}/figures", fields={"text": "Let op de stock."})
    assert "De opmerking is bewaard." in written.text
    assert "Versie met de opmerkingen" in page(director, one)
    assert "Geschreven nadat deze versie" in page(director, one)
    assert "eerst een versie met de opmerkingen" in press(director, one, Form.REVIEW).text.lower()
    press(director, one, Form.AGAIN, "remarks")
    asked = shelf.rows("SELECT asked FROM work_request WHERE kind = 'report' AND asked->>'base' IS NOT NULL")
    assert asked[-1][0]["base"] == 1
    assert "Er wordt een volgende versie gemaakt" in page(director, one)
    member_code = shelf.rows("SELECT member FROM report WHERE report_id = :r", r=one[0])[0][0]
    held = {
        "block": "figures",
        "text": "Let op de stock.",
        "by": "algemeen directeur",
        "at": "2026-11-22T11:00:00+00:00",
    }
    two = shelf.version("college", remarks=[held], member=member_code)
    assert two == (one[0], 2)
    assert "Let op de stock." in compared(director, one[0], 1, 2)
    assert "bestaat niet" in page(clerk, two), "what is not reviewed is not for who prepares agendas"
    press(director, two, Form.REVIEW)
    assert "Let op de stock." in page(clerk, two)
    assert "Wijzig de opmerking" not in page(clerk, two)
    sitting = str(shelf.sittings[Organ.COLLEGE])
    assert sitting in page(clerk, two)
    assert press(clerk, two, Form.AGENDA, fields={"sitting": sitting}).status_code == 200
    assert "intussen" in press(director, two, Form.REVIEW).text
    press(clerk, two, Form.PUBLISH)
    assert shelf.states(two) == ["reviewed", "on_agenda", "published"]
    assert str(one[0]) not in listed(member), "it is meant for the college"
    press(director, two, Form.WITHDRAW, fields={"reason": ""})
    assert shelf.states(two)[-1] == "published"
    press(director, two, Form.WITHDRAW, fields={"reason": "Een cijfer was fout."})
    assert shelf.states(two)[-1] == "withdrawn"
    assert "Een cijfer was fout." in page(director, two)
    assert "bestaat niet" in page(clerk, two)


def test_who_takes_back_what_is_reviewed_does_not_take_back_what_is_published_meanwhile(
    site: dash.Dash, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, head = shelf.version(state=S.REVIEWED), Browser(site).as_(username(Role.DIENSTHOOFD))
    checked = read.check_allowed

    def meanwhile(*asked: Any) -> None:
        checked(*asked)
        take(writer=shelf.writer, clock=shelf.clock, by=shelf.by, step=Step(*one, S.PUBLISHED))

    monkeypatch.setattr(read, "check_allowed", meanwhile)
    assert "intussen" in press(head, one, Form.WITHDRAW, fields={"reason": "Zo wil ik het."}).text
    assert shelf.states(one) == ["reviewed", "published"]


def test_why_a_version_was_once_withdrawn_is_for_who_works_on_it(site: dash.Dash, shelf: Shelf) -> None:
    one, organ = shelf.version("council", S.REVIEWED), Organ.GEMEENTERAAD
    for state, more in (
        (S.WITHDRAWN, {"reason": "Nog te gevoelig."}),
        (S.REVIEWED, {}),
        (S.ON_AGENDA, {"sitting_id": shelf.sittings[organ]}),
        (S.PUBLISHED, {}),
    ):
        step = Step(*one, state, organ=organ, **more)
        take(writer=shelf.writer, clock=shelf.clock, by=shelf.by, step=step)
    assert "Nog te gevoelig." in page(Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR)), one)
    council = page(Browser(site).as_(username(Role.RAADSLID)), one)
    assert "Er staan er 430 open." in council
    assert "Nog te gevoelig." not in council


def test_who_makes_the_sheets_of_one_service_is_not_told_what_others_ask(
    site: dash.Dash, shelf: Shelf, somebody: Any
) -> None:
    director = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    for member in ("roads", "green"):
        ask(director, f"new/{TOWN}/service", {"period": "2026-09-01_2026-09-30", "member": member})
    limited = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    name, address = callback_with(director, f"{Part.LIST}.children"), {"url.search": "", "version.data": 1}
    told = [json.dumps(one.call(name, address).get_json()["response"][Part.WORK]) for one in (director, limited)]
    assert ["Dienstblad, Wegen, sep 2026" in one for one in told] == [True, False]
    assert all("Dienstblad, Groendienst, sep 2026" in one for one in told)


def test_two_people_write_beside_the_same_part(site: dash.Dash, shelf: Shelf) -> None:
    one = shelf.version()
    director, mayor = (Browser(site).as_(username(role)) for role in (Role.ALGEMEEN_DIRECTEUR, Role.BURGEMEESTER))
    form = f"{Form.REMARK}/figures"
    press(director, one, form, fields={"text": "Van de directeur"})
    told = press(mayor, one, form, fields={"text": "Van de burgemeester"})
    assert "Intussen schreef iemand anders hier: 'Van de directeur'" in told.text
    seen = told.get_json()["response"][Part.SEEN]["data"]
    assert "De opmerking is bewaard." in press(mayor, one, form, fields={"text": "Van de burgemeester"}, seen=seen).text
    assert "Van de burgemeester" in page(director, one)


@pytest.mark.parametrize(
    ("role", "form", "fields"),
    [
        (Role.MEDEWERKER, Form.REVIEW, {}),
        (Role.SCHEPEN, Form.REVIEW, {}),
        (Role.RAADSLID, Form.PUBLISH, {}),
        (Role.DIENSTHOOFD, Form.PUBLISH, {}),
        (Role.SECRETARIAAT, Form.AGAIN, {}),
        (Role.DIENSTHOOFD, f"{Form.REMARK}/figures", {"text": "Zonder recht"}),
        (Role.COMMUNICATIE, f"{Form.REMARK}/figures", {"text": "Zonder recht"}),
    ],
)
def test_a_button_that_is_not_there_does_nothing(
    site: dash.Dash, shelf: Shelf, role: Role, form: str, fields: Any
) -> None:
    one = shelf.version("council", S.PUBLISHED)
    before = (
        shelf.states(one),
        shelf.rows("SELECT count(*) FROM work_request"),
        shelf.rows("SELECT count(*) FROM report_remark"),
    )
    response = press(Browser(site).as_(username(role)), one, form, "numbers" if form == Form.AGAIN else "save", fields)
    assert response.status_code in (200, 403)
    assert response.status_code == 403 or "trouble" in response.text
    assert before == (
        shelf.states(one),
        shelf.rows("SELECT count(*) FROM work_request"),
        shelf.rows("SELECT count(*) FROM report_remark"),
    )


def test_nothing_that_is_sent_makes_a_button_fail(site: dash.Dash, shelf: Shelf) -> None:
    one = shelf.version("college", S.REVIEWED)
    director = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    for nasty in NASTY:
        for form, field in ((Form.AGENDA, "sitting"), (Form.WITHDRAW, "reason"), (f"{Form.REMARK}/figures", "text")):
            seen = {"figures": nasty}
            assert press(director, one, form, fields={field: nasty}, seen=seen).status_code < 500, (form, nasty)
        if isinstance(nasty, str):
            assert press(director, one, f"{Form.REMARK}/{nasty}", fields={"text": "x"}).status_code < 500, nasty
        assert press(director, one, Form.REVIEW, subject=nasty).status_code < 500, nasty
    assert shelf.states(one)[:1] == ["reviewed"]


def test_a_report_is_asked_by_who_makes_them_of_what_is_offered(site: dash.Dash, shelf: Shelf, somebody: Any) -> None:
    director = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    limited = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    period = {"period": "2026-10-01_2026-10-31"}

    def asked() -> list[Any]:
        rows = shelf.rows(
            "SELECT asked FROM work_request WHERE kind = 'report' AND asked->>'base' IS NULL ORDER BY asked_at"
        )
        return [row[0] for row in rows]

    before = len(asked())
    assert "gevraagd" in ask(director, f"new/{TOWN}/managementteam", period).text
    assert "gevraagd" in ask(limited, f"new/{TOWN}/service", period | {"member": "green"}).text
    for browser, form, fields in (
        (director, f"new/{TOWN}/managementteam", {"period": "2026-11-01_2026-11-30"}),
        (director, f"new/{OTHER_TOWN}/managementteam", period),
        (director, f"new/{FORMER_TOWN}/managementteam", period),
        (director, f"new/{TOWN}/nothing", period),
        (director, f"new/{TOWN}/service", period | {"member": "nowhere"}),
        (limited, f"new/{TOWN}/service", period | {"member": "roads"}),
        (limited, f"new/{TOWN}/managementteam", period),
    ):
        assert ask(browser, form, fields).status_code < 500
    assert ask(Browser(site).as_(username(Role.RAADSLID)), f"new/{TOWN}/managementteam", period).status_code in (
        200,
        400,
    )
    assert [(one["kind"], one["member"]) for one in asked()[before:]] == [("managementteam", ""), ("service", "green")]
    assert asked()[-1]["last_day"] == "2026-10-31"


def test_a_sitting_lists_the_reports_on_its_agenda(site: dash.Dash, shelf: Shelf) -> None:
    shelf.version("college", S.ON_AGENDA)
    name = next(key for key in site.callback_map if "sittings-calendar.children" in key)
    address = {"url.search": f"?zitting={shelf.sittings[Organ.COLLEGE]}", "version.data": 1}

    def told(role: Role) -> str:
        return str(Browser(site).as_(username(role)).call(name, address).get_json()["response"]["sittings-chosen"])

    for role in (Role.SECRETARIAAT, Role.ALGEMEEN_DIRECTEUR):
        assert "Rapporten op deze agenda" in told(role)
        assert "Maandrapport voor het college" in told(role)


def test_who_has_no_right_to_see_reports_has_none_of_the_others() -> None:
    for own in (Permission.MAKE_REPORTS, Permission.REVIEW_REPORTS, Permission.PUBLISH_REPORTS):
        assert all(Permission.SEE_REPORTS in rights for rights in PERMISSIONS.values() if own in rights)
