"""What the public may see: views in schema `published`, the only thing that the database role heli_public can read.

One rule decides: `proposal.public_stage`, of an organisation that opened its public map. `VIEWS` says what each view
holds; a test compares the database with it.
"""

from functools import cache

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    TableClause,
    Text,
    all_,
    and_,
    any_,
    case,
    column,
    func,
    literal,
    null,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import distinct_on

from config.vocabularies import OWN
from queries.tables.appearance import appearance, blob
from queries.tables.choosing import reason
from queries.tables.dimensions import area, area_version, theme, theme_version
from queries.tables.events import PUBLIC_NEWS, data_version
from queries.tables.organisations import organisation, organisation_version, setting
from queries.tables.proposals import gain, photo, proposal, selection, vote

SCHEMA = "published"
ONLY_PROPOSED = "published"
"""The public stage in which nothing is known yet but the proposal itself."""
CONTACT = "accessibility_contact"
"""The only setting that the public reads: whom to tell when somebody cannot use a page."""
EXECUTION = ("planned", "in_execution", "realised")
CHOSEN = ("selected", *EXECUTION)
"""The public stages of what is chosen: only then anything of its works is public."""
_CHOSEN = proposal.c.public_stage != ONLY_PROPOSED


def _open(known: FromClause) -> ColumnElement[bool]:
    """Rows of organisations that opened their public map."""
    opened = select(appearance.c.organisation_id).where(appearance.c.public_map)
    return known.c.organisation_id.in_(opened)


def _told(known: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Rows of proposals that the public knows."""
    return _open(known), known.c.public_stage.is_not(None)


def _when(condition: ColumnElement[bool], known: ColumnElement) -> ColumnElement:
    return case((condition, known), else_=null()).label(known.name)


def _dated(milestone: str) -> ColumnElement[bool]:
    """Whether a source told the day of a milestone of a proposal, not only that it had come."""
    return literal(milestone, Text) != all_(proposal.c.undated)


def _latest(base: FromClause, version: FromClause, key: str, *columns: ColumnElement) -> Select:
    """The latest version of each that holds until further notice."""
    number = base.c.organisation_id
    found = select(number, base.c[key], base.c.code, version.c.name, *columns).select_from(base.join(version))
    latest = found.where(_open(base), version.c.valid_to.is_(None)).ext(distinct_on(number, base.c[key]))
    return latest.order_by(number, base.c[key], version.c.valid_from.desc())


def _decides() -> ColumnElement[bool]:
    """Whether an area is of the kind that decides where something lies in its organisation."""
    chosen = select(organisation.c.area_kind).where(organisation.c.organisation_id == area.c.organisation_id)
    return (area.c.kind == chosen.scalar_subquery()).label("decides")


def _organisation() -> Select:
    name = func.coalesce(appearance.c.name, organisation_version.c.name).label("name")
    shown = ("logo", "accent", "website", "licence", "frame_ancestors", "layers")
    known = organisation.join(appearance, appearance.c.organisation_id == organisation.c.organisation_id).join(
        organisation_version, organisation_version.c.organisation_id == organisation.c.organisation_id
    )
    number = organisation.c.organisation_id
    contact = select(setting.c.value.op("#>>")(text("'{}'"))).where(setting.c.key == CONTACT).scalar_subquery()
    columns = (number, organisation.c.code, organisation.c.time_zone, name, *(appearance.c[one] for one in shown))
    columns += (contact.label(CONTACT),)
    found = select(*columns).select_from(known).where(appearance.c.public_map).ext(distinct_on(number))
    return found.order_by(number, organisation_version.c.valid_from.desc())


def _proposal() -> Select:
    always = ("organisation_id", "subject_id", "theme_id", "area_id", "number", "title", "text", "lon", "lat")
    more = ("street", "h3_10", "submitted_day", "published_at")
    done, realised = proposal.c.public_stage.in_(EXECUTION), proposal.c.public_stage == "realised"
    hidden = (
        _when(_CHOSEN, proposal.c.cost_public).label("cost_estimated"),
        _when(and_(_CHOSEN, _dated("explained")), proposal.c.explained_day),
        _when(done, proposal.c.due_on),
        _when(and_(done, _dated("started")), proposal.c.started_day),
        _when(and_(realised, _dated("realised")), proposal.c.realised_day),
        _when(realised, proposal.c.cost_actual),
    )
    known = (*(proposal.c[name] for name in (*always, *more)), _when(_dated("published"), proposal.c.published_day))
    followed = proposal.c.public_stage.in_(CHOSEN)
    columns = (*known, proposal.c.support, proposal.c.public_stage.label("stage"), *hidden)
    columns += (_when(followed, proposal.c.next_steps), proposal.c.text_removed_day)
    return select(*columns).where(*_told(proposal))


def _selection() -> Select:
    names = ("organisation_id", "subject_id", "outcome", "reasons", "motivation", "chosen_by", "organ")
    more = ("decision_number", "decision_uri", "ratified_day", "published_day", "geometry")
    chosen = and_(selection.c.shown, selection.c.public_stage != ONLY_PROPOSED)
    return select(*(selection.c[name] for name in (*names, *more))).where(*_told(selection), chosen)


def _gain() -> Select:
    measured = (_when(gain.c.public_stage == "realised", gain.c[name]) for name in ("realised", "measured_day"))
    known = (gain.c[name] for name in ("organisation_id", "subject_id", "indicator", "estimated"))
    return select(*known, *measured).where(*_told(gain))


def photo_is_shown() -> ColumnElement[bool]:
    """Rows of table photo that moderation published; of the works only once the public knows that the place is chosen,
    and of after the works that it is realised."""
    known, moment = photo.c.public_stage, photo.c.moment
    before, after = and_(moment == "before", known.in_(CHOSEN)), and_(moment == "after", known == "realised")
    return and_(photo.c.state == "published", or_(moment.is_(None), before, after))


def _photo() -> Select:
    known = (photo.c[name] for name in ("organisation_id", "subject_id", "photo_no", "photo", "alt", "moment"))
    return select(*known).where(*_told(photo), photo_is_shown())


def _blob() -> Select:
    photos = select(photo.c.photo).where(
        photo.c.organisation_id == blob.c.organisation_id, *_told(photo), photo_is_shown()
    )
    logos = select(appearance.c.logo).where(
        appearance.c.organisation_id == blob.c.organisation_id, appearance.c.logo.is_not(None)
    )
    known = (blob.c[name] for name in ("organisation_id", "key", "media_type", "width", "height", "content"))
    return select(*known).where(_open(blob), blob.c.key.in_(photos) | blob.c.key.in_(logos))


def _reason() -> Select:
    """What an organisation calls the reasons that it made itself, once a choice that is public names them."""
    named = select(selection.c.subject_id).where(
        selection.c.organisation_id == reason.c.organisation_id,
        *_told(selection),
        selection.c.shown,
        selection.c.public_stage != ONLY_PROPOSED,
        reason.c.code == any_(selection.c.reasons),
    )
    known = (reason.c[name] for name in ("organisation_id", "code", "label_nl", "label_en"))
    own = func.starts_with(reason.c.code, OWN)
    return select(*known).where(_open(reason), own, named.exists())


def _plain(known: FromClause, *names: str, of: ColumnElement[bool] | None = None) -> Select:
    conditions = _told(known) if "public_stage" in known.c else (_open(known),)
    return select(*(known.c[name] for name in ("organisation_id", *names))).where(
        *conditions, *([] if of is None else [of])
    )


VIEWS: dict[str, Select] = {
    "organisation": _organisation(),
    "area": _latest(
        area, area_version, "area_id", area.c.kind, _decides(), area_version.c.geometry, area_version.c.population
    ),
    "theme": _latest(theme, theme_version, "theme_id"),
    "proposal": _proposal(),
    "selection": _selection(),
    "reason": _reason(),
    "gain": _gain(),
    "vote": _plain(vote, "subject_id", "vote_no", "day", "votes", "total"),
    "photo": _photo(),
    "blob": _blob(),
    "data_version": _plain(data_version, "version", "changed_at", of=data_version.c.topic == PUBLIC_NEWS),
}
"""Name and content of each view."""


@cache
def view(name: str) -> TableClause:
    """A view to ask of, with its columns; the same object each time, so that statements can be put together."""
    return table(name, *(column(one.name, one.type) for one in VIEWS[name].selected_columns), schema=SCHEMA)
