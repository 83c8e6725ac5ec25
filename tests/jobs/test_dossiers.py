"""A decision dossier from a round to its files: the numbers of the pages, what is frozen, and what can be erased."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import text

from config.canonical import hash_of
from config.cells import cell_of
from config.criteria import Criterion
from config.errors import NotFound
from config.ids import new_id
from config.kinds import Role
from config.language import number, percent, use_language
from config.settings import with_role
from config.topics import ProposalEvent as P
from dashboard.components.choosing import listed, means
from dashboard.components.choosing.look import Look
from dashboard.jobs.dossiers import making
from dashboard.jobs.dossiers.freezing import Made, freeze
from dashboard.jobs.dossiers.making import kinds_of
from dashboard.reports.document import Definitions, Paragraph, Table
from dashboard.reports.dossier import dossier
from dashboard.reports.dossier_places import sheet
from dashboard.reports.dossier_words import Parts
from dashboard.store import dossiers as store
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.choosing import choices, drafts, publishing, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.dossiers import ask_dossier
from dashboard.store.actions.choosing.drafts import Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.blobs import DatabaseBlobs
from dashboard.store.engine import Writer
from dashboard.store.pictures import Picture
from dashboard.store.requests import do_next
from dashboard.store.turns import wait_for_subjects
from queries.candidates import candidates, spread
from queries.db import Database
from queries.dossier_facts import told_of_round
from queries.dossiers import dossier_file_of, dossier_places, dossier_work, dossiers
from queries.filters import Reach, Scope
from queries.ranking import ranked, simulated, whole_points
from queries.rounds import round_of
from tests import server
from tests.desk import CLEAN, GREEN, Desk
from tests.reports import reading
from tests.reports.reading import letters_of, numbers_of, parts_of_docx, structure
from tests.world import at

OUTCOMES = ("selected", "not_selected", "deferred", "selected", "selected", "not_selected", "selected", "deferred")
REASONS = {"selected": ("support", "potential"), "not_selected": ("planned_works",), "deferred": ("later_round",)}
WEIGHTS = {"support": 50, "cost": 20, "gain.depaving_m2": 30}
SECRET, WAITS = "Nog maar een ontwerp", "Nog niet goedgekeurd"


texts_of = cache(reading.texts_of)


def wish(place: int) -> str:
    """What the citizen wrote about a place; no other text says it."""
    return f"Hier wil ik groen, zegt bewoner {'abcdefgh'[place]}."


def picture(color: str) -> bytes:
    """A photo of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(file, "JPEG")
    return file.getvalue()


class Office(Desk):
    """A town with a round: eight choices that count, one that waits, one that is only being written."""

    def __init__(self, writer: Writer, database: Database) -> None:
        super().__init__(writer)
        self.database, self.a = database, self.world.a
        self.towns = (self.world.a, self.world.predecessor)
        self.whole = Scope.whole(*self.towns)
        self.one, self.two = self.account("een", Role.MEDEWERKER), self.account("twee", Role.DIENSTHOOFD)
        self.limited = self.account("groen", Role.MEDEWERKER, (GREEN,))
        self._ask(_AREAS, o=self.a)
        self.brown = picture("#7A5A2B")
        self.photos = [self._kept(picture("#5B935B")), self._kept(self.brown)]
        rules = Rules("Ronde najaar 2026", WEIGHTS, budget=30_000.0)
        self.round = rounds.open_round(**self.held, by=self.one, rules=rules)
        self.places = [self.place(place) for place in range(len(OUTCOMES))]
        self.waiting, self.writing = self.place(8, title=WAITS), self.place(9, title=SECRET)
        for place, (subject, outcome) in enumerate(zip(self.places, OUTCOMES, strict=True)):
            self.choose(subject, outcome, f"Motivering van plek {place} met {{stemmen}} stemmen.")
        choices.approve(**self.held, by=self.two, seen=[self.seen(one) for one in self.places])
        self.choose(self.waiting, "selected", f"{WAITS}, want het wacht.")
        self.draft(self.writing, Content("selected", ("support",), f"{SECRET}, want het is niet af."))

    def account(self, name: str, role: Role, services: tuple[int, ...] | None = None) -> Acting:
        grant = NewGrant(self.world.a, role, services, all_services=services is None)
        new = NewAccount(name, f"Persoon {name}")
        made = create_account(writer=self.writer, clock=self.clock, actor=COMMAND_LINE, new=new, grant=grant)
        limit = None if services is None else frozenset(services)
        return Acting(Actor(made, role, name), self.world.a, limit)

    def place(self, place: int, **more: Any) -> UUID:
        lon, lat = 4.10 + place * 0.004, 51.16
        told: dict[str, Any] = {"title": f"Plein {'ABCDEFGHIJ'[place]}", "number": f"P-{place}"}
        told |= {
            "text": wish(place % 8),
            "lon": lon,
            "lat": lat,
            "h3_10": cell_of(lon, lat),
            "area_id": 1 + place % 2,
            "theme_id": 1,
        }
        told |= {"cost_estimated": 4_000.0 + 1_111 * place, "estimates": {"depaving_m2": 90.5 + place, "trees": 2}}
        key = self.photos[place == 3]
        photo = {"payload": {"photo": key, "alt": f"Klinkers bij {'ABCDEFGHIJ'[place]}"}}
        history = [
            (P.PHOTO_ADDED, "2026-11-02 11:00", photo),
            (P.PUBLISHED, "2026-11-03 10:00"),
            (P.PHOTO_PUBLISHED, "2026-11-03 11:00", {"payload": {"photo": key}}),
            (P.VOTES_CAST, "2026-11-05 10:00", {"payload": {"votes": 11 + 7 * place}}),
        ]
        return self.add(*history, service=CLEAN if place == 5 else GREEN, **told | more)

    def _kept(self, content: bytes) -> str:
        with self.writer.transaction() as connection:
            return DatabaseBlobs(connection, self.clock).keep(self.a, Picture(content, "image/jpeg", 64, 48))

    def _ask(self, statement: str, **values: Any) -> None:
        with self.writer.transaction() as connection:
            connection.execute(text(statement), values)

    def draft(self, subject: UUID, content: Content) -> int:
        key: dict[str, Any] = {"within": Within(self.a, self.round), "subject_id": subject, "draft_no": 0}
        return drafts.save(**self.held, by=self.one, **key, content=content)

    def choose(self, subject: UUID, outcome: str, words: str) -> None:
        no = self.draft(subject, Content(outcome, REASONS[outcome], words, chosen_by="service"))
        [(votes,)] = self.ask("SELECT support FROM proposal WHERE subject_id = :s", s=subject)
        mark = Mark(self.seen(subject), no, {"stemmen": str(votes)}, {"support": 40.0})
        choices.make(**self.held, by=self.one, within=Within(self.a, self.round), marks=[mark])

    def work(self) -> dict[str, Any]:
        """Let the worker do the next thing that was asked; what its row then says."""
        assert do_next(self.writer, self.clock, kinds_of(self.database))
        rows = self.ask("SELECT kind, result, problem, count FROM work_request ORDER BY ended_at DESC NULLS LAST")
        return dict(rows[0]._mapping)

    def make(self, by: Acting | None = None, *, draft: bool = False) -> UUID:
        """A dossier as who asks gets it."""
        ask_dossier(**self.held, by=by or self.one, round_id=self.round, draft=draft)
        done = self.work()
        assert done["problem"] is None, done
        return UUID(done["result"]["dossier"])

    def files(self, dossier_id: UUID) -> dict[str, bytes]:
        with self.database.read() as db:
            found = {ending: dossier_file_of(db, self.whole, dossier_id, ending).content for ending in ("pdf", "docx")}
        return {ending: content for ending, content in found.items() if content is not None}

    def row(self, dossier_id: UUID) -> Any:
        return self.ask("SELECT * FROM dossier WHERE dossier_id = :d", d=dossier_id)[0]

    def ranking(self) -> Any:
        """The candidates as the page ranks them."""
        with self.database.read() as db:
            own = round_of(db, self.whole, self.round)
            return ranked(candidates(db, self.whole, own, self.clock.now()), own.weights)


_AREAS = """
UPDATE area_version SET population = 1000 * area_id, source = 'de gemeente', geometry = CAST(
    '{"type": "Polygon", "coordinates": [[[' || 4.04 + area_id * 0.05 || ', 51.1], [' || 4.09 + area_id * 0.05
    || ', 51.1], [' || 4.09 + area_id * 0.05 || ', 51.2], [' || 4.04 + area_id * 0.05 || ', 51.2], ['
    || 4.04 + area_id * 0.05 || ', 51.1]]]}' AS jsonb)
WHERE organisation_id = :o
"""


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    name = server.create_database()
    writer, database = (kind(with_role(server.url(name), role)) for kind, role in _SIDES)
    yield Office(writer, database)
    writer.close()
    database.close()
    server.drop_database(name)


_SIDES: tuple[Any, ...] = ((Writer, "heli_writer"), (Database, "heli_reader"))


@pytest.fixture(scope="module")
def first(office: Office) -> UUID:
    """The dossier of the round as it was first made."""
    return office.make()


def in_order(wanted: list[str], texts: list[str]) -> bool:
    """Whether texts follow one another somewhere; a PDF has no space where a line ends."""
    these, there = ([re.sub(r"\s", "", one) for one in several] for several in (wanted, texts))
    return any(there[place : place + len(these)] == these for place in range(len(there)))


def says(texts: list[str], words: str) -> bool:
    """Whether words stand somewhere: a quote of a PDF is one text with who said it."""
    return any(words in one for one in texts)


def flat(part: Any) -> str:
    """All words of components."""
    if isinstance(part, list | tuple):
        return " ".join(map(flat, part))
    return flat(getattr(part, "children", "")) if hasattr(part, "children") else str(part or "")


def test_page_pdf_and_docx_tell_the_numbers_of_the_queries(office: Office, first: UUID) -> None:
    ranking, files = office.ranking(), office.files(first)
    rows = ranking.set_index("subject_id")
    order = sorted(
        zip(office.places, OUTCOMES, strict=True),
        key=lambda one: (("selected", "deferred", "not_selected").index(one[1]), rows.loc[one[0], "rank"]),
    )
    meant = simulated(ranking, [one for one, outcome in order if outcome == "selected"])
    page = flat(means.block(meant, _round(office), _people(office), {"centrum": "Centrum", "haven": "Haven"}, 3_000))
    said = ranking.assign(told_outcome="selected", written=True)
    page += flat(listed.rows(said, WEIGHTS, len(ranking), Look(), (), may=False))
    for name, file in files.items():
        texts = texts_of(file)
        for no, (subject, _) in enumerate(order, 1):
            row = rows.loc[subject]
            told = [str(no), f"{row['title']} {row['number']}", row["area"], number(whole_points(row["score"]))]
            told += [number(row["rank"]), number(row["support"]), number(row["cost"])]
            assert in_order(told, texts), (name, told)
            assert number(whole_points(row["score"])) in page
        lead = next(one for one in texts if "worden 4 plekken gekozen" in one)
        assert f"{number(meant.cost)} euro" in lead
        assert number(meant.cost) in page
        gained = number(dict(zip(meant.gains["indicator"], meant.gains["total"], strict=True))["depaving_m2"])
        assert f"{gained} m² ontharding" in lead
        assert f"{gained} m²" in page
        for area in _people(office).to_dict("records"):
            chosen = sum(rows.loc[one, "area_code"] == area["code"] for one, out in order if out == "selected")
            share = area["inhabitants"] / 3000
            told = [number(area["inhabitants"]), percent(share), number(5), number(chosen)]
            assert in_order([area["code"].capitalize(), *told], texts), (name, area["code"])
            assert percent(share) in page
    assert letters_of(files["pdf"]) == letters_of(files["docx"])
    assert numbers_of(files["pdf"]) == numbers_of(files["docx"])


def test_what_is_not_known_is_no_zero_and_what_lies_nowhere_is_told(office: Office, first: UUID) -> None:
    own = _round(office)
    with office.database.read() as db:
        told = told_of_round(db, office.whole, own, office.clock.now())
    nothing = {Criterion.COST: float("nan"), "gain.depaving_m2": float("nan"), "area_code": None}
    some = told.ranking["title"] != "Plein B"
    blank = replace(told, ranking=told.ranking.assign(**{code: told.ranking[code].mask(some) for code in nothing}))
    frozen, _ = freeze(own, blank, Made(1, office.clock.now(), "medewerker", draft=False))
    with use_language("nl"):
        document = dossier(frozen, "0" * 64, {})
    found = [block for block in document.blocks if isinstance(block, Table)]
    chosen, deferred, not_chosen = found[0].rows
    assert [row[3:] for row in (chosen, deferred)] == [("8", "\N{EN DASH}"), ("4", "\N{EN DASH}")]
    assert not_chosen[3:] == ("4", "5.111")
    notes = [note for table in found for note in table.notes]
    assert "Zonder gekende kost, en in geen som: gekozen 4, uitgesteld 2 en niet gekozen 1." in notes
    lost = "niet in deze tabel: 9 kandidaten, waarvan 4 gekozen."
    assert any(str(note).endswith(lost) for note in notes)
    terms = [term for block in document.blocks if isinstance(block, Definitions) for term, _ in block.items]
    assert "Rang" in terms, "what decides between equals is told"
    lead = next(block for block in document.blocks if isinstance(block, Paragraph) and block.lead)
    assert "Wat ze kosten is niet gekend" in str(lead.text)


@pytest.mark.parametrize(("points", "told"), [((20.05, 20.05, 20.05), True), ((20.1, 20.0, 20.05), False)])
def test_points_that_do_not_add_up_are_said_to_be_rounded(points: tuple[float, ...], told: bool) -> None:
    rows = [
        {"code": str(no), "name": "x", "words": "1", "share": 50, "weight": 40, "points": one}
        for no, one in enumerate(points)
    ]
    place: dict[str, Any] = dict.fromkeys(("motivation", "text", "chosen_by", "title", "scores", "unknown"))
    place |= {"no": 1, "outcome": "selected", "outcome_words": "Gekozen", "stage": "selected", "geometry": None}
    place |= {"area": None, "street": None, "number": "P-1", "theme": None, "reasons": [], "gains": [], "photos": []}
    place |= {"evidence": [], "points": rows, "score": sum(points), "rank": 1, "made_day": "2026-11-20", "spot": None}
    place |= {"approved_day": None, "ratified_day": None, "published_day": None, "text_removed": False}
    maps: Any = type("Maps", (), {"around": lambda *_: ()})()
    with use_language("nl"):
        blocks = list(sheet(place, {"totals": {"candidates": 1}}, Parts({}), maps))
    notes = [note for block in blocks if isinstance(block, Table) for note in block.notes]
    assert ("De punten zijn afgerond; de score is hun som daarvoor." in notes) is told


def _round(office: Office) -> Any:
    with office.database.read() as db:
        return round_of(db, office.whole, office.round)


def _people(office: Office) -> Any:
    with office.database.read() as db:
        return spread(db, office.whole, round_of(db, office.whole, office.round))


def test_each_chosen_place_has_its_evidence_motivation_and_the_words_of_the_citizen(
    office: Office, first: UUID
) -> None:
    rows = office.ranking().set_index("subject_id")
    for file in office.files(first).values():
        texts = texts_of(file)
        for place, outcome in enumerate(OUTCOMES):
            row = rows.loc[office.places[place]]
            assert says(texts, f"Motivering van plek {place} met {11 + 7 * place} stemmen.")
            assert says(texts, wish(place)) == (outcome == "selected")
            if outcome == "selected":
                weighed = ["Draagvlak (stemmen)", f"{number(row[Criterion.SUPPORT])} stemmen"]
                weighed += [number(row["points.support"] * 2, decimals=1), "40,0", "50"]
                assert in_order([*weighed, number(row["points.support"], decimals=1)], texts)


def test_the_pdf_is_tagged_and_says_what_its_pictures_show(office: Office, first: UUID) -> None:
    pdf = office.files(first)["pdf"]
    tree = structure(pdf)
    figures = tree.of("Figure")
    assert len(figures) == 1 + 4 * 2  # the town; of each chosen place its photo and its surroundings
    assert all(one.alt for one in figures)
    assert {one.alt for one in figures if "Klinkers" in (one.alt or "")} == {f"Klinkers bij {one}" for one in "ADEG"}
    chapters = [one.text for one in tree.of("H1")]
    assert chapters == [
        *("Inhoud", "Beslissingen", "Gekozen plekken", "Uitgestelde plekken", "Plekken die niet gekozen worden"),
        *("Criteria en gewicht", "Spreiding over de wijken", "Bijlage: begrippen en herkomst"),
    ]
    catalogue: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert (catalogue["/Lang"], bool(catalogue["/MarkInfo"]["/Marked"])) == ("nl-BE", True)


def test_what_waits_for_approval_stands_in_a_draft_only_and_what_is_being_written_nowhere(
    office: Office, first: UUID
) -> None:
    drawn = office.make(draft=True)
    whole, draft = (" ".join(texts_of(office.files(one)["docx"])) for one in (first, drawn))
    assert WAITS not in whole
    assert WAITS not in json.dumps(office.row(first).frozen)
    assert draft.index("Nog goed te keuren") < draft.index(f"{WAITS}, want het wacht.")
    assert "1 keuze wacht op de goedkeuring" in draft
    assert "Over 2 kandidaten is nog niets beslist" in whole
    assert "Over 1 kandidaat is nog niets beslist" in draft  # what waits is told apart
    assert office.row(drawn).frozen["totals"]["cost"] == office.row(first).frozen["totals"]["cost"]
    assert SECRET not in whole + draft
    assert not office.ask("SELECT 1 FROM dossier_part WHERE subject_id = :s", s=office.writing)
    footer = parts_of_docx(office.files(drawn)["docx"])["word/footer1.xml"].decode()
    assert "Ontwerp, onder embargo" in footer


def test_what_is_frozen_stays_and_a_next_version_tells_what_changed(office: Office) -> None:
    made = office.make()
    before, row = office.files(made), office.row(made)
    assert row.hash == hash_of(row.frozen)
    voted = (P.VOTES_CAST, "2026-11-06 10:00", {"payload": {"votes": 500}})
    _told(office, office.places[0], voted)
    rules = Rules("Ronde najaar 2026", {"support": 100}, budget=30_000.0)
    no = _round(office).change_no
    rounds.change_round(**office.held, by=office.one, round_id=office.round, change_no=no, rules=rules)
    _anew(office, made)
    assert office.files(made) == before
    assert office.row(made) == row
    after = office.row(office.make())
    assert (after.version, after.hash != row.hash) == (row.version + 1, True)
    votes = {one["number"]: one["evidence"][0]["value"] for one in after.frozen["places"]}
    assert votes["P-0"] == 511
    back = Rules("Ronde najaar 2026", WEIGHTS, budget=30_000.0)
    rounds.change_round(**office.held, by=office.one, round_id=office.round, change_no=no + 1, rules=back)


def _told(office: Office, subject: UUID, *steps: tuple) -> None:
    """Events of a place, as a source tells them."""
    with office.writer.transaction() as connection:
        last = office.seen(subject).seq
        events = [_event(one, last + place) for place, one in enumerate(steps, 1)]
        office.world.append(connection, office.a, subject, events)
        from dashboard.store.project import project

        project(connection, office.a, [subject])


def _event(step: tuple, seq: int) -> Any:
    from dataclasses import replace

    from tests.world import story

    return replace(story(step)[0], seq=seq)


def _anew(office: Office, dossier_id: UUID) -> None:
    """Let the worker make the files of a dossier again."""
    row = {"o": office.a, "r": new_id(office.clock), "d": dossier_id, "now": office.clock.now()}
    office._ask(
        "INSERT INTO work_request (organisation_id, request_id, kind, subject_id, actor_role, asked_at) "
        "VALUES (:o, :r, 'dossier_files', :d, 'worker', :now)",
        **row,
    )
    assert office.work()["problem"] is None


def test_erased_words_and_photos_leave_every_file_and_a_tombstone_says_so(office: Office) -> None:
    made, place = office.make(), office.places[3]
    before, row = office.files(made), office.row(made)
    with office.writer.transaction() as connection:
        wait_for_subjects(connection, office.a, [place])
        assert store.erase_parts(connection, office.a, [place], at("2027-05-03 10:00")) >= 3
        assert store.erase_parts(connection, office.a, [place], at("2027-05-04 10:00")) == 0
    assert office.files(made) == {}
    waiting = office.ask("SELECT count(*), count(DISTINCT subject_id) FROM work_request WHERE ended_at IS NULL")[0]
    assert waiting[0] == waiting[1] > 0  # each dossier once
    office._ask("DELETE FROM work_request WHERE subject_id <> :d AND ended_at IS NULL", d=made)
    assert office.work()["problem"] is None
    after = office.files(made)
    kept = office.ask("SELECT content, photo, alt, salt FROM dossier_part WHERE subject_id = :s", s=place)
    assert {value for one in kept for value in one} == {None}
    assert office.row(made) == row
    for name, file in after.items():
        texts = texts_of(file)
        assert says(texts_of(before[name]), wish(3))
        assert not says(texts, wish(3))
        assert not says(texts, "Plein D")
        assert says(texts, "Verwijderd op 3 mei 2027: titel, tekst en 1 foto van de indiener.")
        assert says(texts, "Motivering van plek 3 met 32 stemmen.")
        assert says(texts, "3 teksten of foto's van burgers, de laatste op 3 mei 2027")
    assert "Klinkers bij D" not in {one.alt for one in structure(after["pdf"]).of("Figure")}
    assert office.brown in parts_of_docx(before["docx"]).values()
    assert office.brown not in parts_of_docx(after["docx"]).values()
    numbers = iter(numbers_of(after["docx"]))
    assert all(any(one == other for other in numbers) for one in numbers_of(before["docx"]))  # all, in this order


def test_words_that_are_erased_while_a_dossier_is_made_come_into_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, drawn = office.places[4], making._files

    def files(*given: Any) -> dict[str, bytes]:
        monkeypatch.setattr(making, "_files", drawn)
        found = drawn(*given)
        assert says(texts_of(found["docx"]), wish(4))
        _told(office, place, (P.TEXT_REMOVED, "2026-11-21 10:00"))
        return found

    monkeypatch.setattr(making, "_files", files)
    made = office.make()
    for file in office.files(made).values():
        assert not says(texts_of(file), wish(4))
        assert not says(texts_of(file), "Plein E")
        assert says(texts_of(file), "Verwijderd: titel en tekst van de indiener.")
    assert not office.ask("SELECT 1 FROM dossier_part WHERE dossier_id = :d AND subject_id = :s", d=made, s=place)


def test_who_reaches_some_services_gets_and_reads_a_dossier_of_those_only(office: Office, first: UUID) -> None:
    own = office.make(office.limited)
    assert "Plein F" not in " ".join(texts_of(office.files(own)["docx"]))  # of another service
    assert office.row(own).frozen["services"] == ["Groendienst"]
    green, clean = (Scope(tuple(Reach(town, frozenset({one})) for town in office.towns)) for one in (GREEN, CLEAN))
    with office.database.read() as db:
        listed_for = {
            name: set(dossiers(db, scope, office.round)["dossier_id"])
            for name, scope in {"whole": office.whole, "green": green, "clean": clean}.items()
        }
        places = dossier_places(db, green, own)
        with pytest.raises(NotFound):
            dossier_places(db, green, first)
    assert set(places["subject_id"]) == {*office.places} - {office.places[5]}
    assert dict(zip(places["subject_id"], places["outcome"], strict=True))[office.places[1]] == "not_selected"
    assert {first, own} <= listed_for["whole"]
    assert listed_for["green"] & {first, own} == {own}
    assert listed_for["clean"] & {first, own} == set()


def test_what_cannot_be_made_says_why(office: Office) -> None:
    empty = rounds.open_round(**office.held, by=office.one, rules=Rules("Leeg", WEIGHTS))
    nobody = Acting(Actor(UUID(int=99), Role.MEDEWERKER, "r"), office.a)
    for by, round_id, draft, words in (
        (office.one, empty, False, "keuze komt in een dossier zodra ze goedgekeurd is"),
        (office.one, empty, True, "heeft nog geen keuzes"),
        (nobody, office.round, False, "geen toegang"),
    ):
        ask_dossier(**office.held, by=by, round_id=round_id, draft=draft)
        office.work()
        with office.database.read() as db:
            work = dossier_work(db, office.whole, round_id)
        assert work
        from config.language import t

        assert words in t(work["problem"])
    with office.database.read() as db:
        assert dossiers(db, office.whole, empty).empty


def test_a_choice_that_is_public_stays_in_the_dossier_and_ends_its_embargo(office: Office) -> None:
    seen = [office.seen(one) for one in office.places]
    publishing.publish(**office.held, by=office.two, seen=seen)
    frozen = office.row(office.make()).frozen
    assert (len(frozen["places"]), frozen["embargo"]) == (8, False)
    assert all(one["published_day"] == "2026-11-20" for one in frozen["places"])
