"""How much of the account was at work, and what it paid for it."""

import numpy as np

from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account, Undefined


def time_in_market(account: Account) -> float:
    """Share of bars that end with a position."""
    return float(account.exposed[kernels.N_HELD]) / account.n_bars


def gross_exposure(account: Account) -> float:
    """Mean of Σ |units × close| / E."""
    return solvent(account)[kernels.SUM_GROSS] / account.n_bars


def max_gross_exposure(account: Account) -> float:
    """Maximum of Σ |units × close| / E."""
    return solvent(account)[kernels.MOST_GROSS]


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


def average_holdings(account: Account) -> float:
    """Mean number of symbols held at the end of a bar."""
    return float(account.held[0]) / account.n_bars


def concentration(account: Account) -> float:
    """Mean Herfindahl index of the holdings, Σ (|value| / gross)², over bars with a position; 1 = one symbol."""
    n_held = float(account.exposed[kernels.N_HELD])
    if not n_held:
        raise Undefined("nothing was ever held")
    return float(account.held[1]) / n_held


def n_open_trades(account: Account) -> float:
    """Positions still held at the end; their pnl is marked and counts in no trade statistic."""
    return float(np.count_nonzero(account.trades.is_open))


def n_fills(account: Account) -> float:
    """How many executions there were."""
    return float(len(account.fills))


def commission_paid(account: Account) -> float:
    """Σ of commissions, money."""
    return float(np.sum(account.fills.commission))


def stamp_duty_paid(account: Account) -> float:
    """Σ of stamp duty, money."""
    return float(np.sum(account.fills.stamp_duty))


def slippage_paid(account: Account) -> float:
    """Σ of units × |fill price − price before slippage|, money; contained in the prices."""
    return float(np.sum(account.fills.slippage))


def solvent(account: Account) -> list[float]:
    """The sums of exposure of an account that was above 0 on every bar."""
    if account.exposed[kernels.N_LOST]:
        raise Undefined("the account was lost")
    return account.exposed.tolist()
