"""How far a chosen place has come, on the page of its proposal: steps, what happens next, and before beside after."""

from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, day, t
from dashboard.components.case_parts import Header, block, missing
from dashboard.components.course_steps import STAGES, course_steps, steps_line
from dashboard.components.icon import Icon, icon
from dashboard.components.proposal_parts import Ways
from dashboard.components.proposal_works import next_steps, works
from queries.proposal_case import ProposalCase


def progress_block(case: ProposalCase, ways: Ways) -> html.Section | None:
    """The way of a chosen place, as far as the reader may know; None for what is not chosen."""
    header = case.header.to_dict()
    if header["stage"] not in STAGES:
        return None
    known = {name: _day(header, name) for name in ("planned", "started", "realised")}
    due = None if missing(header["due_on"]) else header["due_on"]
    steps = course_steps(header["stage"], chosen=_chosen(header, case.selections), due=due, **known)
    photos = case.photos.astype(object).where(case.photos.notna(), None).to_dict("records")
    told = next_steps(None if missing(header["next_steps"]) else header["next_steps"])
    parts: list[Component] = [
        steps_line(steps),
        *([html.H3(t(N_("What happens next"))), *told] if told else []),
        *works(int(header["organisation_id"]), photos),
        *_way(header, ways),
    ]
    return block("progress", t(N_("Progress")), parts)


def _day(header: Header, name: str) -> Any:
    """A day that was told: a source may know that something happened, and not when."""
    value = header[f"{name}_day"]
    return None if missing(value) or name in header["undated"] else value


def _chosen(header: Header, selections: pd.DataFrame) -> str:
    """The day from which the choice counts; for who may not know that, of its ratification or publication."""
    if not missing(header["decided_day"]):
        return day(header["decided_day"])
    days = [row[name] for row in selections.to_dict("records") for name in ("ratified_day", "published_day")]
    return next((day(one) for one in days if not missing(one)), "")


def _way(header: Header, ways: Ways) -> list[Component]:
    """To the page on which it is followed up, for who may see that."""
    if not ways.follow_up:
        return []
    words = [icon(Icon.ARROW_RIGHT), html.Span(t(N_("Follow up")))]
    return [html.P(dcc.Link(words, href=f"{ways.follow_up}?voorstel={header['subject_id']}"), className="more-link")]
