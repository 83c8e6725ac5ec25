"""The list of proposals as a table for a file."""

import pandas as pd

from config.language import N_, current_language, t
from config.vocabularies import proposal_stages
from dashboard.charts.phrases import removed_words
from dashboard.charts.spec import Column, Kind, Table


def proposal_rows(df: pd.DataFrame) -> Table:
    """The rows of `queries.atlas.listed` with columns area and theme (names)."""
    stages = {code: stage.label(current_language()) for code, stage in proposal_stages().items()}
    removed = [None if pd.isna(day) else removed_words(day) for day in df["text_removed_day"]]
    titles = df["title"].fillna(pd.Series(removed, df.index, dtype=object))
    return Table(df.assign(stage=df["stage"].map(stages), title=titles), _columns())


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", t(N_("Proposal number"))),
        Column("title", t(N_("Proposal"))),
        Column("stage", t(N_("Standing"))),
        Column("theme", t(N_("Theme"))),
        Column("area", t(N_("Neighbourhood"))),
        Column("street", t(N_("Street"))),
        Column("lon", t(N_("Longitude")), Kind.DEGREES),
        Column("lat", t(N_("Latitude")), Kind.DEGREES),
        Column("submitted_day", t(N_("Submitted")), Kind.DAY),
        Column("published_day", t(N_("Published")), Kind.DAY),
        Column("support", t(N_("Votes")), Kind.COUNT),
    )
