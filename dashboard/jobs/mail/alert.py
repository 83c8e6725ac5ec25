"""An alert: a number of the overview goes beyond its target and stays there, or comes back; each is told once."""

from dataclasses import dataclass

from config.kinds import Direction, Permission
from config.language import N_, t
from config.mail import Crossing
from dashboard.charts.phrases import maybe
from dashboard.charts.spec import display
from dashboard.components.key_figures import KINDS, figure_name
from dashboard.components.kpi_words import basis_words, target_words
from dashboard.jobs.mail.letter import Letter, Line, Section
from dashboard.jobs.mail.reading import NO_ACCESS, LeftOut, Making
from queries.filters import Filters, Period
from queries.registry import measure
from queries.targets import State, Target, state, target_of, targets

_SENTENCES = {
    Crossing.CROSSED: N_("{figure}: beyond the target"),
    Crossing.RECOVERED: N_("{figure}: within the target again"),
}


@dataclass(frozen=True)
class Found:
    """A number as it stands now: its value and cases, and what it should be."""

    value: float | None
    n: float | None
    target: Target | None

    @property
    def standing(self) -> State:
        """Against its target; unknown without one, or with too few cases."""
        return state(self.value, self.target)


def judge(standing: State, *, beyond: bool, run: int, grace: int) -> tuple[Crossing, int]:
    """What a check has to tell, and how many checks in a row now found otherwise than was told last (`beyond`).

    What is unknown counts for neither side: it breaks no row and adds to none.
    """
    if standing is State.UNKNOWN:
        return Crossing.NONE, run
    if (standing is not State.GOOD) == beyond:
        return Crossing.NONE, 0
    if run + 1 < grace:
        return Crossing.NONE, run + 1
    return (Crossing.RECOVERED if beyond else Crossing.CROSSED), run + 1


def find(making: Making) -> Found:
    """The number of an alert, over the period and for all that its reader sees on the overview. Raises LeftOut."""
    if not making.person.may(Permission.SEE_MELDINGEN) or making.due.measure not in KINDS:
        raise LeftOut(NO_ACCESS)
    name, part = making.due.measure, making.due.part or ""
    scope = making.person.scope(Permission.SEE_MELDINGEN)
    filters = Filters.for_period(Period.LAST_12_WEEKS, making.today)
    numbers = measure(making.db, scope, filters, only=[name])
    own = numbers[numbers["part"] == part]
    value, n = (maybe(own[column].iloc[0]) if len(own) else None for column in ("value", "n"))
    return Found(value, n, target_of(targets(making.db, scope, filters), name, part))


def alert_letter(making: Making, found: Found, crossing: Crossing) -> Letter:
    """What is told of a crossing, with the number as it stands now."""
    name = making.due.measure or ""
    kind, filters = KINDS[name], Filters.for_period(Period.LAST_12_WEEKS, making.today)
    said = t(_SENTENCES[crossing], figure=figure_name(name, filters.kind))
    lines = [Line(t(N_("Now: {value}"), value=display(found.value, kind)) + _basis(found))]
    if found.target is not None:
        at_least = found.target.direction is Direction.AT_LEAST
        lines.append(Line(target_words(found.target.goal, kind, at_least=at_least)))
    lines.append(Line(_row(making.due.grace)))
    onward = Line(t(N_("Open Helikopterview")), making.link("/"))
    title = t(N_("Over the last 12 weeks"))
    return Letter(t(N_("Helikopterview: {name}"), name=said), f"{said}.", [Section(title, lines)], onward)


def _row(grace: int) -> str:
    if grace == 1:
        return t(N_("Seen at one check."))
    return t(N_("Seen at {n} checks in a row."), n=grace)


def _basis(found: Found) -> str:
    return f" ({basis_words(found.n)})" if found.n is not None and found.n != found.value else ""
