"""What the job fork server loads before its first fork, so that a child starts within 30 ms. Imported for its effect.

A small run is made here: without it each child pays Numba's first dispatch, and the very first one the compilation. All
kernels are serial; a parallel one would start threads, and forking then is not safe.
"""

import gc

import numpy as np
import pandas  # noqa: F401 -- pyarrow imports it at the first array it hands to NumPy: half a second
import pyarrow.parquet  # noqa: F401 -- only loaded: its threads must not be running when we fork

from quantboard.settings import prepare_environment

prepare_environment()

from quantboard.core.backtest.run import backtest  # noqa: E402 -- kernels need the cache folder first
from quantboard.core.backtest.spec import RunRequest  # noqa: E402
from quantboard.core.bars import Bars, from_rows  # noqa: E402
from quantboard.core.strategy.decision import ENTRY, EXIT, Decision  # noqa: E402
from quantboard.core.strategy.params import Declaration  # noqa: E402
from quantboard.jobs import child, kinds  # noqa: E402, F401 -- the child's code is loaded here too

N_BARS = 40
DAY_US = 86_400_000_000


def _bars(*symbols: str) -> Bars:
    n_rows = N_BARS * len(symbols)
    stamps = np.tile((np.arange(N_BARS) + 15_000) * DAY_US, len(symbols))
    close = 100.0 + np.arange(n_rows) % 7
    columns = dict.fromkeys(("open", "high", "low", "close"), close) | {"volume": np.full(n_rows, 1e6)}
    return from_rows(np.repeat(symbols, N_BARS), stamps, columns)


def _decide(_source: str, bars: Bars, _params: object) -> Decision:
    signals = np.zeros(bars.close.shape, dtype=np.int8)
    signals[::10] = ENTRY
    signals[5::10] = EXIT
    return Decision(signals=signals)


def warm_up() -> None:
    """A run of each bar loop, then freeze what is there: it is shared by all children."""
    kinds.load()
    for symbols in (("A",), ("A", "B")):
        backtest("", Declaration("warm", "signals"), _bars(*symbols), RunRequest(params={}), _decide)
    gc.collect()
    gc.freeze()


warm_up()
