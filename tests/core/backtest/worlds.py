"""Small markets and random ones for the engine's tests."""

import numpy as np

from quantboard.core.backtest import engine
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import BacktestSpec, parse_request, resolve_spec
from quantboard.core.bars import MICROSECONDS_A_DAY, Bars
from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT, Decision
from quantboard.core.strategy.params import Declaration

WORDS = {"entry": ENTRY, "exit": EXIT, "short_entry": SHORT_ENTRY, "short_exit": SHORT_EXIT}
MONDAY = 18_267 * MICROSECONDS_A_DAY  # 2020-01-06


def bars_of(*rows, symbols=("A",)):
    """One row a bar and symbol: (open, high, low, close) or None; with several symbols a row is a tuple of them."""
    table = [row if len(symbols) > 1 else (row,) for row in rows]
    panels = {name: np.full((len(rows), len(symbols)), np.nan) for name in ("open", "high", "low", "close")}
    for t, row in enumerate(table):
        for n, bar in enumerate(row):
            if bar is not None:
                for name, price in zip(panels, bar, strict=True):
                    panels[name][t, n] = price
    stamps = MONDAY + np.arange(len(rows), dtype=np.int64) * MICROSECONDS_A_DAY
    return Bars(stamps, tuple(symbols), panels)


def signals_of(bars, **levels):
    """``entry=[0, 2]`` (rows, of the first symbol) or ``entry={(row, symbol), …}`` → int8 codes."""
    codes = np.zeros(bars.close.shape, dtype=np.int8)
    for word, places in levels.items():
        for place in places:
            t, n = place if isinstance(place, tuple) else (place, 0)
            codes[t, n] |= WORDS[word]
    return codes


def spec_for(bars, kind="signals", **options) -> tuple[BacktestSpec, Bars]:
    found = resolve_spec(parse_request(options), Declaration("test", kind), "source", bars)
    return found.spec, found.bars


def play(bars, decision=None, on_step=None, **options) -> BacktestResult:
    """Run signals (``entry=…`` and so on) or a decision over bars with the options of a run."""
    levels = {word: options.pop(word) for word in WORDS if word in options}
    decision = decision or Decision(signals=signals_of(bars, **levels))
    spec, chosen = spec_for(bars, "weights" if decision.weights is not None else "signals", **options)
    return engine.run(spec, chosen, decision) if on_step is None else engine.run(spec, chosen, decision, on_step)


def random_bars(rng, n_bars, n_symbols, halts=0.05) -> Bars:
    """Rough prices with gaps; some symbols list late, some bars are missing, no row is empty."""
    step = rng.normal(0, 0.04, (n_bars, n_symbols))
    close = 50 * np.exp(np.cumsum(step, axis=0))
    open_ = close * np.exp(rng.normal(0, 0.03, close.shape))
    high = np.maximum(open_, close) * np.exp(np.abs(rng.normal(0, 0.02, close.shape)))
    low = np.minimum(open_, close) * np.exp(-np.abs(rng.normal(0, 0.02, close.shape)))
    gone = rng.random(close.shape) < halts
    for n in range(1, n_symbols):
        if rng.random() < 0.3:
            gone[: rng.integers(0, n_bars // 2), n] = True
    gone[gone.all(axis=1), 0] = False
    panels = {"open": open_, "high": high, "low": low, "close": close}
    for panel in panels.values():
        panel[gone] = np.nan
    stamps = MONDAY + np.arange(n_bars, dtype=np.int64) * MICROSECONDS_A_DAY
    return Bars(stamps, tuple("ABCDEFGH"[:n_symbols]), panels)


def random_decision(rng, bars, kind, *, short) -> Decision:
    """Levels that overlap at times, sizes with a NaN now and then, or weights within 1."""
    shape = bars.close.shape
    if kind == "weights":
        weights = rng.dirichlet(np.ones(shape[1] + 1), shape[0])[:, :-1]
        if short:
            weights = weights * rng.choice([-1, 1], shape)
        weights[rng.random(shape) < 0.15] = 0.0
        weights[rng.random(shape) < 0.2] = np.nan
        weights[rng.random(shape[0]) < 0.5] = np.nan
        return Decision(weights=weights)
    codes = np.zeros(shape, dtype=np.int8)
    for code, chance in ((ENTRY, 0.25), (EXIT, 0.15), (SHORT_ENTRY, 0.2), (SHORT_EXIT, 0.15)):
        codes[rng.random(shape) < chance] |= code
    if rng.random() < 0.5:
        held = np.repeat(codes[::3], 3, axis=0)[: shape[0]]  # levels that last
        codes = np.ascontiguousarray(held)
    sizes = rng.uniform(0.05, 1.0, shape)
    sizes[rng.random(shape) < 0.1] = np.nan
    return Decision(signals=codes, size=sizes)
