"""Every sentence in the code has its Dutch, with the same places to fill, and no translation is left over."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import jinja2
from jinja2.ext import extract_from_ast

from config import errors
from config.language import PARTS, catalogue

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "queries", "dashboard", "pages")
MARKS = ("N_", "t")
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}


def modules() -> list[Path]:
    return [ROOT / "app.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]


def calls(path: Path) -> Iterator[tuple[str, str, int]]:
    """(name of the function, its first argument, line) of each call with a text as its first argument."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if isinstance(node.args[0].value, str):
                yield function, node.args[0].value, node.lineno


@cache
def sentences() -> dict[str, str]:
    """Each sentence of code and templates, with one place where it stands."""
    found: dict[str, str] = {}
    for path in modules():
        found |= {text: f"{path.relative_to(ROOT)}:{line}" for name, text, line in calls(path) if name in MARKS}
    environment = jinja2.Environment(autoescape=True)
    for path in (ROOT / "dashboard").rglob("*.html"):
        template = environment.parse(path.read_text(encoding="utf-8"))
        for line, _, text in extract_from_ast(template, MARKS):
            found[str(text[0] if isinstance(text, tuple) else text)] = f"{path.relative_to(ROOT)}:{line}"
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def around(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_sentences_are_found_in_code_and_templates() -> None:
    kinds = {Path(place.split(":")[0]).suffix for place in sentences().values()}
    assert kinds == {".py", ".html"}


def test_every_sentence_has_its_dutch() -> None:
    assert {text: place for text, place in sentences().items() if text not in catalogue()} == {}


def test_no_translation_is_left_over() -> None:
    assert set(catalogue()) - set(sentences()) == set()


def test_both_languages_have_the_same_places() -> None:
    assert {text: dutch for text, dutch in catalogue().items() if places(dutch) != places(text)} == {}


def test_both_languages_have_the_same_space_around() -> None:
    assert {text: dutch for text, dutch in catalogue().items() if around(dutch) != around(text)} == {}


def test_an_error_never_speaks_a_sentence_that_was_not_marked() -> None:
    unmarked = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in modules()
        for name, text, line in calls(path)
        if name in ERRORS
    ]
    assert unmarked == []


def test_parts_are_text_without_byte_order_mark() -> None:
    assert [path.name for path in PARTS.glob("*.po") if path.read_bytes().startswith(b"\xef\xbb\xbf")] == []
