"""What /beheer/mail shows: whether mail goes out, what waits and what went wrong, and a way to try again."""

from typing import Any

import pandas as pd
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from config.mail import OPEN, TROUBLE, Kind, State
from dashboard.components.form import Button, button, result
from dashboard.components.manage.frame import block, nothing, notice
from dashboard.components.rows import lines, records, rows_table
from dashboard.components.status import State as Status
from dashboard.components.status import status

PAGE = "beheer-mail"
AGAIN = "again"
"""The form that tries a mail again."""
DAYS = 14
"""So many days back is told of what ended."""
OFF = N_("No mail server is set (HELI_SMTP_HOST): nothing is sent.")
KINDS = {
    Kind.DIGEST: N_("digest"),
    Kind.VIEW: N_("view"),
    Kind.ALERT: N_("alert"),
    Kind.REPORT: N_("published reports"),
}
_STATUS = {State.FAILED: Status.BAD, State.GIVEN_UP: Status.BAD, State.UNCERTAIN: Status.ATTENTION}
_COUNTED = {
    State.SENT: N_("sent"),
    State.WAITING: N_("on their way"),
    State.NOTHING: N_("without anything to tell"),
    State.LEFT_OUT: N_("left out"),
    State.FAILED: N_("refused"),
    State.GIVEN_UP: N_("given up"),
    State.UNCERTAIN: N_("uncertain"),
}


def asking(counts: pd.DataFrame) -> int:
    """How many mails somebody should look at."""
    return int(counts.loc[counts["state"].isin([str(one) for one in TROUBLE]), "n"].sum())


def lead(counts: pd.DataFrame, *, sends: bool) -> str:
    """How mail stands."""
    if not sends:
        return t(OFF)
    if counts.empty:
        return t(N_("No mail in the last {n} days."), n=number(DAYS))
    known = dict(zip(counts["state"], counts["n"], strict=True))
    told = [f"{number(known[state])} {t(words)}" for state, words in _COUNTED.items() if state in known]
    return t(N_("Mails of the last {n} days: {what}."), n=number(DAYS), what=", ".join(told))


def content(troubled: pd.DataFrame, zone: str, *, sends: bool) -> list[Component]:
    """What to look at."""
    told = [] if sends else [notice(t(OFF))]
    title = t(N_("Mails that did not go out, or wait"))
    if troubled.empty:
        return [*told, block(title, nothing(t(N_("There are none."))))]
    heads = [t(head) for head in (N_("Reader"), N_("What"), N_("Was due"), N_("State"), N_("Why"), N_("Actions"))]
    rows = [_row(row, zone) for row in records(troubled)]
    return [*told, block(title, rows_table(heads, rows, label=title), result(PAGE, AGAIN))]


def _row(row: Any, zone: str) -> list[Any]:
    state = State(row.state)
    when = [t(N_("Attempts: {n}. Next: {when}."), n=number(row.attempts), when=moment(row.next_at, zone))]
    why = [part for part in (t(row.why) if row.why else "", row.answer or "") if part]
    again: list[Any] = (
        [button(PAGE, AGAIN, Button("save", N_("Try again")), str(row.mail_id))] if state in TROUBLE else []
    )
    return [
        row.reader,
        t(KINDS[Kind(row.kind)]),
        moment(row.due_at, zone),
        status(_STATUS.get(state, Status.NEUTRAL), t(_COUNTED.get(state, _COUNTED[State.WAITING]))),
        lines([*why, *(when if state in OPEN else [])]),
        again or "",
    ]
