"""The course of one case: its stages and what happened beside them, and the two clocks that run on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import EventKind
from config.language import N_, moment, t
from dashboard.charts.spec import stage_label
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.status import STAGE_ICONS, State, status


class Track(StrEnum):
    """How our clock stands from an item on, which the line below it shows; what happens beside leaves it as it was."""

    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"
    BESIDE = "beside"


_TRACKS = {Icon.PAUSED: Track.STOPPED, Icon.GOOD: Track.ENDED, Icon.ENDED: Track.ENDED}


@dataclass(frozen=True)
class Item:
    """Something that happened: a stage, or beside the stages advice, a task, a message or a decision.

    `lasted` is how long it took, or has taken so far, as people read it. `zone` is that of the organisation. `said` is
    what somebody wrote; `way` leads to another subject: its words and its address.
    """

    icon: Icon
    title: str
    at: datetime
    zone: str
    detail: str = ""
    lasted: str = ""
    track: Track = Track.BESIDE
    said: str = ""
    way: tuple[str, str] | None = None


def stage_item(code: EventKind, at: datetime, zone: str, *, detail: str = "", lasted: str = "") -> Item:
    """A stage or outcome, with the mark and the track that belong to it."""
    mark = STAGE_ICONS[code]
    return Item(mark, stage_label(code), at, zone, detail, lasted, _TRACKS.get(mark, Track.RUNNING))


def timeline(items: Sequence[Item]) -> html.Ol:
    """The items in order of time, oldest first."""
    ordered = sorted(items, key=lambda item: item.at)
    tracks = accumulate((one.track for one in ordered), _after)
    rows = [html.Li(_item(one), className=_classes(one, track)) for one, track in zip(ordered, tracks, strict=True)]
    return html.Ol(rows, className="timeline")


def _after(before: Track, own: Track) -> Track:
    return before if own is Track.BESIDE else own


def _classes(one: Item, track: Track) -> str:
    return f"timeline-{track}" + (" timeline-beside" if one.track is Track.BESIDE and track is not one.track else "")


def _item(one: Item) -> list[Component]:
    head: list[Component] = [html.B(one.title)]
    lasted = [one.lasted, t(N_("clock stopped")) if one.track is Track.STOPPED else ""]
    if any(lasted):
        head.append(html.Span(", ".join(filter(None, lasted)), className="timeline-lasted"))
    when = html.Time(moment(one.at, one.zone), dateTime=one.at.isoformat())
    detail = [html.Span(one.detail, className="timeline-detail")] if one.detail else []
    way = [html.Span(dcc.Link(one.way[0], href=one.way[1]), className="timeline-detail")] if one.way else []
    said = [html.Blockquote(one.said)] if one.said else []
    return [icon(one.icon), html.Div([html.P(head), html.P([when, *detail, *way]), *said], className="timeline-words")]


@dataclass(frozen=True)
class Clock:
    """A clock of a case: what it counts, how far it is, and how that stands.

    `used` is the share of the norm that is gone (1 is the deadline), None without norm.
    """

    label: str
    value: str
    unit: str
    state: State
    state_text: str
    detail: str = ""
    used: float | None = None


def clocks(handling: Clock, citizen: Clock) -> html.Div:
    """Side by side: the time that counts for the norm, and the time that the citizen has waited."""
    return html.Div([_clock(handling), _clock(citizen)], className="clocks")


def _clock(clock: Clock) -> html.Div:
    parts: list[Component] = [
        html.H3(clock.label),
        html.P([clock.value, " ", html.Span(clock.unit)], className="kpi-value"),
        status(clock.state, clock.state_text),
    ]
    if clock.used is not None:
        parts.append(_bar(clock.used))
    if clock.detail:
        parts.append(html.P(clock.detail, className="secondary"))
    return html.Div(parts, className="clock")


def _bar(used: float) -> html.Div:
    """How much of the norm is gone, and by how much it is passed; the words beside it say the same."""
    whole = max(used, 1)
    parts = [html.Div(className="clock-used", style={"width": f"{min(used, 1) / whole * 100:.1f}%"})]
    if used > 1:
        parts.append(html.Div(className="clock-over", style={"width": f"{(used - 1) / whole * 100:.1f}%"}))
    return html.Div(parts, className="clock-bar", **aria(hidden="true"))
