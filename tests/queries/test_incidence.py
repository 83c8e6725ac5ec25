"""The curve of Aalen and Johansen against published examples, and against what it must be by its nature."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.curve import curve_of, milestones
from queries.incidence import Incidence, aalen_johansen

# Bone marrow transplants: disease-free survival in days with 0 censored, 1 relapse, 2 death in remission, of the 54
# patients with acute myelocytic leukemia of low risk. J. P. Klein and M. L. Moeschberger, 'Survival Analysis' (1997);
# the data of an example of PROC LIFETEST in the SAS/STAT User's Guide (Nonparametric Analysis of Competing-Risks).
AML_LOW_RISK = """
2569 0 2506 0 2409 0 2218 0 1857 0 1829 0 1562 0 1470 0 1363 0 1030 0 860 0 1258 0 2246 0 1870 0 1799 0 1709 0
1674 0 1568 0 1527 0 1324 0 957 0 932 0 847 0 848 0 1850 0 1843 0 1535 0 1447 0 1384 0 414 2 2204 2 1063 2 481 2
105 2 641 2 390 2 288 2 421 1 79 2 748 1 486 1 48 2 272 1 1074 2 381 1 10 2 53 2 80 2 35 2 248 1 704 2 211 1 219 1
606 1
"""
# Relapse at so many years: estimate, standard error and 95 % limits. PSI AIMS, CAMIS, 'Estimating Cumulative Incidence
# Functions Using R' (psiaims.github.io/CAMIS/R/survival_cif.html): tidycmprsk 1.1.0 on cmprsk 2.2-12, with the variance
# of Aalen (1978) and log-log limits; according to its summary PROC LIFETEST gives the same.
AML_RELAPSE = {
    1: (0.0741, 0.0360, 0.0234, 0.1646),
    1.5: (0.1296, 0.0463, 0.0563, 0.2344),
    2: (0.1481, 0.0489, 0.0685, 0.2565),
    3: (0.1667, 0.0514, 0.0813, 0.2783),
}
# Acute myeloid leukemia after transplant, months with 0 censored, 1 relapse, 2 death by the transplant; here censorings
# lie between the events. Data of L. Scrucca, A. Santucci and F. Aversa, Bone Marrow Transplantation 45 (2010),
# 1388-1395; incidences of both causes as in the tests of scikit-survival (tests/test_nonparametric.py, data_bmt_AML).
SCRUCCA_AML = "67 0 70 1 4 0 7 0 68 0 10 2 7 2 3 1 4 1 4 1 3 1 3 1 8 1 2 2 35 0 2 0 8 0 32 0"
SCRUCCA_INCIDENCE = {
    2: (0.0, 0.05555556),
    3: (0.17708333, 0.05555556),
    4: (0.29513889, 0.05555556),
    7: (0.29513889, 0.12048611),
    8: (0.36818576, 0.12048611),
    10: (0.36818576, 0.20570747),
    68: (0.36818576, 0.20570747),
}


def estimated(pairs: str) -> Incidence:
    """The curve of 'time status time status ...'."""
    numbers = [int(one) for one in pairs.split()]
    times, status = np.array(numbers[::2]), np.array(numbers[1::2])
    grid = np.unique(times)
    counts = [[int(((times == at) & (status == one)).sum()) for at in grid] for one in (1, 2, 0)]
    return aalen_johansen(grid, *counts)


def at(found: Incidence, time: float) -> int:
    return int(np.searchsorted(found.time, time, side="right")) - 1


@pytest.mark.parametrize("years", AML_RELAPSE)
def test_incidence_error_and_limits_as_published(years: float) -> None:
    found = estimated(AML_LOW_RISK)
    one = at(found, years * 365.25)
    numbers = [float(column[one]) for column in (found.incidence, found.error, found.low, found.high)]
    assert numbers == pytest.approx(AML_RELAPSE[years], abs=5e-5)


@pytest.mark.parametrize("month", SCRUCCA_INCIDENCE)
def test_incidence_with_censoring_between_the_events_as_published(month: int) -> None:
    found = estimated(SCRUCCA_AML)
    one = at(found, month)
    assert (found.incidence[one], found.other[one]) == pytest.approx(SCRUCCA_INCIDENCE[month], abs=5e-9)


COUNTS = st.lists(st.tuples(*[st.integers(0, 4)] * 3).filter(any), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_what_holds_for_every_curve(counts: list[tuple[int, int, int]]) -> None:
    """The parts add up to Kaplan-Meier; without censoring they are plain shares; limits lie around the estimate."""
    events, others, censored = (list(column) for column in zip(*counts, strict=True))
    found = aalen_johansen(range(len(counts)), events, others, censored)
    left, surviving = sum(map(sum, counts)), 1.0
    for number, (event, other, gone) in enumerate(counts):
        surviving *= 1 - (event + other) / left
        left -= event + other + gone
        assert found.surviving[number] == pytest.approx(surviving)
    inside = ~np.isnan(found.low)
    assert (found.low[inside] <= found.incidence[inside] + 1e-12).all()
    assert (found.high[inside] >= found.incidence[inside] - 1e-12).all()
    plain = aalen_johansen(range(len(counts)), events, others, [0] * len(counts))
    whole = max(sum(events) + sum(others), 1)
    assert plain.incidence == pytest.approx(np.cumsum(events) / whole)


def test_variance_term_by_term() -> None:
    """The sums that were pulled apart for speed against the formula as it stands."""
    found = estimated(AML_LOW_RISK)
    numbers = [int(one) for one in AML_LOW_RISK.split()]
    status = {at: [s for t, s in zip(numbers[::2], numbers[1::2], strict=True) if t == at] for at in found.time}
    for last in (10, 20, 40):
        total, surviving = 0.0, 1.0
        for number in range(last + 1):
            y, gone = found.at_risk[number], status[found.time[number]]
            d, e = sum(one > 0 for one in gone), gone.count(1)
            step = found.incidence[last] - found.incidence[number]
            total += step**2 * d / ((y - 1) * (y - d)) + surviving**2 * e * (y - e) / (y**2 * (y - 1))
            total -= 2 * step * surviving * e * (y - e) / (y * (y - d) * (y - 1))
            surviving *= 1 - d / y
        assert found.error[last] == pytest.approx(total**0.5)


def test_rounding_moves_no_median_and_makes_no_interval() -> None:
    """Ten closed on ten days: half on the fifth, though the sum of ten tenths falls short of it by rounding."""
    for n in (10, 12, 20, 26):
        times = pd.DataFrame({"bucket": range(24, 24 + n), "events": 1, "others": 0, "censored": 0})
        curve = curve_of(times)
        assert milestones(curve)["median"] == curve["day"].iloc[n // 2]  # the first row is day 0
        assert np.isnan(curve["resolved_low"].iloc[-1])


def test_error_without_other_causes_is_that_of_greenwood() -> None:
    """With one cause and censoring the incidence is one less the survival, whose variance Greenwood (1926) gave."""
    events, others, censored = np.array([40, 30, 20, 10]), np.zeros(4), np.array([300, 200, 100, 50])
    found = aalen_johansen(range(4), events, others, censored)
    survival = np.cumprod(1 - events / found.at_risk)
    variance = survival**2 * np.cumsum(events / (found.at_risk * (found.at_risk - events)))
    assert found.surviving == pytest.approx(survival)
    assert found.error == pytest.approx(np.sqrt(variance), rel=0.02)


def test_milestones_of_a_curve() -> None:

    # on the grid of seconds bucket 24 is one day; 10 resolved and 2 otherwise on day 1, 8 censored on day 2
    short = pd.DataFrame({"bucket": [24, 48], "events": [10, 0], "others": [2, 0], "censored": [0, 8]})
    curve = curve_of(short)
    assert curve["day"].tolist() == [0, 1, 2]
    assert curve["resolved"].tolist() == pytest.approx([0, 0.5, 0.5])
    assert milestones(curve) == {"median": 1.0, "resolved_40": None, "open_40": None}
    whole = curve_of(short.assign(censored=[0, 0], others=[2, 8]))
    assert milestones(whole) == {"median": 1.0, "resolved_40": pytest.approx(0.5), "open_40": pytest.approx(0)}
    assert milestones(curve_of(short.iloc[:0])) == {"median": None, "resolved_40": None, "open_40": None}
