"""The cards on what citizens think of the handling, and on whether it held."""

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts.satisfaction import By, satisfaction_by, satisfaction_trend
from dashboard.charts.satisfaction_counter import found_solved, reopened_trend
from dashboard.charts.satisfaction_low import low_scores
from dashboard.charts.satisfaction_scores import satisfaction_response, satisfaction_scores
from dashboard.components.card_parts import Group
from queries import reopening, satisfaction
from queries.registry import MEASURES
from queries.satisfaction_trend import satisfaction_trend as scores_by_month

FEWEST = MEASURES["satisfaction"].smallest_n
_TITLES = {
    By.SERVICE: N_("Satisfied by service"),
    By.THEME: N_("Satisfied by theme"),
    By.OUTCOME: N_("Satisfied by outcome"),
    By.CHANNEL: N_("Satisfied by channel of receipt"),
}


def _grouped(by: By, *, group: Group = Group.BELOW, span: int = 6, height: int = 288) -> Card:
    return Card(
        id=f"by-{by}",
        title=_TITLES[by],
        measures=("satisfaction",),
        query=satisfaction.satisfaction_by,
        build=lambda df, filters: satisfaction_by(df, by, smallest_n=FEWEST),
        group=group,
        span=span,
        height=height,
    )


CARDS = (
    Card(
        id="scores",
        title=N_("Scores"),
        measures=("satisfaction",),
        query=satisfaction.satisfaction_scores,
        build=lambda df, filters: satisfaction_scores(df, smallest_n=FEWEST),
        span=5,
    ),
    Card(
        id="trend",
        title=N_("Mean score by month"),
        measures=("satisfaction",),
        query=scores_by_month,
        build=lambda df, filters: satisfaction_trend(df, smallest_n=FEWEST),
        span=7,
    ),
    Card(
        id="response",
        title=N_("Response"),
        measures=("satisfaction",),
        query=satisfaction.satisfaction,
        build=lambda df, filters: satisfaction_response(df, smallest_n=FEWEST),
        span=4,
        height=104,
    ),
    Card(
        id="solved",
        title=N_("Solved according to the citizen"),
        measures=("satisfaction",),
        query=satisfaction.found_solved,
        build=lambda df, filters: found_solved(df, smallest_n=FEWEST),
        span=4,
        height=104,
    ),
    _grouped(By.OUTCOME, group=Group.ABOVE, span=4, height=104),
    _grouped(By.SERVICE),
    _grouped(By.THEME),
    _grouped(By.CHANNEL),
    Card(
        id="reopened",
        title=N_("Reopened within 30 days, by month"),
        measures=("reopened",),
        query=reopening.reopened_by_month,
        build=lambda df, filters: reopened_trend(df, smallest_n=MEASURES["reopened"].smallest_n),
        group=Group.BELOW,
    ),
    Card(
        id="low",
        title=N_("Low scores not yet processed"),
        measures=("satisfaction",),
        query=satisfaction.low_scores,
        build=lambda df, filters: low_scores(df, search=f"?{filters.to_query()}"),
        group=Group.BELOW,
        permission=Permission.SEE_CASES,
        span=12,
        height=400,
    ),
)
