import os

import numpy as np
import pytest

from quantboard.core import bars as bars_module
from quantboard.sandbox.runner import Sandbox

DAY = 86_400_000_000


def make_bars(n_bars=300, symbols=("AAA",), seed=1):
    draw = np.random.default_rng(seed)
    rows = {"symbol": [], "at": [], "open": [], "high": [], "low": [], "close": [], "volume": []}
    for symbol in symbols:
        close = 100 * np.exp(np.cumsum(draw.normal(0, 0.02, n_bars)))
        rows["symbol"] += [symbol] * n_bars
        rows["at"] += [20 * 365 * DAY + t * DAY for t in range(n_bars)]
        rows["close"] += close.tolist()
        rows["open"] += (close * 0.999).tolist()
        rows["high"] += (close * 1.01).tolist()
        rows["low"] += (close * 0.99).tolist()
        rows["volume"] += draw.integers(1000, 9000, n_bars).astype(float).tolist()
    columns = {name: np.array(rows[name]) for name in ("open", "high", "low", "close", "volume")}
    return bars_module.from_rows(rows["symbol"], np.array(rows["at"]), columns)


@pytest.fixture(scope="session")
def bars():
    return make_bars()


@pytest.fixture(scope="session")
def three():
    return make_bars(symbols=("AAA", "BBB", "CCC"), seed=2)


@pytest.fixture(scope="session")
def cache_dir():
    return os.environ["NUMBA_CACHE_DIR"]


@pytest.fixture(scope="session")
def shared(cache_dir):
    with Sandbox(cache_dir=cache_dir, memory_mb=256, time_limit_s=5) as box:
        yield box


@pytest.fixture
def box(shared):
    shared.time_limit_s = 5.0
    return shared
