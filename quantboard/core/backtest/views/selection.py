"""Some of the trades, in an order: what a table of them shows, and what is exported of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Stamps
from quantboard.core.backtest.trades import OPEN, REASONS, Trades
from quantboard.core.bars import MICROSECONDS_A_DAY, parse_date
from quantboard.errors import InvalidInput

SORTS = (
    *("entry_at", "symbol", "side", "units", "entry_price", "exit_at", "exit_price", "pnl", "gain", "fees"),
    *("bars_held", "mfe", "mae", "reason"),
)
SIDES, OUTCOMES = ("long", "short"), ("win", "loss", "open")
STILL_OPEN = "open"


class BadSelection(InvalidInput):
    """A filter or an order that trades do not have."""

    code = "report.bad_selection"


@dataclass(frozen=True)
class Selection:
    """Empty means all; days are ISO and inclusive: a trade counts that was held on one of them."""

    symbol: str = ""
    side: str = ""
    reason: str = ""
    outcome: str = ""
    from_on: str = ""
    to_on: str = ""
    sort: str = "entry_at"

    def checked(self) -> "Selection":
        """Itself, or ``BadSelection``."""
        for field, allowed in (("side", SIDES), ("reason", (*REASONS, STILL_OPEN)), ("outcome", OUTCOMES)):
            value = getattr(self, field)
            if value and value not in allowed:
                raise BadSelection(f"No {field} is {value[:40]!r}.", f"There are {', '.join(allowed)}.", field=field)
        if self.sort.removeprefix("-") not in SORTS:
            raise BadSelection(f"No order by {self.sort[:40]!r}.", f"There are {', '.join(SORTS)}.", field="sort")
        for field in ("from_on", "to_on"):
            if getattr(self, field):
                parse_date(getattr(self, field))
        return self


def chosen(trades: Trades, symbols: Sequence[str], wanted: Selection) -> NDArray[np.int64]:
    """The positions of the chosen trades in the wanted order; ties stay in the order of entry."""
    keep = np.ones(len(trades), dtype=bool)
    if wanted.symbol:
        place = symbols.index(wanted.symbol) if wanted.symbol in symbols else -1
        keep &= trades.symbol == place
    if wanted.side:
        keep &= trades.side == (1 if wanted.side == "long" else -1)
    if wanted.reason:
        keep &= trades.reason == (OPEN if wanted.reason == STILL_OPEN else REASONS.index(wanted.reason))
    if wanted.outcome:
        keep &= _with(trades, wanted.outcome)
    keep &= _between(trades, wanted.from_on, wanted.to_on)
    return ordered(trades, np.flatnonzero(keep), wanted.sort)


def ordered(trades: Trades, which: NDArray[np.int64], sort: str) -> NDArray[np.int64]:
    """These trades by one column, ``-`` in front for the greatest first; what an open one lacks comes last."""
    name = sort.removeprefix("-")
    values: Any = getattr(trades, name)[which]
    if name == "exit_at":
        values = np.where(trades.is_open[which], np.iinfo(np.int64).max, values)
    if not sort.startswith("-"):
        return which[np.argsort(values, kind="stable")]
    return which[::-1][np.argsort(values[::-1], kind="stable")][::-1]


def _with(trades: Trades, outcome: str) -> NDArray[np.bool_]:
    is_open = trades.is_open
    if outcome == "open":
        return is_open
    return ~is_open & ((trades.pnl > 0) if outcome == "win" else (trades.pnl <= 0))


def _between(trades: Trades, from_on: str, to_on: str) -> NDArray[np.bool_]:
    begins, ends = trades.entry_at, np.where(trades.is_open, np.iinfo(np.int64).max, trades.exit_at)
    keep = np.ones(len(trades), dtype=bool)
    if from_on:
        keep &= ends >= _stamp(from_on)
    if to_on:
        keep &= begins < _stamp(to_on) + MICROSECONDS_A_DAY
    return keep


def _stamp(day: str) -> int:
    return int(np.datetime64(parse_date(day), "us").astype(np.int64))


def rows_between(stamps: Stamps, from_on: str, to_on: str) -> tuple[int, int]:
    """The rows of the bars in these days, first and before which."""
    first = int(np.searchsorted(stamps, _stamp(from_on))) if from_on else 0
    last = int(np.searchsorted(stamps, _stamp(to_on) + MICROSECONDS_A_DAY)) if to_on else len(stamps)
    return first, max(last, first)
