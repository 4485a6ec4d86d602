import pytest

from quantboard.readers.names import symbol_of


@pytest.mark.parametrize(
    ("stem", "symbol"),
    [
        ("a", "a"),
        ("yahoofinance-AAPL-20040819-20180120", "AAPL"),
        ("EURUSD_15M", "EURUSD"),
        ("WIKI-AIG-2008-quandl", "AIG"),
        ("german_bank_IBM", "IBM"),
        ("000001.SZ", "000001.SZ"),
        ("BTCUSDT-1h-2021-05", "BTCUSDT"),
        ("4063-T-1d", "4063-T-1d"),  # two words of one symbol
        ("AAPL MSFT closes", "AAPL MSFT closes"),
    ],
)
def test_the_symbol_in_a_file_name(stem, symbol):
    assert symbol_of(stem) == symbol
