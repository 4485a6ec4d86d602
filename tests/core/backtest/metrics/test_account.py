import numpy as np
import pytest

from quantboard.core.backtest.metrics.account import Undefined, changes, deviation
from tests.core.backtest.metrics.accounts import account


def test_t_bars_give_t_returns() -> None:
    assert account([110, 99]).returns.tolist() == pytest.approx([0.1, -0.1])


def test_a_lost_account_no_longer_returns() -> None:
    assert changes(100.0, np.array([-10.0, -20.0])).tolist() == pytest.approx([-1.1, 0.0])


def test_peaks_start_at_the_initial_cash() -> None:
    assert account([90, 120, 108]).drawdown.tolist() == pytest.approx([-0.1, 0.0, -0.1])


def test_deviation_of_a_constant_is_undefined() -> None:
    with pytest.raises(Undefined, match="vary"):
        deviation(np.array([0.1, 0.1, 0.1]))
