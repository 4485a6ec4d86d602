"""Run a resolved specification over its bars: the only door of the folder to the kernels."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from quantboard.core.backtest import kernels
from quantboard.core.backtest.benchmark import buy_and_hold, filled_forward
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.market import Scene, closes_before, scene_of
from quantboard.core.backtest.matching import matched_first
from quantboard.core.backtest.metrics.table import measure
from quantboard.core.backtest.notes import notes_of
from quantboard.core.backtest.result import BacktestResult, hash_of
from quantboard.core.backtest.solo import kernels as solo
from quantboard.core.backtest.solo import loop
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.trades import fills_of, rejections_of, trades_of
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision

CELLS_A_CHUNK = 250_000  # about two milliseconds between looks at the watcher
LONG = 100_000  # bars from which a second thread pays
FIRST_FILLS, MOST_EXPECTED = 512, 200_000  # room for fills to begin with; memory that is not touched costs nothing


@dataclass(frozen=True, eq=False)
class Halfway:
    """A run that stopped at the border of a chunk: the next row, and the account so far."""

    row: int
    book: at.Book


@dataclass(frozen=True, eq=False)
class Course:
    """Where a run begins, and who is shown at each border where it stands: the arrays go on changing afterwards."""

    start: Halfway | None = None
    hold: Callable[[Halfway], None] | None = None


UNBROKEN = Course()


def is_warm(n_symbols: int) -> bool:
    """Whether the bar loop of most such runs is already compiled, or loaded, in this process."""
    taken: Any = solo.simulate if n_symbols == 1 else kernels.simulate
    return bool(taken.dispatcher.signatures)


def run(
    spec: BacktestSpec, bars: Bars, decision: Decision, on_step: Step = silent, course: Course = UNBROKEN
) -> BacktestResult:
    """``bars`` are those of the spec's symbols; ``decision`` covers them all. ``on_step`` may raise ``Cancelled``.

    A run that goes on from ``course.start`` ends in the same result as one that was never interrupted.
    """
    first, last = bars.rows_of(spec.from_on, spec.to_on)
    scene = scene_of(spec, bars, decision, first, last)
    start = course.start
    if start is None:
        n_bars, n_symbols = scene.period.close.shape
        room = FIRST_FILLS + min(int(np.count_nonzero(scene.wish.codes)), MOST_EXPECTED) + at.FILLS_A_BAR * n_symbols
        book = at.opened(n_bars, n_symbols, spec.cash, room)
        book.state[at.LAST] = np.nan_to_num(closes_before(bars, first))
        start = Halfway(0, book)
    return result_of(spec, scene, simulated(scene, start, on_step, course.hold), decision)


def simulated(
    scene: Scene, start: Halfway, on_step: Step = silent, hold: Callable[[Halfway], None] | None = None
) -> at.Book:
    """The account after the last bar; ``on_step`` and ``hold`` look in between."""
    period, row, book = scene.period, start.row, start.book
    n_bars, n_symbols = period.close.shape
    chunk = n_bars if on_step is silent else max(CELLS_A_CHUNK // n_symbols, 1)
    simulate = loop.simulate if loop.fits(scene.run, scene.market) else kernels.simulate
    while row < n_bars:
        stop = min(row + chunk, n_bars)
        ran = simulate(row, stop, scene.run, scene.market, scene.wish, book)
        if ran < stop:
            book = at.grown(book)
        if ran > row:
            if hold is not None:
                hold(Halfway(ran, book))
            detail = {"date": stamp_text(int(period.stamps[ran - 1]), period.interval)}
            on_step(ran / n_bars, "simulate", detail)
        row = ran
    return book


def result_of(spec: BacktestSpec, scene: Scene, book: at.Book, decision: Decision) -> BacktestResult:
    """What the account says after the last bar of the scene's period."""
    period, stamps = scene.period, scene.period.stamps
    n_fills, n_trades, n_rejected = (int(book.counts[k]) for k in (at.N_FILLS, at.N_TRADES, at.N_REJECTED))
    fills = fills_of(book.fill_ints[:, :n_fills], book.fill_floats[:, :n_fills], stamps)
    if spec.rules.matching == "fifo":
        trades = matched_first(fills, period, book.state[at.LAST])
    else:
        trades = trades_of(book.trade_ints[:, :n_trades], book.trade_floats[:, :n_trades], book, stamps)
    rejected = rejections_of(
        book.reject_ints[:, : min(n_rejected, at.MOST_LISTED)], stamps, spec.symbols, spec.interval
    )
    curves: dict[str, Any] = {
        "equity": book.curves[at.EQUITY],
        "cash": book.curves[at.CASH],
        "gross": book.curves[at.GROSS],
        "net": book.curves[at.NET],
        "traded": book.curves[at.TRADED],
        "financing": book.curves[at.FINANCING],
        "positions": book.positions,
        "closes": filled_forward(period.close),
        "benchmark": buy_and_hold(period.open, period.close, spec.cash),
    }
    warnings = notes_of(spec, scene, book.counts, decision)
    plain = BacktestResult(
        spec=spec,
        zone=period.zone,
        stamps=stamps,
        fills=fills,
        trades=trades,
        rejected=rejected,
        warnings=warnings,
        metrics={},
        metrics_na={},
        result_hash="",
        n_ambiguous=int(book.counts[at.AMBIGUOUS]),
        n_rejected=n_rejected,
        **curves,
    )
    hashed = partial(hash_of, spec.symbols, trades, stamps, curves["equity"])
    if len(stamps) < LONG:
        return replace(measure(plain), result_hash=hashed())
    with ThreadPoolExecutor(1) as beside:
        later = beside.submit(hashed)
        return replace(measure(plain), result_hash=later.result())
