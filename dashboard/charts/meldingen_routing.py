"""Whether the system sends meldingen to the right service."""

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import too_few_sentence
from dashboard.charts.spec import NOTHING, ChartSpec, Column, Fact, Footnote, Group, Key, Kind, Part, PartsBar, Table


def auto_routing(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """Who sent meldingen to their first service, and how often that stayed so.

    `df`: one row of counts with received, assigned, by_system (of these), kept (of these, no other service since),
    screened and overruled (of these). A share of fewer than `smallest_n` is withheld.
    """
    row = {name: int(df[name].iloc[0]) for name in _COUNTS}
    parts = (
        Part(t(N_("by the system, kept")), row["kept"], Fill.BLUE),
        Part(t(N_("by the system, changed since")), row["by_system"] - row["kept"], Fill.ORANGE),
        Part(t(N_("by a person")), row["assigned"] - row["by_system"], Fill.GREY),
    )
    return ChartSpec(
        conclusion=_sentence(row, smallest_n),
        note=t(N_("Who assigned a melding first, and whether another service held it since.")),
        content=PartsBar((Group(t(N_("Assigned: {n}"), n=number(row["assigned"])), parts),)),
        table=Table(df, tuple(Column(name, t(words), Kind.COUNT) for name, words in _COUNTS.items())),
        alt=t(N_("A bar in parts: {parts}."), parts=", ".join(f"{part.label} {number(part.value)}" for part in parts)),
        height=104,
        legend=tuple(Key(part.fill, part.label, number(part.value)) for part in parts),
        facts=(_overruled(row, smallest_n),),
        footnote=Footnote(t(N_("n = {n} received"), n=number(row["received"]))),
        empty=row["assigned"] == 0,
    )


_COUNTS = {
    "received": N_("Received"),
    "assigned": N_("Assigned"),
    "by_system": N_("By the system"),
    "kept": N_("Of these kept"),
    "screened": N_("Admissibility judged"),
    "overruled": N_("Of these overruled"),
}


def _sentence(row: dict[str, int], smallest_n: int) -> str:
    n, kept = row["by_system"], row["kept"]
    if row["assigned"] == 0:
        return t(N_("Nothing was assigned in this period."))
    if n == 0:
        return t(N_("The system assigned nothing: people did."))
    if n < smallest_n:
        return too_few_sentence(n, smallest_n)
    words = {"share": percent(kept / n), "n": number(kept), "whole": number(n)}
    return t(N_("The system chose the service that kept it in {share}: {n} of {whole}."), **words)


def _overruled(row: dict[str, int], smallest_n: int) -> Fact:
    screened, overruled = row["screened"], row["overruled"]
    words = t(N_("admissibility overruled: {n} of {whole}"), n=number(overruled), whole=number(screened))
    return Fact(percent(overruled / screened) if screened >= max(smallest_n, 1) else NOTHING, words)
