"""Made-up prices for measuring, the same on every machine; never shown as prices."""

import hashlib
from collections.abc import Sequence

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.bars import MICROSECONDS_A_DAY, Bars
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.strategy.decision import ENTRY, EXIT

MINUTE = 60_000_000
MINUTES_A_SESSION = 390
START = np.datetime64("2000-01-03", "us").astype(np.int64)  # a Monday


def seeded_bars(n_bars: int, *, interval: str = "1d") -> Bars:
    """One symbol; days without a calendar, or minutes of sessions from 14:30 to 21:00 UTC on weekdays."""
    columns = _walk(n_bars, 1, f"{n_bars} {interval}", 0.01 if interval == "1d" else 0.0008)
    stamps = _minutes(n_bars) if interval == "1m" else np.arange(n_bars, dtype=np.int64) * MICROSECONDS_A_DAY
    return Bars(stamps, ("BENCH",), columns, interval)


def seeded_panel(n_bars: int, n_symbols: int) -> Bars:
    """Many symbols on business days, all alive from the first bar to the last."""
    days = np.busday_offset(np.datetime64("2000-01-03"), np.arange(n_bars)).astype("datetime64[us]").astype(np.int64)
    columns = _walk(n_bars, n_symbols, f"{n_bars} x {n_symbols}", 0.015)
    return Bars(days, tuple(f"S{n:03}" for n in range(n_symbols)), columns)


def crossing(bars: Bars, fast: int, slow: int) -> np.ndarray:
    """Entry and exit codes of two crossing averages."""
    quick, late = BUILTINS["sma"](bars.close, fast), BUILTINS["sma"](bars.close, slow)
    up, down = BUILTINS["cross_above"](quick, late), BUILTINS["cross_below"](quick, late)
    codes: np.ndarray = (np.nan_to_num(up) * ENTRY + np.nan_to_num(down) * EXIT).astype(np.int8)
    return codes


def pairs(n: int) -> tuple[np.ndarray, np.ndarray]:
    """``n`` lengths (fast, slow): 100 × 100 of them, or the same square made smaller."""
    side = round(n**0.5)
    wide = -(-n // side)
    fast, slow = np.repeat(np.arange(2, 2 + side), wide), np.tile(np.arange(105, 105 + wide), side)
    return fast[:n].astype(np.int64), slow[:n].astype(np.int64)


def momentum(close: Panel, month_ends: Sequence[int], n_bars: int = 126, top: int = 50) -> Panel:
    """Target weights: at each month's end equal parts of the ``top`` symbols by their last ``n_bars`` days."""
    weights = np.full(close.shape, np.nan)
    for row in month_ends:
        if row >= n_bars:
            grown = close[row] / close[row - n_bars]
            weights[row] = 0.0
            weights[row, np.argpartition(-grown, top - 1)[:top]] = 1.0 / top
    return weights


def _walk(n_bars: int, n_symbols: int, label: str, sigma: float) -> dict[str, Panel]:
    random = np.random.default_rng(
        int.from_bytes(hashlib.sha256(f"quantboard {label}".encode()).digest()[:4], "little")
    )
    shape = (n_bars, n_symbols)
    close = 100 * np.exp(np.cumsum(random.normal(sigma * sigma, sigma, shape), axis=0))
    start = np.concatenate((np.full((1, n_symbols), 100.0), close[:-1])) * (1 + random.normal(0, sigma / 5, shape))
    spread = np.abs(random.normal(0, sigma / 3, (2, *shape)))
    return {
        "open": start,
        "high": np.maximum(start, close) * (1 + spread[0]),
        "low": np.minimum(start, close) * (1 - spread[1]),
        "close": close,
        "volume": np.full(shape, 1e6),
    }


def _minutes(n_bars: int) -> np.ndarray:
    day, minute = np.divmod(np.arange(n_bars, dtype=np.int64), MINUTES_A_SESSION)
    calendar = np.busday_offset(np.datetime64("2000-01-03"), day).astype("datetime64[us]").astype(np.int64)
    stamps: np.ndarray = calendar + (14 * 60 + 31 + minute) * MINUTE
    return stamps
