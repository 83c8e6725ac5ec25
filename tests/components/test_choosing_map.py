"""The map of candidates as features, and the words for what was drawn."""

from typing import Any
from uuid import UUID

import pandas as pd
import pytest

from dashboard.components.choosing.charted import counted, legend, marks
from dashboard.components.choosing.look import Look
from dashboard.components.choosing.place import geometry_words, shown_of, view_of
from dashboard.components.choosing.ticked import drawn_words
from queries.viewport import Viewport

WIDE = Viewport(4.0, 51.0, 4.4, 51.3, 11)
CLOSEST = Viewport(4.0, 51.0, 4.4, 51.3, 19)
SQUARE = [[4.1, 51.1], [4.101, 51.1], [4.101, 51.101], [4.1, 51.101], [4.1, 51.1]]


def candidate(number: int, lon: float | None, lat: float | None = 51.1, **more: Any) -> dict[str, Any]:
    usual = {"title": f"Plein {number}", "score": 50.0, "told_outcome": None, "made": False, "choice_published": False}
    usual |= {"standing": None, "written": False, "reasons": [], "seq": 3, "draft_no": 0, "area": "Bazel"}
    usual |= {"street": None, "support": 12.0, "cost": 2500.0}
    return {"subject_id": UUID(int=number), "rank": number, "lon": lon, "lat": lat} | usual | more


def drawn(rows: list[dict[str, Any]], view: Viewport = WIDE, *, look: Look | None = None, **more: Any) -> list[Any]:
    asked: dict[str, Any] = {"ticked": (), "may": True} | more
    features = marks(pd.DataFrame(rows), look or Look(), 9, view, asked["ticked"], may=asked["may"])
    return [one["properties"] for one in features]


def test_a_mark_tells_rank_words_and_what_can_be_done() -> None:
    [told] = drawn([candidate(1, 4.2, told_outcome="not_selected", draft_no=2)], ticked={UUID(int=1)})
    assert told == {
        "subject": str(UUID(int=1)),
        "rank": "1",
        "title": "Plein 1",
        "words": "Plaats 1 van 9 met 50 op 100.",
        "known": "Bazel · 12 stemmen · 2.500 euro",
        "href": f"/selectie?plek={UUID(int=1)}",
        "mark": "not-selected",
        "told": "not_selected",
        "state": "niet af",
        "seen": [3, 2],
        "free": True,
        "ticked": True,
    }


def test_of_what_was_decided_nothing_more_is_said() -> None:
    made = candidate(1, 4.2, told_outcome="selected", made=True, standing="pending")
    [told] = drawn([made])
    assert told["state"] == "Gekozen, goed te keuren"
    assert "free" not in told
    [told] = drawn([candidate(1, 4.2)], may=False)
    assert "free" not in told


def test_close_ones_are_one_number_but_what_is_written_about_stands_out() -> None:
    rows = [candidate(1, 4.2), candidate(2, 4.2001), candidate(3, 4.2002), candidate(4, 4.35)]
    assert [one.get("together") or one["rank"] for one in drawn(rows)] == ["3", "4"]
    here = drawn(rows, look=Look(place=UUID(int=2)))
    assert [one.get("together") or one["rank"] for one in here] == ["2", "2", "4"]
    assert [one.get("here", False) for one in here] == [False, True, False]
    assert drawn(rows, ticked={UUID(int=3)})[0]["ticked"] is True


def test_in_one_spot_they_have_names_when_nothing_comes_apart_any_more() -> None:
    rows = [candidate(1, 4.2), candidate(2, 4.2)]
    assert "members" not in drawn(rows)[0]
    assert [one["title"] for one in drawn(rows, CLOSEST)[0]["members"]] == ["1. Plein 1", "2. Plein 2"]


def test_what_lies_elsewhere_or_nowhere_is_not_drawn_and_is_told() -> None:
    rows = pd.DataFrame([candidate(1, 4.2), candidate(2, 5.2), candidate(3, None, None)])
    features = marks(rows, Look(), 3, WIDE, (), may=True)
    assert [one["properties"]["rank"] for one in features] == ["1"]
    assert counted(features, rows, WIDE) == "Kandidaten op de kaart: 1, in tekens: 1."
    assert "1 plek heeft geen punt" in str(legend(rows))
    assert marks(rows.iloc[:0], Look(), 0, WIDE, (), may=True) == []


@pytest.mark.parametrize(
    ("inside", "ticked", "words"),
    [
        (0, 0, "In dat vlak ligt geen plek van deze lijst."),
        (1, 1, "Er ligt 1 plek in; ze is aangevinkt."),
        (4, 4, "Er liggen 4 plekken in; ze zijn aangevinkt."),
        (4, 3, "Aantal plekken in het vlak: 4. Daarvan is over 1 al beslist; die zijn niet aangevinkt."),
    ],
)
def test_what_came_of_an_area(inside: int, ticked: int, words: str) -> None:
    assert drawn_words(inside, ticked) == words


def test_where_it_will_be_in_words() -> None:
    point = {"type": "Point", "coordinates": [4.1, 51.101]}
    assert geometry_words(None, (4.1, 51.1)) == "De plek ligt waar ze werd voorgesteld."
    assert geometry_words(point, (4.1, 51.1)) == "Punt, op 111 m van waar ze werd voorgesteld."
    assert geometry_words(point, None) == "Een eigen punt."
    assert geometry_words({"type": "Polygon", "coordinates": [SQUARE]}, None).startswith("Vlak van 7.76")


def test_the_small_map_shows_what_was_proposed_and_what_was_drawn() -> None:
    area = {"type": "Polygon", "coordinates": [SQUARE]}
    assert view_of((4.1, 51.1), None, (0, 0)) == ((4.1, 51.1), 120)
    middle, around = view_of((4.1, 51.1), area, (0, 0))
    assert middle == (4.1, 51.1)
    assert 131 * 1.2 < around < 132 * 1.3
    assert view_of(None, None, (3.0, 50.0)) == ((3.0, 50.0), 120)
    assert len(shown_of((4.1, 51.1), middle, around, "published")["features"]) == 2
    assert len(shown_of(None, middle, around, "published")["features"]) == 1
