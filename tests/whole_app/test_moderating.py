"""The buttons of /moderatie and the photos as anybody can ask for them: never another's, never a failure."""

import json
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import Role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.components.form import Part as FormPart
from dashboard.components.moderation.frame import PAGE, PICK, Form, Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.blobs import DatabaseBlobs
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension, ensure_source
from dashboard.store.pictures import Picture
from dashboard.store.project import project
from dashboard.web.moderation_acts import ACTS
from tests.whole_app.people import GREEN, OTHER_TOWN, ROADS, TOWN, Browser, username
from tests.whole_app.test_every_callback import NASTY

FIELDS: dict[str, dict[str, Any]] = {
    Form.REFUSE: {"reason": "off_topic", "message": "Dit past hier niet."},
    Form.ASK: {"message": "Waar juist?"},
    Form.MERGE: {"number": "P-9"},
    Form.THEME: {"theme": "1", "service": str(GREEN)},
    Form.PLACE: {"street": "Kerkstraat", "lat": "51,16", "lon": "4,14", "area": ""},
    Form.GAIN: {"indicator": "trees", "value": "3"},
}
APPEND = text(
    "INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, inferred, "
    "payload, source_id, revision) VALUES (:o, :s, :q, :k, :now, :now, :v, false, CAST(:p AS jsonb), 1, 0)"
)


class Wishes:
    """Proposals of both towns, each with a photo."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        with writer.transaction() as connection:
            for town in (TOWN, OTHER_TOWN):
                ensure_source(connection, town, "platform", "Platform")
                ensure_dimension(connection, town, "theme", {"groen": "Groen"})
            picture = Picture(b"a picture", "image/png", 4, 3)
            store = DatabaseBlobs(connection, clock)
            (self.photo,) = {store.keep(town, picture) for town in (TOWN, OTHER_TOWN)}

    def add(self, town: int = TOWN, service: int | None = GREEN, *, published: bool = False) -> UUID:
        subject, told = uuid4(), {"title": "Plein", "number": f"P-{uuid4().hex[:6]}"}
        values = {"o": town, "s": subject, "now": self.clock.now(), "v": service}
        events = [(P.SUBMITTED, told), (P.PHOTO_ADDED, {"photo": self.photo})]
        events += [(P.PUBLISHED, {}), (P.PHOTO_PUBLISHED, {"photo": self.photo})] if published else []
        with self.writer.transaction() as connection:
            key = {"t": Topic.PROPOSAL, "k": str(subject)}
            connection.execute(text("INSERT INTO subject VALUES (:o, :s, :t, 1, :k)"), values | key)
            for seq, (kind, payload) in enumerate(events, 1):
                connection.execute(APPEND, values | {"q": seq, "k": kind, "p": json.dumps(payload)})
            project(connection, town, [subject])
        return subject

    def events(self, subject: UUID) -> list[Any]:
        asked = text("SELECT kind, actor_role FROM event WHERE subject_id = :s AND source_id IS NULL ORDER BY seq")
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(asked, {"s": subject})]

    def all_of(self, town: int) -> list[Any]:
        asked = text("SELECT subject_id, seq, kind FROM event WHERE organisation_id = :o ORDER BY 1, 2")
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(asked, {"o": town})]


@pytest.fixture(scope="module")
def wishes(town_writer: Writer, time: FixedClock) -> Wishes:
    return Wishes(town_writer, time)


@pytest.fixture
def worker(site: dash.Dash) -> Browser:
    return Browser(site).as_(username(Role.MEDEWERKER))


def press(browser: Browser, form: Any, act: Any, subject: Any, fields: Any = None, **more: Any) -> Any:
    """Press a button, as Dash sends it; `seen` is what the page showed, `picked` are the ticked rows (id, seq)."""
    button = {"act": act, "form": form, "page": PAGE, "subject": subject, "type": str(FormPart.ACT)}
    named = [{"form": form, "name": name, "page": PAGE, "type": str(FormPart.FIELD)} for name in fields or {}]
    ticked = [{"type": PICK, "subject": str(one), "seq": seq} for one, seq in more.get("picked", ())]
    name = next(key for key in browser.site.callback_map if f"{Part.TURN}.data" in key and str(Part.SAID) in key)
    outputs = [{"id": one["id"], "property": one["property"]} for one in _declared(browser, name)[2:]]
    result = {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}
    body = {
        "output": name,
        "outputs": [
            [{"id": one, "property": "error"} for one in named],
            [{"id": result, "property": "children"}],
            *outputs,
        ],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [
            [{"id": one, "property": "value", "value": (fields or {})[one["name"]]} for one in named],
            {"id": str(Part.SEEN), "property": "data", "value": more.get("seen")},
            [{"id": one, "property": "checked", "value": True} for one in ticked],
            {"id": "url", "property": "search", "value": more.get("search", "")},
        ],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return browser.post_callback(body)


def _declared(browser: Browser, name: str) -> list[dict[str, str]]:
    outputs = browser.site.callback_map[name]["output"]
    return [{"id": one.component_id_str(), "property": one.component_property} for one in outputs]


def seen(subject: Any, seq: Any = 2) -> dict[str, Any]:
    return {"subject": str(subject), "seq": seq}


def said(response: Any) -> str:
    return json.dumps(response.get_json()["response"].get(str(Part.SAID), {}), ensure_ascii=False)


def test_a_decision_is_done_said_and_taken_back(wishes: Wishes, worker: Browser) -> None:
    one, other = wishes.add(), wishes.add()
    refused = press(worker, Form.REFUSE, "save", str(one), {"reason": "", "message": ""}, seen=seen(one)).get_json()
    assert [part["error"] for part in refused["response"].values() if "error" in part] == ["Vul dit in.", None]
    done = press(worker, Form.REFUSE, "save", str(one), FIELDS[Form.REFUSE], seen=seen(one))
    assert "Geweigerd: Plein" in said(done)
    assert done.get_json()["response"]["url"]["search"].startswith("?voorstel=")
    late = press(worker, Form.DECIDE, "save", str(one), seen=seen(one))
    assert "Intussen: Geweigerd door medewerker" in said(late)
    back = press(worker, Form.UNDO, "save", f"{one}:3")
    assert "Ongedaan gemaakt: Plein" in said(back)
    assert back.get_json()["response"]["url"]["search"] == f"?voorstel={one}"
    assert wishes.events(one) == [("moderation_refused", "medewerker"), ("void", "medewerker")]
    together = press(worker, Form.SEVERAL, "save", "", picked=[(one, 4), (other, 2)])
    assert "2 voorstellen gepubliceerd" in said(together)
    assert wishes.events(other) == [("proposal_published", "medewerker")]


def test_what_was_corrected_is_taken_back_by_a_button_of_its_own(wishes: Wishes, worker: Browser) -> None:
    one = wishes.add()
    done = press(worker, Form.PLACE, "save", str(one), FIELDS[Form.PLACE], seen=seen(one))
    assert '"act": "said"' in said(done), "the button in the history has the id with 'save'"
    assert "Ongedaan gemaakt: Plein" in said(press(worker, Form.UNDO, "said", f"{one}:3"))
    assert wishes.events(one) == [("proposal_relocated", "medewerker"), ("void", "medewerker")]


def test_every_act_is_answered_and_no_other_town_or_service_is_touched(
    site: dash.Dash, wishes: Wishes, worker: Browser, somebody: Any
) -> None:
    theirs, roads = wishes.add(OTHER_TOWN), wishes.add(service=ROADS)
    before = wishes.all_of(OTHER_TOWN)
    limited = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    mine = wishes.add()
    for form, act in ACTS:
        for browser, subject in ((worker, theirs), (limited, roads)):
            named_by = {
                Form.PHOTO: f"{subject}/{wishes.photo}",
                Form.UNDO: f"{subject}:2",
                Form.MERGE: f"{mine}/{subject}",
            }
            for named in {str(subject), named_by.get(Form(form), "x")}:
                shown = {"seen": seen(subject), "picked": [(subject, 2)]}
                response = press(browser, form, act, named, FIELDS.get(form), **shown)
                assert response.status_code == 200, (form, act, response.text)
                assert "said-well" not in response.text, (form, act, named)
    assert wishes.all_of(OTHER_TOWN) == before
    assert wishes.events(roads) == []


def test_no_value_breaks_an_act(wishes: Wishes, worker: Browser) -> None:
    one = wishes.add()
    for turn, (form, act) in enumerate(ACTS):
        for value in NASTY[turn % 3 :: 3]:
            fields = dict.fromkeys(FIELDS.get(form, {}), value)
            response = press(worker, form, act, str(one), fields, seen=value, search="")
            assert response.status_code in (200, 400), (form, act, value, response.text[:300])
        for value in NASTY[turn % 3 : 10 : 3]:
            assert press(worker, form, act, value, FIELDS.get(form), seen=seen(one, value)).status_code in (200, 400)
    assert press(worker, "none", "save", str(one)).status_code == 400


@pytest.mark.parametrize("role", [Role.BURGEMEESTER, Role.SCHEPEN, Role.COMMUNICATIE, Role.RAADSLID, Role.BEHEERDER])
def test_who_does_not_moderate_is_refused(site: dash.Dash, wishes: Wishes, role: Role) -> None:
    one, browser = wishes.add(), Browser(site).as_(username(role))
    for form, act in ACTS:
        assert press(browser, form, act, str(one), FIELDS.get(form), seen=seen(one)).status_code == 403
    assert wishes.events(one) == []


def test_a_photo_is_seen_by_who_may_know_of_it(site: dash.Dash, wishes: Wishes, worker: Browser) -> None:
    wishes.add()
    path = f"/foto/{TOWN}/{wishes.photo}"
    shown = worker.get(path)
    assert (shown.status_code, shown.data, shown.mimetype) == (200, b"a picture", "image/png")
    assert shown.headers["Cache-Control"] == "private, no-cache"
    assert worker.get(path, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304
    for wrong in (f"/foto/{OTHER_TOWN}/{wishes.photo}", f"/foto/{TOWN}/{'0' * 64}", f"/foto/{10**20}/{wishes.photo}"):
        assert worker.get(wrong).status_code == 404
    assert Browser(site).as_(username(Role.BEHEERDER)).get(path).status_code == 403
    talker = Browser(site).as_(username(Role.COMMUNICATIE))
    assert talker.get(path).status_code == 404
    wishes.add(published=True)
    assert talker.get(path).status_code == 200
