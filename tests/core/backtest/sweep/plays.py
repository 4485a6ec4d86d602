"""Sweeps and the single runs that they must equal."""

import numpy as np

from quantboard.core.backtest import engine
from quantboard.core.backtest.spec import parse_request, resolve_spec
from quantboard.core.backtest.sweep.crossing import crossing_of
from quantboard.core.backtest.sweep.run import sweep_crossings
from quantboard.core.strategy.params import Declaration
from tests.core.backtest.worlds import random_bars

EQUAL = ("total_return", "cagr", "volatility", "sharpe", "sortino", "max_drawdown", "calmar", "win_rate")
WHOLE = ("n_trades", "time_in_market")
COSTS = {"commission": 0.001, "slippage": 0.0005, "stamp_duty": 0.001}


def pairs_of(average="sma", *, both_ways=False):
    return crossing_of(range(2, 9), (7, 12, 21, 40), average, both_ways=both_ways)


def quiet_bars(seed=3, n_bars=400, n_symbols=1, halts=0.0):
    return random_bars(np.random.default_rng(seed), n_bars, n_symbols, halts=halts)


def swept(bars, rule, threads=2, **options):
    return sweep_crossings(rule, bars, parse_request(options), threads=threads)


def single(bars, rule, k, **options):
    found = resolve_spec(parse_request(options), Declaration("test", "signals"), "source", bars)
    return engine.run(found.spec, found.bars, rule.decision(k, found.bars))


def assert_equal_to_runs(sweep, bars, rule, ks=None, **options) -> None:
    """Trades exactly, equity and what follows from it to 1e-9, what is undefined undefined."""
    n_traded = 0
    for k in range(len(rule)) if ks is None else ks:
        result = single(bars, rule, k, **options)
        for name in WHOLE:
            assert sweep.metrics[name][k] == result.metrics[name], (k, name)
        np.testing.assert_allclose(sweep.metrics["final_equity"][k], result.final_equity, rtol=1e-9)
        for name in EQUAL:
            wanted = result.metrics[name]
            expected = np.nan if wanted is None else wanted
            np.testing.assert_allclose(sweep.metrics[name][k], expected, rtol=1e-7, atol=1e-9, err_msg=f"{k} {name}")
        n_traded += int(sweep.metrics["n_trades"][k])
    assert n_traded > 10
