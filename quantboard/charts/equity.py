"""Equity against the benchmark, and the drawdown beneath it on the same time axis, with a brush under both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from quantboard.charts.style import dates, figure, numbers
from quantboard.charts.thin import MOST, thin, window_rows
from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import Account
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.views.accounts import account
from quantboard.core.backtest.views.falls import worst
from quantboard.palette import LIGHT, Palette

NAMES = {"strategy": "Strategy", "benchmark": "Buy and hold", "drawdown": "Drawdown", "maximum": "Maximum"}
LEAST_BRUSHED = 60  # bars: a shorter run needs no brush


@dataclass(frozen=True)
class View:
    """How the curves are looked at: money or percent, the ``n_shaded`` deepest falls marked, some rows in more detail.

    ``is_rebased`` draws both from 100 on, as a logarithmic axis of percents needs it. ``has_band`` shows between
    which curves the equity lies where bars reached stop and target both.
    """

    is_percent: bool = False
    is_rebased: bool = False
    n_shaded: int = 0
    rows: tuple[int, int] | None = None
    has_brush: bool = False
    has_band: bool = False


PLAIN = View()


def equity_figure(
    result: BacktestResult, names: Mapping[str, str] = NAMES, palette: Palette = LIGHT, view: View = PLAIN
) -> go.Figure:
    """``names`` are the words for the traces, in the reader's language."""
    seen = account(result)
    rows = rows_of(result, seen, view)
    when = dates(result, rows)
    made = figure(460 if view.has_brush else 420, palette, uirevision=result.result_hash)
    _add_band(made, result, view, palette)
    for name, values, colour, width in (
        ("benchmark", result.benchmark, palette.benchmark, 1.3),
        ("strategy", result.equity, palette.strategy, 1.8),
    ):
        if not np.isfinite(values).any():  # compared with nothing
            continue
        made.add_scatter(
            x=when,
            y=_scaled(values[rows], result, view),
            name=names[name],
            line={"color": colour, "width": width},
            hovertemplate=_format(view),
        )
    _add_drawdown(made, when, seen.drawdown[rows], names["drawdown"], palette)
    _mark_deepest(made, result, seen.drawdown, names["maximum"], palette)
    _shade(made, result, seen, view, palette)
    _lay_out(made, view, palette, is_long=len(result.equity) >= LEAST_BRUSHED)
    return made


def rows_of(result: BacktestResult, seen: Account, view: View) -> NDArray[np.int64]:
    """The bars that are drawn: the whole, and more of the part that is looked at."""
    curves = (result.equity, result.benchmark, seen.drawdown)
    if view.rows is None:
        return thin(*curves)
    return np.union1d(thin(*curves, most=MOST // 2), window_rows(curves, *view.rows))


def is_thinned(result: BacktestResult) -> bool:
    """Whether a closer look shows more."""
    return len(result.equity) > MOST


def _scaled(values: Any, result: BacktestResult, view: View) -> list[float | None]:
    if not view.is_percent:
        return numbers(values, 2)
    growth = np.asarray(values, dtype=np.float64) / result.spec.cash
    return numbers(growth * 100.0, 3) if view.is_rebased else numbers(growth - 1.0, 6)


def _format(view: View) -> str:
    if not view.is_percent:
        return "%{y:,.0f}"
    return "%{y:,.1f}" if view.is_rebased else "%{y:.2%}"


def _add_band(made: go.Figure, result: BacktestResult, view: View, palette: Palette) -> None:
    band = result.honesty.band if view.has_band else None
    if band is None:
        return
    plain = {"x": band["at"], "showlegend": False, "hoverinfo": "skip", "line": {"width": 0}, "mode": "lines"}
    made.add_scatter(y=_scaled(band["low"], result, view), **plain)
    made.add_scatter(y=_scaled(band["high"], result, view), fill="tonexty", fillcolor=palette.fast + "40", **plain)


def _add_drawdown(made: go.Figure, when: list[str], values: Any, name: str, palette: Palette) -> None:
    made.add_scatter(
        x=when,
        y=numbers(values),
        name=name,
        yaxis="y2",
        fill="tozeroy",
        line={"color": palette.drawdown, "width": 1},
        fillcolor=palette.drawdown + "2e",
        hovertemplate="%{y:.2%}",
        showlegend=False,
    )


def _lay_out(made: go.Figure, view: View, palette: Palette, *, is_long: bool) -> None:
    ticks = "~s" if not view.is_percent else ",.0f" if view.is_rebased else ".0%"
    brush = {"visible": True, "thickness": 0.07, "bgcolor": palette.grid + "66", "bordercolor": palette.grid}
    made.update_layout(
        xaxis={"anchor": "y2", "type": "date", **({"rangeslider": brush} if view.has_brush and is_long else {})},
        yaxis={"domain": [0.3, 1.0], "tickformat": ticks},
        yaxis2={
            "domain": [0.0, 0.23],
            "side": "right",
            "tickformat": ".0%",
            "gridcolor": palette.grid,
            "zeroline": False,
            "nticks": 4,
            "automargin": True,
        },
    )


def _shade(made: go.Figure, result: BacktestResult, seen: Account, view: View, palette: Palette) -> None:
    for fall in worst(seen, view.n_shaded) if view.n_shaded else ():
        first, last = dates(result, np.array([fall.first, fall.last]))
        made.add_shape(
            type="rect",
            xref="x",
            yref="paper",
            x0=first,
            x1=last,
            y0=0,
            y1=1,
            fillcolor=palette.drawdown + "14",
            line={"width": 0},
            layer="below",
        )
        made.add_annotation(
            x=first,
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="top",
            text=str(fall.rank),
            showarrow=False,
            font={"color": palette.drawdown, "size": 11},
        )


def _mark_deepest(made: go.Figure, result: BacktestResult, depths: Vector, word: str, palette: Palette) -> None:
    deepest = int(np.argmin(depths))
    if depths[deepest] >= 0.0:
        return
    is_late = deepest > len(depths) * 0.85
    made.add_annotation(
        x=dates(result, slice(deepest, deepest + 1))[0],
        y=float(depths[deepest]),
        yref="y2",
        text=f"{word} {depths[deepest]:.1%}".replace("-", "−"),
        font={"color": palette.drawdown, "size": 11},
        showarrow=True,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=palette.drawdown,
        ax=-56 if is_late else 46,
        ay=-14,
        bgcolor=palette.surface,
        borderpad=2,
    )
