"""Reports: what remarks and steps write, what stands in their way, and what two people at once are told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from config.errors import HelikopterError, InvalidInput, NotFound
from config.kinds import Organ, ReportState, Role
from config.settings import with_role
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.reports.asking import ask_report
from dashboard.store.actions.reports.remarking import LONGEST_REMARK, Remarked, hold_report, remark
from dashboard.store.actions.reports.steps import Step, take
from dashboard.store.actions.sittings import planning
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.engine import Writer
from dashboard.store.requests import do_next
from queries.db import Database
from queries.filters import Scope
from queries.reports import remarks, report_work, reports, reports_on, steps, versions
from tests import server
from tests.desk import Desk
from tests.reporting import OCTOBER, frozen, keep, remark_in

S = ReportState


class Bureau(Desk):
    """A desk with reports, and who remarks, reviews and publishes."""

    def __init__(self, writer: Writer, database: Database) -> None:
        super().__init__(writer)
        self.database = database
        self.whole = Scope.whole(self.world.a, self.world.predecessor)
        self.by = Acting(Actor(UUID(int=1), Role.ALGEMEEN_DIRECTEUR, "r1"), self.world.a)

    def version(self, member: str = "", kind: str = "college", **more: Any) -> tuple[UUID, int]:
        """A version of a report; another `member` is another report."""
        told = frozen(kind, **more)
        return keep(self.writer, self.clock, self.world.a, told, reach=[[self.world.a, None]], member=member)

    def remark(self, one: tuple[UUID, int], text: str, block: str = "figures", **more: Any) -> None:
        remark(**{**self.held, "by": self.by, "report_id": one[0], "block": block, "text": text, **more})

    def take(self, one: tuple[UUID, int], state: S, by: Acting | None = None, **more: Any) -> None:
        step = Step(*one, state, **{"organ": Organ.COLLEGE, **more})
        take(**self.held, by=by or self.by, step=step)

    def sitting(self, days: int = 5, organ: Organ = Organ.COLLEGE) -> UUID:
        at = self.clock.now() + timedelta(days=days)
        return planning.plan(**self.held, by=self.by, sitting=planning.Sitting(organ, at))

    def reviewed(self, member: str) -> tuple[UUID, int]:
        one = self.version(member)
        self.take(one, S.REVIEWED)
        return one

    def ask_set(self, statement: str, **values: Any) -> None:
        with self.writer.transaction() as connection:
            connection.execute(text(statement), values)

    def states(self, one: tuple[UUID, int]) -> list[str]:
        with self.database.read() as db:
            return list(steps(db, self.whole, one[0])["state"])

    def standing(self, one: tuple[UUID, int]) -> list[Any]:
        with self.database.read() as db:
            return remarks(db, self.whole, one[0]).to_dict("records")


@pytest.fixture(scope="module")
def bureau() -> Iterator[Bureau]:
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    database = Database(with_role(server.url(name), "heli_reader"))
    yield Bureau(writer, database)
    writer.close()
    database.close()
    server.drop_database(name)


def together(*acts: Callable[[], None]) -> list[str]:
    """What each of them was told, done at the same moment; '' where it was done."""

    def one(act: Callable[[], None]) -> str:
        try:
            act()
        except HelikopterError as error:
            return error.text()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_from_made_to_published_and_back(bureau: Bureau) -> None:
    one = bureau.version("flow")
    sitting, other = bureau.sitting(), bureau.sitting(9)
    bureau.take(one, S.REVIEWED)
    bureau.take(one, S.ON_AGENDA, sitting_id=sitting)
    bureau.take(one, S.ON_AGENDA, sitting_id=other)
    bureau.take(one, S.PUBLISHED)
    with bureau.database.read() as db:
        there = reports_on(db, bureau.whole, S.MADE, other)
        assert there["report_id"].to_list() == [one[0]], "what was published from an agenda belongs to that sitting"
        assert reports_on(db, bureau.whole, S.MADE, sitting).empty
    with pytest.raises(InvalidInput, match="why"):
        bureau.take(one, S.WITHDRAWN, reason=" ")
    bureau.take(one, S.WITHDRAWN, reason=" Een fout cijfer. ")
    assert bureau.states(one) == ["reviewed", "on_agenda", "on_agenda", "published", "withdrawn"]
    with bureau.database.read() as db:
        assert reports_on(db, bureau.whole, S.MADE, other).empty
        assert versions(db, bureau.whole, S.REVIEWED, one[0]).empty, "what was withdrawn is again for who made it"
        assert versions(db, bureau.whole, S.MADE, one[0])["reason"].to_list() == ["Een fout cijfer."]
    bureau.take(one, S.REVIEWED)
    told = [row[4] for row in bureau.log() if row[0] == "report_stepped" and row[3] == one[0]]
    assert [row["state"] for row in told] == [*bureau.states(one)[:5], "reviewed"]


@pytest.mark.parametrize("state", [S.ON_AGENDA, S.PUBLISHED, S.WITHDRAWN, S.MADE])
def test_no_step_is_taken_before_its_turn(bureau: Bureau, state: S) -> None:
    with pytest.raises(InvalidInput, match="meanwhile"):
        bureau.take(bureau.version(f"before-{state}"), state, sitting_id=bureau.sitting(7), reason="Zo.")


def test_what_stands_in_the_way_of_an_agenda(bureau: Bureau) -> None:
    one = bureau.version("agenda")
    bureau.take(one, S.REVIEWED)
    past = bureau.sitting(1)
    off, right = bureau.sitting(6), bureau.sitting(8)
    with bureau.writer.transaction() as connection:
        connection.exec_driver_sql("UPDATE sitting SET state = 'cancelled' WHERE sitting_id = %s", (off,))
        connection.exec_driver_sql(
            "UPDATE sitting SET starts_at = %s WHERE sitting_id = %s", (bureau.clock.now(), past)
        )
    refused = {uuid4(): "Choose the sitting", off: "called off", past: "has begun", None: "Choose the sitting"}
    refused[bureau.sitting(6, Organ.GEMEENTERAAD)] = "Choose the sitting"
    for sitting, words in refused.items():
        with pytest.raises(InvalidInput, match=words):
            bureau.take(one, S.ON_AGENDA, sitting_id=sitting)
    with pytest.raises(InvalidInput, match="no agenda"):
        bureau.take(one, S.ON_AGENDA, sitting_id=right, organ=None)
    with pytest.raises(InvalidInput, match="once it stands on an agenda"):
        bureau.take(one, S.PUBLISHED)
    bureau.take(one, S.ON_AGENDA, sitting_id=right)
    with pytest.raises(InvalidInput, match="already"):
        bureau.take(one, S.ON_AGENDA, sitting_id=right)
    bureau.take(bureau.reviewed("without"), S.PUBLISHED, organ=None)


def test_only_the_last_version_with_every_remark_is_reviewed(bureau: Bureau) -> None:
    first = bureau.version("review")
    bureau.remark(first, " De stock  stijgt. ")
    with pytest.raises(InvalidInput, match="remarks"):
        bureau.take(first, S.REVIEWED)
    second = bureau.version("review", remarks=[remark_in("figures", "De stock stijgt.")])
    with pytest.raises(InvalidInput, match="later version"):
        bureau.take(first, S.REVIEWED)
    # told at the moment of the version itself: only what it says tells that this one is not in it
    bureau.ask_set("UPDATE report_remark SET written_at = (SELECT max(made_at) FROM report_version)")
    (standing,) = bureau.standing(second)
    bureau.remark(second, "", over=standing["remark_id"])
    with pytest.raises(InvalidInput, match="remarks"):
        bureau.take(second, S.REVIEWED)
    bureau.remark(second, "De stock stijgt.")
    bureau.take(second, S.REVIEWED)


def test_a_remark_replaces_the_one_that_its_writer_saw_and_no_other(bureau: Bureau) -> None:
    one = bureau.version("remarks")
    bureau.remark(one, "Eerste")
    (first,) = bureau.standing(one)
    schepen = Acting(Actor(UUID(int=2), Role.SCHEPEN, "r2"), bureau.world.a)
    with pytest.raises(Remarked, match="Eerste") as refused:
        bureau.remark(one, "Tweede", by=schepen)
    assert refused.value.standing == first["remark_id"]
    bureau.remark(one, "Tweede", by=schepen, over=refused.value.standing)
    (second,) = bureau.standing(one)
    assert (second["text"], second["author_role"]) == ("Tweede", "schepen")
    bureau.remark(one, "", over=second["remark_id"])
    assert bureau.standing(one) == []
    with pytest.raises(Remarked, match="took the remark here away"):
        bureau.remark(one, "Derde", over=second["remark_id"])
    bureau.remark(one, "")  # what is not there is not taken away
    kept = bureau.ask("SELECT text FROM report_remark WHERE report_id = :r ORDER BY written_at", r=one[0])
    assert [row.text for row in kept] == ["Eerste", "Tweede", ""], "the history keeps them"
    for words in ("x" * (LONGEST_REMARK + 1), "a\x00b"):
        with pytest.raises(InvalidInput):
            bureau.remark(one, words)


def test_two_people_at_once(bureau: Bureau) -> None:
    one = bureau.version("race")
    both = together(lambda: bureau.remark(one, "Links"), lambda: bureau.remark(one, "Rechts"))
    assert both[0] == ""
    assert both[1].startswith("Intussen schreef iemand anders hier")
    (there,) = bureau.standing(one)
    held = bureau.version("race", remarks=[remark_in("figures", there["text"])])
    once = together(lambda: bureau.take(held, S.REVIEWED), lambda: bureau.take(held, S.REVIEWED))
    assert once[0] == ""
    assert "intussen" in once[1]
    assert bureau.states(held) == ["reviewed"]


def test_who_comes_second_waits_and_sees_what_the_first_did(bureau: Bureau) -> None:
    one = bureau.version("turn")
    row = {"o": bureau.world.a, "r": one[0], "i": uuid4(), "at": bureau.clock.now()}
    statement = "INSERT INTO report_remark VALUES (:o, :r, :i, 'figures', 'Eerst', :at, null, 'schepen')"
    with ThreadPoolExecutor(2) as pool:
        with bureau.writer.transaction() as connection:
            hold_report(connection, bureau.world.a, one[0])
            connection.execute(text(statement), row)
            written = pool.submit(bureau.remark, one, "Later")
            taken = pool.submit(bureau.take, one, S.REVIEWED)
            wait([written, taken], timeout=0.3)
        with pytest.raises(Remarked, match="Eerst"):
            written.result()
        with pytest.raises(InvalidInput, match="remarks"):
            taken.result()


def test_another_organisation_reaches_nothing(bureau: Bureau) -> None:
    one = bureau.version("foreign")
    foreign = Acting(Actor(UUID(int=3), Role.ALGEMEEN_DIRECTEUR, "r3"), bureau.world.b)
    for act in (lambda: bureau.take(one, S.REVIEWED, by=foreign), lambda: bureau.remark(one, "Hier?", by=foreign)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        bureau.take((one[0], 99), S.REVIEWED)
    with pytest.raises(NotFound):
        bureau.remark((uuid4(), 1), "Nergens")
    with bureau.database.read() as db:
        assert reports(db, Scope.whole(bureau.world.b), S.MADE).empty
        assert versions(db, Scope.whole(bureau.world.b), S.MADE, one[0]).empty


def test_what_was_asked_is_told_until_it_is_made(bureau: Bureau) -> None:
    since = bureau.clock.now()
    named: dict[str, Any] = {"kind": "managementteam", "member": "", "first_day": OCTOBER[0], "last_day": OCTOBER[1]}

    def told(moment: Any = since) -> list[Any]:
        with bureau.database.read() as db:
            return report_work(db, bureau.whole, moment)["problem"].to_list()

    def ended(problem: str | None) -> None:
        bureau.ask_set(
            "UPDATE work_request SET started_at = now(), ended_at = now(), problem = :p WHERE ended_at IS NULL",
            p=problem,
        )

    for _ in range(2):
        ask_report(**bureau.held, by=bureau.by, **named)
    assert told() == [None]
    ended("This input is not valid.")
    assert told() == ["This input is not valid."]
    assert told(bureau.clock.now()) == [], "long ago"
    ask_report(**bureau.held, by=bureau.by, **named, base=1)
    assert told() == [None], "what failed before is asked again"
    ended(None)
    assert told() == []
    assert not do_next(bureau.writer, bureau.clock)
