"""JSON-LD as statements: what contexts in the file itself mean. None by address is ever fetched."""

import json

import pytest

from config.errors import InvalidInput
from dashboard.store.sources.lblod import read_decisions
from dashboard.store.sources.lblod_graph import RDF_TYPE, Graph, Text
from dashboard.store.sources.lblod_jsonld import read_json_ld

BASE = "https://town.example/page"
V = {"@vocab": "http://v.example/"}


def statements(document: object) -> set[tuple[str, str, str]]:
    told: set[tuple[str, str, str]] = set()

    class Listening(Graph):
        def add(self, subject, predicate, thing):
            super().add(subject, predicate, thing)
            told.add((short(subject), short(predicate), short(thing)))

    read_json_ld(json.dumps(document), Listening(), base=BASE)
    return told


def short(node) -> str:
    if isinstance(node, Text):
        return repr(node.words) + (f"@{node.language}" if node.language else "")
    if node.startswith("_:"):
        return "_"
    return "a" if node == RDF_TYPE else node.replace(BASE, "").replace("http://v.example/", "")


def of(context: dict, **told: object) -> dict:
    return {"@context": {**V, **context}, "@id": "#a", **told}


RULES = [
    ("words and numbers", of({}, t=["x", 3, True, None]), {("#a", "t", f"'{one}'") for one in ("x", "3", "true")}),
    ("a value", of({}, t={"@value": "x", "@language": "nl"}), {("#a", "t", "'x'@nl")}),
    ("a thing within", of({}, t={"@id": "#b", "u": "x"}), {("#a", "t", "#b"), ("#b", "u", "'x'")}),
    ("a thing by its term", of({"t": {"@type": "@id"}}, t="#b"), {("#a", "t", "#b")}),
    ("a name by its term", of({"t": {"@type": "@vocab"}}, t="C"), {("#a", "t", "C")}),
    ("types", of({}, **{"@type": ["C", "D"]}), {("#a", "a", "C"), ("#a", "a", "D")}),
    ("aliases", {"@context": {**V, "id": "@id", "type": "@type"}, "id": "#a", "type": "C"}, {("#a", "a", "C")}),
    ("a prefix", of({"e": "http://e.example/"}, **{"e:t": "x"}), {("#a", "http://e.example/t", "'x'")}),
    ("a term of a prefix", of({"e": "http://e.example/", "t": "e:q"}, t="x"), {("#a", "http://e.example/q", "'x'")}),
    ("a prefix of always", of({}, **{"dct:title": "x"}), {("#a", "http://purl.org/dc/terms/title", "'x'")}),
    ("nothing", of({"t": None}, t="x"), set()),
    ("languages", of({"t": {"@container": "@language"}}, t={"nl": "x"}), {("#a", "t", "'x'@nl")}),
    ("an index", of({"t": {"@container": "@index"}}, t={"i": {"@id": "#b"}}), {("#a", "t", "#b")}),
    ("backwards", of({"t": {"@reverse": "q", "@type": "@id"}}, t="#b"), {("#b", "q", "#a")}),
    ("backwards by keyword", of({}, **{"@reverse": {"t": {"@id": "#b"}}}), {("#b", "t", "#a")}),
    ("lists and sets", of({}, t={"@list": ["x", {"@set": ["y"]}]}), {("#a", "t", "'x'"), ("#a", "t", "'y'")}),
    ("nested", of({}, **{"@nest": {"t": "x"}}), {("#a", "t", "'x'")}),
    ("included", of({}, **{"@included": [{"@id": "#b", "t": "x"}]}), {("#b", "t", "'x'")}),
    ("another base", of({"@base": "https://x.example/"}, t={"@id": "b", "u": "x"}), {
        ("https://x.example/#a", "t", "https://x.example/b"), ("https://x.example/b", "u", "'x'")}),
    ("a context within", of({}, t={"@context": {"u": "http://e.example/u"}, "@id": "#b", "u": "x"}), {
        ("#a", "t", "#b"), ("#b", "http://e.example/u", "'x'")}),
    ("no context any more", of({}, t={"@context": None, "@id": "#b", "u": "x"}), {("#a", "t", "#b")}),
]  # fmt: skip


@pytest.mark.parametrize(("document", "told"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_rules(document, told):
    assert statements(document) == told


def test_names_of_the_application_profile_are_known_when_it_is_named():
    document = {
        "@context": ["https://data.vlaanderen.be/context/besluit-publicatie.jsonld", "https://other.example/c.jsonld"],
        "@graph": [
            {"@type": "Zitting", "behandelt": {"@id": "#punt"}, "geplandeStart": "2026-03-01"},
            {
                "@type": "BehandelingVanAgendapunt",
                "heeftOnderwerp": {"@id": "#punt"},
                "geeftAanleidingTot": {"@id": "#besluit", "titel": "Plein", "nummer": "2026/4"},
            },
        ],
    }
    told = read_decisions(json.dumps(document).encode(), base=BASE)
    (one,) = told.decisions
    assert (one.uri, one.title, one.number) == (f"{BASE}#besluit", "Plein", "2026/4")
    assert f"{one.sitting_day}" == "2026-03-01"
    assert told.problems[0].text("en").startswith("The file refers to https://other.example/c.jsonld")
    assert not any("data.vlaanderen.be" in problem.text("en") for problem in told.problems)


def test_terms_that_go_round_have_an_end():
    assert statements(of({"t": "u:x", "u": "t:y", "a": "b", "b": "a"}, t="x", a="y"))


@pytest.mark.parametrize("text", ["[" * 5000, '{"a":' * 5000, "[" * 200_000, '{"@set":[' * 80 + "1" + "]}" * 80])
def test_what_is_too_deep_is_refused(text):
    document = '{"http://a/":' + text + "}" if text.endswith("}") else text
    with pytest.raises(InvalidInput, match="nested deeper"):
        read_json_ld(document, Graph(), base=BASE)
