import pytest

from quantboard.readers import wide
from quantboard.readers.read import Undecided, read

HEAD = "Date,AAPL_Open,AAPL_High,AAPL_Low,AAPL_Close,Open (MSFT),High (MSFT),Low (MSFT),Close (MSFT),Volume (MSFT)\n"


def test_names_that_hold_symbol_and_field(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text(HEAD + "".join(f"2021-01-{d:02d},1,2,0.5,1.5,10,20,5,15,7\n" for d in range(4, 30)))
    rows = read(path, path.name).rows
    assert rows.symbols == ("AAPL", "MSFT")
    assert rows.columns["close"][[0, -1]].tolist() == [1.5, 15.0]


def test_ordinary_names_are_no_symbols():
    assert wide.compound(["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume BTC"]) == []
    assert wide.compound(["date", "bid_open", "bid_high"]) == []


def test_a_column_of_closes_for_each_ticker_is_asked_about(tmp_path):
    path = tmp_path / "closes.csv"
    path.write_text("Date,AAPL,BRK.B\n" + "".join(f"2021-01-{d:02d},1{d},2{d}\n" for d in range(4, 30)))
    with pytest.raises(Undecided, match="closes alone"):
        read(path, path.name)
    found = read(path, path.name, {"closes": "yes"})
    assert found.rows.symbols == ("AAPL", "BRK.B")
    assert found.rows.columns["high"].tolist() == found.rows.columns["close"].tolist()
    assert "closes_only" in {note.code for note in found.notes}


def test_one_close_too(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Date,Close\n" + "".join(f"2021-01-{d:02d},1{d}\n" for d in range(4, 30)))
    assert read(path, path.name, {"closes": "yes"}).rows.columns["low"][0] == 14.0


def test_other_numbers_are_no_closes():
    assert wide.closes(["when", "user_id", "score"], [1, 2], 0) == []
    assert wide.closes(["Date", "AAPL", "note"], [1, 2], 0) == []
