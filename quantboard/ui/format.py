"""Numbers and dates for eyes. Inside, everything is a fraction; percent exists only here.

How a person likes them is the ``Style`` of the event at hand: the gate sets it from what the tab knows.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quantboard.charts.wording import FRACTIONS, WHOLE
from quantboard.ui.errors import SPOKEN
from quantboard.ui.text.catalogue import CHINESE

NOT_AVAILABLE = "n/a"
SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}
DATES = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "dots": "%d.%m.%Y", "chinese": "%Y年%m月%d日"}
UNITS = (("ms", "s", "min", "h"), ("毫秒", "秒", "分", "小时"))
STEPS = {"kmb": ((1e9, "B"), (1e6, "M"), (1e3, "K")), "wan": ((1e8, "亿"), (1e4, "万"))}


@dataclass(frozen=True)
class Style:
    """What the account chose; the defaults are those of a new account."""

    numbers: str = "full"  # full, kmb or wan
    decimals: int | None = None  # None: as many as each number wants
    currency: str = ""
    dates: str = "iso"
    zone: str = "UTC"

    @classmethod
    def of(cls, liked: Mapping[str, Any], browser_zone: str = "") -> "Style":
        """Of the account's preferences; ``browser`` as zone means that of the browser."""
        zone = liked.get("zone") or "browser"
        return cls(
            numbers=liked.get("numbers", "full"),
            decimals=liked.get("decimals"),
            currency=liked.get("currency", ""),
            dates=liked.get("dates", "iso"),
            zone=(browser_zone or "UTC") if zone == "browser" else zone,
        )


PLAIN = Style()
STYLE: ContextVar[Style] = ContextVar("style", default=PLAIN)


def percent(fraction: float | None, decimals: int = 2, *, signed: bool = False) -> str:
    """``0.1234`` → ``12.34 %``."""
    if fraction is None or not isfinite(fraction):
        return NOT_AVAILABLE
    return _minus(f"{fraction * 100:{'+' if signed else ''},.{_decimals(decimals)}f} %")


def number(value: float | None, decimals: int = 2) -> str:
    """``12345.678`` → ``12,345.68``."""
    if value is None or not isfinite(value):
        return NOT_AVAILABLE
    return _minus(f"{value:,.{_decimals(decimals)}f}")


def whole(value: int | None) -> str:
    """``12345`` → ``12,345``, or ``12.3K`` for who likes it short."""
    return NOT_AVAILABLE if value is None else _short(value) or _minus(f"{value:,}")


def money(value: float | None) -> str:
    """Two decimals below a million, none above; with the sign of the currency, if one was chosen."""
    if value is None or not isfinite(value):
        return NOT_AVAILABLE
    shown = _short(value) or number(value, 0 if abs(value) >= 1e6 else 2)
    symbol = SYMBOLS.get(STYLE.get().currency, "")
    return f"−{symbol}{shown[1:]}" if shown.startswith("−") else symbol + shown


def size(n_bytes: int) -> str:
    """``1500`` → ``1.5 kB``."""
    value = float(n_bytes)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def duration(seconds: float | None) -> str:
    """``95`` → ``1 min 35 s``."""
    if seconds is None or not isfinite(seconds):
        return NOT_AVAILABLE
    short, second, minute, hour = UNITS[SPOKEN.get() == CHINESE]
    if seconds < 1:
        return f"{seconds * 1000:.0f} {short}"
    if seconds < 60:
        return f"{seconds:.1f} {second}" if seconds < 10 else f"{seconds:.0f} {second}"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return _two(minutes, minute, rest, second)
    return _two(minutes // 60, hour, minutes % 60, minute)


def _two(much: int, unit: str, rest: int, smaller: str) -> str:
    return f"{much} {unit} {rest} {smaller}" if rest else f"{much} {unit}"


def instant(moment: datetime | None) -> str:
    """Day and minute in the person's zone; without a zone it is UTC, as everywhere inside."""
    if moment is None:
        return NOT_AVAILABLE
    there = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone_of(STYLE.get().zone))
    return f"{day(there.date())} {there:%H:%M}"


def day(on: date | str | None) -> str:
    """A session's day; ISO text, perhaps with a time behind it, is read too and else given back as it is."""
    if on is None or on == "":
        return NOT_AVAILABLE
    look = DATES.get(STYLE.get().dates, DATES["iso"])
    if isinstance(on, date):
        return on.strftime(look)
    try:
        return date.fromisoformat(on[:10]).strftime(look) + on[10:]
    except ValueError:
        return on


def stamp(text: str) -> str:
    """A bar's stamp as ``core`` writes it: a session's day as it is, an instant within a day in the person's zone."""
    if "T" not in text:
        return day(text)
    try:
        return instant(datetime.fromisoformat(text.replace("Z", "+00:00")))
    except ValueError:
        return text


def span(first: str, last: str) -> str:
    """From a day to a day."""
    return f"{day(first[:10])} – {day(last[:10])}"


def metric(name: str, value: float | None) -> str:
    """A metric by its name: percent, whole or with two decimals; n/a where it is undefined."""
    plain = name.removesuffix("_long").removesuffix("_short")
    if plain in FRACTIONS:
        return percent(value)
    if plain in WHOLE:
        return NOT_AVAILABLE if value is None else _minus(f"{value:,.0f}")
    return number(value)


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name, UTC for one that is unknown here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def sign_of(value: float | None) -> int:
    """−1, 0 or 1: what ``parts.signed`` colours by."""
    return 0 if value is None or not isfinite(value) else (value > 0) - (value < 0)


def _decimals(wanted: int) -> int:
    chosen = STYLE.get().decimals
    return wanted if chosen is None else chosen


def _short(value: float) -> str:
    """``1234567`` → ``1.23M``; empty where the person likes numbers in full, or the number is small."""
    for step, unit in STEPS.get(STYLE.get().numbers, ()):
        if abs(value) >= step:
            return _minus(f"{value / step:,.{_decimals(2)}f}{unit}")
    return ""


def _minus(text: str) -> str:
    return text.replace("-", "−")
