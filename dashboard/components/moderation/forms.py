"""What can be done with a proposal: publish, refuse, ask, merge, put right."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, current_language, number, t
from config.vocabularies import Vocabulary, indicators, vocabularies
from dashboard.components.form import Button, Field, Kind, Option, button, questions, result
from dashboard.components.moderation.frame import ENDED, PAGE, STANDING, Form
from dashboard.components.moderation.words import indicator_words

Row = Mapping[Any, Any]
Choices = Mapping[str, Sequence[Option]]
"""Options by dimension: theme, service and area, by their numbers. Without area the boundaries decide."""
PUBLISH = Button("save", N_("Publish"), primary=True)
_MESSAGE_HELP = N_("The source system passes it on; no address is kept here.")
_OPEN = ("submitted", "refused")


def forms(header: Row, choices: Choices) -> list[Component]:
    """The ways to decide on a proposal in its stage, and those to put it right; none for what has ended."""
    subject, stage = str(header["subject_id"]), header["stage"]
    if stage in ENDED:
        return []
    ways = [
        *([_decide(subject)] if stage in _OPEN else []),
        *([_refuse(subject)] if stage in ("submitted", "published") else []),
        *([_ask(subject)] if stage in ("submitted", "published", "refused") else []),
        *([_merge(subject)] if stage in STANDING else []),
        _correct(header, choices),
    ]
    return [html.Div(ways, className="moderation-ways", role="group")]


def _decide(subject: str) -> Component:
    return html.Div(
        [button(PAGE, Form.DECIDE, PUBLISH, subject), result(PAGE, Form.DECIDE)], className="moderation-way"
    )


def _way(name: str, parts: Sequence[Component]) -> html.Details:
    """A way that asks for more opens in place."""
    return html.Details([html.Summary(t(name), className="button"), *parts], className="moderation-way")


def _refuse(subject: str) -> Component:
    reasons = vocabularies()[Vocabulary.MODERATION_REASON].values()
    options = [Option(one.code, one.label(current_language())) for one in reasons]
    fields = [
        Field("reason", N_("Reason"), Kind.CHOICE, options=options),
        Field("message", N_("Message to who proposed it"), Kind.LONG, help=_MESSAGE_HELP, optional=True),
    ]
    return _way(
        N_("Refuse"), _asking(Form.REFUSE, fields, Button("save", N_("Refuse this proposal"), grave=True), subject)
    )


def _ask(subject: str) -> Component:
    fields = [Field("message", N_("Question to who proposed it"), Kind.LONG, help=_MESSAGE_HELP)]
    return _way(N_("Ask"), _asking(Form.ASK, fields, Button("save", N_("Ask this question"), primary=True), subject))


def _merge(subject: str) -> Component:
    help_text = N_("This one goes on in the other; votes count together, who voted for both counts once.")
    fields = [Field("number", N_("Number of the other proposal"), help=help_text)]
    save = Button("number", N_("Merge into that one"), primary=True)
    return _way(N_("Merge"), _asking(Form.MERGE, fields, save, subject))


def _asking(form: Form, fields: Sequence[Field], save: Button, subject: str) -> list[Component]:
    buttons = html.Div(button(PAGE, form, save, subject), className="form-buttons")
    return [html.Div([questions(PAGE, form, fields), buttons, result(PAGE, form)], className="moderation-open")]


def _correct(header: Row, choices: Choices) -> Component:
    """Theme and service, place, and estimates: each with a button of its own."""
    subject = str(header["subject_id"])
    theme = [
        Field("theme", N_("Theme"), Kind.CHOICE, options=choices["theme"], value=_key(header["theme_id"])),
        Field(
            "service",
            N_("Service"),
            Kind.CHOICE,
            options=choices["service"],
            value=_key(header["service_id"]),
            optional=True,
        ),
    ]
    place = [
        Field("street", N_("Street"), value=header["street"], optional=True),
        Field("lat", N_("Latitude"), Kind.NUMBER, value=_degrees(header["lat"])),
        Field("lon", N_("Longitude"), Kind.NUMBER, value=_degrees(header["lon"])),
    ]
    if "area" in choices:
        own = _key(header["area_id"])
        place.append(Field("area", N_("Area"), Kind.CHOICE, options=choices["area"], value=own, optional=True))
    yields = [Option(code, indicator_words(code)) for code in indicators()]
    gain = [
        Field("indicator", N_("Indicator"), Kind.CHOICE, options=yields),
        Field("value", N_("Estimate"), Kind.NUMBER),
    ]
    rows = (
        (Form.THEME, theme, N_("Save the theme")),
        (Form.PLACE, place, N_("Save the place")),
        (Form.GAIN, gain, N_("Save the estimate")),
    )
    saving = [(form, fields, Button("save", words, primary=True)) for form, fields, words in rows]
    parts = [part for form, fields, save in saving for part in _asking(form, fields, save, subject)]
    return _way(N_("Correct"), parts)


def _key(value: Any) -> str | None:
    return None if value is None else str(int(value))


def _degrees(value: Any) -> str:
    return "" if value is None else number(float(value), decimals=6)
