"""The buttons of /opvolging as anybody can ask for them: never another's, and never a failure."""

import base64
import io
import json
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from PIL import Image
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import Role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.components.form import Part as FormPart
from dashboard.components.progress.frame import PAGE, UPLOAD, Form, Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension, ensure_source
from dashboard.store.project import project
from dashboard.web.progress_acts import ACTS
from tests.whole_app.people import GREEN, OTHER_TOWN, ROADS, TOWN, Browser, username
from tests.whole_app.test_every_callback import NASTY
from tests.whole_app.test_moderating import APPEND, seen

FIELDS: dict[str, dict[str, Any]] = {
    Form.PLAN: {"due": "2027-03-01", "service": ""},
    Form.START: {"on": ""},
    Form.REALISE: {"on": "2026-11-22", "cost": "1250,5"},
    Form.COST: {"cost": "1300"},
    Form.MEASURE: {"indicator": "trees", "value": "3", "on": ""},
    Form.STEPS: {"words": "In mei."},
    Form.PHOTO: {"moment": "before", "alt": "Een plein"},
}
CHOSEN: tuple[tuple[P, dict[str, Any]], ...] = (
    (P.SUBMITTED, {"title": "Plein"}),
    (P.PUBLISHED, {}),
    (P.SELECTION_MADE, {"outcome": "selected"}),
)


class Places:
    """Chosen places of both towns."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        with writer.transaction() as connection:
            for town in (TOWN, OTHER_TOWN):
                ensure_source(connection, town, "platform", "Platform")
                ensure_dimension(connection, town, "theme", {"groen": "Groen"})

    def add(self, town: int = TOWN, service: int = GREEN) -> UUID:
        subject = uuid4()
        values = {"o": town, "s": subject, "now": self.clock.now(), "v": service}
        with self.writer.transaction() as connection:
            key = {"t": Topic.PROPOSAL, "k": str(subject)}
            connection.execute(text("INSERT INTO subject VALUES (:o, :s, :t, 1, :k)"), values | key)
            for seq, (kind, payload) in enumerate(CHOSEN, 1):
                connection.execute(APPEND, values | {"q": seq, "k": kind, "p": json.dumps(payload)})
            project(connection, town, [subject])
        return subject

    def events(self, subject: UUID) -> list[str]:
        asked = text("SELECT kind FROM event WHERE subject_id = :s AND source_id IS NULL ORDER BY seq")
        with self.writer.transaction() as connection:
            return list(connection.scalars(asked, {"s": subject}))


@pytest.fixture(scope="module")
def places(town_writer: Writer, time: FixedClock) -> Places:
    return Places(town_writer, time)


@pytest.fixture
def worker(site: dash.Dash) -> Browser:
    return Browser(site).as_(username(Role.MEDEWERKER))


def photo() -> str:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def press(
    browser: Browser, form: Any, act: Any, subject: Any, fields: Any = None, *, shown: Any, file: Any = None
) -> Any:
    """Press a button, as Dash sends it; `shown` is what the page showed, `file` the photo that was chosen."""
    button = {"act": act, "form": form, "page": PAGE, "subject": subject, "type": str(FormPart.ACT)}
    named = [{"form": form, "name": name, "page": PAGE, "type": str(FormPart.FIELD)} for name in fields or {}]
    name = next(key for key in browser.site.callback_map if f"{Part.TURN}.data" in key and str(Part.SAID) in key)
    declared = browser.site.callback_map[name]["output"][2:]
    more = [{"id": one.component_id_str(), "property": one.component_property} for one in declared]
    result = {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}
    files = [{"id": {"subject": str(subject), "type": UPLOAD}, "property": "contents", "value": file}]
    body = {
        "output": name,
        "outputs": [
            [{"id": one, "property": "error"} for one in named],
            [{"id": result, "property": "children"}],
            *more,
        ],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [
            [{"id": one, "property": "value", "value": (fields or {})[one["name"]]} for one in named],
            {"id": str(Part.SEEN), "property": "data", "value": shown},
            files if file is not None else [],
        ],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return browser.post_callback(body)


def said(response: Any) -> str:
    return json.dumps(response.get_json()["response"].get(str(Part.SAID), {}), ensure_ascii=False)


def test_a_place_is_followed_from_plan_to_photo_and_the_last_is_taken_back(places: Places, worker: Browser) -> None:
    one = places.add()
    told = (Form.PLAN, Form.START, Form.REALISE, Form.COST, Form.MEASURE, Form.STEPS)
    for seq, form in enumerate(told, len(CHOSEN)):
        done = press(worker, form, "save", str(one), FIELDS[form], shown=seen(one, seq))
        assert "said-well" in said(done), (form, done.text)
    before = {"moment": "after", "alt": "Een plein"}
    missing = press(worker, Form.PHOTO, "save", str(one), before, shown=seen(one, 9))
    assert "Kies eerst een foto" in missing.text
    kept = press(worker, Form.PHOTO, "save", str(one), before, shown=seen(one, 9), file=photo())
    assert "Foto gepubliceerd: Plein" in said(kept)
    late = press(worker, Form.STEPS, "save", str(one), FIELDS[Form.STEPS], shown=seen(one, 9))
    assert "Intussen: Foto toegevoegd door medewerker" in said(late)
    back = press(worker, Form.UNDO, "said", f"{one}:10", shown=seen(one, 11))
    assert "Ongedaan gemaakt: Plein" in said(back)
    assert places.events(one) == [
        *(P.EXECUTION_PLANNED, P.EXECUTION_STARTED, P.REALISED, P.REALISED, P.OUTCOME_MEASURED, P.NEXT_STEPS_TOLD),
        *(P.PHOTO_ADDED, P.PHOTO_PUBLISHED, P.VOID, P.VOID),
    ]


def test_no_other_town_or_service_is_touched_and_who_only_reads_is_refused(
    site: dash.Dash, places: Places, worker: Browser, somebody: Any
) -> None:
    theirs, roads = places.add(OTHER_TOWN), places.add(service=ROADS)
    limited = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    reader = Browser(site).as_(username(Role.BURGEMEESTER))
    for form, act in ACTS:
        for browser, subject in ((worker, theirs), (limited, roads), (reader, roads)):
            named = f"{subject}:3" if form == Form.UNDO else str(subject)
            done = press(browser, form, act, named, FIELDS.get(form), shown=seen(subject, 3), file=photo())
            assert done.status_code == (403 if browser is reader else 200), (form, done.text)
            assert "said-well" not in done.text, form
    assert places.events(theirs) == places.events(roads) == []


def test_no_value_breaks_an_act(places: Places, worker: Browser) -> None:
    one = places.add()
    for turn, (form, act) in enumerate(ACTS):
        for value in NASTY[turn % 4 :: 4]:
            fields = dict.fromkeys(FIELDS.get(form, {}), value)
            for shown, file in ((value, None), (seen(one, 3), value)):
                response = press(worker, form, act, str(one), fields, shown=shown, file=file)
                assert response.status_code in (200, 400), (form, value, response.text[:300])
    assert press(worker, "none", "save", str(one), shown=seen(one, 3)).status_code == 400


def test_the_page_shows_the_place_and_keeps_the_forms_that_are_there(places: Places, worker: Browser) -> None:
    one = places.add()
    name = next(key for key in worker.site.callback_map if f"{Part.LIST}.children" in key)
    first = worker.call(name, {"url.search": f"?voorstel={one}"}).get_json()["response"]
    assert str(one) in json.dumps(first)
    assert "Werken plannen" in json.dumps(first[str(Part.FORMS)], ensure_ascii=False)
    same = {"url.search": f"?voorstel={one}", f"{Part.ASKED_OF}.data": str(one), f"{Part.OFFERED}.data": None}
    again = worker.call(name, same).get_json()["response"]
    assert str(Part.FORMS) not in again, "what was typed stays"
    gone = worker.call(name, {"url.search": f"?voorstel={uuid4()}"}).get_json()["response"]
    assert "bestaat niet" in json.dumps(gone[str(Part.CASE)], ensure_ascii=False)
