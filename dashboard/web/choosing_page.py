"""The callbacks of the workbench at work: what it shows, what the editor holds and saves, and what a button does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pandas as pd
from dash import ctx, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.clock import ZONE
from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, Unauthenticated
from config.kinds import Permission
from config.language import N_, current_language, number, t
from config.logs import request_id
from dashboard.charts.choices import reason_words
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import joined
from dashboard.components.choices import Choice, choice_bar
from dashboard.components.choices import Option as Way
from dashboard.components.choosing import activity, criteria, dossiers, editor, listed, means, place, ready, round_form
from dashboard.components.choosing.activity import activity_words
from dashboard.components.choosing.editor import DRAFT
from dashboard.components.choosing.frame import Form, Part
from dashboard.components.choosing.look import PER_PAGE, Look, Panel, Show, View
from dashboard.components.choosing.words import facts_of
from dashboard.components.form import Option
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.moderation.words import overtaken_words
from dashboard.components.page_head import lead_words
from dashboard.components.spot import Spot
from dashboard.store.actions.choosing import drafts
from dashboard.store.actions.choosing.drafts import Beside
from dashboard.store.actions.proposal_turn import Overtaken
from dashboard.web.acting import acting
from dashboard.web.address import today
from dashboard.web.auth import current_scope, current_user
from dashboard.web.choosing import Bench, bench_of, bench_shown, picks_in, places_in, plain
from dashboard.web.choosing_acts import (
    ACTS,
    IN_PLACE,
    Asked,
    Outcome,
    complete,
    content_in,
    held,
    row_of,
    subject_in,
    to_approve,
    within,
)
from dashboard.web.choosing_map import final_spot
from dashboard.web.context import services
from dashboard.web.manage.values import Refused, Values
from queries.activities import activity_told
from queries.candidates import spread
from queries.dossiers import dossier_work
from queries.dossiers import dossiers as dossiers_of
from queries.drafts import Written, activities, written
from queries.municipalities import inhabitants
from queries.names import names
from queries.ranking import simulated
from queries.reasons import reasons_of
from queries.rounds import Round

ANEW = None
"""Mark of an editor that must be made anew."""
QUIET = "quiet-"


def shown(search: str | None, turn: str | None, picked: Any, before: Any) -> tuple[Any, ...]:
    """Lead, bar, round form, criteria, list, form for several, what it means, readiness, and what the page has to
    remember; `before` is what it remembers."""
    found = bench_shown(search, turn)
    if found.own is None:
        lead = Lead(t(N_("There is no round yet.")), "")
        first = round_form.first_round(_themes(found), _town()) if found.rights.choose else []
        return lead_words(lead), [], lean(first), [], [], [], [], [], {}
    own = found.own
    counts = counts_of(found)
    chosen = found.ranking.loc[found.ranking["told_outcome"] == "selected", "subject_id"]
    meant = simulated(found.ranking, list(chosen))
    with services().db.read() as db:
        scope = current_scope(Permission.HANDLE_PROPOSALS)
        people, members = spread(db, scope, own), names(db, scope, "area")
        towns = inhabitants(db, scope, today()).set_index("heir_id")["inhabitants"]
        made, work = dossiers_of(db, scope, own.round_id), dossier_work(db, scope, own.round_id)
    lead = Lead(*means.news(meant, own, counts.n - counts.said, counts.unwritten))
    by_code = dict(zip(members["code"], members["name"], strict=True))
    may = found.may_say
    return (
        lead_words(lead),
        _bar(found, own, by_code),
        _round(found, search),
        lean(criteria.panel(own, found.weights, found.ranking, found.look, may=may)),
        lean(_list(found, picked, may=may)),
        _several(own, turn, before, may=may),
        lean(means.block(meant, own, people, by_code, _known(towns.get(own.organisation_id)))),
        lean(
            [
                *ready.panel(counts, str(own.round_id), may_make=may, may_approve=found.rights.approve),
                *_dossiers(made, work, counts, may=found.rights.choose),
            ]
        ),
        {"places": places_in(_remembered(found, picked)), "change_no": own.change_no, "may": may},
    )


def _known(people: Any) -> int | None:
    return None if people is None or pd.isna(people) else int(people)


def _dossiers(
    made: pd.DataFrame, work: Mapping[str, Any] | None, counts: ready.Counts, *, may: bool
) -> list[Component]:
    counting, pending = counts.made - counts.pending + counts.public > 0, counts.pending > 0
    return dossiers.block(made, work, ZONE, may=may, counting=counting, pending=pending)


def _town() -> str:
    """The organisation in which the person who asks may open a round: that of their own grant."""
    person = current_user()
    reached = person.scope(Permission.CHOOSE).organisation_ids
    own = [grant.organisation_id for grant in person.grants if grant.organisation_id in reached]
    return str(own[0]) if own else ""


def _themes(found: Bench) -> list[Option]:
    number_of = found.own.organisation_id if found.own else int(_town() or 0)
    with services().db.read() as db:
        known = names(db, current_scope(Permission.HANDLE_PROPOSALS), "theme")
    rows = known[known["organisation_id"] == number_of].sort_values("name")
    return [Option(str(key), str(name)) for key, name in zip(rows["key"], rows["name"], strict=True)]


def _round(found: Bench, _search: str | None) -> list[Component]:
    if found.own is None or found.look.panel is Panel.NONE or not found.rights.choose:
        return []
    another = found.look.panel is Panel.NEW
    return lean(round_form.rules(found.own, _themes(found), _town(), another=another))


def _bar(found: Bench, own: Round, areas: Mapping[str, str]) -> list[Component]:
    """Round, neighbourhood and what is listed; and the ways to the rules."""
    look = found.look
    counts = {show: int(_counted(found, show)) for show in Show}
    codes = sorted(set(found.ranking["area_code"].dropna()), key=lambda code: areas.get(code, code).casefold())
    choices = [
        Choice(t(N_("Round")), own.name, [_way(found, one) for one in found.rounds]),
        Choice(
            t(N_("Neighbourhood")),
            areas.get(look.area, "") or t(N_("All")),
            [
                Way(t(N_("All")), look.address(area=""), not look.area),
                *(Way(areas.get(code, code), look.address(area=code), code == look.area) for code in codes),
            ],
        ),
        Choice(
            t(N_("List")),
            dict(listed.counted_shows(counts)).get(look.show, ""),
            [Way(words, look.address(show=show), show is look.show) for show, words in listed.counted_shows(counts)],
        ),
    ]
    return lean([choice_bar(choices), *_ways(found)])


def _counted(found: Bench, show: Show) -> int:
    return len(replace(found, look=replace(found.look, show=show)).listed)


def _way(found: Bench, one: Round) -> Way:
    words = t(N_("{name} (closed)"), name=one.name) if one.closed_at else one.name
    chosen = found.own is not None and one.round_id == found.own.round_id
    return Way(words, Look(round_id=one.round_id).address(), chosen)


def _ways(found: Bench) -> list[Component]:
    if not found.rights.choose:
        return []
    return [round_form.ways(found.look)]


def _list(found: Bench, picked: Any, *, may: bool) -> list[Component]:
    look, n = found.look, len(found.ranking)
    ticked = set(picked) if isinstance(picked, dict) else set()
    title = t(N_("{n} candidates, ranked"), n=number(n)) if n != 1 else t(N_("1 candidate"))
    head = html.Div([html.H2(title, className="block-label"), listed.views(look)], className="choosing-head")
    conclusion = html.P(listed.conclusion(found.ranking), className="conclusion")
    if look.view is View.MAP:
        return [head, conclusion]
    rows = listed.rows(found.listed, found.weights, n, look, ticked, may=may)
    return [head, conclusion, listed.legend(found.weights), *rows]


def _several(own: Round, turn: str | None, before: Any, *, may: bool) -> Any:
    """What can be said of all that is ticked; as it stands while somebody fills it in."""
    stands = isinstance(before, dict) and before.get("may") is may
    if stands and (ctx.triggered_id != Part.TURN or str(turn).startswith(QUIET)):
        return no_update
    return lean([ready.several(editor.as_options(_offered(own)))]) if may else []


def _offered(own: Round) -> list[editor.Reason]:
    """The reasons that the organisation of a round offers."""
    with services().db.read() as db:
        rows = plain(reasons_of(db, current_scope(Permission.HANDLE_PROPOSALS), own.organisation_id))
    label = f"label_{current_language()}"
    return [editor.Reason(row["code"], row[label], row["outcomes"], row["template"]) for row in rows if row["active"]]


def _remembered(found: Bench, picked: Any) -> Any:
    """The places about which a button of the page can say something."""
    first = (max(1, found.look.page) - 1) * PER_PAGE
    page = list(found.listed["subject_id"].iloc[first : first + PER_PAGE])
    wanted = {*page, *complete(found), *to_approve(found), *picks_in(picked), found.look.place}
    return found.ranking[found.ranking["subject_id"].isin(wanted)]


def counts_of(found: Bench) -> ready.Counts:
    """How far the round is."""
    frame = found.ranking
    said, made = frame["told_outcome"].notna(), frame["made"].astype(bool)
    public = frame["choice_published"].astype(bool) & ~made
    drafted = said & ~made & ~public
    return ready.Counts(
        n=len(frame),
        said=int(said.sum()),
        unwritten=int((drafted & ~frame["written"].astype(bool)).sum()),
        unreasoned=int((drafted & (frame["reasons"].str.len() == 0)).sum()),
        complete=len(complete(found)),
        made=int(made.sum()),
        pending=int((frame["standing"] == "pending").sum()),
        to_approve=len(to_approve(found)),
        public=int(public.sum()),
    )


Edited = tuple[Any, Any, Any]


def edited(search: str | None, turn: str | None, before: Any) -> Edited:
    """The editor of the place that the address names, and what it is about; nothing new for the same place."""
    found = bench_shown(search, turn)
    place = found.look.place
    about = {"round": str(found.own.round_id), "subject": str(place)} if found.own and place else None
    if about and isinstance(before, dict) and about.items() <= before.items():
        return no_update, no_update, no_update
    if found.own is None:
        return [], None, []
    if place is None:
        return lean(editor.nothing_chosen()), None, []
    row = found.row(place)
    if row is None:
        return [trouble(NotFound().text())], None, []
    with services().db.read() as db:
        scope = current_scope(Permission.HANDLE_PROPOSALS)
        told = written(db, scope, found.own, place)
        held_there = activities(db, scope, [found.own.organisation_id, int(row["organisation_id"])])
        spot = final_spot(db, scope, row, final_of(row, told))
    parts = [*editor.head(row, found.look), *editor.about(row, found.weights, len(found.ranking))]
    parts += _writing(found, row, told, held_there, spot)
    parts += editor.history(_history(told, found.account), told.zone)
    return lean(parts), {**(about or {}), "draft_no": row["draft_no"], "turn": request_id.get()}, []


def final_of(row: Mapping[Any, Any], told: Written) -> Mapping[str, Any] | None:
    """The final place of the choice that was made, else of the draft; None without one."""
    return told.choice["geometry"] if row["made"] and told.choice else _draft(told).geometry


def _writing(found: Bench, row: Mapping[Any, Any], told: Written, held_there: Any, spot: Spot) -> list[Component]:
    """The fields while it can be written, else the choice as it was made."""
    choice, own, rights = told.choice, found.own, found.rights
    if row["made"] and choice:
        reasons = joined(reason_words(choice["terms"]))
        approves = rights.approve and row["made_by"] != found.account
        final = place.shown(row, spot, choice["geometry"]) if choice["geometry"] else []
        words = choice["motivation"] or ""
        return editor.made(row, words, reasons, final, may_undo=rights.choose, may_approve=approves)
    parts = []
    if choice and choice["standing"] == "returned" and choice["return_message"]:
        parts += editor.returned(choice["return_message"])
    if not rights.choose or own is None or own.closed_at is not None:
        return [*parts, html.P(t(N_("Only who prepares choices in this round writes here.")), className="secondary")]
    draft = _draft(told)
    options = [Option(str(one["subject_id"]), activity_words(one)) for one in plain(held_there)]
    return [
        *parts,
        *editor.writing(row, draft, facts_of(row, len(found.ranking)), options, _offered(own), spot, today()),
    ]


def _draft(told: Written) -> editor.Draft:
    """What the editor begins with: the draft, else the choice that was made last."""
    if told.draft is not None:
        one = told.draft
        activity = str(one["activity_id"]) if one["activity_id"] else None
        texts = one["motivation"], one["shared"], one["internal_note"]
        return editor.Draft(one["outcome"], one["terms"], *texts, one["chosen_by"], activity, one["geometry"])
    if told.choice is not None:
        made = told.choice
        words = made["motivation"] or "", "", ""
        return editor.Draft(made["outcome"], made["terms"], *words, None, None, made["geometry"])
    return editor.Draft(None, [], "", "", "", None, None)


def _history(told: Written, account: UUID) -> list[dict[str, Any]]:
    you, other = t(N_("you")), t(N_("a colleague"))
    return [row | {"who": you if row["saved_by"] == account else other} for row in plain(told.texts)]


def chosen_activity(value: Any) -> list[Component]:
    """The form to correct the activity that is chosen; nothing without one, or for who does not prepare choices."""
    if not isinstance(value, str) or not current_user().may(Permission.CHOOSE):
        return []
    try:
        with services().db.read() as db:
            row = activity_told(db, current_scope(Permission.CHOOSE), subject_in(value))
    except NotFound:
        return []
    return lean(activity.correct(row))


Saved = tuple[Any, Any, Any, Any]


def saved(typed: Any, about: Any, search: str | None) -> Saved:
    """Keep what was typed: what is said of it, what the editor is about now, two texts if there are, and the turn."""
    if not isinstance(typed, dict) or not isinstance(about, dict) or typed.get("subject") != about.get("subject"):
        raise PreventUpdate
    found = bench_of(search)
    if found.own is None:
        raise PreventUpdate
    row = row_of(found, subject_in(about["subject"]))
    number_seen = typed.get("over", about.get("draft_no"))
    if not isinstance(number_seen, int) or isinstance(number_seen, bool):
        raise InvalidInput()
    try:
        content = content_in(typed.get("values") or {})
        draft_no = drafts.save(
            **held(),
            by=acting(Permission.CHOOSE, int(row["organisation_id"])),
            within=within(found.own),
            subject_id=row["subject_id"],
            draft_no=number_seen,
            content=content,
        )
    except Beside as error:
        theirs = "\n\n".join(filter(None, (error.theirs.shared, error.theirs.motivation)))
        mine = "\n\n".join(filter(None, (content.shared, content.motivation)))
        told = editor.beside(theirs, mine, t(N_("The text of a colleague")))
        return None, {**about, "beside": error.draft_no}, told, no_update
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return trouble(error.text()), {**about, "failed": request_id.get()}, [], no_update
    final = place.geometry_words(content.geometry, place.place_of(row)) if content.geometry else ""
    words = editor.saved_words(services().clock.now(), draft_no, ZONE, final)
    kept = {name: about[name] for name in ("round", "subject", "turn") if name in about}
    return words, {**kept, "draft_no": draft_no}, [], f"{QUIET}{request_id.get()}"


Answer = tuple[Any, ...]


def answer(seen: Any, picked: Any, about: Any, search: str | None) -> Answer:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if pressed == Part.MARKED and isinstance(clicks, dict):
        pressed, seen = _of_mark(clicks)
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    act = ACTS.get((form, name))
    if act is None:
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    subject = str(pressed.get("subject") or "")
    drafted = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == DRAFT}
    asked = Asked(subject, name, Values(own), drafted, seen, picked, about, search)
    try:
        outcome = act(asked)
    except Refused as error:
        return _answered(form, error.problems, trouble(error.text()))
    except Overtaken as error:
        said = [trouble(overtaken_words(error.happened, ZONE))]
        return _answered(form, {}, None, said=said, turn=request_id.get())
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        if (form, name) in IN_PLACE:
            # somebody may have changed what is ticked: the page looks again, and the form stays
            turn = f"{QUIET}{request_id.get()}" if form == Form.SEVERAL else no_update
            return _answered(form, {}, trouble(error.text()), turn=turn)
        return _answered(form, {}, None, said=[trouble(error.text())], turn=request_id.get())
    return _done(form, outcome, search)


def _of_mark(told: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A button of a mark of the map, as the same button of a row of the list, and what the map showed."""
    subject = str(told.get("subject"))
    return {"form": Form.OUTCOME, "act": told.get("act"), "subject": subject}, {"places": {subject: told.get("seen")}}


def _done(form: str, outcome: Outcome, search: str | None) -> Answer:
    said = [said_well(outcome.sentence)] if outcome.sentence else no_update
    turn = f"{QUIET}{request_id.get()}" if outcome.quiet else request_id.get()
    leads: Any = no_update
    if outcome.look is not None and outcome.look.search() != search:
        leads = outcome.look.search()
    about: Any = ANEW if outcome.anew else no_update
    picked: Any = {} if outcome.unticks else no_update
    return _answered(form, {}, None, said=said, turn=turn, about=about, leads=leads, picked=picked)


def _answered(
    form: str,
    problems: dict[str, str],
    told: Component | None,
    *,
    said: Any = no_update,
    turn: Any = no_update,
    about: Any = no_update,
    leads: Any = no_update,
    picked: Any = no_update,
) -> Answer:
    """The outputs of `act`: problems by field of the form, what is told in it, and the rest of the page."""
    fields, results = ctx.outputs_list[0], ctx.outputs_list[1]
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    told_in = [told if item["id"]["form"] == form else None for item in results]
    return errors, told_in, said, turn, about, leads, picked
