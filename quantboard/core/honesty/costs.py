"""What costs and delay do to a result: a map, a break-even and a curve, from one batch of re-runs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.bars import Bars
from quantboard.core.flag import INFO, WARNING, Flag
from quantboard.core.honesty.rerun import Run, in_steps
from quantboard.core.progress import Step, silent
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.weights import ends_of

RATES = (0.0, 0.0005, 0.001, 0.002, 0.005)
FEW_RATES = (0.0, 0.001, 0.005)
MANY_CELLS = 4_000_000
DELAYS = (0, 1, 2)
MOST, FINEST, MOST_STEPS = 0.1, 0.01, 16  # the search ends at 10 % a fill, at 1 % of itself, or after this many runs
LEAST_GAIN = 0.02  # smaller gains move by chance
THIN = 0.001  # a break-even below 10 bps a fill is no margin


def cost_map(run: Run, own: float, on_step: Step = silent, span: tuple[float, float] = (0.0, 1.0)) -> dict[str, Any]:
    """Total return by commission (down) and slippage (across), and the break-even; ``own`` is the run's return."""
    costs = run.spec.costs
    usual = RATES if run.n_cells <= MANY_CELLS else FEW_RATES
    fees, slips = sorted({*usual, costs.commission}), sorted({*usual, costs.slippage})
    asked = [(fee, slip) for fee in fees for slip in slips]
    known = {(costs.commission, costs.slippage): own} if not costs.commission_tiers else {}
    wanted = [pair for pair in asked if pair not in known]
    middle = span[0] + 0.8 * (span[1] - span[0])
    found = in_steps((run.with_costs(*pair) for pair in wanted), len(wanted), on_step, (span[0], middle))
    known |= dict(zip(wanted, found, strict=True))
    edge = break_even(lambda rate: next(in_steps([run.with_costs(rate, 0.0)], 1, on_step, (middle, span[1]))))
    return {
        "commission": fees,
        "slippage": slips,
        "total_return": [[known[fee, slip] for slip in slips] for fee in fees],
        "own": {"commission": costs.commission, "slippage": costs.slippage, "total_return": own},
        "break_even": edge,
        "break_even_at_least": edge is not None and edge >= MOST,
    }


def break_even(total_return: Callable[[float], float]) -> float | None:
    """The largest commission on every fill, slippage 0, at which the total return stays above 0.

    ``None`` where it is not above 0 without any; at most 10 %. Halving between a rate that pays and one that does not.
    """
    if total_return(0.0) <= 0.0:
        return None
    pays, fails = 0.0, 0.001
    steps = 0
    while fails < MOST and total_return(fails) > 0.0:
        pays, fails, steps = fails, min(fails * 4, MOST), steps + 1
    if fails >= MOST and total_return(MOST) > 0.0:
        return MOST
    while fails - pays > FINEST * fails and steps < MOST_STEPS:
        middle = (pays + fails) / 2
        pays, fails = (middle, fails) if total_return(middle) > 0.0 else (pays, middle)
        steps += 1
    return pays


def delay_curve(run: Run, own: float) -> dict[str, Any]:
    """Total return when each decision is acted upon 0, 1 and 2 bars later than it was."""
    later = [replace(run, decision=delayed(run.decision, run.bars, bars)).total_return() for bars in DELAYS[1:]]
    return {"bars": list(DELAYS), "total_return": [own, *later]}


def delayed(decision: Decision, bars: Bars, n: int) -> Decision:
    """The same decision ``n`` rows later; a rhythm picks its rows before they move."""
    weights = decision.weights
    if weights is not None and decision.rebalance is not None:
        acts = ends_of(decision.rebalance, bars.stamps, bars.interval, bars.zone)
        weights = np.where(acts[:, None], weights, np.nan)
    moved = {name: _later(getattr(decision, name), n) for name in ("signals", "size", "limit", "stop", "strength")}
    return replace(decision, weights=_later(weights, n), rebalance=None, **moved)


def _later(panel: Any, n: int) -> Any:
    if panel is None:
        return None
    empty = np.full((n, panel.shape[1]), 0 if panel.dtype.kind == "i" else np.nan, dtype=panel.dtype)
    return np.vstack((empty, panel[: len(panel) - n]))[: len(panel)]


def flags_of(result: BacktestResult, costs: dict[str, Any] | None, delay: dict[str, Any] | None) -> list[Flag]:
    """What the map and the curve tell."""
    found = [] if costs is None else _cost_flags(result, costs)
    if delay is not None:
        own, late = delay["total_return"][0], delay["total_return"][1]
        if own > LEAST_GAIN and late < own / 2:
            message = f"Acting one bar later turns the total return of {own:.2%} into {late:.2%}."
            hint = "The gain hangs on fills that are hard to get: test with shorter bars and real delays."
            values = {"total_return": own, "one_bar_later": late, "two_bars_later": delay["total_return"][2]}
            found.append(Flag("delay.sensitive", WARNING, message, values, hint))
    return found


def _cost_flags(result: BacktestResult, costs: dict[str, Any]) -> list[Flag]:
    edge, own = costs["break_even"], costs["own"]["total_return"]
    values = {"break_even": edge, "total_return": own}
    if edge is None:
        message = "Without any cost the total return would not be above 0 either."
        return [Flag("costs.break_even", INFO, message, values, "Costs are not what is wrong with it.")]
    if costs["break_even_at_least"]:
        message = f"The total return stays above 0 up to a cost of at least {MOST:.0%} on every fill."
        return [Flag("costs.break_even", INFO, message, values, "Little trading makes costs matter little.")]
    message = f"The total return stays above 0 up to a cost of {edge:.3%} on every fill, slippage included."
    if own <= 0.0:
        message = f"Costs take the whole gain: it stays above 0 only up to {edge:.3%} on every fill."
        return [Flag("costs.break_even", WARNING, message, values, "Trade less often, or look for a larger edge.")]
    is_thin = edge < THIN and len(result.fills) > 0
    hint = "Compare it with what your broker and the spread really cost."
    return [Flag("costs.break_even", WARNING if is_thin else INFO, message, values, hint)]
