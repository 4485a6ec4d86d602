"""The log of a run: orders filled and not filled, trades that ended, warnings; lines in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.trades import OPEN, REASONS, Ints
from quantboard.core.backtest.views.journal import Asked, Journal
from quantboard.core.bars import stamp_text
from quantboard.errors import InvalidInput

KINDS = ("buy", "sell", "rejected", "win", "loss", "warning")
BUY, SELL, REJECTED, WIN, LOSS, WARNING = range(6)


class BadLog(InvalidInput):
    """The log has no lines of this kind."""

    code = "report.bad_log"


@dataclass(frozen=True)
class Line:
    """One line; ``at`` is empty for what concerns the whole run, ``trade`` the index of the trade that ended."""

    at: str
    kind: str
    symbol: str
    units: float | None
    price: float | None
    pnl: float | None
    reason: str
    trade: int = -1


class Log:
    """All lines of a result in the order of time, warnings first."""

    def __init__(self, result: BacktestResult) -> None:
        self.result, self.journal = result, Journal(result)
        order = result.trades.in_exit_order
        self._ended = order[~result.trades.is_open[order]]

    @cached_property
    def _columns(self) -> tuple[NDArray[np.int64], Ints, Ints, Ints]:
        """Instants, kinds, symbols (−1 for none), and the place in the list from which each comes."""
        result, journal = self.result, self.journal
        n_warned, n_filled = len(result.warnings), len(journal.fills)
        ended, trades = self._ended, result.trades
        orders = np.where(np.arange(len(journal)) >= n_filled, REJECTED, np.where(journal.buys, BUY, SELL))
        ends = np.where(trades.pnl[ended] > 0, WIN, LOSS)
        first = int(result.stamps[0])
        at = np.concatenate((np.full(n_warned, first, dtype=np.int64), journal.stamps, trades.exit_at[ended]))
        kinds = np.concatenate((np.full(n_warned, WARNING, dtype=np.int64), orders, ends))
        symbols = np.concatenate((np.full(n_warned, -1, dtype=np.int64), journal.places, trades.symbol[ended]))
        places = np.concatenate((np.arange(n_warned), np.arange(len(journal)), ended)).astype(np.int64)
        order = np.lexsort((kinds != WARNING, at))
        return at[order], kinds[order], symbols[order], places[order]

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._columns[0])

    def chosen(self, asked: Asked, kind: str = "") -> NDArray[np.int64]:
        """The lines that are asked for; of ``asked`` the symbol, the days, the words and whether newest come first."""
        if kind and kind not in KINDS:
            raise BadLog(f"The log has no lines of kind {kind[:20]!r}.", f"There are {', '.join(KINDS)}.", field="kind")
        at, kinds, symbols, _ = self._columns
        keep = np.ones(len(at), dtype=bool)
        if kind:
            keep &= kinds == KINDS.index(kind)
        if asked.symbol:
            names = self.result.symbols
            keep &= symbols == (names.index(asked.symbol) if asked.symbol in names else -2)
        days = at // 86_400_000_000
        for text, is_from in ((asked.from_on, True), (asked.to_on, False)):
            if text:
                day = int(np.datetime64(text, "D").astype(np.int64))
                keep &= (days >= day) if is_from else (days <= day)
        found = np.flatnonzero(keep)
        if asked.words:
            wanted = asked.words.lower().split()
            found = np.array([k for k in found.tolist() if self._says(k, wanted)], dtype=np.int64)
        return found[::-1] if asked.sort.startswith("-") else found

    def line(self, number: int) -> Line:
        """One line."""
        at, kinds, symbols, places = (column[number] for column in self._columns)
        name = KINDS[int(kinds)]
        if kinds == WARNING:
            return Line("", name, "", None, None, None, self.result.warnings[int(places)])
        symbol = self.result.symbols[int(symbols)] if symbols >= 0 else ""
        when = stamp_text(int(at), self.result.spec.interval)
        if kinds in (WIN, LOSS):
            trades, k = self.result.trades, int(places)
            price, pnl = float(trades.exit_price[k]), float(trades.pnl[k])
            return Line(when, name, symbol, float(trades.units[k]), price, pnl, self._why(k), k)
        one = self.journal.order(int(places))
        return Line(when, name, symbol, one.units, one.price, None, one.reason)

    def text(self, numbers: NDArray[np.int64]) -> str:
        """These lines as a text file."""
        return "".join(f"{_plain(self.line(k))}\n" for k in numbers.tolist())

    def _why(self, trade: int) -> str:
        code = int(self.result.trades.reason[trade])
        return "" if code == OPEN else REASONS[code]

    def _says(self, number: int, wanted: Sequence[str]) -> bool:
        text = _plain(self.line(number)).lower()
        return all(word in text for word in wanted)


def _plain(line: Line) -> str:
    parts = [line.at or "-", line.kind.ljust(8), (line.symbol or "-").ljust(12)]
    if line.units is not None and line.price is not None:
        parts.append(f"{line.units:g} @ {line.price:g}")
    if line.pnl is not None:
        parts.append(f"P&L {line.pnl:+.2f}")
    return "  ".join([*parts, line.reason])
