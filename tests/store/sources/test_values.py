"""Messages quote dates, numbers and codes; of any other text they say how long it is."""

import json

import pytest

from config.language import t
from dashboard.store.sources.values import for_message

QUOTED = """1900-01-01
0000-00-00
2026-11-22T10:00:00+01:00
2026-11-22 10:00:00.123456 Z
2024-01-03 09:00:00.123456+00
01/02/2026 9:00
31.12.26
20261122
20261122101500
10:30
1 mei
12 november 2026 10:30
zo 22 nov 2026
2026-0001
M-26-1
123456
-3.725
51,0543421
51.05, 3.72
POINT (3.72 51.05)
(104500.12 193800)
n/a
?"""
HIDDEN = """Put in de weg voor de school
Jan Peeters
Peeters
jan.peeters@example.org
jp@x.be
0470 12 34 56
0470123456
0470/12.34.56
+32 470 12 34 56
+31 6 12345678
0612345678
470123456
85.07.30-033.28
85073003328
Kerkstraat 12
Kerkstraat12
x1@y.be
12 meldingen in mei"""


@pytest.mark.parametrize("text", QUOTED.splitlines())
def test_dates_numbers_and_codes_are_quoted(text: str) -> None:
    assert for_message(text) == text
    assert for_message(f"  {text} ", word=True) == text


@pytest.mark.parametrize("text", HIDDEN.splitlines())
def test_what_may_tell_of_a_person_or_a_case_is_not(text: str) -> None:
    kept = json.loads(json.dumps(for_message(text)))
    assert text not in str(kept)
    assert t("{value}.", "nl", value=kept) == f"(tekst van {len(text)} tekens)."
    assert t("{value}.", "en", value=kept) == f"(text of {len(text)} characters)."


def test_one_word_stands_where_a_column_holds_words_of_a_list() -> None:
    assert for_message("Zoekgeraakt", word=True) == "Zoekgeraakt"
    assert for_message("half-open", word=True) == "half-open"
    assert for_message("Jan Peeters", word=True) != "Jan Peeters"
