"""Mending rows of bars: swapped highs and lows, bars that stand twice, missing sessions. Arrays in and out.

Nothing looks ahead: a filled bar repeats the close before it, and no bar is made before a symbol's first or after its
last. Every change is listed, so that it can be shown before it is made.
"""

from dataclasses import replace

import numpy as np

from quantboard.core.bars import MICROSECONDS_A_DAY
from quantboard.core.cleaning.coverage import Days, missing_days
from quantboard.core.cleaning.quality import MOST_SAMPLES, Finding, Rows, Sample, counts_of

KEPT_AT_FILL = ("adj_close",)


def swap(rows: Rows) -> tuple[Rows, list[Finding]]:
    """Exchange high and low where the high is below the low and the bar is sound the other way round."""
    highs, lows = rows.columns["high"], rows.columns["low"]
    body = np.stack([rows.columns["open"], rows.columns["close"]])
    with np.errstate(invalid="ignore"):
        turned = (highs < lows) & (body.max(axis=0) <= lows) & (body.min(axis=0) >= highs) & (highs > 0)
    hit = np.flatnonzero(turned)
    if not len(hit):
        return rows, []
    mended = {**rows.columns, "high": np.where(turned, lows, highs), "low": np.where(turned, highs, lows)}
    samples = tuple(
        rows.sample(int(row), "high, low", f"{highs[row]:g}, {lows[row]:g} → {lows[row]:g}, {highs[row]:g}")
        for row in hit[:MOST_SAMPLES]
    )
    text = f"High and low were exchanged in {len(hit)} bars."
    return replace(rows, columns=mended), [
        Finding("repaired_swap", "info", len(hit), text, samples, counts_of(rows, hit))
    ]


def fill(rows: Rows, sessions: Days) -> tuple[Rows, list[Finding]]:
    """Daily rows sorted by symbol and stamp: a bar at the close before for every session that a symbol lacks.

    The volume of such a bar is 0, its other columns are missing.
    """
    days = rows.stamps // MICROSECONDS_A_DAY
    bounds = np.searchsorted(rows.codes, np.arange(len(rows.names) + 1))
    sources, stamps = [], []
    for code in range(len(rows.names)):
        part = slice(int(bounds[code]), int(bounds[code + 1]))
        if part.stop - part.start < 2:
            continue
        absent = missing_days(days[part], sessions)
        stamps.append(absent * MICROSECONDS_A_DAY)
        sources.append(part.start + np.searchsorted(days[part], absent) - 1)
    source = np.concatenate(sources) if sources else np.zeros(0, dtype=np.int64)
    if not len(source):
        return rows, []
    made = _made(rows, source, np.concatenate(stamps))
    return made, [_filled(rows, source, np.concatenate(stamps))]


def _made(rows: Rows, source: np.ndarray, stamps: np.ndarray) -> Rows:
    order = np.lexsort((np.concatenate([rows.stamps, stamps]), np.concatenate([rows.codes, rows.codes[source]])))

    def joined(old: np.ndarray, new: np.ndarray) -> np.ndarray:
        whole: np.ndarray = np.concatenate([old, new])[order]
        return whole

    close = rows.columns["close"][source]
    columns = {}
    for name, values in rows.columns.items():
        new = np.full(len(source), np.nan)
        if name in ("open", "high", "low", "close"):
            new = close
        elif name in KEPT_AT_FILL:
            new = values[source]
        elif name == "volume":
            new = np.where(np.isnan(values[source]), np.nan, 0.0)
        columns[name] = joined(values, new)
    return replace(
        rows,
        codes=joined(rows.codes, rows.codes[source]),
        stamps=joined(rows.stamps, stamps),
        columns=columns,
        lines=joined(rows.lines, np.zeros(len(source), dtype=rows.lines.dtype)),
        file_of=None if rows.file_of is None else joined(rows.file_of, rows.file_of[source]),
        written=None,
    )


def _filled(rows: Rows, source: np.ndarray, stamps: np.ndarray) -> Finding:
    samples = []
    for row, stamp in zip(source[:MOST_SAMPLES], stamps[:MOST_SAMPLES], strict=True):
        at = str(np.datetime64(int(stamp // MICROSECONDS_A_DAY), "D"))
        text = f"{at}: – → {rows.columns['close'][row]:g}"
        samples.append(Sample(0, "open, high, low, close", text, rows.names[int(rows.codes[row])], at))
    text = f"{len(source)} missing sessions were filled with the close before."
    return Finding("repaired_fill", "info", len(source), text, tuple(samples), counts_of(rows, source))
