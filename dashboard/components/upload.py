"""The place to choose a file: a button that is the file field itself, with a name and within reach of the keyboard."""

from dash import dcc, html
from dash.development.base_component import Component

MOST_BYTES = 2_900_000
"""More does not fit in a request of a page (`gate.LARGEST_REQUEST`): written down as text a file takes a third more."""


def upload(
    upload_id: str | dict[str, str], words: str, accept: str, *, primary: bool = False, most: int = MOST_BYTES
) -> Component:
    """A callback gets `contents` and `filename` of `upload_id`; `words` are in the reader's language. A file of more
    than `most` bytes is passed over in silence; -1 lets all come, so that the page can say what is wrong with one.

    Dash lays the file field unseen over what it holds: the label names it, and the button is only drawn.
    """
    look = html.Span(words, className="button button-primary" if primary else "button")
    return html.Label(dcc.Upload(look, id=upload_id, accept=accept, max_size=most), className="upload")
