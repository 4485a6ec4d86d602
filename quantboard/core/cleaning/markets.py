"""Which market a table of bars comes from: the hours it trades, or the ending of its symbols. Arrays in, a guess out.

Nothing here is certain, and nothing is used without being said: a file of local hours does not name its clock.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Stamps
from quantboard.core.bars import MICROSECONDS_A_DAY

MINUTE = 60_000_000
FEWEST_BARS = 30
AGREE = 0.9  # share of bars that must lie inside the hours
FROM_DAY = 0.6  # share of days that must begin and end as the market does


@dataclass(frozen=True)
class Market:
    """An exchange: its calendar, its clock, and its hours in minutes after midnight."""

    calendar: str
    zone: str
    opens: int
    closes: int
    breaks: tuple[int, int] | None = None
    suffixes: tuple[str, ...] = ()


def _at(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


MARKETS = (
    Market("XNYS", "America/New_York", _at("9:30"), _at("16:00"), None, ("US", "O", "N", "NYSE", "NASDAQ")),
    Market(
        "XSHG", "Asia/Shanghai", _at("9:30"), _at("15:00"), (_at("11:30"), _at("13:00")),
        ("SZ", "SH", "SS", "XSHG", "XSHE", "SSE", "SZSE", "BJ"),
    ),
    Market("XHKG", "Asia/Hong_Kong", _at("9:30"), _at("16:00"), (_at("12:00"), _at("13:00")), ("HK", "XHKG")),
    Market("XTKS", "Asia/Tokyo", _at("9:00"), _at("15:00"), (_at("11:30"), _at("12:30")), ("T", "XTKS", "TYO")),
    Market("XTKS", "Asia/Tokyo", _at("9:00"), _at("15:30"), (_at("11:30"), _at("12:30"))),
    Market("XLON", "Europe/London", _at("8:00"), _at("16:30"), None, ("L", "XLON", "LON")),
    Market("XETR", "Europe/Berlin", _at("9:00"), _at("17:30"), None, ("DE", "F", "XETR", "ETR")),
    Market("XPAR", "Europe/Paris", _at("9:00"), _at("17:30"), None, ("PA", "XPAR", "AS", "BR")),
    Market("XMIL", "Europe/Rome", _at("9:00"), _at("17:30"), None, ("MI", "XMIL")),
    Market("XBOM", "Asia/Kolkata", _at("9:15"), _at("15:30"), None, ("NS", "BO", "NSE", "BSE")),
    Market("XKRX", "Asia/Seoul", _at("9:00"), _at("15:30"), None, ("KS", "KQ", "XKRX")),
    Market("XASX", "Australia/Sydney", _at("10:00"), _at("16:00"), None, ("AX", "XASX")),
    Market("XTSE", "America/Toronto", _at("9:30"), _at("16:00"), None, ("TO", "V", "XTSE")),
)  # fmt: skip
NOONS = tuple(market.breaks for market in MARKETS if market.breaks)
EXTENDED = Market("XNYS", "America/New_York", _at("4:00"), _at("20:00"))
QUOTES = ("USDT", "USDC", "BUSD", "USD", "BTC", "ETH", "EUR", "GBP", "JPY")
COINS = ("BTC", "ETH", "XBT", "LTC", "XRP", "SOL", "ADA", "DOGE", "BNB", "DOT", "BCH", "AVAX", "TRX", "LINK")


@dataclass(frozen=True)
class Hours:
    """What the times of day speak for: a market, and which end of a bar its stamp marks."""

    market: Market
    stamp: str


def by_symbol(symbols: Sequence[str]) -> Market | None:
    """The market whose ending (``.SZ``, ``.HK``) all symbols bear."""
    endings = {match[1].upper() for name in symbols[:200] if (match := re.search(r"[.\-_]([A-Za-z]{1,6})$", name))}
    if not endings or not all(re.search(r"[.\-_]([A-Za-z]{1,6})$", name) for name in symbols[:200]):
        return None
    found = {market.zone: market for market in reversed(MARKETS) for end in endings if end in market.suffixes}
    return next(iter(found.values())) if len(found) == 1 else None


def is_crypto(symbols: Sequence[str]) -> bool:
    """Whether every symbol is a coin against a currency: ``BTCUSDT``, ``ETH-USD``, ``btc/eur``."""
    names = [re.sub(r"[^A-Z]", "", name.upper()) for name in symbols[:200]]
    pairs = [any(name == coin + quote for coin in COINS for quote in QUOTES if coin != quote) for name in names]
    return bool(pairs) and all(pairs)


def by_hours(written: Stamps, interval: int) -> Hours | None:
    """Stamps (T,) as written, one symbol's or several's, and the bar's length in µs → the market of those hours.

    A day's first and last bar and the break at noon tell markets apart; a table that trades around the clock, or on
    weekends, is none of them.
    """
    length = interval // MINUTE
    if len(written) < FEWEST_BARS or not 1 <= length <= 60:
        return None
    days, minutes = written // MICROSECONDS_A_DAY, (written % MICROSECONDS_A_DAY) // MINUTE
    if (np.unique(days + 3) % 7 >= 5).any():  # 1970-01-01 was a Thursday
        return None
    if length == 60 and not (minutes % 60).any():  # hours on the hour fit half the world
        return None
    _, which = np.unique(days, return_inverse=True)
    first, last = np.full(which.max() + 1, 1 << 20), np.full(which.max() + 1, -1)
    np.minimum.at(first, which, minutes)
    np.maximum.at(last, which, minutes)
    for market in MARKETS:
        for stamp in ("start", "close"):
            if _fits(market, stamp, length, minutes, first, last):
                return Hours(market, stamp)
    return _extended(minutes, first, last)


def _fits(market: Market, stamp: str, length: int, minutes: np.ndarray, first: np.ndarray, last: np.ndarray) -> bool:
    shift = length if stamp == "close" else 0
    least, most = market.opens + shift, market.closes - length + shift
    starts = float(np.mean((first >= least) & (first < least + max(length, 2))))
    # the last bar may be a short one: 15:30 of hours that begin at 9:30
    ends = float(np.mean((last > most - max(length, 2)) & (last < most + length)))
    inside = float(np.mean((minutes >= least) & (minutes < most + length)))
    if starts < FROM_DAY or ends < FROM_DAY or inside < AGREE:
        return False
    if stamp == "close" and length == 1 and (first == market.opens).mean() > 0.1:
        return False
    open_at = minutes - shift
    if market.breaks:
        return float(np.mean((open_at >= market.breaks[0]) & (open_at < market.breaks[1]))) < 0.005
    noons = [(open_at >= a) & (open_at < b) for a, b in NOONS]
    return all(float(np.mean(noon)) > 0.02 for noon in noons)


def _extended(minutes: np.ndarray, first: np.ndarray, last: np.ndarray) -> Hours | None:
    """New York with the hours before and after the session: from four in the morning to eight in the evening."""
    early = float(np.mean((first >= EXTENDED.opens) & (first < EXTENDED.opens + 90)))
    late = float(np.mean((last < EXTENDED.closes) & (last >= EXTENDED.closes - 90)))
    inside = bool(((minutes >= EXTENDED.opens) & (minutes < EXTENDED.closes)).all())
    return Hours(EXTENDED, "start") if inside and early > FROM_DAY and late > FROM_DAY else None
