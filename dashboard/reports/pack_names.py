"""Names of the files of a publication pack; apart, because a page that gives one makes none."""

import re

from dashboard.reports.tables import file_name

_PREFIX = "embargo-"
_OTHER = re.compile(r"[^0-9A-Za-z]+")


def name_of(what: str, ref: str, ending: str, *, public: bool) -> str:
    """'embargo-lijst-najaar.csv'; of a round only what every system can have in a name."""
    plain = _OTHER.sub("-", ref).strip("-").lower()[:60] or "ronde"
    return ("" if public else _PREFIX) + file_name((what, plain), ending)
