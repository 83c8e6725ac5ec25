"""The page on trends at work: the lead, the choice of series, and the signals as the person who asks may see them."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import get_relative_path
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.kinds import Permission
from config.language import N_, t
from config.topics import Topic
from dashboard.charts.trends_picks import cases_search
from dashboard.charts.trends_words import signal_detail, signal_words
from dashboard.components.choices import Choice, Option, choice_bar
from dashboard.components.trends.frame import PATH
from dashboard.components.trends.listed import SignalLine
from dashboard.web.auth import current_scope, current_user
from queries import signals
from queries.filters import By, Filters
from queries.names import members

BY = {By.CATEGORY: N_("category"), By.THEME: N_("theme"), By.AREA: N_("neighbourhood")}
PERMISSIONS = {Topic.MELDING: Permission.SEE_MELDINGEN, Topic.PROPOSAL: Permission.HANDLE_PROPOSALS}
"""What it takes to see the series of a topic."""
QUESTIONS = {Topic.MELDING: signals.signals, Topic.PROPOSAL: signals.proposal_signals}
CASES = {Topic.MELDING: "/meldingen", Topic.PROPOSAL: "/voorstellen"}
"""The page with the rows behind a signal."""


def by_bar(filters: Filters) -> Component:
    """By what the series are told apart, each choice an address with the same filters."""
    path = get_relative_path(PATH)
    options = [
        Option(t(words), f"{path}?{replace(filters, by=by).to_query()}", by is filters.by) for by, words in BY.items()
    ]
    return choice_bar([Choice(t(N_("Series by")), t(BY[filters.by]), options)])


def topics() -> list[Topic]:
    """What the person who asks may see the series of."""
    return [topic for topic, permission in PERMISSIONS.items() if current_user().may(permission)]


def found_signals(db: Connection, filters: Filters, topic: Topic) -> pd.DataFrame:
    """The signals of a topic, for the reach of the person who asks. Raises Forbidden."""
    return QUESTIONS[topic](db, current_scope(PERMISSIONS[topic]), filters)


def lines(db: Connection, filters: Filters, topic: Topic, found: pd.DataFrame) -> list[SignalLine]:
    """The signals of a topic in words, with the way to their rows."""
    known = members(db, current_scope(PERMISSIONS[topic]), filters)
    return [_line(row, filters, topic, known) for row in found.to_dict("records")]


def _line(row: dict[Any, Any], filters: Filters, topic: Topic, known: pd.DataFrame) -> SignalLine:
    sentence = signal_words(row, filters.by)
    if topic is Topic.PROPOSAL:
        sentence = t(N_("Proposals, {sentence}"), sentence=sentence)
    cases = get_relative_path(CASES[topic]) + cases_search(row, filters, topic, known)
    return SignalLine(sentence, signal_detail(row), bool(row["clear"]), cases)
