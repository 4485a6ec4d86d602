"""At most 2 000 points a trace, keeping extremes."""

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 2_000


def thin(*curves: Any, most: int = MOST) -> NDArray[np.int64]:
    """Rows to draw: all when few, else first, last, and the least and greatest of each curve in each bucket."""
    n = len(curves[0])
    if n <= most:
        return np.arange(n)
    n_buckets = max((most - 2) // (2 * len(curves)), 1)
    edges = np.linspace(0, n, n_buckets + 1).astype(np.int64)
    kept = [0, n - 1]
    for curve in curves:
        values = np.asarray(curve, dtype=np.float64)
        low, high = np.where(np.isnan(values), np.inf, values), np.where(np.isnan(values), -np.inf, values)
        for start, stop in itertools.pairwise(edges):
            kept += [start + int(np.argmin(low[start:stop])), start + int(np.argmax(high[start:stop]))]
    return np.unique(np.asarray(kept, dtype=np.int64))
