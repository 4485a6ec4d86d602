"""Many parameter sets on the same bars: the door of the folder.

>>> from quantboard import research
>>> pairs = research.crossing(fast=range(5, 50, 5), slow=range(50, 200, 10))
>>> research.sweep(pairs, bars, commission=0.0005).best("sharpe")
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from threading import Lock

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.spec import Resolved, RunRequest, resolve_spec
from quantboard.core.backtest.sweep import kernels as at
from quantboard.core.backtest.sweep.crossing import Crossing, fits_lanes, growths_of, lane_sums
from quantboard.core.backtest.sweep.events import Events, events_of, sums_of_decisions
from quantboard.core.backtest.sweep.pool import THREADS, chunk_of, spread
from quantboard.core.backtest.sweep.table import Sweep, metrics_of
from quantboard.core.bars import Bars
from quantboard.core.calendar import bars_per_year
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration, RuleBroken, Value, resolve
from quantboard.errors import CodeFailed, InvalidInput, QuantBoardError


class NothingToSweep(InvalidInput):
    """A sweep without a single parameter set."""

    code = "sweep.empty"


Params = Mapping[str, object]
EvaluateMany = Callable[[str, Bars, Sequence[Params]], Sequence[Decision | CodeFailed]]
BATCH = 256  # sets asked of the sandbox at a time: one crossing for bars of usual number
EVENTS_A_BLOCK = 64  # sets whose codes are held at a time


def sweep_crossings(
    rule: Crossing, bars: Bars, request: RunRequest, on_step: Step = silent, threads: int = THREADS
) -> Sweep:
    """Every pair of ``rule`` on one set of ``bars``; ``request`` is that of a single run.

    Long or flat, all in, costs by rate: the averages are computed once each and the pairs walked as lanes, about
    2 ns a bar and pair. With stops or short positions each pair goes through the event loop of single runs; what that
    does not know (several symbols, gaps, other orders) is a run each. ``on_step`` is told after each chunk, and may
    raise ``Cancelled``. The result is the same for any number of ``threads``.
    """
    source = f"crossing {rule.average}{' both ways' if rule.both_ways else ''}"
    resolved = resolve_spec(request, Declaration(source, "signals"), source, bars)
    events = events_of(resolved, rule.decision(0, resolved.bars))
    is_plain = len(resolved.bars.symbols) == 1 and resolved.spec.universe.is_open
    out = np.empty((len(rule), at.N_OUT))
    size = chunk_of(len(rule), threads)
    if is_plain and fits_lanes(events.scene, rule, events.early):
        way, work = "lanes", _lanes(rule, events, out)
    elif is_plain and events.run_for(Decision(signals=np.zeros((1, 1), dtype=np.int8))) is not None:
        way, work = "events", _events(rule, events, out)
    else:
        way, work, size = "runs", _runs(rule, events, out), 1
    spread(len(rule), size, work, on_step, threads)
    return _told(resolved, {"fast": rule.fast, "slow": rule.slow}, out, way, {})


def _lanes(rule: Crossing, events: Events, out: Panel) -> Callable[[int, int], None]:
    first, last = events.resolved.first, events.resolved.last
    rows = rule.table(events.resolved.bars.close[:, 0])
    table = np.ascontiguousarray(rows[:, first:last].T)
    before = rows[:, first - 1].copy() if first else np.full(len(rows), np.nan)
    growth, cash = growths_of(events.scene), float(events.resolved.spec.cash)

    def work(start: int, stop: int) -> None:
        out[start:stop] = lane_sums(growth, table, before, rule.columns(start, stop), cash)

    return work


def _events(rule: Crossing, events: Events, out: Panel) -> Callable[[int, int], None]:
    rows = rule.table(events.resolved.bars.close[:, 0])
    run = events.run_for(Decision(signals=np.zeros((1, 1), dtype=np.int8)))
    n_bars = len(events.scene.market.close)

    def work(start: int, stop: int) -> None:
        codes = np.empty((EVENTS_A_BLOCK, n_bars, 1), dtype=np.int8)
        for begin in range(start, stop, EVENTS_A_BLOCK):
            end = min(begin + EVENTS_A_BLOCK, stop)
            some = codes[: end - begin]
            at.note_crossings(rows, *rule.columns(begin, end), events.resolved.first, *rule.codes, some)
            out[begin:end] = events.sums(some, [run] * (end - begin))  # type: ignore[list-item]

    return work


def _runs(rule: Crossing, events: Events, out: Panel) -> Callable[[int, int], None]:
    def work(start: int, stop: int) -> None:
        decisions = [rule.decision(k, events.resolved.bars) for k in range(start, stop)]
        out[start:stop] = sums_of_decisions(events, decisions)[0]

    return work


def sets_of(
    declaration: Declaration, asked: Mapping[str, Sequence[object]] | Sequence[Params]
) -> list[dict[str, Value]]:
    """A list of sets as it is, or of values by name all combinations that the strategy's rules allow; cast and checked.

    Raises ``InvalidInput`` for what is no value of a parameter, and where no set is left.
    """
    found: list[dict[str, Value]] = []
    if isinstance(asked, Mapping):
        for values in product(*asked.values()):
            with suppress(RuleBroken):
                found.append(resolve(declaration, dict(zip(asked, values, strict=True))))
    else:
        found = [resolve(declaration, one) for one in asked]
    if not found:
        raise NothingToSweep("No parameter set is left to run.", "Give values by name: {'fast': range(5, 50)}.")
    return found


@dataclass(frozen=True)
class Asked:
    """A person's strategy, and how it is run for many sets at once."""

    source: str
    declaration: Declaration
    evaluate_many: EvaluateMany


def sweep_source(
    asked: Asked,
    bars: Bars,
    request: RunRequest,
    sets: Sequence[Params],
    on_step: Step = silent,
    threads: int = THREADS,
) -> Sweep:
    """The same for a person's own code: ``sets`` of parameters in batches, each one crossing into the sandbox.

    A set whose code fails has no metrics and its reason in ``failed``.
    """
    resolved = resolve_spec(replace(request, params=sets[0]), asked.declaration, asked.source, bars)
    out = np.full((len(sets), at.N_OUT), np.nan)
    failed: dict[int, str] = {}
    shared: list[Events] = []
    slow: list[bool] = []
    lock = Lock()

    def work(start: int, stop: int) -> None:
        answers = asked.evaluate_many(asked.source, resolved.bars, sets[start:stop])
        good = [(k, one) for k, one in enumerate(answers, start) if isinstance(one, Decision)]
        failed.update({k: _why(one) for k, one in enumerate(answers, start) if not isinstance(one, Decision)})
        if not good:
            return
        with lock:
            if not shared:
                shared.append(events_of(resolved, good[0][1]))
        sums, is_fast = sums_of_decisions(shared[0], [one for _, one in good])
        out[[k for k, _ in good]] = sums
        slow.extend([] if is_fast else [True])

    spread(len(sets), min(BATCH, chunk_of(len(sets), threads)), work, on_step, threads)
    params = {name: np.array([one[name] for one in sets]) for name in sets[0]}
    return _told(resolved, params, out, "runs" if slow else "events", failed)


def _why(error: QuantBoardError) -> str:
    return error.message


def _told(
    resolved: Resolved, params: Mapping[str, np.ndarray], out: Panel, way: str, failed: Mapping[int, str]
) -> Sweep:
    spec, period = resolved.spec, slice(resolved.first, resolved.last)
    stamps = resolved.bars.stamps[period]
    per_year = bars_per_year(stamps, spec.interval, resolved.bars.zone)
    metrics = metrics_of(out, float(spec.cash), len(stamps), per_year)
    return Sweep(spec, params, metrics, way, dict(sorted(failed.items())))
