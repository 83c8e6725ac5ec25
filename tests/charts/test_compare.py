"""What the comparisons say: names outside the limits of chance, never a ranking of it."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.charts.compare import per_inhabitants, side_by_side
from dashboard.charts.compare_lead import grain_in_words, region_lead
from dashboard.charts.compare_months import per_inhabitants_by_category, per_inhabitants_by_month
from dashboard.charts.contents import Mark, Plain
from dashboard.charts.funnel import _between, funnel
from dashboard.charts.funnel_lead import funnel_lead
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import Footnote
from queries.filters import Filters

NARROW = "\u202f"
LIMITS = {100: (0.66, 0.83, 0.61, 0.88), 200: (0.69, 0.81, 0.65, 0.84)}


def services(*rows):
    columns = ["label", "numerator", "denominator", "low95", "high95", "low998", "high998", "outside"]
    full = [(label, k, n, *LIMITS.get(n, (0.0, 1.0, 0.0, 1.0)), outside) for label, k, n, outside in rows]
    return pd.DataFrame(full, columns=columns).assign(overall=0.75)


def rates(*rows):
    return pd.DataFrame(rows, columns=["municipality", "n", "inhabitants", "per_1000"]).assign(
        source="Statbel: 46013 en 11056 samen"
    )


def handling(*rows):
    columns = ["category", "municipality", "n", "norms", "phases", "first_answer", "lead_time", "messages"]
    return pd.DataFrame(rows, columns=columns)


FAR, NEAR, USUAL = ("Wegen", 110, 200, "998"), ("Groen", 85, 100, "95"), ("Netheid", 150, 200, "")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((USUAL, NEAR, FAR), "Meer dan toeval verklaart: lager bij Wegen."),
        ((FAR, ("Afval", 190, 200, "998")), "Meer dan toeval verklaart: lager bij Wegen, hoger bij Afval."),
        ((USUAL, NEAR), "Buiten de grenzen van 95 %, zoals één op twintig door toeval: hoger bij Groen."),
        ((USUAL,), "Toeval alleen kan alle verschillen verklaren."),
        ((("Jeugd", 1, 3, ""),), "Te weinig gevallen om te vergelijken."),
        ((), "Te weinig gevallen om te vergelijken."),
    ],
)
def test_the_funnel_names_only_what_chance_does_not_explain(rows, sentence):
    assert funnel(services(*rows), heading="Dienst").conclusion == sentence


def test_the_funnel_tells_inside_from_outside_by_shape_and_name():
    spec = funnel(services(FAR, USUAL, NEAR, ("Jeugd", 1, 3, "")), heading="Dienst")
    assert {spot.text: (spot.missed, spot.hollow) for spot in spec.content.spots} == {
        "Groen": (False, True),
        "": (False, False),
        "Wegen": (True, False),
    }
    assert [key.fill for key in spec.legend] == [Mark.DOT, Mark.BEFORE, Mark.MISSED, Mark.LIMIT, Mark.LIMIT_WIDE]
    assert [row[0] for row in spec.table.rows()] == ["Groen", "Netheid", "Wegen"]
    assert spec.table.rows()[2] == [
        *("Wegen", "110", "200"),
        *(f"{share}{NARROW}%" for share in ("55,0", "69,0", "81,0", "65,0", "84,0")),
        "buiten 99,8 %",
    ]
    assert spec.footnote == Footnote("n = 500 · weggelaten, minder dan 5 gevallen: 1")


def test_limits_run_through_their_points_as_limits_do():
    low = funnel(services(USUAL, NEAR, FAR), heading="Dienst").content.series[0]
    assert (low.x[0], low.y[0], low.x[-1], low.y[-1]) == (100, 0.66, 200, 0.69)
    assert list(low.x) == sorted(low.x)
    n, limit = _between((25, 0.75 - 1 / 5), (400, 0.75 - 1 / 20), 6)
    assert limit == pytest.approx(0.75 - n**-0.5)


def test_rates_hide_what_is_too_small():
    spec = per_inhabitants(
        rates(("Moerbeke", None, 6500, None), ("Lokeren", 1300, 47500, 27.4), ("Zele", 382, 21000, 18.2))
    )
    assert spec.conclusion == "Tussen 18,2 en 27,4 meldingen per 1.000 inwoners."
    assert [(dot.label, dot.value, dot.text) for dot in spec.content.dots] == [
        ("Lokeren", 27.4, "27,4"),
        ("Moerbeke", None, "te klein om te tonen"),
        ("Zele", 18.2, "18,2"),
    ]
    assert spec.note == "Meldingen per 1.000 inwoners. Inwoners: Statbel."
    assert spec.table.rows()[1] == ["Moerbeke", "–", "6.500", "–"]
    assert spec.footnote == Footnote("n = 1.682 · te klein om te tonen: 1")


def test_rates_of_one_or_none():
    assert per_inhabitants(rates(("Lokeren", 1300, 47500, 27.4))).conclusion is None
    unknown = per_inhabitants(rates(("Lokeren", 1300, None, None)))
    assert unknown.content.dots[0].text == "inwoners niet bekend"
    hidden = per_inhabitants(rates(("Moerbeke", None, 6500, None)))
    assert (hidden.conclusion, hidden.empty) == ("De aantallen zijn te klein om te tonen.", False)
    assert per_inhabitants(rates()).empty


ENDS = ("submitted", "in_treatment")
HERE = ("afval", "Lokeren", 246, ((10, "working_day"), (30, "calendar_day")), ENDS, 1.8, 4.0, 3.2)
THERE = ("afval", "Zele", 5, None, None, 3.0, 9.5, 1.4)
SMALL = ("wegdek", "Zele", 4, ((30, "working_day"),), ENDS[:1], 2.0, 90.0, 1.0)


def test_side_by_side_is_a_table_without_numbers_of_too_few():
    spec = side_by_side(handling(SMALL, THERE, HERE), categories={"afval": "Sluikstort"})
    assert isinstance(spec.content, Plain)
    phases = "Ingediend, In onderzoek"
    assert spec.table.rows() == [
        ["Lokeren", "Sluikstort", "246", "10 werkdagen en 30 dagen", phases, "1,8", "4", "3,2"],
        ["Zele", "Sluikstort", "5", "–", "–", "3", "9,5", "1,4"],
        ["Zele", "wegdek", "4", "30 werkdagen", "Ingediend", "–", "–", "–"],
    ]
    assert spec.conclusion == "Sluikstort verschilt het meest: de helft binnen 4 tot 9,5 werkdagen."


def test_side_by_side_compares_only_where_there_are_two():
    assert side_by_side(handling(HERE, SMALL)).conclusion is None
    nothing = side_by_side(handling())
    words = "Er zijn geen gedeelde categorieën in deze periode, of ze zijn te klein om te tonen."
    assert (nothing.empty, nothing.conclusion) == (True, words)


def test_pictures_are_plain_data_also_with_gaps():
    specs = (
        funnel(services(FAR, USUAL, NEAR), heading="Dienst"),
        funnel(services(USUAL), heading="Dienst"),
        per_inhabitants(rates(("Moerbeke", None, 6500, None), ("Lokeren", 1300, 47500, 27.4))),
    )
    assert all(json.dumps(to_plotly(spec), allow_nan=False) for spec in specs)


def test_the_lead_names_on_what_services_differ():
    found = {"Handled on time": services(FAR, USUAL), "Response": services(USUAL, NEAR), "Scores": services(FAR)}
    lead = funnel_lead(found)
    assert lead.news == "De diensten verschillen meer dan toeval verklaart: op tijd afgehandeld."
    assert lead.more.startswith("3 diensten")
    assert funnel_lead({"Response": services(USUAL, NEAR)}).news == "Toeval alleen kan alle verschillen verklaren."
    assert funnel_lead({"Response": services(FAR)}).news == "Te weinig gevallen om te vergelijken."


MONTH_COLUMNS = ["municipality", "month", "n", "inhabitants", "per_1000"]


def test_months_stand_below_each_other_with_gaps_for_what_is_too_small():
    first, second = date(2026, 9, 1), date(2026, 10, 1)
    rows = [
        ("Zele", first, 50, 20000, 2.5),
        ("Lokeren", first, 90, 45000, 2.0),
        ("Lokeren", second, None, 45000, None),
    ]
    spec = per_inhabitants_by_month(pd.DataFrame(rows, columns=MONTH_COLUMNS))
    assert [(panel.label, panel.values, panel.text) for panel in spec.content.panels] == [
        ("Lokeren", (2.0, None), "2,0"),
        ("Zele", (2.5, None), "2,5"),
    ]
    assert "te klein om te tonen" in spec.content.panels[0].hover[1]
    assert "niets ontvangen" in spec.content.panels[1].hover[1]
    assert spec.conclusion == "1 van 3 maanden zijn te klein om te tonen."
    assert json.dumps(to_plotly(spec), allow_nan=False)
    assert per_inhabitants_by_month(pd.DataFrame(columns=MONTH_COLUMNS)).empty


def test_categories_have_the_words_of_the_region():
    rows = [("Zele", "sluikstort", 50, 20000, 2.5), ("Zele", "-", None, 20000, None), ("Zele", "eigen", 7, 20000, 0.35)]
    columns = ["municipality", "category", "n", "inhabitants", "per_1000"]
    spec = per_inhabitants_by_category(pd.DataFrame(rows, columns=columns))
    assert [row[0] for row in spec.table.rows()] == ["Sluikstort", "Zonder gedeelde categorie", "eigen"]
    assert spec.conclusion.startswith("1 van 3 aantallen zijn weggelaten")


def test_the_lead_and_the_words_of_a_file_name_the_grain():
    month, year = Filters(date(2026, 10, 1), date(2026, 10, 31)), Filters(date(2026, 1, 1), date(2026, 12, 31))
    found = pd.DataFrame({"n": [5, None]})
    assert region_lead(found, month).news == "2 gemeenten naast elkaar, okt 2026."
    assert region_lead(found.iloc[:0], year).news.startswith("Er zijn nog geen meldingen van 2026")
    words = grain_in_words(replace(year, categories=("sluikstort",)))
    assert words == "Periode: 2026; Gedeelde categorie: Sluikstort; Kleine aantallen weggelaten"
