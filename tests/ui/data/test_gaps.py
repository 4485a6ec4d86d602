"""The map of gaps, the speed of an import, and the rows of versions."""

from quantboard.services.versions import CellChange, Difference, SymbolChange
from quantboard.ui.data.gaps import SHADES, gap_rows
from quantboard.ui.data.import_rows import speed_text
from quantboard.ui.data.versions_state import VersionsState
from quantboard.ui.text.catalogue import CHINESE, ENGLISH

COVERAGE = [
    {"symbol": "B", "missing": 3, "expected": 60, "months": [("2020-01", 2, 20), ("2020-03", 1, 20)]},
    {"symbol": "A", "missing": 0, "expected": 60, "months": []},
]


def test_months_that_lack_are_shaded_by_their_share() -> None:
    heads, rows = gap_rows(COVERAGE, ENGLISH)
    assert heads == ["2020-01", "2020-03"]
    assert [(row.symbol, row.missing) for row in rows] == [("B", "3 / 60")]
    assert rows[0].cells[0].title == "2020-01: 2 of 20 missing"
    assert [cell.colour for cell in rows[0].cells] == [SHADES[2], SHADES[2]]
    assert gap_rows(COVERAGE[1:], ENGLISH) == ([], [])


def test_many_months_are_summed_by_year() -> None:
    months = [(f"{year}-{month:02d}", 1, 20) for year in range(2000, 2004) for month in range(1, 13)]
    heads, rows = gap_rows([{"symbol": "A", "missing": 48, "expected": 960, "months": months}], CHINESE)
    assert heads == ["2000", "2001", "2002", "2003"]
    assert rows[0].cells[0].title == "2000：240 根中缺 12 根"


def test_speed_and_time_left() -> None:
    detail = {"rows": "1000000", "bytes": "50000000", "of_bytes": "500000000"}
    text = speed_text(detail, 0.1, 2.0, ENGLISH)
    assert text == "1,000,000 rows · 50.0 MB of 500.0 MB · 500,000 rows/s · about 18 s left"
    assert speed_text({"rows": "5"}, 0.1, 2.0, ENGLISH) == "5 rows"
    assert speed_text({}, 0.5, 1.0, ENGLISH) == ""


def test_a_difference_as_rows() -> None:
    state = VersionsState()
    cells = (CellChange("A", "2020-01-02", "close", "changed", 10.0, None),)
    symbols = (SymbolChange("A", 0, 0, 1, {"close": 1}),)
    state._show(Difference("a", "b", False, symbols, 1, "A", cells, 1, 50, 0), ENGLISH)
    assert (state.cells[0].before, state.cells[0].after, state.cells[0].kind) == ("10", "–", "changed")
    assert state.symbols[0].columns == "close 1"
    assert state.span == "Cells of A: 1 to 1 of 1"
