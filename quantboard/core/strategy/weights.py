"""Target weights made ready for the engine: which rows count, and whether they may be held."""

import numpy as np

from quantboard.core.arrays import Panel, Stamps
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.calendar import days_of, months_of
from quantboard.errors import InvalidInput

TOLERANCE = 1e-9


class WeightsOutOfRange(InvalidInput):
    """A row of target weights asks for more than the account, or for a short that the run does not allow."""

    code = "weights.out_of_range"


def prepare(weights: Panel, bars: Bars, *, rebalance: str | None, short: bool) -> Panel:
    """The rows that act, the others NaN; raises ``WeightsOutOfRange`` naming the bar of the first bad one.

    ``weights`` and ``bars`` are those of the period. ``month_end`` keeps the rows whose next bar lies in another month.
    """
    kept = weights.copy()
    if rebalance == "month_end":
        kept[~month_ends(bars.stamps, bars.interval, bars.zone)] = np.nan
    gross = np.nansum(np.abs(kept), axis=1)
    heavy = ~(gross <= 1 + TOLERANCE)
    negative = np.zeros(len(kept), dtype=bool) if short else np.any(kept < 0, axis=1)
    if (heavy | negative).any():
        row = int(np.argmax(heavy | negative))
        when = stamp_text(int(bars.stamps[row]), bars.interval)
        if negative[row]:
            message, hint = f"A weight at {when} is below 0.", "Allow short positions for this run, or return none."
        else:
            message, hint = f"The weights at {when} sum to {gross[row]:.6g}, more than 1.", "Divide them by their sum."
        raise WeightsOutOfRange(message, hint)
    return kept


def month_ends(stamps: Stamps, interval: str, zone: str) -> np.ndarray:
    """Mask of the bars whose next bar lies in another month; never the last."""
    months = months_of(days_of(stamps, interval, zone))
    mask = np.zeros(len(stamps), dtype=bool)
    mask[:-1] = months[1:] != months[:-1]
    return mask
