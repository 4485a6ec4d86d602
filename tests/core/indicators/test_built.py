"""How a call is bound, checked and answered."""

import inspect

import numpy as np
import pytest

from quantboard.core.indicators.built import BadArguments
from quantboard.core.indicators.columns import BadNumber, BadPeriod, BadSeries
from quantboard.core.indicators.facade import BUILTINS
from tests.core.indicators.oracle import Table, walk

BARS = Table(walk(1, 200))
X = BARS.close


def test_arguments_may_be_named_or_left_to_their_defaults():
    expected = BUILTINS["kc"](BARS, 20, 10, 1.5)
    for one, other in zip(expected, BUILTINS["kc"](BARS, times=1.5), strict=True):
        np.testing.assert_array_equal(one, other)
    assert str(inspect.signature(BUILTINS["t3"])) == "(x, n=5, v=0.7)"


@pytest.mark.parametrize(
    "call",
    [
        lambda: BUILTINS["dema"](X, 5, 6),
        lambda: BUILTINS["dema"](),
        lambda: BUILTINS["dema"](X, m=3),
        lambda: BUILTINS["dema"](X, 5, n=5),
    ],
)
def test_other_arguments_are_refused_with_the_usage(call):
    with pytest.raises(BadArguments) as caught:
        call()
    assert "dema(x, n)" in caught.value.hint


def test_parameters_are_held_within_their_limits():
    with pytest.raises(BadPeriod):
        BUILTINS["adx"](BARS, 1)
    with pytest.raises(BadPeriod):
        BUILTINS["ma"](X, 5, 9)
    with pytest.raises(BadNumber):
        BUILTINS["t3"](X, 5, 1.5)


def test_missing_columns_are_named():
    bare = Table({"close": X, "high": X, "low": X})
    with pytest.raises(BadSeries, match="volume is not there"):
        BUILTINS["mfi"](bare, 14)
    with pytest.raises(BadSeries, match="eps is not there"):
        BUILTINS["pe_ratio"](BARS)
    with pytest.raises(BadSeries):
        BUILTINS["adx"](X, 14)


def test_an_answer_is_fresh_and_the_question_untouched():
    x = X.copy()
    x.flags.writeable = False
    out = BUILTINS["wma"](x, 1)
    assert out.flags.writeable
    np.testing.assert_array_equal(x, X)
