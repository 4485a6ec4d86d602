"""How far the metrics of a run can be trusted, worked out when somebody asks."""

import math
from collections.abc import Callable
from functools import partial

from quantboard.core.backtest.certainty import Certainty
from quantboard.core.backtest.metrics import intervals, samples
from quantboard.core.backtest.metrics.account import Account, Undefined, note
from quantboard.core.backtest.metrics.sides import OF_POSITIONS, OF_TRADES, SIDES, SUFFIXES
from quantboard.core.backtest.trades import Trades

Values = dict[str, float | None]
Pairs = dict[str, tuple[float, float]]


def weigh(account: Account, metrics: Values, missing: dict[str, str], names: tuple[str, ...]) -> Certainty:
    """Of an account with its ``metrics``; ``names`` are those that are not of trades."""
    closed = account.trades.taken(~account.trades.is_open)
    counts = samples.counts_of(account, closed)
    within: Pairs = {}
    for one in intervals.OF_ACCOUNT:
        _enclose(one.__name__, partial(one, account), within)
    rests_on = {name: counts[samples.kind_of(name)] for name in names}
    sides: dict[str, Values] = {}
    sides_na: dict[str, dict[str, str]] = {}
    for name, side in SIDES.items():
        chosen = closed if side == 0 else closed.taken(closed.side == side)
        rests_on |= {rule.__name__ + SUFFIXES[name]: len(chosen) for rule in OF_TRADES}
        _enclose_trades(chosen, SUFFIXES[name], within)
        sides[name], sides_na[name] = _side(account, name, metrics, missing)
    return Certainty(within, rests_on, sides, sides_na)


def _side(account: Account, name: str, metrics: Values, missing: dict[str, str]) -> tuple[Values, dict[str, str]]:
    """The statistics of one side's trades as they were taken, and its exposures."""
    keys = {rule.__name__: rule.__name__ + SUFFIXES[name] for rule in OF_TRADES}
    mine: Values = {plain: metrics.get(key) for plain, key in keys.items()}
    why = {plain: missing[key] for plain, key in keys.items() if key in missing}
    for metric in OF_POSITIONS:
        note(metric.__name__, partial(metric, account, SIDES[name]), mine, why)
    return mine, why


def _enclose_trades(chosen: Trades, suffix: str, within: Pairs) -> None:
    for one in intervals.OF_TRADES:
        _enclose(one.__name__ + suffix, partial(one, chosen), within)


def _enclose(name: str, ask: Callable[[], intervals.Pair], within: Pairs) -> None:
    try:
        low, high = ask()
    except (Undefined, OverflowError):
        return
    if math.isfinite(low) and math.isfinite(high):
        within[name] = (low + 0.0, high + 0.0)
