"""What the charts on throughput say: curve, age, phases, advisers and flows."""

import json

import pandas as pd
import pytest

from config.language import use_language
from dashboard.charts.meldingen_ageing import ageing
from dashboard.charts.meldingen_curve import time_to_close
from dashboard.charts.meldingen_flows import MOST_NODES, flows
from dashboard.charts.meldingen_partners import adviser_times, task_times
from dashboard.charts.meldingen_phases import phase_times
from dashboard.charts.palette import Fill
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import Footnote
from queries.filters import Days

NARROW = "\u202f"
CURVE = ["day", "resolved", "resolved_low", "resolved_high", "other", "at_risk"]
PHASES = ["service", "n", "screening", "handling", "advice_internal", "advice_external", "decision", "stopped"]
ADVISERS = ["partner", "system", "n", "median", "p90", "open", "late"]
FLOWS = ["intake", "first", "final", "outcome", "n", "lost_days"]


def curve(*points, other=0.05):
    rows = [(float(d), share, share - 0.02, share + 0.02, other, 100) for d, share in points]
    return pd.DataFrame(rows, columns=CURVE)


def bands(*rows):
    return pd.DataFrame(rows, columns=["band_from", "band_to", "n", "overdue"])


def phases(*rows):
    return pd.DataFrame(rows, columns=PHASES)


def advisers(*rows):
    return pd.DataFrame(rows, columns=ADVISERS)


def moves(*rows):
    return pd.DataFrame(rows, columns=FLOWS)


def totals(closed=100, changed=12, hops=14, lost_days=40.4):
    return pd.DataFrame([{"closed": closed, "changed": changed, "hops": hops, "lost_days": lost_days}])


FAST = curve((0, 0.0), (9, 0.5), (40, 0.8), (60, 0.9))
SLOW = curve((0, 0.0), (14, 0.52), (60, 0.8))
NEVER = curve((0, 0.0), (20, 0.2), (30, 0.3))
NOTHING = curve()


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (FAST, SLOW, "De helft is na 9 dagen opgelost, vorig jaar na 14."),
        (FAST, FAST, "De helft is na 9 dagen opgelost, net als vorig jaar."),
        (FAST, NEVER, "De helft is na 9 dagen opgelost."),
        (FAST, NOTHING, "De helft is na 9 dagen opgelost."),
        (NEVER, FAST, f"Na 30 dagen is 30,0{NARROW}% opgelost; de helft wordt niet bereikt."),
    ],
)
def test_the_curve_says_when_half_is_resolved(now, before, sentence):
    assert time_to_close(now, before, n=842, still_open=238).conclusion == sentence


def test_the_curve_marks_its_median_and_what_is_open_on_day_40():
    spec = time_to_close(FAST.sample(frac=1, random_state=1), SLOW, n=842, still_open=238)
    median, still = spec.content.spots
    assert (median.x, median.text, median.drop) == (9, "helft na 9 dagen", True)
    assert (still.x, still.y, still.text, still.more) == (40, 0.8, f"15{NARROW}% nog open", "na 40 dagen")
    assert [line.name for line in spec.content.series] == ["deze periode", "anders gesloten", "vorig jaar"]
    assert spec.footnote == Footnote("n = 842, 238 nog open · band: 95 % zekerheid")
    assert spec.table.rows()[2] == [
        "40",
        *(f"{v}{NARROW}%" for v in ("80,0", "78,0", "82,0", "5,0", "15,0")),
        "100",
        f"52,0{NARROW}%",
    ]


def test_a_long_curve_is_cut_off_but_its_median_is_told():
    late = curve((0, 0.0), (50, 0.3), (90, 0.6), other=0.0).assign(resolved_low=[None, 0.2, 0.5])
    spec = time_to_close(late, NOTHING, n=100, still_open=40)
    assert spec.conclusion == "De helft is na 90 dagen opgelost."
    assert spec.content.last_x == 60
    assert [row[0] for row in spec.table.rows()] == ["0", "50"]
    assert [spot.text for spot in spec.content.spots] == [f"100{NARROW}% nog open"]
    assert spec.content.series[0].low == (None, 0.2)


def test_a_short_curve_has_no_marks_and_a_line_of_nothing_is_left_out():
    spec = time_to_close(NEVER.assign(other=0.0), NOTHING, n=10, still_open=7)
    assert spec.content.spots == ()
    assert [line.name for line in spec.content.series] == ["deze periode"]
    assert spec.table.rows()[0][-1] == "–"


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (0, "Er zijn geen meldingen in deze periode."),
        (4, "Te weinig gevallen: n = 4, minstens 5 nodig."),
    ],
)
def test_a_curve_of_too_few_is_withheld_from_picture_and_table(n, sentence):
    spec = time_to_close(FAST, SLOW, n=n, still_open=0)
    assert (spec.empty, spec.conclusion, spec.table.rows(), spec.content.series) == (True, sentence, [], ())


@pytest.mark.parametrize(
    ("n", "overdue", "sentence"),
    [
        (110, 34, "110 meldingen staan langer dan 60 werkdagen open; over tijd daarvan: 34."),
        (110, 0, "110 meldingen staan langer dan 60 werkdagen open; geen enkele is over tijd."),
        (1, 1, "Eén melding staat langer dan 60 werkdagen open en is over tijd."),
        (1, 0, "Eén melding staat langer dan 60 werkdagen open."),
        (0, 0, "Geen enkele melding staat langer dan 60 werkdagen open."),
    ],
)
def test_ageing_concludes_on_the_oldest_band(n, overdue, sentence):
    assert ageing(bands((61, None, n, overdue), (0, 5, 48, 2))).conclusion == sentence


def test_ageing_shows_what_is_overdue_in_its_bar_and_in_words():
    spec = ageing(bands((0, 5, 48, 0), (61, None, 110, 34)), days=Days.CALENDAR)
    young, old = spec.content.bars
    assert (young.label, young.end, old.label, old.end) == ("0–5", "48", "meer dan 60", "110 · 34 over tijd")
    assert [(part.value, part.fill) for part in old.parts] == [(76, Fill.BLUE), (34, Fill.OVERDUE)]
    assert spec.table.rows() == [["0–5", "48", "48", "0"], ["meer dan 60", "110", "76", "34"]]
    assert spec.alt == "Balken naar ouderdom: 0–5: 48, meer dan 60: 110 · 34 over tijd."
    assert spec.footnote == Footnote("158 open, 34 over tijd")


def test_ageing_of_nothing_is_empty():
    spec = ageing(bands((0, 5, 0, 0), (61, None, 0, 0)))
    assert (spec.empty, spec.conclusion) == (True, "Er staan geen meldingen open.")


def test_phases_are_sorted_by_the_time_that_counts():
    spec = phase_times(
        phases(("Netheid", 229, 0.6, 2.9, 0.5, 0.2, 0, 9), ("Mobiliteit", 118, 1, 4.9, 1.2, 8.7, 3.1, 2.4))
    )
    mobility, cleaning = spec.content.bars
    assert (mobility.label, mobility.text, mobility.aside) == ("Mobiliteit", "18,9 wd", "n = 118")
    assert (cleaning.label, cleaning.text) == ("Netheid", "4,2 wd")
    assert [part.fill for part in mobility.parts][-2:] == [Fill.WINE, Fill.STOPPED]
    assert mobility.parts[-1].text == ""
    assert len(cleaning.parts) == 5
    assert spec.table.rows()[0] == ["Mobiliteit", "118", "1", "4,9", "1,2", "8,7", "3,1", "2,4", "18,9"]


@pytest.mark.parametrize(
    ("internal", "external", "decision", "sentence"),
    [
        (1.2, 8.7, 3.1, "Mobiliteit wacht per melding 8,7 werkdagen op extern advies."),
        (9.0, 8.7, 3.1, "Mobiliteit wacht per melding 9 werkdagen op intern advies."),
        (0.0, 0.0, 3.1, "Mobiliteit wacht per melding 3,1 werkdagen op een beslissing."),
        (0.0, 0.0, 0.0, None),
    ],
)
def test_phases_conclude_who_waits_on_whom(internal, external, decision, sentence):
    frame = phases(("Mobiliteit", 118, 1, 30, internal, external, decision, 50), ("Klein", 4, 1, 1, 1, 99, 1, 1))
    assert phase_times(frame).conclusion == sentence


def test_a_service_of_too_few_shows_no_times():
    assert phase_times(phases(("Net genoeg", 5, 1, 1, 1, 99, 1, 1))).content.bars[0].text == "103 wd"
    spec = phase_times(phases(("Klein", 4, 1, 1, 1, 99, 1, 1)))
    (bar,) = spec.content.bars
    assert (bar.parts, bar.text) == ((), "te weinig (n = 4)")
    assert spec.table.rows() == [["Klein", "4", *["–"] * 7]]
    assert spec.conclusion is None


def test_phases_of_nothing_are_empty():
    spec = phase_times(phases())
    assert (spec.empty, spec.conclusion) == (True, "Geen enkele fase eindigde in deze periode.")


@pytest.mark.parametrize(
    ("late", "sentence"),
    [
        ((7, 2), "Te laat: 9, de meeste bij AWV (7)."),
        ((9, 0), "Te laat: 9, allemaal bij AWV."),
        ((3, 3), "Te laat: 6."),
        ((0, 0), "Niets is te laat."),
    ],
)
def test_advisers_conclude_where_advice_is_late(late, sentence):
    frame = advisers(("AWV", "DOSIS", 45, 18.5, 41, 12, late[0]), ("Politie", None, 38, 14, 35, 9, late[1]))
    assert adviser_times(frame).conclusion == sentence


def test_advisers_have_a_median_a_range_and_what_is_open():
    spec = adviser_times(advisers(("Brandweer", None, 3, 4, 9, 0, 0), ("AWV", "DOSIS", 45, 18.5, 41, 12, 7)))
    road, fire = spec.content.dots
    assert (road.label, road.text, road.aside) == ("AWV (DOSIS)", "18,5 tot 41 wd", "n = 45, 12 open, 7 te laat")
    assert (road.low, road.value, road.high) == (18.5, 18.5, 41)
    assert (fire.label, fire.value, fire.text) == ("Brandweer", None, "te weinig (n = 3)")
    assert spec.table.rows()[1] == ["Brandweer", "–", "3", "–", "–", "0", "0"]
    assert spec.content.ticks[-1].value >= 41


def test_advisers_of_nothing_are_empty_and_tasks_have_words_of_their_own():
    assert adviser_times(advisers()).conclusion == "Niemand werd in deze periode om advies gevraagd."
    assert task_times(advisers()).conclusion == "Niemand kreeg in deze periode een taak."
    spec = task_times(advisers((None, None, 9, 4, 9, 0, 0)))
    assert spec.note == "Van het geven van een taak tot het einde ervan, in werkdagen."
    assert spec.table.rows()[0][0] == "Onbekende partner"


STAYED = ("Wegdek", "Wegen", "Wegen", "resolved", 80, 0.0)
MOVED = ("Wegdek", "Wegen", "Mobiliteit", "resolved", 12, 40.4)
NOBODY = (None, None, None, "inadmissible", 8, 0.0)


def test_flows_conclude_what_changing_service_cost():
    frame = moves(STAYED, MOVED, NOBODY)
    cost = f"Verandering van dienst bij 12 van 100 meldingen (12,0{NARROW}%)"
    assert flows(frame, totals()).conclusion == f"{cost}; samen kostte dat 40 werkdagen."
    assert flows(frame, totals(lost_days=None)).conclusion == f"{cost}."
    assert flows(frame, totals(changed=0)).conclusion == "Geen enkele melding veranderde van dienst."
    with use_language("en"):
        assert "that cost 40 days in all" in flows(frame, totals(), days=Days.CALENDAR).conclusion


def test_flows_keep_every_case_in_every_column():
    content = flows(moves(STAYED, MOVED, NOBODY), totals()).content
    for column in range(4):
        assert sum(node.n for node in content.nodes if node.column == column) == 100
    (changed,) = [flow for flow in content.flows if flow.changes]
    assert [content.nodes[place].label for place in (changed.source, changed.target)] == ["Wegen", "Mobiliteit"]
    assert changed.n == 12


def test_flows_speak_words_in_the_table():
    spec = flows(moves(NOBODY, STAYED), totals(changed=0))
    assert spec.table.rows() == [
        ["Wegdek", "Wegen", "Wegen", "Opgelost", "80", "0"],
        ["Zonder categorie", "Zonder dienst", "Zonder dienst", "Onontvankelijk", "8", "0"],
    ]
    assert spec.phone.rows() == [["Wegdek", "Opgelost", "80"], ["Zonder categorie", "Onontvankelijk", "8"]]


def test_a_phone_shows_the_five_largest_moves():
    rows = [("Wegdek", "Wegen", f"Dienst {i}", "resolved", i, 2.5) for i in range(1, 8)]
    phone = flows(moves(STAYED, *rows), totals()).phone
    assert phone.rows() == [["Wegen", f"Dienst {i}", str(i), "2,5"] for i in (7, 6, 5, 4, 3)]


def test_many_nodes_fold_into_one_without_hiding_a_change():
    rows = [(f"Soort {i}", "Wegen", f"Dienst {i}", "resolved", 20 - i, 1.0) for i in range(12)]
    content = flows(moves(*rows), totals()).content
    names = [node.label for node in content.nodes if node.column == 2]
    assert len(names) == MOST_NODES
    assert "Overige" in names
    assert sum(flow.n for flow in content.flows if flow.changes) == sum(20 - i for i in range(12))


def test_flows_of_nothing_are_empty():
    spec = flows(moves(), totals(0, 0, 0, None))
    assert (spec.empty, spec.conclusion) == (True, "Er zijn geen meldingen gesloten in deze periode.")


def test_pictures_are_plain_data_also_with_gaps():
    specs = (
        time_to_close(FAST.assign(resolved_low=None), NEVER, n=9, still_open=1),
        ageing(bands((0, 5, 48, 0), (61, None, 110, 34))),
        phase_times(phases(("Klein", 4, 1, 1, 1, 99, 1, 1), ("Groot", 40, 1, 1, 1, 99, 1, 0))),
        adviser_times(advisers(("Brandweer", None, 3, 4, 9, 0, 0), ("AWV", "DOSIS", 45, 18.5, 41, 12, 7))),
        flows(moves(STAYED, MOVED, NOBODY), totals()),
    )
    assert all(json.dumps(to_plotly(spec), allow_nan=False) for spec in specs)
