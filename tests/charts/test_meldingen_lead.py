"""The opening sentences say what the figures say, also when they are few."""

from datetime import date

import pandas as pd
import pytest

from config.kinds import MeldingKind
from config.language import use_language
from dashboard.charts.lead import Lead
from dashboard.charts.meldingen_lead import meldingen_lead
from queries.filters import Filters


def lead(start, received, reopened, closed, kind=MeldingKind.MELDING):
    row = {"open_start": start, "received": received, "reopened": reopened, "closed": closed}
    frame = pd.DataFrame([row | {"open_end": start + received + reopened - closed}])
    return meldingen_lead(frame, Filters(date(2026, 9, 1), date(2026, 9, 30), kind=kind))


@pytest.mark.parametrize(
    ("figures", "news", "more"),
    [
        ((286, 842, 23, 803), "De stock groeit.", "Er kwamen 842 meldingen binnen en 803 werden gesloten."),
        ((286, 1842, 0, 2003), "De stock daalt.", "Er kwamen 1.842 meldingen binnen en 2.003 werden gesloten."),
        ((5, 1, 0, 1), "De stock blijft gelijk.", "Er kwam 1 melding binnen en 1 werd gesloten."),
        ((5, 0, 0, 0), "De stock blijft gelijk.", "Er kwamen geen meldingen binnen en er werden er geen gesloten."),
        ((0, 0, 0, 0), "Er zijn geen meldingen in deze periode.", ""),
    ],
)
def test_stock_in_words(figures, news, more):
    assert lead(*figures) == Lead(news, more)


def test_each_kind_by_its_own_name():
    assert lead(1, 2, 0, 0, MeldingKind.KLACHT).more == "Er kwamen 2 klachten binnen en er werden er geen gesloten."
    assert lead(0, 0, 0, 0, MeldingKind.VRAAG).news == "Er zijn geen vragen in deze periode."
    with use_language("en"):
        said = lead(1, 1, 0, 4, MeldingKind.VRAAG)
    assert said == Lead("The stock is shrinking.", "1 question came in and 4 were closed.")
