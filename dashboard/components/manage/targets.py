"""What /beheer/doelen shows: targets with today's value beside them, their history, and a form for a new one."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.kinds import Direction
from config.language import N_, day, number, percent, t
from dashboard.charts.phrases import maybe
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.key_figures import STATES
from dashboard.components.labels import DAYS
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import SAVE
from dashboard.components.rows import lines, records, rows_table, way
from dashboard.components.status import State, status
from queries.filters import Days
from queries.registry import MEASURES
from queries.targets import Target, state

PAGE = "beheer-doelen"
BETWEEN = "|"
"""Between measure and part in the choice of a number."""
SHARE = "share"
PREVIEW = Button("preview", N_("Show how it stands today"))
DIRECTIONS = {"at_least": N_("at least"), "at_most": N_("at most")}
_STATES = {State.GOOD: N_("on course"), State.ATTENTION: N_("asks for attention"), State.BAD: N_("bad")}
_NEUTRAL = N_("too few cases")
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    NEW = "new"
    END = "end"


def number_name(measure: str, part: str) -> str:
    """The name of a number: that of the measure, with its part."""
    known = MEASURES.get(measure)
    name = t(known.name) if known else measure
    return f"{name}: {t(part)}" if part else name


def value_words(value: float, unit: str) -> str:
    """A value in its unit: a share as a percentage."""
    if unit == SHARE:
        return percent(value)
    return f"{number(value, decimals=0 if float(value).is_integer() else 1)} {t(unit)}"


def state_of(value: float | None, direction: str, amber: float, red: float) -> State:
    """Good up to the amber limit, attention up to the red one, bad beyond it; neutral without a value."""
    limits = Target(Direction(direction), goal=amber, amber=amber, red=red)
    return STATES[state(maybe(value), limits)]


def state_words(state: State) -> Component:
    """A state with its word."""
    return status(state, t(_STATES.get(state, _NEUTRAL)))


def lead(targets: pd.DataFrame, today: date) -> str:
    """How many hold today."""
    holding = int((~_ended(targets, today) & (targets["valid_from"] <= today)).sum()) if len(targets) else 0
    return t(N_("Targets that hold today: {n}."), n=number(holding))


def _ended(targets: pd.DataFrame, today: date) -> pd.Series:
    return targets["valid_to"].notna() & (targets["valid_to"].fillna(today) < today)


def listed(targets: pd.DataFrame, figures: Callable[[Any], Any], search: Search, today: date) -> list[Component]:
    """What holds now or later with its value of the last twelve weeks, and apart what has ended.

    `figures` gives the row of a target's number (value, unit), or None.
    """
    if targets.empty:
        return [block(t(N_("Targets")), nothing(t(N_("There are none."))))]
    ended = _ended(targets, today)
    now = [[*_cells(row, figures(row), search), _today(row, figures(row))] for row in records(targets[~ended])]
    heads = [t(N_("Figure")), t(N_("Target")), t(N_("Limits")), t(N_("Days on which it holds"))]
    table = rows_table([*heads, t(N_("Last 12 weeks"))], now, label=t(N_("Targets")))
    parts: list[Component] = [block(t(N_("Targets")), table)]
    if ended.any():
        before = [_cells(row, figures(row), search) for row in records(targets[ended])]
        parts.append(block(t(N_("Earlier targets")), rows_table(heads, before, label=t(N_("Earlier targets")))))
    return parts


def _cells(row: Any, figure: Any, search: Search) -> list[Any]:
    unit = unit_of(row, figure)
    name = way(number_name(row.measure, row.part), "/beheer/doelen", search(target=row.target_id))
    limits = t(N_("attention beyond {amber}, bad beyond {red}"), amber=_in(row.amber, unit), red=_in(row.red, unit))
    until = "" if pd.isna(row.valid_to) else f" {t(N_('until {day}'), day=day(row.valid_to))}"
    service = [html.Span(row.service, className="rows-line secondary")] if row.service else []
    basis = [row.basis] if row.basis else []
    goal = f"{t(DIRECTIONS[row.direction])} {_in(row.goal, unit)}"
    return [[name, *service], goal, limits, lines([t(N_("from {day}"), day=day(row.valid_from)) + until, *basis])]


def unit_of(row: Any, figure: Any) -> str:
    """The unit of a target's number; without a figure a share is recognised by its limits."""
    if figure is not None:
        return str(figure.unit)
    return SHARE if row.days is None and max(row.goal, row.amber, row.red) <= 1 else N_("count")


def _in(value: float, unit: str) -> str:
    return value_words(value, unit)


def _today(row: Any, figure: Any) -> Any:
    value = None if figure is None or pd.isna(figure.value) else float(figure.value)
    state = state_words(state_of(value, row.direction, row.amber, row.red))
    return state if value is None else [html.Span(value_words(value, figure.unit), className="rows-value"), state]


def new_form(figures: pd.DataFrame, services: pd.DataFrame, today: date) -> Component:
    """The form for a new target."""
    numbers = [
        Option(f"{row.measure}{BETWEEN}{row.part}", number_name(row.measure, row.part)) for row in records(figures)
    ]
    own = [Option(code, name) for code, name in zip(services["code"], services["name"], strict=True)]
    percents = N_("A share in percent: 80 stands for 80 %.")
    fields = [
        Field("number", N_("Figure"), Kind.CHOICE, options=numbers),
        Field("service", N_("Service"), Kind.CHOICE, help=N_("Empty: all together."), options=own, optional=True),
        Field(
            "days",
            N_("Days"),
            Kind.CHOICE,
            help=N_("Only for a duration."),
            options=[Option(str(kind), t(words)) for kind, words in DAYS.items()],
            value=str(Days.WORKING),
        ),
        Field(
            "direction",
            N_("Good is"),
            Kind.CHOICE,
            options=[Option(key, t(words)) for key, words in DIRECTIONS.items()],
            value="at_least",
        ),
        Field("goal", N_("Goal"), Kind.NUMBER, help=percents),
        Field("amber", N_("Attention beyond"), Kind.NUMBER),
        Field("red", N_("Bad beyond"), Kind.NUMBER),
        Field("from", N_("First day"), Kind.DAY, value=today.isoformat()),
        Field("basis", N_("Where it was laid down"), help=N_("Such as a decision or a plan."), optional=True),
    ]
    intro = t(N_("The target before it for the same number ends the day before; its history stays."))
    return form(PAGE, Form.NEW, title=t(N_("Set a target")), intro=intro, fields=fields, buttons=[SAVE, PREVIEW])


def one(row: Any, figure: Any, search: Search, today: date) -> list[Component]:
    """One target, and the form to end it."""
    back = way(t(N_("All targets")), "/beheer/doelen", search())
    cells = _cells(row, figure, search)
    words = [html.P(f"{cells[1]}; {cells[2]}."), html.P(cells[3])]
    fields = [Field("until", N_("Last day"), Kind.DAY, value=today.isoformat())]
    end = Button("ask", N_("End this target"), grave=True)
    return [
        block(number_name(row.measure, row.part), *words, side=back),
        form(PAGE, Form.END, title=t(N_("End")), fields=fields, buttons=[end], subject=str(row.target_id)),
    ]


def stands_words(value: float | None, unit: str, state: State) -> list[Component]:
    """How a number stands today under new limits."""
    if value is None:
        said = html.P(t(N_("There are too few cases in the last 12 weeks to say how it stands.")))
    else:
        words = t(N_("Over the last 12 weeks it is {value}:"), value=value_words(value, unit))
        said = html.P([f"{words} ", state_words(state)])
    return [html.Div([said, html.P(t(N_("Nothing was saved yet.")))], className="preview")]
