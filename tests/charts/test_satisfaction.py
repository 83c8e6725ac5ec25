"""What the charts on satisfaction say."""

import json
from datetime import date

import pandas as pd
import pytest

from dashboard.charts.palette import Fill
from dashboard.charts.plotly import to_plotly
from dashboard.charts.satisfaction import By, satisfaction_by, satisfaction_trend
from dashboard.charts.satisfaction_counter import found_solved, reopened_trend
from dashboard.charts.satisfaction_lead import satisfaction_lead
from dashboard.charts.satisfaction_low import low_scores
from dashboard.charts.satisfaction_scores import satisfaction_response, satisfaction_scores

NARROW = "\u202f"


def groups(*rows, overall=0.66):
    frame = pd.DataFrame(rows, columns=["label", "n", "share", "low", "high", "mean"]).assign(overall=overall)
    return pd.concat([frame.assign(by="service"), frame.assign(by="channel", label=None)])


def scores(**counts):
    return pd.DataFrame([(int(key[1]), n) for key, n in counts.items()], columns=["score", "n"])


def months(*rows, target=3.8):
    columns = ["month", "n", "mean", "share", "last_year_mean", "last_year_n"]
    return pd.DataFrame([(date(2026, 9 + i, 1), *row) for i, row in enumerate(rows)], columns=columns).assign(
        target=target
    )


GOOD, MIDDLE = ("Groen", 64, 0.84, 0.74, 0.91, 4.2), ("Netheid", 80, 0.66, 0.55, 0.76, 3.9)
BAD, FEW = ("Wegen", 90, 0.50, 0.40, 0.60, 3.4), ("Jeugd", 4, 1.0, 0.4, 1.0, 5.0)


@pytest.mark.parametrize(
    ("rows", "overall", "sentence"),
    [
        ((MIDDLE, GOOD, BAD), 0.66, f"Duidelijk onder het geheel (66,0{NARROW}%): Wegen."),
        ((MIDDLE, GOOD), 0.70, f"Duidelijk boven het geheel (70,0{NARROW}%): Groen."),
        ((MIDDLE, FEW, GOOD), 0.75, f"Geen enkele verschilt duidelijk van het geheel (75,0{NARROW}%)."),
        ((MIDDLE, FEW), 0.99, None),
        ((MIDDLE, BAD), None, None),
        ((), None, "Niemand antwoordde in deze periode."),
    ],
)
def test_groups_are_compared_with_the_whole_beyond_chance(rows, overall, sentence):
    spec = satisfaction_by(groups(*rows, overall=overall), By.SERVICE)
    assert (spec.conclusion, spec.empty) == (sentence, not rows)


def test_groups_have_an_interval_and_too_few_have_nothing():
    spec = satisfaction_by(groups(FEW, BAD, GOOD), By.SERVICE)
    green, roads, youth = spec.content.dots
    assert (green.low, green.value, green.high, green.aside) == (0.74, 0.84, 0.91, "n = 64")
    assert (roads.label, youth.value, youth.text) == ("Wegen", None, "te weinig (n = 4)")
    assert spec.content.ticks[0].value <= 0.40
    assert spec.table.columns[0].header == "Dienst"
    assert spec.table.rows()[2] == ["Jeugd", "4", "–", "–", "–", "–"]


def test_scores_are_counted_with_those_that_nobody_gave():
    spec = satisfaction_scores(scores(s5=60, s4=80, s2=60))
    assert [(bar.label, bar.text) for bar in spec.content.bars] == [
        ("5", f"60 (30{NARROW}%)"),
        ("4", f"80 (40{NARROW}%)"),
        ("3", f"0 (0{NARROW}%)"),
        ("2", f"60 (30{NARROW}%)"),
        ("1", f"0 (0{NARROW}%)"),
    ]
    assert [bar.parts[0].fill for bar in spec.content.bars][:3] == [Fill.BLUE, Fill.BLUE, Fill.GREY]
    assert spec.conclusion == f"70,0{NARROW}% geeft 4 of 5: 140 van 200."
    assert [fact.value for fact in spec.facts] == ["3,7", f"70,0{NARROW}%"]
    assert f"63,3{NARROW}% tot 75,9{NARROW}%" in spec.facts[1].text


def test_scores_of_too_few_have_counts_without_shares():
    spec = satisfaction_scores(scores(s5=3))
    assert spec.conclusion == "Te weinig gevallen: n = 3, minstens 5 nodig."
    assert spec.content.bars[0].text == "3"
    assert spec.table.rows()[4] == ["5", "3", "–"]
    assert satisfaction_scores(scores()).empty


@pytest.mark.parametrize(
    ("asked", "answered", "sentence"),
    [
        (642, 212, f"33,0{NARROW}% antwoordde: 212 van 642."),
        (4, 1, "Te weinig gevallen: n = 4, minstens 5 nodig."),
        (0, 0, "Niemand werd in deze periode bevraagd."),
    ],
)
def test_response(asked, answered, sentence):
    spec = satisfaction_response(pd.DataFrame([{"asked": asked, "responded": answered}]))
    assert (spec.conclusion, spec.empty) == (sentence, asked == 0)
    assert [key.value for key in spec.legend] == [str(answered), str(asked - answered)]


LOW, HIGH, TINY = (20, 3.5, 0.5, 3.7, 20), (20, 3.84, 0.7, 3.7, 20), (2, 5.0, 1.0, 3.7, 4)


@pytest.mark.parametrize(
    ("rows", "target", "sentence"),
    [
        ((LOW, HIGH), 3.8, "3,8 in okt 2026: het doel is gehaald."),
        ((HIGH, LOW), 3.8, "3,5 in okt 2026: onder het doel."),
        ((LOW, HIGH), None, "3,8 in okt 2026, een jaar eerder 3,7."),
        (((20, 3.5, 0.5, None, 0),), None, "3,5 in sep 2026."),
        ((HIGH, TINY), 3.8, "3,8 in sep 2026: het doel is gehaald."),
        ((TINY,), 3.8, None),
        ((), 3.8, "Niemand antwoordde in deze periode."),
    ],
)
def test_the_trend_concludes_on_the_last_month_with_enough(rows, target, sentence):
    spec = satisfaction_trend(months(*rows, target=target))
    assert (spec.conclusion, spec.empty) == (sentence, not rows)


def test_a_month_of_too_few_is_a_gap():
    spec = satisfaction_trend(months(LOW, TINY, HIGH))
    now, then = spec.content.series
    assert (now.y, now.label, spec.content.target.label) == ((3.5, None, 3.84), "nu 3,8", "doel 3,8")
    assert (then.y, then.label, then.dashed) == ((3.7, None, 3.7), "vorig jaar 3,7", True)
    assert spec.table.rows()[1] == ["okt 2026", "2", "–", "–", "4", "–"]
    assert spec.alt == "Een lijn van 3,5 in sep 2026 naar 3,8 in nov 2026."


def test_outcomes_and_what_is_not_known_have_words():
    frame = groups(GOOD).assign(by="outcome", label=["resolved", None])
    labels = [dot.label for dot in satisfaction_by(frame, By.OUTCOME).content.dots]
    assert sorted(labels) == ["Niet bekend", "Opgelost"]


def test_pictures_are_plain_data_also_with_gaps():
    specs = (
        satisfaction_by(groups(FEW, BAD, GOOD), By.SERVICE),
        satisfaction_scores(scores(s5=3)),
        satisfaction_response(pd.DataFrame([{"asked": 4, "responded": 1}])),
        satisfaction_trend(months(LOW, TINY, HIGH)),
        satisfaction_trend(months(TINY)),
    )
    assert all(json.dumps(to_plotly(spec), allow_nan=False) for spec in specs)


@pytest.mark.parametrize(
    ("yes", "no", "unknown", "sentence"),
    [
        (60, 20, 7, f"75,0{NARROW}% vindt het opgelost: 60 van de 80 die dat zegden."),
        (2, 1, 40, "Te weinig gevallen: n = 3, minstens 5 nodig."),
        (0, 0, 0, "Niemand antwoordde in deze periode."),
    ],
)
def test_solved_is_a_share_of_those_who_said_so(yes, no, unknown, sentence):
    spec = found_solved(pd.DataFrame([{"yes": yes, "no": no, "unknown": unknown}]))
    assert (spec.conclusion, spec.empty) == (sentence, yes + no + unknown == 0)
    assert [key.value for key in spec.legend] == [str(yes), str(no), str(unknown)]


def test_reopening_stands_beside_the_scores_month_by_month():
    columns = ["month", "n", "again", "share", "last_year_n", "last_year_share"]
    rows = [(date(2026, 9, 1), 200, 10, 0.05, 100, 0.04), (date(2026, 10, 1), 4, 1, 0.25, 100, 0.06)]
    spec = reopened_trend(pd.DataFrame(rows, columns=columns))
    now, then = spec.content.series
    assert (now.y, then.y) == ((0.05, None), (0.04, 0.06))
    assert spec.conclusion == f"5,4{NARROW}% werd binnen 30 dagen heropend: 11 van 204 afsluitingen."
    assert spec.table.rows()[1] == ["okt 2026", "4", "1", "–", "100", f"6,0{NARROW}%"]
    assert json.dumps(to_plotly(spec), allow_nan=False)


def test_low_scores_lead_to_their_melding_and_tell_no_text():
    columns = ["subject_id", "number", "category", "area", "service", "outcome", "score", "answered_day", "total"]
    row = ["0190", None, "Bomen", None, "Groendienst", "resolved", 2, date(2026, 11, 3), 7]
    spec = low_scores(pd.DataFrame([row], columns=columns), search="?period=year")
    assert spec.conclusion == "7 lage scores wachten op verwerking, de oudste sinds 3 nov 2026."
    assert spec.table.frame["href"].tolist() == ["/meldingen/0190?period=year"]
    assert spec.table.rows() == [["zonder nummer", "2", "3 nov 2026", "Bomen", "–", "Groendienst"]]
    assert low_scores(pd.DataFrame(columns=columns)).conclusion == "Elke lage score is verwerkt."


def test_the_lead_says_how_sure_it_is_and_what_waits():
    row = {"scored": 200, "good": 140, "share": 0.7, "low": 0.633, "high": 0.759, "asked": 400, "responded": 211}
    lead = satisfaction_lead(pd.DataFrame([row | {"unprocessed": 1}]))
    assert lead.news == f"70{NARROW}% van wie antwoordde geeft 4 of 5."
    assert f"tussen 63{NARROW}% en 76{NARROW}%" in lead.more
    assert f"53{NARROW}% van wie bevraagd werd" in lead.more
    assert "Eén lage score" in lead.more
    few = satisfaction_lead(pd.DataFrame([row | {"scored": 3, "unprocessed": 0}]))
    assert few.news == "Te weinig gevallen: n = 3, minstens 5 nodig."
