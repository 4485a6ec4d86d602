"""The catalogue as people use it: found, looked at, marked, switched off."""

import numpy as np
import pytest

from quantboard.core.access import RoleTooLow
from quantboard.core.indicators.catalog import BY_CODE, CATALOG
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.progress import silent
from quantboard.services import datasets, indicators, strategies
from quantboard.services.indicators import BadParameters, Look, NoSuchIndicator, SwitchedOff

SOURCE = """def signals(bars, p):
    line, trend = supertrend(bars, 10, 3.0)
    return Signals(entry=cross_above(bars.close, line), exit=cross_below(bars.close, line))
"""


@pytest.fixture
def sample(bob):
    return datasets.load_sample_now(bob, silent).id


def codes(found):
    return {one.code for one in found}


def test_found_by_code_english_chinese_and_category(bob):
    assert len(indicators.catalogue(bob)) == len(CATALOG)
    assert indicators.catalogue(bob, "RSI")[0].code == "rsi"
    assert "bbands" in codes(indicators.catalogue(bob, "bollinger band"))
    assert "bbands" in codes(indicators.catalogue(bob, "布林带"))
    assert len(indicators.catalogue(bob, category="pattern")) == 61
    assert indicators.catalogue(bob, "no such words") == []


def test_a_count_moves_by_real_use_only(bob, vic):
    before = indicators.indicator(bob, "supertrend").n_used
    made = strategies.create(bob, "Trend follower", SOURCE, {})
    assert indicators.indicator(vic, "supertrend").n_used == before + 1
    assert indicators.catalogue(vic, category="trend")[0].n_used >= 1
    strategies.delete(bob, made.id)
    assert indicators.indicator(vic, "supertrend").n_used == before


def test_a_favourite_is_ones_own_and_marking_twice_is_no_accident(bob, vic):
    for _ in range(2):
        indicators.mark(bob, "kdj", True)
    assert indicators.indicator(bob, "kdj").is_favourite
    assert not indicators.indicator(vic, "kdj").is_favourite
    indicators.mark(bob, "kdj", False)
    indicators.mark(bob, "kdj", True)
    assert indicators.indicator(bob, "kdj").is_favourite


def test_only_an_administrator_switches_off(ann, bob, sample):
    with pytest.raises(RoleTooLow):
        indicators.switch(bob, "obv", True)
    indicators.switch(ann, "obv", True)
    assert "obv" not in codes(indicators.catalogue(bob))
    assert indicators.indicator(ann, "obv").is_off
    for ask in (lambda: indicators.indicator(bob, "obv"), lambda: indicators.values(bob, "obv", sample)):
        with pytest.raises(SwitchedOff):
            ask()
    indicators.switch(ann, "obv", False)
    assert indicators.values(bob, "obv", sample).outputs["obv"]


def test_values_are_those_of_the_whole_history_with_gaps_as_null(bob, sample):
    found = indicators.values(bob, "adx", sample, {"n": 20}, Look(symbol="IBM", rows=10_000))
    bars = datasets.bars_of(bob, sample, ["IBM"])
    expected = BUILTINS["adx"](bars, 20)[:, 0][-len(found.times) :]
    got = np.array([np.nan if one is None else one for one in found.outputs["adx"]])
    np.testing.assert_array_equal(got, expected)
    assert (found.warm_up, found.n_bars, found.params) == (39, bars.n_bars, {"n": 20})
    short = indicators.values(bob, "adx", sample, {"n": 20}, Look(symbol="IBM", rows=25))
    assert short.outputs["adx"] == found.outputs["adx"][-25:]
    assert short.times == found.times[-25:]


def test_every_entry_can_be_looked_at_or_says_what_is_missing(bob, sample):
    for entry in CATALOG:
        if not entry.is_drawn or entry.category == "financial":
            with pytest.raises(BadParameters):
                indicators.values(bob, entry.code, sample)
            continue
        found = indicators.values(bob, entry.code, sample, {}, Look(rows=60))
        assert set(found.outputs) == {one.name for one in entry.outputs}
        assert all(len(one) == 60 for one in found.outputs.values())


@pytest.mark.parametrize(
    ("code", "params", "field"),
    [
        ("macd", {"fast": 30, "slow": 20}, "fast"),
        ("rsi", {"n": "many"}, "n"),
        ("rsi", {"n": 2.5}, "n"),
        ("rsi", {"n": 1}, "n"),
        ("t3", {"v": "1.5"}, "v"),
        ("sma", {"m": 3}, "m"),
    ],
)
def test_parameters_are_checked_each_and_together(code, params, field):
    with pytest.raises(BadParameters) as caught:
        indicators.settled(BY_CODE[code], params)
    assert caught.value.field == field


def test_parameters_may_come_as_text():
    assert indicators.settled(BY_CODE["bbands"], {"n": "30", "up": "1.5"}) == {"n": 30, "up": 1.5, "down": 2.0}


def test_an_unknown_code_suggests_a_near_one(bob):
    with pytest.raises(NoSuchIndicator) as caught:
        indicators.indicator(bob, "supertrent")
    assert "supertrend" in caught.value.hint


def test_the_example_is_a_line_of_a_strategy(bob):
    assert indicators.indicator(bob, "macd").example == "line, signal, histogram = macd(bars.close, 12, 26, 9)"
    assert indicators.indicator(bob, "atr").example == "value = atr(bars, 14)"
