"""Which symbols may be entered on which bar: listed long enough, traded enough, not under special treatment.

Each row looks back only: at its own bar and those before.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Panel
from quantboard.core.bars import Bars
from quantboard.core.calendar import days_of
from quantboard.core.indicators.trend import sma
from quantboard.core.strategy.decision import ENTRY, SHORT_ENTRY, Decision
from quantboard.errors import InvalidInput

Mask = NDArray[np.bool_]
ST_COLUMNS = ("st", "is_st")


class FilterUnfit(InvalidInput):
    """The data lacks what a filter of the universe needs."""

    code = "universe.missing_column"


@dataclass(frozen=True)
class Universe:
    """Sessions with a bar, mean traded value (money) and mean volume over the last ``average_bars``; 0 = not asked."""

    listed_bars: int = 0
    least_value: float = 0.0
    least_volume: float = 0.0
    average_bars: int = 20
    no_st: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.listed_bars or self.least_value or self.least_volume or self.no_st)

    def differing(self) -> dict[str, Any]:
        """The fields that are not at their defaults: what a specification without filters does not hold."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}


def eligible(bars: Bars, universe: Universe) -> Mask:
    """``(T, N)``: whether a symbol may be entered; on a row without its bar as on its last one."""
    has_bar = ~np.isnan(bars.close)
    out = has_bar.copy()
    if universe.listed_bars:
        out &= _sessions(bars, has_bar) >= universe.listed_bars
    with np.errstate(invalid="ignore"):
        if universe.least_value:
            out &= sma(_value(bars), universe.average_bars) >= universe.least_value
        if universe.least_volume:
            out &= sma(_volume(bars, "least_volume"), universe.average_bars) >= universe.least_volume
    if universe.no_st:
        out &= ~_marked(bars)
    row = np.where(has_bar, np.arange(len(out))[:, None], 0)
    np.maximum.accumulate(row, axis=0, out=row)
    carried: Mask = np.take_along_axis(out, row, axis=0)
    return carried


def screened(decision: Decision, may_enter: Mask) -> Decision:
    """The decision without entries where they are not allowed; target weights there are 0, NaN stays as it is."""
    signals, weights = decision.signals, decision.weights
    if signals is not None:
        signals = np.where(may_enter, signals, signals & ~(ENTRY | SHORT_ENTRY)).astype(np.int8)
    if weights is not None:
        weights = np.where(may_enter | np.isnan(weights), weights, 0.0)
    return replace(decision, signals=signals, weights=weights)


def share_note(may_enter: Mask, first: int, last: int) -> str:
    """How much of the universe could be entered in the period, in a sentence."""
    n_symbols = may_enter.shape[1]
    mean = float(may_enter[first:last].sum(axis=1).mean())
    return f"The filters of the universe let {mean:.1f} of {n_symbols} symbols be entered on an average bar."


def _sessions(bars: Bars, has_bar: Mask) -> NDArray[np.int64]:
    """How many sessions with a bar each symbol has had, this one included."""
    if not bars.is_intraday:
        return np.cumsum(has_bar, axis=0)
    days = days_of(bars.stamps, bars.interval, bars.zone)[:, None]
    seen = np.maximum.accumulate(np.where(has_bar, days, np.iinfo(np.int64).min), axis=0)
    before = np.vstack((np.full((1, has_bar.shape[1]), np.iinfo(np.int64).min), seen[:-1]))
    return np.cumsum(has_bar & (before != days), axis=0)


def _value(bars: Bars) -> Panel:
    amount = bars.columns.get("amount")
    value: Panel = bars.close * _volume(bars, "least_value") if amount is None else amount
    return value


def _volume(bars: Bars, needs: str) -> Panel:
    if bars.volume is None:
        raise FilterUnfit(f"{needs} needs volumes, and this data has none.", "Leave it out.", field=needs)
    return bars.volume


def _marked(bars: Bars) -> Mask:
    found = [bars.columns[name] for name in ST_COLUMNS if name in bars.columns]
    if not found:
        hint = "Leave the filter out, or import data with a column st or is_st."
        raise FilterUnfit("no_st needs a column st or is_st, and this data has none.", hint, field="no_st")
    marked: Mask = np.nan_to_num(found[0]) != 0
    return marked
