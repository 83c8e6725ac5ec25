"""The targets of an organisation, with their history."""

import pandas as pd
from sqlalchemy import Connection, select

from queries.db import fetch
from queries.manage.dimensions import latest_name
from queries.tables import service, target


def all_targets(db: Connection, organisation_id: int) -> pd.DataFrame:
    """All targets by measure, part, service and day.

    Columns: target_id, measure, part, days, service_id, service (name; None: all together), direction, goal, amber,
    red, basis, valid_from, valid_to.
    """
    own = target.c
    name = latest_name("service").label("service")
    joined = target.outerjoin(
        service, (service.c.organisation_id == own.organisation_id) & (service.c.service_id == own.service_id)
    )
    limits = (own.direction, own.goal, own.amber, own.red, own.basis, own.valid_from, own.valid_to)
    rows = select(own.target_id, own.measure, own.part, own.days, own.service_id, name, *limits).select_from(joined)
    ours = rows.where(own.organisation_id == organisation_id)
    return fetch(db, ours.order_by(own.measure, own.part, name.nulls_first(), own.days, own.valid_from))
