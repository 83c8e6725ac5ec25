"""Reasons of an organisation's own: what each act writes, what cannot be, and what choices tell of them."""

from typing import Any

import pytest
from sqlalchemy import text

from config.errors import InvalidInput, NotFound
from config.topics import ProposalEvent as P
from config.vocabularies import OWN, Vocabulary, is_own_reason, vocabularies
from config.wording import FACTS
from dashboard.components.choosing.words import facts_of
from dashboard.components.manage.reasons import EXAMPLE
from dashboard.store.actions import reasons
from dashboard.store.actions.choosing import drafts, rounds
from dashboard.store.actions.choosing.drafts import Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.reasons import NewReason
from dashboard.store.engine import Writer
from queries.filters import Scope
from queries.manage.reasons import all_reasons
from queries.proposal_case import proposal_case
from queries.reasons import reasons_of
from queries.tables import PUBLIC_NEWS
from tests.desk import HEAD, Desk

SCHOOL = NewReason(" Veilige  schoolomgeving ", "Safe surroundings of a school", ["deferred", "selected"])


class Office(Desk):
    """A desk in whose town reasons are worded."""

    def said(self, town: int | None = None) -> dict[str, Any]:
        return self.held | {"actor": HEAD, "organisation_id": town or self.world.a}

    def rows(self, town: int | None = None) -> dict[str, dict[Any, Any]]:
        with self.writer.transaction() as db:
            frame = all_reasons(db, town or self.world.a)
        return {row["code"]: row for row in frame.to_dict("records")}

    def news(self) -> int:
        asked = "SELECT count(*) FROM outbox WHERE topic = :t AND organisation_id = :o"
        return int(self.ask(asked, t=PUBLIC_NEWS, o=self.world.a)[0][0])

    def told(self, subject: Any, *towns: int) -> list[str]:
        with self.writer.transaction() as db:
            case = proposal_case(db, Scope.whole(*(towns or (self.world.a,))), subject)
        return [term.label_nl for term in case.selections["terms"].iloc[0]]


@pytest.fixture
def office(writer: Writer) -> Office:
    return Office(writer)


def test_a_reason_is_added_changed_ended_and_offered_again_with_an_audit_row_each(office: Office) -> None:
    code = reasons.add_reason(**office.said(), new=SCHOOL)
    assert (code, is_own_reason(code)) == ("own_veilige_schoolomgeving", True)
    own = office.rows()[code]
    assert (own["label_nl"], own["outcomes"], own["active"], own["n"]) == (
        "Veilige schoolomgeving",
        ["selected", "deferred"],
        True,
        0,
    )
    changed = NewReason("Schoolroute", SCHOOL.label_en, ["selected"])
    reasons.change_reason(**office.said(), code=code, new=changed)
    reasons.end_reason(**office.said(), code=code)
    assert (office.rows()[code]["label_nl"], office.rows()[code]["active"]) == ("Schoolroute", False)
    with pytest.raises(InvalidInput):
        reasons.end_reason(**office.said(), code=code)
    reasons.offer_reason(**office.said(), code=code)
    assert [(action, who, detail["name"]) for action, who, _, _, detail in office.log()] == [
        ("reason_added", HEAD.account_id, "Veilige schoolomgeving"),
        ("reason_changed", HEAD.account_id, "Schoolroute"),
        ("reason_ended", HEAD.account_id, "Schoolroute"),
        ("reason_offered", HEAD.account_id, "Schoolroute"),
    ]
    assert set(office.rows(office.world.b)) == set(vocabularies()[Vocabulary.SELECTION_REASON])


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewReason("", "School", ["selected"]), "name of at most"),
        (NewReason("!?", "School", ["selected"]), "name of at most"),
        (NewReason("School", "x" * 81, ["selected"]), "name of at most"),
        (NewReason("School", "School", []), "at least one outcome"),
        (NewReason("School", "School", ["maybe"]), "at least one outcome"),
        (NewReason("veel STEUN", "School", ["selected"]), "veel STEUN"),
        (NewReason("School", "Much support", ["selected"]), "Much support"),
    ],
)
def test_what_cannot_be_a_reason_is_refused(office: Office, new: NewReason, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        reasons.add_reason(**office.said(), new=new)
    assert words in refused.value.text("en")
    assert office.log() == []


def test_two_towns_may_call_the_same_otherwise_and_never_reach_each_other(office: Office) -> None:
    code = reasons.add_reason(**office.said(), new=SCHOOL)
    assert reasons.add_reason(**office.said(office.world.b), new=SCHOOL) == code
    reasons.change_reason(**office.said(), code=code, new=NewReason("Schoolroute", "Way to school", ["selected"]))
    assert office.rows(office.world.b)[code]["label_nl"] == "Veilige schoolomgeving"
    again = reasons.add_reason(**office.said(), new=SCHOOL)
    assert again == f"{code}_2"
    with pytest.raises(NotFound):
        reasons.end_reason(**office.said(office.world.b), code=again)
    with office.writer.transaction() as db:
        assert not reasons_of(db, Scope.whole(office.world.b), office.world.a)["own"].any()


def test_a_text_to_begin_with_is_kept_for_common_and_own_reasons_and_knows_its_facts(office: Office) -> None:
    code = reasons.add_reason(**office.said(), new=SCHOOL)
    for one in (code, "support"):
        reasons.set_template(**office.said(), code=one, template=" Met { Stemmen } stemmen. ")
    assert {office.rows()[one]["template"] for one in (code, "support")} == {"Met { Stemmen } stemmen."}
    with pytest.raises(InvalidInput) as refused:
        reasons.set_template(**office.said(), code=code, template="{stemmen} van {wie} en {}")
    assert "{wie}, {}" in refused.value.text("nl")
    assert "{stemmen}" in refused.value.text("nl")
    with pytest.raises(NotFound):
        reasons.set_template(**office.said(), code=f"{OWN}none", template="")
    reasons.set_template(**office.said(), code="support", template="")
    assert office.rows()["support"]["template"] == ""
    assert set(EXAMPLE) == set(FACTS)


def chosen(code: str) -> tuple:
    why = {"payload": {"outcome": "selected", "motivation": "Omdat.", "reasons": ["support", code], "ref": "1"}}
    return ((P.PUBLISHED, "2026-11-03 10:00"), (P.SELECTION_MADE, "2026-11-04 10:00", why))


def test_choices_tell_a_reason_by_its_name_of_now_and_never_by_its_code(office: Office) -> None:
    code = reasons.add_reason(**office.said(), new=SCHOOL)
    public = (P.SELECTION_PUBLISHED, "2026-11-05 10:00", {"payload": {"ref": "1"}})
    secret, theirs = office.add(*chosen(code)), office.add(*chosen(code), town=office.world.b)
    with office.writer.transaction() as connection:
        connection.execute(text("INSERT INTO appearance (organisation_id, public_map) VALUES (1, true)"))
    before, renamed = office.news(), NewReason("Schoolroute", "Way to school", ["selected"])
    reasons.change_reason(**office.said(), code=code, new=renamed)
    reasons.end_reason(**office.said(), code=code)
    assert office.told(secret) == ["Veel steun", "Schoolroute"]
    assert office.told(theirs, office.world.a, office.world.b) == ["Veel steun", "Veilige schoolomgeving"]
    assert (office.news(), office.rows()[code]["n"]) == (before, 0), "the public knows of none"
    office.add(*chosen(code), public)
    before = office.news()
    reasons.change_reason(**office.said(), code=code, new=SCHOOL)
    assert (office.news(), office.rows()[code]["n"]) == (before + 1, 1)


def test_who_prepares_a_choice_names_a_reason_that_there_is(office: Office) -> None:
    code = reasons.add_reason(**office.said(), new=SCHOOL)
    opened = rounds.open_round(**office.held, by=office.by, rules=Rules("Najaar", {"support": 100}))
    within = Within(office.world.a, opened)
    place = office.add((P.PUBLISHED, "2026-11-03 10:00"))
    key: dict[str, Any] = {**office.held, "by": office.by, "within": within, "subject_id": place}
    with pytest.raises(InvalidInput):
        drafts.save(**key, draft_no=0, content=Content("selected", ("own_none",), "Omdat."))
    drafts.save(**key, draft_no=0, content=Content("selected", (code,), "Omdat."))
    # a place of who went on in this town takes over what the reason is called
    before = office.add((P.PUBLISHED, "2026-11-03 10:00"), town=office.world.predecessor)
    by = type(office.by)(HEAD, office.world.predecessor)
    told = Content("selected", (code,), "Omdat.")
    drafts.save(**office.held, by=by, within=within, subject_id=before, draft_no=0, content=told)
    reasons.change_reason(**office.said(), code=code, new=NewReason("Schoolroute", "Way to school", ["selected"]))
    assert office.rows(office.world.predecessor)[code]["label_nl"] == "Schoolroute"


def test_no_fact_is_a_word_of_a_citizen() -> None:
    """A motivation stays when the title is erased, so the title never gets into it by itself."""
    row = {"title": "Bank van Zwaluwstaartje", "street": "Kerkstraat", "rank": 1, "score": 60.0}
    told = facts_of(row, 3)
    assert told["straat"] == "Kerkstraat"
    assert not any("Zwaluwstaartje" in words for words in told.values())
    with pytest.raises(InvalidInput, match="titel"):
        reasons.check_template("Over {titel}.")
