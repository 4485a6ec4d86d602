"""The result of a run that was stopped: its account as it stood at the border of a chunk."""

from dataclasses import replace

from quantboard.core.backtest.engine import Halfway, result_of
from quantboard.core.backtest.market import scene_of
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import Resolved
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.strategy.decision import Decision

FEWEST_BARS = 2


def until(resolved: Resolved, decision: Decision, halfway: Halfway) -> BacktestResult | None:
    """The result of the bars before ``halfway.row``; ``None`` for fewer than two. The specification stays as asked."""
    n_bars = halfway.row
    if n_bars < FEWEST_BARS:
        return None
    scene = scene_of(resolved.spec, resolved.bars, decision, resolved.first, resolved.last)
    period = scene.period
    columns = {name: panel[:n_bars] for name, panel in period.columns.items()}
    cut = Bars(period.stamps[:n_bars], period.symbols, columns, period.interval, period.zone)
    book = halfway.book._replace(curves=halfway.book.curves[:, :n_bars], positions=halfway.book.positions[:n_bars])
    result = result_of(resolved.spec, replace(scene, period=cut), book, decision)
    return replace(result, warnings=(*result.warnings, _note(result)))


def _note(result: BacktestResult) -> str:
    when = stamp_text(int(result.stamps[-1]), result.spec.interval)
    return f"The run was stopped by hand and is unfinished: the last bar reached is {when}."
