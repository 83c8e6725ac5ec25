"""The dialog of notes, as callbacks: who may write, and what the next one reads."""

from datetime import timedelta

import dash
import pytest

from config.clock import FixedClock
from config.kinds import Role
from dashboard.components.note_dialog import DIALOG, OPEN, SAVE
from dashboard.store.actions.accounts import NewGrant
from tests.whole_app.people import ROADS, TOWN, Browser, payload, username


def outputs(site: dash.Dash) -> tuple[str, str]:
    """The callbacks that open the dialog, and that write."""
    opening = next(name for name in site.callback_map if name.startswith(f"..{DIALOG}.opened..."))
    writing = next(name for name in site.callback_map if name.startswith(f"..{DIALOG}.opened@"))
    return opening, writing


def open_dialog(browser: Browser, measure: str = "on_time", service: int = 0):
    name = outputs(browser.site)[0]
    body = payload(browser.site, name, {})
    button = {"type": OPEN, "measure": measure, "service": service}
    body["inputs"] = [[{"id": button, "property": "n_clicks", "value": 1}]]
    told = f'{{"measure":"{measure}","service":{service},"type":"{OPEN}"}}.n_clicks'
    return browser.post_callback(body | {"changedPropIds": [told]})


def write(browser: Browser, text: str, service: int = 0):
    values = {
        f"{SAVE}.n_clicks": 1,
        "note-target.data": {"measure": "on_time", "service": service},
        "note-text.value": text,
    }
    return browser.call(outputs(browser.site)[1], values, changedPropIds=[f"{SAVE}.n_clicks"])


@pytest.fixture
def director(site: dash.Dash) -> Browser:
    return Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))


def test_a_note_is_written_and_stands_in_the_dialog_of_the_next_writer(
    site: dash.Dash, director: Browser, time: FixedClock
) -> None:
    answer = write(director, "twee vacatures").get_json()["response"]
    assert (answer[DIALOG]["opened"], answer["notes-changed"]["data"]) == (False, 1)
    time.advance(timedelta(minutes=1))
    assert write(director, "herstel in januari").status_code == 200
    shown = open_dialog(Browser(site).as_(username(Role.BURGEMEESTER))).get_json()["response"]
    assert shown["note-text"]["value"] == "herstel in januari"
    assert shown[DIALOG] == {"opened": True, "title": "Op tijd afgehandeld"}
    assert "algemeen directeur, 22 nov 2026" in str(shown["note-history"])
    assert "twee vacatures" in str(shown["note-history"])
    assert "status-bad" in write(director, " ").text


def test_who_may_not_write_neither_opens_nor_writes(site: dash.Dash, somebody, director: Browser) -> None:
    for role in (Role.RAADSLID, Role.MEDEWERKER, Role.BEHEERDER):
        browser = Browser(site).as_(username(role))
        assert open_dialog(browser).status_code == 403
        assert write(browser, "van wie?").status_code == 403
    alderman = Browser(site).as_(somebody(NewGrant(TOWN, Role.SCHEPEN, (ROADS,))))
    assert open_dialog(alderman, service=ROADS).status_code == 200
    assert open_dialog(alderman).status_code == 403
    assert "status-bad" in write(alderman, "over alles").text
    assert write(alderman, "over wegen", ROADS).get_json()["response"][DIALOG]["opened"] is False
    assert open_dialog(director, measure="no-such").status_code == 400
