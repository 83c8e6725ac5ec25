"""Decisions that were read from a published page: what each belongs to, what fits nothing and why, what to record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, day, number, t
from dashboard.components.aria import aria
from dashboard.components.case_parts import reference
from dashboard.components.form import SAVE, Button, Field, Kind, Option, button, questions, result
from dashboard.components.sittings.frame import PAGE, UPLOAD, Form, Part
from dashboard.components.sittings.words import RESULTS, Row, counted, first_up, name_of, organ_name
from dashboard.components.status import State, status
from dashboard.components.upload import upload

CLOSE = "close"
HEAD = "sittings-read-head"
TOGETHER = " "
"""Between the ids of several items in the value of one choice."""
_WHY = {
    "nothing": N_("No item of that sitting has this number or address."),
    "doubt": N_("It is not clear to which item this belongs: several fit, or number and address say different things."),
    "no_sitting": N_("No sitting of this organ on this day is in the calendar, or it has not begun."),
    "no_day": N_("The file does not say on which day this was decided: choose the sitting first, then read the file."),
}
_SEVERAL = N_("{n} items: {names}")


@dataclass(frozen=True)
class Found:
    """A decision of the file as it is shown. `state` and `by` are codes (`store.actions.sittings.published`), `items`
    those of the agenda that it belongs to, `offered` those among which somebody may choose, `problem` why its record
    was refused; `item` and `result` are what the fields show."""

    n: int
    decision: Any
    state: str
    by: str | None
    items: Sequence[Row] = ()
    offered: Sequence[Row] = ()
    item: str | None = None
    result: str | None = None
    problem: str = ""

    @property
    def asked(self) -> bool:
        """Whether there is something to fill in."""
        return self.state == "fits" or bool(self.offered)


def bring_form() -> list[Component]:
    """The place to bring a file."""
    words = t(
        N_(
            "A decision list, minutes or extract as your website publishes it: saved as a web page (HTML) or JSON-LD, "
            "at most 3 MB. Nothing is recorded yet: first you see what was found, and to which items it belongs."
        )
    )
    choose = upload(UPLOAD, t(N_("Choose a file")), "", most=-1)
    said = html.Div(id=Part.BRING_SAID, className="form-result", role="status")
    opened = html.Div([html.P(words, className="form-intro"), choose, said], className="moderation-open")
    name = html.Summary(t(N_("Read published decisions")), className="button")
    return [html.Details([name, opened], className="moderation-way")]


def listed(file: str, found: Sequence[Found], problems: Sequence[str]) -> list[Component]:
    """What was found in a file, with what can be recorded first; then what a person may link; then the rest."""
    first = [one for one in found if one.state in ("fits", "other_result")]
    by_hand = [one for one in found if one.asked and one not in first]
    rest = [one for one in found if one not in first and one not in by_hand]
    words = (
        N_("1 decision belongs to no item by number or address; link it yourself where it does"),
        N_("{n} decisions belong to no item by number or address; link those that do yourself"),
    )
    left = N_("1 decision with nothing to record"), N_("{n} decisions with nothing to record")
    looked = N_("1 remark about this file"), N_("{n} remarks about this file")
    save = Button(SAVE, N_("Record these decisions"), primary=True)
    ways = [*([save] if any(one.asked for one in found) else []), Button(CLOSE, N_("Close this file"))]
    return [
        html.H2(t(N_("Decisions in {file}"), file=file), id=HEAD, tabIndex=-1),
        html.P(_summary(found), className="sittings-read-lead"),
        *([html.Ul([_line(one) for one in first], className="sittings-read-list")] if first else []),
        *_more(by_hand, *words, opens=not first),
        *_more(rest, *left),
        *_remarks(problems, *looked),
        html.Div([button(PAGE, Form.READ, one) for one in ways], className="form-buttons"),
        result(PAGE, Form.READ),
    ]


def _summary(found: Sequence[Found]) -> str:
    """How many there are, and how many of these belong to an item, or were recorded."""
    fits = sum(one.state == "fits" for one in found)
    known = sum(one.state == "known" for one in found)
    said = [counted(len(found), N_("1 decision was found."), N_("{n} decisions were found."))]
    if fits:
        said.append(counted(fits, N_("1 belongs to an item of a sitting."), N_("{n} belong to items of sittings.")))
    if known:
        said.append(counted(known, N_("1 was recorded already."), N_("{n} were recorded already.")))
    return " ".join(said)


def _more(found: Sequence[Found], one: str, many: str, *, opens: bool = False) -> list[Component]:
    if not found:
        return []
    rows = html.Ul([_line(each) for each in found], className="sittings-read-list")
    return [html.Details([html.Summary(counted(len(found), one, many)), rows], className="sittings-past", open=opens)]


def _remarks(problems: Sequence[str], one: str, many: str) -> list[Component]:
    if not problems:
        return []
    rows = html.Ul([html.Li(words) for words in problems])
    return [html.Details([html.Summary(counted(len(problems), one, many)), rows], className="sittings-past")]


def _line(one: Found) -> html.Li:
    head = [html.B(_title(one.decision)), html.Span(_where(one.decision), className="secondary")]
    told = html.Div([*head, html.Div(_marks(one), className="sittings-marks")], className="sittings-read-told")
    return html.Li([told, *([_fields(one)] if one.asked else [])], className="sittings-read-line")


def _title(decision: Any) -> str:
    """Number and title; where neither is told its address."""
    own, title = decision.number, decision.title
    both = [] if own and title.startswith(own) else [own]
    return " · ".join(filter(None, (*both, title))) or decision.uri or t(N_("Without title"))


def _where(decision: Any) -> str:
    organ = first_up(organ_name(decision.organ)) if decision.organ else decision.organ_label
    told = t(N_("the file says: {result}"), result=t(RESULTS[decision.result]).lower()) if decision.result else ""
    return " · ".join(filter(None, (organ, day(decision.day) if decision.day else "", told)))


def _marks(one: Found) -> list[Component]:
    marks: list[Component] = [status(State.BAD, one.problem)] if one.problem else []
    marks += [_what(one)]
    if one.decision.uri:
        marks.append(html.Span(reference(t(N_("Page of this decision")), one.decision.uri)))
    return marks


def _what(one: Found) -> Component:
    names = ", ".join(_name(item) for item in one.items)
    if one.state == "fits":
        words = {
            "uri": N_("Belongs to {names}, by its address"),
            "number": N_("Belongs to {names}, by its number"),
        }
        return status(State.GOOD, t(words[one.by or "number"], names=names))
    if one.state == "known":
        return html.Span(t(N_("Recorded already: {names}"), names=names))
    if one.state == "other_result":
        said = one.items[0]["result"] or one.items[0]["told_result"]
        words_ = N_("{names} was recorded as {result}: look at it, and put it right there if the file is right")
        return status(State.ATTENTION, t(words_, names=names, result=t(RESULTS[said]).lower() if said else "-"))
    return status(State.ATTENTION, t(_WHY[one.state])) if one.state == "doubt" else html.Span(t(_WHY[one.state]))


def _name(item: Row) -> str:
    return f"{number(int(item['place']))}. {name_of(item)}"


def _fields(one: Found) -> Component:
    together = TOGETHER.join(str(item["item_id"]) for item in one.items)
    options = [Option(str(item["item_id"]), _name(item)) for item in (one.items if len(one.items) == 1 else ())]
    if len(one.items) > 1:
        names = ", ".join(map(_name, one.items))
        options.append(Option(together, t(_SEVERAL, n=number(len(one.items)), names=names)))
    known = {str(item["item_id"]) for item in one.items}
    options += [Option(key, _name(item)) for item in one.offered if (key := str(item["item_id"])) not in known]
    results = [Option(str(code), t(words)) for code, words in RESULTS.items()]
    fields = [
        Field(f"item-{one.n}", N_("Item of the agenda"), Kind.CHOICE, options=options, value=one.item, optional=True),
        Field(f"result-{one.n}", N_("Result"), Kind.CHOICE, options=results, value=one.result, optional=True),
    ]
    group = html.Div(questions(PAGE, Form.READ, fields), role="group", **aria(label=_title(one.decision)))
    return html.Div(group, className="sittings-read-fields")
