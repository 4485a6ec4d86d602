"""A run that lives as the page shows it: the curve as points of a drawing, the log as lines that can be filtered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quantboard.ui import format
from quantboard.ui.text.catalogue import catalogue, say

WIDTH, HEIGHT, EDGE = 1000, 220, 8
KINDS = ("fill", "step", "warning")
MOST_LINES, MOST_SHOWN = 600, 120


@dataclass(frozen=True)
class Curve:
    """The equity so far; ``points`` is empty while there is none."""

    points: str = ""
    area: str = ""
    base: str = ""  # the height of the initial capital
    value: str = ""
    change: str = ""
    sign: int = 0
    n_bars: str = ""
    n_period: str = ""


@dataclass(frozen=True)
class LogLine:
    """One thing that happened: a step of the job, a fill, a warning. ``at`` of a fill is the date of its bar."""

    kind: str
    at: str
    symbol: str
    text: str


def curve_of(detail: Mapping[str, str], cash: float) -> Curve | None:
    """The drawing of what a message tells; ``None`` where it tells of no curve."""
    values = [float(one) for one in json.loads(detail.get("equity") or "[]")]
    if len(values) < 2:
        return None
    n_bars, n_period = int(detail["n_bars"]), int(detail["n_period"])
    low, high = min(*values, cash), max(*values, cash)
    room = (high - low) or 1.0
    width = WIDTH * n_bars / max(n_period, 1)
    xs = [round(width * k / (len(values) - 1), 1) for k in range(len(values))]
    ys = [_height(value, low, room) for value in values]
    points = " ".join(f"{x},{y}" for x, y in zip(xs, ys, strict=True))
    gain = values[-1] / cash - 1
    return Curve(
        points=points,
        area=f"{xs[0]},{HEIGHT} {points} {xs[-1]},{HEIGHT}",
        base=str(_height(cash, low, room)),
        value=format.money(values[-1]),
        change=format.percent(gain, signed=True),
        sign=format.sign_of(gain),
        n_bars=f"{n_bars:,}",
        n_period=f"{n_period:,}",
    )


def _height(value: float, low: float, room: float) -> float:
    return round(EDGE + (HEIGHT - 2 * EDGE) * (1 - (value - low) / room), 1)


def fills_of(detail: Mapping[str, str], seen: int, language: str) -> tuple[list[LogLine], int]:
    """The fills after number ``seen`` that a message tells of, and the number of the last; a gap is told."""
    rows: list[list[Any]] = [one for one in json.loads(detail.get("fills") or "[]") if one[0] > seen]
    if not rows:
        return [], seen
    lines = [_fill(one, language) for one in rows]
    missed = rows[0][0] - seen - 1
    if missed:
        lines.insert(0, LogLine("fill", lines[0].at, "", say(language, "live.missed", n=f"{missed:,}")))
    return lines, int(rows[-1][0])


def _fill(row: Sequence[Any], language: str) -> LogLine:
    _, at, symbol, side, units, price, reason = row
    text = say(
        language,
        "live.fill",
        side=say(language, f"live.{side}"),
        units=f"{float(units):,.6g}",
        price=format.number(float(price)),
        reason=say(language, f"report.reason_{reason}"),
    )
    return LogLine("fill", format.stamp(at), symbol, text)


def steps_of(log: str, language: str) -> list[LogLine]:
    """The lines of a job's log: instant, level, text."""
    found = []
    for line in log.splitlines():
        at, _, rest = line.partition("  ")
        level, _, text = rest.strip().partition("  ")
        if not text.strip():
            continue
        word, _, more = text.strip().partition("  ")
        key = f"report.stage_{word}"
        shown = " ".join((say(language, key), more)).strip() if key in catalogue() else text.strip()
        found.append(LogLine("step" if level in ("info", "debug") else "warning", at[:19].replace("T", " "), "", shown))
    return found


def filtered(lines: Sequence[LogLine], kind: str, date: str, symbol: str) -> list[LogLine]:
    """The newest lines that fit, the newest first."""
    words = symbol.strip().casefold()
    fitting = [
        one
        for one in reversed(lines)
        if kind in ("", one.kind) and one.at.startswith(date.strip()) and (not words or words in one.symbol.casefold())
    ]
    return fitting[:MOST_SHOWN]
