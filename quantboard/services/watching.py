"""What those who watch a run are told: where it stands, its equity so far, its newest fills."""

import json
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from quantboard.core.backtest.engine import Halfway
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.trades import REASONS
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.progress import Step

MOST_POINTS, MOST_FILLS = 200, 25
CURVE_EVERY_S, SAY_EVERY_S = 0.5, 0.1


class Watched:
    """A ``Step`` in front of another: adds curve and fills, and passes on at most ten words a second.

    Between two words nobody is asked whether to go on, so a wish to stop waits for a tenth of a second.
    """

    def __init__(self, on_step: Step) -> None:
        self._on_step = on_step
        self._bars: Bars | None = None
        self._first = 0
        self._stage = ""
        self._said_at = self._drawn_at = float("-inf")
        self._halfway: Halfway | None = None
        self._extra: dict[str, str] = {}

    def begin(self, bars: Bars, first_row: int) -> None:
        """The bars of the run, and the row at which its period begins."""
        self._bars, self._first = bars, first_row

    def hold(self, halfway: Halfway) -> None:
        """Where the run stands now."""
        self._halfway = halfway

    def __call__(self, fraction: float, stage: str, detail: Mapping[str, str]) -> None:
        at_s = time.monotonic()
        if stage == self._stage and at_s - self._said_at < SAY_EVERY_S:
            return
        is_new, self._stage, self._said_at = stage != self._stage, stage, at_s
        begins = is_new and stage == "simulate"
        is_due = at_s - self._drawn_at >= CURVE_EVERY_S or is_new  # however fast the run was, its end is drawn
        if self._bars is not None and self._halfway is not None and is_due and not begins:
            self._drawn_at, self._extra = at_s, told(self._halfway, self._bars, self._first)
        self._on_step(fraction, stage, {**detail, **self._extra})


def told(halfway: Halfway, bars: Bars, first_row: int) -> dict[str, str]:
    """Equity, thinned, over the part of the period that is done, and the newest fills with their number in all."""
    book, n_bars = halfway.book, halfway.row
    rows = np.unique(np.linspace(0, n_bars - 1, min(n_bars, MOST_POINTS)).astype(np.int64))
    equity = [round(float(value), 2) for value in book.curves[at.EQUITY][rows]]
    n_fills = int(book.counts[at.N_FILLS])
    fills = [_fill(book, k, bars, first_row) for k in range(max(0, n_fills - MOST_FILLS), n_fills)]
    return {
        "equity": json.dumps(equity),
        "n_bars": str(n_bars),
        "n_period": str(len(book.positions)),
        "n_fills": str(n_fills),
        "fills": json.dumps(fills, ensure_ascii=False),
    }


def _fill(book: at.Book, k: int, bars: Bars, first_row: int) -> list[Any]:
    """Number, date, symbol, side, units, price, reason."""
    ints, floats = book.fill_ints[:, k], book.fill_floats[:, k]
    when = stamp_text(int(bars.stamps[first_row + int(ints[at.FILL_ROW])]), bars.interval)
    side = "buy" if ints[at.FILL_SIDE] > 0 else "sell"
    amounts = [float(f"{floats[which]:.6g}") for which in (at.FILL_UNITS, at.FILL_PRICE)]
    reason = REASONS[int(ints[at.FILL_REASON])]
    return [k + 1, when, bars.symbols[int(ints[at.FILL_SYMBOL])], side, *amounts, reason]
