"""The cards on meldingen: what came in, what was closed, how long it took, where it waited and what is left."""

from functools import partial

import pandas as pd

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts import meldingen as charts
from dashboard.charts.meldingen_ageing import ageing
from dashboard.charts.meldingen_channels import channels, first_contact
from dashboard.charts.meldingen_curve import time_to_close
from dashboard.charts.meldingen_decisions import decision_timing
from dashboard.charts.meldingen_flows import flows
from dashboard.charts.meldingen_informed import informed
from dashboard.charts.meldingen_lead_time import lead_time_by_week
from dashboard.charts.meldingen_oldest import oldest_open, overdue_open
from dashboard.charts.meldingen_partners import adviser_times, task_times
from dashboard.charts.meldingen_phases import phase_times
from dashboard.charts.meldingen_routing import auto_routing
from dashboard.charts.picks import address_of, category_picks, month_pick, service_picks, week_pick
from dashboard.charts.spec import ChartSpec
from dashboard.components.card_parts import Group
from queries import meldingen as queries
from queries.filters import Filters
from queries.measures.talk import NEXT_DAY
from queries.registry import MEASURES
from queries.targets import target_of


def build_on_time(df: pd.DataFrame, _filters: Filters, targets: pd.DataFrame) -> ChartSpec:
    """The judged parts against the target."""
    return charts.on_time(df, smallest_n=MEASURES["on_time"].smallest_n, target=target_of(targets, "on_time"))


def build_curve(df: pd.DataFrame, _filters: Filters, last_year: pd.DataFrame, sizes: pd.DataFrame) -> ChartSpec:
    """The curve of this period beside that of last year."""
    n, still_open = (int(sizes[name].iloc[0]) for name in ("n", "still_open"))
    return time_to_close(df, last_year, n=n, still_open=still_open)


def build_flows(df: pd.DataFrame, filters: Filters, totals: pd.DataFrame, members: pd.DataFrame) -> ChartSpec:
    """From intake to outcome; services and categories can be chosen."""
    services, categories = service_picks(members, filters), category_picks(members, filters)
    return flows(df, totals, days=filters.days, services=services, categories=categories)


def build_lead_time(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    """Weeks can be chosen."""
    least = MEASURES["lead_time"].smallest_n
    pick = partial(week_pick, filters=filters)
    return lead_time_by_week(df, days=filters.days, population=filters.population, smallest_n=least, pick=pick)


CARDS = (
    Card(
        id="stock",
        title=N_("Reconciliation of the stock"),
        measures=("open", "received", "reopened", "closed"),
        query=queries.stock,
        nearest=queries.nearest_period,
        build=lambda df, filters: charts.stock(df),
        span=7,
    ),
    Card(
        id="on-time",
        title=N_("Handled on time"),
        measures=("on_time",),
        query=queries.on_time_compared,
        more={"targets": queries.targets},
        nearest=queries.nearest_period,
        build=build_on_time,
        span=5,
    ),
    Card(
        id="time-to-close",
        title=N_("Share resolved, by days since receipt"),
        measures=("time_to_close_curve",),
        query=queries.time_to_close_curve,
        more={"last_year": queries.time_to_close_last_year, "sizes": queries.time_to_close},
        nearest=queries.nearest_period,
        build=build_curve,
        height=288,
    ),
    Card(
        id="ageing",
        title=N_("Age of the open meldingen"),
        measures=("open_age",),
        query=queries.ageing,
        build=lambda df, filters: ageing(df, days=filters.days),
        against=("open_age", "median"),
        height=288,
    ),
    Card(
        id="phases",
        title=N_("Where the time goes: mean per melding and phase"),
        measures=("phase_time",),
        query=queries.phase_parts,
        more={"members": queries.members},
        nearest=queries.nearest_period,
        build=lambda df, filters, members: phase_times(df, days=filters.days, picks=service_picks(members, filters)),
        group=Group.BELOW,
        span=12,
    ),
    Card(
        id="advice",
        title=N_("Advice, by who was asked"),
        measures=("advice",),
        query=queries.advisers,
        build=lambda df, filters: adviser_times(df, days=filters.days),
        group=Group.BELOW,
    ),
    Card(
        id="tasks",
        title=N_("Tasks, by who does them"),
        measures=("tasks",),
        query=queries.task_times,
        build=lambda df, filters: task_times(df, days=filters.days),
        group=Group.BELOW,
    ),
    Card(
        id="flows",
        title=N_("From intake to outcome: closed meldingen"),
        measures=("forwarding",),
        query=queries.flows,
        more={"totals": queries.forwarding, "members": queries.members},
        nearest=queries.nearest_period,
        build=build_flows,
        against=("forwarding", ""),
        group=Group.BELOW,
        span=12,
        height=380,
    ),
    Card(
        id="informed",
        title=N_("Told in time"),
        measures=("informed", "first_answer"),
        query=queries.informed,
        more={"channels": queries.informed_by_channel},
        nearest=queries.nearest_period,
        build=lambda df, filters, channels: informed(df, channels),
        against=("informed", ""),
        group=Group.BELOW,
    ),
    Card(
        id="decisions",
        title=N_("From ready for a decision to told"),
        measures=("decision_timing",),
        query=queries.decision_timing,
        build=lambda df, filters: decision_timing(df),
        against=("decision_timing", NEXT_DAY),
        group=Group.BELOW,
    ),
    Card(
        id="channels",
        title=N_("How meldingen come in"),
        measures=("channel_mix",),
        query=queries.channel_mix_by_month,
        nearest=queries.nearest_period,
        build=lambda df, filters: channels(df, pick=partial(month_pick, filters=filters)),
        group=Group.BELOW,
        rows=2,
    ),
    Card(
        id="first-contact",
        title=N_("Answered at first contact"),
        measures=("first_contact_resolution",),
        query=queries.first_contact,
        build=lambda df, filters: first_contact(df),
        against=("first_contact_resolution", ""),
        group=Group.BELOW,
        height=104,
    ),
    Card(
        id="routing",
        title=N_("Sent to the right service at once"),
        measures=("auto_routing",),
        query=queries.auto_routing,
        build=lambda df, filters: auto_routing(df),
        against=("auto_routing", ""),
        group=Group.BELOW,
        height=104,
    ),
    Card(
        id="lead-time",
        title=N_("Lead time by week"),
        measures=("lead_time", "cohort_lead_time"),
        query=queries.lead_time_by_week,
        nearest=queries.nearest_period,
        build=build_lead_time,
        annotated=True,
        against=("lead_time", "median"),
        group=Group.BELOW,
        span=12,
        height=288,
    ),
    Card(
        id="overdue",
        title=N_("Longest overdue"),
        measures=("on_time", "open_age"),
        query=queries.overdue_open,
        build=lambda df, filters: overdue_open(df, days=filters.days, search=address_of(filters)),
        group=Group.BELOW,
        permission=Permission.SEE_CASES,
        span=12,
        height=600,
    ),
    Card(
        id="oldest",
        title=N_("Oldest open meldingen"),
        measures=("open_age",),
        query=queries.oldest_open,
        build=lambda df, filters: oldest_open(df, days=filters.days, search=address_of(filters)),
        group=Group.BELOW,
        permission=Permission.SEE_CASES,
        span=12,
        height=600,
    ),
)
