"""Own services beside each other: shares with the limits of chance, no league table."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from queries.filters import Filters, Scope
from queries.informing import informed_by_service
from queries.limits import CENTRAL_95, CENTRAL_998, funnel_limits
from queries.on_time import on_time_by_service
from queries.reopening import reopened_by_service
from queries.satisfaction import satisfied_by_service


def funnel_on_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The share handled on time of each service against the number of cases judged.

    Columns: label (name of the service; null without), code, numerator, denominator (counts), overall (share of all
    together), low95, high95, low998, high998 (limits around `overall`, shares 0 to 1), outside ('', '95' or '998': the
    widest limits it lies outside of); by denominator, most first.
    """
    return _funnel(on_time_by_service(db, scope, filters), numerator="on_time", denominator="n")


def funnel_reopened(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The share of closings that were reopened within 30 days. Columns: as of `funnel_on_time`."""
    return _funnel(reopened_by_service(db, scope, filters), numerator="again", denominator="n")


def funnel_informed(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The share of moments of which the citizen was told in time. Columns: as of `funnel_on_time`."""
    return _funnel(informed_by_service(db, scope, filters), numerator="told_in_time", denominator="due")


def funnel_satisfied(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The share of scores of 4 or 5. Columns: as of `funnel_on_time`."""
    return _funnel(satisfied_by_service(db, scope, filters), numerator="good", denominator="scored")


def _funnel(found: pd.DataFrame, *, numerator: str, denominator: str) -> pd.DataFrame:
    columns = {"service": "label", "code": "code", numerator: "numerator", denominator: "denominator"}
    counted = found.rename(columns=columns)[list(columns.values())]
    counted = counted[counted["denominator"] > 0]
    return with_limits(counted.sort_values(["denominator", "label"], ascending=[False, True], kind="stable"))


def with_limits(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares (label, code, numerator, denominator) with the limits around the share of all together."""
    cases = int(frame["denominator"].sum())
    overall = float(frame["numerator"].sum()) / cases if cases else 0.0
    pairs = zip(frame["numerator"], frame["denominator"], strict=True)
    rows = [_limits(overall, int(numerator), int(denominator)) for numerator, denominator in pairs]
    columns = ["overall", "low95", "high95", "low998", "high998", "outside"]
    whole = frame.reset_index(
        drop=True
    )  # as it is: made anew from rows, a name that is missing would no longer be None
    return whole.join(pd.DataFrame(rows, columns=columns))


def _limits(overall: float, numerator: int, denominator: int) -> dict[str, Any]:
    (low95, high95), (low998, high998) = (
        funnel_limits(overall, denominator, central) for central in (CENTRAL_95, CENTRAL_998)
    )
    share = numerator / denominator
    outside = "" if low95 <= share <= high95 else "95" if low998 <= share <= high998 else "998"
    limits = {"low95": low95, "high95": high95, "low998": low998, "high998": high998}
    return {"overall": overall, "outside": outside} | limits
