"""What a chart card holds in each of its states."""

from datetime import date

import pandas as pd
import pytest
from dash.development.base_component import Component

from config.language import use_language
from dashboard.charts.contents import Plain
from dashboard.charts.palette import Fill
from dashboard.charts.spec import ChartSpec, Column, Fact, Footnote, Key, Kind, Rows, Step, Table, Waterfall
from dashboard.components.card import Links, Nearest, card_frame, failed, filled, skeleton, table_of
from dashboard.components.card_parts import Group, Part, Place
from queries.targets import State as Stands

PLACE = Place("meldingen", Group.ABOVE, "stock")
LINKS = Links("/download/x.csv", "/download/x.xlsx")


def spec(**changes):
    frame = pd.DataFrame({"step": ["Open"], "count": [1286]})
    columns = (Column("step", "Stap"), Column("count", "Aantal", Kind.COUNT))
    content = Waterfall((Step("Open", 1286, "1.286", Fill.TOTAL, total=True),))
    said = {
        "conclusion": "Zo is het.",
        "content": content,
        "table": Table(frame, columns),
        "alt": "In woorden",
        "height": 232,
    }
    return ChartSpec(**(said | changes))


def fill(a_spec, links=LINKS, **more):
    return filled(a_spec, PLACE, title="Stock", links=links, **more)


def tree(parts):
    for part in parts:
        if isinstance(part, Component):
            yield part
            yield from (item for item in part._traverse() if isinstance(item, Component))


def kinds(parts):
    return [type(part).__name__ for part in tree(parts)]


def text(parts):
    """All strings in reading order."""
    found = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, Component):
            children = getattr(part, "children", None)
            found.append(text(children if isinstance(children, list | tuple) else [children]))
    return " ".join(filter(None, found))


def ids(parts):
    return [part.id["type"] for part in tree(parts) if isinstance(getattr(part, "id", None), dict)]


def test_the_picture_has_words_and_the_table_the_figures():
    parts = fill(spec(), as_table=True)
    (image,) = [part for part in tree(parts) if getattr(part, "role", None) == "img"]
    assert image.to_plotly_json()["props"]["aria-label"] == "In woorden"
    (region,) = [part for part in tree(parts) if getattr(part, "role", None) == "region"]
    assert region.tabIndex == 0
    assert "1.286" in text([region])
    assert kinds([region]).count("Th") == 3


def test_the_table_comes_when_it_is_asked_for():
    """Each cell would be one more thing for a browser to keep, in a page that nobody reads as tables."""
    assert "1.286" not in text(fill(spec()))
    assert "1.286" in text([table_of(spec(), "Stock")])


def test_the_graph_keeps_its_height_and_has_no_mode_bar():
    (graph,) = [part for part in tree(fill(spec())) if type(part).__name__ == "Graph"]
    assert graph.style == {"height": "232px"}
    assert graph.config == {"displayModeBar": False, "locale": "nl", "responsive": True}


def test_the_footer_offers_table_files_definition_and_note():
    parts = fill(spec(footnote=Footnote("1 + 1 = 2", holds=True)))
    assert ids(parts) == [Part.GRAPH, Part.ROWS, Part.TABLE, Part.DEFINE]
    said = text(parts)
    for words in ("Toon als tabel", "Toon als grafiek", "Download", "CSV", "XLSX", "Hoe is dit berekend?", "1 + 1 = 2"):
        assert words in said
    assert "de som klopt" in said
    assert "de som klopt niet" not in said


def test_a_sum_that_does_not_hold_says_so():
    assert "de som klopt niet" in text(fill(spec(footnote=Footnote("1 + 1 = 3", holds=False))))


def test_who_may_not_download_sees_no_files():
    assert "Download" not in text(fill(spec(), links=Links()))


def test_a_chart_without_measure_has_no_definition():
    assert Part.DEFINE not in ids(fill(spec(), defined=False))


def test_no_conclusion_rather_than_a_guess():
    parts = fill(spec(conclusion=None))
    assert [part for part in tree(parts) if getattr(part, "className", "") == "conclusion"] == []


def test_legend_and_facts_are_lists_with_words():
    parts = fill(spec(legend=(Key(Fill.OVERDUE, "over tijd", "71"),), facts=(Fact("78,2 %", "vorig jaar"),)))
    assert any(getattr(part, "className", "") == "swatch swatch-overdue" for part in tree(parts))
    assert "over tijd   71" in text(parts)
    assert kinds(parts).count("Dd") == 1


def test_a_target_says_how_the_number_stands_to_it():
    parts = fill(spec(facts=(Fact("80 %", "doel", Stands.BAD),)))
    assert "doel   Onder doel" in text(parts)
    assert any(getattr(part, "className", "") == "status status-bad" for part in tree(parts))


def test_what_a_click_can_choose_is_said_and_a_link_in_the_table():
    parts = fill(spec(picks={"step": {"Open": "?kind=klacht"}}), as_table=True)
    (link,) = [part for part in tree(parts) if type(part).__name__ == "Link"]
    assert (link.children, link.href) == ("Open", "?kind=klacht")
    assert "Klik om te filteren" in text(parts)
    assert "Klik om te filteren" not in text(fill(spec(picks={"step": {}})))


def test_rows_are_a_grid_and_no_second_table():
    parts = fill(spec(content=Rows("Rijen")))
    assert "AgGrid" in kinds(parts)
    assert ids(parts) == [Part.GRID_LABEL, Part.GRID, Part.DEFINE]


def test_empty_says_so_and_offers_the_nearest_period():
    nearest = Nearest(date(2026, 4, 1), date(2026, 6, 30), 6, "?from=2026-04-01&to=2026-06-30")
    parts = fill(spec(empty=True, conclusion="Geen meldingen."), nearest=nearest)
    assert "Graph" not in kinds(parts)
    assert "De dichtstbijzijnde periode met gegevens is" in text(parts)
    (offer,) = [part for part in tree(parts) if type(part).__name__ == "Link"]
    assert (offer.href, offer.children) == (nearest.search, "Toon 1 apr – 30 jun 2026")


def test_empty_without_any_period_says_what_to_do():
    assert "Kies een andere periode of minder filters." in text(fill(spec(empty=True)))


def test_failed_tells_what_happened_and_offers_another_try():
    parts = failed("De databank antwoordt niet.", PLACE, request_id="abc123")
    assert parts[0].role == "alert"
    assert ids(parts) == [Part.RETRY]
    assert text(parts) == "De databank antwoordt niet. Probeer opnieuw Nummer van deze fout: abc123"
    assert ids(failed("Geen toegang", PLACE, retry=False)) == []


def test_a_frame_is_named_by_its_title_and_holds_no_data():
    frame = card_frame(PLACE, title="Stock", span=12, height=232)
    props = frame.to_plotly_json()["props"]
    assert props["aria-labelledby"] == frame.children[0].id == "meldingen-stock-title"
    assert "block-wide" in frame.className
    assert frame.children[1].id == PLACE.id(Part.FILL)


def test_a_skeleton_has_the_final_height():
    assert skeleton(232).children[1].style == {"height": "232px"}


@pytest.mark.parametrize(("language", "words"), [("nl", "Toon als tabel"), ("en", "Show as table")])
def test_cards_speak_the_reader_s_language(language, words):
    with use_language(language):
        assert words in text(fill(spec()))


def test_a_picture_that_needs_room_has_a_table_for_a_phone():
    parts = fill(spec(phone=spec().table))
    by_class = {getattr(part, "className", None): part for part in tree(parts)}
    wide, phone = [by_class["only-wide"]], [by_class["only-phone"]]
    assert "Graph" in kinds(wide)
    assert "Graph" not in kinds(phone)
    assert "1.286" in text(phone)


def test_a_plain_table_is_there_once_and_keeps_its_roles_as_blocks():
    parts = fill(spec(content=Plain("Aanpak")))
    assert kinds(parts).count("Table") == 1
    assert Part.TABLE not in ids(parts)
    (cell,) = [part.to_plotly_json()["props"] for part in tree(parts) if type(part).__name__ == "Td"]
    assert (cell["role"], cell["data-header"], cell["children"]) == ("cell", "Aantal", "1.286")
