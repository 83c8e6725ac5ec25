"""What the charts of proposals say: only what the numbers are sure of, and nothing that is not public."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.plotly import to_plotly
from dashboard.charts.proposals import months, themes, votes_by_month
from dashboard.charts.proposals_equity import equity
from dashboard.charts.proposals_lead import proposals_lead
from dashboard.charts.proposals_steps import steps
from queries.filters import Days, Filters

YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
NARROW = "\u202f"


def by_theme(*rows, only_published=False):
    frame = pd.DataFrame(rows, columns=["theme", "n", "chosen"])
    return frame.assign(support=frame["n"] * 10, only_published=only_published)


def by_area(*rows):
    return pd.DataFrame(rows, columns=["area", "n", "inhabitants", "per_1000", "low", "high"])


def together(n=100, per_1000=4.4, similarity=0.874, unknown=0, unplaced=0):
    row = {"n": n, "per_1000": per_1000, "similarity": similarity, "unknown": unknown, "unplaced": unplaced}
    return pd.DataFrame([row])


CENTRE, ROSES, SMALL = (
    ("Centrum", 58, 9_000, 6.4, 4.9, 8.3),
    ("Rozen", 24, 4_000, 6.0, 3.9, 8.9),
    ("Oud", 3, 90, 33.3, 6.7, 97.4),
)
NONE = ("Veld", 0, 4_000, 0.0, 0.0, 1.4)
DOWN, UNKNOWN = ("Doorslaar", 5, 4_000, 1.3, 0.4, 2.9), (None, 7, None, None, None, None)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((CENTRE, ROSES), "Duidelijk boven het gemiddelde: Centrum."),
        ((CENTRE, ROSES, DOWN), "Duidelijk boven het gemiddelde: Centrum; duidelijk eronder: Doorslaar."),
        ((ROSES, DOWN), "Duidelijk onder het gemiddelde: Doorslaar."),
        ((ROSES, ROSES), "Geen wijk wijkt duidelijk af van het gemiddelde."),
        ((ROSES, NONE), "Duidelijk onder het gemiddelde: Veld."),
        (
            (SMALL, UNKNOWN),
            "Te weinig voorstellen, of geen bekend aantal inwoners: de wijken kunnen niet vergeleken worden.",
        ),
        ((CENTRE,), None),
        ((), "Er zijn geen voorstellen in deze periode."),
    ],
)
def test_a_neighbourhood_is_named_only_where_the_interval_is_sure(rows, sentence):
    spec = equity(by_area(*rows), together())
    assert spec.conclusion == sentence
    assert to_plotly(spec)


def test_rates_of_few_proposals_are_withheld_in_picture_and_table():
    spec = equity(by_area(SMALL, CENTRE, UNKNOWN), together(unknown=7, unplaced=2))
    assert [dot.label for dot in spec.content.dots] == ["Centrum"]
    assert spec.content.target.label == "gemiddeld 4,4"
    assert spec.table.rows()[0] == ["Oud", "3", "90", "–", "–", "–"]
    assert spec.table.rows()[2][:3] == ["Onbekende wijk", "7", "–"]
    assert spec.note == "Niet meegeteld, zonder wijk of zonder bekend aantal inwoners: 9."
    assert spec.footnote.text == "n = 68 · wijken met minder dan 5 voorstellen, niet getoond: 1"
    assert [fact.value for fact in spec.facts] == [f"87{NARROW}%"]
    assert equity(by_area(CENTRE, ROSES), together(n=4)).facts == ()


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (
            by_theme(("Ontharding", 74, 31), ("Water", 28, 9)),
            "Het vaakst voorgesteld: Ontharding, 74 keer; gekozen of verder: 31.",
        ),
        (
            by_theme(("Ontharding", 74, 0), ("Water", 28, 9)),
            "Het vaakst voorgesteld: Ontharding, 74 van de 102 voorstellen.",
        ),
        (
            by_theme(("Ontharding", 74, 31), ("Water", 28, 9), (None, 90, 2), only_published=True),
            "Het vaakst voorgesteld: Ontharding, 74 keer; openbaar gekozen of verder: 31.",
        ),
        (by_theme(("Ontharding", 74, 31), ("Water", 74, 9)), None),
        (by_theme(("Ontharding", 74, 31), (None, 4, 0)), None),
        (by_theme(), "Er zijn geen voorstellen in deze periode."),
    ],
)
def test_the_theme_that_is_proposed_most_often(frame, sentence):
    assert themes(frame).conclusion == sentence


def test_themes_show_what_was_chosen_within_what_was_proposed():
    spec = themes(
        by_theme(("Ontharding", 74, 31), (None, 90, 2), only_published=True), picks={"Ontharding": "?theme=o"}
    )
    assert [(bar.label, bar.value, bar.parts[0].value, bar.pick) for bar in spec.content.bars] == [
        ("Zonder thema", 90, 2, ""),
        ("Ontharding", 74, 31, "?theme=o"),
    ]
    assert spec.note == "Een keuze telt hier zodra ze gepubliceerd is."
    assert themes(by_theme(("Ontharding", 74, 31))).note is None
    assert to_plotly(spec)


def monthly(*rows):
    names = ["month", "submitted", "published", "refused", "waiting", "votes"]
    frame = pd.DataFrame(rows, columns=names).assign(counted=0)
    return frame.assign(**{name: frame[name].astype("Int64") for name in names[1:]})


OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def test_the_months_say_what_happened_and_what_waits():
    spec = months(monthly((OCTOBER, 30, 20, 3, 9, 400), (NOVEMBER, 12, 15, 1, 5, 800)))
    assert (
        spec.conclusion
        == "Ingediend: 42, gepubliceerd: 35, geweigerd: 4; wachtten op het einde van de periode op moderatie: 5."
    )
    assert [panel.text for panel in spec.content.panels] == ["42", "35", "4", "5"]
    assert to_plotly(spec)
    assert months(monthly((OCTOBER, 0, 0, 0, 0, 0))).empty


def test_who_sees_only_what_is_public_is_not_told_what_waits():
    spec = months(monthly((OCTOBER, None, 20, None, None, 400)))
    assert spec.conclusion == "Gepubliceerd en nu openbaar: 20."
    assert [column.key for column in spec.table.columns] == ["name", "published"]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((400, 800), "Stemmen in deze periode: 1.200; de meeste in nov 2026: 800."),
        ((400, 400), "Stemmen in deze periode: 800."),
        ((400, -60), "Stemmen in deze periode: 340."),
        ((400, -900), "Er werden meer stemmen teruggenomen dan uitgebracht: 500."),
        ((0, 0), "Er zijn geen stemmen in deze periode."),
    ],
)
def test_votes_by_month(counts, sentence):
    spec = votes_by_month(
        monthly(*((month, 0, 0, 0, 0, n) for month, n in zip((OCTOBER, NOVEMBER), counts, strict=True)))
    )
    assert spec.conclusion == sentence
    assert spec.empty is not any(counts)
    assert to_plotly(spec)


def test_the_first_reading_is_not_the_month_in_which_most_voted():
    frame = monthly((OCTOBER, 0, 0, 0, 0, 400), (NOVEMBER, 0, 0, 0, 0, 800))
    spec = votes_by_month(frame.assign(counted=[0, 600]))
    assert spec.conclusion == "Stemmen in deze periode: 1.200."
    assert spec.note == "Voor het eerst geteld in hun maand, en toen of vroeger uitgebracht: 600."
    assert not spec.content.spots
    assert votes_by_month(frame.assign(counted=[300, 0])).conclusion.endswith("de meeste in nov 2026: 800.")


def waiting(*rows):
    return pd.DataFrame(rows, columns=["step", "n", "median", "p90", "open", "age_median"])


def test_the_slowest_step_is_named_and_few_cases_are_withheld():
    spec = steps(
        waiting(
            ("moderation", 40, 3.0, 9.0, 11, 4.0),
            ("first_answer", 40, 2.0, 2.0, 2, 30.0),
            ("choice", 12, 60.0, 80.0, None, None),
            ("explanation", 3, 5.0, 5.0, 0, None),
            ("start", 50, 400.0, 500.0, 9, 1.0),
        )
    )
    assert spec.conclusion == "Van publicatie tot keuze duurt het langst: de helft binnen 60 werkdagen."
    assert [(dot.text, dot.aside) for dot in spec.content.dots] == [
        ("3 tot 9 wd", "n = 40, 11 open, de helft hoogstens 4 wd"),
        ("2 wd", "n = 40, 2 open"),
        ("60 tot 80 wd", "n = 12"),
        ("te weinig (n = 3)", "n = 3"),
    ]
    assert to_plotly(spec)
    assert steps(waiting(("choice", 0, None, None, 0, None))).empty


@pytest.mark.parametrize(("open_ones", "age", "said"), [(40, 59.0, True), (40, 61.0, False), (4, 61.0, True)])
def test_no_step_is_the_slowest_while_another_keeps_more_waiting_for_longer(open_ones, age, said):
    spec = steps(
        waiting(
            ("moderation", 40, 3.0, 9.0, 0, None),
            ("choice", 12, 60.0, 80.0, 9, 99.0),
            ("explanation", 0, None, None, open_ones, age),
        )
    )
    assert (spec.conclusion is not None) is said


def lead(
    *,
    n=212,
    themes=(("Ontharding", 74, 0), ("Water", 28, 0)),
    areas=(CENTRE, ROSES),
    waits=(11, 9.0),
    support=6_318,
    days=Days.WORKING,
):
    moderation = pd.DataFrame([waits], columns=["open", "age_longest"])
    standing = pd.DataFrame([{"n": n, "support": support}])
    filters = Filters(YEAR.first_day, YEAR.last_day, days=days)
    return proposals_lead(standing, by_theme(*themes), by_area(*areas), together(), moderation, filters)


def test_the_page_opens_with_what_is_sure():
    told = lead()
    assert told.news == (
        "Ontharding wordt het vaakst voorgesteld; over Centrum zijn er naar inwoners duidelijk meer voorstellen dan "
        "gemiddeld."
    )
    assert told.more == (
        "212 voorstellen uit deze periode kregen samen 6.318 stemmen. "
        "11 voorstellen wachten nog op moderatie, het oudste 9 werkdagen."
    )


def test_the_lead_leaves_out_what_is_not_sure():
    assert lead(areas=(ROSES,)).news == "Ontharding wordt het vaakst voorgesteld."
    one = {"themes": (("Ontharding", 1, 0),), "support": 1}
    assert lead(n=1, **one).news == "1 voorstel uit deze periode kreeg 1 stem."
    assert lead(n=2, **one).news == "2 voorstellen uit deze periode kregen samen 1 stem."
    assert lead(themes=(("Ontharding", 74, 0),)).news == "212 voorstellen uit deze periode kregen samen 6.318 stemmen."
    assert lead(waits=(0, None)).more == "212 voorstellen uit deze periode kregen samen 6.318 stemmen."
    assert lead(waits=(None, None)).more == lead(waits=(0, None)).more
    assert lead(waits=(1, 1.0), days=Days.CALENDAR).more.endswith("1 voorstel wacht nog op moderatie, al 1 dag.")
    assert lead(n=0).news == "Er zijn geen voorstellen in deze periode."
