"""Every indicator on ten million rows, beside TA-Lib where it is installed: nanoseconds of processor time a row."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from quantboard.bench.timing import Row, row
from quantboard.settings import prepare_environment

ROWS = 10_000_000
BAR_US = 60_000_000
TURNS = 3


class Table:
    """The columns an indicator reads."""

    def __init__(self, n: int) -> None:
        rng = np.random.default_rng(7)
        close = 100.0 * np.exp(np.cumsum(rng.normal(0, 0.0005, n)))
        opened = np.r_[close[:1], close[:-1]]
        spread = np.abs(rng.normal(0, 0.0004, n))
        volume = np.round(rng.lognormal(10, 1, n))
        high, low = np.maximum(opened, close) * (1 + spread), np.minimum(opened, close) * (1 - spread)
        self.columns = {"open": opened, "high": high, "low": low, "close": close, "volume": volume}
        self.stamps = (np.arange(n) + 20_000_000) * BAR_US

    def __getattr__(self, name: str) -> Any:
        return self.__dict__["columns"][name]


def measure(rows: int = ROWS, only: tuple[str, ...] = ()) -> list[Row]:
    """All drawn entries whose columns are prices and volume; the slowest beside its yardstick first."""
    prepare_environment()
    from quantboard.core.indicators.catalog import CATALOG
    from quantboard.core.indicators.facade import BUILTINS

    bars = Table(rows)
    given = {"x": bars.columns["close"], "y": bars.columns["high"], **bars.columns}
    found = []
    for entry in CATALOG:
        if not entry.is_drawn or any(name not in given for name in entry.inputs) or (only and entry.code not in only):
            continue
        numbers = tuple(entry.defaults().values())
        first: tuple[Any, ...] = (bars,) if entry.takes_bars else tuple(given[name] for name in entry.inputs)
        ours = cost(lambda call=BUILTINS[entry.code], a=(*first, *numbers): call(*a), rows)  # type: ignore[misc]
        peer = peer_cost(entry.talib, tuple(given[name] for name in entry.inputs), numbers, rows)
        told = f"TA-Lib {peer:.2f}, {ours / peer:.2f} ×" if peer else ""
        within = ours <= max(8.0, 1.5 * (peer or 0.0))
        found.append(
            row("indicators", f"{entry.code}, {rows:,} rows", ours, "ns/row", told + ("" if within else "  OVER"))
        )
    return found


def peer_cost(name: str, columns: tuple[Any, ...], numbers: tuple[Any, ...], rows: int) -> float | None:
    """TA-Lib's time for the same question, or nothing where it is not installed or has no such function."""
    try:
        import talib
    except ImportError:
        return None
    if not name:
        return None
    if name == "KDJ":
        numbers = (numbers[0], numbers[1], 13, numbers[2], 13)
    elif name == "PVO":
        numbers = (*numbers, 1)
    return cost(lambda: getattr(talib, name)(*columns, *numbers), rows)


def cost(work: Callable[[], object], rows: int) -> float:
    """The least processor time of a few runs, in nanoseconds a row; the first also compiles and is not counted."""
    work()
    times = []
    for _ in range(TURNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) / rows * 1e9
