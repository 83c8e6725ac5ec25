"""From a template to an answer with its policy."""

from typing import Any

from flask import Response, make_response, render_template
from markupsafe import Markup

from config.errors import InvalidInput
from config.language import current_language, t
from dashboard.components.accent import Accent, accent, accent_style
from dashboard.web.context import services
from dashboard.web.public.asking import languages, link
from dashboard.web.public.files import file_at
from dashboard.web.public.policy import kept, page_policy
from queries.public.towns import Town


def render(template: str, town: Town | None = None, *, framed: bool = False, **shown: Any) -> Response:
    """A page with its policy. 304 where the reader has it already."""
    style = f":root{{{accent_style(own_accent(town))}}}"
    html = render_template(
        f"public/{template}.html", town=town, style=style, framed=framed, **_of_every_page(), **shown
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = page_policy(style, town, framed=framed)
    if framed:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept(response) if template != "problem" else response


def _of_every_page() -> dict[str, Any]:
    """What every template uses. `written` marks what residents and the town wrote: it is in the language of the
    installation, also on a page in another one."""
    usual, spoken = services().settings.default_language, current_language()
    written = "" if usual == spoken else Markup(' lang="{}"').format(usual)
    return {
        "t": t,
        "language": spoken,
        "languages": languages(),
        "link": link,
        "file": file_at,
        "written": written,
    }


def own_accent(town: Town | None) -> Accent:
    """The colour of the town; ours where it has none that can be read."""
    try:
        return accent(town.accent) if town and town.accent else accent()
    except InvalidInput:
        return accent()
