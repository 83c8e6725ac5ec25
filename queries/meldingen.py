"""The questions of the page on meldingen, from wherever they live."""

from queries.ages import ageing, oldest_open, open_ages, overdue_open
from queries.counts import FOLLOW_UP_DAYS, closed, received, reopened, stock, stock_by_week
from queries.lead import cohort_lead_time, lead_time, lead_time_by_week
from queries.nearest import nearest_period
from queries.on_time import on_time, on_time_by_service, on_time_compared

__all__ = [
    "FOLLOW_UP_DAYS",
    "ageing",
    "closed",
    "cohort_lead_time",
    "lead_time",
    "lead_time_by_week",
    "nearest_period",
    "oldest_open",
    "on_time",
    "on_time_by_service",
    "on_time_compared",
    "open_ages",
    "overdue_open",
    "received",
    "reopened",
    "stock",
    "stock_by_week",
]
