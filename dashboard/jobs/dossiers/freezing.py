"""From what is known of a round to what its dossier freezes: plain JSON with the words of that day.

Numbers stay numbers; beside them stands how the pages write them. Words and photos of citizens become parts: what is
frozen names them by number and digest only. Everything is in Dutch, the language of the document.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd

from config.canonical import normal
from config.criteria import GAIN, Criterion
from config.language import use_language
from config.vocabularies import Vocabulary, indicators, proposal_stages, vocabularies
from dashboard.charts.phrases import organ_name
from dashboard.components.choosing.words import criterion_means, criterion_words, value_words
from dashboard.components.labels import role_words
from dashboard.components.moderation.words import amount_words, indicator_label
from dashboard.jobs.dossiers.borders import outlines, spot_of
from dashboard.store.dossiers import PHOTO, TEXT, TITLE, Part, salt
from queries.candidates import columns_of
from queries.dossier_facts import Told
from queries.ranking import Simulated, by_weight, simulated
from queries.rounds import Round

FORM = 1
"""Of what is frozen: so that a later program still knows how to print it."""
LANGUAGE = "nl"
OUTCOMES = ("selected", "deferred", "not_selected")
"""In the order of the dossier."""
MOST_PHOTOS = 3
_EVIDENCE = (Criterion.SUPPORT, Criterion.MELDINGEN, Criterion.COST, Criterion.WAITING, Criterion.SPREAD)
_OF_CHOICE = (
    *("version", "motivation", "scores", "made_day", "needs_approval", "approved_day", "published_day"),
    *("decision_number", "decision_uri", "ratified_day", "geometry"),
)
_OF_PLACE = ("number", "theme", "area", "area_code", "street", "lon", "lat", "stage", "score", "unknown", "rank")
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Made:
    """When a dossier was made, as which version, in which role, and whether as a draft."""

    version: int
    at: datetime
    role: str
    draft: bool


def freeze(own: Round, told: Told, made: Made) -> tuple[dict[str, Any], list[Part]]:
    """What is frozen, as JSON, and the parts that it names."""
    with use_language(LANGUAGE):
        writing = _Writing(own, told)
        outcome = dict(zip(told.choices["subject_id"], told.choices["outcome"], strict=True))
        meant = simulated(told.ranking, [subject for subject, code in outcome.items() if code == "selected"])
        frozen = _head(own, told, made) | writing.places(draft=made.draft)
        waits = {place["subject"] for place in frozen["pending"]}
        frozen |= {"totals": _totals(told, outcome, meant, waits) | {"gains": _gained(own, meant)}}
        frozen |= {"left_out": writing.left_out(frozen, meant)}
    return normal(frozen), writing.parts


def _head(own: Round, told: Told, made: Made) -> dict[str, Any]:
    names = ("ref", "name", "budget", "least_per_area", "most_per_area", "needs_approval", "opened_at")
    unpublished = told.choices["published_day"].isna().any() or (made.draft and len(told.pending))
    return {
        "form": FORM,
        "town": dict(told.town),
        "round": {name: getattr(own, name) for name in names} | {"id": own.round_id, "themes": told.themes},
        "version": made.version,
        "made_at": made.at,
        "made_by": role_words(made.role),
        "draft": made.draft,
        "embargo": bool(unpublished),
        "as_of": told.as_of,
        "services": told.services,
        "criteria": _criteria(own, told.ranking),
        "definitions": _definitions(own),
        "spread": _spread(told),
        "borders": outlines(told.borders),
        "border_source": next(iter(told.borders["source"].dropna()), ""),
    }


def _criteria(own: Round, ranking: pd.DataFrame) -> list[dict[str, Any]]:
    """The criteria that weigh, heaviest first."""
    known = columns_of(ranking)
    weighing = sorted((code for code in own.weights if own.weights[code]), key=lambda one: (-own.weights[one], one))
    return [
        {
            "code": code,
            "name": criterion_words(code),
            "means": criterion_means(code),
            "weight": own.weights[code],
            "known": known.get(code, 0),
        }
        for code in weighing
    ]


def _definitions(own: Round) -> list[list[str]]:
    """What each criterion means that the dossier tells of."""
    codes = dict.fromkeys([*_EVIDENCE, *(code for code in own.weights if own.weights[code])])
    return [[criterion_words(code), criterion_means(code)] for code in codes]


def _totals(told: Told, outcome: Mapping[UUID, str], meant: Simulated, pending: Set[UUID]) -> dict[str, Any]:
    """What the choices mean together, by outcome and for what is chosen; `pending`: what waits, as far as told."""
    return {
        "candidates": len(told.ranking),
        "pending": len(pending),
        "ended": told.ended,
        "open": len(told.ranking) - len(outcome.keys() | pending),
        "outcomes": [_sums(told.ranking, outcome, code) for code in OUTCOMES],
        "cost": meant.cost,
        "without_cost": meant.without_cost,
    }


def _gained(own: Round, meant: Simulated) -> list[dict[str, Any]]:
    """What the chosen places yield together, what weighs most in the round first."""
    heaviest = sorted(
        meant.gains.to_dict("records"),
        key=lambda one: (-own.weights.get(f"{GAIN}{one['indicator']}", 0), -one["n"], one["indicator"]),
    )
    return [
        {"code": row["indicator"], "name": indicator_label(row["indicator"]), "n": row["n"], "total": row["total"]}
        | {"unit": indicators()[row["indicator"]].unit, "words": amount_words(row["indicator"], row["total"])}
        for row in heaviest
    ]


def _sums(ranking: pd.DataFrame, outcome: Mapping[UUID, str], code: str) -> dict[str, Any]:
    """What is known of the places with an outcome, added up; null where it is known of none."""
    rows = ranking[[outcome.get(subject) == code for subject in ranking["subject_id"]]]
    gains = {name.removeprefix(GAIN): _sum(rows[name]) for name in rows.columns if str(name).startswith(GAIN)}
    return {
        "code": code,
        "words": proposal_stages()[code].label(LANGUAGE),
        "n": len(rows),
        "support": rows[Criterion.SUPPORT].sum(),
        "cost": _sum(rows[Criterion.COST]),
        "without_cost": int(rows[Criterion.COST].isna().sum()),
        "gains": gains,
    }


def _sum(known: pd.Series) -> float:
    return float(known.sum(min_count=1))


def _spread(told: Told) -> list[dict[str, Any]]:
    """Each neighbourhood with its share of the inhabitants, its candidates and its chosen places; most chosen first."""
    chosen = told.choices.loc[told.choices["outcome"] == "selected", "subject_id"]
    own = told.ranking[told.ranking["subject_id"].isin(chosen)].groupby("area_code").size()
    candidates = told.ranking.groupby("area_code").size()
    people = told.spread["inhabitants"].astype(float)
    rows = told.spread.assign(
        share=people / people.sum(),
        candidates=[int(candidates.get(code, 0)) for code in told.spread["code"]],
        chosen=[int(own.get(code, 0)) for code in told.spread["code"]],
    ).drop(columns="n")
    return records(rows.sort_values(["chosen", "share"], ascending=False))


def records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Rows with None where there is nothing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


class _Writing:
    """The places of a dossier, numbered in their order, and the parts that they name."""

    def __init__(self, own: Round, told: Told) -> None:
        self.own, self.told = own, told
        self.parts: list[Part] = []
        self.rows = {row["subject_id"]: row for row in records(told.ranking)}
        self.words = {row["subject_id"]: row for row in records(told.words)}
        self.photos: dict[UUID, list[Row]] = {}
        for row in records(told.photos):
            self.photos.setdefault(row["subject_id"], []).append(row)

    def places(self, *, draft: bool) -> dict[str, Any]:
        """What is decided, and in a draft what waits."""
        decided = [self.place(no, choice) for no, choice in enumerate(self.ordered(self.told.choices), 1)]
        waiting = self.ordered(self.told.pending) if draft else []
        pending = [self.place(no, choice, whole=False) for no, choice in enumerate(waiting, len(decided) + 1)]
        return {"places": decided, "pending": pending}

    def ordered(self, choices: pd.DataFrame) -> list[dict[Any, Any]]:
        """Choices by outcome, then by rank."""
        rank = self.rows
        return sorted(
            records(choices), key=lambda one: (OUTCOMES.index(one["outcome"]), rank[one["subject_id"]]["rank"])
        )

    def place(self, no: int, choice: Row, *, whole: bool = True) -> dict[str, Any]:
        """One place with its choice; a chosen one with the words and photos of who proposed it."""
        subject = choice["subject_id"]
        row, words = self.rows[subject], self.words.get(subject, {})
        sheet = whole and choice["outcome"] == "selected"
        return {
            "no": no,
            "subject": subject,
            "organisation": choice["organisation_id"],
            "outcome": choice["outcome"],
            "outcome_words": proposal_stages()[choice["outcome"]].label(LANGUAGE),
            "stage_words": proposal_stages()[row["stage"]].label(LANGUAGE),
            "reasons": [{"code": code, "words": self.reason(code)} for code in choice["reasons"]],
            "chosen_by": _chosen_by(choice),
            "approved_by": role_words(choice["approved_role"]) if choice["approved_role"] else None,
            "spot": spot_of(choice["geometry"], row["lon"], row["lat"]),
            "evidence": [self.value(code, row) for code in _EVIDENCE],
            "points": [self.points(row, *one) for one in by_weight(row, self.own.weights)],
            "gains": _gains(row),
            "title": self.words_part(choice, TITLE, row["title"]),
            "text": self.words_part(choice, TEXT, words.get("text")) if sheet else None,
            "text_removed": bool(words.get("text_removed")),
            "photos": [self.photo(choice, one) for one in self.photos.get(subject, [])[:MOST_PHOTOS]] if sheet else [],
            "organ": organ_name(choice["organ"]) if choice["organ"] else None,
            **{name: choice[name] for name in _OF_CHOICE},
            **{name: row[name] for name in _OF_PLACE},
        }

    def reason(self, code: str) -> str:
        """A reason in the words of the organisation, else in the common ones."""
        common = vocabularies()[Vocabulary.SELECTION_REASON]
        return self.told.reasons.get(code) or (common[code].label(LANGUAGE) if code in common else code)

    def value(self, code: str, row: Row) -> dict[str, Any]:
        """What is known of a place by a criterion, as a number and in words."""
        return {
            "code": code,
            "name": criterion_words(code),
            "value": row.get(code),
            "words": value_words(code, row.get(code)),
        }

    def points(self, row: Row, code: str, points: float | None, weight: int) -> dict[str, Any]:
        """The points of a place for a criterion, and what share of the weight that is."""
        share = None if points is None else points * 100 / weight
        return self.value(code, row) | {"weight": weight, "points": points, "share": share}

    def left_out(self, frozen: Mapping[str, Any], meant: Simulated) -> list[dict[str, Any]]:
        """The places that rank above one that was chosen, and were not."""
        numbers = {place["subject"]: place["no"] for place in (*frozen["places"], *frozen["pending"])}
        names = ("number", "area", "rank", "score")
        return [
            {"no": numbers.get(one), "subject": one, **{name: self.rows[one][name] for name in names}}
            for one in meant.left_out["subject_id"]
        ]

    def words_part(self, choice: Row, kind: str, content: str | None) -> dict[str, Any] | None:
        """Words of a citizen as a part; None where there are none."""
        return self.part(choice, kind, content=content) if content and content.strip() else None

    def photo(self, choice: Row, row: Row) -> dict[str, Any]:
        """A photo as a part."""
        return self.part(choice, PHOTO, photo=row["photo"], alt=row["alt"])

    def part(self, choice: Row, kind: str, **held: Any) -> dict[str, Any]:
        """A part with the next number."""
        key = {"organisation_id": choice["organisation_id"], "subject_id": choice["subject_id"]}
        made = Part(len(self.parts) + 1, **key, kind=kind, salt=salt(), **held)
        self.parts.append(made)
        return {"part": made.part_no, "digest": made.digest}


def _chosen_by(choice: Row) -> dict[str, Any] | None:
    """Who chose it: a working group with its activity, or a service."""
    code = choice["chosen_by"]
    if not code:
        return None
    kinds = vocabularies()[Vocabulary.ACTIVITY_KIND]
    kind = choice["activity_kind"]
    return {
        "code": code,
        "words": vocabularies()[Vocabulary.CHOSEN_BY][code].label(LANGUAGE),
        "activity": kinds[kind].label(LANGUAGE) if kind in kinds else None,
        **{name: choice[name] for name in ("activity_no", "activity_day", "attended")},
    }


def _gains(row: Row) -> list[dict[str, Any]]:
    """What a place yields by indicator, as far as known."""
    told: Iterable[tuple[str, Any]] = ((code, row.get(f"{GAIN}{code}")) for code in indicators())
    return [
        {"code": code, "name": indicator_label(code), "value": value, "words": amount_words(code, float(value))}
        for code, value in told
        if value
    ]
