"""How the dates of one table are written: decided on its cells, asked where they leave it open."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quantboard.core.arrays import Stamps
from quantboard.errors import InvalidInput
from quantboard.readers import dates
from quantboard.readers.layout import Layout
from quantboard.readers.plan import Question, ReadPlan
from quantboard.readers.sources import Sample, Source


class NoDates(InvalidInput):
    """The column of dates cannot be read as such."""

    code = "dates.unreadable"


def decide(layout: Layout, sample: Sample, hints: Mapping[str, str], source: Source) -> tuple[str, list[Question]]:
    """The kind of the column of dates, and the question where two kinds read it alike; raises ``NoDates``."""
    cells = _cells(sample, layout)
    if "dates" in hints:
        kind = dates.kind_of_hint(hints["dates"])
        if not kind:
            known = ", ".join(dates.KINDS)
            raise NoDates(f"{hints['dates']!r} is no date format.", f"Give one of {known}.", field="map.dates")
        return kind, []
    if layout.base_on and all(cell.isdigit() and int(cell) < 86_400_000 for cell in cells[:60] if cell):
        return "ms_of_day", []
    found = dates.guess(cells[:60])
    if found is None:
        name = layout.names[layout.roles["date"]]
        raise NoDates(
            f"The dates in column {name} cannot be read, such as {cells[0][:40] if cells else ''!r}.",
            "Say how they are written with --map dates=%d/%m/%Y, or name another column with --map date=…",
        )
    if found.kind in ("dmy", "mdy"):
        return _day_or_month(found, cells, layout, sample, source)
    return found.kind, []


def _day_or_month(
    found: dates.DateGuess, cells: list[str], layout: Layout, sample: Sample, source: Source
) -> tuple[str, list[Question]]:
    """Decided on the whole column: some day above 12 tells."""
    ordered = [cell for cell in cells if cell]
    if not dates.is_ambiguous(ordered):
        return _better(ordered, found.kind), []
    if told := _in_the_rest(layout, sample, source):
        return _better(told, found.kind), []
    order, text = _by_order(ordered)
    question = f"Dates such as {ordered[0]} can be read day-first and month-first (day/month). {text}"
    return order, [Question("ambiguous_day_month", "dates", question, ("dmy", "mdy"), order, ordered[0])]


def _in_the_rest(layout: Layout, sample: Sample, source: Source) -> list[str]:
    """Dates of the first block of rows that settles the order, beyond the sample; nothing when none does."""
    probe = ReadPlan(sample.encoding, sample.delimiter, first_row=layout.first_row, n_columns=layout.n_columns)
    try:
        for block in source.blocks(probe):
            column = block.columns[layout.roles["date"]]
            texts = [text for text in pc.unique(column).to_pylist() if text]
            if not dates.is_ambiguous(texts):
                return texts
    finally:
        source.bad.clear()
    return []


def _better(texts: list[str], otherwise: str) -> str:
    column = pa.array(texts, pa.string())
    counts = {kind: int((dates.parse(column, kind)[0] > dates.OUT_OF_RANGE).sum()) for kind in ("dmy", "mdy")}
    return otherwise if counts["dmy"] == counts["mdy"] else max(counts, key=lambda kind: counts[kind])


def _by_order(texts: list[str]) -> tuple[str, str]:
    """The order that the dates speak for, and why: one reading runs forward, or keeps weekends free."""
    stamps = {kind: dates.parse(pa.array(texts, pa.string()), kind)[0] for kind in ("dmy", "mdy")}
    signs = {
        "are they in order": {kind: _is_ordered(values) for kind, values in stamps.items()},
        "do they leave out weekends": {
            kind: not ((values // dates.DAY + 3) % 7 >= 5).any() for kind, values in stamps.items()
        },
    }
    for what, holds in signs.items():
        fitting = [kind for kind, fits in holds.items() if fits]
        if len(fitting) == 1:
            shown = {"dmy": "day-first", "mdy": "month-first"}[fitting[0]]
            return fitting[0], f"Only {shown} {what}."
    return "dmy", "Both are possible."


def _is_ordered(stamps: Stamps) -> bool:
    steps = np.diff(stamps)
    return bool((steps >= 0).all() or (steps <= 0).all())


def _cells(sample: Sample, layout: Layout) -> list[str]:
    at = layout.roles["date"]
    return [row[at].strip() for row in sample.rows[layout.first_row :] if at < len(row)]
