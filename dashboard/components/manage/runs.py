"""What /beheer/invoer shows: sources, import runs, and the report of one run."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, day, moment, number, t
from dashboard.components.form import Button, form
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import preview
from dashboard.components.rows import records, rows_table, way
from dashboard.components.status import State, status

PAGE = "beheer-invoer"
STATES = {"merged": N_("Loaded"), "refused": N_("Not loaded"), "voided": N_("Taken out")}
_MARKS = {"merged": State.GOOD, "refused": State.BAD, "voided": State.NEUTRAL}
LISTED = 100
"""So many rows of a report are written out on the page; the file holds all that were kept."""
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    VOID = "void"


def lead(sources: pd.DataFrame) -> str:
    """Whether every source delivers as expected."""
    late = [str(name) for name in sources.loc[sources["late"].astype(bool), "name"]]
    refused = int(sources["refused"].sum())
    if sources.empty:
        return t(N_("No source has delivered yet."))
    said = t(N_("Late: {names}."), names=", ".join(late)) if late else t(N_("Every source delivers as expected."))
    return f"{said} {t(N_('Rows refused by the latest runs: {n}.'), n=number(refused))}" if refused else said


def source_block(sources: pd.DataFrame, zone: str) -> Component:
    """The sources, each with up to when its data goes and whether it is late."""
    if sources.empty:
        return block(t(N_("Sources")), nothing(t(N_("There are none."))))
    rows = [
        [
            row.name,
            t(N_("nothing yet")) if pd.isna(row.as_of) else moment(row.as_of, zone),
            t(N_("not agreed"))
            if pd.isna(row.expected_every)
            else t(N_("every {n} hours"), n=number(row.expected_every)),
            _lateness(row),
        ]
        for row in records(sources.rename(columns={"name": "label"}).assign(name=sources["name"]))
    ]
    heads = [t(N_("Source")), t(N_("Data until")), t(N_("Expected")), t(N_("State"))]
    return block(t(N_("Sources")), rows_table(heads, rows, label=t(N_("Sources"))))


def _lateness(row: Any) -> Component:
    if row.late:
        return status(State.ATTENTION, t(N_("late")))
    if pd.isna(row.expected_every):
        return status(State.NEUTRAL, t(N_("not watched")))
    return status(State.GOOD, t(N_("on course")))


def run_block(runs: pd.DataFrame, search: Search, zone: str, *, page: int, size: int) -> Component:
    """One page of runs, newest first."""
    if runs.empty:
        return block(t(N_("Runs")), nothing(t(N_("There are none."))))
    heads = [
        N_("Started"),
        N_("Source"),
        N_("File"),
        N_("State"),
        N_("Rows read"),
        N_("New"),
        N_("Changed"),
        N_("Refused"),
    ]
    rows = [
        [
            way(moment(row.started_at, zone), "/beheer/invoer", search(run=row.run_id)),
            row.source,
            row.file_name or "-",
            state_words(row.state),
            *(number(count) for count in (row.read, row.loaded, row.updated)),
            number(row.refused),
        ]
        for row in records(runs.head(size))
    ]
    table = rows_table([t(head) for head in heads], rows, label=t(N_("Runs")))
    return block(t(N_("Runs")), table, pager("/beheer/invoer", search, page=page, more=len(runs) > size))


def pager(path: str, search: Search, *, page: int, more: bool, **asked: Any) -> Component:
    """The ways to newer and older rows."""
    newer = [way(t(N_("Newer")), path, search(page=page - 1 if page > 2 else None, **asked))] if page > 1 else []
    older = [way(t(N_("Older")), path, search(page=page + 1, **asked))] if more else []
    return html.P([*newer, *older], className="pager")


def state_words(state: str) -> Component:
    """The state of a run."""
    return status(_MARKS.get(state, State.NEUTRAL), t(STATES.get(state, state)))


def one(row: Any, report: Mapping[str, Any], search: Search, zone: str) -> list[Component]:
    """One run with its report, and the form to take it out."""
    back = way(t(N_("All runs")), "/beheer/invoer", search())
    counts = t(
        N_("{read} rows read: {loaded} new, {updated} changed, {unchanged} unchanged, {refused} refused."),
        **{name: number(getattr(row, name)) for name in ("read", "loaded", "updated", "unchanged", "refused")},
    )
    facts = [state_words(row.state), html.Span(row.source), html.Span(row.file_name or "-")]
    dropped = ", ".join(report.get("dropped_columns") or [])
    words = t(N_("Not kept, because they hold personal data: {columns}."), columns=dropped)
    head = block(
        t(N_("Run of {when}"), when=moment(row.started_at, zone)),
        html.P(facts, className="facts-line"),
        *([html.P(sentence(report["problem"], "reason"))] if report.get("problem") else []),
        html.P(counts),
        *([html.P(words)] if dropped else []),
        *([html.P(_erased(report["erased"]), className="secondary")] if report.get("erased") else []),
        side=back,
    )
    file = html.A(
        t(N_("Download as CSV")),
        href=f"/download/beheer-invoer/refused.csv{search(run=row.run_id)}",
        className="foot-link",
    )
    parts = [
        head,
        _listing(t(N_("Refused rows")), report.get("refused") or [], report.get("reasons") or {}, "reason", file),
        _listing(t(N_("Look at these")), report.get("suspicions") or [], report.get("remarks") or {}, "kind", None),
    ]
    return [part for part in [*parts, void_form(row)] if part is not None]


def _erased(on: str) -> str:
    words = N_("The rows of this report were removed on {day} (end of their retention); their numbers stay.")
    return t(words, day=day(date.fromisoformat(on)))


def _listing(
    title: str, rows: Sequence[Mapping[str, Any]], counts: Mapping[str, int], key: str, file: Component | None
) -> Component | None:
    """The first rows, with how many there are in all."""
    if not counts and not rows:
        return None
    table = [[_line(row), sentence(row, key)] for row in rows[:LISTED]]
    total, shown = sum(counts.values()) or len(rows), len(table)
    more = [nothing(t(N_("{n} more are not written out here."), n=number(total - shown)))] if total > shown else []
    listed = [rows_table([t(N_("Line")), t(N_("What"))], table, label=title)] if table else []
    return block(f"{title} ({number(total)})", *listed, *more, side=file)


def _line(row: Mapping[str, Any]) -> str:
    return str(row.get("line")) if row.get("line") else t(N_("all"))


def sentence(row: Mapping[str, Any], key: str) -> str:
    """A reason of the report in the reader's language; as it was kept where it no longer fits."""
    words = str(row.get(key, ""))
    try:
        return t(words, **(row.get("params") or {}))
    except (KeyError, IndexError, ValueError):
        return words


def void_form(row: Any) -> Component | None:
    """The form to take a run out: first what it does, then the deed."""
    if row.state != "merged":
        return None
    buttons = [Button("preview", N_("Show what it touches")), Button("ask", N_("Take this run out"), grave=True)]
    intro = t(
        N_(
            "Nothing is removed: what the run told no longer counts, and what it had corrected holds again. To bring "
            "it back the file must be imported once more."
        )
    )
    return form(PAGE, Form.VOID, title=t(N_("Take out")), intro=intro, buttons=buttons, subject=str(row.run_id))


def consequence_words(meldingen: int, later: int) -> list[Component]:
    """What taking a run out touches."""
    said = [t(N_("{n} meldingen change or disappear."), n=number(meldingen))]
    if later:
        told = N_(
            "This source delivered {runs} more times since. What those told again of the same meldingen goes too: "
            "import the newest file once more afterwards."
        )
        said.append(t(told, runs=number(later)))
    return preview([*said, t(N_("Nothing was changed yet."))])
