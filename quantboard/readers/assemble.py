"""The tables of one file → rows with true stamps: which interval, which clock, which end of a bar."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Stamps, Vector
from quantboard.core.bars import is_intraday
from quantboard.core.cleaning import markets
from quantboard.core.cleaning.quality import Rows
from quantboard.readers import dates
from quantboard.readers.clock import interval_of, length_of, stamps_of
from quantboard.readers.columns import Part
from quantboard.readers.plan import Note, ReadPlan

UTC_NOTE = Note("timezone_unknown", "The file does not say its time zone; UTC is assumed.", "warning")


@dataclass(frozen=True)
class Placed:
    """How the rows of a file were placed in time."""

    interval: str
    zone: str
    stamp: str
    notes: tuple[Note, ...] = ()


def placed(parts: Sequence[Part], plan: ReadPlan) -> tuple[Rows, Placed]:
    """All rows of a file, in the order in which they stand, and how they were placed in time."""
    names = sorted({symbol for part in parts for symbol in part.symbols})
    code_of = {symbol: code for code, symbol in enumerate(names)}
    codes = _joined([np.array([code_of[s] for s in part.symbols], dtype=np.int64)[part.codes] for part in parts])
    written, offsets = _joined([part.written for part in parts]), _joined([part.offsets for part in parts])
    interval = plan.interval or interval_of(codes, written, offsets)
    zone, stamp, notes = _clock(plan, names, codes, written, offsets, interval)
    stamps = stamps_of(codes, written, offsets, interval, zone, stamp)
    file_of = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.lines) for part in parts])
    rows = Rows(
        names=names,
        codes=codes,
        stamps=stamps,
        columns=_columns(parts),
        lines=_joined([part.lines for part in parts]),
        interval=interval,
        files=[part.label for part in parts],
        file_of=file_of if len(parts) > 1 else None,
        written=written if is_intraday(interval) else None,
    )
    return rows, Placed(interval, zone, stamp, tuple(notes))


def _joined(arrays: Sequence[np.ndarray]) -> np.ndarray:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _columns(parts: Sequence[Part]) -> dict[str, Vector]:
    if len(parts) == 1:
        return dict(parts[0].columns)
    names = dict.fromkeys(name for part in parts for name in part.columns)
    return {
        name: np.concatenate([part.columns.get(name, np.full(len(part.lines), np.nan)) for part in parts])
        for name in names
    }


def _clock(
    plan: ReadPlan, names: Sequence[str], codes: np.ndarray, written: Stamps, offsets: Stamps, interval: str
) -> tuple[str, str, list[Note]]:
    """Zone and end of bar: as told, as written, or as the hours of the day suggest."""
    if not is_intraday(interval):
        return plan.zone, plan.stamp or "start", []
    unknown = not plan.zone and bool((offsets == dates.NO_OFFSET).any())
    zone, stamp, notes = plan.zone, plan.stamp, list[Note]()
    hours = markets.by_hours(written[codes == codes[0]], length_of(interval))
    if hours is not None:
        stamp = stamp or hours.stamp
    if unknown:
        zone = _assumed(plan, names, hours)
        text = f"The file does not say its time zone; its hours or symbols are those of {zone}, which is assumed."
        notes.append(Note("timezone_assumed", text, "warning") if zone else UTC_NOTE)
    stamp = stamp or "start"
    if stamp == "start":
        notes.append(Note("stamps_shifted", "Stamps mark the start of a bar; bars are kept at their close."))
    else:
        notes.append(Note("stamps_at_close", "Stamps mark the close of a bar, and are kept so."))
    return zone or "UTC", stamp, notes


def _assumed(plan: ReadPlan, names: Sequence[str], hours: markets.Hours | None) -> str:
    if plan.scale == LEAN_SCALE and plan.dates in ("compact", "ms_of_day"):
        return "America/New_York"
    market = hours.market if hours else markets.by_symbol(names)
    return market.zone if market else ""


LEAN_SCALE = 0.0001  # Lean writes equities of New York in 1/10000 dollars, everything else as it is
