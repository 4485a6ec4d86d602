"""Tables that are no bars, known by their shape: what to tell the person who imports them."""

import re
from collections.abc import Sequence

from quantboard.errors import InvalidInput
from quantboard.readers.numbers import number

SEARCHED = 200
KINDS = {
    "factors": "a factor file (date, price factor, split factor, reference close)",
    "tickers": "a ticker map (last date, ticker, exchange)",
    "actions": "a list of splits or dividends",
}


class OtherTable(InvalidInput):
    """A table that belongs to bars but holds none: adjustment factors, ticker histories, corporate actions."""

    code = "file.other_table"


def kind_of(rows: Sequence[Sequence[str]]) -> str:
    """``factors``, ``tickers``, ``actions``, or nothing."""
    filled = [[cell.strip() for cell in row] for row in rows[:SEARCHED] if any(cell.strip() for cell in row)]
    if not filled:
        return ""
    if all(_is_date(row[0]) and len(row) == 4 and _are_factors(row[1:]) for row in filled):
        return "factors"
    if all(_is_date(row[0]) and 2 <= len(row) <= 3 and re.fullmatch(r"[A-Za-z][\w.]{0,9}", row[1]) for row in filled):
        return "tickers"
    heads = {cell.lower() for cell in filled[0]}
    is_action = any(re.search(r"dividend|split|ratio|分红|拆股|送股", head) for head in heads)
    return "actions" if is_action and not heads & {"open", "high", "low", "close"} and len(heads) <= 4 else ""


def refuse(label: str, rows: Sequence[Sequence[str]]) -> None:
    """Raise ``OtherTable`` for a table of a known other kind."""
    kind = kind_of(rows)
    if kind:
        raise OtherTable(
            f"{label} is {KINDS[kind]} with {sum(map(any, rows))} rows, not a table of bars.",
            "Import the file of prices; this one says how they are adjusted or named.",
        )


def _is_date(text: str) -> bool:
    return re.fullmatch(r"(?:18|19|20)\d{6}", text) is not None


def _are_factors(cells: Sequence[str]) -> bool:
    values = [number(cell) for cell in cells]
    return all(value is not None and value >= 0 for value in values) and 0 < (values[0] or 0) <= 1.5
