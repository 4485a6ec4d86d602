"""What a run found: equity, positions, fills, trades and metrics over its period."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quantboard.core.arrays import Panel, Stamps, Vector
from quantboard.core.backtest.certainty import Certainty, Side
from quantboard.core.backtest.hashing import result_hash
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.trades import Fills, Trades
from quantboard.core.calendar import bars_per_year
from quantboard.core.flag import Flag, Honesty

NOT_EXAMINED, NOT_WEIGHED = Honesty(), Certainty()


@dataclass(frozen=True, eq=False)
class BacktestResult:
    """One run. Vectors ``(T,)`` and panels ``(T, N)`` cover the bars of the period; weights are fractions of equity.

    ``positions`` are units held after each bar, short ones negative; ``gross`` and ``net`` exposure are money, and
    ``traded`` is the value bought and sold on the bar, ``financing`` the interest, borrowing and funding received.
    ``n_rejected`` orders were not filled, the first of them are in ``rejected``; ``n_ambiguous`` bars reached stop and
    target both. ``examined`` is what was checked of the run, or how to check it;
    ``weighed`` how far its metrics can be trusted, or how to work that out.
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
    n_ambiguous: int = 0
    n_rejected: int = 0
    examined: "Honesty | Callable[[BacktestResult], Honesty]" = NOT_EXAMINED
    weighed: "Certainty | Callable[[BacktestResult], Certainty]" = NOT_WEIGHED

    @cached_property
    def honesty(self) -> Honesty:
        """Flags, look-ahead, costs, delay and band; worked out when first asked for where no job has done it."""
        return self.examined if isinstance(self.examined, Honesty) else self.examined(self)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What a reader must know to trust the result, the gravest first. No part of the result hash."""
        return self.honesty.flags

    @cached_property
    def certainty(self) -> Certainty:
        """Intervals, samples and sides of the metrics; worked out when first asked for."""
        return self.weighed if isinstance(self.weighed, Certainty) else self.weighed(self)

    @property
    def intervals(self) -> Mapping[str, tuple[float, float]]:
        """95 % confidence intervals (low, high) of the metrics that have one."""
        return self.certainty.intervals

    @property
    def sides(self) -> Mapping[str, Side]:
        """What is told of ``all``, ``long`` and ``short`` positions."""
        return self.certainty.sides

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
            **self.certainty.as_dict(),
            "final_equity": self.final_equity,
            "warnings": list(self.warnings),
            "flags": [flag.as_dict() for flag in self.flags],
            "n_rejected": self.n_rejected,
            "rejected": self.rejected,
            "trades": self.trades.rows(self.symbols, self.spec.interval),
        }


def hash_of(symbols: tuple[str, ...], trades: Trades, stamps: Stamps, equity: Vector) -> str:
    """The result hash: equal for equal trades and equity, on every machine."""
    integers = (trades.entry_at, trades.exit_at, trades.symbol, trades.side)
    floats = (trades.units, trades.entry_price, trades.exit_price)
    return result_hash(symbols, integers, floats, stamps, equity)
