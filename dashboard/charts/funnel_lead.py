"""The sentences with which the comparison of services opens."""

from collections.abc import Mapping

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import joined


def funnel_lead(found: Mapping[str, pd.DataFrame], *, smallest_n: int = 5) -> Lead:
    """On what the services differ more than chance explains.

    `found`: by name of what is compared (a msgid), rows with label, denominator and outside ('', '95' or '998').
    """
    judged = {name: df[df["denominator"] >= max(smallest_n, 1)] for name, df in found.items()}
    compared = {name: df for name, df in judged.items() if len(df) > 1}
    if not compared:
        return Lead(t(N_("Too few cases to compare.")))
    far = [t(name) for name, df in compared.items() if (df["outside"] == "998").any()]
    services = {label for df in compared.values() for label in df["label"]}
    more = t(
        N_("{n} services beside each other; the limits say how far shares differ by chance."), n=number(len(services))
    )
    if not far:
        return Lead(t(N_("Chance alone can explain all differences.")), more)
    return Lead(
        t(N_("The services differ more than chance explains: {names}."), names=joined([_small(name) for name in far])),
        more,
    )


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
