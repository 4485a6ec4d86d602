"""Bars that reach stop and target both: how much hangs on the rule that decides them."""

from typing import Any

import numpy as np

from quantboard.core.backtest import fields
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.trades import REASONS
from quantboard.core.bars import stamp_text
from quantboard.core.flag import INFO, WARNING, Flag
from quantboard.core.honesty.rerun import Run

MOST_POINTS = 500
SHARE_OF_NOTE, RETURN_OF_NOTE = 0.05, 0.02
PROTECTIVE = tuple(REASONS.index(name) for name in ("stop_loss", "take_profit", "trailing"))


def band_of(run: Run, result: BacktestResult) -> dict[str, Any] | None:
    """Lowest and highest equity under the three rules, at up to 500 bars; ``None`` where no bar was ambiguous."""
    if not result.n_ambiguous:
        return None
    chosen = run.spec.rules.both_rule
    curves = {rule: result.equity if rule == chosen else run.with_rule(rule).equity() for rule in fields.BOTH_RULES}
    every = np.vstack(list(curves.values()))
    rows = np.unique(np.linspace(0, len(result.stamps) - 1, min(MOST_POINTS, len(result.stamps))).astype(np.int64))
    n_exits = int(np.isin(result.fills.reason, PROTECTIVE).sum())
    cash = run.spec.cash
    return {
        "n_bars": result.n_ambiguous,
        "share": result.n_ambiguous / max(n_exits, 1),
        "rule": chosen,
        "total_return": {rule: float(curve[-1] / cash - 1.0) for rule, curve in curves.items()},
        "at": [stamp_text(int(result.stamps[row]), run.spec.interval) for row in rows],
        "low": every.min(axis=0)[rows].tolist(),
        "high": every.max(axis=0)[rows].tolist(),
    }


def flag_of(band: dict[str, Any] | None) -> list[Flag]:
    """The flag that tells it."""
    if band is None:
        return []
    low, high = min(band["total_return"].values()), max(band["total_return"].values())
    matters = band["share"] > SHARE_OF_NOTE or high - low > RETURN_OF_NOTE
    message = (
        f"{_many(band['n_bars'], 'bar')} reached stop and target both, {band['share']:.1%} of the protective exits: "
        f"the total return lies between {low:.2%} and {high:.2%}."
    )
    hint = "Use shorter bars, or move stop and target apart; trust the pessimistic figure."
    values = {"n_bars": band["n_bars"], "share": band["share"], "low": low, "high": high, "rule": band["rule"]}
    return [Flag("bars.ambiguous", WARNING if matters else INFO, message, values, hint)]


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
