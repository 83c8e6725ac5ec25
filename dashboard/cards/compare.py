"""The cards that put municipalities beside each other: on fixed grains, with small numbers withheld."""

from typing import Any

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts.compare import per_inhabitants, side_by_side
from dashboard.charts.compare_lead import grain_in_words
from dashboard.charts.compare_months import category_name, per_inhabitants_by_category, per_inhabitants_by_month
from dashboard.components.card_parts import Group
from queries import region

_SHARED: dict[str, Any] = {
    "permission": Permission.SEE_REGION,
    "sensitivity": N_("for the region, small numbers withheld"),
    "reads": region.grain,
    "words": grain_in_words,
}
CARDS = (
    Card(
        id="received",
        title=N_("Received per 1,000 inhabitants"),
        measures=("received",),
        query=region.received,
        build=lambda df, filters: per_inhabitants(df),
        height=420,
        **_SHARED,
    ),
    Card(
        id="by-month",
        title=N_("Received per 1,000 inhabitants, by month"),
        measures=("received",),
        query=region.received_by_month,
        build=lambda df, filters: per_inhabitants_by_month(df),
        height=420,
        **_SHARED,
    ),
    Card(
        id="handling",
        title=N_("Handling side by side"),
        measures=("first_answer", "lead_time"),
        query=region.handled,
        build=lambda df, filters: side_by_side(df, categories={code: category_name(code) for code in df["category"]}),
        group=Group.BELOW,
        span=12,
        height=420,
        **_SHARED,
    ),
    Card(
        id="by-category",
        title=N_("Received by category and municipality"),
        measures=("received",),
        query=region.received_by_category,
        build=lambda df, filters: per_inhabitants_by_category(df),
        group=Group.BELOW,
        span=12,
        height=420,
        **_SHARED,
    ),
)
