"""The jobs of the engine's measurement, one function each."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from quantboard import research
from quantboard.bench.engine_data import crossing, momentum, pairs, seeded_bars, seeded_panel
from quantboard.bench.peers import Peers
from quantboard.bench.timing import Row, Taken, once, row, taken
from quantboard.core.backtest import engine
from quantboard.core.backtest.curves.statistics import statistics
from quantboard.core.backtest.ledger import book
from quantboard.core.backtest.market import scene_of
from quantboard.core.backtest.solo import loop
from quantboard.core.backtest.spec import RunRequest, parse_request, resolve_spec
from quantboard.core.backtest.sweep.crossing import Crossing
from quantboard.core.backtest.sweep.run import sweep_crossings
from quantboard.core.bars import Bars
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration
from quantboard.core.strategy.weights import ends_of
from quantboard.settings import child_environment

COSTS: dict[str, Any] = {"commission": 0.0005}
STOPS: dict[str, Any] = {"stop_loss": 0.02, "take_profit": 0.04}
PREPARED = "from quantboard.settings import prepare_environment; prepare_environment(); "
DECLARED = Declaration("bench", "signals")


def one_symbol(peers: Peers) -> Iterator[Row]:
    """J1: 10 000 daily bars, averages of 10 and 30 bars crossing, commission."""
    bars = seeded_bars(10_000)
    codes = crossing(bars, 10, 30)
    peers.give("j1", bars, codes)
    kernel = _kernel(bars, codes, {})
    yield _told("J1 10 000 bars: kernel on given signals", kernel, "≤ 0.06 ms")
    whole = taken(lambda: research.run(Decision(signals=codes), bars, **COSTS))
    said = peers.tell("j1", ("raptorbt", "vectorbt", "backtesting"))
    yield _told("J1 10 000 bars: research.run, all statistics", whole, "≤ 2 ms", said)


def a_million_minutes(peers: Peers) -> Iterator[Row]:
    """J2: the same on 1 000 000 minute bars with a stop and a target."""
    bars = seeded_bars(1_000_000, interval="1m")
    codes = crossing(bars, 10, 30)
    peers.give("j2", bars, codes)
    yield _told("J2 1 000 000 minutes, stop and target: kernel", _kernel(bars, codes, STOPS), "≤ 15 ms")
    whole = taken(lambda: research.run(Decision(signals=codes), bars, **COSTS, **STOPS))
    said = peers.tell("j2", ("raptorbt", "vectorbt", "backtesting"))
    yield _told("J2 1 000 000 minutes, stop and target: research.run", whole, "≤ 40 ms", said)


def sweeps(peers: Peers) -> Iterator[Row]:
    """J3: 1 000 and 10 000 pairs of averages on 5 000 bars, plain and with stops."""
    bars = seeded_bars(5_000)
    for n, limit in ((1_000, "≤ 15 ms"), (10_000, "≤ 120 ms")):
        rule = Crossing(*pairs(n))
        peers.give(f"j3_{n}", bars, crossing(bars, 10, 30), fast=rule.fast, slow=rule.slow)
        said = peers.tell(f"j3_{n}", ("raptorbt", "vectorbt"))
        yield _told(f"J3 {n:,} pairs × 5 000 bars, two threads", _swept(rule, bars, {}), limit, said)
        with_stops = _swept(rule, bars, STOPS)
        a_bar = 1e6 / (n * bars.n_bars)
        told = Taken(with_stops.wall * a_bar, with_stops.cpu * a_bar)
        yield _told(f"J3 {n:,} pairs × 5 000 bars with stops, a bar and pair", told, "≤ 10 ns", unit="ns")
    yield _memory()


def _swept(rule: Crossing, bars: Bars, options: Mapping[str, Any]) -> Taken:
    request = parse_request({**COSTS, **options})
    return taken(lambda: sweep_crossings(rule, bars, request))


def _memory() -> Row:
    """What a sweep adds to the most memory a process ever had, measured in a fresh one."""
    code = f"{PREPARED}from quantboard.bench.engine_jobs import peak_of_sweep; print(peak_of_sweep())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return row("engine", "J3 10 000 pairs × 5 000 bars: memory added", float(told.stdout), "MB", limit="≤ 60 MB")


def peak_of_sweep() -> float:
    """Megabytes that the large sweep adds in this process."""
    bars, request = seeded_bars(5_000), parse_request(COSTS)
    sweep_crossings(Crossing(*pairs(64)), bars, request)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sweep_crossings(Crossing(*pairs(10_000)), bars, request)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def sweep_of_user_code(_peers: Peers) -> Iterator[Row]:
    """J3u: the shipped template as a person's code, through the sandbox in batches."""
    bars = seeded_bars(5_000)
    fast, slow = pairs(10_000)
    sets = [{"fast": int(f), "slow": int(s)} for f, s in zip(fast, slow, strict=True)]
    with research.sandbox() as box:
        whole = taken(lambda: research.sweep("double_moving_average", bars, sets, box=box, **COSTS), 3)
    what = "J3u shipped template as user code, 10 000 sets × 5 000 bars"
    yield _told(what, Taken(whole.wall / 1000, whole.cpu / 1000), "≤ 1.5 s", unit="s")


def portfolio(peers: Peers) -> Iterator[Row]:
    """J4: 500 symbols, ten years of days, month-end top 50 by 126-day momentum, equal weight, shared cash."""
    bars = seeded_panel(2_520, 500)
    ends = np.flatnonzero(ends_of("month_end", bars.stamps, bars.interval, bars.zone))

    def decide(bars: Bars, _p: object) -> Decision:
        return Decision(weights=momentum(bars.close, ends.tolist()))

    weights = decide(bars, None).weights
    peers.give("j4", bars, np.zeros((1, 1), dtype=np.int8), weights=weights)
    made = taken(lambda: decide(bars, None))
    yield _told("J4 500 × 2 520: the weights alone", made, "")
    whole = taken(lambda: research.run(decide, bars, **COSTS))
    said = peers.tell("j4", ("vectorbt",))
    yield _told("J4 500 × 2 520, month-end top 50: research.run", whole, "≤ 20 ms", said)


def fresh_process(peers: Peers) -> Iterator[Row]:
    """J6: from the start of a process to its first result, with compiled kernels at hand and without."""
    given = PREPARED + (
        "from quantboard import research; from quantboard.bench.engine_data import crossing, seeded_bars; "
        "from quantboard.core.strategy.decision import Decision; bars = seeded_bars(10_000); "
        "codes = crossing(bars, 10, 30); "
    )
    signals = given + "research.run(Decision(signals=codes), bars, commission=0.0005)"
    source = given + "research.run('double_moving_average', bars, commission=0.0005)"
    said = peers.tell("j6", ("raptorbt", "vectorbt", "backtesting"))
    yield _process("J6 fresh process, given signals, warm cache", signals, "≤ 1 s", said)
    yield _process("J6 fresh process, given signals, empty cache", signals, "≤ 4 s", "", repeats=2, is_empty=True)
    yield _process("J6 fresh process, source through the sandbox, warm cache", source, "≤ 2 s", "")
    yield _process("J6 the same, empty cache", source, "", "", repeats=2, is_empty=True)


def _process(what: str, code: str, limit: str, said: str, *, repeats: int = 5, is_empty: bool = False) -> Row:
    """Medians of whole processes, their children included."""
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        runs = []
        for turn in range(repeats + (not is_empty)):
            cache = {"QUANTBOARD_CACHE_DIR": str(Path(folder) / str(turn))} if is_empty else {}
            environment = child_environment(**cache)
            environment.pop("NUMBA_CACHE_DIR", None)
            command = [sys.executable, "-c", code]
            runs.append(_of_children(lambda c=command, e=environment: subprocess.run(c, check=True, env=e)))  # type: ignore[misc]
        kept = runs if is_empty else runs[1:]
        told = Taken(float(np.median([one.wall for one in kept])), float(np.median([one.cpu for one in kept])))
    return _told(what, Taken(told.wall / 1000, told.cpu / 1000), limit, said, unit="s")


def _of_children(work: Callable[[], object]) -> Taken:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken((time.perf_counter() - start) * 1000, cpu * 1000)


def curves(peers: Peers) -> Iterator[Row]:
    """J7: the statistics of 10 000 equity curves of ten years."""
    random = np.random.default_rng(7)
    levels = 100_000 * np.exp(np.cumsum(random.normal(0.0002, 0.01, (10_000, 2_520)), axis=1))
    peers.give("j7", None, None, levels=levels)
    n = len(statistics(levels[:2], initial=100_000))
    whole = taken(lambda: statistics(levels, initial=100_000))
    said = peers.tell("j7", ("vectorbt",))
    what = f"J7 10 000 curves × 2 520 days, {n} metrics"
    yield _told(what, Taken(whole.wall / 1000, whole.cpu / 1000), "≤ 1 s", said, unit="s")


def _kernel(bars: Bars, codes: np.ndarray, options: Mapping[str, Any]) -> Taken:
    """The bar loop alone, its account's buffers made before."""
    resolved = resolve_spec(_request(options), DECLARED, "bench", bars)
    scene = scene_of(resolved.spec, bars, Decision(signals=codes), 0, bars.n_bars)
    assert loop.fits(scene.run, scene.market)
    room = int(np.count_nonzero(codes)) * 3 + engine.FIRST_FILLS
    runs = []
    for _ in range(6):
        account = book.opened(bars.n_bars, 1, resolved.spec.cash, room)
        for array in account:
            array[...] = array  # touched before the clock runs
        runs.append(once(lambda a=account: loop.simulate(0, bars.n_bars, scene.run, scene.market, scene.wish, a)))  # type: ignore[misc]
    return Taken(float(np.median([one.wall for one in runs[1:]])), float(np.median([one.cpu for one in runs[1:]])))


def _request(options: Mapping[str, Any]) -> RunRequest:
    return parse_request({**COSTS, **options})


def _told(what: str, time_taken: Taken, limit: str, peer: str = "", unit: str = "ms") -> Row:
    return row("engine", what, time_taken.wall, unit, peer, cpu=time_taken.cpu, limit=limit)
