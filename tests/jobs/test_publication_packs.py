"""A publication pack from a round to its files: who gets it, what comes into it, and what makes it go."""

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from config.errors import Forbidden, InvalidInput, NotFound
from config.kinds import Role
from config.topics import ProposalEvent as P
from dashboard.jobs import publication_packs as making
from dashboard.reports.publication_pack import as_zip
from dashboard.store import publication_packs as store
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.choosing import choices, publishing
from dashboard.store.actions.choosing.packs import ask_pack
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.requests import MOST_WAITING
from dashboard.store.engine import Writer
from dashboard.store.project import project
from dashboard.store.requests import do_next
from dashboard.store.turns import wait_for_subjects
from queries import publication_packs
from queries.db import Database
from queries.filters import Reach, Scope
from queries.manage.work import latest_work
from queries.publication_packs import pack_of, pack_rounds, pack_work, packs
from tests.desk import CLEAN, GREEN
from tests.publishing import open_map
from tests.store.test_choosing import Office
from tests.world import story

REF, SITE = "ronde-najaar-2026", "https://example.be/kaart/zee"


class Press(Office):
    """The desk with an approved choice about each of two places, and who asks for packs."""

    def __init__(self, writer: Writer, database: Database) -> None:
        super().__init__(writer)
        self.database = database
        self.whole = Scope((Reach(self.world.a), Reach(self.world.predecessor)), embargoed=False)
        grant = NewGrant(self.world.a, Role.COMMUNICATIE)
        held: dict[str, Any] = {**self.held, "actor": COMMAND_LINE, "grant": grant}
        made = create_account(new=NewAccount("pers", "Pers"), **held)
        self.press = Acting(Actor(made, Role.COMMUNICATIE, "pers"), self.world.a)
        with writer.transaction() as connection:
            open_map(connection, self.world.a)
        self.places = [self.made(title=f"Plein {one}", number=f"P-{one}", lon=4.1, lat=51.1) for one in "AB"]
        self.act(choices.approve, *self.places)
        self.waits = self.made(title="Nog niet goedgekeurd", number="P-C")

    def ask_for(self, by: Acting | None = None, ref: str = REF) -> dict[str, Any]:
        """Ask for a pack and let the worker make it; what its row then says."""
        ask_pack(**self.held, by=by or self.press, ref=ref, site=SITE)
        assert do_next(self.writer, self.clock, making.kinds_of(self.database))
        rows = self.ask("SELECT result, problem, count FROM work_request ORDER BY ended_at DESC NULLS LAST")
        return dict(rows[0]._mapping)

    def pack(self, by: Acting | None = None) -> UUID:
        done = self.ask_for(by)
        assert done["problem"] is None, done
        return UUID(done["result"]["pack"])

    def csv(self, pack_id: UUID) -> str:
        """The list in a pack."""
        with self.database.read() as db:
            content = pack_of(db, self.whole, pack_id).content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return next(archive.read(name) for name in archive.namelist() if name.endswith("csv")).decode()

    def tell(self, subject: UUID, *steps: tuple) -> None:
        with self.writer.transaction() as connection:
            last = self.seen(subject).seq
            events = story(*steps)
            for place, one in enumerate(events, 1):
                object.__setattr__(one, "seq", last + place)
            self.world.append(connection, self.world.a, subject, events)
            project(connection, self.world.a, [subject])


@pytest.fixture
def press(writer: Writer, reader: Database) -> Press:
    return Press(writer, reader)


def test_a_pack_is_under_embargo_until_all_of_it_is_public_and_holds_what_counts_only(press: Press) -> None:
    first = press.csv(press.pack())
    assert "Plein A" in first
    assert "Plein B" in first
    assert "Met 62 stemmen" in first
    assert "Nog niet goedgekeurd" not in first
    assert f"{SITE}/voorstel/{press.places[0]}" in first
    press.act(publishing.publish, press.places[0])
    assert "Onder embargo" in press.csv(press.pack())
    press.act(publishing.publish, press.places[1])
    last = press.csv(press.pack())
    assert "embargo" not in last
    assert "Plein A" in last
    with press.database.read() as db:
        assert list(packs(db, press.whole)["public"]) == [True, False, False]
        rounds = pack_rounds(db, press.whole, press.clock.now().date())
        assert rounds[["ref", "n", "waiting"]].to_numpy().tolist() == [[REF, 2, 0]]
        assert pack_work(db, press.whole).empty


def test_only_who_publishes_and_reaches_all_of_it_knows_of_a_pack(press: Press) -> None:
    made = press.pack()
    lower = Scope(press.whole.reaches, publishes=False)
    limited = Scope((Reach(press.world.a, frozenset({GREEN})), Reach(press.world.predecessor)))
    with press.database.read() as db:
        for scope in (limited, Scope.whole(press.world.b)):
            assert packs(db, scope).empty
            with pytest.raises(NotFound):
                pack_of(db, scope, made)
        for asked in (lambda: packs(db, lower), lambda: pack_of(db, lower, made), lambda: pack_work(db, lower)):
            with pytest.raises(Forbidden):
                asked()
        assert latest_work(db, press.world.a).empty, "the management does not hear of it"
    nobody = Acting(Actor(UUID(int=99), Role.COMMUNICATIE, "r"), press.world.a)
    assert press.ask_for(nobody)["problem"] == "You do not have access to this."
    assert "waits for publication" in press.ask_for(ref="other")["problem"]
    for strange in ("", "a\0", "x" * 5_000):
        with pytest.raises(NotFound):
            ask_pack(**press.held, by=press.press, ref=strange, site=SITE)


def test_nobody_asks_so_much_that_others_wait_for_it(press: Press) -> None:
    for n in range(MOST_WAITING):
        ask_pack(**press.held, by=press.press, ref=f"ronde-{n}", site=SITE)
    ask_pack(**press.held, by=press.press, ref="ronde-0", site=SITE)  # what waits already is not asked twice
    with pytest.raises(InvalidInput, match="waits"):
        ask_pack(**press.held, by=press.press, ref="ronde-anders", site=SITE)
    assert press.ask("SELECT count(*) FROM work_request")[0][0] == MOST_WAITING


def test_a_round_of_more_places_than_a_pack_holds_gets_none(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication_packs, "MOST", 1)
    assert press.ask_for()["problem"] == "A pack holds at most {n} places; this round has more."


def test_who_reaches_some_services_gets_a_pack_of_those_only(press: Press) -> None:
    other = press.made(title="Plein van de straat", service=CLEAN)
    press.act(choices.approve, other)
    grant = NewGrant(press.world.a, Role.DIENSTHOOFD, (GREEN,), all_services=False)
    new = NewAccount("groen", "Groen")
    account = create_account(**press.held, actor=COMMAND_LINE, new=new, grant=grant)
    head = Acting(Actor(account, Role.DIENSTHOOFD, "groen"), press.world.a, frozenset({GREEN}))
    assert "Plein van de straat" not in press.csv(press.pack(head))
    assert "Plein van de straat" in press.csv(press.pack())


def test_the_last_five_of_a_round_are_kept(press: Press) -> None:
    old = press.pack()
    copy = (
        "INSERT INTO publication_pack SELECT organisation_id, gen_random_uuid(), :ref, made_at + :n * interval '1 day',"
        " made_by, made_role, places, public, reach, subject_ids, content FROM publication_pack WHERE pack_id = :p"
    )
    with press.writer.transaction() as connection:
        for n, ref in enumerate([REF] * 4 + ["andere"], 1):
            connection.execute(text(copy), {"n": -n, "ref": ref, "p": old})
    new = press.pack()
    kept = press.ask("SELECT pack_id FROM publication_pack WHERE ref = :r ORDER BY made_at DESC", r=REF)
    assert [one[0] for one in kept[:2]] == [new, old]
    assert len(kept) == store.KEPT
    assert press.ask("SELECT count(*) FROM publication_pack WHERE ref = 'andere'")[0][0] == 1


def test_a_pack_that_names_what_is_erased_goes_and_one_being_made_begins_again(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.pack()
    subject, drawn = press.places[0], as_zip
    with press.writer.transaction() as connection:
        wait_for_subjects(connection, press.world.a, [subject])
        assert store.erase_packs(connection, [press.waits]) == 0
        assert store.erase_packs(connection, [subject]) == 1
    assert press.ask("SELECT count(*) FROM publication_pack")[0][0] == 0

    def erased_meanwhile(*told: Any) -> bytes:
        monkeypatch.setattr(making, "as_zip", drawn)
        press.tell(subject, (P.TEXT_REMOVED, "2026-11-21 10:00"))
        return drawn(*told)

    monkeypatch.setattr(making, "as_zip", erased_meanwhile)
    made = press.csv(press.pack())
    assert "Plein A" not in made
    assert "Voorstel P-A" in made
    named = press.ask("SELECT subject_ids FROM publication_pack")[0][0]
    assert named == [press.places[1]]
