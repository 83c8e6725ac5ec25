"""What is done about signals, as a table: for reports and files; the page has a list with forms."""

import pandas as pd

from config.kinds import SignalAnswer
from config.language import N_, number, t
from dashboard.charts.contents import Plain
from dashboard.charts.phrases import n_text
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table
from dashboard.components.labels import ROLES
from dashboard.components.trends.words import ANSWERS

_NONE = N_("No signal was taken up in the last year.")


def answer_table(df: pd.DataFrame) -> ChartSpec:
    """The signals that were taken up, what is open first. `df`: as of `queries.signal_answers.signal_answers`."""
    frame = df.assign(
        done=[f"{t(ANSWERS[SignalAnswer(row['answer'])])}. {row['reason']}" for row in df.to_dict("records")],
        owner=df["owner_role"].map({str(role): t(words) for role, words in ROLES.items()}),
    )
    columns = (
        Column("sentence", t(N_("Signal")), width=4),
        Column("done", t(N_("What is done about it")), width=3),
        Column("owner", t(N_("Who sees to it"))),
        Column("due_on", t(N_("Result expected by")), Kind.DAY),
        Column("result", t(N_("Result")), width=2),
    )
    title = t(N_("Signals that were taken up"))
    return ChartSpec(
        conclusion=_sentence(df),
        content=Plain(title),
        table=Table(frame, columns),
        alt=title,
        height=0,
        footnote=Footnote(n_text(len(df))) if len(df) else None,
        empty=df.empty,
    )


def _sentence(df: pd.DataFrame) -> str:
    if df.empty:
        return t(_NONE)
    told = {"open": number(int(df["open"].sum())), "late": number(int(df["late"].sum())), "n": number(len(df))}
    return t(N_("Of {n} signals that were taken up {open} wait for their result, {late} past their day."), **told)
