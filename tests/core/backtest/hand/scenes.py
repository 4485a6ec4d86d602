"""A few bars written by hand, and what a run did on them in short."""

import numpy as np

from quantboard.core.bars import Bars
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, signals_of

HOUR = 3_600_000_000
TEN_ON_MONDAY = 18_267 * 24 * HOUR + 10 * HOUR  # 2020-01-06 10:00 UTC


def at(price: float) -> tuple[float, float, float, float]:
    """A bar without movement."""
    return (price, price, price, price)


FLAT = at(100.0)


def fills(result):
    """(row, signed units, price) of each fill; with several symbols (row, symbol, signed units, price)."""
    rows = {int(stamp): row for row, stamp in enumerate(result.stamps)}
    f = result.fills
    several = len(result.symbols) > 1
    return [
        (rows[int(f.at[k])], *((result.symbols[f.symbol[k]],) if several else ()), float(f.side[k] * f.units[k]),
         float(f.price[k]))
        for k in range(len(f))
    ]  # fmt: skip


def reasons(result):
    """Why each trade ended, in order of entry."""
    return [row["exit_reason"] for row in result.trades.rows(result.symbols, result.spec.interval)]


def refused(result):
    """(day, reason) of each order that was not filled."""
    return [(row["at"][-2:], row["reason"]) for row in result.rejected]


def hourly(*rows):
    """One symbol, bars of an hour from Monday 10:00 on; ``None`` ends the day: the next one begins at 10:00 again."""
    stamps, bars, day, hour = [], [], 0, 0
    for row in rows:
        if row is None:
            day, hour = day + 1, 0
            continue
        stamps.append(TEN_ON_MONDAY + day * 24 * HOUR + hour * HOUR)
        bars.append(row)
        hour += 1
    made = bars_of(*bars)
    return Bars(np.array(stamps, dtype=np.int64), made.symbols, made.columns, "1h", "UTC")


def triggered(bars, *, limit=None, stop=None, levels=None, **options):
    """Signals whose entries wait for a limit or a stop price, the same on every bar or ``{row: price}``."""
    prices = {}
    for name, price in (("limit", limit), ("stop", stop)):
        if price is not None:
            panel = np.full(bars.close.shape, np.nan)
            for row, value in (price if isinstance(price, dict) else dict.fromkeys(range(bars.n_bars), price)).items():
                panel[row] = value
            prices[name] = panel
    return play(bars, Decision(signals=signals_of(bars, **(levels or {"entry": [0]})), **prices), **options)
