"""Where what asks for attention leads, on a page or in a mail; and what each role finds first on the overview."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qs

from config.kinds import Role
from dashboard.charts.picks import address_of
from dashboard.components.attention_words import WORK
from dashboard.components.card_parts import heading_id
from queries.accounts import Person
from queries.attention import Line
from queries.filters import Filters

MELDINGEN, SATISFACTION, QUALITY = "/meldingen", "/tevredenheid", "/beheer/kwaliteit"
PROPOSALS, MODERATION, MOTIVATION = "/voorstellen", "/moderatie", "/motivering"
_PAGES_OF_LINES = {
    Line.LOW_SCORES: SATISFACTION,
    Line.MODERATION_LATE: PROPOSALS,
    Line.UNMOTIVATED: MOTIVATION,
    Line.NOT_STARTED: PROPOSALS,
}
_CARDS_OF_LINES = {
    Line.OVERDUE: ("meldingen", "overdue"),
    Line.SLOW_ADVICE: ("meldingen", "advice"),
    Line.ADVICE: ("meldingen", "advice"),
    Line.NO_ANSWER: ("meldingen", "informed"),
    Line.DECISIONS_WAITING: ("meldingen", "decisions"),
    Line.LOW_SCORES: ("tevredenheid", "low"),
    Line.MODERATION_LATE: ("voorstellen", "steps"),
    Line.UNMOTIVATED: ("motivering", "explanation"),
    Line.NOT_STARTED: ("voorstellen", "not-started"),
}
"""The page and card that show the rows of a line, or what is closest to them."""
CARDS_OF_PATHS = {
    "/": "overview",
    "/meldingen": "meldingen",
    "/meldingen-kaart": "meldingen-kaart",
    "/tevredenheid": "tevredenheid",
    "/vergelijk": "vergelijk",
    "/voorstellen": "voorstellen",
    "/motivering": "motivering",
    "/klimaat": "klimaat",
}
"""The pages whose cards a mail can tell of, by address. The region's are not: they are compared in fixed grains."""
Way = Callable[[str], str]
"""The address of a page for a reader; empty when they have no such page."""


class View(StrEnum):
    """What somebody finds on the overview."""

    LEADER = "leader"
    ALDERMAN = "alderman"
    WORKER = "worker"
    COUNCIL = "council"


_VIEWS = (
    (View.LEADER, {Role.ALGEMEEN_DIRECTEUR, Role.BURGEMEESTER}),
    (View.ALDERMAN, {Role.SCHEPEN}),
    (View.WORKER, {Role.DIENSTHOOFD, Role.MEDEWERKER}),
)


def view_of(person: Person) -> View:
    """The widest view that any role gives."""
    return next((view for view, roles in _VIEWS if roles.intersection(person.roles)), View.COUNCIL)


def line_address(
    line: Line,
    narrow: Mapping[str, str],
    filters: Filters,
    today: date,
    *,
    way: Way,
    has: Callable[[str, str], bool],
) -> str:
    """Where a line leads: to the meldingen it counts, what is wrong with the data to those who mend it, and what waits
    for moderation to those who judge it (to others: what is told of it). `has`: whether a page has a card."""
    if line not in WORK and (managed := way(QUALITY)):
        return managed
    if line not in WORK and not narrow:
        return ""
    if line is Line.MODERATION_LATE and (judged := way(MODERATION)):
        return judged
    if narrow:
        filters = Filters.from_query(
            parse_qs(filters.to_query()) | {name: [code] for name, code in narrow.items()}, today
        )
    page = way(_PAGES_OF_LINES.get(line, MELDINGEN))
    found = page + address_of(filters) if page else ""
    place = _CARDS_OF_LINES.get(line, ("", ""))
    return f"{found}#{heading_id(*place)}" if found and has(*place) else found
