"""How an organisation shows itself: what is kept, what is refused, and one audit row for each change."""

import io
from typing import Any

import pytest
from PIL import Image

from config.errors import InvalidInput
from config.layers import Layer, presets
from dashboard.store.actions import appearance as actions
from dashboard.store.actions.audit import COMMAND_LINE
from queries.appearance import EMPTY, appearance_of, logo
from queries.tables import PUBLIC_NEWS
from tests.deliveries import Town


@pytest.fixture
def said(town: Town) -> dict[str, Any]:
    return {"writer": town.writer, "clock": town.clock, "actor": COMMAND_LINE, "organisation_id": town.id}


def chosen(town: Town) -> dict[str, Any]:
    with town.writer.transaction() as connection:
        return appearance_of(connection, town.id)


def test_each_choice_leaves_the_others(town: Town, said: dict[str, Any]) -> None:
    assert chosen(town) == EMPTY
    actions.set_look(name="Stad", accent="#AA3300", website="https://www.example.be/x", **said)
    sites = ["https://www.example.be/", "https://www.example.be"]
    actions.set_public_map(opened=True, licence="https://example.be/l", sites=sites, **said)
    actions.add_layer(layer=presets()["osm"], **said)
    found = chosen(town)
    assert (found["name"], found["accent"], found["public_map"]) == ("Stad", "#AA3300", True)
    assert found["frame_ancestors"] == ["https://www.example.be"]
    assert found["layers"][0]["most_zoom"] == 19
    actions.remove_layer(name="OpenStreetMap", **said)
    assert chosen(town) == found | {"layers": []}
    told = town.rows("SELECT action FROM audit WHERE organisation_id = :o ORDER BY action")
    assert [action for (action,) in told] == ["layer_added", "layer_removed", "look_set", "public_map_opened"]
    assert town.rows("SELECT topic, count(*) FROM outbox WHERE organisation_id = :o GROUP BY 1") == [(PUBLIC_NEWS, 4)]


def test_what_no_page_should_show_is_refused(town: Town, said: dict[str, Any]) -> None:
    look: dict[str, Any] = {"name": None, "accent": None, "website": None}
    for wrong in ({"accent": "red"}, {"website": "http://example.be"}, {"website": "javascript:1"}):
        with pytest.raises(InvalidInput):
            actions.set_look(**look | wrong, **said)
    with pytest.raises(InvalidInput, match=r"example\.be/x"):
        actions.set_public_map(opened=False, licence=None, sites=["https://example.be/x"], **said)
    for layer in (Layer("a", "http://a.be/{z}/{x}/{y}", "x", 9), Layer("a", "https://a.be/{z}/{x}/{y}", "x", 99)):
        with pytest.raises(InvalidInput):
            actions.add_layer(layer=layer, **said)
    with pytest.raises(InvalidInput):
        actions.remove_layer(name="a", **said)
    assert chosen(town) == EMPTY


def test_there_is_room_for_a_few_layers_each_with_a_name_of_its_own(town: Town, said: dict[str, Any]) -> None:
    for number in range(actions.MOST_LAYERS):
        actions.add_layer(layer=Layer(str(number), "https://a.be/{z}/{x}/{y}", "x", 9), **said)
        with pytest.raises(InvalidInput):
            actions.add_layer(layer=Layer(str(number), "https://a.be/{z}/{x}/{y}", "x", 9), **said)
    with pytest.raises(InvalidInput, match="room for 6"):
        actions.add_layer(layer=Layer("more", "https://a.be/{z}/{x}/{y}", "x", 9), **said)


def test_a_logo_is_a_picture_drawn_anew_and_can_go(town: Town, said: dict[str, Any]) -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    actions.set_logo(content=file.getvalue(), **said)
    with town.writer.transaction() as connection:
        content, media_type = logo(connection, town.id) or (b"", "")
    assert (media_type, Image.open(io.BytesIO(content)).size) == ("image/png", (40, 20))
    with pytest.raises(InvalidInput, match="no picture"):
        actions.set_logo(content=b"<svg onload=alert(1)>", **said)
    actions.set_logo(content=None, **said)
    assert chosen(town)["logo"] is None
