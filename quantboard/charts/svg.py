"""Line charts as bare SVG, for a report that must open without network, server or script."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

import numpy as np

from quantboard.core.arrays import Vector

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 960, 8, 64, 10, 22


@dataclass(frozen=True, eq=False)
class Line:
    """One curve; ``look`` is the CSS class that colours it, ``is_area`` fills it down from 0."""

    name: str
    values: Vector
    look: str
    is_area: bool = False


def line_chart(days: Sequence[str], lines: Sequence[Line], height: int, *, as_percent: bool = False) -> str:
    """``days`` and the lines have one value a point; gaps are not expected."""
    low = min(float(np.nanmin(line.values)) for line in lines)
    high = max(float(np.nanmax(line.values)) for line in lines)
    if high - low < 1e-12:
        low, high = low - 1.0, high + 1.0
    inner, depth = WIDTH - LEFT - RIGHT, height - TOP - BOTTOM

    def x(k: float) -> float:
        return LEFT + inner * k / max(len(days) - 1, 1)

    def y(value: float) -> float:
        return TOP + depth * (high - value) / (high - low)

    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(lines[0].name)}">']
    for tick in _ticks(low, high):
        words = f"{tick * 100:.0f} %" if as_percent else _short(tick)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text class="tick" x="{WIDTH - RIGHT + 8}" y="{y(tick) + 4:.1f}">{words}</text>')
    parts += [
        f'<text class="tick" x="{x(k):.1f}" y="{height - 5}">{escape(days[k][:7])}</text>'
        for k in np.unique(np.linspace(0, len(days) - 1, 7).astype(int))[:-1].tolist()
    ]
    for line in lines:
        points = " ".join(f"{x(k):.1f},{y(float(value)):.1f}" for k, value in enumerate(line.values))
        if line.is_area:
            foot = f"{x(len(days) - 1):.1f},{y(0.0):.1f} {x(0):.1f},{y(0.0):.1f}"
            parts.append(f'<polygon class="{line.look} area" points="{points} {foot}"/>')
        parts.append(f'<polyline class="{line.look}" points="{points}"/>')
    return "".join([*parts, "</svg>"])


def _ticks(low: float, high: float) -> list[float]:
    raw = (high - low) / 4
    unit = 10.0 ** floor(log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    first = floor(low / step) + 1
    return [k * step for k in range(first, floor(high / step) + 1)]


def _short(value: float) -> str:
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:g}{letter}"
    return f"{value:g}"
