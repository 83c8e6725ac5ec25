"""Decision dossiers on the workbench and as files: asked by who chooses, had by who reaches all of it."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import PERMISSIONS, Permission, Role
from dashboard.components.choosing.frame import Form, Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.engine import Writer
from tests.whole_app.people import FORMER_TOWN, GREEN, OTHER_TOWN, ROADS, TOWN, Browser, username
from tests.whole_app.test_choosing import ROUND, Bench, press

DOSSIER = """
INSERT INTO dossier (organisation_id, dossier_id, round_id, ref, version, draft, places, reach, as_of, made_at,
    made_role, frozen, hash)
SELECT :o, :d, round_id, ref, :v, false, 2, CAST(:reach AS jsonb), now(), now(), 'medewerker', '{}', '8f41c2a9' || :v
FROM selection_round WHERE organisation_id = :o
"""
FILE = "INSERT INTO dossier_file VALUES (:o, :d, :f, :content, now())"
SITTING = """
INSERT INTO sitting (organisation_id, sitting_id, organ, organ_name, starts_at, state, change_no, planned_at)
VALUES (:o, :s, 'college', 'shelf', :at, :state, 1, now())
"""
ITEM = """
INSERT INTO sitting_item (organisation_id, item_id, sitting_id, kind, subject_ids, dossier_id, place, late, added_at,
    change_no)
VALUES (:o, :i, :s, 'dossier', '{}', :d, :n, false, now(), 1)
"""
WHOLE: list[Any] = [[TOWN, None], [FORMER_TOWN, None]]


class Shelf(Bench):
    """The workbench of a town with a round, and dossiers of it."""

    def dossier(self, reach: Any = WHOLE, formats: tuple[str, ...] = ("pdf", "docx")) -> UUID:
        made, version = uuid4(), 1 + self.rows("SELECT count(*) FROM dossier")[0][0]
        named = {"o": TOWN, "d": made, "v": version, "reach": json.dumps(reach)}
        with self.writer.transaction() as connection:
            connection.execute(text(DOSSIER), named)
            for one in formats:
                connection.execute(text(FILE), {"o": TOWN, "d": made, "f": one, "content": f"the {one}".encode()})
        return made

    def on_agenda(self, *dossiers: UUID, state: str = "planned") -> None:
        """Each on the agenda of one sitting."""
        named = {"o": TOWN, "s": uuid4(), "state": state, "at": self.clock.now() + timedelta(days=len(state))}
        with self.writer.transaction() as connection:
            connection.execute(text(SITTING), named)
            for n, one in enumerate(dossiers, 1):
                connection.execute(text(ITEM), named | {"i": uuid4(), "d": one, "n": n})


@pytest.fixture(scope="module")
def shelf(town_writer: Writer, time: FixedClock, site: dash.Dash) -> Shelf:
    made = Shelf(town_writer, time)
    press(Browser(site).as_(username(Role.MEDEWERKER)), Form.ROUND, "open", str(TOWN), ROUND)
    [(found,)] = made.rows("SELECT round_id FROM selection_round WHERE organisation_id = :o", o=TOWN)
    made.round_id = str(found)
    return made


def ready(browser: Browser) -> str:
    """What stands beside 'ready for the decision'."""
    output = next(key for key in browser.site.callback_map if f"{Part.LIST}.children" in key)
    told = browser.call(output, {"url.search": "", "version.data": 1}).get_json()["response"]
    return json.dumps(told[str(Part.READY)], ensure_ascii=False)


@pytest.mark.parametrize("role", Role)
def test_a_dossier_is_had_by_who_handles_proposals(site: dash.Dash, shelf: Shelf, role: Role) -> None:
    made, browser = shelf.dossier(), Browser(site).as_(username(role))
    response = browser.get(f"/download/dossier/{made}.pdf")
    may = Permission.HANDLE_PROPOSALS in PERMISSIONS[role]
    refused = 404 if Permission.SEE_SITTINGS in PERMISSIONS[role] else 403
    assert response.status_code == (200 if may else refused)
    if may:
        assert (response.data, response.mimetype) == (b"the pdf", "application/pdf")
        assert "beslisdossier-najaar-versie-" in response.headers["Content-Disposition"]
        assert response.headers["Cache-Control"] == "no-store"
        assert browser.get(f"/download/dossier/{made}.docx").data == b"the docx"


def test_who_prepares_sittings_has_what_stands_on_an_agenda_of_theirs_and_no_draft(
    site: dash.Dash, shelf: Shelf, somebody: Any
) -> None:
    on, off, called_off, draft = (shelf.dossier() for _ in range(4))
    shelf.on_agenda(on, draft)
    shelf.on_agenda(called_off, state="cancelled")
    with shelf.writer.transaction() as connection:
        connection.execute(text("UPDATE dossier SET draft = true WHERE dossier_id = :d"), {"d": draft})
    people = {
        "clerk": username(Role.SECRETARIAAT),
        "of another town": somebody(NewGrant(OTHER_TOWN, Role.SECRETARIAAT)),
        "member of the council": username(Role.RAADSLID),
    }
    found = {
        name: [
            Browser(site).as_(one).get(f"/download/dossier/{d}.pdf").status_code for d in (on, off, called_off, draft)
        ]
        for name, one in people.items()
    }
    assert list(found.values()) == [[200, 404, 404, 404], [404] * 4, [403] * 4]


def test_it_stays_within_what_its_reader_reaches(site: dash.Dash, shelf: Shelf, somebody: Any) -> None:
    whole, green = shelf.dossier(), shelf.dossier([[TOWN, [GREEN]], [FORMER_TOWN, [GREEN + 100]]])
    people = {
        "whole": username(Role.MEDEWERKER),
        "green": somebody(NewGrant(TOWN, Role.MEDEWERKER, (GREEN,))),
        "roads": somebody(NewGrant(TOWN, Role.MEDEWERKER, (ROADS,))),
        "elsewhere": username(Role.MEDEWERKER, OTHER_TOWN),
    }
    found = {
        name: tuple(Browser(site).as_(one).get(f"/download/dossier/{made}.pdf").status_code for made in (whole, green))
        for name, one in people.items()
    }
    assert found == {"whole": (200, 200), "green": (404, 200), "roads": (404, 404), "elsewhere": (404, 404)}
    page = ready(Browser(site).as_(people["green"]))
    assert str(green) in page
    assert str(whole) not in page


def test_who_chooses_asks_for_it_and_the_page_says_how_it_stands(site: dash.Dash, shelf: Shelf) -> None:
    clerk, mayor = (Browser(site).as_(username(role)) for role in (Role.MEDEWERKER, Role.BURGEMEESTER))
    assert press(mayor, Form.DOSSIER, "save", "").status_code == 403
    for act in ("save", "save", "draft"):
        assert press(clerk, Form.DOSSIER, act, "").status_code == 200
    asked = shelf.rows("SELECT asked ->> 'draft' FROM work_request WHERE kind = 'dossier' ORDER BY asked_at, 1")
    assert asked == [("false",), ("true",)]  # what waits already is not asked twice
    assert shelf.rows("SELECT count(*) FROM audit WHERE action = 'dossier_asked'") == [(3,)]
    assert "Het dossier wordt gemaakt" in ready(clerk)
    with shelf.writer.transaction() as connection:
        done = "UPDATE work_request SET ended_at = asked_at, problem = :p WHERE kind = 'dossier'"
        connection.execute(text(done), {"p": "You do not have access to this."})
    assert "kon niet gemaakt worden: U hebt hier geen toegang toe." in ready(clerk)


def test_while_its_files_are_made_anew_there_is_nothing_to_have(site: dash.Dash, shelf: Shelf) -> None:
    made, clerk = shelf.dossier(formats=()), Browser(site).as_(username(Role.MEDEWERKER))
    response = clerk.get(f"/download/dossier/{made}.pdf")
    assert response.status_code == 404
    assert "opnieuw gemaakt" in response.text
    page = ready(clerk)
    assert "de bestanden worden opnieuw gemaakt" in page
    assert f"{made}.pdf" not in page
