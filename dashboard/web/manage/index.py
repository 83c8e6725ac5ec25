"""How each part of /beheer stands."""

from dashboard.components.manage import (
    appearance,
    areas,
    calendar,
    climate,
    dimensions,
    log,
    mail,
    norms,
    people,
    quality,
    reasons,
    retention,
    runs,
    targets,
)
from dashboard.components.manage.frame import PARTS
from dashboard.components.manage.index import Line
from dashboard.web.manage.appearance import chosen_by
from dashboard.web.manage.areas import area_rows
from dashboard.web.manage.calendar import calendar_rows
from dashboard.web.manage.climate import reading_rows
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.dimensions import member_rows
from dashboard.web.manage.log import log_rows
from dashboard.web.manage.mail import count_rows, sends
from dashboard.web.manage.norms import norm_rows
from dashboard.web.manage.people import person_rows
from dashboard.web.manage.quality import lack_rows
from dashboard.web.manage.reasons import reason_rows
from dashboard.web.manage.retention import erased_rows
from dashboard.web.manage.runs import source_rows
from dashboard.web.manage.targets import target_rows

_PATHS = {part.page: part for part in PARTS}


def lines(desk: Desk) -> list[Line]:
    """A line for each part but the overview itself, in the order of the way through them."""
    return [
        _people(desk),
        *_dimensions(desk),
        _areas(desk),
        _norms(desk),
        _calendar(desk),
        _targets(desk),
        _climate(desk),
        _line(reasons.PAGE, reasons.lead(reason_rows(desk))),
        *_data(desk),
        _line(retention.PAGE, retention.last_words(erased_rows(desk), desk.town.zone)),
        _mail(desk),
        _log(desk),
    ]


def _line(page: str, sentence: str, asks: int = 0, *, bad: bool = False) -> Line:
    part = _PATHS[page]
    return Line(part.path, part.name, sentence, asks, bad)


def _people(desk: Desk) -> Line:
    rows = person_rows(desk)
    return _line(people.PAGE, people.lead(rows, desk.today, desk.now), people.asking(rows, desk.today, desk.now))


def _dimensions(desk: Desk) -> list[Line]:
    kinds = (dimensions.SERVICES, dimensions.CATEGORIES)
    return [_line(words.page, dimensions.lead(words, member_rows(desk, words.kind))) for words in kinds]


def _areas(desk: Desk) -> Line:
    rows, _, placeless, deciding = area_rows(desk)
    return _line(areas.PAGE, areas.lead(rows, deciding, placeless))


def _norms(desk: Desk) -> Line:
    rows, without = norm_rows(desk)
    return _line(norms.PAGE, norms.lead(rows, without, desk.today), without)


def _calendar(desk: Desk) -> Line:
    own, last = calendar_rows(desk)
    return _line(calendar.PAGE, calendar.lead(own, desk.today.year, last))


def _targets(desk: Desk) -> Line:
    return _line(targets.PAGE, targets.lead(target_rows(desk), desk.today))


def _climate(desk: Desk) -> Line:
    return _line(climate.PAGE, climate.lead(reading_rows(desk)))


def _data(desk: Desk) -> list[Line]:
    sources, lacks = source_rows(desk), lack_rows(desk)
    late = int(sources["late"].astype(bool).sum())
    asks = late + int((sources["refused"] > 0).sum())
    most = quality.largest(lacks)
    return [_line(runs.PAGE, runs.lead(sources), asks, bad=bool(late)), _line(quality.PAGE, quality.lead(lacks), most)]


def _appearance(desk: Desk) -> Line:
    return _line(appearance.PAGE, appearance.lead(chosen_by(desk)))


def _mail(desk: Desk) -> Line:
    counts = count_rows(desk)
    return _line(mail.PAGE, mail.lead(counts, sends=sends()), mail.asking(counts))


def _log(desk: Desk) -> Line:
    return _line(log.PAGE, log.lead(log_rows(desk, limit=1), desk.town.zone))
