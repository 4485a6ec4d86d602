"""Header names in English, Chinese and German → what the column is."""

import re
from collections.abc import Sequence

SYNONYMS: dict[str, tuple[str, ...]] = {
    "date": (
        "date", "datetime", "date time", "timestamp", "dt", "day", "trade date", "trading date", "tradedate",
        "session", "t", "ts", "open time", "opentime", "dates", "datum", "zeitpunkt", "gmt time", "utc time",
        "local time", "unix", "epoch", "unix timestamp", "bar time", "candle time", "price date", "quote date",
        "日期", "交易日期", "交易日", "时间", "日期时间", "交易时间", "时间戳",
    ),
    "time": ("time", "clock", "zeit", "uhrzeit", "hour", "时刻"),
    "symbol": (
        "symbol", "ticker", "code", "name", "ts code", "tscode", "instrument", "security", "asset", "stock",
        "stock code", "secid", "sec code", "wind code", "order book id", "tic", "ric", "代码", "股票代码",
        "证券代码", "品种", "品种代码", "合约", "合约代码", "标的", "基金代码", "指数代码",
    ),
    "open": (
        "open", "o", "open price", "opening price", "first", "px open", "eröffnung", "eröffnungskurs", "erster",
        "开盘", "开盘价", "今开", "开",
    ),
    "high": (
        "high", "h", "high price", "max", "highest", "px high", "hoch", "tageshoch", "höchst", "最高", "最高价", "高",
    ),
    "low": ("low", "l", "low price", "min", "lowest", "px low", "tief", "tagestief", "最低", "最低价", "低"),
    "close": (
        "close", "c", "close price", "closing price", "last", "close last", "px last", "px close", "last price",
        "schluss", "schlusskurs", "schlußkurs", "letzter", "收盘", "收盘价", "收",
    ),
    "volume": (
        "volume", "vol", "v", "shares", "total volume", "trade volume", "px volume", "qty", "quantity", "turnover",
        "volumen", "umsatz", "stück", "stueck", "volume shares", "成交量", "成交量(股)", "成交量(手)", "总手", "量",
    ),
    "amount": (
        "amount", "value", "money", "total turnover", "trade amount", "成交额", "成交金额", "成交额(元)",
        "成交额(千元)", "金额", "额",
    ),
    "adj_close": (
        "adj close", "adjusted close", "adj closing", "close adj", "adjclose", "adjusted closing price",
        "复权收盘价", "后复权价", "前复权价",
    ),
    "tick_volume": ("tickvol", "tick volume", "tick vol", "tickvolume", "ticks"),
}  # fmt: skip
SECOND_CHOICE = {
    "close": ("price", "kurs", "rate", "现价", "最新价"),
    "symbol": ("id", "isin", "名称"),
    "date": ("index",),
}
EXTRAS = {"ex-dividend": "dividend", "dividends": "dividend", "split ratio": "split", "stock splits": "split"}
QUOTE_COINS = ("usd", "usdt", "usdc", "busd", "eur", "gbp", "jpy", "cny", "krw", "try", "aud", "from", "to", "quote")
ROLE_OF = {name: role for role, names in SYNONYMS.items() for name in names}
SECOND_ROLE_OF = {name: role for role, names in SECOND_CHOICE.items() for name in names}


def plain(header: str) -> str:
    """``<CLOSE>``, ``Close/Last``, ``"Adj. Close"`` → lower-case words."""
    text = header.strip().strip("<>\"'\ufeff").strip().lower()
    text = re.sub(r"\s*[\[(（](?:usd|eur|cny|us\$|\$|utc|gmt|shares|股|手|元|千元|万元)[\])）]", "", text)
    return re.sub(r"[\s_./\\\-]+", " ", text).strip()


def role_of(header: str) -> str:
    """The role a header names, or nothing."""
    words = plain(header)
    if words in ROLE_OF:
        return ROLE_OF[words]
    if words.startswith("px ") and words[3:] in ROLE_OF:
        return ROLE_OF[words[3:]]
    return ""


def extra_name(header: str, position: int) -> str:
    """The name under which a further column is kept."""
    known = EXTRAS.get(header.strip().lower())
    name = known or re.sub(r"[^\w]+", "_", plain(header).replace("%", " pct")).strip("_")
    return name or f"column_{position + 1}"


def roles_of(headers: Sequence[str]) -> dict[str, int]:
    """First column of each role; weaker names count only where no stronger one stands."""
    found: dict[str, int] = {}
    for position, header in enumerate(headers):
        role = role_of(header)
        if role and role not in found:
            found[role] = position
    for position, header in enumerate(headers):
        role = SECOND_ROLE_OF.get(plain(header), "")
        if role and role not in found and position not in found.values():
            found[role] = position
    _prefer_codes(headers, found)
    _prefer_base_volume(headers, found)
    if "date" not in found and "time" in found:
        found["date"] = found.pop("time")
    return found


def _prefer_codes(headers: Sequence[str], found: dict[str, int]) -> None:
    """A column called ``Name`` is the symbol only when nothing better is there."""
    if "symbol" in found and plain(headers[found["symbol"]]) == "name":
        for position, header in enumerate(headers):
            if role_of(header) == "symbol" and plain(header) != "name":
                found["symbol"] = position


def _prefer_base_volume(headers: Sequence[str], found: dict[str, int]) -> None:
    """``volume_btc`` beside ``volume`` (or ``Volume USD``): the base coin's is the volume."""
    for position, header in enumerate(headers):
        words = plain(header).split()
        if len(words) == 2 and words[0] == "volume" and words[1] not in QUOTE_COINS and len(words[1]) <= 5:
            found["volume"] = position
            return
