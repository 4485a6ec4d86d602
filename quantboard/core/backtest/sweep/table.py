"""What a sweep found: a row a parameter set, a column a metric."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.backtest.metrics.account import FLAT
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.sweep import kernels as at
from quantboard.errors import InvalidInput

METRICS = (
    *("final_equity", "total_return", "cagr", "volatility", "sharpe", "sortino", "max_drawdown", "calmar"),
    *("n_trades", "win_rate", "time_in_market"),
)


class NoSuchMetric(InvalidInput):
    """A sweep was asked for a column that it does not have."""

    code = "sweep.unknown_metric"


@dataclass(frozen=True, eq=False)
class Sweep:
    """One row a parameter set, in the order in which they were asked.

    ``params`` and ``metrics`` are columns ``(K,)`` by name; an undefined metric is NaN. They are those of single runs:
    trades exactly, equity to 1e-9. ``spec`` is that of the first set, ``way`` tells which loop was taken: ``lanes``,
    ``events``, or ``runs`` for what the fast loops do not know.
    """

    spec: BacktestSpec
    params: Mapping[str, np.ndarray]
    metrics: Mapping[str, Vector]
    way: str
    failed: Mapping[int, str]

    def __len__(self) -> int:
        """How many sets there are."""
        return len(self.metrics["n_trades"])

    def row(self, k: int) -> dict[str, Any]:
        """One set and its metrics as a plain object; an undefined metric is ``None``."""
        told = {name: float(column[k]) for name, column in self.metrics.items()}
        return {
            "params": {name: column[k].item() for name, column in self.params.items()},
            **{name: value if np.isfinite(value) else None for name, value in told.items()},
        }

    def best(self, metric: str = "sharpe", n: int = 10, *, least: bool = False) -> list[dict[str, Any]]:
        """The ``n`` sets with the greatest (or ``least``) value of a metric; sets without one are left out."""
        if metric not in self.metrics:
            raise NoSuchMetric(f"A sweep has no {metric!r}.", f"There are {', '.join(METRICS)}.", field="metric")
        column = self.metrics[metric]
        order = np.argsort(column if least else -column, kind="stable")
        return [self.row(int(k)) for k in order[~np.isnan(column[order])][:n]]


def metrics_of(sums: Panel, cash: float, n_bars: int, per_year: float) -> dict[str, Vector]:
    """The metrics of sets from their sums ``(K, N_OUT)``, by the formulas of single runs; NaN = undefined."""
    final, total, fall = sums[:, at.FINAL], sums[:, at.SUM], sums[:, at.FALL]
    with np.errstate(all="ignore"):
        growth = final / cash
        cagr = np.where(growth > 0, np.maximum(growth, 0.0) ** (per_year / n_bars) - 1, np.nan)
        spread = np.sqrt(np.maximum(sums[:, at.SQUARES] - total * (total / n_bars), 0.0) / max(n_bars - 1, 1))
        spread = np.where(n_bars > 1, spread, np.nan)
        down = np.sqrt(sums[:, at.DOWN] / n_bars * per_year)
        columns = {
            "final_equity": final,
            "total_return": growth - 1,
            "cagr": cagr,
            "volatility": spread * np.sqrt(per_year),
            "sharpe": np.where(spread > FLAT, total / n_bars / spread * np.sqrt(per_year), np.nan),
            "sortino": np.where(down > 0, total / n_bars * per_year / down, np.nan),
            "max_drawdown": fall,
            "calmar": np.where(fall < 0, cagr / -fall, np.nan),
            "n_trades": sums[:, at.N_TRADES],
            "win_rate": np.where(sums[:, at.N_TRADES] > 0, sums[:, at.N_WINS] / sums[:, at.N_TRADES], np.nan),
            "time_in_market": sums[:, at.N_HELD] / n_bars,
        }
    return {name: np.array(column) for name, column in columns.items()}
