"""How much of the account was at work, and what it paid for it.

A function with a ``side`` tells of both sides together (0), of long (1) or of short positions (−1).
"""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account, Undefined

HELD = (kernels.N_HELD, kernels.N_LONG, kernels.N_SHORT)  # by side: 0, 1, −1
GROSS = (kernels.SUM_GROSS, kernels.SUM_LONG, kernels.SUM_SHORT)
MOST = (kernels.MOST_GROSS, kernels.MOST_LONG, kernels.MOST_SHORT)
HOLDINGS = (kernels.HOLDINGS, kernels.LONG_HOLDINGS, kernels.SHORT_HOLDINGS)


def time_in_market(account: Account, side: int = 0) -> float:
    """Share of bars that end with a position."""
    return float(account.exposed[HELD[side]]) / account.n_bars


def gross_exposure(account: Account, side: int = 0) -> float:
    """Mean of Σ |units × close| / E."""
    return solvent(account)[GROSS[side]] / account.n_bars


def max_gross_exposure(account: Account, side: int = 0) -> float:
    """Maximum of Σ |units × close| / E."""
    return solvent(account)[MOST[side]]


def net_exposure(account: Account) -> float:
    """Mean of Σ units × close / E."""
    return solvent(account)[kernels.SUM_NET] / account.n_bars


def max_net_exposure(account: Account) -> float:
    """Maximum of Σ units × close / E."""
    return solvent(account)[kernels.MOST_NET]


def turnover(account: Account) -> float:
    """mean(½·value traded on the bar / E_{t−1})·A. Drift is no turnover."""
    if account.exposed[kernels.N_LOST_BEFORE]:
        raise Undefined("the account was lost")
    return float(account.exposed[kernels.SUM_TURNED]) / account.n_bars * account.per_year


def average_holdings(account: Account, side: int = 0) -> float:
    """Mean number of symbols held at the end of a bar."""
    return float(account.held[HOLDINGS[side]]) / account.n_bars


def concentration(account: Account) -> float:
    """Mean Herfindahl index of the holdings, Σ (|value| / gross)², over bars with a position; 1 = one symbol."""
    n_held = float(account.exposed[kernels.N_HELD])
    if not n_held:
        raise Undefined("nothing was ever held")
    return float(account.held[kernels.HERFINDAHL]) / n_held


def n_open_trades(account: Account, side: int = 0) -> float:
    """Positions still held at the end; their pnl is marked and counts in no trade statistic."""
    trades = account.trades
    return float(np.count_nonzero(trades.is_open if side == 0 else trades.is_open & (trades.side == side)))


def open_profit(account: Account, side: int = 0) -> float:
    """Σ pnl of the positions still held, money: marked at the last close, less the fees paid so far."""
    trades = account.trades
    return float(np.sum(trades.pnl[trades.is_open if side == 0 else trades.is_open & (trades.side == side)]))


def n_fills(account: Account, side: int = 0) -> float:
    """How many executions there were."""
    return float(len(account.fills) if side == 0 else np.count_nonzero(account.fill_sides == side))


def commission_paid(account: Account, side: int = 0) -> float:
    """Σ of commissions, money."""
    return _paid(account, account.fills.commission, side)


def stamp_duty_paid(account: Account, side: int = 0) -> float:
    """Σ of stamp duty, money."""
    return _paid(account, account.fills.stamp_duty, side)


def slippage_paid(account: Account, side: int = 0) -> float:
    """Σ of units × |fill price − price before slippage|, money; contained in the prices."""
    return _paid(account, account.fills.slippage, side)


def solvent(account: Account) -> list[float]:
    """The sums of exposure of an account that was above 0 on every bar."""
    if account.exposed[kernels.N_LOST]:
        raise Undefined("the account was lost")
    return account.exposed.tolist()


def _paid(account: Account, money: Vector, side: int) -> float:
    return float(np.sum(money if side == 0 else money[account.fill_sides == side]))
