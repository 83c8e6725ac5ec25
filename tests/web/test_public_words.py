"""What the public pages say, and what they leave out."""

from datetime import date

import pandas as pd
import pytest

from dashboard.reports.tables import safe
from dashboard.web.public import words
from dashboard.web.public.points import rounded
from dashboard.web.public.policy import is_origin, tile_origins
from dashboard.web.public.shown import is_web
from dashboard.web.public.sketch import HIGH, WIDE, sketch


def counted(**stages: int) -> words.Totals:
    rows = [{"stage": stage, "n": n, "explained": 0 if stage == "published" else n} for stage, n in stages.items()]
    return words.totals(pd.DataFrame(rows, columns=["stage", "n", "explained"]))


def test_the_lead_counts_what_was_proposed_decided_and_explained() -> None:
    found = counted(published=190, selected=7, in_execution=3, realised=4, deferred=2, not_selected=6)
    assert words.title(found) == "Welke plekken zijn gekozen, en waarom?"
    assert words.lead(found) == (
        "Op deze kaart staan 212 voorstellen. Over 22 plekken is beslist: 10 gekozen, 4 gerealiseerd, 2 uitgesteld, "
        "6 niet gekozen. Bij elke plek leest u de reden."
    )
    assert found.within(("selected", "deferred")) == 12


def test_the_lead_claims_no_more_than_there_is() -> None:
    assert words.lead(counted()) == "Op deze kaart staan nog geen voorstellen."
    assert words.lead(counted(published=1)) == "Op deze kaart staat 1 voorstel."
    assert words.lead(counted(published=2), narrowed=True) == "Binnen deze filters staan 2 voorstellen op de kaart."
    single = "Op deze kaart staat 1 voorstel. Over 1 plek is beslist: 1 gekozen. U leest ook waarom."
    assert words.lead(counted(selected=1)) == single
    assert words.title(counted(published=1)) == "Wat stellen inwoners voor?"
    partly = words.totals(pd.DataFrame([{"stage": "selected", "n": 3, "explained": 2}]))
    assert words.lead(partly).endswith("Over 3 plekken is beslist: 3 gekozen. Bij 2 daarvan leest u de reden.")


KNOWN = {"submitted_day": date(2026, 3, 2)} | dict.fromkeys(("explained_day", "started_day", "realised_day", "due_on"))


@pytest.mark.parametrize(
    ("stage", "one", "states"),
    [
        ("published", ("Keuze", ""), "done now later later later"),
        ("not_selected", ("Niet gekozen", "8 apr 2026"), "done done"),
        ("selected", ("Gepland", "nog geen datum"), "done done later later later"),
        ("planned", ("Gerealiseerd", "verwacht op 1 jul 2026"), "done done now later later"),
        ("in_execution", ("In uitvoering", "sinds 4 mei 2026"), "done done done now later"),
        ("realised", ("In uitvoering", "4 mei 2026"), "done done done done done"),
        ("realised", ("Gerealiseerd", "2 jun 2026"), "done done done done done"),
    ],
)
def test_the_way_of_a_proposal_shows_what_is_done_and_what_comes(stage: str, one: tuple[str, str], states: str) -> None:
    """Days as the public view tells them: none of what its stage has not come to."""
    days = {"due_on": ("planned", date(2026, 7, 1)), "started_day": ("in_execution realised", date(2026, 5, 4))}
    days |= {"realised_day": ("realised", date(2026, 6, 2))}
    known = {name: day for name, (stages, day) in days.items() if stage in stages.split()}
    steps = words.steps(KNOWN | known | {"stage": stage}, date(2026, 4, 8))
    assert " ".join(step.state for step in steps) == states
    label, when = one
    assert next(step.when for step in steps if step.label == label).startswith(when)


@pytest.mark.parametrize(
    ("ratified", "explained", "told"),
    [
        (date(2026, 4, 3), date(2026, 4, 8), "3 apr 2026"),
        (None, date(2026, 4, 8), "bekendgemaakt op 8 apr 2026"),
        (None, None, ""),
    ],
)
def test_a_choice_bears_the_day_that_is_known(ratified: date | None, explained: date | None, told: str) -> None:
    chosen = KNOWN | {"stage": "selected", "explained_day": explained}
    assert words.steps(chosen, ratified)[1].when == told


def test_gains_are_measured_where_that_is_known_and_left_out_where_nothing_is() -> None:
    gains = pd.DataFrame(
        [
            {"indicator": "trees", "estimated": 3.0, "realised": None},
            {"indicator": "green_m2", "estimated": 640.0, "realised": 612.5},
            {"indicator": "hedge_m", "estimated": None, "realised": None},
        ]
    )
    assert words.gain_lines(gains) == [
        ("Bomen", "3 (geschat)"),
        ("Vergroening", "612 m² (gemeten; 640 m² geschat)"),
    ]


@pytest.mark.parametrize(
    ("actual", "estimated", "told"),
    [
        (None, None, ""),
        (None, 900.0, "900 euro (geraamd)"),
        (1_250.0, None, "1.250 euro"),
        (1_250.0, 900.0, "1.250 euro (900 euro geraamd)"),
    ],
)
def test_a_cost_stands_against_its_estimate(actual: float | None, estimated: float | None, told: str) -> None:
    assert words.costs({"cost_actual": actual, "cost_estimated": estimated}) == told


SQUARE = {"type": "Polygon", "coordinates": [[[4.1, 51.1], [4.101, 51.1], [4.101, 51.101], [4.1, 51.101], [4.1, 51.1]]]}


def test_a_chosen_place_is_drawn_among_the_borders_that_come_into_view() -> None:
    far = {"type": "Polygon", "coordinates": [[[5.0, 50.0], [5.1, 50.0], [5.1, 50.1], [5.0, 50.0]]]}
    drawn = sketch(SQUARE, (4.1, 51.1), [far, SQUARE])
    assert drawn.area.count("L") == drawn.borders.count("L") == 4, "nothing of what lies far off"
    assert (drawn.here, drawn.scale) == (None, "200 m")
    assert drawn.town.count("M") == 2, "all of the town stands in the corner"
    assert drawn.words == "De plek is 7.764 m² groot. Het midden ligt op 66 m van waar ze voorgesteld werd."
    point = sketch({"type": "Point", "coordinates": [4.1, 51.1]}, None, [])
    assert (point.here, point.area, point.proposed, point.words) == ((WIDE / 2, HIGH / 2), "", None, "")


def test_nothing_but_an_origin_gets_into_a_header() -> None:
    assert all(is_origin(one) for one in ("https://www.example.be", "http://127.0.0.1:8050", "https://*.example.be"))
    odd = ("https://a.be; script-src *", "*", "https:", "javascript:x", "https://a.be/path", "https://a b", "'self'")
    assert not any(is_origin(one) for one in odd)
    assert tile_origins([{"url": "https://{s}.a.be/{z}"}, {"url": "nothing"}]) == [f"https://{s}.a.be" for s in "abc"]


def test_only_an_address_of_a_website_is_linked_to() -> None:
    assert is_web("https://www.example.be/besluit?id=1")
    assert not any(is_web(one) for one in (None, "", "https://", "javascript:alert(1)", "//a.be", "data:text/html,x"))


def test_boundaries_are_rounded_alike_on_both_sides() -> None:
    ring = [[4.123456, 51.1], [4.123459, 51.100001], [4.2, 51.2], [4.123456, 51.1]]
    assert rounded([ring], 5) == [[[4.12346, 51.1], [4.2, 51.2], [4.12346, 51.1]]]


def test_a_text_of_open_data_never_begins_a_formula() -> None:
    assert safe("=1+1") == "'=1+1"
