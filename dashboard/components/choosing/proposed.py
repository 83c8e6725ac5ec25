"""The best set under wishes: the form that asks for it, and the answer with the reason why each place is in or out."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from dashboard.charts.phrases import joined
from dashboard.components.choosing.frame import PAGE, TICK, Form
from dashboard.components.choosing.words import Row
from dashboard.components.form import Button, Field, Kind, Option, button, questions, result
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.words import title_of
from queries.rounds import Round

SET = "set"
"""The button that ticks what was proposed."""
POINTS = 100
"""What a place is worth comes as a whole number: so many for one point."""
MOST_OUT = 50
_ASK = Button("save", N_("Work it out"), primary=True)
_WHAT = N_(
    "The places that are worth most points together, by the weights above, within what you wish. It decides nothing: "
    "tick what is proposed, and say the outcome yourself."
)
_SAID = (
    N_("What is chosen stays in, what is not chosen or deferred stays out"),
    N_("Forget outcomes that are not decided yet"),
)
_BUSY = N_("A selection is being worked out; it appears here by itself.")


def form(own: Round, *, may: bool) -> list[Component]:
    """The form, with the rules of the round in it."""
    if not may:
        return []
    each = own.most_per_area
    fields = [
        Field("budget", N_("Budget, in euro"), Kind.NUMBER, value=_whole(own.budget), optional=True),
        Field("most", N_("Places, at most"), Kind.NUMBER, optional=True),
        Field("least", N_("Places for each neighbourhood, at least"), Kind.NUMBER, value=own.least_per_area),
        Field("each", N_("Places for each neighbourhood, at most"), Kind.NUMBER, value=each, optional=True),
        Field(
            "said",
            N_("What already has an outcome"),
            Kind.CHOICE,
            options=[Option("yes", t(N_("Stays as it is"))), Option("no", t(N_("Counts only when it is decided")))],
            value="yes",
        ),
    ]
    parts = [
        html.P(t(_WHAT), className="secondary"),
        questions(PAGE, Form.PROPOSE, fields),
        html.Div(button(PAGE, Form.PROPOSE, _ASK, str(own.round_id)), className="form-buttons"),
        result(PAGE, Form.PROPOSE),
    ]
    return [html.Details([html.Summary(t(N_("Propose a selection"))), *parts], className="choosing-more")]


def _whole(value: float | None) -> str | None:
    return None if value is None else f"{value:.0f}"


def answer(
    work: Mapping[str, Any] | None,
    places: Mapping[str, Row],
    areas: Mapping[str, str],
    zone: str,
    weights: Mapping[str, int],
    *,
    may: bool,
) -> list[Component]:
    """What was asked last: under way, failed, impossible or found.

    `work`: as of `queries.best_sets`; `places`: candidates by id, as of `queries.ranking.ranked` by `weights`; `areas`:
    names of neighbourhoods by code.
    """
    if work is None:
        return []
    if work["ended_at"] is None:
        return [html.P([icon(Icon.CLOCK), html.Span(t(_BUSY))], className="choosing-warning", role="status")]
    if work["problem"] is not None:
        why = t(N_("No selection could be worked out: {why}"), why=t(work["problem"], **(work["params"] or {})))
        return [html.P([icon(Icon.BAD), html.Span(why)], className="choosing-warning")]
    told = Told(work["result"], places, areas)
    head = html.H3(t(N_("Proposed selection")), className="block-label")
    if told.found["clashes"]:
        return [head, *_impossible(told), *_asked(work, zone, weights)]
    return [head, *_conclusion(told), *_asked(work, zone, weights), *_tick(told, may=may), *_lists(told)]


class Told:
    """An answer in the words of its places: `found` as `dashboard.jobs.best_set.BestSet` tells it."""

    def __init__(self, found: Mapping[str, Any], places: Mapping[str, Row], areas: Mapping[str, str]) -> None:
        self.found, self.places, self.areas = found, places, areas

    def name(self, key: str) -> str:
        """A place by its title; what is no candidate any more only as that."""
        return title_of(self.places[key]) if key in self.places else t(N_("a place that is no candidate any more"))

    def names(self, keys: Sequence[str]) -> str:
        """Some places by their titles."""
        return joined([self.name(key) for key in keys])

    def area(self, code: str | None) -> str:
        """A neighbourhood by its name."""
        return self.areas.get(str(code), str(code))

    def area_of(self, key: str) -> str:
        """The neighbourhood of a place."""
        return self.area(self.places[key]["area_code"]) if key in self.places else ""

    def reasons(self, *, chosen: bool) -> list[Mapping[str, Any]]:
        """The reasons of candidates that are still there, best rank first."""
        known = [one for one in self.found["reasons"] if one["chosen"] is chosen and one["key"] in self.places]
        return sorted(known, key=lambda one: int(self.places[one["key"]]["rank"]))


def points(value: float) -> str:
    """Points as they are shown."""
    return number(value / POINTS, decimals=1)


def _conclusion(told: Told) -> list[Component]:
    found, n = told.found, len(told.found["chosen"])
    if not n:
        return [html.P(t(N_("Within these wishes no place adds anything.")), className="conclusion")]
    amount = {"n": number(n), "euro": number(found["cost"]), "points": points(found["value"])}
    words = t(N_("{n} places for {euro} euro, worth {points} points."), **amount)
    one = t(N_("1 place for {euro} euro, worth {points} points."), **amount)
    rest = [_sure(found)]
    if found["costs_unknown"]:
        rest.append(t(N_("Places without a known cost, not in that amount: {n}."), n=number(found["costs_unknown"])))
    return [html.P(one if n == 1 else words, className="conclusion"), html.P(" ".join(rest), className="secondary")]


def _sure(found: Mapping[str, Any]) -> str:
    """How sure it is that nothing is better."""
    if found["best"] and found["cheapest"]:
        return t(N_("No other set is worth more, and none of that worth costs less."))
    if found["best"]:
        return t(N_("No other set is worth more."))
    tenths = -((found["value"] - found["at_most"]) // 10)  # rounded up, since it is 'at most'
    return t(N_("Perhaps a better set exists, worth at most {points} points more."), points=points(tenths * 10))


def _asked(work: Mapping[str, Any], zone: str, weights: Mapping[str, int]) -> list[Component]:
    """What was wished, and when; and whether the list has moved to other weights since."""
    asked = work["asked"]
    others = _weighing(asked["weights"]) != _weighing(weights)
    told = [_limit(words, asked[name]) for name, words in _LIMITS.items() if asked[name]]
    parts = [
        t(N_("Worked out on {when}"), when=moment(work["ended_at"], zone)),
        *told,
        t(_SAID[0 if asked["said"] else 1]).lower(),
        *([t(N_("by other weights than those above"))] if others else []),
    ]
    return [html.P(f"{'; '.join(parts)}.", className="secondary")]


def _weighing(weights: Mapping[str, int]) -> dict[str, int]:
    return {code: weight for code, weight in weights.items() if weight}


_LIMITS = {
    "budget": N_("budget {n} euro"),
    "most": N_("at most {n} places"),
    "least": N_("at least {n} for each neighbourhood with candidates"),
    "most_per_area": N_("at most {n} for each neighbourhood"),
}


def _limit(words: str, n: int) -> str:
    return t(words, n=number(n))


def _tick(told: Told, *, may: bool) -> list[Component]:
    if not may or not told.found["chosen"]:
        return []
    ticks = html.Button(
        t(N_("Tick what is proposed")), id={"type": TICK, "act": SET}, type="button", className="button button-primary"
    )
    return [html.Div(ticks, className="form-buttons")]


def _lists(told: Told) -> list[Component]:
    inside, outside = told.reasons(chosen=True), told.reasons(chosen=False)
    parts: list[Component] = [html.Ul([_line(told, one) for one in inside], className="choosing-proposed")]
    if outside:
        title = t(N_("Not in it: 1 place")) if len(outside) == 1 else t(N_("Not in it: {n} places"), n=_n(outside))
        rest = len(outside) - MOST_OUT
        more = [html.Li(t(N_("and {n} more"), n=number(rest)))] if rest > 0 else []
        items = [*(_line(told, one) for one in outside[:MOST_OUT]), *more]
        parts.append(
            html.Details(
                [html.Summary(title), html.Ul(items, className="choosing-proposed")], className="choosing-more"
            )
        )
    return parts


def _n(rows: Sequence[Any]) -> str:
    return number(len(rows))


def _line(told: Told, reason: Mapping[str, Any]) -> html.Li:
    row = told.places[reason["key"]]
    title = f"{number(int(row['rank']))}. {title_of(row)}"
    return html.Li([html.B(title), html.Span(why_words(told, reason), className="secondary")])


# --- why ---------------------------------------------------------------------------------------------------------
_WHY = {
    "must": N_("It is chosen already, and stays in."),
    "minimum": N_("Its neighbourhood {area} would have less than {limit} without it."),
    "value": N_("Worth {points} points for {euro} euro."),
    "must_not": N_("It is not chosen or deferred already, and stays out."),
    "cost_unknown": N_("Its cost is not known, and there is a budget."),
    "above_budget": N_("It costs {short} euro more than the whole budget of {limit} euro."),
    "adds_nothing": N_("By these weights it is worth no points."),
    "area_full": N_("Its neighbourhood {area} has {limit}, as many as may be."),
    "places_full": N_("There are {limit} places, as many as may be."),
    "no_room": N_("It costs {short} euro more than the {limit} euro that is left of the budget."),
}


def why_words(told: Told, reason: Mapping[str, Any]) -> str:
    """Why a place is in or out, and what it would take to have it otherwise; with the numbers that it was judged by."""
    numbers = {name: number(reason[name]) if name in reason else "" for name in ("limit", "short")}
    numbers |= {"points": points(reason["value"]), "euro": _euro(reason.get("cost"))}
    words = t(_WHY[reason["why"]], area=told.area_of(reason["key"]), **numbers)
    return " ".join([words, *_instead(told, reason)])


def _euro(cost: float | None) -> str:
    return "?" if cost is None else number(round(cost))


def _instead(told: Told, reason: Mapping[str, Any]) -> list[str]:
    exchange, refill = reason.get("exchange"), reason.get("refill")
    if exchange and exchange["loses"]:
        words = N_("It could come instead of {name}, at a loss of {points} points.")
        return [t(words, name=told.name(exchange["gives_up"]), points=points(exchange["loses"]))]
    if exchange:
        return [t(N_("It could come instead of {name}, and be worth as much."), name=told.name(exchange["gives_up"]))]
    if refill:
        words = N_("Without that minimum {names} could come, and be worth {points} points more.")
        return [t(words, names=told.names(refill["instead"]), points=points(refill["gains"]))]
    return []


# --- why not at all ----------------------------------------------------------------------------------------------
_CLASHES = {
    "unknown_place": N_("Some places are no candidates any more. Ask again."),
    "must_and_must_not": N_("These places are both in and out: {names}."),
    "must_cost_unknown": N_("There is a budget, and of these places that stay in the cost is not known: {names}."),
    "must_over_budget": N_(
        "What stays in costs {asked} euro, and the budget is {possible} euro. It fits without: {names}."
    ),
    "must_over_area": N_("In {areas} {asked} places stay in, and at most {possible} may be there."),
    "must_over_most": N_("{asked} places stay in, and at most {possible} may be chosen."),
    "least_above_most": N_("{areas} gets at least {asked} places and at most {possible}."),
    "area_too_few": N_("{areas} gets at least {asked} places, and has {possible} that can be chosen."),
    "least_over_most": N_(
        "The neighbourhoods need {asked} places together, and at most {possible} may be chosen. That number fits "
        "without the minimum of: {areas}."
    ),
    "cheapest_over_budget": N_(
        "The cheapest way to give each neighbourhood its minimum costs {asked} euro, and the budget is {possible} "
        "euro. That budget fits without the minimum of: {areas}."
    ),
}


def _impossible(told: Told) -> list[Component]:
    items = [html.Li(clash_words(told, clash)) for clash in told.found["clashes"]]
    return [html.P(t(N_("These wishes cannot hold together.")), className="conclusion"), html.Ul(items)]


def clash_words(told: Told, clash: Mapping[str, Any]) -> str:
    """Why no set can be, and what could be given up."""
    numbers = {name: number(clash[name]) for name in ("asked", "possible") if clash[name] is not None}
    places = {"names": told.names(clash["keys"]), "areas": joined([told.area(code) for code in clash["areas"]])}
    return t(_CLASHES[clash["conflict"]], **numbers, **places)
