"""What the charts of the climate pact say: against target and pace, and no more than is known."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from config.climate import lekp_targets
from config.language import use_language
from dashboard.charts.climate import climate_brief, climate_targets, pact_figures
from dashboard.charts.climate_lead import climate_lead
from dashboard.charts.climate_parts import climate_missing, climate_years, depaved_areas, pact_asks
from dashboard.charts.contents import Plain
from dashboard.charts.palette import Fill
from dashboard.charts.plotly import to_plotly
from queries.climate import BEHIND, COLUMNS, ON_PACE, UNKNOWN

NARROW = "\u202f"
PEOPLE, SHARE = 48_614, 0.5616
NO_VERDICT = "Of de doelen op tempo liggen, is niet te zeggen: geen recente bron vertelt wat elders gerealiseerd is."


def row(code: str, **more: Any) -> dict[str, Any]:
    """A target as the question gives it, of a town of 48 614 inhabitants."""
    target = lekp_targets()[code]
    goal = target.amount * PEOPLE / target.per
    own = {"realised": 0.0, "elsewhere": None, "committed": 0.0, "potential": 0.0} | more
    sums = pd.Series([own[name] or 0.0 for name in ("realised", "elsewhere", "committed", "potential")]).cumsum()
    shares = dict(zip(("share_realised", "share_known", "share_decided", "share_potential"), sums / goal, strict=True))
    usual = {"inhabitants": PEOPLE, "target": goal, "expected_share": SHARE, "expected": goal * SHARE, "pace": UNKNOWN}
    usual |= {"yearly": 9.5, "projected": None, "day": date(2026, 11, 22), "whole": True, "only_public": False}
    counts = {"realised_n": 3, "unmeasured": 1, "committed_n": 2, "potential_n": 1}
    read = {"read_on": None, "read_source": None, "contradicted": False}
    return dict.fromkeys(COLUMNS) | {"code": code} | counts | read | shares | usual | own | more


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS))


DEPAVING = row("depaving_m2", realised=17_120.0, committed=4_300.0, potential=3_000.0)
TREES = row("trees", realised=40.0, elsewhere=30_000.0, pace=ON_PACE, read_on=date(2025, 12, 31), read_source="Peil")
HEDGE = row("hedge_m", realised=0.0, elsewhere=900.0, pace=BEHIND, read_on=date(2025, 12, 31), read_source="Peil")


def test_a_bar_shows_the_parts_of_the_target_and_what_is_left() -> None:
    spec = climate_targets(frame(DEPAVING))
    (bar,) = spec.content.bars  # type: ignore[union-attr]
    assert (bar.label, bar.text, bar.aside) == ("Ontharding", f"35,2{NARROW}%", "doel 48.614 m²")
    fills = [(part.fill, round(part.value, 4)) for part in bar.parts if part.value]
    assert fills == [(Fill.BLUE, 0.3522), (Fill.SKY, 0.0885), (Fill.POSSIBLE, 0.0617), (Fill.OUTSIDE, 0.4977)]
    assert spec.content.target.label == f"nu nodig: 56,2{NARROW}%"  # type: ignore[union-attr]
    assert spec.alt == (
        "Balken, elk een doel: Ontharding: gerealiseerd 17.120 m², beslist 4.300 m², mogelijk 3.000 m², "
        "doel 48.614 m², nu nodig 27.302 m²."
    )
    assert [key.text for key in spec.legend] == ["gerealiseerd", "beslist", "mogelijk"]
    lines = to_plotly(spec)["layout"]["shapes"]
    assert [shape["x0"] for shape in lines] == [SHARE]


def test_what_is_more_than_the_target_is_told_but_not_drawn() -> None:
    spec = climate_targets(frame(row("trees", realised=60_000.0, potential=9.0, pace=ON_PACE)))
    (bar,) = spec.content.bars  # type: ignore[union-attr]
    assert bar.text == f"123,4{NARROW}%"
    assert sum(part.value for part in bar.parts) == pytest.approx(1)
    assert "Een balk stopt bij het doel" in str(spec.note)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((DEPAVING,), NO_VERDICT),
        ((DEPAVING, TREES, HEDGE), "Van 3 doelen: 1 op tempo, 1 achter en 1 niet te zeggen."),
        ((row("trees", target=None, pace=None),), "Het aantal inwoners is niet bekend"),
        ((DEPAVING | {"pace": None, "whole": False},), "Hier staat maar een deel van de gemeente"),
    ],
)
def test_pace_is_told_as_far_as_it_is_known(rows: tuple[dict[str, Any], ...], sentence: str) -> None:
    assert str(climate_targets(frame(*rows)).conclusion).startswith(sentence)


def test_without_inhabitants_the_amount_is_told_and_no_bar() -> None:
    known = {"target": None, "expected": None, "expected_share": None, "pace": None, "share_known": None}
    spec = climate_targets(frame(row("trees", realised=40.0) | known | {"share_potential": None}))
    (bar,) = spec.content.bars  # type: ignore[union-attr]
    assert (bar.parts, bar.text, bar.aside) == ((), "inwoners niet bekend", "40")
    assert to_plotly(spec)["layout"]["shapes"] == []


def test_of_a_part_only_what_it_adds_to_is_shown() -> None:
    part = {"pace": None, "whole": False, "expected": None, "expected_share": None, "yearly": None}
    spec = climate_targets(frame(DEPAVING | part, row("trees") | part))
    assert [bar.label for bar in spec.content.bars] == ["Ontharding"]  # type: ignore[union-attr]
    empty = climate_targets(frame(row("trees") | part))
    assert [bar.label for bar in empty.content.bars] == ["Bomen"]  # type: ignore[union-attr]


def test_the_short_card_tells_of_all_and_shows_three_indicators() -> None:
    charging = [row(code, realised=30.0) for code in ("charge_points_1", "charge_points_2")]
    spec = climate_brief(frame(*charging, DEPAVING, TREES, HEDGE))
    assert [bar.label for bar in spec.content.bars] == ["Bomen", "Ontharding", "Laadpunten (LEKP 1.0)"]  # type: ignore[union-attr]
    assert spec.conclusion == "Van 5 doelen: 1 op tempo, 1 achter en 3 niet te zeggen."


@pytest.mark.parametrize(
    ("rows", "news", "more"),
    [
        (
            (DEPAVING, HEDGE),
            f"Ontharding staat het verst: 35,2{NARROW}% van het doel voor 2030; een gelijkmatig tempo vraagt nu "
            f"56,2{NARROW}%.",
            f"Met wat beslist is (4.300 m²) wordt dat 44,1{NARROW}%.",
        ),
        ((row("trees"),), "Van wat het klimaatpact vraagt, is nog niets gerealiseerd of beslist.", ""),
        ((DEPAVING | {"whole": False},), f"Ontharding staat het verst: 35,2{NARROW}% van het doel voor 2030.", ""),
    ],
)
def test_the_page_opens_with_what_is_furthest(rows: tuple[dict[str, Any], ...], news: str, more: str) -> None:
    lead = climate_lead(frame(*rows))
    assert (lead.news, lead.more) == (news, more)


def test_the_figures_for_the_pact_are_in_its_units_with_their_source() -> None:
    spec = pact_figures(frame(row("rainwater_m3", realised=12.345, contradicted=True), TREES))
    assert spec.table.rows() == [
        ["Regenwateropvang", "m³", "12,3", "3", "1", "–", "–", "48.614", "48.614"],
        ["Bomen", "aantal", "40", "3", "1", "30.000", "Peil, tot 31 dec 2025", "48.614", "48.614"],
    ]
    assert str(spec.conclusion).endswith("die erin zouden zitten: Regenwateropvang.")


def test_what_the_pact_asks_names_what_does_not_count_and_what_is_not_here() -> None:
    rows = {one[0]: one[1:] for one in pact_asks(frame()).table.rows()}
    assert rows["Haag of geveltuin"][0] == "0,5 m per inwoner"
    assert rows["Haag of geveltuin"][2].endswith("niet: hagen die opnieuw of als compensatie worden aangeplant")
    assert rows["Laadpunten (LEKP 2.0)"][:2] == ["1,5 per 100 inwoners", "2.0"]
    assert [one[2] for one in rows.values()].count("niet in deze databank") == 4
    with use_language("en"):
        assert "planted again" in str(pact_asks(frame()).table.rows())


def yields(*rows: tuple[str, int | None, float, int]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["indicator", "year", "amount", "n"])
    return made.assign(year=made["year"].astype("Int64"))


def test_years_stand_beside_each_other_also_those_without_any() -> None:
    told = yields(("depaving_m2", 2023, 80, 2), ("depaving_m2", 2025, 40, 3), ("trees", None, 3, 1))
    spec = climate_years(told)
    assert [column.header for column in spec.table.columns] == [
        *("Indicator", "2023", "2024", "2025", "Jaar niet bekend", "Samen"),
    ]
    assert spec.table.rows() == [
        ["Bomen", "–", "–", "–", "3", "3"],
        ["Ontharding, m²", "80", "–", "40", "–", "120"],
    ]
    assert spec.conclusion is None
    told = yields(("depaving_m2", 2024, 80, 2), ("depaving_m2", 2025, 40.5, 3))
    assert climate_years(told).conclusion == "Ontharding, m²: 40,5 in 2025, 80 in 2024."
    assert climate_years(yields()).conclusion == "Er is nog niets gerealiseerd en gemeten."


def areas(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area", "amount", "n", "inhabitants", "per_1000"])


def test_neighbourhoods_are_told_by_rate() -> None:
    spec = depaved_areas(
        areas(("Centrum", 90.0, 2, 9_000, 10.0), ("Rozen", 0.0, 0, 900, 0.0), (None, 7.0, 1, None, None))
    )
    assert [(bar.label, bar.text) for bar in spec.content.bars] == [("Centrum", "10 m²"), ("Rozen", "0 m²")]  # type: ignore[union-attr]
    assert spec.conclusion == "Het meest in Centrum: 10 m²; nog niets in 1 wijk."
    assert str(spec.note).endswith("bekend aantal inwoners: 7 m².")
    nothing = depaved_areas(areas(("Rozen", 0.0, 0, 900, 0.0)))
    assert isinstance(nothing.content, Plain)
    assert nothing.conclusion == "In geen enkele wijk is al iets onthard en gemeten."


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([(9, 2), (3, 1), (5, 4)], "Niet gemeten: 2 gerealiseerde voorstellen; niet geraamd: 5 andere."),
        ([(9, 0), (3, 0), (5, 0)], "Van elk voorstel is bekend wat het oplevert."),
        ([(0, 0), (0, 0), (0, 0)], "Er zijn nog geen voorstellen die voor het pact tellen."),
    ],
)
def test_what_is_not_known_is_counted(counts: list[tuple[int, int]], sentence: str) -> None:
    parts = ("realised", "committed", "potential")
    df = pd.DataFrame(
        [(part, *each) for part, each in zip(parts, counts, strict=True)], columns=["part", "n", "without"]
    )
    assert climate_missing(df).conclusion == sentence
