"""The card on where meldingen come from."""

from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts.meldingen_areas import by_area
from queries.atlas import meldingen_by_area

CARDS = (
    Card(
        id="areas",
        title=N_("Meldingen by neighbourhood"),
        measures=("received",),
        query=meldingen_by_area,
        build=by_area,
        span=12,
        height=560,
    ),
)
