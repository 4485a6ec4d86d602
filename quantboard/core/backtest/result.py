"""What a run found: equity, positions, fills, trades and metrics over its period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.core.arrays import Panel, Stamps, Vector
from quantboard.core.backtest.hashing import result_hash
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.trades import Fills, Trades
from quantboard.core.calendar import bars_per_year


@dataclass(frozen=True, eq=False)
class BacktestResult:
    """One run. Vectors ``(T,)`` and panels ``(T, N)`` cover the bars of the period; weights are fractions of equity.

    ``positions`` are units held after each bar, short ones negative; ``gross`` and ``net`` exposure are money, and
    ``traded`` is the value bought and sold on the bar, ``financing`` the interest, borrowing and funding received.
    """

    spec: BacktestSpec
    zone: str
    stamps: Stamps
    equity: Vector
    cash: Vector
    gross: Vector
    net: Vector
    traded: Vector
    financing: Vector
    positions: Panel
    closes: Panel
    benchmark: Vector
    fills: Fills
    trades: Trades
    rejected: list[dict[str, str]]
    warnings: tuple[str, ...]
    metrics: Mapping[str, float | None]
    metrics_na: Mapping[str, str]
    result_hash: str

    @property
    def symbols(self) -> tuple[str, ...]:
        """The columns of the panels."""
        return self.spec.symbols

    @property
    def final_equity(self) -> float:
        """The account's value at the last close."""
        return float(self.equity[-1])

    @property
    def bars_per_year(self) -> float:
        """The A of every annualised number."""
        return bars_per_year(self.stamps, self.spec.interval, self.zone)

    @property
    def weights(self) -> Panel:
        """Value held per symbol over equity after each bar."""
        out: Panel = self.positions * self.closes / self.equity[:, None]
        return out

    def as_json(self) -> dict[str, Any]:
        """The object that shell and REST give: no NaN, an undefined metric is ``None`` and has its reason beside it."""
        return {
            "result_hash": self.result_hash,
            "spec": self.spec.as_dict(),
            "spec_digest": self.spec.digest(),
            "data_hash": self.spec.data_hash,
            "bars_per_year": self.bars_per_year,
            "n_bars": len(self.stamps),
            "metrics": dict(self.metrics),
            "metrics_na": dict(self.metrics_na),
            "final_equity": self.final_equity,
            "warnings": list(self.warnings),
            "rejected": self.rejected,
            "trades": self.trades.rows(self.symbols, self.spec.interval),
        }


def hash_of(symbols: tuple[str, ...], trades: Trades, stamps: Stamps, equity: Vector) -> str:
    """The result hash: equal for equal trades and equity, on every machine."""
    integers = (trades.entry_at, trades.exit_at, trades.symbol, trades.side)
    floats = (trades.units, trades.entry_price, trades.exit_price)
    return result_hash(symbols, integers, floats, stamps, equity)
