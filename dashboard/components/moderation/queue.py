"""The queue: how much waits in a sentence, and a row for each proposal."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, day, number, t
from dashboard.charts.lead import Lead
from dashboard.components.aria import aria
from dashboard.components.form import Button, button, result
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.frame import PAGE, PICK, Form, address
from dashboard.components.moderation.words import age_words, calendar_days, title_of, working
from dashboard.components.rows import records
from dashboard.components.status import State, status
from queries.moderation import Why

Row = Mapping[Any, Any]
SEVERAL = Button("save", N_("Publish the chosen ones"))


def lead(counts: pd.DataFrame) -> Lead:
    """What waits, and how long; `counts` as in `queries.moderation.waiting_counts`."""
    rows = {row.why: row for row in records(counts)}
    own = [rows[why] for why in (Why.LATE, Why.WAITING) if why in rows]
    more = []
    if Why.ASKED in rows:
        more.append(_counted(rows[Why.ASKED].n, N_("1 waits for an answer."), N_("{n} wait for an answer.")))
    if Why.PHOTOS in rows:
        one = N_("1 published proposal has photos to judge.")
        more.append(_counted(rows[Why.PHOTOS].n, one, N_("{n} published proposals have photos to judge.")))
    if not own:
        return Lead(t(N_("No proposal waits for a decision.")), " ".join(more))
    return Lead(_news(own, rows[Why.LATE].n if Why.LATE in rows else 0), " ".join(more))


def _news(own: Sequence[Any], late: int) -> str:
    """'11 voorstellen wachten, het oudste 9 werkdagen; 2 over de doeltermijn.'"""
    n = sum(row.n for row in own)
    first = own[0]
    oldest = calendar_days(first.oldest) if first.oldest_working is None else working(first.oldest_working)
    if n == 1:
        said = t(N_("1 proposal has waited for {oldest}"), oldest=oldest)
    else:
        said = t(N_("{n} proposals wait, the oldest for {oldest}"), n=number(n), oldest=oldest)
    return f"{said}; {t(N_('{n} beyond the target'), n=number(late))}." if late else f"{said}."


def _counted(n: int, one: str, many: str) -> str:
    return t(one) if n == 1 else t(many, n=number(n))


def listed(rows: Sequence[Row], chosen: object, picked: Collection[tuple[str, int]]) -> list[Component]:
    """The queue as a list, most urgent first; `picked` are (id, seq) of the rows whose box is ticked."""
    if not rows:
        return [html.P([icon(Icon.GOOD), html.Span(t(N_("Everything is judged.")))], className="moderation-empty")]
    items = [_item(row, chosen, picked) for row in rows]
    together = [button(PAGE, Form.SEVERAL, SEVERAL), result(PAGE, Form.SEVERAL)]
    return [html.Ul(items, className="moderation-list"), html.Div(together, className="moderation-several")]


def _item(row: Row, chosen: object, picked: Collection[tuple[str, int]]) -> html.Li:
    subject, seq, here = str(row["subject_id"]), int(row["seq"]), row["subject_id"] == chosen
    box: list[Component] = []
    if row["why"] != Why.PHOTOS:
        box_id = {"type": PICK, "subject": subject, "seq": seq}
        label = t(N_("Choose {title}"), title=title_of(row))
        box = [dmc.Checkbox(id=box_id, checked=(subject, seq) in picked, **aria(label=label))]
    marks = html.Div(_marks(row), className="moderation-marks")
    link = dcc.Link(
        [html.B(title_of(row)), html.Span(_where(row), className="secondary")],
        href=address(subject),
        className="moderation-link",
    )
    current = aria(current="true") if here else {}
    parts = [html.Div(box, className="moderation-box"), html.Div([link, marks])]
    return html.Li(parts, className="moderation-row moderation-here" if here else "moderation-row", **current)


def _where(row: Row) -> str:
    return " · ".join(filter(None, (row["number"], row["theme"], row["area"])))


def _marks(row: Row) -> list[Component]:
    marks: list[Component] = [state_mark(row)]
    if row["photos"] and row["why"] != Why.PHOTOS:
        marks.append(_mark(_counted(row["photos"], N_("1 photo to judge"), N_("{n} photos to judge"))))
    if row["alike"]:
        marks.append(_mark(_counted(row["alike"], N_("looks like 1 other"), N_("looks like {n} others"))))
    return marks


def _mark(words: str) -> html.Span:
    return html.Span(words, className="moderation-mark")


def state_mark(row: Row) -> html.Span:
    """Why a row is in the queue, and since when."""
    match row["why"]:
        case Why.LATE:
            return status(State.BAD, t(N_("{age}, target {norm}"), age=age_words(row), norm=number(row["norm"])))
        case Why.WAITING:
            return html.Span([icon(Icon.CLOCK), age_words(row)], className="stage")
        case Why.ASKED:
            words = t(N_("Waits for an answer since {day}"), day=day(row["asked_day"], year=False))
            return html.Span([icon(Icon.PAUSED), words], className="stage")
        case _:
            words = _counted(row["photos"], N_("1 photo to judge"), N_("{n} photos to judge"))
            return html.Span([icon(Icon.WAITING), words], className="stage")


def way_in(n: int, href: str) -> list[Component]:
    """Moderatie: 12 te beoordelen, as a link from elsewhere; `n` as of `queries.moderation.to_moderate`, which the menu
    tells as well."""
    words = t(N_("Moderation: {n} to judge"), n=number(n))
    return [dcc.Link([words, icon(Icon.CHEVRON_RIGHT)], href=href, className="way-in")]
