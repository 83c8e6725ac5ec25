"""Words for the units in which durations are told; English sentences of the catalogue."""

from config.language import N_
from queries.filters import Days

DAY_UNITS = {Days.WORKING: N_("working days"), Days.CALENDAR: N_("days")}
