"""How an organisation looks on paper."""

from sqlalchemy import Connection

from dashboard.components.accent import accent
from queries.appearance import appearance_of, logo


def own_look(db: Connection, organisation_id: int) -> tuple[str, bytes | None]:
    """The accent colour that it chose, else the usual one, and its logo, None without."""
    chosen, found = appearance_of(db, organisation_id)["accent"], logo(db, organisation_id)
    return (accent(chosen) if chosen else accent()).color, found[0] if found else None
