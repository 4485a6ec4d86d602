"""Speed by hand."""

import numpy as np

from quantboard.core.indicators.momentum import change, roc, rsi

nan = np.nan


def test_by_hand():
    np.testing.assert_array_equal(change(np.array([1.0, 4.0, nan, 9.0])), [nan, 3.0, nan, 5.0])
    np.testing.assert_allclose(roc(np.array([2.0, 3.0, 0.0, 1.0]), 1), [nan, 50.0, -100.0, 0.0])


def test_rsi_runs_from_all_losses_to_all_gains():
    assert (rsi(np.arange(1.0, 30.0), 5)[5:] == 100.0).all()
    assert (rsi(np.arange(30.0, 1.0, -1.0), 5)[5:] == 0.0).all()
    assert (rsi(np.full(30, 7.7), 5)[5:] == 0.0).all()
