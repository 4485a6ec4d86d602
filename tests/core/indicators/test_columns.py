"""What may come in at the door, and how gaps are passed over."""

import numpy as np
import pytest
import talib

from quantboard.core.indicators.columns import BadNumber, BadPeriod, BadSeries, ShapeMismatch
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.indicators.trend import ema, macd, sma
from quantboard.core.indicators.volatility import bbands
from quantboard.errors import InvalidInput

X = np.arange(1.0, 21.0)
GAPPED = np.array([np.nan, 1.0, 2.0, np.nan, 3.0, 4.0, np.inf, 5.0])


def test_rows_without_a_value_are_skipped_and_stay_empty():
    expected = [np.nan, np.nan, 1.5, np.nan, 2.5, 3.5, np.nan, 4.5]
    np.testing.assert_array_equal(sma(GAPPED, 2), expected)


def test_a_panel_runs_down_each_column_alone():
    panel = np.column_stack([X, GAPPED.repeat(3)[:20], X[::-1]])
    out = ema(panel, 3)
    assert out.shape == panel.shape
    for j in range(3):
        np.testing.assert_array_equal(out[:, j], ema(np.ascontiguousarray(panel[:, j]), 3))
    np.testing.assert_array_equal(out[:, 0], talib.EMA(X, 3))


def test_several_outputs_share_the_rows():
    panel = np.column_stack([np.where(np.arange(200) % 7 == 0, np.nan, np.sin(np.arange(200) / 9) + 5)])
    line, smooth, gap = macd(panel, 3, 6, 4)
    alive = ~np.isnan(panel[:, 0])
    for ours, theirs in zip((line, smooth, gap), talib.MACD(panel[alive, 0], 3, 6, 4), strict=True):
        np.testing.assert_allclose(ours[alive, 0], theirs, atol=1e-12)
        assert np.isnan(ours[~alive]).all()


def test_the_answer_is_fresh_and_the_question_untouched():
    x = X.copy()
    out = sma(x, 1)
    assert out is not x
    out[:] = 0
    np.testing.assert_array_equal(x, X)


@pytest.mark.parametrize("shape", [(0,), (1,), (0, 3), (1, 1), (5, 0)])
def test_empty_and_tiny_series_are_no_accident(shape):
    x = np.ones(shape)
    for name in ("sma", "ema", "wma", "rsi", "roc", "change", "stdev", "highest", "lowest", "shift"):
        assert BUILTINS[name](x, 3).shape == shape, name
    assert all(part.shape == shape for part in macd(x, 2, 3, 2))


def test_strided_integer_and_read_only_series_are_taken():
    panel = np.arange(40).reshape(20, 2)
    panel.flags.writeable = False
    np.testing.assert_array_equal(sma(panel[:, 1], 2)[1:], panel[1:, 1] - 1.0)
    np.testing.assert_array_equal(sma(X[::2], 2)[1:], X[::2][1:] - 1.0)
    np.testing.assert_array_equal(sma(np.asfortranarray(panel), 2), sma(panel, 2))


@pytest.mark.parametrize("n", [0, -1, 1.5, "10", None, True, 100_001, np.nan, np.inf])
def test_a_bad_period_is_refused(n):
    with pytest.raises(BadPeriod):
        sma(X, n)


@pytest.mark.parametrize("n", [3, 3.0, np.int64(3), np.float64(3)])
def test_a_whole_number_is_a_period_however_it_is_typed(n):
    np.testing.assert_array_equal(sma(X, n), sma(X, 3))


@pytest.mark.parametrize("x", [None, "close", 3.0, [1.0, 2.0], np.array(["a"]), np.ones((2, 2, 2)), np.array(1.0)])
def test_what_is_no_series_is_refused(x):
    with pytest.raises(BadSeries):
        sma(x, 3)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ShapeMismatch):
        BUILTINS["cross_above"](X, X[:-1])
    with pytest.raises(ShapeMismatch):
        BUILTINS["cross_above"](np.ones((20, 2)), np.ones((20, 3)))


@pytest.mark.parametrize("factor", [np.nan, np.inf, "2", None, True])
def test_a_bad_factor_is_refused(factor):
    with pytest.raises(BadNumber):
        bbands(X, 5, factor, 2.0)


def test_every_refusal_says_what_to_do():
    for call in (lambda: sma(X, 0), lambda: sma("x", 3), lambda: BUILTINS["shift"](X, -1)):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.hint
