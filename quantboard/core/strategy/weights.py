"""Target weights made ready for the engine: which rows count, and whether they may be held."""

import numpy as np

from quantboard.core.arrays import Panel, Stamps
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.calendar import days_of, months_of
from quantboard.errors import InvalidInput

TOLERANCE = 1e-9
MONTHS = {"month_end": 1, "quarter_end": 3, "year_end": 12}


class WeightsOutOfRange(InvalidInput):
    """A row of target weights asks for more than the account, or for a short that the run does not allow."""

    code = "weights.out_of_range"


def prepare(weights: Panel, bars: Bars, *, rebalance: str | None, short: bool, leverage: float = 1.0) -> Panel:
    """The rows that act, the others NaN; raises ``WeightsOutOfRange`` naming the bar of the first bad one.

    ``weights`` and ``bars`` are those of the period. ``month_end`` keeps the rows whose next bar lies in another month,
    and so on for the other rhythms; the last bar never acts. Without a rhythm the answer is ``weights`` itself.
    """
    if rebalance is not None:
        kept = np.full(weights.shape, np.nan)
        acts = ends_of(rebalance, bars.stamps, bars.interval, bars.zone)
        kept[acts] = weights[acts]
    else:
        kept = weights
        acts = np.flatnonzero(~np.isnan(kept).all(axis=1))
    asked = kept[acts]
    gross = np.nansum(np.abs(asked), axis=1)
    heavy = ~(gross <= leverage * (1 + TOLERANCE))
    negative = np.zeros(len(asked), dtype=bool) if short else np.any(asked < 0, axis=1)
    if (heavy | negative).any():
        at = int(np.argmax(heavy | negative))
        when = stamp_text(int(bars.stamps[acts][at]), bars.interval)
        if negative[at]:
            message, hint = f"A weight at {when} is below 0.", "Allow short positions for this run, or return none."
        else:
            message = f"The weights at {when} sum to {gross[at]:.6g}, more than {leverage:g}."
            hint = "Divide them by their sum, or raise the leverage."
        raise WeightsOutOfRange(message, hint)
    return kept


def limited(weights: Panel, max_weight: float, max_holdings: int) -> tuple[Panel, int]:
    """Each weight cut to ``max_weight``, each row to its ``max_holdings`` greatest (the others 0), and how many were.

    Ties go by column; 0 = no limit.
    """
    kept, n_cut = weights.copy(), 0
    if max_weight > 0:
        heavy = np.abs(kept) > max_weight
        n_cut += int(heavy.sum())
        kept[heavy] = np.sign(kept[heavy]) * max_weight
    if max_holdings > 0:
        asked = np.nan_to_num(np.abs(kept))
        for row in np.flatnonzero((asked > 0).sum(axis=1) > max_holdings):
            least = np.argsort(-asked[row], kind="stable")[max_holdings:]
            least = least[asked[row, least] > 0]
            kept[row, least] = 0.0
            n_cut += len(least)
    return kept, n_cut


def ends_of(rhythm: str, stamps: Stamps, interval: str, zone: str) -> np.ndarray:
    """Mask of the bars whose next bar lies in another date, ISO week, month, quarter or year; never the last."""
    days = days_of(stamps, interval, zone)
    if rhythm == "daily":
        labels = days
    elif rhythm == "week_end":
        labels = (days + 3) // 7  # 1970-01-01 was a Thursday, weeks begin on Monday
    else:
        labels = months_of(days) // MONTHS[rhythm]
    mask = np.zeros(len(stamps), dtype=bool)
    mask[:-1] = labels[1:] != labels[:-1]
    return mask
