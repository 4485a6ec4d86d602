"""Returns by month and year: the table that people read first, and bars by year."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from quantboard.charts.style import figure, numbers
from quantboard.core.arrays import Vector
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.accounts import account
from quantboard.core.calendar import months_of
from quantboard.palette import LIGHT, Palette


@dataclass(frozen=True)
class Year:
    """Twelve months, NaN-free: a month outside the period is ``None``. Everything is a fraction."""

    year: int
    months: tuple[float | None, ...]
    total: float
    benchmark: float
    benchmark_months: tuple[float | None, ...] = (None,) * 12


def by_year(result: BacktestResult) -> list[Year]:
    """Each year of the period, newest first; the first month starts from the initial cash."""
    seen = account(result)
    ends = seen.month_ends
    labels = months_of(seen.days[ends])
    gain = _gains(result.equity[ends], result.spec.cash)
    theirs = _gains(result.benchmark[ends], result.spec.cash)
    years = []
    for year in np.unique(labels // 12):
        inside = labels // 12 == year
        months, mine, other = labels[inside] % 12, gain[inside], theirs[inside]
        total, theirs_too = (float(np.prod(1.0 + values) - 1.0) for values in (mine, other))
        years.append(Year(1970 + int(year), _placed(months, mine), total, theirs_too, _placed(months, other)))
    return years[::-1]


def _placed(months: Vector, values: Vector) -> tuple[float | None, ...]:
    row: list[float | None] = [None] * 12
    for month, value in zip(months, values, strict=True):
        row[int(month)] = float(value) if np.isfinite(value) else None
    return tuple(row)


def _gains(values: Vector, start: float) -> Vector:
    before = np.concatenate(([start], values[:-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Vector = np.where(before <= 0.0, 0.0, values / before - 1.0)
    return out


def yearly_figure(
    result: BacktestResult, names: tuple[str, str] = ("Strategy", "Buy and hold"), palette: Palette = LIGHT
) -> go.Figure:
    """Return by year beside buy-and-hold."""
    years = by_year(result)[::-1]
    height = min(max(120 + 22 * len(years), 240), 420)  # as the table of months beside it
    made = figure(height, palette, barmode="group", bargap=0.35)
    labels = [str(year.year) for year in years]
    for name, values, colour in (
        (names[0], [year.total for year in years], palette.strategy),
        (names[1], [year.benchmark for year in years], palette.benchmark),
    ):
        if not np.isfinite(values).any():  # compared with nothing
            continue
        made.add_bar(x=labels, y=numbers(values), name=name, marker={"color": colour}, hovertemplate="%{y:.2%}")
    made.update_layout(xaxis={"type": "category"}, yaxis={"tickformat": ".0%", "zeroline": True})
    made.update_yaxes(zerolinecolor=palette.muted)
    return made
