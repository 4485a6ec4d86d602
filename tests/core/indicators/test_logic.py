"""Crossings, shifts, holding, choosing."""

import numpy as np
import pytest

from quantboard.core.indicators.columns import BadPeriod, BadSeries
from quantboard.core.indicators.logic import cross_above, cross_below, hold, shift, where
from quantboard.core.indicators.trend import sma

nan = np.nan


def test_a_crossing_is_the_first_bar_above_after_a_bar_that_was_not():
    a = np.array([1.0, 2.0, 3.0, 2.0, 1.0, 3.0])
    assert cross_above(a, 2.0).tolist() == [False, False, True, False, False, True]
    assert cross_below(a, 2.0).tolist() == [False, False, False, False, True, False]


def test_a_touch_from_below_then_above_crosses_once():
    a, b = np.array([1.0, 2.0, 2.0, 3.0]), np.full(4, 2.0)
    assert cross_above(a, b).tolist() == [False, False, False, True]


def test_the_previous_bar_is_the_last_on_which_both_had_values():
    a, b = np.array([1.0, nan, 3.0, 3.0]), np.array([2.0, 2.0, nan, 2.0])
    assert cross_above(a, b).tolist() == [False, False, False, True]


def test_the_first_valid_bar_never_crosses():
    assert not cross_above(np.array([nan, 3.0, 4.0]), 2.0).any()


def test_below_mirrors_above():
    rng = np.random.default_rng(0)
    a, b = np.round(rng.normal(size=(500, 3)), 1), np.round(rng.normal(size=(500, 3)), 1)
    np.testing.assert_array_equal(cross_below(a, b), cross_above(-a, -b))
    assert not (cross_below(a, b) & cross_above(a, b)).any()


def test_a_vector_and_a_panel_meet():
    panel = np.column_stack([[1.0, 3.0], [3.0, 1.0]])
    assert cross_above(panel, np.array([2.0, 2.0])).tolist() == [[False, False], [True, False]]
    assert cross_above(2.0, panel).tolist() == [[False, False], [False, True]]
    with pytest.raises(BadSeries):
        cross_above(1.0, 2.0)


def test_averages_of_a_halted_price_do_not_cross():
    x = np.concatenate([np.linspace(9.0, 12.0, 80), np.full(200, 10.37)])
    settled = slice(80 + 30, None)
    assert not cross_above(sma(x, 10), sma(x, 30))[settled].any()
    assert not cross_below(sma(x, 10), sma(x, 30))[settled].any()


def test_shift_counts_bars_with_a_value():
    np.testing.assert_array_equal(shift(np.array([1.0, nan, 2.0, 3.0])), [nan, nan, 1.0, 2.0])
    np.testing.assert_array_equal(shift(np.array([1.0, 2.0]), 0), [1.0, 2.0])


def test_a_shifted_mask_stays_a_mask():
    out = shift(np.array([True, False, True]))
    assert out.dtype == np.bool_
    assert out.tolist() == [False, True, False]


def test_shift_does_not_look_ahead():
    with pytest.raises(BadPeriod, match="future"):
        shift(np.ones(3), -1)


def test_hold_lasts_from_entry_to_exit():
    entry = np.array([0, 1, 0, 0, 1, 1, 0], dtype=bool)
    leave = np.array([1, 0, 0, 1, 1, 0, 0], dtype=bool)
    assert hold(entry, leave).tolist() == [False, True, True, False, False, True, True]


def test_hold_reads_nan_as_false_and_panels_by_column():
    entry = np.array([[1.0, nan], [0.0, 1.0]])
    assert hold(entry, np.zeros((2, 2))).tolist() == [[True, False], [True, True]]


def test_where_chooses():
    condition = np.array([1.0, 0.0, nan])
    assert where(condition, 5.0, np.array([1.0, 2.0, 3.0])).tolist() == [5.0, 2.0, 3.0]
    mask = where(condition, np.array([True, True, True]), False)
    assert mask.dtype == np.bool_
    assert mask.tolist() == [True, False, False]


def test_where_keeps_gaps_of_the_chosen_side():
    out = where(np.array([True, False]), np.array([nan, 1.0]), np.array([2.0, nan]))
    assert np.isnan(out).all()
