"""What a chosen place looked like before and after its works, and what happens next with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, current_language, t
from config.vocabularies import Vocabulary, vocabularies
from dashboard.components.photo import photo_image

Row = Mapping[Any, Any]
PHOTO_STATES = {"waiting": N_("not judged yet"), "hidden": N_("hidden")}


def works(organisation_id: int, photos: Sequence[Row]) -> list[Component]:
    """The photos of before beside those of after; nothing without any.

    `photos` have photo (key), alt, state and moment, and perhaps width and height.
    """
    names = vocabularies()[Vocabulary.PHOTO_MOMENT]
    columns = [
        html.Div(
            [_photo(organisation_id, row, one.label(current_language())) for row in photos if row["moment"] == code]
        )
        for code, one in names.items()
    ]
    shown = [one for one in columns if one.children]
    return [html.Div(shown, className="works")] if shown else []


def _photo(organisation_id: int, row: Row, moment: str) -> html.Figure:
    size = (int(row["width"]), int(row["height"])) if row.get("width") else None
    picture = photo_image(organisation_id, row["photo"], row["alt"] or "", size)
    state = PHOTO_STATES.get(row["state"])
    words = ", ".join(filter(None, (moment, t(state) if state else "")))
    hidden = " photo-hidden" if row["state"] == "hidden" else ""
    caption = html.Figcaption([html.B(words), *([f" {row['alt']}"] if row["alt"] else [])])
    return html.Figure([picture, caption], className=f"works-photo{hidden}")


def next_steps(words: Any) -> list[Component]:
    """What was told last of what happens next, paragraph by paragraph."""
    lines = [part for part in map(str.strip, str(words or "").split("\n")) if part]
    return [html.P(part) for part in lines]
