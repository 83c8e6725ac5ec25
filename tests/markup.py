"""Markup that a callback answered with, read back as the components that it stands for."""

from html.parser import HTMLParser
from typing import Any

BARE = {"br", "col", "hr", "img", "wbr"}
NAMES = {"class": "className"}


def components(part: Any) -> Any:
    """An answer in which every piece (`dashboard.components.markup`) is written out: its elements, with their props."""
    if isinstance(part, list):
        return [components(each) for each in part]
    if not isinstance(part, dict) or "props" not in part:
        return part
    props = part["props"]
    if part["type"] == "Piece":
        return _element(props["tag"], props["attributes"] | {"children": _read(props["inner"])})
    return part | {"props": {name: components(value) for name, value in props.items()}}


def _element(tag: str, props: dict[str, Any]) -> dict[str, Any]:
    return {"type": tag.capitalize(), "props": props}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[Any]] = [[]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        children: list[Any] = []
        own = {NAMES.get(name, name): value for name, value in attrs}
        self.open[-1].append(_element(tag, own | {"children": children}))
        if tag not in BARE:
            self.open.append(children)

    def handle_endtag(self, _tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].append(data)


def _read(markup: str) -> list[Any]:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    [found] = reader.open
    return found
