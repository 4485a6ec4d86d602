"""Two versions of a few bars, cell by cell."""

import numpy as np

from quantboard.core.cleaning import diff

OLD = np.array([1, 2, 3, 4])
NEW = np.array([2, 3, 4, 5])


def columns(*close: float) -> dict[str, np.ndarray]:
    return {"close": np.array(close)}


def test_equal_versions_have_no_cells() -> None:
    same = columns(1.0, np.nan, 3.0, 4.0)
    found = diff.cells(OLD, same, OLD, same)
    assert len(found) == 0
    assert (found.rows_added, found.rows_removed, found.rows_changed) == (0, 0, 0)


def test_added_removed_and_changed_bars() -> None:
    found = diff.cells(OLD, columns(1, 2, 3, 4), NEW, columns(2, 30, 4, 5))
    assert found.stamps.tolist() == [1, 3, 5]
    assert [diff.KINDS[kind] for kind in found.kinds] == ["removed", "changed", "added"]
    assert found.before[1:2].tolist() == [3]
    assert found.after.tolist()[1:] == [30, 5]
    assert np.isnan(found.after[0])
    assert (found.rows_added, found.rows_removed, found.rows_changed) == (1, 1, 1)


def test_a_value_that_comes_or_goes_and_a_column_that_is_new() -> None:
    old = {"close": np.array([1.0, 2.0]), "volume": np.array([np.nan, 5.0])}
    new = {"close": np.array([1.0, 2.0]), "volume": np.array([7.0, np.nan]), "vwap": np.array([1.0, np.nan])}
    found = diff.cells(OLD[:2], old, OLD[:2], new)
    assert [(found.names[c], int(s)) for c, s in zip(found.columns, found.stamps, strict=True)] == [
        ("volume", 1),
        ("vwap", 1),
        ("volume", 2),
    ]
    assert found.by_column() == {"volume": 2, "vwap": 1}
    assert found.rows_changed == 2


def test_backwards_it_is_the_mirror() -> None:
    there = diff.cells(OLD, columns(1, 2, 3, 4), NEW, columns(2, 30, 4, 5))
    back = diff.cells(NEW, columns(2, 30, 4, 5), OLD, columns(1, 2, 3, 4))
    assert there.stamps.tolist() == back.stamps.tolist()
    assert np.array_equal(there.before, back.after, equal_nan=True)
    assert (there.rows_added, there.rows_removed) == (back.rows_removed, back.rows_added)
