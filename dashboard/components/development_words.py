"""The words of what happened since the last visit, made from `queries.developments`."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from config.clock import local_day
from config.kinds import MeldingKind
from config.language import N_, number, t, weekday
from dashboard.charts.phrases import NOUNS, counted, organ_name
from dashboard.components.attention_parts import Day, Development
from queries.developments import Development as Kind

_OF_MELDINGEN: dict[Kind, tuple[str, str]] = {
    Kind.RECEIVED: (N_("{strong} has come in"), N_("{strong} have come in")),
    Kind.CLOSED: (N_("{strong} has been closed"), N_("{strong} have been closed")),
    Kind.REOPENED: (N_("{strong} has been reopened"), N_("{strong} have been reopened")),
}
_NOUNS: dict[Kind, tuple[str, str]] = {
    Kind.ADVICE: (N_("advice"), N_("pieces of advice")),
    Kind.DECISION: (N_("file"), N_("files")),
    Kind.EVALUATION: (N_("evaluation"), N_("evaluations")),
    Kind.IMPORT: NOUNS[MeldingKind.MELDING],
}
_OTHERS: dict[Kind, str] = {
    Kind.ADVICE: N_("{who} gave {strong}"),
    Kind.DECISION: N_("{who}: {strong} decided"),
    Kind.EVALUATION: N_("{strong} filled in by citizens"),
    Kind.IMPORT: N_("{who}: {strong} new or changed"),
}
_RESULTS = {"approved": N_("{who}: {strong} approved"), "refused": N_("{who}: {strong} refused")}


def development_days(df: pd.DataFrame, *, today: date, zone: str) -> list[Day]:
    """The rows of `queries.developments` by day, latest first."""
    days = groupby(df.to_dict("records"), key=lambda row: local_day(row["at"].to_pydatetime(), zone))
    return [Day(_heading(day, today), tuple(_development(row, zone) for row in rows)) for day, rows in days]


def development_totals(df: pd.DataFrame, *, zone: str) -> tuple[Development, ...]:
    """The rows of `queries.developments` without their days: how often each thing happened, meldingen first."""
    alike = ["kind", "melding_kind", "who", "result"]
    totals = df.groupby(alike, dropna=False, sort=False).agg(n=("n", "sum"), at=("at", "max")).reset_index()
    rows = sorted(totals.to_dict("records"), key=_weight)
    return tuple(_development(row, zone) for row in rows)


def _weight(row: Mapping[Any, Any]) -> tuple[int, int, int]:
    """Meldingen, complaints and questions in their order, then the rest; of each kind the most frequent first."""
    sorts, sort = list(MeldingKind), row["melding_kind"]
    own = sorts.index(MeldingKind(sort)) if isinstance(sort, str) else len(sorts)
    return own, list(Kind).index(Kind(row["kind"])), -int(row["n"])


def _heading(day: date, today: date) -> str:
    return t(N_("Today")) if day == today else weekday(day)


def _development(row: Mapping[Any, Any], zone: str) -> Development:
    kind, n = Kind(row["kind"]), int(row["n"])
    time = f"{row['at'].astimezone(ZoneInfo(zone)):%H:%M}"
    if kind in _OF_MELDINGEN:
        strong = counted(MeldingKind(row["melding_kind"]), n)
        return Development(time, t(_OF_MELDINGEN[kind][n != 1], strong=strong), strong)
    strong = f"{number(n)} {t(_NOUNS[kind][n != 1])}"
    message = _RESULTS.get(row["result"], _OTHERS[kind]) if kind is Kind.DECISION else _OTHERS[kind]
    return Development(time, t(message, strong=strong, who=_who(kind, row["who"])), strong)


def _who(kind: Kind, who: Any) -> str:
    if kind is Kind.DECISION:
        return organ_name(who)
    return who if isinstance(who, str) else t(N_("An adviser"))


def development_sentence(df: pd.DataFrame, *, since: datetime | None, now: datetime, zone: str) -> str:
    """How many meldingen came and went since `since`; None is a first visit, which looks back a week."""
    own = df[df["melding_kind"] == MeldingKind.MELDING]
    came, closed = (int(own.loc[own["kind"] == kind, "n"].sum()) for kind in (Kind.RECEIVED, Kind.CLOSED))
    if since is None:
        words = N_("In the last 7 days: {came} in, {closed} closed.")
    else:
        words = N_("Since your last visit, {when}: {came} in, {closed} closed.")
    when = "" if since is None else _when(since, now, zone)
    return t(words, when=when, came=counted(MeldingKind.MELDING, came), closed=number(closed))


def _when(since: datetime, now: datetime, zone: str) -> str:
    """Only the time for today, else the day."""
    day = local_day(since, zone)
    return f"{since.astimezone(ZoneInfo(zone)):%H:%M}" if day == local_day(now, zone) else weekday(day)
