"""What a run will take, before it starts: bars, seconds, memory; and a shorter period where that is a lot."""

import datetime as dt
from dataclasses import dataclass

from quantboard.queue.names import Job
from quantboard.services.traits import limits_of
from quantboard.settings import settings

# Measured with a strategy of a few indicators on a million minute bars (CPU time, checks of the result included); a run
# reads and shows to the strategy every bar of its symbols, but trades and checks only those of its period.
BASE_S, READ_NS, PERIOD_NS = 1.0, 500.0, 1500.0
BASE_MB, READ_BYTES, PERIOD_BYTES = 250.0, 300.0, 120.0
LONG_S = 30.0
SHARE_OF_LIMIT = 0.5


@dataclass(frozen=True)
class Facts:
    """What is known of a dataset without reading it."""

    n_rows: int
    n_symbols: int
    first: str
    last: str


@dataclass(frozen=True)
class Estimate:
    """``shorter_from`` is a first day that makes the run cheap; empty where it is cheap, or cannot become so."""

    n_bars: int
    n_symbols: int
    seconds: float
    memory_mb: float
    limit_mb: float
    is_costly: bool
    is_too_big: bool
    shorter_from: str = ""


def estimate(facts: Facts, n_symbols: int, from_on: str = "", to_on: str = "") -> Estimate:
    """The run on ``n_symbols`` of the dataset's symbols between two days, inclusive; empty = all."""
    days = _days(facts.first, facts.last)
    first, last = max(from_on or facts.first, facts.first), min(to_on or facts.last, facts.last)
    share = _days(first, last) / days if first <= last else 0.0
    per_symbol = facts.n_rows / max(facts.n_symbols, 1)
    n_read, n_bars = per_symbol * n_symbols, round(per_symbol * share)
    seconds, memory_mb = _cost(n_read, n_bars * n_symbols)
    limit_mb = float(limits_of(Job.RUN_BACKTEST).memory_mb)
    most_s = min(LONG_S, settings().job_time_limit_s * SHARE_OF_LIMIT)
    is_costly = seconds > most_s or memory_mb > limit_mb * SHARE_OF_LIMIT
    shorter = _shorter(n_read, n_bars * n_symbols, most_s, limit_mb * SHARE_OF_LIMIT) if is_costly else 1.0
    return Estimate(
        n_bars,
        n_symbols,
        seconds,
        memory_mb,
        limit_mb,
        is_costly,
        memory_mb > limit_mb,
        _later(first, last, shorter) if 0.0 < shorter < 1.0 else "",
    )


def _cost(n_read: float, n_cells: float) -> tuple[float, float]:
    """Seconds and megabytes."""
    seconds = BASE_S + (n_read * READ_NS + n_cells * PERIOD_NS) * 1e-9
    return seconds, BASE_MB + (n_read * READ_BYTES + n_cells * PERIOD_BYTES) / 1e6


def _shorter(n_read: float, n_cells: float, most_s: float, most_mb: float) -> float:
    """The share of the period that stays below both; 0 where even a tenth of it does not."""
    for tenths in range(9, 0, -1):
        seconds, memory_mb = _cost(n_read, n_cells * tenths / 10)
        if seconds <= most_s and memory_mb <= most_mb:
            return tenths / 10
    return 0.0


def _days(first: str, last: str) -> int:
    return (dt.date.fromisoformat(last[:10]) - dt.date.fromisoformat(first[:10])).days + 1


def _later(first: str, last: str, share: float) -> str:
    """The first day of the last ``share`` of a period."""
    days = max(1, int(_days(first, last) * share))
    return (dt.date.fromisoformat(last[:10]) - dt.timedelta(days=days - 1)).isoformat()
