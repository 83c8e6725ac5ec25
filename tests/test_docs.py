"""Documentation that can be wrong is tested: links, settings, demo accounts, decisions, rooms."""

import re
from pathlib import Path

import pytest

from config.settings import Settings
from dashboard.jobs.demo.accounts import DEMO_ACCOUNTS, PASSWORD

ROOT = Path(__file__).parents[1]
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The anchors that the headings of a Markdown file get."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        name, _, anchor = target.partition("#")
        if ":" in name:
            continue
        found = (path.parent / name).resolve() if name else path
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


def test_every_setting_is_described_with_its_default() -> None:
    rows = re.findall(r"^\| `((?:HELI_|DATABASE_)\w+)` \|(.*?)\|", _operations(), re.MULTILINE)
    assert {name: default.strip("` ") for name, default in rows} == {
        _variable(name): _written(field.default) for name, field in Settings.model_fields.items()
    }


def _operations() -> str:
    return (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def _variable(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else f"HELI_{name.upper()}"


def _written(default: object) -> str:
    if default is None:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_accounts_of_the_demo_are_named() -> None:
    words = re.findall(r"`(\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert {one.username for one in DEMO_ACCOUNTS} <= set(words)
    assert PASSWORD in words


def test_every_decision_stands_in_the_index_and_says_what_it_must() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = sorted(folder.glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert f"[{text.splitlines()[0][2:]}]({path.name})" in index
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), path.name


def test_every_file_and_folder_named_exists() -> None:
    """Paths in backticks, in the documents about the code."""
    named = re.compile(r"`((?:config|queries|dashboard|pages|tests|docs|scripts|benchmarks)/[\w./-]+)`")
    for name in ("architecture.md", "testing.md", "operations.md", "adr"):
        for path in [ROOT / "docs" / name] if name.endswith(".md") else (ROOT / "docs" / name).glob("*.md"):
            missing = [found for found in named.findall(path.read_text("utf-8")) if not (ROOT / found).exists()]
            assert missing == [], path.name
