"""How long erasing takes: meldingen whose period is over, counted, erased, counted again, and told once more.

    python -m benchmarks.retention [--rows 112000]

Imports drawn meldingen with titles into a durable embedded server of its own, nine in ten closed, and looks at them
three years later. Prints seconds, meldingen a second, and the most memory of this process and of the database's.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.import_csv import MAPPING, draw
from config.clock import FixedClock
from config.retention import Keeping
from config.settings import with_role
from dashboard.cli.delivering import organisation_of
from dashboard.store.actions.retention import preview
from dashboard.store.embedded import throwaway
from dashboard.store.engine import Writer
from dashboard.store.loader import load
from dashboard.store.migrate import upgrade
from dashboard.store.retention.runs import run_retention
from dashboard.store.sources.mapping import TableMapping, of_meldingen, read_mapping
from dashboard.store.sources.tabular import CSV, deliver

THEN = datetime(2028, 11, 22, tzinfo=UTC)
TITLED = MAPPING.replace('channel = "channel"', 'channel = "channel"\ntitle = "extra0"')
_DAYS = 730


def timed(writer: Writer, label: str, act: Callable[[], Any]) -> Any:
    """Do something and print how long it took."""
    begun = time.perf_counter()
    done = act()
    seconds = time.perf_counter() - begun
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:24} {seconds:7.2f} s  memory here {own:.0f} MB, database {_peak(writer):.0f} MB  {done}", flush=True)
    return done


def _peak(writer: Writer) -> float:
    """Most resident MB of the database's process for this connection (Linux)."""
    with writer.transaction() as connection:
        driver = connection.connection.driver_connection
        status = Path(f"/proc/{driver.info.backend_pid}/status").read_text()  # type: ignore[union-attr]
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def measure(writer: Writer, path: Path, mapping: TableMapping) -> None:
    """Import, count, erase, count and import once more."""
    clock = FixedClock(THEN)
    town = organisation_of(writer, clock, mapping)

    def told() -> tuple[int, int, int]:
        with deliver(path, mapping, kind="csv", organisation_id=town, clock=clock) as delivery:
            report = load(writer, clock, delivery)
        return report.loaded, report.updated, report.unchanged

    def counted() -> int:
        due = preview(writer=writer, clock=clock, organisation_id=town, kind=Keeping.MELDING, days=_DAYS)
        return due.n

    timed(writer, "import", told)
    timed(writer, "preview", counted)
    timed(writer, "erase", lambda: run_retention(writer, clock, town, most=None))
    timed(writer, "preview, nothing due", counted)
    timed(writer, "run, nothing due", lambda: run_retention(writer, clock, town))
    timed(writer, "import, nothing new", told)


def main() -> None:
    """Draw a file and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=112_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, throwaway(durable=True) as server:
        path, mapping = Path(folder) / "drawn.csv", Path(folder) / "drawn.toml"
        draw(path, args.rows)
        mapping.write_text(TITLED, encoding="utf-8")
        server.create_database("bench")
        upgrade(server.url("bench"))
        writer = Writer(with_role(server.url("bench"), "heli_writer"), pool_size=1)
        measure(writer, path, of_meldingen(read_mapping(mapping), CSV))
        writer.close()


if __name__ == "__main__":
    main()
