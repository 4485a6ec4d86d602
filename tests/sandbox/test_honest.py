"""Programs as people write them; a few with their exact values."""

from pathlib import Path

import numpy as np
import pytest

from quantboard.core.indicators.facade import BUILTINS
from quantboard.store import library

FOLDER = Path(__file__).parent / "honest"
PROGRAMS = sorted(FOLDER.glob("*.py"))


def source_of(name):
    return (FOLDER / f"{name}.py").read_text()


def test_the_corpus_is_large():
    assert len(PROGRAMS) >= 30


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_runs(box, bars, path):
    source = path.read_text()
    kind = source.split("\n", 1)[0].removeprefix("# expect: ")
    verdict = box.check(source)
    assert verdict.ok, verdict.errors
    assert verdict.declaration.kind == kind
    decision = box.evaluate(source, bars, {})
    panel = decision.signals if kind == "signals" else decision.weights
    assert panel.shape == bars.close.shape
    assert np.nan_to_num(panel).any()


@pytest.mark.parametrize("key", library.strategy_keys())
def test_starter_strategies_run_on_several_symbols(box, three, key):
    source = library.strategy_source(key)
    assert box.check(source).findings == ()
    decision = box.evaluate(source, three, {})
    panel = decision.signals if decision.signals is not None else decision.weights
    assert panel.shape == three.close.shape
    assert np.nan_to_num(panel).any()


def test_the_double_average_has_the_exact_crossings(box, bars):
    decision = box.evaluate(source_of("double_average"), bars, {})
    fast, slow = BUILTINS["sma"](bars.close, 5), BUILTINS["sma"](bars.close, 20)
    up, down = BUILTINS["cross_above"](fast, slow), BUILTINS["cross_below"](fast, slow)
    assert (decision.signals == up * 1 + down * 2).all()


def test_a_loop_over_bars_counts_exactly(box, bars):
    decision = box.evaluate(source_of("loop_over_bars"), bars, {})
    rising = np.diff(bars.close[:, 0], prepend=np.inf) > 0
    streak = np.zeros(bars.n_bars, dtype=int)
    for t in range(1, bars.n_bars):
        streak[t] = streak[t - 1] + 1 if rising[t] else 0
    assert (decision.signals[:, 0] == np.where(streak >= 3, 1, 2)).all()


def test_sizes_come_back(box, bars):
    decision = box.evaluate(source_of("sized"), bars, {})
    expected = np.minimum(0.01 / (BUILTINS["atr"](bars, 14) / bars.close), 1.0)
    np.testing.assert_array_equal(decision.size, expected)


def test_exits_as_function_and_as_literal(box, bars):
    decided = box.evaluate(source_of("exits_function"), bars, {"stop": 0.2})
    assert (decided.stop_loss, decided.take_profit) == (0.2, 0.4)
    declared = box.evaluate(source_of("exits_literal"), bars, {})
    assert (declared.stop_loss, declared.take_profit) == (0.05, 0.2)


def test_weights_keep_their_rhythm(box, bars):
    assert box.evaluate(source_of("weights_momentum"), bars, {}).rebalance == "month_end"


def test_nan_in_a_signal_is_false(box, bars):
    decision = box.evaluate(source_of("nan_signals"), bars, {})
    assert not decision.signals[:49].any()
    assert (decision.signals[49:] == 1).all()


def test_print_is_collected(box, bars):
    box.evaluate(source_of("printing"), bars, {})
    assert box.printed == f"bars 300 {bars.close[-1, 0]:.2f}\n"


def test_one_column_serves_all_symbols(box, three):
    decision = box.evaluate(source_of("weights_column"), three, {})
    assert decision.weights.shape == three.close.shape
    assert (decision.weights == decision.weights[:, :1]).all()
