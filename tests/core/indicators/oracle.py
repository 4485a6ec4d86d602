"""TA-Lib as the judge: real and made bars, our answer beside its own."""

import csv
import gzip
from functools import cache
from pathlib import Path

import numpy as np
import talib

import quantboard.library.samples as samples
from quantboard.core.indicators.catalog import CATALOG
from quantboard.core.indicators.facade import BUILTINS

COLUMNS = ("open", "high", "low", "close", "volume")
DAY_US = 86_400_000_000


class Table:
    """What an indicator reads of bars."""

    def __init__(self, columns, stamps=None):
        self.columns = columns
        n = len(next(iter(columns.values())))
        self.stamps = (np.arange(n) + 15_000) * DAY_US if stamps is None else stamps

    def __getattr__(self, name):
        if name not in self.columns:
            raise AttributeError(name)
        return self.columns[name]


def walk(seed, n=1500, tick=0.0):
    """Bars of a random walk, on a grid of ``tick`` so that prices tie."""
    rng = np.random.default_rng(seed)
    close = 100.0 * np.exp(np.cumsum(rng.normal(0, 0.02, n)))
    opened = np.r_[close[0], close[:-1]] * np.exp(rng.normal(0, 0.008, n))
    high = np.maximum(opened, close) * (1 + np.abs(rng.normal(0, 0.008, n)))
    low = np.minimum(opened, close) * (1 - np.abs(rng.normal(0, 0.008, n)))
    prices = (opened, high, low, close)
    if tick:
        prices = tuple(np.round(price / tick) * tick for price in prices)
    return dict(zip(COLUMNS, (*prices, np.round(rng.lognormal(10, 1, n))), strict=True))


@cache
def sample():
    """The shipped daily bars, one dictionary a symbol."""
    path = Path(samples.__file__).with_name("stocks.csv.gz")
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))
    names = {name.lower(): name for name in rows[0]}
    symbols = {}
    for row in rows:
        symbols.setdefault(row[names["ticker"]], []).append([float(row[names[name]]) for name in COLUMNS])
    return {name: dict(zip(COLUMNS, np.array(values).T.copy(), strict=True)) for name, values in symbols.items()}


def other_of(columns):
    """A second series beside the close: the highs, later."""
    return np.ascontiguousarray(np.roll(columns["high"], 3))


def ours(entry, columns, params):
    """The answers of our own, always as a tuple."""
    call = BUILTINS[entry.code]
    if entry.takes_bars:
        answer = call(Table(columns), *params)
    else:
        answer = call(*(columns["close"] if one == "x" else other_of(columns) for one in entry.inputs), *params)
    return answer if isinstance(answer, tuple) else (answer,)


def theirs(entry, columns, params):
    """TA-Lib's answers, whole numbers as floats."""
    if entry.code == "kdj":
        params = [params[0], params[1], 13, params[2], 13]
    if entry.code == "pvo":
        params = [*params, 1]
    given = {**columns, "x": columns["close"], "y": other_of(columns)}
    answer = getattr(talib, entry.talib)(*(given[one] for one in entry.inputs), *params)
    return tuple(one.astype(float) for one in (answer if isinstance(answer, tuple) else (answer,)))


def same(entry, columns, params=None):
    """Our answers are TA-Lib's: the same rows without a value, and 1e-9 beside the size of the answer."""
    params = list(entry.defaults().values()) if params is None else list(params)
    mine, others = ours(entry, columns, params), theirs(entry, columns, params)
    assert len(mine) == len(others), entry.code
    for one, other in zip(mine, others, strict=True):
        np.testing.assert_array_equal(np.isnan(one), np.isnan(other), err_msg=f"{entry.code}{params}")
        known = other[~np.isnan(other)]
        size = float(np.abs(known).max()) if known.size else 1.0
        level = float(np.abs(columns["close"]).max()) if entry.code in FROM_LEVELS else 0.0
        noise = NOISE.get(entry.code, 0.0)
        np.testing.assert_allclose(
            one, other, rtol=1e-9, atol=1e-12 * size + 1e-12 * level + noise, err_msg=f"{entry.code}{params}"
        )


NOISE = {"correl": 1e-9}  # TA-Lib's own distance from the exact value on the shipped bars is 4e-10, ours 4e-13
FROM_LEVELS = ("fosc", "linearreg_slope", "var", "stdev", "macd", "apo", "mom")  # small differences of large values


def entries(*families):
    """The entries of TA-Lib whose loop lies in one of the families."""
    found = []
    for entry in CATALOG:
        loops = (entry.kernel, *entry.kernels)
        if entry.talib and any(loop.startswith(f"{family}.") for loop in loops for family in families):
            found.append(entry)
    return found


def variations(entry):
    """Parameters besides the default ones: a short, an odd and a long span."""
    bars = [one for one in entry.params if one.kind == "int" and one.high > 50]
    if not bars:
        return []
    made = []
    for factor in (0.5, 1.6, 3.0):
        params = entry.defaults()
        for one in bars:
            params[one.name] = max(int(one.default * factor), int(one.low), 2)
        made.append(list(params.values()))
    return made


def check(entry):
    """Real bars, made bars, short bars, tied bars, other parameters."""
    for columns in list(sample().values())[:2]:
        same(entry, columns)
    for params in variations(entry):
        same(entry, walk(1), params)
    for columns in (walk(2, 60), walk(3, 5), walk(4, 1)):
        same(entry, columns)
    if entry.code not in TIED:
        same(entry, walk(5, 600, tick=1.0))


# their last bit decides between equal values, and TA-Lib's differs from release to release
TIED = ("stochrsi",)
