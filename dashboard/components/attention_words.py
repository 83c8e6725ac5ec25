"""The words of the lines that ask for attention, made from `queries.attention`."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from config.kinds import MeldingKind
from config.language import N_, number, t
from dashboard.charts.phrases import NOUNS, joined
from dashboard.components.attention_parts import AttentionLine, Urgency
from queries.attention import Line

Lead = Callable[[Line, Mapping[str, str]], str]
"""Where a line leads, by its kind and the filters that narrow to its rows; empty where there is no way to them."""
_SENTENCES: dict[Line, tuple[str, str]] = {
    Line.OVERDUE: (N_("{what} is overdue and still open"), N_("{what} are overdue and still open")),
    Line.SLOW_ADVICE: (
        N_("request for advice has been out for more than 15 working days"),
        N_("requests for advice have been out for more than 15 working days"),
    ),
    Line.ADVICE: (N_("request for advice is out"), N_("requests for advice are out")),
    Line.NO_ANSWER: (
        N_("citizen has had no first answer after 5 working days"),
        N_("citizens have had no first answer after 5 working days"),
    ),
    Line.DECISIONS_WAITING: (N_("file waits for a decision"), N_("files wait for a decision")),
    Line.MODERATION_LATE: (
        N_("proposal has waited for moderation longer than the norm"),
        N_("proposals have waited for moderation longer than the norm"),
    ),
    Line.UNMOTIVATED: (
        N_("choice has had no published motivation for more than 10 working days"),
        N_("choices have had no published motivation for more than 10 working days"),
    ),
    Line.NOT_STARTED: (
        N_("place was selected more than 60 working days ago and has nothing planned"),
        N_("places were selected more than 60 working days ago and have nothing planned"),
    ),
    Line.LOW_SCORES: (N_("low score has not been processed"), N_("low scores have not been processed")),
    Line.WITHOUT_AREA: (N_("{what} without neighbourhood"), N_("{what} without neighbourhood")),
    Line.WITHOUT_SERVICE: (N_("{what} without service"), N_("{what} without service")),
    Line.WITHOUT_CATEGORY: (N_("{what} without category"), N_("{what} without category")),
    Line.WITHOUT_NORM: (N_("{what} without norm"), N_("{what} without norm")),
    Line.LATE_SOURCE: (N_("source is late"), N_("sources are late")),
    Line.REFUSED_ROWS: (
        N_("row was refused at the latest import"),
        N_("rows were refused at the latest import"),
    ),
}
"""What follows the number: of one, and of several."""
_URGENT = {Line.OVERDUE: N_("what is overdue"), Line.SLOW_ADVICE: N_("slow advice")}
_OF_PROPOSALS = (Line.MODERATION_LATE, Line.UNMOTIVATED, Line.NOT_STARTED)
_ATTENTION = (Line.ADVICE, Line.NO_ANSWER, Line.DECISIONS_WAITING, Line.LOW_SCORES, *_OF_PROPOSALS)
WORK = (*_URGENT, *_ATTENTION)
"""The lines about handling; the others are about data."""


def attention_lines(df: pd.DataFrame, kind: MeldingKind, lead: Lead) -> list[AttentionLine]:
    """The lines of `queries.attention` that lead somewhere, in words."""
    rows = [(row, lead(Line(row["line"]), row["narrow"])) for row in df.to_dict("records")]
    return [_line(row, kind, href) for row, href in rows if href]


def _line(row: Mapping[Any, Any], kind: MeldingKind, href: str) -> AttentionLine:
    line, count = Line(row["line"]), int(row["count"])
    urgency = Urgency.BAD if line in _URGENT else Urgency.ATTENTION if line in _ATTENTION else Urgency.DATA
    several = count != 1
    sentence = t(_SENTENCES[line][several], what=t(NOUNS[kind][several]))
    owner = (row["owner"] or "") if line in WORK else t(N_("Administrator"))
    return AttentionLine(urgency, count, sentence, href, _detail(row, line, count), owner)


def _detail(row: Mapping[Any, Any], line: Line, count: int) -> str:
    """Who has most of it, and how long the worst case lasts."""
    if line in (Line.LATE_SOURCE, Line.REFUSED_ROWS):
        return ", ".join(name for name, _ in row["about"])
    parts = [", ".join(_at(n, name) for name, n in row["about"])] if row["about"] else []
    if not parts and row["owner"] and row["owner_count"] < count:
        parts = [_at(row["owner_count"], row["owner"])]
    if row["worst"] is not None and not pd.isna(row["worst"]):
        parts.append(_oldest(int(row["worst"])))
    return ". ".join(parts)


def _at(n: int, name: str) -> str:
    return t(N_("{n} at {name}"), n=number(n), name=name)


def _oldest(days: int) -> str:
    words = N_("Oldest: 1 working day") if days == 1 else N_("Oldest: {n} working days")
    return t(words, n=number(days))


def attention_sentence(df: pd.DataFrame) -> str:
    """What is urgent, by name."""
    urgent = [t(words) for line, words in _URGENT.items() if line in set(df["line"])]
    if not urgent:
        return t(N_("Nothing is urgent."))
    message = N_("One thing is urgent: {what}.") if len(urgent) == 1 else N_("Two things are urgent: {what}.")
    return t(message, what=joined(urgent))


def queue_sentence(*frames: pd.DataFrame) -> str:
    """How much of the own work waits too long already; `frames` together are the own queue."""
    known = {row["line"]: int(row["count"]) for df in frames for row in df.to_dict("records")}
    overdue = known.get(Line.OVERDUE)
    if not overdue:
        waits = any(line in known for line in _OF_PROPOSALS)
        return t(N_("Only proposals wait too long.") if waits else N_("Nothing is overdue."))
    return t(
        N_("1 is overdue: that one first.") if overdue == 1 else N_("{n} are overdue: those first."),
        n=number(overdue),
    )
