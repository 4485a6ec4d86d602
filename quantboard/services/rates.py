"""How often one caller may ask: so many requests a minute and an hour, by setting."""

import math
import time

from quantboard.errors import LimitReached
from quantboard.queue import rates as counters
from quantboard.settings import settings

MINUTE, HOUR = 60, 3600


class TooManyRequests(LimitReached):
    """The caller asked more often than the instance allows; it may go on after ``retry_after_s`` seconds."""

    code = "request.too_many"

    def __init__(self, allowed: int, window: str, retry_after_s: int) -> None:
        message = f"More than {allowed} requests came in this {window}."
        super().__init__(message, f"Wait {retry_after_s} seconds, and then ask less often.")
        self.retry_after_s = retry_after_s


def spend(caller: str, times: int = 1, at: float | None = None) -> None:
    """Count one request of ``caller``, who may ask ``times`` as often as others; raises ``TooManyRequests``."""
    chosen = settings()
    instant = time.time() if at is None else at
    limits = [(MINUTE, "minute", chosen.api_per_minute * times), (HOUR, "hour", chosen.api_per_hour * times)]
    limits = [limit for limit in limits if limit[2]]
    counts = counters.count(caller, [seconds for seconds, _, _ in limits], instant) if limits else []
    for (seconds, window, allowed), n in reversed(list(zip(limits, counts, strict=True))):
        if n > allowed:
            raise TooManyRequests(allowed, window, max(1, math.ceil(seconds - instant % seconds)))
