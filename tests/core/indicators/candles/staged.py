"""Bars on which rare patterns happen: many walks with gaps, ticks and small bodies, until each is seen."""

import numpy as np

from tests.core.indicators.oracle import COLUMNS, ours, theirs


def stage(seed, n=20_000):
    """Bars with gaps, ties, dojis and long bodies in turn; every second stage with wide gaps."""
    rng = np.random.default_rng(seed)
    gaps = [0.0, 0.0, 0.5, -0.5, 1.5, -1.5, 3.0, -3.0, *([8.0, -8.0, 9.0, -9.0] if seed % 2 else [])]
    gap = rng.choice(gaps, n)
    body = rng.choice([0.0, 0.1, -0.1, 0.5, -0.5, 1.0, -1.0, 4.0, -4.0, 5.0, -5.0], n)
    close = 10_000.0 + np.cumsum(gap + body)
    opened = close - body
    high = np.maximum(opened, close) + rng.choice([0.0, 0.0, 0.1, 0.5, 2.0, 4.0], n)
    low = np.minimum(opened, close) - rng.choice([0.0, 0.0, 0.1, 0.5, 2.0, 4.0], n)
    rows = np.column_stack([opened, high, low, close])
    rows = np.vstack([rows, CALM, STARS, CALM, HOLD])
    return dict(zip(COLUMNS, (*rows.T.copy(), np.ones(len(rows))), strict=True))


CALM = np.tile([100.0, 101.5, 99.5, 101.0], (12, 1))  # open, high, low, close
STARS = np.array([[104.0, 104.2, 95.0, 100.0], [103.0, 103.0, 99.0, 101.0], [101.5, 101.5, 101.3, 101.3]])
HOLD = np.array(
    [
        [100.0, 105.1, 99.9, 105.0],
        [106.5, 106.6, 105.9, 106.0],
        [105.4, 105.5, 104.7, 104.8],
        [105.0, 105.1, 104.4, 104.5],
        [104.8, 110.2, 104.7, 110.0],
    ]
)


def found_somewhere(entry, stages=2):
    """How often the pattern happened; at every bar of every stage our verdict is TA-Lib's."""
    seen = 0
    params = list(entry.defaults().values())
    for seed in range(stages):
        columns = stage(seed)
        (mine,), (other,) = ours(entry, columns, params), theirs(entry, columns, params)
        np.testing.assert_array_equal(mine, other, err_msg=entry.code)
        seen += int(np.count_nonzero(other))
    return seen
