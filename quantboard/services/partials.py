"""A run that can be watched, paused, and stopped with what it has reached: the account's state makes a result."""

from collections.abc import Mapping
from dataclasses import dataclass

from quantboard.core.backtest.benchmark import choice_of
from quantboard.core.backtest.partial import until
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.run import Evaluate, admitted, backtest, compared, reference_of, told
from quantboard.core.backtest.spec import RunRequest, resolve_spec
from quantboard.core.bars import Bars
from quantboard.core.progress import Cancelled, Paused, Step
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.params import Declaration
from quantboard.services.checkpoints import Memory
from quantboard.services.watching import Watched
from quantboard.store import bars as store_bars

STOP = "stop"  # the parameter of a task that was stopped while it was paused


@dataclass(frozen=True, eq=False)
class Asked:
    """Everything that a run is of."""

    source: str
    declaration: Declaration
    bars: Bars
    request: RunRequest
    reference: Bars | None


def reference_bars(request: RunRequest, version_id: str, benchmark_version_id: str | None) -> Bars | None:
    """The bars of a benchmark that is not among the run's own symbols: of this version, or another dataset's."""
    choice = choice_of(request.benchmark)
    if choice is None:
        return None
    return store_bars.read(
        benchmark_version_id if choice.dataset and benchmark_version_id else version_id, [choice.symbol]
    )


def run(
    asked: Asked, memory: Memory, evaluate: Evaluate, on_step: Step, *, is_stopped: bool = False
) -> tuple[BacktestResult, bool]:
    """The result, and whether it is whole. Stopped before anything is simulated it raises ``Cancelled``."""
    try:
        if is_stopped:
            raise Cancelled
        return _whole(asked, memory, evaluate, on_step), True
    except Paused:
        memory.keep()
        raise
    except Cancelled:
        result = _part(asked, memory)
        if result is None:
            memory.forget()
            raise
        return result, False


def _whole(asked: Asked, memory: Memory, evaluate: Evaluate, on_step: Step) -> BacktestResult:
    watched = Watched(on_step)
    memory.show = watched.hold

    def decide(source: str, bars: Bars, params: Mapping[str, object]) -> Decision:
        watched.begin(bars, bars.rows_of(asked.request.from_on, asked.request.to_on)[0])
        return memory.deciding(evaluate)(source, bars, params)

    parts = (asked.source, asked.declaration, asked.bars, asked.request)
    return backtest(*parts, decide, watched, course=memory.course, reference=asked.reference)


def _part(asked: Asked, memory: Memory) -> BacktestResult | None:
    """What the account says where the run was stopped; ``None`` if nothing was simulated."""
    halfway = memory.halfway
    if memory.decision is None or halfway is None:
        return None
    reference = asked.reference or reference_of(asked.request, asked.bars)
    resolved = resolve_spec(asked.request, asked.declaration, asked.source, asked.bars, reference)
    decision, notes = admitted(resolved, memory.decision)
    result = until(resolved, decision, halfway)
    return None if result is None else told(resolved, compared(result, resolved.bars, reference), notes)
