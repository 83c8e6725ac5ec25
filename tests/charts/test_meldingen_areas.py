"""Meldingen by neighbourhood: what the bars say, and the sentence over the map."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.lead import Lead
from dashboard.charts.meldingen_areas import areas_lead, by_area
from dashboard.charts.rows import Bars
from queries.filters import Filters

FILTERS = Filters(date(2026, 9, 1), date(2026, 9, 30))


def found(*rows: tuple[str | None, int, float | None]) -> pd.DataFrame:
    told = [{"code": code, "name": code and code.title(), "n": n, "rate": rate} for code, n, rate in rows]
    return pd.DataFrame(told, columns=["code", "name", "n", "rate"])


@pytest.mark.parametrize(
    ("without", "news", "more"),
    [
        (0, "In deze periode ontvangen: 3 meldingen.", ""),
        (1, "In deze periode ontvangen: 4 meldingen.", "1 daarvan ligt in geen gekende wijk."),
        (1200, "In deze periode ontvangen: 1.203 meldingen.", "1.200 daarvan liggen in geen gekende wijk."),
    ],
)
def test_the_map_says_what_it_cannot_show(without: int, news: str, more: str) -> None:
    assert areas_lead(found(("haven", 3, 1.5), (None, without, None)), FILTERS) == Lead(news, more)


def test_bars_carry_number_and_rate() -> None:
    spec = by_area(found(("haven", 1, None), ("centrum", 3, 1.5), (None, 2, None)), FILTERS)
    assert isinstance(spec.content, Bars)
    assert [(bar.label, bar.text) for bar in spec.content.bars] == [
        ("Centrum", "3 · 1,5"),
        ("Zonder wijk", "2"),
        ("Haven", "1"),
    ]
    assert spec.conclusion == "50,0\u202f% van de meldingen komt uit Centrum."
    assert areas_lead(found(("haven", 0, None)), FILTERS).news == "Er zijn geen meldingen in deze periode."
