"""How rough the way was."""

import math

import numpy as np

from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account, Undefined

Z_95 = 1.6448536269514722  # the normal distribution's 95 % quantile


def volatility(account: Account) -> float:
    """σ(r)·√A with ddof = 1. As empyrical's `annual_volatility`."""
    if account.n_bars < 2:
        raise Undefined("fewer than two bars")
    return math.sqrt(account.walked.sums[kernels.M2] / (account.n_bars - 1) * account.per_year)


def downside_deviation(account: Account) -> float:
    """√(mean(min(r, 0)²))·√A over all T bars. As empyrical's `downside_risk`."""
    return math.sqrt(account.mean(kernels.SUM_DOWN_2) * account.per_year)


def var_95(account: Account) -> float:
    """5 % quantile of r, linear between neighbours; a return, so usually negative. As empyrical's `value_at_risk`."""
    return account.tails[0]


def cvar_95(account: Account) -> float:
    """Mean of the returns at or below VaR 95 %. Empyrical's takes the lowest ⌊(T − 1)·5 %⌋ + 1 instead."""
    returns = account.returns
    return float(np.mean(returns[returns <= var_95(account)]))


def var_95_cornish_fisher(account: Account) -> float:
    """mean(r) + σ·z, z the 5 % normal quantile corrected for skew and kurtosis (Cornish and Fisher)."""
    s, k, z = skew(account), kurtosis(account), -Z_95
    corrected = z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24 - (2 * z**3 - 5 * z) * s**2 / 36
    return account.mean(kernels.SUM) + account.spread(kernels.M2) * corrected


def skew(account: Account) -> float:
    """Skewness of r, bias-corrected (G1). As pandas' `skew`."""
    n = account.n_bars
    if n < 3:
        raise Undefined("fewer than three bars")
    account.spread(kernels.M2)
    second, third = account.mean(kernels.M2), account.mean(kernels.M3)
    return float(math.sqrt(n * (n - 1)) / (n - 2) * third / second**1.5)


def kurtosis(account: Account) -> float:
    """Excess kurtosis of r, bias-corrected (G2): 0 for a normal distribution. As pandas' `kurt`."""
    n = account.n_bars
    if n < 4:
        raise Undefined("fewer than four bars")
    account.spread(kernels.M2)
    plain = account.mean(kernels.M4) / account.mean(kernels.M2) ** 2 - 3
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * plain + 6))


def tail_ratio(account: Account) -> float:
    """|95 % quantile of r / 5 % quantile|. As empyrical's `tail_ratio`."""
    low, high = account.tails
    if low == 0:
        raise Undefined("the 5 % quantile of the returns is 0")
    return abs(high / low)


def ulcer_index(account: Account) -> float:
    """√mean(drawdown²), a fraction."""
    return math.sqrt(account.mean(kernels.SUM_DD_2))
