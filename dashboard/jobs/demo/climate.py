"""What the demo's town realised for the climate pact outside this database: invented, as other registers would tell."""

from collections.abc import Iterator
from datetime import date

from dashboard.store.describing import NewReading

_GREEN = "Groenblauwpeil (demo)"
_CHARGING = "Register van publieke laadpunten (demo)"


def readings(today: date) -> Iterator[NewReading]:
    """Totals at the end of the last year before `today`, in the units of the pact."""
    day = date(today.year - 1, 12, 31)
    yield NewReading("trees", day, 52_300, False, _GREEN)
    yield NewReading("hedge_m", day, 19_800, True, _GREEN)
    yield NewReading("depaving_m2", day, 24_600, True, _GREEN)
    yield NewReading("rainwater_l", day, 31_200, False, _GREEN)
    yield NewReading("charge_points", day, 640, False, _CHARGING)
