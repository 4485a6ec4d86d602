"""Blocks of text columns → arrays of stamps and numbers, with every cell that would not go along."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quantboard.core.arrays import Mask, Stamps, Vector
from quantboard.core.cleaning.quality import MOST_SAMPLES, Sample
from quantboard.readers import dates
from quantboard.readers.arrow import booleans, integers, is_filled
from quantboard.readers.numbers import numbers
from quantboard.readers.plan import NUMBER_ROLES, ReadPlan
from quantboard.readers.sources import Block, Source

PRICE_ROLES = ("open", "high", "low", "close", "adj_close")
LARGEST_VOLUME = 9.2e18
LARGEST_PRICE = 1e12
FORMULA_START = r"^[=@\t\r]|^[+\-][^0-9.,]|^[+\-]\d+[^0-9.,eE]"


@dataclass
class Part:
    """The rows of one table, (R,) each, and its problems by code."""

    label: str
    symbols: list[str] = field(default_factory=list)
    codes: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    written: Stamps = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    offsets: Stamps = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    lines: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    columns: dict[str, Vector] = field(default_factory=dict)
    n_read: int = 0
    n_bad: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Sample]] = field(default_factory=dict)

    def note(self, code: str, place: Sample) -> None:
        """Count a problem and keep the first places of its kind."""
        self.counts[code] += 1
        kept = self.places.setdefault(code, [])
        if len(kept) < MOST_SAMPLES:
            kept.append(place)


@dataclass
class _Chunk:
    codes: np.ndarray
    written: Stamps
    offsets: Stamps
    lines: np.ndarray
    columns: dict[str, Vector]


@dataclass(frozen=True)
class _Times:
    written: Stamps
    offsets: Stamps
    lines: np.ndarray


def read_source(source: Source, plan: ReadPlan, on_rows: Callable[[float, int], None]) -> Part:
    """Read one table whole; ``on_rows(share, rows)`` may raise ``Cancelled``."""
    part = Part(source.label)
    symbol_codes: dict[str, int] = {}
    chunks: list[_Chunk] = []
    memo: dict[str, tuple[int, int]] = {}
    for block in source.blocks(plan):
        chunks += _chunks(block, plan, part, symbol_codes, memo)
        on_rows(block.done, part.n_read)
    for bad in source.bad:
        part.note(bad.code, Sample(bad.line, "", bad.text, "", "", source.label))
    unread = sum(bad.code != "invalid_bytes" for bad in source.bad)
    part.n_bad += unread
    part.n_read += sum(bad.code == "wrong_field_count" for bad in source.bad)
    part.symbols = list(symbol_codes)
    if chunks:
        _join(part, chunks)
    return part


def _join(part: Part, chunks: list[_Chunk]) -> None:
    """All chunks as whole columns; each column is let go as soon as it is joined, to need its memory once."""
    sizes = [len(chunk.lines) for chunk in chunks]
    for name in dict.fromkeys(name for chunk in chunks for name in chunk.columns):
        pieces = zip(chunks, sizes, strict=True)
        part.columns[name] = np.concatenate([c.columns.pop(name, np.full(n, np.nan)) for c, n in pieces])
    for what in ("codes", "written", "offsets", "lines"):
        setattr(part, what, np.concatenate([getattr(chunk, what) for chunk in chunks]))
        for chunk in chunks:
            setattr(chunk, what, part.lines[:0])


def _chunks(
    block: Block, plan: ReadPlan, part: Part, symbol_codes: dict[str, int], memo: dict[str, tuple[int, int]]
) -> list[_Chunk]:
    lines = np.asarray(block.lines, dtype=np.int64)
    filled = _filled(block)
    part.n_read += int(filled.sum())
    written, offsets = dates.parse(_date_column(block, plan), plan.dates, plan.base_on, memo)
    date_bad = (written <= dates.OUT_OF_RANGE) & filled
    footer = _footer(block, filled, date_bad)
    _note_cells(
        part, block, plan, plan.roles["date"], date_bad & (written == dates.BAD) & ~footer, "unparsable_timestamp"
    )
    _note_cells(
        part, block, plan, plan.roles["date"], date_bad & (written == dates.OUT_OF_RANGE), "timestamp_out_of_range"
    )
    _note_cells(part, block, plan, plan.roles["date"], footer, "footer_ignored")
    part.n_bad += int((date_bad & ~footer).sum())
    good = filled & (written > dates.OUT_OF_RANGE)
    times = _Times(written, offsets, lines)
    if plan.wide:
        return [
            _chunk(times, _fixed(symbol_codes, group.symbol, good), *_take(block, plan, part, good, group.columns))
            for group in plan.wide
        ]
    _look_for_formulas(part, block, plan)
    if "symbol" in plan.roles:
        codes, lacking = _symbols(block.columns[plan.roles["symbol"]], symbol_codes)
        _note_cells(part, block, plan, plan.roles["symbol"], lacking & good, "missing_symbol")
        part.n_bad += int((lacking & good).sum())
        good &= ~lacking
    else:
        codes = _fixed(symbol_codes, plan.symbol, good)
    wanted = {role: plan.roles[role] for role in NUMBER_ROLES if role in plan.roles}
    return [_chunk(times, codes, *_take(block, plan, part, good, {**wanted, **plan.extras}))]


def _filled(block: Block) -> Mask:
    """Rows with anything in them."""
    filled = np.zeros(len(block.lines), dtype=bool)
    for column in block.columns:
        filled |= is_filled(column)
        if filled.all():
            break
    return filled


def _footer(block: Block, filled: Mask, date_bad: Mask) -> Mask:
    """Rows after a blank one whose date is no date, at the table's end: totals and remarks."""
    footer = np.zeros(len(filled), dtype=bool)
    if block.done < 1.0 or not date_bad.any() or len(filled) > 200_000:
        return footer
    blank = np.flatnonzero(~filled)
    if len(blank):
        tail = slice(int(blank[-1]) + 1, None)
        if date_bad[tail].all():
            footer[tail] = filled[tail]
    return footer


def _date_column(block: Block, plan: ReadPlan) -> pa.Array:
    column = block.columns[plan.roles["date"]]
    if "time" not in plan.roles:
        return column
    as_text = [pc.cast(block.columns[at], pa.string()) for at in (plan.roles["date"], plan.roles["time"])]
    return pc.binary_join_element_wise(*as_text, " ")


def _fixed(symbol_codes: dict[str, int], symbol: str, rows: Mask) -> np.ndarray:
    return np.full(len(rows), symbol_codes.setdefault(symbol, len(symbol_codes)), dtype=np.int64)


def _symbols(column: pa.Array, symbol_codes: dict[str, int]) -> tuple[np.ndarray, Mask]:
    text = column if pa.types.is_string(column.type) else pc.cast(column, pa.string())
    coded = pc.dictionary_encode(text)
    names = [(name or "").strip().lstrip("'").strip() for name in coded.dictionary.to_pylist()]
    table = np.array([symbol_codes.setdefault(name, len(symbol_codes)) if name else -1 for name in names] + [-1])
    codes = table[integers(coded.indices, len(names))]
    return codes, codes < 0


def _chunk(times: _Times, codes: np.ndarray, keep: Mask, columns: dict[str, Vector]) -> _Chunk:
    if keep.all():
        return _Chunk(codes, times.written, times.offsets, times.lines, columns)
    kept = {name: values[keep] for name, values in columns.items()}
    return _Chunk(codes[keep], times.written[keep], times.offsets[keep], times.lines[keep], kept)


def _take(
    block: Block, plan: ReadPlan, part: Part, good: Mask, wanted: Mapping[str, int]
) -> tuple[Mask, dict[str, Vector]]:
    columns: dict[str, Vector] = {}
    bad_rows = np.zeros(len(good), dtype=bool)
    for name, at in wanted.items():
        values, bad = numbers(block.columns[at], plan.decimal)
        if name in PRICE_ROLES and plan.scale != 1.0:
            values = np.round(values * plan.scale, 10)
        bad &= good
        if name in NUMBER_ROLES:
            most = LARGEST_PRICE if name in PRICE_ROLES else LARGEST_VOLUME
            huge = (np.abs(np.nan_to_num(values)) > most) & good | (bad & _is_infinite(block.columns[at], bad))
            _note_cells(part, block, plan, at, huge, "value_out_of_range")
            _note_cells(part, block, plan, at, bad & ~huge, "non_numeric_value")
            bad_rows |= bad | huge
        columns[name] = values
    part.n_bad += int(bad_rows.sum())
    keep = good & ~bad_rows
    if plan.wide:
        keep &= ~np.isnan(np.column_stack([columns[name] for name in columns if name in PRICE_ROLES])).all(axis=1)
    return keep, columns


def _is_infinite(column: pa.Array, bad: Mask) -> Mask:
    infinite = np.zeros(len(bad), dtype=bool)
    for row in np.flatnonzero(bad)[:1000]:
        infinite[row] = str(column[int(row)].as_py()).strip().lstrip("+-").lower() in ("inf", "infinity")
    return infinite


def _note_cells(part: Part, block: Block, plan: ReadPlan, at: int, mask: Mask, code: str) -> None:
    hit = np.flatnonzero(mask)
    if not len(hit):
        return
    name = plan.names[at] if at < len(plan.names) else ""
    for row in hit[:MOST_SAMPLES]:
        text = block.columns[at][int(row)].as_py()
        shown, symbol = "" if text is None else str(text)[:60], _symbol_at(block, plan, int(row))
        part.note(code, Sample(int(block.lines[row]), name, shown, symbol, "", part.label))
    part.counts[code] += max(len(hit) - MOST_SAMPLES, 0)


def _symbol_at(block: Block, plan: ReadPlan, row: int) -> str:
    if plan.wide:
        return ""
    if "symbol" not in plan.roles:
        return plan.symbol
    text = block.columns[plan.roles["symbol"]][row].as_py()
    return "" if text is None else str(text).strip().lstrip("'")[:60]


def _look_for_formulas(part: Part, block: Block, plan: ReadPlan) -> None:
    """Text columns are not kept; what in them would run in a spreadsheet is counted all the same."""
    used = {*plan.roles.values(), *plan.extras.values()} - {plan.roles.get("symbol", -1)}
    for at, column in enumerate(block.columns):
        if at in used or not pa.types.is_string(column.type):
            continue
        hit = booleans(pc.match_substring_regex(column, FORMULA_START))
        _note_cells(part, block, plan, at, hit, "suspicious_text")
