import numpy as np
import pytest
from pyproj import Transformer

from dashboard.store.sources.coordinates import read_places, to_wgs84
from dashboard.store.sources.mapping import parse_mapping

BASE = '[organisation]\ncode="o"\n[source]\ncode="s"\nname="S"\n[columns]\nsource_key="k"\nreceived="r"\n'
LON_LAT, X_Y, POINT = 'lon="lon"\nlat="lat"\n', 'x="x"\ny="y"\n', 'point="p"\n'


def places(columns, extra="", **texts):
    mapping = parse_mapping(BASE + columns + extra, "m.toml")
    arrays = {name: np.array(values, dtype=object) for name, values in texts.items()}
    return read_places(arrays, mapping, len(next(iter(texts.values()))))


def test_lambert_72_agrees_with_the_published_example():
    """Guidance note 7-2 of EPSG, Lambert Conic Conformal (2SP Belgium): a point on the Belgian datum of 1972."""
    latitude, longitude = 50 + 40 / 60 + 46.461 / 3600, 5 + 48 / 60 + 26.533 / 3600
    datum_only = Transformer.from_crs("EPSG:4313", "EPSG:4326", always_xy=True)
    lon, lat = to_wgs84(np.array([251763.20]), np.array([153034.13]), "EPSG:31370")
    expected = datum_only.transform(longitude, latitude)
    assert (lon[0], lat[0]) == pytest.approx(expected, abs=2e-6)  # some 20 cm
    assert abs(lat[0] - latitude) < 0.002


def test_lambert_72_and_2008_give_one_place():
    """The Grand-Place of Brussels, 4.3525 E 50.8467 N."""
    for crs in ("EPSG:31370", "EPSG:3812"):
        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(4.3525, 50.8467)
        read = places(X_Y, f'[place]\ncrs="{crs}"\n', x=[f"{x:.2f}"], y=[f"{y:.2f}"])
        assert (read.lon[0], read.lat[0]) == pytest.approx((4.3525, 50.8467), abs=1e-6)


def test_a_decimal_comma_and_thousands():
    read = places(X_Y, '[file]\ndecimal=","\n[place]\ncrs="EPSG:31370"\n', x=["104.621,40"], y=["193.812,75"])
    assert (read.lon[0], read.lat[0]) == pytest.approx((3.7216, 51.0527), abs=1e-4)


@pytest.mark.parametrize("text", ["51.05,3.72", "51.05, 3.72", "(51.05, 3.72)", "51.05;3.72", "51.05 3.72"])
def test_one_column_with_both(text):
    read = places(POINT, point=[text])
    assert (read.lon[0], read.lat[0]) == (3.72, 51.05)


def test_one_column_in_the_other_order():
    read = places(POINT, '[place]\norder="lon,lat"\n', point=["POINT (3.72 51.05)", "rubbish", ""])
    assert read.lon[0] == 3.72
    assert read.unreadable.tolist() == [False, True, False]


def test_exchanged_outside_placeholder_and_unreadable_have_no_place():
    read = places(LON_LAT, lon=["51.05", "80", "0", "x", "3.72"], lat=["3.72", "10", "0", "51", "51.05"])
    assert np.isnan(read.lon).tolist() == [True, True, True, True, False]
    assert read.swapped.tolist() == [True, False, False, False, False]
    assert read.outside.tolist() == [False, True, False, False, False]
    assert read.placeholder.tolist() == [False, False, True, False, False]
    assert read.unreadable.tolist() == [False, False, False, True, False]


def test_exchanged_ones_are_put_right_when_told():
    read = places(LON_LAT, "[place]\nswap=true\n", lon=["51.05"], lat=["3.72"])
    assert (read.lon[0], read.lat[0]) == (3.72, 51.05)


def test_exchanged_lambert_numbers_show_in_a_narrow_box():
    lambert = '[place]\ncrs="EPSG:31370"\nbox=[3.6, 50.9, 3.9, 51.2]\n'
    assert places(X_Y, lambert, x=["193812"], y=["104621"]).swapped[0]
    assert not places(X_Y, lambert, x=["104621"], y=["193812"]).swapped[0]


def test_placeholders_of_the_mapping():
    read = places(LON_LAT, "[place]\nplaceholders=[[3.72, 51.05]]\n", lon=["3.72"], lat=["51.05"])
    assert read.placeholder[0]
    assert np.isnan(read.lon[0])


@pytest.mark.parametrize("text", ["inf", "nan", "1e400", "٣"])
def test_odd_numbers_are_no_place(text):
    read = places(LON_LAT, lon=[text], lat=["51"])
    assert np.isnan(read.lon[0])
