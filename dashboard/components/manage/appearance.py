"""What /beheer/uitzicht shows: name, logo and colour, the public map, and the layers of tiles under maps."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from config.layers import LARGEST_ZOOM, presets
from dashboard.charts.palette import ACCENT
from dashboard.components.accent import accent, accent_tokens
from dashboard.components.form import Button, Field, Kind, Option, button, form, part_id, result
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import SAVE
from dashboard.components.rows import rows_table
from dashboard.components.upload import upload

PAGE, PATH = "beheer-uitzicht", "/beheer/uitzicht"
UPLOAD, BROUGHT, SAMPLE, TINT = f"{PAGE}-upload", f"{PAGE}-brought", f"{PAGE}-sample", f"{PAGE}-tint"
"""The ids of the place to bring a logo, of what is said of it, of the sample of a colour, and of the colour in use."""
OPEN, CLOSED = "open", "closed"
_MODEL_LICENCE = "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0"
LICENCES = {
    _MODEL_LICENCE: N_("Free reuse (Flemish model licence)"),
    "https://creativecommons.org/publicdomain/zero/1.0/": N_("No rights reserved (CC0)"),
    "https://creativecommons.org/licenses/by/4.0/": N_("Free with the name of the source (CC BY 4.0)"),
}


class Form(StrEnum):
    """The forms of this page."""

    LOOK = "look"
    LOGO = "logo"
    PUBLIC = "public"
    PRESET = "preset"
    LAYER = "layer"
    REMOVE = "remove"


def lead(chosen: Mapping[str, Any]) -> str:
    """Whether the public map is open, and how many layers there are."""
    said = t(N_("The public map is open.")) if chosen["public_map"] else t(N_("The public map is closed."))
    return f"{said} {t(N_('Layers of tiles: {n}.'), n=number(len(chosen['layers'])))}"


def look_form(chosen: Mapping[str, Any], name: str) -> list[Component]:
    """Name, colour and website, with a sample of the colour as it will be."""
    fields = [
        Field("name", N_("Name on screen"), help=N_("Empty: the official name."), value=chosen["name"], optional=True),
        Field(
            "accent",
            N_("Accent colour"),
            Kind.COLOUR,
            help=N_("As #RRGGBB. A colour that cannot be read is made darker."),
            value=chosen["accent"] or ACCENT,
        ),
        Field("website", N_("Website"), help=N_("Begins with https://."), value=chosen["website"], optional=True),
    ]
    title = t(N_("Name and colour"))
    shown = form(PAGE, Form.LOOK, title=title, fields=fields, buttons=[SAVE])
    sample_place = html.Div(sample(chosen["accent"] or ACCENT, chosen["name"] or name), id=SAMPLE, role="status")
    return [shown, block(t(N_("How the colour looks")), sample_place)]


def colour_field() -> dict[str, str]:
    """The id of the field with the colour."""
    return part_id(FormPart.FIELD, PAGE, Form.LOOK, name="accent")


def sample(color: str, name: str) -> list[Component]:
    """Stripe, button and active filter in a colour, made dark enough; raises InvalidInput for what is no colour."""
    own = accent(color)
    tokens: dict[str, Any] = dict(accent_tokens(own))
    as_it_is = N_("The colour is used as it is: {color}.")
    words = as_it_is if own.color == color.upper() else N_("Made darker, to read: {color}.")
    filter_ = html.Div(
        html.Div(
            [html.Span(t(N_("Neighbourhood")), className="filter-label"), html.B(t(N_("An active filter")))],
            className="filter-button",
        ),
        className="filter-cell filter-on",
    )
    parts = [
        html.Div(html.B(name), className="sample-stripe"),
        html.Div([html.Span(t(N_("A button")), className="button button-primary"), filter_], className="sample-parts"),
    ]
    return [html.Div(parts, className="sample", style=tokens), html.P(t(words, color=own.color), className="secondary")]


def logo_block(chosen: Mapping[str, Any], address: str | None, name: str) -> Component:
    """The logo of now, the place to bring another, and the button to do without."""
    intro = t(N_("PNG, JPEG or WebP, at most 3 MB. It stands beside the name, some 40 pixels high."))
    now = html.Img(src=address, alt=name, className="logo-now") if address else nothing(t(N_("There is none.")))
    choose = upload(UPLOAD, t(N_("Choose a picture")), "image/png,image/jpeg,image/webp")
    remove = [button(PAGE, Form.LOGO, Button("remove", N_("Do without a logo")))] if chosen["logo"] else []
    said = html.Div(id=BROUGHT, className="form-result", role="status")
    line = html.Div([choose, *remove], className="form-buttons")
    return block(t(N_("Logo")), html.P(intro, className="form-intro"), now, line, said, result(PAGE, Form.LOGO))


def public_form(chosen: Mapping[str, Any]) -> Component:
    """Opening the public map, and what comes with that."""
    licences = [Option(address, t(words)) for address, words in LICENCES.items()]
    states = [Option(CLOSED, t(N_("Closed"))), Option(OPEN, t(N_("Open to everybody")))]
    fields = [
        Field("opened", N_("Public map"), Kind.CHOICE, options=states, value=OPEN if chosen["public_map"] else CLOSED),
        Field(
            "licence",
            N_("Licence of the open data"),
            Kind.CHOICE,
            options=licences,
            value=chosen["licence"],
            optional=True,
        ),
        Field(
            "sites",
            N_("Websites that may show the map in a page"),
            Kind.LINES,
            help=N_("One a line, such as https://www.example.be. Without any no other website can."),
            value="\n".join(chosen["frame_ancestors"]),
            optional=True,
        ),
    ]
    intro = t(
        N_(
            "Once it is open everybody can see, without logging in: proposals that moderation published, with title, "
            "text, place, votes and published photos; choices and motivations once they are published; cost and "
            "results from when they are public; neighbourhoods, name, logo and colour. Never: meldingen, names, what "
            "is not published, internal notes. Closing it again takes all of this away at once."
        )
    )
    buttons = [Button("ask", N_("Save"), grave=True)]
    return form(PAGE, Form.PUBLIC, title=t(N_("Public map and open data")), intro=intro, fields=fields, buttons=buttons)


def layer_blocks(chosen: Mapping[str, Any]) -> list[Component]:
    """The layers so far, and the forms for one more."""
    rows = [
        [one["name"], one["url"], one["attribution"], number(one["most_zoom"]), _remove(one["name"])]
        for one in chosen["layers"]
    ]
    heads = [t(N_("Name")), t(N_("Address")), t(N_("Whose")), t(N_("Largest zoom")), ""]
    title = t(N_("Layers under maps"))
    why = t(
        N_(
            "Without a layer maps show boundaries on a neutral ground, and no other website is asked for anything. "
            "With one, whoever looks at a map fetches pictures from that website, which then sees their address."
        )
    )
    table = rows_table(heads, rows, label=title) if rows else nothing(t(N_("There are none.")))
    return [block(title, html.P(why, className="form-intro"), table, result(PAGE, Form.REMOVE)), _preset(), _other()]


def _remove(name: str) -> Component:
    return button(PAGE, Form.REMOVE, Button("save", N_("Take out")), name)


def _preset() -> Component:
    known = [Option(code, layer.name) for code, layer in presets().items()]
    field = Field("preset", N_("Layer"), Kind.CHOICE, options=known, value=known[0].value)
    title = t(N_("Add a known layer"))
    return form(PAGE, Form.PRESET, title=title, fields=[field], buttons=[Button("save", N_("Add"))])


def _other() -> Component:
    fields = [
        Field("title", N_("Name")),
        Field("url", N_("Address of the tiles"), help=N_("Begins with https:// and holds {z}, {x} and {y}.")),
        Field("attribution", N_("Whose"), help=N_("Stands on the map, such as: © OpenStreetMap.")),
        Field("zoom", N_("Largest zoom"), Kind.NUMBER, value=min(19, LARGEST_ZOOM)),
    ]
    return form(PAGE, Form.LAYER, title=t(N_("Add another layer")), fields=fields, buttons=[Button("save", N_("Add"))])
