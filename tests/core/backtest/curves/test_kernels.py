"""The pass over many curves, on one whose numbers are known."""

import numpy as np

from quantboard.core.backtest.curves import kernels
from quantboard.core.backtest.curves.statistics import metrics_ready
from quantboard.core.backtest.metrics import kernels as at


def test_returns_sums_and_time_under_water() -> None:
    levels = np.array([[110.0, 99.0, 110.0, 121.0, 60.5], [100.0, 100.0, 100.0, 100.0, 100.0]])
    metrics_ready()
    returns, sums, under = np.empty((2, 5)), np.empty((2, at.N_WALKED)), np.empty(2)
    scratch = np.empty(5), np.empty(5)
    kernels.walk_curves(levels, np.full(5, 100.0), 100.0, returns, *scratch, sums, under)
    np.testing.assert_allclose(returns[0], [0.1, -0.1, 1 / 9, 0.1, -0.5])
    assert returns[1].tolist() == [0.0] * 5
    assert sums[0, at.LEAST_DD] == -0.5
    assert sums[0, at.N_UP] == 3
    assert under.tolist() == [2.0, 0.0]
