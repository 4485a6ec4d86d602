import math

import numpy as np
import pytest

from quantboard.core.backtest.metrics import trading
from quantboard.core.backtest.metrics.account import Undefined
from quantboard.core.backtest.trades import Trades


def trades(*pnl: float) -> Trades:
    n = len(pnl)
    whole, ones = np.zeros(n, dtype=np.int64), np.ones(n)
    return Trades(
        symbol=whole,
        side=whole + 1,
        units=ones,
        entry_at=np.arange(n),
        entry_price=ones * 100,
        exit_at=np.arange(n) + 1,
        exit_price=ones,
        fees=ones * 0,
        pnl=np.array(pnl, dtype=float),
        bars_held=np.arange(n),
        mfe=ones,
        mae=-ones,
        reason=whole,
    )


def test_by_hand() -> None:
    some = trades(10, -5, 20, 30, -5, -10)
    assert trading.n_trades(some) == 6
    assert (trading.net_profit(some), trading.fees_paid(some)) == (40, 0)
    assert trading.win_rate(some) == 0.5
    assert trading.profit_factor(some) == 3
    assert trading.payoff(some) == 3
    assert trading.expectancy(some) == pytest.approx(40 / 6)
    assert trading.average_trade(some) == pytest.approx(0.4 / 6)
    assert trading.median_trade(some) == pytest.approx(0.025)
    assert (trading.best_trade(some), trading.worst_trade(some)) == (0.3, -0.1)
    assert (trading.winning_streak(some), trading.losing_streak(some)) == (2, 2)
    assert (trading.average_bars_held(some), trading.longest_held(some)) == (2.5, 5)
    assert trading.sqn(some) == pytest.approx(math.sqrt(6) * np.mean(some.pnl) / np.std(some.pnl, ddof=1))
    assert trading.kelly(some) == pytest.approx(0.5 - 0.5 / 3)
    assert (trading.average_mfe(some), trading.average_mae(some)) == (1, -1)


def test_a_trade_without_gain_is_no_win() -> None:
    assert trading.win_rate(trades(0, 1)) == 0.5


def test_undefined() -> None:
    none = trades()
    assert trading.n_trades(none) == 0
    for metric in (trading.win_rate, trading.profit_factor, trading.expectancy, trading.longest_held, trading.sqn):
        with pytest.raises(Undefined, match="no closed trade"):
            metric(none)
    with pytest.raises(Undefined, match="no trade lost"):
        trading.profit_factor(trades(1, 2))
    with pytest.raises(Undefined, match="no trade won"):
        trading.payoff(trades(-1))
    with pytest.raises(Undefined, match="fewer than two"):
        trading.sqn(trades(1))
    with pytest.raises(Undefined, match="vary"):
        trading.sqn(trades(1, 1))
