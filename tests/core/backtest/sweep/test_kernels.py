"""The loops of a sweep, each alone."""

import numpy as np

from quantboard.core.backtest.sweep import kernels as at
from quantboard.core.backtest.sweep.crossing import crossing_of
from quantboard.core.strategy.decision import ENTRY, EXIT
from tests.core.backtest.sweep.plays import pairs_of, quiet_bars


def test_a_lane_that_holds_the_second_and_third_bar() -> None:
    """Averages cross on bar 0 and back on bar 2: entered on bar 1, left on bar 3."""
    growth = np.zeros((at.N_GROWTHS, 4))
    growth[at.HELD], growth[at.ENTERED], growth[at.LEFT] = 0.1, 0.2, -0.5
    growth[at.LOG_HELD :] = np.log1p(growth[: at.LOG_HELD])
    table = np.array([[2.0, 1.0], [2.0, 1.0], [1.0, 2.0], [1.0, 2.0]])
    fast, slow = np.zeros(at.LANES, dtype=np.int64), np.ones(at.LANES, dtype=np.int64)
    out = np.empty((at.LANES, at.N_OUT))
    at.walk_lanes(growth, table, fast, slow, np.full(at.LANES, -1.0), 100.0, np.empty(at.LANES * at.N_LANE), out)
    assert (out == out[0]).all()
    final, fall = 100 * 1.2 * 1.1 * 0.5, -0.5
    np.testing.assert_allclose(out[0], [final, 0.2 + 0.1 - 0.5, 0.04 + 0.01 + 0.25, 0.25, fall, 1, 0, 2], atol=1e-12)


def test_crossings_are_those_of_the_decision() -> None:
    bars, rule = quiet_bars(), pairs_of()
    codes = np.empty((len(rule), bars.n_bars - 100, 1), dtype=np.int8)
    at.note_crossings(rule.table(bars.close[:, 0]), *rule.columns(0, len(rule)), 100, ENTRY, EXIT, codes)
    for k in range(len(rule)):
        np.testing.assert_array_equal(codes[k], rule.decision(k, bars).signals[100:])


def test_what_was_before_the_first_bar_is_unknown() -> None:
    bars, rule = quiet_bars(n_bars=50), crossing_of((2,), (5,), "sma", both_ways=False)
    codes = np.empty((1, bars.n_bars, 1), dtype=np.int8)
    at.note_crossings(rule.table(bars.close[:, 0]), *rule.columns(0, 1), 0, ENTRY, EXIT, codes)
    assert not codes[0, :5].any()
    np.testing.assert_array_equal(codes[0], rule.decision(0, bars).signals)
