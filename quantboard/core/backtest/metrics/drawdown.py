"""How deep and how long the account stood below its peak."""

import numpy as np

from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account, Undefined


def max_drawdown(account: Account) -> float:
    """min(E / peak so far − 1) ≤ 0; peaks start at E_0. As empyrical's `max_drawdown`."""
    return float(account.walked.sums[kernels.LEAST_DD])


def max_drawdown_length(account: Account) -> float:
    """Bars of the deepest drawdown, from its peak to its recovery or the end."""
    found = account.falls
    return float(found.length[np.argmin(found.depth)]) if len(found) else 0.0


def average_drawdown(account: Account) -> float:
    """Mean depth of all drawdowns."""
    found = account.falls
    if not len(found):
        raise Undefined("the account never fell below its peak")
    return float(np.mean(found.depth))


def longest_under_water(account: Account) -> float:
    """Most bars from a peak to its recovery or the end."""
    return float(np.max(account.falls.length, initial=0))


def pain_index(account: Account) -> float:
    """mean(|drawdown|) over all bars."""
    return -account.mean(kernels.SUM_DD)


def recovery_factor(account: Account) -> float:
    """Total return over |max drawdown|."""
    deepest = max_drawdown(account)
    if deepest == 0:
        raise Undefined("the account never fell below its peak")
    return float((account.equity[-1] / account.initial - 1) / -deepest)
