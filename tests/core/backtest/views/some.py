"""A run of three symbols, long and short, with costs, borrowing and refused orders, for the views of results."""

import numpy as np

from quantboard.core.backtest.engine import run
from quantboard.core.backtest.spec import RunRequest, parse_request, resolve_spec
from quantboard.core.bars import MICROSECONDS_A_DAY, from_rows
from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT, Decision
from quantboard.core.strategy.params import Declaration

SYMBOLS = ("AAA", "BBB", "CCC")
COSTS = {
    "commission": 0.001,
    "slippage": 0.0005,
    "stamp_duty": 0.0005,
    "borrow": 0.05,
    "interest": 0.02,
    "short": True,
    "max_holdings": 2,
    "stop_loss": 0.03,
}


def result_of(n=400, **asked):
    first = np.datetime64("2019-01-01").astype("datetime64[us]").astype(np.int64)
    stamps = np.tile(first + np.arange(n) * MICROSECONDS_A_DAY, len(SYMBOLS))
    moves = np.random.default_rng(11).normal(0.0004, 0.02, (len(SYMBOLS), n))
    close = (100 * np.exp(np.cumsum(moves, axis=1))).ravel()
    opened = np.concatenate([np.concatenate(([100.0], row[:-1])) for row in close.reshape(len(SYMBOLS), n)])
    high, low = np.maximum(opened, close) * 1.01, np.minimum(opened, close) * 0.99
    names = [symbol for symbol in SYMBOLS for _ in range(n)]
    bars = from_rows(names, stamps, {"open": opened, "high": high, "low": low, "close": close})
    signals = np.zeros((n, len(SYMBOLS)), dtype=np.int8)
    for column in range(2):
        signals[column * 3 :: 25, column], signals[12 + column :: 25, column] = ENTRY, EXIT
    signals[5::30, 2], signals[17::30, 2] = SHORT_ENTRY, SHORT_EXIT
    request: RunRequest = parse_request({**COSTS, **asked})
    resolved = resolve_spec(request, Declaration("By hand", "signals"), "# by hand\n", bars)
    return run(resolved.spec, bars, Decision(signals, None, None, None, None, None))
