"""What asks for attention, what changed, notes beside a number, and the course of a case."""

from datetime import UTC, date, datetime

from dash.development.base_component import Component

from config.kinds import EventKind
from dashboard.components.attention import attention_list, developments
from dashboard.components.attention_parts import AttentionLine, Day, Development, Urgency
from dashboard.components.icon import Icon
from dashboard.components.note import Note, note
from dashboard.components.status import State
from dashboard.components.timeline import Clock, Item, clocks, stage_item, timeline

ZONE = "Europe/Brussels"


def every(component, kind):
    return [item for item in component._traverse() if type(item).__name__ == kind]


def text(component):
    """All strings in reading order."""
    if isinstance(component, str):
        return component
    children = getattr(component, "children", None) if isinstance(component, Component) else component
    parts = children if isinstance(children, list | tuple) else [children]
    return "".join(text(part) for part in parts if part is not None)


def at(day, hour=9):
    return datetime(2026, 8, day, hour, tzinfo=UTC)


def test_attention_is_ordered_by_urgency_and_leaves_out_what_is_nothing():
    lines = [
        AttentionLine(Urgency.DATA, 48, "rijen geweigerd", "/beheer"),
        AttentionLine(Urgency.BAD, 0, "dossiers wachten", "/meldingen"),
        AttentionLine(Urgency.SIGNAL, 31, "meldingen sluikstort", "/trends"),
        AttentionLine(Urgency.BAD, 1286, "zijn over tijd", "/meldingen?x=1", "38 bij Wegen", "Wegen"),
    ]
    links = every(attention_list(lines), "Link")
    assert [link.href for link in links] == ["/meldingen?x=1", "/trends", "/beheer"]
    assert text(links[0]) == "Dringend: 1.286zijn over tijd38 bij WegenWegen"
    assert text(attention_list(lines[1:2])) == "Niets vraagt aandacht."


def test_developments_have_days_times_and_a_part_that_stands_out():
    days = (
        Day("Vandaag", (Development("14:12", "Nu 4 nieuwe voorstellen in Rozen", "4 nieuwe voorstellen", "/v"),)),
        Day("Gisteren", ()),
        Day("Vorige week", (Development("vr", "Rapport staat klaar"),)),
    )
    shown = developments(days)
    assert [heading.children for heading in every(shown, "H3")] == ["Vandaag", "Vorige week"]
    (link,) = every(shown, "Link")
    assert (link.href, text(link)) == ("/v", "Nu 4 nieuwe voorstellen in Rozen")
    assert [strong.children for strong in every(link, "B")] == ["4 nieuwe voorstellen"]
    assert text(developments(days[1:2])) == "Er is niets gewijzigd."


def test_a_note_says_who_and_when_and_keeps_the_earlier_ones():
    latest = Note("op tijd", "schepen van Openbare Werken", date(2026, 11, 16), "Herstel in januari.")
    alone = note(latest)
    assert text(alone) == "Nota bij ‘op tijd’, schepen van Openbare Werken, 16 nov 2026: Herstel in januari."
    earlier = [Note("op tijd", "algemeen directeur", date(2026, 10, 2), "Eerste daling.")]
    (history,) = every(note(latest, earlier), "Details")
    assert text(history) == "1 eerdere notaalgemeen directeur, 2 okt 2026: Eerste daling."
    assert "2 eerdere nota’s" in text(note(latest, earlier * 2))


def test_a_timeline_shows_how_the_clock_stood_also_beside_the_stages():
    shown = timeline(
        [
            stage_item(EventKind.RESOLVED, at(20), ZONE),
            Item(Icon.MESSAGE, "Bericht", at(11), ZONE, "e-mail"),
            stage_item(EventKind.WAITING_ON_CITIZEN, at(10), ZONE, lasted="6 werkdagen"),
            Item(Icon.WAITING, "Advies", at(3, 10), ZONE),
            stage_item(EventKind.SUBMITTED, at(3), ZONE, detail="via e-mail"),
        ]
    )
    assert [row.className for row in shown.children] == [
        "timeline-running",
        "timeline-running timeline-beside",
        "timeline-stopped",
        "timeline-stopped timeline-beside",
        "timeline-ended",
    ]
    assert text(shown.children[0]) == "Ingediend3 aug 2026 11:00via e-mail"
    assert "6 werkdagen, klok staat stil" in text(shown.children[2])
    assert every(shown, "Time")[0].dateTime == "2026-08-03T09:00:00+00:00"


def test_two_clocks_with_the_part_of_the_norm_that_is_gone():
    ours = Clock("Behandeltijd", "30", "werkdagen", State.BAD, "10 werkdagen over tijd", "Norm 20", used=1.5)
    theirs = Clock("Wachttijd", "48", "dagen", State.NEUTRAL, "sinds 3 aug 2026")
    shown = clocks(ours, theirs)
    widths = [part.style["width"] for part in shown._traverse() if getattr(part, "style", None)]
    assert widths == ["66.7%", "33.3%"]
    assert text(shown).startswith("Behandeltijd30 werkdagen10 werkdagen over tijd")
    in_time = clocks(Clock("a", "5", "", State.GOOD, "", used=0.25), theirs)
    assert [part.style["width"] for part in in_time._traverse() if getattr(part, "style", None)] == ["25.0%"]
