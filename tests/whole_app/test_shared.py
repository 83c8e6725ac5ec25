"""Cards are computed once for whoever asks the same with the same grants, and never handed to anybody else."""

from typing import Any

import dash
import pytest

from config.kinds import Role
from dashboard.store.actions.accounts import NewGrant
from dashboard.web import cards
from dashboard.web.context import of
from tests.whole_app.people import OTHER_TOWN, ROADS, TOWN, Browser, username

FILL = '{"card":["ALL"],"group":["MATCH"],"page":"meldingen","type":"card-fill"}.children'
LOOKS = '{"card":["ALL"],"group":["MATCH"],"page":"meldingen","type":"card"}.className'
PLACE = {"page": "meldingen", "group": "above", "card": "stock", "type": "card-fill"}


def test_the_same_question_of_the_same_grants_is_computed_once(
    site: dash.Dash, somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []

    def fill_cards(_places: Any, search: str, _tables: Any) -> list[list[Any]]:
        computed.append(search)
        return [[f"answer {len(computed)}"]]

    monkeypatch.setattr(cards, "fill_cards", fill_cards)
    held = of(site.server)
    monkeypatch.setattr(held.shared, "seconds", 600)

    def ask(browser: Browser, search: str = "", **more: Any) -> str:
        answer = browser.call(
            FILL, {"url.search": search, LOOKS: "block"}, outputs=[{"id": PLACE, "property": "children"}], **more
        ).get_json()
        return str(next(iter(answer["response"].values()))["children"][0])

    whole = [Browser(site).as_(somebody()) for _ in range(2)]
    assert [ask(one) for one in whole] == ["answer 1", "answer 2"], "shared although nobody listens"
    held.versions.hearing.set()
    try:
        assert [ask(one) for one in whole] == ["answer 3"] * 2
        others = [
            Browser(site).as_(somebody(NewGrant(TOWN, Role.MEDEWERKER, (ROADS,)))),
            Browser(site).as_(somebody(language="en")),
            Browser(site).as_(username(Role.RAADSLID)),
            Browser(site).as_(username(Role.MEDEWERKER, OTHER_TOWN)),
        ]
        assert [ask(one) for one in others] == [f"answer {number}" for number in (4, 5, 6, 7)]
        assert ask(whole[0], "?kind=klacht") == "answer 8"
        held.versions.hear(TOWN, "melding", 1)
        assert [ask(one) for one in whole] == ["answer 9"] * 2
    finally:
        held.versions.hearing.clear()
