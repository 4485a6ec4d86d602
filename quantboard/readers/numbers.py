"""Cells of text → numbers: currency signs, thousands, decimal commas, K/M/B and the many words for nothing."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quantboard.core.arrays import Mask, Vector
from quantboard.readers.arrow import floats

MISSING = frozenset(
    ("", "-", "--", "na", "n/a", "#n/a", "#na", "nan", "null", "none", "nil", "nat", ".", "?", "<na>", "\\n", "无")
)
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
POINT_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, '\u00a0\u202f\u2009’])\d{3})(?:\1\d{3})*(\.\d+)?")
COMMA_PLAIN = re.compile(r"[+-]?\d+(,\d*)?([eE][+-]?\d+)?")
COMMA_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([. '\u00a0\u202f\u2009’])\d{3})(?:\1\d{3})*(,\d+)?")
FACTORS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "%": 1e-2, "万": 1e4, "亿": 1e8, "千": 1e3}
SIGNS = "$€£¥₩₹₽'"
GROUPS = str.maketrans("", "", " '\u00a0\u202f\u2009’")


def number(text: str, decimal: str = ".") -> float | None:
    """One cell → its number; ``nan`` for a word that means nothing, ``None`` when it is no number."""
    cell = text.strip()
    if cell.lower() in MISSING:
        return float("nan")
    negative = cell.startswith("(") and cell.endswith(")")
    cell = cell.strip("()") if negative else cell
    sign, cell = ("-", cell[1:]) if cell[:1] in "-−" else ("", cell)
    cell = cell.strip(SIGNS + " ")
    factor = FACTORS.get(cell[-1:].lower(), 1.0)
    cell = cell[:-1].rstrip() if factor != 1.0 else cell
    digits = _digits(cell, decimal)
    if digits is None:
        return None
    value = float(sign + digits) * factor
    return -value if negative else value


def _digits(cell: str, decimal: str) -> str | None:
    if decimal == ".":
        if PLAIN.fullmatch(cell):
            return cell
        return cell.translate(GROUPS).replace(",", "") if POINT_GROUPED.fullmatch(cell) else None
    if COMMA_PLAIN.fullmatch(cell):
        return cell.replace(",", ".")
    return cell.translate(GROUPS).replace(".", "").replace(",", ".") if COMMA_GROUPED.fullmatch(cell) else None


def numbers(column: pa.Array, decimal: str) -> tuple[Vector, Mask]:
    """A column (T,) of text or numbers → float64 (NaN where missing) and where the text was no number."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # a float32 such as 1.3196 means the decimal it prints as, not its binary neighbour
        return _finite(floats(pc.cast(column, pa.string()) if kind == pa.float32() else column))
    if not pa.types.is_string(kind):
        column = pc.cast(column, pa.string())
    if decimal == ".":
        try:
            return _finite(floats(column))
        except pa.ArrowInvalid:
            pass
    return _slow(column, decimal)


def _finite(values: Vector) -> tuple[Vector, Mask]:
    bad = np.isinf(values)
    if bad.any():
        values = np.where(bad, np.nan, values)
    return values, bad


def _slow(column: pa.Array, decimal: str) -> tuple[Vector, Mask]:
    values, bad = np.full(len(column), np.nan), np.zeros(len(column), dtype=bool)
    for row, text in enumerate(column.to_pylist()):
        if text is None:
            continue
        value = number(text, decimal)
        if value is None or value in (float("inf"), float("-inf")):
            bad[row] = True
        else:
            values[row] = value
    return values, bad


def is_number(text: str) -> bool:
    """Whether a cell is a number under either decimal mark."""
    cell = text.strip()
    return cell.lower() not in MISSING and (number(cell, ".") is not None or number(cell, ",") is not None)


def decimal_of(cells: Sequence[str]) -> str:
    """The decimal mark that the cells speak for; the point when they are silent."""
    votes = {".": 0, ",": 0}
    for text in cells:
        cell = text.strip(SIGNS + " %KMBT")
        point, comma = cell.rfind("."), cell.rfind(",")
        if point < 0 and comma < 0:
            continue
        if point >= 0 and comma >= 0:
            votes["." if point > comma else ","] += 1
            continue
        mark, other, at = (".", ",", point) if point >= 0 else (",", ".", comma)
        if cell.count(mark) > 1:
            votes[other] += 1
        elif len(cell) - at - 1 != 3 or at > 3 or cell.startswith("0"):
            votes[mark] += 1
    return "," if votes[","] > votes["."] else "."
