"""Arrow arrays → NumPy by their buffers: Arrow's own ways (``to_numpy``, scalars) import pandas, half a second."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def floats(column: pa.Array) -> np.ndarray:
    """A column of numbers (R,) as float64, NaN where there is none."""
    return _values(pc.cast(column, pa.float64(), safe=False), np.float64, np.nan)


def integers(column: pa.Array, missing: int) -> np.ndarray:
    """A column of whole numbers (R,) as int64, ``missing`` where there is none."""
    return _values(pc.cast(column, pa.int64()), np.int64, missing)


def booleans(column: pa.Array) -> np.ndarray:
    """A column of truths (R,), false where there is none."""
    return _values(pc.cast(column, pa.uint8()), np.uint8, 0).astype(bool)


def is_filled(column: pa.Array) -> np.ndarray:
    """Where a column (R,) holds anything."""
    bitmap = column.buffers()[0]
    if bitmap is None or not column.null_count:
        return np.ones(len(column), dtype=bool)
    bits = np.unpackbits(np.frombuffer(bitmap, dtype=np.uint8), bitorder="little")
    return bits[column.offset : column.offset + len(column)].astype(bool)


def _values(column: pa.Array, dtype: Any, missing: float) -> np.ndarray:
    if not len(column):
        return np.zeros(0, dtype=dtype)
    buffer = column.buffers()[1]
    values = np.frombuffer(buffer, dtype=dtype)[column.offset : column.offset + len(column)].copy()
    if column.null_count:
        values[~is_filled(column)] = missing
    return values
