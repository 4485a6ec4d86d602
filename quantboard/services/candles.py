"""Bars for charts: a window of one symbol, thinned to what a screen can show, with its averages; files to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quantboard.core.access import Actor
from quantboard.core.arrays import Stamps, Vector
from quantboard.core.bars import Bars, stamp_text
from quantboard.errors import InvalidInput
from quantboard.services import datasets

MOST_BARS = 20_000
MOST_PERIOD = 1000


class BadPeriod(InvalidInput):
    """An average over less than one bar, or over more than a thousand."""

    code = "chart.bad_period"


class BadExport(InvalidInput):
    """A file name whose ending no writer knows."""

    code = "export.unknown_format"


@dataclass(frozen=True)
class Candles:
    """Bars (T,) of one symbol; after thinning each stands for ``step`` of the data's."""

    symbol: str
    interval: str
    stamps: Stamps
    columns: dict[str, Vector]
    averages: dict[int, Vector]
    step: int
    n_bars: int


def candles(
    actor: Actor,
    dataset_id: str,
    symbol: str = "",
    period: tuple[str | None, str | None] = (None, None),
    most: int = MOST_BARS,
    averages: Sequence[int] = (),
) -> Candles:
    """A symbol's bars in the inclusive period of dates, at most ``most`` of them; averages over the whole history."""
    bad = [n for n in averages if not 1 <= n <= MOST_PERIOD]
    if bad:
        raise BadPeriod(f"An average over {bad[0]} bars is not possible.", f"Choose 1 to {MOST_PERIOD}.", field="ma")
    chosen = symbol or datasets.find(actor, dataset_id).symbols[0]
    bars = datasets.bars_of(actor, dataset_id, [chosen])
    first, last = bars.rows_of(*period)
    lines = _averages(bars, averages)
    columns = {name: bars.columns[name][first:last, 0] for name in SHOWN if name in bars.columns}
    step = max(-(-(last - first) // max(most, 100)), 1)
    shown = {n: line[first:last] for n, line in lines.items()}
    stamps = bars.stamps[first:last]
    if step > 1:
        ends = np.append(np.arange(step, len(stamps), step), len(stamps)) - 1
        columns, stamps = thinned(columns, step), stamps[ends]
        shown = {n: line[ends] for n, line in shown.items()}
    return Candles(chosen, bars.interval, stamps, columns, shown, step, last - first)


SHOWN = ("open", "high", "low", "close", "volume")


def _averages(bars: Bars, periods: Sequence[int]) -> dict[int, Vector]:
    if not periods:
        return {}
    from quantboard.core.indicators.trend import sma

    close = np.ascontiguousarray(bars.close[:, 0])
    return {n: sma(close, n) for n in periods}


def thinned(columns: dict[str, Vector], step: int) -> dict[str, Vector]:
    """``step`` bars → one: first open, highest high, lowest low, last close, summed volume."""
    starts = np.arange(0, len(columns["close"]), step)
    ends = np.append(starts[1:], len(columns["close"])) - 1
    made = {
        "open": columns["open"][starts],
        "high": np.maximum.reduceat(columns["high"], starts),
        "low": np.minimum.reduceat(columns["low"], starts),
        "close": columns["close"][ends],
    }
    if "volume" in columns:
        made["volume"] = np.add.reduceat(np.nan_to_num(columns["volume"]), starts)
    return made


def export(actor: Actor, dataset_id: str, to: Path) -> int:
    """Write a dataset as CSV or Parquet, chosen by the suffix; gives the number of rows."""
    writers = {".csv": _write_csv, ".parquet": _write_parquet}
    writer = writers.get(to.suffix.lower())
    if writer is None:
        raise BadExport(f"{to.name} ends in neither .csv nor .parquet.", "Choose one of the two.", field="to")
    bars = datasets.bars_of(actor, dataset_id)
    to.parent.mkdir(parents=True, exist_ok=True)
    return writer(bars, to)


def _long(bars: Bars) -> tuple[list[str], list[str], dict[str, Vector]]:
    rows, columns = np.nonzero(~np.isnan(bars.close.T))[::-1]
    symbols = [bars.symbols[column] for column in columns]
    stamps = [stamp_text(int(bars.stamps[row]), bars.interval) for row in rows]
    return symbols, stamps, {name: bars.columns[name][rows, columns] for name in _in_order(bars)}


def _in_order(bars: Bars) -> list[str]:
    return sorted(bars.columns, key=lambda name: (SHOWN.index(name) if name in SHOWN else len(SHOWN), name))


def _write_csv(bars: Bars, to: Path) -> int:
    import csv

    symbols, stamps, columns = _long(bars)
    with to.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Symbol", "Date", *(name.replace("_", " ").title() for name in columns)])
        values = zip(*columns.values(), strict=True)
        for symbol, stamp, row in zip(symbols, stamps, values, strict=True):
            # a name that a spreadsheet would run as a formula is written as text
            shown = f"'{symbol}" if symbol[:1] in "=+-@\t\r" else symbol
            writer.writerow([shown, stamp, *("" if np.isnan(value) else repr(float(value)) for value in row)])
    return len(symbols)


def _write_parquet(bars: Bars, to: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    symbols, _stamps, columns = _long(bars)
    rows = np.nonzero(~np.isnan(bars.close.T))[1]
    table = {"symbol": pa.array(symbols), "ts": pa.array(bars.stamps[rows], pa.timestamp("us")), **columns}
    pq.write_table(pa.table(table), to, compression="zstd")
    return len(symbols)
