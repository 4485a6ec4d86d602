import pytest

from quantboard.readers.headers import extra_name, role_of, roles_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("<CLOSE>", "close"), ("Close/Last", "close"), ("Adj. Close", "adj_close"), ("收盘价", "close"),
        ("成交额", "amount"), ("Eröffnung", "open"), ("PX_LAST", "close"), ("px_open", "open"), ("Vol.", "volume"),
        ("trade_date", "date"), ("Timestamp (UTC)", "date"), ("\ufeffDate", "date"), ("日期", "date"),
        ("代码", "symbol"), ("Bid", ""),
    ],
)  # fmt: skip
def test_roles(header, role):
    assert role_of(header) == role


def test_the_better_name_wins():
    assert roles_of(["Date", "Price", "Open", "High", "Low"])["close"] == 1
    assert roles_of(["Date", "Price", "Close"])["close"] == 2
    assert roles_of(["Name", "Ticker", "Date"])["symbol"] == 1
    assert roles_of(["Time", "Open"])["date"] == 0


def test_further_columns():
    assert [extra_name(name, 3) for name in ("Ex-Dividend", "Adj. Open", "Change %", "")] == [
        "dividend", "adj_open", "change_pct", "column_4",
    ]  # fmt: skip
