"""Header names in English, Chinese and German → what the column is."""

import re
from collections.abc import Sequence

SYNONYMS: dict[str, tuple[str, ...]] = {
    "date": (
        "date", "datetime", "date time", "timestamp", "dt", "day", "trade date", "trading date", "tradedate",
        "session", "t", "ts", "open time", "opentime", "dates", "datum", "zeitpunkt", "gmt time", "utc time",
        "local time", "unix", "epoch", "unix timestamp", "bar time", "candle time", "price date", "quote date",
        "trading day", "tradingday", "date utc", "time utc", "open date", "timestamp ms", "business date", "fecha",
        "date heure", "begin", "begins at", "日期", "交易日期", "交易日", "时间", "日期时间", "交易时间", "时间戳",
        "行情时间", "时间日期", "数据日期", "交易時間", "交易日期時間", "日付", "年月日", "日時",
    ),
    "time": ("time", "clock", "zeit", "uhrzeit", "hour", "hora", "heure", "trade time", "时刻", "時刻"),
    "symbol": (
        "symbol", "ticker", "code", "name", "ts code", "tscode", "instrument", "security", "asset", "stock",
        "stock code", "secid", "sec code", "wind code", "order book id", "tic", "ric", "代码", "股票代码",
        "证券代码", "品种", "品种代码", "合约", "合约代码", "标的", "基金代码", "指数代码", "pair", "coin", "contract",
        "instrument id", "symbol id", "s info windcode", "bbg ticker", "ticker symbol", "股票", "标的代码", "交易对",
        "證券代號", "股票代號", "銘柄コード", "コード",
    ),
    "open": (
        "open", "o", "open price", "opening price", "first", "px open", "eröffnung", "eröffnungskurs", "erster",
        "px open last", "op", "open usd", "apertura", "ouverture", "premier", "開盤價", "開盤", "始値",
        "开盘", "开盘价", "今开", "开", "开盘价格", "开盘点位",
    ),
    "high": (
        "high", "h", "hi", "high price", "max", "highest", "px high", "hoch", "tageshoch", "höchst", "höchstkurs",
        "máximo", "maximo", "plus haut", "最高價", "高値", "最高", "最高价", "高", "最高价格", "最高点位",
    ),
    "low": (
        "low", "l", "lo", "low price", "min", "lowest", "px low", "tief", "tagestief", "tiefst", "tiefstkurs",
        "mínimo", "minimo", "plus bas", "最低價", "安値", "最低", "最低价", "低", "最低价格", "最低点位",
    ),
    "close": (
        "close", "c", "close price", "closing price", "last", "close last", "px last", "px close", "last price",
        "schluss", "schlusskurs", "schlußkurs", "letzter", "cl", "settle", "settlement", "cierre", "último", "ultimo",
        "clôture", "cloture", "dernier", "收盤價", "收盤", "終値", "收盘", "收盘价", "收", "收盘价格", "收盘点位",
    ),
    "volume": (
        "volume", "vol", "v", "shares", "total volume", "trade volume", "px volume", "qty", "quantity", "turnover",
        "volumen", "umsatz", "stück", "stueck", "volume shares", "volume traded", "traded volume", "base volume",
        "成交量", "成交量(股)", "成交量(手)", "总手", "量", "成交股數", "成交數量", "成交数量", "出来高", "交易量",
    ),
    "amount": (
        "amount", "value", "money", "total turnover", "trade amount", "turnover value", "quote volume", "成交额",
        "成交金额", "成交额(元)", "成交额(千元)", "金额", "额", "成交金額", "売買代金", "交易额",
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
UNIT = re.compile(
    r"\s*[\[(（](?:usd|eur|cny|rmb|gbp|jpy|hkd|us\$|\$|€|£|¥|utc|gmt|utc[+-]\d+|e[sd]?t|shares|lots|units|ms|s|points|"
    r"股|手|张|份|元|千元|万元|亿元|万股|点|港元|美元|円|株)[\])）]"
)
ROLE_OF = {name: role for role, names in SYNONYMS.items() for name in names}
SECOND_ROLE_OF = {name: role for role, names in SECOND_CHOICE.items() for name in names}


def plain(header: str) -> str:
    """``<CLOSE>``, ``Close/Last``, ``"Adj. Close"`` → lower-case words."""
    text = header.strip().strip("<>\"'\ufeff").strip().lower()
    text = re.sub(r"^\d{1,2}[.)]\s+", "", text)  # "4. close"
    if UNIT.search(text) and not UNIT.fullmatch(text):
        text = UNIT.sub("", text)
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
