"""What lies around one proposal: meldingen, other proposals, and its neighbourhood in figures."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import EventKind
from config.language import N_, day, number, t
from dashboard.charts.spec import NOTHING, Column, Kind, Table
from dashboard.components.aria import aria
from dashboard.components.case_parts import Header, block, metres, told
from dashboard.components.proposal_parts import Ways, proposal_words
from dashboard.components.spot import Spot
from dashboard.components.status import proposal_stage, stage
from dashboard.components.table import data_table
from queries.nearby import MONTHS, SAME_SPOT, Nearby

_SHOWN = 6
"""Categories that are named; the others stand together."""


@dataclass(frozen=True)
class Around:
    """What is known around a proposal; None: without a place, or not for this reader.

    `distance` in metres. proposals: as `queries.nearby.proposals_nearby`. spot: the map of it. The others: as
    `queries.neighbourhood`.
    """

    distance: int
    meldingen: Nearby | None = None
    proposals: pd.DataFrame | None = None
    proposals_of_area: pd.DataFrame | None = None
    spot: Spot | None = None
    meldingen_of_area: pd.DataFrame | None = None


# --- meldingen ---------------------------------------------------------------------------------------------------
def meldingen_block(around: Around, ways: Ways) -> html.Section | None:
    """The meldingen within the distance, by category, with how many repeat an earlier one; None when not for them."""
    near = around.meldingen
    if near is None:
        return None
    parts: list[Component] = [
        _distances(around.distance, ways),
        html.P(_sentence(near, around), className="conclusion"),
    ]
    if len(near.categories):
        parts += [_categories(near), html.P(_period(near), className="secondary")]
    return block("meldingen", t(N_("Meldingen nearby")), [*parts, *_latest(near, ways)])


def _distances(chosen: int, ways: Ways) -> html.Nav:
    """The same page for other distances."""
    return html.Nav(
        html.Ul([html.Li(_distance(one, href, on=one == chosen)) for one, href in ways.radii.items()]),
        className="distances",
        **aria(label=t(N_("Distance"))),
    )


def _distance(distance: int, href: str, *, on: bool) -> Component:
    words = metres(distance)
    return html.B(words, **aria(current="true")) if on else dcc.Link(words, href=href)


def _sentence(near: Nearby, around: Around) -> str:
    words: dict[str, Any] = {"distance": metres(around.distance), "months": MONTHS}
    if near.n is None:
        return t(N_("Too few meldingen within {distance} in {months} months to show how many."), **words)
    if near.n == 0:
        return t(N_("No meldingen within {distance} in {months} months."), **words)
    one, many = (
        N_("1 melding within {distance} in {months} months"),
        N_("{n} meldingen within {distance} in {months} months"),
    )
    first = t(one if near.n == 1 else many, **words | {"n": number(near.n)})
    return f"{first}{_again(near.repeated)}"


def _again(repeated: int | None) -> str:
    if not repeated:
        return "."
    if repeated == 1:
        return t(N_("; 1 of them repeats an earlier one on the same spot."))
    return t(N_("; {n} of them repeat an earlier one on the same spot."), n=number(repeated))


def _categories(near: Nearby) -> html.Table:
    df = near.categories.assign(category=near.categories["category"].fillna(t(N_("Without category"))))
    rest = df.iloc[_SHOWN:]
    if len(rest) > 1:
        more = t(N_("{n} other categories"), n=number(len(rest)))
        sums = {name: None if rest[name].isna().any() else rest[name].sum() for name in ("n", "repeated")}
        df = pd.concat([df.iloc[:_SHOWN].astype(object), pd.DataFrame([{"category": more} | sums])])
    columns = [Column("category", t(N_("Category"))), Column("n", t(N_("Meldingen")), Kind.COUNT)]
    if not near.categories["repeated"].isna().all():
        columns.append(Column("repeated", t(N_("Repeated")), Kind.COUNT))
    return data_table(Table(df, tuple(columns)), label=t(N_("Meldingen nearby by category")))


def _period(near: Nearby) -> str:
    """Of which days this tells, and what its words mean."""
    parts = [
        t(N_("Received from {first} to {last}."), first=day(near.first_day), last=day(near.last_day)),
        "" if near.open is None else t(N_("Still open: {n}."), n=number(near.open)),
        "" if near.last is None else t(N_("The latest: {day}."), day=day(near.last)),
        t(N_("Repeated: the same category, at most {n} m from an earlier one."), n=SAME_SPOT),
        t(N_("{dash}: too few to show."), dash=NOTHING) if near.categories["n"].isna().any() else "",
    ]
    return " ".join(filter(None, parts))


def _latest(near: Nearby, ways: Ways) -> list[Component]:
    """The way to the last single ones, for who may follow it."""
    if near.latest.empty or not ways.meldingen:
        return []
    return [html.H3(t(N_("The latest"))), html.Ul([_melding(row, ways) for row in near.latest.to_dict("records")])]


def _melding(row: Header, ways: Ways) -> html.Li:
    name = dcc.Link(told(row["number"]) or t(N_("without number")), href=ways.melding(row["subject_id"]))
    words = ", ".join(filter(None, (told(row["category"]), day(row["received_day"]), metres(row["distance"]))))
    return html.Li([html.P([name, " ", stage(EventKind(row["stage"]))]), html.P(words, className="secondary")])


# --- proposals ---------------------------------------------------------------------------------------------------
def relatives_block(relatives: pd.DataFrame, around: Around, ways: Ways) -> html.Section | None:
    """What it was merged into or with, and the nearest other proposals; None when there are none."""
    merged = relatives.to_dict("records")
    near = [] if around.proposals is None else around.proposals.to_dict("records")
    items = [*(_relative(row, ways) for row in merged), *(_neighbour(row, ways) for row in near)]
    title = t(N_("Other proposals within {distance}"), distance=metres(around.distance))
    return block("proposals", title, [html.Ul(items)]) if items else None


def _relative(row: Header, ways: Ways) -> html.Li:
    words = t(N_("this one was merged into it")) if row["relation"] == "into" else t(N_("merged into this one"))
    name = dcc.Link(proposal_words(row), href=ways.proposal(row["subject_id"]))
    return html.Li([html.P(name), html.P(words, className="secondary")])


def _neighbour(row: Header, ways: Ways) -> html.Li:
    name = dcc.Link(proposal_words(row), href=ways.proposal(row["subject_id"]))
    votes = t(N_("1 vote")) if row["support"] == 1 else t(N_("{n} votes"), n=number(row["support"]))
    words: list[Component | str] = [proposal_stage(row["stage"]), f" · {votes} · {metres(row['distance'])}"]
    return html.Li([html.P(name), html.P(words, className="secondary")])


# --- the neighbourhood -------------------------------------------------------------------------------------------
def area_block(header: Header, around: Around) -> html.Section | None:
    """The neighbourhood beside all of the municipality; None when its inhabitants are not known."""
    df = around.proposals_of_area
    if df is None or df.empty:
        return None
    rows = [
        (t(N_("Inhabitants")), *df["inhabitants"]),
        (t(N_("Proposals per 1 000 inhabitants")), *df["rate"]),
        (t(N_("Proposals chosen")), *df["chosen"]),
        (t(N_("Proposals realised")), *df["realised"]),
    ]
    if around.meldingen_of_area is not None:
        rows.insert(
            2, (t(N_("Meldingen per 1 000 inhabitants, {n} months"), n=MONTHS), *around.meldingen_of_area["rate"])
        )
    table = pd.DataFrame(rows, columns=["what", "here", "town"])
    columns = (
        Column("what", ""),
        Column("here", told(header["area"]), Kind.DECIMAL),
        Column("town", t(N_("All neighbourhoods")), Kind.DECIMAL),
    )
    title = t(N_("The neighbourhood"))
    return block("area", title, [data_table(Table(table, columns), label=title)])
