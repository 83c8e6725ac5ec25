"""The publication packs: of each round the button that asks for one, how that stands, and the last ones as files."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from dashboard.components.aria import aria
from dashboard.components.form import Button, button, result
from dashboard.components.icon import Icon, icon
from dashboard.components.publishing.frame import PAGE, Form

Row = Mapping[Any, Any]
DOWNLOADS = "/download/publicatiepakket"
MAKE = Button("save", N_("Make a pack"))
_WHAT = N_(
    "A text of the result, a list of all places with outcome and motivation, and a map for print: for the website, the "
    "magazine and the press."
)
_BUSY = N_("The pack is being made; it appears here by itself.")


def block(rounds: Sequence[Row], packs: Sequence[Row], work: Sequence[Row], zone: str) -> list[Component]:
    """Rounds, packs and work as of `queries.publication_packs`; a round without choices now still shows its packs."""
    keys = dict.fromkeys((row["organisation_id"], row["ref"]) for row in (*rounds, *packs, *work))
    if not keys:
        return []
    named = {(row["organisation_id"], row["ref"]): row for row in rounds}
    items = [_round(key, named.get(key), _of(packs, key), _of(work, key), zone) for key in keys]
    return [
        html.H2(t(N_("Publication pack")), className="block-label"),
        html.P(t(_WHAT), className="secondary"),
        html.Ul(items, className="publishing-packs"),
        result(PAGE, Form.PACK),
    ]


def _of(rows: Sequence[Row], key: tuple[int, str]) -> list[Row]:
    return [row for row in rows if (row["organisation_id"], row["ref"]) == key]


def _round(key: tuple[int, str], known: Row | None, packs: list[Row], work: list[Row], zone: str) -> html.Li:
    head: list[Component] = [
        html.P([html.B(known["name"] if known else key[1]), *([f" · {_counts(known)}"] if known else [])])
    ]
    under_way = any(row["ended_at"] is None for row in work)
    if known and not under_way:
        head.append(button(PAGE, Form.PACK, MAKE, f"{key[0]}/{key[1]}"))
    files = [html.Ul([_pack(row, zone) for row in packs], className="publishing-files")] if packs else []
    return html.Li([html.Div(head, className="publishing-title"), *map(_standing, work), *files])


def _counts(known: Row) -> str:
    n, waiting = int(known["n"]), int(known["waiting"])
    places = t(N_("1 place")) if n == 1 else t(N_("{n} places"), n=number(n))
    return f"{places}, {t(N_('{n} not public yet'), n=number(waiting))}" if waiting else places


def _standing(work: Row) -> html.P:
    """What is under way, or why it failed."""
    if work["ended_at"] is None:
        return html.P([icon(Icon.CLOCK), html.Span(t(_BUSY))], className="choosing-warning", role="status")
    why = t(N_("The pack could not be made: {why}"), why=t(work["problem"], **work["params"]))
    return html.P([icon(Icon.BAD), html.Span(why)], className="choosing-warning")


def _pack(row: Row, zone: str) -> html.Li:
    made = moment(row["made_at"], zone)
    n = int(row["places"])
    places = t(N_("1 place")) if n == 1 else t(N_("{n} places"), n=number(n))
    state = t(N_("all public")) if row["public"] else t(N_("under embargo"))
    label = t(N_("Publication pack of {moment}, as ZIP"), moment=made)
    link = html.A("ZIP", href=f"{DOWNLOADS}/{row['pack_id']}.zip", **aria(label=label))
    mark = icon(Icon.GOOD if row["public"] else Icon.PADLOCK)
    return html.Li([html.Span(f"{made} · {places}"), html.Span([mark, state], className="stage"), link])
