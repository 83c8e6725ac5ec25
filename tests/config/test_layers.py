"""Addresses that may stand in a policy: nothing of them can end a directive or lead elsewhere than it says."""

import pytest

from config.layers import bare_origin, https_origin, presets, tile_origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://www.example.be", "https://www.example.be"),
        ("https://WWW.Example.be:443/", "https://www.example.be"),
        ("https://example.be:8443", "https://example.be:8443"),
        ("https://example.be/kaart", None),
        ("https://example.be/?", "https://example.be"),
        ("http://example.be", None),
        ("https://localhost", None),
        ("https://*.example.be", None),
        ("https://a@example.be", None),
        ("https://example.be; script-src *", None),
        ("https://example.be\nx", None),
        ("https://example.be:port", None),
        ("https://voorbeeld\u2024be", None),
        ("'self'", None),
        ("", None),
    ],
)
def test_a_website_is_its_origin_and_nothing_more(text: str, origin: str | None) -> None:
    assert bare_origin(text) == origin


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://tiles.example.be/{z}/{x}/{y}.png", "https://tiles.example.be"),
        ("https://tiles.example.be/?z={z}&x={x}&y={y}", "https://tiles.example.be"),
        ("https://{x}.example.be/{z}/{y}", None),
        ("https://a.example.be/{z}/{x}", None),
        ("https://a.example.be/{z}/{x}/{y}/{y}", None),
        ("https://a.example.be/{s}/{z}/{x}/{y}", None),
        ("http://a.example.be/{z}/{x}/{y}", None),
        ("javascript:alert(1)//{z}{x}{y}", None),
    ],
)
def test_tiles_come_from_one_host(url: str, origin: str | None) -> None:
    assert tile_origin(url) == origin


def test_known_layers_can_be_chosen() -> None:
    assert {"grb", "orthofoto", "osm"} <= set(presets())
    for layer in presets().values():
        assert tile_origin(layer.url) == https_origin(layer.url.split("{")[0])
        assert layer.attribution
