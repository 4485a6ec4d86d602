"""Results to draw: two symbols, entries and exits by hand."""

import numpy as np

from quantboard.core.backtest.engine import run
from quantboard.core.backtest.spec import RunRequest, resolve_spec
from quantboard.core.bars import MICROSECONDS_A_DAY, from_rows
from quantboard.core.strategy.decision import ENTRY, EXIT, Decision
from quantboard.core.strategy.params import Declaration

SOURCE = 'name = "By hand <b>"\n'


def result_of(n=700, *, every=20, start="2019-01-01", **asked):
    first = np.datetime64(start).astype("datetime64[us]").astype(np.int64)
    stamps = first + np.arange(n) * MICROSECONDS_A_DAY
    close = 100 * np.exp(np.cumsum(np.random.default_rng(7).normal(0.0003, 0.015, n)))
    opened = np.concatenate(([100.0], close[:-1]))
    columns = {"open": opened, "high": np.maximum(opened, close) * 1.01, "low": np.minimum(opened, close) * 0.99}
    bars = from_rows(["AAA"] * n, stamps, {**columns, "close": close})
    signals = np.zeros((n, 1), dtype=np.int8)
    if every:
        signals[::every], signals[every // 2 :: every] = ENTRY, EXIT
    resolved = resolve_spec(RunRequest(**asked), Declaration("By hand", "signals"), SOURCE, bars)
    return run(resolved.spec, bars, Decision(signals, None, None, None, None, None))
