"""What came of what people proposed: chosen, carried out, and what was chosen and waits."""

from typing import Any

import pandas as pd

from config.language import N_, day, number, percent, t
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import WITHOUT_THEME, n_text, named
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Fact, Footnote, Kind, Rows, Table, days_text

_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10
_PARTS = {
    "published": (N_("Published"), Fill.SKY),
    "selected": (N_("Chosen or further"), Fill.BLUE),
    "realised": (N_("Realised"), Fill.BLUE),
}


def influence(df: pd.DataFrame, themes: pd.DataFrame, decided: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """How many proposals of those published in the period were chosen and carried out.

    `df`: one row with published, selected (of these) and realised (of these). `themes`: the same by theme (name, null
    without). `decided`: one row with decided, selected, not_selected, deferred and realised: what happened in the
    period. Shares of fewer than `smallest_n` proposals are withheld.
    """
    row = df.iloc[0]
    published = int(row["published"])
    content = Bars(tuple(_bar(name, row, smallest_n) for name in _PARTS))
    frame = _with_shares(themes.assign(theme=named(themes["theme"], WITHOUT_THEME)), smallest_n)
    return ChartSpec(
        conclusion=_sentence(row, smallest_n),
        note=t(
            N_(
                "Of what was published in this period, as it stands now; what was published lately had less time for "
                "it."
            )
        ),
        content=content,
        table=Table(frame, _columns()),
        alt=t(N_("Bars: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        facts=_facts(decided.iloc[0]),
        footnote=Footnote(n_text(published)),
        empty=published == 0 and not decided.iloc[0][["decided", "realised"]].any(),
    )


def _bar(name: str, row: pd.Series, smallest_n: int) -> Bar:
    words, fill = _PARTS[name]
    n, whole = int(row[name]), int(row["published"])
    share = f" ({percent(n / whole)})" if name != "published" and whole >= max(smallest_n, 1) else ""
    label = t(words)
    return Bar(label, (BarPart(n, fill, hover=f"{label}: {number(n)}{share}"),), f"{number(n)}{share}")


def _with_shares(frame: pd.DataFrame, smallest_n: int) -> pd.DataFrame:
    whole = frame["published"].astype(float).where(frame["published"] >= max(smallest_n, 1))
    shares = {f"{name}_share": (frame[name].astype(float) / whole).astype(float) for name in ("selected", "realised")}
    return frame.assign(**shares)


def _sentence(row: pd.Series, smallest_n: int) -> str:
    published, selected, realised = (int(row[name]) for name in _PARTS)
    if not published:
        return t(N_("No proposal that was published in this period stands."))
    words = {"published": number(published), "selected": number(selected), "realised": number(realised)}
    if published < smallest_n:
        return t(
            N_("Of {published} published proposals {selected} are chosen or further, {realised} realised."), **words
        )
    words["share"] = percent(selected / published)
    return t(
        N_(
            "{share} of the published proposals are chosen or further: {selected} of {published}; realised: {realised}."
        ),
        **words,
    )


def _facts(row: pd.Series) -> tuple[Fact, ...]:
    """What happened in the period, whenever it was published."""
    told = {
        "selected": N_("chosen in this period"),
        "not_selected": N_("not chosen"),
        "deferred": N_("deferred"),
        "realised": N_("realised in this period"),
    }
    return tuple(Fact(number(row[name]), t(words)) for name, words in told.items())


def _columns() -> tuple[Column, ...]:
    return (
        Column("theme", t(N_("Theme"))),
        Column("published", t(N_("Published")), Kind.COUNT),
        Column("selected", t(N_("Chosen or further")), Kind.COUNT),
        Column("selected_share", t(N_("Chosen, share")), Kind.SHARE),
        Column("realised", t(N_("Realised")), Kind.COUNT),
        Column("realised_share", t(N_("Realised, share")), Kind.SHARE),
    )


# --- what waits --------------------------------------------------------------------------------------------------
def not_started(df: pd.DataFrame, whole: pd.DataFrame, *, search: str = "") -> ChartSpec:
    """The places that were selected and have nothing planned, longest first.

    `df`: rows with subject_id, number, title, theme, area (text or null), support, chosen_day, age (days), working_days
    and total (of all of them). `whole`: one row with planned (places with works planned and not begun).
    `search` is what an address carries on to each ('?from=...').
    """
    frame = df.assign(
        title=[_title(row) for row in df.to_dict("records")],
        age=df["age"].astype(float).floordiv(1),
        href=[f"/voorstellen/{subject}{search}" for subject in df["subject_id"]],
    )
    planned = whole["planned"].iloc[0]
    return ChartSpec(
        conclusion=_waiting_sentence(frame, planned),
        content=Rows(t(N_("Selected, not started"))),
        table=Table(frame, _waiting_columns()),
        alt=t(N_("A table of {n} places that were selected and have nothing planned."), n=number(len(frame))),
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=_shown_of_all(frame),
        empty=frame.empty,
    )


def _title(row: dict[Any, Any]) -> str:
    return str(row["title"]) if isinstance(row["title"], str) else t(N_("Text removed"))


def _shown_of_all(frame: pd.DataFrame) -> Footnote | None:
    if frame.empty:
        return None
    words = {"shown": number(len(frame)), "total": number(frame["total"].iloc[0])}
    return Footnote(t(N_("{shown} of {total} places"), **words))


def _waiting_sentence(frame: pd.DataFrame, planned: Any) -> str:
    if frame.empty:
        return t(N_("Something is planned or begun wherever a place was selected."))
    total, oldest = int(frame["total"].iloc[0]), frame.iloc[0]
    since = {"day": day(oldest["chosen_day"]), "n": number(total)}
    if pd.isna(oldest["working_days"]):
        first = N_("Selected and nothing planned: {n} places, the first since {day}.")
        return t(N_("Selected and nothing planned: 1 place, since {day}.") if total == 1 else first, **since)
    words = since | {"days": days_text(oldest["working_days"]), "planned": number(planned)}
    if total == 1:
        return t(N_("Selected and nothing planned: 1 place, for {days} working days."), **words)
    if not planned:
        return t(N_("Selected and nothing planned: {n} places, the longest for {days} working days."), **words)
    return t(
        N_(
            "Selected and nothing planned: {n} places, the longest for {days} working days; planned and not begun: "
            "{planned}."
        ),
        **words,
    )


def _waiting_columns() -> tuple[Column, ...]:
    return (
        Column("title", t(N_("Place")), width=5, href="href"),
        Column("theme", t(N_("Theme")), essential=False, width=3),
        Column("area", t(N_("Neighbourhood")), essential=False, width=3),
        Column("support", t(N_("Votes")), Kind.COUNT, essential=False, width=1),
        Column("chosen_day", t(N_("Selected on")), Kind.DAY, width=2),
        Column("age", t(N_("Days")), Kind.COUNT, width=1),
        Column("working_days", t(N_("Working days")), Kind.COUNT, essential=False, width=1),
    )
