"""Workbooks: which sheets hold tables, and their cells as text."""

import datetime as dt
import re
import zipfile
from typing import Any

from quantboard.readers.containers import CorruptFile, Member
from quantboard.readers.layout import find
from quantboard.readers.mixed import mend
from quantboard.readers.sources import RowsSource


def open_sheets(member: Member) -> tuple[list[RowsSource], list[str], list[str]]:
    """The sheets that hold a table, the names of hidden ones that do, and of those that do not."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        with member.opened() as file:
            book = CalamineWorkbook.from_filelike(file)
        metadata = list(book.sheets_metadata)
    except (CalamineError, OSError, ValueError) as error:
        raise CorruptFile(f"{member.name} cannot be opened as a workbook: {error}.", "Save it again.") from None
    usable, hidden, others = [], [], []
    formulas = _has_empty_formulas(member)
    for sheet in metadata:
        cells = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        rows = [[_text(cell) for cell in row] for row in cells]
        layout = find(rows, sheet.name)
        if not {"open", "high", "low", "close"} <= set(layout.roles) and not layout.wide:
            others.append(sheet.name)
        elif sheet.visible != SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
        else:
            notes = tuple(mend(cells, rows, layout))
            usable.append(RowsSource(rows, sheet.name, f"{member.name}[{sheet.name}]", formulas, notes))
    if len(usable) == 1 and len(metadata) == 1:
        usable[0].stem = (
            member.stem if re.fullmatch(r"(?i)sheet ?\d*|prices?|data|table ?\d*", usable[0].stem) else usable[0].stem
        )
    return usable, hidden, others


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def _has_empty_formulas(member: Member) -> bool:
    """Whether the first sheet's XML has formulas without a stored result."""
    try:
        with member.opened() as file, zipfile.ZipFile(file) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
            head = sheet.read(1 << 20)
    except (zipfile.BadZipFile, KeyError, OSError):
        return False
    return re.search(rb"</f>\s*(?:<v\s*/>|<v></v>|</c>)", head) is not None
