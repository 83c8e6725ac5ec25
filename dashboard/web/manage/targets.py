"""What the buttons of /beheer/doelen do, and the numbers beside the targets."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from config.language import N_, t
from dashboard.components.manage.targets import BETWEEN, DIRECTIONS, SHARE, Form, stands_words, state_of
from dashboard.components.rows import records
from dashboard.store.actions import targets as actions
from dashboard.store.actions.targets import NewTarget
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from dashboard.web.manage.norms import number_in
from queries.filters import Days, Filters, Period, Scope
from queries.manage.people import service_names
from queries.manage.targets import all_targets
from queries.registry import COLUMNS, MEASURES, measure

LONGEST_BASIS = 300
_PERCENT = N_("A share lies between 0 and 100 percent.")
_IN_DAYS = ("working days", "days")
_ORDER = N_("For '{direction}' attention and bad lie beyond the goal, bad the furthest.")


def target_rows(desk: Desk) -> pd.DataFrame:
    """All targets of the organisation at hand."""
    with services().db.read() as db:
        return all_targets(db, desk.town.number)


def service_rows(desk: Desk) -> pd.DataFrame:
    """The services of the organisation at hand."""
    with services().db.read() as db:
        return service_names(db, desk.town.number)


def figures_of(desk: Desk) -> pd.DataFrame:
    """Every number of the registry over the last twelve weeks, in working days."""
    return _figures(desk, _filters(desk))


def _filters(desk: Desk) -> Filters:
    return Filters.for_period(Period.LAST_12_WEEKS, desk.today)


def _figures(desk: Desk, filters: Filters, only: list[str] | None = None) -> pd.DataFrame:
    with services().db.read() as db:
        return measure(db, Scope.whole(desk.town.number), filters, only=only)


def finder(desk: Desk, figures: pd.DataFrame, named: pd.DataFrame) -> Callable[[Any], Any]:
    """Finds the figure of a target: those of all together are known, those of a service or in other days are asked."""
    codes = dict(zip(named["service_id"], named["code"], strict=True))
    known: dict[tuple[str, Any, Any], pd.DataFrame] = {}

    def find(row: Any) -> Any:
        service = None if pd.isna(row.service_id) else int(row.service_id)
        frame = figures
        if service is not None or row.days == Days.CALENDAR:
            key = (row.measure, service, row.days)
            chosen = (codes[service],) if service in codes else ()
            filters = replace(_filters(desk), services=chosen, days=Days(row.days or Days.WORKING))
            known.setdefault(key, _figures(desk, filters, [row.measure]))
            frame = known[key]
        found = frame[(frame["measure"] == row.measure) & (frame["part"] == row.part)]
        return next(iter(records(found)), None)

    return find


def _new(asked: Asked) -> tuple[NewTarget, Any]:
    """The target that was filled in, and its number today."""
    desk, values = asked.desk, asked.values
    figures, named = _figures_named(asked), service_rows(desk)
    choices = [f"{row.measure}{BETWEEN}{row.part}" for row in records(figures)]
    name, _, part = values.choice("number", choices).partition(BETWEEN)
    service = values.choice("service", list(named["code"]), optional=True)
    days, direction = values.one_of("days", Days), values.choice("direction", DIRECTIONS)
    own = figures[(figures["measure"] == name) & (figures["part"] == part)]
    unit = str(own["unit"].iloc[0]) if len(own) else ""
    goal, amber, red = (_limit(asked, field, unit) for field in ("goal", "amber", "red"))
    first, basis = values.day("from", usual=desk.today), values.text("basis", LONGEST_BASIS, optional=True)
    _check_order(asked, direction, goal, amber, red)
    values.done()
    numbers = dict(zip(named["code"], named["service_id"], strict=True))
    service_id = int(numbers[service]) if service else None
    counted = str(days) if unit in _IN_DAYS else None
    limits = (direction, goal, amber, red, first, basis)
    new = NewTarget(desk.town.number, name, part, counted, service_id, *limits)
    filters = replace(_filters(desk), services=(service,) if service else (), days=days)
    return new, _figures(desk, filters, [name])


def _figures_named(asked: Asked) -> pd.DataFrame:
    """The numbers of the measure that was filled in; none where the registry has no such measure."""
    name = asked.values.text("number").partition(BETWEEN)[0]
    if name not in MEASURES:
        return pd.DataFrame(columns=COLUMNS)
    return _figures(asked.desk, _filters(asked.desk), [name])


def _limit(asked: Asked, field: str, unit: str) -> float:
    value = asked.values.decimal(field)
    if unit != SHARE:
        return value
    if not 0 <= value <= 100:
        asked.values.refuse(field, _PERCENT)
    return value / 100


def _check_order(asked: Asked, direction: str, goal: float, amber: float, red: float) -> None:
    steps = (goal, amber, red) if direction == actions.AT_MOST else (red, amber, goal)
    if direction and not steps[0] <= steps[1] <= steps[2]:
        asked.values.refuse("red", _ORDER, direction=t(DIRECTIONS[direction]))


def _preview(asked: Asked) -> Told:
    new, figures = _new(asked)
    own = figures[figures["part"] == new.part]
    value = None if own.empty or pd.isna(own["value"].iloc[0]) else float(own["value"].iloc[0])
    unit = str(own["unit"].iloc[0]) if len(own) else SHARE
    return Told(stands_words(value, unit, state_of(value, new.direction, new.amber, new.red)))


def _save(asked: Asked) -> Done:
    new, _ = _new(asked)
    actions.set_target(writer=services().writer, clock=services().clock, actor=asked.desk.actor, new=new)
    return Done(t(N_("The target was saved.")))


def _end(asked: Asked) -> Done:
    last = asked.values.day("until", usual=asked.desk.today)
    asked.values.done()
    said: dict[str, Any] = {"writer": services().writer, "clock": services().clock, "actor": asked.desk.actor}
    number, target = asked.desk.town.number, number_in(asked.subject)
    actions.end_target(organisation_id=number, target_id=target, last_day=last, **said)
    return Done(t(N_("The end of the target was saved.")))


ACTS: Acts = {(Form.NEW, "preview"): _preview, (Form.NEW, "save"): _save, (Form.END, "save"): _end}
