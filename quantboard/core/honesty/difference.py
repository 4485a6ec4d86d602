"""Two results of one run: are they equal, and if not, where do they part first?"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from quantboard.core.backtest.hashing import NO_STAMP, rounded
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.trades import OPEN, REASONS
from quantboard.core.bars import stamp_text

Columns = Mapping[str, np.ndarray]
STAMPS = ("at", "entry_at", "exit_at", "decided_at")
CURVES = ("equity", "cash", "gross", "net", "traded", "financing")


@dataclass(frozen=True)
class Difference:
    """The first cell in which two results differ; rows count from 1, ``at`` is the row's time where it has one."""

    table: str
    row: int
    column: str
    stored: str
    recomputed: str
    at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)

    @property
    def sentence(self) -> str:
        """For people."""
        where = f"row {self.row}" + (f" ({self.at})" if self.at else "")
        return f"{self.table}, {where}, {self.column}: stored {self.stored}, recomputed {self.recomputed}."


def first_difference(stored: BacktestResult, again: BacktestResult) -> Difference | None:
    """Specification, trades, equity, fills, positions, in this order; numbers to 32 significant bits, as the hash."""
    found = _of_spec(stored.spec.as_dict(), again.spec.as_dict())
    if found is not None:
        return found
    for (name, one), (_, other) in zip(_tables(stored), _tables(again), strict=True):
        found = _of_table(name, one, other, stored)
        if found is not None:
            return found
    return None


def _of_spec(one: Mapping[str, Any], other: Mapping[str, Any]) -> Difference | None:
    for number, key in enumerate(sorted({*one, *other}), 1):
        if one.get(key) != other.get(key):
            return Difference("spec", number, key, _short(one.get(key)), _short(other.get(key)))
    return None


def _tables(result: BacktestResult) -> Iterator[tuple[str, Columns]]:
    yield "trades", vars_of(result.trades)
    yield "equity", {"at": result.stamps, **{name: getattr(result, name) for name in CURVES}}
    yield "fills", vars_of(result.fills)
    positions = {symbol: result.positions[:, n] for n, symbol in enumerate(result.symbols)}
    yield "positions", {"at": result.stamps, **positions}


def vars_of(part: Any) -> dict[str, np.ndarray]:
    """The columns of trades or fills, without what was worked out of them."""
    names = part.__dataclass_fields__
    return {name: getattr(part, name) for name in names}


def _of_table(name: str, one: Columns, other: Columns, result: BacktestResult) -> Difference | None:
    lengths = [len(next(iter(columns.values()))) for columns in (one, other)]
    n_rows = min(lengths)
    first: tuple[int, str] | None = None
    for column in one:
        differs = _differs(one[column][:n_rows], other[column][:n_rows])
        if differs.any() and (first is None or int(np.argmax(differs)) < first[0]):
            first = (int(np.argmax(differs)), column)
    if first is not None:
        row, column = first
        values = [_cell(column, columns[column][row], result) for columns in (one, other)]
        return Difference(name, row + 1, column, values[0], values[1], _time(one, row, result))
    if lengths[0] != lengths[1]:
        return Difference(name, n_rows + 1, "rows", str(lengths[0]), str(lengths[1]))
    return None


def _differs(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    if one.dtype.kind == "f" or other.dtype.kind == "f":
        return np.asarray(rounded(one).view("<i8") != rounded(other).view("<i8"))
    return np.asarray(one != other)


def _cell(column: str, value: Any, result: BacktestResult) -> str:
    if column in STAMPS:
        return "" if int(value) == NO_STAMP else stamp_text(int(value), result.spec.interval)
    if column == "symbol":
        return result.symbols[int(value)]
    if column == "reason":
        return "open" if int(value) == OPEN else REASONS[int(value)]
    return repr(float(value)) if isinstance(value, np.floating) else str(int(value))


def _time(columns: Columns, row: int, result: BacktestResult) -> str:
    known = next((columns[name] for name in ("at", "entry_at") if name in columns), None)
    return "" if known is None else _cell("at", known[row], result)


def _short(value: Any) -> str:
    return str(value)[:200]
