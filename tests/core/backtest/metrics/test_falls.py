import numpy as np
import pytest

from quantboard.core.backtest.metrics.falls import episodes, falls_of
from tests.core.backtest.metrics.accounts import account

CURVE = [110, 99, 104.5, 110, 120, 60, 90]


def test_episodes() -> None:
    first, second = episodes(account(CURVE).drawdown)
    assert (first.peak, first.trough, first.recovery, first.length) == (0, 1, 3, 3)
    assert (second.peak, second.trough, second.recovery, second.length) == (4, 5, None, 2)
    assert second.depth == pytest.approx(-0.5)


def test_no_fall() -> None:
    assert len(falls_of(np.zeros(5))) == 0
    assert episodes(np.zeros(0)) == []
