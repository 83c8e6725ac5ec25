"""How a map looks is kept in the address, beside the filters and apart from them."""

import pandas as pd
import pytest

from dashboard.components.atlas import Layer, tiles
from dashboard.components.filter_parts import About
from dashboard.web.atlas import source_words
from dashboard.web.map_look import Look, Mode, look_query

USUAL = Look(About.PROPOSALS, Mode.HEXAGONS, "count")


@pytest.mark.parametrize(
    ("search", "look"),
    [
        ("", USUAL),
        ("?map=areas&colour=trees", Look(About.PROPOSALS, Mode.AREAS, "trees")),
        ("?map=sphere&colour=received", USUAL),
        ("?ground=Luchtfoto&period=12m", Look(About.PROPOSALS, Mode.HEXAGONS, "count", "Luchtfoto")),
    ],
)
def test_an_address_tells_a_look(search: str, look: Look) -> None:
    assert Look.of(search, About.PROPOSALS) == look
    assert Look.of(look.search("area=c"), About.PROPOSALS) == look


def test_meldingen_have_looks_of_their_own() -> None:
    assert Look.of("?map=points&colour=support", About.MELDINGEN) == Look(About.MELDINGEN, Mode.HEXAGONS, "received")


def test_a_look_with_a_change_is_an_address_as_short_as_can_be() -> None:
    assert USUAL.search("area=c", mode=Mode.DENSITY) == "?area=c&map=density"
    assert USUAL.search("") == "?"


def test_the_look_is_kept_when_filters_change_and_nothing_else_is() -> None:
    assert look_query("?map=areas&area=c&colour=trees&x=1&period=12m") == "map=areas&colour=trees"
    assert len(look_query("?map=" + "a" * 500)) < 100


def test_whose_a_map_is_cannot_be_markup() -> None:
    borders = pd.DataFrame({"source": ["<img src=x onerror=alert(1)>", None]})
    ground = Layer("Tegels", "https://a.be/{z}/{x}/{y}", "<b>wij</b>")
    assert "<" not in source_words(borders) + tiles(ground).attribution
    assert "&lt;img" in source_words(borders)
