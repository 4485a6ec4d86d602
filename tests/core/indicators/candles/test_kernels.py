"""The two patterns with a memory, and the table of averages by hand."""

import numpy as np
import pytest

from quantboard.core.indicators.built import CANDLES
from tests.core.indicators.candles.staged import found_somewhere
from tests.core.indicators.oracle import check, entries, ours, walk


@pytest.mark.parametrize(
    "entry", [one for one in entries("candles") if one.kernel == "candles.traps"], ids=lambda one: one.code
)
def test_equals_talib(entry):
    check(entry)
    assert found_somewhere(entry) > 0


def test_a_doji_is_a_body_below_a_tenth_of_the_mean_range():
    columns = walk(1, 200)
    (found,) = ours(next(one for one in entries("candles.single") if one.code == "cdl_doji"), columns, [])
    width = columns["high"] - columns["low"]
    for t in range(10, 200):
        expected = abs(columns["close"][t] - columns["open"][t]) <= CANDLES["doji"][2] * width[t - 10 : t].mean()
        assert found[t] == 100.0 * expected
    assert (found[:10] == 0.0).all()
    assert np.unique(found).tolist() == [0.0, 100.0]
