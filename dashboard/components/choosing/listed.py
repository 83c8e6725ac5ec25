"""The ranked list: each candidate with its points, why it stands there, and what was said of it."""

from collections.abc import Collection, Mapping

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.criteria import GAIN, Criterion
from config.language import N_, current_language, number, t
from config.vocabularies import proposal_stages
from dashboard.components.aria import aria
from dashboard.components.choosing.criteria import SHADES
from dashboard.components.choosing.frame import PAGE, PICK, Form
from dashboard.components.choosing.look import PER_PAGE, SHOWS, Look, Show, View
from dashboard.components.choosing.words import Row, criterion_words, place_words, value_words, why
from dashboard.components.form import Part as FormPart
from dashboard.components.form import part_id
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.words import title_of
from dashboard.components.status import PROPOSAL_ICONS
from queries.ranking import POINTS, whole_points

OUTCOMES = ("selected", "not_selected", "deferred")


def outcome_words(code: str) -> str:
    """What an outcome is called."""
    return proposal_stages()[code].label(current_language())


def legend(weights: Mapping[str, int]) -> Component:
    """Which colour is which criterion."""
    marks = [
        html.Li([html.Span(className=f"crit crit-{min(place, SHADES)}", **aria(hidden="true")), criterion_words(code)])
        for place, code in enumerate(by_weight_order(weights))
    ]
    return html.Ul(marks, className="choosing-legend")


def by_weight_order(weights: Mapping[str, int]) -> list[str]:
    """The criteria that weigh, heaviest first, as the sliders stand."""
    weighing = [code for code, weight in weights.items() if weight]
    return sorted(weighing, key=lambda code: (-weights[code], criterion_words(code).casefold()))


def conclusion(ranking: pd.DataFrame) -> str:
    """Who stands on top."""
    if ranking.empty:
        return t(N_("There is nothing to choose from yet."))
    first = ranking.iloc[0]
    told = {"title": title_of(first), "score": number(whole_points(first["score"]))}
    return t(N_("{title} comes first with {score} out of 100."), **told)


def rows(
    listed: pd.DataFrame,
    weights: Mapping[str, int],
    n: int,
    look: Look,
    picked: Collection[str],
    *,
    may: bool,
) -> list[Component]:
    """One page of what the filters leave; `n` candidates in all, `picked` are the ids of ticked rows."""
    if listed.empty:
        return [html.P(t(N_("No candidate fits this choice.")), className="secondary choosing-none")]
    first = (min(look.page, pages(len(listed))) - 1) * PER_PAGE
    page = listed.iloc[first : first + PER_PAGE]
    plain = page.astype(object).where(page.notna(), None).to_dict("records")
    items = [_row(row, weights, n, look, str(row["subject_id"]) in picked, may=may) for row in plain]
    return [_head(), html.Ol(items, className="choosing-rows", start=str(first + 1)), *_pager(len(listed), look)]


def pages(n: int) -> int:
    """How many pages a list has."""
    return max(1, -(-n // PER_PAGE))


def _row(row: Row, weights: Mapping[str, int], n: int, look: Look, ticked: bool, *, may: bool) -> html.Li:
    subject, here = str(row["subject_id"]), row["subject_id"] == look.place
    box = dmc.Checkbox(
        id={"type": PICK, "subject": subject},
        checked=ticked,
        size="xs",
        **aria(label=t(N_("Choose {title}"), title=title_of(row))),
    )
    link = dcc.Link(
        [html.B(title_of(row)), html.Span(_known(row, weights), className="secondary")],
        href=look.address(place=row["subject_id"]),
        className="choosing-link",
    )
    score = html.B(number(whole_points(row["score"])), title=t(N_("Score out of 100")))
    reason = html.Details([html.Summary(t(N_("Why?"))), html.P(why(row, weights, n))], className="choosing-why")
    cells = [
        html.Div([box] if may and not is_decided(row) else [], className="choosing-box"),
        html.Span(number(row["rank"]), className="choosing-rank"),
        link,
        html.Div([_bar(row, weights), reason], className="choosing-bar-cell"),
        html.Div(score, className="choosing-score"),
        html.Div(_outcome(row, may=may), className="choosing-outcome"),
        html.Div(_text_mark(row), className="choosing-text"),
    ]
    current = aria(current="true") if here else {}
    return html.Li(cells, className="choosing-row choosing-here" if here else "choosing-row", **current)


def _known(row: Row, weights: Mapping[str, int]) -> str:
    """Neighbourhood, cost, and what the heaviest gain that weighs would be."""
    gains = [code for code in by_weight_order(weights) if code.startswith(GAIN)][:1]
    told = [value_words(code, row.get(code)) for code in (Criterion.COST, *gains)]
    return " · ".join(filter(None, (place_words(row), *told)))


def _head() -> html.Div:
    """What stands in the columns, for who sees them side by side."""
    words = ("", "", N_("Place"), N_("Score by criterion"), N_("Score"), N_("Outcome"), N_("Text"))
    return html.Div(
        [html.Span(t(one) if one else "") for one in words],
        className="choosing-row choosing-heads",
        **aria(hidden="true"),
    )


def _bar(row: Row, weights: Mapping[str, int]) -> html.Div:
    """Points by criterion, and dashed what is not known."""
    parts = []
    for place, code in enumerate(by_weight_order(weights)):
        points = row.get(f"{POINTS}{code}")
        if points:
            parts.append(_part(f"crit-{min(place, SHADES)}", float(points)))
    if row["unknown"]:
        parts.append(_part("crit-unknown", float(row["unknown"])))
    return html.Div(parts, className="choosing-bar", **aria(hidden="true"))


def _part(look: str, points: float) -> html.Span:
    return html.Span(className=f"crit-part {look}", style={"width": f"{points:.2f}%"})


def _outcome(row: Row, *, may: bool) -> list[Component]:
    """Three buttons while it can be said; a mark once it was decided."""
    if is_decided(row) or not may:
        return [_told(row)]
    buttons = [_mark(row, code) for code in OUTCOMES]
    label = t(N_("Outcome of {title}"), title=title_of(row))
    return [html.Div(buttons, className="choosing-marks", role="group", **aria(label=label))]


def is_decided(row: Row) -> bool:
    """Whether a choice about it was made, or is public: then no outcome is said any more."""
    return bool(row["made"] or row["choice_published"])


def _mark(row: Row, code: str) -> html.Button:
    chosen = row["told_outcome"] == code
    words = outcome_words(code)
    return html.Button(
        icon(PROPOSAL_ICONS[code]),
        id=part_id(FormPart.ACT, PAGE, Form.OUTCOME, act=code, subject=str(row["subject_id"])),
        type="button",
        title=words,
        className="choosing-mark choosing-marked" if chosen else "choosing-mark",
        **aria(label=words, pressed="true" if chosen else "false"),
    )


def _told(row: Row) -> Component:
    code = row["told_outcome"]
    if code is None:
        return html.Span(t(N_("not said yet")), className="secondary")
    return html.Span([icon(PROPOSAL_ICONS[code]), outcome_words(code)], className="stage")


def _text_mark(row: Row) -> list[Component]:
    mark, words = text_state(row)
    return [html.Span([icon(mark), words], className="choosing-state")] if mark else []


def text_state(row: Row) -> tuple[Icon | None, str]:
    """Whether the motivation is there, waits for approval, or is public: mark and words; none while there is none."""
    if row["choice_published"] and not row["made"]:
        return Icon.GOOD, t(N_("public"))
    if row["standing"] == "pending":
        return Icon.WAITING, t(N_("to approve"))
    if row["made"]:
        return Icon.GOOD, t(N_("decided"))
    if row["told_outcome"] is None and not row["written"]:
        return None, ""
    if row["standing"] == "returned":
        return Icon.REOPENED, t(N_("sent back"))
    if row["written"] and row["reasons"] and row["told_outcome"]:
        return Icon.RUNNING, t(N_("draft"))
    return Icon.ATTENTION, t(N_("not finished"))


def _pager(n: int, look: Look) -> list[Component]:
    if n <= PER_PAGE:
        return []
    here = min(look.page, pages(n))
    first, last = (here - 1) * PER_PAGE + 1, min(here * PER_PAGE, n)
    ways: list[Component] = [
        html.Span(t(N_("{first} to {last} of {n}"), first=number(first), last=number(last), n=number(n)))
    ]
    if here > 1:
        ways.append(dcc.Link(t(N_("Previous")), href=look.address(page=here - 1)))
    if here < pages(n):
        ways.append(dcc.Link(t(N_("Next")), href=look.address(page=here + 1)))
    return [html.Nav(ways, className="choosing-pager", **aria(label=t(N_("Pages of the list"))))]


def views(look: Look) -> Component:
    """List or map."""
    other, words = (View.MAP, N_("Map")) if look.view is View.LIST else (View.LIST, N_("List"))
    return dcc.Link([icon(Icon.PLACE if other is View.MAP else Icon.LIST), t(words)], href=look.address(view=other))


def counted_shows(counts: Mapping[Show, int]) -> list[tuple[Show, str]]:
    """What can be listed, with how many; only what there is."""
    there = [show for show in SHOWS if counts[show] or show is Show.ALL]
    return [(show, f"{t(SHOWS[show])} ({number(counts[show])})") for show in there]
