"""Loops of momentum that look at runs, turns and straightness."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, READ, WRITE, kernel

NOTHING = 1e-14


@kernel(takes=(READ, READ, READ, COUNT, WRITE, WRITE))
def vortex(high: Vector, low: Vector, close: Vector, n: int, plus: Vector, minus: Vector) -> None:
    """Upward and downward vortex: Σ |high − low before| and Σ |low − high before| over Σ true range of ``n`` bars."""
    ups, downs, reaches = np.zeros(n), np.zeros(n), np.zeros(n)
    up, down, reach, at = 0.0, 0.0, 0.0, 0
    for t in range(1, len(close)):
        u, d = abs(high[t] - low[t - 1]), abs(low[t] - high[t - 1])
        before = close[t - 1]
        r = max(high[t] - low[t], max(abs(before - high[t]), abs(before - low[t])))
        up += u - ups[at]
        down += d - downs[at]
        reach += r - reaches[at]
        ups[at], downs[at], reaches[at] = u, d, r
        at = at + 1 if at + 1 < n else 0
        if t >= n:
            plus[t] = up / reach if reach > NOTHING else 0.0
            minus[t] = down / reach if reach > NOTHING else 0.0


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def straightness(x: Vector, n: int, which: int, out: Vector) -> None:
    """Net move over path of ``n`` rows (0: efficiency ratio), or range of ``n`` closes over path (1: VHF)."""
    path = 0.0
    for t in range(1, len(x)):
        path += abs(x[t] - x[t - 1])
        if t > n:
            path -= abs(x[t - n] - x[t - n - 1])
        if t % 64 == 0 and t >= n:
            path = 0.0
            for s in range(t - n + 1, t + 1):
                path += abs(x[s] - x[s - 1])
        if which == 0 and t >= n:
            out[t] = min(abs(x[t] - x[t - n]) / path, 1.0) if path > NOTHING else 1.0
        elif which == 1 and t >= n:
            most, least = -np.inf, np.inf
            for s in range(t - n + 1, t + 1):
                most, least = max(most, x[s]), min(least, x[s])
            out[t] = (most - least) / path if path > NOTHING else 0.0


@kernel(takes=(READ, WRITE))
def streaks(x: Vector, out: Vector) -> None:
    """How many rows in a row it has risen (positive) or fallen (negative); 0 where it stands."""
    run = 0.0
    for t in range(len(x)):
        move = x[t] - x[t - 1] if t > 0 else 0.0
        if move > 0.0:
            run = run + 1.0 if run > 0.0 else 1.0
        elif move < 0.0:
            run = run - 1.0 if run < 0.0 else -1.0
        else:
            run = 0.0
        out[t] = run


@kernel(takes=(READ, READ, COUNT, WRITE, WRITE))
def fisher(high: Vector, low: Vector, n: int, out: Vector, late: Vector) -> None:
    """Ehlers' transform of the middle's place in its range, and the same one row late."""
    value, made = 0.0, 0.0
    for t in range(n - 1, len(high)):
        most, least = -np.inf, np.inf
        for s in range(t - n + 1, t + 1):
            middle = (high[s] + low[s]) / 2.0
            most, least = max(most, middle), min(least, middle)
        middle = (high[t] + low[t]) / 2.0
        at = (middle - least) / (most - least) - 0.5 if most > least else 0.0
        value = min(max(0.66 * at + 0.67 * value, -0.999), 0.999)
        before = made
        made = 0.5 * np.log((1.0 + value) / (1.0 - value)) + 0.5 * made
        if t > n - 1:
            out[t], late[t] = made, before


@kernel(takes=(READ, COUNT, WRITE))
def schaff(x: Vector, n: int, out: Vector) -> None:
    """A stochastic of ``n`` rows of a stochastic of ``n`` rows, each smoothed by one half; 0 to 100."""
    inner = np.empty(len(x))
    first, second, raw, again = 0.0, 0.0, 0.0, 0.0
    for t in range(n - 1, len(x)):
        most, least = -np.inf, np.inf
        for s in range(t - n + 1, t + 1):
            most, least = max(most, x[s]), min(least, x[s])
        raw = 100.0 * (x[t] - least) / (most - least) if most > least else raw
        first = raw if t == n - 1 else first + 0.5 * (raw - first)
        inner[t] = first
        if t < 2 * n - 2:
            continue
        most, least = -np.inf, np.inf
        for s in range(t - n + 1, t + 1):
            most, least = max(most, inner[s]), min(least, inner[s])
        again = 100.0 * (first - least) / (most - least) if most > least else again
        second = again if t == 2 * n - 2 else second + 0.5 * (again - second)
        out[t] = second
