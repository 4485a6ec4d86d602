"""The names a strategy may use."""

import numpy as np

from quantboard.core.indicators.facade import BUILTINS, MEANINGS

WORDS = """sma ema wma rsi macd atr stdev bbands highest lowest roc
cross_above cross_below shift change hold rank zscore where"""


def test_the_facade_holds_the_first_version():
    assert set(BUILTINS) == set(WORDS.split())
    assert all(MEANINGS[name].endswith(".") and BUILTINS[name].__doc__ for name in BUILTINS)


def test_nothing_looks_ahead():
    rng = np.random.default_rng(3)
    x = np.cumsum(rng.normal(size=(300, 2)), axis=0) + 50
    y = np.vstack([x[:200], rng.normal(size=(100, 2))])
    for name in ("sma", "ema", "wma", "rsi", "roc", "change", "stdev", "highest", "lowest", "shift", "zscore"):
        np.testing.assert_array_equal(BUILTINS[name](x, 14)[:200], BUILTINS[name](y, 14)[:200], err_msg=name)
    for name in ("macd", "bbands"):
        for a, b in zip(BUILTINS[name](x, 5, 9, 3), BUILTINS[name](y, 5, 9, 3), strict=True):
            np.testing.assert_array_equal(a[:200], b[:200])
