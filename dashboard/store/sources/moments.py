"""The dates of a chunk as instants, judged: unreadable, impossible, not unique in their time zone."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.dates import ISO, NAT, Parsed, localise, parse
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.mapping_base import FileMapping

_NO_DATE = N_("There is no date in column {column}.")
_UNREADABLE = N_("{column}: {value} is not a date in one of the formats of the mapping.")
_TOO_EARLY = N_("{column}: {value} is before {limit}, the earliest date that the mapping allows.")
_TOO_LATE = N_("{column}: {value} lies in the future.")
_TOO_FAR = N_("{column}: {value} is more than {years} years ahead; dates.deadline_years in the mapping can allow it.")
_AMBIGUOUS = N_("{column}: {value} occurs twice, as the clock was set back; read as the mapping says.")
_NONEXISTENT = N_("{column}: {value} did not exist, as the clock was set forward; read as the hour after it.")
_DAY = np.timedelta64(1, "D")
_LAST_SECOND = np.timedelta64(86_399, "s")


@dataclass(frozen=True)
class Moments:
    """One column of dates as UTC `datetime64[s]`; `day_only`: written without a time; `day`: the day as written."""

    instant: np.ndarray
    day_only: np.ndarray
    day: np.ndarray


class Dates:
    """Reads date columns as the mapping says, as seen at `now`."""

    def __init__(self, mapping: FileMapping, now: datetime, *, iso_first: bool) -> None:
        self.mapping, self.zone = mapping, mapping.zone
        own = tuple(form for form in ISO if iso_first and form not in mapping.dates.formats)
        self.formats = own + mapping.dates.formats
        local = now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        self.earliest = np.datetime64(datetime.combine(mapping.dates.earliest, time.min), "s")
        self.latest = np.datetime64(local, "s") + _DAY
        self.furthest = self.latest + np.timedelta64(mapping.dates.deadline_years * 366, "D")

    def read(self, field: str, cells: Cells, judge: Judge, *, needed: bool = False) -> Moments:
        """A column of dates; a date without time is the begin of its day, of a deadline the end."""
        texts = cells.get(field)
        parsed = parse(texts, self.formats)
        if needed:
            judge.refuse(texts == "", _NO_DATE, lambda at: cells.about(field, at))
        judge.refuse(parsed.unreadable, _UNREADABLE, lambda at: cells.about(field, at))
        possible = self._judge_range(field, parsed, cells, judge)
        wall = np.where(possible, parsed.wall, NAT)
        if field == "deadline":
            wall = np.where(parsed.day_only, wall + _LAST_SECOND, wall)
        bounded = Parsed(wall, parsed.unreadable, parsed.day_only, parsed.zoned)
        local = localise(bounded, self.zone, second=self.mapping.dates.ambiguous == "second")
        judge.suspect(local.ambiguous, _AMBIGUOUS, lambda at: cells.about(field, at))
        judge.suspect(local.nonexistent, _NONEXISTENT, lambda at: cells.about(field, at))
        return Moments(local.instant, parsed.day_only, wall.astype("datetime64[D]"))

    def as_of(self, texts: np.ndarray) -> np.ndarray:
        """Instants of the column as_of, once per distinct text; a day counts to its end."""
        parsed = parse(np.unique(texts.astype(str)).astype(object), self.formats)
        wall = np.where(parsed.day_only, parsed.wall + _LAST_SECOND, parsed.wall)
        wall = np.where((wall >= self.earliest) & (wall <= self.furthest), wall, NAT)
        return localise(Parsed(wall, parsed.unreadable, parsed.day_only, parsed.zoned), self.zone).instant

    def _judge_range(self, field: str, parsed: Parsed, cells: Cells, judge: Judge) -> np.ndarray:
        early, late = parsed.wall < self.earliest, parsed.wall > self.latest
        limit, years = self.mapping.dates.earliest, self.mapping.dates.deadline_years
        judge.refuse(early, _TOO_EARLY, lambda at: cells.about(field, at) | {"limit": limit.isoformat()})
        if field == "deadline":
            late = parsed.wall > self.furthest
            judge.refuse(late, _TOO_FAR, lambda at: cells.about(field, at) | {"years": years})
        else:
            judge.refuse(late, _TOO_LATE, lambda at: cells.about(field, at))
        return ~(early | late)


def after_receipt(moments: Moments, received: Moments) -> np.ndarray:
    """Instants of a step; one that is written as a day only, the day of receipt, is the moment of receipt."""
    same_day = moments.day_only & (moments.day == received.day) & (moments.instant < received.instant)
    return np.where(same_day, received.instant, moments.instant)
