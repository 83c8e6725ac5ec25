"""What one proposal says and is: text, photos, facts and gains."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, day, t
from config.vocabularies import Vocabulary
from dashboard.charts.spec import Column, Table
from dashboard.components.case_parts import Header, block, missing, pairs, term, told
from dashboard.components.photo import photo_image
from dashboard.components.proposal_parts import amount, indicator_words
from dashboard.components.proposal_works import PHOTO_STATES
from dashboard.components.table import data_table
from dashboard.components.tombstone import tombstone
from queries.proposal_case import ProposalCase


def text_block(case: ProposalCase) -> html.Section:
    """What was written, with the photos of the place as it was proposed."""
    header = case.header
    photos = [row for row in case.photos.to_dict("records") if missing(row["moment"])]
    written = [part for part in map(str.strip, told(header["text"]).split("\n")) if part]
    parts: list[Component] = [html.P(part) for part in written] or [_without_text(header)]
    if photos:
        organisation = int(header["organisation_id"])
        parts.append(html.Ul([html.Li(_photo(organisation, row)) for row in photos], className="photos"))
    return block("text", t(N_("What is proposed")), parts)


def _without_text(header: pd.Series) -> Component:
    if header["text_removed"]:
        return tombstone(header["text_removed_day"])
    return html.P(t(N_("Nothing was written beside the title.")), className="secondary")


def _photo(organisation_id: int, row: Header) -> html.Figure:
    picture = photo_image(organisation_id, row["photo"], told(row["alt"]))
    state = PHOTO_STATES.get(row["state"])
    return html.Figure([picture, *([html.Figcaption(t(state))] if state else [])])


def facts_block(header: Header) -> html.Section:
    """What it is about, who handles it, and its days."""
    refused = term(Vocabulary.MODERATION_REASON, header["refusal_reason"])
    unknown = {name for name in _DAYS if missing(header[name]) or name.removesuffix("_day") in header["undated"]}
    days = {name: "" if name in unknown else day(header[name]) for name in _DAYS}
    rows = [
        (t(N_("Theme")), told(header["theme"]) or t(N_("Without theme"))),
        (t(N_("Service")), told(header["service"])),
        (t(N_("Refused")), refused),
        *[(t(words), days[name]) for name, words in _DAYS.items()],
        (t(N_("Source")), told(header["source"])),
    ]
    return block("facts", t(N_("The proposal")), [pairs(rows)])


_DAYS = {
    "asked_day": N_("Question open since"),
    "published_day": N_("Published"),
    "due_on": N_("To be realised by"),
    "realised_day": N_("Realised"),
}


def gains_block(gains: pd.DataFrame) -> html.Section | None:
    """What it would yield by indicator, and what it did."""
    if gains.empty:
        return None
    df = pd.DataFrame({"indicator": [indicator_words(code) for code in gains["indicator"]]})
    for name in ("estimated", "realised"):
        cells = zip(gains["indicator"], gains[name], strict=True)
        df[name] = [None if missing(value) else amount(code, value) for code, value in cells]
    columns = [Column("indicator", t(N_("Gain"))), Column("estimated", t(N_("Estimated")))]
    if not df["realised"].isna().all():
        columns.append(Column("realised", t(N_("Measured"))))
    title = t(N_("What it yields"))
    return block("gains", title, [data_table(Table(df, tuple(columns)), label=title)])
