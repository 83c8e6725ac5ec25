"""The page of one report at work: its text, what stands beside it, what comes of a button; two versions compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from dash import ctx, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, Unauthenticated
from config.kinds import Permission, ReportState
from config.language import N_, t
from config.logs import request_id
from dashboard.charts.versions import differences
from dashboard.components.form import SAVE
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.reports import compared as comparing
from dashboard.components.reports import panel, shown
from dashboard.components.reports.frame import LEFT, RIGHT, VERSION, Form
from dashboard.components.reports.listed import back_link
from dashboard.components.reports.words import Row, known_kind
from dashboard.store.actions.reports import remarking, steps
from dashboard.store.actions.reports.asking import ask_report
from dashboard.store.actions.reports.remarking import LONGEST_REMARK, Remarked
from dashboard.store.actions.reports.steps import LONGEST_REASON, Step
from dashboard.web import reports as read
from dashboard.web.acting import acting
from dashboard.web.context import services
from dashboard.web.dispatch import UNKNOWN
from dashboard.web.manage.values import Refused, Values
from dashboard.web.pages import variables_at
from dashboard.web.problem import problem_panel

VARIABLE = "report_id"
Answer = tuple[list[Any], list[Any], list[Any], Any, Any, Any]


def version_in(search: str | None, key: str = VERSION) -> int | None:
    """The version that an address names; None for none, and for what is no number."""
    text = parse_qs((search or "").removeprefix("?")).get(key, [""])[-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def report_at(path: str | None) -> UUID:
    """The report of an address. Raises NotFound."""
    return read.report_in(variables_at(path or "").get(VARIABLE))


def headed(search: str | None, path: str | None) -> tuple[list[Component], list[Component]]:
    """The head of a version and what stands beside its text; who may not know of it reads that there is none."""
    try:
        with services().db.read() as db:
            known = read.found(db, report_at(path), version_in(search))
            one = read.one_of(db, known, read.may_with(db, known.row))
    except NotFound as error:
        return lean([back_link(), problem_panel(error)]), []
    kind = known_kind(known.row["kind"])
    return lean(panel.head(one, str(kind.purpose) if kind else "")), lean(panel.panel(one))


def written(search: str | None, path: str | None) -> tuple[list[Component], dict[str, str]]:
    """The text of a version with the remarks beside it, and which remarks stand there."""
    try:
        with services().db.read() as db:
            known = read.found(db, report_at(path), version_in(search))
            beside = read.beside_of(db, known, read.may_with(db, known.row))
    except NotFound:
        return [], {}
    seen = {block: str(one.remark_id) for block, one in beside.standing.items()}
    return lean(shown.shown(known.row["frozen"], beside)), seen


def compared(search: str | None, path: str | None) -> list[Component]:
    """Two versions beside each other."""
    left, right = version_in(search, LEFT), version_in(search, RIGHT)
    try:
        if left is None or right is None:
            raise NotFound()
        with services().db.read() as db:
            one, other = (read.found(db, report_at(path), version) for version in (left, right))
        found = differences(one.row["frozen"], other.row["frozen"])
    except HelikopterError as error:
        return lean([back_link(), problem_panel(error)])
    member, zone = str(one.row["frozen"]["about"]["name"]), one.row["frozen"]["town"]["zone"]
    return lean(comparing.compared(one.row, other.row, member, found, zone))


@dataclass(frozen=True)
class Asked:
    """What an act gets: which act, about which version (of a remark: beside which part), and what was filled in."""

    act: str
    row: Row
    values: Values
    block: str = ""
    seen: Any = None


def _again(asked: Asked) -> str:
    """Ask for the next version: with the remarks of now beside the same numbers, or with new numbers."""
    row = asked.row
    ask_report(
        **_held(),
        by=acting(Permission.MAKE_REPORTS, row["organisation_id"]),
        kind=row["kind"],
        member=row["member"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        base=row["version"] if asked.act == panel.WITH_REMARKS.act else None,
    )
    return t(N_("The next version is asked. It appears here once it is made, mostly within a minute."))


def _review(asked: Asked) -> str:
    _take(asked, Permission.REVIEW_REPORTS, ReportState.REVIEWED)
    return t(N_("This version is reviewed."))


def _agenda(asked: Asked) -> str:
    text = asked.values.text("sitting", 40)
    asked.values.done()
    try:
        sitting_id = UUID(text)
    except ValueError:
        raise InvalidInput(UNKNOWN) from None
    _take(asked, Permission.PUBLISH_REPORTS, ReportState.ON_AGENDA, sitting_id=sitting_id)
    return t(N_("This version is on the agenda."))


def _publish(asked: Asked) -> str:
    _take(asked, Permission.PUBLISH_REPORTS, ReportState.PUBLISHED)
    return t(N_("This version is published."))


def _withdraw(asked: Asked) -> str:
    reason = asked.values.words("reason", LONGEST_REASON)
    asked.values.done()
    _take(asked, withdraws(asked.row["state"]), ReportState.WITHDRAWN, reason=reason)
    return t(N_("This version is withdrawn."))


def withdraws(state: str) -> Permission:
    """The right to take a version back: that of the step that it took last."""
    return Permission.REVIEW_REPORTS if state == ReportState.REVIEWED else Permission.PUBLISH_REPORTS


def _take(asked: Asked, permission: Permission, state: ReportState, **more: Any) -> None:
    row, kind = asked.row, known_kind(asked.row["kind"])
    with services().db.read() as db:
        read.check_allowed(db, permission, row)
    since = ReportState(row["state"])  # it decided which right this takes
    step = Step(row["report_id"], row["version"], state, organ=kind.organ if kind else None, since=since, **more)
    steps.take(**_held(), by=acting(permission, row["organisation_id"]), step=step)


def _remark(asked: Asked) -> str:
    """Put a remark beside a part, or take it away."""
    row, words = asked.row, ""
    if asked.block not in shown.parts_of(row["frozen"]):
        raise InvalidInput(UNKNOWN)
    if asked.act == SAVE:
        words = asked.values.words("text", LONGEST_REMARK)
        asked.values.done()
    acting(Permission.WRITE_NOTES, row["organisation_id"])
    by = acting(Permission.MAKE_REPORTS, row["organisation_id"])
    over = asked.seen.get(asked.block) if isinstance(asked.seen, dict) else None
    remarking.remark(**_held(), by=by, report_id=row["report_id"], block=asked.block, text=words, over=_id(over))
    return t(N_("The remark is saved.")) if words else t(N_("The remark is taken away."))


def _id(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        raise InvalidInput(UNKNOWN) from None


def _held() -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock}


ACTS: Mapping[tuple[str, str], Callable[[Asked], str]] = {
    (Form.AGAIN, panel.WITH_REMARKS.act): _again,
    (Form.AGAIN, panel.WITH_NUMBERS.act): _again,
    (Form.REVIEW, SAVE): _review,
    (Form.AGENDA, SAVE): _agenda,
    (Form.PUBLISH, SAVE): _publish,
    (Form.WITHDRAW, SAVE): _withdraw,
    (Form.REMARK, SAVE): _remark,
    (Form.REMARK, shown.REMOVE.act): _remark,
}
"""What each button does, by its form and name."""


def answer(seen: Any, search: str | None, path: str | None) -> Answer:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    kind, _, block = form.partition("/")
    act = ACTS.get((kind, name))
    if act is None:
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    try:
        row = _row(kind, str(pressed.get("subject") or ""), search, path)
        said = act(Asked(name, row, Values(own), block, seen))
    except Remarked as error:
        return _answered(form, {}, trouble(error.text()), seen=_seen(seen, block, error.standing))
    except Refused as error:
        return _answered(form, error.problems, trouble(error.text()))
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return _answered(form, {}, trouble(error.text()))
    return _remarked(form, block, said, search, path) if kind == Form.REMARK else _answered(form, {}, None, said=said)


def _row(kind: str, subject: str, search: str | None, path: str | None) -> Row:
    """The version that a button is about: that of the address, which its reader sees and must reach with the right to
    make reports where it asks for a version or writes beside one. Raises NotFound."""
    with services().db.read() as db:
        known = read.found(db, report_at(path), version_in(search))
        row = known.row
        if kind in (Form.REMARK, Form.AGAIN):
            read.check_allowed(db, Permission.MAKE_REPORTS, row)
    if kind != Form.REMARK and subject != f"{row['report_id']}/{row['version']}":
        # meanwhile there is a later version: the button was about another one
        raise InvalidInput(UNKNOWN)
    return row


def _remarked(form: str, block: str, said: str, search: str | None, path: str | None) -> Answer:
    """Only what stands beside that part is made anew: elsewhere somebody may be writing."""
    with services().db.read() as db:
        known = read.found(db, report_at(path), version_in(search))
        beside = read.beside_of(db, known, read.may_with(db, known.row))
    turn = f"{shown.REMARKED}{request_id.get()}"
    parts = lean(shown.beside_parts(block, shown.title_of(known.row["frozen"], block), beside))
    mark: dict[str, Any] = {"data-turn": turn}
    anew = [html.Div(said_well(said), role="status", tabIndex=-1, **mark), *parts]
    seen = {one: str(there.remark_id) for one, there in beside.standing.items()}
    return _answered(form, {}, None, turn=turn, beside={block: anew}, seen=seen)


def _seen(seen: Any, block: str, standing: UUID | None) -> dict[str, Any]:
    known = {name: one for name, one in seen.items() if name != block} if isinstance(seen, dict) else {}
    return known | ({block: str(standing)} if standing else {})


def _answered(
    form: str,
    problems: Mapping[str, str],
    told: Component | None,
    *,
    said: str = "",
    turn: Any = no_update,
    beside: Mapping[str, Any] | None = None,
    seen: Any = no_update,
) -> Answer:
    """The outputs of `act`: problems by field, what is told in the form, what stands beside parts, what is said of the
    whole, the turn, and which remarks stand there."""
    fields, results, places = ctx.outputs_list[0], ctx.outputs_list[1], ctx.outputs_list[2]
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    told_in = [told if item["id"]["form"] == form else None for item in results]
    anew = [(beside or {}).get(item["id"]["block"], no_update) for item in places]
    words: Any = [said_well(said)] if said else no_update
    return errors, told_in, anew, words, request_id.get() if said else turn, seen
