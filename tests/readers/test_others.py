import pytest

from quantboard.readers.others import OtherTable, kind_of
from quantboard.readers.read import read


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["19980102", "0.8893", "0.0357", "16.25"], ["20501231", "1", "1", "0"]], "factors"),
        ([["19980102", "aapl", "Q"], ["20501231", "aapl", "Q"]], "tickers"),
        ([["Date", "Dividends"], ["2020-02-07", "0.77"]], "actions"),
        ([["Date", "Open", "High", "Low"], ["2020-02-07", "1", "2", "1"]], ""),
        ([["20200102", "100.5", "101.2", "99.1"]], ""),  # a headerless table of prices
        ([], ""),
    ],
)
def test_known_tables_that_are_no_bars(rows, kind):
    assert kind_of(rows) == kind


def test_they_are_refused_by_their_name(tmp_path):
    path = tmp_path / "aapl.csv"
    path.write_text("19980102,0.8893,0.0357,16.25\n20501231,1,1,0\n")
    with pytest.raises(OtherTable, match=r"factor file .* with 2 rows"):
        read(path, path.name)
