"""How an organisation shows itself: each action writes some columns of its row, with one audit row."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock
from config.errors import InvalidInput
from config.language import N_
from config.layers import LARGEST_ZOOM, Layer, bare_origin, https_origin, tile_origin
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from dashboard.store.blobs import DatabaseBlobs
from dashboard.store.pictures import clean
from dashboard.store.public_news import has_news
from queries import tables

MOST_LAYERS, MOST_SITES = 6, 20
NO_COLOUR = N_("The accent colour must be written as #RRGGBB, not as {color}.")
NO_ADDRESS = N_("{text} is not an address that begins with https://.")
NO_SITE = N_("{text} is not a website of which the address begins with https:// and ends after its name.")
NO_TILES = N_("The address of tiles begins with https:// and holds z, x and y between braces, once each.")
NO_ZOOM = N_("The largest zoom lies between 1 and {n}.")
TOO_MANY = N_("There is room for {n} of these.")
NO_LAYER = N_("This layer is not there any more.")
SAME_NAME = N_("There is a layer with this name already.")


def set_look(
    *,
    writer: Writing,
    clock: Clock,
    actor: Actor,
    organisation_id: int,
    name: str | None,
    accent: str | None,
    website: str | None,
) -> None:
    """Name, accent colour and website; None for what the product has itself. Raises InvalidInput."""
    if accent is not None and not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        raise InvalidInput(NO_COLOUR, color=accent)
    _check_address(website)
    values = {"name": name, "accent": accent, "website": website}
    with writer.transaction() as connection:
        _write(connection, organisation_id, values)
        _record(connection, clock, actor, organisation_id, action="look_set", detail=values)


def set_logo(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, content: bytes | None) -> None:
    """Another logo, or none. Raises InvalidInput when it is no picture."""
    picture = None if content is None else clean(content)
    with writer.transaction() as connection:
        key = None if picture is None else DatabaseBlobs(connection, clock).keep(organisation_id, picture)
        _write(connection, organisation_id, {"logo": key})
        _record(connection, clock, actor, organisation_id, action="logo_set", detail={"there": key is not None})


def set_public_map(
    *,
    writer: Writing,
    clock: Clock,
    actor: Actor,
    organisation_id: int,
    opened: bool,
    licence: str | None,
    sites: Sequence[str],
) -> None:
    """Open or close the public map and open data; `sites` may show the map within their pages. Raises InvalidInput."""
    origins = [bare_origin(site) for site in sites]
    if None in origins:
        raise InvalidInput(NO_SITE, text=sites[origins.index(None)])
    if len(origins) > MOST_SITES:
        raise InvalidInput(TOO_MANY, n=MOST_SITES)
    _check_address(licence)
    values = {"public_map": opened, "licence": licence, "frame_ancestors": list(dict.fromkeys(origins))}
    with writer.transaction() as connection:
        _write(connection, organisation_id, values)
        whose = (connection, clock, actor, organisation_id)
        if opened:
            _record(*whose, action="public_map_opened", detail=values)
        else:
            _record(*whose, action="public_map_closed", detail=values)


def add_layer(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, layer: Layer) -> None:
    """One more layer of tiles. Raises InvalidInput."""
    if tile_origin(layer.url) is None:
        raise InvalidInput(NO_TILES)
    if not 1 <= layer.most_zoom <= LARGEST_ZOOM:
        raise InvalidInput(NO_ZOOM, n=LARGEST_ZOOM)
    with writer.transaction() as connection:
        known = _layers(connection, organisation_id)
        if len(known) >= MOST_LAYERS:
            raise InvalidInput(TOO_MANY, n=MOST_LAYERS)
        if any(one["name"] == layer.name for one in known):
            raise InvalidInput(SAME_NAME)
        _write(connection, organisation_id, {"layers": [*known, asdict(layer)]})
        _record(
            connection,
            clock,
            actor,
            organisation_id,
            action="layer_added",
            detail={"name": layer.name, "url": layer.url},
        )


def remove_layer(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, name: str) -> None:
    """One layer less. Raises InvalidInput when it is not there."""
    with writer.transaction() as connection:
        known = _layers(connection, organisation_id)
        kept = [one for one in known if one["name"] != name]
        if len(kept) == len(known):
            raise InvalidInput(NO_LAYER)
        _write(connection, organisation_id, {"layers": kept})
        _record(connection, clock, actor, organisation_id, action="layer_removed", detail={"name": name})


def _check_address(text: str | None) -> None:
    if text is not None and https_origin(text) is None:
        raise InvalidInput(NO_ADDRESS, text=text)


def _layers(connection: Connection, organisation_id: int) -> list[dict[str, Any]]:
    """The layers so far, for oneself until the transaction ends."""
    _write(connection, organisation_id, {"organisation_id": organisation_id})
    own = (
        select(tables.appearance.c.layers)
        .where(tables.appearance.c.organisation_id == organisation_id)
        .with_for_update()
    )
    return list(connection.scalar(own) or [])


def _write(connection: Connection, organisation_id: int, values: dict[str, Any]) -> None:
    row = insert(tables.appearance).values({"organisation_id": organisation_id} | values)
    connection.execute(row.on_conflict_do_update(index_elements=["organisation_id"], set_=values))


def _record(
    connection: Connection, clock: Clock, actor: Actor, organisation_id: int, *, action: str, detail: dict[str, Any]
) -> None:
    """Who did it; and the public may see it."""
    said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
    audit.record(connection, action=action, detail=detail, **said)
    has_news(connection, organisation_id)
