import pytest

from quantboard.readers.layout import delimiter_of, find

ROW = ["2021-01-0{}", "10", "11", "9", "10.5", "7"]


def rows(n=5):
    return [[cell.format(d) for cell in ROW] for d in range(1, n + 1)]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(mark):
    assert delimiter_of([mark.join(row) for row in rows()]) == mark


def test_decimal_commas_do_not_look_like_delimiters():
    assert delimiter_of(["04.01.2021;134,54;134,71;132,71;133,26"] * 5) == ";"


def test_titles_above_the_header_are_left_out():
    found = find([["My export"], [], ["Date", "Open", "High", "Low", "Close", "Volume"], *rows()], "x")
    assert (found.header_rows, found.first_row, found.roles["close"]) == ((2,), 3, 4)


def test_two_header_rows():
    found = find(
        [["Date", "Price", "", "", "", "Turnover"], ["", "Open", "High", "Low", "Close", "Shares"], *rows()], "x"
    )
    assert found.header_rows == (0, 1)
    assert found.roles == {"date": 0, "open": 1, "high": 2, "low": 3, "close": 4, "volume": 5}


def test_no_header():
    found = find(rows(), "x")
    assert (found.header_rows, found.first_row) == ((), 0)
    assert found.roles == {"date": 0, "open": 1, "high": 2, "low": 3, "close": 4, "volume": 5}


def test_symbols_side_by_side():
    fields = ["Price", *["Close", "High", "Low", "Open"] * 2]
    tickers = ["Ticker", *["AAA"] * 4, *["BBB"] * 4]
    body = [[f"2021-01-0{d}", *["1", "2", "0.5", "1"] * 2] for d in range(1, 5)]
    found = find([fields, tickers, ["Date", *[""] * 8], *body], "x")
    assert [(group.symbol, group.columns["close"]) for group in found.wide] == [("AAA", 1), ("BBB", 5)]


def test_a_date_in_the_file_name():
    found = find([["0", "1", "2", "0.5", "1", "7"], ["60000", "1", "2", "0.5", "1", "7"]], "20131004_spy_minute_trade")
    assert (found.base_on, found.symbol) == ("2013-10-04", "SPY")


def test_an_index_before_a_compact_date():
    body = [[str(d), f"2021010{d + 1}", "1", "2", "0.5", "1"] for d in range(5)]
    found = find([["", "trade_date", "open", "high", "low", "close"], *body], "x")
    assert (found.first_row, found.roles["date"]) == (1, 1)


def test_spaces_divide_only_where_nothing_else_does() -> None:
    assert delimiter_of(["Date Open High Low Close"] + ["2021-01-04 1 2 0.5 1"] * 5) == " "
    assert delimiter_of(["Date;Open;High;Low;Close"] + ["2021-01-04 09:30;1;2;0.5;1"] * 5) == ";"
