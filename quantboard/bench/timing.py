"""How measurements are taken and told: medians, each row with its unit and, where installed, its peer."""

import statistics
import time
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


def median_ms(work: Callable[[], object], repeats: int = 5) -> float:
    """The median wall time of ``repeats`` runs in milliseconds, after one run that is not counted."""
    work()
    return statistics.median(once_ms(work) for _ in range(repeats))


def once_ms(work: Callable[[], object]) -> float:
    """The wall time of one run in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def row(bench: str, what: str, value: float, unit: str, peer: str = "") -> Row:
    """One line of the table."""
    return {"bench": bench, "what": what, "value": round(value, 3), "unit": unit, "peer": peer}
