"""The words of the overview: its lead, its figures, what asks for attention and what happened."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from config.kinds import Direction, MeldingKind
from config.language import use_language
from dashboard.charts.overview_decisions import decisions_waiting
from dashboard.charts.overview_lead import overview_lead
from dashboard.components.attention_parts import Urgency
from dashboard.components.attention_words import attention_lines, attention_sentence, queue_sentence
from dashboard.components.development_words import development_days, development_sentence
from dashboard.components.key_figures import Ways, key_figures, standings
from dashboard.components.status import State
from queries.attention import COLUMNS, Line
from queries.filters import Days, Filters, Period
from queries.targets import State as Standing

ZONE, TODAY = "Europe/Brussels", date(2026, 11, 22)
WEEKS = Filters.for_period(Period.LAST_12_WEEKS, TODAY)
NARROW = "\N{NARROW NO-BREAK SPACE}"
MELDING = MeldingKind.MELDING


def lines(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(COLUMNS) | {"about": (), "narrow": {}} | row for row in rows], columns=COLUMNS)


OVERDUE = {"line": Line.OVERDUE, "count": 71, "worst": 96, "owner": "Openbare Werken", "owner_count": 38}
ADVICE = {"line": Line.SLOW_ADVICE, "count": 19, "worst": 1, "about": (("AWV", 12), ("Fluvius", 5)), "owner": "Groen"}
WITHOUT = {"line": Line.WITHOUT_AREA, "count": 1, "owner": None, "narrow": {"area": "-"}}
REFUSED = {"line": Line.REFUSED_ROWS, "count": 48, "about": (("Meldpunt", 48),)}


def test_a_line_tells_how_many_where_and_how_long_and_one_without_a_way_is_left_out() -> None:
    def lead(line: Line, narrow: Mapping[str, str]) -> str:
        return "" if line is Line.REFUSED_ROWS else f"/meldingen?{narrow}"

    found = attention_lines(lines(OVERDUE, ADVICE, WITHOUT, REFUSED), MELDING, lead)
    assert [(line.urgency, line.count, line.sentence, line.detail, line.owner) for line in found] == [
        (
            Urgency.BAD,
            71,
            "meldingen zijn over tijd en staan nog open",
            "38 bij Openbare Werken. Oudste: 96 werkdagen",
            "Openbare Werken",
        ),
        (
            Urgency.BAD,
            19,
            "adviesvragen staan langer dan 15 werkdagen uit",
            "12 bij AWV, 5 bij Fluvius. Oudste: 1 werkdag",
            "Groen",
        ),
        (Urgency.DATA, 1, "melding zonder wijk", "", "Beheerder"),
    ]
    assert found[2].href == "/meldingen?{'area': '-'}"
    with use_language("en"):
        assert (
            attention_lines(lines(WITHOUT), MeldingKind.KLACHT, lead)[0].sentence == "complaint without neighbourhood"
        )


def test_every_line_has_words() -> None:
    rows = lines(*({"line": line, "count": n, "about": (("x", 1),)} for line in Line for n in (1, 2)))
    found = attention_lines(rows, MELDING, lambda line, narrow: "/x")
    assert len({line.sentence for line in found}) == 2 * len(Line)
    assert not [line.sentence for line in found if "{" in line.sentence]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "Niets is dringend."),
        ((WITHOUT, OVERDUE), "Eén zaak is dringend: wat over tijd is."),
        ((ADVICE, OVERDUE), "Twee zaken zijn dringend: wat over tijd is en traag advies."),
    ],
)
def test_what_is_urgent_is_named(rows: tuple, sentence: str) -> None:
    assert attention_sentence(lines(*rows)) == sentence


def test_the_own_queue_begins_with_what_is_overdue() -> None:
    assert queue_sentence(lines(ADVICE, OVERDUE)) == "71 zijn over tijd: die eerst."
    assert queue_sentence(lines(ADVICE)) == "Niets is over tijd."
    for line in (Line.MODERATION_LATE, Line.UNMOTIVATED, Line.NOT_STARTED):
        late = lines({"line": line, "count": 3})
        assert queue_sentence(lines(ADVICE), late) == "Alleen voorstellen wachten te lang."
    assert queue_sentence(lines(OVERDUE), late) == "71 zijn over tijd: die eerst."


def happened(kind: str, hour: int, n: int, *, day: int = 22, who: object = None, result: object = None) -> dict:
    at = pd.Timestamp(datetime(2026, 11, day, hour, tzinfo=UTC))
    melding_kind = "melding" if kind in ("received", "closed", "reopened") else None
    return {"at": at, "kind": kind, "melding_kind": melding_kind, "who": who, "result": result, "n": n}


def test_developments_stand_by_local_day_with_what_happened_in_words() -> None:
    rows = [
        happened("received", 12, 4),
        happened("advice", 11, 3, who="Fluvius"),
        happened("decision", 10, 5, who="college", result="approved"),
        happened("decision", 10, 1, who="wijkraad"),
        happened("closed", 23, 1, day=21),  # past midnight in Brussels, so today
        happened("evaluation", 9, 2, day=20),
        happened("import", 8, 27, day=20, who="DOSIS"),
    ]
    frame = pd.DataFrame(rows)
    today, friday = development_days(frame, today=TODAY, zone=ZONE)
    assert [(one.time, one.text, one.strong) for one in today.developments] == [
        ("13:00", "4 meldingen zijn binnengekomen", "4 meldingen"),
        ("12:00", "Fluvius bezorgde 3 adviezen", "3 adviezen"),
        ("11:00", "College: 5 dossiers goedgekeurd", "5 dossiers"),
        ("11:00", "wijkraad: 1 dossier beslist", "1 dossier"),
        ("00:00", "1 melding is afgesloten", "1 melding"),
    ]
    assert (today.heading, friday.heading) == ("Vandaag", "vrijdag 20 november")
    assert [one.text for one in friday.developments] == [
        "2 evaluaties ingevuld door melders",
        "DOSIS: 27 meldingen nieuw of gewijzigd",
    ]
    now = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
    for since, when in ((datetime(2026, 11, 20, 9, tzinfo=UTC), "vrijdag 20 november"), (now, "14:32")):
        said = development_sentence(frame, since=since, now=now, zone=ZONE)
        assert said == f"Sinds het vorige bezoek, {when}: 4 meldingen binnen, 1 afgesloten."
    first = development_sentence(frame, since=None, now=now, zone=ZONE)
    assert first == "In de voorbije 7 dagen: 4 meldingen binnen, 1 afgesloten."


def opened(now: float, before: float | None) -> pd.DataFrame:
    return pd.DataFrame([{"measure": "open", "value": now, "previous_value": before}])


LATE = lines(OVERDUE)
STATES = {"on_time": Standing.BAD, "first_answer": Standing.GOOD, "satisfaction": Standing.GOOD}


@pytest.mark.parametrize(
    ("frame", "late", "states", "news", "more"),
    [
        (
            opened(348, 286),
            LATE,
            STATES,
            "De achterstand groeit.",
            "Er staan 62 meldingen meer open dan 12 weken geleden. 71 zijn over tijd, vooral bij Openbare Werken. "
            "Op tijd afhandelen haalt het doel niet. Het eerste antwoord en de tevredenheid liggen op koers.",
        ),
        (
            opened(285, 286),
            lines(OVERDUE | {"owner_count": 35}),
            {},
            "De achterstand slinkt.",
            "Er staat 1 melding minder open dan 12 weken geleden. 71 zijn over tijd.",
        ),
        (opened(5, 5), lines(), {}, "De achterstand blijft gelijk.", "Niets is over tijd."),
        (opened(5, None), lines(), {"informed": Standing.UNKNOWN}, "5 staan open.", "Niets is over tijd."),
        (opened(0, 0), lines(), {}, "Er staat niets open.", "Niets is over tijd."),
    ],
)
def test_the_lead_tells_the_news_and_drops_what_is_not_known(
    frame: pd.DataFrame, late: pd.DataFrame, states: dict, news: str, more: str
) -> None:
    lead = overview_lead(frame, late, states, WEEKS)
    assert (lead.news, lead.more) == (news, more)


def test_of_other_periods_the_lead_names_the_day_it_compares_with() -> None:
    october = Filters(date(2026, 10, 1), date(2026, 10, 31))
    assert "open dan op 30 sep 2026." in overview_lead(opened(9, 5), lines(), {}, october).more


def test_of_a_period_that_is_over_the_lead_does_not_tell_what_is_overdue_today() -> None:
    october = Filters(date(2026, 10, 1), date(2026, 10, 31))
    assert overview_lead(opened(9, 5), None, {}, october).more == "Er staan 4 meldingen meer open dan op 30 sep 2026."


def figure(measure: str, value: float | None, **more: object) -> dict:
    empty = {"part": "", "numerator": None, "denominator": None, "n": None, "beside": None, "points": (None,) * 12}
    before = {"previous_value": None, "last_year_value": None}
    return {"measure": measure, "value": value} | empty | before | more


TARGETS = pd.DataFrame(
    [
        {
            "measure": "on_time",
            "part": "",
            "direction": str(Direction.AT_LEAST),
            "goal": 0.8,
            "amber": 0.78,
            "red": 0.7,
        },
        {"measure": "open", "part": "", "direction": str(Direction.AT_MOST), "goal": 300, "amber": 320, "red": 400},
    ]
).assign(basis=None)


def test_figures_tell_value_state_target_basis_and_what_was_before() -> None:
    frame = pd.DataFrame(
        [
            figure("open", 348.0, beside=7.24, previous_value=286.0, points=(300.0,) * 12),
            figure(
                "on_time", 0.749, numerator=655, denominator=874, n=874, previous_value=0.782, last_year_value=0.731
            ),
            figure("lead_time", 1.0, part="median", n=803),
            figure("satisfaction", 3.9, n=212, beside=0.33),
            figure("informed", None, n=3),
        ]
    )
    ways = Ways(href=lambda measure: f"/{measure}", explain=lambda measure: {"card": measure})
    found = key_figures(frame, TARGETS, WEEKS, ways)
    assert [(one.label, one.value, one.unit, one.state, one.target, one.basis) for one in found] == [
        ("Open meldingen", "348", "", State.ATTENTION, "Doel: hoogstens 300", "7,2 per 1.000 inwoners"),
        ("Op tijd afgehandeld", "74,9", "%", State.ATTENTION, f"Doel: minstens 80{NARROW}%", "655 van 874"),
        ("Doorlooptijd", "1", "werkdag", State.NEUTRAL, "", "mediaan, n = 803"),
        ("Tevredenheid", "3,9", "op 5", State.NEUTRAL, "", f"n = 212, 33{NARROW}% antwoordde"),
        ("Tijdig geïnformeerd", "–", "", State.NEUTRAL, "", "n = 3, minstens 5 nodig"),
    ]
    assert [(one.label, one.difference) for one in found[1].comparisons] == [
        ("vorige 12 weken", "\N{MINUS SIGN}3,3 pp"),
        ("vorig jaar", "+1,8 pp"),
    ]
    assert [one.trend is not None for one in found] == [True, False, False, False, False]
    assert (found[0].href, found[1].explain, found[4].state_text) == (
        "/open",
        {"card": "on_time"},
        "Te weinig gegevens",
    )
    assert standings(frame, TARGETS)["open"] is Standing.ATTENTION
    of_year = Filters(date(2026, 1, 1), date(2026, 11, 22), days=Days.CALENDAR)
    again = key_figures(frame, TARGETS, of_year, ways)
    assert (again[2].unit, again[0].comparisons[0].label) == ("dag", "vorige periode")


def test_what_waits_for_a_decision_is_told_by_organ() -> None:
    rows = [{"organ": "college", "n": 5, "median": 4.0, "longest": 13.0}, {"organ": None, "n": 1, "median": 2.0}]
    spec = decisions_waiting(pd.DataFrame(rows))
    said = "6 dossiers wachten op een beslissing van college en orgaan niet bekend, het oudste al 13 werkdagen."
    assert (spec.conclusion, [row[0] for row in spec.table.rows()]) == (said, ["College", "Orgaan niet bekend"])
    assert decisions_waiting(pd.DataFrame(columns=["organ", "n"])).conclusion == "Niets wacht op een beslissing."
