"""Everything but meldingen of one municipality, as batches for the loader."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

import pandas as pd

from config.clock import local_day
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import arrivals
from dashboard.jobs.demo.office import Office
from dashboard.jobs.demo.programme import contacts, gathering
from dashboard.jobs.demo.programme.choosing import choose, rounds
from dashboard.jobs.demo.programme.deliverables import tell_deliverables
from dashboard.jobs.demo.programme.people import Participant, pool, tell_people
from dashboard.jobs.demo.programme.proposing import Proposal, merge_twins, proposals
from dashboard.jobs.demo.programme.rows import TopicEvent, frame
from dashboard.jobs.demo.programme.voting import tell_votes, vote
from dashboard.jobs.demo.programme.wishes import programme
from dashboard.jobs.demo.region import region

_EVENTS_A_BATCH = 20_000


def takes_part(hall: Hall) -> bool:
    """Whether a municipality has the platform."""
    return hall.full or hall.code in programme().with_platform


def programme_frames(
    hall: Hall, seed: int, start: date, end: datetime, office: Office, *, scale: float
) -> Iterator[pd.DataFrame]:
    """All events from the local day `start` up to the local day of `end`, some later: who cuts them knows the instant.

    Told from the start each time: what is chosen depends on all that was proposed before.
    """
    events = _events(hall, seed, start, local_day(end, region().time_zone), office, scale)
    while some := list(islice(events, _EVENTS_A_BATCH)):
        yield frame(some)


def _events(hall: Hall, seed: int, start: date, last: date, office: Office, scale: float) -> Iterator[TopicEvent]:
    if takes_part(hall):
        everybody = pool(seed, hall, start, last, scale)
        own = list(proposals(seed, hall, start, last, office, scale))
        yield from _rounds(hall, own, last, office, seed)
        yield from _told(hall, own, everybody, seed)
        yield from tell_people(seed, everybody)
    if hall.full:
        yield from gathering.communication(hall, start, last, office, seed)
        yield from gathering.other_activities(hall, start, last, seed)
        for arrival in arrivals(seed, hall, start, last, office, scale=scale):
            yield from contacts.of_melding(arrival, seed, hall)
        yield from contacts.others(seed, hall, start, last, office, scale)
    if hall.code == region().town.code:
        yield from tell_deliverables(last)


def _rounds(hall: Hall, own: list[Proposal], last: date, office: Office, seed: int) -> Iterator[TopicEvent]:
    """Votes first, then the rounds in order of time, each with what was chosen before known.

    Rounds to come as well: a shortlist is made two weeks before. What they decide is later still, and cut.
    """
    merge_twins(own, office)
    for one in own:
        vote(one)
    ahead = last + gathering.AHEAD
    every = [meeting for theme in programme().themes.values() for meeting in rounds(theme, hall, ahead)]
    for meeting in sorted(every, key=lambda meeting: meeting.at):
        chosen = choose(meeting, own, hall, office, seed)
        if meeting.activity:
            yield from gathering.working_group(meeting, meeting.activity, hall, chosen, seed)


def _told(hall: Hall, own: list[Proposal], everybody: list[Participant], seed: int) -> Iterator[TopicEvent]:
    for one in own:
        tell_votes(one, hall, everybody, seed)
        yield from sorted(one.events, key=lambda event: event.at)
