"""Everything that is checked of a run once it is done: the one composition, for job, shell and notebook alike."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.run import Evaluate
from quantboard.core.backtest.terms import differing
from quantboard.core.backtest.universe import eligible, screened
from quantboard.core.bars import Bars
from quantboard.core.flag import ERROR, INFO, WARNING, Flag, Honesty, ordered
from quantboard.core.honesty import band, costs, data, plausible
from quantboard.core.honesty.data import NO_FACTS, Facts
from quantboard.core.honesty.lookahead import Verdict
from quantboard.core.honesty.rerun import Run
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision
from quantboard.errors import QuantBoardError

Look = Callable[[Bars, Mapping[str, object], Decision], Verdict]
START, AFTER_LOOK, AFTER_COSTS, END = 0.951, 0.956, 0.966, 0.969  # shares of the whole job
NO_LOOK = "The signals were given, not computed: there was no code to run."


@dataclass(frozen=True, eq=False)
class Examiner:
    """What was decided about which bars, all of them, and how to look for look-ahead: ``examiner(result)`` checks."""

    source: str
    bars: Bars
    decision: Decision
    look: Look | None = None
    facts: Facts = NO_FACTS

    def __call__(self, result: BacktestResult, on_step: Step = silent) -> Honesty:
        """Look for look-ahead, run again under other terms, and say what follows."""
        on_step(START, "check", {})
        verdict = self._verdict(result)
        on_step(AFTER_LOOK, "check", {})
        parts = self._again(result, on_step)
        on_step(END, "check", {})
        first, last = self.bars.rows_of(result.spec.from_on, result.spec.to_on)
        found = [
            *look_flags(verdict, len(self.bars.symbols)),
            *term_flags(result),
            *band.flag_of(parts.band),
            *plausible.flags_of(result),
            *data.flags_of(self.bars, first, last, self.source, self.facts),
            *costs.flags_of(result, parts.cost_map, parts.delay_curve),
        ]
        return Honesty(ordered(found), verdict.as_dict(), parts.cost_map, parts.delay_curve, parts.band)

    def _again(self, result: BacktestResult, on_step: Step) -> "Parts":
        """The re-runs; none where nothing was traded."""
        parts = Parts()
        if not len(result.fills):
            return parts
        run = Run(result.spec, self.bars, self._admitted(result))
        own = result.final_equity / result.spec.cash - 1.0
        with suppress(QuantBoardError):
            parts.cost_map = costs.cost_map(run, own, on_step, (AFTER_LOOK, AFTER_COSTS))
        on_step(AFTER_COSTS, "check", {})
        with suppress(QuantBoardError):
            parts.delay_curve = costs.delay_curve(run, own)
        with suppress(QuantBoardError):
            parts.band = band.band_of(run, result)
        return parts

    def _admitted(self, result: BacktestResult) -> Decision:
        universe = result.spec.universe
        return self.decision if universe.is_open else screened(self.decision, eligible(self.bars, universe))

    def _verdict(self, result: BacktestResult) -> Verdict:
        if self.look is None:
            return Verdict(True, unchecked=NO_LOOK)
        try:
            return self.look(self.bars, result.spec.params, self.decision)
        except QuantBoardError as problem:
            return Verdict(True, unchecked=problem.message)


class Witness:
    """Stands between a run and its strategy, and remembers what was decided about which bars."""

    def __init__(self, source: str, look: Look | None = None, facts: Facts = NO_FACTS) -> None:
        self._source, self._look, self._facts = source, look, facts
        self._seen: tuple[Bars, Decision] | None = None

    def deciding(self, evaluate: Evaluate) -> Evaluate:
        """``evaluate``, watched."""

        def decide(source: str, bars: Bars, params: Mapping[str, object]) -> Decision:
            decision = evaluate(source, bars, params)
            self._seen = (bars, decision)
            return decision

        return decide

    def examined(self, result: BacktestResult, on_step: Step | None = None) -> BacktestResult:
        """``result`` with its honesty: now, if ``on_step`` is given, else when it is first asked for."""
        if self._seen is None:
            return result
        examiner = Examiner(self._source, *self._seen, self._look, self._facts)
        return replace(result, examined=examiner if on_step is None else examiner(result, on_step))


class Parts:
    """What the re-runs gave, each ``None`` where there was nothing to run again."""

    cost_map: dict[str, Any] | None = None
    delay_curve: dict[str, Any] | None = None
    band: dict[str, Any] | None = None


def look_flags(verdict: Verdict, n_symbols: int) -> list[Flag]:
    """Code that knows the future, or that could not be checked for it."""
    if verdict.clean and not verdict.unchecked:
        return []
    if verdict.clean:
        message = f"Look-ahead could not be checked. {verdict.unchecked}"
        return [Flag("lookahead.unchecked", INFO, message, {}, "Give the strategy as code, on enough bars.")]
    what = f"{verdict.output} ({verdict.symbol})" if verdict.symbol and n_symbols > 1 else verdict.output
    message = f"The code looks ahead: {what} at {verdict.first_bar} changes with bars after {verdict.cut}."
    if verdict.line:
        message = (
            f"The code looks ahead in line {verdict.line}: "
            f"{what} at {verdict.first_bar} changes with bars after {verdict.cut}."
        )
    return [Flag("lookahead.found", ERROR, message, verdict.as_dict(), verdict.hint)]


def term_flags(result: BacktestResult) -> list[Flag]:
    """Terms that nobody gets: no costs, fills at the close that decided them."""
    found = []
    if not any(name not in ("borrow", "interest") for name in differing(result.spec.costs)) and len(result.fills):
        message = "No costs were set: every fill was free."
        hint = "Set commission and slippage; a preset of your market has usual ones."
        found.append(Flag("costs.none", WARNING, message, {}, hint))
    if result.spec.fill == "close" and len(result.fills):
        message = "Orders were filled at the close that decided them, a price that was not yet known."
        hint = "Fill at the next open, and compare."
        found.append(Flag("fill.at_decision", WARNING, message, {}, hint))
    return found
