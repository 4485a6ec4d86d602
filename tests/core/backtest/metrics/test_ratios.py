import math

import empyrical
import numpy as np
import pytest

from quantboard.core.backtest.metrics import ratios
from quantboard.core.backtest.metrics.account import Undefined
from tests.core.backtest.metrics.accounts import account, random_account


def test_equal_to_empyrical() -> None:
    one = random_account()
    r, b = one.returns, one.benchmark_returns
    assert ratios.sharpe(one) == pytest.approx(empyrical.sharpe_ratio(r))
    assert ratios.sortino(one) == pytest.approx(empyrical.sortino_ratio(r))
    assert ratios.calmar(one) == pytest.approx(empyrical.calmar_ratio(r))
    assert ratios.omega(one) == pytest.approx(empyrical.omega_ratio(r))
    assert ratios.beta(one) == pytest.approx(empyrical.beta(r, b))
    assert ratios.information_ratio(one) == pytest.approx(empyrical.excess_sharpe(r, b) * math.sqrt(252))


def test_by_definition() -> None:
    one = random_account()
    r, b = one.returns, one.benchmark_returns
    slope = np.polyfit(b, r, 1)[0]
    assert ratios.alpha(one) == pytest.approx((r.mean() - slope * b.mean()) * 252)
    assert ratios.treynor(one) == pytest.approx(r.mean() * 252 / slope)
    assert ratios.correlation(one) == pytest.approx(np.corrcoef(r, b)[0, 1])
    assert ratios.tracking_error(one) == pytest.approx(np.std(r - b, ddof=1) * math.sqrt(252))
    assert ratios.gain_to_pain(one) == pytest.approx(r.sum() / -r[r < 0].sum())
    assert ratios.up_capture(one) == pytest.approx(r[b > 0].mean() / b[b > 0].mean())
    assert ratios.down_capture(one) == pytest.approx(r[b < 0].mean() / b[b < 0].mean())


def test_captures_do_not_saturate_on_bars_of_a_minute() -> None:
    rng = np.random.default_rng(4)
    theirs = rng.normal(0, 0.0005, 50_000)
    one = account(100 * np.cumprod(1 + 0.8 * theirs), 100 * np.cumprod(1 + theirs), per_year=252 * 390)
    assert ratios.up_capture(one) == pytest.approx(0.8)
    assert ratios.down_capture(one) == pytest.approx(0.8)
    up, year = theirs > 0, 252 * 390 / np.count_nonzero(theirs > 0)
    mine, other = (np.prod(1 + part * theirs[up]) ** year - 1 for part in (0.8, 1.0))
    assert mine / other < 0.1  # annualised growths, as empyrical divides them


def test_the_interval_of_sharpe_holds_it() -> None:
    one = random_account()
    assert ratios.sharpe_low(one) < ratios.sharpe(one) < ratios.sharpe_high(one)
    chance = ratios.probabilistic_sharpe(one)
    assert 0 < chance < 1
    assert (chance > 0.5) == (ratios.sharpe(one) > 0)


def test_undefined() -> None:
    still, rising = account([100.0] * 5), account([101.0, 103.0, 104.0])
    for metric in (ratios.sharpe, ratios.correlation, ratios.information_ratio, ratios.beta, ratios.treynor):
        with pytest.raises(Undefined, match="vary"):
            metric(still)
    for metric in (ratios.sortino, ratios.omega, ratios.gain_to_pain):
        with pytest.raises(Undefined, match="no bar lost"):
            metric(rising)
    for metric in (ratios.calmar, ratios.up_capture):
        with pytest.raises(Undefined):
            metric(rising)
    with pytest.raises(Undefined, match="fewer"):
        ratios.tracking_error(account([100.0]))
