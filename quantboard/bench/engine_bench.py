"""The jobs J1 to J7 of the engine, each with its limit and, where installed, its peers in the same run.

Medians of five after one run that is not counted, on the clock and in processor time: on a shared machine the second
tells. Peers run in a process of their own, in the interpreter that ``QUANTBOARD_BENCH_PYTHON`` names (this one by
default); the dependency group ``peers`` installs them.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from quantboard.bench import engine_jobs as jobs
from quantboard.bench.engine_data import seeded_bars
from quantboard.bench.peers import Peers
from quantboard.bench.timing import Row

__all__ = ["measure", "seeded_bars"]
JOBS: tuple[Callable[[Peers], Iterator[Row]], ...] = (
    *(jobs.one_symbol, jobs.a_million_minutes, jobs.sweeps, jobs.sweep_of_user_code),
    *(jobs.portfolio, jobs.fresh_process, jobs.curves),
)


def measure() -> list[Row]:
    """All jobs, in order."""
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        peers = Peers(Path(folder))
        return [row for job in JOBS for row in job(peers)]
