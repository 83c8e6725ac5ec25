"""Scores over time, beside what they should be. Apart from `queries.satisfaction`, on which the registry builds."""

import pandas as pd
from sqlalchemy import Connection

from queries.filters import Filters, Scope
from queries.satisfaction import satisfaction_by_month
from queries.targets import target_of, targets


def satisfaction_trend(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """`satisfaction_by_month` with target: the mean that is wanted at the end of the period, null without a target."""
    goal = target_of(targets(db, scope, filters), "satisfaction")
    return satisfaction_by_month(db, scope, filters).assign(target=None if goal is None else goal.goal)
