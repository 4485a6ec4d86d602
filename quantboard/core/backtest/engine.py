"""Run a resolved specification over its bars: the only door of the folder to the kernels."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from quantboard.core.arrays import Codes, Panel
from quantboard.core.backtest import kernels
from quantboard.core.backtest.benchmark import buy_and_hold, filled_forward
from quantboard.core.backtest.fields import FILLS
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.metrics.table import measure
from quantboard.core.backtest.notes import notes_of
from quantboard.core.backtest.result import BacktestResult, hash_of
from quantboard.core.backtest.spec import BacktestSpec, WrongSizing
from quantboard.core.backtest.trades import fills_of, rejections_of, trades_of
from quantboard.core.bars import PRICES, Bars, stamp_text
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.exits import Exits, effective
from quantboard.core.strategy.weights import prepare
from quantboard.errors import CodeFailed

CELLS_A_CHUNK = 250_000  # about two milliseconds between looks at the watcher
FIRST_FILLS = 512


class DecisionUnfit(CodeFailed):
    """The strategy returned arrays that do not fit its bars."""

    code = "code.wrong_shape"


@dataclass(frozen=True, eq=False)
class Task:
    """The arrays of a run, cut to its period and laid out for the kernel."""

    period: Bars
    codes: Codes
    numbers: Panel
    modes: at.Ints
    rates: np.ndarray


@dataclass(frozen=True, eq=False)
class Halfway:
    """A run that stopped at the border of a chunk: the next row, the account, the positions (T, N) so far."""

    row: int
    book: at.Book
    positions: Panel


@dataclass(frozen=True, eq=False)
class Course:
    """Where a run begins, and who is shown at each border where it stands: the arrays go on changing afterwards."""

    start: Halfway | None = None
    hold: Callable[[Halfway], None] | None = None


UNBROKEN = Course()


def is_warm() -> bool:
    """Whether the bar loop is already compiled, or loaded, in this process."""
    return bool(kernels.simulate.dispatcher.signatures)  # type: ignore[attr-defined]


def run(
    spec: BacktestSpec, bars: Bars, decision: Decision, on_step: Step = silent, course: Course = UNBROKEN
) -> BacktestResult:
    """``bars`` are those of the spec's symbols; ``decision`` covers them all. ``on_step`` may raise ``Cancelled``.

    A run that goes on from ``course.start`` ends in the same result as one that was never interrupted.
    """
    first, last = bars.rows_of(spec.from_on, spec.to_on)
    task = _prepared(spec, bars, decision, first, last)
    book, positions = _simulated(task, spec.cash, on_step, course)
    return _result(spec, task, book, positions, decision)


def _prepared(spec: BacktestSpec, bars: Bars, decision: Decision, first: int, last: int) -> Task:
    shape = bars.close.shape
    for name in ("signals", "size", "weights"):
        panel = getattr(decision, name)
        if panel is not None and panel.shape != shape:
            raise DecisionUnfit(
                f"The {name} have the shape {panel.shape}, the bars {shape}.", "Return one value a bar."
            )
    columns = {name: np.ascontiguousarray(bars.columns[name][first:last]) for name in PRICES}
    period = Bars(bars.stamps[first:last], bars.symbols, columns, bars.interval, bars.zone)
    kind, amount = spec.sizing
    codes, numbers = np.zeros((1, 1), dtype=np.int8), np.zeros((1, 1))
    if decision.weights is not None:
        wanted = np.ascontiguousarray(decision.weights[first:last], dtype=np.float64)
        numbers = prepare(wanted, period, rebalance=decision.rebalance, short=spec.short)
    elif decision.signals is not None:
        codes = np.ascontiguousarray(decision.signals[first:last], dtype=np.int8)
    else:
        raise DecisionUnfit("The strategy returned neither signals nor weights.", "Return one of them.")
    if kind == "weights" and decision.weights is None:
        if decision.size is None:
            hint = "Choose percent:R or fixed:N, or return Signals(size=…)."
            raise WrongSizing("The strategy's signals carry no size.", hint, field="size")
        numbers = np.ascontiguousarray(decision.size[first:last], dtype=np.float64)
    exits = effective(Exits(spec.stop_loss, spec.take_profit), Exits(decision.stop_loss, decision.take_profit))
    modes = np.zeros(at.N_MODES, dtype=np.int64)
    modes[at.FILL] = FILLS.index(spec.fill)
    modes[at.WEIGHTED] = decision.weights is not None
    modes[at.SIZING] = {"fixed": at.FIXED, "percent": at.PERCENT, "weights": at.PANEL}[kind]
    modes[at.SHORT], modes[at.WHOLE] = spec.short, spec.whole_units
    modes[at.NEXT_BAR_STOPS] = spec.stops_from == "next_bar"
    costs = (spec.costs.commission, spec.costs.slippage, spec.costs.stamp_duty)
    rates = np.array([*costs, exits.stop_loss or 0.0, exits.take_profit or 0.0, amount])
    return Task(period, codes, numbers, modes, rates)


def _simulated(task: Task, cash: float, on_step: Step, course: Course) -> tuple[at.Book, Panel]:
    period = task.period
    n_bars, n_symbols = period.close.shape
    start = course.start or Halfway(
        0, at.opened(n_bars, n_symbols, cash, FIRST_FILLS + 8 * n_symbols), np.empty((n_bars, n_symbols))
    )
    row, book, positions = start.row, start.book, start.positions
    chunk = n_bars if on_step is silent else max(CELLS_A_CHUNK // n_symbols, 1)
    while row < n_bars:
        stop = min(row + chunk, n_bars)
        ran = simulate_rows(row, stop, task, book, positions)
        if ran < stop:
            book = at.grown(book)
        if ran > row:
            if course.hold is not None:
                course.hold(Halfway(ran, book, positions))
            detail = {"date": stamp_text(int(period.stamps[ran - 1]), period.interval)}
            on_step(ran / n_bars, "simulate", detail)
        row = ran
    return book, positions


def simulate_rows(row: int, stop: int, task: Task, book: at.Book, positions: Panel) -> int:
    """The kernel's one call."""
    period = task.period
    return kernels.simulate(
        row,
        stop,
        period.open,
        period.high,
        period.low,
        period.close,
        task.codes,
        task.numbers,
        task.modes,
        task.rates,
        book.state,
        book.marks,
        book.cash,
        book.counts,
        book.curves,
        positions,
        book.fill_ints,
        book.fill_floats,
        book.trade_ints,
        book.trade_floats,
        book.reject_ints,
    )


def _result(spec: BacktestSpec, task: Task, book: at.Book, positions: Panel, decision: Decision) -> BacktestResult:
    period, stamps = task.period, task.period.stamps
    n_fills, n_trades, n_rejected = (int(book.counts[k]) for k in (at.N_FILLS, at.N_TRADES, at.N_REJECTED))
    fills = fills_of(book.fill_ints[:, :n_fills], book.fill_floats[:, :n_fills], stamps)
    trades = trades_of(book.trade_ints[:, :n_trades], book.trade_floats[:, :n_trades], book, stamps)
    rejected = rejections_of(book.reject_ints[:, :n_rejected], stamps, spec.symbols, spec.interval)
    curves: dict[str, Any] = {
        "equity": book.curves[at.EQUITY].copy(),
        "cash": book.curves[at.CASH].copy(),
        "gross": book.curves[at.GROSS].copy(),
        "net": book.curves[at.NET].copy(),
        "traded": book.curves[at.TRADED].copy(),
        "positions": positions,
        "closes": filled_forward(period.close),
        "benchmark": buy_and_hold(period.open, period.close, spec.cash),
    }
    warnings = notes_of(spec, task.rates, book.counts, rejected, stamps, decision)
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
        result_hash=hash_of(spec.symbols, trades, stamps, curves["equity"]),
        **curves,
    )
    return measure(plain)
