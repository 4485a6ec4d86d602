"""What was earned for the risk taken, alone and against buy-and-hold. The risk-free rate is 0."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import Account, Undefined, deviation
from quantboard.core.backtest.metrics.drawdown import max_drawdown
from quantboard.core.backtest.metrics.returns import cagr
from quantboard.core.backtest.metrics.risk import downside_deviation, moment

Z_975 = 1.959963984540054  # the normal distribution's 97.5 % quantile


def sharpe(account: Account) -> float:
    """mean(r) / σ(r)·√A with ddof = 1. As empyrical's `sharpe_ratio`."""
    return per_bar_sharpe(account) * math.sqrt(account.per_year)


def sharpe_low(account: Account) -> float:
    """Lower end of the 95 % confidence interval of Sharpe, its error as by Mertens (2002)."""
    return (per_bar_sharpe(account) - Z_975 * sharpe_error(account)) * math.sqrt(account.per_year)


def sharpe_high(account: Account) -> float:
    """Upper end of the 95 % confidence interval of Sharpe, its error as by Mertens (2002)."""
    return (per_bar_sharpe(account) + Z_975 * sharpe_error(account)) * math.sqrt(account.per_year)


def probabilistic_sharpe(account: Account) -> float:
    """Probability that the true Sharpe is above 0 (Bailey and López de Prado, 2012)."""
    z = per_bar_sharpe(account) / sharpe_error(account)
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def sortino(account: Account) -> float:
    """mean(r)·A / downside deviation. As empyrical's `sortino_ratio`."""
    down = downside_deviation(account)
    if down == 0:
        raise Undefined("no bar lost")
    return float(np.mean(account.returns)) * account.per_year / down


def calmar(account: Account) -> float:
    """CAGR / |max drawdown|. As empyrical's `calmar_ratio`."""
    deepest = max_drawdown(account)
    if deepest == 0:
        raise Undefined("the account never fell below its peak")
    return cagr(account) / -deepest


def omega(account: Account) -> float:
    """Σ max(r, 0) / Σ max(−r, 0). As empyrical's `omega_ratio` at 0."""
    return float(np.sum(np.maximum(account.returns, 0))) / lost(account)


def gain_to_pain(account: Account) -> float:
    """Σ r / Σ max(−r, 0) per bar (Schwager)."""
    return float(np.sum(account.returns)) / lost(account)


def beta(account: Account) -> float:
    """cov(r, b) / var(b), b the returns of buy-and-hold. As empyrical's `beta`."""
    b = account.benchmark_returns
    deviation(b)
    return float(np.cov(account.returns, b)[0, 1] / np.var(b, ddof=1))


def alpha(account: Account) -> float:
    """(mean(r) − β·mean(b))·A, linear. Empyrical compounds it: (1 + mean)^A − 1."""
    excess = np.mean(account.returns) - beta(account) * np.mean(account.benchmark_returns)
    return float(excess) * account.per_year


def correlation(account: Account) -> float:
    """Pearson correlation of r with the returns of buy-and-hold."""
    spread = deviation(account.returns) * deviation(account.benchmark_returns)
    return float(np.cov(account.returns, account.benchmark_returns)[0, 1]) / spread


def tracking_error(account: Account) -> float:
    """σ(r − b)·√A with ddof = 1."""
    if account.n_bars < 2:
        raise Undefined("fewer than two bars")
    return float(np.std(account.returns - account.benchmark_returns, ddof=1) * math.sqrt(account.per_year))


def information_ratio(account: Account) -> float:
    """mean(r − b) / σ(r − b)·√A. Empyrical's `excess_sharpe` times √A."""
    active = account.returns - account.benchmark_returns
    return float(np.mean(active)) / deviation(active) * math.sqrt(account.per_year)


def treynor(account: Account) -> float:
    """mean(r)·A / β."""
    slope = beta(account)
    if slope == 0:
        raise Undefined("beta is 0")
    return float(np.mean(account.returns)) * account.per_year / slope


def up_capture(account: Account) -> float:
    """Annual growth over that of buy-and-hold, on the bars where that rose. As empyrical's `up_capture`."""
    return capture(account, account.benchmark_returns > 0)


def down_capture(account: Account) -> float:
    """Annual growth over that of buy-and-hold, on the bars where that fell. As empyrical's `down_capture`."""
    return capture(account, account.benchmark_returns < 0)


def per_bar_sharpe(account: Account) -> float:
    """mean(r) / σ(r)."""
    return float(np.mean(account.returns)) / deviation(account.returns)


def sharpe_error(account: Account) -> float:
    """√((1 − γ₃·s + (γ₄ − 1)/4·s²) / (T − 1)), s the Sharpe per bar, γ the plain skew and kurtosis."""
    if account.n_bars < 3:
        raise Undefined("fewer than three bars")
    s, second = per_bar_sharpe(account), moment(account.returns, 2)
    third, fourth = moment(account.returns, 3) / second**1.5, moment(account.returns, 4) / second**2
    spread = 1 - third * s + (fourth - 1) / 4 * s**2
    if spread <= 0:
        raise Undefined("its error cannot be estimated")
    return math.sqrt(spread / (account.n_bars - 1))


def lost(account: Account) -> float:
    """Σ max(−r, 0), above 0."""
    losses = float(np.sum(np.maximum(-account.returns, 0)))
    if losses == 0:
        raise Undefined("no bar lost")
    return losses


def capture(account: Account, rows: np.ndarray) -> float:
    """Ratio of annual growths on some bars."""
    if not rows.any():
        raise Undefined("buy-and-hold has no such bar")
    mine, theirs = _annual(account.returns[rows], account), _annual(account.benchmark_returns[rows], account)
    if theirs == 0:
        raise Undefined("buy-and-hold did not move")
    return mine / theirs


def _annual(returns: Vector, account: Account) -> float:
    factor = float(np.prod(1 + returns))
    if factor <= 0:
        raise Undefined("the account was lost")
    return float(np.power(factor, account.per_year / len(returns))) - 1
