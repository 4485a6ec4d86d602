"""A workbook's column whose cells are of several kinds: dates as dates, text and numbers; numbers as text."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from quantboard.readers import dates
from quantboard.readers.layout import Layout
from quantboard.readers.numbers import number
from quantboard.readers.plan import Note

PRICES = ("open", "high", "low", "close", "volume")
SHOWN = 8


def mend(cells: Sequence[Sequence[Any]], rows: list[list[str]], layout: Layout) -> list[Note]:
    """Write dates of every kind as ISO where that leaves no doubt, in ``rows``; and say where kinds were mixed."""
    if layout.wide or "date" not in layout.roles:
        return []
    return [*_dates(cells, rows, layout), *_numbers(cells, layout)]


def _dates(cells: Sequence[Sequence[Any]], rows: list[list[str]], layout: Layout) -> list[Note]:
    at = layout.roles["date"]
    kinds: dict[str, list[int]] = {}
    for index in range(layout.first_row, len(cells)):
        kind = _kind(cells[index][at]) if at < len(cells[index]) else ""
        if kind:
            kinds.setdefault(kind, []).append(index)
    if len(kinds) < 2 or "date" not in kinds:
        return []
    texts = [rows[index][at] for index in kinds.get("text", [])]
    found = dates.guess(texts) if texts else None
    if texts and (found is None or dates.is_ambiguous(texts)):
        return []
    for index in kinds.get("text", []):
        _rewrite(rows, index, at, found.kind if found else "")
    for index in kinds.get("number", []):
        _rewrite(rows, index, at, "excel_serial")
    first = ", ".join(str(places[0] + 1) for places in sorted(kinds.values()))
    name = layout.names[at]
    return [Note("mixed_cell_types", f"Column {name} mixes dates, text and numbers: from rows {first}.", "warning")]


def _kind(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return "date"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return "number"
    return "text" if isinstance(cell, str) and dates.could_be(cell) else ""


def _rewrite(rows: list[list[str]], index: int, at: int, kind: str) -> None:
    stamp, _ = dates.read_one(rows[index][at], kind)
    if stamp > dates.OUT_OF_RANGE:
        moment = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=stamp)  # noqa: DTZ001 a wall clock has no zone
        rows[index][at] = moment.isoformat(" ") if stamp % dates.DAY else moment.date().isoformat()


def _numbers(cells: Sequence[Sequence[Any]], layout: Layout) -> list[Note]:
    """Columns of numbers in which some cells are text that reads as a number."""
    notes = []
    for role in PRICES:
        at = layout.roles.get(role)
        if at is None:
            continue
        column = [
            (index + 1, row[at]) for index, row in enumerate(cells) if index >= layout.first_row and at < len(row)
        ]
        stored = [
            index for index, cell in column if isinstance(cell, str) and cell.strip() and number(cell) is not None
        ]
        if stored and len(stored) < 0.5 * len(column):
            shown = ", ".join(map(str, stored[:SHOWN])) + (" …" if len(stored) > SHOWN else "")
            text = f"Column {layout.names[at]} holds numbers stored as text: rows {shown}."
            notes.append(Note("number_stored_as_text", text, "warning"))
    return notes
