"""Maps for print: true to scale, each mark known by its shape, no two over one another."""

import io
import re
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pyproj import Geod

from config.vocabularies import proposal_stages
from dashboard.charts.palette import LAND, contrast
from dashboard.reports import print_map, svg
from dashboard.reports.document import sign_of
from dashboard.reports.pictures import sign_svg
from dashboard.reports.plane import Box, Plane, Rect, Room, around, box_over, metres_a_degree, rect_around
from dashboard.reports.print_map import Area, Place, PrintMap, extract, page, png, town_map
from tests.reports.reading import structure
from tests.reports.sample import MADE_AT

GEOD = Geod(ellps="WGS84")
LON, LAT = 4.25, 51.2
STAGES = ("shortlisted", "selected", "deferred", "not_selected", "realised")


def square(west: float, south: float, side: float = 0.03) -> dict[str, object]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = (Area("Noord & <Zuid>", square(LON, LAT)), Area("Oost", square(LON + 0.03, LAT)))


def place(number: int, *, lon: float = 0.0, lat: float = 0.0, stage: str = "selected", final: bool = False) -> Place:
    at = (LON + 0.015 + lon, LAT + 0.015 + lat)
    return Place(*at, str(number), stage, square(*at, 0.01) if final else None)


def drawn(places: list[Place]) -> PrintMap:
    return town_map(AREAS, places, source="Grenzen: proef")


def marks(found: PrintMap) -> list[tuple[str, float, float]]:
    """Sign and middle of each mark within the frame."""
    size = print_map.size_of_marks(found.svg.count("<circle"))
    told = re.findall(r'<use href="#([\w-]+)" transform="translate\(([\d.-]+) ([\d.-]+)\) scale\(([\d.]+)\)', found.svg)
    return [
        (sign, float(x) + float(scale) * 7, float(y) + float(scale) * 7)
        for sign, x, y, scale in told
        if float(scale) * 14 == pytest.approx(size, abs=0.01)
    ]


@settings(deadline=None)
@given(st.floats(-60, 60), st.floats(200, 20_000), st.floats(0, 360))
def test_lengths_on_paper_are_true_to_one_percent(lat: float, metres: float, way: float) -> None:
    plane = Plane.of(around((LON, lat), 10_000), 180, 180)
    lon, north, _ = GEOD.fwd(LON, lat, way, min(metres, 10_000))
    x, y = plane.at(lon, north)
    on_paper = hypot(x - 90, y - 90) / plane.mm_a_metre
    assert on_paper == pytest.approx(min(metres, 10_000), rel=0.01)


@pytest.mark.parametrize("radius", [150, 700, 4_000, 18_000])
def test_the_scale_bar_is_as_long_as_it_says(radius: float) -> None:
    found = extract(AREAS, [], place(1), around((LON, LAT), radius), source="")
    begin, end = map(float, re.search(r'id="scale" d="M([\d.]+) [\d.]+V[\d.]+H([\d.]+)V', found.svg).groups())  # type: ignore[union-attr]
    number, unit = re.search(r">(\d+) (m|km)<", found.svg).groups()  # type: ignore[union-attr]
    told = int(number) * (1000 if unit == "km" else 1)
    wide = 2 * radius * 180 / 100  # the frame is 180 by 100 mm and shows the radius above and below
    assert (end - begin) / 180 * wide == pytest.approx(told, rel=0.01)
    assert 10 < end - begin <= 36


def test_degrees_are_as_long_as_geodesy_says() -> None:
    across, along = metres_a_degree(LAT)
    assert across == pytest.approx(GEOD.inv(LON, LAT, LON + 0.01, LAT)[2] * 100, rel=1e-4)
    assert along == pytest.approx(GEOD.inv(LON, LAT - 0.005, LON, LAT + 0.005)[2] * 100, rel=1e-4)


@pytest.mark.parametrize("stage", list(proposal_stages()))
def test_marks_are_those_of_the_screen(stage: str) -> None:
    found = drawn([place(1, stage=stage)])
    drawing = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", sign_svg(sign_of(stage)))
    assert f'<g id="{sign_of(stage)}">{drawing}</g>' in found.svg


def test_outcomes_differ_without_colour() -> None:
    shapes = {stage: re.sub(r'(fill|stroke)="#\w+"', "", sign_svg(sign_of(stage))) for stage in STAGES}
    assert len(set(shapes.values())) == len(STAGES)
    for stage in STAGES:
        darkest = max(contrast(color, LAND) for color in re.findall(r"#\w{6}", sign_svg(sign_of(stage))))
        assert darkest >= 3


def test_outcomes_differ_in_a_grey_copy() -> None:
    """The same place, printed in grey: no two outcomes look alike."""
    grey = []
    for stage in STAGES:
        image = Image.open(io.BytesIO(png(drawn([place(1, stage=stage)])))).convert("L")
        grey.append(image.crop((0, 0, image.width, round(image.height * 0.9))))
    pairs = [(one, other) for number, one in enumerate(grey) for other in grey[:number]]
    assert min(_different(one, other) for one, other in pairs) > 300


def _different(one: Image.Image, other: Image.Image) -> int:
    """How many pixels differ by more than a quarter of what is between black and white."""
    from PIL import ImageChops

    return sum(ImageChops.difference(one, other).histogram()[64:])


def test_no_mark_hides_another_and_each_has_its_number() -> None:
    found = drawn([place(number) for number in range(1, 9)])
    spots = marks(found)
    size = print_map.size_of_marks(8)
    assert len(spots) == 8
    for number, one in enumerate(spots):
        assert all(max(abs(one[1] - other[1]), abs(one[2] - other[2])) >= size - 0.02 for other in spots[:number])
    assert found.without_number == ()
    assert all(f">{number}</text>" in found.svg for number in range(1, 9))


def test_a_place_alone_stands_where_it_is() -> None:
    plane = Plane.of(box_over([area.geometry for area in AREAS]), 180, 120, 6)
    found = print_map.print_map(AREAS, [place(1)], plane, source="")
    ((_, *spot),) = marks(found)
    assert spot == pytest.approx(plane.at(LON + 0.015, LAT + 0.015), abs=0.02)
    assert 'stroke-width="0.2"' not in found.svg


def test_of_very_many_places_marks_stay_and_numbers_go() -> None:
    many = [place(number) for number in range(print_map.MOST_APART + 1)]
    found = drawn(many)
    assert len(found.without_number) > 200
    assert len({spot[1:] for spot in marks(found)}) == 1


def test_legend_counts_what_is_there_in_the_language_of_the_reader() -> None:
    places = [place(1, lon=0.02), place(2, stage="deferred"), place(3, lon=0.01, stage="deferred", final=True)]
    dutch = drawn(places).svg
    assert all(f">{words}</text>" in dutch for words in ("Gekozen: 1", "Uitgesteld: 2", "Definitieve plek"))
    english = town_map(AREAS, places, source="", language="en").svg
    assert all(f">{words}</text>" in english for words in ("Selected: 1", "Deferred: 2", "Final place"))
    assert "Definitieve plek" not in drawn([place(1)]).svg


def test_texts_are_texts() -> None:
    found = town_map(AREAS, [Place(LON, LAT, "<1>", "selected")], source='Bron "a" & <b>')
    assert "Noord &amp; &lt;Zuid&gt;" in found.svg
    assert "&lt;1&gt;" in found.svg
    assert "<b>" not in found.svg


def test_an_extract_shows_its_place_in_a_ring_and_its_neighbours() -> None:
    own, near, far = place(1), place(2, lon=0.002), place(3, lon=0.03)
    found = extract(AREAS, [own, near, far], own, around((own.lon, own.lat), 400), source="Proef", size=(57, 40))
    assert (found.width, found.svg.count('r="3.52"')) == (57, 1)
    assert ">2</text>" in found.svg
    assert ">3</text>" not in found.svg
    assert "Gekozen" not in found.svg


def test_a_final_place_that_is_smaller_than_a_mark_is_not_drawn() -> None:
    tiny = Place(LON, LAT, "1", "selected", square(LON, LAT, 0.0001))
    assert svg.HATCHED not in drawn([tiny]).svg
    assert svg.HATCHED in drawn([place(1, final=True)]).svg


def test_it_prints_as_lines_and_as_a_picture() -> None:
    found = drawn([place(1), place(2, stage="not_selected")])
    told = page(found, title="Kaart", alt="Twee plaatsen", made_at=MADE_AT)
    assert [node.alt for node in structure(told).of("Figure")] == ["Twee plaatsen"]
    reader = PdfReader(io.BytesIO(told))
    assert reader.metadata
    assert reader.metadata.creation_date == MADE_AT
    assert float(reader.pages[0].mediabox.width) == pytest.approx(180 / 25.4 * 72, abs=0.1)
    assert not reader.pages[0].images
    assert Image.open(io.BytesIO(png(found))).width == pytest.approx(180 / 25.4 * 300, abs=1)


def test_a_multipolygon_with_a_hole_and_a_place_outside_are_drawn() -> None:
    outer, hole = square(LON, LAT)["coordinates"][0], square(LON + 0.01, LAT + 0.01, 0.01)["coordinates"][0]  # type: ignore[index]
    area = Area("Ring", {"type": "MultiPolygon", "coordinates": [[outer, hole]]})
    found = town_map([area], [Place(LON - 0.01, LAT, "1", "selected")], source="")
    assert re.search(r'd="M[^"]+Z M[^"]+Z"', found.svg)
    assert len(marks(found)) == 1


def test_nothing_to_show_is_an_error() -> None:
    with pytest.raises(ValueError, match="values"):
        town_map([], [], source="")


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 90), st.floats(0, 90), st.floats(0.1, 20), st.floats(0.1, 20)), max_size=40))
def test_room_never_gives_a_place_twice(wanted: list[tuple[float, float, float, float]]) -> None:
    room = Room(100, 100)
    taken: list[Rect] = []
    for x, y, wide, high in wanted:
        rect = rect_around((x, y), wide, high)
        free = rect[0] >= 0 and rect[1] >= 0 and rect[2] <= 100 and rect[3] <= 100
        free = free and not any(
            rect[0] < one[2] and one[0] < rect[2] and rect[1] < one[3] and one[1] < rect[3] for one in taken
        )
        assert room.free(rect) == free
        if free:
            room.take(rect)
            taken.append(rect)


def test_a_box_reaches_as_far_as_asked() -> None:
    box = around((LON, LAT), 500)
    assert box.metres() == pytest.approx((1000, 1000), rel=1e-6)
    assert Box(1, 2, 3, 4).middle == (2, 3)
