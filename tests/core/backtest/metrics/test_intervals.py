import math

import numpy as np
import pytest
from scipy import stats

from quantboard.core.backtest.metrics import intervals, ratios, returns, risk
from quantboard.core.backtest.metrics.account import Undefined
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from tests.core.backtest.metrics.accounts import account, random_account
from tests.core.backtest.metrics.test_trading import trades


@pytest.mark.parametrize("n_free", [1, 2, 3, 4, 7, 12, 29, 30, 40, 41, 60, 250, 5_000, 1_000_000])
def test_students_quantile(n_free: int) -> None:
    assert intervals.student(n_free) == pytest.approx(stats.t.ppf(0.975, n_free), rel=1e-8)


@pytest.mark.parametrize(("hits", "n"), [(0, 1), (1, 1), (0, 12), (5, 12), (12, 12), (430, 1000)])
def test_wilsons_interval(hits: int, n: int) -> None:
    theirs = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert intervals.wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_win_rate_of_a_few_trades_by_hand() -> None:
    # 3 of 6: (3 + 1.9208) / (6 + 3.8415) ± 1.96 / 9.8415 · √(1.5 + 0.9604)
    low, high = intervals.win_rate(trades(10, -5, 20, 30, -5, -10))
    assert (low, high) == (pytest.approx(0.187616, abs=1e-5), pytest.approx(0.812384, abs=1e-5))


def test_means_of_trades() -> None:
    some = trades(10, -5, 20, 30, -5, -10)
    for rule, values in ((intervals.expectancy, some.pnl), (intervals.average_trade, some.gain)):
        theirs = stats.t.interval(0.95, 5, loc=values.mean(), scale=stats.sem(values))
        assert rule(some) == pytest.approx(theirs)
    assert intervals.average_bars_held(some)[0] < 2.5 < intervals.average_bars_held(some)[1]


def test_the_median_lies_between_order_statistics() -> None:
    assert intervals.median_trade(trades(*range(1, 7))) == (0.01, 0.06)
    gains = [float(k) for k in range(1, 21)]
    assert intervals.median_trade(trades(*gains)) == (0.06, 0.15)  # the 6th and the 15th of 20
    ranks = stats.binom.cdf(5, 20, 0.5), stats.binom.cdf(6, 20, 0.5)
    assert ranks[0] <= 0.025 < ranks[1]


def test_sharpe_volatility_and_growth_hold_their_metric() -> None:
    one = random_account()
    for name in ("sharpe", "volatility", "cagr", "information_ratio", "alpha", "beta", "correlation"):
        metric = {**vars(ratios), **vars(returns), **vars(risk)}[name]
        low, high = getattr(intervals, name)(one)
        assert low < metric(one) < high, name
    assert intervals.sharpe(one) == (ratios.sharpe_low(one), ratios.sharpe_high(one))


def test_growth_is_that_of_the_mean_log_return() -> None:
    one = random_account(n_bars=2_000)
    logs = np.log1p(one.returns)
    reach = stats.t.ppf(0.975, 1_999) * logs.std(ddof=1) * 252 / math.sqrt(2_000)
    middle = logs.mean() * 252
    theirs = (math.exp(middle - reach) - 1, math.exp(middle + reach) - 1)
    assert intervals.cagr(one) == pytest.approx(theirs, rel=2e-3)


def test_the_regression_on_buy_and_hold() -> None:
    one = random_account(5)
    r, b = one.returns, one.benchmark_returns
    line = stats.linregress(b, r)
    t = stats.t.ppf(0.975, len(r) - 2)
    assert intervals.beta(one) == pytest.approx((line.slope - t * line.stderr, line.slope + t * line.stderr))
    a, e = line.intercept * 252, t * line.intercept_stderr * 252
    assert intervals.alpha(one) == pytest.approx((a - e, a + e))
    theirs = stats.pearsonr(r, b).confidence_interval(0.95)
    assert intervals.correlation(one) == pytest.approx((theirs.low, theirs.high))


@pytest.mark.slow
def test_intervals_cover_the_truth_nineteen_times_of_twenty() -> None:
    rng = np.random.default_rng(11)
    mean, spread, n_bars = 0.0006, 0.012, 500
    truth = {
        "sharpe": mean / spread * math.sqrt(252),
        "volatility": spread * math.sqrt(252),
        "cagr": math.exp((math.log1p(mean) - spread**2 / 2 / (1 + mean) ** 2) * 252) - 1,
    }
    hits = dict.fromkeys(truth, 0)
    for _ in range(1_000):
        one = account(100 * np.cumprod(1 + rng.normal(mean, spread, n_bars)))
        for name, value in truth.items():
            low, high = getattr(intervals, name)(one)
            hits[name] += low <= value <= high
    for name, n in hits.items():
        assert 930 <= n <= 970, name


def test_too_little_has_no_interval() -> None:
    for rule in intervals.OF_TRADES:
        with pytest.raises(Undefined):
            rule(trades())
    for rule in (intervals.expectancy, intervals.average_mfe):
        with pytest.raises(Undefined):
            rule(trades(1))
        with pytest.raises(Undefined, match="vary"):
            rule(trades(1, 1))
    with pytest.raises(Undefined, match="six"):
        intervals.median_trade(trades(1, 2, 3, 4, 5))
    still = account([100.0] * 5)
    for rule in (intervals.sharpe, intervals.volatility, intervals.beta, intervals.alpha, intervals.correlation):
        with pytest.raises(Undefined):
            rule(still)
    for rule in (intervals.cagr, intervals.beta, intervals.correlation):
        with pytest.raises(Undefined):
            rule(account([101.0]))


def test_an_interval_belongs_to_a_metric() -> None:
    known = {rule.__name__ for group in (*ACCOUNT.values(), TRADES) for rule in group}
    assert {rule.__name__ for rule in (*intervals.OF_ACCOUNT, *intervals.OF_TRADES)} <= known
