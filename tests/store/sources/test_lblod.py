"""Decisions as municipalities publish them: the shapes of several suppliers, told as rows; what is unclear is said."""

from datetime import date
from pathlib import Path

import pytest

from config.errors import InvalidInput
from config.kinds import Organ
from dashboard.store.sources import lblod
from dashboard.store.sources.lblod import read_decisions
from dashboard.store.sources.lblod_organs import organ_of
from dashboard.store.sources.lblod_results import result_of
from dashboard.store.sources.lblod_telling import day_of
from dashboard.store.sources.lblod_told import Decisions, PageKind, Result

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "lblod"
BASE = "https://www.voorbeeldstad.example/zittingen/1/besluitenlijst"
DATA = "https://data.voorbeeldstad.example/id"
PREFIXES = (
    'prefix="eli: http://data.europa.eu/eli/ontology# prov: http://www.w3.org/ns/prov# '
    'besluit: http://data.vlaanderen.be/ns/besluit# mandaat: http://data.vlaanderen.be/ns/mandaat#"'
)
CODE = "http://data.vlaanderen.be/id/concept/BestuursorgaanClassificatieCode/"
TYPE = "https://data.vlaanderen.be/id/concept/BesluitDocumentType/"


def page(inner: str) -> bytes:
    return f'<!DOCTYPE html><html lang="nl"><body><div {PREFIXES}>{inner}</div></body></html>'.encode()


def treatment(number: int, decision: str = "", votes: str = "") -> str:
    """One decision with its treatment, as most suppliers write it."""
    return f"""
      <div typeof="besluit:BehandelingVanAgendapunt" resource="{DATA}/behandelingen/{number}">
        <div property="prov:generated" typeof="besluit:Besluit" resource="{DATA}/besluiten/{number}">{decision}</div>
        {votes}
      </div>"""


def vote(outcome: str = "", more: str = "") -> str:
    told = f'<span property="besluit:gevolg">{outcome}</span>' if outcome else ""
    return f'<div property="besluit:heeftStemming" typeof="besluit:Stemming">{told}{more}</div>'


def read(content: bytes | str, base: str = BASE, media_type: str | None = None) -> Decisions:
    return read_decisions(content.encode() if isinstance(content, str) else content, base=base, media_type=media_type)


def said(told: Decisions) -> list[str]:
    """The problems in English; each is there in Dutch too."""
    assert all(problem.text("nl") != problem.text("en") for problem in told.problems)
    return [problem.text("en") for problem in told.problems]


def test_a_decision_list_as_it_is_published():
    told = read((EXAMPLES / "besluitenlijst.html").read_bytes())
    assert told.kind is PageKind.DECISION_LIST
    (sitting,) = told.sittings
    assert (sitting.uri, sitting.organ) == (f"{DATA}/zittingen/26.1", Organ.COLLEGE)
    assert sitting.day == date(2026, 3, 10)  # half past midnight in Flanders, the day before in UTC
    assert [(one.number, one.uri, one.agenda_item_uri, one.result) for one in told.decisions] == [
        ("2026_CBS_00041", f"{DATA}/besluiten/1", f"{DATA}/agendapunten/1", Result.APPROVED),
        ("2026_CBS_00042", f"{DATA}/besluiten/2", f"{DATA}/agendapunten/2", Result.REFUSED),
        ("2026_CBS_00043", f"{DATA}/besluiten/3", f"{DATA}/agendapunten/3", Result.UNKNOWN),
    ]
    first = told.decisions[0]
    assert first.title == "Ontharding Lindeplein & omgeving"
    assert first.motivation == "Het plein is voor 80 % verhard.\nDe werkgroep koos deze plek uit 14 voorstellen."
    assert first.organ_label == "College van Burgemeester en Schepenen Voorbeeldstad"
    assert {(one.sitting_uri, one.sitting_day, one.published_on) for one in told.decisions} == {
        (sitting.uri, sitting.day, date(2026, 3, 12))
    }
    assert said(told) == ["The page does not say clearly what came of 1 decisions. First: 2026_CBS_00043."]


def test_json_ld_as_it_is_published():
    told = read((EXAMPLES / "besluiten.jsonld").read_bytes(), base="")
    (one,) = told.decisions
    assert (one.number, one.title, one.result) == ("GR/2026/012", "Buurtpark Kouter", Result.APPROVED)
    assert (one.organ, one.organ_label) == (Organ.GEMEENTERAAD, "Gemeenteraad Voorbeelddorp")
    assert (one.sitting_day, one.published_on) == (date(2026, 4, 20), date(2026, 4, 28))
    assert one.motivation == "Het voorstel kreeg 214 stemmen."
    assert said(told) == []


def test_organs_beside_the_sitting_and_a_description_of_one_word():
    """As one supplier writes: an organ of this term and of always, metadata in meta, the outcome as a description."""
    decision = f"""
      <meta property="eli:passed_by" resource="{DATA}/organen/nu" typeof="besluit:Bestuursorgaan" />
      <span property="eli:date_publication" content="2026-01-03" datatype="xsd:date"></span>
      <h2><span property="eli:title" datatype="xsd:string">221 Jaarvergunning kleine werken</span></h2>
      <span property="eli:title_short" datatype="xsd:string" style="display:none">Akkoord.</span>"""
    told = read(
        page(f"""
      <div resource="{DATA}/organen/altijd" typeof="besluit:Bestuursorgaan">
        <span property="org:classification" resource="{CODE}4955bd72cd0e4eb895fdbfab08da0284"></span>
        <div property="skos:prefLabel" datatype="rdfs:Literal"><h2>Burgemeester Voorbeeldstad</h2></div>
      </div>
      <div typeof="besluit:Bestuursorgaan" resource="{DATA}/organen/nu">
        <meta property="mandaat:isTijdspecialisatieVan" resource="{DATA}/organen/altijd" /></div>
      <div typeof="besluit:Zitting" resource="{DATA}/zittingen/9">
        <span property="besluit:isGehoudenDoor" resource="{DATA}/organen/nu"></span>
        <span property="besluit:geplandeStart" content="2025-12-30T23:00:00.0000000Z" datatype="xsd:dateTime"></span>
        {treatment(221, decision, vote(more='<span property="besluit:gevolg"></span>'))}
      </div>""")
    )
    (one,) = told.decisions
    assert (one.organ, one.organ_label) == (Organ.BURGEMEESTER, "Burgemeester Voorbeeldstad")
    assert (one.sitting_day, one.published_on) == (date(2025, 12, 31), date(2026, 1, 3))
    assert (one.title, one.number, one.result) == ("221 Jaarvergunning kleine werken", None, Result.APPROVED)


def test_what_an_agenda_says_is_not_decided():
    told = read(
        page(f"""<div typeof="besluit:Zitting" resource="{DATA}/zittingen/1">
          <span property="besluit:heeftAgenda" resource="{DATA}/agenda/1"
                typeof="foaf:Document {TYPE}13fefad6-a9d6-4025-83b5-e4cbee3a8965"></span>
          <span property="besluit:isGehoudenDoor">Gemeenteraad</span>
          <span property="besluit:geplandeStart" content="13/05/2026"></span>
          {treatment(1, "<p property=eli:description>Goedgekeurd</p>", vote("Goedgekeurd"))}</div>""")
    )
    assert (told.kind, told.decisions[0].result) == (PageKind.AGENDA, Result.UNKNOWN)
    assert told.sittings[0].day == date(2026, 5, 13)
    assert "This is an agenda: what stands in it has not been decided." in said(told)


@pytest.mark.parametrize(
    ("votes", "result", "sentence"),
    [
        (vote("Eenparig goedgekeurd"), Result.APPROVED, None),
        (vote("Aanvaard tot de zitting als hoogdringend punt") + vote("verworpen"), Result.REFUSED, None),
        (vote("Verdaagd"), Result.POSTPONED, None),
        (vote("goedgekeurd") + vote("verworpen"), Result.UNKNOWN, "says two things"),
        (vote("Kennisgenomen"), Result.UNKNOWN, "does not say clearly"),
        ("", Result.UNKNOWN, "does not say clearly"),
    ],
)
def test_what_came_of_it(votes, result, sentence):
    told = read(page(treatment(1, "", votes)))
    assert told.decisions[0].result is result
    assert sentence is None or any(sentence in one for one in said(told))


@pytest.mark.parametrize(
    ("yes", "no", "result"),
    [("12", "9", "approved"), ("9", "9", "refused"), ("0", "0", "unknown"), ("12", "?", "unknown")],
)
def test_counts_of_one_vote(yes, no, result):
    told = (
        f'<b property="besluit:aantalVoorstanders" content="{yes}"></b>'
        f'<b property="besluit:aantalTegenstanders" content="{no}"></b>'
    )
    assert read(page(treatment(1, "", vote(more=told)))).decisions[0].result == result
    assert read(page(treatment(1, "", vote(more=told) * 2))).decisions[0].result == Result.UNKNOWN


def test_two_decisions_of_one_vote_have_no_clear_result():
    more = f'<div property="prov:generated" resource="{DATA}/besluiten/2"></div>'
    told = read(page(treatment(1, "", more + vote("Goedgekeurd"))))
    assert [one.result for one in told.decisions] == [Result.UNKNOWN] * 2
    assert any(sentence.startswith("2 decisions share a vote") for sentence in said(told))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Goedgekeurd.", Result.APPROVED),
        ("goedgekeurd met 20 stemmen voor en 3 onthoudingen", Result.APPROVED),
        ("Niet goedgekeurd", Result.REFUSED),
        ("niet unaniem goedgekeurd", Result.UNKNOWN),
        ("Goedgekeurd zonder artikel 3", Result.UNKNOWN),
        ("Amendement goedgekeurd", Result.UNKNOWN),
        ("Punt ingetrokken", Result.POSTPONED),
        ("Geen opmerkingen", Result.UNKNOWN),
        ("goedgekeurd en verdaagd", Result.UNKNOWN),
        ("ongoedgekeurd", Result.UNKNOWN),
        ("Goedgekeurd " + "x " * 200, Result.UNKNOWN),
        ("", Result.UNKNOWN),
    ],
)
def test_words_of_an_outcome(text, result):
    assert result_of(text) is result


@pytest.mark.parametrize(
    ("codes", "labels", "organ"),
    [
        (["5ab0e9b8a3b2ca7c5e000006"], ["Iets anders"], Organ.COLLEGE),
        (["5ab0e9b8a3b2ca7c5e000007"], ["Gemeenteraad"], None),  # the council for social welfare, whatever it is called
        (["5ab0e9b8a3b2ca7c5e000005", "5ab0e9b8a3b2ca7c5e000006"], [], None),
        (["ffff"], ["Vast Bureau Voorbeeldstad"], Organ.VAST_BUREAU),
        ([], ["Zitting van de gemeenteraad"], Organ.GEMEENTERAAD),
        ([], ["Gemeenteraadscommissie"], None),
        ([], ["Voorzitter van de gemeenteraad"], None),
        ([], ["Adjunct-algemeen directeur"], None),
        ([], ["  algemeen   directeur "], Organ.ALGEMEEN_DIRECTEUR),
        ([], ["Districtsburgemeester"], Organ.DISTRICTSORGAAN),
        ([], ["Gemeenteraad", "College van burgemeester en schepenen"], None),
        ([], [], None),
    ],
)
def test_organs(codes, labels, organ):
    assert organ_of([CODE + code for code in codes], labels) is organ


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-09T23:30:00.0000000Z", date(2026, 3, 10)),
        ("2026-03-09T23:30:00", date(2026, 3, 9)),
        (" 2026-03-09 ", date(2026, 3, 9)),
        ("9/3/2026", date(2026, 3, 9)),
        ("31-02-2026", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9 maart 2026", None),
        ("9" * 5000, None),
    ],
)
def test_days(text, day):
    assert day_of(text) == day


def test_a_page_without_what_is_needed_says_so():
    told = read(
        page(
            '<div typeof="besluit:Zitting"><b property="besluit:isGehoudenDoor" typeof="besluit:Bestuursorgaan">'
            '<i property="skos:prefLabel">Politieraad</i></b>'
            '<b property="prov:startedAtTime">gisteren</b></div><div typeof="besluit:Zitting"></div>'
            '<div typeof="besluit:Besluit"><b property="eli:title">Los besluit</b></div>'
        )
    )
    (one,) = told.decisions
    assert (one.uri, one.title, one.sitting_day, one.organ, one.name) == (
        None,
        "Los besluit",
        None,
        None,
        "Los besluit",
    )
    assert said(told) == [
        "The page does not say on which day the sitting was: Politieraad.",
        "It is not clear which organ decided: Politieraad.",
        "The page does not say on which day the sitting was: -.",
        "It is not clear which organ decided: -.",
        "1 days cannot be read. First: gisteren.",
        "Of 1 decisions the page does not say at which sitting they were taken. First: Los besluit.",
        "1 decisions have no web address of their own; they can be recognised by number only. First: Los besluit.",
        "The page does not say clearly what came of 1 decisions. First: Los besluit.",
    ]


def test_a_sitting_that_begins_twice():
    told = read(
        page(
            f'<div typeof="besluit:Zitting" resource="{DATA}/z"><b property="prov:startedAtTime">2026-05-01</b>'
            '<b property="prov:startedAtTime">2026-05-03</b></div>'
        )
    )
    assert told.sittings[0].day == date(2026, 5, 1)
    assert any("several days for one sitting; the first counts: 01/05/2026 03/05/2026" in one for one in said(told))


def test_only_an_address_of_the_web_is_one():
    inner = treatment(1).replace(f"{DATA}/besluiten/1", "javascript:alert(1)")
    assert read(page(inner)).decisions[0].uri is None
    assert read(page(inner.replace("javascript:alert(1)", "#b"))).decisions[0].uri == f"{BASE}#b"
    assert read(page(inner.replace("javascript:alert(1)", "#b")), base="upload.html").decisions[0].uri is None


def test_json_ld_within_a_page_counts_and_a_bad_part_is_said():
    script = (EXAMPLES / "besluiten.jsonld").read_text(encoding="utf-8")
    told = read(
        f'<html><script type="application/ld+json">{script}</script><script>var a = "<p>";</script>'
        '<script type="application/ld+json">{"a": }</script></html>'
    )
    assert [one.number for one in told.decisions] == ["GR/2026/012"]
    assert said(told) == [
        "A part of the page that holds linked data cannot be read. What is wrong with it:",
        "This JSON is not written as it should be: line 1, column 7.",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The page is empty."),
        (b"\xef\xbb\xbf \n", "The page is empty."),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"Besluitenlijst 3 maart", "neither a web page nor JSON. It begins with: Besluitenlijst 3 maart"),
        (b'{"a": ', "line 1, column"),
        (b"<p>" + b"x" * 20, "larger than 0 MB"),
    ],
)
def test_what_is_no_page_is_refused_in_words(monkeypatch, content, sentence):
    monkeypatch.setattr(lblod, "LARGEST", 22)
    with pytest.raises(InvalidInput) as raised:
        read(content)
    assert sentence in raised.value.text("en")
    assert raised.value.text("nl") != raised.value.text("en")


def test_a_page_without_decisions_says_so():
    assert said(read("<html><title>Login</title></html>")) == [
        "The page holds no decisions as linked data. Is it the page of a decision list, minutes or an extract?"
    ]


@pytest.mark.parametrize(
    ("encoding", "media_type", "declared"),
    [
        ("utf-8", None, ""),
        ("utf-8", "text/html; charset=utf-8", ""),
        ("windows-1252", "text/html; charset=ISO-8859-1", ""),
        ("windows-1252", None, '<meta charset="windows-1252">'),
        ("windows-1252", None, ""),
        ("utf-16", None, ""),
        ("utf-8", "text/html; charset=klingon", ""),
    ],
)
def test_encodings(encoding, media_type, declared):
    text = page(declared + treatment(1, '<b property="eli:title">Geüpdatet – café</b>')).decode()
    told = read(text.encode(encoding), media_type=media_type)
    assert told.decisions[0].title == "Geüpdatet – café"


def test_texts_hold_no_sign_that_cannot_be_kept():
    told = read(page(treatment(1, '<b property="eli:title">a&#0;b\x01c&#xD800;d</b>')))
    assert told.decisions[0].title == "a\ufffdbc\ufffdd"
    title = r'{"@id": "https://x.example/\ud800", "@type": "besluit:Besluit", "eli:title": "x\ud800\u0000y"}'
    (one,) = read(title).decisions
    assert (one.uri, one.title) == (None, "xy")
