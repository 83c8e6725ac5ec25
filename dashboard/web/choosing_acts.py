"""What the buttons of the workbench do: each act parses what was sent, calls one action, and says what was done."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from config.errors import InvalidInput, NotFound
from config.geometry import MOST_CORNERS
from config.kinds import Permission
from config.language import N_, number, t
from config.vocabularies import Reasons, Vocabulary, vocabularies
from dashboard.components.choosing.editor import DRAFT, LONGEST
from dashboard.components.choosing.frame import Form
from dashboard.components.choosing.look import Look, look_of
from dashboard.components.choosing.words import facts_of
from dashboard.components.moderation.words import title_of
from dashboard.store.actions import activities
from dashboard.store.actions.activities import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_NUMBER,
    MOST_PEOPLE,
    NewActivity,
)
from dashboard.store.actions.choosing import best_sets, choices, dossiers, drafts, rounds
from dashboard.store.actions.choosing.best_sets import Wishes
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import OUTCOMES, PLACE, Beside, Change, Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.proposals import LONGEST_MESSAGE
from dashboard.web.acting import acting
from dashboard.web.address import today
from dashboard.web.auth import current_user
from dashboard.web.choosing import Bench, bench_of, picks_in, shown_in, shown_places
from dashboard.web.context import services
from dashboard.web.manage.values import Values
from queries.ranking import POINTS
from queries.rounds import Round

USUAL_WEIGHTS = {"support": 40, "cost": 20, "spread": 20, "waiting": 20}
LONGEST_GEOMETRY = 50_000
"""Characters of what was drawn: more than its most corners take."""
_NO_ROUND = N_("Open a round first.")
_NONE = N_("Tick at least one place.")
_WAIVED = N_("Only who approves choices lets a round do without a second person.")


@dataclass(frozen=True)
class Asked:
    """What an act gets: on what, what was filled in and what is in the editor, what the page showed, what is ticked,
    what the editor is about, and the address."""

    subject: str
    act: str
    values: Values
    drafted: Mapping[str, Any]
    shown: Any
    picked: Any = None
    about: Any = None
    search: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What was done. `anew`: the editor shows something else; `look`: another address; `quiet`: the keyboard stays;
    `unticks`: nothing is ticked any more."""

    sentence: str
    anew: bool = False
    look: Look | None = None
    quiet: bool = False
    unticks: bool = False


Act = Callable[[Asked], Outcome]


def held() -> dict[str, Any]:
    """What every action takes."""
    return {"writer": services().writer, "clock": services().clock}


def within(own: Round) -> Within:
    """A round as actions name it."""
    return Within(own.organisation_id, own.round_id)


def _bench(asked: Asked) -> tuple[Bench, Round]:
    found = bench_of(asked.search)
    if found.own is None:
        raise InvalidInput(_NO_ROUND)
    return found, found.own


def _official(asked: Asked) -> tuple[Bench, Round]:
    """The same by the weights of the round, whatever was tried out: these are the scores that a choice keeps."""
    return _bench(replace(asked, search=look_of(asked.search).search(weights=None)))


def subject_in(text: Any) -> UUID:
    """The id that a button names. Raises NotFound for what is none."""
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        raise NotFound() from None


def row_of(found: Bench, subject: UUID) -> Mapping[Any, Any]:
    """A candidate. Raises NotFound for what is none."""
    row = found.row(subject)
    if row is None:
        raise NotFound()
    return row


def by_of(row: Mapping[Any, Any], permission: Permission) -> Acting:
    """In whose name something is done with a place."""
    return acting(permission, int(row["organisation_id"]))


def _outcome(asked: Asked) -> Outcome:
    """One of the three buttons of a row: the outcome, and nothing else."""
    found, own = _bench(asked)
    subject = subject_in(asked.subject)
    row = row_of(found, subject)
    if asked.act not in OUTCOMES:
        raise InvalidInput()
    number_seen = shown_in(asked.shown, subject).draft_no
    by = by_of(row, Permission.CHOOSE)
    drafts.save_many(**held(), by=by, within=within(own), seen={subject: number_seen}, change=Change(outcome=asked.act))
    return Outcome("", anew=found.look.place == subject, quiet=True)


def _several(asked: Asked) -> Outcome:
    """The same for all that is ticked, with reasons and a shared part."""
    found, own = _bench(asked)
    outcome = asked.values.choice("outcome", OUTCOMES)
    reasons = asked.values.several("reasons", Reasons())
    shared = asked.values.words("shared", LONGEST, optional=True)
    asked.values.done()
    change = Change(outcome, tuple(reasons) or None, shared or None)
    seen, decided = _picked(asked, found)
    for organisation_id, own_seen in _by_organisation(found, seen).items():
        by = acting(Permission.CHOOSE, organisation_id)
        drafts.save_many(**held(), by=by, within=within(own), seen=own_seen, change=change)
    return Outcome(_changed_words(len(seen), decided), anew=found.look.place in seen, unticks=True)


def _changed_words(n: int, decided: int) -> str:
    words = t(N_("1 place was changed.")) if n == 1 else t(N_("{n} places were changed."), n=number(n))
    if not decided:
        return words
    several = N_("{n} were decided already, and stay as they are.")
    rest = t(N_("1 was decided already, and stays as it is.")) if decided == 1 else t(several, n=number(decided))
    return f"{words} {rest}"


def _picked(asked: Asked, found: Bench) -> tuple[dict[UUID, int], int]:
    """The ticked candidates of which an outcome can be said, each with the draft that the page showed last, and how
    many were decided meanwhile. Raises InvalidInput for none."""
    told, later = picks_in(asked.picked), shown_places(asked.shown)
    ticked = {one: told[one] for one in found.ranking["subject_id"] if one in told}
    seen = {one: max(shown.draft_no, later[one].draft_no if one in later else 0) for one, shown in ticked.items()}
    free = {one: draft_no for one, draft_no in seen.items() if one in found.open}
    if not free:
        raise InvalidInput(_NONE)
    return free, len(ticked) - len(free)


def _by_organisation(found: Bench, seen: Mapping[UUID, Any]) -> dict[int, dict[UUID, Any]]:
    """What is done with several places is done in each organisation apart."""
    towns: dict[int, dict[UUID, Any]] = {}
    known = dict(zip(found.ranking["subject_id"], found.ranking["organisation_id"], strict=True))
    for subject, what in seen.items():
        towns.setdefault(int(known[subject]), {})[subject] = what
    return towns


def _make(asked: Asked) -> Outcome:
    """The choice about one place, of its draft as it was saved last."""
    found, own = _official(asked)
    subject = subject_in(asked.subject)
    row = row_of(found, subject)
    by, mark = by_of(row, Permission.CHOOSE), _mark(found, asked, subject)
    if found.look.place == subject and asked.drafted:
        mark = replace(mark, draft_no=_save_first(asked, own, by, subject))
    done = choices.make(**held(), by=by, within=within(own), marks=[mark])
    return Outcome(_made_words(own, len(done), title_of(row)), anew=True)


def _edited_no(asked: Asked, subject: UUID) -> int:
    """The number of the draft that is in the editor. Raises InvalidInput when that is about another place."""
    about = asked.about if isinstance(asked.about, dict) else {}
    draft_no = about.get("draft_no") if about.get("subject") == str(subject) else None
    if not isinstance(draft_no, int) or isinstance(draft_no, bool):
        raise InvalidInput()
    return draft_no


def _save_first(asked: Asked, own: Round, by: Acting, subject: UUID) -> int:
    """Keep what is in the editor, also what was typed a moment ago; returns the number of the draft."""
    draft_no, content = _edited_no(asked, subject), content_in(asked.drafted)
    return drafts.save(**held(), by=by, within=within(own), subject_id=subject, draft_no=draft_no, content=content)


def _make_all(asked: Asked) -> Outcome:
    """Every draft that is complete."""
    found, own = _official(asked)
    ready = complete(found)
    marks = {one: _mark(found, asked, one) for one in ready}
    if not marks:
        raise InvalidInput(_NONE)
    for organisation_id, own_marks in _by_organisation(found, marks).items():
        by = acting(Permission.CHOOSE, organisation_id)
        choices.make(**held(), by=by, within=within(own), marks=list(own_marks.values()))
    return Outcome(_made_words(own, len(marks), ""), anew=True)


def complete(found: Bench) -> list[UUID]:
    """The places of which the draft is complete and no choice was made yet."""
    frame = found.ranking
    if frame.empty:
        return []
    written = frame["written"].astype(bool) & frame["told_outcome"].notna() & (frame["reasons"].str.len() > 0)
    return list(frame.loc[written & ~frame["made"].astype(bool) & (frame["draft_no"] > 0), "subject_id"])


def _made_words(own: Round, n: int, title: str) -> str:
    if n == 1 and title:
        words = N_("Choice made: {title}. It waits for a second reader.")
        return t(words if own.needs_approval else N_("Choice made: {title}"), title=title)
    words = N_("{n} choices made. They wait for a second reader.")
    return t(words if own.needs_approval else N_("{n} choices made."), n=number(n))


def _mark(found: Bench, asked: Asked, subject: UUID) -> Mark:
    row, seen = row_of(found, subject), shown_in(asked.shown, subject)
    return Mark(seen.seen, seen.draft_no, facts_of(row, len(found.ranking)), scores_of(found, row))


def scores_of(found: Bench, row: Mapping[Any, Any]) -> dict[str, float]:
    """The points of a place for each criterion that weighs in the round, of 100, as they are now."""
    weighing = {code: weight for code, weight in found.weights.items() if weight}
    told = {code: (row.get(f"{POINTS}{code}"), weight) for code, weight in weighing.items()}
    return {
        code: round(float(points) * 100 / weight, 1) for code, (points, weight) in told.items() if points is not None
    }


def _approve(asked: Asked) -> Outcome:
    found, _ = _bench(asked)
    subject = subject_in(asked.subject)
    row = row_of(found, subject)
    choices.approve(**held(), by=by_of(row, Permission.APPROVE), seen=[shown_in(asked.shown, subject).seen])
    return Outcome(t(N_("Approved: {title}"), title=title_of(row)), anew=True)


def _approve_all(asked: Asked) -> Outcome:
    """Every choice of somebody else that waits."""
    found, _ = _bench(asked)
    seen = {one: shown_in(asked.shown, one).seen for one in to_approve(found)}
    if not seen:
        raise InvalidInput(_NONE)
    for organisation_id, own_seen in _by_organisation(found, seen).items():
        choices.approve(**held(), by=acting(Permission.APPROVE, organisation_id), seen=list(own_seen.values()))
    return Outcome(t(N_("{n} choices approved"), n=number(len(seen))), anew=True)


def to_approve(found: Bench) -> list[UUID]:
    """The choices that wait for somebody else than who made them."""
    frame = found.ranking
    if frame.empty:
        return []
    return list(frame.loc[(frame["standing"] == "pending") & (frame["made_by"] != found.account), "subject_id"])


def _back(asked: Asked) -> Outcome:
    found, _ = _bench(asked)
    subject = subject_in(asked.subject)
    row = row_of(found, subject)
    message = asked.values.words("message", LONGEST_MESSAGE)
    asked.values.done()
    seen = shown_in(asked.shown, subject).seen
    choices.send_back(**held(), by=by_of(row, Permission.APPROVE), seen=seen, message=message)
    return Outcome(t(N_("Sent back: {title}"), title=title_of(row)), anew=True)


def _undo(asked: Asked) -> Outcome:
    found, _ = _bench(asked)
    subject = subject_in(asked.subject)
    row = row_of(found, subject)
    choices.undo(**held(), by=by_of(row, Permission.CHOOSE), seen=[shown_in(asked.shown, subject).seen])
    return Outcome(t(N_("Undone: {title}"), title=title_of(row)), anew=True)


def _weights(asked: Asked) -> Outcome:
    """Keep the weights of the address for the round."""
    found, own = _bench(asked)
    rules = rules_of(own, weights=found.weights)
    by = acting(Permission.CHOOSE, own.organisation_id)
    rounds.change_round(**held(), by=by, round_id=own.round_id, change_no=_change_no(asked), rules=rules, reopen=False)
    return Outcome(t(N_("The weights are those of the round now.")), look=found.look_with(weights=None), quiet=True)


def _change_no(asked: Asked) -> int:
    told = asked.shown.get("change_no") if isinstance(asked.shown, dict) else None
    return told if isinstance(told, int) and not isinstance(told, bool) else 0


def rules_of(own: Round, **changes: Any) -> Rules:
    """The rules of a round, with changes."""
    told = {name: getattr(own, name) for name in Rules.__dataclass_fields__}
    return Rules(**told | changes)


def _open(asked: Asked) -> Outcome:
    """Open a round."""
    organisation_id = subject_number(asked.subject)
    approves = organisation_id in current_user().scope(Permission.APPROVE).organisation_ids
    rules = _rules(asked.values, USUAL_WEIGHTS, waives=approves)
    by = acting(Permission.CHOOSE, organisation_id)
    round_id = rounds.open_round(**held(), by=by, rules=rules)
    return Outcome(t(N_("The round is open: {name}"), name=rules.name), anew=True, look=Look(round_id=round_id))


def _change(asked: Asked) -> Outcome:
    """Give the round other rules; a closed one opens again."""
    found, own = _bench(asked)
    rules = _rules(asked.values, own.weights, waives=found.rights.approve or not own.needs_approval)
    by = acting(Permission.CHOOSE, own.organisation_id)
    reopens = own.closed_at is not None
    rounds.change_round(
        **held(), by=by, round_id=own.round_id, change_no=_change_no(asked), rules=rules, reopen=reopens
    )
    return Outcome(t(N_("The rules of the round were changed.")), look=found.look)


def _close(asked: Asked) -> Outcome:
    found, own = _bench(asked)
    rounds.close_round(**held(), by=acting(Permission.CHOOSE, own.organisation_id), round_id=own.round_id)
    return Outcome(t(N_("The round is closed: {name}"), name=own.name), look=found.look, anew=True)


def _dossier(asked: Asked) -> Outcome:
    """Ask for the decision dossier of the round, or a draft of it."""
    _, own = _bench(asked)
    by = acting(Permission.CHOOSE, own.organisation_id)
    dossiers.ask_dossier(**held(), by=by, round_id=own.round_id, draft=asked.act == "draft")
    return Outcome("", quiet=True)


def _propose(asked: Asked) -> Outcome:
    """Ask for the best set by the weights of the address."""
    found, own = _bench(asked)
    wishes = _wishes(asked.values, found.weights)
    best_sets.ask_best_set(
        **held(), by=acting(Permission.CHOOSE, own.organisation_id), round_id=own.round_id, wishes=wishes
    )
    return Outcome("", quiet=True)


def _wishes(values: Values, weights: Mapping[str, int]) -> Wishes:
    limits = {name: values.text(name, 20, optional=True) for name in ("budget", "most", "each")}
    budget = values.decimal("budget") if limits["budget"] else None
    most = values.whole("most", 1, rounds.MOST_PLACES) if limits["most"] else None
    least = values.whole("least", 0, rounds.MOST_PLACES)
    each = values.whole("each", 1, rounds.MOST_PLACES) if limits["each"] else None
    said = values.choice("said", ("yes", "no"))
    values.done()
    return Wishes(dict(weights), None if budget is None else int(budget), most, least, each, said == "yes")


def _rules(values: Values, weights: Mapping[str, int], *, waives: bool) -> Rules:
    """The rules as they were filled in; only who `waives` it lets a round do without a second person."""
    name = values.text("name", rounds.LONGEST_NAME)
    themes = [one for one in values.several("themes", _Numbers()) if one]
    budget = values.text("budget", 20, optional=True)
    amount = values.decimal("budget") if budget else None
    least = values.whole("least", 0, rounds.MOST_PLACES)
    most = values.text("most", 5, optional=True)
    at_most = values.whole("most", 1, rounds.MOST_PLACES) if most else None
    approval = values.choice("approval", ("yes", "no"))
    if approval == "no" and not waives:
        values.refuse("approval", _WAIVED)
    values.done()
    return Rules(name, dict(weights), tuple(map(int, themes)), amount, least, at_most, approval == "yes")


class _Numbers:
    """Numbers of themes: the action checks that there are such."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code.isascii() and code.isdigit() and len(code) < 9

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


def subject_number(text: str) -> int:
    """The number of an organisation that a button names. Raises NotFound for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound()
    return int(text)


def content_in(values: Mapping[str, Any]) -> Content:
    """What the editor sent, as a draft. Raises InvalidInput for what the editor cannot send."""
    told = Values(values)
    activity = told.text("activity", 40, optional=True)
    content = Content(
        outcome=told.choice("outcome", OUTCOMES, optional=True) or None,
        reasons=tuple(told.several("reasons", Reasons())),
        motivation=_text(values.get("motivation")),
        shared=_text(values.get("shared")),
        internal_note=_text(values.get("note")),
        chosen_by=told.choice("chosen_by", vocabularies()[Vocabulary.CHOSEN_BY], optional=True) or None,
        activity_id=subject_in(activity) if activity else None,
        geometry=_geometry(values.get("geometry")),
    )
    told.done()
    return content


def _geometry(raw: Any) -> Any:
    """What was drawn, as GeoJSON text; None for nothing. What is no geometry is refused by the action."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or len(raw) > LONGEST_GEOMETRY:
        raise InvalidInput(PLACE, n=MOST_CORNERS)
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise InvalidInput(PLACE, n=MOST_CORNERS) from None


def _text(raw: Any) -> str:
    """A text as it is typed; what no text holds is refused by the action."""
    return raw if isinstance(raw, str) else ""


def _mine(asked: Asked) -> Outcome:
    """Of two texts that of who asks goes on; the other one is kept."""
    found, own = _bench(asked)
    about = asked.about if isinstance(asked.about, dict) else {}
    row, theirs = row_of(found, subject_in(about.get("subject"))), about.get("beside")
    if not isinstance(theirs, int) or isinstance(theirs, bool):
        raise NotFound()
    key = {"subject_id": row["subject_id"], "draft_no": theirs, "content": content_in(asked.drafted)}
    drafts.save(**held(), by=by_of(row, Permission.CHOOSE), within=within(own), **key)
    return Outcome(t(N_("Your text goes on; the other one is kept below.")), anew=True)


def _theirs(asked: Asked) -> Outcome:
    """Of two texts the other one goes on; one's own was kept already."""
    return Outcome(t(N_("Their text goes on; yours is kept below.")), anew=True)


def _tell_activity(asked: Asked) -> Outcome:
    """Enter an activity, and let it be the one that chose the place in the editor."""
    found, own = _bench(asked)
    subject = subject_in(asked.subject)
    by = by_of(row_of(found, subject), Permission.CHOOSE)
    new, draft_no = _new_activity(asked.values), _edited_no(asked, subject)
    content_in(asked.drafted).check()
    made = activities.tell_activity(**held(), by=by, new=new)
    content = replace(content_in(asked.drafted), chosen_by="working_group", activity_id=made)
    said = t(N_("The activity was saved, and is chosen here."))
    try:
        drafts.save(**held(), by=by, within=within(own), subject_id=subject, draft_no=draft_no, content=content)
    except Beside as error:
        said = f"{t(N_('The activity was saved; choose it in the list.'))} {error.text()}"
    return Outcome(f"{said} {_remark(new)}".strip(), anew=True)


def _correct_activity(asked: Asked) -> Outcome:
    """Tell the activity that is chosen as it should be; what is in the editor is kept first."""
    found, own = _bench(asked)
    activity, _, seen = asked.subject.partition("/")
    place = found.look.place
    if place is None:
        raise NotFound()
    by = by_of(row_of(found, place), Permission.CHOOSE)
    new, told = _new_activity(asked.values), subject_in(activity)
    activities.correct_activity(**held(), by=by, activity_id=told, seq=subject_number(seen), new=new)
    said = t(N_("The activity was corrected."))
    try:
        _save_first(asked, own, by, place)
    except Beside as error:
        said = f"{said} {error.text()}"
    return Outcome(f"{said} {_remark(new)}".strip(), anew=True)


def _new_activity(values: Values) -> NewActivity:
    """What was filled in of an activity. Raises Refused, with each problem at its field."""
    known = vocabularies()
    day = values.day_or_none("on_day") if values.text("on_day", 20) else None
    new = NewActivity(
        activity_kind=values.choice("activity_kind", known[Vocabulary.ACTIVITY_KIND]),
        phase=values.choice("phase", known[Vocabulary.PHASE]),
        title=values.text("title", LONGEST_TITLE),
        on_day=day or today(),
        state=values.choice("state", known[Vocabulary.ACTIVITY_STATE]),
        sequence_no=_count(values, "sequence_no", 1, MOST_NUMBER),
        guide=values.choice("guide", known[Vocabulary.GUIDE], optional=True),
        venue=values.choice("venue", known[Vocabulary.VENUE], optional=True),
        invited=_count(values, "invited", 0, MOST_PEOPLE),
        attended=_count(values, "attended", 0, MOST_PEOPLE),
        report=values.words("report", LONGEST_TEXT, optional=True),
        next_steps=values.words("next_steps", LONGEST_TEXT, optional=True),
    )
    for field, (sentence, params) in new.problems(today()).items():
        values.refuse(field, sentence, **params)
    values.done()
    return new


def _count(values: Values, name: str, first: int, last: int) -> int | None:
    return values.whole(name, first, last) if values.text(name, 20, optional=True) else None


def _remark(new: NewActivity) -> str:
    """What is told and may be a slip, though it can be."""
    if new.invited is None or new.attended is None or new.attended <= new.invited:
        return ""
    told = {"attended": number(new.attended), "invited": number(new.invited)}
    return t(N_("More people came than were invited: {attended} and {invited}. Is that right?"), **told)


ACTS: Mapping[tuple[str, str], Act] = {
    (DRAFT, "mine"): _mine,
    (DRAFT, "theirs"): _theirs,
    **{(Form.OUTCOME, code): _outcome for code in OUTCOMES},
    (Form.SEVERAL, "save"): _several,
    (Form.MAKE, "save"): _make,
    (Form.MAKE, "all"): _make_all,
    (Form.APPROVE, "save"): _approve,
    (Form.APPROVE, "all"): _approve_all,
    (Form.BACK, "save"): _back,
    (Form.UNDO, "save"): _undo,
    (Form.WEIGHTS, "save"): _weights,
    (Form.ROUND, "open"): _open,
    (Form.ROUND, "save"): _change,
    (Form.ROUND, "close"): _close,
    (Form.ACTIVITY, "save"): _tell_activity,
    (Form.CORRECT, "save"): _correct_activity,
    (Form.DOSSIER, "save"): _dossier,
    (Form.DOSSIER, "draft"): _dossier,
    (Form.PROPOSE, "save"): _propose,
}
"""What each button does, by its form and name."""
IN_PLACE = frozenset(
    {
        *((form, "save") for form in (Form.SEVERAL, Form.MAKE, Form.APPROVE, Form.BACK, Form.UNDO, Form.WEIGHTS)),
        *((form, "save") for form in (Form.ACTIVITY, Form.CORRECT)),
        *((Form.ROUND, name) for name in ("open", "save")),
        *((Form.DOSSIER, name) for name in ("save", "draft")),
        (Form.PROPOSE, "save"),
    }
)
"""Buttons with room below them for what was wrong; of the others it is said at the top of the page."""
__all__ = ["ACTS", "DRAFT", "IN_PLACE", "Asked", "Outcome", "complete", "content_in", "to_approve"]
