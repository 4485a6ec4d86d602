"""Results that were lately read, kept in memory while they are small enough: a report asks for one many times.

A result never changes under its id, so what was read stays true.
"""

import threading
from collections import OrderedDict

from quantboard.store import results
from quantboard.store.results import Stored

MOST_BYTES = 192_000_000
_kept: OrderedDict[str, Stored] = OrderedDict()
_lock = threading.Lock()


def read(result_id: str) -> Stored:
    """As ``results.read``; the same object for as long as it is kept."""
    with _lock:
        found = _kept.get(result_id)
        if found is not None:
            _kept.move_to_end(result_id)
            return found
    made = results.read(result_id)
    if size_of(made) <= MOST_BYTES:
        with _lock:
            made = _kept.setdefault(result_id, made)
            while sum(map(size_of, _kept.values())) > MOST_BYTES:
                _kept.popitem(last=False)
    return made


def forget(result_id: str) -> None:
    """Its files are gone."""
    with _lock:
        _kept.pop(result_id, None)


def size_of(stored: Stored) -> int:
    """What a result takes in memory, roughly: its arrays."""
    found = stored.result
    columns = (*vars(found).values(), *vars(found.fills).values(), *vars(found.trades).values())
    return sum(getattr(column, "nbytes", 0) for column in columns)
