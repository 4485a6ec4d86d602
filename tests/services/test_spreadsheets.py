import io

import openpyxl

from quantboard.services.spreadsheets import workbook


def read(columns, title="T"):
    return openpyxl.load_workbook(io.BytesIO(workbook(columns, title)))


def test_numbers_texts_and_gaps_come_back():
    book = read({"名称": ["贵州茅台", "a & <b>"], "n": [1.5, float("nan")], "k": [3, None], "is": [True, False]})
    assert list(book.active.values) == [
        ("名称", "n", "k", "is"),
        ("贵州茅台", 1.5, 3, 1),
        ("a & <b>", None, None, 0),
    ]


def test_no_text_is_a_formula_and_no_character_breaks_the_file():
    sheet = read({"x": ["=1+1", "@cmd", "a\x00b\x0b", " kept "]}, "a/b[c]").active
    assert [cell.value for cell in sheet["A"][1:]] == ["=1+1", "@cmd", "ab", " kept "]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert sheet.title == "a b c "


def test_the_head_stays_in_sight():
    assert read({"x": [1]}).active.freeze_panes == "A2"
