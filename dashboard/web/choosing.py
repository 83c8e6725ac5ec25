"""What the workbench asks and shows, as the address and the rights of who asks say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection

from config.errors import InvalidInput
from config.kinds import Permission
from dashboard.components.choosing.look import Look, Show, look_of
from dashboard.store.actions.choosing.drafts import MOST_AT_ONCE
from dashboard.store.actions.proposal_turn import Seen
from dashboard.web.address import today
from dashboard.web.auth import current_scope, current_user
from dashboard.web.context import services
from dashboard.web.dispatch import UNKNOWN
from queries.candidates import candidates
from queries.filters import Scope
from queries.ranking import ranked
from queries.rounds import Round, rounds

LARGEST_SEQ = 2**31 - 1
OUTCOME, WRITTEN = "told_outcome", "written"


@dataclass(frozen=True)
class Rights:
    """What the person who asks may do in a round."""

    choose: bool
    approve: bool


@dataclass(frozen=True)
class Bench:
    """The workbench at one moment: every round, the one that is shown (None: there is none), its candidates in order.

    `ranking`: as of `queries.ranking.ranked`, with told_outcome (of choice or draft; null while nothing was said),
    standing, and written (there is a motivation). `weights` are those it is ranked by.
    """

    look: Look
    rounds: list[Round]
    own: Round | None
    weights: dict[str, int]
    ranking: pd.DataFrame
    rights: Rights
    account: UUID

    def look_with(self, **changes: Any) -> Look:
        """What it shows, with changes."""
        return replace(self.look, **changes)

    @property
    def listed(self) -> pd.DataFrame:
        """What the filters leave."""
        frame = self.ranking
        if self.look.area:
            frame = frame[frame["area_code"] == self.look.area]
        return frame[_shown(frame, self.look.show)]

    @property
    def may_say(self) -> bool:
        """Whether who asks may say outcomes: a round is open, and they prepare choices in it."""
        return self.own is not None and self.own.closed_at is None and self.rights.choose

    @property
    def open(self) -> frozenset[UUID]:
        """The places of which an outcome can be said: no choice about them was made, and none is public."""
        frame = self.ranking
        if frame.empty:
            return frozenset()
        decided = frame["made"].astype(bool) | frame["choice_published"].astype(bool)
        return frozenset(frame.loc[~decided, "subject_id"])

    def row(self, subject: UUID | None) -> Mapping[Any, Any] | None:
        """One candidate; None when it is none."""
        found = self.ranking[self.ranking["subject_id"] == subject]
        return None if found.empty else plain(found)[0]


def bench_of(search: str | None) -> Bench:
    """What an address shows. Raises Forbidden."""
    scope, look = current_scope(Permission.HANDLE_PROPOSALS), look_of(search)
    with services().db.read() as db:
        every = rounds(db, scope)
        own = next((one for one in every if one.round_id == look.round_id), every[0] if every else None)
        weights = look.moved() or (own.weights if own else {})
        ranking = _ranking(db, scope, own, weights) if own else pd.DataFrame()
    return Bench(look, every, own, weights, ranking, rights_in(own), current_user().account_id)


def bench_shown(search: str | None, turn: str | None) -> Bench:
    """The same for the parts of a page, which ask it at the same moment and so share it; `turn` is what the page did
    last. Nothing is shared while this process may miss that data moved. Raises Forbidden."""
    versions, person, look = services().versions, current_user(), look_of(search)
    if not versions.hearing.is_set():
        return bench_of(search)
    data = versions.of(person.organisation_ids), today()
    key = ("bench", person.account_id, person.grants, look.round_id, look.weights, turn, data)
    return replace(services().shared.answer(key, lambda: bench_of(search)), look=look)


def _ranking(db: Connection, scope: Scope, own: Round, weights: Mapping[str, int]) -> pd.DataFrame:
    frame = ranked(candidates(db, scope, own, services().clock.now()), weights)
    chosen = frame["choice_outcome"].where(frame["standing"].isin(["counts", "pending"]) & frame["made"])
    outcome = chosen.where(chosen.notna(), frame["draft_outcome"])
    done = frame["choice_outcome"].where(frame["choice_published"].astype(bool))
    outcome = outcome.where(outcome.notna(), done)
    text = frame["draft_motivation"].str.strip() + frame["shared"].str.strip()
    written = (text != "") | (chosen.notna() | done.notna())
    return frame.assign(**{OUTCOME: outcome.astype(object).where(outcome.notna(), None), WRITTEN: written})


def _shown(frame: pd.DataFrame, show: Show) -> pd.Series:
    everything = pd.Series(True, frame.index)
    if show is Show.ALL or frame.empty:
        return everything
    outcome = frame[OUTCOME]
    return {
        Show.OPEN: outcome.isna(),
        Show.SELECTED: outcome == "selected",
        Show.NOT_SELECTED: outcome == "not_selected",
        Show.DEFERRED: outcome == "deferred",
        Show.UNWRITTEN: outcome.notna() & ~frame[WRITTEN].astype(bool),
        Show.PENDING: frame["standing"] == "pending",
    }[show]


def rights_in(own: Round | None) -> Rights:
    """What the person who asks may do in a round, or (None) in opening one."""

    def may(permission: Permission) -> bool:
        return own is None or _reaches(permission, own.organisation_id)

    person = current_user()
    return Rights(
        choose=person.may(Permission.CHOOSE) and may(Permission.CHOOSE),
        approve=person.may(Permission.APPROVE) and may(Permission.APPROVE),
    )


def _reaches(permission: Permission, organisation_id: int) -> bool:
    return organisation_id in current_user().scope(permission).organisation_ids


def plain(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a frame, with None where there is nothing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


@dataclass(frozen=True)
class Shown:
    """A place as the page showed it: its last event and the number of its draft."""

    seen: Seen
    draft_no: int


def shown_in(data: Any, subject: UUID) -> Shown:
    """What the page showed of a place when a button was pressed. Raises InvalidInput when it showed none."""
    places = data.get("places") if isinstance(data, dict) else None
    return _shown_as(subject, places.get(str(subject)) if isinstance(places, dict) else None)


def _shown_as(subject: UUID, told: Any) -> Shown:
    if not isinstance(told, list) or len(told) != 2 or not all(map(_is_number, told)):
        raise InvalidInput(UNKNOWN)
    return Shown(Seen(subject, told[0]), told[1])


def picks_in(data: Any) -> dict[UUID, Shown]:
    """What a page says was ticked, each as it was shown then. Raises InvalidInput for what no page of ours says."""
    told = {} if data is None else data
    if not isinstance(told, dict) or len(told) > MOST_AT_ONCE:
        raise InvalidInput(UNKNOWN)
    return _all_shown(told)


def _all_shown(told: Mapping[str, Any]) -> dict[UUID, Shown]:
    return {subject: _shown_as(subject, pair) for subject, pair in ((_id(key), pair) for key, pair in told.items())}


def shown_places(data: Any) -> dict[UUID, Shown]:
    """All that the page showed, as `shown_in` reads it. Raises InvalidInput."""
    places = data.get("places") if isinstance(data, dict) else None
    return _all_shown(places) if isinstance(places, dict) else {}


def _id(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        raise InvalidInput(UNKNOWN) from None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEQ


def places_in(frame: pd.DataFrame) -> dict[str, list[int]]:
    """What a page has to remember of the places that it shows."""
    rows = frame[["subject_id", "seq", "draft_no"]].itertuples(index=False, name=None)
    return {str(subject): [int(seq), int(draft_no)] for subject, seq, draft_no in rows}
