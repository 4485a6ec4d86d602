"""How fast a job goes, and what that says about its end."""

SMOOTHING, LEAST_FOR_ETA = 0.2, 0.03


class Speed:
    """An exponential mean of progress speed, for the time that is left."""

    def __init__(self) -> None:
        self._mean: float | None = None
        self._last: tuple[float, float] | None = None

    def eta_s(self, fraction: float, at: float) -> float | None:
        """Seconds left, once enough is done to say."""
        if self._last is None or fraction < self._last[0]:
            self._last, self._mean = (fraction, at), None
            return None
        passed = at - self._last[1]
        if passed >= 0.1 and fraction > self._last[0]:
            speed = (fraction - self._last[0]) / passed
            self._mean = speed if self._mean is None else SMOOTHING * speed + (1 - SMOOTHING) * self._mean
            self._last = (fraction, at)
        if not self._mean or fraction < LEAST_FOR_ETA:
            return None
        return (1.0 - fraction) / self._mean
