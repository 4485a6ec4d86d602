"""Counts what each caller did in the present windows of time: in Redis where there is one, else in this process."""

import threading
import time
from collections.abc import Sequence

import redis

from quantboard.queue.broker import client, is_stub

PREFIX = "qb:rate:"
_here: dict[tuple[str, int], tuple[int, int]] = {}  # (key, seconds) → (slot, count)
_lock = threading.Lock()
MOST_KEPT = 20_000


def count(key: str, windows: Sequence[int], at: float | None = None) -> list[int]:
    """One more deed of ``key``; how many there are now in the present window of each length in seconds."""
    instant = time.time() if at is None else at
    if not is_stub():
        try:
            return _in_redis(key, windows, instant)
        except (redis.RedisError, OSError):
            pass  # the broker is away: this process counts alone until it is back
    return _in_memory(key, windows, instant)


def forget() -> None:
    """Begin anew (in this process)."""
    with _lock:
        _here.clear()


def _in_redis(key: str, windows: Sequence[int], instant: float) -> list[int]:
    with client().pipeline(transaction=False) as line:
        for seconds in windows:
            name = f"{PREFIX}{key}:{seconds}:{int(instant // seconds)}"
            line.incr(name)
            line.expire(name, seconds * 2)
        return [int(n) for n in line.execute()[::2]]


def _in_memory(key: str, windows: Sequence[int], instant: float) -> list[int]:
    found = []
    with _lock:
        if len(_here) > MOST_KEPT:
            _drop_old(instant)
        for seconds in windows:
            slot = int(instant // seconds)
            kept, n = _here.get((key, seconds), (slot, 0))
            n = n + 1 if kept == slot else 1
            _here[(key, seconds)] = (slot, n)
            found.append(n)
    return found


def _drop_old(instant: float) -> None:
    for key, (slot, _) in list(_here.items()):
        if slot != int(instant // key[1]):
            del _here[key]
