"""The buttons of /beheer as anybody can send them: never another town's, never a failure, whatever is filled in."""

import json
from typing import Any

import dash
import pytest
from sqlalchemy import text

from config.kinds import Role
from dashboard.components.form import Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.engine import Writer
from dashboard.web.manage import (
    appearance,
    areas,
    calendar,
    climate,
    dimensions,
    norms,
    people,
    reasons,
    retention,
    runs,
    targets,
)
from tests.whole_app.people import OTHER_TOWN, TOWN, Browser, id_of, username
from tests.whole_app.test_every_callback import NASTY

ACTS = {
    "beheer-gebruikers": people.ACTS,
    "beheer-diensten": dimensions.SERVICE_ACTS,
    "beheer-categorieen": dimensions.CATEGORY_ACTS,
    "beheer-normen": norms.ACTS,
    "beheer-kalender": calendar.ACTS,
    "beheer-doelen": targets.ACTS,
    "beheer-klimaat": climate.ACTS,
    "beheer-redenen": reasons.ACTS,
    "beheer-invoer": runs.ACTS,
    "beheer-gebieden": areas.ACTS,
    "beheer-uitzicht": appearance.ACTS,
    "beheer-bewaring": retention.ACTS,
}
FIELDS: dict[str, dict[str, Any]] = {
    "beheer-gebruikers": {"username": "nieuw", "name": "Nieuw", "language": "nl", "role": "raadslid", "services": []},
    "beheer-diensten": {"code": "sport", "name": "Sport", "since": "2026-11-22"},
    "beheer-categorieen": {"code": "boom", "name": "Boom", "theme": "", "regional": "", "since": "2026-11-22"},
    "beheer-normen": {"phase": "closing", "category": "-", "n": "5", "unit": "working_day", "from": "2026-11-22"},
    "beheer-kalender": {"day": "2026-12-24", "reason": "brug"},
    "beheer-doelen": {"number": "on_time|", "direction": "at_least", "goal": "80", "amber": "70", "red": "60"},
    "beheer-klimaat": {
        "indicator": "trees",
        "value": "12,5",
        "day": "2026-06-30",
        "included": "with",
        "source": "Groenblauwpeil",
    },
    "beheer-redenen": {
        "label_nl": "Past bij de schoolomgeving",
        "label_en": "Fits the school environment",
        "outcomes": ["selected"],
        "template": "Met {stemmen} stemmen.",
    },
    "beheer-invoer": {},
    "beheer-bewaring": {"days": "400"},
    "beheer-gebieden": {
        "kind": "district",
        "code": "code",
        "name": "naam",
        "people": "",
        "origin": "GIS",
        "from": "",
        "population": "12",
    },
    "beheer-uitzicht": {
        "name": "Stad",
        "accent": "#AA3300",
        "website": "https://www.example.be",
        "opened": "closed",
        "licence": "",
        "sites": "https://www.example.be",
        "preset": "grb",
        "title": "Kaart",
        "url": "https://tiles.example.be/{z}/{x}/{y}.png",
        "attribution": "x",
        "zoom": "19",
    },
}
FORGED = ("?organisation=other-town", "")


@pytest.fixture
def boss(site: dash.Dash) -> Browser:
    return Browser(site).as_(username(Role.BEHEERDER))


def press(browser: Browser, page: str, form: str, act: str, subject: Any, fields: Any, search: Any = "") -> Any:
    """Press a button of a page's form, as Dash sends it."""
    button = {"act": act, "form": form, "page": page, "subject": subject, "type": str(Part.ACT)}
    named = [{"form": form, "name": name, "page": page, "type": str(Part.FIELD)} for name in fields]
    told = {"form": form, "page": page, "type": str(Part.RESULT)}
    name = next(key for key in browser.site.callback_map if f"{page}-turn.data" in key and f"{page}-said" in key)
    entry = browser.site.callback_map[name]
    values = [{"id": one, "property": "value", "value": fields[one["name"]]} for one in named]
    body = {
        "output": name,
        "outputs": [
            [{"id": one, "property": "error"} for one in named],
            [{"id": told, "property": "children"}],
            {"id": f"{page}-said", "property": "children"},
            {"id": f"{page}-turn", "property": "data"},
        ],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [values, {"id": entry["state"][1]["id"], "property": "search", "value": search}],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return browser.post_callback(body)


def counts(writer: Writer, organisation_id: int) -> list[Any]:
    """What a town has: as much of it as a button could change."""
    tables = (
        *("account_grant", "norm", "target", "closing_day", "service_version", "category_version", "audit"),
        *("area_version", "boundary_file", "appearance", "climate_reading", "retention_rule", "retention_run"),
        "reason",
    )
    with writer.transaction() as connection:
        told = [
            connection.execute(
                text(f"SELECT count(*), sum(hashtext(t::text)) FROM {table} t WHERE organisation_id = :o"),
                {"o": organisation_id},
            ).one()
            for table in tables
        ]
        accounts = "SELECT sum(hashtext(a::text)) FROM account a JOIN account_grant USING (account_id)"
        own = f"{accounts} WHERE organisation_id = :o"
        return [*told, connection.scalar(text(own), {"o": organisation_id})]


def test_every_act_is_answered_and_no_other_town_is_touched(
    site: dash.Dash, boss: Browser, town_writer: Writer
) -> None:
    before = counts(town_writer, OTHER_TOWN)
    theirs = str(id_of(site, username(Role.MEDEWERKER, OTHER_TOWN)))
    pressed = 0
    for page, acts in ACTS.items():
        for form, act in acts:
            for subject in (theirs, f"{theirs}.1", "roads", "1", "2026-12-24", "melding"):
                for search in FORGED:
                    response = press(boss, page, form, act, subject, FIELDS[page], search)
                    assert response.status_code in (200, 404), (page, form, act, subject, search, response.text)
                    pressed += response.status_code == 200
    assert pressed > 50
    assert counts(town_writer, OTHER_TOWN) == before


def test_no_value_of_a_field_breaks_an_act(site: dash.Dash, boss: Browser) -> None:
    mine = str(id_of(site, username(Role.RAADSLID)))
    for page, acts in ACTS.items():
        for form, act in acts:
            # each value in every field at once, since a problem in one keeps no other from being read; some alone
            for turn, value in enumerate(NASTY):
                name = list(FIELDS[page] or {"none": ""})[turn % max(len(FIELDS[page]), 1)]
                alone = [FIELDS[page] | {name: value}] if turn < len(FIELDS[page]) else []
                for fields in (dict.fromkeys(FIELDS[page], value), *alone):
                    response = press(boss, page, form, act, mine, fields)
                    assert response.status_code in (200, 400), (page, form, act, name, value, response.text[:300])
    for value in NASTY:
        response = press(boss, "beheer-normen", "new", value, value, FIELDS["beheer-normen"], "")
        assert response.status_code == 400, value


def test_problems_stand_with_their_fields_and_what_was_done_is_said(boss: Browser, town_writer: Writer) -> None:
    fields = FIELDS["beheer-gebruikers"] | {"username": "an.nieuw", "role": "diensthoofd", "from": "", "until": "x"}
    response = press(boss, "beheer-gebruikers", "invite", "save", "", fields).get_json()["response"]
    errors = {json.loads(key)["name"]: value["error"] for key, value in response.items() if "error" in value}
    assert set(errors) == set(fields)
    assert {name for name, error in errors.items() if error} == {"services", "until"}
    fields |= {"services": ["*"], "until": ""}
    done = press(boss, "beheer-gebruikers", "invite", "save", "", fields)
    assert "is toegevoegd" in done.text
    assert "http://localhost/toegang/" in str(done.get_json())
    assert done.get_json()["response"]["beheer-gebruikers-turn"]["data"]


def test_what_is_hard_to_undo_is_asked_first(site: dash.Dash, boss: Browser, town_writer: Writer) -> None:
    mine, before = str(id_of(site, username(Role.SECRETARIAAT))), counts(town_writer, TOWN)
    asked = press(boss, "beheer-gebruikers", "close", "ask", mine, {})
    assert "Ja, ga door" in asked.text
    assert counts(town_writer, TOWN) == before
    assert "gesloten" in press(boss, "beheer-gebruikers", "close", "save", mine, {}).text
    assert counts(town_writer, TOWN) != before
    assert press(boss, "beheer-gebruikers", "nothing", "ask", mine, {}).status_code == 400


def test_who_does_not_manage_is_refused(site: dash.Dash, somebody: Any) -> None:
    reader = Browser(site).as_(somebody(NewGrant(TOWN, Role.ALGEMEEN_DIRECTEUR)))
    for page, acts in ACTS.items():
        for form, act in acts:
            assert press(reader, page, form, act, "x", FIELDS[page]).status_code == 403
    for path in ("/download/beheer-logboek/log.csv", "/download/beheer-invoer/refused.csv?run=x"):
        assert reader.get(path).status_code == 403


def test_files_are_of_the_own_town(boss: Browser) -> None:
    assert boss.get("/download/beheer-logboek/log.csv?organisation=other-town").status_code == 404
    log = boss.get("/download/beheer-logboek/log.csv?what=account_created")
    assert log.status_code == 200
    assert "maakte het account van Person medewerker-1 met de rol medewerker" in log.text
    assert "Person raadslid-2" not in log.text
    assert boss.get("/download/beheer-invoer/refused.csv?run=7").status_code == 404


def test_a_shorter_period_is_asked_for_once_more_and_a_longer_one_is_saved(boss: Browser, town_writer: Writer) -> None:
    def rules() -> list[Any]:
        with town_writer.transaction() as connection:
            asked = "SELECT kind, days FROM retention_rule WHERE organisation_id = :o AND kind = 'klacht'"
            return [tuple(row) for row in connection.execute(text(asked), {"o": TOWN})]

    def said(act: str, days: str) -> str:
        return str(press(boss, "beheer-bewaring", "rule", act, "klacht", {"days": days}).text)

    assert "Ja, ga door" in (asked := said("set", "365"))
    assert "Met 365 dagen zou nu niets gewist worden" in asked
    assert rules() == []
    for act, days, kept in (("set", "2000", 2000), ("save", "365", 365), ("set", "", None)):
        assert "De termijn is bewaard." in said(act, days)
        assert rules() == [("klacht", kept)]
    assert "Deze termijn geldt al" in said("set", "")
