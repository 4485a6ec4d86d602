"""Dates of bars, months, and how many bars make a year."""

import datetime as dt
import weakref
from collections.abc import Callable
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Stamps
from quantboard.core.bars import MICROSECONDS_A_DAY, Bars, is_intraday

Days = NDArray[np.int64]  # days since 1970-01-01
WEEKEND_SHARE = 0.05
MICROSECONDS_A_QUARTER = 900_000_000
PER_YEAR = {"w": 52.0, "mo": 12.0, "q": 4.0, "y": 1.0}


def days_of(stamps: Stamps, interval: str, zone: str) -> Days:
    """The date of each bar: its session date, or the day in the data's zone in which an intraday bar ends.

    A bar that ends at midnight belongs to the day before. Read-only: the answer for the stamps asked last is kept.
    """
    asked, about, days = _kept[0]
    if asked() is not stamps or about != (interval, zone):
        days = _days(stamps, interval, zone)
        days.flags.writeable = False
        _kept[0] = weakref.ref(stamps), (interval, zone), days
    return days


_kept: list[tuple[Callable[[], Stamps | None], tuple[str, str], Days]] = [
    (lambda: None, ("", ""), np.zeros(0, np.int64))
]


def _days(stamps: Stamps, interval: str, zone: str) -> Days:
    if not is_intraday(interval):
        return stamps // MICROSECONDS_A_DAY
    inside = stamps - 1  # fresh, so that what follows may be done in place
    # zones change their offset on quarters of an hour only
    if zone == "UTC":
        inside //= MICROSECONDS_A_DAY
        return inside
    quarter = inside // MICROSECONDS_A_QUARTER
    begins = np.concatenate(([True], quarter[1:] != quarter[:-1])) if len(quarter) else np.zeros(0, dtype=bool)
    where = ZoneInfo(zone)
    offsets = np.array([_offset(int(one), where) for one in quarter[begins]], dtype=np.int64)
    days: Days = (inside + offsets[np.cumsum(begins) - 1]) // MICROSECONDS_A_DAY
    return days


def _offset(quarter: int, zone: ZoneInfo) -> int:
    at = dt.datetime.fromtimestamp(quarter * MICROSECONDS_A_QUARTER / 1_000_000, zone)
    return round((at.utcoffset() or dt.timedelta()).total_seconds()) * 1_000_000


def date_of(bars: Bars, row: int) -> str:
    """The ISO date of one bar."""
    day = int(days_of(bars.stamps[row : row + 1], bars.interval, bars.zone)[0])
    return (dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat()


def months_of(days: Days) -> NDArray[np.int64]:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def bars_per_year(stamps: Stamps, interval: str, zone: str) -> float:
    """Bars a year without a calendar: daily 252, or 365 if more than 5 % of the stamps fall on a weekend.

    Weekly 52, monthly 12, intraday the daily figure × median bars per date.
    """
    digits = interval.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit, step = interval[len(digits) :], int(digits or 1)
    if unit in PER_YEAR:
        return PER_YEAR[unit] / step
    days = days_of(stamps, interval, zone)
    edges = np.concatenate(([0], np.flatnonzero(days[1:] != days[:-1]) + 1, [len(days)]))
    n_bars = np.diff(edges)
    weekday = (days[edges[:-1]] + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    daily = 365.0 if n_bars[weekday >= 5].sum() / len(days) > WEEKEND_SHARE else 252.0
    return daily * float(np.median(n_bars)) if is_intraday(interval) else daily / step
