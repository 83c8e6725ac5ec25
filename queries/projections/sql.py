"""Pieces of SQL that every chain of the projection is made of."""

from config.grid import Grid, edges


def bucket(expression: str, grid: Grid) -> str:
    """SQL for the first edge not below a whole number: the count of edges below it."""
    array = ",".join(map(str, edges(grid)))
    return f"width_bucket(({expression})::bigint - 1, '{{{array}}}'::bigint[])"


def day(expression: str) -> str:
    """SQL for the local day of an instant, where a `time_zone` is at hand."""
    return f"({expression} AT TIME ZONE time_zone)::date"


def working(begun: str, ended: str) -> str:
    """SQL for the working days between two local days, given the aliases of their rows of `calendar`."""
    return f"{ended}.working_no - {begun}.working_no"


def on_calendar(alias: str, day_: str, organisation: str) -> str:
    """A join to the calendar row of a local day."""
    return f"LEFT JOIN calendar {alias} ON {alias}.organisation_id = {organisation} AND {alias}.day = {day_}"
