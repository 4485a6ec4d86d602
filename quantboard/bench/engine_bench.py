"""The bar loop on given signals, and a whole run with trades and all metrics; backtesting.py beside it."""

import hashlib
import importlib.util
from collections.abc import Callable

import numpy as np

from quantboard.bench.timing import Row, median_ms, row
from quantboard.core.backtest import engine
from quantboard.core.backtest.spec import RunRequest, resolve_spec
from quantboard.core.backtest.terms import Costs
from quantboard.core.bars import Bars, from_rows
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.strategy.decision import ENTRY, EXIT, Decision
from quantboard.core.strategy.params import Declaration

DECLARED = Declaration("bench", "signals", (), (), None, None, False, None)


def measure() -> list[Row]:
    """J1: one symbol, 10 000 daily bars, averages of 10 and 30 bars crossing, commission."""
    bars = seeded_bars(10_000)
    request = RunRequest(costs=Costs(commission=0.0005))
    signals = crossing(bars, 10, 30)
    resolved = resolve_spec(request, DECLARED, "bench", bars)
    run = median_ms(lambda: engine.run(resolved.spec, resolved.bars, Decision(signals=signals)))
    peer = f"backtesting.py {median_ms(_peer(bars, signals), 3):.1f} ms" if _has_peer() else "not installed"
    return [row("engine", "10 000 bars, SMA 10/30 cross: run with trades and all metrics", run, "ms", peer)]


def seeded_bars(n_bars: int) -> Bars:
    """A made-up walk for measuring; never shown as prices."""
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(b"quantboard").digest()[:4], "little"))
    close = 100 * np.exp(np.cumsum(random.normal(0.0002, 0.01, n_bars)))
    start = np.concatenate(([100.0], close[:-1])) * (1 + random.normal(0, 0.002, n_bars))
    columns = {
        "open": start,
        "high": np.maximum(start, close) * 1.003,
        "low": np.minimum(start, close) * 0.997,
        "close": close,
        "volume": np.full(n_bars, 1e6),
    }
    stamps = np.arange(n_bars, dtype=np.int64) * 86_400_000_000
    return from_rows(["BENCH"] * n_bars, stamps, columns)


def crossing(bars: Bars, fast: int, slow: int) -> np.ndarray:
    """Entry and exit codes of two crossing averages."""
    quick, late = BUILTINS["sma"](bars.close, fast), BUILTINS["sma"](bars.close, slow)
    up, down = BUILTINS["cross_above"](quick, late), BUILTINS["cross_below"](quick, late)
    codes: np.ndarray = (np.nan_to_num(up) * ENTRY + np.nan_to_num(down) * EXIT).astype(np.int8)
    return codes


def _has_peer() -> bool:
    return importlib.util.find_spec("backtesting") is not None


def _peer(bars: Bars, signals: np.ndarray) -> Callable[[], object]:
    import pandas as pd
    from backtesting import Backtest, Strategy

    frame = pd.DataFrame(
        {name.title(): bars.columns[name][:, 0] for name in ("open", "high", "low", "close", "volume")},
        index=pd.to_datetime(bars.stamps, unit="us"),
    )
    codes = signals[:, 0]

    class Cross(Strategy):  # type: ignore[misc]
        def init(self) -> None:
            self.code = self.I(lambda: codes)

        def next(self) -> None:
            if self.code[-1] == ENTRY:
                self.buy()
            elif self.code[-1] == EXIT:
                self.position.close()

    return lambda: Backtest(frame, Cross, cash=100_000, commission=0.0005, finalize_trades=True).run()
