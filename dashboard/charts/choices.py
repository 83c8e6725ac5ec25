"""Why places were chosen, not chosen or deferred."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from config.language import N_, current_language, number, percent, t
from config.vocabularies import Term, Vocabulary, vocabularies
from dashboard.charts.contents import Plain
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import NO_PICKS, WITHOUT_THEME, n_text, named
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import NOTHING, ChartSpec, Column, Footnote, Key, Kind, Rows, Table
from queries.choices import DEFERRED, NOT_SELECTED, SELECTED

NO_CHOICES = N_("No place was decided on in this period.")
WITHOUT_REASON = N_("Without a reason")
WITHOUT_AREA = N_("Without neighbourhood")
ENOUGH = 5
"""Places of which a share is told."""
_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10
_TWICE = N_("A place with two reasons counts with both.")


def reason_name(row: Any, name: str = "reason") -> str:
    """The words for the reason of a row with `reason_nl` and `reason_en` (or under another `name`)."""
    words = row[f"{name}_{current_language()}"]
    return words if isinstance(words, str) else t(WITHOUT_REASON)


def reason_words(terms: Sequence[Term]) -> list[str]:
    """The words for the reasons of a choice, as its column `terms` has them."""
    return [term.label(current_language()) for term in terms]


def outcome_name(code: str) -> str:
    """The words for what was chosen."""
    return vocabularies()[Vocabulary.SELECTION_OUTCOME][code].label(current_language())


def reasons_why(df: pd.DataFrame, *, picks: Mapping[str, str] = NO_PICKS) -> ChartSpec:
    """The reasons of what was chosen. `df`: rows with outcome, reason (code), reason_nl, reason_en (null without), n
    (places) and decided (all places with that outcome). `picks` are the addresses with one reason, by its name."""
    own = df[df["outcome"] == SELECTED].sort_values("n", ascending=False, kind="stable")
    whole = int(own["decided"].max()) if len(own) else 0
    return _reasons(own, (SELECTED,), whole, _why_sentence(own, whole), picks)


def reasons_why_not(df: pd.DataFrame, *, picks: Mapping[str, str] = NO_PICKS) -> ChartSpec:
    """The reasons of what was not chosen, and of what was deferred. `df` and `picks`: as those of `reasons_why`."""
    own = df[df["outcome"] != SELECTED]
    whole = int(own.drop_duplicates("outcome")["decided"].sum())
    return _reasons(own, (NOT_SELECTED, DEFERRED), whole, _why_not_sentence(own, whole), picks)


_FILLS = {SELECTED: Fill.BLUE, NOT_SELECTED: Fill.BLUE, DEFERRED: Fill.SKY}


def _reasons(
    own: pd.DataFrame, outcomes: tuple[str, ...], whole: int, sentence: str | None, picks: Mapping[str, str]
) -> ChartSpec:
    counts = own.assign(reason=[reason_name(row) for row in own.to_dict("records")])
    wide = counts.pivot_table(index="reason", columns="outcome", values="n", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=list(outcomes), fill_value=0).astype(int)
    wide = wide.assign(n=wide.sum(axis=1)).sort_values("n", ascending=False, kind="stable").reset_index()
    content = Bars(tuple(_bar(row, outcomes, whole, picks) for row in wide.to_dict("records")))
    several = len(outcomes) > 1
    return ChartSpec(
        conclusion=sentence,
        note=t(_TWICE),
        content=content,
        table=Table(wide, _reason_columns(outcomes)),
        alt=t(N_("Bars per reason: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=tuple(Key(_FILLS[one], outcome_name(one)) for one in outcomes) if several else (),
        footnote=Footnote(n_text(whole)),
        empty=whole == 0,
        picks={"reason": picks},
    )


def _bar(row: Mapping[Any, Any], outcomes: tuple[str, ...], whole: int, picks: Mapping[str, str]) -> Bar:
    """A reason with how many places have it, and their share; in the bar what it is made of, where that is several."""
    name, several = row["reason"], sum(row[one] > 0 for one in outcomes) > 1
    told = {one: number(row[one]) for one in outcomes}
    parts = tuple(
        BarPart(row[one], _FILLS[one], told[one] if several else "", f"{name}\n{outcome_name(one)}: {told[one]}")
        for one in outcomes
    )
    share = f" ({percent(row['n'] / whole, decimals=0)})" if whole >= ENOUGH else ""
    return Bar(name, parts, f"{number(row['n'])}{share}", pick=picks.get(name, ""))


def _reason_columns(outcomes: tuple[str, ...]) -> tuple[Column, ...]:
    total = (Column("n", t(N_("Together")), Kind.COUNT),) if len(outcomes) > 1 else ()
    return (
        Column("reason", t(N_("Reason"))),
        *(Column(one, outcome_name(one), Kind.COUNT) for one in outcomes),
        *total,
    )


def _first(own: pd.DataFrame) -> pd.Series | None:
    """The reason that more places have than any other."""
    known = own[own["reason"].notna()].sort_values("n", ascending=False, kind="stable")
    alone = len(known) == 1 or (len(known) > 1 and known["n"].iloc[0] > known["n"].iloc[1])
    return known.iloc[0] if alone else None


def _why_sentence(own: pd.DataFrame, whole: int) -> str | None:
    if not whole:
        return t(N_("No place was chosen in this period."))
    first = _first(own)
    if first is None:
        return None
    words = {"reason": _within(first), "n": number(first["n"]), "whole": number(whole)}
    if whole == 1:
        return t(N_("The only chosen place was chosen for: {reason}."), **words)
    return t(N_("Chosen most often for: {reason}, {n} of {whole} places."), **words)


def _why_not_sentence(own: pd.DataFrame, whole: int) -> str | None:
    if not whole:
        return t(N_("No place was left out or deferred in this period."))
    first = _first(own.groupby(["reason", "reason_nl", "reason_en"], dropna=False)["n"].sum().reset_index())
    if first is None:
        return None
    words = {"reason": _within(first), "n": number(first["n"]), "whole": number(whole)}
    if whole == 1:
        return t(N_("In the way of the only place: {reason}."), **words)
    return t(N_("Most often in the way: {reason}, {n} of {whole} places."), **words)


def _within(row: pd.Series) -> str:
    """A reason within a sentence."""
    name = reason_name(row)
    return name[:1].lower() + name[1:]


# --- by theme and neighbourhood ----------------------------------------------------------------------------------
def by_theme(df: pd.DataFrame) -> ChartSpec:
    """What was decided by theme, with the reason that most places have.

    `df`: rows with theme (name, null without), decided, selected, not_selected, deferred, and why_nl, why_en, why_n,
    why_not_nl, why_not_en, why_not_n (a reason in words and how many places have it; null without).
    """
    frame = df.assign(theme=named(df["theme"], WITHOUT_THEME))
    rows = frame.to_dict("records")
    told = frame.assign(why=[_most(row, "why") for row in rows], why_not=[_most(row, "why_not") for row in rows])
    return ChartSpec(
        conclusion=_themes_sentence(frame),
        content=Plain(t(N_("Decided per theme, with the reason that is given most"))),
        table=Table(told, _theme_columns()),
        alt="",
        height=0,
        footnote=Footnote(n_text(frame["decided"].sum())),
        empty=frame.empty,
    )


def _most(row: Mapping[Any, Any], name: str) -> str:
    if not isinstance(row[f"{name}_nl"], str):
        return NOTHING
    return f"{reason_name(row, name)} ({number(row[f'{name}_n'])})"


def _themes_sentence(frame: pd.DataFrame) -> str | None:
    """The theme of which the largest share was chosen, of those with at least five places; nothing without two."""
    if frame.empty:
        return t(NO_CHOICES)
    enough = frame[frame["decided"] >= ENOUGH]
    shares = (enough["selected"] / enough["decided"]).astype(float)
    if len(enough) < 2 or (shares == shares.max()).sum() > 1:
        return None
    most = enough.iloc[int(shares.argmax())]
    words = {"theme": most["theme"], "share": percent(float(shares.max()), decimals=0)}
    counts = {"n": number(most["selected"]), "whole": number(most["decided"])}
    return t(N_("Chosen most often: {theme}, {share} ({n} of {whole})."), **words, **counts)


def _theme_columns() -> tuple[Column, ...]:
    return (
        Column("theme", t(N_("Theme"))),
        Column("decided", t(N_("Decided")), Kind.COUNT),
        Column("selected", outcome_name(SELECTED), Kind.COUNT),
        Column("why", t(N_("Why, most often"))),
        Column("not_selected", outcome_name(NOT_SELECTED), Kind.COUNT),
        Column("deferred", outcome_name(DEFERRED), Kind.COUNT),
        Column("why_not", t(N_("Why not, most often"))),
    )


def by_place(df: pd.DataFrame) -> ChartSpec:
    """The reasons by outcome, theme and neighbourhood, as rows to sort.

    `df`: rows with outcome, reason_nl, reason_en (null without), theme and area (names, null without) and n (places).
    """
    frame = df.assign(
        outcome=[outcome_name(code) for code in df["outcome"]],
        reason=[reason_name(row) for row in df.to_dict("records")],
        theme=named(df["theme"], WITHOUT_THEME),
        area=named(df["area"], WITHOUT_AREA),
    )
    return ChartSpec(
        conclusion=t(NO_CHOICES) if frame.empty else None,
        note=t(_TWICE),
        content=Rows(t(N_("Reasons per theme and neighbourhood"))),
        table=Table(frame, _place_columns()),
        alt=t(N_("A table of {n} combinations of reason, theme and neighbourhood."), n=number(len(frame))),
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=Footnote(t(N_("{n} rows"), n=number(len(frame)))),
        empty=frame.empty,
    )


def _place_columns() -> tuple[Column, ...]:
    return (
        Column("outcome", t(N_("Choice")), width=3),
        Column("reason", t(N_("Reason")), width=4),
        Column("theme", t(N_("Theme")), essential=False, width=3),
        Column("area", t(N_("Neighbourhood")), width=3),
        Column("n", t(N_("Number")), Kind.COUNT, width=1),
    )
