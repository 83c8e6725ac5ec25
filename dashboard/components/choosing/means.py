"""What the places that are chosen so far mean together: cost, gain, spread, and what is left out."""

from collections.abc import Sequence

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.climate import lekp_indicators
from config.language import N_, number, percent, t
from dashboard.charts.phrases import joined
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.words import amount_words, indicator_label
from dashboard.components.status import State, status
from queries.ranking import Simulated
from queries.rounds import Round

MOST_AREAS = 12


def news(found: Simulated, own: Round, open_places: int, unwritten: int) -> tuple[str, str]:
    """The lead of the page: what the choice means, and what is still to be done."""
    if not found.n:
        first = t(N_("Nothing is chosen yet."))
    else:
        first = t(N_("Your choice: {parts}."), parts=joined(parts_of(found)))
    rest = []
    if open_places:
        rest.append(
            t(N_("1 place without outcome"))
            if open_places == 1
            else t(N_("{n} places without outcome"), n=number(open_places))
        )
    if unwritten:
        rest.append(
            t(N_("1 motivation is not finished"))
            if unwritten == 1
            else t(N_("{n} motivations are not finished"), n=number(unwritten))
        )
    return first, f"{'; '.join(rest)}." if rest else ""


def parts_of(found: Simulated) -> list[str]:
    """How many places, what most of them would yield, and what they would cost."""
    parts = [t(N_("1 place")) if found.n == 1 else t(N_("{n} places"), n=number(found.n))]
    parts += [
        f"{amount_words(row['indicator'], row['total'])} {indicator_label(row['indicator']).lower()}"
        for row in _gains(found)[:1]
    ]
    if found.cost:
        words = N_("{n} euro as far as known") if found.without_cost else N_("{n} euro")
        parts.append(t(words, n=number(round(found.cost))))
    return parts


def _gains(found: Simulated) -> list[dict]:
    return sorted(found.gains.to_dict("records"), key=lambda row: -row["n"])


def block(
    found: Simulated, own: Round, spread: pd.DataFrame, names: dict[str, str], people: int | None
) -> list[Component]:
    """The column beside the list. `spread`: as of `queries.candidates`; `names` of neighbourhoods by code; `people`:
    the inhabitants of the town, None where not known."""
    return [
        html.H2(t(N_("What your choice means")), className="block-label"),
        html.P(_conclusion(found, own), className="conclusion"),
        *_cost(found, own),
        *_yields(found, people),
        *_spread(found, spread, names),
        *_left_out(found),
    ]


def _conclusion(found: Simulated, own: Round) -> str:
    if not found.n:
        return t(N_("Choose places in the list, and see here what they mean together."))
    words = N_("1 place") if found.n == 1 else N_("{n} places")
    places = t(words, n=number(found.n))
    if own.budget is None:
        return t(N_("{places} chosen."), places=places)
    if found.cost > own.budget:
        over = number(round(found.cost - own.budget))
        return t(N_("{places}, {over} euro over the budget."), places=places, over=over)
    if found.without_cost == found.n:
        return t(N_("{places} chosen; the cost is not known."), places=places)
    if found.without_cost:
        return t(N_("{places} chosen; what is known of the cost fits in the budget."), places=places)
    return t(N_("{places} fit in the budget."), places=places) if found.n > 1 else t(N_("1 place fits in the budget."))


def _cost(found: Simulated, own: Round) -> list[Component]:
    if not found.n:
        return []
    known = found.without_cost < found.n
    words: list[Component | str] = [html.B(number(round(found.cost)) if known else "?", className="choosing-number")]
    if own.budget is None:
        words.append(f" {t(N_('euro'))}")
    else:
        words.append(f" {t(N_('of {budget} euro'), budget=number(round(own.budget)))}")
    parts: list[Component] = [html.H3(t(N_("Cost"))), html.P(words)]
    if own.budget is not None and known:
        parts.append(_meter(found.cost / own.budget))
    if found.without_cost:
        one, several = N_("Of 1 place the cost is not known."), N_("Of {n} places the cost is not known.")
        told = t(one) if found.without_cost == 1 else t(several, n=number(found.without_cost))
        parts.append(html.P(status(State.ATTENTION, told)))
    return parts


def _meter(share: float) -> html.Div:
    look = "choosing-meter choosing-over" if share > 1 else "choosing-meter"
    return html.Div(html.Span(style={"width": f"{min(1, share) * 100:.1f}%"}), className=look, **aria(hidden="true"))


def _yields(found: Simulated, people: int | None) -> list[Component]:
    """What it would yield, and what share that is of what the climate pact asks of a town of so many people."""
    rows = _gains(found)
    if not rows:
        return []
    items = [
        html.Li(
            [
                html.Span(indicator_label(row["indicator"])),
                html.B(amount_words(row["indicator"], row["total"])),
                html.Span(_rest(row, found.n, people), className="secondary"),
            ]
        )
        for row in rows
    ]
    return [html.H3(t(N_("Expected gain"))), html.Ul(items, className="choosing-yields")]


def _rest(row: dict, n: int, people: int | None) -> str:
    return ", ".join(filter(None, (_of_pact(row["indicator"], row["total"], people), _of(row["n"], n))))


def _of_pact(indicator: str, total: float, people: int | None) -> str:
    """The share of the whole target of the pact, as on /klimaat; nothing where it asks nothing, or nobody counted who
    lives there."""
    target = lekp_indicators().get(indicator)
    if target is None or not people:
        return ""
    share = total * target.factor / (target.amount * people / target.per)
    return t(N_("{share} of what the climate pact asks"), share=percent(share, decimals=2))


def _of(known: int, n: int) -> str:
    return "" if known == n else t(N_("known of {known} of the {n}"), known=number(known), n=number(n))


def _spread(found: Simulated, spread: pd.DataFrame, names: dict[str, str]) -> list[Component]:
    """Each neighbourhood with its share of the inhabitants, and how many of the chosen places it has."""
    if spread.empty or not found.n:
        return []
    chosen = found.areas.groupby("code")["n"].sum()  # a predecessor may have another name for the same code
    people = spread["inhabitants"].astype(float)
    every = spread.assign(share=people / people.sum(), own=[int(chosen.get(code, 0)) for code in spread["code"]])
    ordered = every.sort_values(["own", "share"], ascending=False).to_dict("records")
    reached = sum(row["own"] > 0 for row in ordered)
    shown = ordered if len(ordered) <= MOST_AREAS + 3 else ordered[:MOST_AREAS]
    title = t(N_("Spread: {n} of {all} neighbourhoods"), n=number(reached), all=number(len(ordered)))
    head = html.Div(
        [html.H3(title), html.Span(t(N_("share of inhabitants")), className="secondary")], className="choosing-head"
    )
    items = [html.Li(_area(row, names)) for row in shown]
    elsewhere = found.n - int(every["own"].sum())
    return [head, html.Ul(items, className="choosing-areas"), *_elsewhere(elsewhere), *_without(ordered, names)]


def _elsewhere(n: int) -> list[Component]:
    """What is chosen and lies in none of these neighbourhoods, so that the numbers add up."""
    if not n:
        return []
    one = N_("1 chosen place lies in no neighbourhood of which the inhabitants are known.")
    many = N_("{n} chosen places lie in no neighbourhood of which the inhabitants are known.")
    return [html.P(t(one) if n == 1 else t(many, n=number(n)), className="secondary")]


def _area(row: dict, names: dict[str, str]) -> list[Component]:
    own = row["own"]
    told = html.Span(
        number(own) if own else t(N_("none")), className="choosing-own" if own else "choosing-own secondary"
    )
    return [
        html.Span(names.get(row["code"], row["code"]), className="" if own else "secondary"),
        told,
        html.Span(
            html.Span(style={"width": f"{row['share'] * 100:.1f}%"}), className="choosing-share", **aria(hidden="true")
        ),
        html.Span(percent(row["share"]), className="choosing-percent"),
    ]


def _without(ordered: Sequence[dict], names: dict[str, str]) -> list[Component]:
    """Large neighbourhoods that get nothing."""
    missed = sorted((row for row in ordered if not row["own"]), key=lambda row: -row["share"])
    large = [row for row in missed if row["share"] >= 1 / len(ordered)][:3]
    if not large:
        return []
    told = {
        "names": joined([names.get(row["code"], row["code"]) for row in large]),
        "share": percent(sum(r["share"] for r in large), decimals=0),
    }
    words = (
        N_("{names} gets no place, with {share} of the inhabitants.")
        if len(large) == 1
        else N_("{names} get no place, together {share} of the inhabitants.")
    )
    return [html.P([icon(Icon.ATTENTION), html.Span(t(words, **told))], className="choosing-warning")]


def _left_out(found: Simulated) -> list[Component]:
    """What ranks above something that was chosen, and was not."""
    if found.left_out.empty:
        return []
    n = len(found.left_out)
    first = [f"{number(row['rank'])}. {row['title'] or '-'}" for row in found.left_out.head(3).to_dict("records")]
    words = (
        N_("1 place ranks higher than the last one chosen, and is not in it:")
        if n == 1
        else N_("{n} places rank higher than the last one chosen, and are not in it:")
    )
    more = [html.Li(t(N_("and {n} more"), n=number(n - 3)))] if n > 3 else []
    return [
        html.H3(t(N_("What it leaves out"))),
        html.P(t(words, n=number(n)), className="secondary"),
        html.Ul([*(html.Li(one) for one in first), *more], className="choosing-left-out"),
    ]
