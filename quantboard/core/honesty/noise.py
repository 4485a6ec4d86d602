"""Bars whose future is noise: what nobody could have known is replaced by something else that could have happened."""

from dataclasses import replace

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.bars import MICROSECONDS_A_DAY, PRICES, Bars

LEAST_TAIL = 64
MOVE = 0.05  # deviation of a bar's move, so that means, deviations, highs and lows of the whole all change
SWING = 4.0  # the noise climbs to this multiple of the last price, and falls to its inverse


def noised(bars: Bars, upto: int, seed: int, cells: int) -> tuple[int, Bars]:
    """``upto`` true rows, then noise where the data has bars; the whole length if ``cells`` allow it, else less."""
    width = max(len(bars.symbols), 1)
    most = max(cells // width, LEAST_TAIL * 4)
    n_bars = bars.n_bars
    if n_bars > most:
        n_bars = most
        upto = min(upto, n_bars - LEAST_TAIL)
    rng = np.random.default_rng([seed, upto])
    columns = {name: np.array(panel[:n_bars]) for name, panel in bars.columns.items()}
    factor = _walk(rng, n_bars - upto, width)
    for name in PRICES:
        columns[name][upto:] = np.where(np.isnan(columns[name][upto:]), np.nan, factor * _last(bars.close[:upto]))
    spread = np.abs(rng.normal(0.0, MOVE / 4, (2, *factor.shape)))
    columns["high"][upto:] *= 1.0 + spread[0]
    columns["low"][upto:] /= 1.0 + spread[1]
    for name in set(columns) - set(PRICES):
        known = columns[name][upto:]
        columns[name][upto:] = known * np.exp(rng.normal(0.0, 1.0, known.shape))
    return upto, replace(bars, stamps=bars.stamps[:n_bars], columns=columns)


def _walk(rng: np.random.Generator, n: int, width: int) -> Panel:
    """Multiples of the last price: a random walk that swings far up, then far down."""
    swing = np.log(SWING) * np.sin(np.linspace(0.0, 2.0 * np.pi, n, endpoint=False) + np.pi / n)
    steps = np.cumsum(rng.normal(0.0, MOVE, (n, width)), axis=0)
    out: Panel = np.exp(swing[:, None] + steps - steps.mean(axis=0))
    return out


def _last(close: Panel) -> Panel:
    """The last known close of each symbol; 100 where there is none yet."""
    known = ~np.isnan(close)
    row = len(close) - 1 - np.argmax(known[::-1], axis=0)
    return np.where(known.any(axis=0), close[row, np.arange(close.shape[1])], 100.0)


def made_up(n_bars: int = 600, symbols: tuple[str, ...] = ("AAA", "BBB", "CCC"), seed: int = 0) -> Bars:
    """Daily bars of a random walk with trends, for checks that need no particular data."""
    rng = np.random.default_rng(seed)
    drift = 0.004 * np.sin(np.linspace(0.0, 12.0 * np.pi, n_bars))[:, None]
    close = 100.0 * np.exp(np.cumsum(drift + rng.normal(0.0, 0.015, (n_bars, len(symbols))), axis=0))
    open_ = close * np.exp(rng.normal(0.0, 0.004, close.shape))
    high = np.maximum(open_, close) * (1.0 + np.abs(rng.normal(0.0, 0.005, close.shape)))
    low = np.minimum(open_, close) / (1.0 + np.abs(rng.normal(0.0, 0.005, close.shape)))
    volume = rng.integers(10_000, 90_000, close.shape).astype(np.float64)
    columns = {"open": open_, "high": high, "low": low, "close": close, "volume": volume, "amount": volume * close}
    days = np.arange(n_bars * 7 // 5 + 7)
    weekdays = days[(days + 3) % 7 < 5][:n_bars] + 14_610  # from 2010 on
    return Bars(weekdays.astype(np.int64) * MICROSECONDS_A_DAY, symbols, columns)
