"""On how many observations each metric rests, and of what kind they are."""

from collections.abc import Mapping

import numpy as np

from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account
from quantboard.core.backtest.trades import Trades

BARS, TRADES = "bars", "trades"
OTHERS: Mapping[str, tuple[str, ...]] = {
    "days": ("best_day", "worst_day"),
    "months": ("best_month", "worst_month", "positive_months"),
    "years": ("best_year", "worst_year"),
    "drawdowns": (
        *("max_drawdown", "max_drawdown_length", "average_drawdown"),
        *("longest_under_water", "recovery_factor", "calmar"),
    ),
    "rising": ("up_capture",),
    "falling": ("down_capture",),
    "held": ("concentration",),
    "open": ("n_open_trades", "open_profit"),
    "fills": ("n_fills", "commission_paid", "stamp_duty_paid", "slippage_paid"),
}
KINDS = (BARS, TRADES, *OTHERS)
_KIND_OF = {name: kind for kind, names in OTHERS.items() for name in names}


def kind_of(name: str) -> str:
    """What a metric of the account counts or averages: one of ``KINDS``."""
    return _KIND_OF.get(name, BARS)


def counts_of(account: Account, closed: Trades) -> dict[str, int]:
    """How many there are of each kind."""
    sums = account.walked.sums
    return {
        BARS: account.n_bars,
        TRADES: len(closed),
        "days": len(account.day_ends),
        "months": len(account.month_ends),
        "years": len(account.year_ends),
        "drawdowns": len(account.falls),
        "rising": int(sums[kernels.N_B_UP]),
        "falling": int(sums[kernels.N_B_DOWN]),
        "held": int(account.exposed[kernels.N_HELD]),
        "open": int(np.count_nonzero(account.trades.is_open)),
        "fills": len(account.fills),
    }
