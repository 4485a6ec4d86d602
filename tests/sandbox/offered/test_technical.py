"""TA-Lib itself is the judge."""

import numpy as np
import pandas as pd
import pytest
import talib

from quantboard.sandbox.offered import technical

OFFERED = technical.names()
DRAW = np.random.default_rng(3)
CLOSE = 100 * np.exp(np.cumsum(DRAW.normal(0, 0.01, 300)))
SERIES = {"real": CLOSE, "close": CLOSE, "high": CLOSE * 1.01, "low": CLOSE * 0.99}


@pytest.mark.parametrize(
    ("name", "inputs", "given"),
    [
        ("SMA", ("real",), {"timeperiod": 10}), ("SMA", ("real",), {}), ("EMA", ("real",), {"timeperiod": 12}),
        ("RSI", ("real",), {"timeperiod": 14}), ("MACD", ("real",), {}),
        ("ATR", ("high", "low", "close"), {"timeperiod": 14}),
        ("BBANDS", ("real",), {"timeperiod": 20, "nbdevup": 2.0, "nbdevdn": 2.0, "matype": 0}),
        ("STDDEV", ("real",), {"timeperiod": 5, "nbdev": 2.0}), ("MAX", ("real",), {"timeperiod": 9}),
    ],
)  # fmt: skip
def test_equals_talib(name, inputs, given):
    series = [SERIES[one] for one in inputs]
    ours, theirs = OFFERED[f"_talib_{name}"](*series, **given), getattr(talib, name)(*series, **given)
    for one, other in zip(ours if type(ours) is tuple else [ours], theirs if type(theirs) is tuple else [theirs]):  # noqa: B905
        np.testing.assert_allclose(one, other, rtol=1e-9)


def test_a_series_gives_a_series():
    given = pd.Series(CLOSE, index=pd.date_range("2020", periods=300))
    made = OFFERED["_talib_SMA"](given, 5)
    assert isinstance(made, pd.Series)
    assert made.index.equals(given.index)


def test_wrong_arguments_are_told():
    with pytest.raises(TypeError, match="timeperiod"):
        OFFERED["_talib_SMA"](CLOSE, length=5)
    with pytest.raises(TypeError, match="high, low, close"):
        OFFERED["_talib_ATR"](CLOSE)
    with pytest.raises(ValueError, match="matype"):
        OFFERED["_talib_BBANDS"](CLOSE, matype=3)
