"""What was earned for the risk taken, alone and against buy-and-hold. The risk-free rate is 0."""

import math

from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.account import Account, Undefined
from quantboard.core.backtest.metrics.drawdown import max_drawdown
from quantboard.core.backtest.metrics.returns import cagr
from quantboard.core.backtest.metrics.risk import downside_deviation

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
    return account.mean(kernels.SUM) * account.per_year / down


def calmar(account: Account) -> float:
    """CAGR / |max drawdown|. As empyrical's `calmar_ratio`."""
    deepest = max_drawdown(account)
    if deepest == 0:
        raise Undefined("the account never fell below its peak")
    return cagr(account) / -deepest


def omega(account: Account) -> float:
    """Σ max(r, 0) / Σ max(−r, 0). As empyrical's `omega_ratio` at 0."""
    return float(account.walked.sums[kernels.SUM_UP]) / lost(account)


def gain_to_pain(account: Account) -> float:
    """Σ r / Σ max(−r, 0) per bar (Schwager)."""
    return float(account.walked.sums[kernels.SUM]) / lost(account)


def beta(account: Account) -> float:
    """cov(r, b) / var(b), b the returns of buy-and-hold. As empyrical's `beta`."""
    account.spread(kernels.B2)
    return account.mean(kernels.RB) / account.mean(kernels.B2)


def alpha(account: Account) -> float:
    """(mean(r) − β·mean(b))·A, linear. Empyrical compounds it: (1 + mean)^A − 1."""
    excess = account.mean(kernels.SUM) - beta(account) * account.mean(kernels.SUM_B)
    return excess * account.per_year


def correlation(account: Account) -> float:
    """Pearson correlation of r with the returns of buy-and-hold."""
    spread = account.spread(kernels.M2) * account.spread(kernels.B2)
    return float(account.walked.sums[kernels.RB]) / (account.n_bars - 1) / spread


def tracking_error(account: Account) -> float:
    """σ(r − b)·√A with ddof = 1."""
    if account.n_bars < 2:
        raise Undefined("fewer than two bars")
    return math.sqrt(account.walked.sums[kernels.ACTIVE_2] / (account.n_bars - 1) * account.per_year)


def information_ratio(account: Account) -> float:
    """mean(r − b) / σ(r − b)·√A. Empyrical's `excess_sharpe` times √A."""
    active = account.mean(kernels.SUM_ACTIVE) / account.spread(kernels.ACTIVE_2)
    return active * math.sqrt(account.per_year)


def treynor(account: Account) -> float:
    """mean(r)·A / β."""
    slope = beta(account)
    if slope == 0:
        raise Undefined("beta is 0")
    return account.mean(kernels.SUM) * account.per_year / slope


def up_capture(account: Account) -> float:
    """Σ r / Σ b over the bars on which buy-and-hold rose. Empyrical's `up_capture` divides annualised growths instead.

    On bars of a minute those exceed all bounds: half a million rising bars a year compound beyond any number.
    """
    return capture(account, (kernels.UP_MINE, kernels.UP_OTHER, kernels.N_B_UP))


def down_capture(account: Account) -> float:
    """Σ r / Σ b over the bars on which buy-and-hold fell. Empyrical's `down_capture` divides annualised growths."""
    return capture(account, (kernels.DOWN_MINE, kernels.DOWN_OTHER, kernels.N_B_DOWN))


def per_bar_sharpe(account: Account) -> float:
    """mean(r) / σ(r)."""
    return account.mean(kernels.SUM) / account.spread(kernels.M2)


def sharpe_error(account: Account) -> float:
    """√((1 − γ₃·s + (γ₄ − 1)/4·s²) / (T − 1)), s the Sharpe per bar, γ the plain skew and kurtosis."""
    if account.n_bars < 3:
        raise Undefined("fewer than three bars")
    s, second = per_bar_sharpe(account), account.mean(kernels.M2)
    third, fourth = account.mean(kernels.M3) / second**1.5, account.mean(kernels.M4) / second**2
    spread = 1 - third * s + (fourth - 1) / 4 * s**2
    if spread <= 0:
        raise Undefined("its error cannot be estimated")
    return math.sqrt(spread / (account.n_bars - 1))


def lost(account: Account) -> float:
    """Σ max(−r, 0), above 0."""
    losses = float(account.walked.sums[kernels.SUM_DOWN])
    if losses == 0:
        raise Undefined("no bar lost")
    return losses


def capture(account: Account, places: tuple[int, int, int]) -> float:
    """Ratio of two sums over some bars: own returns, those of buy-and-hold and their number among the walk's sums."""
    mine, other, n_bars = (float(account.walked.sums[place]) for place in places)
    if not n_bars:
        raise Undefined("buy-and-hold has no such bar")
    return mine / other
