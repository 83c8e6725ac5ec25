"""The worker makes a publication pack: all of it from one snapshot, with the rights of who asked as they are now.

When words of a citizen were erased meanwhile, nothing is kept and it begins again, so that they come into no pack.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pandas as pd

from config.clock import Clock
from config.errors import HelikopterError
from config.ids import new_id
from config.kinds import Permission
from config.language import N_, use_language
from dashboard.components.moderation.words import amount_words, indicator_label
from dashboard.jobs.dossiers.borders import outlines, spot_of
from dashboard.jobs.own_look import own_look
from dashboard.jobs.rights import scope_of
from dashboard.reports.publication_pack import LANGUAGE, SELECTED, Facts, as_zip, reason_words
from dashboard.store import publication_packs as store
from dashboard.store.actions.requests import Work
from dashboard.store.engine import Writer
from dashboard.store.publication_packs import NewPack
from dashboard.store.requests import Doing, Done, Task
from queries.db import Database
from queries.publication_packs import Told, told_for_publication

_TURNS = 3
_NOTHING = N_("No choice of this round waits for publication or became public in the last 30 days.")


class NothingToPublish(HelikopterError):
    """The round has no choice that a pack could tell of."""

    code = "nothing_to_publish"


def kinds_of(database: Database) -> dict[str, Doing]:
    """The work on publication packs, for `dashboard.store.requests.do_next`; questions go to `database`."""
    return {Work.PUBLICATION_PACK: partial(make, database)}


def make(database: Database, writer: Writer, clock: Clock, task: Task) -> Done:
    """Make a pack of the round `task.asked["ref"]`; tells its id. Raises Forbidden, NotFound, NothingToPublish."""
    for _ in range(_TURNS):
        scope, now = scope_of(writer, clock, task.actor, Permission.PUBLISH_CHOICES), clock.now()
        with database.read() as db:
            told = told_for_publication(db, scope, task.organisation_id, task.asked["ref"], now)
            color, mark = own_look(db, task.organisation_id)
        if told.places.empty:
            raise NothingToPublish(_NOTHING)
        new = _new(told, task, new_id(clock), now, {"accent": color, "logo": mark})
        if store.keep(writer, clock, task.actor, new):
            return Done(new.places, {"pack": str(new.pack_id)})
    raise HelikopterError()


def _new(told: Told, task: Task, pack_id: UUID, now: datetime, look: Mapping[str, Any]) -> NewPack:
    with use_language(LANGUAGE):
        content = as_zip(facts_of(told, task.asked["ref"], task.asked["site"], now, look))
    return NewPack(
        organisation_id=task.organisation_id,
        pack_id=pack_id,
        ref=task.asked["ref"],
        made_at=now,
        places=len(told.places),
        public=told.public,
        reach=[one.told() for one in told.reaches],
        named=_with_words(told.places),
        content=content,
    )


def _with_words(places: pd.DataFrame) -> dict[int, list[UUID]]:
    """The proposals whose title stands in the pack, by organisation."""
    named: dict[int, list[UUID]] = {}
    titled = places[places["title"].notna()]
    for organisation_id, subject in zip(titled["organisation_id"], titled["subject_id"], strict=True):
        named.setdefault(int(organisation_id), []).append(subject)
    return named


def facts_of(told: Told, ref: str, site: str, now: datetime, look: Mapping[str, Any]) -> Facts:
    """What is known as what a pack says, in the language that is spoken."""
    rows = told.places.astype(object).where(told.places.notna(), None).to_dict("records")
    return Facts(
        town=told.town["name"],
        zone=told.town["zone"],
        round=told.name,
        ref=ref,
        made_at=now,
        public=told.public,
        site=site if told.public_map else "",
        places=[_place(row, told.reasons) for row in rows],
        gains=_gains(told),
        borders=outlines(told.borders),
        border_source=next(iter(told.borders["source"].dropna()), ""),
        **look,
    )


def _place(row: Mapping[Any, Any], own: Mapping[str, str]) -> dict[Any, Any]:
    reasons = [reason_words(code, own) for code in row["reasons"] or ()]
    return {**row, "reasons": reasons, "spot": spot_of(row["geometry"], row["lon"], row["lat"])}


def _gains(told: Told) -> list[dict[str, Any]]:
    """What the chosen places should yield together, what most of them yield first."""
    chosen = told.places.loc[told.places["outcome"] == SELECTED, "subject_id"]
    ours = told.gains[told.gains["subject_id"].isin(chosen)].groupby("indicator")["estimated"].agg(["size", "sum"])
    sums = ours.sort_values(["size", "sum"], ascending=False).itertuples()
    return [
        {"code": code, "name": indicator_label(code), "words": amount_words(code, float(total))}
        for code, _, total in sums
    ]
