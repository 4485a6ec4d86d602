"""Functions of one's own: strategies, indicators and factors."""

import numpy as np
import pytest

from quantboard.core.honesty import own
from quantboard.core.honesty.noise import made_up
from quantboard.core.honesty.own import OwnCodeFailed
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.strategy.decision import signals

sma = BUILTINS["sma"]


@pytest.fixture(scope="module")
def bars():
    return made_up(300)


def test_a_leaking_strategy(bars):
    def strategy(bars, p):
        after = np.vstack((bars.close[1:], bars.close[-1:]))
        return signals(entry=after > bars.close, exit=after < bars.close)

    verdict = own.look(strategy, bars, {})
    assert (verdict.clean, verdict.output) == (False, "entry")
    assert verdict.line == 2
    assert verdict.hint


@pytest.mark.parametrize(
    ("compute", "clean"),
    [
        (lambda bars, p: sma(bars.close, p.n), True),
        (lambda bars, p: bars.close / np.max(bars.close, axis=0), False),
        (lambda bars, p: {"fast": sma(bars.close, 5), "ahead": bars.close - bars.close[-1]}, False),
        (lambda bars, p: (sma(bars.close, 5), sma(bars.close, 9)), True),
        (lambda bars, p: bars.close[:, 0] - np.mean(bars.close[:, 0]), False),
    ],
)
def test_indicators_and_factors(bars, compute, clean):
    assert own.look(compute, bars, {"n": 10}).clean is clean


def test_chance_is_told_apart_from_the_future(bars):
    draw = np.random.default_rng(1)
    verdict = own.look(lambda bars, p: draw.normal(size=bars.close.shape), bars, {})
    assert (verdict.clean, verdict.unchecked) == (True, "It gives another answer each time it is asked.")


def test_a_function_that_fails_is_told(bars):
    with pytest.raises(OwnCodeFailed, match="ZeroDivisionError"):
        own.look(lambda bars, p: 1 / 0, bars, {})


def test_headed_bars_are_the_first_rows(bars):
    few = own.headed(bars, 10)
    assert (few.n_bars, few.close.shape) == (10, (10, 3))
    assert np.shares_memory(few.close, bars.close)
