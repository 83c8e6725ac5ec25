"""The rules of RDFa and of nesting, one by one. A thing without a name is written as _."""

import pytest

from config.errors import InvalidInput
from dashboard.store.sources import lblod_rdfa
from dashboard.store.sources.lblod_graph import RDF_TYPE, Graph, Text
from dashboard.store.sources.lblod_rdfa import SHOWN, read_rdfa

BASE = "https://town.example/page"


def statements(page: str, shown: frozenset[str] = frozenset(), *, xml: bool = False) -> set[tuple[str, str, str]]:
    """What a page says; of its vocabulary only the names, words in quotes."""
    told: set[tuple[str, str, str]] = set()

    class Listening(Graph):
        def add(self, subject, predicate, thing):
            super().add(subject, predicate, thing)
            told.add((short(subject), short(predicate), short(thing)))

    read_rdfa(f'<div vocab="http://v.example/">{page}', Listening(), base=BASE, shown=shown, xml=xml)
    return told


def short(node) -> str:
    if isinstance(node, Text):
        return repr(" ".join(node.words.split())) + (f"@{node.language}" if node.language else "")
    if node.startswith("_:"):
        return "_"
    return "a" if node == RDF_TYPE else node.replace(BASE, "").replace("http://v.example/", "")


RULES = [
    ("words", "<b property=t>x <i>y</i></b>", {("", "t", "'x y'")}),
    ("content before words", "<b property=t content=c>x</b>", {("", "t", "'c'")}),
    ("a moment", "<time property=t datetime=2026>x</time>", {("", "t", "'2026'")}),
    ("language", "<b lang=nl-BE property=t>x</b>", {("", "t", "'x'@nl-BE")}),
    ("a thing", "<b property=t resource=#a>x</b>", {("", "t", "#a")}),
    ("a link", "<a property=t href=/b>x</a>", {("", "t", "https://town.example/b")}),
    ("words in spite of a link", "<a property=t datatype=xsd:string href=#a>x</a>", {("#a", "t", "'x'")}),
    ("several at once", "<b property='t u'>x</b>", {("", "t", "'x'"), ("", "u", "'x'")}),
    (
        "a typed thing is what it holds",
        "<p property=t typeof=C resource=#a><b property=u>x</b></p>",
        {("", "t", "#a"), ("#a", "a", "C"), ("#a", "u", "'x'")},
    ),
    (
        "a thing without a type is not",
        "<p property=t resource=#a><b property=u>x</b></p>",
        {("", "t", "#a"), ("", "u", "'x'")},
    ),
    ("without a name", "<p typeof=C><b property=u>x</b></p>", {("_", "a", "C"), ("_", "u", "'x'")}),
    ("about", "<p about=#a><b property=u>x</b></p><b property=u>y</b>", {("#a", "u", "'x'"), ("", "u", "'y'")}),
    ("rel", "<p rel=t resource=#a><b property=u>x</b></p>", {("", "t", "#a"), ("#a", "u", "'x'")}),
    ("rev", "<p rev=t resource=#a></p>", {("#a", "t", "")}),
    ("rel waits", "<p rel=t><b>z <i resource=#a></i><i resource=#b></i></b></p>", {("", "t", "#a"), ("", "t", "#b")}),
    ("nofollow is no statement", "<a property=t rel=nofollow href=#a>x</a>", {("", "t", "#a")}),
    (
        "a link that is a relation is not a value",
        "<a property=t rel=dct:relation href=#a>x</a>",
        {("", "http://purl.org/dc/terms/relation", "#a"), ("", "t", "'x'")},
    ),
    ("about itself", "<p property=t typeof=C about=#a>x</p>", {("#a", "a", "C"), ("#a", "t", "'x'")}),
    ("a quote that is never closed", "<b property=t>x</b><b property='u>y</b><i property=t>z</i>", {("", "t", "'x'")}),
    ("no vocabulary, no term", "<p vocab=''><b property=t>x</b></p>", set()),
    ("a prefix", "<p prefix='e: http://e.example/'><b property=e:t>x</b></p>", {("", "http://e.example/t", "'x'")}),
    ("a prefix of always", "<b property=dct:title>x</b>", {("", "http://purl.org/dc/terms/title", "'x'")}),
    ("a prefix in brackets", "<p resource=[dct:x] typeof=C></p>", {("http://purl.org/dc/terms/x", "a", "C")}),
    ("a name in full", "<b property=http://e.example/t>x</b>", {("", "http://e.example/t", "'x'")}),
    ("signs in words", "<b property=t>a &amp; &eacute;&#233; &lt;b&gt;</b>", {("", "t", "'a & éé <b>'")}),
    ("signs in an address", "<a property=t href='?a=1&copy=2&amp;b'>x</a>", {("", "t", "?a=1&copy=2&b")}),
    ("no comments, no scripts", "<b property=t>x<!-- y --><script>z</script></b>", {("", "t", "'x'")}),
    ("blocks are apart", "<div property=t><p>x</p><p>y<br>z</p></div>", {("", "t", "'x y z'")}),
    (
        "quotes of a word processor",
        "<p typeof=”C” resource=#a><b property=u>x</b></p>",
        {("#a", "a", "”C”"), ("#a", "u", "'x'")},
    ),
    ("another base", "<base href=https://x.example/><p resource=a typeof=C></p>", {("https://x.example/a", "a", "C")}),
]  # fmt: skip


@pytest.mark.parametrize(("page", "told"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_rules(page, told):
    assert statements(page) == told


NESTING = [
    ("items without an end", "<ul><li about=#a><b property=t>x</b><li><b property=t>y</b></ul>"),
    ("cells without an end", "<table><tr><td about=#a><b property=t>x</b><td><b property=t>y</b></table>"),
    ("a row without an end", "<table><tr about=#a><td><b property=t>x</b><tr><td><b property=t>y</b></table>"),
    ("a paragraph ends before a block", "<p about=#a><b property=t>x</b><div><b property=t>y</b></div>"),
    ("an end of nothing", "<div about=#a></span></section></li><b property=t>x</b></div><b property=t>y</b>"),
    ("an end of what is further out", "<div about=#a><p><b property=t>x</b></div><b property=t>y</b>"),
    ("formatting over a block", "<i><div about=#a></i><b property=t>x</b></div><b property=t>y</b>"),
    ("a void element holds nothing", "<div about=#a><meta about=#z><b property=t>x</b></div><b property=t>y</b>"),
    ("a list in an item", "<ul><li about=#a><ul><li>z</ul><b property=t>x</b></ul><b property=t>y</b>"),
    ("an end beyond its list", "<ul><li about=#a><ul></li><b property=t>x</b></ul></ul><b property=t>y</b>"),
    ("a paragraph in a heading", "<h3 about=#a><p><b property=t>x</b></p></h3><b property=t>y</b>"),
    ("the end of the body is not the end", "<div about=#a><b property=t>x</b></div></body></html><b property=t>y</b>"),
]


@pytest.mark.parametrize("page", [page for _, page in NESTING], ids=[name for name, _ in NESTING])
def test_nesting_is_that_of_a_browser(page):
    assert statements(page) == {("#a", "t", "'x'"), ("", "t", "'y'")}


def test_a_slash_ends_an_element_in_xhtml_only():
    page = "<div about='#a'/><b property='t'>x</b>"
    assert statements(page) == {("#a", "t", "'x'")}
    assert statements(page, xml=True) == {("", "t", "'x'")}


def test_the_words_of_a_reference_are_kept_where_asked():
    page = "<b property=t resource=#a>Raad <i>X</i></b><b property=t resource=#b>" + "x" * 300 + "</b>"
    shown = statements(page, frozenset({"http://v.example/t"}))
    assert {one for one in shown if one[1] == SHOWN} == {("#a", SHOWN, "'Raad X'")}


def test_prefixes_beyond_any_page_are_refused(monkeypatch):
    monkeypatch.setattr(lblod_rdfa, "MOST_PREFIXES", 3)
    statements("<p prefix='a: x b: y c: z'>")
    with pytest.raises(InvalidInput):
        statements("<p prefix='a: x b: y c: z d: w'>")
