"""The answer sheet of one place at work: looked up with the rights of who asks, as the file of a proposal is."""

from dataclasses import replace
from uuid import UUID

import dash
import pandas as pd
from sqlalchemy import Connection

from dashboard.components.answer_sheet import Answer
from dashboard.web.proposal import LIST, filters_in, looked_up
from queries.appearance import appearance_of
from queries.filters import Scope
from queries.neighbourhood import proposals_of_area
from queries.organisations import organisations
from queries.proposal_case import ProposalCase, proposal_case
from queries.rounds import in_round


def answer_of(db: Connection, subject_id: UUID) -> tuple[Answer, Scope]:
    """What may be answered about a place, and the scope in which that was looked up. Raises NotFound."""
    case, scope = looked_up(db, subject_id, proposal_case)
    number, area = int(case.header["organisation_id"]), case.header["area_id"]
    public = replace(scope, embargoed=False)  # what stands beside it may be told to everybody
    of_area = proposals_of_area(db, public, number, int(area)) if pd.notna(area) else None
    name, website = _organisation(db, scope, number)
    return Answer(case, in_round(db, public, subject_id), of_area, name, website), scope


def _organisation(db: Connection, scope: Scope, number: int) -> tuple[str, str]:
    """The name that an organisation shows, and its website where that can be linked to."""
    known, look = organisations(db, scope).set_index("organisation_id")["name"], appearance_of(db, number)
    website = str(look["website"] or "")
    return str(look["name"] or known[number]), website if website.startswith(("https://", "http://")) else ""


def file_of(case: ProposalCase, search: str) -> str:
    """The address of the whole file of a place."""
    return f"{dash.get_relative_path(LIST)}/{case.header['subject_id']}{filters_in(search)}"
