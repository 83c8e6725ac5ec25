"""What /trends shows: the news, the choice of series, the signals, what is done about them, and the forms."""

from typing import Any

from dash import no_update

from config.topics import Topic
from dashboard.charts.trends_lead import trends_lead
from dashboard.components.markup import lean
from dashboard.components.page_head import lead_words
from dashboard.components.trends.answers import answer_list
from dashboard.components.trends.listed import signal_list
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.trends import by_bar, found_signals, topics
from dashboard.web.trends_annotations import annotation_forms, annotation_list, asked_of
from dashboard.web.trends_answers import answer_line, forms, listed, with_answers
from queries.growth import growth


def shown(search: str | None, before: str | None) -> tuple[Any, ...]:
    """Lead, choice of series, signals, answers, annotations, forms and what these are about; forms stay while that is
    the same."""
    filters, _ = filters_or_usual(search or "")
    with services().db.read() as db:
        found = {topic: found_signals(db, filters, topic) for topic in topics()}
        grown, known = growth(db, current_scope(), filters), listed(db)
        said = [line for topic, own in found.items() for line in with_answers(db, filters, topic, own, known)]
        own_forms = [*forms(db, search, found, known), *annotation_forms(db, search)]
        happened = annotation_list(db, filters)
    lead = trends_lead(found[Topic.MELDING], grown, filters.by)
    answers = [answer_line(row, filters) for row in known.to_dict("records")]
    now = asked_of(search, own_forms)
    stay = bool(now) and now == before
    return (
        lead_words(lead),
        lean(by_bar(filters)),
        lean(signal_list(said)),
        lean(answer_list(answers)),
        lean(happened),
        *((no_update, no_update) if stay else (lean(own_forms), now)),
    )
