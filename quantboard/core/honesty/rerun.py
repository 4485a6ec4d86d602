"""The same decisions once more under other terms: only the account is computed, no trades, no metrics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.engine import Halfway, simulated
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.market import closes_before, scene_of
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.terms import Costs
from quantboard.core.bars import Bars
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision

ROOM = 4_096  # fills to begin with; it grows where more happen


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run that can be done again otherwise: ``bars`` and ``decision`` cover all the data."""

    spec: BacktestSpec
    bars: Bars
    decision: Decision

    @property
    def n_cells(self) -> int:
        """Bars × symbols of the period."""
        first, last = self.bars.rows_of(self.spec.from_on, self.spec.to_on)
        return (last - first) * len(self.spec.symbols)

    def equity(self) -> Vector:
        """The account's value at each close of the period, as the engine has it."""
        first, last = self.bars.rows_of(self.spec.from_on, self.spec.to_on)
        scene = scene_of(self.spec, self.bars, self.decision, first, last)
        book = at.opened(last - first, len(self.spec.symbols), self.spec.cash, ROOM)
        book.state[at.LAST] = np.nan_to_num(closes_before(self.bars, first))
        done = simulated(scene, Halfway(0, book), silent)
        out: Vector = done.curves[at.EQUITY].copy()
        return out

    def total_return(self) -> float:
        """Of the whole period, a fraction."""
        return float(self.equity()[-1] / self.spec.cash - 1.0)

    def with_costs(self, commission: float, slippage: float) -> "Run":
        """The same at other proportional costs; fixed fees, duty, spread, impact and financing stay."""
        costs: Costs = replace(self.spec.costs, commission=commission, slippage=slippage, commission_tiers=())
        return replace(self, spec=replace(self.spec, costs=costs))

    def with_rule(self, both_rule: str) -> "Run":
        """The same with another rule for bars that reach stop and target."""
        return replace(self, spec=replace(self.spec, rules=replace(self.spec.rules, both_rule=both_rule)))


def in_steps(runs: Iterable[Run], n_runs: int, on_step: Step, span: tuple[float, float]) -> Iterator[float]:
    """Total returns one after the other; between two of them ``on_step`` may raise ``Cancelled``."""
    start, stop = span
    for number, run in enumerate(runs):
        on_step(start + (stop - start) * number / max(n_runs, 1), "check", {})
        yield run.total_return()
