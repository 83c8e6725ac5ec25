"""The two clocks of one melding: that of the handling, and that of the citizen."""

from datetime import datetime

from dash import html

from config.clock import local_day
from config.kinds import EventKind
from config.language import N_, number, t
from dashboard.charts.spec import stage_label
from dashboard.components.case_parts import Header, deadline_words, missing, working_days
from dashboard.components.status import State
from dashboard.components.timeline import Clock, clocks


def two_clocks(header: Header) -> html.Div:
    """Side by side."""
    return clocks(_handling(header), _waiting(header))


def _handling(header: Header) -> Clock:
    """The clock that counts for the norm: it stands still while the citizen is asked something."""
    state, words = _standing(header)
    return Clock(
        label=t(N_("Clock of the handling")),
        value=number(header["lead_working_days"]),
        unit=working_days(header["lead_working_days"]),
        state=state,
        state_text=words,
        detail=deadline_words(header),
        used=_used(header),
    )


def _standing(header: Header) -> tuple[State, str]:
    """How it stands to its deadline, judged at its first closing or else when the data ends."""
    if missing(header["deadline_at"]):
        return State.NEUTRAL, t(N_("Without norm"))
    if not missing(header["first_closed_at"]):
        return (State.GOOD, t(N_("Closed on time"))) if header["on_time"] else (State.BAD, t(N_("Closed late")))
    if header["deadline_moves"]:
        return State.NEUTRAL, t(N_("Clock stands still"))
    if header["deadline_at"] < header["as_of"]:
        return State.BAD, t(N_("Overdue"))
    return State.GOOD, t(N_("Within the deadline"))


def _used(header: Header) -> float | None:
    """How much of the time to the deadline is gone."""
    if missing(header["deadline_at"]) or header["deadline_moves"]:
        return None
    whole = (header["deadline_at"] - header["received_at"]).total_seconds()
    end = header["as_of"] if missing(header["first_closed_at"]) else header["first_closed_at"]
    return (end - header["received_at"]).total_seconds() / whole if whole > 0 else None


def _waiting(header: Header) -> Clock:
    """The clock of the citizen: from receipt until it is closed, whoever it waits for."""
    end: datetime = header["as_of"] if header["open"] else header["last_closed_at"]
    days = (local_day(end, header["zone"]) - local_day(header["received_at"], header["zone"])).days
    stopped = round(header["stopped_days"])
    one, many = (
        N_("Of these 1 day for an answer of the citizen."),
        N_("Of these {n} days for an answer of the citizen."),
    )
    return Clock(
        label=t(N_("Clock of the citizen")),
        value=number(days),
        unit=t(N_("day")) if days == 1 else t(N_("days")),
        state=State.NEUTRAL if header["open"] else State.GOOD,
        state_text=t(N_("Still running")) if header["open"] else stage_label(EventKind(header["stage"])),
        detail=t(one if stopped == 1 else many, n=number(stopped)) if stopped else "",
    )
