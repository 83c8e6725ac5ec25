"""What the charts on meldingen say, word for word, in both languages."""

from datetime import date, timedelta

import pandas as pd
import pytest

from config.kinds import Direction
from config.language import use_language
from dashboard.charts.meldingen import on_time, stock
from dashboard.charts.meldingen_lead_time import lead_time_by_week
from dashboard.charts.meldingen_oldest import oldest_open, overdue_open
from dashboard.charts.palette import Fill
from dashboard.charts.spec import Fact, Footnote
from queries.filters import Days, Population
from queries.targets import State, Target

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"


def stock_frame(start=286, received=842, reopened=23, closed=803, end=348):
    names = ("open_start", "received", "reopened", "closed", "open_end", "first_day", "last_day")
    row = (start, received, reopened, closed, end, date(2026, 8, 31), date(2026, 11, 22))
    return pd.DataFrame([dict(zip(names, row, strict=True))])


def judged_frame(*rows):
    names = ("period", "on_time", "closed_late", "open_late", "too_early", "without_norm")
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows])


def weeks_frame(*rows):
    names = ("n", "median", "p90", "last_year_median", "last_year_n")
    monday = date(2026, 8, 31)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    frame = pd.DataFrame(records).astype({"median": float, "p90": float, "last_year_median": float})
    return frame.assign(week_start=[monday + timedelta(weeks=i) for i in range(len(rows))])


def open_frame(*rows):
    names = ("number", "category", "area", "service", "stage", "stage_since", "age", "deadline", "days_over")
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=list(names))
    asked = {"adviser": "AWV", "internal": False, "asked_on": None, "subject_id": "7"}
    return frame.assign(total=348, **asked)


GOAL = Target(Direction.AT_LEAST, goal=0.8, amber=0.78, red=0.7)
NOW = ("current", 655, 148, 71, 240, 37)
BEFORE = ("previous", 640, 130, 48, 0, 0)
LAST_YEAR = ("last_year", 600, 160, 61, 0, 0)
OLD = ("M-1", "Wegdek", "Rozen", "Wegen", "in_treatment", date(2026, 8, 14), 96, date(2026, 8, 18), 66)
YOUNG = ("M-2", "Groen", None, None, "waiting_on_citizen", date(2026, 9, 1), 61, None, None)


@pytest.mark.parametrize(
    ("end", "dutch", "english"),
    [
        (348, "Er staan 62 meldingen meer open dan bij het begin.", "62 more meldingen are open than at the start."),
        (280, "Er staan 6 meldingen minder open dan bij het begin.", "6 fewer meldingen are open than at the start."),
        (286, "Er staan evenveel meldingen open als bij het begin.", "As many meldingen are open as at the start."),
        (287, "Er staat één melding meer open dan bij het begin.", "One more melding is open than at the start."),
        (285, "Er staat één melding minder open dan bij het begin.", "One melding fewer is open than at the start."),
        (
            2286,
            "Er staan 2.000 meldingen meer open dan bij het begin.",
            "2,000 more meldingen are open than at the start.",
        ),
    ],
)
def test_stock_concludes_how_the_stock_changed(end, dutch, english):
    frame = stock_frame(received=end, reopened=0, closed=286, end=end)
    assert stock(frame).conclusion == dutch
    with use_language("en"):
        assert stock(frame).conclusion == english


def test_stock_writes_the_sum_out():
    assert stock(stock_frame()).footnote == Footnote(f"286 + 842 + 23 {MINUS} 803 = 348", holds=True)


def test_stock_says_when_the_sum_does_not_hold():
    assert stock(stock_frame(end=349)).footnote == Footnote(f"286 + 842 + 23 {MINUS} 803 = 349", holds=False)


def test_stock_steps_and_table_tell_the_same():
    spec = stock(stock_frame())
    assert [step.text for step in spec.content.steps] == [
        "286",
        f"+{NBSP}842",
        f"+{NBSP}23",
        f"{MINUS}{NBSP}803",
        "348",
    ]
    assert spec.table.rows() == [
        ["Open, 31 aug", "286"],
        ["Ontvangen", "842"],
        ["Heropend", "23"],
        ["Gesloten", f"{MINUS}803"],
        ["Open, 22 nov", "348"],
    ]


def test_stock_of_nothing_is_empty():
    spec = stock(stock_frame(0, 0, 0, 0, 0))
    assert spec.empty
    assert spec.conclusion == "Er zijn geen meldingen in deze periode."


def test_on_time_concludes_share_with_numerator_and_denominator():
    frame = judged_frame(NOW)
    assert on_time(frame, target=GOAL).conclusion == f"74,9{NARROW}% op tijd: 655 van 874. Het doel is 80{NARROW}%."
    assert on_time(frame).conclusion == f"74,9{NARROW}% op tijd: 655 van 874."
    with use_language("en"):
        assert on_time(frame).conclusion == f"74.9{NARROW}% on time: 655 of 874."


def test_on_time_compares_with_before_whatever_the_order_of_rows():
    facts = on_time(judged_frame(LAST_YEAR, NOW, BEFORE), target=GOAL).facts
    assert facts == (
        Fact(f"78,2{NARROW}%", "vorige periode: 640 van 818"),
        Fact(f"73,1{NARROW}%", "vorig jaar: 600 van 821"),
        Fact(f"80{NARROW}%", "doel", State.ATTENTION),
    )


def test_on_time_withholds_a_share_of_too_few():
    spec = on_time(judged_frame(("current", 2, 1, 0, 9, 0), ("previous", 1, 0, 0, 0, 0)), smallest_n=5)
    assert spec.conclusion == "Te weinig meldingen voor een percentage: 3 beoordeeld, minstens 5 nodig."
    assert spec.facts == (Fact("–", "vorige periode: te weinig (n = 1, minstens 5)"),)
    assert spec.table.rows()[0][5] == "–"


def test_on_time_without_anything_judged():
    spec = on_time(judged_frame(("current", 0, 0, 0, 4, 7)))
    assert spec.conclusion == "Over geen van deze meldingen kan al geoordeeld worden."
    assert not spec.empty
    assert [group.heading for group in spec.content.groups] == ["Telt niet mee: 11"]


def test_on_time_legend_carries_every_count():
    keys = on_time(judged_frame(NOW)).legend
    assert [(key.fill, key.text, key.value) for key in keys] == [
        (Fill.BLUE, "op tijd gesloten", "655"),
        (Fill.ORANGE, "te laat gesloten", "148"),
        (Fill.OVERDUE, "open en over tijd", "71"),
        (Fill.NOT_DUE, "nog te vroeg om te oordelen", "240"),
        (Fill.OUTSIDE, "zonder norm", "37"),
    ]


def test_on_time_of_nothing_is_empty():
    assert on_time(judged_frame(("current", 0, 0, 0, 0, 0))).empty


@pytest.mark.parametrize(
    ("medians", "before", "sentence"),
    [
        ((5, 6, 9, 8), (7, 7, 8, 8), "In 2 van de 4 weken ging het sneller dan een jaar eerder, in 1 trager."),
        ((5, 6, 7), (7, 7, 8), "In 3 van de 3 weken ging het sneller dan een jaar eerder, in geen enkele trager."),
        ((9, 9, 8), (7, 7, 8), "In 2 van de 3 weken ging het trager dan een jaar eerder, in geen enkele sneller."),
        ((7, 7, 8), (7, 7, 8), "In elk van de 3 weken ging het even snel als een jaar eerder."),
        ((5, 6.5, 9), (None, None, None), "De mediaan per week lag tussen 5 en 9 werkdagen."),
        ((5, 6), (7, 7), None),
    ],
)
def test_lead_time_compares_weeks(medians, before, sentence):
    frame = weeks_frame(*((50, a, 3 * a, b, 40) for a, b in zip(medians, before, strict=True)))
    assert lead_time_by_week(frame).conclusion == sentence


def test_lead_time_in_english_and_calendar_days():
    frame = weeks_frame((50, 5, 15, None, 0), (50, 6.5, 15, None, 0), (50, 9, 15, None, 0))
    with use_language("en"):
        spec = lead_time_by_week(frame, days=Days.CALENDAR)
    assert spec.conclusion == "The weekly median lay between 5 and 9 days."
    assert [column.header for column in spec.table.columns][2] == "Median, days"


def test_a_week_of_too_few_is_a_gap_in_chart_and_table():
    spec = lead_time_by_week(weeks_frame((50, 5, 15, 6, 40), (4, 30, 60, 6, 4), (50, 7, 15, 6, 40)), smallest_n=5)
    median, p90, before = spec.content.lines
    assert median.values == (5, None, 7)
    assert spec.table.frame["median"].isna().tolist() == [False, True, False]
    assert p90.values == (15, None, 15)
    assert before.values == (6, None, 6)
    assert spec.footnote == Footnote("n = 104 · onderbroken: minder dan 5 gesloten in die week")


@pytest.mark.parametrize(
    ("population", "note"),
    [
        (Population.PERIOD, "Werkdagen van ontvangst tot sluiting, per week van sluiting."),
        (Population.COHORT, "Werkdagen van ontvangst tot sluiting, per week van ontvangst."),
    ],
)
def test_lead_time_says_which_weeks(population, note):
    spec = lead_time_by_week(weeks_frame((50, 5, 15, 6, 40)), population=population)
    assert spec.note == f"{note} Een stilstaande klok telt niet mee."


def test_lines_are_named_at_their_end_with_the_last_value():
    spec = lead_time_by_week(weeks_frame((50, 5, 15.5, 6, 40), (50, 7, 16, 8, 40), (2, 1, 1, 9, 1)))
    assert [line.label for line in spec.content.lines] == [
        "de helft\nbinnen 7",
        "9 op 10\nbinnen 16",
        "vorig jaar\nbinnen 8",
    ]


def test_a_line_without_any_value_is_left_out():
    spec = lead_time_by_week(weeks_frame((50, 5, 15, None, 0), (50, 6, 15, None, 0)))
    assert [line.name for line in spec.content.lines] == ["mediaan", "negen op tien"]


def test_lead_time_of_nothing_is_empty():
    spec = lead_time_by_week(weeks_frame((0, None, None, 6, 40)))
    assert spec.empty
    assert spec.conclusion == "Er zijn geen meldingen gesloten in deze periode."


def test_oldest_open_concludes_age_and_lateness():
    spec = oldest_open(open_frame(YOUNG, OLD))
    assert spec.conclusion == "De oudste melding staat 96 werkdagen open; één van deze 2 is over tijd."
    assert spec.footnote == Footnote("2 van 348 meldingen die nu openstaan")
    assert spec.table.rows()[0] == [
        "M-1",
        "Wegdek",
        "Rozen",
        "Wegen",
        "In onderzoek",
        "eigen dienst, sinds 14 aug 2026",
        "18 aug 2026",
        "96",
        "+66",
    ]
    assert spec.table.rows()[1][2:] == ["–", "–", "Wacht op melder", "melder, sinds 1 sep 2026", "–", "61", "–"]


def test_overdue_says_on_whom_the_slowest_wait():
    decision = (*OLD[:4], "decision_pending", *OLD[5:])
    frame = open_frame(OLD, decision, OLD).assign(asked_on=[date(2026, 9, 2), None, None], number=["M-1", "M-2", None])
    spec = overdue_open(frame, search="?kind=klacht")
    assert spec.conclusion == "2 van de 3 traagste meldingen wachten op advies of een beslissing."
    words = ["AWV, sinds 2 sep 2026", "beslissing, sinds 14 aug 2026", "eigen dienst, sinds 14 aug 2026"]
    assert [row[5] for row in spec.table.rows()] == words
    assert [row[0] for row in spec.table.rows()] == ["M-1", "M-2", "zonder nummer"]
    assert set(spec.table.frame["href"]) == {"/meldingen/7?kind=klacht"}
    assert overdue_open(open_frame(OLD)).conclusion == "Eén open melding is over tijd."
    assert overdue_open(open_frame()).conclusion == "Geen enkele open melding is over tijd."
    assert overdue_open(open_frame(OLD, OLD)).conclusion.startswith("Geen van de 2 traagste meldingen")


def test_oldest_open_counts_the_late_ones():
    assert oldest_open(open_frame(OLD, OLD, YOUNG)).conclusion.endswith("2 van deze 3 zijn over tijd.")
    assert oldest_open(open_frame(OLD, OLD)).conclusion.endswith("alle 2 hieronder zijn over tijd.")


def test_oldest_open_in_english():
    with use_language("en"):
        spec = oldest_open(open_frame(YOUNG), days=Days.CALENDAR)
    assert spec.conclusion == "The only open melding has been open for 61 days."


def test_oldest_open_without_lateness_and_of_nothing():
    late = oldest_open(open_frame(YOUNG, YOUNG))
    assert late.conclusion == "De oudste melding staat 61 werkdagen open."
    nothing = oldest_open(open_frame())
    assert nothing.empty
    assert nothing.conclusion == "Er staan geen meldingen open."


def test_a_phone_keeps_four_columns():
    columns = oldest_open(open_frame(OLD)).table.columns
    assert [column.key for column in columns if column.essential] == ["number", "category", "stage", "age"]
