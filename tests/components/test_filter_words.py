"""What the filter bar says of the filters."""

from dataclasses import replace
from datetime import date

import pytest

from config.kinds import MeldingKind
from dashboard.components.filter_parts import NAMES, About, Name, Option, about_of
from dashboard.components.filter_words import period_words, words
from queries.filters import Days, Filters, Period, Population

TODAY = date(2026, 11, 22)
USUAL = Filters.for_period(Period.LAST_12_WEEKS, TODAY)
OPTIONS = {Name.AREA: [Option("c", "Centrum", 4), Option("r", "Rozen", 2)], Name.ORGANISATION: [Option("t", "Town", 6)]}


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 8, 31), date(2026, 11, 22), "31 aug – 22 nov 2026 (w36–w47)"),
        (date(2025, 12, 29), date(2026, 1, 18), "29 dec 2025 – 18 jan 2026 (w1–w3)"),
        (date(2026, 10, 1), date(2026, 10, 31), "1 okt – 31 okt 2026"),
        (date(2026, 11, 2), date(2026, 11, 2), "2 nov 2026"),
        (date(2024, 1, 1), date(2026, 1, 31), "1 jan 2024 – 31 jan 2026"),
    ],
)
def test_a_period_names_its_weeks_only_where_they_are_whole_at_its_start(first, last, said):
    assert period_words(first, last) == said


def test_the_usual_filters_are_not_active():
    said = words(USUAL, OPTIONS, 842)
    assert said.active == frozenset()
    assert said.absent == {Name.ORGANISATION}
    assert words(USUAL, OPTIONS, 0, About.PROPOSALS).absent == {Name.ORGANISATION, Name.SERVICE}
    assert said.texts[Name.AREA] == "Alle"
    assert said.line == "31 aug – 22 nov 2026 · geen filters"
    assert said.show == "Toon 842 meldingen"


def test_the_climate_pact_has_no_period():
    said = words(replace(USUAL, period=Period.THIS_YEAR, stages=("selected",)), OPTIONS, 3, About.CLIMATE)
    assert (said.line, said.show, said.active) == ("Sinds 2021 · geen filters", "Toon 3 voorstellen", frozenset())
    assert [about_of(NAMES[about]) for about in About] == list(About)


def test_chosen_values_by_name_or_number():
    one = replace(USUAL, areas=("c",), services=("unknown",))
    assert words(one, OPTIONS, 1).texts[Name.AREA] == "Centrum"
    assert words(one, OPTIONS, 1).texts[Name.SERVICE] == "unknown"
    assert words(one, OPTIONS, 1).line.endswith("· 2 filters")
    two = replace(USUAL, areas=("c", "r"))
    assert words(two, OPTIONS, 1).texts[Name.AREA] == "2 gekozen"
    assert words(two, OPTIONS, 1).line.endswith("· 1 filter")


def test_every_other_choice_is_active():
    changed = Filters.for_period(Period.LAST_YEAR, TODAY)
    changed = replace(changed, kind=MeldingKind.KLACHT, days=Days.CALENDAR, population=Population.COHORT)
    assert words(changed, OPTIONS, 0).active == {Name.PERIOD, Name.KIND, Name.DAYS, Name.POPULATION}


def test_an_organisation_in_the_address_stays_in_sight():
    chosen = replace(USUAL, organisations=("elsewhere",))
    assert Name.ORGANISATION not in words(chosen, OPTIONS, 0).absent


@pytest.mark.parametrize(
    ("kind", "about", "n", "said"),
    [
        (MeldingKind.MELDING, About.MELDINGEN, 1, "Toon 1 melding"),
        (MeldingKind.KLACHT, About.MELDINGEN, 1200, "Toon 1.200 klachten"),
        (MeldingKind.VRAAG, About.MELDINGEN, 0, "Toon 0 vragen"),
        (MeldingKind.KLACHT, About.PROPOSALS, 1, "Toon 1 voorstel"),
        (MeldingKind.MELDING, About.PROPOSALS, 212, "Toon 212 voorstellen"),
    ],
)
def test_the_button_counts(kind, about, n, said):
    assert words(replace(USUAL, kind=kind), OPTIONS, n, about).show == said


def test_a_filter_that_the_page_does_not_have_is_not_counted():
    carried = replace(USUAL, categories=("boom",), kind=MeldingKind.KLACHT, themes=("groen",))
    assert words(carried, OPTIONS, 0, About.PROPOSALS).active == {Name.THEME}
    assert words(carried, OPTIONS, 0, About.PROPOSALS).texts[Name.STAGE] == "Gepubliceerd en verder"
    assert words(carried, OPTIONS, 0).active == {Name.CATEGORY, Name.KIND}
