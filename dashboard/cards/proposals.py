"""The chart cards of the page on proposals; the page declares them."""

import pandas as pd

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.cards.choices import CHOSEN, NOT_STARTED
from dashboard.charts.picks import theme_picks
from dashboard.charts.proposals import months, themes, votes_by_month
from dashboard.charts.proposals_equity import equity
from dashboard.charts.proposals_steps import steps
from dashboard.charts.spec import ChartSpec
from dashboard.components.card_parts import Group
from queries import equity as spread
from queries import proposal_steps, proposals
from queries.filters import Filters
from queries.nearest import nearest_period_of_proposals
from queries.registry import MEASURES


def build_equity(df: pd.DataFrame, _filters: Filters, whole: pd.DataFrame) -> ChartSpec:
    """Neighbourhoods beside the average."""
    return equity(df, whole, smallest_n=MEASURES["proposals_equity"].smallest_n)


def build_steps(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    """Times and ages in the days of the filters."""
    return steps(df, days=filters.days, smallest_n=MEASURES["proposal_steps"].smallest_n)


CARDS = (
    Card(
        id="equity",
        title=N_("Proposals per 1,000 inhabitants, per neighbourhood"),
        measures=("proposals_equity",),
        query=spread.equity_by_area,
        more={"whole": spread.equity},
        nearest=nearest_period_of_proposals,
        build=build_equity,
        group=Group.BELOW,
        permission=Permission.SEE_PROPOSALS,
        height=480,
    ),
    Card(
        id="themes",
        title=N_("Proposals per theme and what follows from them"),
        measures=("proposals",),
        query=proposals.by_theme,
        nearest=nearest_period_of_proposals,
        build=lambda df, filters: themes(df, picks=theme_picks(df, filters)),
        group=Group.BELOW,
        permission=Permission.SEE_PROPOSALS,
    ),
    Card(
        id="steps",
        title=N_("From submission to answer and choice"),
        measures=("proposals_moderation", "proposal_first_answer", "proposal_steps"),
        query=proposal_steps.step_times,
        build=build_steps,
        against=("proposals_moderation", "median"),
        group=Group.BELOW,
        permission=Permission.SEE_PROPOSALS,
    ),
    Card(
        id="months",
        title=N_("Submitted, published and refused per month"),
        measures=("proposals", "proposals_moderation"),
        query=proposals.by_month,
        build=lambda df, filters: months(df),
        group=Group.BELOW,
        permission=Permission.SEE_PROPOSALS,
    ),
    CHOSEN,
    Card(
        id="votes",
        title=N_("Votes per month"),
        measures=("proposals",),
        query=proposals.by_month,
        build=lambda df, filters: votes_by_month(df),
        group=Group.BELOW,
        permission=Permission.SEE_PROPOSALS,
    ),
    NOT_STARTED,
)
