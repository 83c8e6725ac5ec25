"""Rows that are proposals to staged events: steps, votes, texts, lists, and what cannot be read."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from config.errors import ImportRefused
from config.payload_rules import problem
from dashboard.store.pseudonyms import Pseudonyms
from dashboard.store.sources.converters import Context
from dashboard.store.sources.free_texts import plain_text
from dashboard.store.sources.lists import pictures
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.tabular import CSV, deliver
from dashboard.store.staging import Batch
from dashboard.store.told_before import Before, Read

COLUMNS = ("id", "in", "state", "since", "why", "into", "votes", "text", "theme", "trees", "gone")
HEADER = ";".join(COLUMNS)
MAPPING = """
[organisation]
code = "town"
[source]
code = "form"
name = "Form"
[file]
rows = "proposal"
separator = ";"
list_separator = "|"
[columns]
source_key = "id"
submitted = "in"
status = "state"
status_date = "since"
reason = "why"
merged_into = "into"
votes = "votes"
text = "text"
theme = "theme"
[estimates]
trees = "trees"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
as_of = 2025-03-10T12:00:00Z
[values.status]
"New" = "submitted"
"Shown" = "published"
"No" = "refused"
"Short" = "shortlisted"
"Yes" = "selected"
"Gone" = "withdrawn"
"Joined" = "merged"
[values.reason]
"Twice" = "duplicate"
[[events]]
column = "gone"
kind = "withdrawn"
"""
PUBLIC = ('name = "Form"', 'name = "Form"\npublishes = true')


def line(key: str, **cells: str) -> str:
    told = {"id": key, "in": "2025-03-01 10:00"} | {name.rstrip("_"): cell for name, cell in cells.items()}
    return ";".join(told.get(name, "") for name in COLUMNS)


class Told:
    """What a file gave."""

    def __init__(self, batches: list[Batch], snapshot: bool = True) -> None:
        self.snapshot = snapshot
        self.frame = pd.concat([batch.events for batch in batches])
        self.reasons = [(row.line, row.reason.format(**row.params)) for b in batches for row in b.refusals]
        self.remarks = [(row.line, row.kind.format(**row.params)) for b in batches for row in b.suspicions]
        for row in self.rows():
            columns = [name for name in ("title", "theme", "area", "lon", "lat") if pd.notna(row[name])]
            assert problem(row["kind"], json.loads(row["extra"] or "{}"), columns) is None, row

    def rows(self, key: str | None = None) -> list[dict[str, Any]]:
        """All events, or those of one proposal."""
        every = [{str(name): value for name, value in row.items()} for row in self.frame.to_dict("records")]
        return [row for row in every if key in (None, row["source_key"])]

    def steps(self, key: str) -> list[tuple]:
        """(name within the proposal, kind, UTC, details) of each event after submission."""
        return [
            (
                row["event_key"].removeprefix(f"{key}/"),
                row["kind"],
                f"{row['occurred_at']:%d %H:%M}",
                json.loads(row["extra"] or "{}"),
            )
            for row in self.rows(key)
            if row["kind"] != "proposal_submitted"
        ]

    def details(self, key: str) -> dict[str, Any]:
        (row,) = (row for row in self.rows(key) if row["kind"] == "proposal_submitted")
        return dict(json.loads(row["extra"] or "{}"))


@pytest.fixture
def tell(tmp_path, clock) -> Callable:
    def read(
        *rows: str, changes=(), before: Before | None = None, mapping: str = MAPPING, header: str = HEADER, **more
    ):
        for old, new in changes:
            assert old in mapping
            mapping = mapping.replace(old, new)
        path = tmp_path / "file.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        context = Context(before=lambda _until: before or Before(), pseudonyms=Pseudonyms("secret", "town"))
        parsed = parse_mapping(mapping, "m.toml")
        with deliver(path, parsed, kind=CSV, organisation_id=1, clock=clock, context=context, **more) as delivery:
            return Told(list(delivery.batches), delivery.snapshot)

    return read


def test_a_source_without_moderation_leaves_a_proposal_as_submitted(tell):
    assert tell(line("1"), line("2", state="New")).steps("1") == []


def test_a_source_that_publishes_does_so_at_once_and_its_choices_as_well(tell):
    told = tell(
        line("1"),
        line("2", state="New"),
        line("3", state="No", why="Twice", since="2025-03-02"),
        line("4", state="Yes", since="2025-03-05 09:00"),
        changes=[PUBLIC],
    )
    assert told.steps("1") == [("published", "proposal_published", "01 09:00", {})]
    assert [row["actor_role"] for row in told.rows("1")] == ["citizen", "system"], "nobody moderated it"
    assert told.steps("2") == []
    assert told.steps("3") == [("refused", "moderation_refused", "01 23:00", {"reason": "duplicate"})]
    assert told.steps("4") == [
        ("published", "proposal_published", "01 09:00", {}),
        ("selected", "selection_made", "05 08:00", {"outcome": "selected"}),
        ("selected/published", "selection_published", "05 08:00", {}),
    ]


def test_a_publication_still_to_come_is_not_told(tell):
    changes = [
        ('submitted = "in"', 'submitted = "in"\npublished = "gone"'),
        ('[[events]]\ncolumn = "gone"\nkind = "withdrawn"', ""),
    ]
    told = tell(line("1", gone="2026-11-23 09:00"), line("2", gone="2026-11-20 09:00"), changes=changes)
    assert told.steps("1") == []
    assert [kind for _, kind, _, _ in told.steps("2")] == ["proposal_published"]
    assert told.remarks[-1] == (2, "A publication that is still to come: not public yet.")


def test_a_state_without_a_date_counts_from_the_list_that_first_told_it(tell):
    now = "10 12:00"
    assert tell(line("1", state="Short")).steps("1") == [("state-1", "shortlisted", now, {})]
    first = Read(1, "shortlisted", np.datetime64("2025-03-03T12:00:00"), None)
    before = Before(states={"1": (first,)})
    same = ("state-1", "shortlisted", "03 12:00", {})
    assert tell(line("1", state="Short"), before=before).steps("1") == [same]
    chosen = ("state-2", "selection_made", now, {"outcome": "selected"})
    assert tell(line("1", state="Yes"), before=before).steps("1") == [same, chosen]
    assert tell(line("1", state="New"), before=before).steps("1") == [], "the shortlist was taken back"
    inferred = tell(line("1", state="Yes", in_="2025-03-02"), before=before).frame["inferred"].tolist()
    assert inferred == [False, True, True], "only what has no date of its own"
    refused = Before(states={"1": (Read(1, "refused", first.at, '{"reason": "duplicate"}'),)})
    assert [name for name, *_ in tell(line("1"), before=refused, changes=[PUBLIC]).steps("1")] == ["published"]
    steps = tell(line("1", state="Short"), before=refused, changes=[PUBLIC]).steps("1")
    assert [name for name, *_ in steps] == ["published", "state-2"], "what is refused no longer"
    dated = tell(line("1", state="Short", since="2025-03-02"), before=before).steps("1")
    assert dated == [("shortlisted", "shortlisted", "01 23:00", {})], "its own date goes first"


def test_ends_and_what_they_need(tell):
    told = tell(
        line("1", gone="2025-03-04 08:00"),
        line("2", state="Joined", into="1", since="2025-03-05"),
        line("3", state="Joined", into="3"),
        line("4", state="No", why="Because"),
        line("5", state="Maybe"),
    )
    assert told.steps("1") == [("withdrawn", "proposal_withdrawn", "04 07:00", {})]
    assert told.steps("2") == [("merged", "proposal_merged", "04 23:00", {"into": "1"})]
    assert told.steps("3") == []
    assert told.remarks == [(4, "It is merged, but not told with which other proposal; loaded as if it were not.")]
    assert [number for number, _ in told.reasons] == [6, 5]
    assert "the state Maybe is not in the mapping" in told.reasons[0][1]
    assert "means refused, but not why" in told.reasons[1][1]


def test_an_answer_to_moderation_comes_with_its_date_and_without_a_telephone_number(tell):
    answered = '[[events]]\ncolumn = "gone"\nkind = "question_answered"\ndetails = { ref = "v2" }\n'
    changes = [('[[events]]\ncolumn = "gone"\nkind = "withdrawn"\n', answered), ('text = "text"', 'answer = "text"')]
    rows = [
        line("a", gone="2025-03-05 09:00", text="Op de hoek, bel 0477 12 34 56"),
        line("b", text="Nog niet gedateerd"),
    ]
    told = tell(*rows, changes=changes)
    message = {"message": "Op de hoek, bel […]", "ref": "v2"}
    assert told.steps("a") == [("question_answered", "question_answered", "05 08:00", message)]
    assert told.steps("b") == []


def test_a_running_total_is_told_when_it_changed(tell):
    rows = [line(str(n), votes=votes) for n, votes in enumerate(["5", "5", "4", "0", "x", "1,5", ""], start=1)]
    told = tell(*rows, before=Before(totals={"2": 5, "3": 5, "4": None}))
    found = {key: [extra["total"] for _, _, _, extra in told.steps(key)] for key in "1234567"}
    assert found == {"1": [5], "2": [], "3": [4], "4": [0], "5": [], "6": [], "7": []}
    assert told.steps("1")[0][:3] == ("votes/2025-03-10T12:00:00Z", "votes_counted", "10 12:00")
    assert [number for number, _ in told.remarks] == [6, 7]


def test_what_reads_a_moment_needs_one(tell):
    with pytest.raises(ImportRefused, match=r"--as-of 2024-12-31"):
        tell(line("1"), changes=[("as_of = 2025-03-10T12:00:00Z\n", "")])
    late = tell(line("1", in_="2025-03-11"))
    assert late.remarks == [(2, "in: 2025-03-11 is after 2025-03-10 12:00:00 (UTC), when the file is said to be made.")]


def test_a_day_does_not_take_back_the_hour_told_before(tell):
    hour, other = np.datetime64("2025-03-01T16:00:00"), np.datetime64("2025-03-02T16:00:00")
    told = tell(
        line("1", in_="2025-03-01"), line("2", in_="2025-03-01"), before=Before(submitted={"1": hour, "2": other})
    )
    assert [f"{at:%d %H}" for at in told.frame["occurred_at"]] == ["01 16", "28 23"]


def test_texts_lists_and_amounts(tell):
    told = tell(
        line("1", text="<p>Meer bomen</p><ul><li>hier</li></ul> bel 0470 12 34 56", theme="Groen | Water", trees="12"),
        line("2", theme="Groen", trees="-1"),
    )
    assert told.details("1") == {"text": "Meer bomen\n\n- hier\n\nbel […]", "estimates": {"trees": 12.0}}
    assert told.frame["theme"].tolist() == ["groen", "groen"]
    assert [number for number, _ in told.remarks] == [2, 3, 2]
    assert told.details("2") == {}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("a < b en c > d", "a < b en c > d"),
        ("Vis &amp; friet&nbsp;!", "Vis & friet !"),
        ("<p>een</p>\r\n<p>twee<br/>drie</p>", "een\n\ntwee\ndrie"),
        ("<script>alert('<p>x')</script>tekst<!-- <b> -->", "tekst"),
        ('<a href="https://x.example/?a=1&b=2">hier</a> &lt;3', "hier <3"),
        ("<a" * 5, "<a" * 5),
    ],
)
def test_markup_becomes_plain_text(written, plain):
    assert plain_text(written) == plain


def test_pictures_are_listed_without_their_description(tell):
    assert pictures("https://x/a.jpg (hoe het nu is) | b.jpg\nc.jpg", "|") == ("https://x/a.jpg", "b.jpg", "c.jpg")
    changes = [('text = "text"', 'images = "text"')]
    told = tell(line("1", text="a.jpg|b.jpg"), line("2"), changes=changes)
    left = "1 proposals have 2 pictures, which are only taken over with --photos and the folder that holds them."
    assert told.remarks == [(2, f"{left} The first is here.")]
    assert "a.jpg" not in told.frame.to_csv()


MISTAKES = [
    ('"Yes" = "selected"', '"Yes" = "chosen"', ["values.status.Yes", "chosen", "selected"]),
    ('"Twice" = "duplicate"', '"Twice" = "dup"', ["values.reason.Twice", "dup", "duplicate"]),
    ('reason = "why"\n', "", ["refused", "constants.reason"]),
    ('merged_into = "into"\n', "", ["merged", "columns.merged_into"]),
    ('trees = "trees"', 'bushes = "trees"', ["bushes", "trees"]),
    ('kind = "withdrawn"', 'kind = "submitted"', ["events.1", "submitted", "answered"]),
    ('kind = "withdrawn"', 'kind = "selected"\ndetails = {outcome = "x"}', ["outcome", "chosen_by"]),
    ('kind = "withdrawn"', 'kind = "selected"\ndetails = {chosen_by = "x"}', ["chosen_by", "working_group"]),
    ('rows = "proposal"', 'rows = "idea"', ["file.rows", "idea", "proposal"]),
    ('text = "text"', 'body = "text"', ["columns.body", "merged_into"]),
]


@pytest.mark.parametrize(("old", "new", "named"), MISTAKES, ids=[new or old for old, new, _ in MISTAKES])
def test_a_mistake_in_the_mapping_is_named(old, new, named):
    assert old in MAPPING
    with pytest.raises(ImportRefused) as raised:
        parse_mapping(MAPPING.replace(old, new, 1), "m.toml")
    assert raised.value.text("nl") != raised.value.text("en")
    for word in ["m.toml", *named]:
        assert word in raised.value.text("en")


VOTES = """
[organisation]
code = "town"
[source]
code = "form"
name = "Form"
[file]
rows = "vote"
separator = ";"
[columns]
source_key = "id"
cast = "at"
voter = "email"
opinion = "says"
[dates]
formats = ["%Y-%m-%d %H:%M"]
[values.opinion]
"ja" = "for"
"nee" = "against"
"""


def test_votes_are_told_by_day_with_pseudonyms_only(tell):
    told = tell(
        "1;2025-03-01 10:00;An@x.example;Ja",
        "1;2025-03-01 23:30;bo@x.example;ja",
        "1;2025-03-02 09:00; an@x.example;ja",
        "2;2025-03-02 09:00;an@x.example;ja",
        "2;2025-03-02 09:30;bo@x.example;nee",
        "2;2025-03-02 09:30;co@x.example;misschien",
        mapping=VOTES,
        header="id;at;email;says",
    )
    an, bo = (Pseudonyms("secret", "town").of(f"{name}@x.example") for name in ("an", "bo"))
    assert sorted(told.steps("1") + told.steps("2")) == [
        ("cast/2025-03-01", "votes_cast", "01 22:30", {"votes": 2, "voters": sorted([an, bo])}),
        ("cast/2025-03-02", "votes_cast", "02 08:00", {"votes": 1, "voters": [an]}),
    ]
    assert "example" not in told.frame.to_csv()
    assert [number for number, _ in told.reasons] == [7]
    assert [number for number, _ in told.remarks] == [6, 0, 4]
    assert not told.snapshot


def test_votes_counted_by_row(tell):
    mapping = VOTES.replace('voter = "email"\nopinion = "says"', 'votes = "n"').split("[values")[0]
    told = tell(
        "1;2025-03-01 10:00;3", "1;2025-03-01 11:00;4", "1;2025-03-02 11:00;0", mapping=mapping, header="id;at;n"
    )
    assert told.steps("1") == [("cast/2025-03-01", "votes_cast", "01 10:00", {"votes": 7})]


def test_a_pseudonym_is_the_same_each_time_and_of_one_organisation():
    one, same, other = Pseudonyms("s", "a"), Pseudonyms("s", "a"), Pseudonyms("s", "b")
    assert one.of(" An@X.example") == same.of("an@x.example")
    assert len({one.of("x"), other.of("x"), Pseudonyms("t", "a").of("x"), one.of("y")}) == 4
    assert problem("votes_cast", {"votes": 1, "voters": [one.of("x")]}) is None


@pytest.mark.parametrize("guarded", [True, False])
def test_a_guard_against_formulas(tell, guarded):
    changes = [("[columns]", f"formula_guard = {str(guarded).lower()}\n[columns]")]
    told = tell(line("1", text="'=1+1"), line("2", text="'t is goed"), changes=changes)
    assert told.details("1")["text"] == ("=1+1" if guarded else "'=1+1")
    assert told.details("2")["text"] == "'t is goed"


def test_columns_that_may_be_missing(tell):
    changes = [("[columns]", 'optional = ["trees", "gone", "votes"]\n[columns]')]
    told = tell("1;2025-03-01;;;;;;", header="id;in;state;since;why;into;text;theme", changes=changes)
    assert told.steps("1") == []
    assert told.remarks == [
        (0, "The file has no column trees, gone, votes. That is allowed; nothing is known of what would stand there.")
    ]


EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
AS_OF = datetime.fromisoformat("2025-04-10T12:00:00+00:00")
PRESETS = {"openstad": (12, 3), "openstad-votes": (2, 5), "decidim": (15, 4), "govocal": (9, 3)}


@pytest.mark.parametrize("kind", PRESETS)
def test_presets_read_their_example_without_a_person_in_it(kind, clock):
    mapping = parse_mapping((EXAMPLES / f"{kind}.toml").read_text(encoding="utf-8"), "m.toml", kind)
    (path,) = (path for path in EXAMPLES.glob(f"{kind}.*") if path.suffix != ".toml")
    context = Context(pseudonyms=Pseudonyms("secret", "town"))
    with deliver(path, mapping, kind=kind, organisation_id=1, clock=clock, as_of=AS_OF, context=context) as delivery:
        batches = list(delivery.batches)
        told = Told(batches)
        assert (len(told.frame), sum(batch.read for batch in batches)) == PRESETS[kind]
        assert told.reasons == []
        assert "voorbeeld.example" not in told.frame.to_csv()
        assert delivery.dropped_columns()
