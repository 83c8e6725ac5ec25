"""What the charts on channels, first contact, decisions and messages say."""

import json
from datetime import date

import pandas as pd
import pytest

from dashboard.charts.meldingen_channels import channels, first_contact
from dashboard.charts.meldingen_decisions import STEPS, decision_timing
from dashboard.charts.meldingen_informed import MOMENTS, informed
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import Footnote

NARROW = "\u202f"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def used(*rows):
    return pd.DataFrame(rows, columns=["month", "channel", "n"])


def contacts(answered, whole):
    return pd.DataFrame([{"answered": answered, "contacts": whole}])


def steps(*rows):
    return pd.DataFrame(rows, columns=["step", "n", "median", "p90"])


def moments(*rows):
    return pd.DataFrame(rows, columns=["moment", "told_in_time", "due"])


def told(*rows):
    return pd.DataFrame(rows, columns=["moment", "channel", "n"])


def test_channels_are_panels_from_most_to_least_used():
    spec = channels(used((NOVEMBER, None, 2), (OCTOBER, "web", 30), (OCTOBER, None, 10), (NOVEMBER, "web", 1)))
    web, app = spec.content.panels
    assert (web.label, web.text, app.text) == ("web", f"72,1{NARROW}%", f"27,9{NARROW}%")
    assert web.values == (0.75, None)
    assert spec.conclusion == f"De meeste komen via web: 72,1{NARROW}%, 31 van 43."
    assert spec.table.rows()[0] == ["okt 2026", "web", "30", f"75,0{NARROW}%"]
    assert spec.table.rows()[-1] == ["nov 2026", "Zonder kanaal", "2", "–"]
    assert spec.content.top == 0.75


def test_channels_drop_a_conclusion_that_would_be_a_guess():
    assert channels(used((OCTOBER, "web", 30), (OCTOBER, "app", 30))).conclusion is None
    few = channels(used((OCTOBER, "web", 3)))
    assert few.conclusion == "Te weinig gevallen: n = 3, minstens 5 nodig."
    assert few.content.panels[0].text == ""
    nothing = channels(used())
    assert (nothing.empty, nothing.conclusion) == (True, "Er zijn geen meldingen in deze periode.")


@pytest.mark.parametrize(
    ("answered", "whole", "sentence"),
    [
        (640, 1300, f"49,2{NARROW}% kreeg antwoord bij het eerste contact: 640 van 1.300."),
        (3, 4, "Te weinig gevallen: n = 4, minstens 5 nodig."),
        (0, 0, "Er zijn geen contacten in deze periode."),
    ],
)
def test_first_contact(answered, whole, sentence):
    spec = first_contact(contacts(answered, whole))
    assert (spec.conclusion, spec.empty) == (sentence, whole == 0)
    assert [part.value for part in spec.content.groups[0].parts] == [answered, whole - answered]
    assert (spec.table.rows()[0][-1] == "–") is (whole < 5)


def test_decisions_name_the_slowest_step_in_the_order_of_the_steps():
    spec = decision_timing(steps(("decided_signed", 110, 2, 4), ("ready_agenda", 120, 4, 9.5)))
    assert spec.conclusion == "Van klaar tot agenda duurt het langst: de helft binnen 4 werkdagen."
    assert [dot.text for dot in spec.content.dots] == ["4 tot 9,5 wd", "2 tot 4 wd"]
    assert spec.footnote == Footnote("n = 120 beslissingen")
    assert spec.table.rows()[0] == ["Van klaar tot agenda", "120", "4", "9,5"]


def test_decisions_that_tie_or_are_too_few_have_no_slowest_step():
    assert decision_timing(steps(("ready_agenda", 9, 4, 9), ("agenda_decided", 9, 4, 8))).conclusion is None
    spec = decision_timing(steps(("ready_agenda", 9, 4, 9), ("agenda_decided", 4, 8, 8)))
    assert spec.conclusion is None
    assert spec.content.dots[1].text == "te weinig (n = 4)"


def test_decisions_of_nothing_are_empty():
    assert decision_timing(steps()).empty
    assert decision_timing(steps(*((step, 0, None, None) for step in STEPS))).empty


def test_informed_names_the_moment_at_which_people_are_told_least():
    frame = moments(("afgehandeld", 700, 803), ("eerste_antwoord", 712, 828), ("evaluatie_gevraagd", 0, 4))
    spec = informed(
        frame, told(("afgehandeld", "brief", 80), ("eerste_antwoord", "e-mail", 500), ("beslissing", None, 7))
    )
    assert spec.conclusion == f"Het minst vaak tijdig verwittigd: Eerste antwoord, 86,0{NARROW}%."
    assert [bar.label for bar in spec.content.bars] == ["Eerste antwoord", "Afgehandeld", "Evaluatie gevraagd"]
    assert spec.content.bars[0].aside == "712 van 828"
    assert spec.content.bars[2].text == "te weinig (n = 4)"
    assert [column.header for column in spec.table.columns][-2:] == ["Via e-mail", "Via brief"]
    assert [row[-2:] for row in spec.table.rows()] == [["500", "0"], ["0", "80"], ["0", "0"]]


def test_informed_compares_only_what_can_be_compared():
    assert informed(moments(("beslissing", 5, 10)), told()).conclusion is None
    same = informed(moments(("beslissing", 5, 10), ("afgehandeld", 10, 20)), told())
    assert same.conclusion == f"Op elk moment tijdig verwittigd: 50,0{NARROW}%."
    nothing = informed(moments(*((moment, 0, 0) for moment in MOMENTS)), told())
    assert (nothing.empty, nothing.conclusion) == (True, "Niemand moest in deze periode verwittigd worden.")


def test_pictures_are_plain_data_also_with_gaps():
    specs = (
        channels(used((OCTOBER, "web", 30), (NOVEMBER, "web", 1), (NOVEMBER, None, 2))),
        first_contact(contacts(3, 4)),
        decision_timing(steps(("ready_agenda", 9, 4, 9), ("agenda_decided", 4, 8, 8))),
        informed(moments(("afgehandeld", 700, 803), ("evaluatie_gevraagd", 0, 4)), told()),
    )
    assert all(json.dumps(to_plotly(spec), allow_nan=False) for spec in specs)
