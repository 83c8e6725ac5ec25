"""What an action needs in order to write."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class Writing(Protocol):
    """The writing side of the database (`dashboard.store.engine.Writer`): one transaction an action."""

    def transaction(self) -> AbstractContextManager[Connection]: ...
