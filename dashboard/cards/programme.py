"""The cards on the priority actions of the programme."""

from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts.programme import action_list, action_states
from queries.programme import actions

CARDS = (
    Card(
        id="states",
        title=N_("Priority actions by state"),
        measures=(),
        query=actions,
        build=lambda df, _filters: action_states(df),
    ),
    Card(
        id="actions",
        title=N_("Each priority action"),
        measures=(),
        query=actions,
        build=lambda df, _filters: action_list(df),
        span=12,
    ),
)
