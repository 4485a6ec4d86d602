"""The headline figures of what a run is compared with, by the same definitions."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import FLAT, Account

FIGURES = ("total_return", "cagr", "sharpe", "volatility", "max_drawdown", "calmar")


def versus(account: Account) -> dict[str, float | None]:
    """Total return, CAGR, Sharpe, volatility, max drawdown and Calmar of the benchmark; ``None`` where undefined."""
    curve, start = account.benchmark, account.initial
    if not len(curve) or not np.isfinite(curve).all() or not (curve > 0).all():
        return dict.fromkeys(FIGURES)
    total, years = float(curve[-1] / start), len(curve) / account.per_year
    growth = math.exp(math.log(total) / years) - 1.0 if total > 0 and math.log(total) / years < 700 else None
    deviation = float(np.std(account.benchmark_returns, ddof=1)) if len(curve) > 1 else 0.0
    moves = deviation > FLAT
    deepest = _deepest(curve, start)
    return {
        "total_return": total - 1.0,
        "cagr": growth,
        "sharpe": float(account.benchmark_returns.mean()) / deviation * math.sqrt(account.per_year) if moves else None,
        "volatility": deviation * math.sqrt(account.per_year) if moves else None,
        "max_drawdown": deepest,
        "calmar": growth / -deepest if growth is not None and deepest < 0 else None,
    }


def _deepest(curve: Vector, start: float) -> float:
    peaks = np.maximum(np.maximum.accumulate(curve), start)
    return float((curve / peaks - 1.0).min())
