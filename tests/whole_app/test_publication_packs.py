"""Publication packs on /publicatie and as files: asked and had by who publishes, and by nobody else."""

import json
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import PERMISSIONS, Permission, Role
from dashboard.components.form import Part as FormPart
from dashboard.components.publishing.frame import PAGE, PICK, Form, Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, drafts, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.engine import Writer
from tests.whole_app.people import FORMER_TOWN, GREEN, OTHER_TOWN, TOWN, Browser, username
from tests.whole_app.test_moderating import Wishes

PACK = """
INSERT INTO publication_pack (organisation_id, pack_id, ref, made_at, made_role, places, public, reach, subject_ids,
    content)
VALUES (:o, :p, 'najaar', :now, 'communicatie', 2, :public, CAST(:reach AS jsonb), '{}', 'the pack')
"""
WHOLE = [[TOWN, None], [FORMER_TOWN, None]]


@pytest.fixture(scope="module")
def made(town_writer: Writer, time: FixedClock) -> dict[bool, UUID]:
    """A pack under embargo and one of which all was public."""
    packs = {public: uuid4() for public in (False, True)}
    with town_writer.transaction() as connection:
        for public, pack in packs.items():
            named = {"o": TOWN, "p": pack, "now": time.now(), "public": public, "reach": json.dumps(WHOLE)}
            connection.execute(text(PACK), named)
    return packs


def page(browser: Browser) -> str:
    """What stands beside the list."""
    output = next(key for key in browser.site.callback_map if f"{Part.PACKS}.children" in key)
    told = browser.call(output, {"url.search": "", "version.data": 1}).get_json()["response"]
    return json.dumps(told[str(Part.PACKS)], ensure_ascii=False)


def press(browser: Browser, subject: str, form: Form = Form.PACK, ticked: UUID | None = None, seq: int = 1) -> Any:
    """Ask for a pack, as Dash sends it, or press another button about what is ticked and was seen at that event."""
    name = next(key for key in browser.site.callback_map if f"{Part.TURN}.data" in key and str(Part.SAID) in key)
    button = {"act": "save", "form": form, "page": PAGE, "subject": subject, "type": str(FormPart.ACT)}
    key = json.dumps(button, sort_keys=True, separators=(",", ":"))
    box = {"id": {"subject": str(ticked), "type": PICK}, "property": "checked", "value": True}
    seen = {str(ticked): [TOWN, seq]} if ticked else {}
    result = {"id": {"form": form, "page": PAGE, "type": str(FormPart.RESULT)}, "property": "children"}
    outputs = [
        {"id": one.component_id_str(), "property": one.component_property}
        for one in browser.site.callback_map[name]["output"]
    ]
    return browser.post_callback(
        {
            "output": name,
            "outputs": [[], [result], *outputs[2:]],
            "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
            "state": [[], [box] if ticked else [], {"id": str(Part.SEEN), "property": "data", "value": seen}],
            "changedPropIds": [f"{key}.n_clicks"],
        }
    )


@pytest.mark.parametrize("role", Role)
def test_a_pack_is_had_by_who_publishes_choices(site: dash.Dash, made: dict[bool, UUID], role: Role) -> None:
    browser, may = Browser(site).as_(username(role)), Permission.PUBLISH_CHOICES in PERMISSIONS[role]
    for public, pack in made.items():
        response = browser.get(f"/download/publicatiepakket/{pack}.zip")
        assert response.status_code == (200 if may else 403)
        if may:
            assert response.data == b"the pack"
            told = response.headers["Content-Disposition"]
            assert ("embargo-publicatiepakket-najaar.zip" in told) == (not public)
            assert response.headers["Cache-Control"] == "no-store"


def test_it_stays_within_what_its_reader_reaches(site: dash.Dash, made: dict[bool, UUID], somebody: Any) -> None:
    limited = somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (GREEN,)))
    for name in (limited, username(Role.COMMUNICATIE, OTHER_TOWN)):
        browser = Browser(site).as_(name)
        assert browser.get(f"/download/publicatiepakket/{made[True]}.zip").status_code == 404
        assert str(made[True]) not in page(browser)
    assert f"{made[False]}.zip" in page(Browser(site).as_(username(Role.COMMUNICATIE)))


def test_who_publishes_asks_for_one_and_the_page_says_how_it_stands(
    site: dash.Dash, made: dict[bool, UUID], town_writer: Writer
) -> None:
    press_officer, clerk = (Browser(site).as_(username(role)) for role in (Role.COMMUNICATIE, Role.MEDEWERKER))
    assert press(clerk, f"{TOWN}/najaar").status_code == 403
    press(press_officer, f"{OTHER_TOWN}/najaar")
    for _ in range(2):
        assert press(press_officer, f"{TOWN}/najaar").status_code == 200
    with town_writer.transaction() as connection:
        asked = connection.execute(text("SELECT asked FROM work_request WHERE kind = 'publication_pack'")).all()
        assert [row.asked["ref"] for row in asked] == ["najaar"]  # what waits already is not asked twice
        assert asked[0].asked["site"].endswith("/kaart/town")
        assert connection.scalar(text("SELECT count(*) FROM audit WHERE action = 'pack_asked'")) == 2
    assert "Het pakket wordt gemaakt" in page(press_officer)
    with town_writer.transaction() as connection:
        done = "UPDATE work_request SET ended_at = asked_at, problem = :p WHERE kind = 'publication_pack'"
        connection.execute(text(done), {"p": "You do not have access to this."})
    assert "kon niet gemaakt worden: U hebt hier geen toegang toe." in page(press_officer)


def test_what_waits_for_approval_is_told_to_nobody_who_only_publishes(
    site: dash.Dash, town_writer: Writer, time: FixedClock
) -> None:
    """Not by ticking a place that the public map names either: neither that it was chosen, nor by whom and when."""
    wishes = Wishes(town_writer, time)
    place = wishes.add(published=True)
    held: dict[str, Any] = {"writer": town_writer, "clock": time}
    by = Acting(Actor(uuid4(), Role.MEDEWERKER, "r"), TOWN)
    within = Within(TOWN, rounds.open_round(**held, by=by, rules=Rules("Winter", {"support": 100})))
    content = Content("selected", ("support",), "Omdat.")
    drafts.save(**held, by=by, within=within, subject_id=place, draft_no=0, content=content)
    (made,) = choices.make(**held, by=by, within=within, marks=[Mark(Seen(place, 4), 1)])
    press_officer, head = (Browser(site).as_(username(role)) for role in (Role.COMMUNICATIE, Role.DIENSTHOOFD))
    told = {seq: press(press_officer, "", Form.PUBLISH, place, seq).text for seq in (1, made.seq)}
    for words in told.values():
        assert "wacht niet meer op publicatie" in words
        assert not any(word in words for word in ("medewerker", "goedkeuring", "gekozen", "Plein"))
    assert "medewerker" in press(head, "", Form.PUBLISH, place, 1).text
    assert "goedkeuring" in press(head, "", Form.PUBLISH, place, made.seq).text
