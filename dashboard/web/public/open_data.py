"""Open data: the published proposals of a town as GeoJSON and CSV, page by page, for whoever wants to use them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy import Connection

from config.errors import InvalidInput
from config.language import N_
from dashboard.web.public.asking import bounds
from dashboard.web.public.held import only_town, reading, town_at
from dashboard.web.public.policy import kept
from dashboard.web.public.rendering import render
from dashboard.web.public.rows import Row, as_csv, as_feature, rows_of
from dashboard.web.public.words import licence_name
from queries.public.export import MOST, export, exported, gains_of, photos_of
from queries.public.reasons import words_of
from queries.public.towns import Town, towns

TYPES = {"geojson": "application/geo+json", "csv": "text/csv"}
USUAL = 1_000
SOURCE = "Helikopterview"
LIMIT = N_("Write limit as a whole number from 1 to {most}.")
CURSOR = N_("This cursor is not one that a former page gave.")
_LONGEST_LIMIT = 6
NOBODY = UUID(int=0)


def begin() -> Response:
    """What can be fetched, in words."""
    with reading() as db:
        found = towns(db)
    return render("open_data", towns=[(one, licence_name(one.licence)) for one in found], most=MOST)


def only(ending: str) -> Response:
    """The data of the only town with an open map. Raises NotFound."""
    with reading() as db:
        return _answer(db, only_town(db), ending)


def of_town(code: str, ending: str) -> Response:
    """The data of a town. Raises NotFound, or InvalidInput for a page or part that cannot be."""
    with reading() as db:
        return _answer(db, town_at(db, code), ending)


def _answer(db: Connection, town: Town, ending: str) -> Response:
    most, after, where, number = _limit(), _cursor(), bounds(), town.organisation_id
    page = export(db, number, bounds=where, after=after, most=most + 1)
    shown = page.head(most)
    rows = rows_of(
        shown,
        gains_of(db, number, shown),
        photos_of(db, number, shown),
        words_of(db, number),
        page_at=_pattern("place", town, "subject_id", str(NOBODY)),
        photo_at=_pattern("photo", town, "key", "-"),
    )
    links = {"self": request.url}
    if len(page) > most:
        links["next"] = _next(town, ending, rows[-1]["id"])
    if ending == "csv":
        text = as_csv(rows)
    else:
        text = json.dumps(_collection(town, rows, exported(db, number, where), links), ensure_ascii=False)
    return _with_headers(Response(text, mimetype=TYPES[ending]), town, links)


def _at(endpoint: str, town: Town, **values: Any) -> str:
    return url_for(f"public.{endpoint}", code=town.code, _external=True, **values)


def _pattern(endpoint: str, town: Town, name: str, place: str) -> Callable[[Any], str]:
    """Addresses that differ in one place only, put together once."""
    head, _, tail = _at(endpoint, town, **{name: place}).rpartition(place)
    return lambda value: f"{head}{value}{tail}"


def _next(town: Town, ending: str, last: str) -> str:
    given = {name: value for name, value in request.args.items() if name in ("limit", "bbox")}
    return _at("of_town", town, ending=ending, cursor=last, **given)


def _limit() -> int:
    wanted = request.args.get("limit", str(USUAL))
    fits = wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_LIMIT
    if not fits or not 1 <= int(wanted) <= MOST:
        raise InvalidInput(LIMIT, most=MOST)
    return int(wanted)


def _cursor() -> UUID | None:
    wanted = request.args.get("cursor")
    try:
        return None if wanted is None else UUID(wanted)
    except ValueError as error:
        raise InvalidInput(CURSOR) from error


def _collection(town: Town, rows: list[Row], matched: int, links: dict[str, str]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with, beside it, whose data it is, until when, and under which licence."""
    return {
        "type": "FeatureCollection",
        "title": f"Voorstellen van inwoners, {town.name}",
        "publisher": town.name,
        "source": SOURCE,
        "license": town.licence,
        "timeStamp": changed(town).isoformat(),
        "numberMatched": matched,
        "numberReturned": len(rows),
        "links": [{"rel": rel, "href": href, "type": TYPES["geojson"]} for rel, href in links.items()],
        "features": [as_feature(row) for row in rows],
    }


def changed(town: Town) -> datetime:
    """When the data of a town last changed; the beginning of time when it never did."""
    return (town.changed_at or datetime.fromtimestamp(0, UTC)).replace(microsecond=0)


def _with_headers(response: Response, town: Town, links: dict[str, str]) -> Response:
    described = {"describedby": url_for("public.catalog", _external=True)}
    licence = {"license": town.licence} if town.licence else {}
    told = {rel: href for rel, href in (links | described | licence).items() if rel != "self"}
    response.headers["Link"] = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in told.items())
    response.last_modified = changed(town)
    return kept(response)


def share(response: Response) -> Response:
    """Let scripts of every website read the open data, and ask whether it changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
