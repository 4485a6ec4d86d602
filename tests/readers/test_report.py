import pytest

from quantboard.readers.plan import ReadPlan
from quantboard.readers.read import read
from quantboard.readers.report import MOST_BAD, TooManyBadRows, refuse_if_hopeless

HEAD = "symbol,date,open,high,low,close\n"


def test_bad_cells_know_line_column_text_and_symbol(tmp_path):
    path = tmp_path / "a.csv"
    days = range(4, 29)
    path.write_text(HEAD + "".join(f"ABC,2021-01-{d:02d},1,2,0.5,{'n/d' if d == 9 else 1}\n" for d in days))
    (finding,) = [f for f in read(path, path.name).report.findings if f.code == "non_numeric_value"]
    place = finding.samples[0]
    assert (place.line, place.column, place.text, place.symbol) == (7, "close", "n/d", "ABC")
    assert finding.symbols == (("ABC", 1),)


def test_a_tenth_of_bad_rows_is_too_many(tmp_path):
    assert MOST_BAD == 0.1
    path = tmp_path / "a.csv"
    days = range(4, 29)
    path.write_text(HEAD + "".join(f"A,2021-01-{d:02d},1,2,0.5,{'bad' if d % 3 else 1}\n" for d in days))
    with pytest.raises(TooManyBadRows, match="no numbers"):
        read(path, path.name)
    assert read(path, path.name, {"bad_rows": "drop"}).report.rows_kept == 8
    refuse_if_hopeless([], ReadPlan(), 0)
