"""The questions of the page on meldingen, from wherever they live."""

from queries.ages import ageing, oldest_open, open_ages, overdue_open
from queries.channels import channel_mix_by_month, first_contact
from queries.counts import FOLLOW_UP_DAYS, closed, received, reopened, stock, stock_by_week
from queries.curve import time_to_close, time_to_close_curve, time_to_close_last_year
from queries.decisions import decision_timing
from queries.informing import informed, informed_by_channel
from queries.lead import cohort_lead_time, lead_time, lead_time_by_week
from queries.names import members
from queries.nearest import nearest_period
from queries.on_time import on_time, on_time_by_service, on_time_compared
from queries.phases import advisers, phase_parts, task_times
from queries.routing import auto_routing, flows, forwarding
from queries.targets import targets

__all__ = [
    "FOLLOW_UP_DAYS",
    "advisers",
    "ageing",
    "auto_routing",
    "channel_mix_by_month",
    "closed",
    "cohort_lead_time",
    "decision_timing",
    "first_contact",
    "flows",
    "forwarding",
    "informed",
    "informed_by_channel",
    "lead_time",
    "lead_time_by_week",
    "members",
    "nearest_period",
    "oldest_open",
    "on_time",
    "on_time_by_service",
    "on_time_compared",
    "open_ages",
    "overdue_open",
    "phase_parts",
    "received",
    "reopened",
    "stock",
    "stock_by_week",
    "targets",
    "task_times",
    "time_to_close",
    "time_to_close_curve",
    "time_to_close_last_year",
]
