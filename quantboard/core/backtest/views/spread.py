"""How returns are spread: counts in equal bins, by bar, day, week or month."""

from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import Account, ends_of
from quantboard.errors import InvalidInput

PERIODS = ("bar", "day", "week", "month")
N_BINS = 60


class BadPeriod(InvalidInput):
    """Returns are not counted by this period."""

    code = "report.bad_period"


@dataclass(frozen=True, eq=False)
class Spread:
    """``counts[k]`` returns lie in ``edges[k]`` to ``edges[k + 1]``, the outermost also beyond; 0 is left out."""

    period: str
    edges: Vector
    counts: Vector
    n: int
    n_flat: int
    mean: float | None
    median: float | None
    deviation: float | None
    skew: float | None
    least: float | None
    most: float | None
    quantile_05: float | None


def returns_by(account: Account, period: str) -> Vector:
    """Simple returns of each bar, day, week or month; the first starts from the initial cash."""
    if period not in PERIODS:
        raise BadPeriod(f"Returns by {period[:20]!r} are not counted.", f"Choose {', '.join(PERIODS)}.", field="per")
    if period == "bar":
        return account.returns
    ends = {"day": account.day_ends, "month": account.month_ends}.get(period)
    if ends is None:
        days = account.day_ends
        ends = days[ends_of((account.days[days] + 3) // 7)]
    values = account.equity[ends]
    before = np.concatenate(([account.initial], values[:-1]))
    out: Vector = np.divide(values, before, out=np.ones(len(values)), where=before > 0) - 1.0
    return out


def spread(account: Account, period: str = "bar", bins: int = N_BINS) -> Spread:
    """The returns that were not 0, losses and gains in bins of their own."""
    everything = returns_by(account, period)
    moved = everything[everything != 0.0]
    if not len(moved):
        none: Vector = np.zeros(0)
        return Spread(period, none, none, 0, len(everything), *([None] * 7))
    reach = max(float(np.abs(np.quantile(moved, [0.001, 0.999])).max()), 1e-9)
    counts, edges = np.histogram(np.clip(moved, -reach, reach), bins=bins, range=(-reach, reach))
    mean, deviation = float(moved.mean()), float(moved.std(ddof=1)) if len(moved) > 1 else None
    third = float(np.mean((moved - mean) ** 3) / moved.std() ** 3) if deviation else None
    return Spread(
        period=period,
        edges=edges,
        counts=counts.astype(np.float64),
        n=len(moved),
        n_flat=len(everything) - len(moved),
        mean=mean,
        median=float(np.median(moved)),
        deviation=deviation,
        skew=third,
        least=float(moved.min()),
        most=float(moved.max()),
        quantile_05=float(np.quantile(moved, 0.05)),
    )
