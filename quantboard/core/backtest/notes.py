"""What a reader must know to trust a result: one sentence for each thing that is not as he may think."""

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.market import Scene
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.terms import differing
from quantboard.core.backtest.trades import REJECTIONS
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.cleaning.quality import SPIKE_LEAST, jumps_of
from quantboard.core.strategy.decision import Decision

CELLS_A_LOOK = 16_384


def notes_of(spec: BacktestSpec, scene: Scene, counts: at.Ints, decision: Decision) -> tuple[str, ...]:
    """The warnings of a run that only its course can tell."""
    stamps, notes = scene.period.stamps, []
    if not any(name not in ("borrow", "interest") for name in differing(spec.costs)):
        notes.append("No costs were set: no commission, no slippage, no stamp duty.")
    if spec.fill == "close":
        notes.append("Orders were filled at the close they were decided on, a price that was not yet known.")
    if decision.size is not None and spec.sizing[0] != "weights":
        notes.append(f"The sizes that the strategy returns were not used: the run sizes by {spec.size}.")
    notes += _bar_notes(spec, counts)
    if n := int(counts[at.N_REJECTED]):
        reasons = {reason: int(counts[at.REFUSED + k]) for k, reason in enumerate(REJECTIONS)}
        listed = ", ".join(f"{reason} {times}" for reason, times in sorted(reasons.items()) if times)
        notes.append(f"{_many(n, 'order')} rejected: {listed}.")
        most = at.MOST_LISTED
        if n > most:
            notes.append(f"Of the rejected orders the first {most} are listed, the other {n - most} only counted.")
    notes += _limit_notes(scene, counts)
    if (row := int(counts[at.RUIN_ROW])) >= 0:
        when = stamp_text(int(stamps[row]), spec.interval)
        notes.append(f"The account was lost: equity fell to 0 or below on {when}, and all was closed at the next open.")
    return tuple(notes)


def _bar_notes(spec: BacktestSpec, counts: at.Ints) -> list[str]:
    """Bars on which a rule had to choose."""
    notes = []
    if n := int(counts[at.AMBIGUOUS]):
        if spec.rules.both_rule == "optimistic":
            notes.append(f"{_many(n, 'bar')} reached stop and target both; the target was taken.")
        elif spec.rules.both_rule == "adaptive":
            notes.append(f"{_many(n, 'bar')} reached stop and target both; the one nearer to the open was taken.")
        else:
            notes.append(f"{_many(n, 'bar')} reached stop and target both; the stop was taken.")
    if n := int(counts[at.BOTH_SIDES]):
        notes.append(f"{_many(n, 'bar')} signalled long and short at once while flat; nothing was done.")
    if n := int(counts[at.LATE]):
        notes.append(f"{_many(n, 'order')} waited for the symbol's next bar.")
    return notes


def _limit_notes(scene: Scene, counts: at.Ints) -> list[str]:
    """What the account and the market put an end to."""
    notes = []
    if n := scene.n_cut + int(counts[at.N_CUT]):
        notes.append(f"{_many(n, 'order')} went beyond the limits of the account and was cut.")
    if n := int(counts[at.N_DELISTED]):
        notes.append(f"{_many(n, 'position')} closed at the last bar of a symbol that disappeared.")
    if n := int(counts[at.N_CALLS]):
        notes.append(f"{_many(n, 'margin call')}: everything was closed at the next open.")
    return notes


def data_notes(bars: Bars, first: int, last: int) -> tuple[str, ...]:
    """What the bars of the period (rows ``first`` to before ``last``) make doubtful: changes that look like splits."""
    found = []
    for n in suspects(bars.close[first:last]):
        rows = first + np.flatnonzero(~np.isnan(bars.close[first:last, n]))
        found += [f"{bars.symbols[n]} {bars.text_of(row)}" for row in rows[jumps_of(bars.close[rows, n])[1]]]
    if not found:
        return ()
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return (f"The prices look unadjusted, changing as by a split: {', '.join(found[:3])}{more}.",)


def suspects(close: Panel) -> list[int]:
    """The columns with a move that ``jumps_of`` might judge, or with gaps: nearly always none, told in one pass."""
    most = np.exp(SPIKE_LEAST * 0.999)
    doubted = np.zeros(close.shape[1], dtype=bool)
    rows = max(CELLS_A_LOOK // close.shape[1], 1)
    for start in range(0, len(close) - 1, rows):  # pieces that stay in the processor's cache
        before, after = close[start : start + rows], close[start + 1 : start + rows + 1]
        before = before[: len(after)]
        calm = (after < before * most) & (before < after * most)  # false for a NaN too
        if not calm.all():
            doubted |= ~calm.all(axis=0)
    return np.flatnonzero(doubted).tolist()


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
