"""Which bars a calendar promises and a symbol lacks: per symbol and month, with holes and signs of a re-used ticker.

Days are int64 days since 1970 of the session each row belongs to, (R,), rows sorted by symbol and stamp.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quantboard.core.cleaning.quality import MOST_SAMPLES, Finding, Rows, Sample

Days = np.ndarray  # (D,) int64 days since 1970, ascending
MOST_SHOWN = 200  # symbols whose months are kept
EVERY_DAY, WEEKDAYS = "24/7", "24/5"
OFF_MOST, LACK_MOST = 0.01, 0.5  # a calendar fits when so few days lie outside of it, and so few of it are missing
LONG_HOLE = 60  # sessions: half a season without a bar
THIN, DENSE, THIN_LEAST = 0.85, 0.98, 20


@dataclass(frozen=True)
class Coverage:
    """One symbol against the calendar: bars expected and missing between its first and last, and the months that lack.

    ``months`` holds (month, missing, expected) where some are missing, such as ``("2020-03", 2, 22)``.
    """

    symbol: str
    first: str
    last: str
    n_bars: int
    expected: int
    missing: int
    outside: int
    months: tuple[tuple[str, int, int], ...] = ()


def fit(days: Days, sessions: Days) -> tuple[float, float]:
    """The shares of ``days`` outside ``sessions``, and of the sessions between that have no bar of any symbol."""
    if not len(days) or not len(sessions):
        return 1.0, 1.0
    inside = np.isin(days, sessions)
    within = sessions[(sessions >= days[0]) & (sessions <= days[-1])]
    lacking = 1 - np.isin(within, days).mean() if len(within) else 1.0
    return float(1 - inside.mean()), float(lacking)


def fits(days: Days, sessions: Days) -> bool:
    """Whether the days of a table are those of a calendar."""
    off, lacking = fit(days, sessions)
    return off <= OFF_MOST and lacking <= LACK_MOST


def around_the_clock(days: Days) -> str:
    """``24/7`` where weekends are traded like other days, else ``24/5``."""
    weekend = (days + 3) % 7 >= 5  # 1970-01-01 was a Thursday
    saturday = (days + 3) % 7 == 5
    return EVERY_DAY if weekend.mean() > 0.2 and saturday.mean() > 0.08 else WEEKDAYS


def plain_sessions(kind: str, first: int, last: int) -> Days:
    """Every day, or every weekday, of a span."""
    days = np.arange(first, last + 1)
    return days if kind == EVERY_DAY else days[(days + 3) % 7 < 5]


def slots_of(days: Days, slots: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The times of day, (R,) as numbers, at which at least half of all symbol-days have a bar."""
    n_days = len(np.unique(codes.astype(np.int64) * (1 << 32) + days))
    values, counts = np.unique(slots, return_counts=True)
    return values[counts >= 0.5 * n_days]


def coverage(
    rows: Rows, days: Days, sessions: Days, slots: np.ndarray | None = None, early: Days | None = None
) -> tuple[tuple[Coverage, ...], list[Finding]]:
    """Every symbol against the calendar, and what was found.

    ``slots`` (R,) are the times of day of intraday rows; on ``early`` days the market closed early.
    """
    usual = slots_of(days, slots, rows.codes) if slots is not None else None
    bounds = np.searchsorted(rows.codes, np.arange(len(rows.names) + 1))
    made, holes, reused = [], list[Sample](), list[Sample]()
    n_missing = 0
    for code, name in enumerate(rows.names):
        part = slice(int(bounds[code]), int(bounds[code + 1]))
        if part.start == part.stop:
            continue
        given = None if slots is None or usual is None else _Slots(slots[part], usual, early)
        one = _one(name, days[part], sessions, given)
        made.append(one)
        n_missing += one.missing
        if slots is None and one.missing:
            holes += _holes(name, days[part], sessions)
            reused += _reused(name, days[part], sessions)
    made.sort(key=lambda one: -one.missing)
    kept = tuple(one if at < MOST_SHOWN else _without_months(one) for at, one in enumerate(made))
    return kept, _findings(kept, n_missing, holes, reused)


def _findings(kept: Sequence[Coverage], n_missing: int, holes: list[Sample], reused: list[Sample]) -> list[Finding]:
    found = []
    if n_missing:
        places = sorted(holes, key=lambda place: -place.line)[:MOST_SAMPLES]
        places = [Sample(0, "", place.text, place.symbol, place.at) for place in places]
        by_symbol = tuple((one.symbol, one.missing) for one in kept if one.missing)
        text = f"{n_missing} bars that the calendar promises are missing, most of {kept[0].symbol}."
        found.append(Finding("missing_sessions", "warning", n_missing, text, tuple(places), by_symbol))
    outside = sum(one.outside for one in kept)
    if outside:
        by_symbol = tuple((one.symbol, one.outside) for one in kept if one.outside)
        text = f"{outside} bars lie on days on which the exchange was closed."
        found.append(Finding("outside_calendar", "warning", outside, text, (), by_symbol))
    if reused:
        shown = ", ".join(f"{place.symbol} ({place.text})" for place in reused[:8])
        text = f"Symbols whose early bars may belong to another instrument: {shown}."
        by_symbol = tuple((place.symbol, 1) for place in reused)
        found.append(
            Finding("possible_ticker_reuse", "warning", len(reused), text, tuple(reused[:MOST_SAMPLES]), by_symbol)
        )
    return found


def _without_months(one: Coverage) -> Coverage:
    return Coverage(one.symbol, one.first, one.last, one.n_bars, one.expected, one.missing, one.outside)


@dataclass(frozen=True)
class _Slots:
    """Times of day of one symbol's rows, the usual ones, and the days that have fewer."""

    of_rows: np.ndarray
    usual: np.ndarray
    early: Days | None


def _one(name: str, days: Days, sessions: Days, slots: _Slots | None) -> Coverage:
    within = sessions[np.searchsorted(sessions, days[0]) : np.searchsorted(sessions, days[-1], "right")]
    outside = ~np.isin(days, within)
    each = 1
    if slots is None:
        lacking = (~np.isin(within, days)).astype(np.int64)
    else:
        each = len(slots.usual)
        lacking = _lacking(days[~outside], within, slots, outside)
    months = _months(within, lacking, each)
    first, last = _day(days[0]), _day(days[-1])
    return Coverage(name, first, last, len(days), each * len(within), int(lacking.sum()), int(outside.sum()), months)


def _lacking(days: Days, within: Days, slots: _Slots, outside: np.ndarray) -> np.ndarray:
    """How many usual bars each session lacks; the first and the last day may be cut, early closes are short."""
    known = np.isin(slots.of_rows[~outside], slots.usual)
    counts = np.bincount(np.searchsorted(within, days[known]), minlength=len(within))
    lacking: np.ndarray = np.maximum(len(slots.usual) - counts, 0)
    if slots.early is not None:
        lacking[np.isin(within, slots.early) & (counts > 0)] = 0
    lacking[:1] = lacking[-1:] = 0
    return lacking


def _months(within: Days, lacking: np.ndarray, each: int) -> tuple[tuple[str, int, int], ...]:
    if not lacking.any():
        return ()
    month = within.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = int(month[0])
    missing = np.bincount(month - first, weights=lacking).astype(int)
    expected = np.bincount(month - first) * each
    return tuple(
        (str(np.datetime64(int(first + at), "M")), int(missing[at]), int(expected[at]))
        for at in np.flatnonzero(missing)
    )


def _day(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def missing_days(days: Days, sessions: Days) -> Days:
    """Sessions between a symbol's first and last bar on which it has none."""
    within = sessions[np.searchsorted(sessions, days[0]) : np.searchsorted(sessions, days[-1], "right")]
    return within[~np.isin(within, days)]


def _holes(name: str, days: Days, sessions: Days) -> list[Sample]:
    """Runs of missing sessions, the longest first; ``line`` carries the length."""
    place = np.searchsorted(sessions, missing_days(days, sessions))
    cuts = np.flatnonzero(np.diff(place) > 1) + 1
    runs = [run for run in np.split(place, cuts) if len(run)]
    runs.sort(key=len, reverse=True)
    return [
        Sample(len(run), "", f"{len(run)} × {_day(sessions[run[0]])} – {_day(sessions[run[-1]])}", name,
               _day(sessions[run[0]]))
        for run in runs[:MOST_SAMPLES]
    ]  # fmt: skip


def _reused(name: str, days: Days, sessions: Days) -> list[Sample]:
    """A hole of a season, or a thin beginning before a dense rest: the ticker may have had another owner before."""
    at = np.searchsorted(sessions, days)
    steps = np.diff(at)
    if len(steps) and int(steps.max()) > LONG_HOLE:
        cut = int(steps.argmax()) + 1
        return [Sample(0, "", f"{int(steps.max()) - 1} sessions without a bar", name, _day(days[cut]))]
    cut = _thin_until(at)
    return [Sample(0, "", "thin before, dense since", name, _day(days[cut]))] if cut else []


def _thin_until(at: np.ndarray) -> int:
    """The first row of the dense part when the part before is thin and holes, or 0."""
    holes = np.flatnonzero(np.diff(at) > 3) + 1
    if not len(holes):
        return 0
    cut = int(holes[-1])
    before = cut / max(int(at[cut - 1] - at[0]) + 1, 1)
    after = (len(at) - cut) / max(int(at[-1] - at[cut]) + 1, 1)
    return cut if cut >= THIN_LEAST and before < THIN and after >= DENSE and len(at) - cut >= THIN_LEAST else 0
