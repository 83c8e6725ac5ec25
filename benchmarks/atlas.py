"""How long a map takes on one organisation with 200 000 proposals and a million meldingen, and how much it sends.

    python -m benchmarks.atlas [--proposals 200000] [--meldingen 1000000] [--keep FOLDER]

Fills the database as `benchmarks.questions` does, and copies the proposals of its town, each copy up to some 400 metres
from where it was. Then it looks at drawn views, at every zoom from all of the town to a street, by every colour, over
single years and over all years, half of them with one more filter. Prints median and 95th percentile in milliseconds.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, text
from sqlalchemy.dialects.postgresql import TIMESTAMP

from benchmarks.questions import EARLIER, fill, p95
from config import logs
from config.cells import cells_of
from config.clock import SystemClock
from config.settings import with_role
from dashboard.store.embedded import EmbeddedServer
from dashboard.store.engine import Writer
from dashboard.store.migrate import upgrade
from queries import atlas
from queries.db import Database
from queries.filters import Filters, Scope
from queries.tables.proposals import DERIVED_OF_PROPOSAL
from queries.viewport import RESOLUTIONS, Viewport

ROUNDS = 60
SCREEN = 700
"""Width and height of the map, in pixels."""
AWAY = 0.004
_COPY = """
INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t CROSS JOIN generate_series(1, :copies) copy
WHERE organisation_id = :o AND subject_id = ANY(:chosen)
"""
_MOVE = "UPDATE {table} SET h3_10 = p.cell FROM placed p WHERE organisation_id = :o AND subject_id = p.id"


def copy_proposals(owner: Writer, town: int, wanted: int) -> int:
    """Copy the proposals of the town up to so many; returns their number."""
    with owner.transaction() as connection:
        chosen = list(
            connection.scalars(text("SELECT subject_id FROM proposal WHERE organisation_id = :o"), {"o": town})
        )
        copies = wanted // len(chosen) - 1
        if copies > 0:
            for table in DERIVED_OF_PROPOSAL:
                connection.execute(text(_copying(table)), {"o": town, "copies": copies, "chosen": chosen})
            _place(connection, town)
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if copies > 0:
            connection.execute(text("VACUUM (ANALYZE)"))
        return int(
            connection.scalar(text("SELECT count(*) FROM proposal WHERE organisation_id = :o"), {"o": town}) or 0
        )


def _copying(table: Any) -> str:
    earlier = {Date: f" - {EARLIER} * (copy % 2)", TIMESTAMP: f" - interval '{EARLIER} days' * (copy % 2)"}
    values = {column.name: f't."{column.name}"{earlier.get(type(column.type), "")}' for column in table.columns}
    values["subject_id"] = "md5(t.subject_id::text || copy)::uuid"
    columns = ", ".join(f'"{name}"' for name in values)
    return _COPY.format(table=table.name, columns=columns, values=", ".join(values.values()))


def _place(connection: Connection, town: int) -> None:
    """Move everything a little, and find its cell again."""
    values = {"o": town, "away": AWAY}
    connection.execute(
        text(
            "UPDATE proposal SET lon = lon + :away * (random() + random() - 1), "
            "lat = lat + :away * (random() + random() - 1) WHERE organisation_id = :o"
        ),
        values,
    )
    rows = connection.execute(
        text("SELECT subject_id, lon, lat FROM proposal WHERE organisation_id = :o AND lon IS NOT NULL"), values
    ).all()
    ids, lons, lats = zip(*rows, strict=True)
    connection.execute(
        text(
            "CREATE TEMP TABLE placed AS "
            "SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:cells AS bigint[])) p(id, cell)"
        ),
        {"ids": list(ids), "cells": cells_of(lons, lats)},
    )
    for table in ("proposal", "gain"):
        connection.execute(text(_MOVE.format(table=table)), values)


def views(db: Connection, town: int, chance: random.Random) -> Iterator[Viewport]:
    """Views around places where something is proposed, at every zoom in turn."""
    places = db.execute(
        text("SELECT lon, lat FROM proposal WHERE organisation_id = :o AND lon IS NOT NULL LIMIT 20000"), {"o": town}
    ).all()
    while True:
        for zoom in (*RESOLUTIONS, 16, 17):
            lon, lat = chance.choice(places)
            side = 360 / 256 / 2**zoom * SCREEN / 2
            yield Viewport(lon - side, lat - side * 0.63, lon + side, lat + side * 0.63, zoom)


def asked(db: Connection, town: int, today: date, chance: random.Random) -> Iterator[Filters]:
    """Single years and all years by turns, every second one narrowed."""
    first = db.execute(
        text("SELECT min(submitted_day) FROM proposal WHERE organisation_id = :o"), {"o": town}
    ).scalar_one()
    codes = sorted(db.scalars(text("SELECT code FROM area WHERE organisation_id = :o"), {"o": town}))
    while True:
        for everything in (False, True):
            for narrow in (False, True):
                begin = first + timedelta(days=chance.randrange(max(1, (today - first).days - 365)))
                filters = Filters(first, today) if everything else Filters(begin, begin + timedelta(days=364))
                yield replace(filters, areas=(chance.choice(codes),)) if narrow else filters


Ask = Callable[[Connection, Scope, Filters, Viewport], Any]
QUESTIONS: dict[str, Ask] = {
    **{
        f"hexagons, {colour}": lambda db, scope, filters, view, colour=colour: atlas.hexagons(  # type: ignore[misc]
            db, scope, filters, view, colour
        )
        for colour in (*(one for one in atlas.COLOURS[:5] if one != atlas.MELDINGEN), atlas.RECEIVED)
    },
    "hexagons, meldingen": lambda db, scope, filters, view: atlas.beside(
        atlas.hexagons(db, scope, filters, view), atlas.hexagons(db, scope, filters, view, atlas.RECEIVED), ["key"]
    ),
    "cells of a density": lambda db, scope, filters, view: atlas.hexagons(db, scope, filters, view.finer(2)),
    "cells of a density, meldingen": lambda db, scope, filters, view: atlas.hexagons(
        db, scope, filters, view.finer(2), atlas.RECEIVED
    ),
    "points": lambda db, scope, filters, view: atlas.points(db, scope, filters, view, apart=view.zoom > 15),
    "neighbourhoods": lambda db, scope, filters, view: atlas.by_area(db, scope, filters),
    "totals of the list": lambda db, scope, filters, view: atlas.totals(db, scope, filters, atlas.Part(view)),
    "first of the list": lambda db, scope, filters, view: atlas.listed(
        db, scope, filters, atlas.Part(view), first=0, count=50
    ),
}


def measure(database: Database, town: int, today: date) -> None:
    """Ask everything of the same views and print a row each."""
    chance = random.Random(2040)  # noqa: S311 - drawn questions, no secret
    with database.read() as db:
        wanted = list(zip(range(ROUNDS), views(db, town, chance), asked(db, town, today, chance), strict=False))
    print(f"{'question':34} {'median':>8} {'p95':>8} {'rows':>8}")
    for name, ask in QUESTIONS.items():
        times, rows = [], 0
        for _, view, filters in [wanted[0], *wanted]:
            begun = time.perf_counter()
            with database.read() as db:
                rows = max(rows, len(ask(db, Scope.whole(town), filters, view)))
            times.append((time.perf_counter() - begun) * 1000)
        print(f"{name:34} {statistics.median(times[1:]):8.1f} {p95(times[1:]):8.1f} {rows:8}", flush=True)


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--proposals", type=int, default=200_000)
    parser.add_argument("--meldingen", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, default=None)
    args = parser.parse_args()
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory(prefix="heli-") as folder:
        place = args.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o711)
        with EmbeddedServer(place, durable=True) as server:
            url = server.url("postgres")
            upgrade(url)
            owner, writer = Writer(url), Writer(with_role(url, "heli_writer"))
            town, meldingen = fill(writer, owner, args.meldingen)
            print(f"{copy_proposals(owner, town, args.proposals):,} proposals, {meldingen:,} meldingen")
            database = Database(with_role(url, "heli_reader"))
            measure(database, town, SystemClock().now().date())
            for one in (owner, writer, database):
                one.close()


if __name__ == "__main__":
    main()
