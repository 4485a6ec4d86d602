import numpy as np
import pyarrow as pa

from quantboard.readers import arrow


def test_missing_values_and_slices():
    column = pa.array([1, None, 3, 4], pa.int32())
    assert arrow.integers(column, -9).tolist() == [1, -9, 3, 4]
    assert arrow.integers(column.slice(1, 2), -9).tolist() == [-9, 3]
    assert np.isnan(arrow.floats(column)[1])
    assert arrow.booleans(pa.array([True, None, False])).tolist() == [True, False, False]
    assert arrow.is_filled(column.slice(1)).tolist() == [False, True, True]
    assert arrow.is_filled(pa.array(["a", "b"])).all()
    assert len(arrow.floats(pa.array([], pa.float64()))) == 0
