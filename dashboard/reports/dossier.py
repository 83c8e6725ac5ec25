"""The decision dossier of a round as a document: from what is frozen, with the words and photos that are still there.

Summary first, then every decision in a table, a sheet for each place that is chosen, the motivation of each that is
not, criteria and weights, spread, and an annex with definitions and origin. Texts and numbers come from what is frozen,
so that the same dossier always says the same; only what a citizen wrote can be missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from config.language import N_, number, percent, t
from dashboard.charts.palette import ACCENT
from dashboard.charts.phrases import joined
from dashboard.reports.document import (
    Block,
    Column,
    Contents,
    Definitions,
    Document,
    Heading,
    Mark,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Sign,
    Strong,
    Table,
    Text,
    sign_of,
)
from dashboard.reports.dossier_maps import Maps
from dashboard.reports.dossier_places import lines, sheet
from dashboard.reports.dossier_words import (
    NOTHING,
    Held,
    Json,
    Parts,
    amount,
    day_words,
    euro,
    euro_words,
    gain_words,
    heading_of,
    moment_words,
    outcome_mark,
    place_name,
    places_words,
    score_words,
    short_hash,
    value_of,
)

SELECTED, DEFERRED, NOT_SELECTED = "selected", "deferred", "not_selected"
_MOST_GAINS, _MOST_ABOVE = 2, 60
__all__ = ["Held", "Look", "dossier"]


@dataclass(frozen=True)
class Look:
    """How the organisation shows itself: a readable accent colour, and a logo."""

    accent: str = ACCENT
    logo: bytes | None = field(default=None, repr=False)


def dossier(frozen: Json, digest: str, held: Mapping[int, Held], look: Look | None = None) -> Document:
    """The document, in the language that is spoken. `digest`: the hash of what is frozen; `held`: parts by number."""
    shown, parts = look or Look(), Parts(held)
    name = frozen["round"]["name"]
    return Document(
        title=t(N_("Decision dossier: {name}"), name=name),
        organisation=frozen["town"]["name"],
        made_at=datetime.fromisoformat(frozen["made_at"]),
        subtitle=t(N_("Which places are chosen, which are not, and why")),
        facts=tuple(_facts(frozen, digest, parts)),
        running=t(N_("Decision dossier · {name}"), name=name),
        foot=_foot(frozen, digest),
        state=_state(frozen),
        accent=shown.accent,
        logo=shown.logo,
        blocks=tuple(_blocks(frozen, digest, parts)),
    )


def _facts(frozen: Json, digest: str, parts: Parts) -> Iterator[tuple[str, Text]]:
    zone = frozen["town"]["zone"]
    made = {"n": number(frozen["version"]), "day": moment_words(frozen["made_at"], zone), "role": frozen["made_by"]}
    yield t(N_("Version")), t(N_("{n}, made on {day} ({role})"), **made)
    yield t(N_("Data until")), moment_words(frozen["as_of"], zone)
    yield t(N_("About")), joined(frozen["round"]["themes"] or [t(N_("all themes"))])
    if frozen["services"] is not None:
        yield t(N_("Limited to")), joined(frozen["services"]) or NOTHING
    yield t(N_("Check")), short_hash(digest)
    gone = parts.removed
    if gone:
        told = {"n": number(len(gone)), "day": day_words(max(part.removed for part in gone if part.removed))}
        yield t(N_("Removed")), t(N_("{n} texts or photos of citizens, the last on {day}"), **told)


def _foot(frozen: Json, digest: str) -> str:
    told = {"moment": moment_words(frozen["as_of"], frozen["town"]["zone"])}
    checked = {"n": number(frozen["version"]), "check": short_hash(digest)}
    first = t(N_("Data until {moment}. Definitions: see the annex."), **told)
    return f"{first}\n{t(N_('Frozen as version {n}, check {check}.'), **checked)}"


def _state(frozen: Json) -> str:
    if frozen["draft"]:
        return t(N_("Draft, under embargo"))
    return t(N_("Under embargo")) if frozen["embargo"] else ""


def _blocks(frozen: Json, digest: str, parts: Parts) -> Iterator[Block]:
    attention = list(_attention(frozen))
    maps = Maps(frozen, len(attention))
    yield from _summary(frozen, attention)
    yield from _contents_and_map(maps)
    yield from _decisions(frozen, parts)
    yield from _chosen(frozen, parts, maps)
    if len(_of(frozen, SELECTED)) < len(frozen["places"]):
        yield PageBreak()
    for code, title in ((DEFERRED, N_("Deferred places")), (NOT_SELECTED, N_("Places that are not chosen"))):
        yield from _others(_of(frozen, code), t(title), frozen, parts)
    yield from _pending(frozen, parts)
    yield from _criteria(frozen)
    yield from _left_out(frozen, parts)
    yield from _spread(frozen)
    yield from _annex(frozen, digest, parts)


def _of(frozen: Json, code: str) -> list[Json]:
    return [place for place in frozen["places"] if place["outcome"] == code]


# --- summary ---------------------------------------------------------------------------------------------------------


def _contents_and_map(maps: Maps) -> Iterator[Block]:
    """The map of the town below the summary where it fits, else on a page of its own."""
    contents = Contents(t(N_("Contents")), 1)
    if maps.needs_page:
        yield contents
        yield PageBreak()
        yield Heading(t(N_("Map")))
    yield from maps.town()
    yield PageBreak()
    if not maps.needs_page:
        yield contents


def _summary(frozen: Json, attention: list[str]) -> Iterator[Block]:
    yield Paragraph((Strong(_news(frozen)), *_meant(frozen)), lead=True)
    yield _in_numbers(frozen)
    if attention:
        yield Note("\n".join(attention), t(N_("To note")), Sign.ATTENTION)


def _news(frozen: Json) -> str:
    """How many places are chosen."""
    chosen, n = len(_of(frozen, SELECTED)), frozen["totals"]["candidates"]
    if not chosen:
        return t(N_("No place is chosen of the {n} candidates."), n=number(n))
    words = N_("1 place is chosen of the {n} candidates.") if chosen == 1 else N_("{chosen} of the {n} are chosen.")
    return t(words, chosen=places_words(chosen), n=number(n))


def _meant(frozen: Json) -> list[str]:
    """What the chosen places cost and yield together."""
    totals, budget = frozen["totals"], frozen["round"]["budget"]
    if not _of(frozen, SELECTED):
        return []
    told = {"cost": euro_words(totals["cost"]), "budget": euro_words(budget or 0)}
    known = totals["without_cost"] < len(_of(frozen, SELECTED))
    cost = t(N_(" Together they cost {cost} by estimate") if known else N_(" What they cost is not known"), **told)
    room = t(N_(", of a budget of {budget}"), **told) if budget else ""
    gains = [gain_words(one) for one in totals["gains"][:_MOST_GAINS]]
    gained = t(N_("; they should yield {gains}"), gains=joined(gains)) if gains else ""
    return [f"{cost}{room}{gained}."]


def _in_numbers(frozen: Json) -> Table:
    """The outcomes with their sums."""
    gains = frozen["totals"]["gains"][:_MOST_GAINS]
    rows = [(*_sums(one, gains),) for one in frozen["totals"]["outcomes"] if one["n"]]
    names = [f"{one['name']} ({one['unit']})" if one["unit"] else one["name"] for one in gains]
    numeric = (t(N_("Places")), t(N_("Votes")), *names, t(N_("Estimate (euro)")))
    columns = (Column(t(N_("Outcome"))), *(Column(name, True) for name in numeric))
    return Table(columns, tuple(rows), t(N_("The choice in numbers")), notes=tuple(_not_in_sums(frozen)))


def _not_in_sums(frozen: Json) -> Iterator[Text]:
    """Of how many places the cost is in no sum."""
    unknown = [(one["words"], one["without_cost"]) for one in frozen["totals"]["outcomes"] if one["without_cost"]]
    if unknown:
        what = joined([f"{words.lower()} {number(n)}" for words, n in unknown])
        yield t(N_("Without a known cost, and in no sum: {what}."), what=what)


def _sums(one: Json, gains: list[Json]) -> Iterator[Text]:
    yield (Mark(sign_of(one["code"]), one["words"]),)
    yield number(one["n"])
    yield number(one["support"])
    known = (one["gains"].get(gain["code"]) for gain in gains)
    yield from (NOTHING if value is None else amount(value) for value in known)
    yield euro(one["cost"])


def _attention(frozen: Json) -> Iterator[str]:
    """What who decides should know: over the budget, not known, still open, waiting, ended since."""
    totals, budget = frozen["totals"], frozen["round"]["budget"]
    if budget and totals["cost"] > budget:
        yield t(N_("The chosen places cost {n} more than the budget."), n=euro_words(totals["cost"] - budget))
    if totals["without_cost"]:
        yield _many(
            totals["without_cost"],
            N_("Of 1 chosen place the cost is not known."),
            N_("Of {n} chosen places the cost is not known."),
        )
    if frozen["draft"] and totals["pending"]:
        yield _many(
            totals["pending"],
            N_("1 choice waits for the approval of a second person and does not count."),
            N_("{n} choices wait for the approval of a second person and do not count."),
        )
    if totals["open"]:
        yield _many(
            totals["open"],
            N_("About 1 candidate nothing is decided yet."),
            N_("About {n} candidates nothing is decided yet."),
        )
    if totals["ended"]:
        yield _many(
            totals["ended"],
            N_("1 place with a choice was withdrawn, refused or merged since; it is not in this dossier."),
            N_("{n} places with a choice were withdrawn, refused or merged since; they are not in this dossier."),
        )


def _many(n: int, one: str, several: str) -> str:
    return t(one) if n == 1 else t(several, n=number(n))


# --- decisions -------------------------------------------------------------------------------------------------------


def _decisions(frozen: Json, parts: Parts) -> Iterator[Block]:
    yield Heading(t(N_("Decisions")))
    columns = (
        Column(t(N_("No.")), True),
        Column(t(N_("Proposal"))),
        Column(t(N_("Neighbourhood"))),
        Column(t(N_("Score")), True),
        Column(t(N_("Rank")), True),
        Column(t(N_("Votes")), True),
        Column(t(N_("Estimate (euro)")).replace(" (", "\n("), True),
        Column(t(N_("Outcome"))),
    )
    rows = tuple(_decided(place, parts) for place in frozen["places"])
    told = {"n": number(frozen["totals"]["candidates"])}
    note = t(N_("Score: of 100, by the weights of this round. Rank: among all {n} candidates of the round."), **told)
    yield Table(columns, rows, t(N_("Every decision of this dossier")), notes=(note,))


def _decided(place: Json, parts: Parts) -> tuple[Text, ...]:
    name, number_of = place_name(place, parts), place["number"]
    votes = value_of(place, "support")
    return (
        number(place["no"]),
        f"{name}\n{number_of}" if number_of and number_of not in name else name,
        place["area"] or NOTHING,
        score_words(place),
        number(place["rank"]),
        NOTHING if votes is None else number(votes),
        euro(value_of(place, "cost")),
        (outcome_mark(place),),
    )


def _chosen(frozen: Json, parts: Parts, maps: Maps) -> Iterator[Block]:
    """Each chosen place on a sheet of its own."""
    found = _of(frozen, SELECTED)
    for at, place in enumerate(found):
        yield PageBreak()
        if not at:
            yield Heading(t(N_("Chosen places")))
        yield from sheet(place, frozen, parts, maps)


def _others(found: list[Json], title: str, frozen: Json, parts: Parts) -> Iterator[Block]:
    if not found:
        return
    yield Heading(title)
    for place in found:
        yield from lines(place, frozen, parts)


def _pending(frozen: Json, parts: Parts) -> Iterator[Block]:
    """In a draft: choices that count for nothing yet."""
    if not frozen["pending"]:
        return
    yield PageBreak()
    yield Heading(t(N_("Still to be approved")))
    yield Note(
        t(N_("These choices do not count yet and stand in no number of this dossier.")), t(N_("Draft")), Sign.ATTENTION
    )
    for place in frozen["pending"]:
        yield from lines(place, frozen, parts)


# --- how they were compared ------------------------------------------------------------------------------------------


def _criteria(frozen: Json) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(t(N_("Criteria and weights")))
    yield Paragraph(t(_COMPARED))
    n = frozen["totals"]["candidates"]
    columns = (
        Column(t(N_("Criterion"))),
        Column(t(N_("How it gives points"))),
        Column(t(N_("Known of")), True),
        Column(t(N_("Weight")), True),
    )
    rows = tuple(
        (
            one["name"],
            one["means"],
            t(N_("{known} of {n}"), known=number(one["known"]), n=number(n)),
            str(one["weight"]),
        )
        for one in frozen["criteria"]
    )
    yield Table(columns, rows, total=(t(N_("Together")), "", "", "100"))
    yield Heading(t(N_("Rules of the round")), 2)
    yield Pairs(tuple(_rules(frozen["round"])))


_COMPARED = N_(
    "Each criterion gives a place from 0 to 100 by how near it comes to the best candidate; the weights say how much "
    "each counts. The score supports the choice and does not make it: each outcome has its own reasons and motivation."
)


def _rules(own: Json) -> Iterator[tuple[str, Text]]:
    none = t(N_("no limit"))
    yield t(N_("Budget")), euro_words(own["budget"]) if own["budget"] else none
    yield t(N_("Places for each neighbourhood, at least")), number(own["least_per_area"])
    most = own["most_per_area"]
    yield t(N_("Places for each neighbourhood, at most")), none if most is None else number(most)
    approval = N_("by a second person, before a choice counts") if own["needs_approval"] else N_("not needed")
    yield t(N_("Approval")), t(approval)


def _left_out(frozen: Json, parts: Parts) -> Iterator[Block]:
    """What ranks above something that was chosen."""
    found = frozen["left_out"]
    if not found:
        return
    yield Heading(t(N_("Ranked higher, and not chosen")), 2)
    by_number = {place["no"]: place for place in (*frozen["places"], *frozen["pending"])}
    columns = (
        Column(t(N_("Rank")), True),
        Column(t(N_("Proposal"))),
        Column(t(N_("Neighbourhood"))),
        Column(t(N_("Score")), True),
        Column(t(N_("Outcome"))),
    )
    yield Paragraph(
        _many(
            len(found),
            N_("1 place ranks higher than the last one that is chosen."),
            N_("{n} places rank higher than the last one that is chosen."),
        )
    )
    rows = tuple(_above(one, by_number.get(one["no"] or 0), parts, frozen) for one in found[:_MOST_ABOVE])
    left = len(found) - len(rows)
    yield Table(columns, rows, notes=(t(N_("And {n} more."), n=number(left)),) if left else ())


def _above(one: Json, place: Json | None, parts: Parts, frozen: Json) -> tuple[Text, ...]:
    name = heading_of(place, parts) if place else one["number"] or NOTHING
    outcome: Text = t(N_("nothing decided yet"))
    if place:
        decided = place["no"] <= len(frozen["places"])
        outcome = (outcome_mark(place),) if decided else t(N_("still to be approved"))
    return number(one["rank"]), name, one["area"] or NOTHING, score_words(one), outcome


def _spread(frozen: Json) -> Iterator[Block]:
    rows = frozen["spread"]
    if not rows:
        return
    reached = sum(row["chosen"] > 0 for row in rows)
    told = {"n": number(reached), "all": number(len(rows))}
    yield Heading(t(N_("Spread over the neighbourhoods")))
    yield Paragraph(t(N_("The chosen places lie in {n} of the {all} neighbourhoods."), **told))
    columns = (
        Column(t(N_("Neighbourhood"))),
        Column(t(N_("Inhabitants")), True),
        Column(t(N_("Share of inhabitants")), True),
        Column(t(N_("Candidates")), True),
        Column(t(N_("Chosen here")), True),
    )
    cells = tuple(
        (
            row["name"],
            number(row["inhabitants"]),
            percent(row["share"]),
            number(row["candidates"]),
            number(row["chosen"]),
        )
        for row in rows
    )
    sums = [number(sum(row[name] for row in rows)) for name in ("inhabitants", "candidates", "chosen")]
    total = (t(N_("Together")), sums[0], percent(1), sums[1], sums[2])
    yield Table(columns, cells, total=total, notes=tuple(_elsewhere(frozen)))


def _elsewhere(frozen: Json) -> Iterator[Text]:
    """How many lie in none of these neighbourhoods, so that the numbers add up."""
    whole = {"candidates": frozen["totals"]["candidates"], "chosen": len(_of(frozen, SELECTED))}
    left = {name: n - sum(row[name] for row in frozen["spread"]) for name, n in whole.items()}
    if any(left.values()):
        words = N_(
            "In no neighbourhood of which the inhabitants are known, and not in this table: candidates {candidates}, "
            "chosen {chosen}."
        )
        yield t(words, **{name: number(n) for name, n in left.items()})


# --- annex -----------------------------------------------------------------------------------------------------------


def _annex(frozen: Json, digest: str, parts: Parts) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(t(N_("Annex: definitions and origin")))
    own = [(t(term), t(meaning)) for term, meaning in _TERMS]
    yield Definitions((*((name, meaning) for name, meaning in frozen["definitions"]), *own))
    yield Heading(t(N_("Origin")), 2)
    zone = frozen["town"]["zone"]
    yield Pairs(
        (
            (t(N_("Round")), f"{frozen['round']['name']} ({frozen['round']['ref']})"),
            (t(N_("Data until")), moment_words(frozen["as_of"], zone)),
            (t(N_("Made")), t(N_("{day}, version {n}"), **_made(frozen, zone))),
            (t(N_("Hash (SHA-256)")), digest),
        )
    )
    yield Paragraph(t(_FROZEN))
    if parts.removed:
        yield Paragraph(t(_ERASED, n=number(len(parts.removed))))


def _made(frozen: Json, zone: str) -> dict[str, str]:
    return {"day": moment_words(frozen["made_at"], zone), "n": number(frozen["version"])}


_TERMS = (
    (N_("Candidate"), N_("A place that this round can choose, or about which it has decided already.")),
    (N_("Score"), N_("The points of all criteria together, 0 to 100, on the day of this dossier.")),
    (
        N_("Rank"),
        N_(
            "The order by score. Of equal scores the place of which most is known comes first, then the one with most "
            "votes, then the one that waits longest."
        ),
    ),
    (N_("Chosen, deferred, not chosen"), N_("The outcome of the choice; a deferred place can come in a later round.")),
    (N_("Expected gain"), N_("What a place would yield when it is carried out, as estimated last.")),
    (N_("Motivation"), N_("Why, for the public; its numbers are those of the day of the choice.")),
    (N_("Approval"), N_("Where the round asks for it, a choice counts only once a second person approved it.")),
)
_FROZEN = N_(
    "Numbers, ids, reasons and motivations are frozen in this version: what changes afterwards is told in a next one. "
    "The hash belongs to what is frozen. Titles, texts and photos of citizens are no part of it: they can be removed, "
    "at the end of their retention or when somebody asks; the dossier then says so in their place, with the same hash."
)
_ERASED = N_("Of this version {n} texts or photos of citizens were removed since it was made.")
