"""What was chosen about a proposal, by whom and why; with a padlock while it is not published."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.criteria import is_criterion
from config.language import N_, day, t
from config.vocabularies import Vocabulary
from dashboard.charts.choices import reason_words
from dashboard.charts.phrases import joined
from dashboard.charts.spec import days_text
from dashboard.components.case_parts import block, missing, pairs, reference, term, told, word
from dashboard.components.choosing.words import criterion_words
from dashboard.components.labels import ORGANS
from dashboard.components.proposal_parts import embargo
from dashboard.components.status import proposal_stage

Choice = Mapping[Any, Any]


def choices(selections: pd.DataFrame) -> list[html.Section]:
    """The last choice, and the one that is public where that is another.

    `selections`: as in `queries.proposal_case.ProposalCase`.
    """
    rows = [row for row in selections.to_dict("records") if row["current"] or row["shown"]]
    return [_choice(row, place) for place, row in enumerate(rows)]


def _choice(row: Choice, place: int) -> html.Section:
    title = t(N_("Choice and motivation")) if place == 0 else t(N_("Choice that is public now"))
    hidden = missing(row["published_at"])
    state: list[Any] = [proposal_stage(row["outcome"]), *([" ", embargo()] if hidden else [])]
    parts = [html.P(state, className="case-state"), *motivation_of(row), _facts(row, hidden), *_note(row)]
    return block(f"choice-{place}", title, parts)


def motivation_of(row: Choice) -> list[Component]:
    """Why, as it was written; or that nobody wrote it yet."""
    if not told(row["motivation"]):
        return [html.P(t(N_("There is no motivation yet.")), className="secondary")]
    return [html.Blockquote([html.P(part) for part in _paragraphs(row["motivation"])], className="motivation")]


def _paragraphs(text: str) -> list[str]:
    return [part for part in map(str.strip, text.split("\n")) if part]


def _facts(row: Choice, hidden: bool) -> html.Dl:
    reasons = reason_words(row["terms"])
    return pairs(
        [
            (t(N_("Reasons")), joined(reasons)),
            (t(N_("Chosen by")), who_chose(row)),
            (t(N_("Guided by")), term(Vocabulary.GUIDE, row["guide"])),
            (t(N_("Chosen on")), "" if missing(row["made_day"]) else day(row["made_day"])),
            (t(N_("Ratified")), ratified(row)),
            (t(N_("Scores at that moment")), ", ".join(scores_of(row))),
            (t(N_("Made public")), t(N_("not yet")) if hidden else day(row["published_day"])),
        ]
    )


def who_chose(row: Choice) -> str:
    """The working group with its activity and day, or the service."""
    kind, on = term(Vocabulary.ACTIVITY_KIND, row["activity_kind"]), row["activity_day"]
    numbered = kind if missing(row["activity_no"]) else f"{kind} {int(row['activity_no'])}"
    who = told(row["activity_title"]) or numbered or term(Vocabulary.CHOSEN_BY, row["chosen_by"])
    return who if missing(on) else f"{who}, {day(on)}"


def scores_of(row: Choice) -> list[str]:
    """Each criterion with its score; one of another source, that is none of ours, by its own name."""
    return [f"{_criterion(str(code))} {days_text(score)}" for code, score in row["scores"].items()]


def _criterion(code: str) -> str:
    return criterion_words(code) if is_criterion(code) else code.replace("_", " ")


def ratified(row: Choice) -> list[Component | str]:
    """Organ, day and number of the decision; nothing without one."""
    on = "" if missing(row["ratified_day"]) else day(row["ratified_day"])
    words = ", ".join(filter(None, (word(ORGANS, row["organ"]), on)))
    decision = reference(row["decision_number"], row["decision_uri"])
    return [part for part in (words, ", " if words and decision else "", decision) if part]


def _note(row: Choice) -> list[Component]:
    """What colleagues wrote for each other; never public."""
    if not told(row["internal_note"]):
        return []
    return [html.H3(t(N_("Note for colleagues, never public"))), html.P(row["internal_note"])]
