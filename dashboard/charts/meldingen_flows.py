"""Where meldingen go in the organisation, from category to outcome, and what changing service costs."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.kinds import EventKind
from config.language import N_, number, percent, t
from dashboard.charts.contents import Flow, Flows, Mark, Node
from dashboard.charts.phrases import NO_PICKS, WITHOUT_SERVICE, maybe, named
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, stage_label
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

Picks = Mapping[str, Mapping[str, str]]
"""Addresses by column and by the words in it."""
MOST_NODES = 8
"""Nodes of a column; the smallest ones beyond it are drawn as one."""
PHONE_ROWS = 5
_COLUMNS = {
    "intake": N_("Category at intake"),
    "first": N_("First service"),
    "final": N_("Final service"),
    "outcome": N_("Outcome"),
}
_WITHOUT = {"intake": N_("Without category"), "first": WITHOUT_SERVICE, "final": WITHOUT_SERVICE}


def flows(
    df: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    days: Days = Days.WORKING,
    services: Mapping[str, str] = NO_PICKS,
    categories: Mapping[str, str] = NO_PICKS,
) -> ChartSpec:
    """Closed meldingen from intake category over first and final service to outcome.

    `df`: rows with intake, first, final (names, null without), outcome (EventKind), n and lost_days (days with another
    service than the final one, in all). `totals`: one row with closed, changed (meldingen that changed service), hops
    (changes) and lost_days (null when unknown). `services` and `categories` are the addresses with one of them, by
    name.
    """
    picks = {"intake": categories, "first": services, "final": services}
    frame = _named(df).sort_values("n", ascending=False)
    row = totals.iloc[0]
    words = {"n": number(row["closed"]), "changed": number(row["changed"]), "hops": number(row["hops"])}
    return ChartSpec(
        conclusion=_sentence(row, days) if len(frame) else t(N_("No meldingen were closed in this period.")),
        content=_content(frame, picks),
        table=Table(frame, (*(Column(key, t(name)) for key, name in _COLUMNS.items()), *_numbers(days))),
        alt=t(N_("Flows of {n} closed meldingen through the services; {changed} changed service."), **words),
        height=380,
        legend=(
            Key(Mark.STAYS, t(N_("stays with the same service"))),
            Key(Mark.CHANGES, t(N_("changes service"))),
        ),
        footnote=Footnote(t(N_("n = {n}, {hops} changes of service"), **words)),
        empty=frame.empty,
        phone=_phone(frame, days),
        picks=picks,
    )


def _named(df: pd.DataFrame) -> pd.DataFrame:
    """Words instead of codes and gaps; which rows changed service."""
    names = {key: named(df[key], without) for key, without in _WITHOUT.items()}
    outcome = [stage_label(EventKind(code)) for code in df["outcome"]]
    changed = (names["first"] != names["final"]).astype(bool)
    return df.assign(**names, outcome=pd.Series(outcome, index=df.index, dtype=object), changed=changed)


def _sentence(row: Any, days: Days) -> str:
    changed, lost = int(row["changed"]), maybe(row["lost_days"])
    if changed == 0:
        return t(N_("No melding changed service."))
    words = {"n": number(changed), "whole": number(row["closed"]), "share": percent(changed / row["closed"])}
    if lost is None:
        return t(N_("{n} of {whole} meldingen ({share}) changed service."), **words)
    message = N_("{n} of {whole} meldingen ({share}) changed service; that cost {days} {unit} in all.")
    return t(message, days=number(round(lost)), unit=t(DAY_UNITS[days]), **words)


def _content(frame: pd.DataFrame, picks: Picks) -> Flows:
    folded = frame.assign(**{key: _folded(frame, key) for key in _COLUMNS})
    nodes, places = _nodes(folded, picks)
    links = [
        Flow(places[left, row["from"]], places[right, row["to"]], int(row["n"]), bool(row["changes"]))
        for left, right in zip(list(_COLUMNS)[:-1], list(_COLUMNS)[1:], strict=True)
        for row in _links(folded, left, right).to_dict("records")
    ]
    return Flows(tuple(t(name) for name in _COLUMNS.values()), nodes, tuple(links))


def _folded(frame: pd.DataFrame, key: str) -> pd.Series:
    """The names of a column, the smallest ones as 'other' where there are too many."""
    names = list(_summed(frame, [key])[key])
    if len(names) <= MOST_NODES:
        return frame[key]
    return frame[key].where(frame[key].isin(names[: MOST_NODES - 1]), t(N_("Other")))


def _summed(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The number of meldingen by the columns `keys`, largest first."""
    return frame.groupby(keys)[["n", "lost_days"]].sum().reset_index().sort_values("n", ascending=False, kind="stable")


def _nodes(folded: pd.DataFrame, picks: Picks) -> tuple[tuple[Node, ...], dict[tuple[str, str], int]]:
    nodes: list[Node] = []
    places: dict[tuple[str, str], int] = {}
    for column, key in enumerate(_COLUMNS):
        for row in _summed(folded, [key]).to_dict("records"):
            places[key, row[key]] = len(nodes)
            nodes.append(Node(column, row[key], int(row["n"]), picks.get(key, NO_PICKS).get(row[key], "")))
    return tuple(nodes), places


def _links(folded: pd.DataFrame, left: str, right: str) -> pd.DataFrame:
    """What flows between two neighbouring columns; only between the services can it change."""
    changes = folded["changed"] if left == "first" else False
    marked = folded.assign(**{"from": folded[left], "to": folded[right], "changes": changes})
    return _summed(marked, ["from", "to", "changes"])


def _phone(frame: pd.DataFrame, days: Days) -> Table:
    """The five largest moves between services; without any, the five largest ways from category to outcome."""
    moved = frame[frame["changed"]]
    keys = ["first", "final"] if len(moved) else ["intake", "outcome"]
    largest = _summed(moved if len(moved) else frame, keys).head(PHONE_ROWS)
    numbers = _numbers(days) if len(moved) else _numbers(days)[:1]
    return Table(largest, (*(Column(key, t(_COLUMNS[key])) for key in keys), *numbers))


def _numbers(days: Days) -> tuple[Column, ...]:
    lost = t(N_("Lost {unit}"), unit=t(DAY_UNITS[days]))
    return (Column("n", t(N_("Meldingen")), Kind.COUNT), Column("lost_days", lost, Kind.DECIMAL))
