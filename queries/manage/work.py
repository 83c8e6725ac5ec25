"""What was asked of the worker, and how it stands."""

import pandas as pd
from sqlalchemy import Connection, select

from queries.db import fetch
from queries.tables import work_request

OF_OTHERS = ("dossier", "best_set", "publication_pack", "report")
"""What those who choose and publish ask: their own pages tell of it, and it may be under embargo."""


def latest_work(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The latest request for the management of an organisation, and every one that is still open; oldest first.

    Columns: request_id, kind, subject_id, asked_at, started_at, ended_at, count, problem, params.
    """
    own = work_request.c
    columns = (own.request_id, own.kind, own.subject_id, own.asked_at, own.started_at, own.ended_at, own.count)
    told = own.organisation_id == organisation_id, own.kind.not_in(OF_OTHERS)
    ours = select(*columns, own.problem, own.params).where(*told)
    newest = select(own.request_id).where(*told)
    last = newest.order_by(own.asked_at.desc(), own.request_id.desc()).limit(1).scalar_subquery()
    return fetch(db, ours.where(own.ended_at.is_(None) | (own.request_id == last)).order_by(own.asked_at))
