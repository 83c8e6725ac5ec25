"""Where the overview leads, and what each role finds first."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from config.kinds import Role
from dashboard.cards.ways import View, view_of
from dashboard.web import cards, overview, pages
from dashboard.web.overview import line_way, way
from queries.accounts import Person
from queries.attention import Line
from queries.filters import Filters

NOVEMBER = Filters.from_query({"from": "2026-11-01", "to": "2026-11-30", "service": ["groen"]}, date(2026, 11, 22))
NOBODY: Any = None
SEARCH = "?from=2026-11-01&to=2026-11-30"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The pages that there are for the person who asks."""
    paths = {"/meldingen"}
    monkeypatch.setattr(pages, "way_to", lambda path, person: path if path in paths else "")
    monkeypatch.setattr(cards, "declared", lambda: {"meldingen": {"overdue": None}})
    monkeypatch.setattr(overview, "today", lambda: NOVEMBER.last_day)
    return paths


def test_a_line_leads_to_its_rows_with_the_filters_of_the_page(known: set[str]) -> None:
    there = f"/meldingen{SEARCH}&service=groen"
    assert line_way(NOBODY, NOVEMBER, Line.OVERDUE, {}) == f"{there}#meldingen-overdue-title"
    assert line_way(NOBODY, NOVEMBER, Line.SLOW_ADVICE, {}) == there
    assert line_way(NOBODY, NOVEMBER, Line.WITHOUT_AREA, {"area": "-"}) == f"/meldingen{SEARCH}&area=-&service=groen"
    assert way(NOBODY, "/meldingen", NOVEMBER) == there


def test_what_waits_for_moderation_leads_to_who_may_judge_it(known: set[str]) -> None:
    known |= {"/voorstellen"}
    assert line_way(NOBODY, NOVEMBER, Line.MODERATION_LATE, {}) == f"/voorstellen{SEARCH}&service=groen"
    known |= {"/moderatie"}
    assert line_way(NOBODY, NOVEMBER, Line.MODERATION_LATE, {}) == "/moderatie"


def test_what_waits_after_a_choice_leads_to_the_card_that_tells_of_it(
    known: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known |= {"/voorstellen", "/motivering"}
    told = {"voorstellen": {"not-started": None}, "motivering": {"explanation": None}}
    monkeypatch.setattr(cards, "declared", lambda: told)
    for line, there in ((Line.NOT_STARTED, "voorstellen"), (Line.UNMOTIVATED, "motivering")):
        [card] = told[there]
        found = line_way(NOBODY, NOVEMBER, line, {})
        assert found == f"/{there}{SEARCH}&service=groen#{there}-{card}-title"


def test_nothing_leads_to_a_page_that_is_not_there(known: set[str]) -> None:
    assert {
        line_way(NOBODY, NOVEMBER, line, {}) for line in (Line.LOW_SCORES, Line.WITHOUT_NORM, Line.LATE_SOURCE)
    } == {""}
    known |= {"/tevredenheid", "/beheer/kwaliteit"}
    assert line_way(NOBODY, NOVEMBER, Line.LOW_SCORES, {}) == f"/tevredenheid{SEARCH}&service=groen"
    assert line_way(NOBODY, NOVEMBER, Line.REFUSED_ROWS, {}) == "/beheer/kwaliteit"
    known.clear()
    assert line_way(NOBODY, NOVEMBER, Line.OVERDUE, {}) == ""


def test_each_role_finds_its_own_first() -> None:
    expected = {
        Role.ALGEMEEN_DIRECTEUR: View.LEADER,
        Role.BURGEMEESTER: View.LEADER,
        Role.SCHEPEN: View.ALDERMAN,
        Role.DIENSTHOOFD: View.WORKER,
        Role.MEDEWERKER: View.WORKER,
        Role.RAADSLID: View.COUNCIL,
    }
    assert {role: view_of(cast(Person, SimpleNamespace(roles=(role,)))) for role in expected} == expected
    assert view_of(cast(Person, SimpleNamespace(roles=(Role.MEDEWERKER, Role.SCHEPEN)))) is View.ALDERMAN


def test_a_note_that_was_taken_away_does_not_come_back_as_an_earlier_one() -> None:
    written = [{"text": text} for text in ("third", "second", "", "first")]
    assert [row["text"] for row in overview.since_removal(written)] == ["third", "second"]
    assert overview.since_removal(written[2:]) == []
