"""How much memory and time a file of many meldingen takes, by the whole app.

    python -m benchmarks.exports [--rows 10000 100000 1000000] [--keep FOLDER]

Makes the demo on an embedded server and copies the meldingen of its town until there are enough. Each file is taken in
a process of its own, by the test client of Flask, which throws away what it gets: the growth of that process is what
the file cost. Prints bytes, seconds, seconds to the first byte, and peak resident memory beside that of a process that
took a file without rows.
"""

import argparse
import json
import multiprocessing
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import text

import app  # noqa: TID251 - the whole app is what is measured
from config import logs
from config.clock import SystemClock
from config.settings import Settings, with_role
from dashboard.jobs.demo.making import ensure_demo
from dashboard.jobs.demo.region import region
from dashboard.store.embedded import EmbeddedServer
from dashboard.store.engine import Writer
from dashboard.store.migrate import upgrade
from tests.whole_app.people import Browser

ABOVE = 8
"""Lines above the rows of a CSV, the names of the columns among them."""
FORMS, EVER = ("csv", "xlsx"), date(2060, 1, 1)
ROWS = (10_000, 100_000, 1_000_000)
COUNT = """
SELECT count(*) FROM melding JOIN organisation USING (organisation_id)
WHERE code = :code AND melding_kind = 'melding'
"""
COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = 'melding'::regclass AND attnum > 0 AND NOT attisdropped"
COPY = """
INSERT INTO melding ({columns})
SELECT {values} FROM melding m JOIN organisation o USING (organisation_id) CROSS JOIN generate_series(1, :copies) copy
WHERE code = :code AND melding_kind = 'melding'
"""
DAY_OF_ROW = """
SELECT received_day FROM melding JOIN organisation USING (organisation_id)
WHERE code = :code AND melding_kind = 'melding' ORDER BY received_day OFFSET :n LIMIT 1
"""


def fill(writer: Writer, owner: Writer, meldingen: int) -> None:
    """Make the demo unless it is there, and copy the meldingen of its town up to so many."""
    ensure_demo(writer, SystemClock(), embedded=True)
    code = {"code": region().town.code}
    with owner.transaction() as db:
        known = db.scalar(text(COUNT), code) or 1
        names = list(db.scalars(text(COLUMNS)))
        copies = -(-meldingen // known) - 1
        if copies > 0:
            values = ", ".join("gen_random_uuid()" if name == "subject_id" else f"m.{name}" for name in names)
            db.execute(text(COPY.format(columns=", ".join(names), values=values)), code | {"copies": copies})
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("VACUUM ANALYZE melding"))


def last_day(owner: Writer, rows: int) -> date:
    """The day up to which there are about so many; towns that went on in this one add some."""
    with owner.transaction() as db:
        day: date | None = db.scalar(text(DAY_OF_ROW), {"code": region().town.code, "n": rows})
        return day or EVER


def take(settings: Settings, query: str, form: str, told: Any) -> None:
    """Take one file in this process, and tell what it cost."""
    logs.configure("ERROR")
    site = app.create_app(settings)
    client = Browser(site)
    client.log_in("directeur", "demo")
    client.open_a_page()
    client.get(f"/download/meldingen/list.{form}?from=2000-01-01&to=2000-01-02")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most memory is told from now on
    before, begun = _peak(), time.perf_counter()
    answer = client.client.get(f"/download/meldingen/list.{form}?{query}", buffered=False)
    portions = answer.iter_encoded()
    head = next(iter(portions))
    first, size, lines = time.perf_counter() - begun, len(head), head.count(b"\n")
    for portion in portions:
        size, lines = size + len(portion), lines + portion.count(b"\n")
    answer.close()
    seconds = time.perf_counter() - begun
    told.put(
        json.dumps(
            {
                "status": answer.status_code,
                "bytes": size,
                "rows": lines - ABOVE,
                "seconds": seconds,
                "first": first,
                "before": before,
                "peak": _peak(),
            }
        )
    )


def _peak() -> float:
    """The most memory that this process had so far, in MiB; `getrusage` would tell that of the process it came from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def measured(settings: Settings, query: str, form: str) -> dict[str, float]:
    """The same in a process of its own."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    process = context.Process(target=take, args=(settings, query, form, told))
    process.start()
    found: dict[str, float] = json.loads(told.get())
    process.join()
    return found


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROWS))
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory(prefix="heli-") as folder:
        home = options.keep or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711)
        with EmbeddedServer(home) as server:
            url = server.url("postgres")
            upgrade(url)
            writer, owner = Writer(with_role(url, "heli_writer")), Writer(url)
            fill(writer, owner, max(options.rows))
            settings = Settings(database_url=url, data_dir=home, secret_key=SecretStr("k" * 48), embedded=True)
            for rows in options.rows:
                query = f"from=2015-01-01&to={last_day(owner, rows)}"
                costs = {form: measured(settings, query, form) for form in FORMS}
                for form, cost in costs.items():
                    _show(int(costs["csv"]["rows"]), form, cost)
            writer.close()
            owner.close()


def _show(rows: int, form: str, cost: dict[str, float]) -> None:
    size, grown = cost["bytes"] / 1024**2, cost["peak"] - cost["before"]
    print(
        f"{rows:>9,} rows {form:<4} {size:7.1f} MiB {cost['seconds']:7.1f} s (first byte {cost['first']:6.1f} s), "
        f"peak {cost['peak']:5.0f} MiB, {grown:+4.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
