"""Ranks and scores."""

import numpy as np

from quantboard.core.indicators.statistic import highest, lowest, rank, top, zscore

nan = np.nan


def test_rank_is_a_share_of_those_present():
    x = np.array([[3.0, 1.0, 2.0], [nan, 5.0, 4.0], [nan, nan, nan]])
    expected = [[1.0, 1 / 3, 2 / 3], [nan, 1.0, 0.5], [nan, nan, nan]]
    np.testing.assert_allclose(rank(x), expected)


def test_equal_values_share_the_mean_rank():
    np.testing.assert_allclose(rank(np.array([[1.0, 1.0, 2.0, 0.0]])), [[2.5 / 4, 2.5 / 4, 1.0, 0.25]])


def test_a_single_symbol_ranks_one():
    np.testing.assert_array_equal(rank(np.array([4.0, nan])), [1.0, nan])


def test_rank_agrees_with_counting():
    x = np.round(np.random.default_rng(0).normal(size=(50, 9)), 1)
    below = (x[:, None, :] < x[:, :, None]).sum(axis=2)
    equal = (x[:, None, :] == x[:, :, None]).sum(axis=2)
    np.testing.assert_allclose(rank(x), (below + (equal + 1) / 2) / 9)


def test_zscore_across_the_symbols_of_a_row():
    x = np.array([[1.0, 2.0, 3.0, nan], [5.0, 5.0, 5.0, 5.0]])
    half = np.sqrt(1.5)
    np.testing.assert_allclose(zscore(x), [[-half, 0.0, half, nan], [0.0, 0.0, 0.0, 0.0]])


def test_equal_values_that_no_sum_holds_score_exactly_zero():
    assert (zscore(np.full((1, 7), 0.1)) == 0.0).all()


def test_zscore_over_a_window():
    x = np.random.default_rng(1).normal(size=60)
    out = zscore(x, 10)
    window = x[50:60]
    assert np.isnan(out[:9]).all()
    np.testing.assert_allclose(out[-1], (x[-1] - window.mean()) / window.std())
    assert (zscore(np.full(20, 3.3), 5)[4:] == 0.0).all()


def test_extremes_pass_over_gaps():
    x = np.array([1.0, nan, 3.0, 2.0, 1.0])
    np.testing.assert_array_equal(highest(x, 2), [nan, nan, 3.0, 3.0, 2.0])
    np.testing.assert_array_equal(lowest(x, 2), [nan, nan, 1.0, 2.0, 1.0])


def test_extremes_agree_with_looking():
    x = np.round(np.random.default_rng(2).normal(size=400), 1)
    for n in (1, 2, 7, 50):
        np.testing.assert_array_equal(highest(x, n)[n - 1 :], [x[i - n + 1 : i + 1].max() for i in range(n - 1, 400)])
        np.testing.assert_array_equal(lowest(x, n)[n - 1 :], [x[i - n + 1 : i + 1].min() for i in range(n - 1, 400)])


def test_top_names_the_highest_of_each_row():
    x = np.array([[1.0, 3.0, nan, 3.0], [nan, nan, nan, 2.0], [nan, nan, nan, nan]])
    np.testing.assert_array_equal(top(x, 2), [[0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]])
    np.testing.assert_array_equal(top(x, 1)[0], [False, True, False, False])  # of equal ones the first
    assert top(np.array([1.0, nan]), 9).tolist() == [True, False]
