"""The answer sheet of one place at work: looked up with the rights of who asks, as the file of a proposal is."""

from dataclasses import replace
from uuid import UUID

import dash
import pandas as pd
from sqlalchemy import Connection

from config.errors import NotFound
from dashboard.components.answer_sheet import Answer
from dashboard.web.proposal import LIST, filters_in, looked_up
from queries.appearance import appearance_of
from queries.filters import Scope
from queries.neighbourhood import proposals_of_area
from queries.organisations import organisations
from queries.proposal_case import ProposalCase, proposal_case
from queries.same_round import in_round


def answer_of(db: Connection, subject_id: UUID) -> Answer:
    """What may be answered about a place. Raises NotFound."""
    known, scope = looked_up(db, subject_id, proposal_case)
    everybody = replace(scope, embargoed=False)  # what stands on the sheet may be told on
    told = _told(db, everybody, subject_id) if scope.embargoed else known
    number, area = int(known.header["organisation_id"]), known.header["area_id"]
    of_area = proposals_of_area(db, everybody, number, int(area)) if pd.notna(area) else None
    name, website = _organisation(db, scope, number)
    beside = in_round(db, everybody, subject_id), of_area
    return Answer(told or known, known, told is not None, *beside, name, website)


def _told(db: Connection, scope: Scope, subject_id: UUID) -> ProposalCase | None:
    """A place as everybody may know it; None when nobody may."""
    try:
        return proposal_case(db, scope, subject_id)
    except NotFound:
        return None


def _organisation(db: Connection, scope: Scope, number: int) -> tuple[str, str]:
    """The name that an organisation shows, and its website where that can be linked to."""
    known, look = organisations(db, scope).set_index("organisation_id")["name"], appearance_of(db, number)
    website = str(look["website"] or "")
    return str(look["name"] or known[number]), website if website.startswith(("https://", "http://")) else ""


def file_of(case: ProposalCase, search: str) -> str:
    """The address of the whole file of a place."""
    return f"{dash.get_relative_path(LIST)}/{case.header['subject_id']}{filters_in(search)}"
