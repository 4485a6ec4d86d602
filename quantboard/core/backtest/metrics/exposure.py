"""How much of the account was at work, and what it paid for it."""

import numpy as np

from quantboard.core.backtest.metrics.account import Account, Undefined


def time_in_market(account: Account) -> float:
    """Share of bars that end with a position."""
    return float(np.mean(account.gross > 0))


def gross_exposure(account: Account) -> float:
    """Mean of Σ |units × close| / E."""
    return float(np.mean(account.gross / solvent(account)))


def max_gross_exposure(account: Account) -> float:
    """Maximum of Σ |units × close| / E."""
    return float(np.max(account.gross / solvent(account)))


def net_exposure(account: Account) -> float:
    """Mean of Σ units × close / E."""
    return float(np.mean(account.net / solvent(account)))


def max_net_exposure(account: Account) -> float:
    """Maximum of Σ units × close / E."""
    return float(np.max(account.net / solvent(account)))


def turnover(account: Account) -> float:
    """mean(½·value traded on the bar / E_{t−1})·A. Drift is no turnover."""
    if (account.before <= 0).any():
        raise Undefined("the account was lost")
    return float(np.mean(0.5 * account.traded / account.before)) * account.per_year


def average_holdings(account: Account) -> float:
    """Mean number of symbols held at the end of a bar."""
    return float(np.mean(np.count_nonzero(account.values, axis=1)))


def concentration(account: Account) -> float:
    """Mean Herfindahl index of the holdings, Σ (|value| / gross)², over bars with a position; 1 = one symbol."""
    held = account.gross > 0
    if not held.any():
        raise Undefined("nothing was ever held")
    shares = np.abs(account.values[held]) / account.gross[held, None]
    return float(np.mean(np.sum(shares**2, axis=1)))


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


def solvent(account: Account) -> np.ndarray:
    """Equity, above 0 on every bar."""
    if (account.equity <= 0).any():
        raise Undefined("the account was lost")
    return account.equity
