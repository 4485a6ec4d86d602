"""Statistics of many curves are the metric functions of single runs."""

import numpy as np
import pytest

from quantboard.core.backtest.curves.statistics import BadCurves, statistics
from quantboard.core.backtest.metrics import drawdown, ratios, returns, risk
from quantboard.core.backtest.metrics.account import Account, Undefined
from quantboard.core.progress import Cancelled
from tests.core.backtest.metrics.accounts import account

MODULES = (returns, risk, drawdown, ratios)


def curves(n_curves=40, n_bars=300, seed=4):
    random = np.random.default_rng(seed)
    levels = 1000 * np.exp(np.cumsum(random.normal(0, 0.02, (n_curves, n_bars)), axis=1))
    levels[1] = 1000.0  # nothing ever happened
    levels[2] = np.linspace(1001, 2000, n_bars)  # never below its peak
    levels[3] = np.linspace(990, -50, n_bars)  # lost
    levels[4, n_bars // 3 :] = levels[4, n_bars // 3]  # stopped
    return levels


def expected(account: Account, name: str) -> float:
    rule = next(getattr(module, name) for module in MODULES if hasattr(module, name))
    try:
        value = rule(account)
    except Undefined:
        return np.nan
    return value if np.isfinite(value) else np.nan


@pytest.mark.parametrize("n_bars", [1, 2, 3, 21, 300, 2_500])
def test_each_column_is_the_metric_of_each_curve(n_bars: int) -> None:
    levels = curves(n_curves=8, n_bars=n_bars) if n_bars > 100 else curves(8)[:, :n_bars]
    found = statistics(levels, initial=1000, per_year=252)
    assert len(found) >= 16
    for name, column in found.items():
        wanted = [expected(account(levels[k], initial=1000.0, per_year=252.0), name) for k in range(len(levels))]
        np.testing.assert_allclose(column, wanted, rtol=1e-12, atol=1e-15, err_msg=name)


def test_the_number_of_threads_does_not_show() -> None:
    levels = curves(600, 50)
    one, two = (statistics(levels, initial=1000, threads=threads) for threads in (1, 2))
    for name in one:
        np.testing.assert_array_equal(one[name], two[name])


def test_columns_of_a_transposed_table() -> None:
    levels = curves(10, 60)
    turned = np.ascontiguousarray(levels.T).T
    np.testing.assert_array_equal(
        statistics(levels, initial=1000)["sharpe"], statistics(turned, initial=1000)["sharpe"]
    )


def test_progress_and_cancel() -> None:
    told: list[float] = []
    statistics(curves(600, 50), initial=1000, on_step=lambda share, *_: told.append(share))
    assert len(told) == 3
    assert told[-1] == 1.0

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        statistics(curves(600, 50), initial=1000, on_step=stop)


@pytest.mark.parametrize("levels", [np.ones(5), np.ones((0, 5)), np.full((2, 3), np.nan)])
def test_what_is_no_table_of_curves_is_refused(levels) -> None:
    with pytest.raises(BadCurves):
        statistics(levels, initial=1000)
    with pytest.raises(BadCurves):
        statistics(np.ones((2, 2)), initial=0)
