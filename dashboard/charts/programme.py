"""The priority actions of the programme as charts: how many stand where, and each of them."""

import pandas as pd

from config.language import N_, current_language, number, t
from config.vocabularies import Vocabulary, vocabularies
from dashboard.charts.contents import Plain
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, n_text
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table

_NONE = N_("No priority action is known in this period.")
_STATES = ("delivered", "in_progress", "planned", "stopped")
_LATE = ("at_risk", "late")


def action_states(df: pd.DataFrame) -> ChartSpec:
    """How many actions stand in each state. `df`: as of `queries.programme.actions`."""
    names = _words(Vocabulary.DELIVERABLE_STATE)
    rows = [(names[state], int((df["state"] == state).sum())) for state in _STATES]
    content = Bars(tuple(Bar(name, (BarPart(n, Fill.BLUE),), number(n)) for name, n in rows))
    frame = pd.DataFrame(rows, columns=["name", "n"])
    return ChartSpec(
        conclusion=_sentence(df) if len(df) else t(_NONE),
        content=content,
        table=Table(frame, (Column("name", t(N_("State"))), Column("n", t(N_("Actions")), Kind.COUNT))),
        alt=t(N_("Priority actions by state: {what}."), what=joined([f"{name} {number(n)}" for name, n in rows])),
        height=content.height,
        footnote=Footnote(n_text(len(df))),
        empty=df.empty,
    )


def action_list(df: pd.DataFrame) -> ChartSpec:
    """Each action with its code, plan and state. `df`: as of `queries.programme.actions`."""
    states, progress = _words(Vocabulary.DELIVERABLE_STATE), _words(Vocabulary.PROGRESS_STATE)
    going = df["state"].eq("in_progress")
    frame = df.assign(state=df["state"].map(states), progress=df["progress_state"].map(progress).where(going))
    columns = (
        Column("bbc_code", t(N_("BBC code"))),
        Column("title", t(N_("Action")), width=4),
        Column("owner", t(N_("Who answers for it")), width=2),
        Column("ends_on", t(N_("Planned end")), Kind.DAY),
        Column("state", t(N_("State"))),
        Column("progress", t(N_("Last report"))),
    )
    without = int(df["bbc_code"].isna().sum())
    told = t(N_("Of {n} no BBC code is known."), n=number(without)) if without else None
    return ChartSpec(
        conclusion=None if len(df) else t(_NONE),
        note=told,
        content=Plain(t(N_("Priority actions"))),
        table=Table(frame, columns),
        alt="",
        height=0,
        footnote=Footnote(n_text(len(df))),
        empty=df.empty,
    )


def _words(name: Vocabulary) -> dict[str, str]:
    language = current_language()
    return {code: term.label(language) for code, term in vocabularies()[name].items()}


def _sentence(df: pd.DataFrame) -> str:
    """How many are delivered, and how many of those that go on are not on schedule."""
    done, going = (int((df["state"] == state).sum()) for state in ("delivered", "in_progress"))
    late = int((df["state"].eq("in_progress") & df["progress_state"].isin(_LATE)).sum())
    told = {"done": number(done), "n": number(len(df)), "late": number(late), "going": number(going)}
    return t(N_("{done} of {n} actions are delivered; {late} of the {going} that go on are not on schedule."), **told)
