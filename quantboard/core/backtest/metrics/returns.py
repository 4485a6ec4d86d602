"""How much was earned."""

import numpy as np

from quantboard.core.arrays import Vector
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
    return float(np.max(account.returns))


def worst_bar(account: Account) -> float:
    """min(r)."""
    return float(np.min(account.returns))


def positive_bars(account: Account) -> float:
    """Share of bars with r > 0."""
    return float(np.mean(account.returns > 0))


def best_day(account: Account) -> float:
    """Best return of a date."""
    return float(np.max(grouped(account, account.days)))


def worst_day(account: Account) -> float:
    """Worst return of a date."""
    return float(np.min(grouped(account, account.days)))


def best_month(account: Account) -> float:
    """Best return of a calendar month, the first and the last of which may be partial."""
    return float(np.max(grouped(account, account.months)))


def worst_month(account: Account) -> float:
    """Worst return of a calendar month, the first and the last of which may be partial."""
    return float(np.min(grouped(account, account.months)))


def positive_months(account: Account) -> float:
    """Share of calendar months with a return above 0."""
    return float(np.mean(grouped(account, account.months) > 0))


def best_year(account: Account) -> float:
    """Best return of a calendar year, the first and the last of which may be partial."""
    return float(np.max(grouped(account, account.months // 12)))


def worst_year(account: Account) -> float:
    """Worst return of a calendar year, the first and the last of which may be partial."""
    return float(np.min(grouped(account, account.months // 12)))


def grouped(account: Account, label: np.ndarray) -> Vector:
    """Returns of the runs of equal labels: equity at the end of each over that at the end of the one before."""
    ends = np.append(np.flatnonzero(label[1:] != label[:-1]), account.n_bars - 1)
    levels = np.concatenate(([account.initial], account.equity[ends]))
    if (levels[:-1] <= 0).any():
        raise Undefined("the account was lost")
    return levels[1:] / levels[:-1] - 1


def growth(factor: float, account: Account) -> float:
    """A growth factor over the T bars, per year, less 1."""
    if factor <= 0:
        raise Undefined("the account was lost")
    return float(factor ** (account.per_year / account.n_bars) - 1)
