"""How long each question takes on one organisation with a million meldingen, from the facts alone.

    python -m benchmarks.questions [--meldingen 1000000] [--keep FOLDER] [--only TEXT]

Makes the demo on an embedded server, copies what was derived of its town until there are so many meldingen (every other
copy two years earlier, because the town is two years old), and asks every public question of `queries` that takes
filters: over single years, and over all years, half of them with one more filter. Prints median and 95th percentile in
milliseconds beside an empty callback of the same run. `--keep` leaves the database in a folder, so that the next run
begins with the questions.
"""

import argparse
import importlib
import inspect
import pkgutil
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import dash
from dash import Input, Output, html
from sqlalchemy import Connection, Date, text
from sqlalchemy.dialects.postgresql import TIMESTAMP

import queries
from config import logs
from config.clock import SystemClock
from config.settings import with_role
from dashboard.jobs.demo.making import ensure_demo
from dashboard.jobs.demo.region import region
from dashboard.store.embedded import EmbeddedServer
from dashboard.store.engine import Writer
from dashboard.store.migrate import upgrade
from queries.db import Database
from queries.filters import Filters, Population, Scope
from queries.tables import DERIVED_OF_MELDING

Question = Callable[..., Any]
ROUNDS, FLOOR_ROUNDS = 24, 300
COUNT = (
    "SELECT organisation_id, count(*) FROM melding JOIN organisation USING (organisation_id) WHERE code = :c GROUP BY 1"
)
EARLIER = 728
"""Days by which every other copy is earlier: whole weeks."""
COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {table} t CROSS JOIN generate_series(1, :copies) copy
WHERE organisation_id = :o AND subject_id = ANY(:chosen) ORDER BY {order}
"""
SUBJECTS = "SELECT subject_id FROM melding WHERE organisation_id = :o"
EMPTY = {"output": "out.children", "outputs": {"id": "out", "property": "children"}, "changedPropIds": ["in.children"]}


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one question over a year and over all years."""

    name: str
    year: list[float]
    all_years: list[float]


def fill(writer: Writer, owner: Writer, meldingen: int) -> tuple[int, int]:
    """Make the demo unless it is there, and copy its town up to so many; returns (organisation, meldingen)."""
    ensure_demo(writer, SystemClock(), embedded=True)
    code = {"c": region().town.code}
    with owner.transaction() as connection:
        town, known = connection.execute(text(COUNT), code).one()
        copies = meldingen // known - 1
        if copies > 0:
            chosen = list(connection.scalars(text(SUBJECTS), {"o": town}))
            for table in DERIVED_OF_MELDING:
                connection.execute(text(_copying(table)), {"o": town, "copies": copies, "chosen": chosen})
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if copies > 0:
            connection.execute(text("VACUUM (ANALYZE)"))
        return int(town), int(connection.execute(text(COUNT), code).one()[1])


def _copying(table: Any) -> str:
    """Copies under other ids, in the order of days in which they would have come."""
    earlier = {Date: f" - {EARLIER} * (copy % 2)", TIMESTAMP: f" - interval '{EARLIER} days' * (copy % 2)"}
    values = {column.name: f't."{column.name}"{earlier.get(type(column.type), "")}' for column in table.columns}
    values["subject_id"] = "md5(t.subject_id::text || copy)::uuid"
    day = next(column.name for column in table.columns if isinstance(column.type, Date))
    columns = ", ".join(f'"{name}"' for name in values)
    return COPY.format(table=table.name, columns=columns, values=", ".join(values.values()), order=values[day])


def questions(only: str) -> Iterator[tuple[str, Question]]:
    """Every public function of `queries` that takes a connection, a scope and filters, and needs nothing else."""
    for found in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"queries.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters.values()
            needed = {one.name for one in parameters if one.default is inspect.Parameter.empty}
            label = f"{found.name}.{name}"
            public = function.__module__ == module.__name__ and not name.startswith("_")
            if public and needed == {"db", "scope", "filters"} and only in label:
                yield label, function


def filter_sets(db: Connection, town: int, today: date) -> tuple[list[Filters], list[Filters]]:
    """Single years and all years, every second one narrowed; the same for every question."""
    chance = random.Random(2040)  # noqa: S311 - drawn questions, no secret
    first: date = db.execute(
        text("SELECT min(received_day) FROM melding WHERE organisation_id = :o"), {"o": town}
    ).scalar_one()
    years, everything = [], []
    for number in range(ROUNDS):
        begin = first + timedelta(days=chance.randrange(max(1, (today - first).days - 365)))
        more = _narrowing(db, town, chance) if number % 2 else {}
        population = Population.COHORT if number % 4 > 1 else Population.PERIOD
        years.append(replace(Filters(begin, begin + timedelta(days=364)), population=population, **more))
        everything.append(replace(Filters(first, today), population=population, **more))
    return years, everything


def _narrowing(db: Connection, town: int, chance: random.Random) -> dict[str, Any]:
    name, kind = chance.choice((("areas", "area"), ("categories", "category"), ("channels", "channel")))
    codes = sorted(db.scalars(text(f"SELECT code FROM {kind} WHERE organisation_id = :o"), {"o": town}))  # noqa: S608
    return {name: (chance.choice(codes),)}


def ask(database: Database, question: Question, scope: Scope, asked: list[Filters]) -> list[float]:
    """Milliseconds of each asking, after one that does not count."""
    found = []
    for filters in [asked[0], *asked]:
        begun = time.perf_counter()
        with database.read() as db:
            question(db=db, scope=scope, filters=filters)
        found.append((time.perf_counter() - begun) * 1000)
    return found[1:]


def floor() -> list[float]:
    """Milliseconds of a Dash callback that does nothing, through the test client of Flask."""
    site = dash.Dash("floor")
    site.layout = html.Div([html.Div(id="in"), html.Div(id="out")])
    site.callback(Output("out", "children"), Input("in", "children"))(lambda value: value)
    client, found = site.server.test_client(), []
    body = EMPTY | {"inputs": [{"id": "in", "property": "children", "value": "x"}], "state": []}
    for _ in range(FLOOR_ROUNDS):
        begun = time.perf_counter()
        client.post("/_dash-update-component", json=body)
        found.append((time.perf_counter() - begun) * 1000)
    return found


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    ordered = sorted(values)
    return ordered[int(0.95 * (len(ordered) - 1))]


def show(timings: list[Timing], empty: list[float], meldingen: int) -> None:
    """One row a question, the slowest first."""
    print(f"{meldingen:,} meldingen; empty callback: median {statistics.median(empty):.2f} ms, p95 {p95(empty):.2f} ms")
    print(
        f"{'':44} {'one year':>18} {'all years':>18}\n{'question':44} {'median':>9} {'p95':>8} {'median':>9} {'p95':>8}"
    )
    for one in sorted(timings, key=lambda timing: -p95(timing.year)):
        cells = (statistics.median(one.year), p95(one.year), statistics.median(one.all_years), p95(one.all_years))
        print(f"{one.name:44} {cells[0]:9.1f} {cells[1]:8.1f} {cells[2]:9.1f} {cells[3]:8.1f}", flush=True)


def measure(server: EmbeddedServer, meldingen: int, only: str) -> None:
    """Fill the database and ask."""
    url = server.url("postgres")
    upgrade(url)
    owner, writer = Writer(url), Writer(with_role(url, "heli_writer"))
    town, count = fill(writer, owner, meldingen)
    database, today = Database(with_role(url, "heli_reader")), SystemClock().now().date()
    with database.read() as db:
        years, everything = filter_sets(db, town, today)
    scope, timings = Scope.whole(town), []
    for name, question in questions(only):
        timings.append(Timing(name, ask(database, question, scope, years), ask(database, question, scope, everything)))
        print(".", end="", flush=True)
    print()
    show(timings, floor(), count)
    for one in (owner, writer, database):
        one.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meldingen", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory(prefix="heli-") as folder:
        place = args.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o711)
        with EmbeddedServer(place, durable=True) as server:
            measure(server, args.meldingen, args.only)


if __name__ == "__main__":
    main()
