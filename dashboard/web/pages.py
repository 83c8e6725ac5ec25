"""Which page an address leads to, and who may see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import dash
from dash._pages import _path_to_page  # the router's own look-up: the gate must not find another page than Dash does
from flask import Flask, current_app, redirect
from werkzeug.wrappers import Response

from config.errors import Forbidden, NotFound
from config.kinds import Permission
from dashboard.web.auth import current_user
from dashboard.web.problem import problem_panel
from queries.accounts import Person

Page = dict[str, Any]
EXTENSION = "pages"
NOT_FOUND = "not_found_404"


def check_page(path: str, person: Person) -> Response | None:
    """Raise NotFound or Forbidden for a page this person cannot have; '/' leads those who may not see it elsewhere."""
    page = page_at(path)
    if path == "/" and (page is None or not allows(page, person)):
        return redirect(first_page(person))
    if page is None:
        raise NotFound()
    if not allows(page, person):
        return redirect(_instead(page, person))
    return None


def _instead(page: Page, person: Person) -> str:
    """The page that others get at this address, `register_page(..., instead=path)`. Raises Forbidden without one."""
    other = page_at(page.get("instead", ""))
    if other is None or "instead" not in page or not allows(other, person):
        raise Forbidden()
    return str(other["relative_path"])


def page_at(path: str) -> Page | None:
    """The registered page of an address."""
    page: Page = _path_to_page(path.strip("/"))[0]
    return None if not page or page["module"].endswith(NOT_FOUND) else page


def first_page(person: Person) -> str:
    """Where somebody arrives: the first page in order that they may see. Raises Forbidden when there is none."""
    for page in dash.page_registry.values():
        if allows(page, person) and not page["path_template"] and not page["module"].endswith(NOT_FOUND):
            return str(page["relative_path"])
    raise Forbidden()


def way_to(path: str, person: Person) -> str:
    """The address of a page, if there is one that this person may see; else empty. So no link is ever dead."""
    page = page_at(path)
    return str(page["relative_path"]) if page is not None and allows(page, person) else ""


def allows(page: Page, person: Person) -> bool:
    """Whether somebody may see a page; `permission=None` means everybody who is logged in."""
    permission: Permission | None = page["permission"]
    return permission is None or person.may(permission)


def install(server: Flask) -> None:
    """Keep to this app's own pages; before the gate."""
    server.extensions[EXTENSION] = {}
    server.before_request(use_own_pages)


def use_own_pages() -> None:
    """Dash has one registry a process: put this app's pages back if another app has made its own since."""
    own: dict[str, Page] = current_app.extensions[EXTENSION]
    if any(dash.page_registry.get(module) is not page for module, page in own.items()):
        dash.page_registry.clear()
        dash.page_registry.update(own)


def guard_pages(server: Flask) -> None:
    """Make every page ask for its permission again when its layout is fetched, which navigation does by callback."""
    for page in dash.page_registry.values():
        if "permission" not in page:
            raise LookupError(f"{page['module']} does not say who may see it: register_page(..., permission=...)")
        page["layout"] = _guarded(page, page["layout"])
    server.extensions[EXTENSION].update(dash.page_registry)


def _guarded(page: Page, layout: Any) -> Callable[..., Any]:
    @wraps(layout if callable(layout) else _guarded)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not allows(page, current_user()):
            return problem_panel(Forbidden())
        return layout(*args, **kwargs) if callable(layout) else layout

    return guarded


def variables_at(path: str) -> dict[str, str]:
    """What stands in an address for the variables of its page; a query never does."""
    return dict(_path_to_page(path.strip("/"))[1] or {})


def title_at(path: str) -> str | None:
    """The title of a page in the current language."""
    page = page_at(path)
    title = page["title"] if page else None
    return str(title(**variables_at(path))) if callable(title) else title
