"""Numbers and dates for eyes. Inside, everything is a fraction; percent exists only here."""

from datetime import datetime
from math import isfinite

NOT_AVAILABLE = "n/a"


def percent(fraction: float | None, decimals: int = 2, *, signed: bool = False) -> str:
    """``0.1234`` → ``12.34 %``."""
    if fraction is None or not isfinite(fraction):
        return NOT_AVAILABLE
    return f"{fraction * 100:{'+' if signed else ''},.{decimals}f} %".replace("-", "−")


def number(value: float | None, decimals: int = 2) -> str:
    """``12345.678`` → ``12,345.68``."""
    if value is None or not isfinite(value):
        return NOT_AVAILABLE
    return f"{value:,.{decimals}f}".replace("-", "−")


def whole(value: int | None) -> str:
    """``12345`` → ``12,345``."""
    return NOT_AVAILABLE if value is None else f"{value:,}".replace("-", "−")


def money(value: float | None) -> str:
    """Two decimals below a million, none above."""
    if value is None or not isfinite(value):
        return NOT_AVAILABLE
    return number(value, 0 if abs(value) >= 1e6 else 2)


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
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def instant(moment: datetime | None) -> str:
    """ISO date and minute; the zone is UTC as everywhere inside."""
    return NOT_AVAILABLE if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def sign_of(value: float | None) -> int:
    """−1, 0 or 1: what ``parts.signed`` colours by."""
    return 0 if value is None or not isfinite(value) else (value > 0) - (value < 0)
