"""Written time → the house's stamps: which interval the bars have, which zone they lived in, where they close."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import numpy as np

from quantboard.core.arrays import Stamps
from quantboard.core.bars import is_intraday
from quantboard.errors import InvalidInput
from quantboard.readers.dates import DAY, NO_OFFSET

UNITS = {"s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": DAY, "w": 7 * DAY, "mo": 30 * DAY, "y": 365 * DAY}
HOUR = UNITS["h"]
MOST_JUDGED = 500_000  # rows that tell the interval


class UnknownZone(InvalidInput):
    """A time zone that does not exist."""

    code = "zone.unknown"


class BadInterval(InvalidInput):
    """An interval that is not written like ``5m``."""

    code = "interval.malformed"


def zone_of(name: str) -> ZoneInfo:
    """``America/New_York`` → its zone; raises ``UnknownZone``."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownZone(f"There is no time zone {name!r}.", "Try America/New_York.", field="map.zone") from None


def length_of(interval: str) -> int:
    """``5m`` → microseconds; raises ``BadInterval``."""
    match = re.fullmatch(r"(\d+)(s|mo|m|h|d|w|y)", interval)
    if match is None or int(match[1]) == 0:
        raise BadInterval(f"{interval!r} is no interval.", "Write it like 1m, 5m, 1h, 1d, 1w.", field="map.interval")
    return int(match[1]) * UNITS[match[2]]


def interval_of(codes: np.ndarray, written: Stamps, offsets: Stamps) -> str:
    """The bars' interval from the stamps as written, (T,) each: dates that never repeat are daily or longer."""
    if len(written) < 2:
        return "1d"
    if len(written) > MOST_JUDGED:
        codes, written, offsets = codes[:MOST_JUDGED], written[:MOST_JUDGED], offsets[:MOST_JUDGED]
    order = np.lexsort((written, codes))
    symbol, stamp = codes[order], written[order]
    same = symbol[1:] == symbol[:-1]
    if _is_daily(symbol, stamp, same):
        steps = np.diff(stamp // DAY)[same]
        return _daily_name(float(np.median(steps[steps > 0]))) if (steps > 0).any() else "1d"
    instants = stamp - np.where(offsets[order] == NO_OFFSET, 0, offsets[order])
    steps = np.diff(instants)[same]
    steps = steps[steps > 0]
    if not len(steps):
        return "1d"
    values, counts = np.unique(steps, return_counts=True)
    return _intraday_name(int(values[counts.argmax()]))


def _is_daily(symbol: np.ndarray, stamp: Stamps, same: np.ndarray) -> bool:
    unlike = np.concatenate(([True], ~(same & (np.diff(stamp) == 0))))  # exact repeats are duplicates, not intraday
    kept, owner = stamp[unlike], symbol[unlike]
    dates = kept // DAY
    twice = (owner[1:] == owner[:-1]) & (np.diff(dates) == 0)
    if twice.any():
        return False
    times = np.unique(kept % DAY)
    return len(times) == 1 or (len(times) == 2 and int(times[1] - times[0]) in (HOUR, 23 * HOUR))


def _daily_name(days: float) -> str:
    for most, name in ((4, "1d"), (10, "1w"), (45, "1mo"), (120, "3mo")):
        if days <= most:
            return name
    return "1y"


def _intraday_name(step: int) -> str:
    for unit in ("d", "h", "m", "s"):
        if step % UNITS[unit] == 0:
            return f"{step // UNITS[unit]}{unit}" if unit != "d" else "1d"
    return "1s"


def stamps_of(codes: np.ndarray, written: Stamps, offsets: Stamps, interval: str, zone: str, at: str) -> Stamps:
    """Written time (T,) → session dates at 00:00 UTC, or intraday closes in UTC.

    A wall-clock hour that the autumn change repeats is told apart by its order of appearance.
    """
    known = offsets != NO_OFFSET
    if not is_intraday(interval):
        if known.any() and zone and bool((offsets[known] == 0).all()):
            local = written.copy()
            local[known] += _offsets_at(written[known], zone_of(zone), instant=True)
            written = local
        return written // DAY * DAY
    utc = written - np.where(known, offsets, 0) if known.any() else written.copy()
    if not known.all() and zone and zone != "UTC":
        place = zone_of(zone)
        local = written[~known]
        repeat = _repeat_of(codes[~known], local)
        utc[~known] = local - _offsets_at(local, place, repeat=repeat)
    return utc + (length_of(interval) if at == "start" else 0)


def _repeat_of(codes: np.ndarray, local: Stamps) -> np.ndarray:
    """0 for the first time a symbol shows a stamp in time order, 1 for the second."""
    descending = len(local) > 1 and local[0] > local[-1]
    position = np.arange(len(local))
    order = np.lexsort((-position if descending else position, local, codes))
    again = np.zeros(len(local), dtype=bool)
    again[order[1:]] = (np.diff(local[order]) == 0) & (np.diff(codes[order]) == 0)
    return again


def _offsets_at(times: Stamps, zone: ZoneInfo, *, instant: bool = False, repeat: np.ndarray | None = None) -> Stamps:
    """UTC offset in µs at each time (T,): looked up once a day, once an hour on days of change."""
    days, where = np.unique(times // DAY, return_inverse=True)
    table: Stamps = np.array(
        [[_offset(int(day) * DAY, zone, instant), _offset(int(day + 1) * DAY, zone, instant)] for day in days]
    )
    found: Stamps = table[where, 0]
    changing = (table[:, 0] != table[:, 1])[where]
    for row in np.flatnonzero(changing):
        fold = bool(repeat[row]) if repeat is not None else False
        found[row] = _offset(int(times[row]), zone, instant, fold=fold)
    return found


def _offset(time: int, zone: ZoneInfo, instant: bool, *, fold: bool = False) -> int:
    at = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=time)  # noqa: DTZ001 a wall clock has no zone yet
    if instant:
        offset = at.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()
    else:
        offset = at.replace(tzinfo=zone, fold=int(fold)).utcoffset()
    return round((offset or dt.timedelta()).total_seconds() * 1_000_000)
