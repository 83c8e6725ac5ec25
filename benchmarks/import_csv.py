"""How fast a CSV file becomes numbers: read, checked, merged, projected, committed, and imported once more.

    python -m benchmarks.import_csv                       60 000 drawn rows, 24 columns
    python -m benchmarks.import_csv FILE --mapping M      a real export

Runs on a durable embedded server of its own. Prints for each of `--runs` runs: seconds, rows a second, the processor
time of this process and of the database, and the most memory of both.
"""

import argparse
import csv
import random
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.clock import SystemClock
from config.settings import with_role
from dashboard.cli.delivering import organisation_of
from dashboard.store.embedded import throwaway
from dashboard.store.engine import Writer
from dashboard.store.loader import Report, load
from dashboard.store.migrate import upgrade
from dashboard.store.sources.mapping import TableMapping, of_meldingen, read_mapping
from dashboard.store.sources.tabular import CSV, deliver

MAPPING = """
[organisation]
code = "drawn"
name = "Drawn town"
[source]
code = "drawn"
name = "Drawn"
[columns]
source_key = "id"
received = "opened"
deadline = "due"
closed = "closed"
status = "status"
service = "service"
category = "category"
area = "area"
channel = "channel"
lon = "lon"
lat = "lat"
[dates]
formats = ["%Y-%m-%d %H:%M:%S"]
[values.status]
"open" = "open"
"done" = "resolved"
"""
COLUMNS = ["id", "opened", "due", "closed", "status", "service", "category", "area", "channel", "lon", "lat"]
FILLERS = [f"extra{n}" for n in range(13)]


def draw(path: Path, rows: int) -> None:
    """Write a file of meldingen over half a year, nine in ten closed, with columns nobody asked for."""
    chance = random.Random(2040)  # noqa: S311 - drawn data, no secret
    start = datetime(2025, 1, 1, tzinfo=UTC)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, *FILLERS])
        for number in range(rows):
            writer.writerow(_row(chance, number, start + timedelta(seconds=number * 15_000_000 // rows)))


def _row(chance: random.Random, number: int, opened: datetime) -> list[object]:
    done = chance.random() < 0.9
    closed = opened + timedelta(seconds=chance.expovariate(1 / 500_000))
    moments = [opened, opened + timedelta(days=chance.choice((3, 10, 30))), closed]
    texts = [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments]
    if not done:
        texts[2] = ""
    codes = [f"{name}{chance.randrange(n)}" for name, n in (("s", 12), ("c", 40), ("a", 25), ("k", 6))]
    place = [round(chance.uniform(3.9, 4.1), 5), round(chance.uniform(51.0, 51.2), 5)]
    return [f"D{number}", *texts, "done" if done else "open", *codes, *place, *(f"text {number}" for _ in FILLERS)]


def measure(path: Path, mapping: TableMapping, runs: int) -> None:
    """Import `path` into fresh databases, each time twice, and print what it took."""
    rates = []
    with throwaway(durable=True) as server:
        for run in range(runs):
            name = f"bench{run}"
            server.create_database(name)
            upgrade(server.url(name))
            writer = Writer(with_role(server.url(name), "heli_writer"))
            report, rate = _timed(writer, path, mapping, "first")
            _timed(writer, path, mapping, "again")
            rates.append(rate)
            writer.close()
            server.drop_database(name)
    print(f"median of {runs}: {statistics.median(rates):,.0f} rows/s for {report.read:,} rows")


def _timed(writer: Writer, path: Path, mapping: TableMapping, label: str) -> tuple[Report, float]:
    clock, kind = SystemClock(), "xlsx" if path.suffix == ".xlsx" else "csv"
    organisation_id = organisation_of(writer, clock, mapping)
    begun, used = time.perf_counter(), time.process_time()
    with deliver(path, mapping, kind=kind, organisation_id=organisation_id, clock=clock) as delivery:
        report = load(writer, clock, delivery)
    seconds, own = time.perf_counter() - begun, time.process_time() - used
    backend, peak = _backend(writer)
    rate = report.read / seconds
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{label:6} {seconds:6.2f} s {rate:9,.0f} rows/s  {report.events:,} events  cpu here {own:.2f} s, "
        f"database {backend:.2f} s  memory here {most:.0f} MB, database {peak:.0f} MB",
        flush=True,
    )
    return report, rate


def _backend(writer: Writer) -> tuple[float, float]:
    """Processor seconds so far and most resident MB of the database's process for this connection (Linux)."""
    with writer.transaction() as connection:
        driver = connection.connection.driver_connection
        process = Path(f"/proc/{driver.info.backend_pid}")  # type: ignore[union-attr]
        fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        high = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / 100, int(high.split()[1]) / 1024


def main() -> None:
    """Draw or take a file, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--mapping", type=Path)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, mapping = args.file, args.mapping
        if path is None:
            path, mapping = Path(folder) / "drawn.csv", Path(folder) / "drawn.toml"
            draw(path, args.rows)
            mapping.write_text(MAPPING, encoding="utf-8")
        measure(path, of_meldingen(read_mapping(mapping), CSV), args.runs)


if __name__ == "__main__":
    main()
