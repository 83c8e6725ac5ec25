"""The proposal to judge: what was proposed, what to know before deciding, and its photos."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from config.clock import local_day
from config.language import N_, day, number, t
from dashboard.components.aria import aria
from dashboard.components.form import Button, button
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.frame import ALIKE, HEAD, PAGE, PATH, Form, address
from dashboard.components.moderation.words import moment_words, title_of
from dashboard.components.photo import photo_image
from dashboard.components.status import State, proposal_stage, status
from dashboard.components.tombstone import tombstone

Row = Mapping[Any, Any]
PHOTO_STATES = {"waiting": N_("To judge"), "published": N_("Published"), "hidden": N_("Hidden")}
_PUBLISH, _HIDE = Button("publish", N_("Publish")), Button("hide", N_("Hide"))


def case(header: Row, photos: Sequence[Row], alike: Sequence[Row]) -> list[Component]:
    """What was proposed: title, text and photos."""
    number_of = [html.Span(header["number"])] if header["number"] else []
    state = [html.Span(proposal_stage(header["stage"])), html.Span(_since(header))]
    return [
        _back(),
        html.H2(title_of(header), id=HEAD, tabIndex=-1, className="moderation-title"),
        html.P([*number_of, *state], className="moderation-state"),
        *_notices(header, alike),
        _text(header),
        *([_photos(header, photos)] if photos else []),
    ]


def _back() -> html.P:
    """To the queue, on a phone."""
    words: list[Component | str] = [icon(Icon.ARROW_RIGHT), t(N_("Back to the queue"))]
    return html.P(dcc.Link(words, href=PATH), className="back-link moderation-back")


def _since(header: Row) -> str:
    return t(N_("submitted on {day}"), day=day(header["submitted_day"]))


def _text(header: Row) -> Component:
    if header["text_removed"]:
        return tombstone(header["text_removed_day"])
    return html.P(header["text"] or t(N_("There is no text with it.")), className="moderation-text")


def _notices(header: Row, alike: Sequence[Row]) -> list[Component]:
    """What somebody should know before deciding."""
    said: list[Component] = []
    if header["asked_at"] is not None:
        asked = day(local_day(header["asked_at"], header["zone"]))
        words = t(N_("A question is out since {day}; there is no answer yet."), day=asked)
        said.append(html.P([icon(Icon.PAUSED), html.Span(words)], className="moderation-notice"))
    if header["merged_into_id"] is not None:
        words = t(N_("Merged into {number}."), number=header["into"] or "-")
        link = dcc.Link(words, href=address(header["merged_into_id"]))
        said.append(html.P([icon(Icon.ENDED), link], className="moderation-notice"))
    if alike:
        words = t(N_("May be the same as {title}"), title=title_of(alike[0]))
        said.append(html.P([icon(Icon.ATTENTION), html.A(words, href=f"#{ALIKE}")], className="moderation-notice"))
    return said


def _photos(header: Row, photos: Sequence[Row]) -> html.Ul:
    return html.Ul([_photo(header, row, place) for place, row in enumerate(photos, 1)], className="moderation-photos")


def _photo(header: Row, row: Row, place: int) -> html.Li:
    size = None if row["width"] is None else (int(row["width"]), int(row["height"]))
    picture = photo_image(int(header["organisation_id"]), row["photo"], row["alt"] or "", size)
    hidden = " photo-hidden" if row["state"] == "hidden" else ""
    said = " · ".join(filter(None, (moment_words(row["moment"]), row["alt"])))
    words = html.Figcaption([html.B(t(PHOTO_STATES[row["state"]])), *([f" {said}"] if said else [])])
    subject = f"{header['subject_id']}/{row['photo']}"
    choices = html.Div(
        [
            _judgement(_PUBLISH, subject, row["state"] == "published"),
            _judgement(_HIDE, subject, row["state"] == "hidden"),
        ],
        className="moderation-choice",
        role="group",
        **aria(label=t(N_("Photo {n}"), n=number(place))),
    )
    return html.Li(html.Figure([picture, words, choices], className=f"moderation-photo{hidden}"))


def _judgement(one: Button, subject: str, holds: bool) -> html.Button:
    """One of two ways to judge a photo; the one that holds is pressed in."""
    made = button(PAGE, Form.PHOTO, one, subject)
    setattr(made, "aria-pressed", "true" if holds else "false")
    return made


def not_found(sentence: str) -> list[Component]:
    """What stands there when the address names a proposal that there is not."""
    return [_back(), html.P(status(State.BAD, sentence), role="alert")]


def nothing_chosen() -> list[Component]:
    """What stands there when the queue is empty."""
    return [html.P(status(State.GOOD, t(N_("Nothing waits. New proposals appear here by themselves."))))]
