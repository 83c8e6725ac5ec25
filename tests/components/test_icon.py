"""Every icon exists as a file and as a class, and no mark uses a colour of its own."""

import re
from pathlib import Path

import pytest

from config.kinds import EventKind, stages
from config.language import use_language
from dashboard.charts.palette import DIVERGING, TOKENS
from dashboard.components.icon import Icon, icon
from dashboard.components.status import STAGE_ICONS, State, stage, status

ASSETS = Path(__file__).parents[2] / "assets"


def test_files_classes_and_names_are_the_same():
    css = (ASSETS / "20-icons.css").read_text()
    files = {path.stem for path in (ASSETS / "icons").glob("*.svg")}
    assert files == {str(name) for name in Icon}
    assert set(re.findall(r"url\(icons/([a-z-]+)\.svg\)", css)) == files


@pytest.mark.parametrize("path", sorted((ASSETS / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_colours_of_icons_are_tokens(path):
    allowed = {*TOKENS.values(), *DIVERGING, "#000000"}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text())) <= allowed
    assert "script" not in path.read_text()
    assert "href" not in path.read_text()


def test_icons_are_hidden_from_screen_readers():
    shown = icon(Icon.BAD, size="large").to_plotly_json()["props"]
    assert shown == {"children": None, "className": "icon icon-bad icon-large", "aria-hidden": "true"}


def test_every_stage_and_outcome_has_a_mark():
    assert set(STAGE_ICONS) == set(stages())


def test_a_stopped_clock_is_a_pause_and_waiting_for_a_decision_an_hourglass():
    assert STAGE_ICONS[EventKind.WAITING_ON_CITIZEN] is Icon.PAUSED
    assert STAGE_ICONS[EventKind.DECISION_PENDING] is Icon.WAITING


def test_a_state_is_an_icon_and_a_word():
    shown = status(State.BAD, "Onder doel")
    assert shown.className == "status status-bad"
    assert shown.children[1] == "Onder doel"
    assert stage(EventKind.RESOLVED).children[1] == "Opgelost"
    with use_language("en"):
        assert stage(EventKind.RESOLVED).children[1] == "Resolved"
