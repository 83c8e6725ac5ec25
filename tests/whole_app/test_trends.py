"""The buttons of /trends as anybody can ask for them: what is kept is what the server counted, never what was sent."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import dash
import pytest
from sqlalchemy import select, text

from config.clock import FixedClock
from config.kinds import Role, SignalAnswer
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.trends.frame import PAGE, Form, Part
from dashboard.store.actions.accounts import NewGrant, grant_role
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension, ensure_source
from queries.tables import annotation, signal_answer
from tests.whole_app.people import GREEN, ROADS, TOWN, Browser, id_of, username

LAST = date(2026, 11, 9)
SIGNAL = f"melding.{LAST.isoformat()}.ratten"
FIELDS = {"answer": "werkplan", "reason": "Vallen zetten", "owner": None, "due": "2026-12-18"}
_ROWS = """
INSERT INTO melding (organisation_id, subject_id, source_id, melding_kind, category_id, service_id, stage, stage_since,
    received_at, received_day, open, closings, reopenings, deadline_moves)
SELECT :o, gen_random_uuid(), :source, 'melding', :c, :s, 'resolved', :at, :at, :day, false, 1, 0, false
FROM generate_series(1, :n)
"""


@pytest.fixture(scope="module", autouse=True)
def rats(town_writer: Writer) -> Any:
    """Two and a half years of a category of one service, and forty in its last week."""
    with town_writer.transaction() as connection:
        ensure_dimension(connection, TOWN, "category", {"ratten": "Ratten"})
        ensure_source(connection, TOWN, "ratten", "Ratten")
        found = "SELECT {0}_id FROM {0} WHERE organisation_id = :o AND code = 'ratten'"
        keys = {one: connection.scalar(text(found.format(one)), {"o": TOWN}) for one in ("category", "source")}
        own = {"o": TOWN, "c": keys["category"], "source": keys["source"], "s": ROADS}
        for back in range(130):
            day = LAST - timedelta(weeks=back, days=-2)
            at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
            connection.execute(text(_ROWS), own | {"day": day, "at": at, "n": 40 if back == 0 else 3 + back % 4})
    yield
    with town_writer.transaction() as connection:
        connection.execute(text("DELETE FROM melding WHERE organisation_id = :o AND source_id = :source"), own)
        connection.execute(text("DELETE FROM signal_answer"))
        connection.execute(text("DELETE FROM source WHERE organisation_id = :o AND source_id = :source"), own)


def press(browser: Browser, form: Any, subject: str, fields: dict[str, Any], search: str = "") -> Any:
    """Press the button of a form, as Dash sends it."""
    button = {"act": "save", "form": form, "page": PAGE, "subject": subject, "type": str(FormPart.ACT)}
    named = [{"form": form, "name": name, "page": PAGE, "type": str(FormPart.FIELD)} for name in fields]
    name = next(key for key in browser.site.callback_map if f"{turn_id(PAGE)}.data" in key and said_id(PAGE) in key)
    declared = browser.site.callback_map[name]["output"][2:]
    more = [{"id": one.component_id_str(), "property": one.component_property} for one in declared]
    result = {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}
    errors = [[{"id": one, "property": "error"} for one in named], [{"id": result, "property": "children"}]]
    body = {
        "output": name,
        "outputs": [*errors, *more],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [
            [{"id": one, "property": "value", "value": fields[one["name"]]} for one in named],
            {"id": "url", "property": "search", "value": search},
        ],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return browser.post_callback(body)


def shown(browser: Browser, search: str = "") -> str:
    """What the page shows of signals and answers."""
    name = next(key for key in browser.site.callback_map if f"{Part.SIGNALS}.children" in key)
    answer = browser.call(name, {"url.search": search})
    return json.dumps(answer.get_json(), ensure_ascii=False)


def kept(writer: Writer) -> list[Any]:
    with writer.transaction() as connection:
        return list(connection.execute(select(signal_answer)))


def test_a_signal_is_taken_up_with_the_numbers_of_the_server(
    site: dash.Dash, somebody: Any, town_writer: Writer
) -> None:
    director = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    assert "Ratten: 40 in w46" in shown(director)
    missing = press(director, Form.TAKE_UP, SIGNAL, FIELDS | {"reason": " ", "due": ""})
    assert "Vul in tegen wanneer" in missing.text
    assert "said-well" in press(director, Form.TAKE_UP, SIGNAL, FIELDS).text
    [row] = kept(town_writer)
    assert (row.member, row.week, row.numbers["n"], row.taken_role) == ("ratten", LAST, 40, "algemeen_directeur")
    assert row.answer == SignalAnswer.WORK_PLAN
    mayor = Browser(site).as_(username(Role.BURGEMEESTER))
    assert "al opgevolgd" in press(mayor, Form.TAKE_UP, SIGNAL, FIELDS).text
    assert "Vallen zetten" in shown(mayor)
    subject = f"{row.answer_id}/1"
    own = somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (ROADS,)))
    limited = Browser(site).as_(own)
    assert "Vallen zetten" not in shown(limited)  # it tells the numbers of all services
    other = press(limited, Form.RESULT, subject, {"result": "Weg", "result_on": "2026-11-22"})
    assert "said-well" not in other.text
    assert kept(town_writer)[0].result is None
    tomorrow = press(mayor, Form.RESULT, subject, {"result": "Weg", "result_on": "2026-11-23"})
    assert "said-well" not in tomorrow.text
    done = press(mayor, Form.RESULT, subject, {"result": "Minder ratten", "result_on": "2026-11-20"})
    assert "said-well" in done.text
    assert kept(town_writer)[0].result == "Minder ratten"


def test_what_happened_is_added_by_who_may_write_notes_and_taken_away_again(
    site: dash.Dash, town_writer: Writer
) -> None:
    def told() -> list[Any]:
        with town_writer.transaction() as connection:
            return list(connection.execute(select(annotation)))

    happened: dict[str, Any] = {
        "words": "Storm",
        "kind": "storm",
        "first_day": "2026-11-02",
        "last_day": "2026-11-01",
        "text": "",
    }
    happened |= dict.fromkeys(("area", "category", "theme"))
    director, council = (Browser(site).as_(username(role)) for role in (Role.ALGEMEEN_DIRECTEUR, Role.RAADSLID))
    assert "annotation=new" in shown(director)
    assert "annotate" in shown(director, "?annotation=new")
    assert "annotation=new" not in shown(council)
    assert "annotate" not in shown(council, "?annotation=new")
    assert press(council, Form.ANNOTATE, "", happened).status_code == 403
    for wrong in ({}, {"last_day": None, "words": "een twee drie vier vijf"}, {"last_day": None, "area": "geen"}):
        assert "said-well" not in press(director, Form.ANNOTATE, "", happened | wrong).text
    assert told() == []
    assert "said-well" in press(director, Form.ANNOTATE, "", happened | {"last_day": None}).text
    [row] = told()
    assert (row.first_day, row.last_day, row.words) == (date(2026, 11, 2), date(2026, 11, 2), "Storm")
    assert "2 nov 2026 Storm" in shown(council)
    subject = str(row.annotation_id)
    assert press(council, Form.TAKE_AWAY, subject, {}).status_code == 403
    assert "said-well" not in press(director, Form.TAKE_AWAY, "x", {}).text
    assert "Storm" in shown(director, f"?annotation={subject}")
    assert "said-well" in press(director, Form.TAKE_AWAY, subject, {}).text
    assert told() == []


def test_a_right_to_answer_for_some_services_is_none_on_what_another_role_shows(
    site: dash.Dash, somebody: Any, town_writer: Writer, time: FixedClock
) -> None:
    name, roads = somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))), "?service=roads"
    held: dict[str, Any] = {"writer": town_writer, "clock": time, "actor": COMMAND_LINE}
    grant_role(**held, account_id=id_of(site, name), grant=NewGrant(TOWN, Role.RAADSLID))
    both, mayor = Browser(site).as_(name), Browser(site).as_(username(Role.BURGEMEESTER))
    before = len(kept(town_writer))
    assert "Ratten: 40 in w46" in shown(both, roads)
    press(both, Form.TAKE_UP, SIGNAL, FIELDS, roads)
    assert len(kept(town_writer)) == before
    assert "said-well" in press(mayor, Form.TAKE_UP, SIGNAL, FIELDS, roads).text
    [row] = [row for row in kept(town_writer) if row.result is None]
    assert "Vallen zetten" in shown(both)
    assert "form-act" not in shown(both, f"{roads}&answer={row.answer_id}")
    result = {"result": "Weg", "result_on": "2026-11-20"}
    for form, fields in ((Form.RESULT, result), (Form.CHANGE, FIELDS | {"reason": "Anders"})):
        for change in ("1", "²", "9" * 5_000):
            assert "said-well" not in press(both, form, f"{row.answer_id}/{change}", fields).text
    assert row in kept(town_writer)
    for change in ("²", "9" * 5_000, "2"):
        assert press(mayor, Form.RESULT, f"{row.answer_id}/{change}", result).status_code == 200
    assert "said-well" in press(mayor, Form.RESULT, f"{row.answer_id}/1", result).text


def test_who_may_not_answer_does_not_and_what_is_no_signal_is_none(
    site: dash.Dash, somebody: Any, town_writer: Writer
) -> None:
    before = len(kept(town_writer))
    council = Browser(site).as_(username(Role.RAADSLID))
    assert "trends-line" in shown(council)
    assert "form-act" not in shown(council, f"?signal={SIGNAL}")
    assert press(council, Form.TAKE_UP, SIGNAL, FIELDS).status_code == 403
    director = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    for subject in ("", "melding.2026-11-09.geen", "x" * 400):
        assert "said-well" not in press(director, Form.TAKE_UP, subject, FIELDS).text
    for values in ({"answer": "niets"}, {"owner": "11111111-1111-1111-1111-111111111111"}, {"due": "gisteren"}):
        assert "said-well" not in press(director, Form.TAKE_UP, SIGNAL, FIELDS | values).text
    green = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    assert "Ratten" not in shown(green)
    assert "said-well" not in press(green, Form.TAKE_UP, SIGNAL, FIELDS).text
    assert len(kept(town_writer)) == before
