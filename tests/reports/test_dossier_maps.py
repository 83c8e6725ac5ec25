"""Where the map of a decision dossier stands, and how its words read within a sentence."""

from typing import Any

from dashboard.reports.dossier_maps import Maps
from dashboard.reports.dossier_words import gain_words, within
from tests.reports.test_print_map import LAT, LON, square


def frozen(count: int, apart: float) -> dict[str, Any]:
    """A town with so many places, so many degrees apart."""
    spots = [[LON + 0.002 + number % 10 * apart, LAT + 0.002 + number // 10 * apart] for number in range(count)]
    places = [
        {"no": number, "spot": spot, "outcome": "selected", "geometry": None} for number, spot in enumerate(spots, 1)
    ]
    return {
        "borders": [{"name": "Noord", "geometry": square(LON, LAT)}],
        "border_source": "",
        "places": places,
        "town": {"name": "Proef"},
    }


def test_the_map_gets_a_page_of_its_own_where_the_numbers_need_one() -> None:
    assert not Maps(frozen(10, 0.002)).needs_page
    assert Maps(frozen(90, 0.0001)).needs_page


def test_a_map_on_its_own_page_is_higher_and_one_below_more_words_lower() -> None:
    low, plain, whole = Maps(frozen(10, 0.002), notes=5), Maps(frozen(10, 0.002)), Maps(frozen(90, 0.0001))
    heights = [one.whole.height if one.whole else 0 for one in (low, plain, whole)]
    assert heights == sorted(set(heights))
    assert whole.town()[0].alt.startswith("Kaart van Proef met 90")


def test_a_town_without_borders_and_places_has_no_map() -> None:
    assert Maps(frozen(0, 0) | {"borders": []}).town() == []


def test_words_within_a_sentence_keep_abbreviations_and_units_together() -> None:
    assert [within(one) for one in ("Veel winst", "LEKP-doel", "")] == ["veel winst", "LEKP-doel", ""]
    assert gain_words({"code": "trees", "words": "1", "name": "Bomen"}) == "1 boom"
    assert gain_words({"code": "trees", "words": "2", "name": "Bomen"}) == "2 bomen"
    assert gain_words({"code": "depaving_m2", "words": "40 m²", "name": "Ontharding"}) == "40\u00a0m² ontharding"
