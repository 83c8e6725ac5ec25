"""The measure of the climate pact: what proposals yield of each of its targets."""

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction
from config.language import N_
from config.topics import Topic
from queries.climate import climate
from queries.filters import Filters, Scope
from queries.measures.base import Measure, parts, row

PARTS = {
    "trees": (
        N_("trees: realised"),
        N_("trees: elsewhere"),
        N_("trees: decided"),
        N_("trees: potential"),
    ),
    "hedge_m": (
        N_("hedges: realised"),
        N_("hedges: elsewhere"),
        N_("hedges: decided"),
        N_("hedges: potential"),
    ),
    "natuurgroenperk": (
        N_("patches of natural green: realised"),
        N_("patches of natural green: elsewhere"),
        N_("patches of natural green: decided"),
        N_("patches of natural green: potential"),
    ),
    "depaving_m2": (
        N_("de-paving: realised"),
        N_("de-paving: elsewhere"),
        N_("de-paving: decided"),
        N_("de-paving: potential"),
    ),
    "rainwater_m3": (
        N_("rainwater: realised"),
        N_("rainwater: elsewhere"),
        N_("rainwater: decided"),
        N_("rainwater: potential"),
    ),
    "cycle_path_m": (
        N_("cycle path: realised"),
        N_("cycle path: elsewhere"),
        N_("cycle path: decided"),
        N_("cycle path: potential"),
    ),
    "shared_mobility": (
        N_("shared mobility: realised"),
        N_("shared mobility: elsewhere"),
        N_("shared mobility: decided"),
        N_("shared mobility: potential"),
    ),
    "charge_points_1": (
        N_("charge points (LEKP 1.0): realised"),
        N_("charge points (LEKP 1.0): elsewhere"),
        N_("charge points (LEKP 1.0): decided"),
        N_("charge points (LEKP 1.0): potential"),
    ),
    "charge_points_2": (
        N_("charge points (LEKP 2.0): realised"),
        N_("charge points (LEKP 2.0): elsewhere"),
        N_("charge points (LEKP 2.0): decided"),
        N_("charge points (LEKP 2.0): potential"),
    ),
}
"""By target of the pact: its parts, each as a share of the target."""
_AMOUNTS = (
    ("realised", "realised_n"),
    ("elsewhere", None),
    ("committed", "committed_n"),
    ("potential", "potential_n"),
)


def _climate(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    rows = climate(db, scope, filters).to_dict("records")
    return parts(*(one for found in rows for one in _target(found)))


def _target(found: dict) -> list[dict]:
    """The parts of a target; that of other sources only where any tells."""
    told = zip(PARTS[found["code"]], _AMOUNTS, strict=True)
    return [
        _part(label, found[name], found["target"], found[n] if n else None)
        for label, (name, n) in told
        if not pd.isna(found[name])
    ]


def _part(label: str, amount: float, target: float | None, n: int | None) -> dict:
    known = target is not None and not pd.isna(target) and target > 0
    value = amount / target if known else None  # type: ignore[operator]
    return row(label, value, N_("share"), numerator=amount, denominator=target if known else None, n=n)


ENTRIES = (
    Measure(
        id="climate",
        name=N_("Climate pact (LEKP)"),
        sentence=N_("How far the proposals bring each target of the local energy and climate pact."),
        formula=N_(
            "A share of the target by the end of 2030: so much for each inhabitant, as the pact asks. Realised: what "
            "was measured of proposals that were realised from 2021 on; what nobody measured is counted apart and is "
            "in no amount. Decided: what is estimated of proposals that were chosen and are not realised yet. "
            "Potential: the same of proposals that are published, on a shortlist or deferred. Realised elsewhere: "
            "what another source tells beyond these proposals, with that source; where it holds the proposals of this "
            "database too, they are taken off it, so that nothing counts twice. The needed pace is a straight line "
            "from 1 January 2021 to 31 December 2030. The year in which a target would be reached follows from the "
            "pace of the last three years, when at least 5 measured proposals tell of it and no other source counts."
        ),
        population=N_(
            "Stock at as-of, whatever the period: the pact counts from 2021 on, by local day of realisation. What was "
            "realised without a known day counts on that of the first list which told it."
        ),
        censoring=N_(
            "What is decided or possible is an estimate and may come otherwise. A town is called behind only where a "
            "source of the last year tells what was realised outside this database; else more may be there than is "
            "known here. Who may see only what is public is told of what is public. Of a part of an organisation the "
            "share of the whole target is given, without pace and without other sources."
        ),
        calendar=N_(
            "Local days of the organisation; inhabitants as they are now, of predecessors with their successor."
        ),
        unit=N_("Share of the target"),
        good=Direction.AT_LEAST,
        smallest_n=0,
        compute=_climate,
        counted=None,
        follows=None,
        topic=Topic.PROPOSAL,
    ),
)
