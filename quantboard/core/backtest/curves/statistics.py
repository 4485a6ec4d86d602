"""The metrics of thousands of equity curves at once: those of single runs, a column each.

>>> statistics(equity, initial=100_000, per_year=252)["sharpe"]  # equity (K, T): a curve a row
"""

from collections.abc import Mapping

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.backtest.curves import kernels
from quantboard.core.backtest.metrics import kernels as at
from quantboard.core.backtest.metrics.account import FLAT
from quantboard.core.backtest.metrics.risk import Z_95
from quantboard.core.backtest.sweep.pool import THREADS, spread
from quantboard.core.progress import Step, silent
from quantboard.errors import InvalidInput

CURVES_A_CHUNK = 250


class BadCurves(InvalidInput):
    """Equity curves that cannot be measured."""

    code = "curves.malformed"


def statistics(
    levels: Panel, *, initial: float, per_year: float = 252.0, on_step: Step = silent, threads: int = THREADS
) -> Mapping[str, Vector]:
    """Columns ``(K,)`` by the name of the metric, of equity ``levels`` ``(K, T)`` that start from ``initial``.

    Each is what the metric function of a single run gives for that curve alone; NaN where it is undefined. Chunks of
    250 curves over ``threads``; ``on_step`` looks after each, and may raise ``Cancelled``.
    """
    if levels.ndim != 2 or not levels.size or not np.isfinite(levels).all() or not initial > 0:
        raise BadCurves("Equity curves are a table of finite numbers, a curve a row.", "Give (K, T) and initial > 0.")
    n_curves, n_bars = levels.shape
    sums, tails, under = np.empty((n_curves, at.N_WALKED)), np.empty((n_curves, 3)), np.empty(n_curves)
    metrics_ready()

    def work(start: int, stop: int) -> None:
        rows = slice(start, stop)
        chunk = np.ascontiguousarray(levels[rows], dtype=np.float64)
        returns, flat = np.empty_like(chunk), np.full(n_bars, float(initial))
        scratch = np.empty(n_bars), np.empty(n_bars)
        kernels.walk_curves(chunk, flat, float(initial), returns, *scratch, sums[rows], under[rows])
        tails[rows] = _tails(returns)

    spread(n_curves, CURVES_A_CHUNK, work, on_step, threads)
    final = np.asarray(levels[:, -1], dtype=np.float64)
    with np.errstate(all="ignore"):
        columns = _columns(sums.T, tails.T, final / initial, n_bars, per_year)
    columns["longest_under_water"] = under
    return {name: np.where(np.isfinite(column), column, np.nan) + 0.0 for name, column in columns.items()}


def metrics_ready() -> None:
    """Load the loop that the chunk's kernel calls, before that one is compiled."""
    at.walk.ready()  # type: ignore[attr-defined]


def _tails(returns: Panel) -> Panel:
    """The 5 % and 95 % quantiles of each row, linear between neighbours, and the mean of what lies up to the first."""
    last = returns.shape[1] - 1
    places = [(int(share * last), min(int(share * last) + 1, last), share * last) for share in (0.05, 0.95)]
    near = np.partition(returns, sorted({rank for low, high, _ in places for rank in (low, high)}), axis=1)
    out = np.empty((len(returns), 3))
    for column, (low, high, place) in enumerate(places):
        out[:, column] = near[:, low] + (near[:, high] - near[:, low]) * (place - low)
    mask = returns <= out[:, :1]
    out[:, 2] = np.where(mask, returns, 0.0).sum(axis=1) / mask.sum(axis=1)
    return out


def _columns(sums: Panel, tails: Panel, growth: Vector, n_bars: int, per_year: float) -> dict[str, Vector]:
    """The formulas of the metric functions, on columns."""
    mean, second = sums[at.SUM] / n_bars, sums[at.M2] / n_bars
    spread_ = np.sqrt(sums[at.M2] / (n_bars - 1)) if n_bars > 1 else np.full(len(growth), np.nan)
    varied = np.where(spread_ > FLAT, spread_, np.nan)
    yearly = np.sqrt(per_year)
    cagr = np.where(growth > 0, np.maximum(growth, 0.0) ** (per_year / n_bars) - 1, np.nan)
    down = np.sqrt(sums[at.SUM_DOWN_2] / n_bars * per_year)
    fall = sums[at.LEAST_DD]
    lost, fallen = np.where(sums[at.SUM_DOWN] != 0, sums[at.SUM_DOWN], np.nan), np.where(fall != 0, -fall, np.nan)
    skew, kurtosis = _moments(sums, varied, second, n_bars)
    return {
        "total_return": growth - 1,
        "cagr": cagr,
        "best_bar": sums[at.MOST],
        "worst_bar": sums[at.LEAST],
        "positive_bars": sums[at.N_UP] / n_bars,
        "volatility": spread_ * yearly,
        "downside_deviation": down,
        "var_95": tails[0],
        "cvar_95": tails[2],
        "var_95_cornish_fisher": mean + varied * _corrected(skew, kurtosis),
        "skew": skew,
        "kurtosis": kurtosis,
        "tail_ratio": np.abs(tails[1] / np.where(tails[0] != 0, tails[0], np.nan)),
        "ulcer_index": np.sqrt(sums[at.SUM_DD_2] / n_bars),
        "max_drawdown": fall,
        "pain_index": -sums[at.SUM_DD] / n_bars,
        "recovery_factor": (growth - 1) / fallen,
        "sharpe": mean / varied * yearly,
        "sortino": mean * per_year / np.where(down != 0, down, np.nan),
        "calmar": cagr / fallen,
        "omega": sums[at.SUM_UP] / lost,
        "gain_to_pain": sums[at.SUM] / lost,
    }


def _moments(sums: Panel, varied: Vector, second: Vector, n: int) -> tuple[Vector, Vector]:
    """Bias-corrected skewness and excess kurtosis."""
    none = np.full(len(second), np.nan)
    defined = np.where(np.isnan(varied), np.nan, second)
    third, fourth = sums[at.M3] / n / defined**1.5, sums[at.M4] / n / defined**2
    skew = np.sqrt(n * (n - 1)) / (n - 2) * third if n > 2 else none
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth - 3) + 6) if n > 3 else none
    return skew, kurtosis


def _corrected(s: Vector, k: Vector) -> Vector:
    """The 5 % normal quantile corrected for skew and kurtosis (Cornish and Fisher)."""
    z = -Z_95
    out: Vector = z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24 - (2 * z**3 - 5 * z) * s**2 / 36
    return out
