"""The reference for proposals: one event after another, in plain Python."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from config.topics import ProposalEvent as K
from config.topics import Topic
from config.vocabularies import proposal_steps
from tests.fold import Context, Event
from tests.folds.telling import Told, first, last, lasting, moment, service, told, value

COURSE = {
    K.SHORTLISTED: "shortlisted",
    K.EXECUTION_PLANNED: "planned",
    K.EXECUTION_STARTED: "in_execution",
    K.REALISED: "realised",
}
EXECUTION = ("planned", "in_execution", "realised")
NO_MORE = {K.WITHDRAWN: "withdrawn", K.MERGED: "merged"}
FOLLOWING = (K.SELECTION_APPROVED, K.SELECTION_RETURNED, K.SELECTION_RATIFIED, K.SELECTION_PUBLISHED)
TALK = {K.ANSWERED: "answered", K.QUESTION_ASKED: "asked", K.QUESTION_ANSWERED: ""}
PHOTOS = {K.PHOTO_ADDED: "waiting", K.PHOTO_PUBLISHED: "published", K.PHOTO_HIDDEN: "hidden"}
MODERATION = {K.REFUSED: "refused", K.PUBLISHED: "published"}


@dataclass
class Version:
    """One choice, with what followed it."""

    made: Told
    place: int
    """Of the event from which it counts on; while it waits for approval of none yet (-1)."""
    approved: Told | None = None
    returned: Told | None = None
    ratified: Told | None = None
    published: Told | None = None

    @property
    def ref(self) -> str:
        return str(self.made.payload.get("ref", ""))

    @property
    def standing(self) -> str:
        if self.place >= 0:
            return "counts"
        return "returned" if self.returned else "pending"

    @property
    def outcome(self) -> str:
        return str(self.made.payload["outcome"])

    @property
    def motivation(self) -> str | None:
        return str(self.made.payload.get("motivation", "")).strip() or None


@dataclass
class Reading:
    """What is known after some events."""

    moderation: tuple[str, Told]
    course: tuple[str, Told] | None = None
    execution: tuple[str, int] | None = None
    ending: tuple[str, Told] | None = None
    versions: list[Version] = field(default_factory=list)
    counting: list[tuple[Version, Told]] = field(default_factory=list)
    """Choices that count, with the event from which they do, in that order."""
    scores: dict[str, float] = field(default_factory=dict)
    votes: int = 0
    known: Counter[str] = field(default_factory=Counter)
    """How often each known voter stands in the votes so far."""
    counted: date | None = None
    """Day on which a running total was read for the first time."""
    at_end_of: dict[date, int] = field(default_factory=dict)
    voters: dict[date, set[str]] = field(default_factory=dict)
    estimated: dict[str, float] = field(default_factory=dict)
    measured: dict[str, tuple[float, Told]] = field(default_factory=dict)
    asked: Told | None = None
    photos: dict[str, dict[str, Any]] = field(default_factory=dict)
    spans: list[list[Any]] = field(default_factory=list)
    """[step, begin, end or None, what ended it] in the order in which they began."""

    def pass_on(self, event: Told, code: str) -> None:
        """Something happened that may begin or end a step."""
        for step in proposal_steps().values():
            under_way = [span for span in self.spans if span[0] == step.code and span[2] is None]
            if code in step.begins and not under_way:
                self.spans.append([step.code, event, None, None])
            if code in step.ends and under_way:
                under_way[0][2:] = [event, code]

    def vote(self, event: Told, total: int) -> None:
        """The number of votes is now `total`."""
        self.votes = self.at_end_of[event.day] = total
        if event.kind == K.VOTES_COUNTED:
            self.known = Counter(set(self.known))
        self.known.update(event.payload.get("voters", []))
        if event.payload.get("voters"):
            self.voters.setdefault(event.day, set()).update(event.payload["voters"])


def fold(events: Sequence[Event], context: Context) -> dict[str, list[dict[str, Any]]]:
    """Rows by derived table, without organisation, subject and source."""
    ordered = told(events, Topic.PROPOSAL, context)
    if not ordered:
        return {}
    reading = Reading(("submitted", ordered[0]))
    reading.estimated |= ordered[0].payload.get("estimates", {})
    if not _published_by_itself(ordered):
        reading.pass_on(ordered[0], "submitted")
    for place, event in enumerate(ordered):
        _read(reading, place, event)
    proposal = _proposal(ordered, reading)
    shared = {key: proposal[key] for key in ("theme_id", "area_id", "service_id", "stage", "public_stage")}
    return {
        "proposal": [proposal],
        "vote": [shared | row for row in _votes(reading)],
        "selection": [shared | row for row in _selections(reading)],
        "gain": [shared | {key: proposal[key] for key in ("submitted_day", "h3_10")} | row for row in _gains(reading)],
        "photo": [shared | row for row in _photos(reading)] if not proposal["text_removed"] else [],
        "proposal_step": [
            shared
            | {"step_no": number, "step": step, "begun_at": begun.at, "begun_day": begun.day, "result": result}
            | moment("ended", ended)
            | lasting(begun, ended, context)
            for number, (step, begun, ended, result) in enumerate(reading.spans, 1)
        ],
    }


def _published_by_itself(ordered: Sequence[Told]) -> bool:
    """Its source published it by itself: nobody had to moderate it."""
    decided = first(ordered, *MODERATION)
    return decided is not None and (decided.kind, decided.actor_role) == (K.PUBLISHED, "system")


def _read(reading: Reading, place: int, event: Told) -> None:
    kind, payload = event.kind, event.payload
    if kind in MODERATION:
        reading.moderation = (MODERATION[K(kind)], event)
        reading.pass_on(event, reading.moderation[0])
    elif kind in NO_MORE:
        reading.ending = (NO_MORE[K(kind)], event)
        reading.pass_on(event, reading.ending[0])
    elif kind in COURSE:
        reading.course = (COURSE[K(kind)], event)
        reading.pass_on(event, reading.course[0])
        if reading.course[0] in EXECUTION:
            reading.execution = (reading.course[0], place)
    elif kind == K.SELECTION_MADE:
        waits = payload.get("needs_approval", False)
        reading.versions.append(Version(event, -1 if waits else place))
        if not waits:
            _count(reading, reading.versions[-1], event)
    elif kind in FOLLOWING:
        _follow(reading, place, event)
    elif kind in TALK:
        _talk(reading, event)
    elif kind in PHOTOS:
        _picture(reading, event)
    elif kind == K.VOTES_CAST:
        reading.vote(event, reading.votes + payload["votes"])
    elif kind == K.VOTES_COUNTED:
        reading.counted = reading.counted or event.day
        reading.vote(event, payload["total"])
    else:
        _value(reading, event)


def _value(reading: Reading, event: Told) -> None:
    """A number was told."""
    payload = event.payload
    if event.kind == K.ESTIMATE_SET:
        reading.estimated[payload["indicator"]] = payload["value"]
    elif event.kind == K.OUTCOME_MEASURED:
        reading.measured[payload["indicator"]] = (payload["value"], event)
    elif event.kind == K.SCORE_SET:
        reading.scores[payload["criterion"]] = payload["value"]


def _talk(reading: Reading, event: Told) -> None:
    """Something was told to who proposed it, asked of them, or answered by them."""
    if event.kind == K.QUESTION_ANSWERED:
        reading.asked = None
        return
    if event.kind == K.QUESTION_ASKED:
        reading.asked = event
    reading.pass_on(event, TALK[K(event.kind)])


def _picture(reading: Reading, event: Told) -> None:
    """A photo came in, or was judged; what is judged before it came in counts once it has."""
    own = reading.photos.setdefault(event.payload["photo"], {"added_at": None, "alt": None, "moment": None})
    own["state"] = PHOTOS[K(event.kind)]
    if event.kind == K.PHOTO_ADDED:
        own |= {name: event.payload.get(name, own[name]) for name in ("alt", "moment")}
        own["added_at"] = own["added_at"] or event.at


def _count(reading: Reading, version: Version, event: Told) -> None:
    """A choice counts from this event on."""
    reading.course = (version.outcome, event)
    reading.counting.append((version, event))
    reading.pass_on(event, version.outcome)


def _follow(reading: Reading, place: int, event: Told) -> None:
    """Approval, ratification and publication concern the last choice of the same round so far."""
    version = next((one for one in reversed(reading.versions) if one.ref == event.payload.get("ref", "")), None)
    if version is None:
        return
    if event.kind == K.SELECTION_APPROVED:
        version.approved = version.approved or event
        if version.place < 0:
            version.place = place
            _count(reading, version, event)
    elif event.kind == K.SELECTION_RETURNED:
        version.returned = event
    elif event.kind == K.SELECTION_RATIFIED:
        version.ratified = event
    elif version.published is None and version.place >= 0:
        version.published = event
        if version.motivation:
            reading.pass_on(event, "explained")


def _shown(reading: Reading) -> Version | None:
    published = [version for version, _ in reading.counting if version.published]
    return published[-1] if published else None


def _stage(reading: Reading) -> tuple[str, Told]:
    if reading.ending:
        return reading.ending
    if reading.moderation[0] == "refused" or not reading.course:
        return reading.moderation
    return reading.course


def _public_stage(reading: Reading) -> str | None:
    if reading.ending or reading.moderation[0] != "published":
        return None
    shown = _shown(reading)
    if not reading.counting:
        return reading.execution[0] if reading.execution else "published"
    if shown is None:
        return "published"
    if shown.outcome == "selected" and reading.execution and reading.execution[1] > shown.place:
        return reading.execution[0]
    return shown.outcome


def _proposal(ordered: Sequence[Told], reading: Reading) -> dict[str, Any]:
    birth, shown = ordered[0].payload, _shown(reading)
    current, decided = reading.counting[-1] if reading.counting else (None, None)
    stage, since = _stage(reading)
    place = last(ordered, K.SUBMITTED, K.RELOCATED)
    classed = last(ordered, K.SUBMITTED, K.RECLASSIFIED)
    planned = last(ordered, K.EXECUTION_PLANNED)
    removal = first(ordered, K.TEXT_REMOVED)
    removed = removal is not None
    ending = reading.ending[1] if reading.ending else None
    into = ending.payload.get("into_id") if ending else None
    due = planned.payload.get("due") if planned else None
    assert place is not None
    assert classed is not None
    return {
        "theme_id": classed.payload.get("theme_id"),
        "service_id": service(ordered, K.SUBMITTED, K.RECLASSIFIED, K.EXECUTION_PLANNED),
        **{key: place.payload.get(key) for key in ("area_id", "lon", "lat", "h3_10", "street")},
        "stage": stage,
        "public_stage": _public_stage(reading),
        "stage_since": since.at,
        "number": birth.get("number"),
        "title": None if removed else birth.get("title"),
        "text": None if removed else birth.get("text"),
        "text_removed": removed,
        "text_removed_day": removal.day if removal else None,
        **moment("submitted", ordered[0]),
        **moment("moderated", first(ordered, K.REFUSED, K.PUBLISHED)),
        **moment("refused", first(ordered, K.REFUSED)),
        "refusal_reason": reading.moderation[1].payload.get("reason") if reading.moderation[0] == "refused" else None,
        **moment("asked", reading.asked),
        **moment("published", first(ordered, K.PUBLISHED)),
        **moment("shortlisted", first(ordered, K.SHORTLISTED)),
        "outcome": current.outcome if current else None,
        **moment("decided", decided),
        **moment("explained", shown.published if shown else None),
        **moment("planned", planned),
        "due_on": date.fromisoformat(due) if due else None,
        **moment("started", first(ordered, K.EXECUTION_STARTED)),
        **moment("realised", first(ordered, K.REALISED)),
        "undated": _undated(ordered, shown),
        **moment("ended", ending),
        "merged_into_id": UUID(into) if into else None,
        "votes": reading.votes,
        "support": max(0, reading.votes - (reading.known.total() - len(reading.known))),
        "cost_estimated": value(ordered, "cost_estimated", K.SUBMITTED, K.COST_SET),
        "cost_public": value(_until_told(ordered, reading), "cost_estimated", K.SUBMITTED, K.COST_SET),
        "cost_actual": value(ordered, "cost_actual", K.REALISED),
        "next_steps": (value(ordered, "text", K.NEXT_STEPS_TOLD) or "").strip() or None,
        "scores": reading.scores,
    }


def _undated(ordered: Sequence[Told], shown: Version | None) -> list[str]:
    milestones = {
        "published": first(ordered, K.PUBLISHED),
        "explained": shown.published if shown else None,
        "planned": last(ordered, K.EXECUTION_PLANNED),
        "started": first(ordered, K.EXECUTION_STARTED),
        "realised": first(ordered, K.REALISED),
    }
    return [name for name, event in milestones.items() if event and event.inferred]


def _until_told(ordered: Sequence[Told], reading: Reading) -> Sequence[Told]:
    """What was known when the public choice was published; all of it where nothing was ever chosen."""
    shown = _shown(reading)
    if not reading.counting:
        return ordered
    return ordered[: ordered.index(shown.published) + 1] if shown and shown.published else ()


def _votes(reading: Reading) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    before = 0
    for day, total in sorted(reading.at_end_of.items()):
        voters = sorted(reading.voters[day]) if day in reading.voters else None
        if total != before or voters:
            first = {"first_count": day == reading.counted}
            row = {"day": day, "votes": total - before, "total": total, "voters": voters} | first
            rows.append({"vote_no": len(rows) + 1} | row)
        before = total
    return rows


def _selections(reading: Reading) -> list[dict[str, Any]]:
    rows, shown = [], _shown(reading)
    current = reading.counting[-1][0] if reading.counting else None
    for number, version in enumerate(reading.versions, 1):
        payload, ratified = version.made.payload, version.ratified.payload if version.ratified else {}
        activity = payload.get("activity_id")
        rows.append(
            {
                "version": number,
                "ref": version.ref,
                "outcome": version.outcome,
                "reasons": payload.get("reasons", []),
                "motivation": version.motivation,
                "scores": payload.get("scores", {}),
                "activity_id": UUID(activity) if activity else None,
                **{key: payload.get(key) for key in ("internal_note", "chosen_by", "guide")},
                "actor_role": version.made.actor_role,
                **moment("made", version.made),
                "organ": ratified.get("organ"),
                "decision_number": ratified.get("number"),
                "decision_uri": ratified.get("uri"),
                **moment("ratified", version.ratified),
                **moment("published", version.published),
                "current": version is current,
                "shown": version is shown,
                "standing": version.standing,
                "needs_approval": bool(payload.get("needs_approval")),
                **moment("approved", version.approved),
                "return_message": version.returned.payload.get("message") if version.returned else None,
                "geometry": payload.get("geometry"),
            }
        )
    return rows


def _gains(reading: Reading) -> list[dict[str, Any]]:
    rows = []
    for number, indicator in enumerate(sorted({*reading.estimated, *reading.measured}), 1):
        realised, event = reading.measured.get(indicator, (None, None))
        row = {"gain_no": number, "indicator": indicator, "estimated": reading.estimated.get(indicator)}
        rows.append(row | {"realised": realised} | moment("measured", event))
    return rows


def _photos(reading: Reading) -> list[dict[str, Any]]:
    there = [{"photo": key} | own for key, own in reading.photos.items() if own["added_at"] is not None]
    ordered = sorted(there, key=lambda own: (own["added_at"], own["photo"]))
    return [{"photo_no": number} | own for number, own in enumerate(ordered, 1)]
