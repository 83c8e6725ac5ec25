"""What the list of motivations and an answer sheet say, from frames."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from dash import html
from dash.development.base_component import Component

from config.vocabularies import Term, reason_term
from dashboard.components.answer_sheet import Answer, answer_sheet
from dashboard.components.markup import lean
from dashboard.components.motivations import Beyond, Ways, count_words, found
from queries.motivations import BEGIN, END
from queries.neighbourhood import HERE, TOWN
from queries.proposal_case import ProposalCase
from tests.components.test_proposal_case import CHOICE, links, text

OWN = {"own_x": Term("own_x", "Schoolroute", "Way to school")}
WAYS = Ways("/voorstellen", "/motivering", "?theme=x")
EVIL = '<script>groen</script> & "groen"'
ROW: dict[str, Any] = {
    "subject_id": UUID(int=7),
    "number": "P-7",
    "title": "Plein <b>",
    "area": "Centrum",
    "theme": "Vergroening",
    "support": 1,
    "outcome": "selected",
    "reasons": ["support", "cost", "own_x"],
    "terms": [reason_term(code, OWN) for code in ("support", "cost", "own_x")],
    "motivation": EVIL,
    "marked": EVIL.replace("groen", f"{BEGIN}groen{END}"),
    "organ": "college",
    "decision_number": "2026/1",
    "decision_uri": "https://raad.be/1",
    "ratified_day": date(2026, 4, 3),
    "published_day": date(2026, 4, 8),
    "chosen_day": None,
    "total": 1,
}


def listed(*rows: dict[str, Any], **more: Any) -> list[Component]:
    df = pd.DataFrame(list(rows), columns=list(ROW))
    said = count_words(int(df["total"].max()) if len(df) else 0, searched=more.pop("searched", True))
    return [html.P(said), *found(df, WAYS, **more)]


def marks(parts: list[Component]) -> list[str]:
    return [one.children for part in parts for one in part._traverse() if isinstance(one, html.Mark)]


def test_a_motivation_is_told_as_it_was_written_with_what_was_found_marked() -> None:
    parts = listed(ROW)
    assert marks(parts) == ["groen", "groen"]
    markup = str(lean(parts)[1].inner)
    assert "&lt;script&gt;<mark>groen</mark>&lt;/script&gt;" in markup
    assert "<script>" not in markup
    words = text(parts)
    expected = ("1 plek gevonden.", "P-7 · Centrum · Vergroening · 1 stem", "Veel steun", "Gunstige kost")
    assert [one for one in (*expected, "3 apr 2026", "openbaar sinds 8 apr 2026") if one not in words] == []
    hrefs = [href for part in parts for href in links(part)]
    assert {f"/{page}/{UUID(int=7)}?theme=x" for page in ("voorstellen", "motivering")} <= set(hrefs)
    assert "https://raad.be/1" in hrefs


def test_what_is_not_public_has_a_padlock_and_what_has_no_words_says_so() -> None:
    silent = {"published_day": None, "motivation": None, "marked": None, "title": None, "organ": None}
    words = text(listed(ROW | {"subject_id": UUID(int=8)}, ROW | silent))
    assert [
        one for one in ("Onder embargo", "nog niet openbaar", "nog geen motivering", "Tekst") if one not in words
    ] == []
    assert "Onder embargo" not in text(listed(ROW))


@pytest.mark.parametrize(
    ("rows", "more", "expected"),
    [
        ((), {}, "Niets gevonden in deze periode."),
        ((), {"searched": False}, "In deze periode werd over geen enkele plek beslist."),
        ((ROW | {"total": 12},), {}, "12 plekken gevonden; de beste antwoorden eerst."),
        ((ROW | {"total": 1_200},), {}, "1.200 plekken gevonden; van de 300 laatste staan de beste antwoorden eerst."),
        ((ROW | {"total": 12},), {"searched": False}, "12 plekken, de laatste eerst."),
        ((), {"beyond": Beyond(3, "?from=2020-01-01")}, "Nog 3 buiten deze periode"),
    ],
)
def test_the_list_says_how_much_there_is(rows: tuple, more: dict[str, Any], expected: str) -> None:
    assert expected in text(listed(*rows, **more))


# --- the answer sheet --------------------------------------------------------------------------------------------
HEADER: dict[str, Any] = {
    "subject_id": UUID(int=7),
    "number": "P-7",
    "title": "Plein",
    "text": "Meer groen.\n\nEn een bank.",
    "text_removed": False,
    "theme": "Vergroening",
    "area": "Centrum",
    "street": "Dorp",
    "service": None,
    "stage": "planned",
    "stage_since": datetime(2026, 5, 1, tzinfo=UTC),
    "submitted_day": date(2026, 3, 2),
    "due_on": date(2026, 9, 1),
    "started_day": None,
    "realised_day": None,
    "votes": 12,
    "support": 12,
    "cost_estimated": 9_000.0,
    "cost_actual": None,
    "undated": [],
    "undisclosed": False,
    "as_of": datetime(2026, 11, 22, tzinfo=UTC),
    "zone": "Europe/Brussels",
}
PUBLIC = CHOICE | {
    "published_at": datetime(2026, 4, 8, tzinfo=UTC),
    "published_day": date(2026, 4, 8),
    "shown": True,
    "decision_uri": "https://raad.be/1",
    "internal_note": "Onder ons",
}
SECRET = CHOICE | {"outcome": "deferred", "motivation": "Geheim"}
ROUND = pd.DataFrame([{"n": 14, "selected": 4, "more": 2, "as_many": 1, "cost_n": 12, "cost_median": 7_500.0}])
AREA = pd.DataFrame({"inhabitants": [100, 400], "chosen": [3, 10]}, index=[HERE, TOWN])


def case(*choices: dict[str, Any], **header: Any) -> ProposalCase:
    nothing = pd.DataFrame()
    selections = pd.DataFrame(list(choices), columns=list(CHOICE))
    return ProposalCase(pd.Series(HEADER | header, dtype=object), nothing, selections, *[nothing] * 4)


def sheet(*choices: dict[str, Any], **header: Any) -> html.Div:
    told = case(*choices, **header)
    answer = Answer(told, told, True, ROUND, AREA, "Aalst-aan-Zee", "https://www.aalst.be")
    return answer_sheet(answer, "/voorstellen/7")


def test_a_sheet_says_what_was_asked_decided_and_why_and_how_it_stands_beside_others() -> None:
    words = text(sheet(PUBLIC | {"current": True}))
    expected = (
        *("Meer groen.", "Dorp, Centrum", "12 stemmen", "Werkgroep 3, 28 mrt 2026", "2026/1", "8 apr 2026"),
        *("Eerst.", "Veel steun, Gunstige kost en Schoolroute", "steun 4", "gedeelde plaats 3 van 14 volgens stemmen"),
        *("14 plekken, waarvan 4 gekozen", "9.000 euro; de helft van deze plekken kost hoogstens 7.500 euro"),
        *("3 van de 10 gekozen plekken", "De werken zijn gepland.", "1 sep 2026", "Aalst-aan-Zee"),
    )
    assert [one for one in expected if one not in words] == []
    assert "Onder ons" not in words
    assert "Onder embargo" not in words


def test_what_is_not_public_stands_apart_with_a_padlock_and_not_on_paper() -> None:
    told, known = case(PUBLIC | {"current": False}), case(SECRET, PUBLIC | {"current": False})
    made = answer_sheet(Answer(told, known, True, ROUND, AREA, "Aalst", ""), "/x")
    apart = [part for part in made.children if getattr(part, "className", "") == "no-print"]
    assert "Geheim" in text(apart)
    assert "Onder embargo" in text(apart)
    printed = [part for part in made.children if part not in apart]
    assert [word for word in ("Geheim", "embargo", "Uitgesteld") if word in text(printed)] == []


def test_a_place_without_a_public_choice_tells_none() -> None:
    nothing = replace(
        case(stage="published", cost_estimated=None, due_on=None), selections=pd.DataFrame(columns=list(CHOICE))
    )
    made = answer_sheet(Answer(nothing, nothing, True, ROUND.iloc[:0], None, "Aalst", ""), "/x")
    words = text(made)
    assert "Er is nog niets beslist dat openbaar is." in words
    assert "Over deze plek is nog niet beslist." in words
    assert "Naast de andere" not in words
    hidden = answer_sheet(Answer(nothing, nothing, False, ROUND.iloc[:0], None, "Aalst", ""), "/x")
    assert "Dit voorstel is niet openbaar." in text(hidden)
