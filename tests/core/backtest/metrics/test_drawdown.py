import empyrical
import pytest

from quantboard.core.backtest.metrics import drawdown
from quantboard.core.backtest.metrics.account import Undefined
from tests.core.backtest.metrics.accounts import account, random_account

CURVE = [110, 99, 104.5, 110, 120, 60, 90]


def test_by_hand() -> None:
    one = account(CURVE)
    assert drawdown.max_drawdown(one) == pytest.approx(-0.5)
    assert drawdown.max_drawdown_length(one) == 2
    assert drawdown.longest_under_water(one) == 3
    assert drawdown.average_drawdown(one) == pytest.approx(-0.3)
    assert drawdown.pain_index(one) == pytest.approx((0.1 + 0.05 + 0.5 + 0.25) / 7)
    assert drawdown.recovery_factor(one) == pytest.approx(-0.1 / 0.5)


def test_equal_to_empyrical() -> None:
    one = random_account()
    assert drawdown.max_drawdown(one) == pytest.approx(empyrical.max_drawdown(one.returns))


def test_never_below_the_peak() -> None:
    rising = account([101, 102])
    assert drawdown.max_drawdown(rising) == 0
    assert drawdown.max_drawdown_length(rising) == drawdown.longest_under_water(rising) == 0
    for metric in (drawdown.average_drawdown, drawdown.recovery_factor):
        with pytest.raises(Undefined):
            metric(rising)
