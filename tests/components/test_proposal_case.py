"""What a page says of one proposal: its choice, its course, and what lies around it."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pandas as pd
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from config.language import use_language
from config.topics import ProposalEvent as P
from config.vocabularies import Term, reason_term
from dashboard.charts.spot import spot
from dashboard.components.atlas import Layer
from dashboard.components.icon import Icon
from dashboard.components.proposal_case import proposal_head
from dashboard.components.proposal_choice import choices, scores_of
from dashboard.components.proposal_course import proposal_items
from dashboard.components.proposal_nearby import Around, meldingen_block
from dashboard.components.proposal_parts import Ways, amount, proposal_words
from dashboard.components.proposal_place import place_block
from dashboard.components.spot import Spot
from dashboard.components.timeline import Track
from queries.nearby import Nearby
from queries.proposal_case import ProposalCase
from queries.proposal_course import PROPOSAL_WORDS

OWN = {"own_x": Term("own_x", "Schoolroute", "Way to school")}
ZONE = "Europe/Brussels"
OTHER = UUID(int=7)
WAYS = Ways(proposals="/voorstellen", meldingen="/meldingen", search="?theme=x", radii={100: "/a", 250: "/b"})
CHOICE = {
    "outcome": "selected",
    "reasons": ["support", "cost", "own_x"],
    "terms": [reason_term(code, OWN) for code in ("support", "cost", "own_x")],
    "motivation": "Eerst.\n\nDan.",
    "internal_note": None,
    "scores": {"steun": 4, "grote_winst": 2.5},
    "chosen_by": "working_group",
    "guide": "participants",
    "made_day": date(2026, 4, 1),
    "organ": "college",
    "decision_number": "2026/1",
    "decision_uri": "javascript:x",
    "ratified_day": date(2026, 4, 3),
    "published_at": None,
    "published_day": None,
    "current": True,
    "shown": False,
    "activity_kind": "working_group",
    "activity_no": 3,
    "activity_title": None,
    "activity_day": date(2026, 3, 28),
}
EVENT = dict.fromkeys(
    (
        *("version", "reason", "chosen_by", "service", "theme", "street", "area", "organ", "number", "due"),
        *("cost_estimated", "cost_actual", "indicator", "value", "alt", "actor_role", "message", "outcome"),
    )
)


def text(part):
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(text, part)))
    return text(getattr(part, "children", None)) if isinstance(part, Component) else str(part or "")


def chosen(**changes):
    return choices(pd.DataFrame([CHOICE | changes]))


def links(part):
    return [one.href for one in part._traverse() if getattr(one, "href", None)]


def test_a_choice_says_why_by_whom_and_that_it_is_not_public():
    [told] = chosen()
    words = text(told)
    assert "Gekozen   Onder embargo" in words
    assert "Veel steun, Gunstige kost en Schoolroute" in words
    assert "Werkgroep 3, 28 mrt 2026" in words
    assert "steun 4, grote winst 2,5" in words
    assert "college van burgemeester en schepenen, 3 apr 2026 ,  2026/1" in words
    assert "nog niet" in words
    assert links(told) == []
    assert "Er is nog geen motivering." in text(chosen(motivation=None))


def test_what_is_public_stands_beside_a_later_choice():
    earlier = CHOICE | {"outcome": "deferred", "current": False, "shown": True, "published_day": date(2026, 4, 8)}
    again = choices(pd.DataFrame([CHOICE, earlier | {"published_at": datetime(2026, 4, 8, tzinfo=UTC)}]))
    assert [text(part.children[0]) for part in again] == ["Keuze en motivering", "Keuze die nu openbaar is"]
    assert ["Onder embargo" in text(part) for part in again] == [True, False]
    gone = choices(pd.DataFrame([CHOICE | {"current": False}]))
    assert gone == []


def happened(kind, hour, **told):
    at = datetime(2026, 3, 2, hour, tzinfo=UTC)
    return EVENT | {"kind": kind, "occurred_at": at, "words": PROPOSAL_WORDS[kind], "inferred": False} | told


def test_the_course_tells_what_was_said_and_what_was_merged():
    events = pd.DataFrame(
        [
            happened(P.SUBMITTED, 8, theme="Water", actor_role="citizen"),
            happened(P.QUESTION_ASKED, 9, message="Waar precies?"),
            happened(P.ESTIMATE_SET, 10, indicator="solar_kwp", value=9.5),
            happened(P.SELECTION_MADE, 11, outcome="deferred", version=1, chosen_by="service"),
            happened(P.EXECUTION_PLANNED, 12, due="2026-09-01", service="Groendienst"),
            happened(P.MERGED, 13),
        ]
    )
    at = datetime(2026, 3, 2, 7, tzinfo=UTC)
    kin = [
        {"relation": relation, "subject_id": OTHER, "number": "P-9", "title": None, "at": at}
        for relation in ("into", "from")
    ]
    items = proposal_items(events, pd.DataFrame(kin), ZONE, WAYS)
    assert [(item.title, item.detail, item.said) for item in items] == [
        ("Ingediend", "", ""),
        ("Vraag aan de indiener", "", "Waar precies?"),
        ("Winst geraamd", "Zonnepanelen 9,5\N{NO-BREAK SPACE}kWp", ""),
        ("Keuze gemaakt: Uitgesteld", "versie 1 · Dienst", ""),
        ("Uitvoering gepland", "Groendienst · tegen 1 sep 2026", ""),
        ("Samengevoegd met een ander voorstel", "", ""),
        ("Een ander voorstel is hierin samengevoegd", "", ""),
    ]
    way = ("P-9 · Tekst verwijderd", f"/voorstellen/{OTHER}?theme=x")
    assert [item.way for item in items if item.way] == [way, way]
    assert (items[3].icon, items[-2].track) == (Icon.STAGE_DEFERRED, Track.ENDED)


def nearby(**told):
    categories = pd.DataFrame({"category": [f"c{n}" for n in range(9)], "n": range(9, 0, -1), "repeated": [1] * 9})
    usual = {"n": 45, "repeated": 9, "open": 4, "last": date(2026, 11, 1), "categories": categories}
    period = {"first_day": date(2024, 11, 23), "last_day": date(2026, 11, 22)}
    columns = ["subject_id", "number", "category", "stage", "received_day", "distance"]
    single = {"latest": pd.DataFrame(columns=columns), "places": pd.DataFrame({"lon": [], "lat": []})}
    return Nearby(**period, **usual | single | told)


def test_meldingen_nearby_in_a_sentence_and_by_category():
    told = text(meldingen_block(Around(250, nearby()), WAYS))
    assert "45 meldingen binnen 250\N{NO-BREAK SPACE}m in 24 maanden; 9 ervan herhalen een eerdere" in told
    assert "3 andere categorieën 6 3" in told
    few = nearby(n=None, repeated=None, open=None, last=None)
    said = text(meldingen_block(Around(250, few), WAYS))
    assert "Te weinig meldingen" in said
    assert "Nog open" not in said
    assert meldingen_block(Around(250), WAYS) is None


def test_a_proposal_without_a_place_says_so():
    header = {"street": "Dorp", "area": None, "lon": None, "lat": None}
    assert "Zonder plaats op de kaart." in text(place_block(header, Around(250), WAYS))
    assert "51,10000 · 4,00000" in text(place_block(header | {"lon": 4.0, "lat": 51.1}, Around(250), WAYS))


def test_the_small_map_is_named_and_told_in_words():
    header = {"street": "Dorp", "area": None, "lon": 4.0, "lat": 51.1}
    shown = spot((4.0, 51.1), 250, "submitted")
    grass = Layer("Luchtfoto", "https://tegels.example/{z}/{x}/{y}.png", "Voorbeeld")
    here, two = Spot((4.0, 51.1), shown, shown, ground=grass), pd.DataFrame({"lon": [4.0, 4.1], "lat": [51.1, 51.1]})
    told = place_block(header, Around(250, nearby(n=2, places=two), spot=here), WAYS)
    assert "Cirkel: 250\N{NO-BREAK SPACE}m errond. Stippen: de meldingen van 24 maanden." in text(told)
    assert "Stippen: de laatste 2 meldingen." in text(
        place_block(header, Around(250, nearby(places=two), spot=here), WAYS)
    )
    said = json.dumps(told, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert "Kaart van de plaats en wat eromheen ligt" in said
    assert grass.url in said
    assert '"dragging": false' in said
    assert '"scrollWheelZoom": false' in said


def head_of(*, embargoed: bool, **more: list[str]) -> str:
    """The words at the head of a published proposal."""
    header = {"title": "Bank", "number": None, "stage": "published", "zone": ZONE, "undisclosed": False} | {
        "undated": list[str]()
    }
    moments = {"stage_since": datetime(2026, 3, 2, tzinfo=UTC), "as_of": datetime(2026, 3, 2, 12, tzinfo=UTC)}
    figures = {"support": 1, "votes": 1, "cost_actual": None, "cost_estimated": None, "submitted_day": date(2026, 3, 1)}
    case = ProposalCase(pd.Series(header | moments | figures | more), *[pd.DataFrame()] * 6)
    return str(text(proposal_head(case, embargoed=embargoed)))


def test_who_does_not_know_of_choices_is_not_told_that_one_is_awaited():
    assert "dag wachten op een keuze 1" in head_of(embargoed=True)
    assert "wachten" not in head_of(embargoed=False)


def test_a_stage_without_a_day_stands_since_no_day():
    assert "sinds 2 mrt 2026" in head_of(embargoed=True)
    assert "sinds" not in head_of(embargoed=True, undated=["published"])


def test_small_words():
    assert (amount("trees", 12), amount("solar_kwp", 95.4), amount("onbekend", 1.5)) == (
        "12",
        "95\N{NO-BREAK SPACE}kWp",
        "1,5",
    )
    assert proposal_words({"number": None, "title": "Bank"}) == "Bank"


def test_scores_are_told_by_the_names_of_their_criteria() -> None:
    kept = {"support": 79.5, "gain.depaving_m2": 40, "score.feasibility": 3, "grote_winst": 2.5, "gain.no_such": 1}
    with use_language("nl"):
        told = scores_of({"scores": kept})
    assert told == ["Draagvlak (stemmen) 79,5", "Ontharding 40", "Haalbaarheid 3", "grote winst 2,5", "gain.no such 1"]
