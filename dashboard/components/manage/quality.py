"""What /beheer/kwaliteit shows: what the data lacks by source, each number leading to its dossiers."""

from collections.abc import Callable

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, day, number, percent, t
from dashboard.components.manage.frame import block, nothing
from dashboard.components.rows import records, rows_table, way
from dashboard.components.status import State, status
from queries.manage.quality import MOST, Lack

PAGE = "beheer-kwaliteit"
_NUMBERS = N_(
    "Numbers only: who manages does not see what meldingen are about. With the number they are found at the source."
)
LACKS = {
    Lack.PLACE: N_("Without neighbourhood"),
    Lack.POINT: N_("Without coordinates"),
    Lack.SERVICE: N_("Without service"),
    Lack.CATEGORY: N_("Without category"),
    Lack.CHANNEL: N_("Without channel"),
    Lack.NORM: N_("Without norm"),
}
FILTERS = {Lack.PLACE: "area", Lack.SERVICE: "service", Lack.CATEGORY: "category", Lack.CHANNEL: "channel"}
"""Lacks that the filters of /meldingen know, by the key of the address."""
Search = Callable[..., str]


def largest(lacks: pd.DataFrame) -> int:
    """How many meldingen have the largest lack."""
    return max(int(lacks[str(lack)].sum()) for lack in LACKS) if len(lacks) else 0


def lead(lacks: pd.DataFrame) -> str:
    """The largest lack."""
    total = int(lacks["n"].sum()) if len(lacks) else 0
    if not total:
        return t(N_("There are no meldingen yet."))
    sums = {lack: int(lacks[str(lack)].sum()) for lack in LACKS}
    largest = max(sums, key=lambda lack: sums[lack])
    if not sums[largest]:
        return t(N_("Nothing is lacking in {n} meldingen."), n=number(total))
    words = t(LACKS[largest])
    return t(
        N_("{what}: {n} of {total} meldingen, the largest lack."),
        what=words,
        n=number(sums[largest]),
        total=number(total),
    )


def lack_block(lacks: pd.DataFrame, search: Search) -> Component:
    """How many meldingen of each source lack what."""
    heads = [t(N_("What")), *map(str, lacks["source"])]
    rows = [
        [t(words), *(_cell(row, lack, search) for row in lacks.to_dict("records"))] for lack, words in LACKS.items()
    ]
    every = [t(N_("All meldingen")), *(number(n) for n in lacks["n"])]
    return block(t(N_("What the data lacks")), rows_table(heads, [*rows, every], label=t(N_("What the data lacks"))))


def _cell(row: dict, lack: Lack, search: Search) -> Component | str:
    n = int(row[str(lack)])
    if not n:
        return "0"
    words = f"{number(n)} ({percent(n / row['n'])})"
    return way(words, "/beheer/kwaliteit", search(lack=str(lack), source=row["source_id"]))


def source_block(sources: pd.DataFrame, search: Search) -> Component:
    """What the sources and their latest runs ask attention for."""
    rows = [
        [
            str(row["name"]),
            status(State.ATTENTION, t(N_("late"))) if row["late"] else status(State.GOOD, t(N_("in time"))),
            _of_run(row, "refused", search),
            _of_run(row, "remarks", search),
        ]
        for row in sources.to_dict("records")
    ]
    heads = [t(N_("Source")), t(N_("Deliveries")), t(N_("Refused rows of the latest run")), t(N_("To look at"))]
    return block(t(N_("Deliveries")), rows_table(heads, rows, label=t(N_("Deliveries"))))


def _of_run(row: dict, key: str, search: Search) -> Component | str:
    n = int(row[key])
    return way(number(n), "/beheer/invoer", search(run=row["run_id"])) if n else "0"


def dossier_block(found: pd.DataFrame, lack: Lack, source: str, search: Search, filtered: str) -> Component:
    """The numbers of the dossiers that lack something; `filtered` leads to the same on /meldingen for who may."""
    back = way(t(N_("All of data quality")), "/beheer/kwaliteit", search())
    heads = [t(N_("Dossier")), t(N_("Received")), t(N_("State"))]
    rows = [
        [str(row.number or "-"), day(row.received_day), t(N_("open")) if row.open else t(N_("closed"))]
        for row in records(found)
    ]
    why = t(_NUMBERS)
    most = [nothing(t(N_("The {n} that were received last."), n=number(MOST)))] if len(found) >= MOST else []
    link = [html.P(way(t(N_("Show these meldingen")), filtered))] if filtered else [nothing(why)]
    title = f"{t(LACKS[lack])}, {source}" if source else t(LACKS[lack])
    return block(title, *link, rows_table(heads, rows, label=title), *most, side=back)
