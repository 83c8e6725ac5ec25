"""What others did for one melding: advice, tasks, messages, decisions, and what the citizen thought of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from dash import html

from config.clock import local_day
from config.language import N_, day, number, t
from dashboard.charts.meldingen_informed import CHANNELS, MOMENTS
from dashboard.charts.spec import Column, Kind, Table
from dashboard.components.case_parts import block, missing, pairs, reference, told, word, working_days
from dashboard.components.labels import ORGANS, RESULTS
from dashboard.components.table import data_table
from queries.cases import Case

_DECISION_STEPS = {
    "ready_day": N_("Ready"),
    "on_agenda_day": N_("On the agenda"),
    "decided_day": N_("Decided"),
    "signed_day": N_("Signed"),
    "published_day": N_("Published"),
    "told_day": N_("Citizen told"),
}


def advice(case: Case) -> html.Section | None:
    """Who was asked for advice; None when nobody was."""
    columns = (("requested_day", N_("Asked")), ("received_day", N_("Received")))
    return _partners(case, case.advice, ("advice", t(N_("Advice"))), columns)


def tasks(case: Case) -> html.Section | None:
    """Who was given tasks; None when nobody was."""
    columns = (("created_day", N_("Given")), ("done_day", N_("Done")))
    return _partners(case, case.tasks, ("tasks", t(N_("Tasks"))), columns)


def _partners(
    case: Case, rows: pd.DataFrame, title: tuple[str, str], days: Sequence[tuple[str, str]]
) -> html.Section | None:
    """Who was asked or given something, by when, and how that went."""
    if rows.empty:
        return None
    zone, as_of = case.header["zone"], case.header["as_of"]
    (begun, first), (ended, last) = days
    frame = rows.assign(
        who=[_who(row) for row in rows.to_dict("records")],
        due=pd.Series(
            [None if missing(at) else local_day(at, zone) for at in rows["due_at"]], rows.index, dtype=object
        ),
        how=[_how(row, ended, as_of) for row in rows.to_dict("records")],
    )
    columns = (
        Column("who", t(N_("Who"))),
        Column(begun, t(first), Kind.DAY),
        Column("due", t(N_("Due")), Kind.DAY),
        Column(ended, t(last), Kind.DAY),
        Column("how", t(N_("How it stands"))),
    )
    return block(title[0], title[1], [data_table(Table(frame, columns), label=title[1], stacked=True)])


def _who(row: Mapping[Any, Any]) -> str:
    name = told(row["partner"]) or t(N_("Unknown partner"))
    return f"{name} ({row['system']})" if told(row["system"]) else name


def _how(row: Mapping[Any, Any], ended: str, as_of: datetime) -> str:
    if not missing(row[ended]):
        days = int(row["working_days"])
        return f"{number(days)} {working_days(days)}"
    if not missing(row["ended_at"]):
        return t(N_("not needed any more: closed"))
    if not missing(row["due_at"]) and row["due_at"] < as_of:
        return t(N_("late"))
    return t(N_("still out"))


def messages(case: Case) -> html.Section | None:
    """What the citizen was told, and how; None when nothing was."""
    rows = case.notifications
    if rows.empty:
        return None
    frame = rows.assign(
        moment=[word(MOMENTS, code) for code in rows["moment"]],
        channel=[word(CHANNELS, code) for code in rows["channel"]],
    )
    columns = (
        Column("moment", t(N_("Moment"))),
        Column("channel", t(N_("Channel"))),
        Column("told_day", t(N_("Sent")), Kind.DAY),
    )
    title = t(N_("Messages to the citizen"))
    return block("messages", title, [data_table(Table(frame, columns), label=title, stacked=True)])


def decision(row: Mapping[Any, Any], place: int) -> html.Section:
    """A decision step by step, with its number as a link where it has an address."""
    rows: list[tuple[str, Any]] = [
        (t(N_("Organ")), word(ORGANS, row["organ"])),
        (t(N_("Result")), word(RESULTS, row["result"]) or t(N_("not decided yet"))),
        (t(N_("Number")), reference(row["number"], row["uri"])),
    ]
    rows += [(t(label), day(row[key])) for key, label in _DECISION_STEPS.items() if not missing(row[key])]
    return block(f"decision-{place}", t(N_("Decision")), [pairs(rows)])


def evaluation(row: Mapping[Any, Any], place: int) -> html.Section:
    """What the citizen was asked and answered, without words of their own."""
    days = (("asked_day", N_("Asked")), ("answered_day", N_("Answered")), ("processed_day", N_("Processed")))
    rows = [(t(label), day(row[key])) for key, label in days if not missing(row[key])]
    if not missing(row["score"]):
        rows.append((t(N_("Score")), t(N_("{n} of 5"), n=number(row["score"]))))
    if not missing(row["resolved"]):
        rows.append((t(N_("Solved for the citizen")), t(N_("yes")) if row["resolved"] else t(N_("no"))))
    return block(f"evaluation-{place}", t(N_("Evaluation")), [pairs(rows)])
