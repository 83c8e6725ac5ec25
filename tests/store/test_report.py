"""The report of a run: exact counts, bounded lists, two languages, and the same again after it was kept."""

import json
from uuid import UUID

import numpy as np
import pytest

from config.language import N_
from dashboard.store.report import MOST, Report
from dashboard.store.staging import Batch, Refusal, Suspicion
from tests.deliveries import batch, frame, melding

RUN = UUID("019a0000-0000-7000-8000-000000000001")
SHORT, LONG = N_("Too short: {value}."), N_("Too long.")


def refusals(count, reason=SHORT):
    return [Refusal(line, reason, {"value": "x"}) for line in range(2, count + 2)]


def test_counts_add_up(town):
    town.load(melding("same", "2026-03-02"), melding("other", "2026-03-02"))
    told = [*melding("same", "2026-03-02"), *melding("other", "2026-03-03"), *melding("new", "2026-03-04")]
    given = Batch(frame(told), 5, refusals(2))
    report = town.load(given)
    assert (report.read, report.loaded, report.updated, report.unchanged, report.refused_rows) == (5, 1, 1, 1, 2)
    assert report.read == report.loaded + report.updated + report.unchanged + report.refused_rows


def test_in_two_languages():
    report = Report(RUN, read=12_345, loaded=12_000, updated=300, unchanged=43, dropped_columns=("Naam", "E-mail"))
    report.add(Batch(frame([]), 0, refusals(2), [Suspicion(LONG, 9)]))
    assert report.text("en").splitlines() == [
        "12,345 rows read: 12,000 new, 300 changed, 43 unchanged, 2 refused.",
        "Not kept, because they hold personal data: Naam, E-mail.",
        "Refused rows:",
        "  line 2: Too short: x.",
        "  line 3: Too short: x.",
        "Look at these:",
        "  line 9: Too long.",
    ]
    dutch = report.text("nl").splitlines()
    assert dutch[0] == "12.345 rijen gelezen: 12.000 nieuw, 300 gewijzigd, 43 ongewijzigd, 2 geweigerd."
    assert dutch[1] == "Niet bewaard, want ze bevatten persoonsgegevens: Naam, E-mail."
    assert dutch[2:4] == ["Geweigerde rijen:", "  regel 2: Too short: x."]


def test_a_long_list_is_cut_and_says_so():
    report = Report(RUN)
    report.add(Batch(frame([]), 30, refusals(30)))
    lines = report.text("en").splitlines()
    assert lines[-1] == "  and 10 more"
    assert len(lines) == 23
    assert len(report.text("en", most=40).splitlines()) == 32


def test_a_million_refusals_keep_their_count_and_few_examples():
    report = Report(RUN)
    one = Batch(frame([]), 10_100, refusals(10_000) + refusals(100, LONG))
    for _ in range(100):
        report.add(one)
    assert report.refused_rows == 1_010_000
    assert report.reasons == {SHORT: 1_000_000, LONG: 10_000}
    assert len(report.refused) == 2 * MOST
    assert len(json.dumps(report.to_json())) < 300_000
    assert "and 1,009,980 more" in report.text("en")


def test_suspicions_are_bounded_as_well():
    report = Report(RUN)
    report.add(Batch(frame([]), 0, suspicions=[Suspicion(LONG, line) for line in range(5_000)]))
    assert (len(report.suspicions), report.remarks) == (MOST, {LONG: 5_000})


def test_the_same_after_it_was_kept(town):
    odd = {"value": "zero\x00 and \ud800", "count": np.int64(4), "share": float("nan")}
    report = town.load(
        batch(melding("a", "2026-03-02"), refusals=[Refusal(2, SHORT, odd)], suspicions=[Suspicion(LONG, 2)]),
        dropped_columns=("Naam",),
    )
    [(kept,)] = town.rows("SELECT report FROM import_run WHERE organisation_id = :o")
    again = Report.from_json(kept)
    assert again.to_json() == kept == report.to_json()
    assert again.run_id == report.run_id
    assert again.refused == [Refusal(2, SHORT, {"value": "zero and ?", "count": 4, "share": None})]
    assert again.suspicions == report.suspicions
    assert again.dropped_columns == ("Naam",)


def test_a_refused_run_says_why_before_all_else(town):
    report = Report(RUN, read=2, loaded=2, events=5)
    report.refuse(Refusal(0, N_("None of the {read} rows could be read; see the reasons in the report."), {"read": 2}))
    report.add(Batch(frame([]), 0, refusals(2)))
    again = Report.from_json(report.to_json())
    assert (again.problem, again.loaded, again.events) == (report.problem, 0, 0)
    assert again.text("en").splitlines()[1] == "None of the 2 rows could be read; see the reasons in the report."
    assert again.refused_rows == 2


def test_a_remark_on_the_whole_delivery_has_no_line():
    report = Report(RUN)
    report.suspect(Suspicion(LONG, 0))
    assert report.text("en").splitlines()[-1] == "  Too long."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_sentence_of_a_report_is_translated(language):
    report = Report(RUN, dropped_columns=("x",))
    report.add(Batch(frame([]), 30, refusals(30), [Suspicion(LONG, 1)]))
    words = report.text(language)
    assert ("rows" in words or "Look" in words or "more" in words) == (language == "en")
