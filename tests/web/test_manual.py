"""The manual: every role has its part, every link and picture in it leads somewhere."""

import re

import pytest

from config.kinds import Role
from dashboard.web import manual

LINK = re.compile(r'(?:href|src)="([^"]+)"')


def test_every_role_has_a_part():
    assert set(manual.PARTS) == set(Role)
    assert {*manual.PARTS.values(), *manual.SUBJECTS, manual.BEGIN} == set(manual.parts())


@pytest.mark.parametrize("part", manual.parts())
def test_every_link_leads_somewhere(part):
    for address in LINK.findall(manual.html_of(part)):
        where, _, heading = address.removeprefix("/handleiding/").partition("#")
        kind, _, name = where.partition("/")
        assert (manual.PICTURES / name).is_file() if kind == "beelden" else kind in manual.parts(), address
        assert not heading or f'id="{heading}"' in manual.html_of(kind), address


def test_headings_can_be_linked_to_and_html_is_not_believed(monkeypatch, tmp_path):
    (tmp_path / "x.md").write_text(
        "# Titel\n\n## Wat vraagt aandacht?\n\n<script>alert(1)</script>\n", encoding="utf-8"
    )
    monkeypatch.setattr(manual, "FOLDER", tmp_path)
    manual.html_of.cache_clear()
    manual.title_of.cache_clear()
    made = manual.html_of("x")
    assert manual.title_of("x") == "Titel"
    assert '<h2 id="wat-vraagt-aandacht">' in made
    assert "<script>" not in made
    manual.html_of.cache_clear()
    manual.title_of.cache_clear()
