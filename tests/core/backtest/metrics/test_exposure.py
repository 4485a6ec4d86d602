import pytest

from quantboard.core.backtest.metrics import exposure
from quantboard.core.backtest.metrics.account import Undefined
from quantboard.core.backtest.metrics.table import account_of
from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_by_hand() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    one = account_of(play(bars, entry=[(0, 0), (1, 1)], exit=[(2, 0)], size="percent:0.5", cash=1000))
    assert exposure.time_in_market(one) == 0.75
    assert exposure.gross_exposure(one) == exposure.net_exposure(one) == pytest.approx((0.5 + 1 + 0.5) / 4)
    assert exposure.max_gross_exposure(one) == exposure.max_net_exposure(one) == 1.0
    assert exposure.turnover(one) == pytest.approx(0.5 * 1.5 / 4 * 252)
    assert exposure.average_holdings(one) == 1.0
    assert exposure.concentration(one) == pytest.approx((1 + 0.5 + 1) / 3)
    assert (exposure.n_open_trades(one), exposure.n_fills(one)) == (1, 3)
    assert exposure.open_profit(one) == exposure.gross_exposure(one, -1) == 0
    assert exposure.gross_exposure(one, 1) == exposure.gross_exposure(one)


def test_costs() -> None:
    bars = bars_of(*[FLAT] * 3)
    result = play(bars, entry=[0], exit=[1], size="fixed:1", commission=0.01, stamp_duty=0.02, slippage=0.1)
    one = account_of(result)
    assert exposure.commission_paid(one) == pytest.approx(1.1 + 0.9)
    assert exposure.stamp_duty_paid(one) == pytest.approx(1.8)
    assert exposure.slippage_paid(one) == pytest.approx(20)


def test_nothing_held() -> None:
    with pytest.raises(Undefined):
        exposure.concentration(account_of(play(bars_of(FLAT, FLAT))))
