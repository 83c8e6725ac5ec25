"""The places of a decision dossier: a sheet for each that is chosen, a few lines for each that is not."""

from collections.abc import Iterator

from config.language import N_, number, t
from dashboard.charts.phrases import joined
from dashboard.reports.document import (
    Beside,
    Block,
    Column,
    Heading,
    Link,
    Pairs,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
)
from dashboard.reports.dossier_maps import Maps
from dashboard.reports.dossier_words import (
    NOTHING,
    Json,
    Parts,
    amount,
    day_words,
    gain_words,
    heading_of,
    outcome_mark,
    points_words,
    score_words,
    tombstone,
    within,
)

_MOST_BESIDE = 4


def sheet(place: Json, frozen: Json, parts: Parts, maps: Maps) -> Iterator[Block]:
    """A place that is chosen: facts, motivation, what its score is made of, words and photos of who proposed it."""
    yield Heading(heading_of(place, parts), 2)
    yield Pairs(tuple(_facts(place, frozen)))
    yield Heading(t(N_("Motivation")), 3)
    yield _motivation(place)
    yield from _pictures(place, parts, maps)
    yield from tombstone(place, parts)
    text = parts.words(place["text"])
    if text:
        yield Heading(t(N_("What the citizen wrote")), 3)
        yield Quote(text, t(N_("Words of who proposed it, not of the government.")))
    yield Heading(t(N_("What is known of it, and what its score is made of")), 3)
    yield _evidence(place)


def lines(place: Json, frozen: Json, parts: Parts) -> Iterator[Block]:
    """A place that is not chosen, or waits: a line of facts, and its motivation."""
    yield Heading(heading_of(place, parts), 2)
    yield from tombstone(place, parts)
    told = t(N_("score {score}, rank {rank} of {n}"), **_standing(place, frozen))
    where = joined_by(" · ", place["area"] or place["street"], place["number"], *_known(place), told)
    yield Paragraph((outcome_mark(place), f" · {_reasons(place)}\n{where}"))
    yield _motivation(place)


def _known(place: Json) -> list[str]:
    """Votes and cost in words."""
    return [one["words"] for one in place["evidence"] if one["code"] in ("support", "cost")]


def _standing(place: Json, frozen: Json) -> dict[str, str]:
    told = {"score": score_words(place), "rank": number(place["rank"])}
    return told | {"n": number(frozen["totals"]["candidates"])}


def _facts(place: Json, frozen: Json) -> Iterator[tuple[str, Text]]:
    told = t(N_(", score {score} of 100, rank {rank} of {n}"), **_standing(place, frozen))
    yield t(N_("Outcome")), (outcome_mark(place), told)
    yield t(N_("Reasons")), _reasons(place)
    if place["stage"] != place["outcome"]:
        yield t(N_("Where it stands now")), place["stage_words"]
    where = joined_by(", ", place["street"], place["area"])
    final = t(N_("; its final place is drawn on the map")) if place["geometry"] else ""
    yield t(N_("Place")), (where or NOTHING) + final
    yield t(N_("Number and theme")), joined_by(" · ", place["number"], place["theme"]) or NOTHING
    if place["gains"]:
        yield t(N_("Expected gain")), joined([gain_words(one) for one in place["gains"]])
    yield from _course(place)


def joined_by(sign: str, *words: str | None) -> str:
    """The words that there are, with a sign between."""
    return sign.join(filter(None, words))


def _reasons(place: Json) -> str:
    first, *others = [one["words"] for one in place["reasons"]] or [t(N_("no reason told"))]
    return joined([first, *map(within, others)])


def _course(place: Json) -> Iterator[tuple[str, Text]]:
    """Who chose, who approved, who decided, and since when it is public."""
    if place["chosen_by"]:
        yield t(N_("Chosen by")), _chosen_by(place["chosen_by"])
    if place["approved_day"]:
        role = place["approved_by"]
        words = N_("{day}, by a second person ({role})") if role else N_("{day}, by a second person")
        yield t(N_("Approved")), t(words, day=day_words(place["approved_day"]), role=role)
    if place["ratified_day"]:
        yield t(N_("Decision")), tuple(_decision(place))
    public = day_words(place["published_day"]) or t(N_("not public yet"))
    yield t(N_("Public since")), public


def _chosen_by(told: Json) -> str:
    """'Werkgroep, Klankbordgroep 3 van 12 nov 2026 met 14 aanwezigen'."""
    activity = joined_by(" ", told["activity"], number(told["activity_no"]) if told["activity_no"] else None)
    said = [told["words"], activity if activity != told["words"] else ""]
    if told["activity_day"]:
        said.append(day_words(told["activity_day"]))
    if told["attended"] is not None:
        said.append(t(N_("{n} present"), n=number(told["attended"])))
    return ", ".join(filter(None, said))


def _decision(place: Json) -> Iterator[str | Link]:
    yield joined_by(", ", place["organ"], day_words(place["ratified_day"]), place["decision_number"])
    address = place["decision_uri"] or ""
    if address.startswith(("https://", "http://")):
        yield from (", ", Link(address, address))


def _motivation(place: Json) -> Quote:
    told = place["chosen_by"]
    who = t(N_("Motivation of {who}"), who=told["words"].lower()) if told else t(N_("Motivation of the government"))
    return Quote(place["motivation"] or NOTHING, f"{who}, {day_words(place['made_day'])}")


def _pictures(place: Json, parts: Parts, maps: Maps) -> Iterator[Block]:
    """Photos of who proposed it and the map of its surroundings, side by side."""
    photos = [_photo(place, number_of, named, parts) for number_of, named in enumerate(place["photos"], 1)]
    shown = [*(one for one in photos if one), *maps.around(place, parts)][:_MOST_BESIDE]
    if len(shown) > 1:
        yield Beside(tuple(shown))
    else:
        yield from shown


def _photo(place: Json, number_of: int, named: Json, parts: Parts) -> Picture | None:
    part = parts.of(named)
    if part is None or part.picture is None:
        return None
    alt = part.alt or t(N_("Photo {n} of place {no}, without description"), n=number_of, no=place["no"])
    return Picture(part.picture, alt, t(N_("Photo of who proposed it")), 0.4)


def _evidence(place: Json) -> Table:
    """What is known by each criterion: first those that weigh, with their points; then the others."""
    weighing = {one["code"] for one in place["points"]}
    then = place["scores"] or {}
    rows = [_weighed(one, then) for one in place["points"]]
    rows += [
        (one["name"], one["words"] or t(N_("not known")), *(NOTHING,) * (4 if then else 3))
        for one in place["evidence"]
        if one["code"] not in weighing
    ]
    total = (t(N_("Score")), "", *([""] if then else []), "", number(100), points_words(place["score"]))
    return Table(_columns(with_then=bool(then)), tuple(rows), total=total, notes=tuple(_notes(place)))


def _columns(*, with_then: bool) -> tuple[Column, ...]:
    then = [Column(t(N_("At the choice (0 to 100)")), True)] if with_then else []
    return (
        Column(t(N_("Criterion"))),
        Column(t(N_("Value"))),
        Column(t(N_("Now (0 to 100)")), True),
        *then,
        Column(t(N_("Weight")), True),
        Column(t(N_("Points")), True),
    )


def _weighed(one: Json, then: Json) -> tuple[Text, ...]:
    before = [points_words(then.get(one["code"]))] if then else []
    words = one["words"] or t(N_("not known"))
    return one["name"], words, points_words(one["share"]), *before, number(one["weight"]), points_words(one["points"])


def _notes(place: Json) -> Iterator[Text]:
    points = sum(round(one["points"], 1) for one in place["points"] if one["points"] is not None)
    if round(points, 1) != round(place["score"], 1):
        yield t(N_("The points are rounded; the score is their sum before that."))
    if place["unknown"]:
        yield t(N_("What is not known gives no points; {n} points could still come."), n=amount(place["unknown"]))
    if place["scores"]:
        yield t(_THEN)


_THEN = N_("Votes and other numbers go on changing: a number in the motivation is that of the day of the choice.")
