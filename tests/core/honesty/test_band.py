"""Bars that reach stop and target: the band holds the three rules' curves."""

import numpy as np
import pytest

from quantboard.core.honesty.band import band_of, flag_of
from quantboard.core.honesty.rerun import Run
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, random_bars, random_decision, signals_of, spec_for

WIDE = ((100, 100, 100, 100), (100, 112, 88, 100), (100, 100, 100, 100), (100, 100, 100, 100))
LEVELS = {"stop_loss": 0.1, "take_profit": 0.1, "size": "fixed:100", "cash": 100_000}


def run_of(bars, decision, **options):
    spec, chosen = spec_for(bars, **options)
    return Run(spec, chosen, decision)


def test_one_ambiguous_bar_by_hand():
    bars = bars_of(*WIDE)
    decision = Decision(signals=signals_of(bars, entry=[0]))
    result = play(bars, decision, **LEVELS)
    assert result.n_ambiguous == 1
    band = band_of(run_of(bars, decision, **LEVELS), result)
    assert band["share"] == 1.0
    assert band["total_return"]["pessimistic"] == pytest.approx(-0.01)
    assert band["total_return"]["optimistic"] == pytest.approx(0.01)
    assert band["low"] == pytest.approx([100_000, 99_000, 99_000, 99_000])
    assert band["high"] == pytest.approx([100_000, 101_000, 101_000, 101_000])
    (flag,) = flag_of(band)
    assert (flag.code, flag.severity) == ("bars.ambiguous", "warning")
    assert flag.values["low"] == pytest.approx(-0.01)
    assert flag.message.startswith("1 bar reached")


def test_without_an_ambiguous_bar_there_is_no_band():
    bars = bars_of(*WIDE[:1] * 4)
    decision = Decision(signals=signals_of(bars, entry=[0]))
    result = play(bars, decision, **LEVELS)
    assert band_of(run_of(bars, decision, **LEVELS), result) is None
    assert flag_of(None) == []


def test_the_run_lies_within_its_band():
    rng = np.random.default_rng(4)
    bars = random_bars(rng, 900, 2)
    decision = random_decision(rng, bars, "signals", short=False)
    options = {"stop_loss": 0.02, "take_profit": 0.02, "size": "percent:0.4", "both_rule": "adaptive"}
    result = play(bars, decision, **options)
    band = band_of(run_of(bars, decision, **options), result)
    assert band["rule"] == "adaptive"
    assert len(band["at"]) == len(band["low"]) == len(band["high"]) == 500
    assert band["total_return"]["adaptive"] == pytest.approx(result.metrics["total_return"])
    rows = np.unique(np.linspace(0, len(result.stamps) - 1, 500).astype(int))
    assert (np.array(band["low"]) <= result.equity[rows]).all()
    assert (np.array(band["high"]) >= result.equity[rows]).all()
