"""Many decisions through the event loop, one after the other, without keeping a curve."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from quantboard.core.arrays import Codes, Mask, Panel
from quantboard.core.backtest import engine
from quantboard.core.backtest.ledger import book
from quantboard.core.backtest.market import NOTHING, Scene, run_of, scene_of
from quantboard.core.backtest.metrics import kernels as sums
from quantboard.core.backtest.metrics.table import account_of
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.solo import kernels as solo
from quantboard.core.backtest.solo import loop
from quantboard.core.backtest.spec import Resolved
from quantboard.core.backtest.sweep import kernels as at
from quantboard.core.backtest.universe import eligible, screened
from quantboard.core.strategy.decision import Decision

FILLS_A_BAR = 3  # a close, an entry, a protective exit


@dataclass(frozen=True, eq=False)
class Events:
    """The market and the terms that all sets share; ``known`` are the settings of exits that were met."""

    resolved: Resolved
    scene: Scene
    known: dict[tuple[object, ...], book.Run | None] = field(default_factory=dict)

    @property
    def early(self) -> int:
        """Bars of the period on which decisions are ignored."""
        return max(self.resolved.spec.rules.warmup - self.resolved.first, 0)

    @cached_property
    def may_enter(self) -> Mask | None:
        """Where the filters of the universe allow entries; ``None`` where there are none."""
        universe = self.resolved.spec.universe
        return None if universe.is_open else eligible(self.resolved.bars, universe)

    def admitted(self, decision: Decision) -> Decision:
        """The decision as those filters leave it."""
        return decision if self.may_enter is None else screened(decision, self.may_enter)

    def run_for(self, decision: Decision) -> book.Run | None:
        """The configuration for a decision with its exits; ``None`` where the fast loop does not know it."""
        if decision.signals is None or any(
            panel is not None for panel in (decision.size, decision.limit, decision.stop, decision.strength)
        ):
            return None
        key = (decision.stop_loss, decision.take_profit, decision.trailing)
        if key not in self.known:
            run = run_of(self.resolved.spec, decision, self.scene.market, self.scene.period)
            self.known[key] = run if loop.fits(run, self.scene.market) else None
        return self.known[key]

    def sums(self, codes: Codes, runs: Sequence[book.Run]) -> Panel:
        """The sums of sets of codes ``(K, T, 1)`` over the period, each under its configuration."""
        if self.early:
            codes = codes.copy()
            codes[:, : self.early] = 0
        out = np.empty((len(codes), at.N_OUT))
        market, spec = self.scene.market, self.resolved.spec
        room = FILLS_A_BAR * len(market.close) + 16
        account = book.opened(len(market.close), 1, spec.cash, room)
        modes, rates = (np.array([one[k] for one in runs]) for k in (0, 1))
        prices = (market.open, market.high, market.low, market.close)
        solo.simulate.ready()  # type: ignore[attr-defined]  # before the kernel that calls it
        arrays: tuple[Any, ...] = (*prices, codes, NOTHING, modes, rates, float(spec.cash), *account, out)
        at.walk_sets(*arrays)
        return out


def events_of(resolved: Resolved, decision: Decision) -> Events:
    """The shared part, made with the first decision."""
    return Events(resolved, scene_of(resolved.spec, resolved.bars, decision, resolved.first, resolved.last))


def sums_of_decisions(events: Events, decisions: Sequence[Decision]) -> tuple[Panel, bool]:
    """A row of sums a decision, and whether all of them went through the fast loop."""
    decisions = [events.admitted(decision) for decision in decisions]
    out = np.empty((len(decisions), at.N_OUT))
    runs = [events.run_for(decision) for decision in decisions]
    fast = [(k, run) for k, run in enumerate(runs) if run is not None]
    rows = slice(events.resolved.first, events.resolved.last)
    if fast:
        codes = np.stack([decisions[k].signals[rows] for k, _ in fast])  # type: ignore[index]
        out[[k for k, _ in fast]] = events.sums(codes, [run for _, run in fast])
    for k, run in enumerate(runs):
        if run is None:
            out[k] = sums_of(engine.run(events.resolved.spec, events.resolved.bars, decisions[k]))
    return out, len(fast) == len(decisions)


def sums_of(result: BacktestResult) -> Panel:
    """The same sums of a whole run."""
    walked = account_of(result).walked.sums
    mean, n_bars = walked[sums.SUM] / len(result.equity), len(result.equity)
    closed = result.trades.taken(~result.trades.is_open)
    out = np.empty(at.N_OUT)
    out[at.FINAL], out[at.SUM] = result.final_equity, walked[sums.SUM]
    out[at.SQUARES] = walked[sums.M2] + n_bars * mean * mean
    out[at.DOWN], out[at.FALL] = walked[sums.SUM_DOWN_2], walked[sums.LEAST_DD]
    out[at.N_TRADES], out[at.N_WINS] = len(closed), np.count_nonzero(closed.pnl > 0)
    out[at.N_HELD] = np.count_nonzero(result.gross > 0)
    return out
