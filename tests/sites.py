"""What all tests that make an app share."""

from dash import Dash

from dashboard.web.context import of


def close(site: Dash) -> None:
    """Give back the connections of an app that nobody asks anything any more."""
    held = of(site.server)
    held.db.close()
    held.public.close()
    held.writer.close()  # type: ignore[attr-defined]  # the app itself knows no more of it than that it writes
