"""Bars: a checked panel of prices, and the hash of its values.

Rows are the sorted union of the symbols' stamps, columns the symbols by code point. A bar has open, high, low and
close, or it does not exist (NaN in all four); other columns may be missing. Stamps are int64 microseconds UTC:
a bar of a day or longer at 00:00 of its session date, an intraday bar at its close.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from quantboard.core.arrays import Panel, Stamps, Vector
from quantboard.errors import InvalidInput, NotFound

PRICES = ("open", "high", "low", "close")
MICROSECONDS_A_DAY = 86_400_000_000
INTRADAY_SUFFIXES = ("s", "m", "h")


class UnknownSymbol(NotFound):
    """A symbol was asked for that the data does not hold."""

    code = "bars.unknown_symbol"


class DuplicateTimestamp(InvalidInput):
    """One symbol has two bars with the same stamp."""

    code = "bars.duplicate_timestamp"


class EmptyPeriod(InvalidInput):
    """No bar lies inside the period that was asked for."""

    code = "bars.empty_period"


@dataclass(frozen=True, eq=False)
class Bars:
    """OHLCV panels ``(T, N)`` over one time axis."""

    stamps: Stamps
    symbols: tuple[str, ...]
    columns: Mapping[str, Panel]
    interval: str = "1d"
    zone: str = "UTC"

    @property
    def open(self) -> Panel:
        return self.columns["open"]

    @property
    def high(self) -> Panel:
        return self.columns["high"]

    @property
    def low(self) -> Panel:
        return self.columns["low"]

    @property
    def close(self) -> Panel:
        return self.columns["close"]

    @property
    def volume(self) -> Panel | None:
        return self.columns.get("volume")

    @property
    def n_bars(self) -> int:
        return len(self.stamps)

    @property
    def is_intraday(self) -> bool:
        return is_intraday(self.interval)

    def select(self, symbols: Sequence[str]) -> "Bars":
        """The bars of ``symbols`` only, on the union of their own stamps."""
        wanted = sorted(set(symbols))
        for symbol in wanted:
            if symbol not in self.symbols:
                raise UnknownSymbol(f"No bars of {symbol}.", _near(symbol, self.symbols), field="symbols")
        if tuple(wanted) == self.symbols:
            return self
        picked = [self.symbols.index(symbol) for symbol in wanted]
        alive = ~np.isnan(self.close[:, picked]).all(axis=1)
        columns = {name: np.ascontiguousarray(panel[alive][:, picked]) for name, panel in self.columns.items()}
        return replace(self, stamps=self.stamps[alive], symbols=tuple(wanted), columns=columns)

    def rows_of(self, from_on: str | None, to_on: str | None) -> tuple[int, int]:
        """First row and one past the last row of the inclusive period of dates; raises ``EmptyPeriod``."""
        first, last = 0, self.n_bars
        if from_on is not None:
            first = int(np.searchsorted(self.stamps, self._day_start(from_on), "left"))
        if to_on is not None:
            end = self._day_start(to_on, days=1)
            # an intraday bar is stamped at its close: the bar that ends at midnight belongs to the day before
            last = int(np.searchsorted(self.stamps, end, "right" if self.is_intraday else "left"))
        if self.is_intraday and from_on is not None:
            first = int(np.searchsorted(self.stamps, self._day_start(from_on), "right"))
        if first >= last:
            spans = f"{self.text_of(0)} to {self.text_of(self.n_bars - 1)}" if self.n_bars else "nothing"
            raise EmptyPeriod(
                f"No bar lies between {from_on or 'the start'} and {to_on or 'the end'}.",
                f"The data covers {spans}.",
                field="from",
            )
        return first, last

    def text_of(self, row: int) -> str:
        """The stamp of a row as people and programs read it."""
        return stamp_text(int(self.stamps[row]), self.interval)

    def data_hash(self) -> str:
        """SHA-256 over the (symbol, hash of its values) pairs: equal for equal bars on every machine."""
        return self._data_hash

    @cached_property
    def _data_hash(self) -> str:
        return combined_hash((symbol, self._symbol_hash(n)) for n, symbol in enumerate(self.symbols))

    def _symbol_hash(self, n: int) -> str:
        has_bar = ~np.isnan(self.close[:, n])
        return symbol_hash(self.stamps[has_bar], {name: panel[has_bar, n] for name, panel in self.columns.items()})

    def _day_start(self, day: str, days: int = 0) -> int:
        at = dt.datetime.combine(parse_date(day) + dt.timedelta(days=days), dt.time())
        zone = ZoneInfo(self.zone) if self.is_intraday else dt.UTC
        return int(at.replace(tzinfo=zone).timestamp()) * 1_000_000


class BadDate(InvalidInput):
    """A date that is not written as YYYY-MM-DD."""

    code = "date.malformed"


def parse_date(text: str) -> dt.date:
    """``2004-08-19`` → a date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadDate(f"{text!r} is not a date.", "Write it as YYYY-MM-DD, such as 2004-08-19.") from None


def is_intraday(interval: str) -> bool:
    """``5m`` and ``1h`` are intraday; ``1d``, ``1w``, ``1mo`` are not."""
    return interval.endswith(INTRADAY_SUFFIXES)


def stamp_text(stamp: int, interval: str) -> str:
    """``2004-08-19`` for a day or longer, ``2019-01-02T14:31:00Z`` inside a day."""
    at = dt.datetime.fromtimestamp(stamp / 1_000_000, dt.UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if is_intraday(interval) else at.date().isoformat()


def from_rows(
    symbol: Sequence[str] | np.ndarray,
    stamps: Stamps,
    columns: Mapping[str, Vector],
    *,
    interval: str = "1d",
    zone: str = "UTC",
) -> Bars:
    """Long rows (one a symbol and stamp, any order) → the panel. Rows without all four prices are no bars.

    Raises ``DuplicateTimestamp`` when a symbol has a stamp twice.
    """
    names, column = np.unique(np.asarray(symbol, dtype=str), return_inverse=True)
    order = sorted(range(len(names)), key=lambda i: str(names[i]))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    complete = ~np.isnan(np.column_stack([columns[name] for name in PRICES])).any(axis=1)
    column, kept = rank[column[complete]], np.asarray(stamps, dtype=np.int64)[complete]
    axis, row = np.unique(kept, return_inverse=True)
    cell = row * max(len(names), 1) + column
    places, counts = np.unique(cell, return_counts=True)
    if (counts > 1).any():
        twice = int(places[counts > 1][0])
        who, when = str(names[order[twice % len(names)]]), stamp_text(int(axis[twice // len(names)]), interval)
        raise DuplicateTimestamp(f"{who} has {int(counts.max())} bars at {when}.", "Remove duplicates when importing.")
    panels = {}
    for name, values in columns.items():
        panel = np.full((len(axis), len(names)), np.nan)
        panel[row, column] = np.asarray(values, dtype=np.float64)[complete]
        panels[name] = panel
    return Bars(axis, tuple(str(names[i]) for i in order), panels, interval, zone)


def symbol_hash(stamps: Stamps, columns: Mapping[str, Vector]) -> str:
    """SHA-256 of one symbol's values: row count, stamps, then its non-empty columns by name.

    Little-endian, −0 as 0, one NaN; a column without any value is left out, so that a file and the dataset it
    became agree whatever its neighbours hold.
    """
    digest = hashlib.sha256(len(stamps).to_bytes(8, "little"))
    digest.update(np.ascontiguousarray(stamps, dtype="<i8").tobytes())
    for name in sorted(columns):
        values = np.array(columns[name], dtype="<f8")
        empty = np.isnan(values)
        if empty.all():
            continue
        values[empty] = np.nan
        label = name.encode()
        digest.update(len(label).to_bytes(8, "little") + label + (values + 0.0).tobytes())
    return digest.hexdigest()


def combined_hash(pairs: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over (symbol, hash) pairs by code point of the symbol."""
    digest = hashlib.sha256()
    for symbol, value in sorted(pairs):
        label = symbol.encode()
        digest.update(len(label).to_bytes(8, "little") + label + bytes.fromhex(value))
    return digest.hexdigest()


def _near(symbol: str, symbols: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(symbol, symbols, n=1)
    return f"Did you mean {near[0]}?" if near else f"The data holds {', '.join(symbols[:8])}."
