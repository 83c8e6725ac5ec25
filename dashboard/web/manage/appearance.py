"""What the buttons of /beheer/uitzicht do, and what an organisation chose."""

from typing import Any

from dash import no_update
from dash.development.base_component import Component

from config.errors import InvalidInput
from config.language import N_, t
from config.layers import LARGEST_ZOOM, Layer, bare_origin, https_origin, presets, tile_origin
from config.logs import request_id
from dashboard.charts.palette import ACCENT
from dashboard.components.accent import accent, accent_tokens
from dashboard.components.manage.appearance import CLOSED, LICENCES, OPEN, Form, sample
from dashboard.components.manage.frame import trouble
from dashboard.store.actions import appearance as actions
from dashboard.web.context import services
from dashboard.web.manage.areas import uploaded
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done
from queries import appearance as queries

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_WHOSE = 80, 500, 200


def chosen_by(desk: Desk) -> dict[str, Any]:
    """What the organisation at hand chose."""
    with services().db.read() as db:
        return queries.appearance_of(db, desk.town.number)


def logo_address(desk: Desk, chosen: dict[str, Any]) -> str | None:
    """Where the logo of the organisation at hand is."""
    return chosen["logo"] and f"/logo?organisation={desk.town.number}&key={chosen['logo'][:16]}"


def tokens_of(chosen: dict[str, Any]) -> dict[str, str]:
    """The tokens of the accent in use."""
    return accent_tokens(accent(chosen["accent"]) if chosen["accent"] else accent())


def sampled(color: Any, name: str) -> list[Component]:
    """How a colour looks, or why it cannot be used."""
    try:
        return sample(color if isinstance(color, str) else "", name)
    except InvalidInput as error:
        return [trouble(error.text())]


def keep_logo(desk: Desk, contents: Any) -> tuple[list[Component], Any]:
    """Keep another logo; returns what is said of it, and a mark for the page to be read again."""
    try:
        content = uploaded(contents)
        actions.set_logo(organisation_id=desk.town.number, content=content, **_of(desk))
    except InvalidInput as error:
        return [trouble(error.text())], no_update
    services().looks.forget()
    return [], request_id.get()


def _look(asked: Asked) -> Done:
    values = asked.values
    name = values.text("name", LONGEST_NAME, optional=True)
    color, website = values.text("accent", 20), values.text("website", LONGEST_ADDRESS, optional=True)
    try:
        accent(color or ACCENT)
    except InvalidInput as error:
        values.refuse("accent", error.message, **error.params)
    if website and https_origin(website) is None:
        values.refuse("website", actions.NO_ADDRESS, text=website)
    values.done()
    own = None if color.upper() == ACCENT else color.upper()
    return _done(asked, actions.set_look, name=name or None, accent=own, website=website or None)


def _no_logo(asked: Asked) -> Done:
    return _done(asked, actions.set_logo, content=None)


def _public(asked: Asked) -> Done:
    values = asked.values
    opened = values.choice("opened", [OPEN, CLOSED]) == OPEN
    licence = values.choice("licence", LICENCES, optional=True)
    sites = values.lines("sites", actions.MOST_SITES)
    wrong = next((site for site in sites if bare_origin(site) is None), None)
    if wrong is not None:
        values.refuse("sites", actions.NO_SITE, text=wrong)
    values.done()
    return _done(asked, actions.set_public_map, opened=opened, licence=licence or None, sites=sites)


def _preset(asked: Asked) -> Done:
    code = asked.values.choice("preset", list(presets()))
    asked.values.done()
    return _done(asked, actions.add_layer, layer=presets()[code])


def _layer(asked: Asked) -> Done:
    values = asked.values
    name, url = values.text("title", LONGEST_NAME), values.text("url", LONGEST_ADDRESS)
    whose, zoom = values.text("attribution", LONGEST_WHOSE), values.whole("zoom", 1, LARGEST_ZOOM)
    if url and tile_origin(url) is None:
        values.refuse("url", actions.NO_TILES)
    values.done()
    return _done(asked, actions.add_layer, layer=Layer(name, url, whose, zoom))


def _remove(asked: Asked) -> Done:
    return _done(asked, actions.remove_layer, name=asked.subject)


def _done(asked: Asked, action: Any, **told: Any) -> Done:
    action(organisation_id=asked.desk.town.number, **_of(asked.desk), **told)
    services().looks.forget()
    return Done(t(N_("Saved.")))


def _of(desk: Desk) -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock, "actor": desk.actor}


ACTS: Acts = {
    (Form.LOOK, "save"): _look,
    (Form.LOGO, "remove"): _no_logo,
    (Form.PUBLIC, "save"): _public,
    (Form.PRESET, "save"): _preset,
    (Form.LAYER, "save"): _layer,
    (Form.REMOVE, "save"): _remove,
}
