"""What the registry says about a number, in words: the terms below a chart, in a drawer and in an annex."""

from config.language import N_, t
from config.topics import Topic
from queries.registry import Measure

_ROWS = (
    ("formula", N_("Formula")),
    ("population", ""),
    ("censoring", N_("Not yet finished")),
    ("calendar", N_("Calendar")),
    ("unit", N_("Unit")),
    ("direction", N_("Good direction")),
)
_WHICH = {Topic.MELDING: N_("Which meldingen"), Topic.PROPOSAL: N_("Which proposals")}
_SMALLEST = {
    Topic.MELDING: N_("No share or median of fewer than {n} meldingen."),
    Topic.PROPOSAL: N_("No share or median of fewer than {n} proposals."),
}
_AS_OF = N_("Open, late and age are judged at the moment up to which the source gave data.")


def definition_terms(measure: Measure) -> list[tuple[str, str]]:
    """Each term with what it says of the measure, in the reader's language."""
    named = [(label or _WHICH[measure.topic], str(getattr(measure, key) or "")) for key, label in _ROWS]
    rows = [(t(label), t(text)) for label, text in named if text]
    if measure.smallest_n:
        rows.append((t(N_("Smallest number")), t(_SMALLEST[measure.topic], n=measure.smallest_n)))
    return [*rows, (t(N_("As of")), t(_AS_OF))]
