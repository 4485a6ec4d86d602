import numpy as np
import pytest

from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.kernels import account, fill, reject

RATES = np.zeros(at.N_RATES)
RATES[at.COMMISSION], RATES[at.SLIPPAGE], RATES[at.STAMP_DUTY], RATES[at.LEVERAGE] = 0.01, 0.1, 0.02, 1.0
RUN = at.Run(np.zeros(at.N_MODES, dtype=np.int64), RATES, np.zeros((0, 2)))
ONE = np.zeros((1, 1))
MARKET = at.Market(*[ONE] * 9, np.zeros(1), np.zeros(1, dtype=np.int64), np.full(1, -1))


def test_average_price_and_fees_of_a_growing_position() -> None:
    book = at.opened(3, 1, 1000.0, 8)
    fill(0, 0, 1.0, 100.0, False, at.BY_SIGNAL, RUN, MARKET, book)
    fill(1, 0, 3.0, 200.0, False, at.BY_SIGNAL, RUN, MARKET, book)
    assert book.state[at.AVERAGE, 0] == 175.0
    assert book.state[at.ENTRY_FEES, 0] == 7.0
    assert book.cash[0] == 1000.0 - 707.0
    fill(2, 0, -2.0, 150.0, True, at.BY_SIGNAL, RUN, MARKET, book)
    assert book.trade_floats[at.TRADE_OUT, 0] == 135.0
    assert book.trade_floats[at.TRADE_FEES, 0] == pytest.approx(3.5 + 2.7 + 5.4)
    assert book.state[at.UNITS, 0] == 2.0


def test_buying_power_of_shorts() -> None:
    book = at.opened(1, 2, 1000.0, 8)
    book.state[at.UNITS] = [-2.0, 1.0]
    book.state[at.LAST] = [0.0, 50.0]
    equity, power = account(0, np.array([[100.0, np.nan]]), RUN, book)
    assert (equity, power) == (850.0, 600.0)


def test_rejections_are_written_down() -> None:
    book = at.opened(1, 1, 1.0, 8)
    reject(0, 0, 1, at.NO_CASH, book)
    assert book.counts[at.N_REJECTED] == 1
