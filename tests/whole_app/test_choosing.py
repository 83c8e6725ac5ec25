"""The buttons and the editor of the workbench as anybody can speak to them: never another's, never a failure."""

import json
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from sqlalchemy import Uuid, cast, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from config.clock import FixedClock
from config.kinds import Role
from config.settings import with_role
from config.topics import ProposalEvent as P
from dashboard.components.choosing.editor import DRAFT
from dashboard.components.choosing.frame import PAGE, TICK, Form, Part
from dashboard.components.choosing.proposed import SET
from dashboard.components.form import Part as FormPart
from dashboard.jobs.proposing import kinds_of
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.reasons import NewReason, add_reason, end_reason, set_template
from dashboard.store.engine import Writer
from dashboard.store.requests import do_next
from dashboard.web.choosing_acts import ACTS
from queries.db import Database
from queries.tables import event, proposal, selection_draft
from tests.whole_app.people import GREEN, OTHER_TOWN, ROADS, TOWN, Browser, payload, username
from tests.whole_app.test_every_callback import NASTY
from tests.whole_app.test_moderating import Wishes

ROUND = {"name": "Najaar", "themes": [], "budget": "1000", "least": "0", "most": "", "approval": "yes"}
WRITTEN = {
    **{"outcome": "selected", "reasons": ["support"], "motivation": "Met {stemmen} stemmen.", "shared": ""},
    **{"note": "", "chosen_by": None, "activity": None},
}
ACTIVITY = {
    **{"activity_kind": "working_group", "sequence_no": "3", "title": "Werkgroep Kerkplein", "on_day": "2026-11-12"},
    **{"state": "held", "phase": "mee_beslissen", "guide": "civil_servant", "venue": "school", "invited": "10"},
    **{"attended": "12", "report": "Er werd gestemd.", "next_steps": ""},
}
FIELDS: dict[str, dict[str, Any]] = {
    Form.ROUND: ROUND,
    Form.SEVERAL: {"outcome": "deferred", "reasons": ["later_round"], "shared": "Samen."},
    Form.BACK: {"message": "Noem de leidingen."},
    Form.ACTIVITY: ACTIVITY,
    Form.CORRECT: ACTIVITY,
    Form.PROPOSE: {"budget": "", "most": "1000", "least": "0", "each": "", "said": "yes"},
}


class Bench(Wishes):
    """The workbench of a town with a round, and what its callbacks are sent."""

    round_id = ""

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def place(self, *, at: tuple[float, float] | None = None, **more: Any) -> UUID:
        """A published proposal, with the degrees of its place."""
        subject = self.add(published=True, **more)
        if at:
            with self.writer.transaction() as connection:
                moved = text("UPDATE proposal SET lon = :lon, lat = :lat WHERE subject_id = :s")
                connection.execute(moved, {"lon": at[0], "lat": at[1], "s": subject})
        return subject

    def copies(self, subject: UUID, n: int) -> list[UUID]:
        """So many other candidates, as far as the workbench reads them."""
        wanted = [uuid4() for _ in range(n)]
        with self.writer.transaction() as connection:
            for table in (event, proposal):
                same = [one for one in table.c if one.name != "subject_id"]
                new = select(func.unnest(cast(wanted, ARRAY(Uuid))), *same).where(table.c.subject_id == subject)
                connection.execute(insert(table).from_select(["subject_id", *(one.name for one in same)], new))
        return wanted

    def forget(self, subjects: list[UUID]) -> None:
        """Take copies away again."""
        with self.writer.transaction() as connection:
            for table in (selection_draft, proposal):
                connection.execute(delete(table).where(table.c.subject_id.in_(subjects)))

    def told(self, *subjects: UUID) -> dict[str, Any]:
        """What the page remembers of these places."""
        rows = {
            str(one): [
                self.rows("SELECT max(seq) FROM event WHERE subject_id = :s", s=one)[0][0],
                (self.rows("SELECT draft_no FROM selection_draft WHERE subject_id = :s", s=one) or [(0,)])[0][0],
            ]
            for one in subjects
        }
        return {"places": rows, "change_no": self.rows("SELECT max(change_no) FROM selection_round")[0][0]}


@pytest.fixture(scope="module")
def bench(town_writer: Writer, time: FixedClock) -> Bench:
    return Bench(town_writer, time)


@pytest.fixture
def clerk(site: dash.Dash, bench: Bench) -> Browser:
    """A civil servant; the first one opens the round of the town."""
    browser = Browser(site).as_(username(Role.MEDEWERKER))
    if not bench.round_id:
        press(browser, Form.ROUND, "open", str(TOWN), ROUND)
        [(found,)] = bench.rows("SELECT round_id FROM selection_round WHERE organisation_id = :o", o=TOWN)
        bench.round_id = str(found)
    return browser


@pytest.fixture
def head(site: dash.Dash) -> Browser:
    return Browser(site).as_(username(Role.DIENSTHOOFD))


def press(browser: Browser, form: Any, act: Any, subject: Any, fields: Any = None, **more: Any) -> Any:
    """Press a button, as Dash sends it; `seen` is what the page remembers, `picked` is what is ticked (places of it, or
    as the page says it), `drafted` is what is in the editor."""
    button = {"act": act, "form": form, "page": PAGE, "subject": subject, "type": str(FormPart.ACT)}
    every = [(form, fields or {}), (DRAFT, more.get("drafted") or {})]
    values = [(named(of, name), value) for of, told in every for name, value in told.items()]
    name = next(key for key in browser.site.callback_map if f"{Part.TURN}.data" in key and str(Part.SAID) in key)
    outputs = [
        {"id": one.component_id_str(), "property": one.component_property}
        for one in browser.site.callback_map[name]["output"]
    ]
    result = {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}
    return browser.post_callback(
        {
            "output": name,
            "outputs": [
                [{"id": one, "property": "error"} for one, _ in values],
                [{"id": result, "property": "children"}],
                *outputs[2:],
            ],
            "inputs": [
                [{"id": button, "property": "n_clicks", "value": 1}],
                {"id": str(Part.MARKED), "property": "data", "value": more.get("marked")},
            ],
            "state": [
                [{"id": one, "property": "value", "value": value} for one, value in values],
                {"id": str(Part.SEEN), "property": "data", "value": more.get("seen")},
                {"id": str(Part.PICKED), "property": "data", "value": ticked(more.get("picked"), more.get("seen"))},
                {"id": str(Part.EDITED), "property": "data", "value": more.get("about")},
                {"id": "url", "property": "search", "value": more.get("search", "")},
            ],
            "changedPropIds": [
                f"{Part.MARKED}.data"
                if "marked" in more
                else f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"
            ],
        }
    )


def ticked(picked: Any, seen: Any) -> Any:
    """What is ticked, as the page says it."""
    if not isinstance(picked, list | tuple):
        return picked
    return {str(one): seen["places"][str(one)] for one in picked}


def named(form: Any, name: str) -> dict[str, str]:
    return {"form": str(form), "name": name, "page": PAGE, "type": str(FormPart.FIELD)}


def type_into(browser: Browser, subject: UUID, draft_no: Any, values: Any = None, **more: Any) -> Any:
    """What the editor sends while somebody types."""
    about = {"subject": str(subject), "draft_no": draft_no, "round": "x", "turn": "y"}
    typed = {"subject": str(subject), "values": WRITTEN if values is None else values} | more
    output = next(key for key in browser.site.callback_map if f"{Part.SAVED}.children" in key)
    given = {f"{Part.TYPED}.data": typed, f"{Part.EDITED}.data": about, "url.search": ""}
    return browser.call(output, given, changedPropIds=[f"{Part.TYPED}.data"])


def answered(response: Any, part: Part, name: str = "children") -> Any:
    return response.get_json()["response"].get(str(part), {}).get(name)


def said(response: Any) -> str:
    return json.dumps(answered(response, Part.SAID), ensure_ascii=False)


def test_from_the_editor_to_the_approval_of_a_second_person(bench: Bench, clerk: Browser, head: Browser) -> None:
    place = bench.place()
    kept = type_into(clerk, place, 0)
    assert answered(kept, Part.EDITED, "data")["draft_no"] == 1
    assert "versie 1" in answered(kept, Part.SAVED)
    about = answered(kept, Part.EDITED, "data")
    later = WRITTEN | {"motivation": "Met {stemmen} stemmen, en snel te doen."}
    look = f"?plek={place}"
    shown = {"seen": bench.told(place), "about": about, "search": look}
    done = press(clerk, Form.MAKE, "save", str(place), drafted=later, **shown)
    assert "Keuze vastgelegd: Plein. Ze wacht op een tweede lezer." in said(done)
    [(motivation,)] = bench.rows("SELECT motivation FROM selection WHERE subject_id = :s", s=place)
    assert motivation == "Met 0 stemmen, en snel te doen."
    refused = press(clerk, Form.APPROVE, "save", str(place), seen=bench.told(place))
    assert refused.status_code == 403
    assert "Goedgekeurd: Plein" in said(press(head, Form.APPROVE, "save", str(place), seen=bench.told(place)))
    assert bench.events(place) == [(P.SELECTION_MADE, "medewerker"), (P.SELECTION_APPROVED, "diensthoofd")]
    assert "Ongedaan gemaakt" in said(press(clerk, Form.UNDO, "save", str(place), seen=bench.told(place)))
    [(stage,)] = bench.rows("SELECT stage FROM proposal WHERE subject_id = :s", s=place)
    assert stage == "published"


def test_only_who_approves_lets_a_round_do_without_it(bench: Bench, clerk: Browser, head: Browser) -> None:
    rules = ROUND | {"approval": "no", "name": "Zonder tweede persoon"}
    for act, subject in (("save", bench.round_id), ("open", str(TOWN))):
        refused = press(clerk, Form.ROUND, act, subject, rules, search=f"?ronde={bench.round_id}", seen=bench.told())
        assert "Alleen wie keuzes goedkeurt" in refused.text
    assert bench.rows("SELECT needs_approval FROM selection_round") == [(True,)]
    for approval in ("no", "yes"):
        told = ROUND | {"approval": approval}
        press(head, Form.ROUND, "save", bench.round_id, told, search=f"?ronde={bench.round_id}", seen=bench.told())
        assert bench.rows("SELECT needs_approval FROM selection_round") == [(approval == "yes",)]


def test_of_two_people_the_second_sees_both_texts(bench: Bench, clerk: Browser, head: Browser) -> None:
    place = bench.place()
    type_into(clerk, place, 0)
    beside = type_into(head, place, 0, WRITTEN | {"motivation": "Mijn woorden."})
    both = json.dumps(answered(beside, Part.BESIDE), ensure_ascii=False)
    assert "Met {stemmen} stemmen." in both
    assert "Mijn woorden." in both
    about = answered(beside, Part.EDITED, "data")
    assert about["beside"] == 1
    mine = press(head, DRAFT, "mine", "", drafted=WRITTEN | {"motivation": "Mijn woorden."}, about=about)
    assert "Uw tekst gaat verder" in said(mine)
    assert bench.rows("SELECT motivation FROM selection_draft WHERE subject_id = :s", s=place) == [("Mijn woorden.",)]
    kept = bench.rows("SELECT motivation FROM selection_draft_text WHERE subject_id = :s", s=place)
    assert {words for (words,) in kept} == {"Met {stemmen} stemmen.", "Mijn woorden."}


def test_an_activity_is_entered_chosen_and_corrected_beside_what_was_typed(bench: Bench, clerk: Browser) -> None:
    place = bench.place()
    typed: dict[str, Any] = {
        "about": {"subject": str(place), "draft_no": 0},
        "drafted": WRITTEN,
        "search": f"?plek={place}",
    }
    wrong = ACTIVITY | {"title": "", "attended": "-3", "on_day": "2031-01-01"}
    refused = press(clerk, Form.ACTIVITY, "save", str(place), wrong, **typed)
    response = refused.get_json()["response"]
    errors = {json.loads(key)["name"] for key, told in response.items() if told.get("error")}
    assert errors == {"title", "attended", "on_day"}
    assert answered(refused, Part.EDITED, "data") is None, "what was typed stays"
    activities = "SELECT subject_id, title FROM activity WHERE organisation_id = :o"
    assert bench.rows(activities, o=TOWN) == []
    done = press(clerk, Form.ACTIVITY, "save", str(place), ACTIVITY, **typed)
    assert "Er kwamen meer mensen dan er uitgenodigd waren: 12 tegenover 10" in said(done)
    [(activity, _)] = bench.rows(activities, o=TOWN)
    drafted = "SELECT motivation, chosen_by, activity_id FROM selection_draft WHERE subject_id = :s"
    assert bench.rows(drafted, s=place) == [("Met {stemmen} stemmen.", "working_group", activity)]
    assert "Werkgroep Kerkplein, 12 nov" in editor_of(clerk, place)
    typed["about"] |= {"draft_no": 1}
    typed["drafted"] = WRITTEN | {"chosen_by": "working_group", "activity": str(activity)}
    right = ACTIVITY | {"title": "Werkgroep Dorpsplein", "attended": "9"}
    assert "verbeterd" in said(press(clerk, Form.CORRECT, "save", f"{activity}/2", right, **typed))
    late = press(clerk, Form.CORRECT, "save", f"{activity}/2", right | {"title": "Laat"}, **typed)
    assert "Iemand anders wijzigde deze activiteit" in json.dumps(late.get_json(), ensure_ascii=False)
    assert bench.rows(activities, o=TOWN) == [(activity, "Werkgroep Dorpsplein")]
    shown = next(key for key in clerk.site.callback_map if f"{Part.ACTIVITY}.children" in key)
    field = json.dumps(named(DRAFT, "activity"), sort_keys=True, separators=(",", ":"))
    assert "Verbeter: Werkgroep Dorpsplein" in clerk.call(shown, {f"{field}.value": str(activity)}).text


def test_own_reasons_are_offered_with_their_text_until_they_end(bench: Bench, clerk: Browser) -> None:
    place = bench.place()
    named, words = NewReason("Schoolroute", "Way to school", ["selected"]), "{stemmen} stemmen langs de schoolroute."
    told: dict[str, Any] = {"writer": bench.writer, "clock": bench.clock, "actor": COMMAND_LINE}
    of_town: dict[str, Any] = told | {"organisation_id": TOWN}
    code = add_reason(**of_town, new=named)
    set_template(**of_town, code=code, template=words)
    add_reason(**told | {"organisation_id": OTHER_TOWN}, new=NewReason("Vijver", "Pond", ["selected"]))
    editor = editor_of(clerk, place)
    assert "Begin met de tekst voor: Schoolroute" in editor
    assert words in editor
    assert "Vijver" not in editor
    assert type_into(clerk, place, 0, WRITTEN | {"reasons": [code]}).status_code == 200
    refused = type_into(clerk, place, 1, WRITTEN | {"reasons": ["own_vijver"]})
    assert "versie" not in str(answered(refused, Part.SAVED))
    end_reason(**of_town, code=code)
    assert "Niet meer aangeboden" in (ended := editor_of(clerk, place))
    assert "Schoolroute" in ended
    assert "Begin met de tekst" not in ended


def test_an_outcome_is_one_press_and_many_get_the_same(bench: Bench, clerk: Browser) -> None:
    one, other = bench.place(), bench.place()
    assert press(clerk, Form.OUTCOME, "selected", str(one), seen=bench.told(one)).status_code == 200
    told = bench.told(one, other)
    done = press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=(one, other), seen=told)
    assert "2 plekken werden gewijzigd" in said(done)
    found = bench.rows("SELECT outcome, shared FROM selection_draft WHERE subject_id IN (:a, :b)", a=one, b=other)
    assert found == [("deferred", "Samen.")] * 2
    late = press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=(one, other), seen=told)
    assert "intussen door iemand anders gewijzigd" in json.dumps(late.get_json(), ensure_ascii=False)


def square(lon: float, lat: float, side: float = 0.001) -> list[list[float]]:
    """A closed border."""
    return [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]


def draw(browser: Browser, area: Any, picked: Any = None, search: str = "") -> Any:
    """Draw an area on the map."""
    output = next(key for key in browser.site.callback_map if f"{Part.INSIDE}.children" in key)
    given = {f"{Part.DRAWN}.data": {"area": area, "n": 1}, f"{Part.PICKED}.data": picked, "url.search": search}
    return browser.call(output, given, changedPropIds=[f"{Part.DRAWN}.data"])


def picked_of(response: Any) -> Any:
    return next(told["data"] for name, told in response.get_json()["response"].items() if name.startswith(Part.PICKED))


def test_an_area_ticks_what_lies_in_it_and_no_place_of_another(bench: Bench, clerk: Browser) -> None:
    inside, border, outside = (bench.place(at=at) for at in ((4.2, 51.2), (4.201, 51.2005), (4.2011, 51.2)))
    theirs = bench.place(town=OTHER_TOWN, at=(4.2, 51.2))
    polygon = {"type": "Polygon", "coordinates": [square(4.2, 51.2)]}
    first = draw(clerk, polygon)
    assert picked_of(first) == bench.told(inside, border)["places"]
    assert "2 plekken in; ze zijn aangevinkt" in answered(first, Part.INSIDE)
    more = draw(clerk, {"type": "Polygon", "coordinates": [square(4.2011, 51.2, 0.0001)]}, picked_of(first))
    assert picked_of(more) == bench.told(inside, border, outside)["places"]
    press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=picked_of(more) | bench.told(theirs)["places"])
    found = dict(bench.rows("SELECT subject_id, outcome FROM selection_draft WHERE outcome = 'deferred'"))
    assert {inside, border, outside} <= set(found)
    assert theirs not in found


def test_what_was_decided_is_not_ticked_and_stays_as_it_is(bench: Bench, clerk: Browser) -> None:
    decided, free = bench.place(at=(4.3, 51.3)), bench.place(at=(4.3, 51.3))
    stale = bench.told(decided, free)
    type_into(clerk, decided, 0)
    press(clerk, Form.MAKE, "save", str(decided), seen=bench.told(decided))
    found = draw(clerk, {"type": "Polygon", "coordinates": [square(4.2999, 51.2999)]}, stale["places"])
    assert picked_of(found) == bench.told(free)["places"]
    done = press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=stale["places"])
    assert "1 plek werd gewijzigd. Over 1 plek was al beslist" in said(done)
    assert picked_of(done) == {}
    [(outcome,)] = bench.rows("SELECT outcome FROM selection_draft WHERE subject_id = :s", s=decided)
    assert outcome == "selected"


def test_what_the_page_showed_later_counts_and_a_colleague_is_never_overwritten(
    bench: Bench, clerk: Browser, head: Browser
) -> None:
    place = bench.place()
    before = bench.told(place)
    press(clerk, Form.OUTCOME, "selected", str(place), seen=before)
    own = press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=before["places"], seen=bench.told(place))
    assert "1 plek werd gewijzigd" in said(own)
    shown = bench.told(place)
    press(head, Form.OUTCOME, "not_selected", str(place), seen=shown)
    late = press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=before["places"], seen=shown)
    assert "intussen door iemand anders gewijzigd" in json.dumps(late.get_json(), ensure_ascii=False)
    assert answered(late, Part.TURN, "data").startswith("quiet-")
    assert bench.rows("SELECT outcome FROM selection_draft WHERE subject_id = :s", s=place) == [("not_selected",)]


def test_a_button_of_a_mark_is_that_of_the_row(bench: Bench, clerk: Browser) -> None:
    place = bench.place()
    seen = bench.told(place)["places"][str(place)]
    mark = {"subject": str(place), "act": "selected", "seen": seen, "n": 1}
    assert press(clerk, Form.OUTCOME, "deferred", "", marked=mark).status_code == 200
    assert bench.rows("SELECT outcome FROM selection_draft WHERE subject_id = :s", s=place) == [("selected",)]
    theirs = mark | {"subject": str(bench.place(town=OTHER_TOWN))}
    assert press(clerk, Form.OUTCOME, "deferred", "", marked=theirs).status_code in (200, 404)
    assert bench.rows("SELECT count(*) FROM selection_draft WHERE subject_id = :s", s=theirs["subject"]) == [(0,)]
    for turn, value in enumerate(NASTY):
        told = (value, mark | {"subject": value}, mark | {"act": value}, mark | {"seen": value})[turn % 4]
        answer = press(clerk, Form.OUTCOME, "deferred", "", marked=told)
        assert answer.status_code in (200, 204, 400, 404), (told, answer.text[:300])


def test_all_of_a_list_are_ticked_and_a_thousand_get_the_same(bench: Bench, clerk: Browser) -> None:
    places = bench.copies(bench.place(), 1_000)
    output = next(key for key in clerk.site.callback_map if f"{Part.INSIDE}.children" in key)
    response = clerk.post_callback(pressed(clerk, output, {"type": TICK, "act": "all"}))
    picked = picked_of(response)
    assert {str(one) for one in places} <= set(picked)
    wanted = {str(one): picked[str(one)] for one in places}
    done = press(clerk, Form.SEVERAL, "save", "", FIELDS[Form.SEVERAL], picked=wanted)
    assert "1.000 plekken werden gewijzigd" in said(done)
    assert bench.rows("SELECT count(*) FROM selection_draft WHERE subject_id = ANY(:s)", s=places) == [(1_000,)]
    bench.forget(places)


def test_a_selection_is_proposed_shown_and_ticked(bench: Bench, clerk: Browser, town_url: str) -> None:
    place = bench.place()
    bench.rows("UPDATE proposal SET support = 7 WHERE subject_id = :s RETURNING 1", s=place)
    asked = press(clerk, Form.PROPOSE, "save", bench.round_id, FIELDS[Form.PROPOSE])
    assert asked.status_code == 200
    proposed = next(key for key in clerk.site.callback_map if f"{Part.PROPOSED}.children" in key)
    assert "verschijnt hier vanzelf" in clerk.call(proposed, {"url.search": ""}).text
    database = Database(with_role(town_url, "heli_reader"), pool_size=1)
    while do_next(bench.writer, bench.clock, kinds_of(database)):
        pass
    database.close()
    told = json.dumps(clerk.call(proposed, {"url.search": ""}).get_json(), ensure_ascii=False)
    assert "punten waard" in told
    ticks = next(key for key in clerk.site.callback_map if f"{Part.INSIDE}.children" in key)
    picked = picked_of(clerk.post_callback(pressed(clerk, ticks, {"type": TICK, "act": SET})))
    latest = "SELECT result FROM work_request WHERE kind = 'best_set' ORDER BY asked_at DESC, request_id DESC LIMIT 1"
    [(result,)] = bench.rows(latest)
    assert str(place) in picked
    assert set(picked) <= set(result["chosen"])
    assert bench.rows("SELECT count(*) FROM audit WHERE action = 'best_set_asked'") > [(0,)]


def pressed(browser: Browser, output: str, button: dict[str, str]) -> dict[str, Any]:
    """A request for a callback of which one wildcard button was pressed."""
    body = payload(browser.site, output, {})
    key = json.dumps(button, sort_keys=True, separators=(",", ":"))
    body["inputs"][1] = [{"id": button, "property": "n_clicks", "value": 1}]
    return body | {"changedPropIds": [f"{key}.n_clicks"]}


@pytest.mark.parametrize(
    "geometry",
    [
        '{"type": "Point", "coordinates": [4.14, 91]}',
        '{"type": "LineString", "coordinates": [[4, 51], [5, 52]]}',
        json.dumps({"type": "Polygon", "coordinates": [square(4.1, 51.1)[:1] * 501]}),
        "[" * 40_000,
        "null" * 20_000,
        "1e400",
        "{",
        4,
        {"type": "Point", "coordinates": [4.14, 51.16]},
    ],
    ids=range(9),
)
def test_what_is_no_place_is_not_kept(bench: Bench, clerk: Browser, geometry: Any) -> None:
    place = bench.place()
    response = type_into(clerk, place, 0, WRITTEN | {"geometry": geometry})
    assert "is geen plek" in json.dumps(answered(response, Part.SAVED))
    assert bench.rows("SELECT count(*) FROM selection_draft WHERE subject_id = :s", s=place) == [(0,)]


def test_where_it_will_be_is_kept_told_and_shown_again(bench: Bench, clerk: Browser) -> None:
    place = bench.place(at=(4.14, 51.16))
    area = {"type": "Polygon", "coordinates": [square(4.14, 51.16)]}
    kept = type_into(clerk, place, 0, WRITTEN | {"geometry": json.dumps(area)})
    assert "Vlak van 7.75" in answered(kept, Part.SAVED)
    assert bench.rows("SELECT geometry FROM selection_draft WHERE subject_id = :s", s=place) == [(area,)]
    assert json.dumps(json.dumps(area))[1:-1] in editor_of(clerk, place)
    about = answered(kept, Part.EDITED, "data")
    shown = {"seen": bench.told(place), "about": about, "search": f"?plek={place}"}
    drafted = WRITTEN | {"geometry": json.dumps(area)}
    press(clerk, Form.MAKE, "save", str(place), drafted=drafted, **shown)
    assert bench.rows("SELECT geometry FROM selection WHERE subject_id = :s", s=place) == [(area,)]
    assert "Definitieve plek:" in editor_of(clerk, place)


def editor_of(browser: Browser, place: UUID) -> str:
    output = next(key for key in browser.site.callback_map if f"{Part.EDITOR}.children" in key)
    return str(browser.call(output, {"url.search": f"?plek={place}"}).get_data(as_text=True))


def test_the_map_shows_candidates_and_says_what_it_cannot_show(bench: Bench, clerk: Browser) -> None:
    place, _ = bench.place(at=(4.4, 51.4)), bench.place()
    output = next(key for key in clerk.site.callback_map if "atlas-shown" in key and '"page":"selectie"' in key)
    view = {'{"page":"selectie","type":"atlas-seen"}.data': [[[51.39, 4.39], [51.41, 4.41]], 14]}
    response = clerk.call(output, {**view, "url.search": f"?zicht=kaart&plek={place}"})
    told = response.get_json()["response"]
    [mark] = next(one["data"]["features"] for one in told.values() if "data" in one)
    assert mark["properties"]["subject"] == str(place)
    assert mark["properties"]["seen"] == bench.told(place)["places"][str(place)]
    assert mark["properties"]["here"] is True
    assert "geen punt" in response.get_data(as_text=True)
    assert clerk.call(output, {**view, "url.search": ""}).status_code == 204


def test_every_act_is_answered_and_no_other_town_or_service_is_touched(
    site: dash.Dash, bench: Bench, clerk: Browser, somebody: Any
) -> None:
    theirs, roads = bench.place(town=OTHER_TOWN), bench.place(service=ROADS)
    limited = Browser(site).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,))))
    before = bench.all_of(OTHER_TOWN)
    for form, act in ACTS:
        for browser, subject in ((clerk, theirs), (limited, roads)):
            if form == Form.ROUND or (browser is clerk and act == "all"):
                continue
            shown = {"seen": bench.told(subject), "picked": [subject], "drafted": WRITTEN}
            about = {"subject": str(subject), "draft_no": 0, "beside": 0}
            response = press(browser, form, act, str(subject), FIELDS.get(form), about=about, **shown)
            assert response.status_code in (200, 403), (form, act, response.text)
            assert "said-well" not in response.text or form in (Form.WEIGHTS, DRAFT), (form, act, response.text)
    assert "said-well" not in press(clerk, Form.ROUND, "open", str(OTHER_TOWN), ROUND | {"name": "Hier"}).text
    assert bench.rows("SELECT count(*) FROM selection_round WHERE organisation_id = :o", o=OTHER_TOWN) == [(0,)]
    assert bench.all_of(OTHER_TOWN) == before
    assert bench.events(roads) == []
    drafts = "SELECT count(*) FROM selection_draft WHERE subject_id IN (:a, :b)"
    assert bench.rows(drafts, a=theirs, b=roads) == [(0,)]


def test_no_value_breaks_an_act_or_the_editor(bench: Bench, clerk: Browser) -> None:
    place = bench.place()
    for turn, (form, act) in enumerate(ACTS):
        for value in NASTY[turn % 4 :: 4]:
            fields = dict.fromkeys(FIELDS.get(form, {}), value)
            told = {"seen": value, "about": value, "picked": {"x": value}}
            response = press(clerk, form, act, str(place), fields, drafted=fields, **told)
            assert response.status_code in (200, 400, 403, 404), (form, act, value, response.text[:300])
    for value in NASTY:
        assert type_into(clerk, place, value).status_code in (200, 204, 400), value
        assert type_into(clerk, place, 0, dict.fromkeys(WRITTEN, value)).status_code in (200, 204, 400), value
    assert press(clerk, "none", "save", str(place)).status_code == 400


@pytest.mark.parametrize("role", [Role.BURGEMEESTER, Role.SCHEPEN, Role.COMMUNICATIE, Role.RAADSLID, Role.BEHEERDER])
def test_who_does_not_choose_writes_nothing(site: dash.Dash, bench: Bench, clerk: Browser, role: Role) -> None:
    place, browser = bench.place(), Browser(site).as_(username(role))
    shown = {"seen": bench.told(place), "drafted": WRITTEN, "search": f"?ronde={bench.round_id}&plek={place}"}
    before = bench.rows("SELECT count(*) FROM event")
    for form, act in ACTS:
        about = {"subject": str(place), "draft_no": 0, "beside": 0}
        response = press(browser, form, act, str(place), FIELDS.get(form), picked=[place], about=about, **shown)
        assert response.status_code in (200, 403, 404), (form, act, response.text[:300])
    assert type_into(browser, place, 0).status_code in (200, 403)
    assert bench.rows("SELECT count(*) FROM event") == before
    assert bench.rows("SELECT count(*) FROM selection_draft WHERE subject_id = :s", s=place) == [(0,)]


@pytest.mark.parametrize("role", [Role.COMMUNICATIE, Role.RAADSLID, Role.BEHEERDER, Role.PARTICIPATIE_EXPERT])
def test_the_workbench_is_shown_to_who_handles_proposals_only(site: dash.Dash, role: Role) -> None:
    browser = Browser(site).as_(username(role))
    assert browser.get("/selectie").status_code == 403
    output = next(key for key in site.callback_map if f"{Part.LIST}.children" in key)
    assert browser.call(output, {"url.search": "", "version.data": 1}).status_code == 403
