"""Choosing in words: criteria, values, why a place stands where it stands, and the facts of a motivation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.criteria import GAIN, SCORE, Criterion
from config.language import N_, number, t
from config.wording import GAINS
from dashboard.charts.phrases import joined
from dashboard.components.moderation.words import amount_words, indicator_label
from queries.ranking import by_weight, whole_points

Row = Mapping[Any, Any]
CRITERIA: dict[str, str] = {
    Criterion.SUPPORT: N_("Support (votes)"),
    Criterion.MELDINGEN: N_("Meldingen nearby"),
    Criterion.COST: N_("Low cost"),
    Criterion.WAITING: N_("Waiting time"),
    Criterion.SPREAD: N_("Neighbourhood with little so far"),
}
MEANS: dict[str, str] = {
    Criterion.SUPPORT: N_("Votes, with those of what was merged into it; most votes: all points."),
    Criterion.MELDINGEN: N_(
        "Meldingen of the last 365 days in the hexagon of the place and the six around it, some 200 metres each way; "
        "most meldingen: all points."
    ),
    Criterion.COST: N_("Estimated cost; the cheapest place: all points, the dearest: none."),
    Criterion.WAITING: N_("Days since publication; the longest: all points."),
    Criterion.SPREAD: N_(
        "Places chosen so far per 1,000 inhabitants of the neighbourhood; the fewest: all points, the most: none."
    ),
}
_GAIN_MEANS = N_("Estimated gain; the highest: all points.")
_SCORE_MEANS = N_("A score that was entered or imported; the highest: all points.")
_SCORES = {
    "feasibility": N_("Feasibility"),
    "heat": N_("Heat stress"),
    "flooding": N_("Flooding"),
    "green_shortage": N_("Lack of green in the neighbourhood"),
}
FACTS = {
    "stemmen": N_("votes"),
    "meldingen": N_("meldingen nearby"),
    "kost": N_("estimated cost"),
    "wachttijd": N_("days since publication"),
    "rang": N_("rank"),
    "kandidaten": N_("number of candidates"),
    "score": N_("score"),
    "straat": N_("street"),
    "wijk": N_("neighbourhood"),
    "thema": N_("theme"),
}
"""What a motivation can call by name, in Dutch as it is written; gains come with the name of their indicator."""


def criterion_words(code: str) -> str:
    """What a criterion is called."""
    if code in CRITERIA:
        return t(CRITERIA[code])
    if code.startswith(GAIN):
        return indicator_label(code.removeprefix(GAIN))
    name = code.removeprefix(SCORE)
    return t(_SCORES[name]) if name in _SCORES else name.replace("_", " ").capitalize()


def criterion_means(code: str) -> str:
    """How a criterion gives points."""
    if code in MEANS:
        return t(MEANS[code])
    return t(_GAIN_MEANS if code.startswith(GAIN) else _SCORE_MEANS)


def value_words(code: str, value: Any) -> str:
    """What is known of a place by a criterion; '' for nothing."""
    if value is None or pd.isna(value):
        return ""
    if code.startswith(GAIN):
        return amount_words(code.removeprefix(GAIN), float(value))
    match code:
        case Criterion.COST:
            return t(N_("{n} euro"), n=number(round(value)))
        case Criterion.SUPPORT:
            return t(N_("1 vote")) if value == 1 else t(N_("{n} votes"), n=number(value))
        case Criterion.MELDINGEN:
            return t(N_("1 melding")) if value == 1 else t(N_("{n} meldingen"), n=number(value))
        case Criterion.WAITING:
            return t(N_("1 day")) if value == 1 else t(N_("{n} days"), n=number(value))
        case Criterion.SPREAD:
            return t(N_("{n} per 1,000 inhabitants"), n=number(value, decimals=1))
    return number(value, decimals=0 if float(value).is_integer() else 1)


def why(row: Row, weights: Mapping[str, int], n: int) -> str:
    """Why a place stands where it stands, in a sentence or two."""
    told = by_weight(row, weights)
    known = [(code, points, weight) for code, points, weight in told if points is not None]
    strong = sorted((one for one in known if one[1] > 0), key=lambda one: -one[1])[:2]
    weak = [one for one in sorted(known, key=lambda one: one[1] - one[2]) if one not in strong and one[1] < one[2] / 2]
    said = [standing_words(row, n)]
    if strong:
        said.append(t(N_("Most points for {parts}."), parts=joined([_points(*one) for one in strong])))
    if weak:
        said.append(t(N_("Few for {parts}."), parts=joined([_points(*one) for one in weak[:2]])))
    missing = [criterion_words(code) for code, points, _ in told if points is None]
    if missing:
        words = N_("Not known: {parts}; {n} points could still come.")
        said.append(t(words, parts=joined(missing), n=number(row["unknown"])))
    return " ".join(said)


def standing_words(row: Row, n: int) -> str:
    """Where a place stands among all."""
    told = {"rank": number(row["rank"]), "n": number(n), "score": number(whole_points(row["score"]))}
    return t(N_("Place {rank} of {n} with {score} out of 100."), **told)


def _points(code: str, points: float, weight: int) -> str:
    name = criterion_words(code)
    return t(N_("{name} ({points} of {weight})"), name=name, points=number(round(points)), weight=number(weight))


def facts_of(row: Row, n: int) -> dict[str, str]:
    """The facts of a place that its motivation can call by name, in Dutch; what is not known is not there."""
    codes = {"stemmen": Criterion.SUPPORT, "meldingen": Criterion.MELDINGEN, "wachttijd": Criterion.WAITING}
    plain = {name: _plain(row.get(code)) for name, code in codes.items()} | {"kost": _euro(row.get(Criterion.COST))}
    plain |= {name: _plain(row.get(f"{GAIN}{indicator}")) for indicator, name in GAINS.items()}
    texts = {name: str(row.get(column) or "") for name, column in _TEXTS.items()}
    counted = {"rang": _plain(row["rank"]), "kandidaten": _plain(n), "score": _plain(whole_points(row["score"]))}
    return {name: words for name, words in (plain | texts | counted).items() if words}


_TEXTS = {"straat": "street", "wijk": "area", "thema": "theme"}


def _plain(value: Any) -> str:
    """A number as it stands in a Dutch sentence."""
    if value is None or pd.isna(value):
        return ""
    return number(float(value), "nl", decimals=0 if float(value).is_integer() else 1)


def _euro(cost: Any) -> str:
    """A cost as everywhere: in whole euro."""
    return "" if cost is None or pd.isna(cost) else _plain(round(float(cost)))


def fact_label(name: str) -> str:
    """What a fact is, for who chooses one."""
    if name in FACTS:
        return t(FACTS[name])
    indicator = next(code for code, called in GAINS.items() if called == name)
    return indicator_label(indicator)


def place_words(row: Row) -> str:
    """Where a place is: neighbourhood, else street."""
    return str(row.get("area") or row.get("street") or "")
