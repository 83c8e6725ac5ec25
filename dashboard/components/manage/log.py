"""What /beheer/logboek shows: who did what when, in sentences."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.kinds import ReportState, Role
from config.language import N_, day, moment, number, t
from config.retention import Keeping
from dashboard.components.choosing.activity import kind_words
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.labels import ORGANS, ROLES
from dashboard.components.manage.climate import indicator_name
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.retention import NAMES, period_words
from dashboard.components.manage.runs import pager
from dashboard.components.manage.targets import number_name
from dashboard.components.reports.words import STATES
from dashboard.components.reports.words import kind_words as kind_name
from dashboard.components.rows import records, rows_table
from dashboard.components.sittings.words import RESULTS

PAGE = "beheer-logboek"
Search = Callable[..., str]
ACTIONS = {
    "agenda_item_added": N_("put an item on the agenda of the sitting of {day}"),
    "agenda_items_added": N_("put {n} items on the agenda of the sitting of {day}"),
    "agenda_items_removed": N_("took {n} items off the agenda of the sitting of {day}"),
    "account_created": N_("made the account of {subject} with the role {role}"),
    "account_disabled": N_("closed the account of {subject}"),
    "account_enabled": N_("opened the account of {subject} again"),
    "account_renamed": N_("changed name or language of {subject}"),
    "activity_corrected": N_("corrected the activity {activity} of {day}"),
    "activity_told": N_("entered the activity {activity} of {day}"),
    "annotation_taken_away": N_("took {words} out of the charts"),
    "annotation_written": N_("put {words} into the charts"),
    "area_kind_chosen": N_("let {kind} decide where something lies"),
    "area_population_set": N_("set the inhabitants of the area {code} to {population}"),
    "boundaries_kept": N_("brought a file with {n} areas: {file}"),
    "boundaries_taken_back": N_("took boundaries back: {file}"),
    "boundaries_used": N_("took boundaries into use from {valid_from}: {file}"),
    "category_added": N_("added the category {name}"),
    "category_changed": N_("changed the category {name}"),
    "choice_approved": N_("approved the choice about the proposal {number}"),
    "choice_made": N_("made a choice about the proposal {number}"),
    "choice_returned": N_("sent the choice about the proposal {number} back"),
    "choice_undone": N_("undid the choice about the proposal {number}"),
    "choices_approved": N_("approved {n} choices together"),
    "choices_made": N_("made {n} choices together"),
    "choices_published": N_("made {n} choices public"),
    "choices_undone": N_("undid {n} choices together"),
    "climate_reading_told": N_("told the total of {indicator} for the climate pact up to {day}"),
    "climate_reading_withdrawn": N_("withdrew the total of {indicator} for the climate pact up to {day}"),
    "closing_day_added": N_("added {day} as a closing day"),
    "closing_day_removed": N_("took {day} out as a closing day"),
    "decision_recorded": N_("recorded the result of an item of the sitting of {day}: {result}"),
    "decisions_recorded": N_("recorded the result of {n} items of the sitting of {day}: {result}"),
    "decisions_taken_back": N_("undid what was recorded of {n} items of the sitting of {day}"),
    "dossier_asked": N_("asked for the decision dossier of the round {ref}"),
    "best_set_asked": N_("asked which set would be best in the round {ref}"),
    "dossier_made": N_("got version {version} of the decision dossier of the round {ref}: {n} places"),
    "execution_planned": N_("planned the execution of the proposal {number}, by {due}"),
    "execution_started": N_("said that the works of the proposal {number} began"),
    "file_broken_off": N_("did not get all of the file '{file}' ({form}): at most {rows} rows"),
    "file_taken": N_("took the file '{file}' ({form}): {rows} rows. {filters}"),
    "language_changed": N_("chose another language"),
    "layer_added": N_("added the layer {name} under maps"),
    "layer_removed": N_("took out the layer {name} under maps"),
    "link_created": N_("made a link for a password of {subject}"),
    "login": N_("logged in"),
    "login_blocked": N_("login as {subject} blocked after too many attempts"),
    "login_failed": N_("login as {subject} with a wrong password"),
    "logo_set": N_("chose another logo, or none"),
    "logout": N_("logged out"),
    "look_set": N_("chose name, colour or website"),
    "mail_address_changed": N_("changed where mail of {subject} goes"),
    "mail_tried_again": N_("had a mail sent again"),
    "next_steps_told": N_("told what happens next with the proposal {number}"),
    "norm_ended": N_("ended a norm on {valid_to}"),
    "norm_set": N_("set a norm of {n} days from {valid_from}"),
    "outcome_measured": N_("told an outcome of the proposal {number}"),
    "pack_asked": N_("asked for a publication pack of the round {ref}"),
    "pack_made": N_("got a publication pack of the round {ref}: {n} places"),
    "password_set": N_("new password of {subject}"),
    "photo_added": N_("added a photo to the proposal {number}"),
    "photo_hidden": N_("hid a photo of the proposal {number}"),
    "photo_published": N_("published a photo of the proposal {number}"),
    "place_cost_told": N_("told what the proposal {number} cost"),
    "place_realised": N_("said that the proposal {number} is realised"),
    "progress_taken_back": N_("took back the last that was told about the works of the proposal {number}"),
    "proposal_asked": N_("asked a question about the proposal {number}"),
    "proposal_estimated": N_("changed an estimate of the proposal {number}"),
    "proposal_merged": N_("merged the proposal {number} into {into}"),
    "proposal_published": N_("published the proposal {number}"),
    "proposal_reclassified": N_("gave the proposal {number} another theme"),
    "proposal_refused": N_("refused the proposal {number}"),
    "proposal_relocated": N_("put the proposal {number} in another place"),
    "proposal_taken_back": N_("took back what was done with the proposal {number}"),
    "proposals_published": N_("published {n} proposals together"),
    "public_map_closed": N_("closed the public map, or changed it while closed"),
    "public_map_opened": N_("opened the public map, or changed it while open"),
    "publication_cancelled": N_("cancelled a publication of choices to come"),
    "publication_carried_out": N_("made {n} choices public, as planned; {left} were left out"),
    "publication_planned": N_("planned the publication of {n} choices"),
    "reason_added": N_("added the reason {name} for choices"),
    "reason_changed": N_("changed the reason {name} for choices"),
    "reason_ended": N_("ended the reason {name} for choices"),
    "reason_offered": N_("offered the reason {name} for choices again"),
    "report_asked": N_("asked for the report {report}, {first_day} to {last_day}"),
    "report_downloaded": N_("took version {version} of a report as {format}"),
    "report_made": N_("got version {version} of the report {report}"),
    "report_remarked": N_("remarked beside a report"),
    "report_stepped": N_("took version {version} of a report further: {state}"),
    "retention_asked": N_("asked to erase what is due"),
    "retention_set": N_("set how long is kept: {keeping}, {days}"),
    "role_granted": N_("gave {subject} the role {role}"),
    "role_revoked": N_("ended the role {role} of {subject}"),
    "round_changed": N_("changed the rules of the round {ref}"),
    "round_closed": N_("closed the round {ref}"),
    "round_opened": N_("opened the round {ref}"),
    "run_void_asked": N_("asked to take an import run out"),
    "run_voided": N_("took an import run out: {meldingen} meldingen changed"),
    "service_added": N_("added the service {name}"),
    "service_changed": N_("changed the service {name}"),
    "signal_taken_up": N_("took up a signal of the week of {week}: {answer}"),
    "signal_answered": N_("changed what is done about a signal of the week of {week}: {answer}"),
    "signal_result_told": N_("told what came of a signal of the week of {week}"),
    "sitting_cancelled": N_("called off the sitting of {day}: {organ}"),
    "sitting_changed": N_("changed the sitting of {day}: {organ}"),
    "sitting_planned": N_("planned a sitting on {day}: {organ}"),
    "sittings_planned": N_("planned {n} sittings until {until}: {organ}"),
    "subscribed": N_("asked to get something by mail"),
    "target_ended": N_("ended the target for {measure} on {valid_to}"),
    "target_set": N_("set the target for {measure} from {valid_from}"),
    "template_set": N_("wrote the text with which a motivation begins for the reason {name}"),
    "texts_erased": N_("erased at the end of its retention: {n}"),
    "unsubscribed": N_("stopped mail that was asked for"),
}
"""A sentence for each action, filled from the detail of its row."""
_KINDS = {
    "agenda_item_added": N_("Item put on an agenda"),
    "agenda_items_added": N_("Items put on an agenda"),
    "agenda_items_removed": N_("Items taken off an agenda"),
    "account_created": N_("Account made"),
    "account_disabled": N_("Account closed"),
    "account_enabled": N_("Account opened"),
    "account_renamed": N_("Name changed"),
    "activity_corrected": N_("Activity corrected"),
    "activity_told": N_("Activity entered"),
    "annotation_taken_away": N_("Annotation taken away"),
    "annotation_written": N_("Annotation written"),
    "area_kind_chosen": N_("Kind of areas chosen"),
    "area_population_set": N_("Inhabitants of an area set"),
    "boundaries_kept": N_("Boundaries brought"),
    "boundaries_taken_back": N_("Boundaries taken back"),
    "boundaries_used": N_("Boundaries taken into use"),
    "category_added": N_("Category added"),
    "category_changed": N_("Category changed"),
    "choice_approved": N_("Choice approved"),
    "choice_made": N_("Choice made"),
    "choice_returned": N_("Choice sent back"),
    "choice_undone": N_("Choice undone"),
    "choices_approved": N_("Choices approved"),
    "choices_made": N_("Choices made"),
    "choices_published": N_("Choices published"),
    "choices_undone": N_("Choices undone"),
    "climate_reading_told": N_("Total for the climate pact told"),
    "climate_reading_withdrawn": N_("Total for the climate pact withdrawn"),
    "closing_day_added": N_("Closing day added"),
    "closing_day_removed": N_("Closing day taken out"),
    "decision_recorded": N_("Decision recorded"),
    "decisions_recorded": N_("Decisions recorded"),
    "decisions_taken_back": N_("Record of decisions undone"),
    "dossier_asked": N_("Dossier asked"),
    "best_set_asked": N_("Best set asked"),
    "dossier_made": N_("Dossier made"),
    "execution_planned": N_("Execution planned"),
    "execution_started": N_("Works begun"),
    "file_broken_off": N_("File broken off"),
    "file_taken": N_("File taken"),
    "language_changed": N_("Language chosen"),
    "layer_added": N_("Layer added"),
    "layer_removed": N_("Layer taken out"),
    "link_created": N_("Link made"),
    "login": N_("Logged in"),
    "login_blocked": N_("Login blocked"),
    "login_failed": N_("Login failed"),
    "logo_set": N_("Logo chosen"),
    "logout": N_("Logged out"),
    "look_set": N_("Name or colour chosen"),
    "mail_address_changed": N_("Address for mail changed"),
    "mail_tried_again": N_("Mail sent again"),
    "next_steps_told": N_("Next steps told"),
    "norm_ended": N_("Norm ended"),
    "norm_set": N_("Norm set"),
    "outcome_measured": N_("Outcome measured"),
    "pack_asked": N_("Publication pack asked"),
    "pack_made": N_("Publication pack made"),
    "password_set": N_("Password set"),
    "photo_added": N_("Photo added"),
    "photo_hidden": N_("Photo hidden"),
    "photo_published": N_("Photo published"),
    "place_cost_told": N_("Cost told"),
    "place_realised": N_("Place realised"),
    "progress_taken_back": N_("Progress taken back"),
    "proposal_asked": N_("Question asked"),
    "proposal_estimated": N_("Estimate changed"),
    "proposal_merged": N_("Proposals merged"),
    "proposal_published": N_("Proposal published"),
    "proposal_reclassified": N_("Theme changed"),
    "proposal_refused": N_("Proposal refused"),
    "proposal_relocated": N_("Proposal put elsewhere"),
    "proposal_taken_back": N_("Decision taken back"),
    "proposals_published": N_("Proposals published"),
    "public_map_closed": N_("Public map closed"),
    "public_map_opened": N_("Public map opened"),
    "publication_cancelled": N_("Publication cancelled"),
    "publication_carried_out": N_("Planned publication"),
    "publication_planned": N_("Publication planned"),
    "reason_added": N_("Reason added"),
    "reason_changed": N_("Reason changed"),
    "reason_ended": N_("Reason ended"),
    "reason_offered": N_("Reason offered again"),
    "report_asked": N_("Report asked"),
    "report_downloaded": N_("Report downloaded"),
    "report_made": N_("Report made"),
    "report_remarked": N_("Remark beside a report"),
    "report_stepped": N_("Report taken further"),
    "retention_asked": N_("Erasing asked"),
    "retention_set": N_("Retention set"),
    "role_granted": N_("Role given"),
    "role_revoked": N_("Role ended"),
    "round_changed": N_("Round changed"),
    "round_closed": N_("Round closed"),
    "round_opened": N_("Round opened"),
    "run_void_asked": N_("Taking out asked"),
    "run_voided": N_("Run taken out"),
    "service_added": N_("Service added"),
    "service_changed": N_("Service changed"),
    "signal_taken_up": N_("Signal taken up"),
    "signal_answered": N_("Answer to a signal changed"),
    "signal_result_told": N_("Result of a signal"),
    "sitting_cancelled": N_("Sitting called off"),
    "sitting_changed": N_("Sitting changed"),
    "sitting_planned": N_("Sitting planned"),
    "sittings_planned": N_("Sittings planned"),
    "subscribed": N_("Mail asked"),
    "target_ended": N_("Target ended"),
    "target_set": N_("Target set"),
    "template_set": N_("Text to begin with written"),
    "texts_erased": N_("Texts erased"),
    "unsubscribed": N_("Mail stopped"),
}
_ACTORS = {"command_line": N_("command line"), "worker": N_("worker"), "anonymous": N_("somebody not logged in")}
_UNKNOWN = "?"


class Form(StrEnum):
    """The form of this page."""

    NARROW = "narrow"


class _Filled(dict):
    """Places of a sentence that a row does not fill stay readable."""

    def __missing__(self, key: str) -> str:
        return _UNKNOWN


def what(row: Any) -> str:
    """A row of the log as a sentence without its subject."""
    words = ACTIONS.get(row.action)
    return t(words).format_map(_filled(row)) if words else str(row.action)


def kind(action: str) -> str:
    """An action in a word or two."""
    return t(_KINDS[action]) if action in _KINDS else action


def _filled(row: Any) -> Mapping[str, Any]:
    detail = dict(row.detail or {})
    if detail.get("role") in list(Role):
        detail["role"] = t(ROLES[Role(detail["role"])])
    for name, words in (("organ", ORGANS), ("result", RESULTS)):
        if detail.get(name) in words:
            detail[name] = t(words[detail[name]])
    if row.action.startswith("report_"):
        detail |= _of_report(detail)
    for name in ("day", "due", "until", "valid_from", "valid_to", "first_day", "last_day"):
        if isinstance(detail.get(name), str):
            detail[name] = day(date.fromisoformat(detail[name]))
    if detail.get("keeping") in list(Keeping):
        detail |= {"keeping": t(NAMES[Keeping(detail["keeping"])]), "days": period_words(detail.get("days"))}
    if "activity_kind" in detail:
        detail["activity"] = kind_words(detail["activity_kind"], detail.get("sequence_no"))
    if "file" in detail and "form" in detail:
        detail |= {"file": t(str(detail["file"])), "form": str(detail["form"]).upper()}
        detail["rows"] = number(int(detail.get("rows") or 0))
    if "indicator" in detail:
        detail["indicator"] = indicator_name(str(detail["indicator"]))
    if "measure" in detail:
        detail["measure"] = number_name(detail["measure"], detail.get("part") or "")
    return _Filled(detail | {"subject": row.subject or _UNKNOWN})


def _of_report(detail: Mapping[str, Any]) -> dict[str, str]:
    """Which report, as what and how far, as far as its row tells."""
    told = {"report": kind_name(str(detail["kind"]))} if "kind" in detail else {}
    if "format" in detail:
        told["format"] = str(detail["format"]).upper()
    if detail.get("state") in list(ReportState):
        told["state"] = t(STATES[ReportState(detail["state"])]).lower()
    return told


def who(row: Any) -> str:
    """Who did it: a name, or what acted without one."""
    if row.actor:
        return str(row.actor)
    return t(_ACTORS[row.actor_role]) if row.actor_role in _ACTORS else str(row.actor_role)


def lead(rows: pd.DataFrame, zone: str) -> str:
    """Up to when this page of the log goes back."""
    if rows.empty:
        return t(N_("Nothing matches."))
    return t(N_("The latest row is of {when}."), when=moment(rows["at"].iloc[0], zone))


def listed(
    rows: pd.DataFrame, asked: Mapping[str, str], search: Search, zone: str, *, page: int, size: int
) -> Component:
    """One page of the log."""
    file = html.A(
        t(N_("Download as CSV")),
        href=f"/download/beheer-logboek/log.csv{search(**asked)}",
        className="foot-link",
    )
    if rows.empty:
        return block(t(N_("Log")), nothing(t(N_("Nothing matches."))))
    cells = [[moment(row.at, zone), who(row), what(row), row.request_id] for row in records(rows.head(size))]
    heads = [t(N_("When")), t(N_("Who")), t(N_("What")), t(N_("Request"))]
    table = rows_table(heads, cells, label=t(N_("Log")))
    return block(
        t(N_("Log")), table, pager("/beheer/logboek", search, page=page, more=len(rows) > size, **asked), side=file
    )


def narrow_form(actors: pd.DataFrame, asked: Mapping[str, str]) -> Component:
    """The filters of the log."""
    people = [Option(str(key), name) for key, name in zip(actors["account_id"], actors["display_name"], strict=True)]
    fields = [
        Field("who", N_("Who"), Kind.CHOICE, options=people, value=asked.get("who"), optional=True),
        Field(
            "what",
            N_("What"),
            Kind.CHOICE,
            options=sorted((Option(key, t(words)) for key, words in _KINDS.items()), key=lambda one: one.label),
            value=asked.get("what"),
            optional=True,
        ),
        Field("from", N_("First day"), Kind.DAY, value=asked.get("from")),
        Field("to", N_("Last day"), Kind.DAY, value=asked.get("to")),
    ]
    buttons = [Button("show", N_("Show"), primary=True)]
    return form(PAGE, Form.NARROW, title=t(N_("Filters")), fields=fields, buttons=buttons)
