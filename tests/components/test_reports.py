"""Reports in words and forms: which periods are offered, what waits for whom, which buttons stand there."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from dash.development.base_component import Component
from hypothesis import given, settings
from hypothesis import strategies as st

from config.kinds import ReportState as S
from config.language import use_language
from dashboard.components.form import Part as FormPart
from dashboard.components.reports import listed, panel, shown
from dashboard.components.reports.frame import Form
from dashboard.components.reports.listed import May
from dashboard.components.reports.periods import Span, spans
from dashboard.components.reports.shown import Beside, Standing
from queries.filters import Period, period_days
from tests.conftest import NOW
from tests.reporting import OCTOBER, frozen, remark_in

ONE = UUID(int=7)
ALL = May(make=True, remark=True, review=True, publish=True)


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.sampled_from(Period))
def test_every_period_offered_is_over_and_the_usual_one_is_first(today: date, usual: Period) -> None:
    offered = spans(usual, today)
    assert all(one.first_day.day == 1 and (one.last_day + timedelta(days=1)).day == 1 for one in offered)
    assert all(one.first_day < one.last_day < today for one in offered)
    assert len({one.code for one in offered}) == len({one.name for one in offered}) == len(offered)
    if usual in (Period.LAST_MONTH, Period.LAST_QUARTER, Period.LAST_YEAR):
        assert (offered[0].first_day, offered[0].last_day) == period_days(usual, today)


def test_periods_have_the_names_that_people_give_them() -> None:
    told = [(1, 31, 1), (7, 30, 9), (1, 31, 12), (1, 31, 10), (2, 30, 4)]
    names = [Span(date(2026, first, 1), date(2026, last, days)).name for first, days, last in told]
    assert names == ["jan 2026", "3e kwartaal 2026", "2026", "jan 2026 – okt 2026", "feb 2026 – apr 2026"]
    assert Span(date(2026, 10, 3), date(2026, 10, 9)).name == "3 okt – 9 okt 2026"


def row(state: S = S.MADE, kind: str = "college", version: int = 1, **more: Any) -> dict[str, Any]:
    own = {"organisation_id": 1, "report_id": ONE, "kind": kind, "about": "organisation", "member": "", "state": state}
    days = {"first_day": OCTOBER[0], "last_day": OCTOBER[1], "as_of": None, "made_at": NOW, "state_at": NOW}
    return own | days | {"version": version, "hash": "a" * 64, "made_role": "schepen", "sitting_id": None} | more


def test_what_waits_for_whom() -> None:
    rows = [row(S.MADE), row(S.REVIEWED), row(S.REVIEWED, kind="managementteam"), row(S.ON_AGENDA), row(S.PUBLISHED)]
    found = listed.waits(rows, [(ONE, 1)], publishes=True)
    assert {act: len(those) for act, those in found.items()} == {"review": 1, "agenda": 1, "publish": 2}
    assert listed.waits(rows, [], publishes=False) == {}
    assert listed.lead(rows, found, {}).news == "Er wachten 4 rapporten op u."
    assert "Laatst gepubliceerd: Maandrapport voor het college, okt 2026." in listed.plain_lead(rows, {}).news


def one(state: S, may: May = ALL, *, kind: str = "college", last: int = 1, **more: Any) -> panel.One:
    versions = [row(S.MADE, kind, number) for number in range(last, 1, -1)] + [row(state, kind)]
    sitting = UUID(int=9)
    told: dict[str, Any] = {"sittings": {sitting: "College"}, "open_sittings": [sitting], "zone": "Europe/Brussels"}
    told |= {"steps": [], "formats": ("docx", "pdf"), "pending": False, "under_way": False} | more
    return panel.One(row=row(state, kind), member="", versions=versions, may=may, **told)


def buttons(shown_parts: list[Component]) -> set[str]:
    """The forms that have a button."""
    found: set[str] = set()
    for part in shown_parts:
        for each in (part, *part._traverse()):
            own = getattr(each, "id", None)
            if isinstance(own, dict) and own.get("type") == FormPart.ACT:
                found.add(str(own["form"]))
    return found


@pytest.mark.parametrize(
    ("state", "kind", "expected"),
    [
        (S.MADE, "college", {Form.AGAIN, Form.REVIEW}),
        (S.REVIEWED, "college", {Form.AGAIN, Form.AGENDA, Form.WITHDRAW}),
        (S.REVIEWED, "managementteam", {Form.AGAIN, Form.PUBLISH, Form.WITHDRAW}),
        (S.ON_AGENDA, "college", {Form.AGAIN, Form.PUBLISH, Form.WITHDRAW}),
        (S.PUBLISHED, "college", {Form.AGAIN, Form.WITHDRAW}),
        (S.WITHDRAWN, "college", {Form.AGAIN, Form.REVIEW}),
    ],
)
def test_each_state_offers_its_next_steps(state: S, kind: str, expected: set[str]) -> None:
    on_it: dict[str, Any] = {"open_sittings": []} if state is S.ON_AGENDA else {}
    assert buttons(panel.panel(one(state, kind=kind, **on_it))) == expected
    assert buttons(panel.panel(one(state, May(), kind=kind))) == set()


def test_only_the_last_version_is_reviewed_and_none_is_asked_while_one_is_made() -> None:
    assert Form.REVIEW not in buttons(panel.panel(one(S.MADE, last=2)))
    assert buttons(panel.panel(one(S.MADE, under_way=True))) == {Form.REVIEW}
    reviewer, publisher = May(review=True), May(publish=True)
    assert buttons(panel.panel(one(S.REVIEWED, reviewer))) == {Form.WITHDRAW}
    assert buttons(panel.panel(one(S.PUBLISHED, reviewer))) == set()
    assert buttons(panel.panel(one(S.REVIEWED, publisher))) == {Form.AGENDA}


def test_what_a_version_does_not_hold_is_said_to_who_may_know() -> None:
    held = {"figures": remark_in("figures", "Oud")}
    now = {"figures": Standing(ONE, "Nieuw", "schepen", NOW)}
    told = str(shown.beside_parts("figures", "Deel", Beside(held, now, "Europe/Brussels", sees=True)))
    assert "Oud" in told
    assert "Nieuw" in told
    assert "Geschreven nadat deze versie gemaakt was" in told
    assert "weggehaald" in str(shown.beside_parts("figures", "Deel", Beside(held, {}, "Europe/Brussels", sees=True)))
    assert "weggehaald" not in str(shown.beside_parts("figures", "Deel", Beside(held, {}, "Europe/Brussels")))


def test_the_text_is_the_one_that_was_frozen_whatever_the_language_of_its_reader() -> None:
    told = frozen(late=["App"])
    with use_language("en"):
        parts = shown.shown(told, Beside({}, {}, "Europe/Brussels", sees=True, writes=True))
    words = str(parts)
    assert "Er staan er 430 open." in words
    assert "Deze bronnen zijn te laat: App." in words
    assert "Write a remark" in words
    assert shown.parts_of(told) == ["", "figures", "figures/figures"]
    unread = frozen(
        sections=[told["sections"][0] | {"blocks": [told["sections"][0]["blocks"][0] | {"chart": {"format": 99}}]}]
    )
    assert "99" in str(shown.shown(unread, Beside({}, {}, "Europe/Brussels")))
