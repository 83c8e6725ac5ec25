"""What the reader of a map asks of it, and may see."""

from dataclasses import dataclass, replace

from config.kinds import Permission
from dashboard.components.filter_parts import About
from dashboard.web.auth import require
from dashboard.web.map_look import Look
from queries import atlas
from queries.filters import Scope

PERMISSIONS = {About.PROPOSALS: Permission.SEE_PROPOSALS, About.MELDINGEN: Permission.SEE_MELDINGEN}


@dataclass(frozen=True)
class Sight:
    """What a reader asks of a map and may see: its look, where it counts, and where meldingen beside proposals do."""

    look: Look
    scope: Scope
    meldingen: Scope | None = None


def sight_of(search: str | None, about: About) -> Sight:
    """Of an address, for who asks. Meldingen on the very spot of a proposal are for who may see single ones; for others
    the colour is the usual one. Raises Forbidden."""
    person, look = require(PERMISSIONS[about]), Look.of(search or "", about)
    meldingen = person.scope(Permission.SEE_CASES) if person.may(Permission.SEE_CASES) else None
    if meldingen is None and look.colour == atlas.MELDINGEN:
        look = replace(look, colour=atlas.COUNT)
    return Sight(look, person.scope(PERMISSIONS[about]), meldingen)
