"""What the charts of the overview say."""

import json
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts.contents import Mark
from dashboard.charts.overview import on_time_by_service, stock_by_week
from dashboard.charts.plotly import to_plotly

NARROW = "\u202f"


def weeks(values, last_year=None):
    monday = date(2026, 10, 5)  # w41
    rows = [(monday + timedelta(weeks=i), value, last_year) for i, value in enumerate(values)]
    return pd.DataFrame(rows, columns=["week_start", "open", "last_year_open"])


def services(*rows):
    columns = ["service", "on_time", "n", "previous_on_time", "previous_n"]
    frame = pd.DataFrame(rows, columns=columns)
    before = frame["previous_on_time"] / frame["previous_n"].replace(0, None).astype(float)
    return frame.assign(share=frame["on_time"] / frame["n"], previous_share=before)


@pytest.mark.parametrize(
    ("values", "last_year", "target", "sentence"),
    [
        ((310, 290, 310, 348), 331, 300, "De stock ligt sinds w43 boven het doel van 300."),
        ((310, 348), 331, 300, "De stock lag in elke week boven het doel van 300."),
        ((348, 300), 331, 300, "300 open: het doel van hoogstens 300 is gehaald."),
        ((310, 348), 331, None, "348 open, 17 meer dan een jaar eerder."),
        ((310, 300), 331, None, "300 open, 31 minder dan een jaar eerder."),
        ((310, 331), 331, None, "331 open, evenveel als een jaar eerder."),
        ((310, 331), None, None, None),
        ((), None, None, "Er zijn geen weken in deze periode."),
    ],
)
def test_the_stock_is_judged_by_its_target_else_by_last_year(values, last_year, target, sentence):
    spec = stock_by_week(weeks(values, last_year), target=target)
    assert (spec.conclusion, spec.empty) == (sentence, not values)


def test_the_stock_has_two_lines_and_a_target_with_words():
    plot = stock_by_week(weeks((286, 348), 331), target=300).content
    assert [(line.label, line.dashed) for line in plot.series] == [("348 open", False), ("vorig jaar 331", True)]
    assert plot.target.label == "doel 300"
    assert plot.y_ticks[0].value <= 286
    assert plot.y_ticks[-1].value >= 348
    assert plot.hover[1] == "w42\n348 open\nvorig jaar 331"
    assert len(stock_by_week(weeks((286, 348))).content.series) == 1


GREEN, ROADS, TINY = ("Groen", 88, 100, 85, 100), ("Wegen", 61, 100, 70, 100), (None, 2, 2, 0, 4)


@pytest.mark.parametrize(
    ("rows", "target", "sentence"),
    [
        ((GREEN, ROADS), 0.8, f"Onder 80{NARROW}%: Wegen."),
        ((ROADS, ("Mobiliteit", 7, 10, 8, 10), GREEN), 0.8, f"Onder 80{NARROW}%: Mobiliteit en Wegen."),
        (tuple((f"D{i}", 5, 10, 0, 0) for i in range(4)), 0.8, f"4 van de 4 diensten liggen onder 80{NARROW}%."),
        ((GREEN, TINY), 0.88, f"Elke dienst haalt 88{NARROW}%."),
        ((GREEN, ROADS), None, f"Van 61{NARROW}% bij Wegen tot 88{NARROW}% bij Groen."),
        ((GREEN,), None, f"88{NARROW}% bij Groen."),
        ((TINY,), 0.8, None),
        ((), 0.8, "Over geen van deze meldingen kan al geoordeeld worden."),
    ],
)
def test_services_are_judged_by_the_target(rows, target, sentence):
    spec = on_time_by_service(services(*rows), target=target)
    assert (spec.conclusion, spec.empty) == (sentence, not rows)


def test_a_service_below_target_has_another_shape_and_the_legend_says_so():
    spec = on_time_by_service(services(TINY, ROADS, GREEN), target=0.8)
    green, roads, tiny = spec.content.dots
    assert (green.missed, roads.missed, tiny.value, tiny.label) == (False, True, None, "Zonder dienst")
    assert (roads.before, roads.text, roads.aside) == (0.7, f"61{NARROW}%", "n = 100")
    assert [key.fill for key in spec.legend] == [Mark.DOT, Mark.MISSED, Mark.BEFORE]
    assert spec.content.ticks[0].value <= 0.61
    assert spec.table.rows()[1] == ["Wegen", "61", "100", f"61,0{NARROW}%", "100", f"70,0{NARROW}%"]
    assert spec.table.rows()[2] == ["Zonder dienst", "2", "2", "–", "4", "–"]


def test_without_target_no_service_misses_it():
    spec = on_time_by_service(services(ROADS))
    assert (spec.content.target, spec.content.dots[0].missed) == (None, False)
    assert [key.text for key in spec.legend] == ["deze periode", "vorige periode"]


def test_pictures_are_plain_data_also_with_gaps():
    specs = (
        stock_by_week(weeks((286, 348), 331), target=300),
        stock_by_week(weeks((286,))),
        on_time_by_service(services(TINY, ROADS, GREEN), target=0.8),
    )
    assert all(json.dumps(to_plotly(spec), allow_nan=False) for spec in specs)
