"""95 % confidence intervals, (low, high), of the metrics that have one by a standard formula.

They tell how far chance alone may have moved a number, as if bars and trades were drawn independently of each other;
where they are not, the truth is less certain still. Too little to say anything: no interval, the reason is raised.
"""

import math
from functools import lru_cache

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics import kernels, ratios, returns, risk
from quantboard.core.backtest.metrics.account import FLAT, Account, Undefined
from quantboard.core.backtest.metrics.trading import some
from quantboard.core.backtest.trades import Trades

Pair = tuple[float, float]
Z_975 = ratios.Z_975
SERIES_UP_TO = 40  # degrees of freedom; beyond, the expansion around the normal quantile is exact to 1e-9


def sharpe(account: Account) -> Pair:
    """Sharpe ± 1.96 × its error (Mertens, 2002), which knows skew and heavy tails."""
    return ratios.sharpe_low(account), ratios.sharpe_high(account)


def information_ratio(account: Account) -> Pair:
    """IR ± 1.96 × √((1 + s²/2) / T)·√A, s the ratio per bar (Lo, 2002)."""
    scale = math.sqrt(account.per_year)
    per_bar = ratios.information_ratio(account) / scale
    return around(per_bar * scale, Z_975 * math.sqrt((1 + per_bar**2 / 2) / account.n_bars) * scale)


def cagr(account: Account) -> Pair:
    """(1 + CAGR)·e^(± t·σ/(1 + mean(r))·A/√T) − 1: Student's for the mean log return, its deviation to first order."""
    growth, n_bars = 1 + returns.cagr(account), account.n_bars
    spread = account.spread(kernels.M2) / (1 + account.mean(kernels.SUM))
    reach = student(n_bars - 1) * spread * account.per_year / math.sqrt(n_bars)
    return growth * math.exp(-reach) - 1, growth * math.exp(reach) - 1


def volatility(account: Account) -> Pair:
    """σ·e^(± 1.96·√((γ₄ − 1) / 4T)), γ₄ the plain kurtosis: wider with heavy tails."""
    yearly, spread = risk.volatility(account), account.mean(kernels.M2)
    if spread <= FLAT**2:
        raise Undefined("returns do not vary")
    tails = account.mean(kernels.M4) / spread**2
    reach = Z_975 * math.sqrt((tails - 1) / (4 * account.n_bars))
    return yearly * math.exp(-reach), yearly * math.exp(reach)


def positive_bars(account: Account) -> Pair:
    """Wilson's score interval of a share."""
    return wilson(float(account.walked.sums[kernels.N_UP]), account.n_bars)


def positive_months(account: Account) -> Pair:
    """Wilson's score interval of a share."""
    n_months = len(account.month_ends)
    return wilson(returns.positive_months(account) * n_months, n_months)


def beta(account: Account) -> Pair:
    """β ± t × its standard error in the regression of r on b."""
    error, _ = _regression(account)
    return around(ratios.beta(account), student(account.n_bars - 2) * error)


def alpha(account: Account) -> Pair:
    """α ± t × its standard error in the regression of r on b, both times A."""
    _, error = _regression(account)
    return around(ratios.alpha(account), student(account.n_bars - 2) * error * account.per_year)


def correlation(account: Account) -> Pair:
    """Fisher's: tanh(artanh(ρ) ± 1.96 / √(T − 3))."""
    if account.n_bars < 4:
        raise Undefined("fewer than four bars")
    seen = ratios.correlation(account)
    if abs(seen) >= 1 - FLAT:
        raise Undefined("its error cannot be estimated")
    low, high = around(math.atanh(seen), Z_975 / math.sqrt(account.n_bars - 3))
    return math.tanh(low), math.tanh(high)


def win_rate(trades: Trades) -> Pair:
    """Wilson's score interval of a share."""
    return wilson(float(np.count_nonzero(some(trades).pnl > 0)), len(trades))


def expectancy(trades: Trades) -> Pair:
    """Student's interval of a mean."""
    return of_mean(trades.pnl)


def average_trade(trades: Trades) -> Pair:
    """Student's interval of a mean."""
    return of_mean(trades.gain)


def median_trade(trades: Trades) -> Pair:
    """Order statistics ⌊(n + 1)/2 − 1.96·√n/2⌋ from either end, free of any distribution; from six trades on."""
    place = int((len(trades) + 1) / 2 - Z_975 * math.sqrt(len(trades)) / 2) if len(trades) else 0
    if place < 1:
        raise Undefined("fewer than six trades")
    gains = np.sort(trades.gain)
    return float(gains[place - 1]), float(gains[-place])


def average_bars_held(trades: Trades) -> Pair:
    """Student's interval of a mean."""
    return of_mean(trades.bars_held.astype(np.float64))


def average_mfe(trades: Trades) -> Pair:
    """Student's interval of a mean."""
    return of_mean(trades.mfe)


def average_mae(trades: Trades) -> Pair:
    """Student's interval of a mean."""
    return of_mean(trades.mae)


def wilson(n_hits: float, n: int) -> Pair:
    """Wilson's score interval of ``n_hits`` of ``n`` > 0: within 0 and 1, of use with few trials too."""
    square = Z_975**2
    middle = (n_hits + square / 2) / (n + square)
    reach = Z_975 / (n + square) * math.sqrt(n_hits * (n - n_hits) / n + square / 4)
    return (middle - reach if n_hits > 0 else 0.0), (middle + reach if n_hits < n else 1.0)


def of_mean(values: Vector) -> Pair:
    """mean ± t·s/√n with ddof = 1."""
    n = len(values)
    if n < 2:
        raise Undefined("fewer than two trades")
    mean = float(values.mean())
    apart = values - mean
    spread = math.sqrt(float(np.sum(np.square(apart))) / (n - 1))  # no BLAS: its threads change bits and cost 8 ms
    if spread <= FLAT * max(1.0, abs(mean)):
        raise Undefined("trades do not vary")
    return around(mean, student(n - 1) * spread / math.sqrt(n))


def around(middle: float, reach: float) -> Pair:
    """As far to either side."""
    return middle - reach, middle + reach


@lru_cache(maxsize=4096)
def student(n_free: int) -> float:
    """The 97.5 % quantile of Student's distribution with ``n_free`` ≥ 1 degrees of freedom."""
    if n_free < 1:
        raise Undefined("fewer than three bars")
    z, n = Z_975, float(n_free)
    if n_free > SERIES_UP_TO:  # Abramowitz and Stegun 26.7.5
        first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
        third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
        fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
        return z + first / n + second / n**2 + third / n**3 + fourth / n**4
    low, high = 1.0, 16.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, n_free) < 0.95 else (low, middle)
    return high


def _within(t: float, n_free: int) -> float:
    """P(|T| ≤ t) of Student's distribution, the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(n_free))
    square = math.cos(angle) ** 2
    is_odd = n_free % 2
    term, total = (math.cos(angle) if is_odd else 1.0), 0.0
    for power in range(is_odd, n_free - 1, 2):
        total += term
        term *= square * (power + 1) / (power + 2)
    part = math.sin(angle) * total
    return 2 / math.pi * (angle + part) if is_odd else part


def _regression(account: Account) -> Pair:
    """Standard errors of slope and intercept, per bar."""
    n_bars, sums = account.n_bars, account.walked.sums
    if n_bars < 3:
        raise Undefined("fewer than three bars")
    account.spread(kernels.B2)
    apart, together = float(sums[kernels.B2]), float(sums[kernels.RB])
    rest = max(float(sums[kernels.M2]) - together**2 / apart, 0.0) / (n_bars - 2)
    mean = account.mean(kernels.SUM_B)
    return math.sqrt(rest / apart), math.sqrt(rest * (1 / n_bars + mean**2 / apart))


OF_ACCOUNT = (cagr, volatility, positive_bars, positive_months, sharpe, alpha, beta, correlation, information_ratio)
OF_TRADES = (win_rate, expectancy, average_trade, median_trade, average_bars_held, average_mfe, average_mae)
