"""What charts on paper cost: python -m benchmarks.reports [--charts 40] [--folder FOLDER]

Draws so many charts, every content in turn, and makes a report of them as PDF, DOCX, XLSX and PPTX. With a folder it
writes the files there, to look at. Says the seconds of the clock and of the processor, and the size of the files.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from config.language import use_language
from dashboard.reports.charts.blocks import document_blocks
from dashboard.reports.charts.picture import picture_of
from dashboard.reports.document import Document
from dashboard.reports.docx import as_docx
from dashboard.reports.pdf import as_pdf
from dashboard.reports.slides import Deck, Slide, as_pptx
from dashboard.reports.tables import Header
from dashboard.reports.workbook import Sheet, as_workbook
from tests.reports.specs import DRAWN, spec

MADE_AT = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
HEADER = Header("Rapport", "Periode: 2026", "22 november 2026", "Meldpunt", "intern")
T = TypeVar("T")


def main() -> None:
    """Make the files, and say what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--charts", type=int, default=40)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    charts = [
        (f"Grafiek {place}", spec(name)) for place, name in enumerate(islice(cycle(DRAWN), given.charts), start=1)
    ]
    with use_language("nl"):
        _timed("pictures", lambda: [picture_of(one) for _, one in charts])
        blocks = [block for title, one in charts for block in document_blocks(one, title, level=1)]
        document = Document("Rapport", "Stad", MADE_AT, tuple(blocks))
        deck = Deck("Rapport", "Stad", MADE_AT, tuple(Slide(title, one) for title, one in charts))
        sheets = [Sheet(title, one) for title, one in charts]
        files = {
            "report.pdf": _timed("report.pdf", lambda: as_pdf(document)),
            "report.docx": _timed("report.docx", lambda: as_docx(document)),
            "report.xlsx": _timed("report.xlsx", lambda: as_workbook(HEADER, sheets, (), MADE_AT)),
            "report.pptx": _timed("report.pptx", lambda: as_pptx(deck)),
        }
    print("kB:", {name: len(file) // 1000 for name, file in files.items()})
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        for name, file in files.items():
            (given.folder / name).write_bytes(file)


def _timed(what: str, make: Callable[[], T]) -> T:
    clock, processor = time.perf_counter(), time.process_time()
    made = make()
    taken = f"{time.perf_counter() - clock:.2f} s, processor {time.process_time() - processor:.2f} s"
    print(f"{what}: {taken}")
    return made


if __name__ == "__main__":
    main()
