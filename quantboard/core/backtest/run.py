"""The one composition of a run, used by notebook, shell and service alike."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from quantboard.core.backtest import engine
from quantboard.core.backtest.notes import data_notes
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import RunRequest, resolve_spec
from quantboard.core.bars import Bars
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration

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
) -> BacktestResult:
    """Resolve, ask the strategy once, simulate and measure.

    ``evaluate`` runs the source on all bars of the chosen symbols. Stages: compute, compile (when the bar loop is not
    loaded yet), simulate, metrics.
    """
    step = silent if on_step is None else on_step
    resolved = resolve_spec(request, declaration, source, bars)
    step(0.05, "compute", {})
    decision = evaluate(source, resolved.bars, resolved.spec.params)
    if not engine.is_warm(len(resolved.spec.symbols)):
        step(0.3, "compile", {})
    simulate = silent if on_step is None else _within(on_step, 0.35, 0.9)
    result = engine.run(resolved.spec, resolved.bars, decision, simulate, course)
    step(0.95, "metrics", {})
    doubts = data_notes(resolved.bars, resolved.first, resolved.last)
    return replace(result, warnings=resolved.warnings + result.warnings + doubts)


def _within(on_step: Step, start: float, stop: float) -> Step:
    def step(fraction: float, stage: str, detail: Mapping[str, str]) -> None:
        on_step(start + fraction * (stop - start), stage, detail)

    return step
