"""What is told of hot spots, and what is not."""

from typing import Any

import pandas as pd
import pytest

from config.cells import cell_of, key_of
from config.language import use_language
from dashboard.charts.hotspots import (
    hotspot_hexagons,
    hotspot_sentence,
    hotspot_table,
    place_words,
    searched_words,
    spot_words,
)
from queries.hotspots import CELLS, SPOTS


@pytest.fixture(autouse=True)
def english():
    with use_language("en"):
        yield


def found(*courses: str, **whole: Any) -> pd.DataFrame:
    usual = {"spot": 0, "n": 900, "expected": 1.2, "cells": 750, "resolution": 9, "unplaced": 12, "outside": 0}
    rows: list[dict[str, Any]] = [usual | {"piled": 0, "bounded": True, "enough": True} | whole]
    own = {"n": 48, "expected": 8.4, "before": 9, "cells": 7, "area_code": "haven", "area": "Haven", "street": "Kaai"}
    rows += [own | {"spot": at + 1, "course": course, "lon": 4.0, "lat": 51.0} for at, course in enumerate(courses)]
    return pd.DataFrame(rows, columns=SPOTS, dtype=object)


def test_the_news_counts_what_is_hot_now() -> None:
    assert hotspot_sentence(found("new", "persistent", "fading")) == "2 hot spots: 1 new, 1 persistent and 1 fading."
    assert hotspot_sentence(found("hot")) == "1 hot spot."
    assert hotspot_sentence(found()) == "No hot spots: nowhere clearly more came in than elsewhere."
    assert "it takes 50 cases" in hotspot_sentence(found(enough=False))


def test_what_was_looked_at_and_left_out_is_said() -> None:
    assert searched_words(found()) == (
        "Looked at: 750 hexagons of some 350 m within the boundary, the empty ones too. Without place: 12. Counted by "
        "place and not by inhabitant: where more people are, more comes in."
    )
    told = searched_words(found(bounded=False, piled=60, unplaced=0))
    assert told.startswith("Without a boundary")
    assert "At a point that stands for 'no place': 60." in told


def test_a_hot_spot_in_words() -> None:
    row = found("new").iloc[1].to_dict()
    assert place_words(row) == "Kaai, Haven"
    assert place_words(row | {"street": None}) == "Haven"
    assert place_words(row | {"street": None, "area": None}) == "Without neighbourhood"
    assert spot_words(row) == "48, average for so large a place 8.4; in the period before 9"
    assert spot_words(row | {"before": None}) == "48, average for so large a place 8.4"


def test_the_table_holds_them_all_and_says_when_there_are_none() -> None:
    spec = hotspot_table(found("new", "fading"))
    assert [row[:3] for row in spec.table.rows()] == [["1", "New", "Kaai, Haven"], ["2", "Fading", "Kaai, Haven"]]
    assert not spec.empty
    few = hotspot_table(found(enough=False))
    assert few.empty
    assert few.note is None


def test_each_spot_has_its_number_once_on_the_map() -> None:
    keys = [key_of(int(cell_of(4.0 + step / 100, 51.0) or 0), 9) for step in range(3)]
    rows = [(1, "new", key, 9, 5) for key in keys] + [(2, "persistent", key_of(int(cell_of(4.2, 51.0) or 0), 9), 9, 3)]
    drawn = hotspot_hexagons(pd.DataFrame(rows, columns=CELLS))
    told = [feature["properties"] for feature in drawn.features]
    assert [one.get("value") for one in told] == [None, "1", None, "2"]
    assert [one["shade"] for one in told] == [2, 2, 2, 4]
    assert len(drawn.hideout["corners"]) == 6
    assert hotspot_hexagons(pd.DataFrame([], columns=CELLS)).features == []
