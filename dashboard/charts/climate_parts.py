"""What lies behind the targets of the climate pact: years, neighbourhoods, and what is not known."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from config.climate import Beyond, LekpTarget, beyond_proposals, lekp_indicators, lekp_targets, without_target
from config.language import N_, current_language, number, t
from config.vocabularies import indicators
from dashboard.charts.climate import asked_words
from dashboard.charts.contents import Plain
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, n_text
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table, days_text

MOST_BARS = 20
_NOTHING = N_("Nothing was realised and measured yet.")
_UNKNOWN = "unknown"
_MISSING = {
    "realised": N_("Realised since 2021, without any measured outcome"),
    "committed": N_("Chosen and not realised, without any estimate"),
    "potential": N_("May still be chosen, without any estimate"),
}


def climate_years(df: pd.DataFrame) -> ChartSpec:
    """What was realised each year, a row an indicator.

    `df`: rows with indicator, year (null: no source told the day), amount and n.
    """
    frame, columns = _by_year(df)
    return ChartSpec(
        conclusion=t(_NOTHING) if df.empty else _years_sentence(df),
        note=None if df.empty else t(N_("In the unit of the pact, by year of realisation.")),
        content=Plain(t(N_("Realised by year"))),
        table=Table(frame, columns),
        alt="",
        height=0,
        footnote=Footnote(n_text(df["n"].sum())),
    )


def _by_year(df: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    keyed = df.assign(key=[_UNKNOWN if pd.isna(year) else str(int(year)) for year in df["year"]])
    wide = keyed.pivot_table(index="indicator", columns="key", values="amount", aggfunc="sum", sort=False)
    years = [str(year) for year in _span(df)]
    keys = [*years, *([_UNKNOWN] if _UNKNOWN in wide.columns else [])]
    shown = wide.reindex(index=[code for code in lekp_indicators() if code in wide.index], columns=keys)
    frame = shown.assign(total=shown.sum(axis=1)).reset_index()
    named = frame.assign(name=[indicator_name(code) for code in frame["indicator"]])
    heads = {_UNKNOWN: t(N_("Year not known"))}
    parts = (Column(key, heads.get(key, key), Kind.DECIMAL) for key in keys)
    return named, (Column("name", t(N_("Indicator"))), *parts, Column("total", t(N_("Together")), Kind.DECIMAL))


def _span(df: pd.DataFrame) -> range:
    """The years from the first to the last one with anything."""
    known = df["year"].dropna()
    return range(int(known.min()), int(known.max()) + 1) if len(known) else range(0)


def indicator_name(code: str) -> str:
    """An indicator with the unit of the pact."""
    return ", ".join(filter(None, (indicators()[code].label(current_language()), lekp_indicators()[code].unit)))


def _years_sentence(df: pd.DataFrame) -> str | None:
    """The last two years of the indicator that most proposals tell of, where both are known."""
    most = df.groupby("indicator")["n"].sum().idxmax()
    own = df[(df["indicator"] == most) & df["year"].notna()].set_index("year")["amount"]
    last = own.index.max() if len(own) else None
    if last is None or last - 1 not in own.index:
        return None
    words = {"name": indicator_name(str(most)), "last": int(last), "before": int(last) - 1}
    amounts = {"now": days_text(own[last]), "then": days_text(own[last - 1])}
    return t(N_("{name}: {now} in {last}, {then} in {before}."), **words, **amounts)


def depaved_areas(df: pd.DataFrame) -> ChartSpec:
    """What was de-paved in each neighbourhood for 1 000 inhabitants.

    `df`: rows with area (name, null without), amount (m²), n, inhabitants and per_1000 (null where not known).
    """
    frame = df.assign(area=df["area"].where(df["area"].notna(), t(N_("Without neighbourhood"))))
    rated = frame[frame["per_1000"].notna()].sort_values("per_1000", ascending=False, kind="stable")
    bars = tuple(_area(row) for row in rated.head(MOST_BARS).to_dict("records"))
    some = bool((rated["amount"] > 0).any())
    content, apart = Bars(bars), float(frame.loc[frame["per_1000"].isna(), "amount"].sum())
    words = N_("Not in the picture, without neighbourhood or without known inhabitants: {amount} m².")
    return ChartSpec(
        conclusion=_areas_sentence(rated),
        note=t(words, amount=days_text(apart)) if apart else None,
        content=content if some else Plain(t(N_("De-paved by neighbourhood"))),
        table=Table(frame if some else frame[frame["amount"] > 0], _area_columns()),
        alt=t(N_("Bars by neighbourhood: {bars}."), bars=", ".join(f"{bar.label}: {bar.text}" for bar in bars)),
        height=content.height,
        footnote=Footnote(n_text(frame["n"].sum())),
    )


def _area(row: dict[Any, Any]) -> Bar:
    text = t(N_("{amount} m²"), amount=number(row["per_1000"]))
    hover = f"{row['area']}\n{t(N_('{amount} m²'), amount=days_text(row['amount']))}, {n_text(row['n'])}"
    return Bar(row["area"], (BarPart(float(row["per_1000"]), Fill.BLUE, "", hover),), text)


def _areas_sentence(rated: pd.DataFrame) -> str | None:
    if rated.empty:
        return t(N_("The inhabitants of neighbourhoods are not known."))
    some, none = rated[rated["amount"] > 0], int((rated["amount"] <= 0).sum())
    if some.empty:
        return t(N_("Nothing was de-paved and measured in any neighbourhood yet."))
    if len(rated) < 2:
        return None
    first = some.iloc[0]
    words = {"area": first["area"], "rate": number(first["per_1000"]), "none": number(none)}
    if none == 1:
        return t(N_("Most in {area}: {rate} m²; nothing yet in 1 neighbourhood."), **words)
    if none:
        return t(N_("Most in {area}: {rate} m²; nothing yet in {none} neighbourhoods."), **words)
    return t(N_("Most in {area}: {rate} m²."), **words)


def _area_columns() -> tuple[Column, ...]:
    return (
        Column("area", t(N_("Neighbourhood"))),
        Column("amount", t(N_("De-paved, m²")), Kind.DECIMAL),
        Column("n", t(N_("Measured proposals")), Kind.COUNT),
        Column("inhabitants", t(N_("Inhabitants")), Kind.COUNT),
        Column("per_1000", t(N_("m² per 1,000 inhabitants")), Kind.DECIMAL),
    )


def climate_missing(df: pd.DataFrame) -> ChartSpec:
    """Of how many proposals it is not known what they yield.

    `df`: rows with part (realised, committed, potential), n and without.
    """
    frame = df.assign(name=[t(_MISSING[part]) for part in df["part"]])
    return ChartSpec(
        conclusion=_missing_sentence(df.set_index("part")),
        content=Plain(t(N_("Proposals of which the yield is not known"))),
        table=Table(
            frame,
            (
                Column("name", t(N_("Proposals"))),
                Column("without", t(N_("Not known")), Kind.COUNT),
                Column("n", t(N_("Of")), Kind.COUNT),
            ),
        ),
        alt="",
        height=0,
    )


def _missing_sentence(df: pd.DataFrame) -> str:
    without = {str(part): int(n) for part, n in df["without"].items()}
    built = without.pop("realised")
    if not df["n"].sum():
        return t(N_("There are no proposals that count for the pact yet."))
    if not built and not any(without.values()):
        return t(N_("Of every proposal it is known what it yields."))
    words = {"built": number(built), "planned": number(sum(without.values()))}
    return t(N_("Not measured: {built} realised proposals; not estimated: {planned} others."), **words)


def pact_asks(df: pd.DataFrame) -> ChartSpec:
    """What the pact asks, what counts for it and what does not, with where that stands; also what no proposal yields.

    `df`: rows as `queries.climate.climate` gives them; they are not needed.
    """
    language = current_language()
    asked = [_asked(target, language) for target in lekp_targets().values()]
    others = [_beyond(one, language) for one in beyond_proposals().values()]
    names = [one.label(language) for one in without_target().values()]
    frame = pd.DataFrame([*asked, *others], columns=["name", "asked", "pact", "counts", "source"])
    return ChartSpec(
        conclusion=t(N_("{n} targets of the pact are not in this database."), n=number(len(others))),
        note=t(N_("Without a target in the pact, and so not on this page: {names}."), names=joined(names)),
        content=Plain(t(N_("What the pact asks"))),
        table=Table(frame, _asked_columns()),
        alt="",
        height=0,
    )


def _asked(target: LekpTarget, language: str) -> tuple[str | None, ...]:
    place = 0 if language == "nl" else 1
    told = [target.counts[place], t(N_("not: {what}"), what=target.excludes[place]) if target.excludes[place] else ""]
    counts = "; ".join(filter(None, told))
    return target.label(language), asked_words(target), _versions(target.pacts), counts or None, target.source


def _beyond(one: Beyond, language: str) -> tuple[str | None, ...]:
    return one.label(language), None, _versions(one.pacts), t(N_("not in this database")), one.source


def _versions(pacts: Sequence[str]) -> str:
    """The versions of the pact, on one line."""
    return joined(pacts).replace(" ", "\u00a0")


def _asked_columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Target of the pact"))),
        Column("asked", t(N_("Asked by 2030"))),
        Column("pact", t(N_("LEKP"))),
        Column("counts", t(N_("What counts"))),
        Column("source", t(N_("Source of the target"))),
    )
