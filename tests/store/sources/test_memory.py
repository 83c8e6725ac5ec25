"""A large file in its own process: memory does not grow with the file but for some fifty bytes a row."""

import subprocess
import sys
from pathlib import Path

ROWS = 200_000
ROOT = Path(__file__).parents[3]
PROGRAM = """
import resource, sys
from pathlib import Path
from config.clock import SystemClock
from dashboard.store.sources.mapping import read_mapping
from dashboard.store.sources.tabular import CSV, deliver

mapping = read_mapping(Path(sys.argv[2]))
with deliver(Path(sys.argv[1]), mapping, kind=CSV, organisation_id=1, clock=SystemClock()) as delivery:
    rows, first = 0, 0
    for batch in delivery.batches:
        rows += batch.read
        first = first or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first) // 1024)
"""


def test_memory_is_bounded(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write((ROOT / "docs/examples/meldingen.csv").read_text().splitlines()[0] + "\n")
        for number in range(ROWS):
            day = f"{number % 28 + 1:02d}/03/2024"
            dates = f"{day} 09:15;{day} 11:40;16/05/2024;18/04/2024 15:02"
            place = f"Centrum;Loket;{104000 + number % 9000},40;193812,75"
            cells = f"Opgelost;Openbaar Domein;Voetpad {number % 40};{place};x;x"
            file.write(f"{number};Melding {number};{dates};{cells}\n")
    command = [sys.executable, "-c", PROGRAM, str(path), str(ROOT / "docs/examples/meldingen.toml")]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert int(told[0]) == ROWS
    assert int(told[1]) < 60  # MB more after the last chunk than after the first; the file has 26
