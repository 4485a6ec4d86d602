import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from quantboard.readers.containers import CorruptArchive, CorruptFile, open_container
from quantboard.readers.read import Undecided, read
from quantboard.readers.sheets import open_sheets


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, is_hidden in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(["Date", "Open", "High", "Low", "Close", "Volume"])
        for day in range(1, 11):
            sheet.append([dt.date(2021, 1, day), 10, 11, 9, 10.5, 100])
        sheet.sheet_state = "hidden" if is_hidden else "visible"
    book.create_sheet("Notes").append(["see the other sheets"])
    book.save(path)
    return path


def test_sheets_are_symbols_and_asked_about(tmp_path):
    path = workbook(tmp_path / "book.xlsx", AAA=False, BBB=False, OLD=True)
    with pytest.raises(Undecided, match="AAA, BBB"):
        read(path, path.name)
    found = read(path, path.name, {"sheets": "all"})
    assert found.rows.symbols == ("AAA", "BBB")
    assert "OLD (hidden)" in found.notes[0].message
    assert read(path, path.name, {"sheets": "BBB"}).rows.symbols == ("BBB",)


def test_one_table_needs_no_answer(tmp_path):
    path = workbook(tmp_path / "one.xlsx", AAA=False)
    usable, hidden, others = open_sheets(open_container(path).members[0])
    assert ([sheet.stem for sheet in usable], hidden, others) == (["AAA"], [], ["Notes"])


def test_a_broken_workbook(tmp_path):
    path = workbook(tmp_path / "one.xlsx", AAA=False)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises((CorruptArchive, CorruptFile)):
        read(path, path.name)


def test_the_old_format_too() -> None:
    path = Path(__file__).parents[1] / "data" / "prices.xls"
    found = read(path, path.name)
    assert (found.rows.symbols, found.report.rows_kept, found.plan.interval) == (("Prices",), 30, "1d")
    assert found.rows.columns["close"][0] == 10.6
    assert "ignored_sheets" in {note.code for note in found.notes}
