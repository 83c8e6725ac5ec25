"""What small maps draw, and the borders that come along."""

import pandas as pd

from config.vocabularies import proposal_stages
from dashboard.charts.atlas import mark_of, proposal
from dashboard.charts.spot import near, spot
from dashboard.components.status import PROPOSAL_ICONS
from queries.distance import around

HERE = (4.3, 51.1)


def test_a_place_with_its_circle_below_and_itself_on_top() -> None:
    dots = pd.DataFrame({"lon": [4.3, 4.3, 4.301], "lat": [51.1, 51.1, 51.1], "number": ["M-1", "M-2", "M-3"]})
    row = {"lon": 4.302, "lat": 51.1, "stage": "shortlisted", "title": None, "support": 1}
    told = [
        one["properties"] for one in spot(HERE, 250, "submitted", dots=dots, others=[proposal(row, "/x")])["features"]
    ]
    assert told == [
        {"metres": 250},
        {"dot": True},
        {"dot": True},
        {
            "mark": "shortlisted",
            "words": "Op de shortlist",
            "title": "Tekst verwijderd",
            "votes": "1 stem",
            "href": "/x",
        },
        {"mark": "moderation", "own": True},
    ]


def test_every_stage_has_its_mark_on_a_map() -> None:
    assert {code: f"stage-{mark_of(code)}" for code in proposal_stages()} == PROPOSAL_ICONS


def test_only_borders_that_come_near_are_sent() -> None:
    def square(west: float, size: float) -> dict[str, object]:
        ring = [[west, 51.0], [west + size, 51.0], [west + size, 51.2], [west, 51.2], [west, 51.0]]
        return {"type": "MultiPolygon", "coordinates": [[ring]]}

    borders = pd.DataFrame(
        {
            "name": ["around", "beside", "far", "none"],
            "geometry": [square(4.2, 0.2), square(4.303, 0.1), square(4.5, 0.1), None],
        }
    )
    assert near(borders, around(HERE, 250))["name"].tolist() == ["around", "beside"]
    assert near(borders.iloc[:0], around(HERE, 250)).columns.tolist() == ["name", "geometry"]
