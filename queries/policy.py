"""Policy of this installation: what the table `setting` holds."""

from typing import Any

from sqlalchemy import Connection, select

from queries.tables import setting
from queries.tables.published import CONTACT

ACCESSIBILITY_CONTACT = CONTACT
"""Who answers when somebody cannot use the dashboard: a text such as an e-mail address or a telephone number."""


def policy(db: Connection, key: str) -> Any:
    """The value of a setting; None when it was never set."""
    return db.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
