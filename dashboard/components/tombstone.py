"""What stands where a text of a citizen stood: that it was removed, and when."""

from datetime import date

from dash import html

from dashboard.charts.phrases import removed_words


def tombstone(removed: date) -> html.P:
    """A line instead of the text; `removed` is the local day on which it went."""
    return html.P(removed_words(removed), className="secondary")
