"""/zitting as anybody can ask for it: what each role is shown, what a button does, never another's, never a failure."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import EventKind as K
from config.kinds import Organ, Role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.sittings.frame import MARK, PAGE, PICK, Form, Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.sittings import planning
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_source
from dashboard.store.project import project
from dashboard.web.sittings_acts import ACTS
from tests.whole_app.people import GREEN, OTHER_TOWN, ROADS, TOWN, Browser, username
from tests.whole_app.test_every_callback import NASTY
from tests.whole_app.test_moderating import APPEND

WHEN = {"organ": "college", "organ_name": "", "day": "2026-12-14", "hour": "14u00", "closes": "", "closing": "12:00"}
FIELDS: dict[str, dict[str, Any]] = {
    Form.PLAN: WHEN | {"until": "", "weeks": "1"},
    Form.CHANGE: WHEN | {"uri": "", "note": "Zaal 2"},
    Form.RECORD: {"result": "approved", "number": "CBS_1", "uri": "", "signed_on": "", "published_on": ""},
}


ROUND = (
    "INSERT INTO selection_round (organisation_id, round_id, ref, name, theme_ids, weights, least_per_area, "
    "needs_approval, opened_at, changed_at, change_no) "
    "VALUES (:o, :r, :ref, :ref, '{}', '{}', 0, false, now(), now(), 1)",
    "INSERT INTO dossier (organisation_id, dossier_id, round_id, ref, version, draft, places, reach, as_of, made_at, "
    "made_role, frozen, hash) VALUES (:o, :d, :r, :ref, 1, :draft, :n, '[]', :now, :now, 'medewerker', "
    "CAST(:f AS jsonb), '8f41c2a9')",
    "INSERT INTO dossier_file VALUES (:o, :d, 'pdf', 'the pdf', now())",
)


class Chambers:
    """What waits in both towns, and a sitting that began and one to come in each."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        with writer.transaction() as connection:
            for town in (TOWN, OTHER_TOWN):
                ensure_source(connection, town, "platform", "Platform")
        self.past = {town: self.sitting(town, days=-1) for town in (TOWN, OTHER_TOWN)}
        self.next = {town: self.sitting(town, days=8) for town in (TOWN, OTHER_TOWN)}

    def sitting(self, town: int, days: int) -> UUID:
        at = self.clock.now() + timedelta(days=days)
        by = Acting(Actor(uuid4(), Role.SECRETARIAAT), town)
        one = planning.Sitting(Organ.COLLEGE, at, at - timedelta(days=2), note="Zaal 1")
        return planning.plan(writer=self.writer, clock=self.clock, by=by, sitting=one)

    def add(self, topic: Topic, *events: tuple[str, dict[str, Any]], town: int = TOWN, service: int = GREEN) -> UUID:
        subject = uuid4()
        values = {"o": town, "s": subject, "now": self.clock.now() - timedelta(days=9), "v": service}
        with self.writer.transaction() as connection:
            key = {"t": topic, "k": str(subject)}
            connection.execute(text("INSERT INTO subject VALUES (:o, :s, :t, 1, :k)"), values | key)
            for seq, (kind, payload) in enumerate(events, 1):
                connection.execute(APPEND, values | {"q": seq, "k": kind, "p": json.dumps(payload)})
            project(connection, town, [subject])
        return subject

    def melding(self, title: str = "Put in de weg", **more: Any) -> UUID:
        return self.add(Topic.MELDING, (K.SUBMITTED, {"title": title}), (K.DECISION_PENDING, {}), **more)

    def place(self, title: str = "Geheim plein", ref: str = "najaar", **more: Any) -> UUID:
        chosen = {"outcome": "selected", "ref": ref}
        told: list[tuple[str, dict[str, Any]]] = [(P.SUBMITTED, {"title": title}), (P.PUBLISHED, {})]
        return self.add(Topic.PROPOSAL, *told, (P.SELECTION_MADE, chosen), **more)

    def dossier(self, ref: str, *subjects: UUID, draft: bool = False) -> UUID:
        """The round of this name, and a decision dossier of it about these places."""
        places = [{"organisation": TOWN, "subject": str(one), "outcome": "selected", "version": 1} for one in subjects]
        made, frozen = uuid4(), json.dumps({"places": places})
        values = {"o": TOWN, "r": uuid4(), "ref": ref, "d": made, "draft": draft, "f": frozen, "n": len(places)}
        values |= {"now": self.clock.now()}
        with self.writer.transaction() as connection:
            for statement in ROUND:
                connection.execute(text(statement), values)
        return made

    def events(self, subject: UUID) -> list[Any]:
        asked = text("SELECT kind FROM event WHERE subject_id = :s AND source_id IS NULL ORDER BY seq")
        with self.writer.transaction() as connection:
            return list(connection.scalars(asked, {"s": subject}))

    def all_of(self, town: int) -> list[Any]:
        asked = "SELECT 'e', subject_id::text, seq FROM event WHERE organisation_id = :o UNION ALL "
        asked += "SELECT state, sitting_id::text, change_no FROM sitting WHERE organisation_id = :o ORDER BY 1, 2, 3"
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(asked), {"o": town})]


@pytest.fixture(scope="module")
def chambers(town_writer: Writer, time: FixedClock) -> Chambers:
    return Chambers(town_writer, time)


@pytest.fixture
def clerk(site: dash.Dash) -> Browser:
    return Browser(site).as_(username(Role.SECRETARIAAT))


def shown(browser: Browser, search: str = "") -> dict[str, Any]:
    """What the page shows at an address, by the id of its part."""
    name = next(key for key in browser.site.callback_map if f"{Part.CALENDAR}.children" in key)
    response = browser.call(name, {"url.search": search})
    assert response.status_code == 200, response.text
    return {part: next(iter(told.values())) for part, told in response.get_json()["response"].items()}


def press(browser: Browser, form: Any, act: Any, subject: Any = "", fields: Any = None, **more: Any) -> Any:
    """Press a button, as Dash sends it; `seen` is what the page showed, `picked` and `marked` are the ticked boxes."""
    button = {"act": act, "form": form, "page": PAGE, "subject": subject, "type": str(FormPart.ACT)}
    named = [{"form": form, "name": name, "page": PAGE, "type": str(FormPart.FIELD)} for name in fields or {}]
    name = next(key for key in browser.site.callback_map if f"{turn_id(PAGE)}.data" in key and said_id(PAGE) in key)
    declared = [(one.component_id_str(), one.component_property) for one in browser.site.callback_map[name]["output"]]
    result = {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}
    ticked = [[{"type": PICK, "key": str(one)} for one in more.get("picked", ())]]
    ticked.append([{"type": MARK, "item": str(one)} for one in more.get("marked", ())])
    body = {
        "output": name,
        "outputs": [
            [{"id": one, "property": "error"} for one in named],
            [{"id": result, "property": "children"}],
            *({"id": one, "property": prop} for one, prop in declared[2:]),
        ],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [
            [{"id": one, "property": "value", "value": (fields or {})[one["name"]]} for one in named],
            {"id": str(Part.SEEN), "property": "data", "value": more.get("seen")},
            *([{"id": one, "property": "checked", "value": True} for one in boxes] for boxes in ticked),
            {"id": str(Part.TOLD), "property": "data", "value": more.get("told")},
            {"id": str(Part.TOLD_SEEN), "property": "data", "value": more.get("told_seen")},
        ],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return browser.post_callback(body)


def bring(browser: Browser, content: bytes, search: str = "", **more: Any) -> Any:
    """Choose a file, as the browser sends it."""
    name = next(key for key in browser.site.callback_map if f"{Part.TOLD}.data" in key and Part.BRING_SAID in key)
    contents = f"data:text/html;base64,{base64.b64encode(content).decode()}"
    file = {"name": "lijst.html", "contents": contents} | more
    return browser.call(name, {f"{Part.BROUGHT}.data": file, "url.search": search})


def told_in(response: Any) -> Any:
    return response.get_json()["response"][Part.TOLD]["data"]


def laid(browser: Browser, told: Any) -> tuple[str, Any]:
    """What is shown of a file, and what it was laid beside."""
    name = next(key for key in browser.site.callback_map if f"{Part.TOLD_SEEN}.data" in key)
    found = browser.call(name, {f"{Part.TOLD}.data": told}).get_json()["response"]
    return json.dumps(found[Part.READ], ensure_ascii=False), found[Part.TOLD_SEEN]["data"]


def words(response: Any) -> str:
    return json.dumps(response.get_json(), ensure_ascii=False)


def test_from_waiting_to_recorded_by_the_buttons_of_the_page(chambers: Chambers, clerk: Browser) -> None:
    one, place = chambers.melding("Stoep verzakt"), chambers.place("Geheim park", ref="winter")
    there = f"?zitting={chambers.past[TOWN]}"
    page = shown(clerk, there)
    assert "Stoep verzakt" in str(page["sittings-waiting"])
    assert "Geheim park" in str(page["sittings-waiting"]), "the secretariat prepares what is not public yet"
    seen = page["sittings-seen"]
    key = next(key for key, pairs in seen["waiting"].items() if str(place) in str(pairs) and key != str(place))
    closed = press(clerk, Form.PUT, "save", seen=seen, picked=[one, key])
    assert "Deze agenda sloot op donderdag 19 november" in words(closed)
    put = press(clerk, Form.PUT, "late", seen=seen, picked=[one, key, place])
    assert "Op de agenda van 21 nov gezet: 2 punten" in words(put)
    assert chambers.events(one) == [K.DECISION_ON_AGENDA]
    seen = shown(clerk, there)["sittings-seen"]
    ticked: dict[str, Any] = {"seen": seen, "marked": seen["agenda"]}
    empty = press(clerk, Form.RECORD, "save", fields=FIELDS[Form.RECORD] | {"result": ""}, **ticked)
    assert "Vul dit in." in words(empty)
    done = press(clerk, Form.RECORD, "save", fields=FIELDS[Form.RECORD], **ticked)
    assert "Genoteerd: Goedgekeurd (2)." in words(done)
    assert chambers.events(one)[1:] == [K.DECISION_TAKEN, K.DECIDED]
    assert chambers.events(place) == [P.SELECTION_RATIFIED]
    again = press(clerk, Form.RECORD, "save", fields=FIELDS[Form.RECORD], **ticked)
    assert "Intussen: " in words(again)
    assert "Beslissing genomen door secretariaat" in words(again)
    page = shown(clerk, there)
    assert "Goedgekeurd" in str(page["sittings-chosen"])
    undo = press(clerk, Form.ITEMS, "undo", seen=page["sittings-seen"], marked=page["sittings-seen"]["agenda"])
    assert "De notering van 2 punten is ongedaan gemaakt." in words(undo)
    seen = shown(clerk, there)["sittings-seen"]
    off = press(clerk, Form.ITEMS, "off", seen=seen, marked=seen["agenda"])
    assert "2 punten zijn van de agenda gehaald." in words(off)


def test_a_round_goes_on_an_agenda_with_its_decision_dossier_and_never_with_a_draft(
    chambers: Chambers, clerk: Browser
) -> None:
    places = chambers.place(ref="herfst"), chambers.place(ref="herfst")
    drafted = chambers.place(ref="lente"), chambers.place(ref="lente")
    made = chambers.dossier("herfst", *places)
    chambers.dossier("lente", *drafted, draft=True)
    there = f"?zitting={chambers.past[TOWN]}"
    page = shown(clerk, there)
    waits = str(page["sittings-waiting"])
    assert "beslisdossier, versie 1, 2 plekken" in waits
    assert "van het dossier is er enkel een ontwerp" in waits
    assert clerk.get(f"/download/dossier/{made}.pdf").status_code == 404
    seen = page["sittings-seen"]
    keys = {ref: next(key for key in seen["waiting"] if f":{ref}:" in key) for ref in ("herfst", "lente")}
    refused = press(clerk, Form.PUT, "late", seen=seen, picked=[keys["lente"]])
    assert "een ontwerp komt niet op een agenda" in words(refused)
    put = press(clerk, Form.PUT, "late", seen=seen, picked=[keys["herfst"]])
    assert "gezet: 1 punt" in words(put)
    page = shown(clerk, there)
    for part in ("Beslisdossier, versie 1", "controle 8f41-c2a9", f"/download/dossier/{made}.pdf"):
        assert part in str(page["sittings-chosen"])
    assert clerk.get(f"/download/dossier/{made}.pdf").data == b"the pdf"
    item = next(key for key, (_, pairs) in page["sittings-seen"]["agenda"].items() if str(places[0]) in str(pairs))
    done = press(clerk, Form.RECORD, "save", fields=FIELDS[Form.RECORD], seen=page["sittings-seen"], marked=[item])
    assert "Genoteerd: Goedgekeurd." in words(done)
    assert [chambers.events(one) for one in places] == [[P.SELECTION_RATIFIED]] * 2


def decision_list(chambers: Chambers, *decisions: str) -> bytes:
    """The decision list of the sitting of yesterday, as a supplier writes it."""
    day = f"{chambers.clock.now() - timedelta(days=1):%Y-%m-%d}"
    told = "".join(
        f"""<div typeof="besluit:BehandelingVanAgendapunt" resource="https://b.example/t/{n}">
        <div property="prov:generated" typeof="besluit:Besluit" resource="https://b.example/{n}">
        <span property="eli:title">{number} - Besluit {n}</span></div>
        <div property="besluit:heeftStemming" typeof="besluit:Stemming">
        <span property="besluit:gevolg">Goedgekeurd</span></div></div>"""
        for n, number in enumerate(decisions)
    )
    return f"""<html><div vocab="http://data.vlaanderen.be/ns/besluit#" prefix="eli: http://data.europa.eu/eli/ontology#
      prov: http://www.w3.org/ns/prov# besluit: http://data.vlaanderen.be/ns/besluit#">
      <div typeof="besluit:Zitting" resource="https://b.example/zitting">
      <span property="besluit:isGehoudenDoor">College van burgemeester en schepenen</span>
      <span property="prov:startedAtTime" content="{day}T14:00:00Z">{day}</span></div>{told}</div></html>""".encode()


def agenda_of(browser: Browser, chambers: Chambers, *subjects: UUID, town: int = TOWN) -> dict[UUID, str]:
    """Put subjects on the agenda of the sitting of yesterday; the id of the item of each."""
    there = f"?zitting={chambers.past[town]}"
    press(browser, Form.PUT, "late", seen=shown(browser, there)["sittings-seen"], picked=subjects)
    agenda = shown(browser, there)["sittings-seen"]["agenda"]
    return {subject: key for subject in subjects for key, (_, seen) in agenda.items() if str(subject) in str(seen)}


def test_published_decisions_are_read_shown_and_recorded(chambers: Chambers, clerk: Browser) -> None:
    known, open_ = chambers.melding("Riooldeksel"), chambers.melding("Paaltje")
    items = agenda_of(clerk, chambers, known, open_)
    seen = shown(clerk, f"?zitting={chambers.past[TOWN]}")["sittings-seen"]
    numbered = FIELDS[Form.RECORD] | {"number": "2026_CBS_0071"}
    press(clerk, Form.RECORD, "save", items[known], numbered, seen=seen)
    told = told_in(bring(clerk, decision_list(chambers, "2026/CBS/71", "2026_CBS_00072")))
    page, beside = laid(clerk, told)
    assert "2 besluiten gevonden. 1 hoort bij een punt van een zitting." in page
    assert "Riooldeksel, volgens het nummer" in page
    assert "Geen punt van die zitting heeft dit nummer of adres." in page
    more = {"told": told, "told_seen": beside}
    chosen = {"item-0": items[known], "result-0": "approved", "item-1": items[open_], "result-1": ""}
    assert "Kies het resultaat." in words(press(clerk, Form.READ, "save", fields=chosen, **more))
    empty = dict.fromkeys(chosen)
    assert "Kies voor minstens één besluit een punt." in words(press(clerk, Form.READ, "save", fields=empty, **more))
    assert chambers.events(open_) == [K.DECISION_ON_AGENDA]
    done = press(clerk, Form.READ, "save", fields=chosen | {"result-1": "refused"}, **more)
    assert "2 besluiten zijn genoteerd." in words(done)
    assert chambers.events(open_) == [K.DECISION_ON_AGENDA, K.DECISION_TAKEN, K.DECIDED]
    with chambers.writer.transaction() as connection:
        found = connection.execute(text("SELECT number, uri, result FROM decision WHERE subject_id = :s"), {"s": known})
        assert tuple(found.one()) == ("2026_CBS_0071", "https://b.example/0", "approved")
        log = text("SELECT detail ->> 'read_from' FROM audit WHERE action = 'decision_recorded' AND subject_id = :s")
        assert "lijst.html" in connection.scalars(log, {"s": open_}).all()
    page, beside = laid(clerk, told_in(done))
    assert "Al genoteerd: " in page
    again = press(clerk, Form.READ, "save", fields=chosen | {"result-1": "refused"}, **more)
    assert "2 konden niet genoteerd worden" in words(again), "what was seen before is not what there is"
    assert "Intussen: " in laid(clerk, told_in(again))[0]


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"%PDF-1.7", {}, "Dit is een pdf"),
        (b"", {}, "leeg"),
        (b"<html><p>Hallo</p></html>", {}, "geen besluiten"),
        (b"{", {}, "JSON"),
        (b"", {"contents": "data:;base64,%%%"}, "niet volledig"),
        (b"", {"large": True}, "groter dan 3 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(clerk: Browser, content: bytes, more: dict[str, Any], said: str) -> None:
    response = bring(clerk, content, **more)
    assert said.lower() in words(response).lower()
    assert Part.TOLD not in response.get_json()["response"], "what was open stays open"


def test_only_who_records_reads_a_file(chambers: Chambers, site: dash.Dash, clerk: Browser) -> None:
    content = decision_list(chambers, "2026_CBS_1")
    told = told_in(bring(clerk, content))
    reading = next(key for key in site.callback_map if f"{Part.TOLD_SEEN}.data" in key)
    for role in (Role.SCHEPEN, Role.DIENSTHOOFD, Role.RAADSLID):
        browser = Browser(site).as_(username(role))
        assert bring(browser, content).status_code == 403
        assert browser.call(reading, {f"{Part.TOLD}.data": told}).status_code == 403
    for value in NASTY:
        for raw in (value, told | {"decisions": value}, told | {"refused": value, "usual": value, "problems": value}):
            assert clerk.call(reading, {f"{Part.TOLD}.data": raw}).status_code in (200, 400)


def test_a_sitting_is_planned_changed_and_called_off(chambers: Chambers, clerk: Browser) -> None:
    wrong = press(clerk, Form.PLAN, "save", fields=FIELDS[Form.PLAN] | {"day": "", "hour": "morgen"})
    assert "Vul een dag in." in words(wrong)
    assert "Vul een uur in, zoals 14:00." in words(wrong)
    planned = press(clerk, Form.PLAN, "save", fields=FIELDS[Form.PLAN])
    assert "De zitting van maandag 14 december is gepland." in words(planned)
    there = planned.get_json()["response"]["url"]["search"]
    several = press(clerk, Form.PLAN, "save", fields=FIELDS[Form.PLAN] | {"until": "2026-12-28", "weeks": "2"})
    assert "1 zitting is gepland. Al gekend: 14 dec." in words(several)
    changed = press(clerk, Form.CHANGE, "save", fields=FIELDS[Form.CHANGE], seen=shown(clerk, there)["sittings-seen"])
    assert "De zitting is gewijzigd." in words(changed)
    seen = shown(clerk, there)["sittings-seen"]
    assert "Ja, ga door" in words(press(clerk, Form.CANCEL, "ask", seen=seen))
    assert "De zitting is afgelast." in words(press(clerk, Form.CANCEL, "save", seen=seen))
    assert "Afgelast" in str(shown(clerk, there)["sittings-chosen"])


def test_each_role_is_shown_what_it_may(chambers: Chambers, site: dash.Dash, somebody: Any) -> None:
    one = chambers.melding("Grote verzakking")
    chambers.melding("Andere dienst", service=ROADS)
    chambers.melding("Andere stad", town=OTHER_TOWN)
    director = shown(Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR)))
    assert f"/meldingen/{one}" in str(director["sittings-waiting"])
    assert PICK in str(director["sittings-waiting"])
    clerk = shown(Browser(site).as_(username(Role.SECRETARIAAT)))
    assert "Grote verzakking" in str(clerk["sittings-waiting"])
    assert "/meldingen/" not in str(clerk), "it may not open a single melding"
    limited = shown(Browser(site).as_(somebody(NewGrant(TOWN, Role.SCHEPEN, (GREEN,)))))
    assert "Grote verzakking" in str(limited["sittings-waiting"])
    assert "Andere dienst" not in str(limited)
    for page in (director, clerk, limited):
        assert "Andere stad" not in str(page)
    for part in ("sittings-plan", "sittings-forms", "sittings-put"):
        assert limited[part] == []
        assert director[part] != []


def test_a_schepen_and_the_like_only_look(chambers: Chambers, site: dash.Dash) -> None:
    before = chambers.all_of(TOWN)
    for role in (Role.BURGEMEESTER, Role.SCHEPEN, Role.DIENSTHOOFD):
        browser = Browser(site).as_(username(role))
        seen = shown(browser)["sittings-seen"]
        for form, act in ACTS:
            if (form, act) != (Form.CANCEL, "ask"):
                response = press(
                    browser, form, act, fields=FIELDS.get(form), seen=seen, picked=seen["waiting"], told={}
                )
                assert response.status_code == 403, (role, form, act)
    assert chambers.all_of(TOWN) == before


def test_no_other_town_is_touched_and_none_of_its_sittings_shown(chambers: Chambers, clerk: Browser) -> None:
    theirs, other = chambers.past[OTHER_TOWN], chambers.melding(town=OTHER_TOWN)
    assert "bestaat niet" in str(shown(clerk, f"?zitting={theirs}")["sittings-chosen"])
    before = chambers.all_of(OTHER_TOWN)
    mine = chambers.melding()
    for forged in (
        {"sitting": str(theirs), "no": 1, "agenda": {}, "waiting": {str(mine): [[str(mine), 2]]}},
        {"sitting": str(theirs), "no": 1, "agenda": {str(mine): [1, [[str(other), 2]]]}, "waiting": {}},
        {"sitting": str(chambers.next[TOWN]), "no": 1, "agenda": {}, "waiting": {str(mine): [[str(other), 2]]}},
    ):
        for form, act in ACTS:
            if form != Form.PLAN and act not in ("ask", "close"):
                more = {"seen": forged, "picked": [mine], "marked": [mine]}
                response = press(clerk, form, act, fields=FIELDS.get(form), **more)
                assert response.status_code == 200, (form, act, response.text)
                if str(theirs) in str(forged) or form == Form.PUT:
                    assert "said-well" not in response.text, (form, act)
    assert chambers.all_of(OTHER_TOWN) == before


def test_a_line_that_waits_puts_nothing_else_on_an_agenda(chambers: Chambers, clerk: Browser) -> None:
    """Nor is the title of what is not the clerk's to open told."""
    waits, other = chambers.melding(), chambers.add(Topic.MELDING, (K.SUBMITTED, {"title": "Onder de toonbank"}))
    seen = shown(clerk, f"?zitting={chambers.next[TOWN]}")["sittings-seen"]
    for forged in ([[str(other), 1]], [[str(waits), 2], [str(other), 1]]):
        seen["waiting"][str(waits)] = forged
        put = press(clerk, Form.PUT, "late", seen=seen, picked=[waits])
        assert "Dit wacht niet meer." in words(put)
        assert "toonbank" not in words(put)
    assert chambers.events(other) == []


def test_a_file_reaches_no_other_town(
    chambers: Chambers, clerk: Browser, site: dash.Dash, somebody: Callable[..., str]
) -> None:
    theirs, other = chambers.past[OTHER_TOWN], chambers.melding(town=OTHER_TOWN)
    neighbour = Browser(site).as_(somebody(NewGrant(OTHER_TOWN, Role.SECRETARIAAT)))
    item = agenda_of(neighbour, chambers, other, town=OTHER_TOWN)[other]
    told = told_in(bring(clerk, decision_list(chambers, "2026_CBS_1")))
    page, _ = laid(clerk, told | {"usual": str(theirs)})
    assert str(item) not in page
    forged = {"told": told, "told_seen": {str(item): [str(theirs), 1, [[str(other), 3]]]}}
    chosen = {"item-0": str(item), "result-0": "approved"}
    refused = press(clerk, Form.READ, "save", fields=chosen, **forged)
    assert "1 kon niet genoteerd worden" in words(refused)
    assert chambers.events(other) == [K.DECISION_ON_AGENDA]


def test_no_value_breaks_an_act_or_the_page(chambers: Chambers, clerk: Browser) -> None:
    chambers.melding()
    seen = shown(clerk, f"?zitting={chambers.next[TOWN]}")["sittings-seen"]
    for turn, (form, act) in enumerate(ACTS):
        for value in NASTY[turn % 3 :: 3]:
            fields = dict.fromkeys(FIELDS.get(form, {}), value)
            told = (value, seen | {"agenda": value, "waiting": value}, {"sitting": value, "no": value})[turn % 3 - 1]
            more = {"told": value, "told_seen": value}
            response = press(clerk, form, act, fields=fields, seen=told, picked=["x"], marked=["x"], **more)
            assert response.status_code in (200, 400), (form, act, value, response.text[:300])
    assert press(clerk, "none", "save").status_code == 400
    for value in ("?zitting=x", "?zitting=&punt=1", f"?zitting={uuid4()}", f"?zitting={chambers.past[TOWN]}&punt=x"):
        shown(clerk, value)


def test_the_calendar_is_a_file(chambers: Chambers, clerk: Browser, site: dash.Dash) -> None:
    response = clerk.get("/download/zittingen.ics")
    assert (response.status_code, response.mimetype) == (200, "text/calendar")
    assert str(chambers.past[TOWN]) in response.text
    assert str(chambers.past[OTHER_TOWN]) not in response.text
    assert "SUMMARY:College van burgemeester en schepenen\r\n" in response.text
    assert all(len(line) <= 75 for line in response.data.split(b"\r\n"))
    assert Browser(site).as_(username(Role.RAADSLID)).get("/download/zittingen.ics").status_code == 403
