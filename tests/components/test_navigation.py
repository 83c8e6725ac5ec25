"""The way through the pages."""

from config.language import use_language
from dashboard.components.icon import Icon
from dashboard.components.navigation import Entry, Place, Section, carried, links, person_block, tabs

ENTRIES = (
    Entry("/toegankelijkheid", "Toegankelijkheid", Section.FOOT),
    Entry("/meldingen", "Meldingen", Section.SERVICES, Icon.MESSAGE),
)


def anchors(parts):
    return [item.children for part in parts if part._type == "Ul" for item in part.children]


def test_sections_in_their_order_and_the_foot_last_without_a_heading():
    parts = links(ENTRIES, "/meldingen", Place.RAIL)
    assert [part._type for part in parts] == ["P", "Ul", "Ul"]
    assert [anchor.href for anchor in anchors(parts)] == ["/meldingen", "/toegankelijkheid"]


def test_the_page_and_what_lies_below_it_is_where_one_is():
    for path in ("/meldingen", "/meldingen/123"):
        here = [anchor for anchor in anchors(links(ENTRIES, path, Place.RAIL)) if hasattr(anchor, "aria-current")]
        assert [anchor.href for anchor in here] == ["/meldingen"]
    assert not any(hasattr(anchor, "aria-current") for anchor in anchors(links(ENTRIES, "/meldingen2", Place.RAIL)))


def test_filters_go_along_between_pages_that_know_them():
    assert carried("?kind=vraag", "/meldingen/123", "/tevredenheid") == "?kind=vraag"
    assert carried("?kind=vraag", "/meldingen", "/selectie") == carried("?q=1", "/beheer/logboek", "/meldingen") == ""
    (anchor,) = anchors(links([Entry("/x", "X", Section.TOP, search="?kind=vraag")], "/", Place.RAIL))
    assert anchor.href == "/x?kind=vraag"


def test_a_tab_bar_shows_pages_with_an_icon():
    assert [item.children.href for item in tabs(ENTRIES, "/")] == ["/meldingen"]


def test_the_other_language_is_named_in_itself():
    with use_language("en"):
        shown = str(person_block("A", "b", Place.RAIL))
    assert "Nederlands" in shown
    assert "English" not in shown


def test_a_role_that_is_the_name_is_said_once():
    def shown(name, role):
        return [part.children for part in person_block(name, role, Place.RAIL)[:-1]]

    assert shown("Algemeen directeur", "algemeen directeur") == ["Algemeen directeur"]
    assert shown("An Peeters", "raadslid") == ["An Peeters", "raadslid"]
    assert shown("An Peeters", "") == ["An Peeters"]
