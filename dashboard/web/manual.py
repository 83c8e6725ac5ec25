"""The manual: `docs/handleiding/`, one page a role, as plain pages that print well.

It is written in Dutch, the language of those who work with the dashboard, also for a reader who chose English.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flask import Flask, redirect, render_template, send_from_directory, url_for
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from werkzeug.wrappers import Response

from config.errors import NotFound
from config.kinds import Role
from dashboard.web import gate
from dashboard.web.auth import current_user

FOLDER = Path(__file__).parents[2] / "docs" / "handleiding"
PICTURES = FOLDER / "beelden"
BEGIN = "README"
PARTS: dict[Role, str] = {
    Role.ALGEMEEN_DIRECTEUR: "algemeen-directeur",
    Role.BURGEMEESTER: "algemeen-directeur",
    Role.SCHEPEN: "schepen",
    Role.DIENSTHOOFD: "diensthoofd",
    Role.MEDEWERKER: "medewerker",
    Role.SECRETARIAAT: "secretariaat",
    Role.COMMUNICATIE: "communicatie",
    Role.PARTICIPATIE_EXPERT: "participatie-expert",
    Role.RAADSLID: "raadslid",
    Role.REGIO: "regio",
    Role.BEHEERDER: "beheerder",
}
"""The part of the manual for each role."""
SUBJECTS = ("kiezen", "klimaat", "rapporten", "trends")
"""Parts about one page, which the parts of several roles lead to."""


def install(server: Flask) -> None:
    """Add the routes, for everybody who is logged in."""
    rules = (
        ("/handleiding", "manual.begin", begin),
        ("/handleiding/<part>", "manual.part", show_part),
        ("/handleiding/beelden/<picture>", "manual.picture", show_picture),
    )
    for rule, endpoint, view in rules:
        server.add_url_rule(rule, endpoint, view)
        gate.declare(server, endpoint, gate.Access.SIGNED_IN)


def begin() -> Response:
    """The part for the reader's own role. A fragment of the address stays: browsers carry it along."""
    roles = current_user().roles
    return redirect(url_for("manual.part", part=PARTS[roles[0]] if roles else BEGIN))


def show_part(part: str) -> str:
    """One part of the manual. Raises NotFound."""
    if part not in parts():
        raise NotFound()
    return render_template("manual.html", title=title_of(part), text=Markup(html_of(part)), parts=_contents(part))  # noqa: S704 - our own file, without raw HTML


def show_picture(picture: str) -> Response:
    """One picture of it."""
    return send_from_directory(PICTURES, picture, max_age=3600)


def _contents(here: str) -> list[tuple[str, str, bool]]:
    """Address and title of each part, and whether it is this one."""
    return [(url_for("manual.part", part=part), title_of(part), part == here) for part in parts()]


@lru_cache(maxsize=1)
def parts() -> tuple[str, ...]:
    """The names of all parts, the general one first."""
    others = sorted({path.stem for path in FOLDER.glob("*.md")} - {BEGIN})
    return (BEGIN, *others)


@lru_cache(maxsize=32)
def title_of(part: str) -> str:
    """The first heading of a part."""
    first = (FOLDER / f"{part}.md").read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ").strip()


@lru_cache(maxsize=32)
def html_of(part: str) -> str:
    """A part as HTML; links between the files become addresses here, and each heading can be linked to."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((FOLDER / f"{part}.md").read_text(encoding="utf-8"))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(tokens[place + 1].content))
        _lead_here(token.children or ())
    return str(reader.renderer.render(tokens, reader.options, {}))


def _lead_here(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("href", re.sub(r"^([\w-]+)\.md", r"/handleiding/\1", str(token.attrGet("href"))))
        elif token.type == "image":
            token.attrSet("src", f"/handleiding/{token.attrGet('src')}")
            token.attrSet("loading", "lazy")


def slug(heading: str) -> str:
    """The name by which a heading is linked to: 'Wat vraagt aandacht' is wat-vraagt-aandacht."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
