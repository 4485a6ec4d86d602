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
        gaps = np.isnan(values)
        has_gaps = bool(gaps.any())
        low = np.where(gaps, np.inf, values) if has_gaps else values
        high = np.where(gaps, -np.inf, values) if has_gaps else values
        for start, stop in itertools.pairwise(edges):
            kept += [start + int(np.argmin(low[start:stop])), start + int(np.argmax(high[start:stop]))]
    return np.unique(np.asarray(kept, dtype=np.int64))


def window_rows(curves: tuple[Any, ...], first: int, last: int, most: int = MOST) -> NDArray[np.int64]:
    """The rows to draw of ``first`` to before ``last``: as many as the whole would get, spent on this part."""
    if last <= first:
        return np.arange(0)
    return first + thin(*(curve[first:last] for curve in curves), most=most)
