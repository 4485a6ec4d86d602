"""What the locked process costs: its start, one crossing, a large column back, programs, many calls, what stays."""

import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from quantboard import research
from quantboard.bench.engine_bench import seeded_bars
from quantboard.bench.timing import Row, median_ms, once_ms, row, taken
from quantboard.services import scratchpad

WEIGHTS = "def weights(bars, p):\n    return np.tanh(bars.close / 100.0 - 1.0)\n"
SMALL = "def signals(bars, p):\n    return Signals(entry=bars.close > bars.open)\n"
CALLS, AT_ONCE = 200, 2


def measure() -> list[Row]:
    """Start of the fork server to its first answer, small and large crossings, a program, a stream of calls."""
    source = research.strategy_source("double_moving_average")
    bars, large, tiny = seeded_bars(5_000), seeded_bars(1_000_000), seeded_bars(250)
    with research.sandbox() as box:
        start = once_ms(lambda: box.check(source))
        check = taken(lambda: box.check(source))
        run = median_ms(lambda: box.evaluate(source, bars, {"fast": 10, "slow": 30}), 15)
        bare = taken(lambda: np.tanh(large.close / 100.0 - 1.0), 9)
        crossed = taken(lambda: box.evaluate(WEIGHTS, large, {}), 9)
        inside = statistics.median(_inside(box, large) for _ in range(9))
        small = median_ms(lambda: box.evaluate(SMALL, tiny, {}), 25)
        rate, cpu_a_call, grown = _stream(box, tiny)
    inputs = scratchpad.Inputs(scratchpad.limits_of())
    cold = once_ms(lambda: scratchpad.run_here("import pandas as pd\nresult = 1", inputs))
    overhead = crossed.cpu + inside - bare.cpu
    return [
        row("sandbox", "fork server, start to first answer", start, "ms"),
        row("sandbox", "check of a source", check.wall, "ms", cpu=check.cpu),
        row("sandbox", "one strategy on 5 000 bars, own locked process", run, "ms"),
        row("sandbox", "small call", small, "ms", limit="20 ms"),
        row("sandbox", "1 M rows sealed, one column back", crossed.wall, "ms", cpu=crossed.cpu + inside),
        row("sandbox", "of it beyond the bare function", crossed.wall - bare.wall, "ms", cpu=overhead, limit="25 ms"),
        row("sandbox", "cold program with pandas", cold, "ms", limit="1500 ms"),
        row("sandbox", f"calls a second, {AT_ONCE} at once", rate, "/s", cpu=cpu_a_call, limit="50 /s"),
        row("sandbox", f"memory and descriptors kept after {CALLS} calls", grown, "kB", limit="0"),
    ]


def _inside(box: Any, bars: Any) -> float:
    box.evaluate(WEIGHTS, bars, {})
    return 1000 * float(box.usage.cpu_s)


def _stream(box: Any, bars: Any) -> tuple[float, float, float]:
    """Calls a second, CPU milliseconds of a call, and by how many kB this process and the server grew."""
    server = box._server.process.pid
    box.evaluate(SMALL, bars, {})
    before, spent = _kept(server), time.process_time()
    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _: box.evaluate(SMALL, bars, {}), range(CALLS)))
    took = time.perf_counter() - started
    inside = 1000 * box.usage.cpu_s
    return CALLS / took, 1000 * (time.process_time() - spent) / CALLS + inside, max(0.0, _kept(server) - before)


def _kept(server: int) -> float:
    """Resident memory of the server in kB, plus a thousand for each descriptor that either side holds."""
    pages = int(Path(f"/proc/{server}/statm").read_text().split()[1])
    descriptors = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in (os.getpid(), server))  # noqa: PTH208
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 + 1000 * descriptors
