"""What is expected of weekly counts equals what statsmodels and scipy say of them."""

import warnings
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng
from scipy import stats
from scipy.special import gammaln

from queries.expectation import TESTED, Basis, design_of, expectation, fit
from queries.negative_binomial import log_gamma, quantile, tail
from queries.surprise import FEWEST, discoveries, judge, runs

MEANS = np.exp(np.linspace(np.log(0.05), np.log(3000), 60))
RATIOS = np.array([1.0, 1.001, 1.5, 4.0, 40.0])


def weeks(count: int) -> list[date]:
    return [date(2026, 11, 16) - timedelta(weeks=count - 1 - number) for number in range(count)]


def seasonal(count: int, rate: float = 20.0, series: int = 1) -> np.ndarray:
    design = design_of(weeks(count))
    rates = rate * np.exp(0.3 * design[:, 2] - 0.2 * design[:, 3])
    return default_rng(3).poisson(rates, (series, count)).astype(float)


# --- the distribution --------------------------------------------------------------------------------------------
def test_log_gamma_is_that_of_scipy():
    x = np.concatenate([np.linspace(0.01, 20, 200), np.logspace(1, 6, 50)])
    assert np.allclose(log_gamma(x), gammaln(x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("probability", [0.025, 0.5, 0.975])
def test_quantiles_are_those_of_scipy(probability):
    mean, ratio = np.meshgrid(MEANS, RATIOS)
    assert np.array_equal(quantile(probability, mean, mean * ratio), of_scipy(mean, ratio).ppf(probability))


@pytest.mark.parametrize("spreads", [-3.0, 0.0, 2.0, 8.0])
def test_tails_are_those_of_scipy_also_where_they_are_tiny(spreads):
    mean, ratio = np.meshgrid(MEANS, RATIOS)
    count = np.maximum(0, np.floor(mean + spreads * np.sqrt(mean * ratio)))
    assert np.allclose(tail(count, mean, mean * ratio), of_scipy(mean, ratio).sf(count - 1), rtol=1e-6)


class of_scipy:  # noqa: N801 - reads as a word of the tests
    """The negative binomial, or Poisson where the variance is the mean."""

    def __init__(self, mean, ratio):
        spread = np.where(ratio > 1, ratio - 1, 1.0)
        self.mixed, self.plain = stats.nbinom(mean / spread, 1 / (1 + spread)), stats.poisson(mean)
        self.is_mixed = ratio > 1

    def ppf(self, probability):
        return np.where(self.is_mixed, self.mixed.ppf(probability), self.plain.ppf(probability))

    def sf(self, count):
        return np.where(self.is_mixed, self.mixed.sf(count), self.plain.sf(count))


# --- the model ---------------------------------------------------------------------------------------------------
def test_the_regression_is_that_of_statsmodels_for_all_series_at_once():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the reference, about versions that it will not follow
        import statsmodels.api as sm
    design = design_of(weeks(200), 0)
    counts = seasonal(200, series=4) * np.array([[1], [3], [0], [1]]) + np.eye(4, 200)
    weights = np.ones_like(counts)
    weights[3, :80] = 0.0
    parts = np.ones((4, design.shape[1]), dtype=bool)
    parts[1, 2:] = False
    counts[2, ::3] = 2.0
    found = fit(counts, weights, design, parts)
    for one in range(4):
        own = design[:, parts[one]]
        model = sm.GLM(counts[one], own, family=sm.families.Poisson(), freq_weights=weights[one]).fit(tol=1e-14)
        assert np.allclose(found.coefficients[one, parts[one]], model.params, atol=1e-8)
        assert np.allclose(found.mean[one], np.exp(own @ model.params), rtol=1e-8)
        assert np.allclose(found.covariance[one][np.ix_(parts[one], parts[one])], model.cov_params(), rtol=1e-6)


def test_limits_are_those_of_the_same_model_by_hand():
    """Level only: mean m, variance phi m + m^2 (phi / sum) + the allowance for a season that is not known."""
    counts = np.concatenate([[1.0], np.tile([4.0, 8.0, 3.0, 5.0], 5), np.full(TESTED, 30.0)])[None, :]
    found = expectation(counts, weeks(counts.shape[1]))
    history = counts[0, 1:21]
    m, phi = history.mean(), max(1.0, ((history - history.mean()) ** 2 / history.mean()).sum() / 19)
    variance = phi * m + m**2 * (phi / history.sum() + 0.04)
    assert found.basis[0] == Basis.MEAN
    assert found.variance[0, -1] == pytest.approx(variance)
    size = m**2 / (variance - m)
    low, high = found.band(slice(-1, None))
    assert high[0, 0] == stats.nbinom.ppf(0.975, size, m / variance)
    assert low[0, 0] == stats.nbinom.ppf(0.025, size, m / variance)


@pytest.mark.parametrize(
    ("history", "rate", "basis"),
    [
        (11, 20, Basis.SHORT),
        (12, 20, Basis.MEAN),
        (26, 20, Basis.TREND),
        (103, 20, Basis.TREND),
        (104, 20, Basis.SEASON),
        (200, 0.03, Basis.FEW),
        (200, 0.2, Basis.TREND),
    ],
)
def test_short_and_thin_series_fall_back(history, rate, basis):
    counts = seasonal(history + TESTED + 1, rate)
    counts[:, 0] = 1
    found = expectation(counts, weeks(counts.shape[1]))
    assert found.basis[0] == basis
    assert found.history[0] == history
    assert np.isnan(found.mean).all() == (basis in (Basis.SHORT, Basis.FEW))


def test_a_season_is_expected_and_one_without_is_not_made_up():
    counts = seasonal(274, rate=60)
    expected = expectation(counts, weeks(274)).mean[0]
    design = design_of(weeks(274))
    assert np.allclose(expected, 60 * np.exp(0.3 * design[:, 2] - 0.2 * design[:, 3]), rtol=0.1)


def test_a_storm_of_the_past_does_not_hide_the_next():
    counts = seasonal(274)
    quiet = expectation(counts, weeks(274))
    counts[0, 100:103] = 150
    stormy = expectation(counts, weeks(274))
    assert stormy.band()[1][0, -1] <= quiet.band()[1][0, -1] * 1.25


def test_cases_in_one_part_of_the_year_only_break_nothing():
    counts = np.zeros((2, 274))
    counts[0, 5::52] = 30
    counts[1, 1:40] = 9
    counts[:, 0] = 1
    found = expectation(counts, weeks(274))
    assert list(found.basis) == [Basis.MEAN, Basis.MEAN]
    assert np.isfinite(found.band()[1]).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 8), st.integers(1, 290), st.randoms(use_true_random=False))
def test_any_counts_give_an_expectation_or_a_reason(series, count, draw):
    counts = np.array([[draw.choice((0, 0, 1, 3, 900)) for _ in range(count)] for _ in range(series)], dtype=float)
    found = judge(expectation(counts.reshape(series, count), weeks(count), min(TESTED, count)), min(TESTED, count))
    known = ~np.isnan(found.mean)
    assert (found.low[known] <= found.high[known]).all()
    assert not found.above[~known].any()


def test_a_series_does_not_depend_on_those_beside_it():
    counts = np.vstack([seasonal(274, rate) for rate in (3, 20, 90)])
    alone, together = expectation(counts[1:2], weeks(274)), expectation(counts, weeks(274))
    assert np.allclose(alone.mean[0], together.mean[1], rtol=1e-8)


# --- signals -----------------------------------------------------------------------------------------------------
def test_weeks_in_a_row_are_one_signal_and_the_clear_ones_come_first():
    counts = np.vstack([seasonal(274), seasonal(274, 30), seasonal(274, 50)])
    expected = expectation(counts, weeks(274))
    high = expected.band()[1]
    counts[1, -6:-3] = 3 * high[1, -6:-3]
    counts[2, -TESTED:] = 40
    counts[2, -2] = high[2, -2] + 1
    judged = judge(expectation(counts, weeks(274)))
    found = [run for run in runs(judged) if run.series]
    assert (found[0].series, found[0].first, found[0].last, found[0].clear) == (1, 7, 9, True)
    assert (found[-1].series, found[-1].first, found[-1].clear) == (2, 11, False)


def test_without_a_season_no_signal_is_clear():
    counts = seasonal(60)
    counts[0, -2] = 400
    judged = judge(expectation(counts, weeks(60)))
    assert judged.above[0, -2]
    assert not judged.clear.any()


def test_a_handful_of_cases_is_no_signal():
    counts = np.zeros((1, 274))
    counts[0, ::16] = 1
    counts[0, -TESTED:] = 0
    counts[0, -3] = FEWEST - 1
    judged = judge(expectation(counts, weeks(274)))
    assert judged.counts[0, -3] > judged.high[0, -3]
    assert not judged.above.any()


def test_discoveries_are_those_of_benjamini_and_hochberg():
    surprise = np.array([[0.001, 0.008, 0.039, 0.041, 0.042], [0.06, 0.074, 0.205, np.nan, 0.216]])
    assert discoveries(surprise, 0.05).sum() == 2  # of nine: 0.001 <= 0.0056, 0.008 <= 0.0111, 0.039 > 0.0167
    assert not discoveries(np.full((2, 2), np.nan)).any()
