"""What changed between two versions of one symbol's bars, cell by cell. Arrays in, arrays out.

A version is its stamps (T,) ascending and its columns (T,); NaN is "no value", and equal to itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Stamps, Vector

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
KINDS = (ADDED, REMOVED, CHANGED)


@dataclass(frozen=True)
class Cells:
    """Differing cells, (D,) each, by stamp and column: what stood there before and stands there after (NaN: nothing).

    ``kinds`` indexes ``KINDS``: a cell of a bar that is new, of one that is gone, or of one that stayed.
    """

    stamps: Stamps
    columns: np.ndarray  # indices into ``names``
    kinds: np.ndarray
    before: Vector
    after: Vector
    names: tuple[str, ...]
    rows_added: int
    rows_removed: int
    rows_changed: int

    def __len__(self) -> int:
        return len(self.stamps)

    def by_column(self) -> dict[str, int]:
        """How many cells differ in each column, the ones without left out."""
        counts = np.bincount(self.columns, minlength=len(self.names))
        return {name: int(count) for name, count in zip(self.names, counts, strict=True) if count}


def cells(old_stamps: Stamps, old: Mapping[str, Vector], new_stamps: Stamps, new: Mapping[str, Vector]) -> Cells:
    """All cells of one symbol that differ between two versions, by stamp, then column."""
    names = tuple(sorted({*old, *new}))
    axis = np.union1d(old_stamps, new_stamps)
    at_old, at_new = np.searchsorted(axis, old_stamps), np.searchsorted(axis, new_stamps)
    is_old, is_new = np.zeros(len(axis), dtype=bool), np.zeros(len(axis), dtype=bool)
    is_old[at_old], is_new[at_new] = True, True
    before, after = (_panel(axis, names, at, one) for at, one in ((at_old, old), (at_new, new)))
    differs = ~((before == after) | (np.isnan(before) & np.isnan(after)))
    rows, columns = np.nonzero(differs)
    kind_of_row = np.where(~is_old, 0, np.where(~is_new, 1, 2))
    both = is_old & is_new
    return Cells(
        stamps=axis[rows],
        columns=columns,
        kinds=kind_of_row[rows],
        before=before[rows, columns],
        after=after[rows, columns],
        names=names,
        rows_added=int((is_new & ~is_old).sum()),
        rows_removed=int((is_old & ~is_new).sum()),
        rows_changed=int((differs.any(axis=1) & both).sum()),
    )


def _panel(axis: Stamps, names: tuple[str, ...], at: np.ndarray, columns: Mapping[str, Vector]) -> np.ndarray:
    panel = np.full((len(axis), len(names)), np.nan)
    for number, name in enumerate(names):
        if name in columns:
            panel[at, number] = columns[name]
    return panel
