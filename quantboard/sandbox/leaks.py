"""Look-ahead of a source in the sandbox: all cuts in one crossing, the noise in a second, the line in a third."""

from collections.abc import Mapping, Sequence

from quantboard.core.bars import Bars
from quantboard.core.honesty import lookahead
from quantboard.core.honesty.lookahead import Move, Verdict
from quantboard.core.honesty.noise import noised
from quantboard.core.honesty.origin import line_of, located
from quantboard.core.strategy.decision import Decision
from quantboard.sandbox.runner import Answer, Call, Sandbox

QUICK_S, ENOUGH_S = 0.03, 0.15  # code that runs as long as this, start included, is given as many cuts as fit
PATIENCE = 3.0  # times the run itself, for one cut


def look(
    box: Sandbox, source: str, bars: Bars, params: Mapping[str, object], full: Decision, seconds: float | None = None
) -> Verdict:
    """The verdict on ``source``, which decided ``full`` within ``seconds``."""
    took = seconds if seconds is not None else box.usage.cpu_s if box.usage is not None else QUICK_S

    def decide(bars: Bars, params: Mapping[str, object], uptos: Sequence[int]) -> Sequence[Answer]:
        return box.evaluate_many(source, bars, [Call(params, upto) for upto in uptos])

    before, box.time_limit_s = box.time_limit_s, min(box.time_limit_s, max(1.0, PATIENCE * took))
    try:
        verdict, move = lookahead.check(bars, params, full, decide, cells=cells_within(bars, took))
        if move is None:
            return verdict
        return lookahead.with_line(verdict, *located(source, _line(box, source, bars, params, move)))
    finally:
        box.time_limit_s = before


def cells_within(bars: Bars, took_s: float) -> int:
    """How many bars × symbols all cuts may have together, so that the check takes about as long as the run did."""
    whole = bars.n_bars * max(len(bars.symbols), 1)
    if took_s <= QUICK_S:
        return max(lookahead.CELLS, whole)
    return max(whole, min(lookahead.CELLS, int(whole * ENOUGH_S / took_s)))


def _line(box: Sandbox, source: str, bars: Bars, params: Mapping[str, object], move: Move) -> int:
    """Where the code stores something else when the future is noise, or else when it is not there."""
    hidden = bars.n_bars - move.upto
    if hidden <= 0:
        return 0
    box.evaluate_many(source, bars, [Call(params, None, hidden), Call(params, move.upto, 0)])
    whole, *others = box.traces
    _, strange = noised(bars, move.upto, 0, bars.n_bars * len(bars.symbols))
    box.evaluate_many(source, strange, [Call(params, None, hidden)])
    found = (line_of(whole, other, hidden) for other in (*box.traces, *others) if whole and other)
    return next((line for line in found if line), 0)
