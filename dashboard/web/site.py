"""The Dash app as we use it: the page around it speaks the reader's language and holds no data."""

from html import escape
from typing import Any

import dash
from dash._callback import GLOBAL_CALLBACK_LIST, GLOBAL_CALLBACK_MAP, GLOBAL_INLINE_SCRIPTS
from flask import Flask, request

from config.language import N_, current_language, t
from dashboard.components.accent import accent, accent_style
from dashboard.web import pages
from dashboard.web.own_look import own_accent

NAME = "Helikopterview"
INDEX = """<!DOCTYPE html>
<html lang="{lang}"{style}>
<head>
  {metas}
  <title>{title}</title>
  <link rel="icon" type="image/svg+xml" href="/assets/icons/crest.svg">
  {css}
</head>
<body>
  <noscript>{noscript}</noscript>
  <div id="react-entry-point"><div class="_dash-loading">{loading}</div></div>
  <footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""
LOADING = N_("Loading…")
NO_SCRIPT = N_("This dashboard needs JavaScript.")


class Site(dash.Dash):
    """Dash with our own page around it."""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """The HTML of every page, before its first callback."""
        title = pages.title_at(request.path)
        return INDEX.format(
            **{name: parts[name] for name in ("metas", "css", "config", "scripts", "renderer")},
            lang=current_language(),
            style=_style(),
            title=escape(title or NAME),
            noscript=escape(t(NO_SCRIPT)),
            loading=escape(t(LOADING)),
        )


def _style() -> str:
    """The accent of the reader's organisation, in place of the one in `assets/00-tokens.css`."""
    own = own_accent()
    return "" if own == accent() else f' style="{accent_style(own)}"'


_shared: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
_scripts: dict[str, None] = {}


def share_callbacks() -> None:
    """Give this app the callbacks that modules other than pages made when they were imported.

    Dash hands those to the first app of a process only; the files in `pages/` are read anew for each app.
    """
    specifications, functions, scripts = GLOBAL_CALLBACK_LIST, GLOBAL_CALLBACK_MAP, GLOBAL_INLINE_SCRIPTS
    for specification in specifications:
        name = specification["output"]
        if not _is_of_page(functions[name]):
            _shared[name] = (specification, functions[name])
    _scripts.update(dict.fromkeys(scripts))
    for name, (specification, function) in _shared.items():
        if name not in functions:
            specifications.append(specification)
            functions[name] = function
    scripts.extend(script for script in _scripts if script not in scripts)


def _is_of_page(entry: dict[str, Any]) -> bool:
    return "callback" in entry and entry["callback"].__module__ in dash.page_registry


def set_up(server: Flask) -> None:
    """Let Dash do now what it otherwise does at the first request: callbacks, router, inline scripts.

    The first request is often one that the gate refuses, and the CSP needs all inline scripts from the start.
    """
    with server.test_request_context("/healthz"):
        server.preprocess_request()
