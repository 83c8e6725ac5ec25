"""Which area a place lies in, against a plain reading; what a delivery then tells; what new boundaries move."""

import gzip
import math
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import InvalidInput
from config.kinds import AreaKind
from dashboard.store.actions import areas as actions
from dashboard.store.actions.areas import Description
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.areas import assigning
from dashboard.store.areas.boundaries import Boundaries, Outline, area_at
from dashboard.store.areas.files import PREVIEW, USING
from dashboard.store.areas.judging import Choice
from dashboard.store.areas.reading import LARGEST_ON_PAGE
from dashboard.store.requests import do_next
from tests.deliveries import Town, counts, melding, step
from tests.store.areas import Ring, area_of, collection, feature, square

WEST = collection(feature("w", square(3.0, 51.0)), feature("e", square(3.01, 51.0)))
"""Two squares side by side."""
SHIFTED = collection(feature("w", square(3.0, 51.0, 0.005)), feature("n", square(3.005, 51.0)))
"""The western one became smaller, the eastern one is gone, another one came."""
Place = dict[str, Any]
IN_W: Place = {"lon": 3.003, "lat": 51.003}
IN_E: Place = {"lon": 3.013, "lat": 51.003}
NOWHERE: Place = {"lon": 4.5, "lat": 50.5}
MOVED: Place = {"lon": 3.007, "lat": 51.003}
"""In `w` of the first file, in `n` of the second one."""


def stars(rng: Random, n: int) -> dict[int, list[Ring]]:
    """Polygons with dents, some with a hole, over and beside each other."""
    found: dict[int, list[Ring]] = {}
    for number in range(1, n + 1):
        x, y, corners = rng.uniform(3, 3.1), rng.uniform(51, 51.1), rng.randint(3, 12)
        ring = [
            (x + r * math.cos(2 * math.pi * i / corners), y + r * math.sin(2 * math.pi * i / corners))
            for i, r in enumerate(rng.uniform(0.008, 0.03) for _ in range(corners))
        ]
        hole = [[*square(x - 0.001, y - 0.001, 0.002)]] if number % 3 == 0 and corners > 4 else []
        found[number] = [[*ring, ring[0]], *hole]
    return found


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(0, 8))
def test_a_place_lies_where_a_plain_reading_says(seed: int, n: int) -> None:
    rng = Random(seed)
    polygons = stars(rng, n)
    outlines = [
        Outline(number, str(number), {"type": "Polygon", "coordinates": rings}) for number, rings in polygons.items()
    ]
    lon, lat = (np.array([rng.uniform(low, low + 0.1) for _ in range(200)]) for low in (3, 51))
    found = Boundaries(tuple(outlines)).area_ids(lon, lat).astype(object)
    expected = [area_of(*point, polygons) for point in zip(lon.tolist(), lat.tolist(), strict=True)]
    assert found.where(found.notna(), None).tolist() == expected


def bring(town: Town, content: bytes, valid_from: str = "2026-01-01", kind: AreaKind = AreaKind.NEIGHBOURHOOD) -> Any:
    """Keep and describe a file, and let the worker judge it; returns its number."""
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    file_id = actions.keep_file(organisation_id=town.id, file_name="wijken.geojson", content=content, **said)
    choice = Choice("code", "naam", "inwoners" if b"inwoners" in content else None)
    told = Description(town.id, file_id, kind, choice, "test", date.fromisoformat(valid_from))
    actions.describe_file(described=told, **said)
    assert do_next(town.writer, town.clock)
    return file_id


def use(town: Town, content: bytes, valid_from: str = "2026-01-01", **more: Any) -> Any:
    """Bring a file and take it into use."""
    file_id = bring(town, content, valid_from, **more)
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    actions.plan_use(organisation_id=town.id, file_id=file_id, **said)
    assert do_next(town.writer, town.clock)
    return file_id


def back(town: Town, file_id: Any) -> None:
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    actions.plan_take_back(organisation_id=town.id, file_id=file_id, **said)
    assert do_next(town.writer, town.clock)


def areas(town: Town, topic: str = "melding") -> dict[str, str | None]:
    """The code of the area of each subject, by its key."""
    found = f"""SELECT s.source_key, a.code FROM {topic} m JOIN subject s USING (organisation_id, subject_id)
                LEFT JOIN area a USING (organisation_id, area_id) WHERE m.organisation_id = :o"""
    return dict(town.rows(found))


def report(town: Town, file_id: Any, part: str) -> dict[str, Any]:
    (row,) = town.rows("SELECT report FROM boundary_file WHERE organisation_id = :o AND file_id = :f", f=file_id)
    return dict(row[0][part])


def problems(town: Town) -> str:
    """Why work could not be done."""
    return str(town.rows("SELECT problem FROM work_request WHERE organisation_id = :o AND problem IS NOT NULL"))


def events(town: Town) -> int:
    return int(town.rows("SELECT count(*) FROM event WHERE organisation_id = :o")[0][0])


def told(town: Town) -> list[list[dict[str, Any]]]:
    """A delivery with a place in each square, one in none, one without, and one that was moved."""
    return [
        melding("1", "2026-03-02", area="centrum", **IN_W),
        melding("2", "2026-03-02", "2026-03-05", **IN_E),
        melding("3", "2026-03-03", area="centrum", **NOWHERE),
        melding("4", "2026-03-03", area="centrum"),
        [*melding("5", "2026-03-04", **IN_E), step("5", "relocated", "2026-03-05", area="e", **MOVED)],
        melding("6", "2026-03-04", area="centrum", **MOVED),
    ]


def test_the_boundary_decides_for_what_has_a_place_and_the_source_for_the_rest(town: Town) -> None:
    use(town, WEST)
    town.load(*told(town))
    assert areas(town) == {"1": "w", "2": "e", "3": None, "4": "centrum", "5": "w", "6": "w"}
    assert counts(town.load(*told(town)))[3] == 0
    assert town.damage() == []
    with town.writer.transaction() as connection:
        found = area_at(connection, town.id, **IN_E, told=99)
        assert area_at(connection, town.id, **NOWHERE, told=99) is None
    assert (found,) in town.rows("SELECT area_id FROM area WHERE organisation_id = :o AND code = 'e'")


def test_boundaries_that_come_later_give_the_same_as_those_that_were_there(town: Town) -> None:
    town.load(*told(town))
    with town.writer.transaction() as connection:
        assert area_at(connection, town.id, **IN_E, told=99) == 99
    assert areas(town)["1"] == "centrum"
    file_id = use(town, WEST)
    assert areas(town) == {"1": "w", "2": "e", "3": None, "4": "centrum", "5": "w", "6": "w"}
    assert counts(town.load(*told(town)))[3] == 0
    before = events(town)
    back(town, file_id)
    assert areas(town) == {"1": "centrum", "2": None, "3": "centrum", "4": "centrum", "5": "e", "6": "centrum"}
    assert events(town) > before
    assert counts(town.load(*told(town)))[3] == 0
    assert town.damage() == []


def test_a_new_file_moves_what_it_said_it_would_and_taking_it_back_moves_it_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assigning, "BATCH", 2)
    use(town, WEST)
    town.load(*told(town))
    town.load([step("p", "proposal_submitted", "2026-03-02", topic="proposal", number="p", **MOVED)], source="wensen")
    before = areas(town) | areas(town, "proposal")
    file_id = use(town, SHIFTED, "2026-06-01")
    moves = report(town, file_id, USING)["moves"]
    assert moves == [
        {"topic": "melding", "from": "w", "to": "n", "n": 2},
        {"topic": "melding", "from": "e", "to": "n", "n": 1},
        {"topic": "proposal", "from": "w", "to": "n", "n": 1},
    ]
    said, done = report(town, file_id, PREVIEW), report(town, file_id, USING)
    assert (said["moves"], said["placeless"]) == (done["moves"], done["placeless"])
    assert done["placeless"]["melding"] == {"n": 6, "no_place": 1, "outside": 1}
    assert (done["looked"], done["total"], done["finished"]) == (7, 7, True)
    assert areas(town) == {"1": "w", "2": "n", "3": None, "4": "centrum", "5": "n", "6": "n"}
    assert counts(town.load(*told(town)))[3] == 0
    back(town, file_id)
    assert areas(town) | areas(town, "proposal") == before
    assert town.damage() == []


def test_what_a_source_corrects_after_new_boundaries_still_counts(town: Town) -> None:
    use(town, WEST)
    run = town.load(*told(town))
    town.load(melding("6", "2026-03-04", area="centrum", **IN_E))
    use(town, SHIFTED, "2026-06-01")
    assert areas(town)["6"] == "n"
    later = town.load(melding("6", "2026-03-04", **IN_W))
    assert areas(town)["6"] == "w"
    town.void(later)
    assert areas(town)["6"] == "n"
    assert counts(town.load(*told(town)[:5]))[3] == 0
    assert run.events == 8
    assert town.damage() == []


def test_the_page_reads_no_file_that_unpacks_to_more_than_a_web_process_can_hold(town: Town) -> None:
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    content = gzip.compress(WEST + b" " * LARGEST_ON_PAGE, 1)
    with pytest.raises(InvalidInput, match="larger than 16 MB"):
        actions.keep_file(organisation_id=town.id, file_name="wijken.geojson", content=content, **said)


def test_codes_keep_their_number_and_versions_follow_each_other(town: Town) -> None:
    first = use(town, collection(feature("w", square(3, 51), inwoners=900), feature("e", square(3.01, 51))))
    use(town, SHIFTED, "2026-06-01")
    versions = town.rows(
        "SELECT a.code, v.valid_from::text, v.valid_to::text, v.population, v.source FROM area_version v "
        "JOIN area a USING (organisation_id, area_id) WHERE organisation_id = :o ORDER BY a.area_id, v.valid_from"
    )
    assert versions == [
        ("e", "2026-01-01", "2026-05-31", None, "test"),
        ("w", "2026-01-01", "2026-05-31", 900, "test"),
        ("w", "2026-06-01", None, 900, "test"),
        ("n", "2026-06-01", None, None, "test"),
    ]
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    actions.plan_take_back(organisation_id=town.id, file_id=first, **said)
    do_next(town.writer, town.clock)
    assert "newer file" in problems(town)
    use(town, WEST, "2026-06-01")
    assert "choose a day after it" in problems(town)
    with pytest.raises(InvalidInput, match="to come"):
        bring(town, WEST, "2027-01-01")


def test_a_delivery_gives_no_area_with_a_boundary_another_name(town: Town) -> None:
    use(town, WEST)
    town.load(melding("1", "2026-03-02", area="w", **IN_W), melding("2", "2026-03-02", area="w"))
    names = town.rows("SELECT DISTINCT name FROM area_version WHERE organisation_id = :o ORDER BY 1")
    assert names == [("Wijk e",), ("Wijk w",)]


def test_only_the_kind_that_was_chosen_decides(town: Town) -> None:
    town.load(*told(town))
    use(town, WEST, kind=AreaKind.DISTRICT)
    assert areas(town)["1"] == "centrum"
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    actions.choose_kind(organisation_id=town.id, kind=AreaKind.DISTRICT, **said)
    assert do_next(town.writer, town.clock)
    assert areas(town)["1"] == "w"
    actions.set_population(organisation_id=town.id, code="w", population=12, **said)
    assert (12,) in town.rows("SELECT population FROM area_version WHERE organisation_id = :o")


def test_work_that_was_broken_off_goes_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigning, "BATCH", 2)
    town.load(*told(town))
    file_id = bring(town, WEST)
    said: dict[str, Any] = {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE}
    actions.plan_use(organisation_id=town.id, file_id=file_id, **said)
    assign, done = assigning.assign, []

    def falter(*args: Any) -> Any:
        done.append(args)
        if len(done) == 2:
            raise KeyboardInterrupt
        return assign(*args)

    monkeypatch.setattr(assigning, "assign", falter)
    with pytest.raises(KeyboardInterrupt):
        do_next(town.writer, town.clock)
    assert areas(town)["6"] == "centrum"
    monkeypatch.setattr(assigning, "assign", assign)
    assert do_next(town.writer, town.clock)
    assert areas(town)["6"] == "w"
    assert sum(row["n"] for row in report(town, file_id, USING)["moves"]) == 5
    assert town.damage() == []
