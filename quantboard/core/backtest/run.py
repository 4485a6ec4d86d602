"""The one composition of a run, used by notebook, shell and service alike."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from quantboard.core.backtest import engine
from quantboard.core.backtest.benchmark import choice_of, held
from quantboard.core.backtest.metrics.table import measure
from quantboard.core.backtest.notes import data_notes
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import Resolved, RunRequest, resolve_spec
from quantboard.core.backtest.universe import eligible, screened, share_note
from quantboard.core.bars import Bars
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration

NO_BENCHMARK = "no benchmark was chosen"
Evaluate = Callable[[str, Bars, Mapping[str, object]], Decision]


def backtest(  # noqa: PLR0913 -- the last one by name
    source: str,
    declaration: Declaration,
    bars: Bars,
    request: RunRequest,
    evaluate: Evaluate,
    on_step: Step | None = None,
    *,
    course: engine.Course = engine.UNBROKEN,
    reference: Bars | None = None,
) -> BacktestResult:
    """Resolve, ask the strategy once, simulate and measure.

    ``evaluate`` runs the source on all bars of the chosen symbols. Stages: compute, compile (when the bar loop is not
    loaded yet), simulate, metrics. ``reference`` are the bars of a benchmark from elsewhere.
    """
    step = silent if on_step is None else on_step
    reference = reference_of(request, bars) if reference is None else reference
    resolved = resolve_spec(request, declaration, source, bars, reference)
    step(0.05, "compute", {})
    decision, notes = admitted(resolved, evaluate(source, resolved.bars, resolved.spec.params))
    if not engine.is_warm(len(resolved.spec.symbols)):
        step(0.3, "compile", {})
    simulate = silent if on_step is None else _within(on_step, 0.35, 0.9)
    result = engine.run(resolved.spec, resolved.bars, decision, simulate, course)
    step(0.95, "metrics", {})
    return told(resolved, compared(result, resolved.bars, reference), notes)


def reference_of(request: RunRequest, bars: Bars) -> Bars | None:
    """The bars of a benchmark that is a symbol of the run's own data."""
    choice = choice_of(request.benchmark)
    return None if choice is None or choice.dataset else bars.select([choice.symbol])


def admitted(resolved: Resolved, decision: Decision) -> tuple[Decision, tuple[str, ...]]:
    """The decision as the filters of the universe leave it, and a sentence about them."""
    if resolved.spec.universe.is_open:
        return decision, ()
    may_enter = eligible(resolved.bars, resolved.spec.universe)
    return screened(decision, may_enter), (share_note(may_enter, resolved.first, resolved.last),)


def compared(result: BacktestResult, bars: Bars, reference: Bars | None) -> BacktestResult:
    """The result against the benchmark that was asked for; the engine itself compares with the usual one."""
    spec = result.spec
    if spec.benchmark is None:
        return result
    choice = choice_of(spec.benchmark)
    if choice is None or reference is None:
        return without_benchmark(result)
    period = Bars(result.stamps, bars.symbols, {}, bars.interval, bars.zone)
    return measure(replace(result, benchmark=held(reference, choice.column, period, spec.cash)))


def without_benchmark(result: BacktestResult) -> BacktestResult:
    """Compared with nothing: what a benchmark decides is not available, and says why."""
    bare = measure(replace(result, benchmark=np.full(len(result.benchmark), np.nan)))
    unlike = [name for name, value in bare.metrics.items() if value != result.metrics[name]]
    metrics = {**bare.metrics, **dict.fromkeys(unlike, None)}
    return replace(bare, metrics=metrics, metrics_na={**bare.metrics_na, **dict.fromkeys(unlike, NO_BENCHMARK)})


def told(resolved: Resolved, result: BacktestResult, notes: tuple[str, ...]) -> BacktestResult:
    """The result with everything that a reader must know."""
    doubts = data_notes(resolved.bars, resolved.first, resolved.last)
    return replace(result, warnings=resolved.warnings + result.warnings + notes + doubts)


def _within(on_step: Step, start: float, stop: float) -> Step:
    def step(fraction: float, stage: str, detail: Mapping[str, str]) -> None:
        on_step(start + fraction * (stop - start), stage, detail)

    return step
