"""A symbol from the name of a file: ``yahoofinance-AAPL-20040819-20180120`` means AAPL."""

import re

NOISE = frozenset(
    (
        "daily", "day", "hourly", "hour", "minute", "min", "weekly", "monthly", "intraday", "iday", "data", "history",
        "historical", "hist", "prices", "price", "ohlc", "ohlcv", "bars", "candles", "klines", "quotes", "export",
        "download", "adjusted", "adj", "raw", "unadjusted", "stock", "stocks", "index", "trade", "trades", "yahoo",
        "yahoofinance", "yfinance", "googlefinance", "google", "quandl", "wiki", "nasdaq", "nyse", "com", "stooq",
        "investing", "alphavantage", "tushare", "akshare", "baostock", "binance", "coinbase", "kraken", "bitstamp",
        "dukascopy", "metatrader", "mt4", "mt5", "polygon", "tiingo", "eod", "utf8", "gbk", "cp1252", "csv", "final",
        "new", "copy", "clean", "cleaned", "fixed",
        "corrected", "repaired", "malformed", "bad", "broken", "to", "from", "bid", "ask", "mid", "spot",
        "perp", "part", "sample", "test",
    )
)  # fmt: skip
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
PERIOD = re.compile(rf"(?i)\d{{1,2}}|(?:19|20)\d{{2}}|\d{{8}}|(?:19|20)\d{{4}}|{MONTH}\d{{0,4}}|\d{{4}}{MONTH}|q[1-4]")
LENGTH = re.compile(r"(?i)\d{1,3}(?:s|sec|m|mi|min|h|hour|d|w|mo|y)|[mhdw]\d{1,3}|[dhmw]")
TICKER = re.compile(r"\^?[A-Z]{1,8}|[A-Z0-9]{2,10}(?:[.=][A-Z0-9]{1,5})?|\d{6}(?:\.[A-Za-z]{2,4})?")


def symbol_of(stem: str) -> str:
    """The one word of a file's name that is no date, period or source; the whole stem where several are left."""
    words = [word for word in re.split(r"[\s_\-+()\[\],]+", stem) if word]
    if len(words) < 2:
        return stem
    left = [word for word in words if not _is_noise(word)]
    if len(left) == 1:
        return left[0]
    tickers = [word for word in left if TICKER.fullmatch(word) and not word.isdigit()]
    return tickers[0] if len(tickers) == 1 and len(left) > 1 and not _has_suffix(left, tickers[0]) else stem


def _is_noise(word: str) -> bool:
    return word.lower() in NOISE or PERIOD.fullmatch(word) is not None or LENGTH.fullmatch(word) is not None


def _has_suffix(words: list[str], ticker: str) -> bool:
    """``4063-T`` and ``BRK-B`` are one symbol of two words: what stands before a single letter matters."""
    at = words.index(ticker)
    return at > 0 and len(ticker) <= 2
