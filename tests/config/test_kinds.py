import pytest

from config.kinds import (
    OWN_SERVICES,
    PERMISSIONS,
    EventKind,
    Permission,
    Role,
    StageFact,
    outcome_codes,
    stage_codes,
    stages,
)

OSLO = {
    "submitted": "511",
    "admissible": "511",
    "assigned": "557",
    "forwarded": "557",
    "in_treatment": "496",
    "waiting_on_citizen": "496",
    "decision_pending": "496",
    "decided": "496",
    "in_execution": "496",
    "resolved": "133",
    "closed_unhandled": "250",
    "inadmissible": "751",
    "refused": "475",
    "withdrawn": "733",
    "forwarded_external": "250",
    "barred": "138",
    "reopened": "647",
    "evaluated": "956",
}


def test_stages_have_the_codes_of_the_oslo_list() -> None:
    assert {str(code): fact.oslo for code, fact in stages().items()} == OSLO


def test_only_waiting_on_the_citizen_stops_the_clock_and_only_outcomes_end_it() -> None:
    assert [code for code, fact in stages().items() if fact.clock == "stopped"] == [EventKind.WAITING_ON_CITIZEN]
    assert tuple(code for code, fact in stages().items() if fact.clock == "ends" and fact.group == "outcome") == (
        outcome_codes()
    )
    assert {stages()[code].clock for code in stage_codes()} == {"runs", "stopped"}


def test_an_evaluation_never_closes() -> None:
    assert EventKind.EVALUATED not in outcome_codes()
    assert EventKind.EVALUATED not in stage_codes()


def test_ranks_order_one_moment_without_ties() -> None:
    ranks = [fact.rank for fact in stages().values()]
    assert ranks == sorted(set(ranks))
    assert max(ranks) < 128, "the projection packs a rank in eight bits"


@pytest.mark.parametrize("fact", stages().values(), ids=lambda fact: fact.code)
def test_every_stage_has_a_word_in_both_languages(fact: StageFact) -> None:
    assert fact.label("nl")
    assert fact.label("en")


MATRIX = {
    #                       see_ see_  down write see_   man see_ handle mode publ choose app  publish follow see_ reco
    #                       meld cases load notes region age prop prop   rate map         rove choices up     sitt decis
    "algemeen_directeur":  "yes  yes   yes  yes   -      -   yes  yes    -    -    -      yes  -       -      yes  yes",
    "burgemeester":        "yes  yes   yes  yes   -      -   yes  yes    -    -    -      -    -       -      yes  -",
    "schepen":             "yes  yes   yes  yes   -      -   yes  yes    -    -    -      -    -       -      yes  -",
    "diensthoofd":         "yes  yes   yes  -     -      -   yes  yes    yes  -    yes    yes  yes     yes    yes  -",
    "medewerker":          "yes  yes   yes  -     -      -   yes  yes    yes  -    yes    -    -       yes    -    -",
    "secretariaat":        "-    -     -    -     -      -   -    -      -    -    -      -    -       -      yes  yes",
    "communicatie":        "-    -     yes  -     -      -   yes  -      -    yes  -      -    yes     -      -    -",
    "participatie_expert": "-    -     yes  -     -      -   yes  -      -    -    -      -    -       -      -    -",
    "raadslid":            "yes  -     yes  -     -      -   yes  -      -    -    -      -    -       -      -    -",
    "regio":               "-    -     yes  -     yes    -   -    -      -    -    -      -    -       -      -    -",
    "beheerder":           "-    -     -    -     -      yes -    -      -    -    -      -    -       -      -    -",
}  # fmt: skip
OF_REPORTS = {
    #                      see  make review publish
    "algemeen_directeur":  "yes  yes  yes  yes",
    "burgemeester":        "yes  yes  -    -",
    "schepen":             "yes  yes  -    -",
    "diensthoofd":         "yes  yes  yes  -",
    "medewerker":          "yes  -    -    -",
    "secretariaat":        "yes  -    -    yes",
    "communicatie":        "yes  -    -    -",
    "participatie_expert": "-    -    -    -",
    "raadslid":            "yes  -    -    -",
    "regio":               "-    -    -    -",
    "beheerder":           "-    -    -    -",
}  # fmt: skip
"""Written by hand from the roles of docs/adr/0015-roles-and-permissions.md."""
COLUMNS = (
    *("see_meldingen", "see_cases", "download", "write_notes", "see_region", "manage"),
    *("see_proposals", "handle_proposals", "moderate", "publish_map"),
    *("choose", "approve", "publish_choices", "follow_up", "see_sittings", "record_decisions"),
)
OF_SIGNALS = {"algemeen_directeur", "burgemeester", "schepen", "diensthoofd"}
"""Who takes signals up."""
OF_REPORT_COLUMNS = ("see_reports", "make_reports", "review_reports", "publish_reports")


def test_every_role_may_what_was_decided_and_no_more() -> None:
    columns = (*COLUMNS, *OF_REPORT_COLUMNS, "answer_signals")
    signals = {role: "yes" if role in OF_SIGNALS else "-" for role in MATRIX}
    rows = {role: (*row.split(), *OF_REPORTS[role].split(), signals[role]) for role, row in MATRIX.items()}
    written = {
        role: {column for column, word in zip(columns, row, strict=True) if word == "yes"} for role, row in rows.items()
    }
    assert {str(role): {str(one) for one in may} for role, may in PERMISSIONS.items()} == written
    assert set(PERMISSIONS) == set(Role)
    assert set(columns) == {str(one) for one in Permission}


def test_some_roles_reach_their_own_services_only() -> None:
    assert {str(role) for role in OWN_SERVICES} == {"schepen", "diensthoofd", "medewerker"}
