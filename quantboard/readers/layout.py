"""Where a table's header ends, where its data begins, and what each column is; on rows of text."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quantboard.readers import dates, wide
from quantboard.readers.headers import plain, role_of, roles_of
from quantboard.readers.numbers import is_number
from quantboard.readers.plan import WideGroup

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "space": " "}
SEARCHED_ROWS = 60
HEADERLESS = {
    11: ("bid_size", "ask_open", "ask_high", "ask_low", "ask_close", "ask_size"),
    12: ("volume", "close_time", "quote_volume", "trades", "taker_base", "taker_quote", "ignored"),
}
TICKER_WORDS = ("ticker", "tickers", "symbol", "symbols", "security", "securities", "代码")
LEAN_MEMBER = re.compile(r"(\d{8})_(\w+?)_(?:minute|second|hour)_(?:trade|quote)")


@dataclass
class Layout:
    """The shape of one table."""

    header_rows: tuple[int, ...] = ()
    first_row: int = 0
    n_columns: int = 0
    names: list[str] = field(default_factory=list)
    roles: dict[str, int] = field(default_factory=dict)
    wide: list[WideGroup] = field(default_factory=list)
    base_on: str = ""
    symbol: str = ""
    repeated: list[str] = field(default_factory=list)


def split(line: str, delimiter: str) -> list[str]:
    """One line → its cells."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter under which most cells of most lines are dates or numbers."""
    tried = [line for line in lines[:SEARCHED_ROWS] if line.strip()][-40:]
    best, most = ",", -1.0
    for delimiter in (",", ";", "\t", "|", " "):
        if delimiter == " " and most > 0:
            break  # spaces stand inside dates and names: only where nothing else divides
        rows = [split(line, delimiter) for line in tried]
        width, count = Counter(len(row) for row in rows).most_common(1)[0] if rows else (0, 0)
        if width < 2:
            continue
        known = [sum(is_number(cell) or dates.could_be(cell) for cell in row) / len(row) for row in rows]
        score = count / len(rows) * (0.3 + sum(known) / len(known)) * min(width, 5)
        if score > most:
            best, most = delimiter, score
    return best


def find(rows: Sequence[Sequence[str]], stem: str, *, header: int | None = None) -> Layout:
    """The layout of ``rows``; ``header`` is the number of header rows when a person said so."""
    layout = Layout(first_row=_first_data_row(rows) if header is None else header)
    if not 0 <= layout.first_row < len(rows):
        layout.first_row = len(rows)
        layout.names = [cell.strip() for cell in _widest(rows)]
        layout.n_columns = len(layout.names)
        layout.roles = roles_of(layout.names)
        return layout
    layout.n_columns = _width(rows, layout.first_row)
    above = _rows_above(rows, layout.first_row, layout.n_columns) if header != 0 else []
    if not above:
        _headerless(layout, rows, stem)
    else:
        _headed(layout, rows, above)
    _date_by_content(layout, rows)
    return layout


def _widest(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    return max(rows[:5], key=len, default=[])


def _width(rows: Sequence[Sequence[str]], first: int) -> int:
    widths = Counter(len(row) for row in rows[first : first + SEARCHED_ROWS] if any(cell.strip() for cell in row))
    return widths.most_common(1)[0][0] if widths else 0


def _first_data_row(rows: Sequence[Sequence[str]]) -> int:
    for index, row in enumerate(rows[: SEARCHED_ROWS * 4]):
        if _is_data(row):
            return index
    # a header that names the columns, and dates that nobody can read
    for index, row in enumerate(rows[1:SEARCHED_ROWS], 1):
        if sum(map(is_number, row)) >= 3 and sum(bool(role_of(cell)) for cell in rows[index - 1]) >= 3:
            return index
    # a date and a number or two: closes alone
    return next((index for index, row in enumerate(rows[:SEARCHED_ROWS]) if _is_narrow(row)), -1)


def _is_narrow(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    n_numbers = sum(is_number(cell) for cell in cells[1:])
    return bool(cells) and 0 < n_numbers == len(cells) - 1 and dates.could_be(cells[0])


def _is_data(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row]
    n_numbers = sum(is_number(cell) for cell in cells)
    if n_numbers < 3:
        return False
    for position, cell in enumerate(cells[:8]):
        found = dates.guess([cell])
        if found and (not is_number(cell) or position < 2 or found.kind == "compact"):
            return True
    return n_numbers == len(cells) >= 5


def _rows_above(rows: Sequence[Sequence[str]], first: int, width: int) -> list[int]:
    """Header rows: those above the data that are as wide and hold at least two names."""
    above = []
    for index in range(first - 1, max(first - 8, -1), -1):
        cells = [cell.strip() for cell in rows[index]]
        if not any(cells):
            continue
        if len(cells) < width - 1 or (sum(map(bool, cells)) < 2 and cells[0].lower() not in ("date", "datetime")):
            break
        above.append(index)
    return above[::-1]


def _headed(layout: Layout, rows: Sequence[Sequence[str]], above: list[int]) -> None:
    cells = {index: _padded(rows[index], layout.n_columns) for index in above}
    fields = max(above, key=lambda index: (sum(bool(role_of(cell)) for cell in cells[index]), index))
    known = sum(bool(role_of(cell)) for cell in cells[fields])
    if known < 3:
        fields = above[-1]
    names = cells[fields]
    layout.header_rows = tuple(above) if known >= 3 else (fields,)
    symbols = _symbols_row(names, {index: cells[index] for index in above if index != fields})
    if symbols is not None:
        layout.names, layout.wide = names, wide.groups(names, symbols)
        layout.roles = {"date": 0}
        return
    others = [index for index in above if index != fields]
    for position, name in enumerate(names):
        if not name and others:
            names[position] = next((cells[i][position] for i in others if cells[i][position]), "")
    layout.header_rows = tuple(i for i in above if i == fields or _adds_names(cells[i], names))
    layout.names = names
    layout.roles = roles_of(names)
    groups = wide.compound(names) if not {"open", "high", "low", "close"} <= set(layout.roles) else []
    if groups:
        layout.wide, layout.roles = groups, {role: at for role, at in layout.roles.items() if role in ("date", "time")}
        return
    counted = Counter(plain(name) for name in names if name)
    price_words = {plain(names[at]) for role, at in layout.roles.items() if role != "symbol"}
    layout.repeated = [name for name in names if counted[plain(name)] > 1 and plain(name) in price_words]


def _adds_names(cells: Sequence[str], names: Sequence[str]) -> bool:
    return any(cell and not is_number(cell) for cell in cells) and sum(map(bool, cells)) > 1 and bool(names)


def _padded(row: Sequence[str], width: int) -> list[str]:
    cells = [cell.strip().lstrip("\ufeff") for cell in row[:width]]
    return cells + [""] * (width - len(cells))


def _symbols_row(names: Sequence[str], others: dict[int, list[str]]) -> list[str] | None:
    """The row that names the securities over repeated field names (or one ticker over each), filled to the right."""
    counts = Counter(role for role in map(role_of, names[1:]) if role)
    times = max((counts[role] for role in ("open", "high", "low", "close")), default=0)
    for cells in others.values():
        filled, last = [], ""
        for cell in cells:
            last = cell or last
            filled.append(last)
        distinct = set(filled[1:])
        labelled = plain(cells[0]) in TICKER_WORDS
        if times and len(distinct) == times and (times > 1 or labelled) and not any(map(role_of, distinct)):
            return filled
    return None


def _headerless(layout: Layout, rows: Sequence[Sequence[str]], stem: str) -> None:
    """No header: date, open, high, low, close, volume in this order, wherever the date stands."""
    width = layout.n_columns
    layout.names = [f"column {position + 1}" for position in range(width)]
    date = _date_column(rows, layout)
    layout.roles = {"date": max(date, 0)}
    lean = LEAN_MEMBER.match(stem)
    if date < 0 or lean:
        on = lean[1] if lean else stem[:8] if stem[:8].isdigit() else ""
        layout.base_on = f"{on[:4]}-{on[4:6]}-{on[6:8]}" if on else ""
        layout.symbol = lean[2].upper() if lean else ""
    values = [p for p in range(width) if p != date and p > layout.roles["date"] and _is_numeric(rows, layout, p)]
    texts = [p for p in range(width) if p != date and not _is_numeric(rows, layout, p)]
    if values and date >= 0 and _is_clock(rows, layout, date + 1):
        layout.roles["time"] = date + 1
        values, texts = [p for p in values if p != date + 1], [p for p in texts if p != date + 1]
    layout.roles.update(zip(("open", "high", "low", "close"), values, strict=False))
    further = HEADERLESS.get(width, ("volume",))
    for name, position in zip(further, values[4:], strict=False):
        layout.names[position] = name
        if name == "volume":
            layout.roles["volume"] = position
    if texts:
        layout.roles["symbol"] = texts[0]


def _column(rows: Sequence[Sequence[str]], layout: Layout, position: int) -> list[str]:
    return [row[position] for row in rows[layout.first_row : layout.first_row + SEARCHED_ROWS] if position < len(row)]


def _is_numeric(rows: Sequence[Sequence[str]], layout: Layout, position: int) -> bool:
    cells = [cell for cell in _column(rows, layout, position) if cell.strip()]
    return bool(cells) and sum(map(is_number, cells)) >= 0.5 * len(cells)


def _is_clock(rows: Sequence[Sequence[str]], layout: Layout, position: int) -> bool:
    cells = _column(rows, layout, position)
    return bool(cells) and all(re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", cell.strip()) for cell in cells)


def _date_column(rows: Sequence[Sequence[str]], layout: Layout) -> int:
    for position in range(min(layout.n_columns, 8)):
        cells = _column(rows, layout, position)
        found = dates.guess(cells)
        if found is None or found.share < 0.9:
            continue
        if found.kind in dates.PATTERNS or position == 0 or (position == 1 and found.kind != "excel_serial"):
            return position
    return -1


def _date_by_content(layout: Layout, rows: Sequence[Sequence[str]]) -> None:
    """A header without a word for the date, or with one over something else: look at the cells."""
    if (layout.wide and "date" in layout.roles) or layout.base_on:
        return
    at = layout.roles.get("date")
    if at is not None and dates.guess(_column(rows, layout, at)) is not None:
        return
    found = _date_column(rows, layout)
    if found >= 0 and found not in [p for role, p in layout.roles.items() if role not in ("date", "time", "symbol")]:
        layout.roles["date"] = found
        for role in ("time", "symbol"):
            if layout.roles.get(role) == found:
                del layout.roles[role]
