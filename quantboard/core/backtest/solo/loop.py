"""When the fast loop may be taken, and its one call."""

import numpy as np

from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.solo import kernels

EXTRA = (
    *(at.WEIGHTED, at.FILL, at.MAX_BARS, at.RICH_SLIPPAGE, at.RICH_FEES, at.LIMITED, at.FINANCED, at.TRIGGERED),
    *(at.CLOSE_AT_END, at.MAX_HOLDINGS, at.STOP_KIND, at.TARGET_KIND),
)
EXTRA_RATES = (at.TRAILING, at.MAINTENANCE, at.MAX_WEIGHT)


def fits(run: at.Run, market: at.Market) -> bool:
    """One symbol without a gap, signals filled at the next open, plain costs, percent stops, no leverage."""
    return bool(
        market.close.shape[1] == 1
        and not run.modes[list(EXTRA)].any()
        and not run.rates[list(EXTRA_RATES)].any()
        and run.modes[at.SIZING] != at.EQUAL
        and run.modes[at.PYRAMIDING] == 1
        and run.rates[at.LEVERAGE] == 1.0
        and not np.isnan(market.close).any()
    )


def simulate(row: int, stop: int, run: at.Run, market: at.Market, wish: at.Wish, book: at.Book) -> int:
    """As the general loop's ``simulate``."""
    prices = (market.open, market.high, market.low, market.close)
    arrays = (*prices, wish.codes, wish.numbers, run.modes, run.rates, *book)
    return int(kernels.simulate(row, stop, *arrays))
