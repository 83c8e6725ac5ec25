"""What can be told of a chosen place: plan, begin, end, cost, outcomes, next steps and photos."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, current_language, t
from config.vocabularies import Vocabulary, indicators, vocabularies
from dashboard.components.form import Button, Field, Kind, Option, button, questions, result
from dashboard.components.moderation.words import indicator_words
from dashboard.components.progress.frame import PAGE, PREVIEW, UPLOAD, Form
from dashboard.components.upload import upload

Row = Mapping[Any, Any]
ACCEPTED = "image/png,image/jpeg,image/webp"
_WAYS: Mapping[str, Sequence[Form]] = {
    "selected": (Form.PLAN, Form.START, Form.REALISE),
    "planned": (Form.START, Form.PLAN, Form.REALISE),
    "in_execution": (Form.REALISE,),
    "realised": (Form.MEASURE, Form.COST),
}
"""What follows in each stage, the likeliest first; next steps and photos are told in all of them."""
_NAMES = {
    Form.PLAN: N_("Plan the works"),
    Form.START: N_("The works began"),
    Form.REALISE: N_("It is realised"),
    Form.COST: N_("Cost"),
    Form.MEASURE: N_("Measured outcome"),
    Form.STEPS: N_("Next steps"),
    Form.PHOTO: N_("Add a photo"),
}
_TOO_LARGE = N_("This file is too large, or no photo that can be read here. Choose another one.")
_ON = N_("Day on which it happened")
_ON_HELP = N_("Empty: today.")


def forms(
    header: Row,
    gains: pd.DataFrame,
    services: Sequence[Option],
    *,
    today: str,
    public: bool,
    publishes: bool,
    pictured: bool,
) -> list[Component]:
    """The ways to tell more of a place in its stage; none for what is not chosen.

    `header` and `gains` as of `queries.progress.followed`. `public`: so is its choice, and next steps are seen at once.
    `publishes`: a photo that the reader adds is published at once. `pictured`: there is one of after the works.
    """
    ways = _WAYS.get(header["stage"])
    if ways is None:
        return []
    subject = str(header["subject_id"])
    fields = {
        Form.PLAN: _plan(header, services),
        Form.START: [_on(today)],
        Form.REALISE: [_on(today), _cost(optional=True)],
        Form.COST: [_cost(value=header["cost_actual"])],
        Form.MEASURE: _measure(gains, today),
        Form.STEPS: [_steps(header, public)],
    }
    first = ways[0] if header["stage"] != "realised" else _missing(header, gains, pictured)
    shown = [_way(form, fields[form], subject, first=form is first) for form in (*ways, Form.STEPS)]
    photo = _photo(header, subject, _when_public(public, publishes), first=first is Form.PHOTO)
    return [html.Div([*shown, photo], className="moderation-ways", role="group")]


def _missing(header: Row, gains: pd.DataFrame, pictured: bool) -> Form | None:
    """What a realised place misses first."""
    if (gains["estimated"].notna() & gains["realised"].isna()).any():
        return Form.MEASURE
    if header["cost_actual"] is None:
        return Form.COST
    return None if pictured else Form.PHOTO


def _way(form: Form, fields: Sequence[Field], subject: str, *, first: bool) -> html.Details:
    """A way that opens in place; the first is the likeliest."""
    return _opening(form, [questions(PAGE, form, fields), *_saving(form, subject)], first=first)


def _opening(form: Form, parts: Sequence[Component], *, first: bool = False) -> html.Details:
    look = "button button-primary" if first else "button"
    opened = html.Div(parts, className="moderation-open")
    return html.Details([html.Summary(t(_NAMES[form]), className=look), opened], className="moderation-way")


def _saving(form: Form, subject: str) -> list[Component]:
    save = Button("save", N_("Save"), primary=True)
    return [html.Div(button(PAGE, form, save, subject), className="form-buttons"), result(PAGE, form)]


def _plan(header: Row, services: Sequence[Option]) -> list[Field]:
    due = header["due_on"].isoformat() if header["due_on"] else None
    own = None if header["service_id"] is None else str(int(header["service_id"]))
    carries = N_("Service that carries it out")
    return [
        Field("due", N_("To be realised by"), Kind.DAY, value=due),
        Field("service", carries, Kind.CHOICE, options=services, value=own, optional=True),
    ]


def _on(today: str) -> Field:
    return Field("on", _ON, Kind.DAY, help=_ON_HELP, value=today, optional=True)


def _cost(value: Any = None, *, optional: bool = False) -> Field:
    help_text = N_("What was really paid. Everybody can read it on the public map.")
    shown = None if value is None else f"{value:g}"
    return Field("cost", N_("Cost in euro"), Kind.NUMBER, help=help_text, value=shown, optional=optional)


def _measure(gains: pd.DataFrame, today: str) -> list[Field]:
    """First what was estimated and not measured yet; any other indicator can be measured too."""
    estimated = gains.loc[gains["estimated"].notna(), ["indicator", "realised"]]
    waiting = estimated.loc[estimated["realised"].isna(), "indicator"].tolist()
    ordered = dict.fromkeys([*waiting, *estimated["indicator"], *indicators()])
    options = [Option(code, indicator_words(code)) for code in ordered]
    return [
        Field("indicator", N_("Indicator"), Kind.CHOICE, options=options, value=waiting[0] if waiting else None),
        Field("value", N_("Measured"), Kind.NUMBER, help=N_("Told again, it replaces what was measured before.")),
        _on(today),
    ]


def _steps(header: Row, public: bool) -> Field:
    told = N_("For everybody to read on the public map, at once.")
    later = N_("For everybody to read on the public map, once the choice is public.")
    return Field(
        "words", N_("What happens next"), Kind.LONG, help=told if public else later, value=header["next_steps"]
    )


def _when_public(public: bool, publishes: bool) -> str:
    """When a photo can be seen by everybody."""
    if not publishes:
        return t(N_("It waits in moderation before it is public."))
    return t(N_("It is published at once.")) if public else t(N_("It is public once the choice is."))


def _photo(header: Row, subject: str, when: str, *, first: bool) -> html.Details:
    """The place to bring a photo, how it looks, and what is asked of it."""
    moments = vocabularies()[Vocabulary.PHOTO_MOMENT].values()
    options = [Option(one.code, one.label(current_language())) for one in moments]
    usual = "after" if header["stage"] == "realised" else "before"
    fields = [
        Field("moment", N_("When it was taken"), Kind.CHOICE, options=options, value=usual),
        Field("alt", N_("What it shows, in words"), help=N_("For who cannot see it; it also stands below the photo.")),
    ]
    kept = N_("PNG, JPEG or WebP; a large photo is made smaller first. Where it was taken is not kept.")
    seen = html.Img(id={"type": PREVIEW, "subject": subject}, alt="", className="progress-preview")
    parts: list[Component] = [
        html.P(f"{t(kept)} {when}", className="form-intro"),
        html.Div(upload({"type": UPLOAD, "subject": subject}, t(N_("Choose a photo")), ACCEPTED), className="shrinks"),
        html.P(t(_TOO_LARGE), className="trouble progress-refused", role="alert"),
        html.Div(seen),
        questions(PAGE, Form.PHOTO, fields),
        *_saving(Form.PHOTO, subject),
    ]
    return _opening(Form.PHOTO, parts, first=first)
