"""What a run is compared with: buy-and-hold of its symbols, of another symbol or column, or nothing."""

import re
from dataclasses import dataclass

import numpy as np
from numba import types

from quantboard.core.arrays import Panel, Vector
from quantboard.core.bars import Bars
from quantboard.core.calendar import days_of
from quantboard.core.jit import READ_PANEL, WRITE, kernel
from quantboard.errors import InvalidInput

NONE = "none"
COLUMN = re.compile(r"[A-Za-z_]\w*")


class BenchmarkUnfit(InvalidInput):
    """The benchmark has no value in the period, or no such column."""

    code = "benchmark.unfit"


@dataclass(frozen=True)
class Choice:
    """A benchmark as it was asked for: ``dataset`` is empty for a symbol of the run's own data."""

    symbol: str
    dataset: str = ""
    column: str = ""

    @property
    def label(self) -> str:
        """As it is shown."""
        return f"{self.symbol} {self.column}".strip()


def choice_of(text: str | None) -> Choice | None:
    """``symbol:SPY``, ``data:ID:SPY`` or ``data:ID:000300@pe``, which a specification holds as ``other:000300@pe``.

    ``None`` for the usual benchmark and for none.
    """
    kind, _, rest = (text or "").partition(":")
    if kind not in ("symbol", "data", "other"):
        return None
    dataset, _, named = rest.partition(":") if kind == "data" else ("", "", rest)
    symbol, at, column = named.rpartition("@")
    if not at or not COLUMN.fullmatch(column):
        return Choice(named, dataset)
    return Choice(symbol, dataset, column)


def held(reference: Bars, column: str, period: Bars, cash: float) -> Vector:
    """Equity ``(T,)`` of ``cash`` in the only symbol of ``reference``, at the stamps of ``period``.

    Bought at its first open in the period (of another column: at its first value), marked at the last close known at
    each bar; NaN before. A daily value beside intraday bars is known from the day after on.
    """
    close = _values(reference, column or "close")
    open_ = _values(reference, column or "open")
    is_late = period.is_intraday and not reference.is_intraday
    mine, theirs = _keys(period, reference)
    last = np.searchsorted(theirs, mine, "right") - 1
    first = np.minimum(np.searchsorted(theirs, mine, "left"), len(theirs) - 1)
    closes = np.where(last >= 0, filled_forward(close[:, None])[np.maximum(last, 0), 0], np.nan)
    opens = closes if is_late or column else np.where(theirs[first] == mine, open_[first], np.nan)
    if np.isnan(closes).all() or np.isnan(opens).all():
        raise BenchmarkUnfit(
            f"The benchmark {reference.symbols[0]} has no bar in the period.", "Choose another.", field="benchmark"
        )
    return buy_and_hold(np.ascontiguousarray(opens[:, None]), np.ascontiguousarray(closes[:, None]), cash)


def _values(reference: Bars, column: str) -> Vector:
    if column not in reference.columns:
        hint = f"There are {', '.join(sorted(reference.columns))}."
        raise BenchmarkUnfit(f"The benchmark has no column {column}.", hint, field="benchmark")
    values: Vector = reference.columns[column][:, 0]
    return values


def _keys(period: Bars, reference: Bars) -> tuple[np.ndarray, np.ndarray]:
    """What is compared to find the last bar known: instants where both are intraday, else days."""
    if period.is_intraday and reference.is_intraday:
        return period.stamps, reference.stamps
    mine, theirs = (days_of(one.stamps, one.interval, one.zone) for one in (period, reference))
    return (mine - 1 if period.is_intraday else mine), theirs


def buy_and_hold(open_: Panel, close: Panel, cash: float) -> Vector:
    """Equity ``(T,)`` of equal parts of ``cash`` bought at each symbol's first open; C-contiguous panels."""
    n_symbols = close.shape[1]
    if n_symbols == 1 and open_[0, 0] > 0 and not np.isnan(close).any():
        return close[:, 0] * (cash / open_[0, 0])
    equity = np.empty(len(close))
    hold(open_, close, float(cash), np.zeros(n_symbols), np.zeros(n_symbols), equity)
    return equity


def filled_forward(close: Panel) -> Panel:
    """Last known closes: NaN only before a symbol's first bar."""
    known = ~np.isnan(close)
    if known.all():
        return close
    row = np.where(known, np.arange(len(close))[:, None], 0)
    np.maximum.accumulate(row, axis=0, out=row)
    return np.take_along_axis(close, row, axis=0)


@kernel(takes=(READ_PANEL, READ_PANEL, types.float64, WRITE, WRITE, WRITE))
def hold(open_: Panel, close: Panel, cash: float, units: Vector, last: Vector, equity: Vector) -> None:
    """Buy-and-hold: equal parts of the cash at each symbol's first open, fractional, no costs, marked at closes."""
    n_bars, n_symbols = close.shape
    part = cash / n_symbols
    kept = cash
    n_bought = 0
    for t in range(n_bars):
        if n_bought == n_symbols:
            value = kept
            for n in range(n_symbols):
                if not np.isnan(close[t, n]):
                    last[n] = close[t, n]
                value += units[n] * last[n]
            equity[t] = value
            continue
        for n in range(n_symbols):
            if np.isnan(close[t, n]):
                continue
            last[n] = close[t, n]
            if units[n] == 0.0 and open_[t, n] > 0.0:
                units[n] = part / open_[t, n]
                kept -= part
                n_bought += 1
        value = kept
        for n in range(n_symbols):
            if units[n] != 0.0:
                value += units[n] * last[n]
        equity[t] = value
