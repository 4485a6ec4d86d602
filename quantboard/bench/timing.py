"""How measurements are taken and told: medians, each row with its unit, its limit and, where installed, its peer."""

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

Row = dict[str, Any]


class Taken(NamedTuple):
    """What some work took, in milliseconds: on the clock, and of all cores of this process."""

    wall: float
    cpu: float


def median_ms(work: Callable[[], object], repeats: int = 5) -> float:
    """The median wall time of ``repeats`` runs in milliseconds, after one run that is not counted."""
    work()
    return statistics.median(once_ms(work) for _ in range(repeats))


def once_ms(work: Callable[[], object]) -> float:
    """The wall time of one run in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def taken(work: Callable[[], object], repeats: int = 5) -> Taken:
    """The medians of ``repeats`` runs, after one run that is not counted."""
    work()
    runs = [once(work) for _ in range(repeats)]
    return Taken(statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs))


def once(work: Callable[[], object]) -> Taken:
    """One run."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def row(  # noqa: PLR0913 -- a line of the table has that many cells
    bench: str, what: str, value: float, unit: str, peer: str = "", *, cpu: float | None = None, limit: str = ""
) -> Row:
    """One line of the table; ``cpu`` beside the clock where the machine is shared."""
    told = {"bench": bench, "what": what, "value": round(value, 3), "unit": unit, "peer": peer, "limit": limit}
    return {**told, "cpu": "" if cpu is None else round(cpu, 3)}
