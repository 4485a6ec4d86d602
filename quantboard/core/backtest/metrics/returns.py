"""How much was earned."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account, Undefined


def total_return(account: Account) -> float:
    """E_T / E_0 − 1."""
    return float(account.equity[-1] / account.initial - 1)


def cagr(account: Account) -> float:
    """(E_T / E_0)^(A / T) − 1. As empyrical's `cagr` with A bars a year."""
    return growth(account.equity[-1] / account.initial, account)


def benchmark_total_return(account: Account) -> float:
    """B_T / E_0 − 1 of buy-and-hold: equal parts of the cash bought at each symbol's first open, no costs."""
    return float(account.benchmark[-1] / account.initial - 1)


def benchmark_cagr(account: Account) -> float:
    """(B_T / E_0)^(A / T) − 1 of buy-and-hold."""
    return growth(account.benchmark[-1] / account.initial, account)


def excess_return(account: Account) -> float:
    """Total return less that of buy-and-hold."""
    return total_return(account) - benchmark_total_return(account)


def best_bar(account: Account) -> float:
    """max(r)."""
    return float(account.walked.sums[kernels.MOST])


def worst_bar(account: Account) -> float:
    """min(r)."""
    return float(account.walked.sums[kernels.LEAST])


def positive_bars(account: Account) -> float:
    """Share of bars with r > 0."""
    return account.mean(kernels.N_UP)


def best_day(account: Account) -> float:
    """Best return of a date."""
    return float(np.max(grouped(account, account.day_ends)))


def worst_day(account: Account) -> float:
    """Worst return of a date."""
    return float(np.min(grouped(account, account.day_ends)))


def best_month(account: Account) -> float:
    """Best return of a calendar month, the first and the last of which may be partial."""
    return float(np.max(grouped(account, account.month_ends)))


def worst_month(account: Account) -> float:
    """Worst return of a calendar month, the first and the last of which may be partial."""
    return float(np.min(grouped(account, account.month_ends)))


def positive_months(account: Account) -> float:
    """Share of calendar months with a return above 0."""
    return float(np.mean(grouped(account, account.month_ends) > 0))


def best_year(account: Account) -> float:
    """Best return of a calendar year, the first and the last of which may be partial."""
    return float(np.max(grouped(account, account.year_ends)))


def worst_year(account: Account) -> float:
    """Worst return of a calendar year, the first and the last of which may be partial."""
    return float(np.min(grouped(account, account.year_ends)))


def grouped(account: Account, ends: np.ndarray) -> Vector:
    """Returns of stretches that end at these rows: equity at the end of each over that at the end of the one before."""
    levels = np.concatenate(([account.initial], account.equity[ends]))
    if (levels[:-1] <= 0).any():
        raise Undefined("the account was lost")
    return levels[1:] / levels[:-1] - 1


def growth(factor: float, account: Account) -> float:
    """A growth factor over the T bars, per year, less 1."""
    if factor <= 0:
        raise Undefined("the account was lost")
    return float(factor ** (account.per_year / account.n_bars) - 1)
