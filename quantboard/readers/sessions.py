"""Exchange calendars: which one a table of bars keeps, and its sessions.

The days come from a table that ships (``library/calendars.json``, written by ``docs/calendars.py``): no wait.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from quantboard.core.bars import is_intraday
from quantboard.core.cleaning import coverage, markets
from quantboard.core.cleaning.coverage import Days
from quantboard.core.cleaning.quality import Rows

TRIED = ("XNYS", "XSHG", "XHKG", "XTKS", "XLON", "XETR", "XPAR", "XMIL", "XTSE", "XASX", "XKRX", "XBOM")
FEWEST_DAYS = 20


@dataclass(frozen=True)
class Calendar:
    """A calendar's name and its sessions over a table's span."""

    name: str
    sessions: Days


def calendar_of(rows: Rows, days: Days, zone: str) -> Calendar | None:
    """The calendar that the days of a table (R,) keep; none for weekly and longer bars or a handful of days."""
    traded = np.unique(days)
    if len(traded) < FEWEST_DAYS or not (rows.interval == "1d" or is_intraday(rows.interval)):
        return None
    first, last = int(traded[0]), int(traded[-1])
    kind = coverage.around_the_clock(traded)
    if kind == coverage.EVERY_DAY or markets.is_crypto(rows.names):
        return Calendar(coverage.EVERY_DAY, coverage.plain_sessions(coverage.EVERY_DAY, first, last))
    tried = {name: sessions_of(name, first, last) for name in _candidates(rows.names, zone, is_intraday(rows.interval))}
    fitting = [name for name, sessions in tried.items() if coverage.fits(traded, sessions)]

    def misfit(name: str) -> tuple[float, float]:
        off, lacking = coverage.fit(traded, tried[name])
        return round(off, 3), round(lacking, 1)

    best = min(fitting, key=misfit, default="")  # of those alike the one that is tried first
    return Calendar(best, tried[best]) if best else None


def _candidates(names: Sequence[str], zone: str, intraday: bool) -> list[str]:
    market = markets.by_symbol(names)
    first = [market.calendar] if market else []
    first += [one.calendar for one in markets.MARKETS if zone and one.zone == zone]
    rest = [] if market or (intraday and first) else list(TRIED)
    return list(dict.fromkeys([*first, *rest]))


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    text = (files("quantboard") / "library" / "calendars.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)["exchanges"]
    return found


def sessions_of(name: str, first: int, last: int) -> Days:
    """The sessions of an exchange from one day to another, as days since 1970; weekdays outside of its records."""
    table = _tables()[name]
    days = np.arange(first, last + 1)
    weekday = (days + 3) % 7 < 5  # 1970-01-01 was a Thursday
    known = (days >= table["first"]) & (days <= table["last"])
    closed, weekend = (np.isin(days, np.cumsum(table[kind])) for kind in ("closed", "weekend"))
    whole: Days = days[np.where(known, (weekday & ~closed) | weekend, weekday)]
    return whole


def early_of(name: str) -> Days:
    """The days on which an exchange closed early."""
    table = _tables().get(name)
    found: Days = np.cumsum(table["early"]) if table else np.zeros(0, dtype=np.int64)
    return found
