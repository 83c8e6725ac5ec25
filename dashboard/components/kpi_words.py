"""The words of a key figure, made from its numbers."""

from collections.abc import Callable

from config.language import N_, number, percent, t
from dashboard.charts.spec import NOTHING, Kind, days_text, display
from queries.targets import State

_STATES = {
    (State.GOOD, True): N_("On course"),
    (State.GOOD, False): N_("On course"),
    (State.ATTENTION, True): N_("Just below the target"),
    (State.ATTENTION, False): N_("Just above the target"),
    (State.BAD, True): N_("Below the target"),
    (State.BAD, False): N_("Above the target"),
}
_SAME = N_("the same")


def value_words(value: float | None, kind: Kind, unit: str = "") -> tuple[str, str]:
    """The figure and its unit, apart because they differ in size: ('74,9', '%'), ('9', 'werkdagen')."""
    if value is None:
        return NOTHING, ""
    if kind is Kind.SHARE:
        return number(value * 100, decimals=1), "%"
    return display(value, kind), unit


def state_words(state: State, *, at_least: bool, has_value: bool = True) -> str:
    """The word beside the icon. An unknown state says why: too few data, or no target."""
    if not has_value:
        return t(N_("Too few data"))
    if state is State.UNKNOWN:
        return t(N_("No target set"))
    return t(_STATES[state, at_least])


def target_words(goal: float, kind: Kind, *, at_least: bool, named: bool = True) -> str:
    """Doel: minstens 80 %; without its name where a header says what it is."""
    text = _share(goal) if kind is Kind.SHARE else display(goal, kind)
    if not named:
        return t(N_("at least {goal}") if at_least else N_("at most {goal}"), goal=text)
    return t(N_("Target: at least {goal}") if at_least else N_("Target: at most {goal}"), goal=text)


def _share(goal: float) -> str:
    return percent(goal, decimals=0 if round(goal * 100, 1).is_integer() else 1)


def basis_words(
    n: float | None = None, *, numerator: float | None = None, denominator: float | None = None, of: str = ""
) -> str:
    """655 van 874, or n = 803 after what it is `of` (mediaan)."""
    if numerator is not None and denominator is not None:
        return t(N_("{part} of {whole}"), part=number(numerator), whole=number(denominator))
    count = "" if n is None else f"n = {number(n)}"
    return ", ".join(filter(None, (of, count)))


def too_few_words(n: float, least: int) -> str:
    """n = 3, minstens 5 nodig."""
    return t(N_("n = {n}, at least {least} needed"), n=number(n), least=least)


def difference_words(now: float | None, before: float | None, kind: Kind) -> str:
    """+62, minus 3,3 pp, gelijk; a dash where there is nothing to compare. The unit stands beside the figure itself."""
    if now is None or before is None:
        return NOTHING
    size, text = _DIFFERENCES[kind](now - before)
    if size == 0:
        return t(_SAME)
    return f"{text} pp" if kind is Kind.SHARE else text


def _signed(decimals: int, factor: int = 1) -> Callable[[float], tuple[float, str]]:
    def words(difference: float) -> tuple[float, str]:
        rounded = round(difference * factor, decimals)
        return rounded, number(rounded, decimals=decimals, signed=True)

    return words


def _days(difference: float) -> tuple[float, str]:
    return round(difference, 1), days_text(difference, signed=True)


_DIFFERENCES = {Kind.COUNT: _signed(0), Kind.DECIMAL: _days, Kind.SHARE: _signed(1, 100)}


def trend_words(values: tuple[float | None, ...], kind: Kind) -> str:
    """What a screen reader says of a sparkline: its first and last known value, its lowest and highest."""
    known = [value for value in values if value is not None]
    if not known:
        return t(N_("No course over time."))
    first, last, low, high = (display(value, kind) for value in (known[0], known[-1], min(known), max(known)))
    words = {"n": len(values), "first": first, "last": last, "low": low, "high": high}
    return t(N_("In {n} steps from {first} to {last}, lowest {low}, highest {high}."), **words)
