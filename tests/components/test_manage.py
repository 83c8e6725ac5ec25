"""What /beheer shows: sentences for every action, previews that say what they cover, states of targets and accounts."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from config.language import use_language
from config.retention import Keeping
from dashboard.components.manage import index, log, norms, people, retention, runs
from dashboard.components.manage.frame import PARTS
from dashboard.components.manage.index import Line
from dashboard.components.manage.targets import state_of, value_words
from dashboard.components.manage.work import DOING, DONE
from dashboard.components.status import State
from dashboard.store.actions.requests import Work
from queries.manage.work import OF_OTHERS

ROOT = Path(__file__).parents[2]
NOW, TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC), date(2026, 11, 22)


def test_the_log_has_a_sentence_for_every_action() -> None:
    told = set()
    for path in (ROOT / "dashboard" / "store").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        told |= set(re.findall(r'action="([a-z_]+)"', text)) | set(
            re.findall(r'"(closing_day_(?:added|removed)|login_(?:failed|blocked)|photo_(?:published|hidden))"', text)
        )
        told |= set(re.findall(r'_record\(.*"((?:round|choice|publication|sittings?)_[a-z]+)"', text))
        told |= set(re.findall(r'action="[a-z_]+" if one else "([a-z_]+)"', text))
        told |= set(re.findall(r'_record\(held, .*"(choices_[a-z]+)"', text))
    told |= {f"{kind}_{done}" for kind in ("service", "category") for done in ("added", "changed")}
    assert told == set(log.ACTIONS)


def test_a_row_of_the_log_reads_as_a_sentence() -> None:
    row = SimpleNamespace(
        action="role_granted", detail={"role": "raadslid"}, subject="An", actor=None, actor_role="worker"
    )
    assert (log.who(row), log.what(row)) == ("achtergrondtaak", "gaf An de rol raadslid")
    row = SimpleNamespace(action="norm_set", detail={}, subject=None, actor="Jan", actor_role="beheerder")
    assert (log.who(row), log.what(row)) == ("Jan", "stelde een norm van ? dagen in vanaf ?")
    assert log.what(SimpleNamespace(action="new_one", detail={}, subject=None)) == "new_one"


def test_a_preview_says_what_it_covers() -> None:
    moved = SimpleNamespace(concerned=9, counted=9, deadlines=4, open_deadlines=1, late=2, in_time=0)
    assert "4 meldingen krijgen een andere termijn, 1 daarvan" in str(norms.moved_words(moved))
    assert "Geteld over" not in str(norms.moved_words(moved))
    moved.concerned = 30_000
    assert "Geteld over de 9 die het laatst ontvangen zijn; 30.000 vallen eronder." in str(norms.moved_words(moved))
    moved.concerned, moved.deadlines = 9, 0
    assert "geen enkele melding" in str(norms.moved_words(moved))


@pytest.mark.parametrize(
    ("value", "state"),
    [(0.8, State.GOOD), (0.75, State.GOOD), (0.74, State.ATTENTION), (0.7, State.ATTENTION), (0.69, State.BAD)],
)
def test_a_target_stands_good_up_to_the_amber_limit(value: float, state: State) -> None:
    assert state_of(value, "at_least", 0.75, 0.7) is state
    assert state_of(-value, "at_most", -0.75, -0.7) is state


def test_a_value_is_told_in_its_unit() -> None:
    assert state_of(None, "at_least", 1, 0) is State.NEUTRAL
    assert value_words(0.8, "share") == "80,0\u202f%"
    assert value_words(9, "working days") == "9 werkdagen"


def account(**more: Any) -> pd.DataFrame:
    usual = {"account_id": "a", "display_name": "An", "disabled_at": None, "has_password": True, "invited_until": None}
    grant = {"grant_no": 1, "role": "raadslid", "service_ids": None, "valid_from": date(2026, 1, 1), "valid_to": None}
    return pd.DataFrame([usual | grant | more])


@pytest.mark.parametrize(
    ("more", "asks"),
    [
        ({}, 0),
        ({"has_password": False}, 1),
        ({"has_password": False, "invited_until": NOW}, 0),
        ({"has_password": False, "disabled_at": NOW}, 0),
        ({"valid_to": date(2026, 11, 21)}, 0),
    ],
)
def test_only_an_invitation_that_has_expired_asks_for_attention(more: dict[str, Any], asks: int) -> None:
    assert people.asking(account(**more), TODAY, NOW) == asks


def test_a_role_tells_its_services_and_days() -> None:
    services = pd.DataFrame({"service_id": [1, 2], "name": ["Groen", "Wegen"]})
    row = next(account(service_ids=[2], valid_from=date(2026, 12, 1), valid_to=date(2027, 1, 1)).itertuples())
    assert people.role_words(row, services, TODAY) == "raadslid (Wegen) vanaf 1 dec 2026 tot 1 jan 2027"


def test_a_reason_of_an_old_report_never_breaks_the_page() -> None:
    assert runs.sentence({"reason": "Gone {n}", "params": {}}, "reason") == "Gone {n}"
    assert runs.sentence({}, "reason") == ""


def test_the_overview_counts_what_asks_and_leads_to_every_part() -> None:
    lines = [Line(part.path, part.name, "x", asks=place % 2) for place, part in enumerate(PARTS)]
    with use_language("en"):
        assert index.lead(lines) == f"{len(PARTS) // 2} parts ask for attention."
        assert index.lead(lines[:2]) == "One part asks for attention."
        assert index.lead(lines[:1]) == "Nothing asks for attention."
    assert all(f"href='{part.path}?x=1'" in str(index.listed(lines, lambda: "?x=1")) for part in PARTS)


def test_a_preview_of_a_period_says_how_many_would_lose_their_texts() -> None:
    due = SimpleNamespace(n=12_340, oldest=date(2022, 3, 3))
    told = str(retention.preview_words(Keeping.MELDING, due, 365))
    assert "Met 365 dagen zouden nu 12.340 meldingen hun tekst verliezen; de oudste van 3 mrt 2022." in told
    assert "nooit" in str(retention.preview_words(Keeping.MELDING, due, None))


def test_the_log_says_which_period_was_set() -> None:
    row = SimpleNamespace(action="retention_set", detail={"keeping": "klacht", "days": None}, subject=None)
    assert log.what(row) == "stelde in hoelang bewaard wordt: Klachten, onbeperkt"
    row.detail |= {"days": 1}
    assert log.what(row) == "stelde in hoelang bewaard wordt: Klachten, 1 dag"


def test_an_erased_report_keeps_its_numbers() -> None:
    row = SimpleNamespace(started_at=NOW, state="merged", source="CSV", file_name=None, run_id="r", voided_at=None)
    row.__dict__.update(read=5, loaded=1, updated=0, unchanged=1, refused=3)
    report = {"refused": [], "reasons": {"x": 3}, "suspicions": [], "remarks": {}, "erased": "2026-11-22"}
    told = str(runs.one(row, report, lambda **_: "", "Europe/Brussels"))
    assert "De rijen van dit verslag zijn verwijderd op 22 nov 2026 (bewaartermijn); hun aantallen blijven." in told
    assert "Geweigerde rijen (3)" in told


def test_what_is_asked_of_the_worker_has_words_here_or_a_page_of_its_own() -> None:
    told = {str(one) for one in Work} - set(OF_OTHERS)
    assert told == set(DOING) == set(DONE)
