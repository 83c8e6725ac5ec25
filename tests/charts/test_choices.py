"""What the charts about choices say, and where they say nothing rather than guess."""

import pandas as pd
import pytest

from config.vocabularies import Term, reason_term
from dashboard.charts.choices import by_theme, reasons_why, reasons_why_not
from dashboard.charts.choices_lead import choices_lead
from dashboard.charts.choices_told import coverage, explanation
from dashboard.charts.influence import influence, not_started
from dashboard.charts.proposals_equity import PLACES, equity
from queries.filters import Days

GIVEN = ["outcome", "reason", "n", "decided"]
OWN = {"own_x": Term("own_x", "Schoolroute", "Way to school")}
TOLD = pd.DataFrame([{"published": 0, "explained": 0}])


def given(*rows: tuple) -> pd.DataFrame:
    terms = [reason_term(row[1], OWN) if row[1] else None for row in rows]
    words = [(term and term.label_nl, term and term.label_en) for term in terms]
    told = [(*row, *said) for row, said in zip(rows, words, strict=True)]
    return pd.DataFrame(told, columns=[*GIVEN, "reason_nl", "reason_en"])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "In deze periode werd geen plek gekozen."),
        ([("selected", "support", 1, 1)], "De enige gekozen plek werd gekozen om: veel steun."),
        ([("selected", "support", 3, 5), ("selected", "need", 3, 5)], None),
        (
            [("selected", "support", 3, 5), ("selected", None, 2, 5)],
            "Meest gekozen om: veel steun, 3 van de 5 plekken.",
        ),
        ([("selected", None, 5, 5)], None),
    ],
)
def test_the_most_frequent_reason_is_named_when_there_is_one(rows: list, expected: str | None) -> None:
    assert reasons_why(given(*rows)).conclusion == expected


def test_reasons_of_what_was_not_chosen_and_deferred_stand_in_one_bar() -> None:
    spec = reasons_why_not(
        given(("not_selected", "utilities", 3, 4), ("deferred", "utilities", 2, 2), ("not_selected", "own_x", 1, 4))
    )
    assert [(bar.label, bar.text, [part.text for part in bar.parts]) for bar in spec.content.bars] == [  # type: ignore[union-attr]
        ("Nutsleidingen", "5 (83\N{NARROW NO-BREAK SPACE}%)", ["3", "2"]),
        ("Schoolroute", "1 (17\N{NARROW NO-BREAK SPACE}%)", ["", ""]),
    ]
    assert (spec.conclusion, spec.footnote.text) == (  # type: ignore[union-attr]
        "Staat het vaakst in de weg: nutsleidingen, 5 van de 6 plekken.",
        "n = 6",
    )


def test_a_share_of_few_places_is_withheld() -> None:
    df = pd.DataFrame({"outcome": [None, "selected"], "decided": [4, 4], "motivated": [3, 3]})
    themes = pd.DataFrame({"theme": ["Water"], "code": ["water"], "decided": [4], "motivated": [3]})
    spec = coverage(df, themes, TOLD)
    assert spec.conclusion == "Van 3 van de 4 besliste plekken is de motivering bekendgemaakt."
    assert spec.content.bars[0].text == "te weinig (n = 4)"  # type: ignore[union-attr]
    assert coverage(df.iloc[:0], themes, TOLD).empty


def test_what_waits_for_its_motivation_is_told_where_nothing_was_published() -> None:
    nothing = pd.DataFrame(columns=["theme", "n", "median", "p90", "longest"])
    row = {"step": "explanation", "n": 0, "median": None, "p90": None, "open": 3, "age_longest": 12.0}
    spec = explanation(nothing, pd.DataFrame([row]), days=Days.WORKING)
    assert not spec.empty
    assert [fact.value for fact in spec.facts] == ["3", "12 wd"]
    assert explanation(nothing, pd.DataFrame([row | {"open": 0}])).empty


def test_influence_of_few_proposals_has_no_share() -> None:
    decided = pd.DataFrame([{"decided": 1, "selected": 1, "not_selected": 0, "deferred": 0, "realised": 0}])
    themes = pd.DataFrame(columns=["theme", "code", "published", "selected", "realised"])
    spec = influence(pd.DataFrame([{"published": 3, "selected": 2, "realised": 1}]), themes, decided)
    assert spec.conclusion == "Van 3 gepubliceerde voorstellen zijn er 2 gekozen of verder, 1 gerealiseerd."
    assert [bar.text for bar in spec.content.bars] == ["3", "2", "1"]  # type: ignore[union-attr]


def test_nothing_waits_is_said() -> None:
    columns = ["subject_id", "title", "theme", "area", "support", "chosen_day", "age", "working_days", "total"]
    spec = not_started(pd.DataFrame(columns=columns), pd.DataFrame([{"planned": 2}]))
    assert spec.empty
    assert spec.conclusion == "Voor elke gekozen plek is er iets gepland of begonnen."


def test_a_theme_is_named_when_it_alone_is_chosen_most() -> None:
    columns = ["theme", "decided", "selected", "not_selected", "deferred"]
    columns += ["why_nl", "why_n", "why_not_nl", "why_not_n"]
    rows = [
        ("Water", 10, 5, 5, 0, "Grote nood in de buurt", 3, None, None),
        (None, 10, 2, 8, 0, None, None, "Nutsleidingen", 2),
    ]
    spec = by_theme(pd.DataFrame(rows, columns=columns))
    assert spec.conclusion == "Het vaakst gekozen: Water, 50\N{NARROW NO-BREAK SPACE}% (5 van 10)."
    assert spec.table.frame["why"].tolist() == ["Grote nood in de buurt (3)", "–"]
    few = pd.DataFrame([rows[0], ("Groen", 4, 4, 0, 0, None, None, None, None)], columns=columns)
    assert by_theme(few).conclusion is None


def test_neighbourhoods_speak_of_chosen_places() -> None:
    df = pd.DataFrame(columns=["area", "n", "inhabitants", "per_1000", "low", "high"])
    whole = pd.DataFrame([{"n": 0, "per_1000": None, "similarity": None, "unknown": 0, "unplaced": 0}])
    assert equity(df, whole, what=PLACES).conclusion == "In deze periode werd geen plek gekozen."


def test_the_lead_and_the_card_say_the_same_share_and_never_all_while_one_is_left() -> None:
    covered = pd.DataFrame([{"outcome": None, "decided": 200, "motivated": 199}])
    outcomes = pd.DataFrame([{"decided": 200, "selected": 200, "not_selected": 0, "deferred": 0}])
    share = "99,5\N{NARROW NO-BREAK SPACE}%"
    assert share in choices_lead(outcomes, covered, TOLD).more
    themes = pd.DataFrame([{"theme": "Water", "decided": 200, "motivated": 199}])
    assert share in str(coverage(covered, themes, TOLD).conclusion)
