"""What the filter bar says: filters and options become words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import combining, normalize

import pandas as pd

from config.climate import pact_days
from config.kinds import MeldingKind
from config.language import N_, current_language, day, number, t
from config.vocabularies import proposal_stages
from dashboard.components.filter_parts import CODED, LABELS, NAMES, WITHOUT_NAMES, About, Name, Option
from dashboard.components.labels import DAYS, KINDS, POPULATIONS
from queries.filters import WITHOUT, Days, Filters, Period, Population

Options = Mapping[str, Sequence[Option]]
_SHOW: dict[MeldingKind, tuple[str, str]] = {
    MeldingKind.MELDING: (N_("Show 1 melding"), N_("Show {n} meldingen")),
    MeldingKind.KLACHT: (N_("Show 1 complaint"), N_("Show {n} complaints")),
    MeldingKind.VRAAG: (N_("Show 1 question"), N_("Show {n} questions")),
}
_SHOW_OTHERS = {
    About.PROPOSALS: (N_("Show 1 proposal"), N_("Show {n} proposals")),
    About.CHOICES: (N_("Show 1 choice"), N_("Show {n} choices")),
    About.CLIMATE: (N_("Show 1 proposal"), N_("Show {n} proposals")),
}
STANDING = N_("Published and further")
_ALWAYS = frozenset({Name.PERIOD, Name.STAGE, Name.KIND, Name.DAYS, Name.POPULATION})


@dataclass(frozen=True)
class Words:
    """What the bar says: a text and a state for each filter, the line of a phone, the button of its drawer."""

    texts: dict[Name, str]
    active: frozenset[Name]
    absent: frozenset[Name]
    line: str
    show: str


def words(filters: Filters, options: Options, n: int, about: About = About.MELDINGEN) -> Words:
    """The words for `filters`; `n` rows match. The organisation is asked only where there are several, the service
    of proposals only of who is told of it."""
    active = active_names(filters, about)
    alone = {Name.ORGANISATION} if len(options.get(Name.ORGANISATION, ())) < 2 else set()
    untold = {Name.SERVICE} if about is not About.MELDINGEN and not options.get(Name.SERVICE) else set()
    return Words(
        texts={name: _text(name, filters, options) for name in Name},
        active=active,
        absent=frozenset(alone | untold) - active,
        line=line_words(filters, about),
        show=show_words(_SHOW_OTHERS.get(about) or _SHOW[filters.kind], n),
    )


def chosen_codes(filters: Filters) -> dict[Name, tuple[str, ...]]:
    """The codes of each filter that has codes."""
    places, kinds = (filters.organisations, filters.areas), (filters.themes, filters.stages, filters.categories)
    return dict(zip(CODED, (*places, *kinds, filters.services, filters.channels), strict=True))


def active_names(filters: Filters, about: About = About.MELDINGEN) -> frozenset[Name]:
    """The filters of a page that differ from the usual."""
    coded = {name for name, codes in chosen_codes(filters).items() if codes}
    single = {
        Name.PERIOD: filters.period is not Period.LAST_12_WEEKS,
        Name.KIND: filters.kind is not MeldingKind.MELDING,
        Name.DAYS: filters.days is not Days.WORKING,
        Name.POPULATION: filters.population is not Population.PERIOD,
    }
    return frozenset(coded | {name for name, differs in single.items() if differs}) & frozenset(NAMES[about])


def period_words(first: date, last: date) -> str:
    """31 aug – 22 nov 2026 (w36–w47); the weeks only where the period begins on a Monday and lasts some."""
    one_year = first.year == last.year
    days = day(last) if first == last else f"{day(first, year=not one_year)} – {day(last)}"
    weeks = (last - first).days // 7 + 1
    if first.weekday() or weeks < 2 or weeks > 53:
        return days
    return f"{days} (w{first.isocalendar().week}–w{last.isocalendar().week})"


def show_words(sentences: tuple[str, str], n: int) -> str:
    """The button that closes the drawer: Toon 842 meldingen."""
    one, many = sentences
    return t(one) if n == 1 else t(many, n=number(n))


def since_words() -> str:
    """From when on the climate pact counts, whatever the period."""
    return t(N_("Since {year}"), year=pact_days()[0].year)


def _text(name: Name, filters: Filters, options: Options) -> str:
    match name:
        case Name.PERIOD:
            return period_words(filters.first_day, filters.last_day)
        case Name.KIND:
            return t(KINDS[filters.kind])
        case Name.DAYS:
            return t(DAYS[filters.days])
        case Name.POPULATION:
            return t(POPULATIONS[filters.population])
        case Name.STAGE if not filters.stages:
            return t(STANDING)
        case _:
            return _codes_text(chosen_codes(filters)[name], options.get(name, ()))


def _codes_text(codes: Sequence[str], options: Sequence[Option]) -> str:
    if not codes:
        return t(N_("All"))
    if len(codes) > 1:
        return t(N_("{n} chosen"), n=number(len(codes)))
    names = {option.code: option.name for option in options}
    return names.get(codes[0], codes[0])


def line_words(filters: Filters, about: About = About.MELDINGEN) -> str:
    """Period and number of filters: 31 aug – 22 nov 2026 · 2 filters."""
    count = len(active_names(filters, about) - {Name.PERIOD})
    period = period_words(filters.first_day, filters.last_day).partition(" (")[0]
    if about is About.CLIMATE:
        period = since_words()
    if count == 0:
        return f"{period} · {t(N_('no filters'))}"
    return f"{period} · " + (t(N_("1 filter")) if count == 1 else t(N_("{n} filters"), n=number(count)))


def filters_in_words(filters: Filters, choices: Options, about: About = About.MELDINGEN) -> str:
    """Every filter that says something, with the full names of what was chosen."""
    texts = dict(words(filters, choices, 0, about).texts)
    for name, codes in chosen_codes(filters).items():
        if not codes:
            continue
        known = {option.code: option.name for option in choices.get(name, ())}
        texts[name] = ", ".join(known.get(code, code) for code in codes)
    said = (_ALWAYS & set(NAMES[about])) | (active_names(filters, about) & set(CODED))
    return "; ".join(f"{t(LABELS[name])}: {texts[name]}" for name in Name if name in said)


def grouped(frame: pd.DataFrame) -> dict[str, list[Option]]:
    """Options by filter, in the order of the reader's alphabet; what has no value comes last."""
    found: dict[str, list[Option]] = {}
    for dimension, code, name, n in frame[["dimension", "code", "name", "n"]].itertuples(index=False, name=None):
        words = str(name) or t(WITHOUT_NAMES[dimension])
        found.setdefault(dimension, []).append(Option(str(code), words, int(n)))
    stages = found.pop(Name.STAGE, [])
    ordered: dict[str, list[Option]] = {
        dimension: sorted(members, key=_alphabetical) for dimension, members in found.items()
    }
    return ordered | ({Name.STAGE: in_course(stages)} if stages else {})


def in_course(stages: list[Option]) -> list[Option]:
    """Stages of proposals in their order, in the reader's words."""
    counts = {option.code: option.n for option in stages}
    language = current_language()
    return [
        Option(code, stage.label(language), counts[code]) for code, stage in proposal_stages().items() if code in counts
    ]


def _alphabetical(option: Option) -> tuple[bool, str]:
    """Accents and capitals do not count."""
    plain = "".join(sign for sign in normalize("NFKD", option.name) if not combining(sign))
    return option.code == WITHOUT, plain.casefold()
