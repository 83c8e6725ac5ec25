"""A key figure: its words from its numbers, its parts, and the small line beside it."""

from urllib.parse import unquote

import pytest
from dash.development.base_component import Component

from config.language import use_language
from dashboard.charts.palette import ATTENTION, BAD, BLUE
from dashboard.charts.spec import Kind
from dashboard.components.kpi import Comparison, Kpi, Step, kpi_row, kpi_skeleton
from dashboard.components.kpi_words import (
    basis_words,
    difference_words,
    state_words,
    target_words,
    too_few_words,
    trend_words,
    value_words,
)
from dashboard.components.sparkline import Sparkline, sparkline
from dashboard.components.status import State
from queries.targets import State as Standing

NARROW, MINUS = "\u202f", "\u2212"


def parts(component, name):
    found = [item for item in component._traverse() if isinstance(item, Component)]
    return [item for item in found if name in (getattr(item, "className", None) or "").split()]


def svg(values, target=None, state=State.GOOD):
    return unquote(sparkline(Sparkline(tuple(values), "x", target), state).src)


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (1286, Kind.COUNT, ("1.286", "meldingen")),
        (0.749, Kind.SHARE, ("74,9", "%")),
        (9.0, Kind.DECIMAL, ("9", "meldingen")),
        (1.84, Kind.DECIMAL, ("1,8", "meldingen")),
        (None, Kind.SHARE, ("–", "")),
    ],
)
def test_value_and_unit_stand_apart(value, kind, words):
    assert value_words(value, kind, "meldingen") == words


@pytest.mark.parametrize(
    ("now", "before", "kind", "words"),
    [
        (348, 286, Kind.COUNT, "+62"),
        (0.749, 0.782, Kind.SHARE, f"{MINUS}3,3 pp"),
        (0.7491, 0.7494, Kind.SHARE, "gelijk"),
        (1.8, 2.0, Kind.DECIMAL, f"{MINUS}0,2"),
        (9.0, 8.0, Kind.DECIMAL, "+1"),
        (9.0, 9.0, Kind.DECIMAL, "gelijk"),
        (9.0, None, Kind.DECIMAL, "–"),
        (None, 9.0, Kind.DECIMAL, "–"),
    ],
)
def test_differences_are_signed(now, before, kind, words):
    assert difference_words(now, before, kind) == words


@pytest.mark.parametrize(
    ("state", "at_least", "words"),
    [
        (Standing.GOOD, True, "Op koers"),
        (Standing.GOOD, False, "Op koers"),
        (Standing.ATTENTION, True, "Net onder doel"),
        (Standing.ATTENTION, False, "Net boven doel"),
        (Standing.BAD, True, "Onder doel"),
        (Standing.BAD, False, "Boven doel"),
        (Standing.UNKNOWN, True, "Geen doel ingesteld"),
    ],
)
def test_a_state_is_a_word(state, at_least, words):
    assert state_words(state, at_least=at_least) == words
    assert state_words(state, at_least=at_least, has_value=False) == "Te weinig gegevens"


def test_targets_and_what_is_counted():
    assert target_words(0.8, Kind.SHARE, at_least=True) == f"Doel: minstens 80{NARROW}%"
    assert target_words(0.825, Kind.SHARE, at_least=True) == f"Doel: minstens 82,5{NARROW}%"
    assert target_words(10, Kind.DECIMAL, at_least=False) == "Doel: hoogstens 10"
    assert basis_words(874, numerator=655, denominator=874) == "655 van 874"
    assert basis_words(1803, of="mediaan") == "mediaan, n = 1.803"
    assert too_few_words(3, 5) == "n = 3, minstens 5 nodig"
    with use_language("en"):
        assert target_words(10, Kind.COUNT, at_least=False) == "Target: at most 10"


def test_a_course_is_told_in_words():
    assert trend_words((286, None, 350, 348), Kind.COUNT) == "In 4 stappen van 286 naar 348, laagste 286, hoogste 350."
    assert trend_words((None,), Kind.COUNT) == "Geen verloop in de tijd."


def figure(**changes):
    said = {"label": "Open", "value": "348", "unit": "", "state": State.BAD, "state_text": "Boven doel"}
    return Kpi(**(said | changes))


def test_a_figure_holds_what_it_was_given_and_nothing_else():
    bare = kpi_row([figure()])
    assert [part.children for part in parts(bare, "kpi-label")] == ["Open"]
    assert not any(parts(bare, name) for name in ("kpi-target", "kpi-basis", "kpi-step", "sparkline", "kpi-before"))
    full = kpi_row(
        [
            figure(
                target="Doel: hoogstens 300",
                basis="n = 348",
                trend=Sparkline((1, 2), "van 1 naar 2"),
                comparisons=(Comparison("vorig jaar", "+17"),),
                href="/meldingen?area=x",
                step=Step("Stel een doel in", "/beheer"),
            )
        ]
    )
    (label,) = parts(full, "kpi-label")
    assert label.children.href == "/meldingen?area=x"
    assert [image.alt for image in parts(full, "sparkline")] == ["van 1 naar 2"]
    (before,) = parts(full, "kpi-before")
    assert [part.children for part in before.children[0].children] == ["vorig jaar", "+17"]
    (state,) = parts(full, "status-bad")
    assert state.children[1] == "Boven doel"


def test_a_skeleton_has_as_many_figures():
    assert len(kpi_skeleton(6).children) == 6


def test_a_sparkline_has_gaps_and_ends_in_the_colour_of_its_state():
    drawn = svg([1, 2, None, 4], state=State.BAD)
    assert drawn.count("M") == 2
    assert f"fill='{BAD}'" in drawn
    assert ATTENTION in svg([1], state=State.ATTENTION)
    assert BLUE in svg([1], state=State.NEUTRAL)


def test_a_sparkline_keeps_its_target_in_the_picture():
    assert "M0 4.0H150" in svg([1, 2], target=10)
    assert "M0 30.0H150" in svg([11, 12], target=10)
    assert "stroke-dasharray" not in svg([1, 2])


@pytest.mark.parametrize("values", [(), (None, None), (5,), (5, 5)])
def test_a_sparkline_of_little_is_still_a_picture(values):
    assert svg(values).endswith("</svg>")
