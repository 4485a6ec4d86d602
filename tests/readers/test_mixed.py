import datetime as dt

import openpyxl

from quantboard.readers.read import read


def book(tmp_path, dates, closes=None):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["Date", "Open", "High", "Low", "Close"])
    for at, date in enumerate(dates):
        sheet.append([date, 1.0, 2.0, 0.5, closes[at] if closes else 1.5])
    path = tmp_path / "a.xlsx"
    made.save(path)
    return path


def test_dates_as_dates_text_and_numbers_become_one_column(tmp_path):
    days = [dt.date(2021, 1, d) for d in range(4, 9)]
    path = book(tmp_path, [*days, "11.01.2021", "25.01.2021", 44222, 44223])
    found = read(path, path.name)
    assert [str(day) for day in (found.rows.stamps * 1000).astype("datetime64[ns]").astype("datetime64[D]")[-4:]] == [
        "2021-01-11",
        "2021-01-25",
        "2021-01-26",
        "2021-01-27",
    ]
    note = next(note for note in found.notes if note.code == "mixed_cell_types")
    assert "2, 7, 9" in note.message


def test_numbers_stored_as_text_are_read_and_told(tmp_path):
    days = [dt.date(2021, 1, d) for d in range(4, 15)]
    path = book(tmp_path, days, [1.5] * 10 + ["1.25"])
    found = read(path, path.name)
    assert found.rows.columns["close"][-1] == 1.25
    assert "rows 12" in next(note.message for note in found.notes if note.code == "number_stored_as_text")
