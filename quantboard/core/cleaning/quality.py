"""What is wrong with rows of bars: findings with counts and sample rows, and which rows may stay. Arrays in and out.

Rows (R,) are in any order: a symbol code, a stamp (µs), prices and volume with NaN for missing. Nothing is repaired.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from quantboard.core.arrays import Mask, Stamps, Vector
from quantboard.core.bars import MICROSECONDS_A_DAY, PRICES, is_intraday, stamp_text

MOST_SAMPLES = 20
TOLERANCE = 1e-6  # relative; sources round to six digits
SPIKE_SIGMAS, SPIKE_LEAST = 12.0, 0.25
SPLITS = (2, 3, 4, 5, 7, 8, 10, 15, 20, 25, 50, 100)
LONG_GAP_DAYS = 5
STALE_DAYS, STALE_BARS = 5, 30


@dataclass(frozen=True)
class Sample:
    """One place where a finding was made."""

    line: int = 0
    column: str = ""
    text: str = ""
    symbol: str = ""
    at: str = ""
    file: str = ""


@dataclass(frozen=True)
class Finding:
    """One kind of problem: how often, how bad (error: rows were dropped; warning; info) and where, for example."""

    code: str
    severity: str
    count: int
    message: str
    samples: tuple[Sample, ...] = ()
    symbols: tuple[tuple[str, int], ...] = ()  # how often for each symbol, the most first


@dataclass(frozen=True)
class QualityReport:
    """Everything that was found in one import."""

    rows_read: int = 0
    rows_kept: int = 0
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    calendar: str = ""  # the exchange's, 24/7, 24/5, or nothing
    coverage: tuple[Any, ...] = ()  # one ``Coverage`` a symbol, the most gaps first

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the manifest."""
        return asdict(self)


@dataclass(frozen=True)
class Rows:
    """Rows of bars with the line each was written on, (R,) each."""

    names: Sequence[str]
    codes: np.ndarray
    stamps: Stamps
    columns: Mapping[str, Vector]
    lines: np.ndarray
    interval: str = "1d"
    files: Sequence[str] = ("",)
    file_of: np.ndarray | None = None
    written: Stamps | None = None  # the wall clock of intraday rows

    def take(self, index: np.ndarray) -> "Rows":
        """Some of the rows, in the order of ``index``."""
        return replace(
            self,
            codes=self.codes[index],
            stamps=self.stamps[index],
            columns={name: values[index] for name, values in self.columns.items()},
            lines=self.lines[index],
            file_of=None if self.file_of is None else self.file_of[index],
            written=None if self.written is None else self.written[index],
        )

    def sample(self, row: int, column: str = "", text: str = "") -> Sample:
        """The place of a row."""
        file = self.files[int(self.file_of[row])] if self.file_of is not None else self.files[0]
        symbol = self.names[int(self.codes[row])]
        return Sample(
            int(self.lines[row]), column, text, symbol, stamp_text(int(self.stamps[row]), self.interval), file
        )


def finding(rows: Rows, code: str, severity: str, mask: Mask, what: str) -> list[Finding]:
    """A finding for the rows of ``mask`` with its first samples, or none."""
    hit = np.flatnonzero(mask)
    if not len(hit):
        return []
    samples = tuple(rows.sample(int(row)) for row in hit[:MOST_SAMPLES])
    return [
        Finding(
            code, severity, len(hit), f"{what} on line {places_text(rows.lines[hit])}.", samples, counts_of(rows, hit)
        )
    ]


def counts_of(rows: Rows, hit: np.ndarray) -> tuple[tuple[str, int], ...]:
    """How many of the hit rows each symbol has, the most first."""
    codes, counts = np.unique(rows.codes[hit], return_counts=True)
    pairs = sorted(zip(codes, counts, strict=True), key=lambda pair: -int(pair[1]))
    return tuple((rows.names[int(code)], int(count)) for code, count in pairs)


def places_text(lines: np.ndarray, most: int = 8) -> str:
    """Line numbers as people write them: ``12, 52–53, 122``; at most ``most`` ranges."""
    ordered = np.unique(lines)
    starts = np.flatnonzero(np.concatenate(([True], np.diff(ordered) > 1)))
    ends = np.concatenate((starts[1:], [len(ordered)])) - 1
    ranges = [f"{ordered[a]}" if a == b else f"{ordered[a]}–{ordered[b]}" for a, b in zip(starts, ends, strict=True)]
    return ", ".join(ranges[:most]) + (" …" if len(ranges) > most else "")


def missing(rows: Rows) -> tuple[Mask, list[Finding]]:
    """Rows without all four prices (no bars), and those without a volume."""
    n = len(rows.stamps)
    no_bar = np.zeros(n, dtype=bool)
    for name in PRICES:
        no_bar |= np.isnan(rows.columns[name])
    found = finding(rows, "missing_values", "error", no_bar, "A price is missing")
    if "volume" in rows.columns:
        no_volume = np.isnan(rows.columns["volume"]) & ~no_bar
        found += finding(rows, "missing_volume", "warning", no_volume, "The volume is missing")
    return no_bar, found


def impossible(rows: Rows) -> tuple[Mask, list[Finding]]:
    """Rows that cannot be bars: prices of zero or less, high below low, open or close outside, negative volume."""
    opens, highs, lows, closes = (rows.columns[name] for name in PRICES)
    low_prices = np.minimum(np.minimum(opens, highs), np.minimum(lows, closes)) <= 0
    slack = TOLERANCE * np.abs(closes)
    inverted = (highs < lows - slack) & ~low_prices
    body_high, body_low = np.maximum(opens, closes), np.minimum(opens, closes)
    outside = ((body_high > highs + slack) | (body_low < lows - slack)) & ~low_prices & ~inverted
    volume = rows.columns.get("volume")
    negative = volume < 0 if volume is not None else np.zeros(len(opens), dtype=bool)
    found = finding(rows, "non_positive_price", "error", low_prices, "A price is zero or negative")
    found += finding(rows, "high_below_low", "error", inverted, "The high is below the low")
    found += finding(rows, "price_outside_range", "error", outside, "Open or close lies outside high and low")
    found += finding(rows, "negative_volume", "error", negative, "The volume is negative")
    return low_prices | inverted | outside | negative, found


def duplicates(rows: Rows, keep: str = "drop") -> tuple[Mask, list[Finding]]:
    """Rows to leave out because their symbol and stamp occur twice: equal ones after the first, others by ``keep``."""
    order = order_by(rows)
    same = (np.diff(rows.stamps[order]) == 0) & (np.diff(rows.codes[order]) == 0)
    dropped, conflict = np.zeros(len(order), dtype=bool), np.zeros(len(order), dtype=bool)
    identical = np.zeros(len(order), dtype=bool)
    if not same.any():
        return dropped, []
    for group in _runs(order, same):
        first = group[0]
        equal = [_equal(rows.columns, first, row) for row in group[1:]]
        if all(equal):
            identical[group[1:]] = dropped[group[1:]] = True
            continue
        conflict[group[1:]] = True
        stays = {"first": group[0], "last": group[-1]}.get(keep)
        dropped[[row for row in group if row != stays]] = True
    found = finding(rows, "duplicate_identical", "warning", identical, "The same bar stands twice")
    found += finding(rows, "duplicate_conflicting", "error", conflict, "Another bar of the same time stands")
    return dropped, found


def order_by(rows: Rows) -> np.ndarray:
    """The rows' order by symbol and stamp, equal ones as they came; cheap where they are in order already."""
    steps, turns = np.diff(rows.codes), np.diff(rows.stamps)
    if not ((steps < 0) | ((steps == 0) & (turns < 0))).any():
        return np.arange(len(rows.stamps))
    return np.lexsort((rows.stamps, rows.codes))


def _runs(order: np.ndarray, same: Mask) -> list[np.ndarray]:
    starts = np.flatnonzero(same & ~np.concatenate(([False], same[:-1])))
    ends = np.flatnonzero(same & ~np.concatenate((same[1:], [False]))) + 2
    return [order[a:b] for a, b in zip(starts, ends, strict=True)]


def _equal(columns: Mapping[str, Vector], one: int, other: int) -> bool:
    return all(
        values[one] == values[other] or (np.isnan(values[one]) and np.isnan(values[other]))
        for values in columns.values()
    )


def order_of(rows: Rows) -> list[Finding]:
    """Whether the rows were newest first, or in no order."""
    same = np.diff(rows.codes) == 0
    steps = np.diff(rows.stamps)[same]
    if not len(steps) or (steps >= 0).all():
        return []
    if (steps <= 0).all():
        return [
            Finding("descending_order", "info", len(rows.stamps), "The newest bar came first; the order was turned.")
        ]
    back = np.concatenate(([False], (np.diff(rows.stamps) < 0) & same))
    if 2 * back.sum() > len(back):
        back = np.concatenate(([False], (np.diff(rows.stamps) > 0) & same))
    return finding(rows, "not_sorted", "warning", back, "The rows were not in order of time; they were sorted. First")


def curious(rows: Rows) -> list[Finding]:
    """Findings on rows that stay: zero volume, gaps, spikes, look-alike splits. Rows sorted by symbol and stamp."""
    found: list[Finding] = []
    volume = rows.columns.get("volume")
    if volume is None or not np.isfinite(volume).any():
        found.append(Finding("no_volume", "warning", 1, "There is no volume column."))
    elif (volume == 0).any():
        found += finding(rows, "zero_volume", "info", volume == 0, "The volume is zero")
    least = STALE_BARS if is_intraday(rows.interval) else STALE_DAYS
    found += finding(rows, "stale_price", "warning", stale(rows, least), "All four prices stand still")
    return found + _jumps(rows)


def stale(rows: Rows, least: int) -> Mask:
    """Rows that repeat all four prices of the ``least`` − 1 rows before, (R,): a feed that stood still."""
    n = len(rows.stamps)
    same = np.concatenate((np.zeros(min(n, 1), dtype=bool), np.diff(rows.codes) == 0))
    for name in PRICES:
        values = rows.columns[name]
        same[1:] &= values[1:] == values[:-1]
    if not same.any():
        return same
    last_change = np.maximum.accumulate(np.where(same, -1, np.arange(n)))
    return np.arange(n) - last_change >= least - 1


def gaps(rows: Rows) -> list[Finding]:
    """Daily bars: five or more weekdays without one; for tables that no calendar fits."""
    if is_intraday(rows.interval) or rows.interval != "1d" or len(rows.stamps) < 2:
        return []
    days = (rows.stamps // MICROSECONDS_A_DAY).astype("datetime64[D]")
    same = np.diff(rows.codes) == 0
    between = np.where(same, np.busday_count(days[:-1] + 1, np.maximum(days[1:], days[:-1] + 1)), 0)
    long = np.concatenate(([False], between >= LONG_GAP_DAYS))
    return finding(rows, "gap", "warning", long, "Five or more weekdays are missing before the bar")


def _jumps(rows: Rows) -> list[Finding]:
    spikes, splits = np.zeros(len(rows.stamps), dtype=bool), np.zeros(len(rows.stamps), dtype=bool)
    bounds = np.flatnonzero(np.concatenate(([True], np.diff(rows.codes) != 0, [True])))
    for first, last in itertools.pairwise(bounds):
        spikes[first:last], splits[first:last] = jumps_of(rows.columns["close"][first:last])
    found = finding(rows, "price_jump", "warning", spikes, "The price jumps away and back")
    return found + finding(rows, "possible_split", "warning", splits, "The price changes like after a split")


def jumps_of(closes: Vector) -> tuple[Mask, Mask]:
    """One symbol's closes (T,), without NaN → where they jump away and back, and where they change like by a split."""
    spikes, splits = np.zeros(len(closes), dtype=bool), np.zeros(len(closes), dtype=bool)
    if len(closes) < 20:
        return spikes, splits
    logs = np.log(closes)
    moves = np.diff(logs)
    sigma = 1.4826 * float(np.median(np.abs(moves - np.median(moves))))
    for at in np.flatnonzero(np.abs(moves) > max(SPIKE_SIGMAS * sigma, SPIKE_LEAST)):
        _judge(logs, 0, len(logs), int(at) + 1, spikes, splits)
    return spikes, splits


def _judge(closes: Vector, first: int, last: int, at: int, spikes: Mask, splits: Mask) -> None:
    """One large move: does it come back within five bars, or is its ratio that of a split?"""
    before, move = closes[at - 1], closes[at] - closes[at - 1]
    after = closes[at + 1 : min(at + 6, last)]
    back = np.flatnonzero(np.abs(after - before) < 0.3 * abs(move))
    if len(back):
        spikes[at : at + 1 + int(back[0])] = True
        return
    if at - 2 >= first and np.abs(closes[max(at - 6, first) : at - 1] - closes[at]).min() < 0.3 * abs(move):
        return  # the way back of a spike
    ratio = float(np.exp(abs(move)))
    if any(abs(ratio / known - 1) < 0.06 for known in SPLITS):
        splits[at] = True
