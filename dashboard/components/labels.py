"""Words for the closed vocabularies that people choose from; English sentences of the catalogue."""

from config.kinds import MeldingKind, Organ, Role
from config.language import N_, t
from queries.filters import Days, Period, Population

ROLES: dict[Role, str] = {
    Role.ALGEMEEN_DIRECTEUR: N_("general director"),
    Role.BURGEMEESTER: N_("mayor"),
    Role.SCHEPEN: N_("alderman"),
    Role.DIENSTHOOFD: N_("head of service"),
    Role.MEDEWERKER: N_("civil servant"),
    Role.SECRETARIAAT: N_("secretariat"),
    Role.COMMUNICATIE: N_("communication"),
    Role.PARTICIPATIE_EXPERT: N_("participation expert"),
    Role.RAADSLID: N_("council member"),
    Role.REGIO: N_("region"),
    Role.BEHEERDER: N_("administrator"),
}


def role_words(role: str) -> str:
    """What a role is called: 'medewerker'; a code that is no role stands for itself."""
    return t(ROLES[Role(role)]) if role in set(Role) else role


PERIODS: dict[Period, str] = {
    Period.LAST_4_WEEKS: N_("Last 4 weeks"),
    Period.LAST_12_WEEKS: N_("Last 12 weeks"),
    Period.THIS_MONTH: N_("This month"),
    Period.LAST_MONTH: N_("Last month"),
    Period.THIS_QUARTER: N_("This quarter"),
    Period.LAST_QUARTER: N_("Last quarter"),
    Period.THIS_YEAR: N_("This year"),
    Period.LAST_YEAR: N_("Last year"),
    Period.LAST_12_MONTHS: N_("Last 12 months"),
}
KINDS: dict[MeldingKind, str] = {
    MeldingKind.MELDING: N_("Melding"),
    MeldingKind.KLACHT: N_("Complaint"),
    MeldingKind.VRAAG: N_("Question"),
}
ORGANS: dict[str, str] = {
    Organ.COLLEGE: N_("college of mayor and aldermen"),
    Organ.GEMEENTERAAD: N_("municipal council"),
    Organ.BURGEMEESTER: N_("mayor"),
    Organ.ALGEMEEN_DIRECTEUR: N_("general director"),
    Organ.VAST_BUREAU: N_("standing committee"),
    Organ.DISTRICTSORGAAN: N_("district body"),
    Organ.OTHER: N_("another organ"),
}
RESULTS = {"approved": N_("approved"), "refused": N_("refused")}
POPULATIONS: dict[Population, str] = {
    Population.PERIOD: N_("Period"),
    Population.COHORT: N_("Cohort"),
}
POPULATIONS_MEAN: dict[Population, str] = {
    Population.PERIOD: N_("What happened in the period: received, closed, became overdue."),
    Population.COHORT: N_("What came in during the period, followed until the latest data."),
}
DAYS: dict[Days, str] = {
    Days.WORKING: N_("Working days"),
    Days.CALENDAR: N_("Calendar days"),
}
