"""A whole `quantboard backtest run` on a file in a fresh process, and the file that it reads."""

import subprocess
import sys
import tempfile
from pathlib import Path

from quantboard.bench.timing import Row, median_ms, once_ms, row
from quantboard.settings import child_environment


def measure() -> list[Row]:
    """Ten years of daily bars of one symbol: process start to printed result."""
    with tempfile.TemporaryDirectory() as folder:
        prices = write_prices(Path(folder) / "TEN.csv")
        empty = once_ms(lambda: _run(prices, cache=Path(folder) / "cache"))
        warm = median_ms(lambda: _run(prices, cache=Path(folder) / "cache"))
    return [
        row("shell", "backtest run on a CSV, fresh process, warm kernels", warm, "ms"),
        row("shell", "the same with no compiled kernel yet", empty, "ms"),
    ]


def write_prices(path: Path, n_bars: int = 2520) -> Path:
    """Seeded daily bars for measuring: made up, never shown to a person as prices."""
    import numpy as np

    random = np.random.default_rng(7)
    close = 100 * np.exp(np.cumsum(random.normal(0.0003, 0.012, n_bars)))
    start = np.concatenate(([100.0], close[:-1])) * (1 + random.normal(0, 0.002, n_bars))
    high = np.maximum(start, close) * 1.004
    low = np.minimum(start, close) * 0.996
    days = np.busday_offset(np.datetime64("2005-01-03"), np.arange(n_bars))
    lines = ["Date,Open,High,Low,Close,Volume"]
    lines += [
        f"{day},{o:.4f},{h:.4f},{lo:.4f},{c:.4f},{1000 + i}"
        for i, (day, o, h, lo, c) in enumerate(zip(days, start, high, low, close, strict=True))
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def _run(prices: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "quantboard.cli.main", "backtest", "run", "--json"]
    subprocess.run(
        [*command, "--strategy", "double_moving_average", "--data", str(prices), "--commission", "0.0005"],
        check=True,
        capture_output=True,
        env=child_environment(QUANTBOARD_CACHE_DIR=str(cache), NUMBA_CACHE_DIR=str(cache / "numba")),
    )
