"""Own services beside each other: shares with the limits of chance, no league table."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from queries.filters import Filters, Scope
from queries.limits import CENTRAL_95, CENTRAL_998, funnel_limits
from queries.on_time import on_time_by_service


def funnel(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The share handled on time of each service against the number of cases.

    Columns: label (name of the service; null without), code, numerator, denominator (counts), overall (share of all
    together), low95, high95, low998, high998 (limits around `overall`, shares 0 to 1), outside ('', '95' or '998': the
    widest limits it lies outside of); by denominator, most first.
    """
    found = on_time_by_service(db, scope, filters)
    named = {"service": "label", "on_time": "numerator", "n": "denominator"}
    return with_limits(found.rename(columns=named)[["label", "code", "numerator", "denominator"]])


def with_limits(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares (label, code, numerator, denominator) with the limits around the share of all together."""
    cases = int(frame["denominator"].sum())
    overall = float(frame["numerator"].sum()) / cases if cases else 0.0
    rows = [row | _limits(overall, int(row["numerator"]), int(row["denominator"])) for row in frame.to_dict("records")]
    columns = [*frame.columns, "overall", "low95", "high95", "low998", "high998", "outside"]
    return pd.DataFrame(rows, columns=columns)


def _limits(overall: float, numerator: int, denominator: int) -> dict[str, Any]:
    (low95, high95), (low998, high998) = (
        funnel_limits(overall, denominator, central) for central in (CENTRAL_95, CENTRAL_998)
    )
    share = numerator / denominator
    outside = "" if low95 <= share <= high95 else "95" if low998 <= share <= high998 else "998"
    limits = {"low95": low95, "high95": high95, "low998": low998, "high998": high998}
    return {"overall": overall, "outside": outside} | limits
