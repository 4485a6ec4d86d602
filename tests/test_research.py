"""The notebook's door: one's own function gives what the sandboxed source gives."""

import numpy as np
import pytest

from quantboard import research
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.strategy.decision import Decision, NoDecision
from tests.core.backtest.worlds import random_bars

OPTIONS = {"commission": 0.001, "cash": 10_000, "size": "percent:0.5"}


@pytest.fixture(scope="module")
def bars():
    return random_bars(np.random.default_rng(5), 400, 1, halts=0.0)


def crossing(bars, p):
    fast, slow = BUILTINS["sma"](bars.close, p.fast), BUILTINS["sma"](bars.close, p.slow)
    up, down = BUILTINS["cross_above"](fast, slow), BUILTINS["cross_below"](fast, slow)
    return research.signals(entry=up, exit=down)


SOURCE = """
name = "Crossing"
params = Params(fast=Int(5, 2, 50), slow=Int(20, 5, 200))

def signals(bars, p):
    fast, slow = sma(bars.close, p.fast), sma(bars.close, p.slow)
    return Signals(entry=cross_above(fast, slow), exit=cross_below(fast, slow))
"""


def test_a_function_and_a_source_give_the_same_result(bars) -> None:
    own = research.run(crossing, bars, params={"fast": 5, "slow": 20}, **OPTIONS)
    sandboxed = research.run(SOURCE, bars, **OPTIONS)
    assert own.result_hash == sandboxed.result_hash
    assert len(own.trades) > 3


def test_parameters_are_part_of_the_specification(bars) -> None:
    one = research.run(crossing, bars, params={"fast": 5, "slow": 20}, **OPTIONS)
    other = research.run(crossing, bars, params={"fast": 6, "slow": 20}, **OPTIONS)
    assert one.spec.digest() != other.spec.digest()


def test_weights_and_ready_decisions(bars) -> None:
    weights = np.full(bars.close.shape, 0.5)
    by_function = research.run(lambda bars, p: weights, bars, commission=0.001)
    by_decision = research.run(Decision(weights=weights), bars, commission=0.001)
    assert by_function.result_hash == by_decision.result_hash
    assert by_function.spec.size == "weights"


def test_a_run_tells_its_flags(bars) -> None:
    sandboxed = research.run(SOURCE, bars, **OPTIONS)
    own = research.run(crossing, bars, params={"fast": 5, "slow": 20}, **OPTIONS)
    assert [flag.code for flag in own.flags] == [flag.code for flag in sandboxed.flags]
    assert own.honesty.lookahead["clean"]
    assert own.honesty.lookahead["n_checked"] > 5
    given = research.run(research.signals(entry=bars.close > 50), bars)
    assert {"costs.none", "lookahead.unchecked"} <= {flag.code for flag in given.flags}


def test_flags_outlive_the_sandbox_of_the_run(bars) -> None:
    with research.sandbox() as box:
        result = research.run(SOURCE, bars, box=box, **OPTIONS)
    assert result.honesty.lookahead["n_checked"] > 5


def test_look_ahead_of_sources_and_functions(bars) -> None:
    leak = "def signals(bars, p):\n    return Signals(entry=bars.close > np.mean(bars.close))\n"
    verdict = research.check_lookahead(leak)
    assert (verdict.clean, verdict.line) == (False, 2)
    assert research.check_lookahead(SOURCE, bars, params={"fast": 4}).clean
    assert not research.check_lookahead(lambda bars, p: bars.close / bars.close[-1], bars).clean
    assert research.check_lookahead(crossing, bars, params={"fast": 5, "slow": 20}).clean


def test_nothing_to_trade_is_refused(bars) -> None:
    with pytest.raises(NoDecision):
        research.run(lambda bars, p: None, bars)


def test_a_sweep_in_the_sandbox_and_one_of_averages_are_single_runs(bars) -> None:
    plain = {"commission": 0.001}
    by_source = research.sweep(SOURCE, bars, {"fast": [3, 5], "slow": [12, 20]}, **plain)
    by_rule = research.sweep(research.crossing(fast=[3, 5], slow=[12, 20]), bars, **plain)
    assert (by_source.way, by_rule.way, len(by_source)) == ("events", "lanes", 4)
    for k in range(4):
        params = {name: int(column[k]) for name, column in by_rule.params.items()}
        assert params == {name: int(column[k]) for name, column in by_source.params.items()}
        result = research.run(crossing, bars, params=params, **plain)
        for found in (by_source, by_rule):
            assert found.metrics["n_trades"][k] == result.metrics["n_trades"]
            assert found.metrics["final_equity"][k] == pytest.approx(result.final_equity, rel=1e-9)
