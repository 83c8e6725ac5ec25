"""The opening sentences say what the figures say, also when they are few."""

from datetime import date

import pandas as pd
import pytest

from config.kinds import MeldingKind
from config.language import use_language
from dashboard.charts.lead import Lead
from dashboard.charts.meldingen_lead import meldingen_lead
from queries.filters import Filters
from queries.phases import PARTS


def phases(*rows):
    return pd.DataFrame(rows, columns=["service", "n", *PARTS])


def lead(start, received, reopened, closed, kind=MeldingKind.MELDING, spent=()):
    row = {"open_start": start, "received": received, "reopened": reopened, "closed": closed}
    frame = pd.DataFrame([row | {"open_end": start + received + reopened - closed}])
    return meldingen_lead(frame, phases(*spent), Filters(date(2026, 9, 1), date(2026, 9, 30), kind=kind))


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


WAITS = ("Mobiliteit", 100, 1, 4, 1, 9, 3, 2)
WORKS = ("Netheid", 100, 1, 8, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("spent", "news"),
    [
        ((WAITS,), "Wachten op anderen kost de meeste tijd."),
        ((WAITS, (*WORKS[:3], 9, *WORKS[4:])), "De eigen behandeling kost de meeste tijd."),
        ((("Groen", 9, 1, 1, 0, 0, 0, 3),), "Wachten op de melder kost de meeste tijd."),
        ((WAITS, (*WORKS[:3], 7, *WORKS[4:])), "De stock groeit."),
        ((("Klein", 4, 9, 9, 9, 9, 9, 9),), "De stock groeit."),
    ],
)
def test_where_most_time_goes_is_said_only_when_one_part_leads(spent, news):
    assert lead(286, 842, 23, 803, spent=spent).news == news


def test_the_service_that_waits_most_is_named_with_its_share():
    said = lead(286, 842, 23, 803, spent=(WORKS, WAITS)).more
    assert said.endswith("803 werden gesloten. Bij Mobiliteit gaat 50\u202f% van de tijd naar extern advies.")
    assert lead(286, 842, 23, 803, spent=(WORKS,)).more.endswith("803 werden gesloten.")
