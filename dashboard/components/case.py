"""One melding on a page: what it is, its two clocks, its course, and what others did for it."""

from dash import html
from dash.development.base_component import Component

from config.clock import local_day
from config.kinds import EventKind, MeldingKind
from config.language import N_, day, moment, t
from dashboard.charts.phrases import WITHOUT_SERVICE
from dashboard.components.case_beside import advice, decision, evaluation, messages, tasks
from dashboard.components.case_clocks import two_clocks
from dashboard.components.case_course import course_items
from dashboard.components.case_parts import Header, block, deadline_words, pairs, told
from dashboard.components.labels import KINDS
from dashboard.components.status import stage
from dashboard.components.timeline import timeline
from queries.cases import Case


def case_name(header: Header) -> str:
    """The number of a melding, or what stands for it."""
    return told(header["number"]) or t(N_("Melding without number"))


def case_body(case: Case) -> html.Div:
    """Everything below the name of a melding."""
    header = case.header.to_dict()
    decisions, evaluations = (enumerate(frame.to_dict("records")) for frame in (case.decisions, case.evaluations))
    beside = [
        block("clocks", t(N_("Two clocks")), [two_clocks(header)]),
        block("facts", t(N_("The melding")), [_facts(header)]),
        *(part for part in (advice(case), tasks(case), messages(case)) if part),
        *(decision(row, place) for place, row in decisions),
        *(evaluation(row, place) for place, row in evaluations),
    ]
    course = block("course", t(N_("Course")), [timeline(course_items(case.events, case.stays, header["zone"]))])
    return html.Div(
        [html.Div(course, className="case-main"), html.Div(beside, className="case-side")], className="case"
    )


def case_state(header: Header) -> list[Component | str]:
    """Stage or outcome with its mark, since when, and with whom."""
    since = day(local_day(header["stage_since"], header["zone"]))
    words = [t(N_("since {day}"), day=since), told(header["service"]) or t(WITHOUT_SERVICE)]
    return [stage(EventKind(header["stage"])), " ", html.Span(", ".join(words))]


def _facts(header: Header) -> html.Dl:
    zone = header["zone"]
    rows = [
        (t(N_("Kind")), t(KINDS[MeldingKind(header["melding_kind"])])),
        (t(N_("Category")), _changed(header, "category", "intake_category", t(N_("Without category")))),
        (t(N_("Service")), _changed(header, "service", "first_service", t(WITHOUT_SERVICE))),
        (
            t(N_("Place")),
            ", ".join(filter(None, (told(header["street"]), told(header["area"])))) or t(N_("Without place")),
        ),
        (t(N_("Channel")), told(header["channel"]) or t(N_("Without channel"))),
        (t(N_("Received")), moment(header["received_at"], zone)),
        (t(N_("Deadline")), deadline_words(header)),
        (t(N_("Closed")), _closed(header)),
        (t(N_("Source")), _source(header)),
    ]
    return pairs(rows)


def _changed(header: Header, now: str, first: str, without: str) -> str:
    """What it is now, and what it was first where that differs."""
    name, before = told(header[now]) or without, told(header[first])
    if before in ("", name):
        return name
    return t(N_("{now} (first: {first})"), now=name, first=before)


def _closed(header: Header) -> str:
    """The closings, when there was any."""
    if not header["closings"]:
        return ""
    last = day(header["last_closed_day"])
    if not header["reopenings"]:
        return last
    times = t(N_("reopened once")) if header["reopenings"] == 1 else t(N_("reopened {n} times"), n=header["reopenings"])
    return f"{last} ({times})"


def _source(header: Header) -> str:
    until = t(N_("data until {moment}"), moment=moment(header["as_of"], header["zone"]))
    return ", ".join(filter(None, (told(header["source"]), until)))
